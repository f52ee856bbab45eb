"""What the limits of an answer cost: today, or on their last day where it is past; and what they hang on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from ipcalc.calc import notes
from ipcalc.calc.fees.fee import charge
from ipcalc.calc.fees.items import most_of, quantities_ever, quantities_of
from ipcalc.calc.fees.late import months_begun, paid_beside
from ipcalc.calc.fees.quantities import Payer, Quantities
from ipcalc.errors import BadRequest, IpcalcError
from ipcalc.frozen import NamedTuple, frozen, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ipcalc.calc.results import Deadline, LimitDate, Next
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Note

_BY_DEFAULT = "count"  # the quantity of which there is one where it is not given
_YEARS, _MONTHS = "years", "months"

T = TypeVar("T", "LimitDate", "Next")


@frozen
class Paying:
    """Who pays and how, and the quantities that are given, each with its number."""

    applicants: tuple[str, ...] = ("other",)
    mode: str = "e-filing"
    counts: tuple[tuple[str, int], ...] = ()


class _Sum(NamedTuple):
    """A total; `needs` names the quantities that are not given, without which it is the least that is paid."""

    total: int
    currency: str
    needs: tuple[str, ...]


class _Amount(NamedTuple):
    """A sum now, and on the last day where that is another one."""

    now: _Sum
    until: _Sum


def priced(book: Rulebook, answer: Deadline, paying: Paying, today: date | None) -> Deadline:
    """An answer with the sums of its limits and of what is next; as it is where today is not known.

    Where a sum depends on a quantity that is not given, it is left out, and a condition says on which.
    """
    if today is None or not any(limit.fee for limit in answer.limits):
        return answer
    pricing = _Pricing(book, answer, paying, today)
    found = [(limit, pricing.of(limit, min(today, limit.date or today))) for limit in answer.limits]
    limits = tuple(_with(limit, amount) for limit, amount in found)
    said = notes.ordered([*answer.notes, *_depends(found)])
    return replace(answer, limits=limits, next=pricing.following(), notes=said)


def with_next_priced(book: Rulebook, answer: Deadline, paying: Paying, today: date | None) -> Deadline:
    """An answer with the sum of what is next, and of that alone: see `priced`."""
    if today is None or answer.next is None or answer.next.fee is None:
        return answer
    return replace(answer, next=_Pricing(book, answer, paying, today).following())


def check_counts(book: Rulebook, answers: Iterable[Deadline], paying: Paying) -> None:
    """Raise BadRequest where a quantity is given that no fee of some answers takes."""
    limits = [limit for answer in answers for limit in answer.limits]
    each = (quantities_of(book, limit.fee, limit.date) for limit in limits if limit.fee and limit.date)
    _check(next(iter(answers)).period, frozenset[str]().union(*each), [name for name, _ in paying.counts])


def check_counts_of(book: Rulebook, right: str, counts: Iterable[str]) -> None:
    """Raise BadRequest where a quantity is given that no fee of the periods of a right takes."""
    _check(f"a matter of {right}", counts_taken(book, right), counts)


@lru_cache(maxsize=32)
def counts_taken(book: Rulebook, right: str) -> frozenset[str]:
    """The quantities that fees of the periods of a right take, without those that are asked for each time anew."""
    from ipcalc.calc.matters.subject import subject

    limits = [
        limit
        for period in subject(book, right).periods.values()
        for version in period.versions
        for limit in (*version.limits, *(each for branch in version.where for each in branch.limits))
    ]
    taken = frozenset[str]().union(*(quantities_ever(book, limit.fee) for limit in limits if limit.fee))
    return taken - {unit.quantity for unit in book.units.values() if unit.must_be_given}


def _check(what: str, takes: frozenset[str], counts: Iterable[str]) -> None:
    taken = takes - {_BY_DEFAULT, _YEARS, _MONTHS}
    for name in counts:
        if name not in taken:
            known = f"it takes {', '.join(sorted(taken))}" if taken else "none of its sums depends on a number"
            raise BadRequest(f"{what} does not take {name}: {known}")


class _Pricing:
    def __init__(self, book: Rulebook, answer: Deadline, paying: Paying, today: date) -> None:
        self.book, self.answer, self.paying, self.today = book, answer, paying, today
        self.years = () if answer.occurrence is None else (answer.occurrence,)
        self.due = answer.limit("due")
        self._found: dict[tuple[str, date | None, date], _Amount | None] = {}

    def of(self, limit: LimitDate, on: date) -> _Amount | None:
        """What a limit costs that is paid on a day; None where the sum is not known.

        A fee by the month counts the months that have begun since the due date.
        """
        if limit.fee is None:
            return None
        key = limit.fee, limit.date, on
        if key not in self._found:
            self._found[key] = self._of(limit, limit.fee, on)
        return self._found[key]

    def _of(self, limit: LimitDate, fee: str, on: date) -> _Amount | None:
        """What `of` gives, of a limit with this fee."""
        beside = paid_beside(self.book, self.due.fee if self.due else None, fee)
        fees = [*([beside] if beside else []), fee]
        if any(_MONTHS in quantities_of(self.book, fee, on) for fee in fees):
            return self._by_month(fees, limit, on)
        found = self._sum(fees, None, on)
        return found and _Amount(found, found)

    def following(self) -> Next | None:
        """What is next with its sum today."""
        ahead = self.answer.next
        if ahead is None:
            return None
        limit = self.answer.limit(ahead.kind)
        amount = self.of(limit, self.today) if limit else None
        return replace(_with(ahead, amount), needs=amount.now.needs if amount else ())

    def _by_month(self, fees: Sequence[str], limit: LimitDate, on: date) -> _Amount | None:
        """A sum that counts the months which have begun since the due date, as many as are paid for at most: where the
        limit is counted from an earlier day than the due date, the ends of months can make them one more."""
        if self.due is None or self.due.date is None or limit.date is None:
            return None
        bounds = (most_of(self.book, fee, _MONTHS, on) for fee in fees)
        last = min([months_begun(self.due.date, limit.date), *(most for most in bounds if most is not None)])
        now, until = (self._sum(fees, n, on) for n in (min(months_begun(self.due.date, self.today), last), last))
        return _Amount(now, until) if now and until else None

    def _sum(self, fees: Sequence[str], months: int | None, on: date) -> _Sum | None:
        found = [_total(self.book, fee, self.paying, self.years, months, on) for fee in fees]
        known = [each for each in found if each is not None]
        if len(known) < len(fees) or len({each.currency for each in known}) != 1:
            return None
        needs = tuple(dict.fromkeys(name for each in known for name in each.needs))
        return _Sum(sum(each.total for each in known), known[0].currency, needs)


@lru_cache(maxsize=8192)
def _total(
    book: Rulebook, fee: str, paying: Paying, years: tuple[int, ...], months: int | None, on: date
) -> _Sum | None:
    """The total of a fee on a day; None where it is not known."""
    taken = quantities_of(book, fee, on)
    counts = {name: number for name, number in paying.counts if name in taken}
    if months is not None and _MONTHS in taken:
        counts[_MONTHS] = months
    needs = tuple(sorted(taken - counts.keys() - {_BY_DEFAULT, _YEARS, _MONTHS}))
    try:
        payer = Payer(paying.applicants, paying.mode, on)
        made = charge(book, fee, Quantities(counts, years if _YEARS in taken else ()), payer)
    except IpcalcError:
        return None
    return None if made.total is None or made.currency is None else _Sum(made.total, made.currency, needs)


def _with(found: T, amount: _Amount | None) -> T:
    """A limit or a next step with its sum."""
    if amount is None or amount.now.needs:
        return found
    (now, currency, _), last = amount.now, amount.until.total
    return replace(found, amount=now, amount_until=last if last != now else None, currency=currency)


def _depends(found: Iterable[tuple[LimitDate, _Amount | None]]) -> Iterator[Note]:
    """That sums depend on quantities that are not given, and the least that they are."""
    least = {limit.kind: amount.now for limit, amount in found if amount and amount.now.needs}
    needs = tuple(dict.fromkeys(name for each in least.values() for name in each.needs))
    if needs:
        yield notes.depends_on(needs, [(kind, each.currency, each.total) for kind, each in least.items()])
