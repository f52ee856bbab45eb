"""Bills of several classes of applicant, a column for each."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from ipcalc.money import HOME, grouped
from ipcalc.report.authorities import Authorities
from ipcalc.report.view import Column, Value, View, view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.calc.fees.compare import ComparedLine, Comparison
    from ipcalc.report.formats import Look

_WIDE = 100  # for columns of days and forms
_LEAD = (Column("on", "on", firm=True), Column("item", "line.title"), Column("form", lambda row: row.line.form or "-"))
_NARROW = (Column("item", lambda row: f"{row.line.title} ({row.on})"),)


def comparison(answer: Comparison, look: Look) -> list[View]:
    """A row for each item with what each class pays, and the totals; then the laws."""
    laws = Authorities()
    number = Column("law", lambda row: laws.number(row.line.citation, row.line.evidence), right=True, firm=True)
    sums = [Column(name, partial(_amount, applicant=name), right=True, firm=True) for name in answer.applicants]
    names = ("fee", "title", "form", "entry", "unit", "quantity", "currency")
    kept = (
        Column("on", "on"),
        *(Column(name, f"line.{name}") for name in names),
        *(Column(name, partial(_kept, applicant=name)) for name in answer.applicants),
        *(Column(name, f"line.{name}") for name in ("citation", "evidence")),
    )
    lead = _LEAD if look.width >= _WIDE else _NARROW
    shown = view(
        f"Estimate: {answer.first.title}",
        (*lead, *sums, number),
        answer.lines,
        facts=[("mode", answer.first.charge.mode)],
        more=_totals(answer, lead),
        kept=kept,
    )
    return [shown, laws.view(look.of(answer.notes))]


def _totals(answer: Comparison, lead: Sequence[Column]) -> Iterator[tuple[Value, ...]]:
    """The total of each class in each currency."""
    charges = [bill.charge for bill in answer.bills.values()]
    short = " without the sums that are not known" if any(charge.incomplete for charge in charges) else ""
    for currency in dict.fromkeys(chain.from_iterable(charge.totals for charge in charges)):
        name = f"Total {currency}{short}"
        sums = [charge.totals.get(currency) for charge in charges]
        cells = ("-" if each is None else grouped(each) for each in sums)
        yield (*(name if column.heading == "item" else None for column in lead), *cells, None)


def _amount(row: ComparedLine, applicant: str) -> str:
    amount = row.amounts.get(applicant)
    if amount is None:
        return "not known" if applicant in row.amounts else "-"
    return grouped(amount) if row.line.currency == HOME else f"{row.line.currency} {grouped(amount)}"


def _kept(row: ComparedLine, applicant: str) -> int | None:
    return row.amounts.get(applicant)
