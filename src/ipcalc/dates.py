"""Dates as people write them. A date that could be read in two ways is refused, not guessed."""

from __future__ import annotations

import calendar
import re
from datetime import date

from ipcalc.errors import BadRequest

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_NAMED = r"([0-9]{1,2})[ -]([A-Za-z]{3,9})[ -]([0-9]{4})\Z"
_NUMBERS = r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\Z"
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
_FORMS = "2012-03-05, 5 Mar 2012 or 05-Mar-2012"


def parse(text: str, *, dayfirst: bool = False) -> date:
    """The date that `text` writes: `2012-03-05`, `5 Mar 2012`, `05-Mar-2012`; with `dayfirst` also `05/03/2012`.

    Raises:
        BadRequest: the text is not a date, is ambiguous, or names a day that the calendar does not have.
    """
    text = " ".join(text.split())
    if match := _ISO.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.match(_NAMED, text):
        word = match[2].lower()
        if word not in _MONTHS:
            raise BadRequest(f"{text!r} is not a date: {match[2]!r} is not a month; write {_FORMS}")
        year, month, day = int(match[3]), _MONTHS[word], int(match[1])
    elif match := re.match(_NUMBERS, text):
        if not dayfirst:
            raise BadRequest(f"{text!r} is ambiguous: write {_FORMS}, or give --dayfirst")
        day, month, year = (int(part) for part in match.groups())
    else:
        raise BadRequest(f"{text!r} is not a date: write {_FORMS}")
    if not 1 <= month <= 12:
        raise BadRequest(f"{text!r} is not a date: there is no month {month}")
    if not 1 <= year <= 9999:
        raise BadRequest(f"{text!r} is not a date: there is no year {year}")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise BadRequest(f"{text!r} is not a date: {calendar.month_name[month]} {year} has {last} days")
    return date(year, month, day)
