"""Checklists: the documents of an undertaking, with the day by which each is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ipcalc.calc.deadlines.engine import Engine
from ipcalc.calc.deadlines.events import events_of, matter, waits_for
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.results import Deadline
from ipcalc.errors import NoAnswer
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.instruments import Item


@frozen
class Document:
    """One document. `deadline` is that of its period; None where it goes with the act itself.

    `citation` and `evidence` are those of the law that answers, or of the law now where nothing answers yet;
    `waits_for` is the event that must be known first, `refused` why the rulebook has no answer.
    """

    what: str
    form: str | None
    period: str | None
    deadline: Deadline | None
    citation: str | None
    evidence: str | None
    waits_for: str | None = None
    refused: str | None = None


def checklist(engine: Engine, name: str, events: Mapping[str, date], options: Options) -> tuple[Document, ...]:
    """The documents of a checklist for the events of a matter; all that there are where no event is given.

    Raises:
        BadRequest: there is no such checklist, or an unknown event.
    """
    return tuple(
        _document(engine, item, events, options)
        for item in engine.book.checklist(name).items
        if not events or ((item.with_ is None or item.with_ in events) and item.unless not in events)
    )


def _document(engine: Engine, item: Item, events: Mapping[str, date], options: Options) -> Document:
    if item.period is None:
        return Document(item.what, item.form, None, None, item.citation, item.evidence)
    period = engine.book.period(item.period)
    latest = period.versions[-1]
    here = matter(
        engine.book,
        item.period,
        None,
        {event: day for event, day in events.items() if event in events_of(engine.book, period)},
    )
    document = Document(item.what, item.form, item.period, None, latest.citation, latest.evidence)
    missing = waits_for(engine.book, period, here)
    if missing is not None:
        return replace(document, waits_for=missing)
    try:
        answer = engine.deadline(item.period, here, options)
    except NoAnswer as error:
        return replace(document, refused=str(error))
    return replace(document, deadline=answer, citation=answer.law.citation, evidence=answer.law.evidence)
