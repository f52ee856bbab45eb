"""The mistakes by which a wrong date comes about, tried one after the other."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from ipcalc.calc.days.counting import Length, add, length_of
from ipcalc.calc.deadlines.below import known_of, knows, only, plainly
from ipcalc.calc.deadlines.events import Filled, stood_in
from ipcalc.calc.deadlines.rule import shown
from ipcalc.errors import IpcalcError
from ipcalc.frozen import NamedTuple, replace
from ipcalc.law.rulebook import last_day

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.results import Deadline, LimitDate
    from ipcalc.law.shapes.periods import Period

_LONGEST = 300  # months in which a count is looked for
_DAYS_A_MONTH = 30
_WEEKS_A_MONTH = 4
_MONTHS_A_YEAR = 12


class Reason(NamedTuple):
    """A mistake: the word for it, and a sentence that says why it is one."""

    word: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.word}: {self.sentence}"


class AnsweredQuestion:
    """A question with its answer, that can be asked otherwise.

    Attributes:
        engine: which answers.
        period_id, events, options, occurrence: the question.
        others: further dates that are known of the matter, by event.
        answer: its answer.
        kind: the limit that is meant.
    """

    def __init__(
        self,
        engine: Engine,
        period_id: str,
        events: Mapping[str, date],
        options: Options,
        answer: Deadline,
        *,
        kind: str = "due",
        others: Mapping[str, date] | None = None,
    ) -> None:
        self.engine, self.period_id, self.events, self.options = engine, period_id, events, options
        self.answer, self.kind, self.others = answer, kind, others or {}

    @cached_property
    def period(self) -> Period:
        """The period."""
        return self.engine.book.period(self.period_id)

    @cached_property
    def limit(self) -> LimitDate | None:
        """The limit that is meant."""
        return self.answer.limit(self.kind)

    @cached_property
    def last(self) -> date | None:
        """The day of the limit in law."""
        return self.limit.date if self.limit else None

    @cached_property
    def start(self) -> date | None:
        """The day from which the time is counted."""
        return self.answer.trigger.date

    @cached_property
    def months(self) -> int | None:
        """The length of the time in months, all its parts together; None where it is not counted in months."""
        version = next((each for each in self.period.versions if each.from_ == self.answer.law.from_), None)
        limits = {limit.kind: limit for limit in version.limits} if version else {}
        total, kind = 0, self.kind
        while kind in limits:
            length = length_of(limits[kind])
            if length is None or length.in_months is None:
                return None
            total, kind = total + length.in_months, limits[kind].after or ""
        return None if kind not in ("", self.kind, self.answer.trigger.event) else total or self._counted()

    def asked(self, events: Mapping[str, date] | None = None, **options: Any) -> Deadline:
        """The answer to the question with other events or options.

        Raises:
            IpcalcError: there is none.
        """
        changed = replace(self.options, strict=False, **options)
        return self.engine.deadline(
            self.period_id, self.events if events is None else events, changed, self.answer.occurrence
        )

    @cached_property
    def built_in(self) -> Deadline | None:
        """The answer of the built-in rulebook, where there is an overlay and that rulebook has an answer."""
        below = self.engine.below
        if below is None or not knows(below.book, self.period_id):
            return None
        events = known_of(below.book, self.events)
        known = Filled(events, only(events, stood_in(self.events)))
        with suppress(IpcalcError):
            return below.deadline(self.period_id, known, plainly(below.book, self.options), self.answer.occurrence)
        return None

    def after(self, months: int) -> date | None:
        """The day that lies so many months after the start."""
        with suppress(IpcalcError):
            return add(self.start, Length(months, "months")) if self.start else None
        return None

    def contested(self, stated: date) -> Iterator[Reason]:
        """What is in dispute and by which a date would be right: another reading, or an order that leaves days out."""
        with suppress(IpcalcError):
            occurrence = self.answer.occurrence
            for read in self.engine.read_otherwise(self.period_id, self.events, self.options, occurrence):
                if stated == read.days.get(self.kind):
                    yield Reason("another reading", f"right only by one that is not the safe one: {read.reading.says}")
        if self.options.suspensions:
            return
        with suppress(IpcalcError):
            other = self.asked(suspensions=True).limit(self.kind)
            if other and self.limit and other.date != self.limit.date and stated == other.date:
                yield Reason("suspension", "right only if an order that excludes days from the count applies")

    def _counted(self) -> int | None:
        return next((months for months in range(1, _LONGEST) if self.start and self.after(months) == self.last), None)


def explained(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    """What explains a date that is not right, the likeliest first."""
    for method in _METHODS:
        yield from method(case, stated)


def _other_limit(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    for limit in case.answer.limits:
        if limit.kind != case.kind and _fits(case.answer, limit.kind, stated):
            first = limit.kind == "opens"
            what = (
                "the first day on which it may be done" if first else f"the last day of another limit, {limit.length}"
            )
            yield Reason(f"limit {limit.kind}", f"it is {what}")


def _other_version(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    versions = case.period.versions
    here = next(at for at, version in enumerate(versions) if version.from_ == case.answer.law.from_)
    for at in sorted(set(range(len(versions))) - {here}, key=lambda at: (abs(at - here), at)):
        version = versions[at]
        with suppress(IpcalcError):
            answer = case.asked(as_of=version.from_)
            limit = answer.limit(case.kind)
            if limit and limit.date != case.last and _fits(answer, case.kind, stated):
                to = last_day(versions, at) or "today"
                yield Reason(f"law of {version.from_} to {to}", f"{limit.length}; {_decided(case)}")


def _other_trigger(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    event = case.answer.trigger.event
    for name, day in {**case.events, **case.others}.items():
        if name == event or day == case.start:
            continue
        answers = [{**case.events, event: day}, {str(shown(case.period)): day}]
        for events in answers:
            with suppress(IpcalcError):
                if _fits(case.asked(events=events), case.kind, stated):
                    yield Reason(f"counted from {name}", f"it runs from the {event}, {case.start}")
                    break


def _in_days(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    if case.start is None:
        return
    days = (stated - case.start).days
    months = case.months
    if months is None:
        return
    length = Length(months, "months")
    if days in (_DAYS_A_MONTH * months, *(_DAYS_A_MONTH * each for each in (1, 2, 3, 4, 6))):
        yield Reason(f"{days} days", f"the time is {length} by the calendar, not days")
    weeks, rest = divmod(days, 7)
    if not rest and weeks == _WEEKS_A_MONTH * months:
        yield Reason(f"{weeks} weeks", f"the time is {length} by the calendar, not weeks")


def _other_months(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    if any(version.cycle for version in case.period.versions):
        return  # a span of the calendar is no length
    said = str(Length(case.months, "months")) if case.months else (case.limit.length if case.limit else "")
    for months in range(1, _LONGEST):
        if months != case.months and case.after(months) == stated:
            beside = next(chain(_before_it(case, stated), _other_year(case, stated)), None)
            tail = f"; or it is {beside.sentence}" if beside else ""
            yield Reason(str(Length(months, "months")), f"the time is {said}{tail}")


def _neighbour(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    last = case.last
    if last and abs((stated - last).days) == 1:
        after = stated > last
        why = "the day of the event is not counted, and the last day is"
        yield Reason(f"the day {'after' if after else 'before'}", f"{why} {last}")


def _before_it(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    """An earlier occurrence whose day it is."""
    for number in range((case.answer.occurrence or 1) - 1, 0, -1):
        with suppress(IpcalcError):
            if _fits(case.engine.deadline(case.period_id, case.events, case.options, number), case.kind, stated):
                yield Reason("occurrence", f"the day of number {number}, not of {case.answer.occurrence}")
                return


def _other_year(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    last = case.last
    for word, months in (("before", _MONTHS_A_YEAR), ("after", -_MONTHS_A_YEAR)):
        with suppress(IpcalcError):
            meant = add(stated, Length(months, "months"))
            of_leap_day = last is not None and add(last, Length(-months, "months")) == stated
            if of_leap_day or _fits(case.answer, case.kind, meant):
                yield Reason(f"the year {word}", f"a day of {stated.year} in place of {meant.year}")


def _exchanged(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    turned = _turned(stated)
    if turned and turned != stated and _fits(case.answer, case.kind, turned):
        yield Reason("day and month exchanged", f"{stated} stands for {turned}")
        return
    event = case.answer.trigger.event
    other = _turned(case.start) if case.start else None
    if other and other != case.start:
        with suppress(IpcalcError):
            if _fits(case.asked(events={**case.events, event: other}), case.kind, stated):
                yield Reason("day and month exchanged", f"counted from {other} in place of {case.start}")


def _month_end(case: AnsweredQuestion, stated: date) -> Iterator[Reason]:
    last = case.last
    if last is None:
        return
    ends = {last.replace(day=monthrange(last.year, last.month)[1])}
    if case.start and case.months:
        ends |= {day for day in (case.after(case.months), _overflowing(case.start, case.months)) if day}
    if stated in ends:
        why = "months end on the day of the same number, or on the last day of a month that has no such day"
        yield Reason("month end", f"{why}; each part of a time is counted separately")


_METHODS = (
    _other_limit, _other_version, _other_trigger, _in_days, _other_months, _neighbour, _exchanged, _month_end,
    _other_year,
)  # fmt: skip


def is_right(limit: LimitDate, stated: date) -> bool:
    """Whether a date is one that a careful docket keeps for a limit: from the day to act by to the last day in law."""
    if limit.date is None:
        return False
    if limit.kind == "opens":
        return limit.date <= stated <= (limit.rolls_to or limit.date)
    return (limit.act_by or limit.date) <= stated <= limit.date


def is_rolled(limit: LimitDate, stated: date) -> bool:
    """Whether a date is that of a limit only if a closed day moves the last day in law."""
    return limit.kind != "opens" and stated == limit.rolls_to


def _fits(answer: Deadline, kind: str, stated: date) -> bool:
    limit = answer.limit(kind)
    return limit is not None and (is_right(limit, stated) or is_rolled(limit, stated))


def _decided(case: AnsweredQuestion) -> str:
    law = case.answer.law
    day = law.decided_by
    when = f"from {law.from_} to {law.to}" if law.to else f"since {law.from_}"
    by = f", as the {day.event} is {day.date}" if day and day.date else ""
    return f"here the law {when} applies{by}"


def _turned(day: date) -> date | None:
    """A date with its day and its month exchanged; None where there is no such day."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


def _overflowing(start: date, months: int) -> date | None:
    """The day in the way of those who let a month that is too short run over into the next."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    with suppress(ValueError, OverflowError):
        return date(year, month + 1, 1) + timedelta(days=start.day - 1)
    return None
