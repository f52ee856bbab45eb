"""Journals: the date of a number, and the number of a date."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from ipcalc.calc.days.closed import ClosedDays
from ipcalc.calc.notes import long
from ipcalc.calc.plain import Plain, PlainList, plain
from ipcalc.errors import BadRequest, NoAnswer
from ipcalc.frozen import NamedTuple, frozen, replace
from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator
    from typing import Any

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.journals import Issue, Journal, Odd, YearlyNumbers

_WRITTEN = re.compile(r"0*([0-9]{1,6})(?:/([1-9][0-9]{3})|-[0-9])?\Z")
_FORMS = "2235 (Trade Marks Journal) or 36/2026 (Patent Journal)"
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_NEAR = 60
_FAR = timedelta(days=3653)  # after the day to which numbers were checked: one so late is a slip of the pen


@frozen
class JournalIssue(Plain):
    """A number of a journal, and its date.

    Attributes:
        journal: `tm` or `patent`.
        title: the name of the journal.
        number: as it is printed: `2235`, `36/2026`.
        date: its date; of several readings the earliest.
        readings: the other days that it may be of.
        evidence: how well the rule is evidenced.
        doubts: what must be said of an answer that rests on the number.
        seen: where the number was seen with its day; empty where the day was computed.
        layer: `built-in`, or the directory of an overlay that gives the journal.
    """

    journal: str
    title: str
    number: str
    date: datetime.date
    readings: tuple[datetime.date, ...]
    evidence: str
    doubts: tuple[str, ...]
    seen: tuple[str, ...]
    layer: str = BUILT_IN


@frozen
class JournalDay(PlainList):
    """The numbers of all journals of one day."""

    date: datetime.date
    issues: tuple[JournalIssue, ...]

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        return plain(self.issues)  # type: ignore[no-any-return]


class _Number(NamedTuple):
    """A number as it is written, with the year in which it counts where it has one."""

    number: int
    year: int | None

    def __str__(self) -> str:
        return str(self.number) if self.year is None else f"{self.number}/{self.year}"

    def names(self, entry: Issue | Odd) -> bool:
        return (entry.number, entry.year) == self


def _number(written: str) -> _Number:
    """The number of a journal as it is written.

    Raises:
        BadRequest: it is none.
    """
    match = _WRITTEN.match(written.strip())
    if not match:
        raise BadRequest(f"{written!r} is not the number of a journal: write {_FORMS}")
    return _Number(int(match[1]), int(match[2]) if match[2] else None)


class Journals:
    """The journals of which numbers are known; where it is `strict`, an overlay gives the date of no event."""

    def __init__(self, book: Rulebook, strict: bool = False) -> None:
        self._book, self._strict = book, strict

    @cached_property
    def _closed(self) -> ClosedDays:
        return ClosedDays(self._book)

    def issue(self, written: str) -> JournalIssue:
        """The issue with this number: `2235`, `36/2026`.

        Raises:
            BadRequest: it is not written as a number of a journal, or the year has no such number.
            NoAnswer: it is earlier than the rules are known to hold, or more than ten years later.
        """
        number = _number(written)
        found = self._issue(self._name(number), number)
        checked = self._checked_to()
        if found.date > checked + _FAR:
            late = f"{found.title} {number} would be of {long(found.date)}; numbers were checked to {checked}"
            raise NoAnswer(f"{late}: look at this one again")
        return found

    def of(self, day: date) -> JournalDay:
        """The issues that are of a day, or may be.

        Raises:
            BadRequest: no journal has a number of that day.
        """
        issues = tuple(self._of(day))
        if not issues:
            raise BadRequest(f"no journal has a number of {long(day)}{self._before(day)}")
        return JournalDay(day, issues)

    def of_event(self, event: str, right: str, written: str) -> JournalIssue:
        """The issue whose date is that of an event of a matter; of an overlay's date and an earlier one of the built-in
        data the latter.

        Raises:
            BadRequest: the event is not of the date of this journal in matters of that right; and as `issue`.
            NoAnswer: as `issue`, or `strict` refuses a journal of an overlay.
        """
        known = self._book.events.get(event)
        if known is None or not known.journals:
            raise BadRequest(f"{event} is not the date of a journal: write a date")
        name = self._name(_number(written))
        if name not in known.journals or right not in self._book.journals[name].rights:
            title = self._book.rights.get(right, right)
            raise BadRequest(f"the {event} ({title}) is not in the {self._book.journals[name].title}: write its date")
        issue = self.issue(written)
        if self._strict and issue.layer != BUILT_IN:
            raise NoAnswer(f"refused by --strict: {issue.title} {issue.number} rests on the overlay {issue.layer}")
        if issue.layer == BUILT_IN:
            return issue
        return replace(issue, date=min(issue.date, self._by_built_in(issue.journal, _number(written)) or issue.date))

    def _name(self, number: _Number) -> str:
        return next(name for name, each in self._book.journals.items() if (each.yearly is None) == (not number.year))

    def _checked_to(self) -> date:
        return date.fromisoformat(self._book.raw("journals_checked_to"))

    def _issue(self, name: str, number: _Number) -> JournalIssue:
        journal = self._book.journals[name]
        days, doubt = self._days(journal, number)
        seen = next((each for each in journal.seen if number.names(each)), None)
        checked = self._checked_to()
        overlaid = self._overlaid(name, number, days)
        later = f"The numbers of the {journal.title} were checked to {checked}: number {number} is computed."
        return JournalIssue(
            journal=name,
            title=journal.title,
            number=str(number),
            date=days[0],
            readings=days[1:],
            evidence=journal.evidence,
            doubts=(*overlaid, *journal.doubts, *([doubt] if doubt else ()), *([later] if days[0] > checked else ())),
            seen=self._book.sources(seen.sources) if seen else (),
            layer=self._layer(name),
        )

    def _layer(self, name: str) -> str:
        layers = (self._book.layer("journals", name), self._book.layer("journals_checked_to"))
        return next((layer for layer in layers if layer != BUILT_IN), BUILT_IN)

    def _overlaid(self, name: str, number: _Number, days: tuple[date, ...]) -> tuple[str, ...]:
        """That an overlay gives the journal, with the built-in day where that is another."""
        layer, below = self._layer(name), self._book.below
        if below is None or layer == BUILT_IN:
            return ()
        title = self._book.journals[name].title
        said = f"Not by the built-in data alone: the overlay {layer} gives the numbers of the {title}."
        other = self._by_built_in(name, number)
        if other is None:
            return (f"{said} The built-in data has no such number.",)
        counts = " Events are counted from that earlier day." if other < days[0] else ""
        return (f"{said} By the built-in data it is of {long(other)}.{counts}" if other != days[0] else said,)

    def _by_built_in(self, name: str, number: _Number) -> date | None:
        """The date that the built-in data gives a number; None where it has no such one."""
        assert self._book.below is not None
        try:
            return Journals(self._book.below)._issue(name, number).date
        except (KeyError, BadRequest, NoAnswer):
            return None

    def _days(self, journal: Journal, number: _Number) -> tuple[tuple[date, ...], str | None]:
        """The days that a number may be of, the safe one first, and why there are several."""
        for issue in journal.seen:
            if number.names(issue):
                return (issue.day,), None
        for odd in journal.exceptions:
            if number.names(odd):
                return odd.days, odd.doubt
        first = journal.yearly.from_ if journal.yearly else journal.weekly[0].from_
        if (number.year or number.number) < first:
            raise NoAnswer(f"{journal.title} {number}: {journal.before}")
        if journal.yearly:
            return self._in_year(journal, journal.yearly, number)
        run = [each for each in journal.weekly if each.from_ <= number.number][-1]
        try:
            return (run.day + (number.number - run.number) * _WEEK,), None
        except OverflowError:
            raise BadRequest(f"{journal.title} {number} would be after {date.max}") from None

    def _in_year(self, journal: Journal, rule: YearlyNumbers, number: _Number) -> tuple[tuple[date, ...], str | None]:
        year = number.year or 0
        first = date(year, 1, 1) + _until(date(year, 1, 1), rule.weekday)
        most = (date(year, 12, 31) - first) // _WEEK + 1
        if not 1 <= number.number <= most:
            raise BadRequest(f"there is no number {number}: {year} has {most} {rule.weekday}s")
        day = first + (number.number - 1) * _WEEK
        closures = self._closed.closures(day)
        if not closures:
            return (day,), None
        earlier = day - _WEEK + _until(day - _WEEK, rule.closed)
        why = ", ".join(closure.name for closure in closures)
        return (earlier, day), (
            f"{long(day)}, the day of {journal.title} {number}, is or may be a closed day ({why}): it may have come on "
            f"{long(earlier)}, which is given here."
        )

    def _of(self, day: date) -> Iterator[JournalIssue]:
        for name, journal in self._book.journals.items():
            for number in dict.fromkeys(_candidates(journal, day)):
                try:
                    days, _ = self._days(journal, number)
                except (BadRequest, NoAnswer):
                    continue
                if day in days:
                    yield self._issue(name, number)

    def _before(self, day: date) -> str:
        """The nearest numbers before a day, for a message."""
        found: dict[str, str] = {}
        for back in range(1, _NEAR):
            for issue in self._of(day - back * _DAY):
                found.setdefault(issue.title, f"{issue.title} {issue.number} is of {long(issue.date)}")
        return f": {', '.join(found.values())}" if found else ""


def _candidates(journal: Journal, day: date) -> Iterator[_Number]:
    """The numbers that may be of a day."""
    for odd in journal.exceptions:
        if day in odd.days:
            yield _Number(odd.number, odd.year)
    for issue in journal.seen:
        if day == issue.day:
            yield _Number(issue.number, issue.year)
    for run in journal.weekly:
        weeks, rest = divmod(day - run.day, _WEEK)
        if not rest:
            yield _Number(run.number + weeks, None)
    if journal.yearly:
        weekday, closed = journal.yearly.weekday, journal.yearly.closed
        for usual in {day, day + _until(day, weekday)} if day.strftime("%A") in (weekday, closed) else ():
            yield _Number((usual.timetuple().tm_yday - 1) // 7 + 1, usual.year)


def _until(day: date, weekday: str) -> timedelta:
    """The days to the next such weekday, from a day that may be one."""
    return timedelta(days=(list(calendar.day_name).index(weekday) - day.weekday()) % 7)
