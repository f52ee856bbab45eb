"""The head of a sheet: as of which day, for which office, and by which rulebook it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc.matters.agenda import Agenda
from ipcalc.calc.plain import Plain
from ipcalc.calc.results import Deadline
from ipcalc.report.charts import today_of
from ipcalc.report.view import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ipcalc.calc.results import RulebookRef

_HOLDS = ("charge", "first", "answer", "verified", "findings", "rows")
_ANY_OFFICE = "not given: a day counts as closed if any office is closed"


def head(result: Any) -> dict[str, str]:
    """What a sheet says of itself, by name; nothing where a result does not tell it."""
    found = dict(_days(result))
    book = _rulebook(result)
    if book is not None:
        found["rulebook"] = f"{book.version}, checked to {book.checked_to}"
    return found


def made_by(result: Any) -> str:
    """By which rulebook a result was made."""
    book = _rulebook(result)
    return f"Made by ipcalc, rulebook {book.version}, checked to {book.checked_to}." if book else "Made by ipcalc."


def _days(result: Any) -> Iterator[tuple[str, str]]:
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
