"""Files of rows: nothing lost, nothing changed, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanging import ended_within
from ipcalc.cli import run
from ipcalc.law import load
from ipcalc.rows.blocks import BLOCK, Column, block_of, rows_of
from ipcalc.rows.csvfile import CsvReader, CsvWriter

DOCKET = "ref,period,date\nA,tm-opposition,2012-03-05\nB,tm-oposition,2012-03-05\n"
TODAY = ["--today", "2026-11-22"]
ADDED = "opens,due,act_by,rolls_to,extended,late,restoration,citation,evidence,notes,deadline_state,error"
FAILED = """ipcalc: {}
"""


def batch(*words: object) -> int:
    return run(["batch", "deadlines", *map(str, words), *TODAY])


def table_of(path: Path, **dialect: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), **dialect))


# ---------------------------------------------------------------------- nothing lost, nothing changed
cell = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(cell, min_size=3, max_size=3), max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    bom=st.sampled_from(["", "\ufeff"]),
)
def test_csv_is_written_as_it_was_read(rows: list[list[str]], delimiter: str, end: str, quoting: int, bom: str) -> None:
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["ref", "period", "date"])
    writer.writerows(rows)
    reader = CsvReader(io.StringIO(bom + made.getvalue(), newline=""), ("period", "date"))
    found = list(rows_of(reader))
    assert [row.fault for row in found] == [None] * len(found)
    assert [list(row.values) for row in found] == rows
    out = io.StringIO(newline="")
    copy = CsvWriter(out, reader)
    copy.start(reader.headings, [Column("error", "text")])
    copy.write(block_of(found, range(3)), [["x"] * len(found)])
    again = list(csv.reader(io.StringIO(out.getvalue().removeprefix(bom), newline=""), delimiter=delimiter))
    assert [row[:-1] for row in again if row] == [
        ["ref", "period", "date"],
        *[list(row.values) for row in found if not row.blank],
    ]
    assert {row[-1] for row in again[1:] if row} <= {"x"}
    assert out.getvalue().startswith(bom)


def test_every_row_comes_out_once_in_order_with_its_own_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(
        b"\xef\xbb\xbfref;period;date;note\r\n"
        b'1;tm-opposition;2012-03-05;"a ""quoted""; one\r\nover two lines"\r\n'
        b"\r\n"
        b"2;tm-opposition;2012-03-05\r\n"
        b'3;"tm-opposition;2012-03-05;open\r\n'
        b"4;tm-opposition;2012-03-05;x;y\r\n"
        b"5; tm-opposition ;05 Mar 2012; "
    )
    assert batch(source, "-o", tmp_path / "out.csv") == 1
    shown = (tmp_path / "out.csv").read_bytes().decode()
    lines = shown.split("\r\n")
    assert lines[0] == "\ufeffref;period;date;note;" + ADDED.replace(",", ";")
    assert shown.startswith("\ufeffref", 0)
    assert (
        '1;tm-opposition;2012-03-05;"a ""quoted""; one\r\nover two lines";;2012-06-05;2012-06-05;2012-06-05;2012-07-05;;;'
        in shown
    )
    assert lines[3] == ""
    assert lines[4] == "2;tm-opposition;2012-03-05;;;;;;;;;;;;;the row has 3 cells, the first line has 4"
    assert (
        lines[5]
        == '"3;""tm-opposition;2012-03-05;open";;;;;;;;;;;;;;;this line is not CSV: a quote is opened and never closed'
    )
    assert lines[6] == '4;tm-opposition;2012-03-05;"x;y";;;;;;;;;;;;the row has 5 cells, the first line has 4'
    assert lines[7].startswith("5; tm-opposition ;05 Mar 2012; ;;2012-06-05;")
    assert capsys.readouterr().err == (
        "5 rows: 2 answered, 3 failed\n"
        "       1  the row has 3 cells, the first line has 4\n"
        "       1  this line is not CSV: a quote is opened and never closed\n"
        "       1  the row has 5 cells, the first line has 4\n"
    )


def test_failed_rows_go_to_a_file_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--errors", tmp_path / "bad.csv") == 1
    reason = "unknown period 'tm-oposition'; did you mean tm-opposition, opposition or gi-opposition?"
    assert [(row["ref"], row["error"]) for row in table_of(tmp_path / "bad.csv")] == [("B", reason)]
    assert [(row["ref"], row["error"]) for row in table_of(tmp_path / "out.csv")] == [("A", ""), ("B", reason)]
    assert capsys.readouterr().err == (
        "2 rows: 1 answered, 1 failed\n"
        "       1  unknown period ...; did you mean tm-opposition, opposition or gi-opposition?\n"
    )


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    for name in ("one.csv", "two.csv"):
        assert batch(tmp_path / "in.csv", "-o", tmp_path / name) == 1
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_standard_input_and_output(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv") == 1
    words = [sys.executable, "-m", "ipcalc", "batch", "deadlines", "-", "--input-format", "csv", *TODAY]
    found = subprocess.run(words, input=DOCKET.encode(), capture_output=True, check=False)
    assert found.returncode == 1
    assert found.stdout == (tmp_path / "out.csv").read_bytes()
    assert found.stderr.startswith(b"2 rows: 1 answered, 1 failed")


def test_other_headings_and_one_period_for_all(tmp_path: Path) -> None:
    source = tmp_path / "journal.csv"
    source.write_text("Our Ref;Advt Date\nA-1;05/01/2026\n")
    options = ["--period", "tm-opposition", "--map", "Our Ref=ref,Advt Date=date", "--dayfirst"]
    assert batch(source, "-o", tmp_path / "out.csv", *options) == 0
    assert [row["due"] for row in table_of(tmp_path / "out.csv", delimiter=";")] == ["2026-05-05"]


def test_another_encoding_is_named_and_can_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("ref,period,date\nx,tm-opposition,2012-03-05\nSão,tm-opposition,2012-03-05\n".encode("cp1252"))
    assert batch(source, "-o", tmp_path / "out.csv") == 2
    says = f"ipcalc: {source} is not UTF-8 (line 3, byte 0xe3): give its encoding, for example --encoding cp1252 (or utf-16)\n"
    assert capsys.readouterr().err == says
    assert not (tmp_path / "out.csv").exists()
    assert batch(source, "-o", tmp_path / "out.csv", "--encoding", "cp1252") == 0
    assert b"\nS\xe3o,tm-opposition,2012-03-05,,2012-06-05," in (tmp_path / "out.csv").read_bytes()


@pytest.mark.parametrize(
    ("encoding", "exact", "mark"),
    [
        *[("utf-16", "utf-16-le", mark) for mark in ("", "\ufeff")],
        *[("utf-16-be", "utf-16-be", mark) for mark in ("", "\ufeff")],
        *[("utf-8-sig", "utf-8", mark) for mark in ("", "\ufeff")],
        *[("utf-8", "utf-8", mark) for mark in ("", "\ufeff")],
        *[(exact[:6], exact, "\ufeff") for exact in ("utf-16-be", "utf-32-le", "utf-32-be")],
    ],
)
def test_byte_order_and_its_mark_are_kept(tmp_path: Path, encoding: str, exact: str, mark: str) -> None:
    (tmp_path / "plain.csv").write_text(DOCKET)
    (tmp_path / "in.csv").write_bytes((mark + DOCKET).encode(exact))
    assert batch(tmp_path / "plain.csv", "-o", tmp_path / "answered.csv") == 1
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--encoding", encoding) == 1
    answered = mark + (tmp_path / "answered.csv").read_text()
    assert (tmp_path / "out.csv").read_bytes().decode(exact) == answered


def test_standard_input_shows_its_byte_order(tmp_path: Path) -> None:
    source = b"\xfe\xff" + DOCKET.encode("utf-16-be")
    words = [sys.executable, "-m", "ipcalc", "batch", "deadlines", "-", "--input-format", "csv", "--encoding", "utf-16"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdin is not None
        running.stdin.write(source[:1])
        running.stdin.flush()
        time.sleep(0.5)
        shown, _ = running.communicate(source[1:])
    assert shown.startswith(b"\xfe\xff" + "ref,period,date,opens,".encode("utf-16-be"))


def test_utf_16_is_recognised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    for has, given_ in (("utf-16-le", "utf-8"), ("utf-16-be", "cp1252"), ("utf-16-be", "utf-16")):
        source.write_bytes(DOCKET.encode(has))
        assert batch(source, "-o", tmp_path / "out.csv", "--encoding", given_) == 2
        assert capsys.readouterr().err == f"ipcalc: {source} looks like {has.upper()}: give --encoding {has}\n"


def test_the_place_of_a_bad_byte_is_told_in_any_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes((DOCKET + "\u0a0a,").encode("utf-16") + b"\x41\xd8\x0a\x00")
    assert batch(source, "-o", tmp_path / "out.csv", "--encoding", "utf-16") == 2
    says = f"ipcalc: {source} is not UTF-16-LE (line 4, byte 0x41): give the encoding that it has with --encoding\n"
    assert capsys.readouterr().err == says


def test_another_format_is_utf_8(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(
        "ref,period,date\nSão,tm-opposition,2012-03-05\nô,tm-oposition,2012-03-05\n".encode("cp1252")
    )
    words = ["-o", tmp_path / "out.jsonl", "--errors", tmp_path / "bad.csv", "--encoding", "cp1252"]
    assert batch(tmp_path / "in.csv", *words) == 1
    assert (tmp_path / "out.jsonl").read_text("utf-8").startswith('{"ref": "São", ')
    assert (tmp_path / "bad.csv").read_text("cp1252").splitlines()[1].startswith("ô,tm-oposition,")
    (tmp_path / "in.jsonl").write_text('{"ref": "\\u0915", "period": "tm-opposition", "date": "2012-03-05"}\n')
    assert batch(tmp_path / "in.jsonl", "-o", tmp_path / "esc.csv", "--encoding", "cp1252") == 0
    assert table_of(tmp_path / "esc.csv")[0]["ref"] == "\u0915"


def test_a_character_that_the_encoding_lacks_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.jsonl").write_text('{"period": "\\u0915", "date": "2012-03-05"}\n')
    out = tmp_path / "out.jsonl"
    assert batch(tmp_path / "in.jsonl", "-o", out, "--encoding", "cp1252") == 2
    assert capsys.readouterr().err == (
        f"ipcalc: {out} cannot be written in CP1252, the encoding of FILE, which has no 'क' (U+0915): make FILE UTF-8,"
        " or write another format\n"
    )
    assert not out.exists()


# ---------------------------------------------------------------------- standard streams
MAIN = "import pathlib, sys; from ipcalc.law import load; load.COMPILED = pathlib.Path(sys.argv.pop(1)); from ipcalc.cli import main; main()"


def shell(folder: Path, command: str) -> tuple[int, str, str]:
    """What a command of the shell gives: its status, standard output and standard error."""
    ipcalc = f"ipcalc() {{ '{sys.executable}' -c '{MAIN}' '{load.COMPILED}' \"$@\"; }}\n"
    found = subprocess.run(["sh", "-c", ipcalc + command], cwd=folder, capture_output=True, text=True, check=False)
    return found.returncode, found.stdout, found.stderr


SUMMARY = (
    "2 rows: 1 answered, 1 failed\n"
    "       1  unknown period ...; did you mean tm-opposition, opposition or gi-opposition?\n"
)
SAME = "; use --in-place to add to the file itself"
STREAMS = {
    "batch deadlines in.csv -o out.csv 2>&-": (1, ""),
    "batch deadlines in.csv -o out.csv >&-": (1, SUMMARY),
    "batch deadlines in.csv >&-": (2, "ipcalc: the answer cannot be written: Bad file descriptor\n"),
    "batch deadlines - --input-format csv <&-": (2, "ipcalc: standard input cannot be read: it is closed\n"),
    "check - --input-format csv <&-": (2, "ipcalc: standard input cannot be read: it is closed\n"),
    "batch deadlines - --input-format csv -o in.csv < in.csv": (2, f"ipcalc: FILE and -o are the same file: in.csv{SAME}\n"),
    "batch deadlines - --input-format csv -o out.csv --errors in.csv < in.csv": (2, "ipcalc: FILE and --errors are the same file: in.csv\n"),
    "batch deadlines in.csv >> in.csv": (2, f"ipcalc: FILE and standard output are the same file: in.csv{SAME}\n"),
    "batch deadlines - --input-format csv < in.csv >> in.csv": (2, f"ipcalc: FILE and standard output are the same file{SAME}\n"),
    "batch deadlines in.csv --errors bad.csv >> bad.csv": (2, "ipcalc: --errors and standard output are the same file: bad.csv\n"),
}  # fmt: skip


@pytest.mark.parametrize(("command", "says"), STREAMS.items())
def test_standard_streams_that_are_closed_or_the_file_itself(
    tmp_path: Path, command: str, says: tuple[int, str]
) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    status, out, err = shell(tmp_path, f"ipcalc {command}")
    assert (status, out, err) == (says[0], "", says[1])
    assert (tmp_path / "in.csv").read_text() == DOCKET
    assert (tmp_path / "out.csv").exists() == (status == 1)


def test_the_summary_of_a_check_is_not_mixed_with_what_it_reports(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("period,date\nfer,2025-12-30\n")
    command = "ipcalc check in.csv --today 2026-01-05 --report github"
    said = "1 row (0 done): nothing lapsed or overdue, and nothing due within 30 days of Mon 2026-01-05\n"
    assert shell(tmp_path, command) == (0, "", said)
    assert shell(tmp_path, f"{command} 2>&-") == (0, "", "")


def test_a_pipe_that_is_given_as_a_path_is_read(tmp_path: Path) -> None:
    row = '{"ref": "1", "period": "tm-opposition", "date": "2012-03-05"}\n'
    (tmp_path / "in.jsonl").write_text(row)
    assert batch(tmp_path / "in.jsonl", "-o", tmp_path / "out.jsonl") == 0
    command = f"cat in.jsonl | ipcalc batch deadlines /dev/stdin --input-format jsonl {' '.join(TODAY)}"
    answered = (tmp_path / "out.jsonl").read_text()
    assert shell(tmp_path, command) == (0, answered, "1 row: 1 answered, 0 failed\n")
    status, out, err = shell(tmp_path, "cat in.jsonl | ipcalc check /dev/stdin --input-format jsonl --report github")
    assert (status, err) == (1, "1 row (0 done): 1 lapsed\n")
    assert out.startswith("::error file=/dev/stdin,line=1,")
    assert batch(tmp_path / "in.jsonl", "-o", tmp_path / "in.xlsx") == 0
    command = "cat in.xlsx | ipcalc batch deadlines /dev/stdin --input-format xlsx -o out.csv"
    says = "ipcalc: the file has a column 'opens' already, which is one that is added: rename it, or use --in-place to replace the columns of an earlier run\n"
    assert shell(tmp_path, command) == (2, "", says)


# ---------------------------------------------------------------------- in place
def test_in_place_keeps_a_backup_and_replaces_its_own_columns(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text('ref,period,date\n"A, ""x""",tm-opposition,2012-03-05\n')
    assert batch(source, "--in-place") == 0
    once = source.read_bytes()
    assert (tmp_path / "in.csv.bak").read_text() == 'ref,period,date\n"A, ""x""",tm-opposition,2012-03-05\n'
    assert batch(source, "--in-place") == 0
    assert source.read_bytes() == once
    assert (tmp_path / "in.csv.bak").read_bytes() == once
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "in.csv.bak"]


