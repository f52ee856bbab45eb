"""What the built-in rulebook knows of a question that is asked with an overlay."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ipcalc.errors import BadRequest
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from ipcalc.calc.deadlines.options import Options
    from ipcalc.law.rulebook import Rulebook

V = TypeVar("V")


def knows(below: Rulebook, period_id: str) -> bool:
    """Whether the built-in rulebook has a period, with ID/OFFICE one before that office."""
    try:
        below.period(period_id)
    except BadRequest:
        return False
    return True


def known_of(below: Rulebook, events: Mapping[str, V]) -> dict[str, V]:
    """What is given of the events of a question that the built-in rulebook has."""
    return only(events, below.events.keys())


def only(values: Mapping[str, V], names: Set[str]) -> dict[str, V]:
    """The values of some names alone."""
    return {name: value for name, value in values.items() if name in names}


def plainly(below: Rulebook, options: Options) -> Options:
    """The options of a question without an office that only the overlay has. What is asked to compare is neither strict
    nor explained."""
    office = options.office if options.office in below.offices else None
    return replace(options, office=office, strict=False, explain=False)
