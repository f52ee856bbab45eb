"""XLSX: every cell comes out with the value, kind and number format that it had; what would be lost is refused."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import openpyxl.packaging.core
import openpyxl.writer.excel
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula

from ipcalc.cli import run
from ipcalc.errors import BadRequest
from ipcalc.rows import xlsxreader, xlsxwriter
from ipcalc.rows.blocks import Column, Row, block_of, rows_of
from ipcalc.rows.csvfile import CsvReader, CsvWriter
from ipcalc.rows.jsonlines import JsonReader, JsonWriter
from ipcalc.rows.xlsxreader import XlsxReader
from ipcalc.rows.xlsxwriter import XlsxWriter

ADDED = (Column("due", "date"), Column("total", "number"), Column("evidence", "word"), Column("error", "text"))
GAINED = ("2012-06-05", "13500", "two", "=not a formula")
NOTHING = ("", "", "", "")


def save(path: Path, *rows: list[Any], **more: Any) -> Path:
    """A workbook of one sheet. A cell is a value, or a value with its number format, or with its kind after that."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Dockets"
    for number, row in enumerate(rows, 1):
        for place, each in enumerate(row, 1):
            value, *rest = each if isinstance(each, tuple) else (each,)
            cell = sheet.cell(number, place)
            if value is not None:
                cell.value = value
            if rest:
                cell.number_format = rest[0]
            if len(rest) > 1:
                cell.data_type = rest[1]
    for key, value in more.items():
        setattr(book, key, value)
    book.save(path)
    return path


def values(path: Path, *own: str) -> list[list[str]]:
    return [list(row.values) for row in rows_of(XlsxReader(path, own))]


def rewrite(path: Path, cells: tuple[str, ...] = GAINED, own: tuple[str, ...] = ()) -> Path:
    read = XlsxReader(path, own)
    out = path.with_name("out.xlsx")
    writer = XlsxWriter(out, read)
    writer.start(read.headings, ADDED)
    for block in read.blocks(range(len(read.headings))):
        writer.write(block, [[cell] * len(block) for cell in cells])
    writer.end()
    return out


def sheet_of(path: Path) -> Any:
    book = openpyxl.load_workbook(path)
    return book.worksheets[0]


def contents(path: Path) -> list[list[tuple[Any, str, str]]]:
    return [[(cell.value, cell.data_type, cell.number_format) for cell in row] for row in sheet_of(path).iter_rows()]


def refused(action: Any, *given: Any) -> str:
    with pytest.raises(BadRequest) as caught:
        action(*given)
    return str(caught.value)


KINDS = [
    (datetime(2012, 3, 5), "dd/mm/yyyy"),
    (datetime(2012, 3, 5, 10, 30), "yyyy-mm-dd hh:mm"),
    (time(10, 30), "hh:mm"),
    (timedelta(days=1, hours=2), "[h]:mm:ss"),
    (7, "General"),
    (2.5, "#,##0.00"),
    ("0.30000000000000004", "General", "n"),
    ("12345678901234567", "0", "n"),
    (True, "General"),
    ("=A2+1", "dd/mm/yyyy"),
    ("=A2+1", "General", "s"),
    ("#N/A", "General"),
    ("#N/A", "General", "s"),
    ("0042", "@"),
    (" two\nlines ", "General"),
    None,
]
TEXTS = [
    "2012-03-05", "2012-03-05 10:30:00", "10:30:00", "1 day, 2:00:00", "7", "2.5", "0.30000000000000004",
    "12345678901234567", "true", "=A2+1", "=A2+1", "#N/A", "#N/A", "0042", " two\nlines ", "",
]  # fmt: skip
HEADINGS: list[Any] = [f"c{number}" for number in range(len(KINDS) - 1)] + ["last"]


