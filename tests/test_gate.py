"""`ipcalc check`: what it finds, in what order, and how CI is told."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ipcalc.cli import run
from ipcalc.law.reading import read

CASES = read(Path(__file__).parent / "gate.yaml").data
TODAY = "2026-01-05"
DOCKET = """ref,period,date,done
near,fer,2025-07-30,
"late, very",tm-opposition,2025-09-02,
wrong,tm-oposition,2025-09-03,
closed,fer,2025-06-30,2025-12-01
"""


def check(*words: object) -> int:
    return run(["check", *map(str, words), "--today", TODAY])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_row(case: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in case["row"].items()}
    with (tmp_path / "in.csv").open("w", newline="") as out:
        csv.writer(out).writerows([row.keys(), row.values()])
    assert check(tmp_path / "in.csv", "--report", "json") == bool(case["finds"])
    found = json.loads(capsys.readouterr().out)["findings"]
    wanted = [[each[0], each[1], each[2].isoformat() if each[2] else None, each[3]] for each in case["finds"]]
    assert [[each["status"], each["limit"], each["act_by"], each["then"]] for each in found] == wanted


def test_the_overdue_stand_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    assert check(tmp_path / "in.csv") == 1
    assert capsys.readouterr().out == (
        "4 rows (1 done): 1 lapsed, 1 due, 1 unanswerable\n"
        "today   Mon 2026-01-05\n"
        "within  30 days\n"
        "status         act by           days   line   ref          what                               rupees\n"
        "────────────────────────────────────────────────────────────────────────────────────────────────────\n"
        "lapsed         Fri 2026-01-02     -3      3   late, very   Notice of opposition (out of\n"
        "                                                           time)\n"
        "due            Fri 2026-01-30     25      2   near         ? Reply to the first examination\n"
        "                                                           report (putting the application\n"
        "                                                           in order for grant)\n"
        "unanswerable   -                          4   wrong        unknown period 'tm-oposition';\n"
        "                                                           did you mean tm-opposition,\n"
        "                                                           opposition or gi-opposition?\n"
        "- 1 row marked ? has a doubt: --notes says which.\n"
    )


def test_a_clean_file_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text("period,date\nfer,2025-12-30\n")
    assert check(tmp_path / "in.csv") == 0
    found = "1 row (0 done): nothing lapsed or overdue, and nothing due within 30 days of Mon 2026-01-05\n"
    assert capsys.readouterr().out == found


def test_github_is_told_the_line_of_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a,b.csv").write_text(DOCKET)
    assert check("a,b.csv", "--report", "github") == 1
    shown = capsys.readouterr()
    assert shown.out == (
        "::error file=a%2Cb.csv,line=3,title=line 3%3A late%2C very%3A Notice of opposition"
        "::lapsed: act (due) by Fri 2026-01-02, 3 days ago; out of time\n"
        "::warning file=a%2Cb.csv,line=2,title=line 2%3A near%3A Reply to the first examination report"
        " (putting the application in order for grant)::due: act (due) by Fri 2026-01-30, in 25 days\n"
        "::error file=a%2Cb.csv,line=4,title=line 4%3A wrong%3A unanswerable"
        "::unanswerable: unknown period 'tm-oposition'; did you mean tm-opposition, opposition or gi-opposition?\n"
    )
    assert shown.err == "4 rows (1 done): 1 lapsed, 1 due, 1 unanswerable\n"


def test_junit_has_a_failure_for_each_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(DOCKET.replace("wrong", '"<wrong>\x07 & ""co"""'))
    assert check(tmp_path / "in.csv", "--report", "junit") == 1
    suite = ElementTree.fromstring(capsys.readouterr().out).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("4", "3")
    cases = suite.findall("testcase")
    assert [each.get("name") for each in cases] == [
        "1 of 4 rows without a finding",
        "line 3: late, very: Notice of opposition",
        "line 2: near: Reply to the first examination report (putting the application in order for grant)",
        'line 4: <wrong>? & "co": unanswerable',
    ]
    failures = [each.find("failure") for each in cases]
    assert [each.get("type") for each in failures if each is not None] == ["lapsed", "due", "unanswerable"]


@pytest.mark.parametrize(
    ("failing", "failures", "errors"), [("lapsed", ["lapsed"], 1), ("due", ["due"], 0), ("ask", [], 0)]
)
def test_what_is_no_failure_is_reported_as_none(
    failing: str, failures: list[str], errors: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    status = 1 if failures else 0
    assert check(tmp_path / "in.csv", "--report", "junit", "--fail-on", failing) == status
    suite = ElementTree.fromstring(capsys.readouterr().out).find("testsuite")
    assert suite is not None
    assert (suite.get("failures"), suite.get("skipped")) == (str(len(failures)), str(3 - len(failures)))
    assert [each.get("type") for each in suite.iter("failure")] == failures
    assert len(list(suite.iter("skipped"))) == 3 - len(failures)
    assert check(tmp_path / "in.csv", "--report", "github", "--fail-on", failing) == status
    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), sum(line.startswith("::error ") for line in lines)) == (3, errors)


def test_junit_is_xml_whatever_it_says_and_wherever_it_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in\x01.csv").write_text("ref,period,date\nक\ufffe\uffff\x0b😀,fer,2025-07-30\n")
    assert check("in\x01.csv", "--report", "junit") == 1
    shown = capsys.readouterr().out
    assert shown.isascii()
    suite = ElementTree.fromstring(shown).find("testsuite")
    assert suite is not None
    assert suite.get("name") == "ipcalc check in?.csv"
    assert [(each.get("classname"), each.get("file"), each.get("name")) for each in suite.findall("testcase")] == [
        ("in?.csv", None, "0 of 1 rows without a finding"),
        (
            "in?.csv",
            "in?.csv",
            "line 2: क???😀: Reply to the first examination report (putting the application in order for grant)",
        ),
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8", "UTF8"])
def test_json_loses_no_character_in_any_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    (tmp_path / "in.csv").write_text("ref,period,date\nक,fer,2025-07-30\n")
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding))
    assert check(tmp_path / "in.csv", "--report", "json") == 1
    shown = printed.getvalue().decode(encoding)
    assert json.loads(shown)["findings"][0]["ref"] == "क"
    assert ("क" in shown) == encoding.lower().startswith("utf")


def test_lines_are_counted_over_quoted_line_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text('"re\nf",period,date,note\na,fer,2025-12-30,"x\ny"\n\nb,fer,2025-07-30,\n')
    assert check(tmp_path / "in.csv", "--report", "json") == 1
    assert [each["line"] for each in json.loads(capsys.readouterr().out)["findings"]] == [6]


def test_only_what_is_named_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text("period,date\nfer,2025-07-30\n")
    assert check(tmp_path / "in.csv") == 1
    assert check(tmp_path / "in.csv", "--fail-on", "lapsed, overdue") == 0
    assert check(tmp_path / "in.csv", "--fail-on", "DUE") == 1
    assert check(tmp_path / "in.csv", "--fail-on", "lapsd") == 2
    assert "unknown status 'lapsd'; did you mean lapsed or ask?" in capsys.readouterr().err
