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
from ipcalc.batch.tables import Unplanned, day_of, ordinal
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

Days = dict[str, int]  # numbers of days, by name
DUE = -1  # stands for the day of `due` where that decides
START = ""  # the name under which the days of a row hold that of the trigger
_COLUMNS = {"opens": 0, "due": 1, "extended": 4, "late": 5, "restoration": 6}


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
    branch: bool


class Step(NamedTuple):
    """One mark or limit of a version without branches: `source` is the place of the day that it counts from among
    those reached before, `origin` that of the day from which all its lengths run."""

    slot: Slot | None
    path: Path
    source: int
    origin: int
    added: Added | None
    closings: Closings | None


class Answered(NamedTuple):
    """The cells of a row, the day of `due` (or of the first limit), and the last of all but `opens`; 0 for none."""

    cells: Cells
    due: int
    last: int


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
        self._ways: dict[Reading, Path | None] = {}
        self.since = ordinal(self.version.from_)
        first = min((reading.since or date.min for reading in self.readings), default=date.max)
        self.disputed = (ordinal(first), ordinal(max((r.to or date.max for r in self.readings), default=date.min)))
        self.variants = tuple(self._variants(known))
        self.plain = self._slots(self.version.limits, known)
        self.forward = not self.marks and not any(path.backward for slot in self.plain for path in slot.paths)
        self.names: tuple[str, ...] = ()
        self.steps = self._steps()
        self.branches = bool(self.variants[0].tests) or self.variants[0].branch

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

    def _steps(self) -> tuple[Step, ...] | None:
        """The marks and limits of a version without branches, all counted from its trigger alone; else None.

        The trigger, or the day of `due`, decides which version applies.
        """
        variant, law = self.variants[0], self.version
        if variant.tests or variant.branch or law.decided_by not in ("due", law.trigger):
            return None
        names, steps = [START], []
        paths: list[tuple[str, Slot | None, tuple[Path, ...]]] = [(mark, None, (path,)) for mark, path in self.marks]
        paths += [(slot.limit.kind, slot, slot.paths) for slot in variant.slots]
        for name, slot, several in paths:
            if len(several) != 1 or several[0].root not in names or several[0].start not in names:
                return None
            path = several[0]
            if law.decided_by == "due" and path.backward:
                return None
            source, origin = names.index(path.root), names.index(path.start)
            steps.append(Step(slot, path, source, origin, path.added, path.closings if slot else None))
            names.append(name)
        self.names = tuple(names)
        return tuple(steps)

    def simply(self, start: int) -> Cells | None:
        """The cells of a row that gives the trigger alone, on `start`, where the version has `steps`.

        None where the day of `due` decides, and another version applies to it.

        Raises:
            Unplanned: as `answer` raises it.
        """
        assert self.steps is not None
        plan, variant = self.plan, self.variants[0]
        all_texts = plan.texts
        texts = ["", "", "", "", "", "", ""]
        reached = [start]
        said: list[str] = []
        due = last = 0
        moved = False
        for slot, path, source, origin, added, closings in self.steps:
            day = reached[source]
            if added is not None:
                day = added[0][day] or added[1](day)
            reached.append(day)
            if slot is None or closings is None:
                continue
            column = slot.column
            text = texts[column] = all_texts[day] or plan.text(day)
            closing = closings[0][day]
            if closing is None:
                closing = closings[1](day)
            if column == 1:
                due = day
                texts[2], texts[3] = (closing[0], closing[1]) if closing else (text, text)
            if (day < due) if column else (self.index and day < self.since):
                raise Unplanned
            if column and day > last:
                last = day
            note = slot.limit.note
            if note:
                said.append(note)
            if closing and closing[2]:
                said += closing[2]
                moved = True
            whole = path.whole
            if (
                whole is not None and (whole[0][reached[origin]] or whole[1](reached[origin])) > day
            ) or not slot.first <= day <= slot.last:
                said += self._rare(slot, path, dict(zip(self.names, reached, strict=False)), day)
                moved = True
        decider = start
        if plan.by_due:
            decider = due
            if plan.in_force(due) != self.index:
                return None
        suspended = last >= plan.suspended_from and (start <= plan.suspended_to or last <= plan.suspended_to)
        text = variant.text
        late = suspended or decider > plan.checked_to
        if moved or late or self.readings:
            tail: Sequence[str] = ()
            disputed: Sequence[str] = ()
            if late or self.readings:
                days = dict.fromkeys(plan.given, start) | dict(zip(self.names, reached, strict=True))
                limits = [(name, days[name]) for name in self.names[len(self.marks) + 1 :]]
                tail = self._tail(days, decider, limits, last) if late else ()
                disputed = self._readings(days, decider, limits) if self.readings else ()
            if moved or tail or disputed:
                text = JOIN.join(dict.fromkeys((*variant.head, *disputed, *variant.disputes, *said, *tail)))
        return tuple.__new__(Cells, (*texts, variant.citation, variant.evidence, text, ""))

    def _chosen(self, days: Days) -> Variant:
        """The first variant all of whose tests hold, with the marks of the version among `days`."""
        for mark, path in self.marks:
            days[mark] = path.day(days)
        variant = self.variants[0]
        if variant.tests:
            variant = next(each for each in self.variants if all(test(days) for test in each.tests))
        return variant

    def answer(self, days: Days, decider: int | None, before: Sequence[str] = ()) -> Answered:
        """The cells of a row.

        Args:
            days: those of its events; it gains those that are reached.
            decider: the day that chose this version; DUE where that is the day of `due`.
            before: notes that stand first.

        Raises:
            Unplanned: a limit would end before the due date, or a window open before its version was law.
        """
        plan, all_texts = self.plan, self.plan.texts
        variant = self._chosen(days) if self.marks or self.variants[0].tests else self.variants[0]
        texts = ["", "", "", "", "", "", ""]
        said: list[str] = []
        limits: list[tuple[str, int]] = []
        due = last = 0
        moved = bool(before)
        for slot in variant.slots:
            limit, column = slot.limit, slot.column
            if limit.note:
                said.append(limit.note)
            if slot.waits:
                said += self._waiting(slot, days, texts)
                moved = True
                continue
            path = slot.paths[0]
            day = days[path.root]
            if path.added is not None:
                day = path.added.days[day] or path.added.fill(day)
            if len(slot.paths) > 1:
                day, path = slot.reach(days)
            kind = limit.kind
            days[kind] = day
            limits.append((kind, day))
            text = texts[column] = all_texts[day] or plan.text(day)
            closing = path.closings.cells[day]
            if closing is None:
                closing = path.closings.fill(day)
            if column == 1:
                due = day
                texts[2], texts[3] = (closing.act_by, closing.rolls_to) if closing else (text, text)
            if (day < due) if column else (self.index and day < self.since):
                raise Unplanned
            if column and day > last:
                last = day
            if closing and closing.notes:
                said += closing.notes
                moved = True
            if (path.whole is not None and path.longer(days) > day) or not slot.first <= day <= slot.last:
                said += self._rare(slot, path, days, day)
                moved = True
        if decider == DUE:
            decider = due
        tail: Sequence[str] = ()
        began = days[START] if plan.single else 0
        suspended = last >= plan.suspended_from and (began <= plan.suspended_to or last <= plan.suspended_to)
        if suspended or plan.bounded or (decider or 0) > plan.checked_to:
            tail = self._tail(days, decider, limits, last)
        disputed = self._readings(days, decider, limits) if self.readings else ()
        note = variant.text
        if moved or tail or disputed:
            note = JOIN.join(dict.fromkeys((*before, *variant.head, *disputed, *variant.disputes, *said, *tail)))
        cells = tuple.__new__(Cells, (*texts, variant.citation, variant.evidence, note, ""))
        return Answered(cells, due or (limits[0][1] if limits else 0), last)

    def _rare(self, slot: Slot, path: Path, days: Days, day: int) -> Sequence[str]:
        """What is said where one step would give a later day, and where a fee is not known for the day."""
        said: list[str] = []
        longer = path.longer(days)
        if longer > day:
            said.append(notes.one_step(slot.limit.kind, path.months, day_of(day), day_of(longer)))
        book, fee = self.plan.engine.book, slot.limit.fee
        if fee and not book.form_of_fee(fee, day_of(day))[0]:
            said.append(notes.no_fee(fee, book.fee(fee), day_of(day), slot.limit.kind))
        return said

    def _tail(self, days: Days, decider: int | None, limits: Sequence[tuple[str, int]], last: int) -> Sequence[str]:
        """What stands after the notes of the limits."""
        plan = self.plan
        said: list[str] = []
        began = days[START] if plan.single else None
        if last >= plan.suspended_from and (began is None or min(began, last) <= plan.suspended_to):
            each = [(kind, day_of(day)) for kind, day in limits]
            start = None if began is None else day_of(began)
            said += suspension_notes(plan.engine.book, plan.period, start, each, applied=False)
        if plan.bounded:
            said += notes.of_events(plan.engine.book, {name: day_of(days[name]) for name in plan.given})
        if decider is not None and decider > plan.checked_to:
            said.append(notes.later_than_checked(day_of(plan.checked_to), day_of(decider)))
        return said

    def _waiting(self, slot: Slot, days: Days, texts: list[str]) -> Sequence[str]:
        """The safe day of a limit that waits for its event, and what is said of it."""
        limit, safe = slot.limit, slot.safe
        if safe is None or limit.safe is None:
            return ()
        day = safe.day(days)
        if slot.column == 1:
            closing = safe.closings.cells[day]
            closing = safe.closings.fill(day) if closing is None else closing
            texts[2] = closing.act_by if closing else self.plan.text(day)
        length = length_of(limit.safe)
        words = f"on the {limit.safe.on}" if length is None else str(length)
        words += f" after {limit.safe.after}" if limit.safe.after else ""
        return [notes.until(str(limit.until), day_of(day), words)]

    def _readings(self, days: Days, decider: int | None, limits: Sequence[tuple[str, int]]) -> Sequence[str]:
        """A note for each other reading that gives another day."""
        if decider is not None and not self.disputed[0] <= decider <= self.disputed[1]:
            return ()
        said: list[str] = []
        answers = dict(limits)
        for reading in self.readings:
            if decider and not ordinal(reading.since or date.min) <= decider <= ordinal(reading.to or date.max):
                continue
            day, answer = self._reading(reading, days), answers.get(reading.limit)
            if day is not None and answer is not None and day != answer:
                safe = self.version.readings[0].says
                said.append(notes.reading(safe, day_of(answer), reading, day_of(day)))
        return said

    def _reading(self, reading: Reading, days: Days) -> int | None:
        """The day that another reading gives; None where it does not differ or an event of it is not given."""
        plan, version = self.plan, self
        if not plan.single:
            raise Unplanned
        if reading.decided_by is None and reading.trigger is None:
            if reading not in self._ways:
                self._ways[reading] = self._path(reading, set(days), {}) if reading.has_length else None
            way = self._ways[reading]
            return way.day(days) if way is not None else days.get(reading.limit)
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
    since = ordinal(condition.since or date.min)

    def holds(days: Days) -> bool:
        day = days[condition.event]
        if day < since:
            return False
        if bound is not None and day <= bound.day(days):
            return False
        return condition.not_before is None or day >= days[condition.not_before]

    return holds
