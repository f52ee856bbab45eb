"""Fees: which version of an item is paid on a day, and what it comes to for given quantities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.bill import Bill
from ipcalc.calc.charges import Charge
from ipcalc.calc.items import Item, Payer, Quantities, item_on, one_or_many, quantity_in, title_of
from ipcalc.calc.results import RulebookRef
from ipcalc.errors import BadRequest, NoAnswer, nearest
from ipcalc.law.rulebook import Rulebook, in_force

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.law.shapes.fees import Fee


def charge(book: Rulebook, fee_id: str, wanted: Quantities, payer: Payer, *, strict: bool = False) -> Charge:
    """What an item costs.

    Raises:
        BadRequest: a quantity that the item does not take, or an absurd one; an unknown applicant or mode; a mode or
            an applicant that the schedule does not allow.
        NoAnswer: the item has no version on the day, its sum is not known, or `strict` refuses its evidence.
    """
    check_payer(book, payer)
    item = item_on(book, fee_id, payer.on)
    item = one_or_many(book, item, wanted, payer.on)
    _check_quantities(book, item, wanted)
    charges = [Bill(book, item, wanted, Payer((each,), payer.mode, payer.on)) for each in payer.applicants]
    sums = [sum(line.known for line in each.lines) for each in charges]
    bill = charges[sums.index(max(sums))]
    if strict:
        bill.refuse_weak()
    checked_to = book.checked_to(item.fee.right)
    notes = list(dict.fromkeys(bill.notes))
    if len(set(sums)) > 1:
        notes.append(f"Of several applicants the dearest class pays for all: {bill.payer.applicants[0]}.")
    if payer.on > checked_to:
        notes.append(f"The law was checked up to {checked_to}; this sum is for a later day ({payer.on}).")
    return Charge(
        lines=tuple(bill.lines),
        applicant=",".join(payer.applicants),
        mode=payer.mode,
        on=payer.on,
        notes=tuple(notes),
        rulebook=RulebookRef(book.version, checked_to, book.digest),
    )


def find(book: Rulebook, name: str, on: date) -> tuple[str, tuple[str, ...]]:
    """The fee that `name` means on a day: an id, or the principal item of a form number.

    Returns:
        The id, and the other items in force with that form.

    Raises:
        BadRequest: nothing has that name, or several items have that form and none is the principal one.
        NoAnswer: the form is not in force on the day.
    """
    if name in book.fee_ids:
        return name, ()
    form = book.form_id(name)
    if form is None:
        raise BadRequest(f"unknown fee or form {name!r}{nearest(name, [*book.fee_ids, *book.forms])}")
    current: list[str] = []
    principal: list[str] = []
    for fee_id in book.fees_with_form(form):
        fee = book.fee(fee_id)
        index = in_force(fee.versions, on)
        if index is not None and form in (fee.versions[index].form, *fee.versions[index].also_forms):
            current.append(fee_id)
            if fee.versions[index].principal:
                principal.append(fee_id)
    chosen = principal or current
    if len(chosen) == 1:
        return chosen[0], tuple(fee_id for fee_id in current if fee_id != chosen[0])
    if current:
        raise BadRequest(f"{form} is used for several items: name one of {', '.join(current)}")
    raise NoAnswer(_no_form(book, form, on))


def _no_form(book: Rulebook, form: str, on: date) -> str:
    entry = book.forms[form]
    if entry.to is not None and on > entry.to:
        after = f"; since then {' or '.join(entry.succeeded_by)}" if entry.succeeded_by else ""
        return f"{form} was in use up to {entry.to}{after}: give --on a day up to then, or the newer form"
    if on < entry.from_:
        return f"{form} is in use only from {entry.from_}, not on {on}"
    if entry.no_fee is not None:
        return f"{form}: {entry.no_fee}" + (f" (ipcalc fee {entry.see})" if entry.see else "")
    return f"no fee is known for {form} on {on}"


# ---------------------------------------------------------------------- checking the request
def check_payer(book: Rulebook, payer: Payer) -> None:
    """Raise BadRequest where a class of applicant or the mode is not known."""
    for applicant in payer.applicants:
        if applicant not in book.applicants:
            raise BadRequest(
                f"unknown applicant {applicant!r}{nearest(applicant, book.applicants)}"
                f" (one of {', '.join(book.applicants)})"
            )
    if payer.mode not in book.modes:
        raise BadRequest(
            f"unknown mode {payer.mode!r}{nearest(payer.mode, book.modes)} (one of {', '.join(book.modes)})"
        )


def _units(book: Rulebook, item: Item) -> list[str]:
    """The units that an item (with those added to it) counts."""
    version = item.version
    units = [item.unit, *(part.unit for part in version.parts)]
    units += [unit for unit in (version.times, version.bands_by) if unit]
    for other in version.plus:
        added = in_force(book.fee(other).versions, version.from_)
        fee = book.fee(other)
        units.append((fee.versions[added].unit if added is not None else None) or fee.unit)
    return list(dict.fromkeys(units))


def quantities_of(book: Rulebook, fee_id: str, on: date) -> frozenset[str]:
    """The names of the quantities that an item takes on a day; none where it has no version then."""
    fee = book.fee(fee_id)
    index = in_force(fee.versions, on)
    if index is None:
        return frozenset()
    item = Item(fee_id, fee, fee.versions[index])
    names = {book.units[unit].quantity for unit in _units(book, item)}
    if item.version.one_only:
        names |= quantities_of(book, item.version.one_only, on)
    return frozenset(names)


def knows_addition(fee: Fee) -> bool:
    """Whether some version of a fee says what a patent of addition pays."""
    return any("addition" in (version.half_for, version.nil_for) for version in fee.versions)


def _has_own_fees(book: Rulebook, unit: str) -> bool:
    """Whether fees are paid for a unit itself, such as a mark, of which none would leave nothing to pay for."""
    return any(fee["unit"] == unit for fee in book.raw("fees").values())


def _check_quantities(book: Rulebook, item: Item, wanted: Quantities) -> None:
    units = _units(book, item)
    quantities = {book.units[unit].quantity: unit for unit in units}
    takes = ", ".join(dict.fromkeys(book.units[unit].quantity for unit in units))
    given = {**wanted.counts, **({"years": len(wanted.years)} if wanted.years else {})}
    for name, value in given.items():
        if type(value) is not int:
            raise BadRequest(f"{name} should be a whole number, not {value!r}")
        if name not in quantities:
            raise BadRequest(f"{item.id} does not take {name}: it takes {takes}")
        most = book.units[quantities[name]].most
        if value < 0:
            raise BadRequest(f"{name} cannot be negative: {value}")
        if value > most:
            raise BadRequest(f"{name} {value} is more than can be meant (at most {most})")
        if value == 0 and quantities[name] == item.unit:
            raise BadRequest(f"{name} is the unit of {item.id}: give 1 or more, not 0")
        if value == 0 and quantities[name] == item.version.times and _has_own_fees(book, quantities[name]):
            raise BadRequest(f"{name} multiplies {item.id}: give 1 or more, not 0")
    at_most = item.version.at_most
    own = quantity_in(book, item.unit, wanted)
    if at_most is not None and own is not None and own > at_most:
        raise BadRequest(f"{item.id} is for at most {at_most} {title_of(book, item.unit, at_most)}, not {own}")
    for unit in units:
        if book.units[unit].must_be_given and quantity_in(book, unit, wanted) is None:
            option = book.units[unit].quantity.replace("_", "-")
            raise BadRequest(f"{item.id} needs {book.units[unit].quantity}: --{option} N")
    if wanted.addition and not knows_addition(item.fee):
        raise BadRequest(f"{item.id} has no rule for a patent of addition")
    if wanted.advance and item.unit != "year":
        raise BadRequest(f"{item.id} is not paid by the year: nothing can be paid ahead")
