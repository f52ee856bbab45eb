"""A file of any table as people have it, cell by cell: its headings may stand on any row."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.errors import BadRequest
from ipcalc.rows.blocks import rows_of
from ipcalc.rows.csvfile import DELIMITERS
from ipcalc.rows.files import UTF8, local_copy, opened_text, reading

if TYPE_CHECKING:
    from pathlib import Path

_TRIED = 20  # lines by which the delimiter is found


class Grid(NamedTuple):
    """One sheet: its name, empty for a file that has none, and its rows, each with its number from 1."""

    name: str
    rows: list[tuple[int, list[str]]]


def grids_of(path: Path, kind: str, encoding: str | None) -> list[Grid]:
    """The sheets of a file that hold something; rows without anything but spaces are left out.

    Raises:
        BadRequest: the file cannot be read, or holds nothing.
    """
    if kind == "xlsx":
        from ipcalc.rows.xlsxreader import sheets_of

        with local_copy(path) as name:
            found = [Grid(title, _filled(enumerate(rows, 1))) for title, rows in sheets_of(name)]
    elif kind == "csv":
        with opened_text(path, encoding or UTF8) as text:
            found = [Grid("", _csv_rows(text.read().removeprefix("\ufeff")))]
    else:
        with reading(path, kind, encoding, ()) as (reader, _):
            rows = [list(reader.headings), *(list(row.values) for row in rows_of(reader) if not row.blank)]
            found = [Grid("", _filled(enumerate(rows, 1)))]
    found = [grid for grid in found if grid.rows]
    if not found:
        raise BadRequest(f"{path} holds nothing")
    return found


def _csv_rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV text, by the line on which each begins."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=_delimiter(lines[:_TRIED]), strict=True)
    found: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for row in reader:
            found.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadRequest(f"line {begins}: this is not CSV: {error}") from error
    return _filled(found)


def _delimiter(lines: list[str]) -> str:
    """The delimiter by which most lines have the same number of cells, the greatest such number."""

    def score(delimiter: str) -> int:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        return max(((count - 1) * counts.count(count) for count in counts), default=0)

    return max(DELIMITERS, key=score)


def _filled(rows: object) -> list[tuple[int, list[str]]]:
    return [(number, row) for number, row in rows if any(map(str.strip, row))]  # type: ignore[attr-defined]
