"""Charges and estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.fees.charges import Line
from ipcalc.frozen import frozen
from ipcalc.money import grouped
from ipcalc.report.authorities import Authorities
from ipcalc.report.view import Column, Value, View, day, named, view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ipcalc.calc.fees.charges import Charge
    from ipcalc.calc.fees.estimate import Bill
    from ipcalc.report.formats import Look

_WITHOUT = " without the sums that are not known"


@frozen
class _Row:
    """A line of a charge in the currency of the whole, if `one`; `same` where its authority is that of the line above,
    `on` the day on which it is paid."""

    line: Line
    one: bool
    same: bool
    on: date


def _amount(row: _Row) -> str:
    amount = row.line.amount
    return _sum(amount) if row.one or amount is None else f"{row.line.currency} {grouped(amount)}"


_FIELDS = named(*(name for name in Line._names if name != "layer"))
_LINES = (
    Column("item", "line.title"),
    Column("form", lambda row: row.line.form or "-"),
    Column("entry", "line.entry"),
    Column("quantity", lambda row: f"{row.line.quantity} x {_sum(row.line.rate)}", right=True),
    Column("amount", _amount, right=True),
)
_AUTHORITY = (
    Column("authority", lambda row: '"' if row.same else row.line.citation),
    Column("evidence", lambda row: '"' if row.same else row.line.evidence),
)
_KEPT = tuple(column._replace(take=f"line.{column.take}") for column in _FIELDS)


def charge(answer: Charge, look: Look) -> list[View]:
    """A charge: a row for each line, and the total of each currency."""
    title = answer.lines[0].title if len(answer.lines) == 1 else "Fees"
    facts = (("applicant", answer.applicant), ("mode", answer.mode), ("paid on", day(answer.on)))
    rows = _rows(answer, (answer.on,) * len(answer.lines))
    totals = [(*cells, None, None) for cells in _totals(answer)]
    notes = look.of(answer.notes)
    return [view(title, (*_LINES, *_AUTHORITY), rows, facts=facts, notes=notes, more=totals, kept=_KEPT)]


def bill(answer: Bill, look: Look) -> list[View]:
    """An estimate: a row for each line with its day and the number of its law, the sum of each year where there are
    several, and the total; then the laws."""
    laws = Authorities()
    on, number = Column("on", "on"), Column("law", lambda row: laws.number(row.line.citation), right=True)
    years = _years(answer) if len(answer.by_year) > 1 else ()
    lines = view(
        f"Estimate: {answer.title}",
        (on, *_LINES, number, Column("evidence", "line.evidence")),
        _rows(answer.charge, answer.days),
        facts=(("applicant", answer.charge.applicant), ("mode", answer.charge.mode)),
        more=[(None, *cells, None, None) for cells in (*years, *_totals(answer.charge))],
        kept=(*_KEPT, on),
    )
    return [lines, laws.view(look.of(answer.charge.notes))]


def _rows(answer: Charge, days: tuple[date, ...]) -> Iterator[_Row]:
    one = {line.currency for line in answer.lines} == {answer.currency}
    above: Line | None = None
    for line, on in zip(answer.lines, days, strict=True):
        same = above is not None and (line.citation, line.evidence) == (above.citation, above.evidence)
        yield _Row(line, one, same, on)
        above = line


def _totals(answer: Charge) -> Iterator[tuple[Value, ...]]:
    without = _WITHOUT if answer.incomplete else ""
    for currency, total in answer.totals.items():
        yield f"Total {currency}{without}", None, None, None, grouped(total)


def _years(answer: Bill) -> Iterator[tuple[Value, ...]]:
    for year, sums in answer.by_year.items():
        without = _WITHOUT if year in answer.incomplete_years else ""
        for currency, amount in sums.items():
            name = f"In {year}" if answer.charge.currency else f"In {year}, {currency}"
            yield f"{name}{without}", None, None, None, grouped(amount)


def _sum(amount: int | None) -> str:
    return "-" if amount is None else grouped(amount)
