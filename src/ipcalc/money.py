"""Sums of money: whole units of a currency."""

from __future__ import annotations

HOME = "INR"


def grouped(value: int) -> str:
    """A whole sum grouped the Indian way: 1234567 is `12,34,567`."""
    digits = str(abs(value))
    head, tail = digits[:-3], digits[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if value < 0 else "") + ",".join([*groups, tail])
