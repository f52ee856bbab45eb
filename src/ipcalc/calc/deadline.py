"""Deadlines: which version of a period answers a question."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.answer import answer, counter, missing
from ipcalc.calc.case import Case, Options
from ipcalc.calc.closed import ClosedDays
from ipcalc.calc.counting import Length, add
from ipcalc.calc.done import check_done, closes, judge
from ipcalc.calc.recurrence import Series, nth, series
from ipcalc.calc.results import Deadline, EventDate
from ipcalc.errors import BadRequest, NoAnswer, nearest
from ipcalc.frozen import replace
from ipcalc.law.rulebook import Rulebook, in_force, last_day
from ipcalc.law.shapes.base import WEAK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ipcalc.law.shapes.periods import Period, Version

MOST = 1000


class Engine:
    """Computes deadlines from one rulebook. It keeps nothing but the closed days."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.closed = ClosedDays(book)

    # ------------------------------------------------------------------ the matter
    def events_of(self, period: Period) -> tuple[str, ...]:
        """The events that change the answer of a period, that of its trigger first."""
        names: dict[str, None] = dict.fromkeys([period.date_is] if period.date_is else [])
        recurs = period.recurs
        own: set[str] = set()
        if recurs:
            own = {recurs.start} if recurs.terms else {recurs.start, recurs.day}
            names |= dict.fromkeys((*recurs.counted_from_earliest_of, *recurs.until_earliest_of))
            names |= dict.fromkeys((recurs.term_decided_by or "", recurs.day))
        for version in period.versions:
            names |= dict.fromkeys(_names_in(version))
        names |= dict.fromkeys(ask.event for ask in period.asks)
        known = self.book.events
        names |= dict.fromkeys(known[name].stands_in or "" for name in list(names) if name in known)
        return tuple(name for name in names if name in known and name not in own)

    def matter(self, period_id: str, when: date | None, events: Mapping[str, date]) -> dict[str, date]:
        """The events of the matter as this period uses them: DATE put in its place, stand-ins filled.

        Raises:
            BadRequest: an event that the period does not know, DATE beside another date of its event, or events in
                an impossible order.
        """
        period = self.book.period(period_id)
        allowed = self.events_of(period)
        for name in events:
            if name not in self.book.events:
                raise BadRequest(f"unknown event {name!r}{nearest(name, self.book.events)}")
            if name not in allowed:
                raise BadRequest(f"{period_id} does not use the event {name}: it uses {', '.join(allowed)}")
        found = dict(events)
        if when is not None:
            name = period.date_is or str(period.versions[0].trigger)
            if found.get(name, when) != when:
                raise BadRequest(f"{period_id} has two dates for {name}: DATE {when} and {found[name]}")
            found[name] = when
        for name in allowed:
            stand_in = self.book.events[name].stands_in
            if name not in found and stand_in in found:
                found[name] = found[stand_in]
        self.check_order(found)
        return found

    def check_order(self, events: Mapping[str, date]) -> None:
        """Raise BadRequest where an event lies before another that cannot be later."""
        for name, day in events.items():
            for other in self.book.events[name].not_before:
                if other in events and day < events[other]:
                    raise BadRequest(f"the {name} {day} is before the {other} {events[other]}: check the dates")

    def waits_for(self, period: Period, events: Mapping[str, date]) -> str | None:
        """The event without which the period cannot be computed, or None where it can."""
        if period.recurs:
            names = period.recurs.counted_from_earliest_of
            given = (*names, *((period.recurs.day,) if period.recurs.terms else ()))
            return None if any(name in events for name in given) else names[0]
        version = period.versions[0]
        decider = _decider(version, events)
        if version.decided_by != "due" and decider is None:
            name = version.decided_by or version.decided_by_latest_of[0]
            within = self.book.events[name].within
            return None if within and within.of in events else name
        if decider and decider.date:
            index = in_force(period.versions, decider.date)
            version = version if index is None else period.versions[index]
        triggers = (version.trigger,) if version.trigger else version.trigger_earliest_of
        return None if any(name in events for name in triggers) else triggers[0]

    # ------------------------------------------------------------------ questions
    def deadline(
        self, period_id: str, events: Mapping[str, date], options: Options, occurrence: int | None = None
    ) -> Deadline:
        """The answer of one period.

        Args:
            period_id: the id of the period.
            events: the dates of the matter, as `matter` gives them.
            options: see `Options`.
            occurrence: which return of a recurring period.

        Raises:
            BadRequest: an event is missing, or an occurrence where none is (or none where one is needed).
            NoAnswer: no law is in force or known for the dates, or `strict` refuses the answer.
        """
        case = Case(period_id, self.book.period(period_id), events, options)
        if case.period.recurs is None:
            if occurrence is not None:
                raise BadRequest(f"{period_id} does not recur: it has no occurrence {occurrence}")
            return self._finish(self._single(case), options)
        if occurrence is None:
            raise BadRequest(f"{period_id} recurs: say which occurrence")
        found = series(case.id, case.period, events, options.as_of)
        case = replace(case, occurrence=nth(period_id, found, occurrence), start=found.start)
        return self._finish(self._occurrence(replace(case, start_event=found.start_event)), options)

    def deadlines(self, period_id: str, events: Mapping[str, date], options: Options) -> Iterator[Deadline]:
        """The answers for all occurrences of a recurring period, the earliest first (without end where it has none).

        Those whose own day lies before the law that the rulebook knows are left out; the first answer says so.
        """
        period = self.book.period(period_id)
        return self._series(Case(period_id, period, events, options), series(period_id, period, events, options.as_of))

    def open_deadlines(self, period_id: str, events: Mapping[str, date], options: Options) -> list[Deadline]:
        """All occurrences up to the end of the term or, where there is none, up to the first that is not past.

        Raises:
            BadRequest: an event is missing.
            NoAnswer: no occurrence lies in the law that is known.
        """
        period = self.book.period(period_id)
        found = series(period_id, period, events, options.as_of)
        answers: list[Deadline] = []
        for each in islice(self._series(Case(period_id, period, events, options), found), MOST):
            answers.append(each)
            past = options.today is not None and each.last_date is not None and each.last_date < options.today
            if found.end is None and not past:
                break
        if not answers:
            raise NoAnswer(notes.before_law(period, None))
        return answers

    def current(self, period_id: str, events: Mapping[str, date], options: Options, done: date | None = None) -> int:
        """The number of the first occurrence that is open on `options.today`: not done, its last limit not past.

        An act that was `done` is taken for the first occurrence that was open on its day, and for all before it; where
        the next one had not opened yet, that one is still to do.

        Raises:
            BadRequest: an event is missing, or the act was done before the day from which the period counts.
            NoAnswer: no occurrence is open.
        """
        assert options.today is not None
        found = series(period_id, self.book.period(period_id), events, options.as_of)
        case = Case(period_id, self.book.period(period_id), events, options, None, found.start, found.start_event)
        if done is not None and case.period.recurs is not None:
            check_done(case.period.recurs, (found.start_event, found.start), done)
        last: tuple[int, date] | None = None
        for each in islice(found.occurrences, MOST):
            if each.version is None:
                continue
            made = self._occurrence(replace(case, occurrence=each))
            last = (each.number, made.last_date or each.day)
            opens = made.limit("opens")
            closed = None if done is None else closes(opens.date if opens else None, last[1], done)
            done = done if closed is None else None
            if not closed and last[1] >= options.today:
                return each.number
        raise NoAnswer(notes.none_open(case.period.title, options.today, last))

    # ------------------------------------------------------------------ the choice of the version
    def _series(self, case: Case, found: Series) -> Iterator[Deadline]:
        skipped: list[int] = []
        for occurrence in found.occurrences:
            if occurrence.version is None:
                skipped.append(occurrence.number)
                continue
            here = replace(case, occurrence=occurrence, start=found.start, start_event=found.start_event)
            made = self._occurrence(here)
            if skipped:
                made = replace(made, notes=(*made.notes, notes.left_out(skipped, case.period)))
                skipped = []
            yield self._finish(made, case.options)

    def _occurrence(self, case: Case) -> Deadline:
        recurs, occurrence = case.period.recurs, case.occurrence
        assert recurs is not None
        assert occurrence is not None
        if occurrence.version is None:
            raise NoAnswer(notes.before_law(case.period, occurrence.day, recurs.day))
        decider = EventDate(recurs.day, occurrence.day)
        return answer(self.book, self.closed, case, occurrence.version, decider)

    def _single(self, case: Case) -> Deadline:
        versions, as_of = case.period.versions, case.options.as_of
        decider = _decider(versions[0], case.events)
        if as_of is not None:
            index = in_force(versions, as_of)
            if index is None:
                raise NoAnswer(notes.before_law(case.period, as_of))
            return answer(self.book, self.closed, case, index, _decider(versions[index], case.events))
        if versions[0].decided_by == "due":
            return self._decided_by_due(case)
        if decider is None or decider.date is None:
            return self._earliest(case)
        index = in_force(versions, decider.date)
        if index is None:
            raise NoAnswer(notes.before_law(case.period, decider.date, decider.event))
        return answer(self.book, self.closed, case, index, decider)

    def _decided_by_due(self, case: Case) -> Deadline:
        """The version in whose time its own due date lies."""
        for index, version in enumerate(case.period.versions):
            found = counter(self.book, self.closed, case, version).limits(version.limits)
            due = next((each.counted.day for each in found if each.limit.kind == "due" and each.counted), None)
            if due is not None and in_force(case.period.versions, due) == index:
                return answer(self.book, self.closed, case, index, EventDate("due", due))
        raise NoAnswer(notes.before_law(case.period, min(case.events.values(), default=None)))

    def _earliest(self, case: Case) -> Deadline:
        """The earliest answer that any possible day of the deciding event gives."""
        versions = case.period.versions
        name = versions[0].decided_by or versions[0].decided_by_latest_of[0]
        within = self.book.events[name].within
        if within is None or within.of not in case.events:
            raise missing(self.book, case, name)
        lowest = case.events[within.of]
        if lowest < versions[0].from_:
            raise missing(self.book, case, name)
        highest = add(lowest, Length(within.months, "months"))
        answers: list[Deadline] = []
        for index, version in enumerate(versions):
            last = last_day(versions, index)
            if version.from_ <= highest and (last is None or last >= lowest):
                day = max(lowest, version.from_)
                made = answer(self.book, self.closed, case.assuming(name, day), index, EventDate(name, None))
                if counts_from(version, name):
                    made = replace(made, notes=(notes.assumed(name, day), *made.notes))
                answers.append(made)
        if not answers:
            raise NoAnswer(notes.before_law(case.period, lowest, name))
        chosen = min(answers, key=_due)
        if len(answers) > 1:
            due = [limit.date for made in answers for limit in made.limits if limit.kind == "due" and limit.date]
            chosen = replace(chosen, notes=(notes.earliest_of(name, due), *chosen.notes))
        return chosen

    def _finish(self, made: Deadline, options: Options) -> Deadline:
        if options.strict:
            _refuse_weak(made)
        return replace(made, done=judge(made, options.done)) if options.done else made


