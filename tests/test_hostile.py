"""Whatever is given, the answer is a line that says what is wrong: no traceback, no control character, no hanging."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest

import ipcalc
from hanging import ended_within
from ipcalc.batch.deadlines import DeadlineRows
from ipcalc.cli import run
from ipcalc.errors import BadRequest, shown
from ipcalc.law.load import load

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]")
ESCAPES = "\x1b]0;pwn\x07\x1b[31m\u202e"


def said(capsys: pytest.CaptureFixture[str], *words: object, status: int = 2) -> str:
    """What a command says that is refused at once: one line, nothing of it able to steer a terminal."""
    with ended_within():
        assert run([str(word) for word in words]) == status
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err.endswith("\n")
    assert found.err.count("\n") == 1
    assert len(found.err) < 2100
    assert not CONTROL.search(found.err)
    return found.err.removeprefix("ipcalc: ").strip()


# ---------------------------------------------------------------------- messages
def test_messages_are_escaped_and_cut() -> None:
    assert str(BadRequest("a\nb\x1b[31m\u2028")) == "a\\nb\\x1b[31m\\u2028"
    assert shown("in हिन्दी, with a\u200dzero") == "in हिन्दी, with a\u200dzero"
    assert shown(f"{'x' * 5000} is no date") == f"{'x' * 63}...{'x' * 63} is no date"
    assert len(shown("word " * 5000)) < 2010


@pytest.mark.parametrize(
    "words",
    [
        ["deadline", f"tm{ESCAPES}\n"],
        ["deadline", "tm-opposition", f"2012{ESCAPES}\n"],
        ["deadline", "tm-opposition", "9" * 5000],
        ["deadline", "tm-opposition", "x " * 9000],
        ["deadline", "tm-opposition", "\0"],
        ["deadline", "tm-opposition", "२०१२-०३-०५"],
        ["deadline", "tm-opposition", "2012-03-0²"],
        ["deadline", "tm-opposition", "2012-03-05", "--office", ""],
        ["deadline", "tm-opposition", "2012-03-05", "--event", f"{ESCAPES}=2012-03-05"],
        ["deadline", "tm-opposition", "2012-03-05", f"--{ESCAPES}"],
        ["deadline", "tm-opposition", "2012-03-05", "--done", "2012-04-05", "--today", "2012-04-04"],
        ["deadline", "annuity", "2015-05-10", "--occurrence", "1_0"],
        ["deadline", "annuity", "2015-05-10", "--occurrence", "9" * 5000],
        ["deadline", "annuity", "2015-05-10", "--occurrence", "9" * 18],
        ["fee", "tm-application", "--classes", "1_0"],
        ["fee", "tm-application", "--classes", "३"],
        ["fee", "tm-application", "--classes", "9" * 5000],
        ["fee", "tm-application", "--marks", "0"],
        ["fee", "patent-renewal", "--years", "²"],
        ["fee", "tm-application", "--rate", "CHF=9_5"],
        ["estimate", "trademark", "--class-numbers", "²"],
        ["estimate", "trademark", "--to", "renewal:²"],
        ["docket", "tm", "--event", "filing=2024-01-10", "--office", ""],
        ["check", "in.csv", "--within", "3_0"],
        ["batch", "deadlines", f"{ESCAPES}\n.csv"],
        ["batch", "deadlines", "in.csv", "--map", "a\rb"],
        ["batch", "deadlines", "in.csv", "--map", ""],
        ["journal", "२२३५"],
        ["journal", "36/202६"],
        ["batch", "deadlines", "x" * 5000 + ".csv"],
        ["docket", "/dev/zero"],
        ["rules", "show", ESCAPES],
        ["classes", "show", "1_0"],
        [ESCAPES],
    ],
    ids=lambda words: " ".join(words).encode("unicode_escape").decode()[:60],
)
def test_what_is_no_answer_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text("period,date\ntm-opposition,2012-03-05\n")
    said(capsys, *words)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("right: tm\nref: 2024-01-01\n", "2: ref: should be text, not 2024-01-01: write it in quotes"),
        ("right: tm\noffice: 5\n", "2: office: should be text, not 5: write it in quotes"),
        ("right: 5\n", "1: right: should be text, not 5: write it in quotes"),
        ("right: tm\nref: a\x01b\n", " is not YAML: unacceptable character #x0001: control characters are not allowed"),
        (f"right: tm\nref: {'9' * 5000}\n", "2: ref: is a number of more than 18 digits"),
        ("right: tm\n? [a, b]\n: c\n", "2: has a key that is not a word"),
        ("[" * 1000, "2: is not YAML: did not find expected node content"),
        ("right: tm\nref: " + "[" * 400 + "]" * 400 + "\n", None),
        ("right: tm\n" + "a: b\n" * 12_000_000, " has more than 1,048,576 bytes"),
    ],
)
def test_a_matter_that_cannot_be_meant_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, message: str | None
) -> None:
    path = tmp_path / "matter.yaml"
    path.write_text(text)
    found = said(capsys, "docket", path)
    assert message is None or found == f"{path}:{message}"
    assert message is not None or "is nested more than 50 deep" in found


@pytest.mark.parametrize(("deep", "refused"), [(48, False), (49, True)])
def test_lists_are_read_fifty_deep(
    deep: int, refused: bool, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "matter.yaml"
    path.write_text("right: tm\nevents:\n  filing: " + "[" * deep + "1" + "]" * deep + "\n")
    assert ("is nested more than 50 deep" in said(capsys, "docket", path)) is refused


def test_an_overlay_without_end_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    (tmp_path / "matter.yaml").symlink_to("/dev/zero")
    assert said(capsys, "docket", tmp_path / "matter.yaml").endswith("has more than 1,048,576 bytes")


def test_tables_show_control_characters_escaped(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f'ref,period,date\n"{ESCAPES}\n::error::x",tm-opposition,2025-10-31\n')
    for report in ("table", "github"):
        assert run(["check", str(path), "--today", "2026-02-20", "--report", report]) == 1
        found = capsys.readouterr()
        assert not CONTROL.search(found.out + found.err)
        assert "::error::x" not in found.out.splitlines()


# ---------------------------------------------------------------------- rows
HOSTILE = "period,date\ntm-opposition,2026-01-05\ntm-police-opinion,9999-12-31\ntm-opposition,2026-01-06\n"


def test_tables_cut_what_nobody_can_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"period": "tm-opposition", "date": "' + "1 " * 300_000 + '"}\n')
    assert run(["check", str(rows), "--today", "2026-01-05"]) == 1
    assert len(capsys.readouterr().out) < 40_000
    with rows.open("a") as more:
        more.write('{"period": "tm-opposition", "x": "' + "y" * 600_000 + "\n")
    assert run(["check", str(rows), "--today", "2026-01-05"]) == 1
    assert len(capsys.readouterr().out) < 40_000


def test_one_bad_row_never_ends_a_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(HOSTILE)
    assert run(["batch", "deadlines", str(path)]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["due"] for row in rows] == ["2026-05-05", "", "2026-05-06"]
    assert [row["error"] for row in rows] == ["", "the day after 9999-12-31 lies outside the calendar", ""]


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-02", "9999-01-01", "9999-12-30", "9999-12-31"])
def test_no_period_fails_at_the_ends_of_the_calendar(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, day: str
) -> None:
    path = tmp_path / "in.csv"
    periods = ipcalc.load().rulebook.period_ids
    path.write_text("period,date\n" + "".join(f"{period},{day}\n" for period in periods))
    for words in (["batch", "deadlines"], ["batch", "deadlines", "--suspensions"], ["check"]):
        for today in ("0001-01-01", "9999-12-31"):
            assert run([*words, str(path), "--today", today]) in (0, 1), capsys.readouterr().err
    assert capsys.readouterr().err.count("fault of the program") == 0


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that fails on one row."""
    columns = DeadlineRows.columns

    def failing(self: DeadlineRows, given: dict[int, list[str]], count: int) -> object:
        if any("2026-01-07" in column for column in given.values()):
            raise KeyError("a\nb")
        return columns(self, given, count)

    monkeypatch.setattr(DeadlineRows, "columns", failing)


