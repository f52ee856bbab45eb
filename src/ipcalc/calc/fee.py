"""Fees: which version of an item is paid on a day, and what it comes to for given quantities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ipcalc.calc.charges import Charge, Line
from ipcalc.calc.results import RulebookRef
from ipcalc.errors import BadRequest, NoAnswer, nearest
from ipcalc.law.rulebook import Rulebook, in_force, last_day
from ipcalc.law.shapes.fees import Band, Columns, Fee, FeeVersion, First, Part, Tariff

if TYPE_CHECKING:
    from datetime import date

_GRADES = ("text", "two", "one", "guide", "unverified")
_WEAK = _GRADES[3:]


@dataclass(frozen=True, slots=True)
class Quantities:
    """What is counted, by the name of the quantity (`classes`, `claims`, ...). `years` are the years paid for.

    `addition`: for a patent of addition. `advance`: several years are paid ahead together.
    """

    counts: Mapping[str, int]
    years: tuple[int, ...] = ()
    addition: bool = False
    advance: bool = False


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, how and when: classes of applicant (the dearest pays), mode, and the day of payment."""

    applicants: tuple[str, ...]
    mode: str
    on: date


@dataclass(frozen=True, slots=True)
class _Item:
    """One fee in the version of the day."""

    id: str
    fee: Fee
    version: FeeVersion

    @property
    def unit(self) -> str:
        return self.version.unit or self.fee.unit


def charge(book: Rulebook, fee_id: str, wanted: Quantities, payer: Payer, *, strict: bool = False) -> Charge:
    """What an item costs.

    Raises:
        BadRequest: a quantity that the item does not take, or an absurd one; an unknown applicant or mode; a mode or
            an applicant that the schedule does not allow.
        NoAnswer: the item has no version on the day, its sum is not known, or `strict` refuses its evidence.
    """
    _check_payer(book, payer)
    item = _item(book, fee_id, payer.on)
    item = _one_or_many(book, item, wanted, payer.on)
    _check_quantities(book, item, wanted)
    charges = [_Bill(book, item, wanted, Payer((each,), payer.mode, payer.on)) for each in payer.applicants]
    bill = max(charges, key=lambda each: sum(line.amount for line in each.lines))
    if strict:
        bill.refuse_weak()
    checked_to = book.checked_to(item.fee.right)
    notes = list(dict.fromkeys(bill.notes))
    if len(payer.applicants) > 1:
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
    return f"no fee is known for {form} on {on}"


def _item(book: Rulebook, fee_id: str, on: date) -> _Item:
    fee = book.fee(fee_id)
    index = in_force(fee.versions, on)
    if index is not None:
        return _Item(fee_id, fee, fee.versions[index])
    first, last = fee.versions[0].from_, last_day(fee.versions, len(fee.versions) - 1)
    if on < first:
        raise NoAnswer(f"{fee_id}: no sum is known for {on}: the schedule is known from {first}")
    final = fee.versions[-1]
    why = f" ({final.ends}: {final.reason})" if final.ends else ""
    raise NoAnswer(f"{fee_id}: there is no such fee on {on}: it ended on {last}{why}")


# ---------------------------------------------------------------------- checking the request
def _check_payer(book: Rulebook, payer: Payer) -> None:
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


def _units(book: Rulebook, item: _Item) -> list[str]:
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
    item = _Item(fee_id, fee, fee.versions[index])
    names = {book.units[unit].quantity for unit in _units(book, item)}
    if item.version.one_only:
        names |= quantities_of(book, item.version.one_only, on)
    return frozenset(names)


