"""Rows of fees: an item, its quantities, who pays and when, and the cells that they gain."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from itertools import repeat
from typing import TYPE_CHECKING, Any

from ipcalc import money, years
from ipcalc.batch.cells import JOIN
from ipcalc.batch.dates import KEPT as _DAYS_KEPT
from ipcalc.batch.tally import Tally
from ipcalc.calc.fees.asked import fee
from ipcalc.calc.fees.charges import at_rates
from ipcalc.calc.fees.items import find
from ipcalc.calc.fees.quantities import Payer, Quantities, applicants_of, case_of
from ipcalc.dates import Style, read
from ipcalc.errors import BadRequest, IpcalcError
from ipcalc.frozen import NamedTuple, frozen
from ipcalc.law.shapes.base import NOTHING, weakest
from ipcalc.rows.blocks import Column

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ipcalc.calc.fees.charges import Charge
    from ipcalc.law.rulebook import Rulebook

_KEPT = 8192
_WHOLE = re.compile(r"-?[0-9]+\Z")
_DIGITS = 18
_SAID = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_LATE = "late_months"
_OWN = ("year", "years", "advance", _LATE, "applicant", "mode", "on")


@frozen
class FeeDefaults:
    """What holds for all rows of a file: `fee`, `applicant`, `mode` and `on` where a row has none of its own.

    A row without any day is of `today`. `rates` (rupees for one unit of a currency) convert the totals of the rows
    that have a sum in such a currency.
    """

    today: date
    fee: str | None = None
    applicant: str = "other"
    mode: str = "e-filing"
    on: date | None = None
    rates: Mapping[str, Decimal] = NOTHING
    strict: bool = False
    dayfirst: bool = False
    serial_dates: bool = False

    @property
    def style(self) -> Style:
        """How the dates of the rows are read."""
        return Style(self.today, self.dayfirst, self.serial_dates)


class FeeCells(NamedTuple):
    """The answer of one row as text, in the order of its columns; empty where there is nothing to say."""

    total: str = ""
    currency: str = ""
    citation: str = ""
    evidence: str = ""
    notes: str = ""
    error: str = ""


_NOTES = FeeCells._fields.index("notes")


class Day(NamedTuple):
    """A day of payment: as text, and the number of its span."""

    date: date
    text: str
    span: int


class Spans:
    """Spans of days, numbered, within which every fee and form stays as it is, and so does what is known to be law."""

    def __init__(self, book: Rulebook) -> None:
        dated: list[Mapping[str, Any]] = []
        checked: set[str] = set()
        for each in (book, book.below):
            if each is not None:
                dated += [version for fee in each.raw("fees").values() for version in fee["versions"]]
                dated += [row for rows in each.raw("schedules").values() for row in rows]
                dated += each.raw("forms").values()
                checked |= set(each.raw("checked_to").values())
        self._first = sorted({each["from"] for each in dated})
        self._last = sorted({each["to"] for each in dated if each.get("to")} | checked | set(_disputed_to(dated)))

    def day(self, day: date) -> Day:
        """A day with its span."""
        text = day.isoformat()
        return Day(day, text, bisect_right(self._first, text) + bisect_left(self._last, text))


def _disputed_to(entry: Any) -> Iterator[str]:
    """The last days on which sums are in dispute, wherever they stand in an entry."""
    if isinstance(entry, dict):
        yield from (value for name, value in entry.items() if name == "contested_to")
        entry = list(entry.values())
    if isinstance(entry, list):
        for each in entry:
            yield from _disputed_to(each)


class Days(dict[str, Day]):
    """Days of payment by their text, of which the same come again and again; an empty text is the `default`."""

    def __init__(self, spans: Spans, default: date, style: Style) -> None:
        super().__init__()
        self._spans = spans
        self._default = spans.day(default)
        self._style = style
        self.short: set[str] = set()

    def __missing__(self, text: str) -> Day:
        if not text.strip():
            return self._default
        day, short = read(text, self._style)
        found = self._spans.day(day)
        if len(self) >= _DAYS_KEPT:
            self.clear()
        if short and len(self.short) < _DAYS_KEPT:
            self.short.add(text)
        self[text] = found
        return found


class FeeRows:
    """Answers rows of fees: see `Answers`.

    The latest answers are kept: by the cells of the row and the span of its day of payment or, where the answer names
    that day, by the day itself.

    Raises:
        BadRequest: a setting names a fee, a form, a class of applicant, a mode or a currency that is not there.
    """

    adds = (
        Column("total", "number"),
        Column("currency", "word"),
        Column("citation", "text"),
        Column("evidence", "word"),
        Column("notes", "text"),
        Column("error", "text"),
    )

    def __init__(self, book: Rulebook, defaults: FeeDefaults) -> None:
        self._book = book
        self._defaults = defaults
        _check(book, defaults)
        quantities = dict.fromkeys(unit.quantity for unit in book.units.values())
        self._counted = tuple(name for name in quantities if name not in _OWN)
        self._cases = tuple(name for name in book.cases if name not in (*quantities, *_OWN))
        self.reads = ("fee", *self._counted, *_OWN, *self._cases)
        self._days = Days(Spans(book), defaults.on or defaults.today, defaults.style)
        self._tally = self._new_tally()
        self._kept: OrderedDict[tuple[int | str, tuple[str, ...]], FeeCells] = OrderedDict()

    def use(self, columns: Mapping[str, int]) -> None:
        """Take the places of the columns of a file.

        Raises:
            BadRequest: there is no column for the fee.
        """
        if "fee" not in columns and self._defaults.fee is None:
            raise BadRequest("no column 'fee': name it with --map HEADING=fee, or give --fee for all rows")
        self._on = columns.get("on")
        self._names = tuple(name for name in columns if name != "on")
        self._places = tuple(columns[name] for name in self._names)
        self._kept.clear()

    def answer(self, rows: Sequence[Sequence[str]]) -> list[FeeCells]:
        """The cells that each row gains, in order."""
        places = (*self._places, *([] if self._on is None else [self._on]))
        return self._answer({place: [row[place] for row in rows] for place in places}, len(rows))

    def columns(self, given: Mapping[int, Sequence[str]], count: int) -> Sequence[Sequence[str]]:
        """See `Answers`."""
        found = list(zip(*self._answer(given, count), strict=True))
        self._tally.count(found[_NOTES])
        return found

    def _answer(self, given: Mapping[int, Sequence[str]], count: int) -> list[FeeCells]:
        days = given[self._on] if self._on is not None else repeat("", count)
        cells = zip(*[given[place] for place in self._places], strict=True) if self._places else repeat((), count)
        found = list(map(self._one, cells, days))
        if self._days.short and self._on is not None:
            self._tally.dates.short(self._days[text].date for text in given[self._on] if text in self._days.short)
        return found

    def tallied(self) -> Tally:
        """See `Answers`."""
        so_far, self._tally = self._tally, self._new_tally()
        return so_far

    def _new_tally(self) -> Tally:
        return Tally(self._defaults.style, self._book.overlay if self._book.below else None)

    def _one(self, given: tuple[str, ...], on: str) -> FeeCells:
        try:
            day = self._days[on]
        except BadRequest as error:
            self._tally.dates.refused("on", on, error)
            return FeeCells(error=f"on: {error}")
        key: tuple[int | str, tuple[str, ...]] = (day.span, given)
        found = self._kept.get(key)
        if found is None:
            key = (day.text, given)
            found = self._kept.get(key)
        if found is None:
            return self._new(given, day)
        self._kept.move_to_end(key)
        return found

    def _new(self, given: tuple[str, ...], day: Day) -> FeeCells:
        """An answer that is not kept yet."""
        texts = zip(self._names, given, strict=True)
        try:
            found = cells(self._charge({name: cell.strip() for name, cell in texts if cell.strip()}, day.date))
        except IpcalcError as error:
            found = FeeCells(error=str(error))
        named = any(day.text in cell for cell in found)
        self._kept[day.text if named else day.span, given] = found
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    def _charge(self, row: Mapping[str, str], on: date) -> Charge:
        defaults = self._defaults
        name = row.get("fee") or defaults.fee
        if name is None:
            raise BadRequest("no fee")
        applicants = applicants_of(row.get("applicant") or defaults.applicant)
        mode = row.get("mode") or defaults.mode
        year = _number(row, "year")
        wanted = Quantities(
            years=tuple(sorted((*_years(row), *([] if year is None else [year])))),
            case=case_of(self._book, [name for name in self._cases if _yes(row, name)]),
            advance=_yes(row, "advance"),
            late_months=_number(row, _LATE),
            counts={name: value for name in self._counted if (value := _number(row, name)) is not None},
        )
        charge = fee(self._book, name, wanted, Payer(applicants, mode, on), strict=defaults.strict)
        rates = {currency: rate for currency, rate in defaults.rates.items() if currency in charge.totals}
        return at_rates(charge, rates) if rates else charge


def cells(charge: Charge) -> FeeCells:
    """The cells of a single answer."""
    totals = charge.totals
    notes = [note.text for note in charge.notes]
    if len(totals) > 1:
        sums = ", ".join(f"{currency} {money.grouped(total)}" for currency, total in totals.items())
        notes.append(f"In several currencies: {sums}.")
    return FeeCells(
        total="" if charge.total is None else str(charge.total),
        currency=charge.currency or "",
        citation="; ".join(dict.fromkeys(line.citation for line in charge.lines)),
        evidence=weakest(line.evidence for line in charge.lines),
        notes=JOIN.join(notes),
    )


# ---------------------------------------------------------------------- checking the settings
def _check(book: Rulebook, defaults: FeeDefaults) -> None:
    day = defaults.on or defaults.today
    if defaults.fee is not None and book.named("fees", defaults.fee) is None and book.form_id(defaults.fee) is None:
        find(book, defaults.fee, day)
    Payer(applicants_of(defaults.applicant), defaults.mode, day).known_to(book)
    known = {version.get("currency", money.HOME) for fee in book.raw("fees").values() for version in fee["versions"]}
    for currency in defaults.rates:
        if currency not in known:
            raise BadRequest(
                f"rate of {currency}: no fee is in this currency: the fees are in {', '.join(sorted(known))}"
            )


# ---------------------------------------------------------------------- one cell
def _number(row: Mapping[str, str], name: str) -> int | None:
    text = row.get(name)
    if text is None:
        return None
    if not _WHOLE.match(text):
        raise BadRequest(f"{name}: {text!r} is not a whole number")
    if len(text.removeprefix("-")) > _DIGITS:
        raise BadRequest(f"{name}: a number of more than {_DIGITS} digits is too long")
    return int(text)


def _years(row: Mapping[str, str]) -> tuple[int, ...]:
    try:
        return years.parse(row["years"]) if "years" in row else ()
    except BadRequest as error:
        raise BadRequest(f"years {error}") from error


def _yes(row: Mapping[str, str], name: str) -> bool:
    text = row.get(name, "no")
    if text.lower() not in _SAID:
        raise BadRequest(f"{name}: {text!r} is neither yes nor no: write yes, no, true, false, 1 or 0")
    return _SAID[text.lower()]
