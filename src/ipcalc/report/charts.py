"""Which timelines a result has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ipcalc.calc.matters.agenda import Agenda
from ipcalc.calc.results import Deadline
from ipcalc.report.limits import named
from ipcalc.report.timeline import Timeline, timeline

if TYPE_CHECKING:
    from ipcalc.calc.matters.agenda import Entry

_NOT_DRAWN = ("done", "others")


def timelines(result: Any) -> Iterator[tuple[str, Timeline]]:
    """The timelines of a deadline, of several, or of each matter of an agenda, with their titles."""
    if isinstance(result, Agenda):
        yield from _of_agenda(result)
    elif isinstance(result, Deadline):
        yield from _timeline("Timeline", [result], today_of(result))
    elif isinstance(result, tuple) and result and isinstance(result[0], Deadline):
        yield from _timeline("Timeline", result, today_of(result[0]))


def _of_agenda(agenda: Agenda) -> Iterator[tuple[str, Timeline]]:
    of: dict[str, list[Entry]] = {}
    for entry in agenda.entries:
        if entry.group not in _NOT_DRAWN:
            of.setdefault(entry.matter.name, []).append(entry)
    for name, entries in of.items():
        title = f"Timeline of {name}" if len(of) > 1 else "Timeline"
        yield from _timeline(title, [entry.answer for entry in entries], agenda.today)


def _timeline(title: str, answers: Any, today: date | None) -> Iterator[tuple[str, Timeline]]:
    chart = timeline([(named(answer), answer) for answer in answers], today)
    if chart:
        yield title, chart


def today_of(answer: Deadline) -> date | None:
    """The day from which the days that are left are counted."""
    left = next(((limit.act_by, limit.days_left) for limit in answer.limits if limit.days_left is not None), None)
    return date.fromordinal(left[0].toordinal() - left[1]) if left and left[0] else None
