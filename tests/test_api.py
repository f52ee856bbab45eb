"""The Python interface: types are checked, offices are found by any case, digests and titles are there."""

from __future__ import annotations

import doctest
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

import ipcalc
from ipcalc.book import Book
from ipcalc.cli import run
from ipcalc.errors import NoAnswer

DAY = date(2025, 10, 31)
TODAY = date(2026, 1, 5)


def test_an_office_may_be_written_in_any_case(book: Book) -> None:
    assert book.deadline("tm-opposition", DAY, office="Delhi") == book.deadline("tm-opposition", DAY, office="delhi")


@pytest.mark.parametrize("day", [datetime(2025, 10, 31), "2025-10-31"])
def test_what_is_not_a_date_is_refused(day: Any, book: Book) -> None:
    with pytest.raises(ipcalc.BadRequest, match=r"is not a datetime\.date"):
        book.deadline("tm-opposition", day)


@pytest.mark.parametrize("number", [3.5, "3", True])
def test_what_is_not_a_whole_number_is_refused(number: Any, book: Book) -> None:
    with pytest.raises(ipcalc.BadRequest, match="classes should be a whole number"):
        book.fee("tm-application", classes=number, on=DAY)


def test_a_recurring_period_needs_an_occurrence(book: Book) -> None:
    with pytest.raises(ipcalc.BadRequest, match="patent-renewal recurs: say which occurrence"):
        book.deadline("annuity", DAY)


def test_rows_of_fees_are_answered_as_one_by_one(book: Book) -> None:
    rows = book.fee_rows(["fee", "classes", "addition", "year"], today=TODAY, applicant="startup", rates={"CHF": 95})
    questions: list[dict[str, Any]] = [
        {"item": "tm-application", "classes": 3},
        {"item": "patent-renewal", "year": 7, "addition": True},
        {"item": "madrid-basic", "rates": {"CHF": 95}},
    ]
    found = rows.answer(
        [["tm-application", "3", "", ""], ["patent-renewal", "", "yes", "7"], ["madrid-basic"] + [""] * 3]
    )
    assert [cells.total for cells in found] == [
        str(book.fee(**each, on=TODAY, applicant="startup").total) for each in questions
    ]
    with pytest.raises(ipcalc.BadRequest, match="looks like a misspelt 'classes'"):
        book.fee_rows(["fee", "clases"], today=TODAY)


def test_the_office_of_no_right_is_that_of_the_first_in_the_data(book: Book) -> None:
    assert book.office("Goa") == book.office("Goa", "tm") != book.office("Goa", "patent")
    assert book.territories() == book.territories("tm")


def test_results_are_frozen(book: Book) -> None:
    answer = book.deadline("tm-opposition", DAY)
    with pytest.raises(AttributeError):
        answer.period = "other"  # type: ignore[misc]


def test_done_on_the_last_day_before_expiry_names_both_readings(book: Book) -> None:
    answer = book.deadline("tm-renewal", events={"expiry": DAY}, occurrence=1, done=DAY)
    assert answer.done
    assert answer.done.result == "in time"
    assert answer.done.means.endswith("the day before was the last")


def test_every_name_of_the_package_is_there() -> None:
    for name in ipcalc.__all__:
        assert getattr(ipcalc, name)
    with pytest.raises(AttributeError):
        ipcalc.nothing  # type: ignore[attr-defined]  # noqa: B018


RESULTS: dict[str, Callable[[Book], Any]] = {
    "deadline tm-opposition 2012-03-05 --today 2026-01-05 --explain": lambda book: book.deadline(
        "tm-opposition", date(2012, 3, 5), today=TODAY, explain=True
    ),
    "docket tm --event advertisement=2012-03-05 --today 2026-01-05": lambda book: book.docket(
        "tm", {"advertisement": date(2012, 3, 5)}, today=TODAY
    ),
    "fee tm-application --classes 3 --on 2026-01-05": lambda book: book.fee("tm-application", classes=3, on=TODAY),
    "estimate madrid --classes 4 --today 2026-01-05": lambda book: book.estimate("madrid", classes=4, today=TODAY),
    "classes show 43 --as-of 2026-01-05": lambda book: book.classes.show(43, TODAY),
    "classes search shoes --as-of 2026-01-05": lambda book: book.classes.search("shoes", TODAY),
    "office --state Goa": lambda book: book.office("Goa"),
    "forms show TM-5": lambda book: book.form("TM-5"),
    "treaties list": lambda book: book.treaties.list(),
    "treaties show Grenada": lambda book: book.treaties.show("Grenada"),
    "treaties members madrid": lambda book: book.treaties.members("madrid"),
    "cooperation partners": lambda book: book.cooperation.partners(),
    "cooperation events": lambda book: book.cooperation.events(),
    "cooperation plan": lambda book: book.cooperation.plan(),
    "cooperation faults": lambda book: book.cooperation.faults(),
    "rules coverage": lambda book: book.rules.coverage(),
}
LISTS: dict[str, Callable[[Book], Any]] = {
    "checklist patent --today 2026-01-05": lambda book: book.checklist("patent", today=TODAY),
    "classes list --as-of 2026-01-05": lambda book: book.classes.list(TODAY),
    "office": lambda book: book.territories(),
    "rules list --as-of 2026-01-05": lambda book: book.rules.list("period", TODAY),
    "rules diff 2017-03-05 2017-03-06": lambda book: book.rules.changes(date(2017, 3, 5), date(2017, 3, 6)),
    "rules instruments": lambda book: book.rules.instruments(),
}


