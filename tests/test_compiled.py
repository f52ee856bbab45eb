"""The compiled rulebook holds what the YAML holds, whole and entry by entry."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ipcalc.cli import run
from ipcalc.law.check import check
from ipcalc.law.compiled import laid_out, sections_of
from ipcalc.law.load import data_directory, with_indexes

SECTIONS: dict[str, Any] = {
    "version": "1",
    "forms": {"TM-5": {"title": "one\ntwo"}, 'a "b"': {"title": "₹ }"}, "TM": {}},
    "rights": {"tm": "marks", "pct": "PCT"},
    "gaps": [{"what": "x"}],
    "none": {},
}


def test_the_built_in_rulebook_is_whole(compiled: Path) -> None:
    raw = check([data_directory()]).raw
    found = sections_of(compiled.read_bytes())
    assert json.loads(compiled.read_bytes()).items() > raw.items()
    assert {name: found[name] for name in found} == with_indexes(raw)


def test_an_entry_is_found_alone() -> None:
    for name, entry in SECTIONS["forms"].items():
        assert sections_of(laid_out(SECTIONS))["forms"][name] == entry


def test_entries_are_listed_in_their_order_after_one_was_asked_for() -> None:
    found = sections_of(laid_out(SECTIONS))
    assert list(found) == list(SECTIONS)
    assert len(found) == len(SECTIONS)
    assert found["forms"]["TM"] == {}
    assert list(found["forms"].items()) == list(SECTIONS["forms"].items())
    assert len(found["forms"]) == 3


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("name", ["title", "TM-", "5", ""])
def test_what_is_not_there_is_not_found(name: str, listed: bool) -> None:
    found = sections_of(laid_out(SECTIONS))
    if listed:
        assert list(found["forms"])
    assert name not in found["forms"]
    assert name not in found
    with pytest.raises(KeyError):
        found["forms"][name]


@pytest.mark.parametrize(
    "question", ["deadline opposition 2012-03-05", "fee TM-A --classes 3", "deadline rfe 2024-03-05 --today 2024-04-01"]
)
def test_a_question_parses_little_of_the_rulebook(
    question: str, monkeypatch: pytest.MonkeyPatch, compiled: Path
) -> None:
    read: list[int] = []

    def loads(text: bytes) -> Any:
        read.append(len(text))
        return json.loads(text)

    monkeypatch.setattr("ipcalc.law.compiled.json", SimpleNamespace(loads=loads, dumps=json.dumps))
    assert run([*question.split(), "--format", "json"]) == 0
    assert 0 < sum(read) < compiled.stat().st_size / 12
