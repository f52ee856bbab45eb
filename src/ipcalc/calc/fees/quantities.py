"""What a fee is asked for: quantities, and who pays, how and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.words import Unit

_YEARS = "years"


@frozen
class Quantities:
    """What is counted, by the name of the quantity (`classes`, `claims`, ...). `years` are the years paid for.

    `case`: one for which a fee may be half or nothing (a patent of addition). `advance`: several years are paid ahead
    together. `late_months`: how many months have begun since the fee was due; None where it is not late.
    """

    counts: Mapping[str, int]
    years: tuple[int, ...] = ()
    case: str | None = None
    advance: bool = False
    late_months: int | None = None

    @property
    def given(self) -> dict[str, int]:
        """All quantities that are given, with the number of years."""
        return {**self.counts, **({_YEARS: len(self.years)} if self.years else {})}

    def of(self, unit: Unit) -> int | None:
        """How many of a unit there are; None where that is not given."""
        return len(self.years) if self.years and unit.quantity == _YEARS else self.counts.get(unit.quantity)


@frozen
class Payer:
    """Who pays, how and when: classes of applicant (the dearest pays), mode, and the day of payment."""

    applicants: tuple[str, ...]
    mode: str
    on: date

    def known_to(self, book: Rulebook) -> Payer:
        """The payer with the ids that the classes of applicant and the mode mean.

        Raises:
            BadRequest: one of them means none, or several.
        """
        return Payer(tuple(map(book.applicant, self.applicants)), book.mode(self.mode), self.on)


def applicants_of(applicant: str | Iterable[str]) -> tuple[str, ...]:
    """The classes of applicant that are named, by comma or one by one."""
    return tuple(part.strip() for part in applicant.split(",")) if isinstance(applicant, str) else tuple(applicant)


def case_of(book: Rulebook, names: Iterable[str]) -> str | None:
    """The case that is meant by its name, or by several of it; None where there is no name.

    Raises:
        BadRequest: there is no such case, or there are several.
    """
    found = list(dict.fromkeys(map(book.case, names)))
    if len(found) > 1:
        raise BadRequest(f"{' and '.join(found)}: a fee is asked for in one case alone")
    return found[0] if found else None
