"""The counting rules against an independent oracle that knows only the lengths of months."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ipcalc.book import Book
from ipcalc.calc.days.closed import ClosedDays
from ipcalc.calc.days.counting import Length, add
from ipcalc.law.reading import read

DAYS = st.dates(date(1900, 1, 1), date(2150, 12, 31))
COUNTING = read(Path(__file__).parent / "counting.yaml").data


def month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def months_later(day: date, months: int) -> date:
    """The day of the same number, or the last of a month that has no such day; counted without any library."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


@given(DAYS, st.integers(1, 600))
@example(date(2026, 8, 31), 6)
@example(date(2027, 1, 31), 1)
@example(date(2004, 2, 29), 120)
def test_months_end_on_the_day_of_the_same_number_or_the_last_of_the_month(day: date, months: int) -> None:
    assert add(day, Length(months, "months")) == months_later(day, months)


@given(DAYS, st.integers(1, 40))
@example(date(2012, 2, 29), 1)
def test_years_are_twelve_months_each(day: date, years: int) -> None:
    assert add(day, Length(years, "years")) == months_later(day, 12 * years)


@given(DAYS, st.integers(1, 600))
@example(date(2026, 8, 31), 6)
def test_months_back_are_months_forward_reversed(day: date, months: int) -> None:
    assert add(day, Length(months, "months"), -1) == months_later(day, -months)


@given(DAYS, st.integers(1, 3000))
def test_days_leave_the_first_day_out(day: date, days: int) -> None:
    assert (add(day, Length(days, "days")) - day).days == days
    assert add(day, Length(days, "weeks")) == day + timedelta(days=7 * days)


@given(DAYS, st.integers(1, 24), st.integers(1, 12))
def test_counting_in_two_steps_is_never_later_than_in_one(day: date, first: int, more: int) -> None:
    stepped = add(add(day, Length(first, "months")), Length(more, "months"))
    assert stepped <= add(day, Length(first + more, "months"))


@pytest.mark.parametrize("case", COUNTING, ids=lambda case: case["id"])
def test_published_examples(case: dict[str, Any]) -> None:
    day = case["start"]
    for unit in ("years", "months", "days"):
        if unit in case:
            day = add(day, Length(case[unit], unit))
    if "after_months" in case:
        day = add(day, Length(case["after_months"], "months"))
    if "after_days" in case:
        day = add(day, Length(case["after_days"], "days"))
    assert day == case["expect"]


@given(
    st.dates(date(2003, 1, 1), date(2035, 12, 31)),
    st.sampled_from([None, "delhi", "mumbai", "kolkata", "chennai", "ahmedabad"]),
)
@example(date(2013, 11, 15), "chennai")
@example(date(2020, 4, 20), "delhi")
def test_closed_days_move_the_safe_day_earlier_and_the_last_day_only_when_certain(
    book: Book, day: date, office: str | None
) -> None:
    closed = ClosedDays(book.rulebook)
    act_by, rolls_to = closed.last_open(day), closed.next_open(day, office)
    assert act_by <= day <= rolls_to
    assert not closed.closures(act_by)
    assert all(closed.closures(act_by + timedelta(days=n)) for n in range(1, (day - act_by).days + 1))
    assert not closed.certainly(rolls_to, office)
    assert all(closed.certainly(day + timedelta(days=n), office) for n in range((rolls_to - day).days))
    if office is None:
        assert rolls_to == min(closed.next_open(day, each) for each in book.rulebook.offices)
    if day.weekday() > 4:
        assert rolls_to > day > act_by


CLOSED = read(Path(__file__).parent / "closed.yaml").data


@pytest.mark.parametrize("case", CLOSED, ids=lambda case: case["id"])
def test_closed_days_of_the_offices(case: dict[str, Any], book: Book) -> None:
    closed = ClosedDays(book.rulebook)
    office = case.get("office")
    found = {"act_by": closed.last_open(case["day"]), "rolls_to": closed.next_open(case["day"], office)}
    assert found == {"act_by": case["act_by"], "rolls_to": case["rolls_to"]}
