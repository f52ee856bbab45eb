"""Journals: their numbers and dates, both ways, and numbers in place of dates."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.cli import run
from ipcalc.errors import BadRequest, NoAnswer
from ipcalc.law.reading import read

DATA = read(Path(__file__).parents[1] / "data" / "journals.yaml").data["journals"]
SEEN = [(name, entry) for name, journal in DATA.items() for entry in journal["seen"]]
DOUBT = DATA["tm"]["doubts"][0]


def written(entry: dict[str, Any]) -> str:
    return f"{entry['number']}/{entry['year']}" if "year" in entry else str(entry["number"])


def test_the_pairs_are_those_that_were_seen() -> None:
    assert [sum(name == each for name, _ in SEEN) for each in DATA] == [13, 32]


@pytest.mark.parametrize(("name", "entry"), SEEN, ids=[written(entry) for _, entry in SEEN])
def test_a_number_that_was_seen_has_its_day_and_the_day_its_number(
    name: str, entry: dict[str, Any], book: Book
) -> None:
    found = book.journal(written(entry))
    assert (found.journal, found.date, found.readings) == (name, entry["day"], ())
    assert found.seen
    assert (name, found.number) in {(each.journal, each.number) for each in book.journals.of(entry["day"]).issues}


@pytest.mark.parametrize(("name", "entry"), SEEN, ids=[written(entry) for _, entry in SEEN])
def test_the_rules_alone_give_the_days_that_were_seen(name: str, entry: dict[str, Any]) -> None:
    """Counted here by hand: a week a number, six Mondays without one; and the nth Friday of a year."""
    if name == "tm":
        gap = 6 if entry["number"] > 1946 else 0
        assert (entry["day"] - date(2017, 3, 27)).days == 7 * (entry["number"] - 1790 + gap)
        return
    new_year = date(entry["year"], 1, 1)
    friday = 1 + (4 - new_year.weekday()) % 7 + 7 * (entry["number"] - 1)
    assert entry["day"].timetuple().tm_yday == friday - (2 if written(entry) == "42/2021" else 0)


@pytest.mark.parametrize(
    ("number", "day", "readings"),
    [
        ("1900", date(2019, 5, 6), ()),
        ("1946", date(2020, 3, 23), ()),
        ("1948", date(2020, 5, 18), ()),
        ("2235", date(2025, 11, 17), ()),
        ("2288", date(2026, 11, 23), ()),
        ("1973-0", date(2020, 11, 9), ()),
        ("037/2026", date(2026, 9, 11), ()),
        ("53/2021", date(2021, 12, 31), ()),
        ("53/2027", date(2027, 12, 31), ()),
        ("14/2026", date(2026, 4, 1), (date(2026, 4, 3),)),
    ],
)
def test_numbers_that_are_computed(number: str, day: date, readings: tuple[date, ...], book: Book) -> None:
    found = book.journal(number)
    assert (found.date, found.readings, found.seen) == (day, readings, ())
    assert found.doubts
    assert [found.number in {each.number for each in book.journals.of(of).issues} for of in (day, *readings)] == [
        True for _ in (day, *readings)
    ]


def test_the_number_after_the_gap_has_the_earliest_day_that_it_may_be_of(book: Book) -> None:
    found = book.journal("1947")
    assert found.date == date(2020, 3, 30)
    assert found.readings[-1] == date(2020, 5, 11)
    assert DATA["tm"]["exceptions"][0]["doubt"] in found.doubts


def test_a_closed_friday_is_a_doubt(book: Book) -> None:
    assert book.journal("14/2026").doubts[-1] == (
        "Fri 3 Apr 2026, the day of Patent Journal 14/2026, is or may be a closed day (Good Friday): it may have come "
        "on Wed 1 Apr 2026, which is given here."
    )


@pytest.mark.parametrize(
    ("number", "error", "message"),
    [
        ("1500", NoAnswer, f"Trade Marks Journal 1500: {DATA['tm']['before']}"),
        ("52/2017", NoAnswer, f"Patent Journal 52/2017: {DATA['patent']['before']}"),
        ("53/2025", BadRequest, "there is no number 53/2025: 2025 has 52 Fridays"),
        ("0/2025", BadRequest, "there is no number 0/2025: 2025 has 52 Fridays"),
        ("999999", BadRequest, "Trade Marks Journal 999999 would be after 9999-12-31"),
        ("2811", NoAnswer, "Trade Marks Journal 2811 would be of Mon 1 Dec 2036; numbers were checked to 2026-11-28: look at this one again"),
        ("22353", NoAnswer, "Trade Marks Journal 22353 would be of Mon 13 Jun 2411; numbers were checked to 2026-11-28: look at this one again"),
        ("36/2206", NoAnswer, "Patent Journal 36/2206 would be of Fri 5 Sep 2206; numbers were checked to 2026-11-28: look at this one again"),
        (
            "2235/1",
            BadRequest,
            "'2235/1' is not the number of a journal: write 2235 (Trade Marks Journal) or 36/2026 (Patent Journal)",
        ),
    ],
)  # fmt: skip
def test_numbers_that_have_no_day(number: str, error: type[Exception], message: str, book: Book) -> None:
    with pytest.raises(error) as raised:
        book.journal(number)
    assert str(raised.value) == message


def test_a_number_of_the_last_day_that_is_computed(book: Book) -> None:
    assert book.journal("2810").date == date(2036, 11, 24)


def test_a_journal_in_which_an_event_is_not_is_refused_before_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deadline", "gi-opposition", "journal:150"]) == 2
    assert capsys.readouterr().err == (
        "ipcalc: DATE: the advertisement (geographical indications) is not in the Trade Marks Journal: write its date\n"
    )


def test_a_day_without_a_number_is_refused_with_those_before_it(book: Book) -> None:
    with pytest.raises(BadRequest) as raised:
        book.journals.of(date(2026, 8, 12))
    assert str(raised.value) == (
        "no journal has a number of Wed 12 Aug 2026: Trade Marks Journal 2273 is of Mon 10 Aug 2026, "
        "Patent Journal 32/2026 is of Fri 7 Aug 2026"
    )
    with pytest.raises(BadRequest) as raised:
        book.journals.of(date(1950, 1, 1))
    assert str(raised.value) == "no journal has a number of Sun 1 Jan 1950"


def ask(*words: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("words", [("journal:2235",), ("--event", "advertisement=Journal:2235")])
def test_a_number_stands_for_the_date_of_an_event(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    found = ask("deadline", "tm-opposition", *words, capsys=capsys)
    assert found["trigger"]["date"] == "2025-11-17"
    assert found["notes"][0] == {"kind": "doubt", "text": DOUBT}


def test_the_doubt_stands_in_a_docket_with_the_answers_that_rest_on_the_number(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mark.yaml").write_text("right: tm\nevents:\n  filing: 2025-05-05\n  advertisement: journal:2235\n")
    (found,) = ask("docket", str(tmp_path / "mark.yaml"), "--today", "2025-12-01", capsys=capsys)["dockets"]
    assert found["matter"]["events"]["advertisement"] == "2025-11-17"
    assert {each["period"] for each in found["deadlines"] if {"kind": "doubt", "text": DOUBT} in each["notes"]} == {
        "tm-opposition"
    }


def test_numbers_stand_in_the_columns_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [
        "period,date,advertisement",
        "tm-opposition,journal:2235,",
        "tm-opposition,,journal:2235",
        "tm-opposition,2025-11-17,",
        "tm-opposition,journal:1500,",
        "gi-opposition,,journal:2235",
    ]
    (tmp_path / "rows.csv").write_text("\n".join(rows) + "\n")
    assert run(["batch", "deadlines", str(tmp_path / "rows.csv"), "--today", "2026-01-01"]) == 1
    first, second, third, early, other = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert first["due"] == second["due"] == third["due"] == "2026-03-17"
    assert first["notes"] == second["notes"] == f"{DOUBT} | {third['notes']}"
    assert early["error"] == f"date: Trade Marks Journal 1500: {DATA['tm']['before']}"
    assert other["error"] == (
        "advertisement: the advertisement (geographical indications) is not in the Trade Marks Journal: write its date"
    )
    assert not other["notes"]


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("deadline", "tm-opposition", "journal:1500"), 3, f"DATE: Trade Marks Journal 1500: {DATA['tm']['before']}"),
        (
            ("deadline", "tm-renewal", "--filing", "journal:2235"),
            2,
            "--event filing: filing is not the date of a journal: write a date",
        ),
        (
            ("deadline", "tm-opposition", "journal:36/2026"),
            2,
            "DATE: the advertisement (trade marks) is not in the Patent Journal: write its date",
        ),
        (("journal",), 2, "give a NUMBER, or --date"),
        (("journal", "2235", "--date", "2026-08-10"), 2, "give a NUMBER, or --date"),
    ],
)
def test_what_is_refused(words: tuple[str, ...], status: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(list(words)) == status
    assert capsys.readouterr().err == f"ipcalc: {message}\n"


def test_the_command_shows_a_number_and_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journal", "14/2026", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "journal,number,date,evidence,readings",
        "patent,14/2026,2026-04-01,two,2026-04-03",
    ]
    assert run(["journal", "--date", "2026-08-17"]) == 0
    assert "Trade Marks Journal   2274     Mon 2026-08-17" in capsys.readouterr().out
    assert [each["number"] for each in ask("journal", "--date", "2026-08-17", capsys=capsys)] == ["2274"]


def test_each_friday_of_a_year_has_its_number(book: Book) -> None:
    for first in (date(2022, 1, 7), date(2023, 1, 6), date(2027, 1, 1)):
        for number in range(1, 53):
            found = book.journals.of(first + timedelta(weeks=number - 1)).issues
            assert [each.number for each in found if each.journal == "patent"] == [f"{number}/{first.year}"]
