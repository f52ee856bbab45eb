"""New rows laid over a table of matters, by the number of the matter: acts and columns of its own stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ipcalc.batch.imports.table import Table
from ipcalc.errors import BadRequest
from ipcalc.law.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    return Table(headings, rows, list(range(2, len(rows) + 2))), updates


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
