"""Events: what happened on a date."""

from ipcalc.law.shapes.base import EventId, Grade, JournalId, shape


@shape
class Within:
    """An event lies on or at most so many months after another."""

    months: int
    of: EventId


@shape
class Event:
    """Something that happens on a date, never earlier than those of `not_before`.

    `where` is what one says of it that need not have happened (`an earlier priority`).
    Where it is not given, `stands_in` names the event that stands for it. `journals` are those whose date it may be.
    """

    title: str
    where: str | None = None
    within: Within | None = None
    stands_in: EventId | None = None
    not_before: tuple[EventId, ...] = ()
    journals: tuple[JournalId, ...] = ()
    citation: str | None = None
    evidence: Grade | None = None

    @property
    def called(self) -> str:
        """What one says of an event that is not given, after *where there is*."""
        return self.where or f"a date for this: {self.title}"
