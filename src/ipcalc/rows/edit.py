"""Other cells in some rows of a file, and new rows; all else stays as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ipcalc.errors import BadRequest
from ipcalc.rows.blocks import rows_of
from ipcalc.rows.csvfile import CsvReader, cell_of, parts_of
from ipcalc.rows.files import reading
from ipcalc.rows.jsonlines import JsonReader, with_members

if TYPE_CHECKING:
    from pathlib import Path

NewCells = Mapping[int, Mapping[str, str | date]]

_KEPT_BY_NONE = {"drawings", "objects", "pivot tables", "macros"}


def edit(path: Path, part: Path, kind: str, encoding: str | None, rows: NewCells) -> None:
    """Write a file with other cells in some rows; rows and columns that are not there are added.

    Args:
        path: the file.
        part: where the new one is written.
        kind: its format.
        encoding: of its text; None for UTF-8.
        rows: the new cells by their headings, by the line on which the row begins; of a workbook by its number.

    Raises:
        BadRequest: a row is at fault, or the workbook holds what would be lost.
    """
    if kind == "xlsx":
        edit_workbook(path, part, rows)
        return
    texts = {line: {heading: str(value) for heading, value in cells.items()} for line, cells in rows.items()}
    with reading(path, kind, encoding, ("ref", "right")) as (reader, known):
        if isinstance(reader, CsvReader):
            written = _csv(reader, texts)
        else:
            assert isinstance(reader, JsonReader)
            written = _jsonl(reader, texts)
        with part.open("w", encoding=known, newline="") as out:
            out.write(written)


def _csv(reader: CsvReader, rows: Mapping[int, Mapping[str, str]]) -> str:
    delimiter, headings = reader.delimiter, [heading.strip() for heading in reader.headings]
    new = list(dict.fromkeys(name for cells in rows.values() for name in cells if name not in headings))
    heading = delimiter.join((reader.heading.text, *(cell_of(name, delimiter) for name in new)))
    found, end = [reader.bom + heading, reader.heading.end], reader.heading.end or "\n"
    here, left = reader.before + 1, dict(rows)

    def filled(parts: list[str], cells: Mapping[str, str]) -> str:
        for name, text in cells.items():
            parts[[*headings, *new].index(name)] = cell_of(text, delimiter)
        return delimiter.join(parts)

    for row in rows_of(reader):
        if row.fault is not None:
            raise BadRequest(f"line {here}: {row.fault}: correct the line first")
        cells = {} if row.blank else left.pop(here, {})
        parts = [] if row.blank else [*parts_of(row.text, delimiter), *[""] * len(new)]
        found += [filled(parts, cells), row.end]
        here += 1 + row.text.count("\n")
    for cells in left.values():
        found += [*([] if found[-1] else [end]), filled([""] * len([*headings, *new]), cells), end]
    return "".join(found)


def _jsonl(reader: JsonReader, rows: Mapping[int, Mapping[str, str]]) -> str:
    left, found, end = dict(rows), [reader.bom], "\n"
    for here, row in enumerate(rows_of(reader), 1):
        cells = {} if row.blank else left.pop(here, {})
        found += [with_members(row.text, cells) if cells else row.text, row.end]
        end = row.end or end
    for cells in left.values():
        found += [*([] if found[-1] else [end]), with_members("{}", cells), end]
    return "".join(found)


def edit_workbook(path: Path, part: Path, rows: NewCells) -> None:
    """Write a workbook with other cells in some rows of its only sheet; rows and columns that are not there are added.

    Args:
        path: the workbook.
        part: where the new one is written.
        rows: the new cells, by the number of the row and the heading.

    Raises:
        BadRequest: the workbook holds what would be lost.
    """
    from copy import copy

    from openpyxl import load_workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles.numbers import is_date_format

    from ipcalc.rows.xlsxarchive import CHARACTERS
    from ipcalc.rows.xlsxreader import XlsxReader

    reader = XlsxReader(path)
    lost = sorted(_KEPT_BY_NONE.intersection(reader.beside()[0]))
    if lost:
        raise BadRequest(f"the workbook holds {' and '.join(lost)}, which would be lost: make the change by hand")
    headings = [heading.strip() for heading in reader.headings]
    book = load_workbook(path)
    sheet: Any = book[reader.sheet.title]
    of_dates = _date_format(sheet)
    for line, heading, value in ((line, *cell) for line, cells in rows.items() for cell in cells.items()):
        if heading not in headings:
            headings.append(heading)
            sheet.cell(1, len(headings), heading)._style = copy(sheet.cell(1, 1)._style)
        cell = sheet.cell(line, headings.index(heading) + 1)
        if isinstance(value, str) and (len(value) > CHARACTERS or ILLEGAL_CHARACTERS_RE.search(value)):
            raise BadRequest(f"row {line}, column {heading!r}: a text that a workbook cannot hold: save it as CSV")
        form = cell.number_format if is_date_format(cell.number_format) else of_dates
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        else:
            cell.number_format = form
    book.save(part)


def _date_format(sheet: Any) -> str:
    """The format of the dates of a sheet."""
    dates = (cell.number_format for row in sheet.iter_rows(min_row=2) for cell in row if cell.value and cell.is_date)
    return str(next(dates, "yyyy-mm-dd"))
