"""The occurrences of a period that comes back: renewals, annuities, statements of working."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from ipcalc.calc.days.counting import Length, add
from ipcalc.errors import BadRequest, Missing, NoAnswer
from ipcalc.frozen import NamedTuple, frozen
from ipcalc.law.rulebook import last_day

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from ipcalc.calc.deadlines.question import Question
    from ipcalc.law.shapes.periods import Cycle, Recurrence, Term, Version

_ONE = timedelta(days=1)
_MOST = 1000  # occurrences that are looked at for one with a number


class Occurrence(NamedTuple):
    """One return of the period.

    Attributes:
        number: its number.
        day: its own day.
        parts: what that day in words is made of.
        version: the version that its day chooses.
        latest: its own day where the period counts from the latest of its events, not from the earliest.
    """

    number: int
    day: date
    parts: tuple[object, ...]
    version: int | None
    latest: date

    @property
    def words(self) -> str:
        """Its own day in words: `10 years from 2016-05-25`."""
        return "".join(map(str, self.parts))


class Return(NamedTuple):
    """An occurrence that answers a row, and the day and the event from which the period counts there."""

    occurrence: Occurrence
    start: date
    start_event: str

    def days(self, recurs: Recurrence) -> dict[str, date]:
        """The days that the occurrence has of its own, by name."""
        own = (self.start, self.occurrence.day, self.occurrence.latest)
        return dict(zip(recurs.days, own, strict=False))


@frozen
class Series:
    """All occurrences from one start. `ends` tells whether they stop some day."""

    start: date
    start_event: str
    ends: bool
    occurrences: Iterator[Occurrence]


Plus = Callable[[date, Length], date]
OwnDays = Iterator[tuple[int, date, tuple[object, ...]]]  # the number, the own day and its words in parts


def series(
    question: Question,
    events: Mapping[str, date],
    since: date = date.min,
    from_number: int = 0,
    *,
    settled: bool = False,
) -> Series:
    """The occurrences of a recurring period for the events of a matter, the earliest first.

    Those whose own day lies before `since` may be left out; those before `from_number` are left out. `settled` leaves
    out the terms that may be others.

    Raises:
        Missing: the event from which they count is not given.
        NoAnswer: no version is in force on the day `as_of` of the question.
    """
    period, as_of, plus = question.period, question.options.as_of, question.calendar.day_after
    recurs = period.recurs
    assert recurs is not None
    fixed = None
    if as_of is not None:
        fixed = question.in_force(as_of)
        if fixed is None:
            raise NoAnswer(f"{period.title}: no law is known as of {as_of}")
    known = [(events[name], name) for name in counted_from(question.id, recurs, events)]
    start, name = min(known)
    end = _end(recurs, events, plus)
    latest: Iterator[date] | None = None
    if recurs.terms:
        terms = _terms if settled else _safe_terms
        days = terms(question.id, recurs, (start, name), events, plus)
        if recurs.latest is not None and max(known) > (start, name):
            latest = (day for _, day, _ in terms(question.id, recurs, max(known), events, plus))
    elif recurs.every_years is not None:
        days = _years(recurs, recurs.every_years, start, (since, from_number), plus)
    else:
        days = _blocks(period.versions, start, end, fixed, plus)
    found = zip(days, latest, strict=False) if latest else ((each, each[1]) for each in days)
    chosen = _chooser(question, fixed, events.get(recurs.else_decided_by or ""))
    return Series(
        start,
        name,
        end is not None or recurs.every_years is not None,
        (Occurrence(n, day, parts, chosen(day), last) for (n, day, parts), last in found if n >= from_number),
    )


def _end(recurs: Recurrence, events: Mapping[str, date], plus: Plus) -> date | None:
    """The day on which the occurrences stop, as far as events say it."""
    stops = [events[name] for name in recurs.until_earliest_of if name in events]
    return plus(min(stops), Length(recurs.until_years, "years")) if stops and recurs.until_years else None


def _chooser(question: Question, fixed: int | None, later: date | None) -> Callable[[date], int | None]:
    """What chooses the version of an occurrence by its own day, and by a `later` one where no law is known of that."""
    in_force, first = question.in_force, question.period.versions[0].from_

    def chosen(day: date) -> int | None:
        if fixed is not None:
            return fixed
        if later is not None and day < first <= later and day <= later:
            return in_force(later)
        return in_force(day)

    return chosen


def counted_from(period_id: str, recurs: Recurrence, given: Container[str]) -> Sequence[str]:
    """The events that are given from which the occurrences may count.

    Raises:
        Missing: there is none.
    """
    if recurs.terms and recurs.day in given:
        return (recurs.day,)
    names = [name for name in recurs.counted_from_earliest_of if name in given]
    if not names:
        needed = [*recurs.counted_from_earliest_of, *([recurs.day] if recurs.terms else [])]
        why = f"{period_id} needs a date: give DATE, or --event NAME=DATE for {' or '.join(needed)}"
        raise Missing(why, needed[0])
    return names


def _years(recurs: Recurrence, every: int, start: date, from_: tuple[date, int], plus: Plus) -> OwnDays:
    since, number = from_
    before = recurs.first_after_years or 0
    last = (recurs.last or 0) - recurs.first
    skipped = max(0, (since.year - start.year - before) // every - 1, number - recurs.first)
    for index in range(min(skipped, last), last + 1):
        length = Length(before + index * every, "years")
        yield recurs.first + index, plus(start, length), (length,)


def _safe_terms(
    period_id: str, recurs: Recurrence, begins: tuple[date, str], events: Mapping[str, date], plus: Plus
) -> OwnDays:
    found = _terms(period_id, recurs, begins, events, plus)
    years = perhaps(recurs, begins, events, plus)
    return found if years is None else _earlier_ends(found, begins[0], years, plus)


def perhaps(recurs: Recurrence, begins: tuple[date, str], events: Mapping[str, date], plus: Plus) -> int | None:
    """The years that each term may have instead: of a mark registered after its first term, where no term of these
    years has ended since the registration."""
    registered = events.get(recurs.term_decided_by or "")
    start, name = begins
    if registered is None or name == recurs.day:
        return None
    term = first_term(recurs, start, events)
    length = Length(term.years, "years")
    first = end = plus(start, length)
    while end < registered:
        end = plus(end, length)
    renewed = term.to is not None and end <= term.to
    return None if registered <= first or renewed else term.perhaps


def _earlier_ends(terms: OwnDays, start: date, years: int, plus: Plus) -> OwnDays:
    """The terms; where one of so many years ends between the ends of two, the later of them ends there."""
    before, length = None, Length(years, "years")
    for number, day, parts in terms:
        while before is not None and (other := plus(start, length)) <= before:
            length = Length(length.amount + years, "years")
        earlier = before is not None and other < day
        yield (number, other, (length,)) if earlier else (number, day, parts)
        before = day


def _terms(
    period_id: str, recurs: Recurrence, begins: tuple[date, str], events: Mapping[str, date], plus: Plus
) -> OwnDays:
    start, name = begins
    number = 1
    day = start
    if name == recurs.day:
        yield number, day, (recurs.day,)
        number += 1
    decides = _first_term_by(recurs, start, events)
    while True:
        term = _term(recurs, decides)
        if number == 1 and term.to is not None and recurs.term_decided_by not in events:
            raise Missing(
                f"{period_id}: whether a term that began by {term.to} has {term.years} years depends on the day of the"
                f" {recurs.term_decided_by}: give --event {recurs.term_decided_by}=DATE or --event {recurs.day}=DATE",
                str(recurs.term_decided_by),
            )
        length = Length(term.years, "years")
        parts = (length,) if number == 1 else (length, " from ", day)
        day = plus(day, length)
        decides = max(day, events.get(recurs.term_decided_by or "", day))
        yield number, day, parts
        number += 1


def first_term(recurs: Recurrence, start: date, events: Mapping[str, date]) -> Term:
    """The first term of a period that recurs in terms, from the day from which it counts."""
    return _term(recurs, _first_term_by(recurs, start, events))


def _first_term_by(recurs: Recurrence, start: date, events: Mapping[str, date]) -> date:
    """The day that chooses the first term."""
    deciding = (recurs.term_decided_by or "", *recurs.counted_from_earliest_of)
    return max([start, *(events[name] for name in deciding if name in events)])


def _term(recurs: Recurrence, day: date) -> Term:
    """The term that a day chooses."""
    return next(t for t in recurs.terms if (t.from_ or date.min) <= day and (t.to is None or day <= t.to))


def _blocks(versions: tuple[Version, ...], start: date, end: date | None, fixed: int | None, plus: Plus) -> OwnDays:
    """The blocks of all versions, each version's while it is in force, one after the other."""
    sequences = []
    for index, version in enumerate(versions):
        if version.cycle is None or fixed not in (None, index):
            continue
        first, last = (date.min, None) if fixed is not None else (version.from_, last_day(versions, index))
        sequences.append(_cycle(version.cycle, start, (end, first, last), plus))
    for number, (begins, day) in enumerate(chain.from_iterable(sequences), 1):
        yield number, day, (begins, " to ", day)


