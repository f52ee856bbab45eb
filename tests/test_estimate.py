"""Estimates: the lines of a bill, its total and its years."""

from __future__ import annotations

import json
import shlex
from datetime import date
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.cli import run


def bill(line: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*shlex.split(line), "--today", "2026-09-01", "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_mark_to_its_second_renewal(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill(
        "estimate trademark --classes 3 --applicant startup --to renewal:2 --with expedited,opposition", capsys
    )
    assert [(line["fee"], line["on"], line["amount"]) for line in found["lines"]] == [
        ("tm-application", "2026-09-01", 13500),
        ("tm-expedited", "2026-09-01", 60000),
        ("tm-counter-statement", "2026-09-01", 2700),
        ("tm-renewal", "2036-09-01", 27000),
        ("tm-renewal", "2046-09-01", 27000),
    ]
    assert found["total"] == 130200
    assert found["by_year"] == {"2026": 76200, "2036": 27000, "2046": 27000}


def test_a_mark_of_2008_pays_the_schedule_of_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate trademark --classes 3 --filing 2008-05-05 --with search --to renewal:1", capsys)
    assert [(line["fee"], line["amount"]) for line in found["lines"]] == [
        ("tm-search", 1500),
        ("tm-multi-class-application", 7500),
        ("tm-renewal", 27000),
    ]


def test_class_numbers_are_counted_and_must_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert bill("estimate trademark --class-numbers 9,25,35", capsys)["total"] == 27000
    assert run(["estimate", "trademark", "--class-numbers", "9,46"]) == 2
    assert "there is no class 46" in capsys.readouterr().err


def test_a_search_that_is_no_longer_charged_is_a_note(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate trademark --with search", capsys)
    assert [line["fee"] for line in found["lines"]] == ["tm-application"]
    assert any(note.startswith("search: tm-search: there is no such fee on 2026-09-01") for note in found["notes"])


def test_a_patent_to_its_last_year(capsys: pytest.CaptureFixture[str]) -> None:
    line = "estimate patent --route convention --claims 25 --pages 60 --priorities 2 --filing 2026-03-02 --to-year 20"
    found = bill(line + " --with examination,early-publication", capsys)
    assert [(each["fee"], each["amount"]) for each in found["lines"][:5]] == [
        ("patent-application", 16000),
        ("patent-application", 24000),
        ("patent-application", 24000),
        ("patent-early-publication", 12500),
        ("patent-examination-request", 20000),
    ]
    annuities = 4 * 4000 + 4 * 12000 + 5 * 24000 + 5 * 40000
    assert found["total"] == 96500 + annuities
    assert len(found["by_year"]) == 19
    assert found["by_year"]["2045"] == 40000


def test_a_national_phase_counts_its_years_from_the_international_filing(book: Book) -> None:
    made = book.estimate(
        "patent",
        route="national-phase",
        filing=date(2026, 1, 5),
        today=date(2026, 9, 1),
        events={"international-filing": date(2024, 6, 3)},
        to={"year": 4},
        applicant="individual",
    )
    assert [(day.isoformat(), line.amount) for line, day in zip(made.charge.lines, made.days, strict=True)] == [
        ("2026-01-05", 1600),
        ("2026-06-03", 800),
        ("2027-06-03", 800),
    ]


def test_expedited_takes_the_place_of_the_ordinary_request(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate patent --route direct --with examination,expedited --applicant startup", capsys)
    assert [line["fee"] for line in found["lines"]] == ["patent-application", "patent-expedited-examination"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("patent", "patent needs a route: --route direct|convention|national-phase"),
        ("trademark --route direct", "trademark has no routes"),
        ("trademark --claims 3", "trademark does not take claims: it takes classes, count, marks"),
        ("trademark --with expedite", "trademark has no step 'expedite'; did you mean expedited? (--with search, expedited, opposition)"),
        ("trademark --to renewals", "trademark does not go to 'renewals'; did you mean renewal? (registration, renewal)"),
        ("trademark --to renewal:x", "--to 'renewal:x': write registration, or renewal:2"),
        ("patent --route direct --to-year 21", "year 21 is beyond the end: the last is 20"),
        ("copyright", "unknown estimate 'copyright'"),
        ("patent --route national-phase", "the route national-phase needs the event international-filing: --international-filing DATE"),
        ("trademark --class-numbers 9,9", "--class-numbers '9,9': a class is named twice"),
        ("trademark --class-numbers 9,25 --classes 3", "--classes 3, but --class-numbers names 2"),
    ],
)  # fmt: skip
def test_a_bill_that_cannot_be_made(line: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["estimate", *shlex.split(line)]) == 2
    assert capsys.readouterr().err == f"ipcalc: {message}\n"
