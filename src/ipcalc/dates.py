"""Dates as people write them. A date that could be read in two ways is refused, not guessed."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    Order = Literal["day", "month", "either"]

_FORMS = "2012-03-05, 5 Mar 2012 or 05-Mar-2012"
_CHECK = f"check which day is meant, and write it like {_FORMS}"
_LONGEST = 100  # characters of a date with its time and zone
_BACK = 79  # years before today of the earliest year that two digits mean; there are a hundred of them
_DAY_ZERO = date(1899, 12, 30)  # from which spreadsheets number days since March 1900
_NOTHING = frozenset(
    ("na", "n.a", "nil", "none", "null", "nan", "nat", "tbd", "tba", "tbc", "unknown", "blank", "no date")
).union(f"not {word}" for word in ("available", "applicable", "known"))

_YEAR = r"'?([0-9]{4}|[0-9]{2})"
_DAY = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_WORD = r"([A-Za-z]{3,})\.?"
_BY_WORD = (  # which group is the year, the month and the day
    (rf"{_DAY}(?: day)?(?: of)?[ ,./-]*{_WORD}[ ,./-]*{_YEAR}\Z", (3, 2, 1)),
    (rf"{_WORD}[ ./-]*{_DAY}[ ,./-]+{_YEAR}\Z", (3, 1, 2)),
    (rf"([0-9]{{4}})[ ,./-]*{_WORD}[ ./-]*{_DAY}\Z", (1, 2, 3)),
)
_YEAR_FIRST = r"([0-9]{4})( ?[-/.] ?)([0-9]{1,2})\2([0-9]{1,2})\Z"
_COMPACT = r"((?:1[6-9]|2[0-9])[0-9]{2})([0-9]{2})([0-9]{2})\Z"
_IN_NUMBERS = rf"([0-9]{{1,2}})( ?[-/.] ?| )([0-9]{{1,2}})\2{_YEAR}\Z"
_NUMBER = r"([0-9]+)(?:\.([0-9]+))?\Z"
_WEEKDAY_BEFORE = rf"{_WORD},? (?=.*[0-9])"
_WEEKDAY_AFTER = rf",? \(?{_WORD}\)?\Z"
_TIME = r"(?:[Tt]|,? )([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}(?:\.[0-9]+)?))?(?: ?([AaPp])\.?[Mm]\.?)?(.*)\Z"
_PIECE = (
    r"(?<![0-9A-Za-z/.-])(?:[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\2(?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{1,2}(?:st|nd|rd|th)?[ ./-]*(?:MONTH)\.?[ ,./-]*'?(?:[0-9]{4}|[0-9]{2})"
    r"|(?:MONTH)\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4})(?![0-9A-Za-z/-])"
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


@cache
def _piece() -> re.Pattern[str]:
    months = "|".join(f"{name[:3]}[a-z]{{0,{len(name) - 3}}}" for name in calendar.month_name[1:])
    return re.compile(_PIECE.replace("MONTH", months), re.IGNORECASE)


@frozen
class Style:
    """How dates are read.

    Attributes:
        today: decides which century a year of two digits means.
        dayfirst: read `05/03/2012` as 5 March 2012.
        serial: read five digits, such as `45716`, as the day that spreadsheets give this number.
    """

    today: date
    dayfirst: bool = False
    serial: bool = False


class DateRead(NamedTuple):
    """A date that was read; `short` says that its year had two digits."""

    day: date
    short: bool = False


class NotRead(BadRequest):
    """A text that is not read as a date.

    `order` says which part of a date in numbers comes first: `day`, `month`, or `either` where both can be meant.
    """

    def __init__(self, message: str, order: Order | None = None) -> None:
        super().__init__(message)
        self.order = order


def read(text: str, style: Style) -> DateRead:
    """The date that `text` writes, in any form that means one day only; with `dayfirst` also `05/03/2012`.

    Raises:
        NotRead: the text is not a date, is ambiguous, has a time of day or a wrong weekday, or names a day that the
            calendar does not have.
    """
    text = " ".join(text.split())
    if _is_iso(text):
        return DateRead(_day(text, *map(int, text.split("-"))))
    _refuse_nothing(text)
    rest, weekday = _without_weekday(_without_time(text.translate(_DASHES), text))
    found = _by_word(rest, text, style) or _in_numbers(rest, text, style) or _number(rest, text, style)
    if found is None:
        raise NotRead(f"{text!r} is not a date: write it like {_FORMS}")
    if weekday is not None and weekday != found.day.weekday():
        name = calendar.day_name[found.day.weekday()]
        raise NotRead(f"{text!r} is not a date: {_said(found.day)} is a {name}; check which of the two is meant")
    return found


def _is_iso(text: str) -> bool:
    """Whether a text is written like 2012-03-05 or 2012-3-5."""
    parts = text.split("-")
    if len(parts) != 3 or not text.isascii() or not all(map(str.isdigit, parts)):
        return False
    year, month, day = parts
    return len(year) == 4 and year != "0000" and len(month) <= 2 and len(day) <= 2


def pieces(text: str) -> list[str]:
    """What looks like a date inside a text, such as `dated 27/03/2017`."""
    return [found[0] for found in _piece().finditer(" ".join(text.split()))]


def stands_for_nothing(text: str) -> bool:
    """Whether a text, such as `----` or `N/A`, stands for no date."""
    return bool(re.fullmatch(r"[\W_0]*", text)) or text.lower().replace("/", "").strip(" .-()[]") in _NOTHING


def said_of_short(years: Mapping[int, int]) -> str:
    """That years of two digits were read, from how often each was."""
    times, first, last = sum(years.values()), min(years), max(years)
    what = "1 year of two digits was read" if times == 1 else f"{times} years of two digits were read"
    return f"{what}, as {first}{f' to {last}' if last > first else ''}"


def _refuse_nothing(text: str) -> None:
    """Refuse what stands for no date at all, and what is too long for one."""
    if stands_for_nothing(text):
        raise NotRead(f"{text!r} is no date: leave it empty if there is none")
    if len(text) > _LONGEST:
        raise NotRead(f"{text[:_LONGEST]!r}... is not a date: write it like {_FORMS}")


def _without_time(written: str, text: str) -> str:
    """What is left without a time of day, which is midnight and in no zone."""
    match = re.search(_TIME, written)
    if match is None:
        return written
    *time, after = match.groups()
    written = written[: match.start()]
    if re.fullmatch(" [0-9]{4}", after):
        written, after = written + after, ""
    if after.strip():
        why = "has a time of day in a zone of its own, where it may be another day than in India"
        raise NotRead(f"{text!r} {why}: write the date alone, such as 2012-03-05")
    if not _is_midnight(*time):
        raise NotRead(f"{text!r} has a time of day: write the date alone, such as 2012-03-05")
    return written


def _is_midnight(hour: str, minute: str, second: str | None, half: str | None) -> bool:
    first = {None: 0, "a": 12}.get(half and half.lower())
    return int(hour) == first and not int(minute) and not float(second or 0)


def _without_weekday(written: str) -> tuple[str, int | None]:
    """What is left without the name of a weekday, and its number from Monday."""
    for match in (re.match(_WEEKDAY_BEFORE, written), re.search(_WEEKDAY_AFTER, written)):
        number = _named(match[1], calendar.day_name) if match else None
        if match and number is not None:
            return written[: match.start()] + written[match.end() :], number
    return written, None


def _by_word(written: str, text: str, style: Style) -> DateRead | None:
    """A date whose month is a word."""
    for form, (year, month, day) in _BY_WORD:
        if match := re.match(form, written, re.IGNORECASE):
            number = _named(match[month], calendar.month_name[1:])
            if number is None:
                raise NotRead(f"{text!r} is not a date: {match[month]!r} is not a month; write it like {_FORMS}")
            return _found(text, match[year], number + 1, match[day], style)
    return None


def _in_numbers(written: str, text: str, style: Style) -> DateRead | None:
    """A date in numbers alone, with or without marks between them."""
    if match := re.match(_YEAR_FIRST, written):
        return DateRead(_day(text, int(match[1]), int(match[3]), int(match[4])))
    if match := re.match(_COMPACT, written):
        return DateRead(_day(text, *map(int, match.groups())))
    if not (match := re.match(_IN_NUMBERS, written)):
        return None
    first, second, year = match[1], match[3], match[4]
    order = _order(first, second, year, style)
    if order == "month":
        iso = date(int(year), int(first), int(second))
        raise NotRead(f"{text!r} has its month first, which is not accepted: write {iso}", order)
    if style.dayfirst or order is None:
        return _found(text, year, int(second), first, style)
    if order == "day":
        iso = date(int(year), int(second), int(first))
        raise NotRead(f"{text!r} has its day first: write {iso}, or give --dayfirst", order)
    raise NotRead(f"{text!r} is ambiguous: write it like {_FORMS}, or give --dayfirst", order)


def _order(first: str, second: str, year: str, style: Style) -> Order | None:
    """Which part of a date in numbers comes first; of a year with two digits either may; None if they agree."""
    day_first, month_first = _is_day(year, second, first, style), _is_day(year, first, second, style)
    if not (day_first or month_first):
        return None
    if len(year) == 2:
        return "either"
    if day_first and month_first:
        return None if int(first) == int(second) else "either"
    return "day" if day_first else "month"


def _number(written: str, text: str, style: Style) -> DateRead | None:
    """The day that spreadsheets give a number, where that is allowed."""
    match = re.match(_NUMBER, written)
    if match is None:
        return None
    if len(match[1]) != 5:
        what = "a year alone" if len(match[1]) == 4 else "a number"
        raise NotRead(f"{text!r} is not a date, but {what}: write it like {_FORMS}")
    if (match[2] or "").strip("0"):
        raise NotRead(f"{text!r} is not a date, but a number with a fraction: write it like {_FORMS}")
    day = _DAY_ZERO + timedelta(int(match[1]))
    if not style.serial:
        why = f"is a number: if it is the number of a day in a spreadsheet ({day}), give --serial-dates"
        raise NotRead(f"{text!r} {why}, or write it like {_FORMS}")
    return DateRead(day)


def _found(text: str, year: str, month: int, day: str, style: Style) -> DateRead:
    return DateRead(_day(text, _whole_year(year, style), month, int(day)), len(year) == 2)


def _whole_year(year: str, style: Style) -> int:
    """A year; of two digits, that from 79 years before today to 20 after."""
    if len(year) == 4:
        return int(year)
    earliest = style.today.year - _BACK
    return earliest + (int(year) - earliest) % 100


def _is_day(year: str, month: str, day: str, style: Style) -> bool:
    whole = _whole_year(year, style)
    return whole > 0 and 1 <= int(month) <= 12 and 1 <= int(day) <= calendar.monthrange(whole, int(month))[1]


def _day(text: str, year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise NotRead(f"{text!r} is not a date: there is no month {month}; {_CHECK}")
    if not 1 <= year <= 9999:
        raise NotRead(f"{text!r} is not a date: there is no year {year}; {_CHECK}")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        why = f"{calendar.month_name[month]} {year} has {last} days"
        raise NotRead(f"{text!r} is not a date: {why}; {_CHECK}")
    return date(year, month, day)


def _named(word: str, names: Iterable[str]) -> int | None:
    """The place of the name that a word is, or is the beginning of, with three letters or more."""
    found = [place for place, name in enumerate(names) if name.lower().startswith(word.lower())]
    return found[0] if len(found) == 1 else None


def _said(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