def _cycle(
    cycle: Cycle, start: date, within: tuple[date | None, date, date | None], plus: Plus
) -> Iterator[tuple[date, date]]:
    """The first and the last days of the blocks that close while a version is in force, from its `first` to its `last`
    day; none begins at `end`."""
    end, first, last = within
    month, day = map(int, cycle.ends.split("-"))
    begins = _first_block(cycle, start.year, start > date(start.year, month, day))
    length = Length(cycle.years, "years")
    while end is None or begins < end:
        following = plus(begins, length)
        closes = following - _ONE if end is None else min(following - _ONE, end)
        if last is not None and closes > last:
            return
        if closes >= first:
            yield begins, closes
        begins = following


@lru_cache(maxsize=4096)
def _first_block(cycle: Cycle, year: int, over: bool) -> date:
    """The first day of the first block after a start in some calendar year; `over` says that the year of the cycle
    which ends in it was over by then.

    Raises:
        BadRequest: it lies outside the calendar.
    """
    month, day = map(int, cycle.ends.split("-"))
    year_end = add(date(year, month, day), Length(int(over), "years"))
    after = cycle.begins == "after the year"
    begins = add(year_end, Length(1, "days")) if after else add(year_end, Length(1, "years"), -1) + _ONE
    return max(begins, cycle.not_before or date.min)


def nth(period_id: str, series_from: Callable[[int], Series], number: int) -> Return:
    """The occurrence with this number.

    Args:
        period_id: the id of the period.
        series_from: makes the series from the occurrence with a number on.
        number: the number of the occurrence.

    Raises:
        BadRequest: there is none, or the event from which they count is not given.
    """
    found = series_from(min(number, _MOST + 1))
    occurrence = next(found.occurrences, None)
    if occurrence is not None and occurrence.number == number:
        return Return(occurrence, found.start, found.start_event)
    seen: list[int] = []
    for each in islice(series_from(0).occurrences, _MOST):
        seen.append(each.number)
        if each.number > number:
            break
    first = seen[0] if seen else "none"
    span = f"they run from {first} to {seen[-1]}" if seen and number > seen[-1] else f"the first is {first}"
    raise BadRequest(f"{period_id} has no occurrence {number}: {span}")
