"""What is paid where a fee was not paid when it was due: one bill, by the months that have begun since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.counting import Length, add
from ipcalc.calc.fees.fee import charge
from ipcalc.calc.fees.items import quantities_of
from ipcalc.calc.fees.quantities import Quantities
from ipcalc.errors import BadRequest
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

    from ipcalc.calc.fees.charges import Charge
    from ipcalc.calc.fees.quantities import Payer
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.fees import LateFee

_MONTHS = "months"


def late_charge(
    book: Rulebook, fee_id: str, months: int, wanted: Quantities, payer: Payer, *, strict: bool = False
) -> Charge:
    """What a fee costs that is paid late: with what is paid beside it, or by what is paid in its place.

    Args:
        book: the rulebook.
        fee_id: the fee that was due.
        months: how many months have begun since the due date.
        wanted: the quantities of the fee.
        payer: who pays, and when.
        strict: as for `charge`.

    Raises:
        BadRequest: the fee has no late fee, or none so long after its due date, or several years are asked for; and as
            `charge`.
        NoAnswer: as `charge`.
    """
    late = _late_fee(book, fee_id, months)
    _check(book, wanted)
    charges = [charge(book, fee_id, wanted, payer, strict=strict)] if late.beside else []
    own = _own(wanted, quantities_of(book, late.fee, payer.on), late, months)
    charges.append(charge(book, late.fee, own, payer, strict=strict))
    said = [note for each in charges for note in each.notes]
    return replace(
        charges[0],
        lines=tuple(line for each in charges for line in each.lines),
        notes=notes.ordered([*([late.note] if late.note else []), *said]),
        layer=next((each.layer for each in charges if each.layer != BUILT_IN), BUILT_IN),
    )


def paid_beside(book: Rulebook, due: str | None, late: str) -> str | None:
    """The fee that was due, where a late fee is paid beside it; None where it is paid alone."""
    after = book.fee(due).late if due else ()
    return due if any(each.fee == late and each.beside for each in after) else None


def months_begun(start: date, day: date) -> int:
    """How many months have begun by a day, of those that are counted from another; one at least."""
    months = max(1, (day.year - start.year) * 12 + day.month - start.month)
    return months if add(start, Length(months, "months")) >= day else months + 1


def _check(book: Rulebook, wanted: Quantities) -> None:
    """Raise BadRequest where the quantities are not those of one fee that is late."""
    if len(wanted.years) > 1 or wanted.advance:
        raise BadRequest("--late-months is for one year: ask for each year separately")
    if wanted.case is not None:
        raise BadRequest(
            f"--late-months is not for a {book.cases[wanted.case]}: ask for the fee and its late fee separately"
        )


def _own(wanted: Quantities, taken: Container[str], late: LateFee, months: int) -> Quantities:
    """The quantities of a late fee, which takes some of its own."""
    counts = {name: number for name, number in wanted.counts.items() if name in taken or not late.beside}
    counts |= {_MONTHS: months} if _MONTHS in taken else {}
    return Quantities(counts, () if late.beside else wanted.years)


def _late_fee(book: Rulebook, fee_id: str, months: int) -> LateFee:
    fee = book.fee(fee_id)
    if not fee.late:
        known = [name for name in book.fee_ids if book.raw("fees")[name].get("late")]
        raise BadRequest(f"no late fee is known for {fee_id} (it is for {', '.join(known)})")
    if type(months) is not int or months < 1:
        raise BadRequest(f"late months {months!r}: give how many months have begun since the due date, 1 or more")
    found = next((each for each in fee.late if months <= each.up_to), None)
    if found is None:
        raise BadRequest(f"{fee_id} cannot be paid {months} months late: {fee.too_late}")
    return found
