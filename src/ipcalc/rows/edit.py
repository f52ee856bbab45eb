"""Other cells in one row of a file; all else stays as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.errors import BadRequest
from ipcalc.rows.blocks import rows_of
from ipcalc.rows.csvfile import CsvReader, cell_of, parts_of
from ipcalc.rows.files import reading
from ipcalc.rows.jsonlines import JsonReader, with_members

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

_KEPT_BY_NONE = {"drawings", "objects", "pivot tables", "macros"}


def edit(path: Path, part: Path, kind: str, encoding: str | None, line: int, cells: Mapping[str, str | date]) -> None:
    """Write a file with other cells in the row that begins on a line; a column that is not there is added.

    Args:
        path: the file.
        part: where the new one is written.
        kind: its format.
        encoding: of its text; None for UTF-8.
        line: on which the row begins; of a workbook its number.
        cells: the new cells by their headings.

    Raises:
        BadRequest: a row is at fault, or the workbook holds what would be lost.
    """
    if kind == "xlsx":
        edit_workbook(path, part, {line: cells})
        return
    texts = {heading: str(value) for heading, value in cells.items()}
    with reading(path, kind, encoding, ("ref", "right")) as (reader, known):
        if isinstance(reader, CsvReader):
            written = _csv(reader, line, texts)
        else:
            assert isinstance(reader, JsonReader)
            written = _jsonl(reader, line, texts)
        with part.open("w", encoding=known, newline="") as out:
            out.write(written)


def _csv(reader: CsvReader, line: int, cells: Mapping[str, str]) -> str:
    delimiter, headings = reader.delimiter, [heading.strip() for heading in reader.headings]
    new = [heading for heading in cells if heading not in headings]
    heading = delimiter.join((reader.heading.text, *(cell_of(name, delimiter) for name in new)))
    found = [reader.bom + heading + reader.heading.end]
    here = reader.before + 1
    for row in rows_of(reader):
        if row.fault is not None:
            raise BadRequest(f"line {here}: {row.fault}: correct the line first")
        parts = [] if row.blank else [*parts_of(row.text, delimiter), *[""] * len(new)]
        if here == line:
            for name, text in cells.items():
                parts[[*headings, *new].index(name)] = cell_of(text, delimiter)
        found.append(delimiter.join(parts) + row.end)
        here += 1 + row.text.count("\n")
    return "".join(found)


def _jsonl(reader: JsonReader, line: int, cells: Mapping[str, str]) -> str:
    found = [reader.bom]
    for here, row in enumerate(rows_of(reader), 1):
        found.append((with_members(row.text, cells) if here == line else row.text) + row.end)
    return "".join(found)


def edit_workbook(path: Path, part: Path, rows: Mapping[int, Mapping[str, str | date]]) -> None:
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
