"""Dates as people write them: one day, or a message that says what to do."""

from __future__ import annotations

import calendar
import csv
import io
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipcalc.cli import run
from ipcalc.dates import DateRead, NotRead, Style, read
from ipcalc.law.reading import read as read_yaml

TODAY = date(2026, 11, 28)
CASES = read_yaml(Path(__file__).parent / "dates.yaml").data


def said(text: str, **style: bool) -> str:
    try:
        found = read(text, Style(TODAY, **style))
    except NotRead as error:
        return str(error)
    return f"{found.day}{' (two digits)' if found.short else ''}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_text_is_one_day_or_says_what_to_do(case: dict[str, Any]) -> None:
    assert said(case["text"]) == case["read"]
    assert said(case["text"], dayfirst=True) == case.get("dayfirst", case["read"])
    assert said(case["text"], serial=True) == case.get("serial", case["read"])


# ---------------------------------------------------------------------- what must hold of any day
DAYS = st.dates(date(1600, 1, 1), date(2999, 12, 31))
ONE_DAY = (
    "{d:%Y-%m-%d}", "{d:%Y/%m/%d}", "{d:%Y.%m.%d}", "{d:%Y%m%d}", "{d:%Y-%m-%d}T00:00:00", "{d:%Y-%m-%d} 00:00",
    "{d.day} {d:%b %Y}", "{d.day}{n} {d:%B %Y}", "{d:%B} {d.day}, {d:%Y}", "{d:%b %d %Y}", "{d:%a} {d.day} {d:%B %Y}",
    "{d:%A}, {d:%d %b %Y}", "{d:%d-%b-%Y}", "{d:%d%b%Y}", "{d:%d/%b/%Y}", "{d:%d.%b.%Y}", "{d:%Y-%b-%d}", "{d:%A %B %d, %Y}",
)  # fmt: skip
DAY_FIRST = (
    "{d:%d/%m/%Y}",
    "{d:%d-%m-%Y}",
    "{d:%d.%m.%Y}",
    "{d.day}/{d.month}/{d:%Y}",
    "{d:%a %d/%m/%Y}",
    "{d:%d %m %Y}",
)


def written(form: str, day: date) -> str:
    ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return form.format(d=day, n=ending)


@given(DAYS, st.sampled_from(ONE_DAY), st.booleans(), st.sampled_from((str, str.upper, str.lower)))
def test_a_form_that_means_one_day_is_that_day(day: date, form: str, dayfirst: bool, case: Any) -> None:
    assert read(case(written(form, day)), Style(TODAY, dayfirst)) == DateRead(day)


@given(DAYS, st.sampled_from(DAY_FIRST))
def test_numbers_with_the_day_first_are_read_where_that_is_said(day: date, form: str) -> None:
    text = written(form, day)
    assert read(text, Style(TODAY, dayfirst=True)) == DateRead(day)
    if day.day == day.month:
        assert read(text, Style(TODAY)) == DateRead(day)
        return
    with pytest.raises(NotRead, match="--dayfirst"):
        read(text, Style(TODAY))


@given(DAYS, st.integers(1, 6), st.sampled_from(("{w} {d.day} {d:%B %Y}", "{w}, {d:%b %d %Y}", "{w} {d:%d/%m/%Y}")))
def test_a_wrong_weekday_is_refused(day: date, off: int, form: str) -> None:
    text = form.format(d=day, w=calendar.day_name[(day.weekday() + off) % 7])
    with pytest.raises(NotRead, match=f"is a {calendar.day_name[day.weekday()]}; check which"):
        read(text, Style(TODAY, dayfirst=True))


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.sampled_from(("", "Z", "+05:30", " GMT+0100 (CET)"))
)
def test_a_time_of_day_is_refused(moment: datetime, zone: str) -> None:
    text = f"{moment:%Y-%m-%d %H:%M:%S}{zone}"
    if zone or moment.time().replace(microsecond=0) != datetime.min.time():
        with pytest.raises(NotRead, match="has a time of day"):
            read(text, Style(TODAY))
    else:
        assert read(text, Style(TODAY)).day == moment.date()


@given(
    st.dates(date(1947, 1, 1), date(2046, 12, 31)),
    st.sampled_from(("{d:%d-%b-%y}", "{d.day} {d:%B} '{d:%y}", "{d:%d/%m/%y}")),
)
def test_two_digits_mean_a_year_from_79_before_to_20_after_today(day: date, form: str) -> None:
    assert read(form.format(d=day), Style(TODAY, dayfirst=True)) == DateRead(day, short=True)


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_a_message(text: str) -> None:
    said(text), said(text, dayfirst=True, serial=True)


