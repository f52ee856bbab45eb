"""What is said of an answer, and in which order: written here once, for one row and for a column of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from itertools import compress, count
from operator import gt
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.suspending import suspension_notes, suspensions_of
from ipcalc.calc.deadlines.ends import RESTORATION
from ipcalc.calc.deadlines.readings import read_otherwise
from ipcalc.calc.deadlines.recurrence import first_term
from ipcalc.calc.deadlines.restoring import restoring
from ipcalc.calc.deadlines.unknown import asks
from ipcalc.calc.lines import LINE, Frame, lines
from ipcalc.frozen import once
from ipcalc.law.rulebook import covered
from ipcalc.law.shapes.base import NOTHING, WEAK, Note

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.overlaid import Overlaid
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import Slot, Way
    from ipcalc.calc.deadlines.walk import Walk


_SHORTEST_MONTH = 28


class Spoken:
    """What is said of every row that goes a way, whatever its dates.

    Attributes:
        contested: something is in dispute whatever the dates.
        bounded: some event that is given should lie within some months after another one.
        fees: for limits with a fee, by their place, the first and the last day on which it surely has a version.
        suspensions: those that can apply.
        checked_to: the day up to which the law was looked for.
    """

    def __init__(self, question: Question, way: Way) -> None:
        book = question.book
        limits = [slot.limit for slot in way.found]
        disputes = list(_disputes(way))
        self.contested = bool(disputes)
        said = [*_of_version(question, way), *disputes, *_of_question(question)]
        said += [limit.note for limit in limits if limit.note]
        self._said, self._frames = notes.ordered(said), dict[str, Frame]()
        withins = [book.events[name].within for name in question.given]
        self.bounded = any(within is not None and within.start(question.given) for within in withins)
        self.checked_to = book.checked_to(question.period.right)
        fees = [(n, limit.fee) for n, limit in enumerate(limits) if limit.fee]
        self.fees = {n: covered(book.fee(fee).versions) for n, fee in fees}
        self.suspensions = suspensions_of(book, question.period)

    def frame(self, joint: str) -> Frame:
        """It all, with `joint` between the sentences, around what the dates of a row call for besides."""
        if joint not in self._frames:
            self._frames[joint] = Frame(self._said, joint)
        return self._frames[joint]


def _of_version(question: Question, way: Way) -> Iterator[Note]:
    """What a version, its branch and the events that are given call for, and that the evidence is weak."""
    version, branch = way.rule.version, way.branch
    yield from version.notes
    yield from notes.asked(question.period, question.given)
    if branch:
        yield branch.note
    own = (branch.evidence if branch else None) or version.evidence
    if own in WEAK:
        yield notes.weak(own, version.citation)
    for slot in way.found:
        if slot.limit.evidence in WEAK and slot.limit.evidence != own:
            yield notes.weak(slot.limit.evidence, version.citation, slot.limit.kind)


def _disputes(way: Way) -> Iterator[Note]:
    """What is in dispute whatever the dates: a note for the version, its branch and its limits."""
    for each in (way.rule.version, way.branch, *(slot.limit for slot in way.found)):
        if each and each.contested:
            yield notes.doubt(f"Contested: {each.contested}")


def _of_question(question: Question) -> Iterator[Note]:
    """What the options call for, and that the restoration of what is lost is in dispute."""
    options, restoring = question.options, question.restoring
    if restoring and any(version.readings or version.contested for version in restoring.period.versions):
        yield notes.restoration_contested(restoring.id)
    if options.office is not None and question.served is None:
        yield notes.not_served(question.book, options.office, question.period.right)
    if options.as_of is not None:
        yield notes.information(f"Answered by the law as it stood on {options.as_of}.")


@lru_cache(maxsize=4096)
def _spoken(question: Question, way: Way) -> Spoken:
    return Spoken(question, way)


class Saying:
    """What is said of the rows of a walk, each sentence once."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self._spoken = _spoken(walk.question, walk.way)

    def texts(
        self, joint: str = LINE, beside: Mapping[int, Sequence[Note]] = NOTHING, *, closed: bool = True
    ) -> Sequence[str]:
        """Everything that is said of each row, with `joint` between the sentences: doubts first, then conditions, then
        information. In lines, where no `joint` is given; `beside` is what must be said of rows for other reasons, and
        closed days are left out where they are not `closed`."""
        frame, rows = self._spoken.frame(joint), len(self.walk)
        more: defaultdict[int, list[str]] = defaultdict(list)
        for row, touched in self.overlaid.items():
            more[row].append(lines([touched.note]))
        for said in (self.walk.before, asks(self.walk), self.readings, self._tail(), beside):
            for row, sentences in said.items():
                if sentences:
                    more[row].append(lines(dict.fromkeys(sentences)))
        of_limits = [self._of_limit(slot, n, closed=closed) for n, slot in enumerate(self.walk.slots)]
        for texts in (*of_limits, *map(_of_restoration, restoring(self.walk))):
            for row, text in texts.items():
                more[row].append(text)
        found = [frame.alone] * rows
        around = cache(frame.around)  # one text for all rows of which the same is said
        for row, every in more.items():
            found[row] = around(tuple(every))
        return found

    def contested(self, row: int) -> bool:
        """Whether the law of a row is in dispute, or a suspension was applied to it."""
        if self._spoken.contested or row in self.readings:
            return True
        return any((slot.limit.kind, row) in self.walk.suspended for slot in self.walk.slots)

    @once
    def overlaid(self) -> Mapping[int, Overlaid]:
        """What an overlay touched, by row."""
        if self.walk.question.book.below is None:
            return {}
        from ipcalc.calc.deadlines.overlaid import overlaid

        return overlaid(self.walk)

    # ------------------------------------------------------------------ the limits
    def _of_limit(self, slot: Slot, place: int, *, closed: bool) -> dict[int, str]:
        """What the dates of a limit call for, by row."""
        walk, kind = self.walk, slot.limit.kind
        if slot.path is None:
            if slot.safe is None:
                return {}
            until, words = str(slot.limit.until), slot.safe.words("")
            return {n: lines([notes.until(until, day, words)]) for n, day in enumerate(slot.safe.days(walk.columns))}
        found = _of_closed_days(walk, slot, kind) if closed else {}
        days = walk.columns[kind]
        if slot.path.whole is not None:
            months, whole = slot.path.whole
            longer = list(map(whole.__getitem__, walk.columns[slot.path.start or ""]))
            for row in compress(count(), map(gt, longer, days)):
                _add(found, row, notes.one_step(kind, months, days[row], longer[row]))
        if slot.limit.short_month == "first of the next":
            for row, (start, day) in enumerate(zip(walk.columns[slot.path.source], days, strict=True)):
                if day.day == 1 and start.day > _SHORTEST_MONTH:
                    _add(found, row, notes.onward(kind, start, day))
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
                _add(found, row, notes.no_fee(fee, book.fee(fee), day, slot.limit.kind))

    # ------------------------------------------------------------------ the whole of a row
    def _tail(self) -> Mapping[int, Sequence[Note]]:
        """What is said of a row beside its limits."""
        walk, question, spoken = self.walk, self.walk.question, self._spoken
        columns = [(slot.limit.kind, walk.columns[slot.limit.kind]) for slot in walk.slots if slot.path]
        applied = question.options.suspensions
        found: defaultdict[int, list[Note]] = defaultdict(list)
        for row, said in suspension_notes(spoken.suspensions, columns, walk.began, applied=applied).items():
            found[row] += said
        if spoken.bounded:
            given = {name: days for name, days in walk.columns.items() if name in question.given}
            for row in range(len(walk)):
                events = {name: days[row] for name, days in given.items()}
                found[row] += notes.of_events(question.book, events)
        deciding = [question.options.as_of] * len(walk) if question.options.as_of else walk.deciders
        checked_to = spoken.checked_to
        for row in [row for row, day in enumerate(deciding) if day is not None and day > checked_to]:
            found[row].append(notes.later_than_checked(checked_to, deciding[row] or checked_to))
        for row, note in self._of_first_terms():
            found[row].append(note)
        for row, opened in walk.opened.items():
            found[row].append(notes.opened_before(walk.columns["opens"][row], walk.rule.version.from_, opened))
        return found

    def _of_first_terms(self) -> Iterator[tuple[int, Note]]:
        """What is said of the first term of the rows that count from none that is given."""
        recurs, given = self.walk.rule.period.recurs, self.walk.question.given
        if recurs is None or not any(term.note for term in recurs.terms):
            return
        columns = {name: days for name, days in self.walk.columns.items() if name in given}
        for row, each in enumerate(self.walk.returns):
            term = first_term(recurs, each.start, {name: days[row] for name, days in columns.items()})
            if term.note and each.start_event != recurs.day:
                yield row, term.note

    # ------------------------------------------------------------------ other readings
    @once
    def readings(self) -> Mapping[int, Sequence[Note]]:
        """For each row the note on the other readings of a contested point that give another day there."""
        walk, safe = self.walk, self.walk.rule.version.readings[:1]
        said: dict[int, Sequence[Note]] = {}
        for row, found in read_otherwise(walk).items():
            answers: dict[str, date] = {each.reading.limit: walk.columns[each.reading.limit][row] for each in found}
            others: defaultdict[str, dict[str, date]] = defaultdict(dict)
            for each in found:
                others[each.reading.says][each.reading.limit] = each.day
            against = next((each.reading.against for each in found if each.reading.against), safe[0].says)
            said[row] = [notes.readings(against, answers, others)]
        return said


def _of_closed_days(walk: Walk, slot: Slot, kind: str) -> dict[int, str]:
    """What closed days call for at a limit, by row."""
    said = walk.question.calendar.said(kind)
    return {row: said[closed.said] for row, closed in enumerate(walk.closings(slot)) if closed.said}


def _of_restoration(restored: Walk) -> dict[int, str]:
    """What closed days call for at the last day of a restoration, by the row of what it restores."""
    found = [_of_closed_days(restored, slot, RESTORATION) for slot in restored.slots if slot.limit.kind == "due"]
    return {restored.rows[row]: text for each in found for row, text in each.items()}


def _add(found: dict[int, str], row: int, note: Note) -> None:
    found[row] = found[row] + LINE + lines([note]) if row in found else lines([note])
