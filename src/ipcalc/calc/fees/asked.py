"""A fee as it is asked for: by its id or a form number, paid in time or late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.fees.charges import at_rates
from ipcalc.calc.fees.fee import charge
from ipcalc.calc.fees.items import find
from ipcalc.calc.fees.late import late_charge
from ipcalc.errors import BadRequest
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ipcalc.calc.fees.charges import Charge
    from ipcalc.calc.fees.quantities import Payer, Quantities
    from ipcalc.law.rulebook import Rulebook


def fee(
    book: Rulebook,
    name: str,
    wanted: Quantities,
    payer: Payer,
    rates: Mapping[str, Decimal] | None = None,
    *,
    strict: bool,
) -> Charge:
    """What the fee of this id, or of this form number, costs; its totals in rupees where there are `rates`.

    Raises:
        BadRequest: nothing or several fees have that name, a year is named twice, no line is in the currency of a
            rate, and as `charge` or, where it is late, `late_charge`.
        NoAnswer: the form is not in force on the day, and as `charge`.
    """
    fee_id, others = find(book, name, payer.on)
    if len(set(wanted.years)) != len(wanted.years):
        raise BadRequest("a year is named twice")
    if wanted.late_months is None:
        answer = charge(book, fee_id, wanted, payer, strict=strict)
    else:
        answer = late_charge(book, fee_id, wanted.late_months, wanted, payer, strict=strict)
    if others:
        note = notes.information(f"{book.form_id(name)} is used for other items too: {', '.join(others)}.")
        answer = replace(answer, notes=notes.ordered([*answer.notes, note]))
    return at_rates(answer, rates) if rates else answer
