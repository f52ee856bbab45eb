"""Acts and Rules, and checklists of documents."""

from datetime import date

from ipcalc.law.shapes.base import EventId, FormId, Grade, PeriodId, Right, SourceId, shape


@shape
class Instrument:
    """An Act or Rules, and the day from which it was law."""

    title: str
    right: Right
    from_: date
    to: date | None = None
    evidence: Grade
    note: str | None = None
    sources: tuple[SourceId, ...] = ()


@shape
class Item:
    """A document: due with the act itself, or by the end of a period, whose authority it then has.

    It belongs to matters `with` an event and not to those with the event `unless`.
    """

    what: str
    form: FormId | None = None
    period: PeriodId | None = None
    with_: EventId | None = None
    unless: EventId | None = None
    citation: str | None = None
    evidence: Grade | None = None


@shape
class Checklist:
    """The documents of an undertaking."""

    title: str
    right: Right
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()
