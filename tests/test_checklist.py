"""Checklists: which documents belong to a matter, and the authority of each."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from ipcalc.cli import run

ALWAYS = ["Application", "Statement", "Declaration", "Power", "Proof", "Proof", "Request"]


def checklist(events: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run(["checklist", "patent", *shlex.split(events), "--today", "2026-09-01", "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("events", "further"),
    [
        ("--event filing=2026-03-02", []),
        ("--event priority=2025-09-01 --event filing=2026-03-02", ["Priority document of a convention application"]),
        (
            "--event priority=2023-09-01 --event international-filing=2024-08-30 --event filing=2026-03-02",
            ["Copy of the publication", "Verified English translation", "Priority document or IB/304"],
        ),
        (
            "",
            [
                "Copy of the publication", "Verified English translation", "Priority document or IB/304",
                "Priority document of a convention application",
            ],
        ),
    ],
)  # fmt: skip
def test_a_matter_has_the_documents_of_its_route(
    events: str, further: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    named = [each["what"] for each in checklist(events, capsys)]
    assert [what for what in named if any(what.startswith(each) for each in further)] == [
        next(what for what in named if what.startswith(each)) for each in further
    ]
    assert len(named) == len(ALWAYS) + len(further)


def test_every_document_has_its_authority(capsys: pytest.CaptureFixture[str]) -> None:
    found = checklist("", capsys) + checklist("--event filing=2026-03-02", capsys)
    assert all(each["citation"] and each["evidence"] for each in found)
    request = found[-1]
    assert (request["citation"], request["evidence"], request["contested"]) == (
        "Patents Act 1970 s 11B; Patents Rules 2003 r 24B(1) as amended by the Patents (Amendment) Rules 2024",
        "text",
        False,
    )


def test_the_table_says_the_authority(capsys: pytest.CaptureFixture[str]) -> None:
    line = "checklist patent --event filing=2026-03-02 --today 2026-09-01 --format md"
    assert run(line.split()) == 0
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in capsys.readouterr().out.splitlines()]
    (law,) = [row[5] for row in rows if len(row) == 6 and row[1] == "Form 26"]
    assert [row[1:] for row in rows if len(row) == 3 and row[0] == law] == [
        ["Patents Rules 2003 r 135(1); r 138 as amended by the Patents (Amendment) Rules 2024", "text"]
    ]
