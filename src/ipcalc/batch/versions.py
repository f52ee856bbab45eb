"""One version of a period, for one set of events, with all that does not depend on the dates worked out beforehand.

It gives the cells that the single engine would give, and leaves to it (`Unplanned`) what is too rare to plan.
`tests/test_batch.py` holds the two against each other over every period.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.batch.cells import JOIN, Cells
from ipcalc.calc import notes
from ipcalc.calc.answer import contested
from ipcalc.calc.closing import Manner
from ipcalc.calc.counting import Length, length_of
from ipcalc.calc.suspending import suspension_notes
from ipcalc.law.rulebook import last_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from ipcalc.batch.plan import Plan
    from ipcalc.batch.tables import Added, Closings
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.periods import Branch, Condition, Count, Limit, Reading

Days = dict[str, date]
START = ""  # the name under which the days of a row hold that of the trigger
_COLUMNS = {"opens": 0, "due": 1, "extended": 4, "late": 5, "restoration": 6}


class Unplanned(Exception):
    """The single engine must answer this."""


@dataclass(slots=True)
class Path:
    """One count: from the day of a name, by one length (none where it is that day itself).

    `chain` are the lengths since the day of `start`; where they are several and in months, `whole` counts all of
    them in one step.
    """

    root: str
    before_expiry: bool
    backward: bool
    added: Added | None = None
    chain: tuple[Length, ...] = ()
    start: str = START
    months: int = 0
    whole: Added | None = None
    closings: Closings = field(init=False)

    def day(self, days: Days) -> date:
        """The day that the count gives for these days."""
        base = days[self.root]
        return base if self.added is None else self.added[base]


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
    first: date
    last: date
    waits: bool = False
    safe: Path | None = None

    def reach(self, days: Days) -> tuple[date, Path]:
        """The day of the limit, and the path that gives it."""
        path = self.paths[0]
        day = path.day(days)
        for other in self.paths[1:]:
            another = other.day(days)
            if another > day if self.later else another < day:
                day, path = another, other
        return day, path


@dataclass(slots=True)
class Variant:
    """The limits of a version, or of a branch of it, for the rows on which all its tests hold.

    `head` are the notes that stand before those of the readings, `disputes` those after them; `text` is all that no
    date changes.
    """

    tests: tuple[Callable[[Days], bool], ...]
    slots: tuple[Slot, ...]
    head: tuple[str, ...]
    disputes: tuple[str, ...]
    citation: str
    evidence: str
    text: str


class Answered(NamedTuple):
    """The cells of a row, the day of `due` (of the first limit where there is none), and the last of all limits.

    Both are None where there is no such day; `opens` counts for neither the one nor the other unless it is alone.
    """

    cells: Cells
    due: date | None
    last: date | None


class VersionPlan:
    """One version of the period of `plan`, for its events."""

    def __init__(self, plan: Plan, index: int) -> None:
        self.plan = plan
        self.index = index
        self.version = plan.period.versions[index]
        known = {*plan.given, *plan.own}
        self.marks: list[tuple[str, Path]] = []
        for mark, count in self.version.marks.items():
            path = self._path(count, known, {})
            if path is not None:
                self.marks.append((mark, path))
                known.add(mark)
        self.readings = self.version.readings[1:]
        since = min((reading.since or date.min for reading in self.readings), default=date.max)
        self.disputed = (since, max((reading.to or date.max for reading in self.readings), default=date.min))
        self.variants = tuple(self._variants(known))
        self.plain = self._slots(self.version.limits, known)
        self.forward = not any(path.backward for slot in self.plain for path in slot.paths) and not self.marks

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
            for path in (*paths, *([safe] if safe else [])):
                manner = Manner(limit.kind, period.at, period.term, path.before_expiry, path.backward, self.plan.served)
                path.closings = self.plan.tables.closings(manner)
            sure = _known(book, limit.fee)
            found_slot = Slot(limit, tuple(paths), bool(limit.later_of), column, *sure, waits, safe)
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
        )

    # ------------------------------------------------------------------ using it
    def plainly(self, days: Days) -> Days:
        """`days` with those of the version's own limits, whatever its branches say.

        Raises:
            Unplanned: a limit would end before the due date.
        """
        for mark, path in self.marks:
            days[mark] = path.day(days)
        for slot in self.plain:
            if slot.waits:
                continue
            days[slot.limit.kind] = day = slot.reach(days)[0]
            if slot.column > 1 and "due" in days and day < days["due"]:
                raise Unplanned
        return days

    def _chosen(self, days: Days) -> Variant:
        """The first variant all of whose tests hold, with the marks of the version among `days`."""
        for mark, path in self.marks:
            days[mark] = path.day(days)
        variant = self.variants[0]
        if variant.tests:
            variant = next(each for each in self.variants if all(test(days) for test in each.tests))
        return variant

    def answer(self, days: Days, decider: date | None, before: Sequence[str] = ()) -> Answered:
        """The cells of a row.

        Args:
            days: those of its events; it gains those that are reached.
            decider: the day that chose this version.
            before: notes that stand first.

        Raises:
            Unplanned: a limit would end before the due date, or a window open before its version was law.
        """
        variant = self._chosen(days) if self.marks or self.variants[0].tests else self.variants[0]
        texts = ["", "", "", "", "", "", ""]
        said: list[str] = []
        moved = False
        due: date | None = None
        last: date | None = None
        limits: list[tuple[str, date]] = []
        for slot in variant.slots:
            limit, column = slot.limit, slot.column
            if limit.note:
                said.append(limit.note)
            if slot.waits:
                said += self._waiting(slot, days, texts)
                moved = True
                continue
            path = slot.paths[0]
            base = days[path.root]
            day = base if path.added is None else path.added[base]
            if len(slot.paths) > 1:
                day, path = slot.reach(days)
            kind = limit.kind
            days[kind] = day
            limits.append((kind, day))
            texts[column], act_by, rolls_to, closed = path.closings[day]
            if column == 0:
                if self.index and day < self.version.from_:
                    raise Unplanned
            else:
                if column == 1:
                    due = day
                    texts[2], texts[3] = act_by, rolls_to
                elif due is not None and day < due:
                    raise Unplanned
                if last is None or day > last:
                    last = day
            if closed:
                said += closed
                moved = True
            if path.whole is not None:
                longer = path.whole[days[path.start]]
                if longer > day:
                    said.append(notes.one_step(kind, path.months, day, longer))
                    moved = True
            if not slot.first <= day <= slot.last:
                said += self._no_fee(limit, day)
                moved = True
        tail: Sequence[str] = ()
        plan = self.plan
        if plan.bounded or (decider or date.max) > plan.checked_to or (last or date.min) >= plan.suspended_from:
            tail = self._tail(days, decider, limits, last)
        disputed: Sequence[str] = ()
        if self.readings and (decider is None or self.disputed[0] <= decider <= self.disputed[1]):
            disputed = self._readings(days, decider, limits)
        text = variant.text
        if moved or tail or disputed or before:
            text = JOIN.join(dict.fromkeys((*before, *variant.head, *disputed, *variant.disputes, *said, *tail)))
        cells = Cells._make((*texts, variant.citation, variant.evidence, text, ""))
        return Answered(cells, due or (limits[0][1] if limits else None), last)

    def _no_fee(self, limit: Limit, day: date) -> Sequence[str]:
        book, fee = self.plan.engine.book, limit.fee or ""
        return () if book.form_of_fee(fee, day)[0] else [notes.no_fee(fee, book.fee(fee), day, limit.kind)]

    def _tail(
        self, days: Days, decider: date | None, limits: Sequence[tuple[str, date]], last: date | None
    ) -> Sequence[str]:
        """What stands after the notes of the limits."""
        plan = self.plan
        said: list[str] = []
        if last is not None and last >= plan.suspended_from:
            began = days[START] if plan.single else None
            if began is None or began <= plan.suspended_to:
                said += suspension_notes(plan.engine.book, plan.period, began, limits, applied=False)
        if plan.bounded:
            said += notes.of_events(plan.engine.book, {name: days[name] for name in plan.given})
        if decider is not None and decider > plan.checked_to:
            said.append(notes.later_than_checked(plan.checked_to, decider))
        return said

    def _waiting(self, slot: Slot, days: Days, texts: list[str]) -> Sequence[str]:
        """The safe day of a limit that waits for its event, and what is said of it."""
        limit, safe = slot.limit, slot.safe
        if safe is None or limit.safe is None:
            return ()
        day = safe.day(days)
        texts[2] = safe.closings[day].act_by if slot.column == 1 else texts[2]
        length = length_of(limit.safe)
        words = f"on the {limit.safe.on}" if length is None else str(length)
        words += f" after {limit.safe.after}" if limit.safe.after else ""
        return [notes.until(str(limit.until), day, words)]

    def _readings(self, days: Days, decider: date | None, limits: Sequence[tuple[str, date]]) -> Sequence[str]:
        """A note for each other reading that gives another day."""
        said: list[str] = []
        answers = dict(limits)
        for reading in self.readings:
            if decider and not (reading.since or date.min) <= decider <= (reading.to or date.max):
                continue
            day, answer = self._reading(reading, days), answers.get(reading.limit)
            if day is not None and answer is not None and day != answer:
                said.append(notes.reading(self.version.readings[0].says, answer, reading, day))
        return said

    def _reading(self, reading: Reading, days: Days) -> date | None:
        """The day that another reading gives; None where it does not differ or an event of it is not given."""
        plan, version = self.plan, self
        if not plan.single:
            raise Unplanned
        if reading.decided_by is not None:
            other = plan.in_force(days[reading.decided_by]) if reading.decided_by in plan.given else None
            if other is None or other == self.index:
                return None
            version = plan.version(other)
        there = plan.started(version, {name: days[name] for name in plan.given})
        if reading.trigger is not None:
            if reading.trigger not in plan.given:
                return None
            there[START] = days[reading.trigger]
        version.plainly(there)
        if not reading.has_length:
            return there.get(reading.limit)
        path = version._path(reading, set(there), {})
        return path.day(there) if path is not None else None


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
    def holds(days: Days) -> bool:
        day = days[condition.event]
        if condition.since is not None and day < condition.since:
            return False
        if bound is not None and day <= bound.day(days):
            return False
        return condition.not_before is None or day >= days[condition.not_before]

    return holds
