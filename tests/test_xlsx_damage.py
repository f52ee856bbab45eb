"""Workbooks that are damaged, or larger than can be meant: refused in one line that names the place, and nothing lost."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from hanging import ended_within
from ipcalc.cli import run

ROWS = [["ref", "period", "date"], ["A", "tm-opposition", "2012-03-05"], ["B", "tm-opposition", "2024-01-08"]]
INLINE = b' t="inlineStr"><is><t>2012-03-05</t></is></c>'
SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one part changed."""
    found = path.with_name("changed.xlsx")
    with ZipFile(path) as before, ZipFile(found, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, change(text) if name == part else text)
    return found


def said(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a file that is refused by every command that reads it, and left as it was."""
    before, found = path.read_bytes(), set()
    for words in (
        ["batch", "deadlines", path, "-o", path.with_name("out.csv")],
        ["batch", "deadlines", path, "--in-place"],
        ["check", path],
    ):
        assert run([str(word) for word in words]) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        found.add(shown.err)
    assert path.read_bytes() == before
    assert not path.with_name("out.csv").exists()
    (line,) = found
    assert line.count("\n") == 1
    return line.removeprefix("ipcalc: ").strip()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'<row r="3"', b'<row r="2"', "row 2 comes after row 2"),
        (b'<row r="2"', b'<row r="4"', "the cell A2 stands in row 4"),
        (b'<row r="2"><c r="A2" ', b'<row r="4"><c ', "the cell B2 stands in row 4"),
        (b'<row r="3"', b'<row r="0"', "row 0 comes after row 2"),
        (b'<row r="3"', b'<row r="2000000000"', "row 2000000000 is beyond the last row of a sheet, 1048576"),
        (b'<row r="3"', b'<row r="3.0"', "'3.0' is not the number of a row"),
        (b'<c r="B2"', b'<c r="D2"', "the cell C2 comes after D2"),
        (b'<c r="C2"', b'<c r="B2"', "the cell B2 comes after B2"),
        (b'<c r="C2"', b'<c r="C3"', "the cell C3 stands in row 2"),
        (b'<c r="C2"', b'<c r="XFE2"', "the cell XFE2 is beyond the last column of a sheet, XFD"),
        (b'<c r="C2"', b'<c s="99" r="C2"', "the cell C2: there is no style 99, or not its number format"),
        (b' r="C2"' + INLINE, b' r="C2" t="s"><v>55</v></c>', "the cell C2: there is no shared text 55"),
        (b' r="C2"' + INLINE, b' r="C2" t="s"><v>-1</v></c>', "the cell C2: '-1' is not the shared text"),
        (b' r="C2"' + INLINE, b' r="C2"><v>1_0</v></c>', "the cell C2: '1_0' is not a number"),
        (b' r="C2"' + INLINE, b' r="C2"><v>1e999</v></c>', "the cell C2: '1e999' is not a number that can be held"),
        (b' r="C2"' + INLINE, b' r="C2" t="z"><v>5</v></c>', "the cell C2: 'z' is no kind of cell"),
        (b' r="C2"' + INLINE, b' r="C2"><v>5</v><v>6</v></c>', "the cell C2: <v> is there twice"),
        (b'<c r="C2"' + INLINE, b"<x><v>5</v></x>", "row 2 holds <x>, which is no cell"),
        (b'<row r="3">', b'</sheetData><row r="3">', "<row> stands where no row, or no other element, can be"),
    ],
)
def test_a_cell_out_of_place_is_damage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, old: bytes, new: bytes, message: str
) -> None:
    def change(text: bytes) -> bytes:
        assert text.count(old) == 1, text
        return text.replace(old, new)

    path = changed(workbook(tmp_path / "in.xlsx"), SHEET, change)
    assert said(path, capsys) == f"the sheet 'Sheet' is damaged: {message}"


def test_a_sheet_that_is_not_there_is_damage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = workbook(tmp_path / "in.xlsx")
    lost = path.with_name("lost.xlsx")
    with ZipFile(path) as before, ZipFile(lost, "w") as after:
        for name in before.namelist():
            if name != SHEET:
                after.writestr(name, before.read(name))
    assert said(lost, capsys) == "the workbook is damaged: the sheet 'Sheet' is not in it"


@pytest.mark.parametrize("at", range(3, 4000, 157))
def test_whatever_byte_is_wrong_it_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path, at: int) -> None:
    path = workbook(tmp_path / "in.xlsx")
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= 0x55
    path.write_bytes(content)
    assert run(["batch", "deadlines", str(path), "-o", str(tmp_path / "out.csv")]) in (0, 2)
    assert "Traceback" not in capsys.readouterr().err


def filled(before: bytes, of: bytes, after: bytes) -> Callable[[bytes], bytes]:
    """Puts something large into a sheet in place of its rows after the first."""
    return lambda text: text[: text.index(b'<row r="2"')] + before + of + after + text[text.index(b"</sheetData>") :]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            filled(b'<row r="2" x="', b"a" * 100_000_000, b'"></row>'),
            "its part 'xl/worksheets/sheet1.xml' is more than 200 times as large as in the archive",
        ),
        (
            filled(b'<row r="2" x="', b"".join(b"%x" % n for n in range(1_500_000)), b'"></row>'),
            "it holds a row, or something else, of more than 4,194,304 bytes",
        ),
        (
            filled(b'<row r="2">', b'<c r="A2"><v>1</v></c>' + b"<c/>" * 100_000, b"</row>"),
            "row 2 has 100001 cells, and a sheet has 16384 columns",
        ),
    ],
)  # fmt: skip
def test_what_is_larger_than_can_be_meant_is_refused_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, change: Callable[[bytes], bytes], message: str
) -> None:
    path = changed(workbook(tmp_path / "in.xlsx"), SHEET, change)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with ended_within():
        assert said(path, capsys) == f"the sheet 'Sheet' is damaged: {message}"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024
