"""Checklists: a row for each document, with the day by which it is due and the number of its law; then the laws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.report.authorities import Authorities
from ipcalc.report.view import ResultColumn, Value, View, day, view

if TYPE_CHECKING:
    from ipcalc.calc.registers.checklist import DocumentList, DueDocument
    from ipcalc.calc.results import LimitDate
    from ipcalc.report.formats import Look


def documents(answer: DocumentList, look: Look) -> list[View]:
    """The documents of an undertaking."""
    laws = Authorities()
    columns = (
        ResultColumn("document", "what"),
        ResultColumn("form", _form),
        ResultColumn("due", _when),
        ResultColumn("act by", lambda each: day(due.act_by) if (due := _due(each)) else None),
        ResultColumn("days left", lambda each: due.days_left if (due := _due(each)) else None, right=True),
    )
    number = ResultColumn("law", lambda each: laws.number(each.citation, _evidence(each)), right=True)
    authority = (ResultColumn("authority", "citation"), ResultColumn("evidence", _evidence))
    dates = view(answer.title, (*columns, number), answer.documents, kept=(*columns, *authority))
    refused = [each.refused for each in answer.documents if each.refused]
    return [dates, laws.view([*answer.notes, *refused])]


def _due(each: DueDocument) -> LimitDate | None:
    return each.deadline.limit("due") if each.deadline else None


def _form(each: DueDocument) -> Value:
    due = _due(each)
    return each.form or (due.form if due else None)


def _when(each: DueDocument) -> str:
    due = _due(each)
    if due:
        return day(due.date)
    if each.waits_for:
        return f"waits for {each.waits_for}"
    return "no answer" if each.refused else "with the filing"


def _evidence(each: DueDocument) -> str:
    return f"{each.evidence}{', contested' if each.deadline and each.deadline.law.contested else ''}"
