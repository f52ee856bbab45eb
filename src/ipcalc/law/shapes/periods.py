"""Periods: rules that turn an event into last days.

Names that stand for days are events (`filing`), the kinds of limit already reached (`due`), or days that the rule
itself computes (its `marks` and the day of its recurrence, such as `expiry`).
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from ipcalc.law.shapes.base import (
    NOTHING,
    Beginning,
    ClosingId,
    Ending,
    EventId,
    FactId,
    FeeId,
    FormId,
    Grade,
    Kind,
    PeriodId,
    PlaceId,
    Right,
    Role,
    Sentence,
    SourceId,
    shape,
)

Loses = Literal["right", "application", "proceeding", "nothing"]
UNITS = {"years": 366, "months": 31, "weeks": 7, "days": 1, "working_days": 14}
"""The units of a length, and how many days one of them has at most."""


@shape
class LimitOf:
    """The day of a limit of another period, for the same matter (and the same occurrence, where both recur)."""

    period: PeriodId
    limit: Kind

    def __str__(self) -> str:
        return f"{self.limit} of {self.period}"


@shape
class Count:
    """A length and the day that it is counted from: the trigger unless `after`, `before` or `on` names another.

    Lengths are calendar months and years, or days; `working_days` are days on which the office is open. A limit may be
    counted back from that of another period (`before: {period: ..., limit: ...}`).
    `before_expiry` marks a text that says *before the expiry*: the day before is the safe last day. `short_month` says
    where a count of months ends in a month that has no day of the same number: on its last day, or, for a first day on
    which an act must not be too early, on the first of the next.
    """

    years: int | None = None
    months: int | None = None
    weeks: int | None = None
    days: int | None = None
    working_days: int | None = None
    after: str | None = None
    before: str | LimitOf | None = None
    on: str | None = None
    before_expiry: bool = False
    short_month: Literal["last day", "first of the next"] = "last day"

    @property
    def start(self) -> str | None:
        """The name of the day that it is counted from, or that it is; None for the trigger."""
        name = self.after or self.before or self.on
        return None if name is None else str(name)

    @property
    def has_length(self) -> bool:
        """Whether the count says a length or a day of its own."""
        return any(getattr(self, name) is not None for name in (*UNITS, "on"))


@shape
class Combined(Count):
    """One count, or the later or the earlier day of several; those whose start is not known are left out."""

    later_of: tuple[Count, ...] = ()
    earlier_of: tuple[Count, ...] = ()

    @property
    def counts(self) -> tuple[Count, ...]:
        """The counts that it is made of."""
        return self.later_of or self.earlier_of or (self,)

    @property
    def every(self) -> tuple[Count, ...]:
        """All counts that it names, itself first."""
        return (self, *self.later_of, *self.earlier_of)


@shape
class Limit(Combined):
    """One last day that a period gives (for `opens`, the first day).

    With `until` it lasts until an event that may come any day, and `safe` counts the day that is safe whatever happens.
    `ask_by` counts the last day to ask for it, where that is not the due date. `ask_late` marks one that can still be
    asked for until it ends itself, by another reading or in discretion.
    """

    kind: Kind
    until: str | None = None
    safe: Count | None = None
    ask_by: Count | None = None
    ask_late: bool = False
    fee: FeeId | None = None
    form: FormId | None = None
    discretionary: bool = False
    evidence: Grade | None = None
    contested: str | None = None
    note: Sentence | None = None


@shape
class Condition:
    """When a branch applies: `event` is given, from `since` on, `before` a day, later than a count, not before another.

    When a period belongs to a matter may hang on a `fact` instead.
    """

    event: str = ""
    fact: FactId | None = None
    given: bool = True
    since: date | None = None
    before: date | None = None
    later_than: Count | None = None
    not_before: str | None = None

    @property
    def name(self) -> str:
        """The event or the fact."""
        return self.fact or self.event


@shape
class Branch:
    """Other limits (or none) for the cases that `when` describes; every condition must hold.

    What restores what is lost counts from the due date; `ceases_on` names an earlier day on which it may already be
    lost: then the answer counts from that day, and from the due date by another reading.
    """

    when: tuple[Condition, ...]
    limits: tuple[Limit, ...]
    note: Sentence
    ceases_on: str | None = None
    citation: str | None = None
    evidence: Grade | None = None
    contested: str | None = None


@shape
class ContestedReading(Combined):
    """One reading of a contested point. The first of a version is the safe one: it is the answer.

    Another reading may count otherwise, from another trigger, or let another event decide the version; where a period
    recurs, `counted_from` names the event from which it counts the occurrences, and `by_terms` leaves out the terms
    that may be others. `against` is what the safe reading says there, where that is not the first.
    `since` and `to` bound the days of the deciding event for which the point is in dispute.
    """

    says: str
    limit: Kind = "due"
    trigger: str | None = None
    decided_by: str | None = None
    counted_from: EventId | None = None
    by_terms: bool = False
    against: str | None = None
    since: date | None = None
    to: date | None = None


@shape
class Cycle:
    """Blocks of whole years that end on one day of the year (`ends`, month-day)."""

    years: int
    ends: str
    begins: Literal["with the year", "after the year"]
    not_before: date | None = None


@shape
class Version:
    """A period as the law stood from one day, and the day that decides whether it applies."""

    from_: date
    to: date | None = None
    ends: Ending | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_by_latest_of: tuple[str, ...] = ()
    trigger: EventId | None = None
    trigger_earliest_of: tuple[EventId, ...] = ()
    marks: Mapping[str, Count] = NOTHING
    cycle: Cycle | None = None
    limits: tuple[Limit, ...]
    where: tuple[Branch, ...] = ()
    citation: str
    evidence: Grade
    contested: str | None = None
    readings: tuple[ContestedReading, ...] = ()
    if_missed: str | None = None
    notes: tuple[Sentence, ...] = ()
    sources: tuple[SourceId, ...] = ()


@shape
class Term:
    """The years of a term that begins (or whose mark was registered) within these days.

    Where the first term is of these years, `note` belongs to every occurrence that follows. What was registered only
    after it had ended, and came to the end of no such term between then and `to`, may have terms of `perhaps` years
    from the start instead: each later term then ends on the earlier of the two days.
    """

    years: int
    perhaps: int | None = None
    from_: date | None = None
    to: date | None = None
    citation: str
    note: Sentence | None = None


@shape
class Recurrence:
    """How a period comes back. `day` names the own day of each occurrence.

    Of several events the earliest counts; `latest` names the own day of the same occurrence counted from the latest.
    Either `every_years` from one start (occurrence `first` falls `first_after_years` after it, up to `last`),
    or `terms` each from the end of the last one, or the `cycle` of each version. An occurrence whose own day lies
    before all versions is answered by the one of the day of `else_decided_by`, if that lies later.
    """

    day: str
    start: str
    counted_from_earliest_of: tuple[EventId, ...]
    latest: str | None = None
    every_years: int | None = None
    first: int = 1
    first_after_years: int | None = None
    last: int | None = None
    else_decided_by: EventId | None = None
    terms: tuple[Term, ...] = ()
    term_decided_by: EventId | None = None
    until_years: int | None = None
    until_earliest_of: tuple[EventId, ...] = ()

    @property
    def days(self) -> tuple[str, ...]:
        """The names of the days that an occurrence has of its own."""
        return (self.start, self.day, self.latest) if self.latest else (self.start, self.day)


@shape
class Ask:
    """A note for an answer that was computed `without` an event which would change it, `with` one, or both."""

    without: EventId | None = None
    with_: EventId | None = None
    note: Sentence

    @property
    def events(self) -> tuple[EventId, ...]:
        """The events that the note is about."""
        return tuple(event for event in (self.with_, self.without) if event is not None)


@shape
class Abroad:
    """What a period is before one office abroad, for orientation: its limits, and the day to which it was looked at."""

    title: str
    limits: tuple[Limit, ...]
    where: tuple[Branch, ...] = ()
    evidence: Grade
    checked_to: date
    notes: tuple[Sentence, ...] = ()
    sources: tuple[SourceId, ...]


@shape
class Period:
    """A rule that turns an event into limits.

    Its act is the event that it `leads_to`, or the earliest of `done_by` where those are named. The act of an
    `optional` period need not happen, and is never projected. Its act is done `at` a place, or else at the office.
    One that has offices `abroad` is answered by each of them, as ID/OFFICE.

    A matter has the period where all conditions of one list of `where` hold; the matters of the rights in `also_for`
    have it too. In a matter it waits for one of the events that it `needs`, and is over with any in `closed_by`; the
    matters that were closed in one of the ways in `survives` still have it. With `seen_by_all` those see it too who do
    not act for its side.

    An act that is on record of the period `same_act` is one of this too, where it has none of its own: the same answer
    to the same event, under another rule.

    `if_early` says what comes of an act before the first day (in the words that follow *too early*), and
    `loses` what is lost where it is not kept: the right, the application, the proceeding (an opposition, a review)
    or nothing, where only a better position goes. What is lost may be restored by the act of another period
    (`restored_by`), which counts from the due date of this one. What comes back and fell due before an event
    (`settled_by`, the order of restoration) is paid with what that begins, and not on its own day.
    """

    title: str
    right: Right
    also_for: tuple[Right, ...] = ()
    by: Role
    at: PlaceId | None = None
    date_is: EventId | None = None
    leads_to: EventId | None = None
    done_by: tuple[EventId, ...] = ()
    same_act: PeriodId | None = None
    optional: bool = False
    where: tuple[tuple[Condition, ...], ...] = ()
    needs: tuple[EventId, ...] = ()
    closed_by: tuple[EventId, ...] = ()
    survives: tuple[ClosingId, ...] = ()
    seen_by_all: bool = False
    if_missed: str | None = None
    if_early: str | None = None
    loses: Loses = "right"
    restored_by: PeriodId | None = None
    settled_by: EventId | None = None
    short: tuple[str, ...] = ()
    suspends: bool = True
    term: bool = False
    begins: Beginning
    asks: tuple[Ask, ...] = ()
    recurs: Recurrence | None = None
    abroad: Mapping[str, Abroad] = NOTHING
    versions: tuple[Version, ...]
