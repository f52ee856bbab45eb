"""Rows are merged into matter files and folders of them: comments stay, and all files are written or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ipcalc.batch.imports.merge import Called
from ipcalc.book import Book
from ipcalc.cli import run
from ipcalc.errors import BadRequest

TODAY = ("--today", "2026-11-28")
ROWS = """Our Ref,Type,Appl. No.,Mark,Date of Filing,Advertisement,Current Status,Remarks
T-1,TM,1234567,ALPHA,05 Mar 2014,27 Mar 2017,Registered,call
T-2,TM,2345678,BETA,31 Dec 2025,,Withdrawn,
"""
ALPHA = """# ours
ref: 'TM-1'   # not the client's
right: tm
number: "123-4567"
client: Lotus
events:
    filing: 2014-03-06   # by post
    hearing: [2016-01-01, 2016-02-01]
done:
    examination-reply: 2016-01-02
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rows.csv").write_text(ROWS.replace("T-1,", ","))
    Path("all").mkdir()
    Path("all/alpha.yaml").write_text(ALPHA)


def into(where: str, *words: str, rows: str = "rows.csv") -> int:
    return run(["import", rows, "--into", where, *TODAY, *words])


def shown(capsys: pytest.CaptureFixture[str], where: str, *words: str, status: int = 0, rows: str = "rows.csv") -> Any:
    assert into(where, "--preview", "--format", "json", *words, rows=rows) == status
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], where: str, rows: str = "rows.csv") -> str:
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    assert into(where, rows=rows) == 2
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
    return capsys.readouterr().err.removeprefix("ipcalc: ").strip()


MERGED = ALPHA.replace("2014-03-06", "2014-03-05").replace(
    "2016-02-01]\n", "2016-02-01]\n    advertisement: 2017-03-27\n"
)
BETA = """ref: T-2
number: '2345678'
right: tm
title: BETA
events:
  filing: 2025-12-31
closed:
  on: 2026-11-28
  as: withdrawn
"""


def test_a_folder_takes_events_and_new_matters(capsys: pytest.CaptureFixture[str]) -> None:
    found = shown(capsys, "all")
    assert found["updates"] == [
        {"number": "1234567", "column": "title", "before": "", "after": "ALPHA"},
        {"number": "1234567", "column": "filing", "before": "2014-03-06", "after": "2014-03-05"},
        {"number": "1234567", "column": "advertisement", "before": "", "after": "2017-03-27"},
        {"number": "2345678", "column": "", "before": "", "after": "right tm, ref T-2, number 2345678, title BETA, filing 2025-12-31, closed 2026-11-28, closed_as withdrawn"},
    ]  # fmt: skip
    assert "new file: all/T-2.yaml" in found["said"]
    assert "matter files have no place for 'Current Status', 'Remarks': left out" in found["said"]
    assert [path.name for path in Path("all").iterdir()] == ["alpha.yaml"]
    assert into("all") == 0
    assert Path("all/alpha.yaml").read_text() == f"{MERGED}title: ALPHA\n"
    assert Path("all/alpha.yaml.bak").read_text() == ALPHA
    assert Path("all/T-2.yaml").read_text() == BETA
    capsys.readouterr()
    assert into("all") == 0
    assert capsys.readouterr().err.endswith("nothing changes\n")
    assert run(["docket", "all", *TODAY]) == 0


def test_a_file_takes_new_matters_at_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("all/alpha.yaml")
    path.write_text(f"{ALPHA}---  # and another\nref: Z\nright: patent\nnumber: '1234567'\n# the end")
    assert into("all/alpha.yaml") == 0
    assert path.read_text() == (
        f"{MERGED}title: ALPHA\n---  # and another\nref: Z\nright: patent\nnumber: '1234567'\n# the end\n---\n{BETA}"
    )
    capsys.readouterr()
    assert run(["docket", str(path), *TODAY, "--format", "json"]) == 0
    dockets = json.loads(capsys.readouterr().out)["dockets"]
    assert [each["matter"]["ref"] for each in dockets] == ["TM-1", "Z", "T-2"]
    assert run(["record", "Z", "--event", "filing=2020-01-06", "--matters", str(path), *TODAY]) == 0
    assert "number: '1234567'\n# the end\nevents:\n  filing: 2020-01-06\n---\n" in path.read_text()


