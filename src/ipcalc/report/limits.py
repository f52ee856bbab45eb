"""The limits of deadlines as rows of a table, as many columns of them as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipcalc.frozen import frozen
from ipcalc.money import HOME, grouped
from ipcalc.report.view import ResultColumn, counted, day, named, view, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ipcalc.calc.results import Deadline, LimitDate, Next

_GAP, _WORDS = 3, 12  # between columns; for the words of a length


@frozen
class LimitRow:
    """A limit with the answer to which it belongs; `first` is that of an answer."""

    answer: Deadline
    limit: LimitDate
    first: bool


def rows_of(answers: Iterable[Deadline]) -> tuple[LimitRow, ...]:
    """The limits of some answers."""
    return tuple(
        LimitRow(answer, limit, number == 0) for answer in answers for number, limit in enumerate(answer.limits)
    )


def paid(of: LimitDate | Next | None) -> str:
    """The sum of a limit or of what is next, with its currency where that is not the rupee, and that of the last day
    where it grows; empty where it is not known."""
    if of is None or of.amount is None:
        return ""
    currency = "" if of.currency == HOME else f"{of.currency} "
    until = "" if of.amount_until is None else f" to {grouped(of.amount_until)}"
    return f"{currency}{grouped(of.amount)}{until}"


def doubted(rows: int, hint: str) -> str:
    """How many rows rest on a doubt, and where it stands."""
    return f"{counted(rows, 'row')} marked ? {'has' if rows == 1 else 'have'} a doubt{hint}."


def columns_of(rows: Sequence[LimitRow], width: int, *before: ResultColumn) -> tuple[ResultColumn, ...]:
    """The columns for which there is room: first the lengths go, then the weekdays, then the closed days."""
    sums = [_SUM] if any(row.limit.amount is not None for row in rows) else []
    found = ((*before, *columns, *sums) for columns in _layouts(rows))
    narrow = (*before, _KIND, *_WITHOUT[:2], _DAYS._replace(heading="days"), _FORM, *sums)
    return next((columns for columns in found if _fits(columns, rows, width)), narrow)


def _layouts(rows: Sequence[LimitRow]) -> Iterator[tuple[ResultColumn, ...]]:
    """The columns that may be shown, those that are wanted most first."""
    rolls = any(row.limit.rolls_to != row.limit.date for row in rows)
    for days in (_WITH_WEEKDAYS, _WITHOUT):
        for first in ((_KIND, _LENGTH), (_KIND,)):
            yield (*first, *days, _DAYS, _FORM)
            if not rolls:
                yield (*first, *days[:2], _DAYS, _FORM)


def _fits(columns: Sequence[ResultColumn], rows: Sequence[LimitRow], width: int) -> bool:
    made = view("", columns, rows)
    cells = zip(made.columns, *made.rows, strict=True)
    room = sum(max(len(written(cell)) for cell in each) if each[0] in made.firm else _WORDS for each in cells)
    return room + _GAP * (len(columns) - 1) <= width


def _rolls(row: LimitRow) -> str:
    return "-" if row.limit.rolls_to == row.limit.date else day(row.limit.rolls_to)


def _left(row: LimitRow) -> str:
    return "-" if row.limit.days_left is None else str(row.limit.days_left)


def _plain(name: str) -> ResultColumn:
    """A day without its weekday."""
    return ResultColumn(name, lambda row: getattr(row.limit, name.replace(" ", "_")) or "-", firm=True)


_KIND = ResultColumn("limit", "limit.kind", firm=True)
_LENGTH = ResultColumn("length", "limit.length")
_FORM = ResultColumn("form", lambda row: row.limit.form or "-", firm=True)
_DAYS = ResultColumn("days left", _left, right=True, firm=True)
_SUM = ResultColumn("rupees", lambda row: paid(row.limit) or "-", right=True, firm=True)
_DATE = ResultColumn("date", lambda row: day(row.limit.date), firm=True)
_ACT_BY = ResultColumn("act by", lambda row: day(row.limit.act_by), firm=True)
_ROLLS = ResultColumn("rolls to", _rolls, firm=True)
_WITH_WEEKDAYS = (_DATE, _ACT_BY, _ROLLS)
_WITHOUT = (_plain("date"), _plain("act by"), _ROLLS._replace(take=lambda row: _rolls(row)[4:] or "-"))
KEPT = (
    ResultColumn("period", "answer.period"),
    ResultColumn("occurrence", lambda row: row.answer.place or row.answer.occurrence),
    *named("kind", "length", "date", "act_by", "rolls_to", "days_left", "ask_by", "form", "fee", of="limit"),
    ResultColumn("citation", "answer.law.citation"),
    ResultColumn("evidence", lambda row: row.limit.evidence or row.answer.law.evidence),
    ResultColumn("contested", lambda row: "true" if row.answer.law.contested else "false"),
    ResultColumn("done", "answer.done?.result"),
    ResultColumn("notes", lambda row: " | ".join(note.text for note in row.answer.notes)),
    *named("amount", "amount_until", "currency", of="limit"),
)


def titled(answer: Deadline) -> str:
    """The title of an answer, with its number and its proceeding."""
    number = "" if answer.occurrence is None else f" ({answer.occurrence})"
    return f"{answer.title}{number}" + (f" in {answer.proceeding}" if answer.proceeding else "")
