"""Sums of money: whole units of a currency, and the rates that convert them into rupees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from decimal import Decimal

HOME = "INR"

_CURRENCY = r"[A-Z]{3}\Z"
_RATE = r"[0-9]{1,9}(\.[0-9]{1,9})?\Z"


def is_currency(text: str) -> bool:
    """Whether a text is of the form of the code of a currency."""
    return re.match(_CURRENCY, text) is not None


def rates(given: Mapping[str, Decimal | int | str] | Iterable[tuple[str, str]]) -> dict[str, Decimal]:
    """How many rupees one unit of a currency is, by currency, from a mapping or from pairs.

    Raises:
        BadRequest: what is given is not a currency, not a decimal number above 0, or given twice.
    """
    from decimal import Decimal

    found: dict[str, Decimal] = {}
    for currency, value in given.items() if isinstance(given, Mapping) else given:
        if not is_currency(currency):
            raise BadRequest(f"rate of {currency!r}: write a currency of three capital letters, such as CHF")
        if currency == HOME:
            raise BadRequest(f"rate of {HOME}: sums are converted into this currency; give a rate for another one")
        if isinstance(value, bool | float) or not re.match(_RATE, str(value)) or not Decimal(value):
            raise BadRequest(f"rate of {currency}: {value!r} should be a decimal number above 0, such as '95.50'")
        if found.setdefault(currency, Decimal(value)) != Decimal(value):
            raise BadRequest(f"rate of {currency}: given twice, with {found[currency]} and {value}")
    return found


def converted(value: int, rate: Decimal) -> tuple[int, bool]:
    """A whole sum in rupees, rounded up, and whether it had to be rounded."""
    from fractions import Fraction

    exact = value * Fraction(rate)
    return -(-exact.numerator // exact.denominator), exact.denominator > 1


def grouped(value: int) -> str:
    """A whole sum grouped the Indian way: 1234567 is `12,34,567`."""
    digits = str(abs(value))
    head, tail = digits[:-3], digits[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if value < 0 else "") + ",".join([*groups, tail])
