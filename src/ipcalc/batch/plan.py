"""Plans: which version of a period answers a row, for one set of events and one office."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.batch.cells import Cells, Gathered, refused
from ipcalc.batch.paths import START, Days
from ipcalc.batch.tables import Tables, Unplanned, day_of, number_of, ordinal
from ipcalc.batch.versions import DUE, Answered, Roots, VersionPlan
from ipcalc.calc import notes
from ipcalc.calc.answer import missing
from ipcalc.calc.case import Case, Options
from ipcalc.calc.counting import Length, length_of
from ipcalc.calc.deadline import MOST, counts_from
from ipcalc.calc.done import check_done, closes
from ipcalc.calc.recurrence import Occurrence, Series, series
from ipcalc.calc.suspending import can_apply
from ipcalc.errors import IpcalcError, NoAnswer
from ipcalc.law.rulebook import last_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.calc.deadline import Engine
    from ipcalc.errors import BadRequest
    from ipcalc.law.shapes.periods import Count, Version

PLANS = 4096
_AT_MOST = {"years": 366, "months": 31, "weeks": 7, "days": 1, "working days": 14}


class Plan:
    """One period for one set of given events and one office."""

    def __init__(self, plans: Plans, period_id: str, given: frozenset[str], office: str | None) -> None:
        self.plans, self.id, self.given, self.office = plans, period_id, given, office
        self.engine, self.tables = plans.engine, plans.tables
        book = self.engine.book
        self.period = period = book.period(period_id)
        self.recurs = recurs = period.recurs
        self.single = recurs is None
        self.own = {recurs.start, recurs.day} if recurs else set()
        self.served = office if office is not None and period.right in book.offices[office].rights else None
        self.asked = notes.asked(period, given)
        self.unserved = [notes.not_served(book, office, period.right)] if office and not self.served else []
        self.texts, self.dates = self.tables.texts, self.tables.dates
        self.checked_to = ordinal(book.checked_to(period.right))
        withins = [book.events[name].within for name in given]
        self.bounded = any(within is not None and within.of in given for within in withins)
        suspensions = book.suspensions if can_apply(period) else ()
        self.suspended_from = ordinal(min((each.from_ for each in suspensions), default=date.max))
        self.suspended_to = ordinal(max((each.to for each in suspensions), default=date.min))
        first = period.versions[0]
        deciders = (first.decided_by,) if first.decided_by else first.decided_by_latest_of
        self.by_due = first.decided_by == "due"
        self.deciders = tuple(name for name in deciders if name in given or name == "due")
        self._froms = [ordinal(version.from_) for version in period.versions]
        lasts = [last_day(period.versions, index) or date.max for index in range(len(period.versions))]
        self._lasts = list(map(ordinal, lasts))
        self._reach = max(map(_length, period.versions))
        self._versions: dict[int, VersionPlan] = {}
        self._refusals: dict[tuple[str, bool], list[str]] = {}

    def version(self, index: int) -> VersionPlan:
        """The plan of one version.

        Raises:
            Unplanned: it holds what only the engine answers.
        """
        if index not in self._versions:
            self._versions[index] = VersionPlan(self, index)
        return self._versions[index]

    def _before_law(self, day: int, event: str) -> str:
        """That no version answers for a day: the sentence stays the same but for the day."""
        key = (event, day > self._lasts[-1])
        if key not in self._refusals:
            self._refusals[key] = notes.before_law(self.period, day_of(day), event).split(day_of(day).isoformat())
        return self.texts[day].join(self._refusals[key])

    def _missing(self, name: str) -> BadRequest:
        return missing(self.engine.book, Case(self.id, self.period, {}, Options()), name)

    def span(self, index: int) -> tuple[int, int]:
        """The first and the last day on which a version is in force."""
        return self._froms[index], self._lasts[index]

    def in_force(self, day: int) -> int | None:
        """The index of the version that is in force on a day."""
        index = bisect_right(self._froms, day) - 1
        return index if index >= 0 and day <= self._lasts[index] else None

    def many(self, event: str, days: Sequence[int], places: Sequence[int], gathered: Gathered) -> Sequence[int]:
        """Answer rows that give the days of one event and nothing else.

        Args:
            event: the one.
            days: of all rows, by place.
            places: of the rows that are asked for.
            gathered: takes the answers.

        Returns:
            The places of the rows that `cells` must answer.
        """
        if self.given != {event}:
            return places
        if not self.single:
            return self._many_that_recur(event, days, places, gathered)
        if self.deciders not in ((event,), ("due",)):
            return places
        left: list[int] = []
        for index, some in self._by_version(days, places):
            starts = [days[place] for place in some]
            if index >= 0 and max(starts) <= self._lasts[index]:
                left += self._together(index, [starts], some, gathered)
            elif self.by_due:
                left += some
            else:
                known = self._lasts[index] if index >= 0 else 0
                left += [place for place in some if days[place] <= known]
                gone = [place for place in some if days[place] > known]
                gathered.refuse(gone, [self._before_law(days[place], event) for place in gone])
        return left

    def _together(self, index: int, roots: Roots, places: Sequence[int], gathered: Gathered) -> Sequence[int]:
        """Answer rows by one version; the places of the rows that `cells` must answer are given back."""
        try:
            return self.version(index).together(roots, places, gathered)
        except Unplanned:
            return places

    def _many_that_recur(
        self, event: str, days: Sequence[int], places: Sequence[int], gathered: Gathered
    ) -> Sequence[int]:
        recurs = self.recurs
        assert recurs is not None
        left: list[int] = []
        groups: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for place in places:
            try:
                version, own = self._open({event: days[place]})
            except IpcalcError as error:
                gathered.refuse([place], [str(error)])
            except Unplanned:
                left.append(place)
            else:
                groups[version.index].append((own[recurs.start], own[recurs.day], place))
        for index, rows in groups.items():
            starts, owns, theirs = zip(*rows, strict=True)
            left += self._together(index, (starts, owns), theirs, gathered)
        return left

    def _by_version(self, days: Sequence[int], places: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """Places by the version that is the last to begin before their day; -1 for none."""
        froms, some = self._froms, [days[place] for place in places]
        first, last = bisect_right(froms, min(some)), bisect_right(froms, max(some))
        if first == last:
            yield first - 1, places
            return
        groups: list[list[int]] = [[] for _ in range(last - first + 1)]
        for place, day in zip(places, some, strict=True):
            groups[bisect_right(froms, day) - first].append(place)
        yield from ((index, group) for index, group in enumerate(groups, first - 1) if group)

    def cells(self, events: Days, occurrence: int | None = None, done: date | None = None) -> Cells:
        """The cells of a row with these events: `Engine.deadline` says what they are.

        A recurring period without `occurrence` gives the first that is open: see `Engine.current`.

        Raises:
            Unplanned: the single engine must answer.
        """
        if not self.single:
            return self._recurring(events, occurrence, done)
        if occurrence is not None:
            raise Unplanned
        if self.by_due:
            return self._decided_by_due(events)
        names = self.deciders
        if not names:
            return self._earliest(events)
        name = names[0] if len(names) == 1 else max(names, key=lambda name: (events[name], name))
        day = events[name]
        index = self.in_force(day)
        if index is None:
            return refused(self._before_law(day, name))
        version = self._versions.get(index) or self.version(index)
        return version.answer(self.started(version, events), day).cells

    def started(self, version: VersionPlan, events: Days) -> Days:
        """The days of a row with that of the trigger: the earliest of its triggers that are given."""
        law = version.version
        if law.trigger in events:
            return {**events, START: events[law.trigger]}
        names = (law.trigger,) if law.trigger is not None else law.trigger_earliest_of
        known = [events[name] for name in names if name in events]
        if not known:
            raise self._missing(str(names[0]))
        return {**events, START: min(known)}

    def _decided_by_due(self, events: Days) -> Cells:
        for index in range(len(self.period.versions)):
            version = self.version(index)
            days = self.started(version, events)
            if version.forward and self._lasts[index] < days[START]:
                continue
            if version.branches:
                due = version.plainly(dict(days)).get("due", 0)
                if self.in_force(due) == index:
                    return version.answer(days, due).cells
                continue
            answered = version.answer(days, DUE)
            if answered.cells.due and self.in_force(answered.due) == index:
                return answered.cells
        return refused(notes.before_law(self.period, day_of(min(events.values()))))

    def _earliest(self, events: Days) -> Cells:
        """The earliest answer that any possible day of the deciding event gives."""
        versions = self.period.versions
        name = versions[0].decided_by or versions[0].decided_by_latest_of[0]
        within = self.engine.book.events[name].within
        if within is None or within.of not in events or events[within.of] < self._froms[0]:
            raise self._missing(name)
        lowest = events[within.of]
        added = self.tables.added(Length(within.months, "months"), 1, None)
        highest = added.days[lowest] or added.fill(lowest)
        assumed = self.plans.plan(self.id, self.given | {name}, self.office)
        answers: list[tuple[Answered, VersionPlan, Days, list[str]]] = []
        for index, law in enumerate(versions):
            if self._froms[index] <= highest and self._lasts[index] >= lowest:
                day = max(lowest, self._froms[index])
                version = assumed.version(index)
                days = assumed.started(version, {**events, name: day})
                before = [notes.assumed(name, day_of(day))] if counts_from(law, name) else []
                answers.append((version.answer(dict(days), None, before), version, days, before))
        if not answers:
            return refused(notes.before_law(self.period, day_of(lowest), name))
        chosen, version, days, before = min(answers, key=lambda each: each[0].due or ordinal(date.max))
        if len(answers) == 1:
            return chosen.cells
        first = notes.earliest_of(name, [day_of(each[0].due) for each in answers if each[0].cells.due])
        return version.answer(days, None, [first, *before]).cells

    def _series(self, events: Days, since: date = date.min) -> Series:
        """The occurrences of a period that recurs, for these events."""
        given = {name: self.dates[day] for name, day in events.items()}
        return series(self.id, self.period, given, None, since, self.tables.plus)

    def _of(self, each: Occurrence, start: int, events: Days) -> tuple[VersionPlan, Days]:
        """The version of an occurrence, and the days of the row with its own."""
        assert self.recurs is not None
        own = {self.recurs.start: start, self.recurs.day: number_of(each.day)}
        return self.version(each.version or 0), {**events, **own}

    def _open(self, events: Days) -> tuple[VersionPlan, Days]:
        """The first occurrence of which a limit is not past: its version, and the days of the row with its own.

        Raises:
            NoAnswer: all are past.
        """
        now = ordinal(self.plans.today)
        skips = max(events.values(), default=0) < now - self._reach
        past = day_of(now - self._reach) if skips else date.min
        found = self._series(events, past)
        start = number_of(found.start)
        final: Occurrence | None = None
        for each in islice(found.occurrences, MOST):
            if each.version is None:
                continue
            final = each
            if each.day < past:
                continue
            version, days = self._of(each, start, events)
            last = version.last(dict(days)) or number_of(each.day)
            if last >= now:
                return version, days
        raise self._none_open(final, start, events)

    def _none_open(self, final: Occurrence | None, start: int, events: Days) -> NoAnswer:
        title, today = self.period.title, self.plans.today
        if final is None:
            return NoAnswer(notes.none_open(title, today, None))
        version, days = self._of(final, start, events)
        end = version.last(days)
        return NoAnswer(notes.none_open(title, today, (final.number, self.dates[end] if end else final.day)))

    def _recurring(self, events: Days, occurrence: int | None, done: date | None) -> Cells:
        assert self.recurs is not None
        if occurrence is None and done is None:
            version, days = self._open(events)
            return version.answer(days, days[self.recurs.day]).cells
        found = self._series(events)
        if occurrence is None and done is not None:
            check_done(self.recurs, (found.start_event, found.start), done)
        start = number_of(found.start)
        final: Occurrence | None = None
        for each in islice(found.occurrences, MOST):
            if each.version is None or (occurrence is not None and each.number < occurrence):
                continue
            if occurrence is not None and each.number > occurrence:
                break
            final = each
            version, days = self._of(each, start, events)
            answer = version.answer(days, days[self.recurs.day])
            if occurrence is not None:
                return answer.cells
            last = self.dates[answer.last] if answer.last else each.day
            opens = answer.cells.opens
            closed = None if done is None else closes(date.fromisoformat(opens) if opens else None, last, done)
            done = done if closed is None else None
            if not closed and last >= self.plans.today:
                return answer.cells
        if occurrence is not None:
            raise Unplanned
        raise self._none_open(final, start, events)


def _length(version: Version) -> int:
    """No limit of a version lies more days than this after the days that it counts from."""
    ways = (version.limits, *(branch.limits for branch in version.where))
    return sum(map(_days, version.marks.values())) + max(
        sum(_days(count) for limit in way for count in (limit, *limit.later_of, *limit.earlier_of)) for way in ways
    )


def _days(count: Count) -> int:
    length = length_of(count)
    return 0 if length is None else length.amount * _AT_MOST[length.unit]


class Plans:
    """All plans of one rulebook, each made when a row first needs it. `today` matters to periods that recur."""

    def __init__(self, engine: Engine, today: date) -> None:
        self.engine, self.today = engine, today
        self.tables = Tables(engine.closed)
        self._plans: dict[tuple[str, frozenset[str], str | None], Plan] = {}

    def plan(self, period_id: str, given: frozenset[str], office: str | None) -> Plan:
        """The plan of a period for the events that a row gives, and its office."""
        key = (period_id, given, office)
        if key not in self._plans:
            if len(self._plans) >= PLANS:
                self._plans.clear()
            self._plans[key] = Plan(self, period_id, given, office)
        return self._plans[key]