def test_cells_of_every_kind_stay_what_they_are(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", HEADINGS, KINDS)
    before, after = contents(path), contents(rewrite(path))
    assert [row[: len(HEADINGS)] for row in after] == before
    assert [cell[0] for cell in after[0][len(HEADINGS) :]] == ["due", "total", "evidence", "error"]
    assert after[1][len(HEADINGS) :] == [
        (datetime(2012, 6, 5), "d", "yyyy-mm-dd"),
        (13500, "n", "General"),
        ("two", "s", "General"),
        ("=not a formula", "s", "General"),
    ]


def test_numbers_stay_digit_for_digit(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", HEADINGS, [*KINDS[:-1], ("20120305", "dd/mm/yyyy", "n")])
    before, after = (
        re.findall("<v>([^<]+)</v>", ZipFile(each).read("xl/worksheets/sheet1.xml").decode())
        for each in (path, rewrite(path, NOTHING))
    )
    numbers = [each for each in before if "." in each or len(each) > 5]
    assert {"20120305", "12345678901234567", "0.30000000000000004"} < set(numbers)
    assert [number for number in numbers if number not in after] == []


def test_values_are_texts_as_a_csv_has_them(tmp_path: Path) -> None:
    no_day = ("20120305", "dd/mm/yyyy", "n")
    assert values(save(tmp_path / "in.xlsx", HEADINGS, KINDS, [no_day])) == [
        TEXTS,
        ["20120305", *[""] * len(TEXTS[1:])],
    ]


def test_short_rows_blank_rows_and_empty_headings(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", ["a", None, "b", None], [1], [], ["", None], [None, 2, 3])
    rows = list(rows_of(XlsxReader(path)))
    assert [(list(row.values), row.blank) for row in rows] == [
        (["1", "", ""], False),
        ([], True),
        ([], True),
        (["", "2", "3"], False),
    ]
    after = [[cell[0] for cell in row] for row in contents(rewrite(path, NOTHING))]
    assert after == [
        ["a", None, "b", "due", "total", "evidence", "error"],
        [1, *[None] * 6],
        [None] * 7,
        [None] * 7,
        [None, 2, 3, *[None] * 4],
    ]


def test_rows_are_all_read_whatever_size_the_file_tells(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", ["a", "b"], [1, 2], [3, 4])
    wrong = tmp_path / "wrong.xlsx"
    with ZipFile(path) as before, ZipFile(wrong, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"'))
    assert ZipFile(wrong).read("xl/worksheets/sheet1.xml") != ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert values(wrong) == [["1", "2"], ["3", "4"]]


def test_a_value_without_heading_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", ["a", "b"], [1], [1, 2, None, "x"])
    message = "row 3: column D holds 'x' and has no heading: name it in the first row"
    assert refused(values, path) == message


def test_the_calendar_the_names_and_empty_sheets_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet: Any = book.active
    sheet.title = "Rows"
    sheet.append(["filed", "soon"])
    sheet.append([date(2024, 2, 29), "=A2+Notice"])
    book.create_sheet("Sheet2")
    book.defined_names["Notice"] = DefinedName("Notice", attr_text="Rows!$B$1")
    book.save(tmp_path / "in.xlsx")
    after = openpyxl.load_workbook(rewrite(tmp_path / "in.xlsx"))
    assert (after.epoch, after.sheetnames) == (CALENDAR_MAC_1904, ["Rows", "Sheet2"])
    assert after.defined_names["Notice"].attr_text == "Rows!$B$1"
    assert [cell.value for cell in after["Rows"][2]][:3] == [datetime(2024, 2, 29), "=A2+Notice", datetime(2012, 6, 5)]


def test_formulas_stay_and_are_a_fault_where_they_are_read(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", ["a", "b"], [1, "=A2*2"], [1, 2], [3, ArrayFormula("B4", "=A4*2")])
    read = XlsxReader(path)
    read.used = [1]
    assert [row.fault for row in rows_of(read)] == [
        "the column 'b' holds a formula (=A2*2): put its value there",
        None,
        "the column 'b' holds a formula (=A4*2): put its value there",
    ]
    assert [row.fault for row in rows_of(XlsxReader(path))] == [None] * 3
    sheet = sheet_of(rewrite(path))
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=A2*2", "f")
    assert (sheet["B4"].value.ref, sheet["B4"].value.text) == ("B4", "=A4*2")


def test_a_formula_that_needs_what_is_lost_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", ["a", "b"], [1, "=Table1[[#This Row],[a]]"])
    assert refused(rewrite, path) == (
        "row 2, column 'b': the formula =Table1[[#This Row],[a]] names a table or another workbook, which the output"
        " would not have: put its value there, or write CSV or JSON Lines"
    )


def test_columns_of_an_earlier_run_are_replaced(tmp_path: Path) -> None:
    own = ("due", "total", "error")
    rows = [[1, "=A2", date(2000, 1, 1), 5, "x"], [2, None, None, None, "=A3"], [3], [4, 5, 6]]
    path = save(tmp_path / "in.xlsx", ["a", "b", *own], *rows)
    assert XlsxReader(path, own).headings == ["a", "b"]
    assert values(path, *own) == [["1", "=A2"], ["2", ""], ["3", ""], ["4", "5"]]
    after = [[cell[0] for cell in row] for row in contents(rewrite(path, own=own))]
    gained = [datetime(2012, 6, 5), 13500, "two", "=not a formula"]
    assert after == [
        ["a", "b", "due", "total", "evidence", "error"],
        [1, "=A2", *gained],
        [2, None, *gained],
        [3, None, *gained],
        [4, 5, *gained],
    ]


@pytest.mark.parametrize(
    ("headings", "names"),
    [
        (["a", "error"], "'error'"),
        (["error", "due"], "'due' and 'error'"),
        (["a", "due", "error", "total"], "'due' and 'total' and 'error'"),
        (["due", "total", "error", "a"], "'due' and 'total' and 'error'"),
    ],
)
def test_columns_that_no_earlier_run_has_written_are_not_dropped(
    tmp_path: Path, headings: list[Any], names: str
) -> None:
    path = save(tmp_path / "in.xlsx", headings, [1, 2])
    assert refused(XlsxReader, path, ("due", "total", "error")) == (
        "the columns of an earlier run (due, total, error) are not the last ones, in this order: rename"
        f" {names} if yours, or put them all last"
    )


def test_in_place_only_the_columns_of_an_earlier_run_are_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def in_place(what: str) -> int:
        return run(["batch", what, str(path), "--in-place", "--today", "2026-01-05"])

    path = save(tmp_path / "in.xlsx", ["fee", "period", "date"], ["tm-renewal", "fer", datetime(2025, 1, 1)])
    assert [in_place("deadlines"), in_place("deadlines")] == [0, 0]
    answered = path.read_bytes()
    assert [cell.value for cell in sheet_of(path)[1]] == ["fee", "period", "date", *ANSWERS]
    capsys.readouterr()
    assert in_place("fees") == 2
    assert capsys.readouterr().err == (
        "ipcalc: the columns of an earlier run (total, currency, citation, evidence, notes, error) are not the last"
        " ones, in this order: rename 'citation' and 'evidence' and 'notes' and 'error' if yours, or put them all"
        " last\n"
    )
    assert path.read_bytes() == answered


ANSWERS = [
    *("opens", "due", "act_by", "rolls_to", "extended", "late", "restoration"),
    *("citation", "evidence", "notes", "deadline_state", "error"),
]


def test_a_second_sheet_that_holds_something_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Dockets"
    book.create_sheet("Empty")
    book.create_sheet("Notes")["C9"] = 0
    book.create_sheet("Old")["A1"] = "x"
    book.save(tmp_path / "in.xlsx")
    assert refused(XlsxReader, tmp_path / "in.xlsx") == (
        "the workbook has other sheets than 'Dockets' that hold something: 'Notes', 'Old'; name the one that is meant"
        " with --sheet NAME (batch, check, docket, verify, import), or save it as a workbook of its own"
    )


def test_a_chart_sheet_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("Chart").add_chart(BarChart())
    book.save(tmp_path / "in.xlsx")
    assert refused(XlsxReader, tmp_path / "in.xlsx") == (
        "the workbook has a sheet that is a chart: save the sheet of rows as a workbook of its own"
    )


def test_comments_and_links_are_not_lost_without_a_word(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["a"])
    sheet.append(["b"])
    sheet["A2"].comment = Comment("urgent", "A")
    sheet["A2"].hyperlink = "https://example.org/"
    book.save(tmp_path / "in.xlsx")
    assert values(tmp_path / "in.xlsx") == [["b"]]
    assert refused(rewrite, tmp_path / "in.xlsx") == (
        "the workbook holds comments and links, which the output would lose: take them out, or write CSV or JSON Lines"
    )


def merge(sheet: Any) -> None:
    sheet.merge_cells("A2:B2")


def protect(sheet: Any) -> None:
    sheet.protection.enable()


def validate(sheet: Any) -> None:
    sheet.add_data_validation(DataValidation("list", '"fer,rfe"', sqref="B2:B9"))


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ([merge], "merged cells"),
        ([protect], "sheet protection"),
        ([validate], "data validation"),
        ([validate, protect, merge], "data validation and merged cells and sheet protection"),
    ],
)
@pytest.mark.parametrize("block", [5, 1 << 20])
def test_what_users_would_miss_of_a_sheet_is_not_lost_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: list[Any], what: str, block: int
) -> None:
    monkeypatch.setattr(xlsxreader, "_BLOCK", block)
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["a", "b"])
    sheet.append(["<mergeCell ref='A1'/>", None])
    for change in changes:
        change(sheet)
    book.save(tmp_path / "in.xlsx")
    assert values(tmp_path / "in.xlsx") == [["<mergeCell ref='A1'/>", ""]]
    assert refused(rewrite, tmp_path / "in.xlsx") == (
        f"the workbook holds {what}, which the output would lose: take them out, or write CSV or JSON Lines"
    )


ELEMENTS = b'</sheetData><sheetProtection sheet="0" objects="1"/><mergeCells count="0"/><dataValidations count="0"/>'


def test_protection_that_is_off_and_lists_of_nothing_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, off = save(tmp_path / "in.xlsx", ["a"], [1]), tmp_path / "off.xlsx"
    with ZipFile(path) as before, ZipFile(off, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"</sheetData>", ELEMENTS))
    assert ELEMENTS in ZipFile(off).read("xl/worksheets/sheet1.xml")
    for block in range(1, 99):
        monkeypatch.setattr(xlsxreader, "_BLOCK", block)
        assert contents(rewrite(off, NOTHING))[1][0][0] == 1


def test_elements_with_a_prefix_are_seen(tmp_path: Path) -> None:
    path, other = save(tmp_path / "in.xlsx", ["a"], [1]), tmp_path / "other.xlsx"
    found = b"<x:mergeCell ref='A1:B1'/><x14:dataValidation\n/><x:sheetProtection objects='1' sheet='true'/>"
    with ZipFile(path) as before, ZipFile(other, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"</sheetData>", b"</sheetData><!--" + found + b"-->"))
    assert XlsxReader(other).beside() == (["data validation", "merged cells", "sheet protection"], None)


def test_panes_widths_filters_and_what_the_workbook_says_of_itself_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["a", "b", "c"], [1, 2, 3], [4, 5, 6]):
        sheet.append(row)
    sheet.freeze_panes = "B3"
    sheet.sheet_view.pane.topLeftCell = "C40"  # as far as it was scrolled
    sheet.auto_filter.ref = "A1:C3"
    sheet.auto_filter.add_filter_column(0, ["4"])
    sheet.column_dimensions["A"].width = 41.5
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["C"].max = 16_384
    book.properties.title, book.properties.creator = "Dockets", "Records"
    book.security.lockStructure = True
    book.save(tmp_path / "in.xlsx")
    after = openpyxl.load_workbook(rewrite(tmp_path / "in.xlsx"))
    written = after.worksheets[0]
    assert (written.freeze_panes, written.auto_filter.ref) == ("B3", "A1:C3")
    assert list(written.auto_filter.filterColumn) == []
    widths = {letter: (column.width, column.hidden) for letter, column in written.column_dimensions.items()}
    assert widths == {"A": (41.5, False), "C": (13.0, True)}
    assert (written.column_dimensions["C"].min, written.column_dimensions["C"].max) == (3, 3)
    assert (after.properties.title, after.properties.creator) == ("Dockets", "Records")
    assert after.security.lockStructure is True


def test_panes_that_are_not_frozen_and_columns_beyond_the_last_are_left(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["a"])
    sheet.freeze_panes = "A2"
    sheet.sheet_view.pane.state = "split"
    sheet.column_dimensions["B"].hidden = True
    book.save(tmp_path / "in.xlsx")
    written = sheet_of(rewrite(tmp_path / "in.xlsx"))
    assert (written.freeze_panes, {*written.column_dimensions}) == (None, set())


def test_the_same_rows_are_the_same_bytes_on_another_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def at(year: int) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Clock:
                return cls(year, 1, 2, tzinfo=tz)

        monkeypatch.setattr(zipfile.time, "localtime", lambda *_: Clock(year, 1, 2).timetuple())  # type: ignore[attr-defined]
        for module in (openpyxl.packaging.core, openpyxl.writer.excel):
            monkeypatch.setattr(module, "datetime", SimpleNamespace(datetime=Clock, timezone=timezone))

    made = []
    for year in (2025, 2026):
        at(year)
        path = save(tmp_path / "in.xlsx", ["a"], [date(2012, 3, 5)])
        made.append([path.read_bytes(), rewrite(path).read_bytes(), from_csv(path, "a\n1\n").read_bytes()])
    first, second = made
    assert first[0] != second[0]
    assert first[1:] == second[1:]
    with ZipFile(io.BytesIO(first[1])) as archive:
        assert {part.compress_type for part in archive.infolist()} == {ZIP_DEFLATED}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"period,date\n",
            "this is not an XLSX workbook: save a file of another kind (.xls, .ods), or one with a password, as .xlsx without one",
        ),
        (
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
            "the workbook is damaged: \"There is no item named '[Content_Types].xml' in the archive\"",
        ),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes | dict[str, str], message: str) -> None:
    path = tmp_path / "in.xlsx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with ZipFile(path, "w") as archive:
            for name, part in content.items():
                archive.writestr(name, part)
    assert refused(XlsxReader, path) == message


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    path, damaged = save(tmp_path / "in.xlsx", ["a"], [1], [2]), tmp_path / "damaged.xlsx"
    with ZipFile(path) as before, ZipFile(damaged, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(b'<row r="3"', b'<row r="x"') if "sheet1" in name else part)
    message = refused(values, damaged)
    assert message == "the sheet 'Dockets' is damaged: 'x' is not the number of a row"


