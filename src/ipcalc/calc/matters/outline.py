"""What the names of the events and the facts of a matter tell, whatever their days: found once for all such matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ipcalc.law.shapes.periods import Period

    Lacks = tuple[str, ...]  # names


class Given(NamedTuple):
    """The names that tell: of the events that are given or projected, of those that must have come before them, of the
    facts that hold and of those of which is told whether they do; and how the matter ended, if it did."""

    events: frozenset[str]
    implied: frozenset[str]
    facts: frozenset[str]
    told: frozenset[str]
    end: str | None


class Belonging:
    """What belongs to a matter.

    Attributes:
        periods: the periods that do.
        possible: those that would if some names were given, with these.
        led_to: the events to which the former lead.
        waits: the event for which each of them waits by the law of a day (None: by the law that applies), as far as it
            was asked and names alone tell.
    """

    def __init__(self, every: Mapping[str, Period], lacks: Mapping[str, Lacks | None]) -> None:
        self.periods = {name: period for name, period in every.items() if lacks[name] == ()}
        self.possible = {name: names for name in every if (names := lacks[name])}
        self.led_to = {period.leads_to for period in self.periods.values()}
        self.waits: dict[tuple[str, date | None], str | None] = {}


class Outline:
    """What is known of all matters with the same names. The first of them fills it in.

    Attributes:
        lacks: what must be given for each period to belong to a matter, where names alone tell: nothing, some names;
            None where nothing helps.
        hanging: the periods of which days tell that.
        belonging: what belongs to a matter, by what the `hanging` ones lack.
    """

    def __init__(self, events: frozenset[str], uses: Mapping[str, Sequence[str]]) -> None:
        self._events, self._uses = events, uses
        self.lacks: dict[str, Lacks | None] = {}
        self.hanging: tuple[str, ...] = ()
        self.belonging: dict[tuple[Lacks | None, ...], Belonging] = {}
        self._used: dict[str, tuple[str, ...]] = {}
        self._given: dict[str, frozenset[str]] = {}

    def used(self, period: str) -> tuple[str, ...]:
        """The events that are given and that a period uses, in the order in which it does."""
        if period not in self._used:
            self._used[period] = tuple(event for event in self._uses[period] if event in self._events)
        return self._used[period]

    def given(self, period: str) -> frozenset[str]:
        """The same, in no order."""
        if period not in self._given:
            self._given[period] = frozenset(self.used(period))
        return self._given[period]
