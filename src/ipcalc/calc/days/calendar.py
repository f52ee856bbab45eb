"""The calendar of one rulebook: days that lie a length apart, and what closed days make of a day, kept between rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from ipcalc.calc.days.closed import ClosedDays
from ipcalc.calc.days.closing import Closing, Manner, close
from ipcalc.calc.days.counting import Length, add

K = TypeVar("K")
V = TypeVar("V")

KIND = "\0"  # stands for the kind of a limit in what closed days say, which is the same for all kinds
_MOST = 16_384  # days that are kept for one length or manner: some forty years
_EVERY_MONTH = 28  # days that every month has: months added to them keep their number in the month


class Kept(dict[K, V]):
    """Values by their key, each made when it is first asked for. When they are too many all are dropped."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        value = self[key] = self._make(key)
        return value


class _Months(Kept[date, date]):
    """Days that lie some months away; those of a whole month are made at once."""

    def __init__(self, length: Length, sign: int, same: Kept[date, date]) -> None:
        super().__init__(lambda day: add(day, length, sign))
        self._same = same

    def __missing__(self, key: date) -> date:
        if key.day > _EVERY_MONTH:
            return super().__missing__(key)
        if len(self) >= _MOST:
            self.clear()
        same, there = self._same, self._make(key)
        for number in range(1, _EVERY_MONTH + 1):
            self[same[key.replace(day=number)]] = same[there.replace(day=number)]
        return self[key]


class Calendar:
    """Days for one rulebook. It keeps what it has made, up to a bound, and holds nothing of any question."""

    def __init__(self, closed: ClosedDays) -> None:
        self.closed = closed
        self.texts = Kept(date.isoformat)
        self._same: Kept[date, date] = Kept(lambda day: day)
        self._plus: dict[tuple[Length, int, str | None], Kept[date, date]] = {}
        self._closings: dict[Manner, Kept[date, Closing]] = {}

    def plus(self, length: Length, sign: int = 1, office: str | None = None) -> Kept[date, date]:
        """For each day the one that lies `length` after it (before it, where `sign` is -1).

        Working days are those of `office`, or where there is none those of any office.
        """
        key = (length, sign, office if length.unit == "working days" else None)
        if key not in self._plus:
            self._plus[key] = self._made(*key)
        return self._plus[key]

    def _made(self, length: Length, sign: int, office: str | None) -> Kept[date, date]:
        if length.unit == "working days":
            return Kept(lambda day: self.closed.working_days_after(day, length.amount, office))
        if length.in_months is not None:
            return _Months(length, sign, self._same)
        return Kept(lambda day: self._same[add(day, length, sign)])

    def closing(self, manner: Manner) -> Kept[date, Closing]:
        """For each day what closed days make of a limit that ends on it; KIND stands for the kind of a limit in what
        they say, but for a window that opens."""
        if manner.kind != "opens":
            manner = manner._replace(kind=KIND)
        if manner not in self._closings:
            self._closings[manner] = Kept(lambda day: close(self.closed, manner, day))
        return self._closings[manner]