@pytest.mark.parametrize("rows", [[], [[None, ""], ["a"]]])
def test_an_empty_first_row_is_refused(tmp_path: Path, rows: list[list[Any]]) -> None:
    path = save(tmp_path / "in.xlsx", *rows)
    assert refused(XlsxReader, path) == "the first row of the sheet is empty: it must name the columns"


def from_csv(path: Path, text: str, cells: tuple[str, ...] = GAINED) -> Path:
    read = CsvReader(io.StringIO(text, newline=""), ())
    writer = XlsxWriter(path)
    writer.start(read.headings, ADDED)
    for block in read.blocks(range(len(read.headings))):
        writer.write(block, [[cell] * len(block) for cell in cells])
    writer.end()
    return path


def test_cells_of_another_format_are_text(tmp_path: Path) -> None:
    path = from_csv(tmp_path / "out.xlsx", "a,=b\n=1+1,2012-03-05\n\n0042,#N/A\n1,2,3\n")
    after = contents(path)
    assert [[cell[:2] for cell in row[:2]] for row in after] == [
        [("a", "s"), ("=b", "s")],
        [("=1+1", "s"), ("2012-03-05", "s")],
        [("0042", "s"), ("#N/A", "s")],
        [('1,"2,3"', "s"), (None, "n")],
    ]
    assert [cell[0] for cell in after[1][2:]] == [datetime(2012, 6, 5), 13500, "two", "=not a formula"]


