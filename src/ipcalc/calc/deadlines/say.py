"""What is said of an answer, and in which order: written here once, for one row and for a column of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, compress, count
from operator import gt
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.calendar import KIND
from ipcalc.calc.days.counting import Length
from ipcalc.calc.days.suspending import can_apply, suspension_notes
from ipcalc.calc.deadlines.walk import walked
from ipcalc.law.rulebook import covered

if TYPE_CHECKING:
    from ipcalc.calc.days.calendar import Kept
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import Path, Slot, Way
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.periods import Reading

_ONE = timedelta(days=1)


class Spoken:
    """What is said of every row that goes a way, whatever its dates.

    Attributes:
        head: what stands before the other readings of a contested point.
        disputes: what is in dispute whatever the dates: a note for the version, its branch and its limits.
        middle: what stands between those and the notes of the limits.
        all: the whole of it.
        before, after: what of it stands around the notes of closed days, for each limit.
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
        first = (*self.head, *self.disputes, *self.middle)
        self.all = _once(*first, *chain.from_iterable(own))
        self.before = [_once(*first, *chain.from_iterable(own[: n + 1])) for n in range(len(limits))]
        self.after = [self.all[len(before) :] for before in self.before]


@lru_cache(maxsize=4096)
def spoken_of(question: Question, way: Way) -> Spoken:
    """What is said of every row that goes a way."""
    return Spoken(question, way)


def said(walk: Walk, row: int) -> tuple[str, ...]:
    """Everything that is said of a row, in order, each sentence once."""
    spoken = spoken_of(walk.question, walk.way)
    found = [*walk.before.get(row, ()), *spoken.head, *readings(walk, row), *spoken.disputes, *spoken.middle]
    for slot in walk.slots:
        found += [slot.limit.note] if slot.limit.note else []
        found += _of_limit(walk, slot, row)
    return _once(*found, *_tail(walk, row))


