"""Treaties, the unions of their members, the countries of which priority may be claimed, and faster routes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ipcalc.law.shapes.base import (
    NOTHING,
    FeeId,
    FormId,
    Grade,
    PartyCode,
    PeriodId,
    Right,
    SourceId,
    TreatyId,
    UnionId,
    shape,
)


@shape
class Treaty:
    """A treaty: since when it binds the home country (`in_force`), or how it stands where it does not (`status`)."""

    title: str
    in_force: date | None = None
    status: str | None = None
    adopted: date | None = None
    ratified: date | None = None
    deposited: date | None = None
    evidence: Grade
    note: str | None = None
    sources: tuple[SourceId, ...] = ()


@shape
class Joined:
    """The first day of a membership."""

    since: date
    evidence: Grade
    note: str | None = None
    sources: tuple[SourceId, ...] = ()


@shape
class Union:
    """The members of a treaty, by code.

    `listed_in` is the year of a list that has every member but those of `joined` (day known) and of `later` (day not
    known). `unverified` are members of weaker evidence than the rest. `covers` is there where a group brings its states
    in, and counts the countries: the members and the states of those members that are groups.
    """

    title: str
    treaty: TreatyId
    within: UnionId | None = None
    count: int | None = None
    covers: int | None = None
    listed_in: int | None = None
    joined: Mapping[str, Joined] = NOTHING
    later: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    pending: Mapping[PartyCode, str] = NOTHING
    evidence: Grade
    notes: tuple[str, ...] = ()
    sources: tuple[SourceId, ...] = ()
    members: tuple[PartyCode, ...]


@shape
class Declaration:
    """What the home country has declared to a union."""

    what: str
    period: PeriodId | None = None
    evidence: Grade
    sources: tuple[SourceId, ...] = ()


@shape
class Convention:
    """Of which countries priority may be claimed for a right.

    The members of `union` pass, those of `doubtful` get a warning, those `named` stand in the law itself. Where the law
    asks for a notification of the country, `notification` says so, and what is known of it.
    """

    period: PeriodId
    union: UnionId
    doubtful: UnionId
    notification: str | None = None
    named: tuple[PartyCode, ...] = ()
    citation: str
    rule: str
    evidence: Grade
    sources: tuple[SourceId, ...] = ()


@shape
class Ground:
    """A ground on which a route is open, from one day."""

    id: str
    what: str
    from_: date


@shape
class Round:
    """One round of a pilot, with the most requests that it takes."""

    from_: date | None = None
    most: int
    note: str | None = None


@shape
class Route:
    """An arrangement that speeds up examination. The `most_...` are requests a year."""

    title: str
    right: Right
    partner: PartyCode | None = None
    from_: date
    years: int | None = None
    citation: str
    form: FormId
    period: PeriodId | None = None
    fee: FeeId | None = None
    grounds: tuple[Ground, ...] = ()
    steps: tuple[str, ...] = ()
    most_for_each_office: int | None = None
    most_for_each_applicant: int | None = None
    fields: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    evidence: Grade
    notes: tuple[str, ...] = ()
    sources: tuple[SourceId, ...] = ()


@shape
class Party:
    """A country or a group of states, with the names by which it may be asked for.

    The states of a group that is `one_territory` belong to that union each by itself, and are one country in it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    count: int | None = None
    states: tuple[PartyCode, ...] = ()
    one_territory: UnionId | None = None
