"""A version of a period, compiled for the events that are given: from which day each limit is counted, and how far.

Nothing here depends on a date, so a rule is made once and walked over any number of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from ipcalc.calc.days.counting import Length, length_of
from ipcalc.errors import Missing
from ipcalc.frozen import NamedTuple, once

if TYPE_CHECKING:
    from ipcalc.calc.days.calendar import Calendar, Kept, RolledDay
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.periods import Branch, Condition, Count, Limit, LimitOf, Period, Version

DateColumn = Sequence[date]
DateColumns = Mapping[
    str, DateColumn
]  # columns of days, by the name of the day: an event, a mark, a limit that was reached
Test = Callable[[DateColumns], Sequence[bool]]

START = ""  # the name of the day of the trigger
_FIRST = ("opens", "due")  # the kinds of limit that no other one can come too early for


class Path(NamedTuple):
    """One count: the days that lie a length after (or before) those of `source`; or these days themselves.

    Attributes:
        source: the name of the day that it is counted from.
        plus: gives the day that the length leads to.
        chain: the lengths that were added one after the other since the day named `start`.
        origin: in words where the count starts, where that is not the trigger; those of the own day of an occurrence
            stand before it where it is counted from that day (`own`).
        whole: all lengths of the chain as months in one step, where they are several.
        backward: counted back from a day, before which it must be kept, or after a limit that was: closed days never
            move it later.
    """

    source: str
    plus: Kept[date, date] | None
    chain: tuple[Length, ...] = ()
    start: str | None = None
    origin: str = ""
    own: bool = False
    before_expiry: bool = False
    backward: bool = False
    whole: tuple[int, Kept[date, date]] | None = None

    def days(self, columns: DateColumns) -> DateColumn:
        """The days of all rows."""
        column = columns[self.source]
        return column if self.plus is None else self.plus.of(column)

    def words(self, own: str) -> str:
        """How it was counted: `3 + 1 months`, `10 years + 6 months`, `12 months before expiry`.

        `own` is the own day of the occurrence in words.
        """
        return " + ".join(part for part in (own if self.own else "", self.origin, _chained(self.chain)) if part)


class Slot(NamedTuple):
    """A limit of the law, and how its day is counted.

    Attributes:
        path: the count that gives its day; None where it waits for the event `limit.until`.
        safe: the count of a day that is safe while it waits.
        ask_by: the count of the last day to ask for it, where the law says one.
        paths: all counts of which this one was the earliest or the latest.
        left_out: its day would lie before the due date, so that it is no limit here.
    """

    limit: Limit
    path: Path | None
    safe: Path | None
    ask_by: Path | None
    paths: tuple[Path, ...]
    left_out: bool = False


class Way:
    """The limits of a version, or of a branch of it, from one of them on, given those that were reached before.

    Where the count that gives a day, or whether a limit is left out, depends on dates, ways part: see `after`.
    `closings` keeps what closed days make of the days of each kind of limit.
    """

    def __init__(
        self,
        rule: CompiledRule,
        branch: Branch | None,
        limits: Sequence[Limit],
        slots: tuple[Slot, ...],
        reached: dict[str, Path],
    ) -> None:
        self.rule, self.branch, self.slots = rule, branch, slots
        self._limits, self._reached = limits, reached
        self._next: dict[tuple[int, bool], Way] = {}
        self.closings: dict[str, Kept[date, RolledDay]] = {}
        self.limit: Limit | None = None
        self.paths: tuple[Path, ...] = ()
        self._safe: Path | None = None
        for index, limit in enumerate(limits):
            self.paths = tuple(sorted(self._paths_of(limit), key=_safest))
            self._safe = rule.path(limit.safe, reached) if limit.safe else None
            if self.paths or self._safe or limit.until is not None:
                self.limit, self._limits = limit, limits[index + 1 :]
                break

    def _paths_of(self, limit: Limit) -> list[Path]:
        if limit.until is not None:
            known = limit.until in self.rule.known
            words = f"until {limit.until}"
            return [Path(limit.until, None, origin=words, before_expiry=limit.before_expiry)] if known else []
        return [path for count in limit.counts if (path := self.rule.path(count, self._reached)) is not None]

    @property
    def ends_after(self) -> str | None:
        """The limit that this one must not end before; None where any day will do."""
        return "due" if self.limit and self.limit.kind not in _FIRST and "due" in self._reached else None

    @once
    def found(self) -> tuple[Slot, ...]:
        """The limits of the whole way, without those that are left out."""
        return tuple(slot for slot in self.slots if not slot.left_out)

    def after(self, choice: int, *, left_out: bool) -> Way:
        """The way on, where the count at the place `choice` among `paths` gives the day."""
        key = (choice, left_out)
        if key not in self._next:
            limit, path = self.limit, self.paths[choice] if self.paths else None
            assert limit is not None
            reached = self._reached if path is None or left_out else {**self._reached, limit.kind: path}
            ask_by = self.rule.path(limit.ask_by, reached) if limit.ask_by else None
            slot = Slot(limit, path, self._safe, ask_by, self.paths, left_out)
            self._next[key] = Way(self.rule, self.branch, self._limits, (*self.slots, slot), reached)
        return self._next[key]


class Names:
    """The names of days that counts can start from, before any limit is reached.

    Attributes:
        known: the names.
        called: what answers call a day whose own name is the engine's.
    """

    def __init__(self, calendar: Calendar, known: set[str], office: str | None) -> None:
        self.calendar, self.known, self._office = calendar, known, office
        self._words: dict[str, tuple[bool, str]] = {}
        self._backward: set[str] = set()
        self.called: dict[str, str] = {}

    def path(self, count: Count, reached: Mapping[str, Path]) -> Path | None:
        """The path of a count; None where the day that it starts from is not known."""
        name = count.start
        source = START if name is None else name
        if source not in reached and source not in self.known:
            return None
        before = count.before_expiry
        if count.on is not None:
            own, words = self._words.get(count.on, (False, f"on the {count.on}"))
            return Path(source, None, (), source, words, own, before, source in self._backward)
        length = length_of(count)
        assert length is not None
        plus = self.calendar.plus(length, -1 if count.before is not None else 1, self._office)
        if name is None:
            return Path(source, plus, (length,), source, before_expiry=before)
        if count.before is not None:
            called = self.called.get(name, name)
            return Path(source, plus, origin=f"{length} before {called}", before_expiry=before, backward=True)
        if name in reached:
            base = reached[name]
            chain = (*base.chain, length)
            whole = self._whole(chain, base.start)
            return Path(source, plus, chain, base.start, base.origin, base.own, before, base.backward, whole)
        if name in self._words:
            own, words = self._words[name]
            return Path(source, plus, (length,), source, words, own, before)
        return Path(source, plus, origin=f"{length} after {name}", before_expiry=before)

    def _whole(self, chain: tuple[Length, ...], start: str | None) -> tuple[int, Kept[date, date]] | None:
        months = [length.in_months for length in chain]
        if len(chain) < 2 or None in months or start is None:
            return None
        whole = sum(number for number in months if number)
        return whole, self.calendar.plus(Length(whole, "months"))

    def tests(self, conditions: Sequence[Condition]) -> tuple[Test, ...] | None:
        """What is left to test for every row; None where a condition cannot hold for these events."""
        tests: list[Test | None] = []
        for condition in conditions:
            if (condition.name in self.known) != condition.given:
                return None
            if not condition.given:
                continue
            bound = self.path(condition.later_than, {}) if condition.later_than else None
            if (condition.later_than and bound is None) or (condition.not_before or condition.name) not in self.known:
                return None
            tests.append(_test(condition, bound))
        return tuple(test for test in tests if test)

    def hold(self, conditions: Sequence[Condition], events: Mapping[str, date]) -> bool:
        """Whether all conditions hold for the events of one matter."""
        tests = self.tests(conditions)
        return tests is not None and all(test({name: (day,) for name, day in events.items()})[0] for test in tests)


class CompiledRule(Names):
    """One version of a period for the events that are given.

    Attributes:
        marks: the days that the version names itself, in order.
        branches: the branches that can apply, each with what is to be tested for every row; the last is the version
            itself, without any test.
        plain: the version's own limits, whatever its branches say.
        others: the limits of other periods that it counts from, by their names.

    Raises:
        Missing: no trigger of the version is given.
    """

    def __init__(
        self,
        book: Rulebook,
        calendar: Calendar,
        period_id: str,
        index: int,
        given: frozenset[str],
        office: str | None,
        trigger: str | None = None,
    ) -> None:
        period = book.period(period_id)
        self.period, self.index, self.version = period, index, period.versions[index]
        self.others = {str(each): each for each in limits_of_others(self.version)}
        recurs = period.recurs
        super().__init__(calendar, {*given, *(recurs.days if recurs else (START,))}, office)
        if recurs is not None:
            self._words = {recurs.start: (False, recurs.start), recurs.day: (True, "")}
            if recurs.day in given or len(given.intersection(recurs.counted_from_earliest_of)) < 2:
                self.called = {str(recurs.latest): recurs.day}
        self.triggers = () if recurs else (trigger,) if trigger else triggers_of(self.version, given)
        if not recurs and not self.triggers:
            names = (self.version.trigger,) if self.version.trigger else self.version.trigger_earliest_of
            raise missing(
                book, period_id, next((name for name in deciders_of(self.version) if name in names), names[0])
            )
        self.marks: list[tuple[str, Path]] = []
        for mark, count in self.version.marks.items():
            path = self.path(count, {})
            if path is not None:
                self.marks.append((mark, path))
                self.known.add(mark)
                self._words[mark] = (path.own, path._replace(own=False).words(""))
                if path.backward:
                    self._backward.add(mark)

    @once
    def plain(self) -> Way:
        return Way(self, None, self.version.limits, (), {})

    @once
    def branches(self) -> list[tuple[Way, tuple[Test, ...]]]:
        found: list[tuple[Way, tuple[Test, ...]]] = []
        for branch in self.version.where:
            tests = self.tests(branch.when)
            if tests is None:
                continue
            found.append((Way(self, branch, branch.limits, (), {}), tests))
            if not tests:
                return found
        return [*found, (self.plain, ())]


def _safest(path: Path) -> tuple[bool, bool]:
    """Of counts that end on one day the first is the safest."""
    return not path.before_expiry, not path.backward


def all_hold(tests: Sequence[Test], columns: DateColumns) -> Sequence[bool]:
    """Whether all of one or more tests hold, for each row."""
    return [all(each) for each in zip(*(test(columns) for test in tests), strict=True)]


def _test(condition: Condition, bound: Path | None) -> Test | None:
    """What is left to test of a condition whose event is given; None where that is all it asks for."""
    if not (condition.since or condition.before or bound or condition.not_before):
        return None
    since, last = condition.since or date.min, condition.before - timedelta(days=1) if condition.before else date.max

    def holds(columns: DateColumns) -> Sequence[bool]:
        days = columns[condition.event]
        found = [since <= day <= last for day in days]
        if bound is not None:
            found = [held and day > least for held, day, least in zip(found, days, bound.days(columns), strict=True)]
        if condition.not_before is not None:
            others = columns[condition.not_before]
            found = [held and day >= other for held, day, other in zip(found, days, others, strict=True)]
        return found

    return holds


def triggers_of(version: Version, given: frozenset[str]) -> tuple[str, ...]:
    """The triggers of a version that are given."""
    names = (version.trigger,) if version.trigger else version.trigger_earliest_of
    return tuple(name for name in names if name in given)


def deciders_of(version: Version) -> tuple[str, ...]:
    """What decides whether a version applies: the latest of these days."""
    return (version.decided_by,) if version.decided_by else version.decided_by_latest_of


def limits_of_others(version: Version) -> Iterator[LimitOf]:
    """The limits of other periods from which those of a version are counted."""
    for limit in chain(version.limits, *(branch.limits for branch in version.where)):
        for count in limit.counts:
            if count.before is not None and not isinstance(count.before, str):
                yield count.before


def missing(book: Rulebook, period_id: str, name: str) -> Missing:
    """The error for an event that is not given."""
    period = book.period(period_id)
    title = book.events[name].title
    if name == shown(period):
        return Missing(f"{period_id} needs a date: give DATE, or --event {name}=DATE ({title})", name)
    return Missing(f"{period_id} needs the event {name}: --event {name}=DATE ({title})", name)


def shown(period: Period) -> str | None:
    """The event whose date a question gives as DATE."""
    return period.date_is or period.versions[0].trigger


def _chained(chain: Sequence[Length]) -> str:
    """`3 + 1 months` where the unit is the same, else `12 months + 30 days`."""
    if len(chain) > 1 and len({length.unit for length in chain}) == 1:
        return " + ".join(str(length.amount) for length in chain) + f" {chain[0].unit}"
    return " + ".join(map(str, chain))
