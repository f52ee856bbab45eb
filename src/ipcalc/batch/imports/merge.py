"""New rows laid over a table of matters, by the number of the matter: acts and columns of its own stay."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ipcalc import dates
from ipcalc.batch.imports.columns import CLOSED, MARKS, bare
from ipcalc.batch.imports.table import Table, read_table
from ipcalc.batch.matters.keys import day_in
from ipcalc.calc.matters.words import Words
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.law.names import plain
from ipcalc.rows.files import format_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ipcalc.dates import Style
    from ipcalc.law.rulebook import Rulebook

_REF, _NUMBER, _RIGHT, _PROCEEDING = "ref", "number", "right", "proceeding"


class Update(NamedTuple):
    """A cell that changes, or a matter that is new: then `column` is empty. A matter without a number has its ref."""

    number: str
    column: str
    before: str
    after: str


class Pair(NamedTuple):
    """A row of the new table, and the row of the old one that it belongs to; None where the matter is new."""

    old: int | None
    new: int


class Merging:
    """Lays rows over rows.

    Args:
        book: the rulebook.
        style: how the dates of the old table are read.
    """

    def __init__(self, book: Rulebook, style: Style) -> None:
        self._words, self._style = Words(book), style
        self._refs_kept = 0

    def pairs(self, old: Table, new: Table) -> list[Pair]:
        """The rows of the new table with those of the old one: by the number and the right or, where a row has no
        number, by the ref.

        Raises:
            BadRequest: one of them has no numbers, or one number twice.
        """
        there = self._Index(self, old, "the table")
        self._Index(self, new, "the file")
        return [Pair(there.of(cells, new.numbers[place]), place) for place, cells in enumerate(new.cells())]

    def laid(self, before: Mapping[str, str], cells: Mapping[str, str]) -> Iterator[Update]:
        """What changes where cells are laid over those of a matter. An empty one changes nothing, nor does a day that
        is there already, among others or otherwise written; nor does another ref, under which others may know it."""
        for name, cell in cells.items():
            there = before.get(name, "").strip()
            if cell and not self._says(name, there, cell):
                if there and name in (_REF, _NUMBER, _PROCEEDING):
                    self._refs_kept += name == _REF
                    continue
                if name == CLOSED[0] and self._stays_closed(there, before, cells):
                    continue
                yield Update(
                    _name_of({**before, **{key: each for key, each in cells.items() if each}}), name, there, cell
                )

    def told(self) -> list[str]:
        """What is to be said when all is laid."""
        kept = self._refs_kept
        matters = "1 matter has another one and keeps" if kept == 1 else f"{kept} matters have another one and keep"
        return [f"ref: {matters} it"] if kept else []

    def right(self, name: str) -> str:
        """The right that a cell means; the cell itself where it means none."""
        with suppress(BadRequest):
            return self._words.right(name) if name.strip() else ""
        return name.strip()

    def _says(self, name: str, there: str, cell: str) -> bool:
        """Whether a cell says what another one says."""
        known = [there, *map(str.strip, there.split(";"))]
        return cell in known or cell in map(self.right if name == _RIGHT else self._iso, known)

    def _iso(self, text: str) -> str:
        with suppress(BadRequest):
            return dates.read(text, self._style).day.isoformat()
        return text

    def _stays_closed(self, there: str, before: Mapping[str, str], cells: Mapping[str, str]) -> bool:
        """Whether a matter has ended already, so that the day of the import says nothing more."""
        today, way = self._style.today.isoformat(), CLOSED[1]
        return bool(there) and cells[CLOSED[0]] == today and before.get(way, "").strip() == cells.get(way, "")

    class _Index:
        """The rows of a table by what tells them apart."""

        def __init__(self, merging: Merging, table: Table, what: str) -> None:
            if _NUMBER not in table.headings:
                raise BadRequest(f"{what} has no column 'number', by which matters are found")
            self._merging = merging
            self._numbers = [cells[_NUMBER] for cells in table.cells()]
            self._by: dict[tuple[str, str, str], dict[str, int]] = {}
            for place, cells in enumerate(table.cells()):
                right = merging.right(cells.get(_RIGHT, ""))
                for key in _keys(cells):
                    rights = self._by.setdefault(key, {})
                    if right in rights and key[0] == _NUMBER and not key[2]:
                        lines = f"rows {table.numbers[rights[right]]} and {table.numbers[place]}"
                        raise BadRequest(f"{what} has the number {cells[_NUMBER]} twice ({lines}): make it one row")
                    rights.setdefault(right, place)

        def of(self, cells: Mapping[str, str], row: int) -> int | None:
            """The place of the row that a row of another table belongs to.

            Raises:
                BadRequest: the row has no right, and matters of several rights have its number; or it has the ref of a
                    matter with another number.
            """
            right = self._merging.right(cells.get(_RIGHT, ""))
            for key in _keys(cells):
                rights = self._by.get(key, {})
                if not right and len(rights) > 1:
                    raise BadRequest(f"row {row}: {cells[key[0]]} is there as {' and as '.join(rights)}: give --right")
                found = rights.get(right, rights.get("")) if right else next(iter(rights.values()), None)
                if found is not None:
                    self._check_number(found, cells, row)
                    return found
            return None

        def _check_number(self, found: int, cells: Mapping[str, str], row: int) -> None:
            there, here = self._numbers[found].strip(), cells.get(_NUMBER, "").strip()
            if here and there and plain(bare(here)) != plain(bare(there)):
                raise BadRequest(f"row {row}: its ref {cells[_REF]} is that of the matter {there}, not {here}")


def merged(book: Rulebook, style: Style, old: Table, new: Table) -> tuple[Table, list[Update], list[str]]:
    """The old table with what the new one says, what changes, and what is to be said of it. A cell that is empty in the
    new one stays as it was.

    Raises:
        BadRequest: one of them has no numbers, or one number twice; a new column would take the meaning of another.
    """
    merging, called = Merging(book, style), Called(book, old.headings)
    fresh, rows = new.cells(), old.cells()
    updates: list[Update] = []
    headings = list(old.headings)
    for pair in merging.pairs(old, new):
        if pair.old is None:
            updates.append(as_new(fresh[pair.new]))
            rows.append({})
        row = rows[-1 if pair.old is None else pair.old]
        right = fresh[pair.new].get(_RIGHT, "") or merging.right(row.get(_RIGHT, ""))
        names = {name: called.heading(name, right) for name in new.headings}
        headings += [heading for heading in names.values() if heading not in headings]
        cells = {names[name]: cell for name, cell in fresh[pair.new].items()}
        if pair.old is None:
            row.update(cells)
            continue
        for each in merging.laid(row, cells):
            row[each.column] = each.after
            updates.append(each)
    last = max(old.numbers, default=1)
    numbers = [*old.numbers, *range(last + 1, last + 1 + len(rows) - len(old.rows))]
    return Table(headings, [[row.get(name, "") for name in headings] for row in rows], numbers), updates, merging.told()


def as_new(cells: Mapping[str, str]) -> Update:
    """That a matter is new, with all that is said of it."""
    said = ", ".join(f"{name} {cell}" for name, cell in cells.items() if cell)
    return Update(_name_of(cells), "", "", said)


def _name_of(cells: Mapping[str, str]) -> str:
    """What a matter is called: its number, else its ref."""
    return cells.get(_NUMBER, "") or cells.get(_REF, "")


class Called:
    """Under which heading a table has the columns of matters, which may have other names there."""

    def __init__(self, book: Rulebook, headings: Sequence[str]) -> None:
        self._words, self._book, self._headings = Words(book), book, headings
        self._known: dict[tuple[str, str], str] = {}

    def heading(self, column: str, right: str) -> str:
        """The heading of a column in rows of a right; the column itself where the table does not have it.

        Raises:
            BadRequest: a heading means the column in rows of another right alone.
        """
        key = column, right
        if key not in self._known:
            self._known[key] = column if column in self._headings else self._other(column, right)
        return self._known[key]

    def _other(self, column: str, right: str) -> str:
        meaning = {heading: self._rights(heading, column) for heading in self._headings}
        found = [heading for heading, rights in meaning.items() if rights and (right in rights or not right)]
        others = [heading for heading, rights in meaning.items() if rights]
        if others and not found:
            raise BadRequest(f"the table has the column {others[0]!r} for {column}: call it {column}")
        return found[0] if found else column

    def _rights(self, heading: str, column: str) -> tuple[str, ...]:
        """The rights in whose rows a heading is another name of a column."""
        mark, colon, name = column.partition(":")
        if colon and f"{mark}:" in MARKS:
            return tuple(self._book.rights) if self._is_period(heading, mark, name) else ()
        if column not in self._book.events:
            return ()
        return tuple(right for right in self._book.rights if self._words.of(right).event_named(heading) == column)

    def _is_period(self, heading: str, mark: str, name: str) -> bool:
        start, _, called = heading.partition(":")
        with suppress(BadRequest):
            return start.strip() == mark and bool(called) and self._book.period_id(called.strip()) == name
        return False


def edit_table(path: Path, part: Path, new: Table) -> None:
    """Write to `part` the table that stands in a file, with the cells of a merged one that are not as there.

    Raises:
        BadRequest: it cannot be read or written.
    """
    from ipcalc.rows.edit import edit

    kind = format_of(path, "--into")
    found: dict[int, dict[str, str | date]] = {}
    old = read_table(path)
    before = dict(zip(old.numbers, old.cells(), strict=True))
    for number, cells in zip(new.numbers, new.cells(), strict=True):
        there = before.get(number, {})
        row = {name: cell for name, cell in cells.items() if cell != there.get(name, "")}
        if row:
            values = {name: day_in(cell) or cell for name, cell in row.items()} if kind == "xlsx" else row
            found[number - 1 if kind == "jsonl" else number] = {**values}
    edit(path, part, kind, None, found)


def _keys(cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What tells a row apart, each with the proceeding: the number, else the ref."""
    for name in (_NUMBER, _REF):
        if key := plain(bare(cells.get(name, ""))):
            yield name, key, cells.get(_PROCEEDING, "").strip().casefold()