def _once(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def columns_said(walk: Walk) -> list[Sequence[str]]:
    """Everything that is said of each row of a walk, as `said` says it of one."""
    spoken = spoken_of(walk.question, walk.way)
    more = _more(walk)
    found: list[Sequence[str]] = [spoken.all] * len(walk)
    if len(more) < len(walk):
        closed = [(n, slot, walk.closings(slot)) for n, slot in enumerate(walk.slots) if slot.path]
        several: set[int] = set()
        for n, slot, closings in closed:
            before, after, kind = spoken.before[n], spoken.after[n], slot.limit.kind
            for row, closing in enumerate(closings):
                if closing.notes:
                    if found[row] is not spoken.all:
                        several.add(row)
                    found[row] = (*before, *[note.replace(KIND, kind) for note in closing.notes], *after)
        more |= several
    for row in more:
        found[row] = said(walk, row)
    return found


def is_contested(walk: Walk, row: int) -> bool:
    """Whether the law of a row is in dispute, or a suspension that is disputed was applied to it."""
    if spoken_of(walk.question, walk.way).disputes or any(readings(walk, row)):
        return True
    return any((slot.limit.kind, row) in walk.suspended for slot in walk.slots)


# ---------------------------------------------------------------------- the limits
def _of_limit(walk: Walk, slot: Slot, row: int) -> Iterator[str]:
    limit, kind = slot.limit, slot.limit.kind
    if slot.path is None:
        if slot.safe is not None:
            yield notes.until(str(limit.until), slot.safe.days(walk.columns)[row], slot.safe.words(""))
        return
    yield from (note.replace(KIND, kind) for note in walk.closings(slot)[row].notes)
    day = walk.columns[kind][row]
    if slot.path.whole is not None:
        months, whole = slot.path.whole
        longer = whole[walk.columns[slot.path.start or ""][row]]
        if longer > day:
            yield notes.one_step(kind, months, day, longer)
    if limit.fee is not None:
        book, paid = walk.question.book, walk.paid_on(slot)[row]
        if not book.form_of_fee(limit.fee, paid)[0]:
            yield notes.no_fee(limit.fee, book.fee(limit.fee), paid, kind)


def _more(walk: Walk) -> set[int]:
    """The rows of which more may be said than what stands for all, and what closed days say."""
    question, options = walk.question, walk.question.options
    if options.suspensions or any(slot.path is None for slot in walk.slots):
        return set(range(len(walk)))
    found = {*walk.before, *walk.opened}
    for slot in walk.slots:
        assert slot.path is not None
        days = walk.columns[slot.limit.kind]
        if slot.path.whole is not None:
            starts = walk.columns[slot.path.start or ""]
            found.update(compress(count(), map(gt, map(slot.path.whole[1].__getitem__, starts), days)))
        if slot.limit.fee is not None:
            found |= _outside(walk.paid_on(slot), *covered(question.book.fee(slot.limit.fee).versions))
    first = min((reading.since or date.min for reading in walk.rule.version.readings[1:]), default=date.max)
    last = max((reading.to or date.max for reading in walk.rule.version.readings[1:]), default=date.min)
    found |= _inside(walk.deciders, first, last)
    deciding = [options.as_of] * len(walk) if options.as_of else walk.deciders
    found |= _inside(deciding, question.book.checked_to(question.period.right) + _ONE, date.max)
    for name, of, longest in _bounds(question):
        for row, (day, first) in enumerate(zip(walk.columns[name], walk.columns[of], strict=True)):
            if not first <= day <= longest[first]:
                found.add(row)
    return found | _perhaps_suspended(walk)


def _bounds(question: Question) -> Iterator[tuple[str, str, Kept[date, date]]]:
    """Events that should lie within some months after another, that one, and the day to which they may."""
    for name in question.given:
        within = question.book.events[name].within
        if within and within.of in question.given:
            yield name, within.of, question.calendar.plus(Length(within.months, "months"))


def _perhaps_suspended(walk: Walk) -> set[int]:
    question = walk.question
    suspensions = question.book.suspensions if can_apply(question.period) else ()
    if not suspensions or all(last is None for last in walk.lasts):
        return set()
    first, last = min(each.from_ for each in suspensions), max(each.to for each in suspensions)
    ends = [end or date.min for end in walk.lasts]
    if max(ends) < first:
        return set()
    if walk.began is None:
        return {row for row, end in enumerate(ends) if end >= first}
    return {
        row
        for row, (end, began) in enumerate(zip(ends, walk.began, strict=True))
        if end >= first and min(began, end) <= last
    }


def _inside(days: Sequence[date | None], first: date, last: date) -> set[int]:
    return {row for row, day in enumerate(days) if day is None or first <= day <= last} if first <= last else set()


def _outside(days: Sequence[date], first: date, last: date) -> set[int]:
    if min(days) >= first and max(days) <= last:
        return set()
    return {row for row, day in enumerate(days) if not first <= day <= last}


def _tail(walk: Walk, row: int) -> Iterable[str]:
    """What stands after the notes of the limits."""
    question, period = walk.question, walk.question.period
    days = [(slot.limit.kind, walk.columns[slot.limit.kind][row]) for slot in walk.slots if slot.path]
    began = walk.began[row] if walk.began else None
    yield from suspension_notes(question.book, period, began, days, applied=question.options.suspensions)
    yield from notes.of_events(
        question.book, {name: days[row] for name, days in walk.columns.items() if name in question.given}
    )
    deciding = question.options.as_of or walk.deciders[row]
    checked_to = question.book.checked_to(period.right)
    if deciding is not None and deciding > checked_to:
        yield notes.later_than_checked(checked_to, deciding)
    if row in walk.opened:
        yield notes.opened_before(walk.columns["opens"][row], walk.rule.version.from_, walk.opened[row])


# ---------------------------------------------------------------------- other readings
def readings(walk: Walk, row: int) -> Iterator[str]:
    """A note for each other reading of a contested point that gives another day here."""
    version, decided = walk.rule.version, walk.deciders[row]
    for reading in version.readings[1:]:
        if decided and not (reading.since or date.min) <= decided <= (reading.to or date.max):
            continue
        if reading.limit not in walk.columns:
            continue
        answer, day = walk.columns[reading.limit][row], _day_of(walk, reading, row)
        if day is not None and day != answer:
            yield notes.reading(version.readings[0].says, answer, reading, day)


def _day_of(walk: Walk, reading: Reading, row: int) -> date | None:
    """The day that another reading gives; None where it does not differ or an event of it is not given."""
    question, index = walk.question, walk.rule.index
    if not question.given.issuperset(filter(None, (reading.decided_by, reading.trigger))):
        return None
    days = {name: [column[row]] for name, column in walk.columns.items() if name in question.roots}
    if reading.decided_by is not None:
        other = question.in_force(days[reading.decided_by][0])
        if other is None or other == index:
            return None
        index = other
    rule = question.rule(index, reading.trigger)
    ((way, columns, _),) = walked(rule, days, plain=True)
    if reading.has_length:
        reached: dict[str, Path] = {slot.limit.kind: slot.path for slot in way.found if slot.path}
        path = rule.path(reading, reached)
        return path.days(columns)[0] if path else None
    return columns[reading.limit][0] if reading.limit in columns else None
