"""Counting of time: lengths in calendar months and days, from a day that is itself not counted.

General Clauses Act 1897 ss 3(35) (a month is a calendar month) and 9 (the first day is left out): N months end
on the day of the same number, or on the last day of a month that has no such day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.law.shapes.periods import UNITS

if TYPE_CHECKING:
    from ipcalc.law.shapes.periods import Count

INSIDE = date(200, 1, 1), date(9700, 12, 31)
"""The first and the last of the days from which every length leads to a day of the calendar."""


class Length(NamedTuple):
    """A length of time in one unit: `months` and `years` of the calendar, `weeks`, `days` or `working days`.

    A length that leads `onward` ends on the first of the next month where a month has no day of the same number.
    """

    amount: int
    unit: str
    onward: bool = False

    def __str__(self) -> str:
        return f"{self.amount} {self.unit if self.amount != 1 else self.unit.removesuffix('s')}"

    @property
    def in_months(self) -> int | None:
        """The length in months, or None where it is counted in days."""
        return {"months": 1, "years": 12}.get(self.unit, 0) * self.amount or None

    @property
    def at_most(self) -> int:
        """The days that it never exceeds."""
        return self.amount * UNITS[self.unit.replace(" ", "_")]


def length_of(count: Count) -> Length | None:
    """The length of a count, or None where it is a day itself (`on`)."""
    for unit in UNITS:
        amount = getattr(count, unit)
        if amount is not None:
            return Length(amount, unit.replace("_", " "), count.short_month != "last day")
    return None


@lru_cache(maxsize=256)
def _months(number: int) -> relativedelta:
    return relativedelta(months=number)


@lru_cache(maxsize=4096)
def add(start: date, length: Length, sign: int = 1) -> date:
    """The day that lies `length` after `start` (before it, where `sign` is -1).

    Raises:
        BadRequest: the day lies outside the calendar (years 1 to 9999).
    """
    amount = sign * length.amount
    try:
        if length.in_months is not None:
            found = start + _months(sign * length.in_months)
            return found + timedelta(days=1) if length.onward and found.day < start.day else found
        return start + timedelta(days=amount * (7 if length.unit == "weeks" else 1))
    except (ValueError, OverflowError) as error:
        raise BadRequest(f"{length} from {start} lies outside the calendar") from error
