"""Files as people have them become tables of matters: every row comes out, and what is not read is carried along and said."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcalc.book import Book
from ipcalc.cli import run
from ipcalc.dates import stands_for_nothing
from ipcalc.law.reading import read

FOLDER = Path(__file__).parent / "imports"
CASES = read(FOLDER / "cases.yaml").data
TODAY = ("--today", "2026-11-28")


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def preview(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    assert run(["import", *words, *TODAY, "--preview", "--format", "json"]) == status
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["import", *words, *TODAY]) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_an_export_becomes_a_table_of_matters(
    case: dict[str, Any], capsys: pytest.CaptureFixture[str], book: Book
) -> None:
    path, options = str(FOLDER / case["file"]), case.get("options", [])
    status = 1 if "unread" in case else 0
    assert run(["import", path, *options, *TODAY]) == status
    out = capsys.readouterr().out
    wanted = list(csv.reader(io.StringIO(case["table"])))
    found = list(csv.reader(io.StringIO(out)))
    width = len(wanted[0])
    assert [row[:width] for row in found] == wanted
    assert found[0][width:] == case["own"]
    shown = preview(capsys, path, *options, status=status)
    assert shown["unread"] == case.get("unread", [])
    assert shown["layout"] == case.get("layout")
    assert shown["said"] == case["said"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_a_docket_reads_the_table(case: dict[str, Any], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "matters.csv"
    run(["import", str(FOLDER / case["file"]), *case.get("options", []), *TODAY, "-o", str(out)])
    capsys.readouterr()
    of_a_right = [row for row in rows_of(case["table"]) if row["right"]]
    assert run(["docket", str(out), *TODAY, "--format", "json"]) == int(len(of_a_right) < len(rows_of(case["table"])))
    assert len(json.loads(capsys.readouterr().out)["dockets"]) == len(of_a_right)


# ---------------------------------------------------------------------- a firm's own files
LIST = """Our Reference;Type;Appl. No.;Lodged;Date of Filling;Publication Date;Current Status
A-1;TM;1234567;5 Mar 2014;5 Mar 2014;27 Mar 2017;Registered
A-2;Patent;202117012345;5 Mar 2021;5 Mar 2021;27 Mar 2022;Abandoned u/s 21(1)

 ; ; ; ; ; ;
