"""Errors, of a small rulebook of their own: one line on standard error, compared whole, nothing on standard output, and the exit status."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from ipcalc.cli import run
from ipcalc.law.reading import read

CASES = read(Path(__file__).parent / "messages.yaml").data


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_message(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split(case["run"])) == case["status"]
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == case["says"] + "\n"
