"""The docket of a matter: every period whose trigger is known, what waits for which event, and what else may apply."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from ipcalc.calc.deadlines.state import PROJECTED
from ipcalc.calc.matters.known import Known
from ipcalc.calc.matters.projection import project as add_projected
from ipcalc.calc.matters.together import Asked, Together
from ipcalc.calc.notes import asked as asked_of
from ipcalc.calc.plain import Plain, plain
from ipcalc.errors import Ended, IpcalcError, Missing, NoAnswer
from ipcalc.frozen import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.matters.occasions import Shown
    from ipcalc.calc.results import Deadline
    from ipcalc.law.shapes.base import Note

_KEPT = 1 << 12  # periods that may apply


@frozen
class Waiting(Plain):
    """A period that cannot be computed yet, the event that it waits for, and the proceeding that it belongs to; `title`
    and `event_title` say in words what the two are."""

    period: str
    event: str
    proceeding: str | None
    title: str
    event_title: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {"period": self.period, "for": self.event, **_in(self.proceeding)}


@frozen
class MayApply(Plain):
    """A period that belongs to the matter only where some event or fact is given: one of `where`."""

    period: str
    where: tuple[str, ...]
    proceeding: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {"period": self.period, "where": list(self.where), **_in(self.proceeding)}


@frozen
class Docket(Plain):
    """The deadlines of a matter in order of date, what waits for which event, and what else may apply.

    `refused` holds the periods that no law known here answers for these dates, with the reason (those that were
    repealed, only where everything is asked for; without a name where it is the whole matter); `asks` what a period,
    by its title, says where an event is given, or is not: such notes are among those of its deadlines too.
    `watched` are the deadlines that ask nothing of the party for whom one acts, by proceeding and period.
    """

    matter: Matter
    deadlines: tuple[Deadline, ...]
    waiting: tuple[Waiting, ...]
    refused: tuple[tuple[str, str], ...]
    may_apply: tuple[MayApply, ...]
    asks: tuple[tuple[str, Note], ...]
    watched: frozenset[tuple[str | None, str]] = frozenset()

    @property
    def right(self) -> str:
        """The right of the matter."""
        return self.matter.right

    @property
    def ref(self) -> str | None:
        """The name of the matter."""
        return self.matter.ref

    @property
    def events(self) -> Mapping[str, date]:
        """The dates of the matter."""
        return self.matter.events

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {
            "matter": self.matter.to_dict(),
            "deadlines": plain(self.deadlines),
            "waiting": plain(self.waiting),
            "refused": [{"period": name or None, "reason": reason} for name, reason in self.refused],
            "may_apply": plain(self.may_apply),
        }


def dockets(engine: Engine, asked: Sequence[tuple[Matter, Options]], shown: Shown) -> list[Docket | IpcalcError]:
    """The docket of each of some matters, whose periods are asked together; why there is none, where that is so.

    Args:
        engine: the engine.
        asked: the matters, and for each its options: see `Options`.
        shown: see `Shown`.
    """
    parts = [_parts(engine, matter, options, shown) for matter, options in asked]
    held = [part for some in parts if not isinstance(some, IpcalcError) for part in some]
    answers = Together(engine, [each for part in held for each in part.asked], shown)
    return [
        some if isinstance(some, IpcalcError) else _docket(matter, some, answers)
        for (matter, _), some in zip(asked, parts, strict=True)
    ]


def _parts(engine: Engine, matter: Matter, options: Options, shown: Shown) -> list[_MatterPart] | IpcalcError:
    try:
        return [_MatterPart(Known(engine, seen, options, own), shown) for seen, own in matter.parts()]
    except IpcalcError as error:
        return error


def _docket(matter: Matter, parts: Sequence[_MatterPart], answers: Together) -> Docket | IpcalcError:
    try:
        for part in parts:
            part.fill(answers)
    except IpcalcError as error:
        return error
    return Docket(
        matter,
        in_order(chain.from_iterable(part.deadlines for part in parts)),
        tuple(chain.from_iterable(part.waiting for part in parts)),
        tuple(chain.from_iterable(part.refused for part in parts)),
        tuple(chain.from_iterable(part.may_apply for part in parts)),
        tuple(chain.from_iterable(part.asks for part in parts)),
        frozenset(chain.from_iterable(part.watched for part in parts)),
    )


class _MatterPart:
    """What a matter gives to its docket, or one of its proceedings, of which only what its own events start counts."""

    def __init__(self, known: Known, shown: Shown) -> None:
        self._known, self._show = known, shown
        self._ref = known.proceeding.ref if known.proceeding else None
        self._seen = known.subject.seen(known.acting)
        if shown.project:
            add_projected(known)
        self.deadlines: list[Deadline] = []
        self.waiting: list[Waiting] = []
        self.refused: list[tuple[str, str]] = []
        self.asks: list[tuple[str, Note]] = []
        self.may_apply: list[MayApply] = []
        self._chain, self._expected = known.expected()
        self.asked = list(self._questions())
        if known.proceeding is None:
            names = (name for name in self._shown(known.possible) if self._can_come(name))
            self.may_apply += [_may_apply(name, known.possible[name]) for name in names]

    @property
    def watched(self) -> Iterator[tuple[str | None, str]]:
        """The periods that ask nothing of the party for whom one acts."""
        periods, owes = self._known.subject.periods, self._known.acting.owes
        return ((self._ref, name) for name in {each.period for each in self.deadlines} if not owes(periods[name]))

    def _shown(self, names: Iterable[str]) -> Iterator[str]:
        return (name for name in names if self._show.every or name in self._seen)

    def _can_come(self, name: str) -> bool:
        return self._known.may_come(name) and (self._show.every or not self._known.is_repealed(name))

    def _questions(self) -> Iterator[Asked]:
        """The periods whose events are known; for others, the event that they wait for is kept."""
        known = self._known
        for name in self._shown(known.periods):
            missing = known.waits_for(name)
            if missing is not None:
                if self._show.every or not known.is_repealed(name):
                    self._wait(name, missing)
            elif known.is_own(name):
                yield Asked(known, name)

    def fill(self, answers: Together) -> None:
        """Take the answers of the periods that were asked."""
        for each in self.asked:
            self._add(each, answers)

    def _add(self, asked: Asked, answers: Together) -> None:
        known, name = self._known, asked.name
        try:
            found = answers.of(asked)
        except Ended as error:
            self.refused += [(name, str(error))] if self._show.every else []
            return
        except (NoAnswer, Missing) as error:  # an earlier day of an event may miss one that the last does not
            self.refused.append((name, str(error)))
            return
        self.asks += [
            (known.periods[name].title, note) for note in asked_of(known.periods[name], asked.events) if found
        ]
        guessed = known.is_guessed(name)
        for answer in found:
            made = replace(answer, projected=guessed, proceeding=self._ref)
            self.deadlines.append(replace(made, state=PROJECTED, next=None) if guessed and made.state else made)

    def _wait(self, name: str, missing: str) -> None:
        known = self._known
        is_done = known.is_done(name)
        if missing in self._chain and not is_done:
            self.waiting.append(self._waiting(name, missing, self._ref))
        elif known.proceeding is not None:
            return
        elif is_done or known.over_by(name) is not None:
            self.may_apply += [_may_apply(name, (missing,))] if known.may_come(name) else []
        elif missing in self._expected or missing in known.implied or missing in known.periods[name].needs:
            self.waiting.append(self._waiting(name, missing, None))
        else:
            self.may_apply.append(_may_apply(name, (missing,)))

    def _waiting(self, name: str, missing: str, proceeding: str | None) -> Waiting:
        event = self._known.engine.book.events[missing]
        return Waiting(name, missing, proceeding, self._known.periods[name].title, event.title)


@lru_cache(_KEPT)
def _may_apply(period: str, where: tuple[str, ...]) -> MayApply:
    """One object for all matters of which the same is said."""
    return MayApply(period, where)


def _in(proceeding: str | None) -> dict[str, str]:
    return {} if proceeding is None else {"proceeding": proceeding}


def in_order(deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Deadlines with the earliest first."""
    return tuple(sorted(deadlines, key=_order))


def _order(answer: Deadline) -> tuple[date, str, int]:
    due = answer.limit("due") or (answer.limits[0] if answer.limits else None)
    day = (due.date or due.act_by) if due else None
    return (day or date.max, answer.period, answer.occurrence or 0)