def test_in_place_keeps_so_many_backups_the_latest_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    for number in range(4):
        source.write_text(f"ref,period,date\n{number},tm-opposition,2012-03-05\n")
        assert batch(source, "--in-place", "--backups", 2) == 0
    kept = {path.name: path.read_text().splitlines()[1][0] for path in tmp_path.iterdir() if path != source}
    assert kept == {"in.csv.bak": "3", "in.csv.bak2": "2"}
    (tmp_path / "in.csv.bak").unlink()
    assert batch(source, "--in-place", "--backups", 0) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "in.csv.bak2"]
    capsys.readouterr()
    assert batch(source, "--backups", 2) == 2
    assert capsys.readouterr().err == "ipcalc: --backups is for --in-place\n"


def test_what_a_reader_refuses_leaves_the_file_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    for row in (["period", "date"], ["tm-opposition", "2012-03-05"], ["tm-opposition", "2012-03-05", "x"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "in.xlsx")
    before = (tmp_path / "in.xlsx").read_bytes()
    assert batch(tmp_path / "in.xlsx", "--in-place", "--errors", tmp_path / "bad.csv") == 2
    says = "ipcalc: row 3: column C holds 'x' and has no heading: name it in the first row\n"
    assert capsys.readouterr().err == says
    assert (tmp_path / "in.xlsx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["in.xlsx"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_file_keeps_its_owner_and_group(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text(DOCKET)
    os.chown(source, 1234, 4321)
    source.chmod(0o640)
    assert batch(source, "--in-place") == 1
    for path in (source, tmp_path / "in.csv.bak"):
        there = path.stat()
        assert (there.st_uid, there.st_gid, there.st_mode & 0o777) == (1234, 4321, 0o640)


# ---------------------------------------------------------------------- refused before anything is written
REFUSED = {
    "ref,perod,date\n": "the column 'perod' looks like a misspelt 'period': rename it, or say --map perod=period",
    "ref,period,date,Priorty\n": "the column 'Priorty' looks like a misspelt 'priority': rename it, or say --map Priorty=priority",
    "ref,period,date,date\n": "the column 'date' is there twice (columns 3 and 4)",
    "ref,period,date,Date\n": "the columns 'date' and 'Date' differ only in capitals, spaces or hyphens: rename one",
    "ref,period,date,due\n": "the file has a column 'due' already, which is one that is added: rename it, or use --in-place to replace the columns of an earlier run",
    "ref,date\n": "no column 'period': name it with --map HEADING=period, or give --period for all rows",
    "ref,period\n": "no column 'date', and none for an event: name it with --map HEADING=date",
    "": "the file is empty: its first line must name the columns",
}


@pytest.mark.parametrize(("text", "says"), REFUSED.items())
def test_a_doubtful_heading_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    (tmp_path / "in.csv").write_text(text)
    (tmp_path / "out.csv").write_text("what stood there before")
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv") == 2
    assert capsys.readouterr().err == f"ipcalc: {says}\n"
    assert (tmp_path / "out.csv").read_text() == "what stood there before"


def test_files_that_cannot_be_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(DOCKET)
    Path("link.csv").symlink_to("in.csv")
    Path("loop.csv").symlink_to("loop.csv")
    Path("hard.csv").hardlink_to("in.csv")
    said = {}
    for words in (
        "in.csv -o in.csv", "in.csv -o link.csv", "in.csv -o out.csv --errors out.csv", "none.csv -o out.csv", "in.csv -o nowhere/out.csv",
        "in.csv -o out.doc", "in.doc -o out.csv", ". -o out.csv", "- -o out.csv", "in.csv -o out.csv --in-place", "in.csv -o out.csv --encoding klingon",
        "in.csv -o out.csv --map a=date", "in.csv -o out.csv --map ref=dat", "in.csv -o out.csv --map ref",
        "in.csv -o out.csv --encoding hex", "in.csv -o out.csv --encoding rot13", "in.csv -o loop.csv", "loop.csv -o out.csv", "loop.csv --in-place",
        "in.csv -o hard.csv", "in.csv -o out.csv --errors hard.csv", ". --input-format jsonl", ". --input-format xlsx",
    ):  # fmt: skip
        assert batch(*words.split()) == 2, words
        said[words] = capsys.readouterr().err.removeprefix("ipcalc: ").rstrip("\n")
    assert said == {
        "in.csv -o in.csv": "FILE and -o are the same file: in.csv; use --in-place to add to the file itself",
        "in.csv -o link.csv": "FILE and -o are the same file: link.csv; use --in-place to add to the file itself",
        "in.csv -o out.csv --errors out.csv": "-o and --errors are the same file: out.csv",
        "none.csv -o out.csv": "none.csv cannot be read: No such file or directory",
        "in.csv -o nowhere/out.csv": "nowhere/out.csv cannot be written: No such file or directory",
        "in.csv -o out.doc": "out.doc has none of the suffixes .csv, .tsv, .txt, .jsonl, .ndjson, .xlsx: name -o FILE with one",
        ". -o out.csv": ". is a folder: name a file",
        "in.doc -o out.csv": "in.doc has none of the suffixes .csv, .tsv, .txt, .jsonl, .ndjson, .xlsx: give --input-format csv, jsonl or xlsx",
        "- -o out.csv": "standard input has no suffix: give --input-format csv, jsonl or xlsx",
        "in.csv -o out.csv --in-place": "--in-place writes to FILE itself: not with -o, and not with standard input",
        "in.csv -o out.csv --encoding klingon": "--encoding klingon: there is no such encoding of text",
        "in.csv -o out.csv --map a=date": "--map a=date: the file has no column 'a'",
        "in.csv -o out.csv --map ref=dat": "--map ref=dat: no column 'dat' is read; did you mean date?",
        "in.csv -o out.csv --map ref": "--map 'ref': write HEADING=COLUMN, several with commas",
        "in.csv -o out.csv --encoding hex": "--encoding hex: there is no such encoding of text",
        "in.csv -o out.csv --encoding rot13": "--encoding rot13: there is no such encoding of text",
        "in.csv -o loop.csv": "loop.csv cannot be written: Too many levels of symbolic links",
        "loop.csv -o out.csv": "loop.csv cannot be read: Too many levels of symbolic links",
        "loop.csv --in-place": "loop.csv cannot be read: Too many levels of symbolic links",
        "in.csv -o hard.csv": "FILE and -o are the same file: hard.csv; use --in-place to add to the file itself",
        "in.csv -o out.csv --errors hard.csv": "FILE and --errors are the same file: hard.csv",
        ". --input-format jsonl": ". cannot be read: Is a directory",
        ". --input-format xlsx": ". cannot be read: Is a directory",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hard.csv", "in.csv", "link.csv", "loop.csv"]


def test_a_device_without_end_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    for kind in ("csv", "jsonl", "xlsx"):
        assert batch("/dev/zero", "--input-format", kind) == 2
        assert capsys.readouterr().err == "ipcalc: /dev/zero cannot be read: it is a device, not a file\n"


def test_more_columns_than_a_sheet_has_are_refused_at_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    for columns, message in ((16_385, "16,385 columns; at most 16,384 are allowed"), (100_000, "100,000 columns")):
        path.write_text(",".join(f"c{number}" for number in range(columns)) + "\n")
        with ended_within():
            assert batch(path) == 2
        assert message in capsys.readouterr().err


def test_very_many_columns_are_read(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    names = [*(f"c{number}" for number in range(16_000)), "period", "date"]
    path.write_text(",".join(names) + "\n" + "," * 16_000 + "tm-opposition,2012-03-05\n")
    with ended_within():
        assert batch(path, "-o", tmp_path / "out.csv") == 0


def test_a_heading_whose_quote_is_never_closed_does_not_hang(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "in.csv"
    path.write_text('"period,date\n' + "tm-opposition,2012-03-05\n" * 200_000)
    with ended_within():
        assert batch(path) == 2
    assert capsys.readouterr().err == "ipcalc: the first line is not CSV: field larger than field limit (1048576)\n"


# ---------------------------------------------------------------------- whole or not at all
def _interrupts() -> None:
    """Let a signal end a process, whether or not it is ignored here, as in the background or under nohup."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def long_run(tmp_path: Path) -> subprocess.Popen[bytes]:
    """A run that takes some seconds, in the middle of its work."""
    rows = "".join(f"{n},tm-opposition,2012-03-05\n" for n in range(400_000))
    (tmp_path / "in.csv").write_text("ref,period,date\n" + rows)
    (tmp_path / "out.csv").write_text("what stood there before")
    words = [sys.executable, "-m", "ipcalc", "batch", "deadlines", "in.csv", "-o", "out.csv", *TODAY]
    running = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=_interrupts)
    while not any(path.stat().st_size for path in tmp_path.glob(".out.csv.*.part")):
        assert running.poll() is None
        time.sleep(0.01)
    return running


@pytest.mark.parametrize(
    ("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)]
)
def test_what_is_stopped_leaves_what_stood_there(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    running = long_run(tmp_path)
    running.send_signal(sent)
    running.communicate(timeout=60)
    assert running.returncode == status
    assert (tmp_path / "out.csv").read_text() == "what stood there before"
    left = [path for path in tmp_path.iterdir() if path.name.endswith(".part")]
    assert bool(left) == (sent is signal.SIGKILL)
    (tmp_path / ".out.csv.notes.part").write_text("not of a run")
    (tmp_path / "in.csv").write_text(DOCKET)
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.csv.notes.part", "in.csv", "out.csv"]


def test_what_a_run_at_work_has_begun_is_left_to_it(tmp_path: Path) -> None:
    running = long_run(tmp_path)
    (begun,) = tmp_path.glob(".out.csv.*.part")
    (tmp_path / "small.csv").write_text(DOCKET)
    assert batch(tmp_path / "small.csv", "-o", tmp_path / "out.csv") == 1
    assert running.poll() is not None or begun.exists()
    running.kill()
    running.communicate(timeout=60)


def test_a_signal_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv") == 1
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("ref,period,date\n" + "1,tm-opposition,2012-03-05\n" * 50_000)
    words = [sys.executable, "-m", "ipcalc", "batch", "deadlines", "in.csv", *TODAY]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(100)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_a_full_disk_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    (tmp_path / "in.csv").write_text(DOCKET)
    (tmp_path / "full.csv").symlink_to("/dev/full")
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "full.csv") == 2
    assert capsys.readouterr().err == f"ipcalc: {tmp_path}/full.csv cannot be written: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_the_output_that_fails_is_named_and_no_other_takes_its_place(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    (tmp_path / "out.csv").write_text("what stood there before")
    (tmp_path / "full.csv").symlink_to("/dev/full")
    full = (2, "", "ipcalc: full.csv cannot be written: No space left on device\n")
    assert shell(tmp_path, "ipcalc batch deadlines in.csv -o out.csv --errors full.csv") == full
    assert shell(tmp_path, "ipcalc batch deadlines in.csv --in-place --errors full.csv") == full
    answer = (2, "", "ipcalc: the answer cannot be written: No space left on device\n")
    assert shell(tmp_path, "ipcalc batch deadlines in.csv --errors bad.csv > /dev/full") == answer
    assert (tmp_path / "out.csv").read_text() == "what stood there before"
    assert (tmp_path / "in.csv").read_text() == DOCKET
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full.csv", "in.csv", "out.csv"]


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.xlsx"])
def test_a_file_that_cannot_grow_is_left_as_it_was(tmp_path: Path, name: str) -> None:
    (tmp_path / "in.csv").write_text(
        "ref,period,date\n" + "".join(f"{n * 7919},tm-opposition,2012-03-05\n" for n in range(1000))
    )
    (tmp_path / name).write_text("what stood there before")
    says = f"ipcalc: {name} cannot be written: File too large; the old file is unchanged\n"
    assert shell(tmp_path, f"ulimit -f 1; ipcalc batch deadlines in.csv -o {name}") == (2, "", says)
    assert (tmp_path / name).read_text() == "what stood there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["in.csv", name])


def test_the_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(DOCKET)
    (tmp_path / "out.csv").touch(mode=0o600)
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv") == 1
    assert os.stat(tmp_path / "out.csv").st_mode & 0o777 == 0o600


MIXED = "period,date,note\ntm-opposition,2012-03-05,x\r\ntm-opposition,2012-03-05,y\n"


def test_a_line_end_that_differs_from_that_of_the_headings_is_kept(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(MIXED.encode())
    assert run(["batch", "deadlines", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), *TODAY]) == 0
    lines = (tmp_path / "out.csv").read_bytes().split(b"\n")
    assert [line.endswith(b"\r") for line in lines] == [False, True, False, False]
    assert lines[1].startswith(b"tm-opposition,2012-03-05,x,,2012-06-05,")


def test_a_cell_may_hold_many_lines(tmp_path: Path) -> None:
    abstract = "\n".join(f"line {number} of a long abstract" for number in range(12_000))
    (tmp_path / "in.csv").write_text(f'period,date,note\nfer,2025-01-01,"{abstract}"\nfer,2025-01-01,ok\n')
    assert run(["batch", "deadlines", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), *TODAY]) == 0
    with (tmp_path / "out.csv").open(newline="") as text:
        rows = list(csv.reader(text))
    assert [row[2] for row in rows] == ["note", abstract, "ok"]
    assert [row[4] for row in rows] == ["due", "2025-07-01", "2025-07-01"]


def test_a_file_with_a_row_at_fault_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "in.csv"
    path.write_text('period,date,note\nfer,2025-01-01,"x\ny"\nfer,2025-01-01\n')
    before = path.read_bytes()
    assert run(["batch", "deadlines", str(path), "--in-place", *TODAY]) == 2
    assert capsys.readouterr().err == (
        "ipcalc: line 4: the row has 2 cells, the first line has 3: FILE is left as it was; correct the line, or write to"
        " another file with -o\n"
    )
    assert [each.name for each in tmp_path.iterdir()] == ["in.csv"]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("filing-date", "; did you mean filing, user-filing or main-filing?"),
        ("due", "; did you mean done or date?"),
    ],
)
def test_a_heading_can_only_stand_for_a_column_that_is_read(
    name: str, advice: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "in.csv"
    path.write_text("Our Ref,Task,D,F\n1,rfe,2022-06-01,2023-05-30\n")
    words = ["batch", "deadlines", str(path), "--map", f"Our Ref=ref,Task=period,D=date,F={name}", *TODAY]
    assert run(words) == 2
    assert capsys.readouterr().err == f"ipcalc: --map F={name}: no column {name!r} is read{advice}\n"


def test_help_says_what_today_is_of_a_payment(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", "fees", "--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "--today DATE Day of payment if neither the row nor --on gives one. [default: today]" in shown


def test_headings_with_commas_tell_the_delimiter_where_they_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('"Mark, class, and goods";"Advt Date"\n"A, 3";05/03/2012\n')
    pairs = 'Advt Date=date,"Mark, class, and goods=ref"'
    words = ["batch", "deadlines", str(path), "--map", pairs, "--period", "tm-opposition", "--dayfirst"]
    assert run([*words, "-o", str(tmp_path / "out.csv"), *TODAY]) == 0
    heading, row = (tmp_path / "out.csv").read_text().splitlines()
    assert heading.startswith('"Mark, class, and goods";"Advt Date";opens;due;')
    assert row.startswith('"A, 3";05/03/2012;;2012-06-05;')


def test_outputs_are_on_the_disk_before_any_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.csv").write_text("period,date\ntm-opposition,2012-03-05\nx,2012-03-05\n")
    done: list[tuple[str, int]] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append(("on the disk", os.fstat(handle).st_ino))
        sync(handle)

    def replaced(part: Path, path: Path) -> None:
        done.append(("in place", os.stat(part).st_ino))
        replace(part, path)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--errors", tmp_path / "bad.csv") == 1
    out, bad, folder = ((tmp_path / name).stat().st_ino for name in ("out.csv", "bad.csv", "."))
    assert done == [
        ("on the disk", out),
        ("on the disk", bad),
        ("in place", out),
        ("on the disk", folder),
        ("in place", bad),
        ("on the disk", folder),
    ]


@pytest.mark.parametrize("place", [1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1])
@pytest.mark.parametrize(
    ("odd", "kept"),
    [
        ('"a\nb",tm-opposition,2012-03-05\n', '"a\nb",tm-opposition,2012-03-05,*\n'),
        ('x"y,tm-opposition,2012-03-05\n', 'x"y,tm-opposition,2012-03-05,*\n'),
        ('"open,tm-opposition,2012-03-05\n', '"""open,tm-opposition,2012-03-05",,,this line is not CSV: *\n'),
        ("\n", "\n"),
        ("1,2\r\n", "1,2,,the row has 2 cells, the first line has 3\r\n"),
        (
            "1,tm-opposition,2012-03-05,4\n",
            '1,tm-opposition,"2012-03-05,4",the row has 4 cells, the first line has 3\n',
        ),
    ],
)
def test_an_odd_row_at_the_border_of_a_block_changes_no_other(odd: str, kept: str, place: int) -> None:
    plain = [f"{number},tm-opposition,2012-03-05\n" for number in range(2 * BLOCK + 3)]
    text = "".join(["ref,period,date\n", *plain[:place], odd, *plain[place:]])
    reader = CsvReader(io.StringIO(text, newline=""), ("period", "date"))
    found = list(rows_of(reader))
    assert len(found) == len(plain) + 1
    assert [row.text + row.end for row in found[:place] + found[place + 1 :]] == plain
    row = found[place]
    written = row.text + row.end if row.blank else f"{row.text},{row.fault or '*'}{row.end}"
    assert written.startswith(kept.partition("*")[0])
    assert [list(each.values) for each in found[:place]] == [
        [str(n), "tm-opposition", "2012-03-05"] for n in range(place)
    ]


def test_an_empty_line_is_no_row_even_of_one_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text("date\n2012-03-05\n\n2012-03-06\n")
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--period", "tm-opposition") == 0
    assert capsys.readouterr().err == "2 rows: 2 answered, 0 failed\n"
    assert (tmp_path / "out.csv").read_text().split("\n")[2] == ""


def test_a_day_at_the_end_of_the_calendar_fails_its_row_alone(tmp_path: Path) -> None:
    days = ("9999-12-31", "9999-03-31", "9998-12-31", "2012-03-05")
    rows = [f"{period},{day}\n" for period in ("tm-agent-continuance", "patent-working-statement") for day in days]
    (tmp_path / "in.csv").write_text("".join(["period,date\n", *rows]))
    assert batch(tmp_path / "in.csv", "-o", tmp_path / "out.csv") in (0, 1)
    assert len(table_of(tmp_path / "out.csv")) == len(rows)


def test_objects_without_keys_have_one_empty_cell(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("{}\n{}\n")
    words = ["--fee", "tm-renewal", "--on", "2026-01-05", "-o", str(tmp_path / "out.csv")]
    assert run(["batch", "fees", str(tmp_path / "in.jsonl"), *words]) == 0
    assert [line.split(",")[:2] for line in (tmp_path / "out.csv").read_text().splitlines()] == [
        ["", "total"],
        ["", "9000"],
        ["", "9000"],
    ]