def _check_quantities(book: Rulebook, item: _Item, wanted: Quantities) -> None:
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
    at_most = item.version.at_most
    own = _quantity(book, item.unit, wanted)
    if at_most is not None and own is not None and own > at_most:
        raise BadRequest(f"{item.id} is for at most {at_most} {_title(book, item.unit, at_most)}, not {own}")
    for unit in units:
        if book.units[unit].must_be_given and _quantity(book, unit, wanted) is None:
            option = book.units[unit].quantity.replace("_", "-")
            raise BadRequest(f"{item.id} needs {book.units[unit].quantity}: --{option} N")
    if wanted.addition and all(version.half_for != "addition" for version in item.fee.versions):
        raise BadRequest(f"{item.id} has no rule for a patent of addition")
    if wanted.advance and item.unit != "year":
        raise BadRequest(f"{item.id} is not paid by the year: nothing can be paid ahead")


def _title(book: Rulebook, unit: str, number: int) -> str:
    title = book.units[unit].title
    return title if number == 1 else f"{title}s"


def _quantity(book: Rulebook, unit: str, wanted: Quantities) -> int | None:
    if unit == "year" and wanted.years:
        return len(wanted.years)
    return wanted.counts.get(book.units[unit].quantity)


# ---------------------------------------------------------------------- the bill
@dataclass(frozen=True, slots=True)
class _Priced:
    """An item with the column by which the applicant pays it, and the row of the schedule that put him there."""

    item: _Item
    column: str
    since: Columns | None


