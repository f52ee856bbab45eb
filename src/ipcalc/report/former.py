"""A calendar that was made before: what its events have to do with those of today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, Event
from icalendar.parser import Contentline, Parameters
from icalendar.prop import vDDDTypes, vInt, vText

from ipcalc.errors import BadRequest, escaped

if TYPE_CHECKING:
    from icalendar import Component

OWN = "@ipcalc"  # the end of each UID that is given here
_UNFOLDED = re.compile(rb"\r?\n(?![ \t])")
_LONGEST = 1 << 16  # bytes of a line, with those that continue it
_NUMBERS = 1 << 31
_NO_PARAMETERS = Parameters()
_UNSTABLE = ("DTSTAMP", "SEQUENCE", "LAST-MODIFIED")


def known(former: bytes) -> dict[str, Event]:
    """The events of a former calendar by their UID.

    Raises:
        BadRequest: it is no calendar, one of its events is not as calendars have them, or it holds something that was
            not made here, which an update would lose.
    """
    try:
        if any(len(line) > _LONGEST for line in _UNFOLDED.split(former)):
            raise ValueError(f"a line has more than {_LONGEST:,} bytes")
        if b"END:VCALENDAR" not in former:
            raise ValueError("it is no whole calendar")
        found = list(_own(Calendar.from_ical(former)))
        for event in found:
            _check(event)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the calendar to update cannot be read: {error}") from error
    return {str(event["UID"]): event for event in found}


def _own(calendar: Component) -> Iterator[Event]:
    for each in calendar.subcomponents:
        uid = str(each.get("UID", ""))
        if isinstance(each, Event) and uid.endswith(OWN):
            yield each
        elif each.name != "VTIMEZONE":
            name = f" ({escaped(uid)})" if uid else ""
            raise BadRequest(
                f"the calendar to update has an entry that ipcalc has not made{name}: name a calendar that ipcalc wrote"
            )


def _check(event: Event) -> None:
    """Raise ValueError where the number or the day of making of an event are not as a calendar has them."""
    number = event.get("SEQUENCE", 0)
    made: Any = event.get("DTSTAMP")
    stamp = None
    if made is not None:
        with suppress(ValueError, AttributeError):  # a broken property raises where its value is asked for
            stamp = made.dt
    if not isinstance(number, int) or not 0 <= number < _NUMBERS:
        raise ValueError(f"SEQUENCE should be a whole number below {_NUMBERS:,}")
    if made is not None and not isinstance(stamp, date):
        raise ValueError("DTSTAMP should be a day and a time")


def numbered(event: Event, old: Event | None, stamp: datetime) -> None:
    """Give an event its number and day of making: those of its former self where nothing changed."""
    same = old is not None and _content(old) == _content(event)
    sequence = int(old.get("SEQUENCE", 0)) if old is not None else 0
    event["DTSTAMP"] = old["DTSTAMP"] if old is not None and same and "DTSTAMP" in old else vDDDTypes(stamp)
    event["SEQUENCE"] = vInt(sequence if same or old is None else sequence + 1)


def cancelled(old: Event, stamp: datetime) -> Event:
    """An event that is not there any more; one that was cancelled before stays as it is."""
    if str(old.get("STATUS", "")) == "CANCELLED":
        return old
    old["STATUS"], old["DTSTAMP"] = vText("CANCELLED"), vDDDTypes(stamp)
    old["SEQUENCE"] = vInt(int(old.get("SEQUENCE", 0)) + 1)
    old.subcomponents.clear()
    return old


def _content(event: Event) -> list[str]:
    """The lines of an event that say what it is."""
    return [line(name, value) for name, value in event.property_items() if name not in _UNSTABLE]


def line(name: str, value: Any) -> str:
    """The line of a property, as the library writes it but for folding."""
    params: Any = getattr(value, "params", _NO_PARAMETERS)
    return str(Contentline.from_parts(name, params, value))
