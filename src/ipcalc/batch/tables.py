"""What many rows share: days reached by a length, and what closed days make of a day. Every table has a bound."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.calc.closing import Manner, close
from ipcalc.calc.counting import Length, add

if TYPE_CHECKING:
    from ipcalc.calc.closed import ClosedDays

BOUND = 16_384


class Cell(NamedTuple):
    """A limit as text: its day, the day to docket, the day that it rolls to, and what closed days have said."""

    date: str
    act_by: str
    rolls_to: str
    notes: tuple[str, ...]


class Added(dict[date, date]):
    """The day that lies one length after (before, where `sign` is -1) each day that was asked for."""

    def __init__(self, length: Length, sign: int, closed: ClosedDays, office: str | None) -> None:
        super().__init__()
        self._length, self._sign = length, sign
        self._closed, self._office = closed, office

    def __missing__(self, start: date) -> date:
        if len(self) >= BOUND:
            self.clear()
        if self._length.unit == "working days":
            day = self._closed.working_days_after(start, self._length.amount, self._office)
        else:
            day = add(start, self._length, self._sign)
        self[start] = day
        return day


class Closings(dict[date, Cell]):
    """What closed days make of each day that was asked for, in one manner."""

    def __init__(self, manner: Manner, closed: ClosedDays) -> None:
        super().__init__()
        self._manner, self._closed = manner, closed

    def __missing__(self, day: date) -> Cell:
        if len(self) >= BOUND:
            self.clear()
        act_by, rolls_to, said = close(self._closed, self._manner, day)
        text = day.isoformat()
        act_text = "" if act_by is None else text if act_by == day else act_by.isoformat()
        cell = self[day] = Cell(text, act_text, text if rolls_to == day else rolls_to.isoformat(), said)
        return cell


class Tables:
    """All tables of one rulebook, each made when it is first needed."""

    def __init__(self, closed: ClosedDays) -> None:
        self._closed = closed
        self._added: dict[tuple[Length, int, str | None], Added] = {}
        self._closings: dict[Manner, Closings] = {}

    def added(self, length: Length, sign: int, office: str | None) -> Added:
        """The table of days that lie `length` away; the office matters to working days alone."""
        key = (length, sign, office if length.unit == "working days" else None)
        if key not in self._added:
            self._added[key] = Added(length, sign, self._closed, office)
        return self._added[key]

    def closings(self, manner: Manner) -> Closings:
        """The table of closed days in one manner."""
        if manner not in self._closings:
            self._closings[manner] = Closings(manner, self._closed)
        return self._closings[manner]
