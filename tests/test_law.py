"""What the yearly routine of `docs/law.md` leaves: lists of closed days, and the days to which the law was checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.law.reading import read

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


def test_every_source_has_an_address(book: Book) -> None:
    sources = book.rulebook.raw("sources")
    assert len(sources) > 400
    assert [name for name, each in sources.items() if not each.get("url")] == []


def test_every_source_is_used() -> None:
    data = Path(__file__).parents[1] / "data"
    used = {each for path in data.rglob("*.yaml") if path.name != "sources.yaml" for each in words(read(path).data)}
    assert [name for name in read(data / "sources.yaml").data["sources"] if name not in used] == []


def words(entry: Any) -> Iterator[str]:
    """All texts of an entry, and the names under which they stand."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, Mapping):
        yield from entry
        yield from words(list(entry.values()))
    elif isinstance(entry, list):
        for each in entry:
            yield from words(each)


def test_an_address_can_be_opened_and_a_repository_has_path_and_commit(book: Book) -> None:
    urls = {name: each["url"] for name, each in book.rulebook.raw("sources").items() if each.get("url")}
    assert [name for name, url in urls.items() if not re.fullmatch(r"https?://[\w.:-]+\.\w+(:\d+)?(/\S*)?", url)] == []
    repositories = {name: url for name, url in urls.items() if "//github.com/" in url}
    fixed = re.compile(r"https://github\.com/[^/]+/[^/]+/(?:blob|tree)/[0-9a-f]{7,40}/\S+")
    assert [name for name, url in repositories.items() if not fixed.fullmatch(url)] == []
