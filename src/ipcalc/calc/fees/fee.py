"""What a fee comes to for given quantities, on a day, for whoever pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.fees.charges import Charge
from ipcalc.calc.fees.items import DatedFee, fee_on, knows, one_or_many, units_of
from ipcalc.calc.fees.lines import FeeLines
from ipcalc.calc.fees.quantities import Payer, Quantities
from ipcalc.calc.results import RulebookRef
from ipcalc.errors import BadRequest, IpcalcError, NoAnswer
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import BUILT_IN, WEAK
from ipcalc.money import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.calc.fees.charges import Line
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Note
    from ipcalc.law.shapes.words import Unit


def charge(book: Rulebook, fee_id: str, wanted: Quantities, payer: Payer, *, strict: bool = False) -> Charge:
    """What a fee costs.

    Raises:
        BadRequest: a quantity that the fee does not take, or an absurd one; an unknown applicant or mode; a mode or
            an applicant that the schedule does not allow.
        NoAnswer: the fee has no version on the day, its sum is not known, or `strict` refuses its evidence.
    """
    payer = payer.known_to(book)
    item = one_or_many(book, fee_on(book, fee_id, payer.on), wanted, payer.on)
    _check_quantities(book, item, wanted)
    for_each = [FeeLines(book, item, wanted, Payer((each,), payer.mode, payer.on)) for each in payer.applicants]
    sums = [sum(line.known for line in each.lines) for each in for_each]
    dearest = for_each[sums.index(max(sums))]
    if strict:
        dearest.refuse_weak()
    what = list(_overlaid(book, item, dearest.lines))
    if what and strict:
        raise NoAnswer(f"refused by --strict: {fee_id} rests on the overlay {book.overlay}")
    checked_to = book.checked_to(item.fee.right)
    said = _said(dearest, payer.on, checked_to)
    if len(set(sums)) > 1:
        text = f"With several applicants, the class with the highest fee counts for all: {dearest.applicant}."
        said.append(notes.information(text))
    answer = Charge(
        lines=tuple(dearest.lines),
        applicant=",".join(payer.applicants),
        mode=payer.mode,
        on=payer.on,
        notes=(),
        layer=book.overlay if what else BUILT_IN,
        rulebook=RulebookRef(book.version, checked_to, book.digest),
    )
    if what:
        said.append(notes.overlaid(book.overlay, what, _built_in(book, fee_id, wanted, payer, answer.totals)))
    return replace(answer, notes=notes.ordered(said))


def _said(charged: FeeLines, on: date, checked_to: date) -> list[Note]:
    """What must be said of the lines of a charge that is paid on a day."""
    grades = dict.fromkeys((line.evidence, line.citation) for line in charged.lines if line.evidence in WEAK)
    said = [*charged.notes, *(notes.weak(grade, citation) for grade, citation in grades)]
    if on > checked_to:
        text = f"The law was checked up to {checked_to}; this sum is for a later day ({on})."
        said.append(notes.doubt(text))
    return said


def _overlaid(book: Rulebook, item: DatedFee, lines: Sequence[Line]) -> Iterator[str]:
    """What of a charge an overlay gives."""
    yield from dict.fromkeys(f"the fee {line.fee}" for line in lines if line.layer != BUILT_IN)
    if book.layer("checked_to", item.fee.right) != BUILT_IN:
        yield f"the day up to which the law was checked ({book.checked_to(item.fee.right)})"


def _built_in(book: Rulebook, fee_id: str, wanted: Quantities, payer: Payer, totals: Mapping[str, int]) -> str:
    """What the built-in rulebook says of the same question, where it does not come to the same."""
    if book.below is None or fee_id not in book.below.fees:
        return "The built-in rulebook has no such fee."
    try:
        found = charge(book.below, fee_id, wanted, payer)
    except IpcalcError as error:
        return f"The built-in rulebook has no answer: {error}."
    if found.totals == totals:
        return ""
    sums = " and ".join(f"{currency} {grouped(amount)}" for currency, amount in found.totals.items())
    return f"The built-in rulebook charges {sums}."


def _has_own_fees(book: Rulebook, unit: str) -> bool:
    """Whether fees are paid for a unit itself, such as a mark, of which none would leave nothing to pay for."""
    return any(book.raw("fees")[name]["unit"] == unit for name in book.fee_ids)


def _check_nothing(book: Rulebook, item: DatedFee, name: str, unit: str) -> None:
    """Raise BadRequest where a quantity of nothing would leave nothing to pay for."""
    if unit == item.unit:
        raise BadRequest(f"{name} is the unit of {item.id}: give 1 or more, not 0")
    if unit == item.version.times and _has_own_fees(book, unit):
        raise BadRequest(f"{name} multiplies {item.id}: give 1 or more, not 0")


def _check_quantities(book: Rulebook, item: DatedFee, wanted: Quantities) -> None:
    units = units_of(book, item)
    _check_given(book, item, wanted, units)
    own, at_most = wanted.of(units[item.unit]), item.version.at_most
    if at_most is not None and own is not None and own > at_most:
        title = units[item.unit].title if at_most == 1 else f"{units[item.unit].title}s"
        raise BadRequest(f"{item.id} is for at most {at_most} {title}, not {own}")
    for unit in units.values():
        if unit.must_be_given and wanted.of(unit) is None:
            raise BadRequest(f"{item.id} needs {unit.quantity}: --{unit.quantity.replace('_', '-')} N")
    if wanted.case is not None and not knows(item.fee, wanted.case):
        raise BadRequest(f"{item.id} has no rule for a {book.cases[wanted.case]}")
    if wanted.advance and item.unit != "year":
        raise BadRequest(f"{item.id} is not paid by the year: nothing can be paid ahead")


def _check_given(book: Rulebook, item: DatedFee, wanted: Quantities, units: Mapping[str, Unit]) -> None:
    """Raise BadRequest where a quantity that is given is not one of the fee, or not a number that it can have."""
    by_quantity = {unit.quantity: name for name, unit in units.items()}
    for name, value in wanted.given.items():
        if type(value) is not int:
            raise BadRequest(f"{name} should be a whole number, not {value!r}")
        if name not in by_quantity:
            takes = ", ".join(dict.fromkeys(unit.quantity for unit in units.values()))
            raise BadRequest(f"{item.id} does not take {name}: it takes {takes}")
        _check_number(name, value, units[by_quantity[name]])
        if value == 0:
            _check_nothing(book, item, name, by_quantity[name])


def _check_number(name: str, value: int, unit: Unit) -> None:
    if value < 0:
        raise BadRequest(f"{name} cannot be negative: {value}")
    if value > unit.most:
        raise BadRequest(f"{name} {value} is too high (at most {unit.most})")
