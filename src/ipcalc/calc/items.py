"""Items of a fee schedule on a day, and the quantities that they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import Ended, NoAnswer
from ipcalc.frozen import frozen
from ipcalc.law.rulebook import Rulebook, in_force, last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ipcalc.law.shapes.fees import Fee, FeeVersion


@frozen
class Quantities:
    """What is counted, by the name of the quantity (`classes`, `claims`, ...). `years` are the years paid for.

    `addition`: for a patent of addition. `advance`: several years are paid ahead together.
    """

    counts: Mapping[str, int]
    years: tuple[int, ...] = ()
    addition: bool = False
    advance: bool = False


@frozen
class Payer:
    """Who pays, how and when: classes of applicant (the dearest pays), mode, and the day of payment."""

    applicants: tuple[str, ...]
    mode: str
    on: date


def applicants_of(applicant: str | Iterable[str]) -> tuple[str, ...]:
    """The classes of applicant that are named, by comma or one by one."""
    return tuple(part.strip() for part in applicant.split(",")) if isinstance(applicant, str) else tuple(applicant)


@frozen
class Item:
    """One fee in the version of the day."""

    id: str
    fee: Fee
    version: FeeVersion

    @property
    def unit(self) -> str:
        return self.version.unit or self.fee.unit


def item_on(book: Rulebook, fee_id: str, on: date) -> Item:
    fee = book.fee(fee_id)
    index = in_force(fee.versions, on)
    if index is not None:
        return Item(fee_id, fee, fee.versions[index])
    first, last = fee.versions[0].from_, last_day(fee.versions, len(fee.versions) - 1)
    if on < first:
        raise NoAnswer(f"{fee_id}: no sum is known for {on}: the schedule is known from {first}")
    final = fee.versions[-1]
    why = f" ({final.ends}: {final.reason})" if final.ends else ""
    gone = Ended if final.ends == "repealed" else NoAnswer
    raise gone(f"{fee_id}: there is no such fee on {on}: it ended on {last}{why}")


def one_or_many(book: Rulebook, item: Item, wanted: Quantities, on: date) -> Item:
    """The item itself, or where it is for one unit and more are asked for, the item for several."""
    own = quantity_in(book, item.unit, wanted)
    if item.version.one_only and own is not None and own > 1:
        fee = book.fee(item.version.one_only)
        index = in_force(fee.versions, on)
        if index is not None:
            return Item(item.version.one_only, fee, fee.versions[index])
    return item


def title_of(book: Rulebook, unit: str, number: int) -> str:
    title = book.units[unit].title
    return title if number == 1 else f"{title}s"


def quantity_in(book: Rulebook, unit: str, wanted: Quantities) -> int | None:
    if unit == "year" and wanted.years:
        return len(wanted.years)
    return wanted.counts.get(book.units[unit].quantity)
