"""CSV: the records of a result, without its facts and notes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from ipcalc.report.views import views

if TYPE_CHECKING:
    from ipcalc.report.formats import Look


def text(result: Any, look: Look) -> str:
    """The records of all views under the heading of the first; a view with another heading is left out."""
    shown = views(result, look)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(shown[0].fields)
    for view in shown:
        writer.writerows(view.records if view.fields == shown[0].fields else ())
    return out.getvalue()