# ---------------------------------------------------------------------- options and files
def test_years_of_two_digits_and_numbers_of_days_in_options(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["deadline", "tm-opposition", "5 Mar 12", "--today", "1 Jan 12", "--format", "json"]
    assert run(words) == 0
    found = capsys.readouterr()
    assert '"date": "2012-03-05"' in found.out
    assert found.err == "ipcalc: 2 years of two digits were read, as 2012\n"
    assert run(["deadline", "tm-opposition", "40973", "--serial-dates", "--format", "json"]) == 0
    found = capsys.readouterr()
    assert '"date": "2012-03-05"' in found.out
    assert found.err == ""


def batch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dates: list[str], *options: str
) -> tuple[list[str], list[str]]:
    """What is read of a column of dates: the due dates or errors, and the last lines of the summary."""
    path = tmp_path / "shapes.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["period", "date"], *(["tm-opposition", text] for text in dates)])
    run(["batch", "deadlines", str(path), "--today", "2026-11-28", *options])
    found = capsys.readouterr()
    rows = [row["due"] or row["error"] for row in csv.DictReader(io.StringIO(found.out))]
    return rows, [line for line in found.err.splitlines() if line.startswith("date: ") or "two digits" in line]


@pytest.mark.parametrize(
    ("dates", "options", "told"),
    [
        (["2025-06-23", "5 Mar 2012"], [], []),
        (["12/07/2025", "2025-06-23"], [], ["date: 1 date is in numbers; none shows whether the day comes first: if it does, give --dayfirst"]),
        (["12/07/2025", "23.06.2025", "05/03/12"], [], ["date: 3 dates are in numbers; '23.06.2025' shows that the day comes first: give --dayfirst"]),
        (["12/07/2025", "3/18/2026"], [], ["date: 2 dates are in numbers; '3/18/2026' has its month first: write them as 2012-03-05, without --dayfirst"]),
        (
            ["12/07/2025", "3/18/2026", "23/06/2025"],
            [],
            ["date: 3 dates are in numbers; '23/06/2025' has its day first and '3/18/2026' its month first: --dayfirst would read some of them wrongly: write them as 2012-03-05"],
        ),
        (["12/07/2025", "3/18/2026"], ["--dayfirst"], ["date: '3/18/2026' has its month first, so --dayfirst may have read others wrongly: check the column"]),
        (["28-Feb-25", "28-Feb-25", "1 Jan 98"], [], ["3 years of two digits were read, as 1998 to 2025"]),
        (["05/03/12"], ["--dayfirst"], ["1 year of two digits was read, as 2012"]),
    ],
)  # fmt: skip
def test_the_summary_says_what_a_column_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], dates: list[str], options: list[str], told: list[str]
) -> None:
    assert batch(tmp_path, capsys, dates, *options)[1] == told


def test_a_cell_that_is_formatted_as_a_date_is_one_and_a_number_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["period", "date"], ["tm-opposition", 40973], ["tm-opposition", date(2012, 3, 5)]):
        book.active.append(row)
    book.save(tmp_path / "docket.xlsx")
    out = tmp_path / "out.csv"
    assert run(["batch", "deadlines", str(tmp_path / "docket.xlsx"), "-o", str(out)]) == 1
    rows = list(csv.DictReader(io.StringIO(out.read_text())))
    assert rows[1]["due"] == "2012-06-05"
    assert rows[0]["error"] == (
        "date: '40973' is a number: if it is the number of a day in a spreadsheet (2012-03-05), give --serial-dates, or"
        " write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012"
    )
    assert run(["batch", "deadlines", str(tmp_path / "docket.xlsx"), "-o", str(out), "--serial-dates"]) == 0
    assert [row["due"] for row in csv.DictReader(io.StringIO(out.read_text()))] == ["2012-06-05", "2012-06-05"]
    book.epoch = datetime(1904, 1, 1)
    book.save(tmp_path / "docket.xlsx")
    capsys.readouterr()
    assert run(["batch", "deadlines", str(tmp_path / "docket.xlsx"), "--serial-dates", "-o", str(out)]) == 2
    assert capsys.readouterr().err == (
        "ipcalc: --serial-dates: this workbook numbers its days from 1904: format its cells as dates instead\n"
    )


def test_a_date_of_the_quick_form_loads_no_further_pattern() -> None:
    code = (
        "import re, ipcalc.dates as d, datetime\n"
        "def none(*_): raise AssertionError\n"
        "re.match = re.search = re.fullmatch = none\n"
        "print(d.read('2012-03-05', d.Style(datetime.date.today())).day)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "2012-03-05\n"
