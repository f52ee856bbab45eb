"""What an act costs today, and on its last day where the sum grows by the month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ipcalc.calc.days.counting import Length, add
from ipcalc.calc.fees.fee import charge
from ipcalc.calc.fees.items import fee_on, units_of
from ipcalc.calc.fees.quantities import Payer, Quantities
from ipcalc.errors import IpcalcError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.results import LimitDate
    from ipcalc.law.rulebook import Rulebook

_BY_DEFAULT = "count"  # the quantity of which there is one where it is not given
_YEARS, _MONTHS = "years", "months"


class Amount(NamedTuple):
    """A sum today, and on the last day where that is another one."""

    today: int
    until: int | None
    currency: str


class Pricing:
    """What the limits of an answer cost: for an occurrence (an annuity's year), by the options of the question."""

    def __init__(self, book: Rulebook, options: Options, occurrence: int | None) -> None:
        self.book, self.options, self.occurrence = book, options, occurrence
        self.counts = dict(options.counts)

    def of(self, limit: LimitDate, limits: Sequence[LimitDate]) -> Amount | None:
        """What a limit costs; None where a quantity is not given, or the sum is not known.

        A fee by the month counts the months that have begun since the due date. A surcharge by the month is paid beside
        the fee that was due.
        """
        today, due = self.options.today, next((each for each in limits if each.kind == "due"), None)
        if today is None or limit.fee is None:
            return None
        if not self._counts_months(limit.fee, today):
            return self._sum([(limit.fee, None)], [(limit.fee, None)])
        if due is None or due.date is None or limit.date is None:
            return None
        beside = [(due.fee, None)] if limit.kind == "late" and due.fee else []
        now, last = _months_begun(due.date, today), _months_begun(due.date, limit.date)
        return self._sum([*beside, (limit.fee, min(now, last))], [*beside, (limit.fee, last)])

    def _counts_months(self, fee: str, on: date) -> bool:
        try:
            units = units_of(self.book, fee_on(self.book, fee, on)).values()
        except IpcalcError:
            return False
        return any(unit.quantity == _MONTHS for unit in units)

    def _sum(self, today: Sequence[tuple[str, int | None]], until: Sequence[tuple[str, int | None]]) -> Amount | None:
        sums = []
        for fees in (today, until):
            totals = [self._total(fee, months) for fee, months in fees]
            known = [total for total in totals if total is not None]
            if len(known) < len(totals) or len({currency for _, currency in known}) != 1:
                return None
            sums.append((sum(amount for amount, _ in known), known[0][1]))
        (now, currency), (last, _) = sums
        return Amount(now, last if last != now else None, currency)

    def _total(self, fee: str, months: int | None) -> tuple[int, str] | None:
        """The total of a fee today, with its currency."""
        assert self.options.today is not None
        try:
            item = fee_on(self.book, fee, self.options.today)
            taken = {unit.quantity for unit in units_of(self.book, item).values()}
            counts = {name: number for name, number in self.counts.items() if name in taken}
            if months is not None:
                counts[_MONTHS] = months
            years = (self.occurrence,) if _YEARS in taken and self.occurrence is not None else ()
            if taken - counts.keys() - {_BY_DEFAULT} - ({_YEARS} if years else set()):
                return None
            payer = Payer(self.options.applicants, self.options.mode, self.options.today)
            made = charge(self.book, fee, Quantities(counts, years), payer)
        except IpcalcError:
            return None
        return None if made.total is None or made.currency is None else (made.total, made.currency)


def _months_begun(start: date, day: date) -> int:
    """How many months have begun by a day, of those that are counted from another; one at least."""
    months = max(1, (day.year - start.year) * 12 + day.month - start.month)
    return months if add(start, Length(months, "months")) >= day else months + 1