def test_a_date_before_those_of_spreadsheets_is_text(tmp_path: Path) -> None:
    days = [("1904-01-01", "", "", ""), ("1904-01-02", "", "", "")]
    found = [contents(from_csv(tmp_path / "out.xlsx", "a\n1\n", cells))[1][1] for cells in days]
    assert found == [("1904-01-01", "s", "General"), (datetime(1904, 1, 2), "d", "yyyy-mm-dd")]


def test_values_go_to_csv_and_json(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", ["a", "b"], [datetime(2012, 3, 5), "x"], [], [1.0, '"y"'])
    written = []
    for kind in (CsvWriter, JsonWriter):
        read, out = XlsxReader(path), io.StringIO(newline="")
        writer = kind(out)
        writer.start(read.headings, ADDED[:2])
        (block,) = read.blocks((0, 1))
        writer.write(block, [[cell] * len(block) for cell in ("2012-06-05", "5")])
        written.append(out.getvalue())
    assert written == [
        'a,b,due,total\r\n2012-03-05,x,2012-06-05,5\r\n1,"""y""",2012-06-05,5\r\n',
        '{"a": "2012-03-05", "b": "x", "due": "2012-06-05", "total": 5}\n{"a": "1", "b": "\\"y\\"", "due": "2012-06-05", "total": 5}\n',
    ]


def test_a_line_of_json_at_fault_is_kept_whole(tmp_path: Path) -> None:
    read = JsonReader(io.StringIO('{"a": "1", "b": "2"}\n{"a"}\n'))
    writer = XlsxWriter(tmp_path / "out.xlsx")
    writer.start(read.headings, ADDED)
    (block,) = read.blocks((0, 1))
    writer.write(block, [["", ""]] * 4)
    writer.end()
    assert values(tmp_path / "out.xlsx") == [["1", "2", "", "", "", ""], ['{"a"}', "", "", "", "", ""]]


def test_a_text_that_is_too_long_is_not_cut(tmp_path: Path) -> None:
    assert len(values(from_csv(tmp_path / "out.xlsx", f"a,b\n1,{'x' * 32_767}\n"))[0][1]) == 32_767
    assert refused(from_csv, tmp_path / "out.xlsx", f"a,b\n1,2\n1,{'x' * 32_768}\n") == (
        "row 3, column 'b': a text of 32,768 characters, and a cell of XLSX takes 32,767: write CSV or JSON Lines"
    )


def test_a_character_that_xml_has_not_is_refused(tmp_path: Path) -> None:
    assert refused(from_csv, tmp_path / "out.xlsx", "a,b\n1,x\x07\n") == (
        "row 2, column 'b': the character U+0007, which XLSX cannot hold: write CSV or JSON Lines"
    )
    assert refused(from_csv, tmp_path / "out.xlsx", "a\n1\n", ("", "", "", "\ufffe")) == (
        "row 2, column 'error': the character U+FFFE, which XLSX cannot hold: write CSV or JSON Lines"
    )


def test_rows_beyond_the_last_of_a_sheet_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsxwriter, "ROWS", 3)
    assert values(from_csv(tmp_path / "out.xlsx", "a\n1\n2\n", NOTHING)) == [["1", *NOTHING], ["2", *NOTHING]]
    assert refused(from_csv, tmp_path / "out.xlsx", "a\n1\n2\n3\n") == (
        "more than 3 rows with the headings, which a sheet of XLSX takes: write CSV or JSON Lines"
    )


