"""What the yearly routine of `docs/law.md` leaves: lists of closed days, and the days to which the law was checked."""

from __future__ import annotations

import re
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


def test_every_source_can_be_found(book: Book) -> None:
    """By an address, by a repository with path and commit, or it says that there is none."""
    address = r"https?://|\b[\w-]+\.(?:com|org|in|int|net|edu|eu|fr)\b"
    found = re.compile(rf"{address}|[\w.-]+/[\w.-]+ .*@ ?[0-9a-f]{{7,40}}|no address (?:was kept|is known)")
    sources = book.rulebook.raw("sources")
    assert len(sources) > 400
    assert [name for name, each in sources.items() if not each.get("url") and not found.search(each["title"])] == []
    assert sum("no address" in each["title"] for each in sources.values()) <= 6
