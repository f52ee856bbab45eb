"""Closed days of the offices: General Clauses Act 1897 s 10.

Two questions are kept apart. A day that is closed, or may be, moves the safe day earlier. Only a day that is
certainly closed at the office of the file moves the last day later. A mistake makes the answer early, never late.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from dateutil.easter import easter

from ipcalc.errors import BadRequest, NoAnswer
from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.closures import ClosedDay, FixedDay

_ONE = timedelta(days=1)
_LONGEST = 366  # days in a row that may be closed


@frozen
class Closure:
    """Why a day is closed, or may be: the name, the offices for which that is certain, and what says so."""

    name: str
    certain_for: frozenset[str]
    list: str
    citation: str | None = None


class ClosedDays:
    """The closed days of all offices, as the rulebook has them.

    Attributes:
        offices: all offices.
    """

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self.offices = frozenset(book.raw("offices"))
        self._checked_to = date.fromisoformat(book.raw("closures_checked_to"))
        self._weekly = {calendar.day_name[n]: n for n in range(7)}
        self._weekdays = frozenset(self._weekly[name] for name in book.weekly.weekdays)
        self.closures = lru_cache(maxsize=32_768)(self._closures)
        self._of_year = lru_cache(maxsize=256)(self._in_year)
        self.certainly = lru_cache(maxsize=32_768)(self._certainly)
        self.has_list = lru_cache(maxsize=1024)(self._has_list)

    def _closures(self, day: date) -> tuple[Closure, ...]:
        found: list[Closure] = []
        if day.weekday() in self._weekdays:
            name, citation = calendar.day_name[day.weekday()], self._book.weekly.citation
            found.append(Closure(name, self.offices, "a closed day of every week", citation))
        names = {closure.name for closure in found}
        found += [closure for closure in self._of_year(day.year).get(day, ()) if closure.name not in names]
        for closed in self._book.special_closures:
            if closed.day <= day <= (closed.to or closed.day):
                certain = self._certain(closed, False)
                found.append(Closure(closed.name, certain, "the closures of single days", closed.citation))
        if day >= self._checked_to and day in self._beside_the_moon:
            name = f"{self._beside_the_moon[day]}, if it is moved"
            found.append(Closure(name, frozenset(), f"the list of {day.year}"))
        return tuple(found)

    def _in_year(self, number: int) -> Mapping[date, Sequence[Closure]]:
        """The closed days of a year: those of every year, then what else its own list has."""
        found: defaultdict[date, list[Closure]] = defaultdict(list)
        for fixed in self._book.always:
            if (day := _day_of(fixed, number)) is not None:
                found[day].append(Closure(fixed.name, self.offices, "a holiday of every year", fixed.citation))
        names = {(day, closure.name) for day, closures in found.items() for closure in closures}
        year = self._book.closures(number)
        if year is None:
            return found
        listed = year.status == "listed"
        words = f"the list of {number}" if listed else f"an estimate for {number}"
        for closed in year.days:
            if (closed.day, closed.name) not in names:
                said_by = closed.citation or year.citation or "; ".join(self._book.sources(year.sources))
                found[closed.day].append(Closure(closed.name, self._certain(closed, listed), words, said_by or None))
        return found

    @cached_property
    def _beside_the_moon(self) -> Mapping[date, str]:
        """The days to which a day that the moon sets may still be moved, with its name."""
        years, found = self._book.raw("years"), dict[date, str]()
        for year in (year for year in years if int(year) >= self._checked_to.year):
            for closed in years[year]["days"]:
                day = date.fromisoformat(closed["day"])
                if closed.get("moon") and not closed.get("confirmed") and day > self._checked_to:
                    found |= {day - _ONE: closed["name"], day + _ONE: closed["name"]}
        return found

    def _certain(self, closed: ClosedDay, listed: bool) -> frozenset[str]:
        if not (closed.confirmed or (listed and closed.verified and not closed.moon)):
            return frozenset()
        named = self.offices if closed.offices == "all" else frozenset(closed.offices)
        return named - frozenset(closed.except_)

    def _certainly(self, day: date, office: str | None) -> bool:
        """Whether `day` is certainly closed at `office`; without one, at all offices."""
        if not self.closures(day):
            return False
        certain: frozenset[str] = frozenset().union(*(closure.certain_for for closure in self.closures(day)))
        return office in certain if office else certain == self.offices

    def last_open(self, day: date) -> date:
        """The last day on or before `day` that no office is known or believed to keep closed.

        Raises:
            BadRequest: it lies outside the calendar.
            NoAnswer: there is none within a year.
        """
        last = day
        for _ in range(_LONGEST):
            if not self.closures(day):
                return day
            day = day_before(day)
        raise NoAnswer(f"no day of the year up to {last} is known to be open")

    def next_open(self, day: date, office: str | None) -> date:
        """`day`, or where it is certainly closed at `office` (without one, at all) the next day that is not.

        Raises:
            BadRequest: it lies outside the calendar.
            NoAnswer: there is none within a year.
        """
        first = day
        for _ in range(_LONGEST):
            if not self.certainly(day, office):
                return day
            day = _day_after(day)
        raise NoAnswer(f"every day of the year from {first} is closed")

    def working_days_after(self, day: date, number: int, office: str | None) -> date:
        """The day on which `number` working days after `day` end; only certainly closed days are left out.

        Raises:
            BadRequest: it lies outside the calendar.
            NoAnswer: a whole year is closed.
        """
        for _ in range(number):
            day = self.next_open(_day_after(day), office)
        return day

    def working_days_before(self, day: date, number: int) -> date:
        """The day from which `number` working days lead to `day`; every day that may be closed is left out, so that
        the count ends early rather than late.

        Raises:
            BadRequest: the day lies outside the calendar.
            NoAnswer: a whole year is closed.
        """
        for _ in range(number):
            day = self.last_open(day_before(day))
        return day

    def between(self, after: date, last: date) -> list[date]:
        """The days after `after`, up to and with `last`, the latest first."""
        return [last - timedelta(days=n) for n in range((last - after).days)]

    @property
    def rule(self) -> str:
        """The enactment by which a closed day moves a last day."""
        return str(self._book.raw("closed_day_rule"))

    def _has_list(self, year: int) -> bool:
        """Whether a list of the closed days of `year` was seen; an estimate is none."""
        found = self._book.closures(year)
        return found is not None and found.status == "listed"


def _day_of(fixed: FixedDay, year: int) -> date | None:
    """The day of a holiday in a year; None where the year has no such day."""
    if fixed.day is None:
        return easter(year) + timedelta(days=fixed.from_easter or 0)
    try:
        return date.fromisoformat(f"{year:04}-{fixed.day}")
    except ValueError:
        return None


def day_before(day: date) -> date:
    """Raises BadRequest where the calendar begins."""
    if day == date.min:
        raise BadRequest(f"the day before {day} lies outside the calendar")
    return day - _ONE


def _day_after(day: date) -> date:
    if day == date.max:
        raise BadRequest(f"the day after {day} lies outside the calendar")
    return day + _ONE
