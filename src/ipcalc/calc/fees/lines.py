"""The lines of one fee, by unit, band, part and applicant, and those of the fees added to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ipcalc.calc import notes
from ipcalc.calc.fees.charges import Line
from ipcalc.calc.fees.items import DatedFee, fee_on, one_or_many
from ipcalc.calc.fees.quantities import Payer, Quantities
from ipcalc.errors import BadRequest, NoAnswer
from ipcalc.frozen import frozen, replace
from ipcalc.law.rulebook import Rulebook, in_force
from ipcalc.law.shapes.base import BUILT_IN, HOUSE, WEAK, Note, weakest
from ipcalc.law.shapes.fees import FeeVersion, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.law.shapes.fees import ApplicantColumns, Band, Disputed, First, Reduction, Tariff


@frozen
class _Priced:
    """A fee with the column by which the applicant pays it, and the row of the schedule that put him there."""

    item: DatedFee
    column: str
    since: ApplicantColumns | None


class FeeLines:
    """The lines of one fee, and of those added to it, for one applicant.

    `notes` are what must be said of them.
    """

    def __init__(self, book: Rulebook, item: DatedFee, wanted: Quantities, payer: Payer) -> None:
        self.book = book
        self.item = item
        self.wanted = wanted
        self.payer = payer
        self.applicant = payer.applicants[0]
        self.lines: list[Line] = []
        self.notes: list[Note] = []
        self._contested = False
        self._add(item)

    def refuse_weak(self) -> None:
        """Raise NoAnswer where a line rests on weak evidence or contested law."""
        for line in self.lines:
            if line.evidence in WEAK:
                raise NoAnswer(
                    f"refused by --strict: {line.fee} rests on evidence of the grade {line.evidence} ({line.citation})"
                )
        if self._contested:
            raise NoAnswer(f"refused by --strict: the law is contested ({self.lines[0].citation})")

    def _add(self, item: DatedFee) -> None:
        version = item.version
        self.notes += version.notes
        self.notes += version.notes_for.get(self.wanted.case or "", ())
        if version.other_figures:
            sums = " or ".join(f"{figure:,}" for figure in dict.fromkeys(version.other_figures.values()))
            self.notes.append(notes.doubt(f"Other figure: {sums}."))
        priced = self._priced(item)
        self._dispute(priced, version, self._count(item.unit) or 1)
        begun = len(self.lines)
        self._own(priced)
        if self.wanted.case is not None:
            self._in_case(item, begun, self.wanted.case)
        for part in version.parts:
            self._part(priced, part)
        for reduction in version.reductions:
            self._reduce(reduction, self.lines[begun:])
        for other in version.plus:
            self._add(one_or_many(self.book, fee_on(self.book, other, self.payer.on), self.wanted, self.payer.on))

    def _dispute(self, priced: _Priced, disputed: Disputed, units: int) -> None:
        """Say what is in dispute of a sum for some units, where something is."""
        mode, column = self.payer.mode, priced.column
        said = disputed.disputes(self.payer.on, (mode, column, f"{mode}/{column}"), units)
        if said:
            self._contested = True
            self.notes.append(notes.doubt(f"Contested: {said}"))

    def _own(self, priced: _Priced) -> None:
        """The lines of a fee's own unit; none where a part of it stands alone."""
        item, version = priced.item, priced.item.version
        own = self._count(item.unit)
        if own is None and any(part.alone and self._count(part.unit) for part in version.parts):
            return
        if item.unit == "year" and version.bands_by == "year":
            self._years(priced)
            return
        unit, factor = self._unit(item)
        for number, rate in self._rates(priced, version, 1 if own is None else own, item.fee.title):
            self._line(priced, version, item.fee.title, unit, number * factor, rate)

    def _unit(self, item: DatedFee) -> tuple[str, int]:
        """What a fee is paid for, in words, and by how much it is multiplied."""
        unit, times = self.book.units[item.unit].title, item.version.times
        factor = max(self._count(times) or 1, 1) if times else 1
        return (f"{unit} x {self.book.units[times].title}" if times and factor > 1 else unit), factor

    def _in_case(self, item: DatedFee, begun: int, case: str) -> None:
        """Change the lines from `begun` on to what is paid in a case."""
        version, title = item.version, self.book.cases[case]
        if version.half_for == case:
            self.lines[begun:] = [_half(line, title) for line in self.lines[begun:]]
        elif self._is_nil(version):
            self.lines[begun:] = [_nil(line, title) for line in self.lines[begun:]]
        elif item.id == self.item.id:
            self.notes.append(notes.information(f"A {title} paid in full on {self.payer.on}."))

    def _count(self, unit: str) -> int | None:
        return self.wanted.of(self.book.units[unit])

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
        if self.wanted.advance and not self._is_nil(version):
            self._discount(item, self.lines[begun:])

    def _discount(self, item: DatedFee, lines: Sequence[Line]) -> None:
        discount = item.version.discount
        if discount is None:
            self.notes.append(notes.information(f"Years paid ahead had no discount on {self.payer.on}."))
        elif len(self.wanted.years) < discount.at_least:
            text = f"The discount needs at least {discount.at_least} years paid ahead together."
            self.notes.append(notes.information(text))
        elif self.payer.mode != discount.mode:
            self.notes.append(notes.information(f"The discount is given for {discount.mode} only."))
        else:
            gross = sum(line.known for line in lines)
            if gross * discount.percent % 100:
                raise NoAnswer(f"{item.id}: {discount.percent} % of {gross} is not a whole sum")
            off = -gross * discount.percent // 100
            title = f"Discount of {discount.percent} % for {len(self.wanted.years)} years paid ahead"
            self.lines.append(
                replace(
                    lines[0], title=title, unit="discount", quantity=1, rate=off, amount=off, citation=discount.citation
                )
            )

    def _reduce(self, reduction: Reduction, lines: Sequence[Line]) -> None:
        """Take a reduction off the lines of an entry, with those of the reductions before it."""
        if not lines or reduction.mode not in (None, self.payer.mode):
            return
        if reduction.applicants and self.applicant not in reduction.applicants:
            return
        off = sum(line.known for line in lines)
        if reduction.percent is not None:
            off, rest = divmod(off * reduction.percent, 100)
            if rest:
                self.notes.append(notes.information(f"{reduction.title}: what is left is rounded up to a whole sum."))
        elif reduction.amount is not None:
            off = min(off, reduction.amount)
        self.lines.append(
            replace(
                lines[0],
                title=reduction.title,
                entry=reduction.entry,
                unit="reduction",
                quantity=1,
                rate=-off,
                amount=-off,
                citation=reduction.citation,
                evidence=reduction.evidence,
            )
        )

    def _part(self, priced: _Priced, part: Part) -> None:
        count = self._count(part.unit) or 0
        beyond = max(count - part.over, 0)
        if not beyond:
            return
        self._dispute(priced, part, beyond)
        self.notes += [part.note] if part.note else []
        for number, rate in self._rates(priced, part, beyond, part.title):
            self._line(priced, part, part.title, self.book.units[part.unit].title, number, rate)
        cap = self._leaf(part.cap, priced.column) if part.cap is not None else None
        if isinstance(cap, int) and self.lines[-1].known > cap:
            self.notes.append(notes.information(f"{part.title}: {self.lines[-1].amount} is capped at {cap}."))
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
            evidence = weakest((evidence, since.evidence))
        layer = self._layer(item)
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
                evidence=evidence if layer == BUILT_IN else weakest((evidence, HOUSE)),
                layer=layer,
            )
        )

    def _layer(self, item: DatedFee) -> str:
        """The layer of a fee, or of the columns by which it is paid."""
        own = self.book.version_layer("fees", item.id, item.fee.versions.index(item.version))
        return self.book.layer("schedules", item.fee.right) if own == BUILT_IN else own

    def _moved(self, item: DatedFee, since: ApplicantColumns) -> bool:
        """Whether this class of applicant came to its column only after the version began."""
        applicant = self.applicant
        rows = self.book.columns(item.fee.right)
        index = in_force(rows, item.version.from_)
        return index is None or rows[index].pays.get(applicant, "other") != since.pays.get(applicant, "other")

    def _grade(self, version: FeeVersion, tariff: FeeVersion | Part, column: str) -> str:
        mode = self.payer.mode
        own = tariff.evidence or version.evidence
        found = [tariff.grades[key] for key in (column, mode, f"{mode}/{column}") if key in tariff.grades]
        return weakest((own, *found))

    # ------------------------------------------------------------------ sums
    def _priced(self, item: DatedFee) -> _Priced:
        rows = self.book.columns(item.fee.right)
        index = in_force(rows, self.payer.on)
        applicant = self.applicant
        if index is None:
            return _Priced(item, "other", None)
        if _uses_columns(item.version):
            for key in (applicant, self.payer.mode):
                self.notes += rows[index].notes.get(key, ())
        column = rows[index].pays.get(applicant)
        if column is None:
            text = f"The schedule of {self.payer.on} has no column for {applicant}: the fee is that of other."
            self.notes.append(notes.information(text))
            return _Priced(item, "other", rows[index])
        while index and rows[index - 1].pays.get(applicant) == column:
            index -= 1
        return _Priced(item, column, rows[index])

    def _rates(self, priced: _Priced, tariff: Tariff, quantity: int, what: str) -> Iterator[tuple[int, int]]:
        """Quantities with the rate of each: the first ones, then each more."""
        if tariff.bands_by is not None:
            value = self._count(tariff.bands_by)
            band = self._band(priced.item, tariff, value or 0)
            yield from self._rates(priced, band, quantity, what)
            return
        if tariff.first is None:
            yield quantity, self._sum(priced, tariff, what)
            return
        yield 1, self._sum(priced, tariff.first, what)
        if quantity > tariff.first.count:
            yield quantity - tariff.first.count, self._sum(priced, tariff, what)

    def _band(self, item: DatedFee, tariff: Tariff, value: int) -> Band:
        assert tariff.bands_by is not None
        for band in tariff.bands if value >= tariff.bands_from else ():
            if band.up_to is None and band.below is None:
                return band
            if (band.up_to is not None and value <= band.up_to) or (band.below is not None and value < band.below):
                return band
        last = tariff.bands[-1].up_to
        span = f"from {tariff.bands_from}" + (f" to {last}" if last else "")
        raise BadRequest(f"{item.id} is for {self.book.units[tariff.bands_by].title}s {span}, not {value}")

    def _is_nil(self, version: FeeVersion) -> bool:
        return self.wanted.case is not None and version.nil_for == self.wanted.case

    def _sum(self, priced: _Priced, tariff: Tariff | First, what: str) -> int:
        if self._is_nil(priced.item.version):
            return 0
        value = self._leaf(tariff.amount if tariff.amount is not None else tariff.amounts, priced.column)
        mode, applicant = self.payer.mode, self.applicant
        if value == "nil":
            return 0
        if value == "not allowed":
            by_applicant = _turns_on_applicant(tariff.amounts, mode, priced.column)
            whom = f"for the applicant {applicant}" if by_applicant else f"by {mode}"
            raise BadRequest(f"{priced.item.id} ({what}) is not allowed {whom} on {self.payer.on}")
        if not isinstance(value, int):
            unknown = priced.item.version.unknown
            raise NoAnswer(
                f"{priced.item.id} ({what}): the sum for {applicant}, {mode}, on {self.payer.on} is not known"
                + (f": {unknown}" if unknown else "")
            )
        return value

    def _leaf(self, value: Any, column: str) -> Any:
        for key in (self.payer.mode, column):
            if isinstance(value, Mapping) and key in value:
                value = value[key]
        return None if isinstance(value, Mapping) else value


def _half(line: Line, case: str) -> Line:
    if line.known % 2:
        raise NoAnswer(f"{line.fee}: half of {line.amount} is not a whole sum")
    title = f"{line.title} (half, {case})"
    return replace(line, title=title, rate=(line.rate or 0) // 2, amount=line.known // 2)


def _nil(line: Line, case: str) -> Line:
    return replace(line, title=f"{line.title} (nothing, {case})")


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