class _Bill:
    """The lines of one item, and of those added to it, for one applicant."""

    def __init__(self, book: Rulebook, item: _Item, wanted: Quantities, payer: Payer) -> None:
        self.book = book
        self.item = item
        self.wanted = wanted
        self.payer = payer
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self._contested = False
        self._add(item)

    def refuse_weak(self) -> None:
        """Raise NoAnswer where a line rests on weak evidence or contested law."""
        for line in self.lines:
            if line.evidence in _WEAK:
                raise NoAnswer(
                    f"refused by --strict: {line.fee} rests on evidence of the grade {line.evidence} ({line.citation})"
                )
        if self._contested:
            raise NoAnswer(f"refused by --strict: the law is contested ({self.lines[0].citation})")

    def _add(self, item: _Item) -> None:
        version = item.version
        self.notes += version.notes
        if version.contested:
            self._contested = True
            self.notes.append(f"Contested: {version.contested}")
        priced = self._priced(item)
        own = _quantity(self.book, item.unit, self.wanted)
        quantity = 1 if own is None else own
        begun = len(self.lines)
        if own is None and any(part.alone and _quantity(self.book, part.unit, self.wanted) for part in version.parts):
            pass
        elif item.unit == "year" and version.bands_by == "year":
            self._years(priced)
        else:
            unit = self.book.units[item.unit].title
            factor = max(_quantity(self.book, version.times, self.wanted) or 1, 1) if version.times else 1
            if factor > 1 and version.times:
                unit += f" x {self.book.units[version.times].title}"
            for number, rate in self._rates(priced, version, quantity, item.fee.title):
                self._line(priced, version, item.fee.title, unit, number * factor, rate)
        if self.wanted.addition and version.half_for is None and item.id == self.item.id:
            self.notes.append(f"A patent of addition paid in full on {self.payer.on}.")
        if self.wanted.addition and version.half_for == "addition":
            self.lines[begun:] = [_half(line) for line in self.lines[begun:]]
        for part in version.parts:
            self._part(priced, part)
        for other in version.plus:
            self._add(_one_or_many(self.book, _item(self.book, other, self.payer.on), self.wanted, self.payer.on))

    def _years(self, priced: _Priced) -> None:
        item, version = priced.item, priced.item.version
        rows: list[list[int]] = []
        for year in self.wanted.years:
            rate = self._sum(priced, self._band(item, version, year), f"year {year}")
            if rows and rows[-1][1] == rate and rows[-1][2] == year - 1:
                rows[-1][0] += 1
                rows[-1][2] = year
            else:
                rows.append([1, rate, year])
        begun = len(self.lines)
        for number, rate, last in rows:
            span = f"year {last}" if number == 1 else f"years {last - number + 1} to {last}"
            self._line(priced, version, f"{item.fee.title}, {span}", "year", number, rate)
        if self.wanted.advance:
            self._discount(item, self.lines[begun:])

    def _discount(self, item: _Item, lines: Sequence[Line]) -> None:
        discount = item.version.discount
        if discount is None:
            self.notes.append(f"Years paid ahead had no discount on {self.payer.on}.")
        elif len(self.wanted.years) < discount.at_least:
            self.notes.append(f"The discount needs at least {discount.at_least} years paid ahead together.")
        elif self.payer.mode != discount.mode:
            self.notes.append(f"The discount is given for {discount.mode} only.")
        else:
            gross = sum(line.amount for line in lines)
            if gross * discount.percent % 100:
                raise NoAnswer(f"{item.id}: {discount.percent} % of {gross} is not a whole sum")
            off = -gross * discount.percent // 100
            title = f"Discount of {discount.percent} % for {len(self.wanted.years)} years paid ahead"
            self.lines.append(
                replace(
                    lines[0], title=title, unit="discount", quantity=1, rate=off, amount=off, citation=discount.citation
                )
            )

    def _part(self, priced: _Priced, part: Part) -> None:
        count = _quantity(self.book, part.unit, self.wanted) or 0
        beyond = max(count - part.over, 0)
        if not beyond:
            return
        self.notes += [part.note] if part.note else []
        for number, rate in self._rates(priced, part, beyond, part.title):
            self._line(priced, part, part.title, self.book.units[part.unit].title, number, rate)
        cap = self._leaf(part.cap, priced.column) if part.cap is not None else None
        if isinstance(cap, int) and self.lines[-1].amount > cap:
            self.notes.append(f"{part.title}: {self.lines[-1].amount} is capped at {cap}.")
            self.lines[-1] = replace(self.lines[-1], amount=cap)

    def _line(
        self, priced: _Priced, tariff: FeeVersion | Part, title: str, unit: str, quantity: int, rate: int
    ) -> None:
        item, since, version = priced.item, priced.since, priced.item.version
        citation, from_ = version.citation, version.from_
        evidence = self._grade(version, tariff, priced.column)
        if since is not None and since.from_ > from_ and _uses_columns(tariff) and self._moved(item, since):
            from_ = since.from_
            citation = f"{citation}; {since.citation}"
            evidence = max(evidence, since.evidence, key=_GRADES.index)
        self.lines.append(
            Line(
                fee=item.id,
                title=title,
                form=version.form,
                entry=(tariff.entry if isinstance(tariff, Part) else None) or version.entry,
                unit=unit,
                quantity=quantity,
                rate=rate,
                amount=max(quantity * rate, tariff.minimum or 0),
                currency=version.currency,
                citation=citation,
                from_=from_,
                evidence=evidence,
            )
        )

    def _moved(self, item: _Item, since: Columns) -> bool:
        """Whether this class of applicant came to its column only after the version began."""
        applicant = self.payer.applicants[0]
        rows = self.book.columns(item.fee.right)
        index = in_force(rows, item.version.from_)
        return index is None or rows[index].pays.get(applicant, "other") != since.pays.get(applicant, "other")

    def _grade(self, version: FeeVersion, tariff: FeeVersion | Part, column: str) -> str:
        mode = self.payer.mode
        own = tariff.evidence or version.evidence
        found = [tariff.grades[key] for key in (column, mode, f"{mode}/{column}") if key in tariff.grades]
        return max([own, *found], key=_GRADES.index)

    # ------------------------------------------------------------------ sums
    def _priced(self, item: _Item) -> _Priced:
        rows = self.book.columns(item.fee.right)
        index = in_force(rows, self.payer.on)
        applicant = self.payer.applicants[0]
        if index is None:
            return _Priced(item, "other", None)
        column = rows[index].pays.get(applicant)
        if column is None:
            self.notes.append(
                f"The schedule of {self.payer.on} has no column for {applicant}: the fee is that of other."
            )
            return _Priced(item, "other", rows[index])
        while index and rows[index - 1].pays.get(applicant) == column:
            index -= 1
        return _Priced(item, column, rows[index])

    def _rates(self, priced: _Priced, tariff: Tariff, quantity: int, what: str) -> Iterator[tuple[int, int]]:
        """Quantities with the rate of each: the first ones, then each more."""
        if tariff.bands_by is not None:
            value = _quantity(self.book, tariff.bands_by, self.wanted)
            band = self._band(priced.item, tariff, value or 0)
            yield from self._rates(priced, band, quantity, what)
            return
        if tariff.first is None:
            yield quantity, self._sum(priced, tariff, what)
            return
        yield 1, self._sum(priced, tariff.first, what)
        if quantity > tariff.first.count:
            yield quantity - tariff.first.count, self._sum(priced, tariff, what)

    def _band(self, item: _Item, tariff: Tariff, value: int) -> Band:
        assert tariff.bands_by is not None
        for band in tariff.bands if value >= tariff.bands_from else ():
            if band.up_to is None and band.below is None:
                return band
            if (band.up_to is not None and value <= band.up_to) or (band.below is not None and value < band.below):
                return band
        last = tariff.bands[-1].up_to
        span = f"from {tariff.bands_from}" + (f" to {last}" if last else "")
        raise BadRequest(f"{item.id} is for {_title(self.book, tariff.bands_by, 2)} {span}, not {value}")

    def _sum(self, priced: _Priced, tariff: Tariff | First, what: str) -> int:
        value = self._leaf(tariff.amount if tariff.amount is not None else tariff.amounts, priced.column)
        mode, applicant = self.payer.mode, self.payer.applicants[0]
        if value == "nil":
            return 0
        if value == "not allowed":
            by_applicant = _turns_on_applicant(tariff.amounts, mode, priced.column)
            whom = f"for the applicant {applicant}" if by_applicant else f"by {mode}"
            raise BadRequest(f"{priced.item.id} ({what}) is not allowed {whom} on {self.payer.on}")
        if not isinstance(value, int):
            raise NoAnswer(
                f"{priced.item.id} ({what}): the sum for {applicant}, {mode}, on {self.payer.on} is not known"
            )
        return value

    def _leaf(self, value: Any, column: str) -> Any:
        for key in (self.payer.mode, column):
            if isinstance(value, Mapping) and key in value:
                value = value[key]
        return None if isinstance(value, Mapping) else value


