"""The number of an annuity or a renewal, as people write it."""

from __future__ import annotations

import re

from ipcalc.errors import BadRequest

_WORD = "(?:years?|yrs?|annuity|renewal)"
_ORDINAL = re.compile(rf"(?:{_WORD}\.? ?)?([0-9]+)(?:st|nd|rd|th)?(?: ?{_WORD}\.?)?\Z", re.IGNORECASE)
_DIGITS = 9


def ordinal(text: str) -> int:
    """A whole number, or an ordinal such as `6th`, `6th year` or `Year 6`.

    Raises:
        BadRequest: it is none, or too long.
    """
    text = text.strip()
    if not text.isascii() or (found := _ORDINAL.match(text)) is None:
        raise BadRequest(f"{text!r} is not a whole number")
    if len(found[1]) > _DIGITS:
        raise BadRequest(f"a number of {len(found[1]):,} digits is too long")
    return int(found[1])