@pytest.mark.usefixtures("broken")
def test_a_fault_of_the_program_names_the_row_and_those_before_it_stand(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text(HOSTILE + "\ntm-opposition,2026-01-07\ntm-opposition,2026-01-08\n")
    assert run(["batch", "deadlines", str(path)]) == 70
    found = capsys.readouterr()
    assert [row["date"] for row in csv.DictReader(io.StringIO(found.out))] == ["2026-01-05", "9999-12-31", "2026-01-06"]
    message = r"ipcalc: row 4: a fault of the program, please report it: KeyError: 'a\\nb' \(test_hostile.py:[0-9]+\)\n"
    assert re.fullmatch(message, found.err)
    assert run(["batch", "deadlines", str(path), "-o", str(out)]) == 70
    assert not out.exists()


def test_any_other_fault_of_the_program_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipcalc.cli.days.read", lambda text, style: 1 // 0)
    found = said(capsys, "deadline", "tm-opposition", "2012-03-05", status=70)
    assert found.startswith("a fault of the program, please report it: ZeroDivisionError: ")


# ---------------------------------------------------------------------- closed days
def test_offices_that_are_closed_for_ever_are_no_answer(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "closures.yaml").write_text(
        "special:\n  - {day: 0001-01-01, to: 9999-12-31, name: For ever, confirmed: true,"
        " citation: x, evidence: house}\n"
    )
    book = ipcalc.book.Book(load(tmp_path))
    with pytest.raises(ipcalc.errors.NoAnswer, match="no day of the year up to 2026-05-05 is known to be open"):
        book.deadline("tm-opposition", date(2026, 1, 5))