def _one_or_many(book: Rulebook, item: _Item, wanted: Quantities, on: date) -> _Item:
    """The item itself, or where it is for one unit and more are asked for, the item for several."""
    own = _quantity(book, item.unit, wanted)
    if item.version.one_only and own is not None and own > 1:
        fee = book.fee(item.version.one_only)
        index = in_force(fee.versions, on)
        if index is not None:
            return _Item(item.version.one_only, fee, fee.versions[index])
    return item


def _half(line: Line) -> Line:
    if line.amount % 2:
        raise NoAnswer(f"{line.fee}: half of {line.amount} is not a whole sum")
    title = f"{line.title} (half, patent of addition)"
    return replace(line, title=title, rate=line.rate // 2, amount=line.amount // 2)


def _turns_on_applicant(amounts: Any, mode: str, column: str) -> bool:
    """Whether a `not allowed` leaf is about the applicant: others may do it in the same mode."""
    inner = amounts.get(mode, amounts) if isinstance(amounts, Mapping) else amounts
    return isinstance(inner, Mapping) and any(value != "not allowed" for key, value in inner.items() if key != column)


def _uses_columns(tariff: Tariff) -> bool:
    if tariff.bands:
        return any(_uses_columns(band) for band in tariff.bands)
    amounts = tariff.amounts
    if not isinstance(amounts, Mapping):
        return False
    return "other" in amounts or any(isinstance(inner, Mapping) for inner in amounts.values())
