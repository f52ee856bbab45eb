"""What the yearly routine of `docs/law.md` leaves: lists of closed days, and the days to which the law was checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ipcalc.book import Book

LAW = (Path(__file__).parents[1] / "docs" / "law.md").read_text(encoding="utf-8")


def test_the_year_that_was_checked_has_a_list_and_the_next_one_at_least_an_estimate(book: Book) -> None:
    checked = date.fromisoformat(book.rulebook.raw("closures_checked_to"))
    this, following = (book.rulebook.closures(year) for year in (checked.year, checked.year + 1))
    assert this is not None
    assert this.status == "listed"
    assert following is not None


@pytest.mark.parametrize("right", ["design", "gi"])
def test_the_page_says_to_which_day_the_law_was_checked(right: str, book: Book) -> None:
    assert book.rulebook.checked_to(right).isoformat() in LAW


@pytest.mark.parametrize("section", ["closures_checked_to", "journals_checked_to"])
def test_the_page_says_to_which_day_a_table_was_checked(section: str, book: Book) -> None:
    assert book.rulebook.raw(section) in LAW


def test_the_page_names_every_office(book: Book) -> None:
    named = {line.split("|")[1].strip().lower() for line in LAW.splitlines() if line.startswith("| ")}
    assert set(book.rulebook.offices) <= named
