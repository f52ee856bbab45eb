"""The sums of limits: today, on a day that is past, by the month, with quantities of a matter, and without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.calc.matters.matter import Matter
from ipcalc.calc.results import Deadline
from ipcalc.cli import run
from ipcalc.errors import BadRequest

TODAY = date(2026, 11, 28)


def sums(answer: Deadline) -> dict[str, tuple[int | None, int | None]]:
    return {limit.kind: (limit.amount, limit.amount_until) for limit in answer.limits}


@pytest.mark.parametrize(
    ("applicant", "each"), [("startup", 1000), ("individual", 1000), ("small", 1000), ("other", 4000)]
)
def test_each_limit_has_its_sum(applicant: str, each: int, book: Book) -> None:
    answer = book.deadline("fer", date(2026, 6, 15), today=TODAY, applicant=applicant)
    assert sums(answer) == {"due": (None, None), "extended": (each, 3 * each)}
    assert [limit.currency for limit in answer.limits] == [None, "INR"]


def test_a_sum_of_a_past_day_is_that_of_its_day(book: Book) -> None:
    old = book.deadline("tm-opposition", date(2012, 3, 5), today=TODAY, counts={"classes": 2})
    assert sums(old) == {"due": (5000, None), "extended": (500, None)}
    new = book.deadline("tm-opposition", date(2026, 9, 1), today=TODAY, counts={"classes": 2})
    assert sums(new) == {"due": (5400, None)}


def test_a_late_annuity_is_one_sum(book: Book) -> None:
    events = {"grant": date(2020, 6, 1)}
    answer = book.deadline("annuity", date(2015, 5, 10), events=events, occurrence=12, today=date(2026, 8, 30))
    assert sums(answer)["late"] == (33600, 38400)
    bill = book.fee("patent-renewal", year=12, late_months=4, on=date(2026, 8, 30))
    assert bill.total == 33600
    assert answer.next is not None
    assert (answer.next.amount, answer.next.amount_until, answer.next.currency) == (33600, 38400, "INR")


DEPENDS = "The sum depends on the number of classes, which is not given: at least INR 2,700 (due)."


def test_what_a_sum_depends_on_is_said_once(book: Book) -> None:
    answer = book.deadline("tm-opposition", date(2026, 9, 1), today=TODAY)
    assert sums(answer) == {"due": (None, None)}
    assert [note.text for note in answer.notes].count(DEPENDS) == 1
    given = book.deadline("tm-opposition", date(2026, 9, 1), today=TODAY, counts={"classes": 1})
    assert DEPENDS not in [note.text for note in given.notes]
    assert sums(given) == {"due": (2700, None)}


@pytest.mark.parametrize(
    ("period", "counts", "says"),
    [
        ("tm-opposition", {"claims": 3}, "tm-opposition does not take claims: it takes classes"),
        ("tm-counter-statement", {"pages": 3}, "tm-counter-statement does not take pages: none of its sums depends on a number"),
        ("tm-appeal", {"classes": 1}, "tm-appeal does not take classes: none of its sums depends on a number"),
    ],
)  # fmt: skip
def test_a_quantity_that_no_fee_takes_is_refused(period: str, counts: Mapping[str, int], says: str, book: Book) -> None:
    day = date(2026, 9, 1)
    with pytest.raises(BadRequest) as refused:
        book.deadline(period, day, today=TODAY, counts=counts)
    assert str(refused.value) == says


def test_a_matter_says_who_pays_and_for_how_many(book: Book) -> None:
    def amount(matter: Matter, **asking: Any) -> tuple[int | None, Sequence[str]]:
        (answer,) = [
            each
            for each in book.docket(matter, today=TODAY, acting_for="challenger", **asking).deadlines
            if each.period == "tm-opposition"
        ]
        assert answer.next is not None
        return answer.next.amount, answer.next.needs

    advertised = {"advertisement": date(2026, 9, 1)}
    assert amount(Matter("tm", events=advertised)) == (None, ("classes",))
    assert amount(Matter("tm", events=advertised, counts={"classes": 3})) == (8100, ())
    assert amount(Matter("tm", events=advertised), counts={"classes": 2}) == (5400, ())
    assert amount(Matter("tm", events=advertised, counts={"classes": 3}), counts={"classes": 2}) == (8100, ())
    assert amount(Matter("tm", events=advertised, counts={"classes": 3}), mode="paper") == (9000, ())


def test_every_late_limit_is_in_the_bill_of_the_fee_that_was_due(book: Book) -> None:
    """A period whose due date has a fee and whose late one has another: the first names the second."""
    seen = 0
    for name in book.rulebook.period_ids:
        for version in book.rulebook.period(name).versions:
            fees = {limit.kind: limit.fee for limit in version.limits}
            due, late = fees.get("due"), fees.get("late")
            if due and late and due != late:
                seen += 1
                assert late in [each.fee for each in book.rulebook.fee(due).late], name
    assert seen


def test_the_docket_says_which_sums_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["docket", "tm", "--event", "advertisement=2026-09-01", "--acting-for", "opponent", "--today", "2026-11-28"]
    assert run(asked) == 0
    said = "- Some sums are not shown, since these numbers are not given: classes."
    assert said in capsys.readouterr().out.splitlines()
    assert run([*asked, "--classes", "2"]) == 0
    shown = capsys.readouterr().out
    assert "No sum is shown" not in shown
    assert "5,400" in shown


@pytest.mark.parametrize(("marks", "paid"), [(1, [5000]), (2, [5000]), (3, [5000, 2500])])
def test_no_line_stands_for_nothing_more_than_the_first_ones(marks: int, paid: list[int], book: Book) -> None:
    charge = book.fee("tm-renewal-series", on=date(2010, 1, 4), marks=marks)
    assert [line.amount for line in charge.lines] == paid
