"""HTML: a page on its own, without scripts and without anything that must be loaded from elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from ipcalc.calc.matters.agenda import Agenda
from ipcalc.calc.plain import Plain
from ipcalc.calc.results import Deadline
from ipcalc.errors import escaped
from ipcalc.frozen import replace
from ipcalc.report.drawing import drawing
from ipcalc.report.timeline import timelines, today_of
from ipcalc.report.view import day, rooms, written
from ipcalc.report.views import views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ipcalc.calc.results import RulebookRef
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
_HOLDS = ("charge", "first", "answer", "verified", "findings", "rows")
_ANY_OFFICE = "not given: a day counts as closed if any office is closed"


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
        facts=dict(shown[0].facts) | _head(result),
        views=shown,
        rooms=rooms(shown),
        charts=[drawing(title, chart) for title, chart in timelines(result)],
        made=_made_by(result),
    )


def _is_wide(view: View) -> bool:
    """Whether a table has more columns than a tablet has room for beside each other."""
    firm = view.firm | view.right
    room = 0.0
    for name, *cells in zip(view.columns, *view.rows, strict=True):
        longest = max(len(written(cell)) for cell in (name, *cells))
        room += _PADDING + _LETTER * (longest if name in firm else min(longest, _WORDS))
    return room > _TABLET


def _head(result: Any) -> dict[str, str]:
    """What a sheet says of itself, by name; nothing where a result does not tell it."""
    found = dict(_as_of(result))
    book = _rulebook(result)
    if book is not None:
        found["rulebook"] = f"{book.version}, checked to {book.checked_to}"
    return found


def _made_by(result: Any) -> str:
    """By which rulebook a result was made."""
    book = _rulebook(result)
    return f"Made by ipcalc, rulebook {book.version}, checked to {book.checked_to}." if book else "Made by ipcalc."


def _as_of(result: Any) -> Iterator[tuple[str, str]]:
    """The day as of which a result holds, and the office whose closed days count."""
    one = result[0] if isinstance(result, tuple) and result else result
    if isinstance(one, Deadline):
        today = today_of(one)
        yield from [("as of", day(today))] if today else []
        yield "office", one.office or _ANY_OFFICE
    elif isinstance(one, Agenda):
        offices = sorted({docket.matter.office or "" for docket in one.dockets})
        yield "office", ", ".join(filter(None, offices)) or _ANY_OFFICE


def _rulebook(result: Any) -> RulebookRef | None:
    """The rulebook on which a result rests, or the first of its parts that has one."""
    own: RulebookRef | None = getattr(result, "rulebook", None)
    return own or next(filter(None, map(_rulebook, _parts(result))), None)


def _parts(result: Any) -> Iterator[Any]:
    """The parts of a result that may rest on a rulebook."""
    if isinstance(result, tuple):
        yield from result
    elif isinstance(result, Agenda):
        yield from (answer for docket in result.dockets for answer in docket.deadlines[:1])
    elif isinstance(result, Plain):
        yield from (getattr(result, name) for name in _HOLDS if hasattr(result, name))


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
