"""Events: what happened on a date; and what of them belongs to the matters of a right."""

from collections.abc import Container, Mapping
from typing import Literal

from ipcalc.law.shapes.base import NOTHING, ClosingId, EventId, Grade, JournalId, Right, shape


@shape
class Within:
    """An event lies on or at most so many months after another; after `else_of` where that one is not given."""

    months: int
    of: EventId
    else_of: EventId | None = None

    def start(self, given: Container[str]) -> EventId | None:
        """The event that it lies after, of those that are given."""
        return next((name for name in (self.of, self.else_of) if name in given), None)


@shape
class Early:
    """What to `say` of an event before one that it cannot precede, in a matter `with` another event."""

    with_: EventId
    say: str


@shape
class Event:
    """Something that happens on a date, never earlier than those of `not_before` (`early` helps who gave it so).

    `where` is what one says of it that need not have happened (`an earlier priority`).
    Where it is not given, `stands_in` names the event that stands for it. `journals` are those whose date it may be.
    What it `implies` must have come before it, each event in the matters of the rights that use it; and what it
    `implies_in` a proceeding that another event began, where it came after that one. Where it came
    several times the last one counts; with `again`, `each` has a period of its own, or the earlier one stays a `doubt`
    for those who act against the right.
    """

    title: str
    where: str | None = None
    within: Within | None = None
    stands_in: EventId | None = None
    not_before: tuple[EventId, ...] = ()
    early: Early | None = None
    journals: tuple[JournalId, ...] = ()
    citation: str | None = None
    evidence: Grade | None = None
    implies: tuple[EventId, ...] = ()
    implies_in: Mapping[EventId, tuple[EventId, ...]] = NOTHING
    again: Literal["each", "doubt"] | None = None

    @property
    def called(self) -> str:
        """What one says of an event that is not given, after *where there is*."""
        return self.where or f"a date for this: {self.title}"


@shape
class Course:
    """The matters of a right: the events that come in their `usual` course, and those that they end with.

    What survives the way in which they then end (`ends_as`) remains. They may `continue` matters of some rights, and
    then have these of their events. What the law `dates_back` to another event, where that one is given, lies no
    earlier than that.
    """

    usual: tuple[EventId, ...] = ()
    ends_with: tuple[EventId, ...] = ()
    ends_as: ClosingId | None = None
    continues: Mapping[Right, tuple[EventId, ...]] = NOTHING
    dates_back: Mapping[EventId, EventId] = NOTHING


@shape
class Closing:
    """A way in which a matter is closed, and the event that then came on that day, where it is not given itself."""

    title: str
    event: EventId | None = None