def _decider(version: Version, events: Mapping[str, date]) -> EventDate | None:
    """The event that decides, with its date: the latest known of several."""
    names = (version.decided_by,) if version.decided_by else version.decided_by_latest_of
    known = [(events[name], name) for name in names if name in events]
    return EventDate(max(known)[1], max(known)[0]) if known else None


def _names_in(version: Version) -> Iterator[str]:
    """Every name of a day that a version uses."""
    yield from (version.trigger or "", *version.trigger_earliest_of)
    yield from (version.decided_by or "", *version.decided_by_latest_of)
    counts = [*version.marks.values(), *version.readings]
    for limit in (*version.limits, *(limit for branch in version.where for limit in branch.limits)):
        counts += [limit, *limit.later_of, *limit.earlier_of]
        counts += [count for count in (limit.safe, limit.ask_by) if count]
        yield limit.until or ""
    for branch in version.where:
        for condition in branch.when:
            yield from (condition.event, condition.not_before or "")
            counts += [condition.later_than] if condition.later_than else []
    for count in counts:
        yield from (count.after or "", count.before or "", count.on or "")
    for reading in version.readings:
        yield from (reading.trigger or "", reading.decided_by or "")


def counts_from(version: Version, name: str) -> bool:
    """Whether a version counts from this event, and not merely from the earliest of several."""
    counts = [count for limit in version.limits for count in (limit, *limit.later_of, *limit.earlier_of)]
    return version.trigger == name or any(name in (count.after, count.before, count.on) for count in counts)


def _due(made: Deadline) -> date:
    due = made.limit("due") or next(iter(made.limits), None)
    return (due.date or due.act_by or date.max) if due else date.max


def _refuse_weak(made: Deadline) -> None:
    """Raise NoAnswer where an answer rests on weak evidence or contested law."""
    grades = [made.law.evidence, *(limit.evidence for limit in made.limits if limit.evidence)]
    weak = next((grade for grade in grades if grade in WEAK), None)
    if weak:
        raise NoAnswer(
            f"refused by --strict: {made.period} rests on evidence of the grade {weak} ({made.law.citation})"
        )
    if made.law.contested:
        raise NoAnswer(f"refused by --strict: the law of {made.period} is contested ({made.law.citation})")
