"""`ipcalc check` of matters: files, folders and tables; the same finding as of a row with the same facts."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ipcalc
from ipcalc.batch.checks.finding import CheckFinding
from ipcalc.cli import run
from ipcalc.law.reading import read

EXAMPLES = Path(__file__).parents[1] / "examples"
STATES = read(Path(__file__).parent / "states.yaml").data
TODAY = "2026-11-28"
MARK = """right: tm
ref: TM-1
client: Asha Tea
classes: 2
events: {filing: 2024-02-12, advertisement: 2026-08-10}
"""


def check(*words: object) -> int:
    return run(["check", *map(str, words)])


def found(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return findings


# ------------------------------------------------------------------------------------------------------- what is read
def test_matter_files_tables_and_rows_are_checked_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mark.yaml").write_text(MARK + "acting_for: opponent\n")
    (tmp_path / "marks.csv").write_text("right,ref,advertisement,acting_for\ntm,TM-2,2026-08-11,challenger\n")
    (tmp_path / "rows.csv").write_text("ref,period,date\nTM-3,opposition,2026-08-12\n")
    assert check(tmp_path, "--today", TODAY, "--report", "json") == 1
    assert [(each["ref"], Path(each["file"]).name, each["line"], each["status"], each["act_by"], each["form"]) for each in found(capsys)] == [
        ("TM-1", "mark.yaml", 1, "due", "2026-12-10", "TM-O"),
        ("TM-2", "marks.csv", 2, "due", "2026-12-11", "TM-O"),
        ("TM-3", "rows.csv", 2, "due", "2026-12-11", "TM-O"),
    ]  # fmt: skip
    assert check(tmp_path, "--today", TODAY) == 1
    assert capsys.readouterr().out.splitlines()[0] == "2 matters and 1 row (0 done): 3 due"


def test_a_finding_of_a_matter_says_what_can_be_done_for_what_sum(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "patent.yaml").write_text(
        "right: patent\nref: P-1\nnumber: '1'\nclient: Asha Tea\nevents: {filing: 2012-07-30, grant: 2018-01-10}\n"
        "done: {annuity: {through: 10, on: 2021-07-20}, working-statement: not-needed}\n"
    )
    assert check(tmp_path / "patent.yaml", "--today", "2022-12-01", "--format", "json") == 1
    (overdue,) = (each for each in found(capsys) if each["period"] == "patent-renewal")
    assert {name: overdue[name] for name in ("status", "ref", "client", "right", "occurrence", "act_by", "form")} == {
        "status": "overdue", "ref": "P-1", "client": "Asha Tea", "right": "patent", "occurrence": 11,
        "act_by": "2022-07-29", "form": "Form 4",
    }  # fmt: skip
    assert (overdue["amount"], overdue["amount_until"], overdue["currency"]) == (36000, 38400, "INR")
    assert overdue["next"]["act_by"] == "2023-01-27"


def test_nothing_found_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mark.yaml").write_text(MARK)
    assert check(tmp_path, "--today", TODAY) == 0
    shown = capsys.readouterr()
    assert shown.out == "1 matter: nothing lapsed or overdue, and nothing due within 30 days of Sat 2026-11-28\n"
    assert shown.err == ""


def test_what_is_wrong_with_a_file_is_found_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.yaml").write_text(MARK.replace("advertisement:", "advertisment:"))
    (tmp_path / "b.yaml").write_text(MARK.replace("TM-1", "TM-2"))
    (tmp_path / "c.csv").write_text("right,done:tm-renwal\ntm,2024-01-01\n")
    assert check(tmp_path, "--today", TODAY, "--report", "json") == 1
    assert [(Path(each["file"]).name, each["line"], each["status"], each["reason"]) for each in found(capsys)] == [
        (
            "a.yaml",
            5,
            "unanswerable",
            "events.advertisment: unknown event; did you mean advertisement, agreement or conversion-advertised?",
        ),
        (
            "c.csv",
            1,
            "unanswerable",
            "the column 'done:tm-renwal': unknown period; did you mean tm-renewal, gi-renewal or patent-renewal?",
        ),
    ]
    assert check(tmp_path, "--today", TODAY, "--fail-on", "lapsed,overdue,due") == 0
    capsys.readouterr()
    assert check(tmp_path / "a.yaml", "--today", TODAY) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert (
        shown.err
        == f"ipcalc: {tmp_path}/a.yaml:5: events.advertisment: unknown event; did you mean advertisement, agreement or conversion-advertised?\n"
    )


def test_one_client_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "marks.csv").write_text(
        "right,ref,client,advertisement,acting_for\ntm,TM-1,Asha Tea,2026-08-11,both\ntm,TM-2,Bose,2026-08-11,both\n"
    )
    (tmp_path / "rows.csv").write_text("ref,client,period,date\nR-1,asha  tea,opposition,2026-08-12\nR-2,Bose,x,\n")
    assert check(tmp_path, "--client", "Asha Tea", "--today", TODAY, "--report", "json") == 1
    assert [each["ref"] for each in found(capsys)] == ["TM-1", "R-1"]
    assert check(tmp_path, "--client", "Asha Tee", "--today", TODAY) == 2
    assert (
        capsys.readouterr().err == "ipcalc: no matter has the client 'Asha Tee'; did you mean Asha Tea or asha  tea?\n"
    )
    (tmp_path / "rows.csv").write_text("ref,period,date\nR-1,opposition,2026-08-12\n")
    assert check(tmp_path / "rows.csv", "--client", "Asha Tea", "--today", TODAY) == 2
    assert capsys.readouterr().err == f"ipcalc: --client: {tmp_path}/rows.csv has no column 'client'\n"


def test_the_times_of_the_other_side_are_not_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mark.yaml").write_text(MARK)
    assert check(tmp_path, "--today", "2026-12-05") == 0
    assert check(tmp_path, "--today", "2026-12-05", "--acting-for", "challenger") == 1


def test_settings_name_the_matters_of_check_and_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(EXAMPLES / "portfolio", tmp_path / "portfolio")
    (tmp_path / "ipcalc.toml").write_text('matters = ["portfolio"]\n')
    monkeypatch.chdir(tmp_path)
    assert check("--client", "Lotus Foods LLP", "--today", TODAY) == 1
    assert run(["record", "PT-0122", "fer", "2026-11-20", "--today", TODAY]) == 0
    assert "patent-fer-reply: 2026-11-20" in (tmp_path / "portfolio/meridian-vector.yaml").read_text()
    capsys.readouterr()
    assert check("--today", TODAY, "--no-config") == 2
    assert capsys.readouterr().err == "ipcalc: name files or folders of matters, or of rows: ipcalc check portfolio\n"


def test_reports_are_files_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("r.csv", "r.html", "r.xlsx", "r.md", "r.json"):
        assert check(EXAMPLES / "portfolio", "--today", TODAY, "-o", tmp_path / name) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(set(shown.err.splitlines())) == 1
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text())))
    findings = json.loads((tmp_path / "r.json").read_text())["findings"]
    assert [(row["status"], row["ref"], row["act_by"]) for row in rows] == [
        (each["status"], each["ref"], each["act_by"]) for each in findings
    ]
    assert "PT-0101" in (tmp_path / "r.html").read_text()


# ------------------------------------------------------------------------------------------------------- one and the same
def facts(each: CheckFinding | dict[str, Any]) -> tuple[Any, ...]:
    found = each if isinstance(each, dict) else each.to_dict()
    names = ("status", "period", "occurrence", "limit", "act_by", "days_left", "state", "then", "form", "amount")
    return tuple(found[name] for name in names)


def checked(path: Path, today: date, period: str | None = None, within: int = 40) -> list[tuple[Any, ...]]:
    answer = ipcalc.load().check([path], today=today, within=within, acting_for="both")
    return [facts(each) for each in answer.findings if period in (None, each.period)]


@pytest.mark.parametrize(
    ("today", "then"),
    [
        (date(2026, 6, 15), "in time only on another reading: see the doubts"),
        (
            date(2026, 7, 1),
            "in time only on another reading: see the doubts, late until 2026-07-10, restoration until 2027-01-08",
        ),
    ],
)
def test_what_is_in_time_on_another_reading_alone_says_so(today: date, then: str, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("period,priority,filing\ntm-renewal,2016-01-10,2016-07-01\n")
    (found,) = ipcalc.load().check([tmp_path / "rows.csv"], today=today).findings
    assert found.then == then


def test_what_leads_out_of_the_calendar_is_found_however_far_it_is(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("period,date\ntm-reply-evidence,9999-11-15\ntm-reply-evidence,2026-11-16\n")
    (found,) = ipcalc.load().check([tmp_path / "rows.csv"], today=date(2026, 11, 17), within=7).findings
    assert (found.line, found.status) == (2, "unanswerable")


def test_the_files_and_the_workbook_of_the_portfolio_find_the_same() -> None:
    for today in (date(2026, 11, 28), date(2027, 5, 1), date(2024, 1, 31)):
        files, book = (sorted(checked(EXAMPLES / name, today), key=str) for name in ("portfolio", "portfolio.xlsx"))
        assert files == book


@pytest.mark.parametrize("case", STATES, ids=lambda case: case["id"])
def test_a_row_and_a_matter_with_the_same_facts_find_the_same(case: dict[str, Any], tmp_path: Path) -> None:
    told = {"id", "period", "events", "today", "state", "next", "days", "reason", "occurrence", "doubt", "done"}
    if set(case) - told:
        pytest.skip("a row does not hold this")
    done = {"done": case["done"]} if "done" in case else {}
    right = ipcalc.load().rulebook.period(case["period"]).right
    row = {"period": case["period"], **case["events"], **done}
    with (tmp_path / "rows.csv").open("w", newline="") as out:
        csv.writer(out).writerows([row.keys(), row.values()])
    matter = {
        "right": right,
        "events": case["events"],
        "done": dict.fromkeys([case["period"]][: len(done)], case.get("done")),
    }
    (tmp_path / "matter.json").write_text(json.dumps(matter, default=str))
    (docket,) = ipcalc.load().dockets([tmp_path / "matter.json"], today=case["today"], acting_for="both").dockets
    if case["period"] in {each.period for each in docket.waiting}:
        return  # a row takes the grant or the registration as made
    by_row = checked(tmp_path / "rows.csv", case["today"])
    assert checked(tmp_path / "matter.json", case["today"], case["period"]) == by_row


def due_with(column: str, cell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[Any, str]:
    """The sum of an annuity for which a row has a cell in a column, and what is said of the rows."""
    file = tmp_path / "annuities.csv"
    file.write_text(f"period,filing,occurrence,{column}\nannuity,2015-12-10,12,{cell}\n")
    assert run(["check", str(file), "--today", "2026-11-28", "--applicant", "individual", *more, "-f", "json"]) == 1
    said = capsys.readouterr()
    (due,) = (each for each in json.loads(said.out)["findings"] if each["status"] == "due")
    return due["amount"], said.err


@pytest.mark.parametrize(
    ("applicant", "amount"), [("startup", 4800), ("Large", 24000), ("", 4800), ("other,small", 24000)]
)
def test_a_row_says_for_whom_its_sum_is(
    applicant: str, amount: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a row says comes before the option."""
    assert due_with("applicant", f'"{applicant}"', tmp_path, capsys) == (amount, "")