A-3;Trademark;1234569;31 Sep 2014;N/A;----;Withdrawn
"""


def test_headings_are_guessed_and_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    shown = preview(capsys, str(path))
    assert {each["heading"]: (each["to"], each["how"]) for each in shown["columns"]} == {
        "Our Reference": ("ref", "name"),
        "Type": ("right", "name"),
        "Appl. No.": ("number", "name"),
        "Lodged": ("", "these are dates: say with --map of which event"),
        "Date of Filling": ("filing", "guess"),
        "Publication Date": ("publication, advertisement", "name"),
        "Current Status": ("status", "name"),
    }
    assert run(["import", str(path), *TODAY]) == 0
    found = rows_of(capsys.readouterr().out)
    assert [(row["right"], row["publication"], row["advertisement"]) for row in found] == [
        ("tm", "", "2017-03-27"),
        ("patent", "2022-03-27", ""),
        ("tm", "", ""),
    ]
    assert [(row["closed"], row["closed_as"]) for row in found] == [
        ("", ""),
        ("2026-11-28", "abandoned"),
        ("2026-11-28", "withdrawn"),
    ]


def test_a_cell_that_cannot_be_read_is_said_and_carried_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    assert run(["import", str(path), *TODAY, "--map", "Lodged=filing"]) == 1
    found = capsys.readouterr()
    assert [(row["filing"], row["Lodged"]) for row in rows_of(found.out)] == [
        ("2014-03-05", "5 Mar 2014"),
        ("2021-03-05", "5 Mar 2021"),
        ("", "31 Sep 2014"),
    ]
    shown = preview(capsys, str(path), "--map", "lodged=Filing", status=1)
    assert shown["unread"] == [
        {
            "row": 6,
            "heading": "Lodged",
            "reason": "'31 Sep 2014' is not a date: September 2014 has 30 days; check which day is meant, and write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012",
        }
    ]


def test_a_layout_that_writes_its_days_out_takes_no_doubtful_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (FOLDER / "google-patents.csv").read_text().replace("2021-03-19", "03/04/2021")
    (tmp_path / "list.csv").write_text(text)
    (unread,) = preview(capsys, str(tmp_path / "list.csv"), status=1)["unread"]
    written = "write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012, or give --dayfirst"
    assert unread == {"row": 3, "heading": "filing/creation date", "reason": f"'03/04/2021' is ambiguous: {written}"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--map", "Lodged=filling"], "--map: a table of matters has no column 'filling'; did you mean filing, user-filing or main-filing?"),
        (["--map", "Lodgd=filing"], "--map: the file has no column 'lodgd'; did you mean lodged?"),
        (["--map", "Lodged=done:oposition"], "unknown period 'oposition'; did you mean opposition, tm-opposition or gi-opposition?"),
        (["--keep", "Nothing"], "--keep Nothing: the file has no such column"),
        (["--header-row", "99"], "no such row: say which has the headings with --header-row N, and what they mean with --map"),
        (["--sheet", "TM"], "--sheet TM: the sheets are ''"),
        (["-o", "x.csv", "--into", "y.csv"], "--into writes to MATTERS: not with -o"),
        (["--into", "m.YAML"], "--into m.YAML: there is no such file or folder: make a new table with -o FILE, or a folder"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_file_must_be_there(
    options: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    assert refused(capsys, str(path), *options) == f"ipcalc: {message}\n"


def test_a_column_that_is_close_to_a_name_is_refused_unless_it_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Mark,IRN,Designations\nEPSILON,1555555,IN\n")
    assert refused(capsys, str(path), "--right", "madrid") == (
        "ipcalc: the column 'Designations' is close to 'designation': if it is that, say --map"
        " Designations=designation, else --keep Designations\n"
    )


def workbook(path: Path) -> None:
    """Several sheets, a title above the headings, dates, and a formula."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Instructions"
    book.active.append(["Docket of a made-up firm"])
    marks = book.create_sheet("TM")
    for row in (
        ["TRADE MARK DOCKET"],
        [],
        ["Our Ref", "Mark", "Advt Date", "Opp. Due"],
        ["T-1", "GAMMA", date(2026, 3, 2), "=EDATE(C4,4)"],
        ["T-2", "DELTA", "7-Sep-26", date(2027, 1, 7)],
    ):
        marks.append(row)
    book.save(path)


def test_a_workbook_with_titles_and_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "docket.xlsx"
    workbook(path)
    shown = preview(capsys, str(path))
    assert (shown["sheet"], shown["header_row"], shown["right"]) == ("TM", 3, "tm")
    assert run(["import", str(path), *TODAY]) == 0
    assert [(row["ref"], row["advertisement"], row["Opp. Due"]) for row in rows_of(capsys.readouterr().out)] == [
        ("T-1", "2026-03-02", "=EDATE(C4,4)"),
        ("T-2", "2026-09-07", "2027-01-07"),
    ]
    assert run(["import", str(path), *TODAY, "--sheet", "tm", "--map", "Opp. Due=stated:opposition"]) == 1
    found = capsys.readouterr()
    assert [row["stated:tm-opposition"] for row in rows_of(found.out)] == ["", "2027-01-07"]
    assert "the cell holds a formula: put its value there" in found.err


# ---------------------------------------------------------------------- into a table that is there
MATTERS = """number,right,ref,filing,expiry,done:tm-examination-reply,our note
1234567,tm,T-1,2014-03-05,,2016-01-02,call them
9999999,tm,T-9,2014-03-05,2024-03-05,,
"""


