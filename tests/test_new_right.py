"""A right that nobody has heard of, made up here: a directory of data is all that it takes."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import ipcalc
from ipcalc.cli import run
from ipcalc.cli.root import COMMANDS

FILES = {
    "rulebook.yaml": """
rights: {pv: made-up plant varieties}
checked_to: {pv: 2026-01-01}
events:
  pv-entry: {title: made-up entry in the register of varieties}
cases: {orchard: variety of an orchard}
units: {tree: {title: tree, quantity: trees, most: 100, must_be_given: true}, row: {title: row, quantity: rows_of_trees, most: 9}}
""",
    "offices.yaml": """
offices:
  orchard: {name: Orchard, rights: [pv]}
""",
    "forms.yaml": """
forms:
  PV-9: {title: Made-up opposition, right: pv, from: 2010-01-01, evidence: guide}
""",
    "periods/pv.yaml": """
periods:
  pv-opposition:
    title: Made-up opposition to a variety
    right: pv
    by: opponent
    leads_to: opposition-filed
    short: [variety-opposition]
    begins: not known before
    versions:
      - from: 2010-01-01
        decided_by: advertisement
        trigger: advertisement
        limits: [{kind: due, months: 2, fee: pv-opposition}]
        citation: made up
        evidence: guide
      - from: 2020-01-01
        decided_by: advertisement
        trigger: advertisement
        limits: [{kind: due, months: 3, fee: pv-opposition}]
        citation: made up anew
        evidence: guide
  pv-renewal:
    title: Made-up yearly renewal of a variety
    right: pv
    by: proprietor
    date_is: pv-entry
    begins: not known before
    recurs: {day: due-day, start: entry-day, counted_from_earliest_of: [pv-entry], every_years: 1, first: 1, first_after_years: 1, last: 3}
    versions:
      - from: 2010-01-01
        decided_by: due-day
        limits: [{kind: due, on: due-day}]
        citation: made up
        evidence: guide
""",
    "fees/pv.yaml": """
schedules:
  pv: [{from: 2010-01-01, pays: {individual: individual, other: other}, citation: made up, evidence: guide}]
fees:
  pv-opposition:
    title: Made-up opposition to a variety
    right: pv
    unit: class
    versions:
      - {from: 2010-01-01, form: PV-9, entry: "1", amounts: {individual: 100, other: 300}, half_for: orchard, citation: made up, evidence: guide}
  pv-trees:
    title: Made-up fee for trees
    right: pv
    unit: tree
    begins: not known before
    versions:
      - {from: 2010-01-01, entry: "2", amounts: {individual: 7, other: 9}, times: row, citation: made up, evidence: guide}
""",
}
BILL = """
estimates:
  variety:
    title: Made-up bill for a variety
    right: pv
    date_is: pv-entry
    routes: [seed, graft]
    needs: {graft: advertisement}
    to: {renewal: 3}
    steps:
      - {fee: pv-opposition}
      - {fee: pv-opposition, period: pv-renewal, to: renewal}
"""
CASES = [
    {"date": date(2019, 12, 31), "due": date(2020, 2, 29), "citation": "made up"},
    {"date": date(2020, 1, 1), "due": date(2020, 4, 1), "citation": "made up anew"},
]


# What each command is asked of the right, and what the answer holds; HERE is a folder with files of it.
ASKED = {
    "deadline": ("variety-opposition 2024-05-31", "2024-08-31"),
    "docket": ("HERE/V-1.yaml --all", "Made-up yearly renewal"),
    "fee": ("PV-9", "Made-up opposition to a variety"),
    "estimate": ("variety --route seed", "pv-opposition"),
    "batch": ("deadlines HERE/rows.csv", "V-2,pv-opposition,2024-05-31,2024-08-31,,2024-08-31"),
    "import": ("HERE/export.csv --right pv", "pv,V-3,2024-05-31"),
    "check": ("HERE/V-1.yaml --within 90 --acting-for both --format json", '"pv-opposition"'),
    "verify": ("HERE/rows.csv", "1 date verified: all right"),
    "checklist": ("variety --event advertisement=2024-05-31", "2024-08-31"),
    "forms": ("show PV-9", "made-up plant varieties"),
    "record": ("V-1 pv-opposition 2024-06-03 --matters HERE/V-1.yaml", "recorded  pv-opposition: in time"),
    "schema": ("matter", '"pv-entry"'),
    "rules": ("coverage --right pv", "made-up plant varieties"),
    "find": ("renewal of a variety", "pv-renewal"),
}
NOT_OF_A_RIGHT = {"classes", "journal", "office", "treaties", "cooperation", "config"}  # or of those in their tables
MORE = {
    "house/estimates.yaml": BILL,
    "house/instruments.yaml": """
