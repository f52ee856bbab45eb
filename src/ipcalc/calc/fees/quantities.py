"""What a fee is asked for: quantities, and who pays, how and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest, nearest
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

    `addition`: for a patent of addition. `advance`: several years are paid ahead together.
    """

    counts: Mapping[str, int]
    years: tuple[int, ...] = ()
    addition: bool = False
    advance: bool = False

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

    def check(self, book: Rulebook) -> None:
        """Raise BadRequest where a class of applicant or the mode is not known."""
        for applicant in self.applicants:
            _check_word("applicant", applicant, book.applicants)
        _check_word("mode", self.mode, book.modes)


def applicants_of(applicant: str | Iterable[str]) -> tuple[str, ...]:
    """The classes of applicant that are named, by comma or one by one."""
    return tuple(part.strip() for part in applicant.split(",")) if isinstance(applicant, str) else tuple(applicant)


def _check_word(what: str, word: str, known: Iterable[str]) -> None:
    if word not in known:
        raise BadRequest(f"unknown {what} {word!r}{nearest(word, known)} (one of {', '.join(known)})")