def test_line_ends_and_a_mark_of_the_encoding_stay() -> None:
    path = Path("all/alpha.yaml")
    path.write_bytes(b"\xef\xbb\xbf" + ALPHA.replace("\n", "\r\n").encode())
    assert into("all/alpha.yaml") == 0
    wanted = f"{MERGED}title: ALPHA\n---\n{BETA}".replace("\n", "\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + wanted.encode()


def test_json_takes_changes_and_no_further_matter(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("one.json")
    path.write_text('{\n  "right": "tm",\n  "number": "1234567"\n}\n')
    assert refused(capsys, "one.json") == (
        "--into one.json: a JSON file has one matter, and 2345678 is new: name a folder"
    )
    Path("rows.csv").write_text("".join(ROWS.splitlines(keepends=True)[:2]))
    assert into("one.json") == 0
    assert json.loads(path.read_text()) == {
        "ref": "T-1",
        "right": "tm",
        "number": "1234567",
        "title": "ALPHA",
        "events": {"filing": "2014-03-05", "advertisement": "2017-03-27"},
    }


def test_a_new_file_never_takes_the_place_of_another(capsys: pytest.CaptureFixture[str]) -> None:
    Path("all/t-2.yml").write_text("right: tm\nref: other\n")
    Path("rows.csv").write_text(ROWS.replace("T-2,", "T/2: new,") + "t-2,TM,3,GAMMA,5 Jan 2026,,,\n")
    assert into("all") == 0
    assert sorted(path.name for path in Path("all").glob("*.y*ml")) == [
        "T-2-new.yaml",
        "alpha.yaml",
        "t-2-2.yaml",
        "t-2.yml",
    ]


def test_acts_and_the_day_on_which_a_matter_ended_stay() -> None:
    text = "right: tm\nref: T-2\nnumber: '2345678'\nclosed: {on: 2026-02-03, as: withdrawn}\ndone: {renewal: {through: 1, on: 2020-01-01}}\n"
    Path("all/beta.yaml").write_text(text)
    Path("rows.csv").write_text(ROWS.replace("Remarks", "Renewals paid").replace("Withdrawn,", "Withdrawn,2"))
    assert into("all", "--map", "Renewals paid=through:tm-renewal") == 1  # "call" is no number
    assert Path("all/beta.yaml").read_text() == (
        text.replace("through: 1", "through: 2") + "title: BETA\nevents:\n  filing: 2025-12-31\n"
    )


FAULTY = {
    "the matter would be at fault": (
        ",TM,1234567,ALPHA,05 Mar 2014,27 Mar 2013,,",
        {"row": 2, "heading": "events.advertisement", "reason": "the advertisement 2013-03-27 is before the filing 2014-03-05: check the dates: the row is not merged"},
    ),
    "its ref is taken": (
        "TM-1,Patent,202141000001,,5 Jan 2021,,,",
        {"row": 2, "heading": "ref", "reason": "TM-1 is there twice: the row is not merged"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTY)
def test_a_row_that_cannot_be_merged_is_said_and_the_others_are_merged(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    row, unread = FAULTY[case]
    Path("rows.csv").write_text("\n".join([ROWS.splitlines()[0], row, ROWS.splitlines()[2]]))
    assert shown(capsys, "all", status=1)["unread"] == [unread]
    assert into("all") == 1
    assert Path("all/alpha.yaml").read_text() == ALPHA
    assert Path("all/T-2.yaml").read_text() == BETA


REFUSED = {
    "--into all/bad.yaml:2: evens: unknown key; did you mean events, proceedings or members?": ("bad.yaml", "right: tm\nevens: {}\n"),
    "--into: the number 1234567 is there twice (all/alpha.yaml:1 and all/beta.yaml:1): make it one matter": ("beta.yaml", "right: tm\nnumber: '1234567'\n"),
    "all/beta.csv is a table and has the matter T-2: merge with --into all/beta.csv first": ("beta.csv", "ref,right,number,filing\nT-2,tm,2345678,\n"),
    "all/alpha.yaml: a matter begins on the line of its '---': write it on the next line": ("alpha.yaml", "--- {right: tm, number: '1234567'}\n"),
}  # fmt: skip


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_merged_into_is_refused(message: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, text = REFUSED[message]
    Path("all", name).write_text(text)
    assert refused(capsys, "all") == message


def test_all_files_are_written_or_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "T-2.yaml":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert into("all") == 2
    assert capsys.readouterr().err.endswith("ipcalc: all/T-2.yaml cannot be written: No space left on device\n")
    assert Path("all/alpha.yaml").read_text() == ALPHA
    assert sorted(path.name for path in Path("all").iterdir()) == ["alpha.yaml", "alpha.yaml.bak"]


def test_a_ref_stays(capsys: pytest.CaptureFixture[str]) -> None:
    Path("rows.csv").write_text(ROWS)
    found = shown(capsys, "all")
    assert "ref" not in [each["column"] for each in found["updates"]]
    assert "ref: 1 matter has another one and keeps it" in found["said"]


def test_an_empty_folder_is_filled() -> None:
    Path("new").mkdir()
    assert into("new") == 0
    assert sorted(path.name for path in Path("new").iterdir()) == ["1234567.yaml", "T-2.yaml"]


# ---------------------------------------------------------------------- tables
def test_a_table_keeps_its_dialect_and_its_headings() -> None:
    text = 'number;right;"our; note";Filing Date;Publication Date;Status\r\n1234567;TM;"a ""b""";05-Mar-2014;;\r\n\r\n9;tm;x;06.03.2014;7 Mar 2014;'
    Path("m.csv").write_bytes(text.encode())
    assert into("m.csv") == 0
    assert Path("m.csv").read_bytes().decode() == (
        'number;right;"our; note";Filing Date;Publication Date;Status;title;Current Status;Remarks;ref;closed;closed_as\r\n'
        '1234567;TM;"a ""b""";05-Mar-2014;2017-03-27;;ALPHA;Registered;call;;;\r\n\r\n'
        "9;tm;x;06.03.2014;7 Mar 2014;;;;;;;\r\n"
        "2345678;tm;;2025-12-31;;;BETA;Withdrawn;;T-2;2026-11-28;withdrawn\r\n"
    )


def test_json_lines_keep_what_is_written() -> None:
    Path("m.jsonl").write_text('\n{"number": "1234567", "right":"tm", "n": 1.50}')
    assert into("m.jsonl") == 0
    first, second = Path("m.jsonl").read_text().split("\n")[1:3]
    assert first.startswith('{"number": "1234567", "right":"tm", "n": 1.50, "title": "ALPHA"')
    assert json.loads(second)["closed_as"] == "withdrawn"


def test_a_number_of_another_right_is_another_matter(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.csv").write_text("number,right,filing\n1234567,patent,2001-01-01\n1234567,trademark,\n")
    found = shown(capsys, "m.csv")["updates"]
    assert {"number": "1234567", "column": "filing", "before": "", "after": "2014-03-05"} in found
    assert into("m.csv") == 0
    assert Path("m.csv").read_text().splitlines()[1].startswith("1234567,patent,2001-01-01,")
    Path("rows.csv").write_text("Appl. No.,Our Ref,Date of Filing\n1234567,A,5 Jan 2015\n")
    capsys.readouterr()
    assert refused(capsys, "m.csv") == "row 2: 1234567 is there as patent and as tm: give --right"


def test_rows_without_a_number_are_found_by_their_ref(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.csv").write_text("ref,number,right,filing\nT-1,,tm,2001-01-01\n")
    Path("rows.csv").write_text(
        "Our Ref,Appl. No.,Type,Date of Filing\nT-1,1234567,TM,5 Jan 2015\nT-7,,TM,5 Jan 2016\n"
    )
    assert into("m.csv") == 0
    wanted = "ref,number,right,filing\nT-1,1234567,tm,2015-01-05\nT-7,,tm,2016-01-05\n"
    assert Path("m.csv").read_text() == wanted
    assert into("m.csv") == 0
    assert Path("m.csv").read_text() == wanted
    Path("rows.csv").write_text("Our Ref,Appl. No.,Type,Date of Filing\nT-1,7654321,TM,5 Jan 2015\n")
    capsys.readouterr()
    assert refused(capsys, "m.csv") == "row 2: its ref T-1 is that of the matter 1234567, not 7654321"


def test_csv_has_the_changes(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.csv").write_text("ref,number,right,filing\nT-1,,tm,2001-01-01\n")
    Path("rows.csv").write_text("Our Ref,Type,Appl. No.,Date of Filing\nT-1,TM,,5 Jan 2015\nT-7,TM,8,\n")
    assert into("m.csv", "--preview", "--format", "csv") == 0
    assert capsys.readouterr().out.splitlines() == [
        "number,column,before,after",
        "T-1,filing,2001-01-01,2015-01-05",
        '8,,,"right tm, ref T-7, number 8"',
    ]


def test_the_proceedings_of_a_table_are_merged() -> None:
    head = "ref,number,right,proceeding,opposition-received\n"
    Path("m.csv").write_text(f"{head}T-1,1,tm,,\nT-1,,,OPP-1,2020-01-06\n")
    Path("rows.csv").write_text(f"{head}T-1,1,tm,,\nT-1,,tm,opp-1,2020-01-07\nT-1,,tm,OPP-2,2021-01-06\n")
    assert into("m.csv") == 0
    assert Path("m.csv").read_text() == f"{head}T-1,1,tm,,\nT-1,,tm,OPP-1,2020-01-07\nT-1,,tm,OPP-2,2021-01-06\n"


def test_a_heading_that_means_the_column_elsewhere_is_refused(book: Book) -> None:
    called = Called(book.rulebook, ["number", "Publication Date"])
    assert called.heading("advertisement", "tm") == called.heading("publication", "patent") == "Publication Date"
    with pytest.raises(BadRequest) as refusal:
        called.heading("publication", "tm")
    assert str(refusal.value) == ("the table has the column 'Publication Date' for publication: call it publication")


def test_the_code_of_india_before_a_number_is_no_part_of_it() -> None:
    Path("m.csv").write_text("number,right,filing\n202141012345,patent,\n")
    Path("rows.csv").write_text("number,right,filing\nIN202141012345A,patent,2021-01-06\n")
    assert into("m.csv") == 0
    assert Path("m.csv").read_text() == "number,right,filing\n202141012345,patent,2021-01-06\n"
