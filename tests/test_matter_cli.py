"""Commands that read many matters: what they answer, what they say, and their exit statuses."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ipcalc.cli import run

ROOT = Path(__file__).parents[1]
MARK = "ref: TM-1\nright: tm\nclient: Acme\nevents: {advertisement: 2026-09-07}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def docket(*words: str, status: int = 0, capsys: pytest.CaptureFixture[str]) -> tuple[Any, str]:
    """The JSON of a docket, and what was said on standard error."""
    assert run(["docket", *words, "--today", "2026-11-28", "--format", "json"]) == status
    found = capsys.readouterr()
    return json.loads(found.out), found.err


def refs(answer: Any) -> list[str]:
    return [each["matter"].get("ref") for each in answer["dockets"]]


def test_faults_stand_beside_the_answers(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(MARK)
    Path("b.csv").write_text("ref,right,filing\nP-1,patent,2024-01-01\nP-2,patent,soon\nP-3,patent,2024-02-01\n")
    answer, said = docket(".", status=1, capsys=capsys)
    assert list(answer) == ["dockets", "faults"]
    assert refs(answer) == ["TM-1", "P-1", "P-3"]
    reason = "filing: 'soon' is not a date: write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012"
    assert answer["faults"] == [{"file": "b.csv", "line": 3, "reason": reason}]
    assert said == f"ipcalc: b.csv:3: {reason}\n"


def test_where_no_matter_can_be_read_nothing_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text("right: tm\nref: A\nevnts: {}\nevents: {filing: soon}\n")
    assert run(["docket", "a.yaml"]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err.splitlines() == [
        "ipcalc: a.yaml:3: evnts: unknown key; did you mean events or client?",
        "ipcalc: a.yaml:4: events.filing: should be a date such as 2017-03-06, not 'soon'",
    ]


def test_one_client_or_one_matter_alone(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "examples" / "portfolio", "portfolio")
    answer, _ = docket("portfolio", "--client", "kaveri  weavers SOCIETY", capsys=capsys)
    assert refs(answer) == ["DS-0021", "TM-0431", "GI-0003"]
    answer, _ = docket("portfolio", "--ref", "pt-0101", capsys=capsys)
    assert refs(answer) == ["PT-0101"]
    assert run(["docket", "portfolio", "--client", "Lotus Food LLP"]) == 2
    assert (
        capsys.readouterr().err == "ipcalc: no matter has the client 'Lotus Food LLP'; did you mean Lotus Foods LLP?\n"
    )


@pytest.mark.parametrize(("text", "form"), [(MARK, "yaml"), (json.dumps(yaml.safe_load(MARK), default=str), "json")])
def test_a_matter_on_standard_input(
    text: str, form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    answer, _ = docket("-", "--input-format", form, capsys=capsys)
    assert refs(answer) == ["TM-1"]


def test_what_a_matter_says_counts_before_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(MARK + "office: chennai\n")
    Path("b.yaml").write_text(MARK.replace("TM-1", "TM-2"))
    answer, _ = docket("a.yaml", "b.yaml", "--office", "delhi", capsys=capsys)
    assert [{each["office"] for each in one["deadlines"]} for one in answer["dockets"]] == [{"chennai"}, {"delhi"}]


def test_the_table_of_many_matters_is_in_order_of_date(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "examples" / "portfolio", "portfolio")
    assert run(["docket", "portfolio", "--today", "2026-11-28", "--format", "csv"]) == 0
    rows = [line.split(",") for line in capsys.readouterr().out.splitlines()]
    assert rows[0][:4] == ["ref", "client", "right", "title"]
    assert {row[0] for row in rows[1:] if row[0][2:3] == "-"} >= {"TM-0412", "GI-0003", "DS-0021", "MD-0031"}


def test_years_of_two_digits_and_dates_in_numbers_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("ref,right,filing\nA,tm,5 Mar 24\nB,tm,23/06/2025\nC,tm,05/06/2025\n")
    _, said = docket("a.csv", status=1, capsys=capsys)
    assert said.splitlines()[-2:] == [
        "1 year of two digits was read, as 2024",
        "filing: 2 dates are in numbers; '23/06/2025' shows that the day comes first: give --dayfirst",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "name a right (ipcalc docket tm --event filing=2024-01-10), or files or folders of matters"),
        (["tm", "a.yaml"], "tm is a right, and is asked for alone: write ./tm for a file of that name"),
        (["none.yaml"], "none.yaml cannot be read: No such file or directory"),
        (["patnt"], "unknown right 'patnt'; did you mean patent or pct? (one of tm, madrid, patent, pct, design, gi)"),
        (["-"], "standard input has no suffix: give --input-format yaml, json, csv, jsonl or xlsx"),
        (["a.doc"], "a.doc has none of the suffixes .yaml, .yml, .json, .csv, .tsv, .txt, .jsonl, .ndjson, .xlsx: give --input-format yaml, json, csv, jsonl or xlsx"),
        (["empty"], "empty holds no files of matters: their suffixes are .yaml, .yml, .json, .csv, .tsv, .txt, .jsonl, .ndjson, .xlsx"),
        (["a.yaml", "--event", "filing=2024-01-01"], "--event is for a matter on the command line: write it into the file instead"),
        (["tm", "--client", "Acme"], "--client is for files of matters"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(MARK)
    Path("a.doc").touch()
    Path("empty").mkdir()
    assert run(["docket", *words]) == 2
    assert capsys.readouterr().err == f"ipcalc: {message}\n"


def test_a_folder_says_which_tables_are_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.yaml").write_text(MARK)
    Path("old.xls").touch()
    answer, _ = docket(".", status=1, capsys=capsys)
    assert answer["faults"] == [{"file": "old.xls", "line": 0, "reason": "is not read: save it as XLSX or CSV"}]


def test_a_name_for_a_matter_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    answer, _ = docket("tm", "--ref", "X/1", "--event", "filing=2026-01-05", capsys=capsys)
    assert answer["matter"]["ref"] == "X/1"


def test_the_schema_is_written_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "matter", "-o", "matter.schema.json"]) == 0
    assert run(["schema", "matter"]) == 0
    shown = capsys.readouterr().out
    assert Path("matter.schema.json").read_text() == shown
    names = json.loads(shown)["$defs"]["patent-events"]["properties"]
    assert names["grant"]["description"] == "grant of the patent"


def test_a_step_of_several_rights_is_named_once(capsys: pytest.CaptureFixture[str]) -> None:
    mark = "right: tm\nref: A\nevents: {filing: 2026-01-05, advertisement: 2026-11-02}\n"
    Path("m.yaml").write_text(f"{mark}---\nright: madrid\nref: B\nevents: {{designation: 2026-01-05}}\n")
    assert run(["docket", "m.yaml", "--today", "2026-11-28"]) == 0
    assert "- Waiting for opposition-received: counter-statement\n" in capsys.readouterr().out
