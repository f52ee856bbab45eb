"""The choice of the version, and of the occurrence, that answers each of many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, TypeVar

from ipcalc.calc import notes
from ipcalc.calc.days.counting import Length, length_of
from ipcalc.calc.days.suspending import suspensions_of
from ipcalc.calc.deadlines.done import check_done
from ipcalc.calc.deadlines.events import counts_from
from ipcalc.calc.deadlines.guard import no_law, refusals
from ipcalc.calc.deadlines.owed import Search
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD
from ipcalc.calc.deadlines.recurrence import Return, Series, nth, series
from ipcalc.calc.deadlines.rule import deciders_of, missing
from ipcalc.calc.deadlines.walk import Walk, taken, walked
from ipcalc.errors import BadRequest, IpcalcError, NoAnswer
from ipcalc.law.rulebook import last_day

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.deadlines.rule import Columns
    from ipcalc.law.shapes.base import Note
    from ipcalc.law.shapes.periods import Count, LimitOf, Version

T = TypeVar("T")

_ANY_DAY = date.min
_AT_MOST = {"years": 366, "months": 31, "weeks": 7, "days": 1, "working days": 14}


class Choice:
    """The rows of one question, by the walks that answer them.

    Attributes:
        walks: the rows that are answered.
        refused: why the others are not, by their places.
    """

    def __init__(self, question: Question, events: Columns, count: int) -> None:
        self.question, self.events, self.count = question, events, count
        self.walks: list[Walk] = []
        self.refused: dict[int, IpcalcError] = {}

    def single(self) -> None:
        """Answer a period that does not recur."""
        question, rows = self.question, range(self.count)
        if question.period.abroad:
            self._refuse(rows, BadRequest(notes.which_office(question.id, question.period)))
            return
        first, as_of = question.period.versions[0], question.options.as_of
        if as_of is not None:
            index = question.in_force(as_of)
            if index is None:
                self._refuse(rows, no_law(question.period, as_of))
                return
            names = question.deciders(question.period.versions[index])
            days = self._latest(names) if names else [None] * self.count
            self.walks += self._walk(index, rows, days, names)
        elif first.decided_by == "due":
            self._decided_by_due()
        elif names := question.deciders(first):
            self._by_version(self._latest(names), names)
        else:
            self._earliest(deciders_of(first)[0])

    def recurring(self, numbers: Sequence[int | Return | None], acts: Sequence[OnRecord], *, looks_back: bool) -> None:
        """Answer a period that recurs: the occurrence that is named, else the one that is owed."""
        named: dict[int, Return] = {}
        owed: dict[int, OnRecord] = {}
        for row in range(self.count):
            number = numbers[row]
            if number is None:
                owed[row] = acts[row]
                continue
            if isinstance(number, Return):
                named[row] = number
                continue
            try:
                named[row] = nth(self.question.id, partial(self._series, row, date.min), number)
            except IpcalcError as error:
                self.refused[row] = error
        if named:
            self._named(named, {row: acts[row] for row in named}, looks_back=looks_back)
        if owed:
            self._owed(owed)

    # ------------------------------------------------------------------ the version
    def _by_version(self, deciding: Sequence[date], names: tuple[str, ...]) -> None:
        question = self.question
        parts: defaultdict[int | None, list[int]] = defaultdict(list)
        index = question.in_force(min(deciding))
        if index is not None and index == question.in_force(max(deciding)):
            self.walks += self._walk(index, range(self.count), deciding, names)
            return
        for row, index in enumerate(question.in_force.each(deciding)):
            parts[index].append(row)
        for row in parts.pop(None, ()):
            name = max((self.events[name][row], name) for name in names)[1]
            self.refused[row] = no_law(question.period, deciding[row], name)
        for index, rows in parts.items():
            assert index is not None
            some = None if len(names) == 1 else [deciding[row] for row in rows]
            self.walks += self._walk(index, rows, some, names)

    def _decided_by_due(self) -> None:
        """The version in whose time its own due date lies."""
        question = self.question
        left: Sequence[int] = range(self.count)
        for index in range(len(question.period.versions)):
            try:
                found = self._dues(index, left)
            except BadRequest as error:
                self._refuse(left, error)
                return
            here = {row: due for row, due in found.items() if question.in_force(due) == index}
            if here:
                rows = sorted(here)
                self.walks += self._walk(index, rows, [here[row] for row in rows], ("due",))
                left = [row for row in left if row not in here]
            if not left:
                return
        for row in left:
            first = min((days[row] for days in self.events.values()), default=None)
            self.refused[row] = NoAnswer(notes.before_law(question.period, first))

    def _dues(self, index: int, rows: Sequence[int]) -> dict[int, date]:
        """The due date of rows by a version; by its own limits where nothing is due in the case of a row."""
        rule, found = self.question.rule(index), dict[int, date]()
        for plain in (True, False) if rule.version.where else (True,):
            for _, columns, places in walked(rule, self._taken(rows), plain=plain):
                found |= zip((rows[place] for place in places), columns.get("due", ()), strict=False)
        return found

    def _earliest(self, name: str) -> None:
        """The earliest answer that any possible day of the event that decides gives."""
        within = self.question.book.events[name].within
        start = within.start(self.events) if within else None
        if within is None or start is None:
            self._refuse(range(self.count), missing(self.question.book, self.question.id, name))
        else:
            self._earliest_after(name, start, Length(within.months, "months"))

    def _earliest_after(self, name: str, start: str, length: Length) -> None:
        """The earliest answer where the event that decides lies at most so long after another one, its `start`."""
        question, versions = self.question, self.question.period.versions
        longest = question.calendar.plus(length)
        bounds = [start, *question.book.events[name].not_before]
        lows = self._latest(tuple(bound for bound in bounds if bound in self.events))
        before = {row for row, lowest in enumerate(self.events[start]) if lowest < versions[0].from_}
        self._refuse(sorted(before), missing(question.book, question.id, name))
        found: dict[int, list[tuple[date, Walk, int]]] = {row: [] for row in range(self.count) if row not in before}
        later: defaultdict[int, list[tuple[Walk, int]]] = defaultdict(list)
        assumed = question.assuming(name)
        for index, version in enumerate(versions):
            last = last_day(versions, index) or date.max
            highs = {row: max(longest[self.events[start][row]], lows[row]) for row in found}
            possible = _possible(lows, highs, version.from_, last)
            if not possible:
                continue
            rows, days = list(possible), list(possible.values())
            choice = self._assuming(assumed, name, index, rows, days)
            for walk in choice.walks:
                if counts_from(version, name):
                    _say_assumed(walk, name, days)
                walk.rows = [rows[place] for place in walk.rows]
                for number, row in enumerate(walk.rows):
                    found[row].append((_due(walk, number), walk, number))
            self.refused |= {rows[place]: error for place, error in choice.refused.items()}
            if counts_from(version, name):
                latest = [min(last, highs[row]) for row in rows]
                for walk in self._assuming(assumed, name, index, rows, latest).walks:
                    for number, place in enumerate(walk.rows):
                        later[rows[place]].append((walk, number))
        self._take_earliest(name, start, found, later)

    def _assuming(self, assumed: Question, name: str, index: int, rows: Sequence[int], days: Sequence[date]) -> Choice:
        """The answers of a version where an event that is not given lies on these days."""
        choice = Choice(assumed, {**self._taken(rows), name: days}, len(rows))
        choice.walks += choice._walk(index, range(len(rows)), [None] * len(rows), (name,))
        return choice

    def _take_earliest(
        self,
        name: str,
        of: str,
        found: Mapping[int, list[tuple[date, Walk, int]]],
        later: Mapping[int, list[tuple[Walk, int]]],
    ) -> None:
        parts: defaultdict[int, list[int]] = defaultdict(list)
        beside: defaultdict[int, dict[int, list[tuple[Walk, int]]]] = defaultdict(dict)
        walks: dict[int, Walk] = {}
        for row, answers in found.items():
            if row in self.refused:
                continue
            if not answers:
                self.refused[row] = NoAnswer(notes.before_law(self.question.period, self.events[of][row], name))
                continue
            _, walk, number = min(answers, key=lambda each: (not _has_due(each[1]), each[0]))
            if len(answers) > 1:
                said = _earliest_of(name, answers)
                walk.before = {**walk.before, number: [said, *walk.before.get(number, ())]}
            others = [(other, n) for _, other, n in answers if other is not walk] + list(later.get(row, ()))
            beside[id(walk)][number] = others
            parts[id(walk)].append(number)
            walks[id(walk)] = walk
        for each, numbers in parts.items():
            walks[each].others = beside[each]
            self.walks.append(walks[each].part(numbers))

    # ------------------------------------------------------------------ the occurrence
    def _owed(self, acts: Mapping[int, OnRecord]) -> None:
        """Answer by the occurrence of each row that is owed."""
        for row, search in self._searched(acts, self.walks).items():
            if search.instead is None:
                occurrence = self.question.options.today or date.max
                self.refused[row] = NoAnswer(notes.none_open(self.question.period.title, occurrence, None))

    def _searched(self, acts: Mapping[int, OnRecord], walks: list[Walk]) -> dict[int, Search]:
        """Search for the occurrence that is owed in each row, and add its walk to `walks`.

        Returns:
            The searches that did not end with the occurrence that was looked at last.
        """
        today = self.question.options.today
        assert today is not None
        past = _surely_past(self.question, today)
        open_: dict[int, Search] = {}
        over: dict[int, Search] = {}
        for row, act in acts.items():
            try:
                open_[row] = self._search(row, act, past)
            except IpcalcError as error:
                self.refused[row] = error
        while open_:
            asked: dict[int, Return] = {}
            for row in list(open_):
                try:
                    found = open_[row].next()
                except IpcalcError as error:
                    self.refused[row] = error
                    del open_[row]
                    continue
                if found is None:
                    over[row] = open_.pop(row)
                else:
                    asked[row] = found
            for walk in self.returning(asked):
                settled = [n for n, row in enumerate(walk.rows) if open_[row].settles(walk, n, today)]
                if settled:
                    part = walk.part(settled)
                    part.passed = {n: passed for n, row in enumerate(part.rows) if (passed := open_[row].passed)}
                    walks.append(part)
                for number in settled:
                    del open_[walk.rows[number]]
            for row in asked:
                if row in self.refused:
                    open_.pop(row, None)
                elif row in open_ and open_[row].instead is not None:
                    over[row] = open_.pop(row)
        self._instead(over, acts, walks)
        return over

    def _instead(self, over: Mapping[int, Search], acts: Mapping[int, OnRecord], walks: list[Walk]) -> None:
        """Add the walks of the rows whose occurrence is not the one that was looked at last."""
        for walk in self.returning({row: found for row, search in over.items() if (found := search.instead)}):
            searches = [over[row] for row in walk.rows]
            walk.passed = {n: search.passed for n, search in enumerate(searches) if search.passed}
            walk.acts = {n: acts[walk.rows[n]] for n, search in enumerate(searches) if search.closed}
            walks.append(walk)

    def _search(self, row: int, act: OnRecord, past: date) -> Search:
        """Begin the search in a row; an occurrence that lies before `past` is over, whatever limits it has."""
        period = self.question.period
        recurs = period.recurs
        assert recurs is not None
        every = act.tells or recurs.day in self.events
        if every or max((days[row] for days in self.events.values()), default=past) >= past:
            past = date.min
        found = self._series(row, past)
        if act.done is not None:
            check_done(recurs, (found.start_event, found.start), act.done)
        return Search(period, found, past, act)

    def _named(self, returns: Mapping[int, Return], acts: Mapping[int, OnRecord], *, looks_back: bool) -> None:
        """Answer by the occurrence that is named; looking back tells the latest that is past if none is on record."""
        walks = list(self.returning(returns))
        self.walks += walks
        passed: dict[int, Return] = {}
        if self.question.options.today is not None and looks_back:
            found: list[Walk] = []
            quiet = {row: NOTHING_ON_RECORD for row in returns if row not in self.refused and not acts[row].tells}
            choice = Choice(self.question, self.events, self.count)
            over = choice._searched(quiet, found)
            passed = {row: search.passed for row, search in over.items() if search.passed}
            for walk in found:
                passed |= {walk.rows[n]: each for n, each in walk.passed.items()}
        for walk in walks:
            walk.acts = {n: acts[row] for n, row in enumerate(walk.rows) if acts[row] != NOTHING_ON_RECORD}
            latest = {n: passed[row] for n, row in enumerate(walk.rows) if row in passed}
            walk.passed = {
                n: before
                for n, each in latest.items()
                if (before := self._before(walk.rows[n], each, walk.returns[n].occurrence.number))
            }

    def _before(self, row: int, passed: Return, number: int) -> Return | None:
        """The latest occurrence that is past before the one with this number; `passed` is the latest of all."""
        if passed.occurrence.number < number:
            return passed
        found = self._series(row)
        known = (each for each in found.occurrences if each.version is not None)
        earlier = list(takewhile(lambda each: each.number < number, known))
        return Return(earlier[-1], found.start, found.start_event) if earlier else None

    def _series(self, row: int, since: date = date.min, from_number: int = 0) -> Series:
        return series(self.question, {name: days[row] for name, days in self.events.items()}, since, from_number)

    def returning(self, returns: Mapping[int, Return]) -> Iterator[Walk]:
        """The walks of rows whose occurrences are known; a row whose occurrence no version answers is refused."""
        period = self.question.period
        recurs = period.recurs
        assert recurs is not None
        parts: defaultdict[int, list[int]] = defaultdict(list)
        for row, (occurrence, _, _) in returns.items():
            if occurrence.version is None:
                self.refused[row] = NoAnswer(notes.before_law(period, occurrence.day, recurs.day))
            else:
                parts[occurrence.version].append(row)
        for index, rows in parts.items():
            theirs = [returns[row] for row in rows]
            own = [each.days(recurs) for each in theirs]
            days = {**self._taken(rows), **{name: [day[name] for day in own] for name in recurs.days}}
            yield from self._walk(index, rows, None, (recurs.day,), days, theirs)

    # ------------------------------------------------------------------ walking
    def _walk(
        self,
        index: int,
        rows: Sequence[int],
        deciders: Sequence[date | None] | None,
        names: tuple[str, ...],
        columns: Columns | None = None,
        returns: Sequence[Return] = (),
    ) -> Iterator[Walk]:
        """Walk rows through one version; without a trigger they are refused.

        Without `deciders` the days of the one name in `names` decided for this version.
        """
        try:
            rule = self.question.rule(index)
        except BadRequest as error:
            self._refuse(rows, error)
            return
        found = self._taken(rows) if columns is None else columns
        said: Mapping[int, Sequence[Note]] = {}
        if rule.others:
            reached = _Others(self.question, rule.others.values(), found, returns)
            self.refused |= {rows[place]: error for place, error in reached.refused.items()}
            kept = [place for place in range(len(rows)) if place not in reached.refused]
            if not kept:
                return
            found, said = taken({**found, **reached.days}, kept), {n: reached.said[at] for n, at in enumerate(kept)}
            rows, returns = _some(rows, kept), _some(returns, kept)
            deciders = None if deciders is None else _some(deciders, kept)
        for way, days, places in walked(rule, found):
            decided = days[names[0]] if deciders is None else _some(deciders, places)
            walk = Walk(self.question, way, days, _some(rows, places), decided, names, _some(returns, places))
            walk.before = {n: said[place] for n, place in enumerate(places) if said.get(place)}
            walk.opened = dict(self._opened(walk))
            over = refusals(walk)
            self.refused |= {walk.rows[number]: error for number, error in over.items()}
            if over:
                walk = walk.part([number for number in range(len(walk)) if number not in over])
            if walk.rows:
                yield walk

    def _opened(self, walk: Walk) -> Iterator[tuple[int, date]]:
        """Where a window opens before its own version was law: its real first day, by the version before up to then."""
        since, index = walk.rule.version.from_, walk.rule.index
        opens = next((slot for slot in walk.slots if slot.limit.kind == "opens" and slot.path), None)
        if opens is None or index == 0 or self.question.options.as_of is not None:
            return
        days = walk.columns["opens"]
        early = [row for row, day in enumerate(days) if day < since]
        if not early:
            return
        older = self.question.rule(index - 1)
        if not older.others.keys() <= walk.columns.keys():
            return
        names = [name for name in walk.columns if name in older.known]
        columns = {name: [walk.columns[name][row] for row in early] for name in names}
        for _, reached, places in walked(older, columns, plain=True):
            for place, day in zip(places, reached.get("opens", ()), strict=False):
                real = min(day, since)
                if real > days[early[place]]:
                    yield early[place], real

    def _latest(self, names: tuple[str, ...]) -> Sequence[date]:
        columns = [self.events[name] for name in names]
        return columns[0] if len(columns) == 1 else list(map(max, *columns))

    def _taken(self, rows: Sequence[int]) -> Columns:
        """The events of some rows, which stand in their order."""
        return self.events if len(rows) == self.count else taken(self.events, rows)

    def _refuse(self, rows: Sequence[int], error: IpcalcError) -> None:
        self.refused |= dict.fromkeys(rows, error)


class _Others:
    """The days of limits of other periods, from which the rows of a question are counted.

    Attributes:
        days: the days of all rows, by the name of the limit; any day where the row is refused.
        said: what must be said of each row.
        refused: the rows for which another period has no such day, and why.
    """

    def __init__(
        self, question: Question, others: Iterable[LimitOf], columns: Columns, returns: Sequence[Return]
    ) -> None:
        self.days: dict[str, list[date]] = {}
        self.refused: dict[int, IpcalcError] = {}
        self.said: defaultdict[int, list[Note]] = defaultdict(list)
        rows = len(next(iter(columns.values())))
        for other in others:
            asked = question.other(other.period)
            events = {name: columns[name] for name in asked.given}
            numbers = [each.occurrence.number for each in returns] if asked.period.recurs else ()
            choice = choose(asked, events, rows, numbers)
            days = self.days[str(other)] = [_ANY_DAY] * rows
            self.refused |= choice.refused
            for walk in choice.walks:
                self._take(walk, other, days, question.id)

    def _take(self, walk: Walk, other: LimitOf, days: list[date], name: str) -> None:
        found = walk.dates.get(other.limit)
        if found is None:
            waits = next((slot.limit.until for slot in walk.slots if slot.limit.kind == other.limit), None)
            why = f"waits for the event {waits}" if waits else "is not there for these dates"
            refused = NoAnswer(f"{name} counts from the {other}, which {why}")
            self.refused |= dict.fromkeys(walk.rows, refused)
            return
        for number, row in enumerate(walk.rows):
            days[row] = found[number]
            self.said[row] += [*walk.before.get(number, ()), notes.counted_from(str(other), found[number])]


def choose(
    question: Question,
    events: Columns,
    count: int,
    numbers: Sequence[int | Return | None] = (),
    acts: Sequence[OnRecord] = (),
) -> Choice:
    """Choose what answers each of `count` rows.

    Args:
        question: what is asked.
        events: the days of the events that are given, by event.
        count: how many rows there are.
        numbers: the occurrence that each row asks for, or its number; None where it asks for the one that is owed.
        acts: what is on record of the act, which tells what is owed; empty where only days are asked for.
    """
    choice = Choice(question, events, count)
    try:
        if question.period.recurs is None:
            _refuse_numbers(question, numbers)
            choice.single()
            for walk in choice.walks if acts else ():
                walk.acts = {n: acts[row] for n, row in enumerate(walk.rows) if acts[row] != NOTHING_ON_RECORD}
        else:
            records = acts or [NOTHING_ON_RECORD] * count
            choice.recurring(numbers or [None] * count, records, looks_back=bool(acts))
    except IpcalcError as error:
        if count == 1:
            choice.walks, choice.refused = [], {0: error}
            return choice
        return _halves(question, events, count, numbers, acts)
    return choice


def _some(column: Sequence[T], places: Sequence[int]) -> Sequence[T]:
    """The cells at some places; all of an empty column."""
    return column if len(places) == len(column) or not column else [column[place] for place in places]


def _refuse_numbers(question: Question, numbers: Sequence[int | Return | None]) -> None:
    for number in numbers:
        if number is not None:
            raise BadRequest(f"{question.id} does not recur: it has no occurrence {number}")


def _halves(
    question: Question,
    events: Columns,
    count: int,
    numbers: Sequence[int | Return | None],
    acts: Sequence[OnRecord],
) -> Choice:
    """The same in two halves, so that what is wrong with a row is that row's alone."""
    whole = Choice(question, events, count)
    for rows in (range(count // 2), range(count // 2, count)):
        part = slice(rows.start, rows.stop)
        half = choose(question, taken(events, rows), len(rows), numbers[part], acts[part])
        for walk in half.walks:
            walk.rows = [rows[place] for place in walk.rows]
        whole.walks += half.walks
        whole.refused |= {rows[place]: error for place, error in half.refused.items()}
    return whole


def _possible(lows: Sequence[date], highs: Mapping[int, date], first: date, last: date) -> dict[int, date]:
    """The rows in which an event may lie between two days, with the first day on which it may."""
    return {row: max(lows[row], first) for row, high in highs.items() if last >= lows[row] and first <= high}


def _say_assumed(walk: Walk, name: str, days: Sequence[date]) -> None:
    """Say on which day an event is taken to lie."""
    walk.before = {
        number: [notes.assumed(name, days[place]), *walk.before.get(number, ())]
        for number, place in enumerate(walk.rows)
    }


def _earliest_of(name: str, answers: Sequence[tuple[date, Walk, int]]) -> Note:
    """That of several possible answers the earliest is given, and what the others are."""
    due = [walk.dates["due"][number] for _, walk, number in answers if "due" in walk.dates]
    ends = {_has_due(walk) for _, walk, _ in answers}
    return notes.earliest_of(name, due, endless=len(ends) > 1)


def _has_due(walk: Walk) -> bool:
    """Whether something is due, and not only a first day known."""
    return any(slot.limit.kind == "due" for slot in walk.slots)


def _due(walk: Walk, number: int) -> date:
    """The day of the due date, or else of the first limit; the last of all days where there is none."""
    slot = next((slot for slot in walk.slots if slot.limit.kind == "due"), next(iter(walk.slots), None))
    if slot is None:
        return date.max
    if slot.path is not None:
        return walk.dates[slot.limit.kind][number]
    return walk.safe_days(slot)[number] if slot.safe else date.max


def _surely_past(question: Question, today: date) -> date:
    """What lies before this day is past, by every reading and every suspension."""
    others = [question.book.period(other.period).versions for other in question.others]
    reach = sum(max(map(_length, versions)) for versions in (question.period.versions, *others))
    if any(len(version.readings) > 1 for version in question.period.versions):
        reach += _AT_MOST["years"]
    reach += _AT_MOST["years"] * _perhaps_earlier(question)
    for each in suspensions_of(question.book, question.period):
        if today <= each.last_day:
            reach += (each.last_day - each.from_).days
    return date.fromordinal(max(1, today.toordinal() - reach))


def _perhaps_earlier(question: Question) -> int:
    """By how many years a term may at most end earlier than by itself."""
    recurs = question.period.recurs
    if recurs is None or recurs.term_decided_by not in question.given:
        return 0
    return max((term.perhaps or 0 for term in recurs.terms), default=0)


def _length(version: Version) -> int:
    """No limit of a version lies more days than this after the days that it counts from."""
    ways = (version.limits, *(branch.limits for branch in version.where))
    return sum(map(_days, version.marks.values())) + max(
        sum(_days(count) for limit in way for count in (limit, *limit.later_of, *limit.earlier_of)) for way in ways
    )


def _days(count: Count) -> int:
    length = length_of(count)
    return 0 if length is None else length.amount * _AT_MOST[length.unit]
