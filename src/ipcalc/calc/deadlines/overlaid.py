"""What an overlay makes of an answer: the same rows are asked of the built-in rulebook, and what is stricter there is
said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.ends import RESTORATION
from ipcalc.calc.deadlines.events import out_of_order
from ipcalc.calc.deadlines.restoring import restoring
from ipcalc.calc.deadlines.rule import deciders_of
from ipcalc.frozen import NamedTuple
from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import Slot
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Note

_CLOSED = ("weekly", "always", "years", "special", "offices", "closures_checked_to", "closed_day_rule")
_EVERY = {"weekly": "the weekly closed days", "always": "the closed days of every year"}
_FIELDS = ("", "act by ", "rolls to ", "ask by ")


class LimitDays(NamedTuple):
    """The days of a limit: in law, to docket, that it rolls to, to ask for it."""

    day: date | None
    act_by: date | None
    rolls_to: date | None
    ask_by: date | None

    def earlier_than(self, other: LimitDays) -> Iterator[str]:
        """The first of these days that lies before the one of `other`, in words, with that."""
        for field, mine, theirs in zip(_FIELDS, self, other, strict=True):
            if mine is not None and (theirs is None or mine < theirs):
                yield f"{field}{notes.long(mine)}" + (f" (here {notes.long(theirs)})" if theirs else "")
                return


class Overlaid(NamedTuple):
    """What an overlay touched in a row: the doubt that says so, the kinds of limit that it touched, and where the
    built-in answer is the stricter one."""

    note: Note
    kinds: frozenset[str]
    earlier: str


_OfRow = Mapping[str, LimitDays]


def overlaid(walk: Walk) -> Mapping[int, Overlaid]:
    """What an overlay touched, by the number of the row here; nothing where there is none."""
    question = walk.question
    if not may_differ(question):
        return {}
    touched = _Touched(walk)
    rows = ((row, touched.row(row)) for row in range(len(walk)))
    return {row: each for row, each in rows if each is not None}


class _Touched:
    """What an overlay touched in the rows of a walk."""

    def __init__(self, walk: Walk) -> None:
        question = walk.question
        version = question.book.version_layer("periods", question.id, walk.rule.index) != BUILT_IN
        counted, around = tuple(_counted(question)), tuple(_around(question))
        self._overlay = question.book.overlay
        self._every = (*([f"the period {question.id}"] if version else []), *counted, *around)
        self._all_limits = version or bool(counted)
        self._mine, self._theirs = _days(walk), _Below(walk)
        self._fees = [(slot, _other_fee(walk, slot)) for slot in walk.slots if slot.limit.fee]

    def row(self, row: int) -> Overlaid | None:
        """What it touched in one row, if anything."""
        own, below = self._mine[row], self._theirs.days.get(row)
        paid = {str(slot.limit.fee): slot.limit.kind for slot, other in self._fees if other[row]}
        differ = set() if below is None else {kind for kind in own if own[kind] != below.get(kind)}
        what = [*self._every, *(f"the fee {name}" for name in paid)]
        if differ and not self._every:
            what.append("closed days")
        if not what:
            return None
        kinds = frozenset(own) if self._all_limits else frozenset((*differ, *paid.values()))
        said, earlier = self._theirs.said(row), self._theirs.earlier(row, own)
        if earlier:
            said = f"The built-in answer is earlier: {earlier}."
        return Overlaid(notes.overlaid(self._overlay, what, said), kinds, earlier)


def may_differ(question: Question) -> bool:
    """Whether some entry that can change an answer is not the built-in one."""
    book = question.book
    period = question.period
    fees = {limit.fee for version in period.versions for limit in version.limits if limit.fee}
    others = [question.other(other.period) for other in question.others]
    return (
        any(book.layer(section) != BUILT_IN for section in _CLOSED)
        or book.layer("periods", question.id) != BUILT_IN
        or any(book.layer("fees", fee) != BUILT_IN for fee in fees)
        or any(_counted(question))
        or any(_around(question))
        or any(map(may_differ, others))
    )


def _counted(question: Question) -> Iterator[str]:
    """What an overlay gives of what all rows of a question are counted by, beside the period."""
    book, period = question.book, question.period
    for section, words in _EVERY.items():
        if book.layer(section) != BUILT_IN:
            yield words
    bounded = {*question.given, *(name for version in period.versions for name in deciders_of(version))}
    yield from (f"the order of the event {name}" for name in sorted(bounded) if _other_bounds(book, name))
    if period.at is not None and book.layer("places", period.at) != BUILT_IN:
        yield f"the place {period.at}"


def _around(question: Question) -> Iterator[str]:
    """What else an overlay gives of what is said of all rows of a question."""
    book, period = question.book, question.period
    if book.layer("checked_to", period.right) != BUILT_IN:
        yield f"the day up to which the law was checked ({book.checked_to(period.right)})"
    if period.suspends and book.layer("suspensions") != BUILT_IN:
        yield "the suspensions of time"
    if period.restored_by is not None and book.layer("periods", period.restored_by) != BUILT_IN:
        yield f"the period {period.restored_by}"
    if _other_side(book, period.by):
        yield f"the side of the role {period.by}"


def _other_bounds(book: Rulebook, event: str) -> bool:
    """Whether an overlay changes what an event says of other events."""
    from ipcalc.law.layers import BOUNDS

    if book.layer("events", event) == BUILT_IN or book.below is None or event not in book.events:
        return False
    own, below = book.raw("events")[event], book.below.raw("events").get(event, {})
    return any(own.get(key) != below.get(key) for key in BOUNDS)


def _other_side(book: Rulebook, role: str) -> bool:
    """Whether an overlay says that a role is on another side."""
    below = book.below.roles if book.below else {}
    return role in below and below[role].side != book.roles[role].side


def _other_fee(walk: Walk, slot: Slot) -> Sequence[bool]:
    """Whether the version of the fee of a limit is an overlay's, for each row."""
    book, fee = walk.question.book, str(slot.limit.fee)
    if book.layer("fees", fee) == BUILT_IN:
        return [False] * len(walk)
    own = [book.version_layer("fees", fee, index) != BUILT_IN for index in range(len(book.fee(fee).versions))]
    places = book.in_force_fee(fee).each(walk.paid_on(slot))
    return [place is None or own[place] for place in places]


