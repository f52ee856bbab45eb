"""HTML: a page on its own, without scripts and without anything that must be loaded from elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from ipcalc.calc.matters.agenda import Agenda
from ipcalc.errors import escaped
from ipcalc.frozen import replace
from ipcalc.report.charts import timelines
from ipcalc.report.drawing import Drawn, drawing
from ipcalc.report.sheethead import head, made_by
from ipcalc.report.view import rooms, written
from ipcalc.report.views import views

if TYPE_CHECKING:
    from ipcalc.report.formats import Look
    from ipcalc.report.view import View

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LONG = r"(?:[^\s&;-]|-(?=[0-9])){18,}"  # a word that may be broken where there is no room for it
_NAME = r"(?<![\w-])[A-Z0-9]+(?:[/-][A-Z0-9]+)+(?![\w-])"  # of a form or of a matter
_SUM = re.compile(r"\bINR (?=[0-9])")
_RUPEES = {"rupees": "rupees (\u20b9)", "Total INR": "Total \u20b9"}
_MARKED = re.compile(rf"(?P<long>{_LONG})|(?P<firm>{_DAY}|{_NAME})")
_WIDTH = 100  # letters of a line on paper
_TABLET, _LETTER, _PADDING = 720, 7.7, 13  # pixels of a page on a tablet, of a letter of its tables, beside a cell
_WORDS = 16  # letters of a line of words that can still be read well


def text(result: Any, look: Look) -> str:
    """The page of a result."""
    pages = Environment(
        loader=PackageLoader("ipcalc", "report/pages"), autoescape=True, trim_blocks=True, finalize=_clean
    )
    pages.filters["days"] = _days
    pages.filters["heading"] = _rupees
    pages.tests["wide"] = _is_wide
    shown: list[View] = views(
        result, replace(look, width=_WIDTH, away=True, see=True, notes=look.notes or not isinstance(result, Agenda))
    )
    return pages.get_template("page.html").render(
        title=shown[0].title,
        facts={**dict(shown[0].facts), **head(result)} if shown[0].facts else head(result),
        views=shown,
        rooms=rooms(shown),
        charts=_charts(result),
        made=made_by(result),
    )


def _is_wide(view: View) -> bool:
    """Whether a table has more columns than a tablet has room for beside each other."""
    firm = view.firm | view.right
    room = 0.0
    for name, *cells in zip(view.columns, *view.rows, strict=True):
        longest = max(len(written(cell)) for cell in (name, *cells))
        room += _PADDING + _LETTER * (longest if name in firm else min(longest, _WORDS))
    return room > _TABLET


def _charts(result: Any) -> list[Drawn]:
    """The drawings of deadlines: one for each matter."""
    return [drawing(title, chart) for title, chart in timelines(result)]


def _clean(value: Any) -> Any:
    """Text as it may stand on a page: with its control characters shown."""
    return escaped(value) if type(value) is str else value


def _days(value: Any) -> Any:
    """Text of which days, forms and short references are not broken, and no words but very long ones."""
    return Markup(_MARKED.sub(_marked, str(escape(_clean(_rupees(str(value)))))))


def _rupees(text: str) -> str:
    """Text with the sign of the rupee where other formats have its code."""
    return _RUPEES.get(text) or _SUM.sub("\u20b9\u00a0", text)


def _marked(found: re.Match[str]) -> str:
    return f'<span class="{found.lastgroup}">{found[0]}</span>'
