"""Whole numbers as people write them: with the digits 0 to 9, and no more of them than can be meant."""

from __future__ import annotations

import re

_WHOLE = r"-?[0-9]{1,18}\Z"


def whole(text: str) -> bool:
    """Whether a text writes a number of 0 or more."""
    return not text.startswith("-") and re.match(_WHOLE, text) is not None


def a_number(value: str | int) -> int:
    """The number that is written.

    Raises:
        ValueError: it is none, or has more than 18 digits.
    """
    text = str(value)
    if not re.match(_WHOLE, text):
        raise ValueError(text)
    return int(text)
