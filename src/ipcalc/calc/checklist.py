"""Checklists: the documents of an undertaking, with the day by which each is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ipcalc.calc.case import Options
from ipcalc.calc.deadline import Engine
from ipcalc.calc.results import Deadline
from ipcalc.errors import NoAnswer
from ipcalc.frozen import frozen


@frozen
class Document:
    """One document. `deadline` is that of its period; None where it goes with the act itself.

    `waits_for` is the event that must be known first, `refused` why the rulebook has no answer.
    """

    what: str
    form: str | None
    period: str | None
    deadline: Deadline | None
    waits_for: str | None = None
    refused: str | None = None


def checklist(engine: Engine, name: str, events: Mapping[str, date], options: Options) -> tuple[Document, ...]:
    """The documents of a checklist for the events of a matter.

    Raises:
        BadRequest: there is no such checklist, or an unknown event.
    """
    found: list[Document] = []
    for item in engine.book.checklist(name).items:
        if item.period is None:
            found.append(Document(item.what, item.form, None, None))
            continue
        period = engine.book.period(item.period)
        uses = engine.events_of(period)
        here = engine.matter(item.period, None, {event: day for event, day in events.items() if event in uses})
        missing = engine.waits_for(period, here)
        if missing is not None:
            found.append(Document(item.what, item.form, item.period, None, waits_for=missing))
            continue
        try:
            answer = engine.deadline(item.period, here, options)
        except NoAnswer as error:
            found.append(Document(item.what, item.form, item.period, None, refused=str(error)))
            continue
        found.append(Document(item.what, item.form, item.period, answer))
    return tuple(found)