def renewal_with(cells: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[Any, str]:
    """The sum of a renewal in a row with further cells, and what is said of the rows."""
    file = tmp_path / "renewals.csv"
    file.write_text(f"period,expiry,{cells}\n")
    assert run(["check", str(file), "--today", "2026-11-28", *more, "-f", "json"]) == 1
    said = capsys.readouterr()
    (due,) = json.loads(said.out)["findings"]
    return due["amount"], said.err


def test_a_row_says_of_how_much_its_sum_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert renewal_with("classes\ntm-renewal,2026-12-15,3", tmp_path, capsys) == (27000, "")
    assert renewal_with("classes,claims\ntm-renewal,2026-12-15,2,9", tmp_path, capsys) == (18000, "")
    assert renewal_with("classes\ntm-renewal,2026-12-15,", tmp_path, capsys) == (None, "")
    assert renewal_with("Cls\ntm-renewal,2026-12-15,2", tmp_path, capsys) == (None, "")
    assert renewal_with("Cls\ntm-renewal,2026-12-15,2", tmp_path, capsys, "--map", "Cls=classes") == (18000, "")
    said = "1 row has no whole number in the column 'classes', such as '9; 42': sums that depend on it are not known\n"
    assert renewal_with("classes\ntm-renewal,2026-12-15,9; 42", tmp_path, capsys) == (None, said)


def test_a_name_in_place_of_a_class_of_applicant_hides_no_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = (
        "1 row has no known class in the column 'applicant', such as 'ACME LTD': their sums are calculated without it\n"
    )
    assert due_with("applicant", "ACME LTD", tmp_path, capsys) == (4800, said)
    assert due_with("Applicants", "ACME LTD", tmp_path, capsys) == (4800, "")
    assert due_with("Entity", "Large", tmp_path, capsys, "--map", "Entity=applicant") == (24000, "")


@pytest.mark.parametrize(
    ("cells", "doubts"),
    [
        ("classes\ntm-renewal,2026-12-15,9; 42", ["'9; 42' in the column 'classes' is no whole number: the sum depends on it and is not known."]),
        ("classes\ntm-renewal,2026-12-15,-1", ["'-1' in the column 'classes' is no whole number: the sum depends on it and is not known."]),
        ("classes\ntm-renewal,2026-12-15,2", []),
        ("classes\ntm-renewal,2026-12-15,", []),
        ("claims\ntm-renewal,2026-12-15,many", []),
        ("applicant,classes\ntm-renewal,2026-12-15,ACME LTD,2", ["'ACME LTD' in the column 'applicant' is no known class: the sum is calculated without it."]),
    ],
)  # fmt: skip
def test_a_finding_says_what_of_its_row_is_not_in_the_sum(
    cells: str, doubts: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "renewals.csv"
    file.write_text(f"period,expiry,{cells}\n")
    assert run(["check", str(file), "--today", "2026-11-28", "-f", "json"]) == 1
    (due,) = json.loads(capsys.readouterr().out)["findings"]
    assert [each for each in due["doubts"] if " in the column " in each] == doubts


@pytest.mark.parametrize("command", ["check", "docket", "verify"])
def test_an_unknown_office_is_refused_once_for_all_matters(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, str(EXAMPLES / "portfolio"), "--office", "xyz"]) == 2
    offices = "delhi, mumbai, kolkata, chennai, ahmedabad"
    assert capsys.readouterr() == ("", f"ipcalc: unknown office 'xyz': it is one of {offices}\n")


@pytest.mark.parametrize(("today", "statuses"), [("2026-11-26", ["due"]), ("2026-11-27", [])])
def test_what_may_be_done_until_an_event_is_due_up_to_its_safe_day(
    today: str, statuses: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    matter = tmp_path / "m.csv"
    matter.write_text("right,ref,filing,publication\npatent,F1,2024-03-01,2026-05-26\n")
    words = ["check", str(matter), "--today", today, "--acting-for", "challenger", "--within", "5", "--format", "json"]
    assert run(words) == len(statuses)
    assert [each["status"] for each in json.loads(capsys.readouterr().out)["findings"]] == statuses
