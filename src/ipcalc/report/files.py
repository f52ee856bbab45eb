"""What was made of files: what an import read in one, and what was written into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.frozen import replace
from ipcalc.report.view import ResultColumn, View, named, view

if TYPE_CHECKING:
    from ipcalc.batch.imports.run import Imported
    from ipcalc.batch.matters.record import Recorded
    from ipcalc.report.formats import Look

_HEADINGS = (*named("heading", "to"), ResultColumn("known by", "how", "how"), *named("example"))
_UNREAD = named("row", "heading", "reason")
_UPDATES = named("number", "column", "before", "after")


def imported(answer: Imported, look: Look) -> list[View]:
    """The headings first, then what could not be read, then what changes where the rows are merged; CSV has the changes
    alone."""
    sheet = f", sheet {answer.sheet}" if answer.sheet else ""
    facts = [
        ("layout", answer.layout or "not a known one: guessed from the headings"),
        ("headings", f"row {answer.header_row}{sheet}"),
        ("rows", str(answer.rows)),
    ]
    views = [view("Import", _HEADINGS, answer.columns, facts=facts, notes=answer.said)]
    if answer.unread:
        views.append(view(f"Cells that could not be read: {len(answer.unread)}", _UNREAD, answer.unread))
    if answer.updates is not None:
        changes = view(f"Changes: {len(answer.updates)}", _UPDATES, answer.updates)
        views = [replace(each, fields=changes.fields, records=()) for each in views]
        views.append(changes)
    return views


def recorded(answer: Recorded, _: Look) -> list[View]:
    """What was written into the file of a matter, and what followed."""
    parts = (("recorded", answer.recorded), ("closed", answer.closed), ("opened", answer.opened))
    facts = [(name, line) for name, lines in parts for line in lines]
    where = answer.ref if answer.proceeding is None else f"{answer.ref}, {answer.proceeding}"
    return [view(f"{where} ({answer.file})", facts=facts)]
