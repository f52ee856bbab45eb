"""What many rows share: days reached by a length, and what closed days make of a day.

Days are numbers here, so that each table is a plain array of a fixed size. A day outside the tables is the engine's.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.batch.cells import JOIN
from ipcalc.calc.closing import Manner, close
from ipcalc.calc.counting import Length, add

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.calc.closed import ClosedDays

KIND = "\0"  # stands for the kind of a limit in what closed days say, which is the same for all kinds
_EVERY_MONTH = 28  # days that every month has: months added to them keep their number in the month
# How far the tables reach, which is no law: a day outside them goes to the single engine.
_ZERO = date(1969, 12, 31).toordinal()
_DAYS = date(2080, 1, 1).toordinal() - _ZERO


class Unplanned(Exception):
    """The single engine must answer this."""


def ordinal(day: date) -> int:
    """The number of a day, in the tables or outside them, to compare others with."""
    return day.toordinal() - _ZERO


def number_of(day: date) -> int:
    """The number of a day in the tables.

    Raises:
        Unplanned: the tables do not reach so far.
    """
    number = ordinal(day)
    if not 0 < number < _DAYS:
        raise Unplanned
    return number


def day_of(number: int) -> date:
    """The day with this number."""
    return date.fromordinal(number + _ZERO)


class Cell(NamedTuple):
    """A limit on which closed days tell: the day to docket and the day that it rolls to, as text, and what they say
    (with KIND in the place of the kind of the limit)."""

    act_by: str
    rolls_to: str
    notes: str

    def said(self, kind: str) -> list[str]:
        """What closed days say of a limit of this kind."""
        return self.notes.replace(KIND, kind).split(JOIN) if self.notes else []


class Added(NamedTuple):
    """The days that lie one length away from each day: 0 where that was not asked for yet, then call `fill`."""

    days: array[int]
    fill: Callable[[int], int]

    def each(self, days: Sequence[int]) -> list[int]:
        """The days that lie the length away from these."""
        found = list(map(self.days.__getitem__, days))
        return [there or self.fill(day) for there, day in zip(found, days, strict=True)] if 0 in found else found


class Closings(NamedTuple):
    """What closed days make of each day in one manner: nothing (an empty tuple), or a `Cell`.

    None stands where that was not asked for yet; then call `fill`.
    """

    cells: list[Cell | tuple[()] | None]
    fill: Callable[[int], Cell | tuple[()]]

    def each(self, days: Sequence[int]) -> dict[int, Cell]:
        """What closed days make of these days, by their places, where they make something of them."""
        cells, found = self.cells, {}
        for place, day in enumerate(days):
            cell = cells[day]
            if cell is None:
                cell = self.fill(day)
            if cell:
                found[place] = cell
        return found


class Tables:
    """All tables of one rulebook, each made when it is first needed."""

    def __init__(self, closed: ClosedDays) -> None:
        self._closed = closed
        self._added: dict[tuple[Length, int, str | None], Added] = {}
        self._closings: dict[Manner, Closings] = {}
        self.dates = list(map(day_of, range(_DAYS)))
        self.texts = list(map(date.isoformat, self.dates))

    def added(self, length: Length, sign: int, office: str | None) -> Added:
        """Days that lie `length` after (before, where `sign` is -1) each day; `office` is for working days alone."""
        key = (length, sign, office if length.unit == "working days" else None)
        if key not in self._added:
            days = array("i", bytes(4 * _DAYS))

            def fill(number: int) -> int:
                day = day_of(number)
                if length.unit == "working days":
                    days[number] = number_of(self._closed.working_days_after(day, length.amount, office))
                elif day.day <= _EVERY_MONTH:
                    first = number - day.day + 1
                    reached = number_of(add(day_of(first), length, sign))
                    number_of(day_of(reached + _EVERY_MONTH))
                    days[first : first + _EVERY_MONTH] = array("i", range(reached, reached + _EVERY_MONTH))
                else:
                    days[number] = number_of(add(day, length, sign))
                return days[number]

            self._added[key] = Added(days, fill)
        return self._added[key]

    def plus(self, day: date, length: Length) -> date:
        """The day that lies `length` after another."""
        number, added = number_of(day), self.added(length, 1, None)
        return self.dates[added.days[number] or added.fill(number)]

    def closings(self, manner: Manner) -> Closings:
        """The table of closed days in one manner, whatever the kind."""
        manner = manner._replace(kind=KIND)
        if manner not in self._closings:
            cells: list[Cell | tuple[()] | None] = [None] * _DAYS

            def fill(number: int) -> Cell | tuple[()]:
                day = day_of(number)
                act_by, rolls_to, said = close(self._closed, manner, day)
                if said or rolls_to != day or act_by not in (day, None):
                    cell = Cell(act_by.isoformat() if act_by else "", rolls_to.isoformat(), JOIN.join(said))
                    cells[number] = cell
                    return cell
                cells[number] = ()
                return ()

            self._closings[manner] = Closings(cells, fill)
        return self._closings[manner]
