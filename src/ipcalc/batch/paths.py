"""The paths from the days of a row to its limits: what of one version does not depend on the dates of a row.

They are laid out once for the version and for the events that are given, and then walked for each row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.batch.cells import JOIN
from ipcalc.batch.tables import Unplanned, ordinal
from ipcalc.calc.answer import contested
from ipcalc.calc.closing import Manner
from ipcalc.calc.counting import Length, length_of
from ipcalc.law.rulebook import last_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from ipcalc.batch.plan import Plan
    from ipcalc.batch.tables import Added, Closings
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.periods import Branch, Condition, Count, Limit, Reading

Days = dict[str, int]  # numbers of days, by name
START = ""  # the name under which the days of a row hold that of the trigger
_COLUMNS = {"opens": 0, "due": 1, "extended": 4, "late": 5, "restoration": 6}


@dataclass(slots=True)
class Path:
    """One count: from the day of a name, by one length (none where it is that day itself).

    `chain` are the lengths since the day of `start`; where they are several and in months, `whole` counts all of
    them in one step. A window that opens has no `closings`.
    """

    root: str
    before_expiry: bool
    backward: bool
    added: Added | None = None
    chain: tuple[Length, ...] = ()
    start: str = START
    months: int = 0
    whole: Added | None = None
    closings: Closings | None = None

    def day(self, days: Days) -> int:
        """The day that the count gives for these days."""
        base = days[self.root]
        return base if self.added is None else self.added.days[base] or self.added.fill(base)

    def longer(self, days: Days) -> int:
        """The day that all lengths give in one step; 0 where they are one."""
        if self.whole is None:
            return 0
        base = days[self.start]
        return self.whole.days[base] or self.whole.fill(base)


@dataclass(slots=True)
class Slot:
    """One limit: its paths, of which the earliest or the latest day counts, and its column.

    Between the days `first` and `last` its fee surely has a version. One that `waits` for an event has no paths, and
    perhaps a day that is safe whatever happens.
    """

    limit: Limit
    paths: tuple[Path, ...]
    later: bool
    column: int
    first: int
    last: int
    waits: bool = False
    safe: Path | None = None

    def reach(self, days: Days) -> tuple[int, Path]:
        """The day of the limit, and the path that gives it."""
        path = self.paths[0]
        day = path.day(days)
        for other in self.paths[1:]:
            another = other.day(days)
            if another > day if self.later else another < day:
                day, path = another, other
        return day, path


class Step(NamedTuple):
    """One mark or limit, by its name: `source` is the place of the day that it counts from among those reached before,
    `origin` that of the day from which all its lengths run."""

    name: str
    slot: Slot | None
    path: Path
    source: int
    origin: int


@dataclass(slots=True)
class Variant:
    """The limits of a version, or of a branch of it, for the rows on which all its tests hold.

    `head` are the notes that stand before those of the readings, `disputes` those after them; `text` is all that no
    date changes, and `around`, for each slot, what of it stands before and after what closed days say. `steps` are
    there where whole columns of days can be walked.
    """

    tests: tuple[Callable[[Days], bool], ...]
    slots: tuple[Slot, ...]
    head: tuple[str, ...]
    disputes: tuple[str, ...]
    citation: str
    evidence: str
    text: str
    branch: bool
    around: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...] | None


class Layout:
    """The paths of one version of the period of `plan`, for its events."""

    def __init__(self, plan: Plan, index: int) -> None:
        self.plan = plan
        self.index = index
        self.version = plan.period.versions[index]
        recurs = plan.period.recurs
        # The days that are known before any is counted, by the place of their column where whole columns are walked.
        self.roots = dict.fromkeys((*plan.given, recurs.start if recurs else START), 0)
        if recurs:
            self.roots[recurs.day] = 1
        known = {*plan.given, *plan.own}
        self.marks: list[tuple[str, Path]] = []
        for mark, count in self.version.marks.items():
            path = self._path(count, known, {})
            if path is not None:
                self.marks.append((mark, path))
                known.add(mark)
        self.readings = self.version.readings[1:]
        self._ways: dict[Reading, Path | None] = {}
        self.since = ordinal(self.version.from_)
        first = min((reading.since or date.min for reading in self.readings), default=date.max)
        self.disputed = (ordinal(first), ordinal(max((r.to or date.max for r in self.readings), default=date.min)))
        self.variants = tuple(self._variants(known))
        self.plain = self._slots(self.version.limits, known)
        self.forward = not self.marks and not any(path.backward for slot in self.plain for path in slot.paths)
        self.branches = len(self.variants) > 1 or self.variants[0].branch

    # ------------------------------------------------------------------ making it
    def _path(self, count: Count, known: set[str], reached: Mapping[str, Slot]) -> Path | None:
        """The path of a count; None where the day that it starts from is not known."""
        origin = count.after or count.before or count.on
        if origin is None and not self.plan.single:
            return None
        if origin is not None and origin not in known and origin not in reached:
            return None
        path = Path(origin or START, count.before_expiry, bool(count.before))
        if count.on is None:
            length = length_of(count)
            assert length is not None
            path.added = self.plan.tables.added(length, -1 if count.before else 1, self.plan.served)
            path.chain, path.start = _chain(origin, length, path.backward, reached, known - self.plan.given)
            months = [each.in_months for each in path.chain]
            if len(months) > 1 and None not in months:
                path.months = sum(each for each in months if each)
                path.whole = self.plan.tables.added(Length(path.months, "months"), 1, None)
        return path

    def _slots(self, limits: Sequence[Limit], known: set[str]) -> tuple[Slot, ...]:
        reached: dict[str, Slot] = {}
        slots: list[Slot] = []
        period, book = self.plan.period, self.plan.engine.book
        for limit in limits:
            column, waits, safe = _COLUMNS[limit.kind], False, None
            if limit.until is not None:
                waits = limit.until not in known
                paths = [] if waits else [Path(limit.until, limit.before_expiry, False)]
                safe = self._path(limit.safe, known, reached) if waits and limit.safe else None
                if not self.plan.single or (safe is not None and safe.root in known - self.plan.given):
                    raise Unplanned
            else:
                counts = limit.later_of or limit.earlier_of or (limit,)
                found = [self._path(count, known, reached) for count in counts]
                paths = [path for path in found if path is not None]
                if not paths:
                    continue
            elsewhere = book.elsewhere(period)
            for path in (*paths, *([safe] if safe else [])):
                manner = Manner(limit.kind, elsewhere, period.term, path.before_expiry, path.backward, self.plan.served)
                path.closings = self.plan.tables.closings(manner) if column else None
            first, last = _known(book, limit.fee)
            later = bool(limit.later_of)
            found_slot = Slot(limit, tuple(paths), later, column, ordinal(first), ordinal(last), waits, safe)
            slots.append(found_slot)
            if not waits:
                reached[limit.kind] = found_slot
        return tuple(slots)

    def _variants(self, known: set[str]) -> list[Variant]:
        found: list[Variant] = []
        for branch in self.version.where:
            tests = self._tests(branch.when, known)
            if tests is None:
                continue
            found.append(self._variant(branch, tests, known))
            if not tests:
                return found
        found.append(self._variant(None, (), known))
        return found

    def _tests(self, conditions: Sequence[Condition], known: set[str]) -> tuple[Callable[[Days], bool], ...] | None:
        """What is left to test on each row; None where a condition cannot hold for these events."""
        tests: list[Callable[[Days], bool]] = []
        for condition in conditions:
            if (condition.event in known) != condition.given:
                return None
            if not condition.given:
                continue
            if condition.since or condition.later_than or condition.not_before:
                bound = self._path(condition.later_than, known, {}) if condition.later_than else None
                if (condition.later_than and bound is None) or (condition.not_before or condition.event) not in known:
                    return None
                tests.append(_test(condition, bound))
        return tuple(tests)

    def _variant(self, branch: Branch | None, tests: tuple[Callable[[Days], bool], ...], known: set[str]) -> Variant:
        version, plan = self.version, self.plan
        slots = self._slots(branch.limits if branch else version.limits, known)
        head = (*version.notes, *plan.asked, *([branch.note] if branch else []))
        disputes = (*contested(version, branch, [slot.limit for slot in slots]), *plan.unserved)
        static = [*head, *disputes, *(slot.limit.note for slot in slots if slot.limit.note)]
        return Variant(
            tests,
            slots,
            head,
            disputes,
            version.citation + (f"; {branch.citation}" if branch and branch.citation else ""),
            (branch and branch.evidence) or version.evidence,
            JOIN.join(dict.fromkeys(static)),
            branch is not None,
            tuple(_around([*head, *disputes], slots)),
            self._steps(slots, branch=bool(version.where)),
        )

    def _steps(self, slots: Sequence[Slot], *, branch: bool) -> tuple[Step, ...] | None:
        """The marks and limits for rows that give one event alone, where all are counted from its day, or from that of
        an occurrence; else None.

        That day, or the one of `due`, decides which version applies.
        """
        law, plan = self.version, self.plan
        if len(plan.given) != 1 or (plan.by_due and (branch or not plan.single)):
            return None
        if plan.single and plan.given.isdisjoint((law.trigger, *law.trigger_earliest_of)):
            return None
        places, first = dict(self.roots), max(self.roots.values()) + 1
        steps: list[Step] = []
        ways: list[tuple[str, Slot | None, tuple[Path, ...]]] = [(mark, None, (path,)) for mark, path in self.marks]
        ways += [(slot.limit.kind, slot, slot.paths) for slot in slots]
        for name, slot, paths in ways:
            if len(paths) != 1 or paths[0].root not in places:
                return None
            if paths[0].whole is not None and paths[0].start not in places:
                return None
            if plan.by_due and paths[0].backward:
                return None
            steps.append(Step(name, slot, paths[0], places[paths[0].root], places.get(paths[0].start, 0)))
            places[name] = first + len(steps) - 1
        return tuple(steps)


def _chain(
    origin: str | None, length: Length, backward: bool, reached: Mapping[str, Slot], computed: AbstractSet[str]
) -> tuple[tuple[Length, ...], str]:
    """The lengths counted one after the other, and the name of the day before them, as the engine tells them."""
    if origin is None:
        return (length,), START
    if backward:
        return (), START
    if origin not in reached:
        return ((length,), origin) if origin in computed else ((), START)
    if len(reached[origin].paths) > 1:
        raise Unplanned
    base = reached[origin].paths[0]
    if base.added is None:
        return (length,), base.root
    return ((*base.chain, length), base.start) if base.chain else ((), START)


def _around(first: Sequence[str], slots: Sequence[Slot]) -> Iterator[tuple[str, str]]:
    """The notes before and after those of closed days, for each slot, where only that one has any."""
    own = [[slot.limit.note] if slot.limit.note else [] for slot in slots]
    for place in range(len(slots)):
        before = dict.fromkeys([*first, *chain.from_iterable(own[: place + 1])])
        after = [note for note in dict.fromkeys(chain.from_iterable(own[place + 1 :])) if note not in before]
        yield "".join(note + JOIN for note in before), "".join(JOIN + note for note in after)


def _known(book: Rulebook, fee: str | None) -> tuple[date, date]:
    """The first and the last day between which a fee surely has a version; beyond them the rulebook is asked."""
    if fee is None:
        return date.min, date.max
    versions = book.fee(fee).versions
    first = versions[0].from_
    for index, version in enumerate(versions):
        if version.to is not None:
            return first, version.to
        if last_day(versions, index) is None:
            return first, date.max
    return first, first


def _test(condition: Condition, bound: Path | None) -> Callable[[Days], bool]:
    since = ordinal(condition.since or date.min)

    def holds(days: Days) -> bool:
        day = days[condition.event]
        if day < since:
            return False
        if bound is not None and day <= bound.day(days):
            return False
        return condition.not_before is None or day >= days[condition.not_before]

    return holds
