"""Journals of the office: numbers and dates."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from ipcalc.law.shapes.base import Grade, Right, SourceId, shape

Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@shape
class WeeklyNumbers:
    """Numbers that come once a week, from the number `from` on up to the next entry. `number` came out on `day`."""

    from_: int
    number: int
    day: date


@shape
class YearlyNumbers:
    """Numbers that begin anew in each year, the first of them `from`: number n is of the nth such weekday of the year.

    Where that day is or may be closed, the Journal may have come on the weekday `closed` before it.
    """

    from_: int
    weekday: Weekday
    closed: Weekday


@shape
class Issue:
    """A number whose day was seen."""

    number: int
    year: int | None = None
    day: date
    sources: tuple[SourceId, ...]


@shape
class Odd:
    """A number that may be of any of these days, the safe one first."""

    number: int
    year: int | None = None
    days: tuple[date, ...]
    doubt: str


@shape
class Journal:
    """A journal in which matters of some rights are published. It is numbered `weekly` without end, or `yearly`.

    `before` says why an earlier number has no answer; `doubts` are said with every answer.
    """

    title: str
    rights: tuple[Right, ...]
    weekly: tuple[WeeklyNumbers, ...] = ()
    yearly: YearlyNumbers | None = None
    before: str
    evidence: Grade
    doubts: tuple[str, ...]
    exceptions: tuple[Odd, ...] = ()
    seen: tuple[Issue, ...]


@shape
class JournalsFile:
    """`journals.yaml`."""

    journals_checked_to: date
    journals: Mapping[str, Journal]
