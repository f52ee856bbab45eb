"""What an overlay leaves out of dockets: acts that are owed by the built-in rulebook, and that are missing there, come
later or look less urgent."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

from ipcalc.calc import notes
from ipcalc.calc.deadlines.below import only, plainly
from ipcalc.calc.deadlines.state import (
    EXTENDABLE,
    GRACE,
    LAPSED,
    LAST_DAYS,
    NOT_BEFORE,
    OPEN,
    RANK,
    RESTORABLE,
    RUNNING,
    STANDING,
    UNCONFIRMED,
)
from ipcalc.calc.matters.docket import Docket, in_order
from ipcalc.calc.matters.docket import dockets as plain_dockets
from ipcalc.calc.matters.matter import SIDES
from ipcalc.calc.matters.subject import subject
from ipcalc.errors import IpcalcError
from ipcalc.frozen import NamedTuple, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence, Set

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.matters.matter import Matter, Proceeding
    from ipcalc.calc.matters.occasions import Shown
    from ipcalc.calc.results import Deadline, Next
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Note

    _Asked = Sequence[tuple[Matter, Options]]
    _Key = tuple[str | None, str, str | None, int | None]
    _Of = TypeVar("_Of", Matter, Proceeding)

_OWED = (OPEN, UNCONFIRMED, STANDING, NOT_BEFORE, RUNNING, LAST_DAYS, EXTENDABLE, GRACE, RESTORABLE, LAPSED, None)
"""The states in which something is owed; None where today is not known."""

_LAST = date.max


class Stand(NamedTuple):
    """Where an act stands: its state, the day to act by, and what can still be done."""

    state: str | None
    day: date | None
    next: Next | None

    def weaker_than(self, other: Stand) -> bool:
        """Whether it asks for less, or for later, than the other one, in which something is owed."""
        if self.state not in _OWED or RANK[self.state or OPEN] < RANK[other.state or OPEN]:
            return True
        if self.state == LAPSED != other.state:
            return True
        return (self.day or _LAST) > (other.day or _LAST) or self._ends_later_than(other)

    def _ends_later_than(self, other: Stand) -> bool:
        """Whether the last day of the same step is a later one."""
        if self.next is None or other.next is None or self.next.kind != other.next.kind:
            return False
        return (self.next.act_by or _LAST) > (other.next.act_by or _LAST)


def dockets(engine: Engine, asked: _Asked, shown: Shown) -> list[Docket | IpcalcError]:
    """The docket of each of some matters, with what an overlay leaves out of it; see `docket.dockets`."""
    found = plain_dockets(engine, asked, shown)
    if engine.below is None:
        return found
    below = by_built_in(engine, asked, partial(plain_dockets, shown=shown._replace(every=False)))
    return [
        each if isinstance(each, IpcalcError) else with_left_out(each, other, engine.book.overlay, options)
        for (_, options), each, other in zip(asked, found, below, strict=True)
    ]


def by_built_in(
    engine: Engine, asked: _Asked, ask: Callable[[Engine, _Asked], Sequence[Docket | IpcalcError]]
) -> list[Docket | IpcalcError]:
    """What the rulebook below an overlay answers of matters, as far as it knows what they hold; nothing of a right that
    it does not know."""
    below = engine.below
    assert below is not None
    known = {
        place: as_built_in(engine.book, below.book, matter, options)
        for place, (matter, options) in enumerate(asked)
        if matter.right in below.book.rights
    }
    found = dict(zip(known, ask(below, list(known.values())), strict=True))
    return [found.get(place) or Docket(matter, (), (), (), (), ()) for place, (matter, _) in enumerate(asked)]


def with_left_out(found: Docket, below: Docket | IpcalcError, overlay: str, options: Options) -> Docket:
    """A docket with the acts that the built-in rulebook asks for, and that it does not have as early or as urgent.

    Where the answer must be strict these are refused. Where the built-in rulebook refuses the matter, why is said.
    """
    if isinstance(below, IpcalcError):
        return replace(found, refused=(*found.refused, ("", not_compared(overlay, below))))
    told = list(_left_out(found, below, overlay))
    if options.strict:
        known = {name for name, _ in found.refused}
        refused = ((each.period, _strict(each, note)) for each, note in told if each.period not in known)
        return replace(found, refused=(*found.refused, *refused))
    added = (replace(each, left_out_by=overlay, notes=notes.ordered([note, *each.notes])) for each, note in told)
    return replace(found, deadlines=in_order((*found.deadlines, *added))) if told else found


def not_compared(overlay: str, why: IpcalcError) -> str:
    """Why nothing is known of what an overlay leaves out of a matter."""
    return f"what the overlay {overlay} leaves out is not known: the built-in rulebook refuses it: {why}"


def _strict(answer: Deadline, note: Note) -> str:
    return f"refused by --strict: {answer.period}: {note.text.removesuffix('.')}"


def _left_out(found: Docket, below: Docket, overlay: str) -> Iterator[tuple[Deadline, Note]]:
    """The answers of the built-in rulebook that must be told, each with what is to be said of it."""
    own = _asked_of(found)
    for key, answers in _asked_of(below).items():
        theirs = filter(_is_owed, answers)
        mine = sorted(own.get(key, ()), key=_is_owed, reverse=True)
        for each, other in zip_longest(theirs, mine):
            if each is None:
                break
            if other is None:
                yield (
                    each,
                    notes.doubt(f"Left out by the overlay {overlay}, not by the built-in rulebook: {_words(each)}."),
                )
            elif stand_of(other).weaker_than(stand_of(each)):
                weaker = f"Later or less urgent by the overlay {overlay} ({_words(other)})"
                yield each, notes.doubt(f"{weaker} than by the built-in rulebook: {_words(each)}.")


def _asked_of(docket: Docket) -> Mapping[_Key, Sequence[Deadline]]:
    """What a docket has for the party for whom one acts, the earliest first, by period and occurrence."""
    found: defaultdict[_Key, list[Deadline]] = defaultdict(list)
    for each in docket.deadlines:
        if (each.proceeding, each.period) not in docket.watched and not each.projected:
            found[each.proceeding, each.period, each.place, each.occurrence].append(each)
    return {key: sorted(some, key=lambda each: stand_of(each).day or _LAST) for key, some in found.items()}


def _is_owed(answer: Deadline) -> bool:
    return answer.state in _OWED


def stand_of(answer: Deadline) -> Stand:
    """Where an answer stands."""
    due = answer.limit("due")
    return Stand(answer.state, (due.act_by or due.date) if due else None, answer.next)


def _words(answer: Deadline) -> str:
    """An answer in a few words: its first day, and its state."""
    limit = answer.limit("due") or next(iter(answer.limits), None)
    day = (limit.date or limit.act_by) if limit else None
    said = f"{limit.kind} {notes.long(day)}" if limit and day else "without a day"
    return said if answer.state in (None, OPEN) else f"{said}, {answer.state}"


# ---------------------------------------------------------------------- what the built-in rulebook knows of a matter
def as_built_in(book: Rulebook, below: Rulebook, matter: Matter, options: Options) -> tuple[Matter, Options]:
    """A matter of a right that the built-in rulebook knows, and its options, without what only the overlay knows."""
    known = subject(below, matter.right)
    of_matter = _known(book, below, matter, known.events, known.facts)
    proceedings = tuple(_known(book, below, each, known.events, known.facts) for each in matter.proceedings)
    plain = plainly(below, options)
    return replace(of_matter, office=plain.office, proceedings=proceedings), plain


def _known(book: Rulebook, below: Rulebook, of: _Of, events: Set[str], facts: Set[str]) -> _Of:
    """A matter or a proceeding with the events, the facts and the party that the built-in rulebook knows."""
    return replace(
        of,
        acting_for=_party(book, below, of.acting_for),
        events=only(of.events, events),
        earlier=only(of.earlier, events),
        facts=only(of.facts, facts),
    )


def _party(book: Rulebook, below: Rulebook, acting: str | None) -> str | None:
    """The party for whom one acts; the side of a role that only the overlay knows."""
    if acting is None or acting not in book.roles or acting in below.roles:
        return acting
    side = book.roles[acting].side
    return side if side in SIDES else "both"
