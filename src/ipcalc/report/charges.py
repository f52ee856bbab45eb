"""Charges and estimates, and estimates of several classes of applicant side by side."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from ipcalc.calc.fees.charges import Line
from ipcalc.frozen import frozen
from ipcalc.money import HOME, grouped
from ipcalc.report.authorities import Authorities
from ipcalc.report.view import ResultColumn, Value, View, day, named, view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ipcalc.calc.fees.charges import Charge
    from ipcalc.calc.fees.compare import ComparedLine, Comparison
    from ipcalc.calc.fees.estimate import Bill
    from ipcalc.report.formats import Look

_WITHOUT = " without the sums that are not known"


@frozen
class _LineRow:
    """A line of a charge in the currency of the whole, if `one`; `same` where its authority is that of the line above,
    `on` the day on which it is paid."""

    line: Line
    one: bool
    same: bool
    on: date


def _amount(row: _LineRow) -> str:
    amount = row.line.amount
    return _sum(amount) if row.one or amount is None else f"{row.line.currency} {grouped(amount)}"


_LINES = (
    ResultColumn("item", "line.title"),
    ResultColumn("form", lambda row: row.line.form or "-"),
    ResultColumn("entry", "line.entry"),
    ResultColumn("quantity", lambda row: f"{row.line.quantity} x {_sum(row.line.rate)}", right=True),
    ResultColumn("amount", _amount, right=True),
)
_AUTHORITY = (
    ResultColumn("authority", lambda row: '"' if row.same else row.line.citation),
    ResultColumn("evidence", lambda row: '"' if row.same else row.line.evidence),
)
_KEPT = named(*(name for name in Line._names if name != "layer"), of="line")
_WIDE = 100  # for columns of days and forms
_LEAD = (
    ResultColumn("on", "on", firm=True),
    ResultColumn("item", "line.title"),
    ResultColumn("form", lambda row: row.line.form or "-"),
)
_NARROW = (ResultColumn("item", lambda row: f"{row.line.title} ({row.on})"),)


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
    on, number = ResultColumn("on", "on"), ResultColumn("law", lambda row: laws.number(row.line.citation), right=True)
    years = _years(answer) if len(answer.by_year) > 1 else ()
    lines = view(
        f"Estimate: {answer.title}",
        (on, *_LINES, number, ResultColumn("evidence", "line.evidence")),
        _rows(answer.charge, answer.days),
        facts=(("applicant", answer.charge.applicant), ("mode", answer.charge.mode)),
        more=[(None, *cells, None, None) for cells in (*years, *_totals(answer.charge))],
        kept=(*_KEPT, on),
    )
    return [lines, laws.view(look.of(answer.charge.notes))]


def comparison(answer: Comparison, look: Look) -> list[View]:
    """A row for each item with what each class pays, and the totals; then the laws."""
    laws = Authorities()
    number = ResultColumn("law", lambda row: laws.number(row.line.citation, row.line.evidence), right=True, firm=True)
    sums = [ResultColumn(name, partial(_paid, applicant=name), right=True, firm=True) for name in answer.applicants]
    kept = (
        *named("on"),
        *named("fee", "title", "form", "entry", "unit", "quantity", "currency", of="line"),
        *(ResultColumn(name, partial(_kept, applicant=name)) for name in answer.applicants),
        *named("citation", "evidence", of="line"),
    )
    lead = _LEAD if look.width >= _WIDE else _NARROW
    shown = view(
        f"Estimate: {answer.first.title}",
        (*lead, *sums, number),
        answer.lines,
        facts=[("mode", answer.first.charge.mode)],
        more=_compared_totals(answer, lead),
        kept=kept,
    )
    return [shown, laws.view(look.of(answer.notes))]


def _compared_totals(answer: Comparison, lead: Sequence[ResultColumn]) -> Iterator[tuple[Value, ...]]:
    """The total of each class in each currency."""
    charges = [bill.charge for bill in answer.bills.values()]
    without = _WITHOUT if any(charge.incomplete for charge in charges) else ""
    for currency in dict.fromkeys(chain.from_iterable(charge.totals for charge in charges)):
        name = f"Total {currency}{without}"
        sums = [charge.totals.get(currency) for charge in charges]
        cells = ("-" if each is None else grouped(each) for each in sums)
        yield (*(name if column.heading == "item" else None for column in lead), *cells, None)


def _paid(row: ComparedLine, applicant: str) -> str:
    amount = row.amounts.get(applicant)
    if amount is None:
        return "not known" if applicant in row.amounts else "-"
    return grouped(amount) if row.line.currency == HOME else f"{row.line.currency} {grouped(amount)}"


def _kept(row: ComparedLine, applicant: str) -> int | None:
    return row.amounts.get(applicant)


def _rows(answer: Charge, days: tuple[date, ...]) -> Iterator[_LineRow]:
    one = {line.currency for line in answer.lines} == {answer.currency}
    above: Line | None = None
    for line, on in zip(answer.lines, days, strict=True):
        same = above is not None and (line.citation, line.evidence) == (above.citation, above.evidence)
        yield _LineRow(line, one, same, on)
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
