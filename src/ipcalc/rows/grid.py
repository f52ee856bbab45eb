"""A file of any table as people have it, cell by cell: its headings may stand on any row."""

from __future__ import annotations

import csv
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.rows.blocks import rows_of
from ipcalc.rows.csvfile import COLUMNS, DELIMITERS, LONGEST_CELL
from ipcalc.rows.files import UTF8, local_copy, opened_text, reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

_TRIED = 20  # lines by which the delimiter is found
_ROWS, _CHARACTERS = 1_000_000, 32 << 20  # what is held at once


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
            found = [Grid("", _filled(_csv_rows(text)))]
    else:
        with reading(path, kind, encoding, ()) as (reader, _):
            rows = ([] if row.blank else list(row.values) for row in rows_of(reader))
            found = [Grid("", _filled(enumerate(chain([list(reader.headings)], rows), 1)))]
    found = [grid for grid in found if grid.rows]
    if not found:
        raise BadRequest(f"{path} holds nothing")
    return found


def _csv_rows(text: TextIO) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text, by the line on which each begins."""
    csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))
    first = list(islice(text, _TRIED))
    first[:1] = [line.removeprefix("\ufeff") for line in first[:1]]
    begins = 1
    try:
        reader = csv.reader(chain(first, text), delimiter=_delimiter(first), strict=True)
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadRequest(f"line {begins}: this is not CSV: {error}") from error


def _delimiter(lines: list[str]) -> str:
    """The delimiter by which most lines have the same number of cells, the greatest such number."""

    def score(delimiter: str) -> int:
        counts = list[int]()
        with suppress(csv.Error):
            counts += (len(row) for row in csv.reader(lines, delimiter=delimiter))
        return max(((count - 1) * counts.count(count) for count in counts), default=0)

    return max(DELIMITERS, key=score)


def _filled(rows: Iterable[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows that hold more than spaces.

    Raises:
        BadRequest: there are more of them, or there is more in them, than is taken at once.
    """
    found: list[tuple[int, list[str]]] = []
    length = 0
    for number, row in rows:
        length += len(row) + sum(map(len, row))
        if len(row) > COLUMNS:
            raise BadRequest(f"row {number} has {len(row):,} cells; at most {COLUMNS:,} are allowed")
        if len(found) == _ROWS or length > _CHARACTERS:
            raise BadRequest(
                f"at most {_ROWS:,} rows of {_CHARACTERS:,} characters are read at once: split the file at row {number}"
            )
        if any(map(str.strip, row)):
            found.append((number, row))
    return found
