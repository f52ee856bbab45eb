"""What one version of a period answers to rows: the cells that the single engine would give.

What is too rare to plan is left to the engine (`Unplanned`). `tests/test_batch.py` holds the two against each other
over every period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress, count
from operator import gt, lt
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.batch.cells import JOIN, Cells, Gathered
from ipcalc.batch.paths import START, Days, Layout, Path, Slot, Step, Variant
from ipcalc.batch.tables import KIND, Cell, Unplanned, ordinal
from ipcalc.calc import notes
from ipcalc.calc.counting import length_of
from ipcalc.calc.suspending import suspension_notes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ipcalc.law.shapes.periods import Reading

DUE = -1  # stands for the day of `due` where that decides
NEVER, ALWAYS = ordinal(date.min), ordinal(date.max)

Roots = Sequence[Sequence[int]]  # the columns of days from which all others are counted
Walked = tuple[Slot, Path | None, Cell | tuple[()]]  # a limit, the path that gave its day, what closed days make of it


class Answered(NamedTuple):
    """The cells of a row, the day of `due` (or of the first limit), and the last of all but `opens`; 0 for none."""

    cells: Cells
    due: int
    last: int


@dataclass(slots=True)
class Walk:
    """Rows that have taken all steps, by columns.

    Attributes:
        reached: days: those of the roots, then those of each step.
        texts: the columns of days, as they are written.
        closings: for each limit, what closed days make of it, by row.
        dues: the days of `due`; `lasts` are the last ones of all limits but `opens`, `deciders` those that chose the
            version; 0 for none.
        odd: the rows to which another version applies, or that only `VersionPlan.answer` can refuse.
        remarkable: the rows of which something is to be said that only some days call for.
    """

    reached: list[Sequence[int]]
    texts: list[list[str]]
    closings: list[dict[int, Cell]]
    dues: Sequence[int]
    lasts: Sequence[int]
    deciders: Sequence[int]
    odd: set[int]
    remarkable: set[int]


class VersionPlan(Layout):
    """One version of the period of `plan`, for its events."""

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

    def together(self, roots: Roots, places: Sequence[int], gathered: Gathered) -> Sequence[int]:
        """Answer rows that give one event alone.

        Returns:
            The places of the rows that `answer` must say.
        """
        left: list[int] = []
        for variant, theirs, some in self._by_variant(roots, places):
            try:
                left += self._in_columns(variant, theirs, some, gathered)
            except Unplanned:
                left += some
        return left

    def _by_variant(self, roots: Roots, places: Sequence[int]) -> Iterable[tuple[Variant, Roots, Sequence[int]]]:
        """Rows by the variant that answers them."""
        if not self.variants[0].tests:
            return [(self.variants[0], roots, places)]
        parts: defaultdict[int, list[int]] = defaultdict(list)
        for row in range(len(places)):
            parts[self._chosen(self._days(roots, row))].append(row)
        return [
            (self.variants[part], [[days[row] for row in rows] for days in roots], [places[row] for row in rows])
            for part, rows in parts.items()
        ]

    def _days(self, roots: Roots, row: int) -> Days:
        """The days of one row by their names."""
        return {name: roots[place][row] for name, place in self.roots.items()}

    def _in_columns(self, variant: Variant, roots: Roots, places: Sequence[int], gathered: Gathered) -> Sequence[int]:
        """Answer rows by one variant: all rows take one step before any takes the next.

        That is several times as quick as row by row. The places of rows to which another version applies, or that only
        `answer` can refuse, are given back.

        Raises:
            Unplanned: a day lies outside the tables; no row is answered then.
        """
        if variant.steps is None:
            return places
        rows = len(places)
        walk = self._walk(variant.steps, roots, rows)
        columns = [*walk.texts, [variant.citation] * rows, [variant.evidence] * rows]
        columns += self._notes(variant, roots, walk), [""] * rows
        if not walk.odd:
            gathered.add(places, columns)
            return ()
        even = [row not in walk.odd for row in range(rows)]
        gathered.add(list(compress(places, even)), [compress(column, even) for column in columns])
        return [places[row] for row in walk.odd]

    def _walk(self, steps: Sequence[Step], roots: Roots, rows: int) -> Walk:
        plan, texts = self.plan, self.plan.texts
        nothing, zeros = [""] * rows, [0] * rows
        walk = Walk([*roots], [nothing] * 7, [], zeros, zeros, zeros, set(), set())
        reached, odd, remarkable = walk.reached, walk.odd, walk.remarkable
        for _, slot, path, source, origin in steps:
            days = path.added.each(reached[source]) if path.added else reached[source]
            reached.append(days)
            if slot is None:
                continue
            written = walk.texts[slot.column] = [texts[day] for day in days]
            if path.whole is not None:
                remarkable.update(compress(count(), map(gt, path.whole.each(reached[origin]), days)))
            remarkable.update(_outside(days, slot.first, slot.last))
            if path.closings is None:
                walk.closings.append({})
                odd.update(_outside(days, self.since, ALWAYS) if self.index else ())
                continue
            closed = path.closings.each(days)
            walk.closings.append(closed)
            if slot.column == 1:
                act_by, rolls_to = walk.texts[2:4] = [*written], [*written]
                for row, cell in closed.items():
                    act_by[row], rolls_to[row] = cell.act_by, cell.rolls_to
                walk.dues = days
            elif walk.dues is not zeros and (path.root != "due" or path.backward):
                odd.update(compress(count(), map(lt, days, walk.dues)))
            later = walk.lasts is zeros or (walk.lasts is reached[source] and not path.backward)
            walk.lasts = days if later else list(map(max, walk.lasts, days))
        walk.deciders = walk.dues if plan.by_due else roots[-1]
        if plan.by_due:
            odd.update(_outside(walk.dues, *plan.span(self.index)))
        return walk

    def _notes(self, variant: Variant, roots: Roots, walk: Walk) -> list[str]:
        """The notes of rows that have taken all steps."""
        assert variant.steps is not None
        said = [variant.text] * len(roots[0])
        several: set[int] = set()
        for slot, (before, after), closed in zip(variant.slots, variant.around, walk.closings, strict=True):
            for row, cell in closed.items():
                if said[row] is not variant.text:
                    several.add(row)
                elif cell.notes:
                    said[row] = before + cell.notes.replace(KIND, slot.limit.kind) + after
        for row in several:
            said[row] = self._said(variant, [each.get(row, ()) for each in walk.closings])
        counted = list(zip(variant.steps, walk.reached[len(roots) :], strict=True))
        for row in self._late(roots[0], walk):
            limits = [(step.name, days[row]) for step, days in counted if step.slot]
            tail = self._tail({START: roots[0][row]}, walk.deciders[row], limits, walk.lasts[row])
            said[row] = JOIN.join(dict.fromkeys([said[row], *tail] if said[row] else tail))
        if self.readings:
            first, last = self.disputed
            walk.remarkable.update(row for row, day in enumerate(walk.deciders) if first <= day <= last)
        for row in walk.remarkable - walk.odd:
            here = self._days(roots, row) | {step.name: days[row] for step, days in counted}
            walked = [
                (slot, slot.paths[0], each.get(row, ()))
                for slot, each in zip(variant.slots, walk.closings, strict=True)
            ]
            said[row] = self._noted(variant, here, walk.deciders[row], walk.lasts[row], walked)
        return said

    def _late(self, starts: Sequence[int], walk: Walk) -> Iterable[int]:
        """The rows of which something may be said after the notes of their limits."""
        plan = self.plan
        found = set(_outside(walk.deciders, NEVER, plan.checked_to))
        first, last = plan.suspended_from, plan.suspended_to if plan.single else ALWAYS
        if max(walk.lasts) >= first and (min(starts) <= last or min(walk.lasts) <= last):
            for row, (start, end) in enumerate(zip(starts, walk.lasts, strict=True)):
                if end >= first and (start <= last or end <= last):
                    found.add(row)
        return found

    def _said(self, variant: Variant, closings: Sequence[Cell | tuple[()]]) -> str:
        """The notes of a row of which nothing but closed days tells, at several limits."""
        said = [*variant.head, *variant.disputes]
        for slot, closing in zip(variant.slots, closings, strict=True):
            if slot.limit.note:
                said.append(slot.limit.note)
            if closing:
                said += closing.said(slot.limit.kind)
        return JOIN.join(dict.fromkeys(said))

    def _chosen(self, days: Days) -> int:
        """The place of the first variant all of whose tests hold; `days` gain the marks of the version."""
        for mark, path in self.marks:
            days[mark] = path.day(days)
        if not self.variants[0].tests:
            return 0
        return next(place for place, each in enumerate(self.variants) if all(test(days) for test in each.tests))

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
        variant = self.variants[self._chosen(days)]
        texts = ["", "", "", "", "", "", ""]
        walked: list[Walked] = []
        remarkable = bool(before or self.readings or plan.bounded)
        first = due = last = 0
        for slot in variant.slots:
            column = slot.column
            if slot.waits:
                walked.append((slot, None, ()))
                remarkable = True
                if column == 1:
                    texts[2] = self._safe(slot, days)
                continue
            path = slot.paths[0]
            day = days[path.root]
            if path.added is not None:
                day = path.added.days[day] or path.added.fill(day)
            if len(slot.paths) > 1:
                day, path = slot.reach(days)
            days[slot.limit.kind] = day
            first = first or day
            text = texts[column] = all_texts[day]
            closing = path.closings.cells[day] if path.closings else ()
            if closing is None and path.closings:
                closing = path.closings.fill(day)
            walked.append((slot, path, closing or ()))
            if column == 1:
                due = day
                texts[2], texts[3] = (closing.act_by, closing.rolls_to) if closing else (text, text)
            if (day < due) if column else (self.index and day < self.since):
                raise Unplanned
            if column and day > last:
                last = day
            if closing or path.whole is not None or not slot.first <= day <= slot.last:
                remarkable = True
        if decider == DUE:
            decider = due
        began = days[START] if plan.single else 0
        if not remarkable:
            remarkable = (decider or 0) > plan.checked_to
            remarkable |= last >= plan.suspended_from and (began <= plan.suspended_to or last <= plan.suspended_to)
        note = self._noted(variant, days, decider, last, walked, before) if remarkable else variant.text
        cells = tuple.__new__(Cells, (*texts, variant.citation, variant.evidence, note, ""))
        return Answered(cells, due or first, last)

    def _noted(
        self,
        variant: Variant,
        days: Days,
        decider: int | None,
        last: int,
        walked: Sequence[Walked],
        before: Sequence[str] = (),
    ) -> str:
        """The notes of a row whose days are all reached."""
        said: list[str] = []
        limits: list[tuple[str, int]] = []
        for slot, path, closing in walked:
            limit = slot.limit
            if limit.note:
                said.append(limit.note)
            if path is None:
                said += self._waiting(slot, days)
                continue
            day = days[limit.kind]
            limits.append((limit.kind, day))
            if closing:
                said += closing.said(limit.kind)
            if (path.whole is not None and path.longer(days) > day) or not slot.first <= day <= slot.last:
                said += self._rare(slot, path, days, day)
        disputed = self._readings(days, decider, limits) if self.readings else ()
        tail = self._tail(days, decider, limits, last)
        return JOIN.join(dict.fromkeys((*before, *variant.head, *disputed, *variant.disputes, *said, *tail)))

    def last(self, days: Days) -> int:
        """The last day of all limits but `opens`; 0 for none. `days` gain those that are reached."""
        last = 0
        for slot in self.variants[self._chosen(days)].slots:
            if not slot.waits:
                days[slot.limit.kind] = day = slot.reach(days)[0]
                last = max(last, day) if slot.column else last
        return last

    def _rare(self, slot: Slot, path: Path, days: Days, day: int) -> Sequence[str]:
        """What is said where one step would give a later day, and where a fee is not known for the day."""
        said: list[str] = []
        longer = path.longer(days)
        if longer > day:
            said.append(notes.one_step(slot.limit.kind, path.months, self.plan.dates[day], self.plan.dates[longer]))
        book, fee = self.plan.engine.book, slot.limit.fee
        if fee and not book.form_of_fee(fee, self.plan.dates[day])[0]:
            said.append(notes.no_fee(fee, book.fee(fee), self.plan.dates[day], slot.limit.kind))
        return said

    def _tail(self, days: Days, decider: int | None, limits: Sequence[tuple[str, int]], last: int) -> Sequence[str]:
        """What stands after the notes of the limits."""
        plan = self.plan
        said: list[str] = []
        began = days[START] if plan.single else None
        if last >= plan.suspended_from and (began is None or min(began, last) <= plan.suspended_to):
            each = [(kind, self.plan.dates[day]) for kind, day in limits]
            start = None if began is None else self.plan.dates[began]
            said += suspension_notes(plan.engine.book, plan.period, start, each, applied=False)
        if plan.bounded:
            said += notes.of_events(plan.engine.book, {name: self.plan.dates[days[name]] for name in plan.given})
        if decider is not None and decider > plan.checked_to:
            said.append(notes.later_than_checked(self.plan.dates[plan.checked_to], self.plan.dates[decider]))
        return said

    def _safe(self, slot: Slot, days: Days) -> str:
        """The day to docket of a limit that waits for its event: that of a day that is safe whatever happens."""
        if slot.safe is None or slot.safe.closings is None:
            return ""
        day = slot.safe.day(days)
        closing = slot.safe.closings.cells[day] or slot.safe.closings.fill(day)
        return closing.act_by if closing else self.plan.texts[day]

    def _waiting(self, slot: Slot, days: Days) -> Sequence[str]:
        """What is said of a limit that waits for its event."""
        limit = slot.limit
        if slot.safe is None or limit.safe is None:
            return ()
        length = length_of(limit.safe)
        words = f"on the {limit.safe.on}" if length is None else str(length)
        words += f" after {limit.safe.after}" if limit.safe.after else ""
        return [notes.until(str(limit.until), self.plan.dates[slot.safe.day(days)], words)]

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
                said.append(notes.reading(safe, self.plan.dates[answer], reading, self.plan.dates[day]))
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


def _outside(days: Sequence[int], first: int, last: int) -> Sequence[int]:
    """The places of the days that lie before a first or after a last one."""
    if min(days) >= first and max(days) <= last:
        return ()
    return [place for place, day in enumerate(days) if not first <= day <= last]
