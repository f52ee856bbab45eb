"""A matter that continues another, as a national phase does its international application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest
from ipcalc.frozen import replace
from ipcalc.law.shapes.events import Course

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ipcalc.calc.matters.matter import Matter
    from ipcalc.law.rulebook import Rulebook


def carried(book: Rulebook, earlier: Matter) -> dict[str, date]:
    """The events of a matter that one which continues it may have from it."""
    names = {event for course in book.courses.values() for event in course.continues.get(earlier.right, ())}
    return {name: day for name, day in earlier.events.items() if name in names}


def joined(book: Rulebook, later: Matter, earlier: Iterable[tuple[str, Mapping[str, date]]]) -> Matter:
    """A matter with the events that it has from those that it continues, and does not give itself.

    Args:
        book: the rulebook.
        later: the matter.
        earlier: the rights of those that it continues and what they carry on, the nearest first.

    Raises:
        BadRequest: a matter of its right does not continue one of theirs.
    """
    course = book.courses.get(later.right, Course())
    events = dict(later.events)
    for right, days in earlier:
        if right not in course.continues:
            raise BadRequest(f"a matter of {later.right} does not continue one of {right}")
        events = {**{name: day for name, day in days.items() if name in course.continues[right]}, **events}
    return replace(later, events=events) if events != later.events else later


def ends(book: Rulebook, earlier: Matter, later: Mapping[str, date]) -> Matter:
    """A matter that ended with the events of the one which continues it, where it does not say so itself."""
    course = book.courses.get(earlier.right, Course())
    ending = {name: day for name, day in later.items() if name in course.ends_with}
    return replace(earlier, events={**ending, **earlier.events}) if ending else earlier
