"""Matters that continue others: each is read with what it has from the other, and ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ipcalc.batch.matters.files import MatterFault, Placed
from ipcalc.batch.matters.keys import alike
from ipcalc.calc.matters.continues import carried, ends, joined
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ipcalc.calc.matters.matter import Matter
    from ipcalc.law.rulebook import Rulebook

T = TypeVar("T")
_SAID = 5  # matters that continue one that was not read, of which each is named


class _MatterSummary(NamedTuple):
    """What others may need of a matter: its name, its right, what it continues, the events that may be carried on."""

    name: str
    right: str
    continues: str | None
    events: Mapping[str, date]


class Joining:
    """Joins matters with those that they continue. All must be seen before one is joined."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._known: dict[str, _MatterSummary] = {}
        self._endings: dict[str, dict[str, date]] = {}
        self._told: list[str] = []
        self._missing = 0

    def all_of(self, found: Iterable[Placed | MatterFault]) -> list[Placed | MatterFault]:
        """All matters in their order, joined."""
        every = list(found)
        for each in every:
            if isinstance(each, Placed):
                self._see(each.matter)
        return [self._join(each) if isinstance(each, Placed) else each for each in every]

    def stream(self, found: Iterable[Placed | MatterFault | T]) -> Iterator[Placed | MatterFault | T]:
        """The same as they come; those that have to do with others come last."""
        held: list[Placed] = []
        for each in found:
            if isinstance(each, Placed):
                self._see(each.matter)
                if each.matter.continues or (each.matter.right in self._book.courses and self._ends(each.matter)):
                    held.append(each)
                    continue
            yield each
        yield from map(self._join, held)

    def _ends(self, held: Matter) -> bool:
        """Whether another matter may end this one."""
        return bool(self._book.courses[held.right].ends_with)

    def _see(self, held: Matter) -> None:
        if held.ref:
            events = carried(self._book, held)
            self._known.setdefault(alike(held.ref), _MatterSummary(held.ref, held.right, held.continues, events))
        if held.continues:
            self._endings.setdefault(alike(held.continues), {}).update(held.events)

    def _join(self, placed: Placed) -> Placed | MatterFault:
        held = placed.matter
        try:
            found = joined(self._book, held, self._earlier(placed))
        except BadRequest as error:
            return MatterFault(placed.file, placed.line, f"continues: {error}")
        endings = self._endings.get(alike(held.ref)) if held.ref else None
        return placed._replace(matter=ends(self._book, found, endings) if endings else found)

    def _earlier(self, placed: Placed) -> Iterator[tuple[str, Mapping[str, date]]]:
        """The rights and the events of the matters that one continues, the nearest first.

        Raises:
            BadRequest: it continues itself.
        """
        name, seen = placed.matter.continues, {alike(placed.matter.ref or "")}
        while name is not None:
            if alike(name) in seen:
                raise BadRequest(f"{name} continues {placed.matter.ref}" if len(seen) > 1 else f"{name} is itself")
            seen.add(alike(name))
            known = self._known.get(alike(name))
            if known is None:
                self._say(placed, f"continues {name}, which is not among the matters that were read")
                return
            yield known.right, known.events
            name = known.continues

    def _say(self, placed: Placed, why: str) -> None:
        self._missing += 1
        if self._missing <= _SAID:
            others = [each.name for each in self._known.values() if each.name != placed.matter.ref]
            near = nearest(placed.matter.continues or "", others)
            self._told.append(f"{placed.matter.name} {why}{near}")

    def told(self) -> list[str]:
        """What must be said of matters that were joined, in lines."""
        more = self._missing - _SAID
        return [*self._told, *([f"{more} more matters continue one that was not read"] if more > 0 else [])]
