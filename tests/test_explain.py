"""The working of an answer: which version and branch were chosen and why, how each limit is counted, closed days."""

from __future__ import annotations

from datetime import date

from ipcalc.book import Book
from ipcalc.calc.results import Step

WEEKLY = "Gokul Spices Private Ltd v Ramdev (Gujarat High Court)"


def test_a_closed_day_is_named_with_its_list(book: Book) -> None:
    found = book.deadline("tm-opposition", date(2025, 10, 31), explain=True).steps
    assert found == (
        Step("decided by", "advertisement 2025-10-31"),
        Step(
            "version",
            "2017-03-06 to today (version 3 of 3)",
            "Trade Marks Act 1999 s 21(1); Trade Marks Rules 2017 r 42(1)",
        ),
        Step("counted from", "advertisement 2025-10-31 (that day is not counted)"),
        Step("due", "4 months: 2026-02-28 (counted from advertisement 2025-10-31)"),
        Step("closed day", "Sat 28 Feb 2026: Saturday (a closed day of every week; certain)", WEEKLY),
        Step("closed day", "Sun 1 Mar 2026: Sunday (a closed day of every week; certain)", WEEKLY),
        Step("act by", "due: Fri 27 Feb 2026, the last day in time on which no office is or may be closed"),
        Step(
            "rolls to",
            "due: Mon 2 Mar 2026, the next day that is not certainly closed",
            "General Clauses Act 1897 s 10",
        ),
    )


def test_a_divisional_says_why_its_case_was_chosen(book: Book) -> None:
    events = {"filing": date(2019, 12, 20), "divisional-filing": date(2024, 5, 1), "fer": date(2024, 1, 1)}
    found = book.deadline("patent-examination-request", date(2019, 1, 5), events=events, explain=True).steps
    assert found[0] == Step("decided by", "divisional-filing 2024-05-01, the latest of filing, divisional-filing")
    assert found[2] == Step(
        "special case",
        "The parent had its first examination report, so it had been referred to an examiner, when the divisional was"
        " filed: the request is to be filed with the divisional. Chosen because divisional-filing is given, on"
        " 2016-05-16 or later and divisional-filing is given, not before fer",
        "Patents Rules 2003 r 24B(2)(i), second proviso",
    )
    assert found[-1] == Step("due", "on the divisional-filing: 2024-05-01")


def test_an_event_that_is_not_given_is_said(book: Book) -> None:
    found = book.deadline("patent-examination-request", date(2019, 1, 5), explain=True).steps
    assert found[0] == Step("decided by", "filing not given: the day that gives the earliest answer is taken")
    assert found[2].what == "special case"
    assert found[2].result.startswith("none applies: one would if divisional-filing is given")


def test_a_renewal_that_ends_on_a_sunday(book: Book) -> None:
    found = book.deadline("tm-renewal", date(2016, 11, 29), occurrence=1, explain=True).steps
    due = [step.result for step in found if step.what in ("before expiry", "act by", "rolls to")][:3]
    assert due == [
        "due: act before 2026-11-29; do not rely on that day itself",
        "due: Fri 27 Nov 2026, the last day in time on which no office is or may be closed",
        "due: Mon 30 Nov 2026, the next day that is not certainly closed",
    ]


def test_a_day_that_may_be_closed_names_the_list_of_its_year(book: Book) -> None:
    found = book.deadline("tm-renewal", date(2016, 5, 29), occurrence=1, explain=True).steps
    closed = next(step for step in found if step.what == "closed day")
    assert closed.result == "Wed 27 May 2026: Id-ul-Zuha (Bakrid) (the list of 2026; not certain)"
    assert closed.authority


def test_the_end_of_a_term_stays_on_a_closed_day(book: Book) -> None:
    found = book.deadline("patent-term", date(2006, 8, 15), explain=True).steps
    assert found[-1] == Step("rolls to", "due: stays on Sat 15 Aug 2026; the end of a term does not move")


def test_a_suspension_that_is_applied_is_a_step(book: Book) -> None:
    found = book.deadline("patent-fer-reply", date(2019, 7, 25), suspensions=True, explain=True).steps
    moved = next(step for step in found if step.result == "moved to 2022-05-30")
    assert moved.what == "extended"
    assert moved.authority is not None
    assert moved.authority.startswith("Supreme Court of India, Suo Motu WP(C) 3/2020")
