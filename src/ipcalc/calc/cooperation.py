"""Look-ups in the register of cooperation. No deadline and no fee depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.law.registers import Register
    from ipcalc.law.shapes.cooperation import CooperationEvent


def events(
    register: Register, partner: str | None = None, first: date | None = None, last: date | None = None
) -> tuple[CooperationEvent, ...]:
    """The events with one partner, or with any, that may have taken place from `first` to `last`.

    An event without a day counts wherever the days that its words allow touch these.

    Raises:
        BadRequest: there is no such partner, or `last` is before `first`.
    """
    if partner is not None and partner not in register.partners:
        raise BadRequest(f"unknown partner {partner!r}{nearest(partner, register.partners)}")
    if first and last and last < first:
        raise BadRequest(f"the first day {first} is after the last {last}")
    return tuple(
        event
        for event in register.events
        if (partner is None or partner in event.partners)
        and (first is None or event.to >= first)
        and (last is None or event.from_ <= last)
    )
