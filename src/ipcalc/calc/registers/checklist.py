"""Checklists: the documents of an undertaking, with the day by which each is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ipcalc.calc.deadlines.engine import Engine
from ipcalc.calc.deadlines.events import events_of, matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.plain import Plain, PlainList, plain
from ipcalc.calc.results import Deadline
from ipcalc.errors import BadRequest, NoAnswer, nearest
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.instruments import Item


@frozen
class DueDocument(Plain):
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

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        answer = self.deadline
        return {
            "what": self.what,
            "form": self.form,
            "period": self.period,
            "limits": plain(answer.limits) if answer else [],
            "waiting_for": self.waits_for,
            "refused": self.refused,
            "citation": self.citation,
            "evidence": self.evidence,
            "contested": answer.law.contested if answer else False,
            "notes": list(answer.notes) if answer else [],
        }


@frozen
class DocumentList(PlainList):
    """The documents of an undertaking, and what must be known about all of them."""

    title: str
    documents: tuple[DueDocument, ...]
    notes: tuple[str, ...]

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        return plain(self.documents)  # type: ignore[no-any-return]


def checklist(engine: Engine, name: str, events: Mapping[str, date], options: Options) -> DocumentList:
    """The documents of a checklist for the events of a matter; all that there are where no event is given.

    Raises:
        BadRequest: there is no such checklist, or an unknown event.
    """
    for event in events:
        if event not in engine.book.events:
            raise BadRequest(f"unknown event {event!r}{nearest(event, engine.book.events)}")
    found = engine.book.checklist(name)
    documents = [
        _document(engine, item, events, options)
        for item in found.items
        if not events or ((item.with_ is None or item.with_ in events) and item.unless not in events)
    ]
    return DocumentList(found.title, tuple(documents), found.notes)


def _document(engine: Engine, item: Item, events: Mapping[str, date], options: Options) -> DueDocument:
    if item.period is None:
        return DueDocument(item.what, item.form, None, None, item.citation, item.evidence)
    period = engine.book.period(item.period)
    latest = period.versions[-1]
    here = matter(
        engine.book,
        item.period,
        None,
        {event: day for event, day in events.items() if event in events_of(engine.book, period)},
    )
    document = DueDocument(item.what, item.form, item.period, None, latest.citation, latest.evidence)
    missing = engine.wait(item.period, here, options).event
    if missing is not None:
        return replace(document, waits_for=missing)
    try:
        answer = engine.deadline(item.period, here, options)
    except NoAnswer as error:
        return replace(document, refused=str(error))
    return replace(document, deadline=answer, citation=answer.law.citation, evidence=answer.law.evidence)
