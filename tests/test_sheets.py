"""A table that is one sheet of a workbook, or stands below lines of title, is read by every command that reads tables."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ipcalc.cli import run

TODAY = ("--today", "2026-03-20")
PART = ("--sheet", "rows", "--header-row", "3")


@pytest.fixture
def workbook(tmp_path: Path) -> str:
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["Docket of a made-up firm"])
    rows, matters = book.create_sheet("Rows"), book.create_sheet("Matters")
    for row in (
        ["DATES"],
        [],
        ["ref", "period", "date", "stated", "fee", "classes"],
        ["A", "tm-opposition", date(2026, 3, 2), date(2026, 6, 30), "tm-application", 3],
        ["B", "tm-opposition", date(2026, 3, 9), "bad", "tm-application", 1],
    ):
        rows.append(row)
    matters.append(["ref", "right", "advertisement", "acting_for"])
    matters.append(["T-1", "tm", date(2026, 3, 2), "challenger"])
    book.save(tmp_path / "docket.xlsx")
    return str(tmp_path / "docket.xlsx")


def answered(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> list[dict[str, str]]:
    assert run([*words, *TODAY]) == status
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))


def test_rows_of_a_sheet_are_answered(workbook: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out.csv")
    answered(capsys, "batch", "deadlines", workbook, *PART, "-o", out)
    found = list(csv.DictReader(io.StringIO(Path(out).read_text())))
    assert [(row["ref"], row["stated"], row["due"]) for row in found] == [
        ("A", "2026-06-30", "2026-07-02"),
        ("B", "bad", "2026-07-09"),
    ]
    answered(capsys, "batch", "fees", workbook, *PART, "-o", str(tmp_path / "out.xlsx"))
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Rows"]
    sheet = book.active
    assert [[cell.value for cell in row][:7] for row in sheet.iter_rows()] == [
        ["ref", "period", "date", "stated", "fee", "classes", "total"],
        ["A", "tm-opposition", sheet["C2"].value, sheet["D2"].value, "tm-application", 3, 27000],
        ["B", "tm-opposition", sheet["C3"].value, "bad", "tm-application", 1, 9000],
    ]


def test_rows_of_a_sheet_are_verified_and_checked(workbook: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = answered(capsys, "verify", workbook, *PART, "--format", "csv", status=1)
    assert [(row["ref"], row["verdict"], row["reason"].partition(":")[0]) for row in found] == [
        ("A", "early", "120 days"),
        ("B", "unanswerable", "stated"),
    ]
    found = answered(capsys, "check", workbook, *PART, "--within", "200", "--report", "csv", status=1)
    assert [(row["ref"], row["line"]) for row in found] == [("A", "4"), ("B", "5")]


def test_matters_of_a_sheet_are_docketed(workbook: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = answered(capsys, "docket", workbook, "--sheet", "matters", "--format", "csv")
    assert [(row["ref"], row["period"], row["act_by"]) for row in found] == [("T-1", "tm-opposition", "2026-07-02")]


def test_lines_of_title_stand_before_the_headings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "title.csv"
    path.write_text(
        "\ufeffDocket of a made-up firm;;\n;;\nref;period;date\nA;tm-opposition;2026-03-02\nB;tm-opposition;x\n"
    )
    assert run(["batch", "deadlines", str(path), "--header-row", "3", *TODAY]) == 1
    found = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["ref"], row["due"]) for row in found] == [("A", "2026-07-02"), ("B", "")]
    assert run(["check", str(path), "--header-row", "3", "--report", "csv", *TODAY]) == 1
    assert [row["line"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["5"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["batch", "deadlines", "docket.xlsx", "--sheet", "x"], "--sheet x: the sheets are 'Read me', 'Rows', 'Matters'"),
        (["verify", "docket.xlsx", "--sheet", "rows", "--header-row", "2"], "row 2 of the sheet is empty: it must name the columns"),
        (["batch", "deadlines", "docket.xlsx", *PART, "--in-place"], "--in-place keeps the table alone: with --sheet or --header-row, name another file with -o"),
        (["batch", "deadlines", "rows.csv", "--sheet", "x"], "--sheet x is for workbooks: rows.csv is none"),
        (["batch", "deadlines", "rows.csv", "--header-row", "9"], "line 9 is empty: it must name the columns"),
        (["batch", "deadlines", "rows.jsonl", "--header-row", "2"], "--header-row is for CSV and XLSX: each line of JSON Lines names its columns"),
    ],
)  # fmt: skip
def test_what_is_named_must_be_there(
    words: list[str],
    message: str,
    workbook: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text("period,date\n")
    Path("rows.jsonl").write_text('{"period": "tm-opposition"}\n')
    assert run(words) == 2
    assert capsys.readouterr().err == f"ipcalc: {message}\n"