def below(walk: Walk) -> Iterator[tuple[Walk, Sequence[int]]]:
    """The same rows by the built-in rulebook where an overlay may differ from it, with what is on record of them: its
    walks, and the numbers that their rows have here."""
    if walk.question.book.below is None or not may_differ(walk.question):
        return
    found = _Below(walk)
    for each in found.walks:
        places = [n for n, row in enumerate(each.rows) if row not in found.impossible]
        if places:
            made = each.part(places)
            made.acts = {n: walk.acts[row] for n, row in enumerate(made.rows) if row in walk.acts}
            made.passed = {n: walk.passed[row] for n, row in enumerate(made.rows) if row in walk.passed}
            yield made, made.rows


class _Below:
    """The same rows by the built-in rulebook.

    Attributes:
        walks: those that answer them.
        days: the days of each row, by the kind of limit, where there is an answer.
        impossible: why it refuses the dates of a row.
    """

    def __init__(self, walk: Walk) -> None:
        self.days: dict[int, _OfRow] = {}
        self.walks: Sequence[Walk] = ()
        self._refused: dict[int, str] = {}
        self.impossible: dict[int, str] = {}
        self._why = ""
        below, rows = walk.question.below, len(walk)
        if below is None:
            self._why = "The built-in rulebook has no such period."
            return
        if bool(below.period.recurs) != bool(walk.returns):
            self._why = "In the built-in rulebook this period recurs differently."
            return
        events = {name: walk.columns[name] for name in below.given}
        self.impossible = dict(out_of_order(below.book, events, below.period.right))
        numbers = [each.occurrence.number for each in walk.returns]
        choice = choose(below, events, rows, numbers)
        self._refused = {row: str(error) for row, error in choice.refused.items()}
        self.walks = choice.walks
        for each in choice.walks:
            self.days |= dict(zip(each.rows, _days(each), strict=True))

    def said(self, row: int) -> str:
        """What of the built-in answer to a row must be known."""
        if self._why:
            return self._why
        if row in self.impossible:
            return f"The built-in rulebook refuses these dates: {self.impossible[row]}."
        if row in self._refused:
            return f"The built-in rulebook has no answer: {self._refused[row]}."
        return ""

    def earlier(self, row: int, own: _OfRow) -> str:
        """Where the built-in answer to a row is the stricter one, in words; empty where it is nowhere."""
        known = row in self.days and row not in self.impossible and not self._why
        return "; ".join(_earlier(own, self.days[row])) if known else ""


def _earlier(own: _OfRow, below: _OfRow) -> Iterator[str]:
    """Where the built-in answer is the stricter one, in words."""
    for kind, days in below.items():
        if kind == "opens":
            yield from _opens_later(own.get(kind), days)
        elif kind in own:
            yield from (f"{kind} {words}" for words in days.earlier_than(own[kind]))
        elif kind == "due" and (last := days.day or days.act_by):
            yield f"{kind} {notes.long(last)}"
    for kind in own:
        if kind not in below and kind != "opens":
            yield f"no {kind} limit"


def _opens_later(own: LimitDays | None, below: LimitDays) -> Iterator[str]:
    if below.day and (own is None or own.day is None or below.day > own.day):
        yield f"opens only on {notes.long(below.day)}"


def _days(walk: Walk) -> Sequence[_OfRow]:
    """The days of all limits of each row, by their kind, with those of a restoration."""
    found: list[dict[str, LimitDays]] = [{} for _ in range(len(walk))]
    for slot in walk.slots:
        kind = slot.limit.kind
        for row, days in enumerate(_of_slot(walk, slot)):
            found[row][kind] = days
    for restored in restoring(walk):
        for slot in restored.slots:
            if slot.limit.kind == "due":
                for row, days in zip(restored.rows, _of_slot(restored, slot), strict=True):
                    found[row][RESTORATION] = days
    return found


def _of_slot(walk: Walk, slot: Slot) -> Iterator[LimitDays]:
    if slot.path is None:
        safe = walk.safe_days(slot) if slot.safe else [None] * len(walk)
        yield from (LimitDays(None, day, None, None) for day in safe)
        return
    asked: Sequence[date | None] = [None] * len(walk)
    if slot.ask_by is not None:
        asked = list(map(walk.question.calendar.closed.last_open, slot.ask_by.days(walk.columns)))
    for day, closing, ask in zip(walk.dates[slot.limit.kind], walk.closings(slot), asked, strict=True):
        yield LimitDays(day, closing.act_by, closing.rolls_to, ask)
