"""HTML: a page on its own, without scripts and without anything that must be loaded from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader

from ipcalc.calc.matters.agenda import Agenda
from ipcalc.errors import escaped
from ipcalc.frozen import replace
from ipcalc.report.charts import timelines
from ipcalc.report.drawing import Drawn, drawing
from ipcalc.report.views import views

if TYPE_CHECKING:
    from ipcalc.report.formats import Look
    from ipcalc.report.view import View


def text(result: Any, look: Look) -> str:
    """The page of a result."""
    pages = Environment(
        loader=PackageLoader("ipcalc", "report/pages"), autoescape=True, trim_blocks=True, finalize=_clean
    )
    shown: list[View] = views(result, replace(look, see=True, notes=look.notes or not isinstance(result, Agenda)))
    return pages.get_template("page.html").render(
        title=shown[0].title, views=shown, charts=_charts(result), made=made_by(result)
    )


def _charts(result: Any) -> list[Drawn]:
    """The drawings of deadlines: one for each matter."""
    return [drawing(title, chart) for title, chart in timelines(result)]


def made_by(result: Any) -> str:
    """By which rulebook a result was made."""
    one = result[0] if isinstance(result, tuple) and result else result
    if isinstance(one, Agenda):
        one = one.entries[0].answer if one.entries else one
    book = getattr(one, "rulebook", None)
    return f"Made by ipcalc, rulebook {book.version}, checked to {book.checked_to}." if book else "Made by ipcalc."


def _clean(value: Any) -> Any:
    """Text as it may stand on a page: with its control characters shown."""
    return escaped(value) if type(value) is str else value
