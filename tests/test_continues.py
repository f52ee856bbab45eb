"""Matters that continue others are read with what they have from these, by every command that reads matters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ipcalc.cli import run

TODAY = "2026-11-28"
PCT = "right: pct\nref: W-1\nevents: {priority: 2024-05-01, international-filing: 2025-04-30}\n"
NATIONAL = "right: patent\nref: N-1\ncontinues: w-1\nevents: {filing: 2026-11-20}\n"
DIVISIONAL = "right: patent\nref: D-1\ncontinues: N-1\nevents: {divisional-filing: 2026-11-25}\n"


def folder(path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (path / f"{name}.yaml").write_text(text)
    return path


def dockets(capsys: pytest.CaptureFixture[str], *words: object, status: int = 0) -> tuple[dict[str, Any], str]:
    assert run(["docket", *map(str, words), "--today", TODAY, "--format", "json"]) == status
    shown = capsys.readouterr()
    return {each["matter"]["ref"]: each for each in json.loads(shown.out)["dockets"]}, shown.err


def test_a_national_phase_has_the_priority_of_its_application_and_ends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, told = dockets(capsys, folder(tmp_path, a=NATIONAL, b=PCT))
    assert found["N-1"]["matter"]["events"] == {
        "priority": "2024-05-01",
        "international-filing": "2025-04-30",
        "filing": "2026-11-20",
    }
    assert found["W-1"]["matter"]["events"]["filing"] == "2026-11-20"
    assert "pct-national-phase" not in {each["period"] for each in found["W-1"]["deadlines"]}
    assert told == ""


def test_a_divisional_is_filed_as_its_parent_whatever_happened_to_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parent = NATIONAL.replace("2026-11-20}", "2026-11-20, fer: 2026-11-24}")
    found, _ = dockets(capsys, folder(tmp_path, a=DIVISIONAL, b=parent, c=PCT))
    assert found["D-1"]["matter"]["events"] == {
        "priority": "2024-05-01",
        "international-filing": "2025-04-30",
        "filing": "2026-11-20",
        "divisional-filing": "2026-11-25",
    }
    assert "divisional-filing" not in found["N-1"]["matter"]["events"]


def test_check_says_the_same_as_docket(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder(tmp_path, a=NATIONAL, b=PCT)
    assert run(["check", str(tmp_path), "--today", TODAY, "--report", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {each["act_by"] for each in findings if each["period"] == "patent-examination-request"} == {"2026-12-01"}
    assert "pct-national-phase" not in {each["period"] for each in findings}


def test_what_is_recorded_sees_the_matter_that_is_continued(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder(tmp_path, a=NATIONAL, b=PCT)
    words = ["record", "N-1", "rfe", "2026-11-27", "--matters", str(tmp_path), "--today", TODAY]
    assert run(words) == 0
    assert "patent-examination-request: in time" in capsys.readouterr().out
    assert (tmp_path / "a.yaml").read_text() == NATIONAL + "done:\n  patent-examination-request: 2026-11-27\n"
    late = ["record", "N-1", "proof-of-right", "2024-01-01", "--matters", str(tmp_path), "--today", TODAY]
    assert run(late) == 2


def test_what_is_continued_and_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, told = dockets(capsys, folder(tmp_path, a=NATIONAL, b=PCT.replace("W-1", "W-11")))
    assert list(found) == ["N-1", "W-11"]
    assert told == "N-1 continues w-1, which is not among the matters that were read; did you mean W-11?\n"


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"a": "right: design\nref: N-1\ncontinues: W-1\n"}, "a matter of design does not continue one of pct"),
        ({"a": "right: patent\nref: N-1\ncontinues: n-1\n"}, "n-1 is itself"),
        ({"a": NATIONAL.replace("w-1", "D-1"), "c": DIVISIONAL}, "N-1 continues N-1"),
    ],
)
def test_what_cannot_be_continued_is_a_fault(
    texts: dict[str, str], reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, told = dockets(capsys, folder(tmp_path, **texts, b=PCT), status=1)
    assert f"{tmp_path}/a.yaml:1: continues: {reason}\n" in told.replace("ipcalc: ", "")
