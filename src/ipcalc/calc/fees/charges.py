"""What fees come to: lines and their totals, in whole units of a currency."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from ipcalc.calc import notes
from ipcalc.calc.plain import Plain
from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.base import BUILT_IN, NOTHING
from ipcalc.money import HOME, converted, grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from ipcalc.calc.results import RulebookRef
    from ipcalc.law.shapes.base import Note


@frozen
class Line(Plain):
    """One line of a charge. Sums are whole units of the currency; None where they are not known. `layer` is `built-in`,
    or the directory of the overlay that gives the fee or who pays it."""

    fee: str
    title: str
    form: str | None
    entry: str
    unit: str
    quantity: int
    rate: int | None
    amount: int | None
    currency: str
    citation: str
    from_: datetime.date | None
    evidence: str
    layer: str = BUILT_IN

    @property
    def known(self) -> int:
        """What the line adds to a total: nothing where its amount is not known."""
        return self.amount or 0


@frozen
class Charge(Plain):
    """A fee applied to quantities: lines, and their total by currency.

    `rates` convert the totals of other currencies into rupees; the lines keep their own. `layer` is `built-in`, or the
    directory of an overlay where one touched the sum.
    """

    lines: tuple[Line, ...]
    applicant: str
    mode: str
    on: datetime.date
    notes: tuple[Note, ...]
    rulebook: RulebookRef
    rates: Mapping[str, Decimal] = NOTHING
    layer: str = BUILT_IN

    _hidden = ("rates", "layer")

    @property
    def totals(self) -> dict[str, int]:
        """The sum of each currency over the lines that are known; what has a rate is among the rupees."""
        return self.totals_of(self.lines)

    def totals_of(self, lines: Iterable[Line]) -> dict[str, int]:
        """The sum of each currency over some of the lines."""
        sums: dict[str, int] = {}
        for currency, value in _by_currency(lines).items():
            rate = self.rates.get(currency)
            name, amount = (currency, value) if rate is None else (HOME, converted(value, rate)[0])
            sums[name] = sums.get(name, 0) + amount
        return sums

    @property
    def currency(self) -> str | None:
        """The one currency of the totals, or None where there are several."""
        return next(iter(self.totals)) if len(self.totals) == 1 else None

    @property
    def total(self) -> int | None:
        """The total, or None where the totals are in several currencies, or a line is not known."""
        return self.totals[self.currency] if self.currency and not self.incomplete else None

    @property
    def incomplete(self) -> bool:
        """Whether the amount of a line is not known."""
        return any(line.amount is None for line in self.lines)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {"total": self.total, "currency": self.currency, "totals": self.totals, **super().to_dict()}


def at_rates(charge: Charge, rates: Mapping[str, Decimal]) -> Charge:
    """A charge with its totals converted into rupees, and a note for each rate.

    Raises:
        BadRequest: no line is in the currency of a rate.
    """
    sums = _by_currency(charge.lines)
    said: list[Note] = []
    for currency, rate in rates.items():
        if currency not in sums:
            others = ", ".join(sorted(sums))
            raise BadRequest(f"rate of {currency}: no line is in this currency: the lines are in {others}")
        amount, rounded = converted(sums[currency], rate)
        end = " (rounded up)" if rounded else ""
        text = f"{currency} {grouped(sums[currency])} at {rate} is {HOME} {grouped(amount)}{end}."
        said.append(notes.information(text))
    return replace(charge, rates=dict(rates), notes=notes.ordered([*charge.notes, *said]))


def _by_currency(lines: Iterable[Line]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in lines:
        if line.amount is not None:
            sums[line.currency] = sums.get(line.currency, 0) + line.amount
    return sums