def test_rows_are_merged_by_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matters = tmp_path / "matters.csv"
    matters.write_text(MATTERS)
    words = [str(FOLDER / "tm-status.csv"), "--into", str(matters)]
    shown = preview(capsys, *words)["updates"]
    assert {"number": "1234567", "column": "expiry", "before": "", "after": "2024-03-05"} in shown
    assert [each["number"] for each in shown if not each["column"]] == ["2345678"]
    assert matters.read_text() == MATTERS
    assert run(["import", *words, *TODAY]) == 0
    found = rows_of(matters.read_text())
    assert [row["number"] for row in found] == ["1234567", "9999999", "2345678"]
    first = found[0]
    assert (first["ref"], first["done:tm-examination-reply"], first["our note"]) == ("T-1", "2016-01-02", "call them")
    assert (first["expiry"], first["advertisement"]) == ("2024-03-05", "2017-03-27")
    assert (tmp_path / "matters.csv.bak").read_text() == MATTERS
    capsys.readouterr()
    assert run(["import", *words, *TODAY]) == 0
    assert capsys.readouterr().err.endswith("nothing changes\n")


def matters_workbook(path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    for row in (
        ["number", "right", "ref", "filing", "expiry", "our note"],
        [1234567, "tm", "T-1", date(2014, 3, 5), None, "call them"],
        [],
        ["9999999", "tm", "T-9", date(2014, 3, 5), date(2024, 3, 5), None],
    ):
        sheet.append(row)
    for row in sheet.iter_rows(min_row=2, min_col=4, max_col=5):
        for cell in row:
            cell.number_format = "dd-mmm-yyyy"
    sheet["F2"].font = Font(bold=True)
    sheet.freeze_panes = "B2"
    book.save(path)


def test_a_workbook_takes_rows_and_keeps_how_it_looks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "matters.xlsx"
    matters_workbook(path)
    before = path.read_bytes()
    words = [str(FOLDER / "tm-status.csv"), "--into", str(path)]
    assert {"number": "1234567", "column": "expiry", "before": "", "after": "2024-03-05"} in preview(capsys, *words)[
        "updates"
    ]
    assert path.read_bytes() == before
    assert run(["import", *words, *TODAY]) == 0
    sheet = load_workbook(path).active
    names = {cell.value: cell.column for cell in sheet[1]}
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == [1234567, None, "9999999", "2345678"]
    expiry = sheet.cell(2, names["expiry"])
    assert (expiry.value.date(), expiry.number_format) == (date(2024, 3, 5), "dd-mmm-yyyy")
    assert sheet.cell(2, names["advertisement"]).value.date() == date(2017, 3, 27)
    assert (sheet["F2"].value, sheet["F2"].font.b, sheet.freeze_panes) == ("call them", True, "B2")
    assert (tmp_path / "matters.xlsx.bak").read_bytes() == before
    capsys.readouterr()
    assert run(["import", *words, *TODAY]) == 0
    assert capsys.readouterr().err.endswith("nothing changes\n")
    assert run(["docket", str(path), "--ref", "T-1", *TODAY]) == 0


def test_what_looks_like_a_day_that_is_none_stays_text_in_a_workbook(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path, rows = tmp_path / "matters.xlsx", tmp_path / "rows.csv"
    matters_workbook(path)
    rows.write_text("number,right,filing,Remarks\n7654321,tm,2014-03-05,2026-02-31\n")
    assert run(["import", str(rows), "--into", str(path), *TODAY]) == 0
    last = list(load_workbook(path).active.values)[-1]
    assert (datetime(2014, 3, 5) in last, "2026-02-31" in last) == (True, True)


def test_a_workbook_of_several_sheets_takes_no_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "docket.xlsx"
    workbook(path)
    assert refused(capsys, str(FOLDER / "tm-status.csv"), "--into", str(path)) == (
        f"ipcalc: --into {path}: several sheets hold something ('Instructions', 'TM'): save the one that is meant by"
        " itself\n"
    )


def test_a_number_that_is_there_twice_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    matters = tmp_path / "matters.csv"
    matters.write_text("number,right\n123-4567,tm\n1234567,tm\n")
    said = refused(capsys, str(FOLDER / "tm-status.csv"), "--into", str(matters))
    assert said == "ipcalc: the table has the number 1234567 twice (rows 2 and 3): make it one row\n"
    matters.write_text("ref,right\nA,tm\n")
    said = refused(capsys, str(FOLDER / "tm-status.csv"), "--into", str(matters))
    assert said == "ipcalc: the table has no column 'number', by which matters are found\n"


# ---------------------------------------------------------------------- what must hold of any file
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_rows_out_are_rows_in_and_no_cell_is_lost(
    book: Book, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Our Ref", "Filing Date", "Remarks of ours"), *rows])
    found = book.import_table(path, right="tm", today=date(2026, 11, 28))
    filled = [row for row in rows if any(map(str.strip, row))]
    assert found.rows == len(found.table.rows) == len(filled)
    for row, made in zip(filled, found.table.rows, strict=True):
        cells = dict(zip(found.table.headings, made, strict=True))
        assert cells.get("Remarks of ours", "") == row[2]
        if row[1].strip() and not stands_for_nothing(row[1].strip()):
            assert (cells.get("filing") or cells.get("Filing Date", "")).strip()


def test_a_priority_on_the_day_of_the_filing_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(
        "No,Title,Publication number,Earliest priority,Application date\n"
        "1,Pump,IN202147012345 (A),2021-03-19,2021-03-20\n"
        "2,Valve,IN201841001111 (B),2018-01-11,2018-01-11\n"
    )
    assert run(["import", str(tmp_path / "in.csv"), *TODAY]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "right,number,title,priority,filing,No,Publication number,Earliest priority",
        "patent,202147012345,Pump,2021-03-19,2021-03-20,1,IN202147012345 (A),2021-03-19",
        "patent,201841001111,Valve,,2018-01-11,2,IN201841001111 (B),2018-01-11",
    ]
    assert "- priority: 1 row with the day of the filing, taken as empty\n" in shown.err


@pytest.mark.parametrize("command", ["docket", "check", "verify"])
def test_an_export_is_told_to_be_imported(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = FOLDER / "tm-status.csv"
    assert run([command, str(path), *TODAY]) == 2
    assert capsys.readouterr().err.removeprefix("ipcalc: ").removeprefix(f"{path}:1: ") == (
        "no column 'right': a table of matters gives the right of each row; ipcalc import FILE makes a table"
        " of matters from it\n"
    )


ROWS = [
    {"Our Ref": "T-1", "Type": "TM", "Date of Filing": "5 Mar 2014", "Remarks": "call"},
    {"Our Ref": "P-2", "Type": "Patent", "Date of Filing": "2021-03-05", "Remarks": ""},
]


def standard(data: bytes) -> io.TextIOWrapper:
    """Standard input that holds some bytes."""
    return io.TextIOWrapper(io.BufferedReader(io.BytesIO(data)))  # type: ignore[arg-type]


@pytest.mark.parametrize("stdin", [True, False])
def test_json_lines_are_imported(
    stdin: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    (tmp_path / "list.jsonl").write_text(lines)
    monkeypatch.setattr("sys.stdin", standard(lines.encode()))
    words = ["-", "--input-format", "jsonl"] if stdin else [str(tmp_path / "list.jsonl")]
    assert run(["import", *words, *TODAY]) == 0
    assert rows_of(capsys.readouterr().out) == [
        {"right": "tm", "ref": "T-1", "filing": "2014-03-05", "Remarks": "call"},
        {"right": "patent", "ref": "P-2", "filing": "2021-03-05", "Remarks": ""},
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_standard_input_is_imported_as_its_file_is(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"list.{kind}"
    path.write_text(LIST)
    if kind == "xlsx":
        workbook(path)
    assert run(["import", str(path), *TODAY]) == 0
    wanted = capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", standard(path.read_bytes()))
    assert run(["import", "-", "--input-format", kind, *TODAY]) == 0
    assert capsys.readouterr().out == wanted
    assert refused(capsys, "-") == "ipcalc: standard input has no suffix: give --input-format csv, jsonl or xlsx\n"


# ---------------------------------------------------------------------- what the cells of a file say of it
def test_merged_cells_hold_for_each_of_their_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (
        ["Client", "Ref", "Mark", "Filing Date"],
        ["Company A", "A1", "ALPHA", date(2025, 1, 6)],
        [None, "A2", "ALEPH", date(2025, 1, 7)],
        ["Company B", "B1", "BETA", date(2025, 1, 8)],
    ):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "merged.xlsx")
    assert run(["import", str(tmp_path / "merged.xlsx"), *TODAY]) == 0
    found = [(row["ref"], row["client"]) for row in rows_of(capsys.readouterr().out)]
    assert found == [("A1", "Company A"), ("A2", "Company A"), ("B1", "Company B")]


def test_a_sheet_with_few_headings_is_not_the_one_that_is_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Summary"
    book.active.append(["Trade marks", 2])
    marks = book.create_sheet("Marks")
    marks.append(["Our Ref", "Mark", "Application No.", "Filing Date"])
    marks.append(["A1", "ALPHA", 5551234, date(2025, 1, 6)])
    book.save(tmp_path / "sheets.xlsx")
    assert preview(capsys, str(tmp_path / "sheets.xlsx"))["sheet"] == "Marks"


def meant(capsys: pytest.CaptureFixture[str], path: Path, text: str, *words: str, status: int = 0) -> dict[str, str]:
    """What each heading of a text is taken for, or why for none."""
    path.write_text(text)
    shown = preview(capsys, str(path), *words, status=status)
    return {each["heading"]: each["to"] or each["how"] for each in shown["columns"]}


@pytest.mark.parametrize(
    ("heading", "cell", "means"),
    [
        ("Application", "2025-01-06", "filing"),
        ("Date of Regn.", "2025-01-06", "registration"),
        ("Advt Dt.", "2025-01-06", "advertisement"),
        ("Publication Date (TMJ)", "2025-01-06", "advertisement"),
        ("Proprietor / Address", "Company A, Mumbai", "client"),
        ("Filing / Priority Date", "2025-01-06", "these are dates: say with --map of which event"),
        ("Application", "pending", "carried along"),
        ("Applicant", "Company A", "client"),
        ("Applicant", "Startup", "applicant"),
        ("Type", "DEVICE", "none of its cells can be read as right"),
        ("Class", "06-01", "none of its cells can be read as class-numbers"),
        ("Classes", "9, 42", "class-numbers"),
        ("Status Date", "2025-01-06", "these are dates: say with --map of which event"),
        ("Year", "FY 2026-27", "carried along"),
        ("Opp. Due", "2025-01-06", "these are due dates: to verify them, map them to stated:PERIOD"),
        ("Next Deadline Date", "2025-01-06", "these are due dates: to verify them, map them to stated:PERIOD"),
        ("Reference Number", "X-1", "ref is taken from 'Our Ref'"),
        ("Stage", "Objected", "status"),
        ("No", "7", "carried along"),
    ],
)
def test_a_heading_is_taken_for_what_its_words_and_its_cells_say(
    heading: str, cell: str, means: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'Our Ref,"{heading}",Goods\nA,"{cell}",soap\n'
    assert meant(capsys, tmp_path / "list.csv", text, "--right", "tm")[heading] == means


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("Journal 2250 (02 March 2026)", "2026-03-02"),
        ("advertised on 2nd March, 2026 in J. 2250", "2026-03-02"),
        ("2026-03-02 (w.e.f.)", "2026-03-02"),
        ("pending since 2 March 2026", "'pending since 2 March 2026' says more than a date: if you mean '2 March 2026', write only that"),
        ("not advertised, 2 March 2026", "'not advertised, 2 March 2026' says more than a date: if you mean '2 March 2026', write only that"),
        ("2 March 2026 and 9 March 2026", "'2 March 2026 and 9 March 2026' holds 2 dates: keep only the one that you mean"),
        ("Tue 2 March 2026", "'Tue 2 March 2026' is not a date: 2 March 2026 is a Monday; check which of the two is meant"),
        ("dated 02/03/2026", "'02/03/2026' is ambiguous: write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012, or give --dayfirst"),
        ("FY 2025-26", "'FY 2025-26' is not a date: write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012"),
    ],
)  # fmt: skip
def test_a_date_among_words_that_say_nothing_else_is_taken(
    cell: str, read: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f'Our Ref,Advertisement\nA,"{cell}"\n')
    status = int(len(read) > 10)
    assert run(["import", str(path), "--right", "tm", *TODAY]) == status
    (row,) = rows_of(capsys.readouterr().out)
    own = "Advertisement (file)"
    assert row.get("advertisement", "") == ("" if status else read)
    assert row.get(own, cell) == cell
    shown = preview(capsys, str(path), "--right", "tm", status=status)
    assert [each["reason"] for each in shown["unread"]] == ([read] if status else [])
    told = f"Advertisement: 1 date is read from among other words, such as {cell!r}: check them"
    assert (told in shown["said"]) == (status == 0)


@pytest.mark.parametrize(
    ("paid", "number"), [("8th year", "8"), ("Year 8", "8"), ("8", "8"), ("8 yrs", "8"), ("upto 8", None)]
)
def test_the_last_annuity_paid_may_be_an_ordinal(
    paid: str, number: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"Our Ref,Paid,Note\nA,{paid},x\n")
    words = ["import", str(path), "--right", "patent", "--map", "Paid=through:annuity", *TODAY]
    assert run(words) == int(number is None)
    (row,) = rows_of(capsys.readouterr().out)
    assert row.get("through:patent-renewal") == number
    assert row.get("Paid", paid) == paid


def test_a_file_in_another_encoding_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Our Ref,Mark\nA,CAFÉ\n".encode("cp1252"))
    assert refused(capsys, str(path), "--right", "tm") == (
        f"ipcalc: {path} is not UTF-8 (line 2, byte 0xc9): give its encoding, for example --encoding cp1252 (or utf-16)\n"
    )
    assert run(["import", str(path), "--right", "tm", "--encoding", "cp1252", *TODAY]) == 0
    assert rows_of(capsys.readouterr().out)[0]["title"] == "CAFÉ"


def test_the_right_is_told_by_the_events_that_headings_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Our Ref,Priority Date,Grant Date\nA,2020-01-06,2023-01-06\n")
    shown = preview(capsys, str(path))
    assert shown["said"][0] == "rows that do not say their right are patent (by the events that the headings name)"


def test_the_country_of_an_address_takes_no_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Our Ref,Mark,State,Country\nA,ALPHA,,Germany\n")
    assert run(["import", str(path), *TODAY]) == 0
    path.write_text("Our Ref,Mark,Country\nA,ALPHA,Germany\nB,BETA,IN\n")
    assert run(["import", str(path), *TODAY]) == 1
    capsys.readouterr()
    assert run(["import", str(path), "--keep", "Country", *TODAY]) == 0
    assert [row["right"] for row in rows_of(capsys.readouterr().out)] == ["tm", "tm"]


def test_rows_with_one_name_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Ref,Type,Appl. No.\nA,TM,1\nB,TM,2\nA,TM,1\nC,Patent,2\n,,\n")
    said = preview(capsys, str(path))["said"]
    assert "ref: several rows have the same: A (rows 2, 4)" in said
    assert "number: several rows have the same: 1 (rows 2, 4)" in said
    path.write_text("Ref,Type\n" + "".join(f"A{row // 2},TM\n" for row in range(16)))
    assert preview(capsys, str(path))["said"][-2].endswith("A5 (rows 12, 13) and 2 more")


def test_a_heading_that_is_kept_does_not_tell_the_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Our Ref,Mark,Advt Date,Designations\nA,ALPHA,2026-01-05,agents\n")
    assert run(["import", str(path), "--keep", "Designations", *TODAY]) == 0
    assert [row["right"] for row in rows_of(capsys.readouterr().out)] == ["tm"]


def test_a_quantity_is_written_only_where_the_right_takes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        'Ref,Type,Class,Claims,Filing Date\nD1,Design,9,,2024-01-05\nT1,TM,"9, 42",7,2024-01-05\nP1,Patent,,12,2024-01-05\n'
    )
    assert run(["import", str(path), *TODAY]) == 0
    done = capsys.readouterr()
    rows = rows_of(done.out)
    assert [(row["classes"], row["claims"]) for row in rows] == [("", ""), ("2", ""), ("", "12")]
    assert [row["Class"] for row in rows] == ["9", "9, 42", ""]
    assert "Class: 1 row of design, whose sums do not depend on it: kept under the heading alone" in done.err
    assert "Claims: 1 row of tm, whose sums do not depend on it: kept under the heading alone" in done.err
