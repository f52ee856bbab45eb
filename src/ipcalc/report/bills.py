"""Charges and estimates as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.money import grouped
from ipcalc.report.answers import Authorities
from ipcalc.report.sheet import Cell, Sheet, day

if TYPE_CHECKING:
    from ipcalc.calc.fees.charges import Charge
    from ipcalc.calc.fees.estimate import Bill

_WITHOUT = " without what is not known"
_LINE_FIELDS = (
    "fee",
    "title",
    "form",
    "entry",
    "unit",
    "quantity",
    "rate",
    "amount",
    "currency",
    "citation",
    "from",
    "evidence",
)


def _sum(amount: int | None) -> str:
    return "-" if amount is None else grouped(amount)


def charge(answer: Charge) -> Sheet:
    """A charge: a row for each line, and the total of each currency."""
    rows: list[tuple[Cell, ...]] = []
    records: list[tuple[Cell, ...]] = []
    above: tuple[Cell, ...] = ()
    one = {line.currency for line in answer.lines} == {answer.currency}
    for line in answer.lines:
        authority = (line.citation, line.evidence)
        shown = ('"', '"') if authority == above else authority
        above = authority
        rows.append(
            (
                line.title,
                line.form or "-",
                line.entry,
                f"{line.quantity} x {_sum(line.rate)}",
                _sum(line.amount) if one or line.amount is None else f"{line.currency} {grouped(line.amount)}",
                *shown,
            )
        )
        records.append(
            (
                line.fee,
                line.title,
                line.form,
                line.entry,
                line.unit,
                line.quantity,
                line.rate,
                line.amount,
                line.currency,
                line.citation,
                line.from_,
                line.evidence,
            )
        )
    for currency, total in answer.totals.items():
        rows.append(
            (f"Total {currency}{_WITHOUT if answer.incomplete else ''}", None, None, None, grouped(total), None, None)
        )
    facts = (("applicant", answer.applicant), ("mode", answer.mode), ("paid on", day(answer.on)))
    return Sheet(
        title=answer.lines[0].title if len(answer.lines) == 1 else "Fees",
        facts=facts,
        columns=("item", "form", "entry", "quantity", "amount", "authority", "evidence"),
        rows=tuple(rows),
        right=frozenset({"quantity", "amount"}),
        notes=answer.notes,
        fields=_LINE_FIELDS,
        records=tuple(records),
    )


def bill(answer: Bill) -> list[Sheet]:
    """An estimate: a row for each line with its day and the number of its law, the sum of each year where there are
    several, and the total; then the laws."""
    sheet = charge(answer.charge)
    laws = Authorities()
    rows: list[tuple[Cell, ...]] = []
    for row, when, line in zip(sheet.rows, answer.days, answer.charge.lines, strict=False):
        rows.append((when, *row[:5], laws.number(line.citation), line.evidence))
    if len(answer.by_year) > 1:
        one = answer.charge.currency
        rows += [
            (
                None,
                (str(year) if one else f"{year} {currency}") + (_WITHOUT if year in answer.incomplete_years else ""),
                *[None] * 3,
                grouped(amount),
                None,
                None,
            )
            for year, sums in answer.by_year.items()
            for currency, amount in sums.items()
        ]
    rows += [(None, *row) for row in sheet.rows[len(answer.days) :]]
    records = tuple((*record, when) for record, when in zip(sheet.records, answer.days, strict=True))
    lines = Sheet(
        title=f"Estimate: {answer.title}",
        facts=(("applicant", answer.charge.applicant), ("mode", answer.charge.mode)),
        columns=("on", *sheet.columns[:5], "law", "evidence"),
        rows=tuple(rows),
        right=sheet.right | {"law"},
        fields=(*sheet.fields, "on"),
        records=records,
    )
    return [lines, laws.sheet(sheet.notes)]
