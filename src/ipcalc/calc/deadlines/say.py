"""What is said of an answer, and in which order: written here once, for one row and for a column of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain, compress, count
from operator import gt
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.calendar import KIND
from ipcalc.calc.days.closing import LINE
from ipcalc.calc.days.suspending import suspension_notes, suspensions_of
from ipcalc.calc.deadlines.recurrence import Return, nth, series
from ipcalc.calc.deadlines.walk import taken, walked
from ipcalc.law.rulebook import covered

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import Column, Path, Slot, Way
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.periods import Reading


_SHORTEST_MONTH = 28


class Spoken:
    """What is said of every row that goes a way, whatever its dates.

    Attributes:
        head: what stands before the other readings of a contested point.
        disputes: what is in dispute whatever the dates: a note for the version, its branch and its limits.
        middle: what stands between those and the notes of the limits.
        first: what stands before the notes of the limits, where there are no other readings.
        all: the whole of it, in lines.
        before, after: what of it stands around the notes of closed days, for each limit.
        bounded: some event that is given should lie within some months after another one.
        fees: for limits with a fee, by their place, the first and the last day on which it surely has a version.
        suspensions: those that can apply.
    """

    def __init__(self, question: Question, way: Way) -> None:
        version, branch, options = way.rule.version, way.branch, question.options
        self.head = (*version.notes, *notes.asked(question.period, question.given), *([branch.note] if branch else []))
        limits = [slot.limit for slot in way.found]
        texts = [version.contested, branch.contested if branch else None, *(limit.contested for limit in limits)]
        self.disputes = tuple(f"Contested: {text}" for text in texts if text)
        middle: list[str] = []
        if options.office is not None and question.served is None:
            middle.append(notes.not_served(question.book, options.office, question.period.right))
        if options.as_of is not None:
            middle.append(f"Answered by the law as it stood on {options.as_of}.")
        self.middle = tuple(middle)
        own = [(limit.note,) if limit.note else () for limit in limits]
        self.first = first = (*self.head, *self.disputes, *self.middle)
        withins = [question.book.events[name].within for name in question.given]
        self.bounded = any(within is not None and within.of in question.given for within in withins)
        every = _once(*first, *chain.from_iterable(own))
        before = [_once(*first, *chain.from_iterable(own[: n + 1])) for n in range(len(limits))]
        self.all = LINE.join(every)
        self.before = ["".join(note + LINE for note in each) for each in before]
        self.after = ["".join(LINE + note for note in every[len(each) :]) for each in before]
        book = question.book
        self.checked_to = book.checked_to(question.period.right)
        fees = [(n, limit.fee) for n, limit in enumerate(limits) if limit.fee]
        self.fees = {n: covered(book.fee(fee).versions) for n, fee in fees}
        self.suspensions = suspensions_of(book, question.period)
        self.head_ends = len(LINE.join(_once(*self.head)))


@lru_cache(maxsize=4096)
def _spoken(question: Question, way: Way) -> Spoken:
    return Spoken(question, way)


def _once(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _joined(*texts: str) -> str:
    return LINE.join(filter(None, texts))


class Saying:
    """What is said of the rows of a walk, each sentence once."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._spoken = _spoken(walk.question, walk.way)

    def columns(self) -> Sequence[str]:
        """Everything that is said of each row, in order, in lines."""
        spoken, rows = self._spoken, len(self.walk)
        found = [spoken.all] * rows
        of_limits = [self._of_limit(slot, n) for n, slot in enumerate(self.walk.slots)]
        several: set[int] = set()
        for n, lines in enumerate(of_limits):
            before, after = spoken.before[n], spoken.after[n]
            for row, said in lines.items():
                if found[row] is not spoken.all:
                    several.add(row)
                found[row] = before + said + after
        for row in several:
            found[row] = self._several([lines.get(row) for lines in of_limits])
        for row, others in self.readings.items():
            found[row] = _joined(found[row][: spoken.head_ends], *others, found[row][spoken.head_ends :].lstrip(LINE))
        for row, last in self._tail().items():
            found[row] = _joined(found[row], *_once(*last))
        for row, first in self.walk.before.items():
            found[row] = _joined(*first, found[row])
        return found

    def contested(self, row: int) -> bool:
        """Whether the law of a row is in dispute, or a suspension was applied to it."""
        if self._spoken.disputes or row in self.readings:
            return True
        return any((slot.limit.kind, row) in self.walk.suspended for slot in self.walk.slots)

    # ------------------------------------------------------------------ the limits
    def _of_limit(self, slot: Slot, place: int) -> dict[int, str]:
        """What the dates of a limit call for, by row."""
        walk, kind = self.walk, slot.limit.kind
        if slot.path is None:
            if slot.safe is None:
                return {}
            until, words = str(slot.limit.until), slot.safe.words("")
            return {n: notes.until(until, day, words) for n, day in enumerate(slot.safe.days(walk.columns))}
        closed = enumerate(walk.closings(slot))
        found = {row: closing.said.replace(KIND, kind) for row, closing in closed if closing.said}
        days = walk.columns[kind]
        if slot.path.whole is not None:
            months, whole = slot.path.whole
            longer = list(map(whole.__getitem__, walk.columns[slot.path.start or ""]))
            for row in compress(count(), map(gt, longer, days)):
                found[row] = _joined(found.get(row, ""), notes.one_step(kind, months, days[row], longer[row]))
        if slot.limit.short_month == "first of the next":
            for row, (start, day) in enumerate(zip(walk.columns[slot.path.source], days, strict=True)):
                if day.day == 1 and start.day > _SHORTEST_MONTH:
                    found[row] = _joined(found.get(row, ""), notes.onward(kind, start, day))
        if place in self._spoken.fees:
            self._without_fee(slot, self._spoken.fees[place], found)
        return found

    def _without_fee(self, slot: Slot, covered: tuple[date, date], found: dict[int, str]) -> None:
        """Add that the fee of a limit is not known on its day."""
        first, last = covered
        book, fee, paid = self.walk.question.book, slot.limit.fee, self.walk.paid_on(slot)
        if fee is None or (min(paid) >= first and max(paid) <= last):
            return
        for row, day in enumerate(paid):
            if not first <= day <= last and not book.form_of_fee(fee, day)[0]:
                said = notes.no_fee(fee, book.fee(fee), day, slot.limit.kind)
                found[row] = _joined(found.get(row, ""), said)

    def _several(self, of_limits: Sequence[str | None]) -> str:
        """What stands for every row, with what the dates of several limits call for."""
        found = [*self._spoken.first]
        for slot, lines in zip(self.walk.slots, of_limits, strict=True):
            if slot.limit.note:
                found.append(slot.limit.note)
            if lines:
                found += lines.split(LINE)
        return LINE.join(_once(*found))

    # ------------------------------------------------------------------ what stands after them
    def _tail(self) -> Mapping[int, Sequence[str]]:
        walk, question, spoken = self.walk, self.walk.question, self._spoken
        columns = [(slot.limit.kind, walk.columns[slot.limit.kind]) for slot in walk.slots if slot.path]
        applied = question.options.suspensions
        found: defaultdict[int, list[str]] = defaultdict(list)
        for row, said in suspension_notes(spoken.suspensions, columns, walk.began, applied=applied).items():
            found[row] += said
        if spoken.bounded:
            given = {name: days for name, days in walk.columns.items() if name in question.given}
            for row in range(len(walk)):
                events = {name: days[row] for name, days in given.items()}
                for said in notes.of_events(question.book, events):
                    found[row].append(said)
        deciding = [question.options.as_of] * len(walk) if question.options.as_of else walk.deciders
        checked_to = spoken.checked_to
        for row in [row for row, day in enumerate(deciding) if day is not None and day > checked_to]:
            found[row].append(notes.later_than_checked(checked_to, deciding[row] or checked_to))
        for row, opened in walk.opened.items():
            found[row].append(notes.opened_before(walk.columns["opens"][row], walk.rule.version.from_, opened))
        return found

    # ------------------------------------------------------------------ other readings
    @cached_property
    def readings(self) -> Mapping[int, Sequence[str]]:
        """For each row the notes of the other readings of a contested point that give another day there."""
        walk, version = self.walk, self.walk.rule.version
        found: defaultdict[int, list[str]] = defaultdict(list)
        for reading in version.readings[1:]:
            first, last = reading.since or date.min, reading.to or date.max
            rows = [row for row, day in enumerate(walk.deciders) if day is None or first <= day <= last]
            if not rows or reading.limit not in walk.columns:
                continue
            answers = walk.columns[reading.limit]
            for row, day in self._read(reading, rows):
                if day != answers[row]:
                    found[row].append(notes.reading(version.readings[0].says, answers[row], reading, day))
        return dict(found)

    def _read(self, reading: Reading, rows: Sequence[int]) -> Iterator[tuple[int, date]]:
        """The days that another reading gives; none where an event of it is not given, or it is the same version."""
        walk, question, index = self.walk, self.walk.question, self.walk.rule.index
        if reading.counted_from is not None:
            yield from self._from_another_start(reading, reading.counted_from, rows)
            return
        if not question.given.issuperset(filter(None, (reading.decided_by, reading.trigger))):
            return
        parts: defaultdict[int | None, list[int]] = defaultdict(list)
        if reading.decided_by is None:
            parts[index] += rows
        else:
            for row in rows:
                parts[question.in_force(walk.columns[reading.decided_by][row])].append(row)
            parts.pop(index, None)
        roots = {name: column for name, column in walk.columns.items() if name in question.roots}
        for other, places in parts.items():
            if other is None:
                continue
            rule = question.rule(other, reading.trigger)
            for way, columns, some in walked(rule, taken(roots, places), plain=True):
                for place, day in zip(some, _days(reading, way, columns), strict=False):
                    yield places[place], day

    def _from_another_start(self, reading: Reading, event: str, rows: Sequence[int]) -> Iterator[tuple[int, date]]:
        """The days of the same occurrence where the period counts from another event."""
        walk, question = self.walk, self.walk.question
        recurs, plus = question.period.recurs, question.calendar.plus
        if recurs is None or event not in question.given or recurs.day in question.given:
            return
        others = set(recurs.counted_from_earliest_of) - {event}
        given = {name: days for name, days in walk.columns.items() if name in question.given - others}
        for row in rows:
            events = {name: days[row] for name, days in given.items()}
            found = series(question.id, question.period, events, question.options.as_of, lambda day, by: plus(by)[day])
            occurrence = nth(question.id, found, walk.returns[row].occurrence.number)
            if found.start == walk.returns[row].start or occurrence.version is None:
                continue
            columns = {name: (day,) for name, day in events.items()}
            own = Return(occurrence, found.start, found.start_event).days(recurs)
            columns |= {name: (day,) for name, day in own.items()}
            for way, reached, _ in walked(question.rule(occurrence.version), columns):
                for day in _days(reading, way, reached):
                    yield row, day


def _days(reading: Reading, way: Way, columns: Mapping[str, Column]) -> Column:
    """The days of a reading for rows that went a way; none where it gives none."""
    if not reading.has_length:
        return columns.get(reading.limit, ())
    reached: dict[str, Path] = {slot.limit.kind: slot.path for slot in way.found if slot.path}
    path = way.rule.path(reading, reached)
    return path.days(columns) if path else ()