def test_columns_beyond_the_last_of_a_sheet_are_refused(tmp_path: Path) -> None:
    writer = XlsxWriter(tmp_path / "out.xlsx")
    assert refused(writer.start, ["a"] * 16_381, ADDED) == (
        "16,385 columns, and a sheet of XLSX takes 16,384: write CSV or JSON Lines"
    )


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
    | st.sampled_from("\r\n\t=_x0041_")
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=3, max_size=3).filter(any), max_size=4))
def test_texts_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("texts") / "out.xlsx"
    writer = XlsxWriter(path)
    writer.start(["a", "b", "c"], [])
    writer.write(block_of([Row("", "", row) for row in rows], range(3)), [])
    writer.end()
    assert values(path) == rows


CELLS = (
    st.none()
    | st.booleans()
    | st.tuples(st.floats(allow_nan=False, allow_infinity=False).map(repr), st.just("General"), st.just("n"))
    | st.tuples(st.integers().map(str), st.sampled_from(["0", "dd/mm/yyyy", "[h]:mm"]), st.just("n"))
    | st.datetimes(datetime(1900, 3, 1)).map(lambda day: (day.replace(microsecond=0), "d mmm yyyy"))
    | st.from_regex("[a-z#=]{1,9}", fullmatch=True).map(lambda text: (text, "@", "s"))
    | st.just("=A1&B1")
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=3))
def test_cells_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[Any]]) -> None:
    path = save(tmp_path_factory.mktemp("cells") / "in.xlsx", ["a", "b"], *rows)

    def raw(path: Path) -> list[list[tuple[Any, ...]]]:
        book: Any = openpyxl.load_workbook(path, read_only=True)
        book._date_formats = ()
        found = [
            [(cell.value, cell.data_type, cell.value is not None and cell.number_format) for cell in row[:2]]
            for row in book.worksheets[0].iter_rows(max_col=2)
        ]
        book.close()
        while found and not any(cell[0] is not None for cell in found[-1]):
            found.pop()
        return found

    assert raw(rewrite(path, NOTHING)) == raw(path)
