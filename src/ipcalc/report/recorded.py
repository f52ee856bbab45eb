"""What was recorded of a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.report.view import View, view

if TYPE_CHECKING:
    from ipcalc.batch.matters.record import Recorded
    from ipcalc.report.formats import Look


def recorded(answer: Recorded, _: Look) -> list[View]:
    """What was written into the file of a matter, and what followed."""
    parts = (("recorded", answer.recorded), ("closed", answer.closed), ("opened", answer.opened))
    facts = [(name, line) for name, lines in parts for line in lines]
    where = answer.ref if answer.proceeding is None else f"{answer.ref}, {answer.proceeding}"
    return [view(f"{where} ({answer.file})", facts=facts)]
