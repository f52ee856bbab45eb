"""Journals: numbers and dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.report.view import Column, View, day, view

if TYPE_CHECKING:
    from ipcalc.calc.registers.journals import JournalDay, JournalIssue
    from ipcalc.report.formats import Look


def _readings(issue: JournalIssue) -> str:
    return " ".join(each.isoformat() for each in issue.readings)


_COLUMNS = (
    Column("journal", "title", "journal", "journal"),
    Column("number", "number"),
    Column("date", lambda issue: day(issue.date), record="date"),
    Column("evidence", "evidence"),
    Column("", "", "readings", _readings),
)


def issue(answer: JournalIssue, look: Look) -> list[View]:
    """The date of a number."""
    return [_view(f"{answer.title} {answer.number}", (answer,))]


def numbers(answer: JournalDay, look: Look) -> list[View]:
    """The numbers of a date."""
    return [_view(f"Journals of {day(answer.date)}", answer.issues)]


def _view(title: str, issues: tuple[JournalIssue, ...]) -> View:
    doubts = dict.fromkeys(doubt for issue in issues for doubt in issue.doubts)
    seen = dict.fromkeys(f"{issue.title} {issue.number} was seen: {where}" for issue in issues for where in issue.seen)
    return view(title, _COLUMNS, issues, notes=(*doubts, *seen))
