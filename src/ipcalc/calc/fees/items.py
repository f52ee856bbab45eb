"""Fees in the version of a day: which one is meant, and which quantities it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest, Ended, NoAnswer, nearest
from ipcalc.frozen import frozen
from ipcalc.law.rulebook import Rulebook, in_force, last_day

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.fees.quantities import Quantities
    from ipcalc.law.shapes.fees import Fee, FeeVersion
    from ipcalc.law.shapes.words import Unit


@frozen
class DatedFee:
    """One fee in the version of a day."""

    id: str
    fee: Fee
    version: FeeVersion

    @property
    def unit(self) -> str:
        """The id of its own unit."""
        return self.version.unit or self.fee.unit


def fee_on(book: Rulebook, fee_id: str, on: date) -> DatedFee:
    """A fee in the version of a day.

    Raises:
        Ended: the fee was repealed before the day.
        NoAnswer: it has no version on the day.
    """
    found = _fee_on(book, fee_id, on)
    if found is not None:
        return found
    versions = book.fee(fee_id).versions
    first, last, final = versions[0].from_, last_day(versions, len(versions) - 1), versions[-1]
    if on < first:
        raise NoAnswer(f"{fee_id}: no sum is known for {on}: the schedule is known from {first}")
    why = f" ({final.ends}: {final.reason})" if final.ends else ""
    gone = Ended if final.ends == "repealed" else NoAnswer
    raise gone(f"{fee_id}: there is no such fee on {on}: it ended on {last}{why}")


def one_or_many(book: Rulebook, item: DatedFee, wanted: Quantities, on: date) -> DatedFee:
    """The fee itself, or where it is for one unit and more are asked for, the fee for several."""
    own = wanted.of(book.units[item.unit])
    if item.version.one_only and own is not None and own > 1:
        return _fee_on(book, item.version.one_only, on) or item
    return item


def find(book: Rulebook, name: str, on: date) -> tuple[str, tuple[str, ...]]:
    """The fee that `name` means on a day: an id, or the principal fee of a form number.

    Returns:
        The id, and the other fees in force with that form.

    Raises:
        BadRequest: nothing has that name, or several fees have that form and none is the principal one.
        NoAnswer: the form is not in force on the day.
    """
    fee_id = book.named("fees", name)
    if fee_id is not None:
        return fee_id, ()
    form = book.form_id(name)
    if form is None:
        raise BadRequest(f"unknown fee or form {name!r}{nearest(name, [*book.fee_ids, *book.forms])}")
    return _find_form(book, form, on)


def _find_form(book: Rulebook, form: str, on: date) -> tuple[str, tuple[str, ...]]:
    """The principal fee of a form, and the others; the errors are those of `find`."""
    dated = [each for fee_id in book.fees_with_form(form) if (each := _fee_on(book, fee_id, on))]
    current = [each for each in dated if form in (each.version.form, *each.version.also_forms)]
    chosen = [each.id for each in current if each.version.principal] or [each.id for each in current]
    if len(chosen) == 1:
        return chosen[0], tuple(each.id for each in current if each.id != chosen[0])
    if current:
        raise BadRequest(f"{form} is used for several items: name one of {', '.join(each.id for each in current)}")
    raise NoAnswer(_no_form(book, form, on))


def units_of(book: Rulebook, item: DatedFee) -> dict[str, Unit]:
    """The units that a fee (with those added to it) counts, by id."""
    version = item.version
    units = [item.unit, *(part.unit for part in version.parts)]
    units += [unit for unit in (version.times, version.bands_by) if unit]
    for other in version.plus:
        added = _fee_on(book, other, version.from_)
        units.append(added.unit if added else book.fee(other).unit)
    return {unit: book.units[unit] for unit in units}


def quantities_of(book: Rulebook, fee_id: str, on: date) -> frozenset[str]:
    """The names of the quantities that a fee takes on a day; none where it has no version then."""
    item = _fee_on(book, fee_id, on)
    if item is None:
        return frozenset()
    names = frozenset(unit.quantity for unit in units_of(book, item).values())
    return names | quantities_of(book, item.version.one_only, on) if item.version.one_only else names


def most_of(book: Rulebook, fee_id: str, quantity: str, on: date) -> int | None:
    """The most of a quantity for which a fee is paid on a day; None where it has no bound."""
    item = _fee_on(book, fee_id, on)
    return item.version.at_most if item and book.units[item.unit].quantity == quantity else None


def quantities_ever(book: Rulebook, fee_id: str) -> frozenset[str]:
    """The names of the quantities that some version of a fee takes."""
    days = [version.from_ for version in book.fee(fee_id).versions]
    return frozenset[str]().union(*(quantities_of(book, fee_id, day) for day in days))


def knows(fee: Fee, case: str | None) -> bool:
    """Whether some version of a fee says what is paid in a case."""
    return case is not None and any(case in (version.half_for, version.nil_for) for version in fee.versions)


def _fee_on(book: Rulebook, fee_id: str, on: date) -> DatedFee | None:
    fee = book.fee(fee_id)
    index = in_force(fee.versions, on)
    return None if index is None else DatedFee(fee_id, fee, fee.versions[index])


def _no_form(book: Rulebook, form: str, on: date) -> str:
    entry = book.forms[form]
    if entry.to is not None and on > entry.to:
        newer = f", or ask for {' or '.join(entry.succeeded_by)}, in use since then" if entry.succeeded_by else ""
        return f"{form} was in use up to {entry.to}: give a day up to then with --on{newer}"
    if on < entry.from_:
        return f"{form} is in use only from {entry.from_}, not on {on}"
    if entry.no_fee is not None:
        return f"{form}: {entry.no_fee}" + (f" (ipcalc fee {entry.see})" if entry.see else "")
    return f"no fee is known for {form} on {on}"