@pytest.mark.parametrize("line", [*RESULTS, *LISTS])
def test_a_result_as_plain_values_is_the_json_of_the_command_line(
    line: str, book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*line.split(), "--format", "json"]) == 0
    plain = RESULTS[line](book).to_dict() if line in RESULTS else LISTS[line](book).to_list()
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(plain))


@pytest.mark.parametrize("line", [*RESULTS, *LISTS])
def test_a_result_is_frozen_and_its_type_is_part_of_the_package(line: str, book: Book) -> None:
    found = (RESULTS | LISTS)[line](book)
    assert getattr(ipcalc, type(found).__name__) is type(found)
    assert type(found).__doc__
    with pytest.raises(AttributeError):
        found.notes = ()


def test_an_option_that_is_not_there_is_refused(book: Book) -> None:
    with pytest.raises(TypeError, match="asof"):
        book.deadline("tm-opposition", DAY, asof=DAY)  # type: ignore[call-arg]


@pytest.mark.parametrize(("rate", "total"), [(Decimal("95.50"), 86237), ("95.5", 86237), (95, 85785), ("0.001", 1)])
def test_a_total_at_a_rate_is_rounded_up_to_whole_rupees(rate: Any, total: int, book: Book) -> None:
    charge = book.fee("madrid-basic-colour", on=date(2026, 9, 1), rates={"CHF": rate})
    assert (charge.total, charge.currency, charge.totals) == (total, "INR", {"INR": total})
    assert [(line.amount, line.currency) for line in charge.lines] == [(903, "CHF")]


def test_an_exact_conversion_is_not_called_rounded(book: Book) -> None:
    charge = book.fee("madrid-basic-colour", on=date(2026, 9, 1), rates={"CHF": 95})
    assert charge.notes[-1].text == "CHF 903 at 95 is INR 85,785."


@pytest.mark.parametrize("rate", [95.5, True, Decimal("NaN"), "1e3", "٩٥"])
def test_a_rate_that_is_not_exact_is_refused(rate: Any, book: Book) -> None:
    with pytest.raises(ipcalc.BadRequest, match="should be a decimal number above 0"):
        book.fee("madrid-basic-colour", on=date(2026, 9, 1), rates={"CHF": rate})


def test_applicants_who_pay_alike_have_no_dearest(book: Book) -> None:
    alike = book.fee("tm-application", on=date(2026, 9, 1), applicant=("startup", "small"))
    assert not [note for note in alike.notes if "dearest" in note.text]
    apart = book.fee("tm-application", on=date(2026, 9, 1), applicant=("startup", "other"))
    assert "With several applicants, the class with the highest fee counts for all: other." in [
        note.text for note in apart.notes
    ]


def test_the_example_of_the_package_holds() -> None:
    assert doctest.testmod(ipcalc, raise_on_error=True).attempted > 0


def test_offices_abroad_are_answered_the_earliest_first(book: Book) -> None:
    answers = book.deadlines("pct-national-phase-abroad", date(2024, 5, 20))
    days = [answer.limits[0].date for answer in answers]
    assert days == sorted(days, key=str)
    assert [answer.place for answer in answers] != sorted(answer.place or "" for answer in answers)


def test_the_coverage_counts_what_is_contested(book: Book) -> None:
    versions = [
        (f"{entry['right']} {kind}", version)
        for kind in ("periods", "fees")
        for entry in book.rulebook.raw(kind).values()
        for version in entry["versions"]
    ]
    parts = [name for name, each in versions if any("contested" in part for part in each.get("parts", ()))]
    disputed = [name for name, each in versions if "contested" in each or len(each.get("readings", ())) >= 2]
    counted = book.rules.coverage().versions
    assert {name: (disputed + parts).count(name) for name, _ in versions} == {
        name: counted[name]["contested"] for name, _ in versions
    }
    assert parts
    assert any(len(each.get("readings", ())) == 2 and "contested" not in each for _, each in versions)


def test_a_period_that_recurs_is_answered_as_of_a_day(book: Book) -> None:
    events = {"filing": date(2005, 5, 10), "grant": date(2008, 6, 1)}
    (law,) = {each.law.from_ for each in book.deadlines("patent-renewal", events=events, as_of=date(2010, 1, 1))}
    assert law == date(2005, 1, 1)
    with pytest.raises(NoAnswer) as error:
        book.deadlines("patent-renewal", events=events, as_of=date(1960, 1, 1))
    assert str(error.value) == "Renewal fee (annuity): no law is known as of 1960-01-01"


def test_the_coverage_of_a_right_is_about_it_alone(book: Book) -> None:
    found = book.rules.coverage("design")
    assert list(found.checked_to) == [book.rulebook.rights["design"]]
    assert list(found.versions) == ["design periods", "design fees"]
    assert {gap["right"] for gap in found.not_encoded} == {"design"}


@pytest.mark.parametrize(("pages", "said"), [(150, False), (151, True)])
def test_a_cap_is_told_where_it_takes_something_off(book: Book, pages: int, said: bool) -> None:
    found = book.fee("patent-application", sequence_pages=pages, applicant="individual", on=date(2026, 1, 5))
    capped = [note.text for note in found.notes if "capped" in note.text]
    assert capped == (["Each page of sequence listing: 24160 is capped at 24000."] if said else [])
    assert found.total == 25600


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2017, 3, 5), "no fee is known for TM-48 on 2017-03-05"),
        (
            date(2017, 3, 6),
            "TM-48 was in use up to 2017-03-05: give a day up to then with --on, or ask for TM-M, in use since then",
        ),
    ],
)
def test_a_form_without_a_fee_says_whether_it_is_in_use(book: Book, on: date, said: str) -> None:
    with pytest.raises(NoAnswer) as error:
        book.fee("TM-48", on=on)
    assert str(error.value) == said
