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

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcalc.batch.csvfile import CsvReader, CsvWriter
from ipcalc.batch.rows import Column
from ipcalc.cli import run

DOCKET = "ref,period,date\nA,tm-opposition,2012-03-05\nB,tm-oposition,2012-03-05\n"
TODAY = ["--today", "2026-11-22"]
ADDED = "opens,due,act_by,rolls_to,extended,late,restoration,citation,evidence,notes,error"
FAILED = """ipcalc: {}
"""


def batch(*words: object) -> int:
    return run(["batch", "deadlines", *map(str, words), *TODAY])


def rows_of(path: Path, **dialect: str) -> list[dict[str, str]]:
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
    found = list(reader.rows())
    assert [row.fault for row in found] == [None] * len(found)
    assert [row.values for row in found] == rows
    out = io.StringIO(newline="")
    copy = CsvWriter(out, reader)
    copy.start(reader.headings, [Column("error", "text")])
    copy.write(found, [["x"]] * len(found))
    again = list(csv.reader(io.StringIO(out.getvalue().removeprefix(bom), newline=""), delimiter=delimiter))
    assert [row[:-1] for row in again if row] == [
        ["ref", "period", "date"],
        *[row.values for row in found if not row.blank],
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
    assert lines[4] == "2;tm-opposition;2012-03-05;;;;;;;;;;;;the row has 3 cells, the first line has 4"
    assert (
        lines[5]
        == '"3;""tm-opposition;2012-03-05;open";;;;;;;;;;;;;;this line is not CSV: a quote is opened and never closed'
    )
    assert lines[6] == '4;tm-opposition;2012-03-05;"x;y";;;;;;;;;;;the row has 5 cells, the first line has 4'
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
    assert [(row["ref"], row["error"]) for row in rows_of(tmp_path / "bad.csv")] == [("B", reason)]
    assert [(row["ref"], row["error"]) for row in rows_of(tmp_path / "out.csv")] == [("A", ""), ("B", reason)]
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
    assert [row["due"] for row in rows_of(tmp_path / "out.csv", delimiter=";")] == ["2026-05-05"]


def test_another_encoding_is_named_and_can_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("ref,period,date\nx,tm-opposition,2012-03-05\nSão,tm-opposition,2012-03-05\n".encode("cp1252"))
    assert batch(source, "-o", tmp_path / "out.csv") == 2
    says = f"ipcalc: {source} is not UTF-8 (line 3, byte 0xe3): give its encoding, for example --encoding cp1252 (or utf-16)\n"
    assert capsys.readouterr().err == says
    assert not (tmp_path / "out.csv").exists()
    assert batch(source, "-o", tmp_path / "out.csv", "--encoding", "cp1252") == 0
    assert b"\nS\xe3o,tm-opposition,2012-03-05,,2012-06-05," in (tmp_path / "out.csv").read_bytes()


# ---------------------------------------------------------------------- in place
def test_in_place_keeps_a_backup_and_replaces_its_own_columns(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text('ref,period,date\n"A, ""x""",tm-opposition,2012-03-05\n')
    assert batch(source, "--in-place") == 0
    once = source.read_bytes()
    assert (tmp_path / "in.csv.bak").read_text() == 'ref,period,date\n"A, ""x""",tm-opposition,2012-03-05\n'
    assert batch(source, "--in-place") == 0
    assert source.read_bytes() == once
    assert (tmp_path / "in.csv.bak2").read_bytes() == once
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "in.csv.bak", "in.csv.bak2"]


# ---------------------------------------------------------------------- refused before anything is written
REFUSED = {
    "ref,perod,date\n": "the column 'perod' is one slip away from 'period': rename it, or say --map perod=period",
    "ref,period,date,Priorty\n": "the column 'Priorty' is one slip away from 'priority': rename it, or say --map Priorty=priority",
    "ref,period,date,date\n": "the column 'date' is there twice (columns 3 and 4)",
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
    said = {}
    for words in (
        "in.csv -o in.csv", "in.csv -o link.csv", "in.csv -o out.csv --errors out.csv", "none.csv -o out.csv", "in.csv -o nowhere/out.csv",
        "in.csv -o out.doc", "in.doc -o out.csv", "- -o out.csv", "in.csv -o out.csv --in-place", "in.csv -o out.csv --encoding klingon",
        "in.csv -o out.csv --map a=date", "in.csv -o out.csv --map ref=dat", "in.csv -o out.csv --map ref",
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
        "in.doc -o out.csv": "in.doc has none of the suffixes .csv, .tsv, .txt, .jsonl, .ndjson, .xlsx: give --input-format csv, jsonl or xlsx",
        "- -o out.csv": "standard input has no suffix: give --input-format csv, jsonl or xlsx",
        "in.csv -o out.csv --in-place": "--in-place writes to FILE itself: not with -o, and not with standard input",
        "in.csv -o out.csv --encoding klingon": "--encoding klingon: there is no such encoding",
        "in.csv -o out.csv --map a=date": "--map a=date: the file has no column 'a'",
        "in.csv -o out.csv --map ref=dat": "--map ref=dat: no column 'dat' is read; did you mean date?",
        "in.csv -o out.csv --map ref": "--map 'ref': write HEADING=COLUMN, several with commas",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "link.csv"]


# ---------------------------------------------------------------------- whole or not at all
def long_run(tmp_path: Path) -> subprocess.Popen[bytes]:
    """A run that takes some seconds, in the middle of its work."""
    rows = "".join(f"{n},tm-opposition,2012-03-05\n" for n in range(400_000))
    (tmp_path / "in.csv").write_text("ref,period,date\n" + rows)
    (tmp_path / "out.csv").write_text("what stood there before")
    words = [sys.executable, "-m", "ipcalc", "batch", "deadlines", "in.csv", "-o", "out.csv", *TODAY]
    running = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE)
    while not any(path.stat().st_size for path in tmp_path.glob(".out.csv.*.part")):
        assert running.poll() is None
        time.sleep(0.01)
    return running


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_what_is_stopped_leaves_what_stood_there(tmp_path: Path, sent: signal.Signals, status: int) -> None:
    running = long_run(tmp_path)
    running.send_signal(sent)
    running.communicate(timeout=60)
    assert running.returncode == status
    assert (tmp_path / "out.csv").read_text() == "what stood there before"
    left = [path for path in tmp_path.iterdir() if path.name.endswith(".part")]
    assert bool(left) == (sent is signal.SIGKILL)


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
        "ipcalc: line 4: the row has 2 cells, the first line has 3: FILE is left as it was; mend the line, or write to"
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
