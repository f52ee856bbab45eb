"""The dockets of many matters, as one table in order of date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ipcalc.frozen import frozen
from ipcalc.report.deadlines import DOCKET, KEPT, Row, limit_rows, waits
from ipcalc.report.view import Column, View, view

if TYPE_CHECKING:
    from ipcalc.batch.matters.dockets import Dockets
    from ipcalc.batch.matters.record import Recorded
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.report.formats import Look


@frozen
class _Of(Row):
    """A limit with the docket in which it stands."""

    docket: Docket


def dockets(answer: Dockets, look: Look) -> list[View]:
    """The limits of all matters in order of date, and for each matter what it waits for."""
    found = [_Of(row.answer, row.limit, True, each) for each in answer.dockets for row in limit_rows(each.deadlines)]
    found.sort(key=lambda row: row.limit.act_by or row.limit.date or date.max)
    notes = _notes(answer, look)
    facts = [("matters", str(len(answer.dockets)))]
    ref = Column("ref", lambda row: _name(row.docket), "ref", lambda row: row.docket.ref)
    right = Column("", "docket.right", "right")
    return [view("Dockets", (ref, *DOCKET), found, facts=facts, notes=notes, kept=(ref, right, *KEPT))]


def _notes(answer: Dockets, look: Look) -> list[str]:
    """What has no answer, and what waits for which event."""
    said = {_name(each): [*(why for _, why in each.refused), *waits(each)] for each in answer.dockets}
    notes = [f"{name}: {line}" for name, lines in said.items() for line in lines]
    if look.notes or not notes:
        return notes
    return [f"{len(notes)} more notes, on what has no answer and what waits for which event: --notes shows them."]


def recorded(answer: Recorded, _: Look) -> list[View]:
    """What was written into the file of a matter, and what followed."""
    parts = (("recorded", answer.recorded), ("closed", answer.closed), ("opened", answer.opened))
    facts = [(name, line) for name, lines in parts for line in lines]
    where = answer.ref if answer.proceeding is None else f"{answer.ref}, {answer.proceeding}"
    return [view(f"{where} ({answer.file})", facts=facts)]


def _name(docket: Docket) -> str:
    return docket.ref or docket.right
