"""The calendar of one rulebook: days that lie a length apart, and what closed days make of a day, kept between rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TypeVar

from ipcalc.calc.days.closed import ClosedDays
from ipcalc.calc.days.closing import Manner, close
from ipcalc.calc.days.counting import Length, add
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple

K = TypeVar("K")
V = TypeVar("V")

KIND = "\0"  # stands for the kind of a limit in what closed days say, which is the same for all kinds
_MOST = 16_384  # days that are kept for one length or manner: some forty years
_ALL_DAYS = 65_536  # days that are kept as objects: those of a portfolio, of what comes before and after it
_EVERY_MONTH = 28  # days that every month has: months added to them keep their number in the month


class Kept(dict[K, V]):
    """Values by their key, each made when it is first asked for. When they are too many all are dropped."""

    def __init__(self, make: Callable[[K], V], most: int = _MOST) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: K) -> V:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._make(key)
        return value

    def of(self, keys: Sequence[K]) -> list[V]:
        """The values of many keys."""
        return list(map(self.__getitem__, keys))


class _Months(Kept[date, date]):
    """Days that lie some months away. A month leads to another one, and its days to those with the same numbers."""

    def __init__(self, length: Length, sign: int, days: Kept[int, date]) -> None:
        super().__init__(lambda day: self._led_to(day) or add(day, length, sign))
        self._days = days
        self._zeroths = Kept[tuple[int, int], int](lambda month: add(date(*month, 1), length, sign).toordinal() - 1)

    def of(self, keys: Sequence[date]) -> list[date]:
        days, zeroths = self._days, self._zeroths
        try:
            return [
                days[zeroths[key.year, key.month] + key.day] if key.day <= _EVERY_MONTH else self[key] for key in keys
            ]
        except BadRequest:  # of a month: the error must name the day
            return super().of(keys)

    def _led_to(self, day: date) -> date | None:
        with suppress(BadRequest):
            return self._days[self._zeroths[day.year, day.month] + day.day] if day.day <= _EVERY_MONTH else None
        return None


class End(NamedTuple):
    """Until when a limit can be kept.

    Attributes:
        act_by: the latest day to act by that some reading gives.
        last: the last day on which it is in time by any of them.
    """

    act_by: date
    last: date


class RolledDay(NamedTuple):
    """What closed days make of a day: see `OpenDays`. `end` is that of a limit that ends on the day; `texts` are the
    day, `act_by` and `rolls_to`, as ISO text."""

    act_by: date | None
    rolls_to: date
    said: str
    end: End
    texts: tuple[str, str, str]


class Calendar:
    """Days for one rulebook. It keeps what it has made, up to a bound, and holds nothing of any question."""

    def __init__(self, closed: ClosedDays) -> None:
        self.closed = closed
        self.texts = Kept(date.isoformat)
        self.days = Kept(date.fromordinal, _ALL_DAYS)  # one object a day, whose hash is computed once
        self._plus: dict[tuple[Length, int, str | None], Kept[date, date]] = {}
        self._closings: dict[Manner, Kept[date, RolledDay]] = {}
        self._said: dict[str, Kept[str, str]] = {}

    def plus(self, length: Length, sign: int = 1, office: str | None = None) -> Kept[date, date]:
        """For each day the one that lies `length` after it (before it, where `sign` is -1).

        Working days are those of `office`, or where there is none those of any office; counted back, they are days on
        which no office may be closed.
        """
        key = (length, sign, office if length.unit == "working days" and sign > 0 else None)
        if key not in self._plus:
            self._plus[key] = self._made(*key)
        return self._plus[key]

    def day_after(self, day: date, length: Length) -> date:
        """The day that lies `length` after another."""
        return self.plus(length)[day]

    def _made(self, length: Length, sign: int, office: str | None) -> Kept[date, date]:
        if length.unit == "working days" and sign < 0:
            return Kept(lambda day: self.closed.working_days_before(day, length.amount))
        if length.unit == "working days":
            return Kept(lambda day: self.closed.working_days_after(day, length.amount, office))
        if length.in_months is not None:
            return _Months(length, sign, self.days)
        return Kept(lambda day: self.days[add(day, length, sign).toordinal()])

    def closing(self, manner: Manner) -> Kept[date, RolledDay]:
        """For each day what closed days make of a limit that ends on it; KIND stands for the kind of a limit in what
        they say, but for a window that opens."""
        if manner.kind != "opens":
            manner = manner._replace(kind=KIND)
        if manner not in self._closings:
            self._closings[manner] = Kept(lambda day: self._closed(manner, day))
        return self._closings[manner]

    def said(self, kind: str) -> Kept[str, str]:
        """What closed days say of a limit of this kind, by what they say of any."""
        if kind not in self._said:
            self._said[kind] = Kept(lambda said: said.replace(KIND, kind))
        return self._said[kind]

    def _closed(self, manner: Manner, day: date) -> RolledDay:
        act_by, rolls_to, said = close(self.closed, manner, day)
        texts, end = self.texts, End(act_by or day, rolls_to)
        return RolledDay(act_by, rolls_to, said, end, (texts[day], texts[act_by] if act_by else "", texts[rolls_to]))
