"""What fees come to: lines and their totals, in whole units of a currency."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from ipcalc.calc.results import RulebookRef


@frozen
class Line:
    """One line of a charge. Sums are whole units of the currency."""

    fee: str
    title: str
    form: str | None
    entry: str
    unit: str
    quantity: int
    rate: int
    amount: int
    currency: str
    citation: str
    from_: datetime.date
    evidence: str


@frozen
class Charge:
    """A fee applied to quantities: lines, and their total by currency."""

    lines: tuple[Line, ...]
    applicant: str
    mode: str
    on: datetime.date
    notes: tuple[str, ...]
    rulebook: RulebookRef

    @property
    def totals(self) -> dict[str, int]:
        """The sum of each currency."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.currency] = sums.get(line.currency, 0) + line.amount
        return sums

    @property
    def currency(self) -> str | None:
        """The one currency of all lines, or None where there are several."""
        return next(iter(self.totals)) if len(self.totals) == 1 else None

    @property
    def total(self) -> int | None:
        """The total, or None where the lines are in several currencies."""
        return self.totals[self.currency] if self.currency else None