instruments: []
checklists:
  variety: {title: Made-up papers, right: pv, items: [{what: Made-up paper, period: pv-opposition}]}
""",
    "V-1.yaml": "right: pv\nref: V-1\nevents: {pv-entry: 2024-05-31, advertisement: 2024-05-31}\n",
    "rows.csv": "ref,period,date,stated\nV-2,pv-opposition,2024-05-31,2024-08-31\n",
    "export.csv": "ref,pv-entry\nV-3,2024-05-31\n",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "house" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "house"


def answer(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> Any:
    assert run([*words, "--data", str(data), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_data_has_no_fault(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "check", str(data)]) == 0
    assert "\nno faults: " in capsys.readouterr().out


@pytest.mark.parametrize("case", CASES)
def test_its_cases(case: dict[str, Any], data: Path) -> None:
    found = ipcalc.load(data).deadline("pv-opposition", case["date"])
    assert [limit.date for limit in found.limits] == [case["due"]]
    assert found.law.citation == case["citation"]


def test_every_command_knows_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, data, "deadline", "variety-opposition", "2024-05-31", "--office", "orchard")
    assert [(limit["kind"], limit["date"], limit["form"]) for limit in found["limits"]] == [
        ("due", "2024-08-31", "PV-9")
    ]
    assert answer(capsys, data, "fee", "pv-9", "--classes", "2", "--applicant", "individual")["total"] == 200
    assert answer(capsys, data, "rules", "show", "pv-renewal")
    listed = answer(capsys, data, "rules", "list", "--right", "pv")
    assert json.dumps(listed).count('"pv-') >= 2
    docket = [
        "docket",
        "--all",
        "pv",
        "--event",
        "pv-entry=2024-05-31",
        "--event",
        "advertisement=2024-06-03",
        "--today",
        "2024-06-04",
    ]
    assert {"pv-opposition", "pv-renewal"} <= set(json.dumps(answer(capsys, data, *docket)).replace('"', " ").split())


def test_every_command_is_asked() -> None:
    assert ASKED.keys() | NOT_OF_A_RIGHT == COMMANDS.keys()


@pytest.mark.parametrize(("command", "words", "holds"), [(name, *asked) for name, asked in ASKED.items()])
def test_every_command_answers_for_it(
    command: str, words: str, holds: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in MORE.items():
        (data.parent / name).write_text(text)
    day = () if command in ("fee", "forms", "schema", "rules", "find") else ("--today", "2024-06-04")
    asked = words.replace("HERE", str(data.parent)).split()
    status = 1 if command == "check" else 0  # it finds what is due
    assert run([command, *asked, *day, "--data", str(data)]) == status, capsys.readouterr().err
    assert holds in capsys.readouterr().out


def test_its_bill_counts_from_its_own_event(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "estimates.yaml").write_text(BILL)
    assert run(["rules", "check", str(data)]) == 0
    capsys.readouterr()
    asked = ["estimate", "variety", "--to", "renewal:2", "--today", "2026-01-01", "--route"]
    for route in (["seed"], ["graft", "--event", "advertisement=2024-02-01"]):
        found = answer(capsys, data, *asked, *route, "--event", "pv-entry=2024-05-31")
        assert [(line["on"], line["amount"]) for line in found["lines"]] == [
            ("2024-05-31", 300),
            ("2025-05-31", 300),
            ("2026-05-31", 300),
        ]
    refused = {
        ("seed", "--event", "pv-entry=2024-05-31", "--to", "renewal:4"): "--to renewal is given twice, with 2 and 4",
        ("seed", "--filing", "2024-05-31"): "variety does not use the event filing: it uses pv-entry, advertisement",
        ("graft",): "the route graft needs the event advertisement: --event advertisement=DATE",
        ("graft", "--event", "pv-entry=2024-05-31", "--event", "advertisement=2024-06-01"): (
            "the pv-entry 2024-05-31 is before the advertisement 2024-06-01"
        ),
    }
    for words, message in refused.items():
        assert run([*asked, *words, "--data", str(data)]) == 2
        assert capsys.readouterr().err == f"ipcalc: {message}\n"


def test_its_quantities_are_given_by_name(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["fee", "pv-trees", "--quantity", "trees=4"]
    assert answer(capsys, data, *asked)["total"] == 36
    assert answer(capsys, data, *asked, "--quantity", "rows_of_trees=2")["total"] == 72
    bill = "estimates:\n  trees: {title: Made-up, right: pv, date_is: pv-entry, steps: [{fee: pv-trees}]}\n"
    (data / "estimates.yaml").write_text(bill)
    assert answer(capsys, data, "estimate", "trees", "--quantity", "trees=4")["total"] == 36
    refused = {
        ("trees=4", "trees=5"): "--quantity trees is given twice, with 4 and 5",
        ("trees=-4",): "--quantity 'trees=-4': write NAME=N, such as classes=3",
        ("tree=4",): "--quantity tree: no such quantity; did you mean trees?",
        ("years=4",): "--quantity years: years are named one by one, not counted",
        ("trees=101",): "trees 101 is too high (at most 100)",
        ("trees=4", "classes=2"): "pv-trees does not take classes: it takes trees, rows_of_trees",
    }
    for pairs, message in refused.items():
        words = [word for pair in pairs for word in ("--quantity", pair)]
        assert run(["fee", "pv-trees", *words, "--data", str(data)]) == 2
        assert capsys.readouterr().err == f"ipcalc: {message}\n"


def test_its_case_is_asked_for_by_name(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "estimates.yaml").write_text(BILL.replace("routes: [seed, graft]\n    needs: {graft: advertisement}", ""))
    assert answer(capsys, data, "fee", "pv-opposition", "--case", "orchard")["total"] == 150
    assert answer(capsys, data, "estimate", "variety", "--case", "Orchard")["total"] == 150
    rows = tmp_path / "rows.csv"
    rows.write_text("fee,orchard,addition\npv-opposition,yes,\npv-opposition,no,no\npv-opposition,yes,yes\n")
    assert run(["batch", "fees", str(rows), "--data", str(data), "--today", "2024-06-04"]) == 1
    sums = [(row["total"], row["error"]) for row in csv.DictReader(capsys.readouterr().out.splitlines())]
    assert sums == [
        ("150", ""),
        ("300", ""),
        ("", "addition and orchard: a fee is asked for in one case alone"),
    ]
    refused = {
        ("fee", "pv-opposition", "--addition"): "pv-opposition has no rule for a patent of addition",
        ("fee", "tm-opposition", "--case", "orchard"): "tm-opposition has no rule for a variety of an orchard",
        ("fee", "pv-opposition", "--case", "orchad"): (
            "unknown case 'orchad'; did you mean orchard? (one of addition, orchard)"
        ),
        ("fee", "pv-opposition", "--case", "orchard", "--addition"): (
            "orchard and addition: a fee is asked for in one case alone"
        ),
        ("estimate", "trademark", "--case", "orchard"): "trademark has no rule for a variety of an orchard",
    }
    for words, message in refused.items():
        assert run([*words, "--data", str(data)]) == 2
        assert capsys.readouterr().err == f"ipcalc: {message}\n"


def test_a_case_of_a_later_version_alone_is_said_to_pay_in_full_before_it(data: Path) -> None:
    rules, fees = data / "rulebook.yaml", data / "fees" / "pv.yaml"
    rules.write_text(rules.read_text().replace("cases: {", "cases: {grove: variety of a grove, "))
    (line,) = [line for line in fees.read_text().splitlines() if "PV-9" in line]
    later = line.replace("2010-01-01", "2020-01-01").replace("orchard", "grove")
    fees.write_text(fees.read_text().replace(line, f"{line}\n{later}"))
    book = ipcalc.load(data)
    old, new = (book.fee("pv-opposition", on=date(year, 6, 1), case="grove") for year in (2019, 2020))
    assert (old.total, new.total) == (300, 150)
    assert "A variety of a grove paid in full on 2019-06-01." in [note.text for note in old.notes]


def test_its_case_is_a_key_of_the_cases_that_are_tested(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "cases").mkdir()
    path, case = data / "cases" / "pv.yaml", "ask: fee, item: pv-opposition, on: 2024-06-04"
    path.write_text(f"- {{id: a, {case}, quantities: {{orchard: true}}, expect: {{total: 150}}, source: made up}}\n")
    assert run(["rules", "test", str(data)]) == 0
    assert capsys.readouterr().out == "1 case: 1 right\n"
    path.write_text(f"- {{id: a, {case}, quantities: {{orchard: 1}}, expect: {{total: 150}}, source: made up}}\n")
    assert run(["rules", "test", str(data)]) == 3
    assert capsys.readouterr().err.replace(str(data), "DIR") == (
        "ipcalc: the data is not valid: DIR/cases/pv.yaml:1: [0].quantities.orchard: should be true or false, not 1\n"
    )


def test_a_bill_of_what_is_never_due_is_refused(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "estimates.yaml").write_text(BILL)
    periods = data / "periods" / "pv.yaml"
    periods.write_text(periods.read_text().replace("{kind: due, on: due-day}", "{kind: opens, on: due-day}"))
    asked = ["estimate", "variety", "--route", "seed", "--to", "renewal:2", "--today", "2026-01-01"]
    assert run([*asked, "--data", str(data)]) == 3
    assert capsys.readouterr().err == "ipcalc: pv-renewal 1 has no due date\n"


def test_rows_of_it_are_answered(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("period,date\npv-opposition,2024-05-31\npv-renewal,2024-05-31\n")
    assert run(["batch", "deadlines", str(rows), "--data", str(data), "--today", "2024-06-04"]) == 0
    out = capsys.readouterr().out
    assert "pv-opposition,2024-05-31" in out
    assert "2024-08-31" in out
    assert "2025-05-31" in out


def test_a_word_that_is_no_right_is_a_fault_in_its_place(data: Path) -> None:
    from ipcalc.law.check import check
    from ipcalc.law.load import data_directory

    path = data / "periods" / "pv.yaml"
    path.write_text(
        path.read_text().replace("right: pv\n", "right: pvv\n", 1).replace("by: opponent", "by: opponent\n    at: home")
    )
    raw = ipcalc.load().rulebook
    rights, places = ", ".join([*raw.rights, "pv"]), ", ".join(raw.places)
    assert [str(fault).replace(str(data), "DIR") for fault in check([data_directory(), data]).faults] == [
        f"DIR/periods/pv.yaml:5: periods.pv-opposition.right: 'pvv' is not one of {rights}; did you mean pv?",
        f"DIR/periods/pv.yaml:7: periods.pv-opposition.at: 'home' is not one of {places}",
    ]
