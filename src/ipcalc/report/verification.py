"""A docket that was verified: how much of it is right, then what is not, the dangerous first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ipcalc.calc.verify.verdict import EARLY, LATE, RIGHT, VERDICTS
from ipcalc.frozen import replace
from ipcalc.report.authorities import Authorities
from ipcalc.report.view import ResultColumn, View, counted, day, named, view

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.batch.verify import Verification, VerifiedRow
    from ipcalc.report.formats import Look

_MEANS = {
    "late": "kept later than the law allows",
    "unanswerable": "without an answer",
    "undecided": "depends on what is not given",
    "contested": "right only on another reading",
    "rolled": "right only if a closed day moves them",
    "missing": "without a date",
    "early": "earlier than necessary",
    "right": "right",
}
_TONES = {"late": "lapsed", "unanswerable": "overdue", "early": "later", "right": "later"}
_MOST = 12
_FOUND = (
    *named("verdict", "stated", "computed", of="verified", firm=("verdict", "stated", "computed")),
    ResultColumn("days", lambda row: _signed(row.verified.days), right=True),
    ResultColumn("line", "line", right=True),
    ResultColumn("ref", "ref"),
    ResultColumn("what", lambda row: _what(row)),
    ResultColumn("why", lambda row: row.verified.reason or "-"),
)
_ADDED = named("verdict", "days", "computed", "reason", of="verified")


def verification(answer: Verification, look: Look) -> list[View]:
    """The summary, and a row for each date that is not right."""
    order = {verdict: at for at, verdict in enumerate(VERDICTS)}
    wrong = [row for row in answer.rows if row.verified.verdict != RIGHT]
    wrong.sort(key=lambda row: (order[row.verified.verdict], -abs(row.verified.days or 0), row.row))
    facts = [("today", day(answer.today)), *((_MEANS[name], str(number)) for name, number in answer.counts.items())]
    cell = _typed if look.cells else _cell
    own = [ResultColumn(name, cell(at)) for at, name in enumerate(answer.headings)]
    summary = view(_title(answer), (), answer.rows, facts=facts, notes=_said(answer), kept=(*own, *_ADDED))
    summary = replace(summary, own=len(own))
    title = "Dates that are not right"
    laws = Authorities()
    law = ResultColumn("law", lambda row: _law(row, laws), right=True)
    found = view(title, (*_FOUND, law), wrong, tone=lambda row: _TONES.get(row.verified.verdict, "due"))
    return [summary, *([found] if wrong else []), *([laws.view(())] if laws else [])]


def _title(answer: Verification) -> str:
    rows, wrong = len(answer.rows), len(answer.rows) - answer.counts.get(RIGHT, 0)
    return f"{counted(rows, 'date')} verified: {'all right' if not wrong else f'{wrong} not right'}"


def _said(answer: Verification) -> Iterator[str]:
    """The wrong methods that come again and again, and what is right by accident."""
    for name, numbers in answer.methods.items():
        yield f"{len(numbers)} rows were counted with one wrong method ({name}): lines {_lines(answer, numbers)}."
        accidents = [row.row for row in answer.rows if row.accident == name]
        if accidents:
            lines, are = ("Line", "is") if len(accidents) == 1 else ("Lines", "are")
            yield f"{lines} {_lines(answer, accidents)} {are} right only by accident: the method fits here."
    if answer.counts.get(LATE):
        yield "A date later than the law allows can lose rights: look at these first."
    if answer.counts.get(EARLY):
        yield "A date that is too early loses nothing, but shows a wrong method."


def _lines(answer: Verification, numbers: Sequence[int]) -> str:
    lines = [str(answer.rows[number - 1].line) for number in numbers]
    return ", ".join(lines[:_MOST]) + (f" and {len(lines) - _MOST} more" if len(lines) > _MOST else "")


def _what(row: VerifiedRow) -> str:
    answer = row.verified.answer
    if answer is None:
        return "-"
    return answer.title if answer.occurrence is None else f"{answer.title} ({answer.occurrence})"


def _law(row: VerifiedRow, laws: Authorities) -> int | None:
    return laws.number(row.verified.answer.law.citation) if row.verified.answer else None


def _cell(at: int) -> Callable[[VerifiedRow], str | date]:
    """What a column of the file holds."""
    return lambda row: row.values[at]


def _typed(at: int) -> Callable[[VerifiedRow], str | date]:
    """What a column of the file holds: a date where it was read as one, and a workbook can hold it."""
    from ipcalc.rows.xlsxwriter import FIRST

    return lambda row: on if (on := row.days.get(at)) and on >= FIRST else row.values[at]


def _signed(days: int | None) -> str:
    return "-" if days is None else f"{days:+d}"
