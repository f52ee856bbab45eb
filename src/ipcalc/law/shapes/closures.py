"""Closed days of the offices, and suspensions of time."""

from datetime import date
from typing import Literal

from ipcalc.law.shapes.base import Grade, OfficeId, SourceId, shape


@shape
class ClosedDay:
    """A day, or the days up to `to`, on which offices are known or believed to be closed.

    `offices` is `all` or a list. Only a day that is neither `moon` (set by the sighting) nor `verified: false`, in the
    list of a year that is known, moves a last day; `confirmed` days do so anywhere. A `moon` day that is later than the
    day to which the closed days were checked, and not `confirmed`, may still be moved to the day before or after.
    """

    day: date
    to: date | None = None
    name: str
    offices: str | tuple[OfficeId, ...] = "all"
    except_: tuple[OfficeId, ...] = ()
    moon: bool = False
    verified: bool = True
    confirmed: bool = False
    note: str | None = None
    citation: str | None = None
    evidence: Grade | None = None
    sources: tuple[SourceId, ...] = ()


@shape
class ClosureYear:
    """The closed days of one calendar year. `listed`: a central-government list for it was seen."""

    status: Literal["listed", "estimated"]
    completeness: str
    days: tuple[ClosedDay, ...]
    citation: str | None = None
    evidence: Grade | None = None
    sources: tuple[SourceId, ...] = ()


@shape
class FixedDay:
    """A holiday of every year: a `day` of the year (month-day), or days from Easter Sunday."""

    name: str
    day: str | None = None
    from_easter: int | None = None
    citation: str | None = None
    evidence: Grade | None = None


@shape
class Suspension:
    """Days that an order leaves out of account. Reported always, applied on request only."""

    id: str
    title: str
    from_: date
    to: date
    last_day: date
    resumes: date
    citation: str
    evidence: Grade
    contested: str | None = None
    sources: tuple[SourceId, ...] = ()


@shape
class Weekly:
    weekdays: tuple[str, ...]
    citation: str
    evidence: Grade
    sources: tuple[SourceId, ...] = ()
