"""Workbooks are opened by LibreOffice, where it is installed, and have there what they were written with."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ipcalc.cli import run

OFFICE = shutil.which("soffice")
PORTFOLIO = str(Path(__file__).parents[1] / "examples" / "portfolio")
TODAY = ["--today", "2026-11-28"]
QUESTIONS = {
    "docket": ["docket", PORTFOLIO, *TODAY, "--all"],
    "check": ["check", PORTFOLIO, *TODAY],
}


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("question", QUESTIONS)
def test_libreoffice_opens_it(question: str, tmp_path: Path) -> None:
    path = tmp_path / "due.xlsx"
    run([*QUESTIONS[question], "-o", str(path)])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
    ]
    done = subprocess.run(
        [*words, "--outdir", str(tmp_path), str(path)], capture_output=True, text=True, timeout=300, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0
    assert "error:" not in said.lower()
    with (tmp_path / "due.csv").open(encoding="utf-8", newline="") as file:
        opened = list(csv.reader(file))
    rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    assert opened == [["" if value is None else _text(value) for value in row] for row in rows]


def _text(value: object) -> str:
    return f"{value:%Y-%m-%d}" if hasattr(value, "year") else str(value)
