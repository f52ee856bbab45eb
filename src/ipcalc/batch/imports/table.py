"""A table of matters out of a file as people have it: every row comes out, and nothing of it is lost."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from ipcalc.batch.imports.carried import is_own, own_headings
from ipcalc.batch.imports.columns import (
    CLASS_NUMBERS,
    CLOSED,
    MARKS,
    OF_PROCEEDINGS,
    STATUS,
    TEXTS,
    bare,
    events_used,
    shape_of,
)
from ipcalc.batch.imports.sentences import DateCells
from ipcalc.batch.ordinals import ordinal
from ipcalc.calc.matters.amounts import counts_taken
from ipcalc.calc.matters.matter import NOT_NEEDED
from ipcalc.calc.matters.words import Words
from ipcalc.calc.registers.numbers import is_number
from ipcalc.dates import stands_for_nothing
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.law.names import plain
from ipcalc.rows.files import format_of
from ipcalc.rows.grid import grids_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ipcalc.batch.dates import DatesSeen
    from ipcalc.batch.imports.columns import Meant
    from ipcalc.dates import Style
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.layouts import Target

_CLASSES = "classes"  # the quantity that a list of class numbers tells
_BY_ITSELF = frozenset((*TEXTS, *OF_PROCEEDINGS, CLOSED[1])) - {"right", "office", "applicant"}
_SHOWN = 6  # statuses that are named


class Unread(NamedTuple):
    """A cell that could not be read: the number of its row in the file, its heading, and why."""

    row: int
    heading: str
    reason: str


class Table(NamedTuple):
    """A table: its headings and rows, with the number that each row has in the file."""

    headings: list[str]
    rows: list[list[str]]
    numbers: list[int]

    def cells(self) -> list[dict[str, str]]:
        """The cells of each row, by heading."""
        return [dict(zip(self.headings, row, strict=True)) for row in self.rows]


class Values:
    """Reads the cells of a file.

    Args:
        book: the rulebook.
        style: how dates are read.
        seen: takes what is to be said of the dates.
    """

    def __init__(self, book: Rulebook, style: Style, seen: DatesSeen) -> None:
        self.book, self.style, self.seen = book, style, seen
        self.dates = DateCells(book, style, seen)
        self.counts = Words(book).counts
        self._words = {"right": book.right, "office": book.office, "applicant": book.applicant}
        self._uses: dict[str | None, tuple[str, ...]] = {}
        self.not_on: Mapping[str, str] = book.raw("none_on_the_day_of")
        self._closings = {plain(how): closed for closed, ways in book.raw("closing_statuses").items() for how in ways}
        self._open = tuple(map(plain, book.raw("open_statuses")))
        self.unknown_statuses: dict[str, None] = {}
        self.not_used: dict[tuple[str, str, str], list[str]] = {}

    def columns(self) -> tuple[str, ...]:
        """The columns of a table of matters, in their order, but for those that name a period or a fact."""
        return (
            "right",
            *(name for name in TEXTS if name != "right"),
            *self.counts,
            *self.book.events,
            *CLOSED,
            *OF_PROCEEDINGS,
        )

    def of_column(self, column: Meant, cell: str, right: str | None) -> dict[str, str]:
        """What a cell says, of several columns that it may fill by those that its right uses.

        Raises:
            BadRequest: the cell cannot be read.
        """
        found: dict[str, str] = {}
        for target in column.targets:
            if self.uses(right, target.to) and (right is not None or len(column.targets) == 1):
                found |= self.of(target, cell, column.heading)
            elif len(column.targets) == 1 and not stands_for_nothing(cell.strip() or "-"):
                self.not_used.setdefault((column.heading, target.to, str(right)), []).append(cell)
        return found

    def of(self, target: Target, cell: str, heading: str) -> dict[str, str]:
        """What a cell says, by column of a table of matters; nothing where it is empty, or stands for nothing.

        Raises:
            BadRequest: the cell cannot be read.
        """
        text = cell.strip()
        if not text or stands_for_nothing(text):
            return {}
        if text.startswith("="):
            raise BadRequest("the cell holds a formula: put its value there")
        text = _between(target, text)
        if not text or stands_for_nothing(text):
            return {}
        if target.to in (STATUS, CLASS_NUMBERS):
            return self._closing(text) if target.to == STATUS else {_CLASSES: str(_classes(text))}
        return {target.to: self._value(target.to, text, heading)}

    def without_none(self, here: dict[str, str]) -> dict[str, str]:
        """What a row says, without the days that stand where there is none."""
        none = [event for event, other in self.not_on.items() if here.get(event) and here[event] == here.get(other)]
        return {column: value for column, value in here.items() if column not in none}

    def uses(self, right: str | None, column: str) -> bool:
        """Whether a column is neither an event nor a quantity, or one that the periods or the fees of a right use."""
        quantity = _CLASSES if column == CLASS_NUMBERS else column
        if right is not None and quantity in self.counts:
            return quantity in counts_taken(self.book, right)
        if right not in self._uses:
            self._uses[right] = events_used(self.book, right)
        return column not in self.book.events or column in self._uses[right]

    def _value(self, column: str, text: str, heading: str) -> str:
        if column in _BY_ITSELF or column.startswith("fact:"):
            return text
        if column.startswith("through:"):
            return str(ordinal(text))
        if column in self._words:
            return ",".join(self._words[column](each.strip()) for each in text.split(","))
        if column in self.counts:
            return _count(text)
        return "; ".join(self._day(column, each.strip(), heading) for each in text.split(";") if each.strip())

    def _day(self, column: str, text: str, heading: str) -> str:
        if is_number(text) or (column.startswith(MARKS) and text.lower() == NOT_NEEDED):
            return text
        found = self.dates.read(column, text, heading)
        if found.short:
            self.seen.short([found.day])
        return found.day.isoformat()

    def told(self) -> Iterator[str]:
        """What is to be said of the cells, when all are read."""
        yield from self.dates.told()
        for (heading, event, right), cells in self.not_used.items():
            rows = "1 row" if len(cells) == 1 else f"{len(cells)} rows"
            of_event = f"for which the {event} says nothing"
            why = of_event if event in self.book.events else "whose sums do not depend on it"
            yield f"{heading}: {rows} of {right}, {why}: kept under the heading alone"
        if self.unknown_statuses:
            these = ", ".join(map(repr, list(self.unknown_statuses)[:_SHOWN]))
            what = "these statuses are not known, and close nothing"
            yield f"{what}: {these}; if one closes a matter, give closed and closed_as"

    def _closing(self, status: str) -> dict[str, str]:
        """How a status closes a matter, if it does; on the day of the import, since a status has no day."""
        word = plain(status)
        found = [how for how in self._closings if word.startswith(how)]
        if not found:
            if not word.startswith(self._open):
                self.unknown_statuses[status] = None
            return {}
        return {CLOSED[0]: self.style.today.isoformat(), CLOSED[1]: self._closings[max(found, key=len)]}


def read_table(path: Path) -> Table:
    """A table of matters as a file has it.

    Raises:
        BadRequest: it cannot be read, or is a workbook of several sheets or without headings in its first row.
    """
    kind = format_of(path, "--into")
    grid, *others = grids_of(path, kind, None)
    if others:
        sheets = ", ".join(repr(each.name) for each in (grid, *others))
        raise BadRequest(
            f"--into {path}: several sheets hold something ({sheets}): save the one that is meant by itself"
        )
    (_, headings), *rows = grid.rows
    if kind == "xlsx" and grid.rows[0][0] != 1:
        raise BadRequest(f"--into {path}: the first row of the sheet is empty: it must name the columns")
    names = [heading.strip() for heading in headings]
    width = len(names)
    for number, row in rows:
        if len(row) > width:
            raise BadRequest(f"{path}: row {number} has {len(row)} cells, the headings are {width}")
    return Table(names, [wide(row, width) for _, row in rows], [number for number, _ in rows])


def wide(row: Sequence[str], width: int) -> list[str]:
    """A row with empty cells at its end, as wide as the others."""
    return [*row, *[""] * (width - len(row))]


def table_of(
    values: Values,
    right: str | None,
    meant: Sequence[Meant],
    rows: Sequence[tuple[int, list[str]]],
    kept: Collection[str],
    abroad: Mapping[int, Unread],
) -> tuple[Table, list[Unread], list[str]]:
    """The table of matters of some rows, the cells that could not be read, and what is to be said of columns.

    Args:
        values: reads their cells.
        right: of rows that say none.
        meant: what the columns of the file stand for.
        rows: of the file, each with its number.
        kept: headings that are carried along although they are close to a name of a table of matters.
        abroad: the places of rows that are not of India, which get no right, and what is to be said of them.

    Raises:
        BadRequest: a column that is carried along is close to such a name, and is not in `kept`.
    """
    unread: list[Unread] = []
    read_rows = [_row(values, right, meant, numbered, unread) for numbered in rows]
    for place, why in abroad.items():
        read_rows[place].pop("right", None)
        unread.append(why)
    made = list(map(values.without_none, read_rows))
    left_out = Counter(
        chain.from_iterable(whole.keys() - here.keys() for whole, here in zip(read_rows, made, strict=True))
    )
    spoilt = {each.heading for each in unread} | values.dates.taken.keys() | {key[0] for key in values.not_used}
    known = _filled(values, made)
    own = [each for each in meant if each.heading in spoilt or is_own(each) or _fills_one_of(each, left_out)]
    headings = own_headings(values.book, own, known, values.columns(), kept)
    cells = [
        [*(here.get(column, "") for column in known), *(row[each.place] for each in own)]
        for here, (_, row) in zip(made, rows, strict=True)
    ]
    said = [*_said_of_none(values, left_out), *values.told()]
    return Table([*known, *headings], cells, [number for number, _ in rows]), unread, said


def _fills_one_of(each: Meant, columns: Collection[str]) -> bool:
    return any(target.to in columns for target in each.targets)


def _said_of_none(values: Values, left_out: Mapping[str, int]) -> Iterator[str]:
    """What is to be said of days that stand where there is none."""
    for event, number in left_out.items():
        rows = "1 row" if number == 1 else f"{number} rows"
        yield f"{event}: {rows} with the day of the {values.not_on[event]}, taken as empty"


def _filled(values: Values, made: Sequence[Mapping[str, str]]) -> list[str]:
    """The columns that some row fills, in their order; that of the right is always there."""
    filled = {"right", *(column for here in made for column in here)}
    known = [column for column in values.columns() if column in filled]
    return [*known, *sorted(filled - set(known))]


def _row(
    values: Values, right: str | None, meant: Sequence[Meant], row: tuple[int, list[str]], unread: list[Unread]
) -> dict[str, str]:
    """What a row says, by column of a table of matters; what cannot be read goes to `unread`."""
    number, cells = row
    here = {} if right is None else {"right": right}
    says = {plain(each.heading): cells[each.place].strip() for each in meant}
    for each in sorted(meant, key=_not_of_right):
        try:
            here |= values.of_column(_in_row(each, says), cells[each.place], here.get("right"))
        except BadRequest as error:
            unread.append(Unread(number, each.heading, str(error)))
    says_right = any(cells[each.place].strip() for each in meant if not _not_of_right(each))
    if "right" not in here and not says_right:
        unread.append(Unread(number, "right", "the right of the row is not known: give --right"))
    return here


def _in_row(each: Meant, says: Mapping[str, str]) -> Meant:
    """What a column stands for in a row, of which `says` has the cells by heading."""
    if not any(target.where for target in each.targets):
        return each
    return each._replace(
        targets=tuple(
            target
            for target in each.targets
            if all(re.match(begin, says.get(plain(column), "")) for column, begin in target.where.items())
        )
    )


def _not_of_right(each: Meant) -> bool:
    """Whether a column does not say the right, on which the meaning of others depends."""
    return all(target.to != "right" for target in each.targets)


def national_phases(book: Rulebook, table: Table, event: str | None) -> list[int]:
    """The rows that may be national phases, so that `event` may be another day: by their number, or where that does not
    tell, because they have an earlier priority."""
    if event not in table.headings:
        return []
    of_right, without = book.raw("national_phase_right"), book.raw("national_phase_of")
    shapes = {key: [shape_of(each) for each in book.raw(key)] for key in _SHAPES}
    return [
        number
        for cells, number in zip(table.cells(), table.numbers, strict=True)
        if cells["right"] == of_right and cells[event] and not cells.get(without) and _may_be(cells, shapes)
    ]


def _may_be(cells: Mapping[str, str], shapes: Mapping[str, Sequence[re.Pattern[str]]]) -> bool:
    """Whether a matter may be a national phase."""
    number = bare(cells.get("number", ""))
    ordinary, phase = (any(shape.fullmatch(number) for shape in shapes[key]) for key in _SHAPES)
    return phase or bool(cells.get("priority") and not (ordinary and len(number) > _SHORT))


_SHAPES = ("number_shapes", "national_phase_shapes")
_SHORT = 7  # digits of the number of a patent, which does not tell how its application came


def missing_columns(book: Rulebook, table: Table) -> Iterator[tuple[str, list[str]]]:
    """For each right of a table, the columns that its matters should have and the table has not."""
    place = table.headings.index("right")
    for right in dict.fromkeys(row[place] for row in table.rows if row[place]):
        wanted = book.raw("wanted_columns").get(right, ())
        lacking = [column for column in wanted if column not in table.headings]
        if lacking:
            yield right, lacking


def _between(target: Target, text: str) -> str:
    """What stands between the words of a target; a number or a name that has not these words is meant whole."""
    start, end = 0, len(text)
    if target.after is not None:
        found = text.casefold().rfind(target.after.casefold())
        if found < 0 and target.to not in _BY_ITSELF:
            raise BadRequest(f"{text!r} has no {target.after!r}, after which the date should come")
        if found < 0:
            return text
        start = found + len(target.after)
    found_before = (text.casefold().find(word.casefold(), start) for word in target.before)
    end = min((place for place in found_before if place >= 0), default=end)
    return text[start:end].strip(" :\t") if (target.after or target.before) else text


def _count(text: str) -> str:
    if not (text.isascii() and text.isdigit()):
        raise BadRequest(f"{text!r} is not a whole number")
    return text


def _classes(text: str) -> int:
    """How many classes are named."""
    named = [each for each in re.split(r"[\s,;/&+]+|\band\b", text) if each]
    if not all(each.isascii() and each.isdigit() and 1 <= int(each) <= 45 for each in named):
        raise BadRequest(f"{text!r} is not a list of classes such as 9, 42")
    return len({*map(int, named)})
