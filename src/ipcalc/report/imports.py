"""What an import made of a file: its headings, the cells that could not be read, and what is to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.frozen import replace
from ipcalc.report.view import View, named, view

if TYPE_CHECKING:
    from ipcalc.batch.imports.run import Imported
    from ipcalc.report.formats import Look

_COLUMNS = (*named("heading", "to"), *(column._replace(heading="known by", field="how") for column in named("how")))
_EXAMPLE = named("example")
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
    views = [view("Import", (*_COLUMNS, *_EXAMPLE), answer.columns, facts=facts, notes=answer.said)]
    if answer.unread:
        views.append(view(f"Cells that could not be read: {len(answer.unread)}", _UNREAD, answer.unread))
    if answer.updates is not None:
        changes = view(f"Changes: {len(answer.updates)}", _UPDATES, answer.updates)
        views = [replace(each, fields=changes.fields, records=()) for each in views]
        views.append(changes)
    return views
