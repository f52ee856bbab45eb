"""New rows laid over a table of matters, by the number of the matter: acts and columns of its own stay."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ipcalc.batch.imports.table import Table
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.law.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER, _PROCEEDING = "number", "proceeding"


class Update(NamedTuple):
    """A cell that changes, or a matter that is new: then `column` is empty."""

    number: str
    column: str
    before: str
    after: str


def merged(old: Table, new: Table) -> tuple[Table, list[Update]]:
    """The old table with what the new one says. A cell that is empty in the new one stays as it was.

    Raises:
        BadRequest: one of them has no numbers, or one number twice.
    """
    there, fresh = dict(_numbered(old, "the table")), dict(_numbered(new, "the file"))
    headings = [*old.headings, *(name for name in new.headings if name not in old.headings)]
    rows = [[*row, *[""] * (len(headings) - len(row))] for row in old.rows]
    updates: list[Update] = []
    for key, source in fresh.items():
        cells = dict(zip(new.headings, new.rows[source], strict=True))
        if key in there:
            updates += _updated(rows[there[key]], headings, cells)
        else:
            said = ", ".join(f"{name} {cell}" for name, cell in cells.items() if cell)
            updates.append(Update(cells[_NUMBER], "", "", said))
            rows.append([cells.get(name, "") for name in headings])
    last = max(old.numbers, default=1)
    return Table(headings, rows, [*old.numbers, *range(last + 1, last + 1 + len(rows) - len(old.rows))]), updates


def changed(old: Table, new: Table) -> dict[int, dict[str, str | date]]:
    """The cells of a merged table that are not as in the old one, by the number of the row and the heading; days as
    dates."""
    before = {
        number: dict(zip(old.headings, row, strict=True)) for number, row in zip(old.numbers, old.rows, strict=True)
    }
    found: dict[int, dict[str, str | date]] = {}
    for number, row in zip(new.numbers, new.rows, strict=True):
        there = before.get(number, {})
        cells = zip(new.headings, row, strict=True)
        found[number] = {name: _value(cell) for name, cell in cells if cell != there.get(name, "")}
    return {number: cells for number, cells in found.items() if cells}


def _value(cell: str) -> str | date:
    return date.fromisoformat(cell) if _ISO.fullmatch(cell) else cell


def _updated(row: list[str], headings: Sequence[str], cells: Mapping[str, str]) -> Iterator[Update]:
    """Lay the cells of a matter over its row; an event of which the row has the day among others stays."""
    for name, cell in cells.items():
        place = headings.index(name)
        before = row[place]
        if cell and name != _NUMBER and cell not in (before, *map(str.strip, before.split(";"))):
            row[place] = cell
            yield Update(cells[_NUMBER], name, before, cell)


def _numbered(table: Table, what: str) -> Iterator[tuple[str, int]]:
    """The places of the rows of matters themselves, by their numbers; a row without one is like no other."""
    if _NUMBER not in table.headings:
        raise BadRequest(f"{what} has no column 'number', by which matters are found")
    seen: dict[str, int] = {}
    for place, row in enumerate(table.rows):
        cells = dict(zip(table.headings, row, strict=True))
        if cells.get(_PROCEEDING, "").strip():
            continue
        key = plain(cells[_NUMBER]) or f" {what} {place}"
        if key in seen:
            lines = f"rows {table.numbers[seen[key]]} and {table.numbers[place]}"
            raise BadRequest(f"{what} has the number {cells[_NUMBER]} twice ({lines}): make it one row")
        seen[key] = place
        yield key, place
