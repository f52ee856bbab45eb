"""Files that no one can mean: refused in a line that names the place, before they take time or memory."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from hanging import ended_within
from ipcalc.cli import run

ROWS = "ref,period,date,stated\nA,tm-opposition,2026-01-05,2026-05-05\n"
TODAY = ["--today", "2026-01-05"]
MATTER = "right: patent\nref: A\nevents: {filing: 2024-01-10, publication: 2025-07-11}\n"
READERS = {
    "batch": ["batch", "deadlines", "-o", "out.csv"],
    "check": ["check"],
    "verify": ["verify"],
    "import": ["import", "--preview"],
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 2) -> str:
    """What a command says that is refused at once, in one line."""
    with ended_within():
        assert run(list(words)) == status
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err.count("\n") == 1
    return found.err.removeprefix("ipcalc: ").strip()


# ---------------------------------------------------------------------- rows
@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("in.csv", ROWS + "B," + "x" * 5_000_000 + "\n", "line 3"),
        ("in.csv", "x" * 5_000_000, "line 1"),
        ("in.csv", ROWS.replace("\n", "\r") + "x" * 5_000_000, "line 3"),
        ("in.jsonl", '{"a": 1}\n{"b": "' + "x" * 5_000_000 + '"}\n', "line 2"),
    ],
    ids=["a row", "headings", "ends of CR", "an object"],
)
def test_a_line_that_is_too_long_is_refused(
    capsys: pytest.CaptureFixture[str], words: list[str], name: str, text: str, place: str
) -> None:
    Path(name).write_text(text, newline="")
    found = said(capsys, *words, name)
    assert found.removeprefix("in.csv:1: ") == f"{name} has more than 4,194,304 bytes in {place}"


def test_a_line_that_is_too_long_is_found_in_utf_16(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.csv").write_bytes((ROWS + "x" * 3_000_000).encode("utf-16"))
    found = said(capsys, "batch", "deadlines", "in.csv", "--encoding", "utf-16", "-o", "out.csv")
    assert found == "in.csv has more than 4,194,304 bytes in line 3"
    assert not Path("out.csv").exists()


def test_lines_just_short_enough_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.csv").write_text(ROWS + "x" * ((4 << 20) - 40) + ",tm-opposition,2026-01-06,\n" + ROWS.splitlines()[1])
    assert run(["batch", "deadlines", "in.csv", "-o", "out.csv"]) == 0
    before = csv.field_size_limit(1 << 23)
    with Path("out.csv").open(newline="") as file:
        assert [row["due"] for row in csv.DictReader(file)] == ["2026-05-05", "2026-05-06", "2026-05-05"]
    csv.field_size_limit(before)


def test_quotes_that_are_never_closed_cannot_hold_a_run_up(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.csv").write_text(ROWS + 'a","c\n' * 300_000)
    assert run(["batch", "deadlines", "in.csv", "-o", "out.csv"]) == 2
    assert capsys.readouterr().err == "ipcalc: this is not CSV: too many quotes are opened and never closed\n"
    assert not Path("out.csv").exists()


@pytest.mark.parametrize(
    ("text", "encoding", "message"),
    [
        (ROWS, "utf-32", "in.csv is not UTF-8 (line 1, byte 0xff): give its encoding, for example --encoding cp1252 (or utf-16)"),
        (ROWS + "é", "cp1252", "in.csv is not UTF-8 (line 3, byte 0xe9): give its encoding, for example --encoding cp1252 (or utf-16)"),
        (ROWS + "x," * 20_000, "utf-8", "row 3 has 20,001 cells; at most 16,384 are allowed"),
        (ROWS + '"' + "x" * 1_100_000 + '"\n', "utf-8", "line 3: this is not CSV: field larger than field limit (1048576)"),
        (ROWS + "x\n" * 1_000_001, "utf-8", "at most 1,000,000 rows of 33,554,432 characters are read at once: split the file at row 1000001"),
    ],
    ids=["UTF-32", "Latin", "cells", "a cell", "rows"],
)  # fmt: skip
def test_what_cannot_be_imported_is_refused(
    capsys: pytest.CaptureFixture[str], text: str, encoding: str, message: str
) -> None:
    Path("in.csv").write_text(text, encoding=encoding)
    assert run(["import", "in.csv", "--preview"]) == 2
    assert capsys.readouterr().err == f"ipcalc: {message}\n"


@pytest.mark.parametrize(
    ("merged", "message"),
    [
        ([f"A{row}:A{row + 1900}" for row in range(1, 2000)], "merged cells overlap"),
        (["ZZZZ1:ZZZZ2"], "'ZZZZ' is not a valid column name. Column names are from A to ZZZ"),
    ],
)  # fmt: skip
def test_merged_cells_that_no_sheet_has_are_refused(
    capsys: pytest.CaptureFixture[str], merged: list[str], message: str
) -> None:
    book = openpyxl.Workbook()
    for row in range(2000):
        book.active.append(["Filing Date" if not row else "2024-01-10"])  # type: ignore[union-attr]
    book.save("in.xlsx")
    with ZipFile("in.xlsx") as before, ZipFile("merged.xlsx", "w", ZIP_DEFLATED) as after:
        cells = "".join(f'<mergeCell ref="{each}"/>' for each in merged)
        for name in before.namelist():
            text = before.read(name).decode()
            after.writestr(name, text.replace("</sheetData>", f"</sheetData><mergeCells>{cells}</mergeCells>"))
    assert said(capsys, "import", "merged.xlsx", "--preview") == f"the sheet 'Sheet' is damaged: {message}"


# ---------------------------------------------------------------------- what is no file
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize(
    "words",
    [
        *([*words, "pipe.csv"] for words in READERS.values()),
        ["docket", "pipe.csv"],
        ["docket", "pipe.yaml"],
        ["check", "pipe.yaml"],
        ["record", "A", "tm-opposition", "2026-01-05", "--matters", "pipe.yaml"],
        ["docket", "matter.yaml", "--against", "pipe.json"],
        ["docket", "matter.yaml", "--format", "ics", "--update", "pipe.ics"],
    ],
    ids=" ".join,
)
def test_a_pipe_to_which_nothing_may_be_written_is_refused(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    Path("matter.yaml").write_text(MATTER)
    (pipe,) = (word for word in words if word.startswith("pipe"))
    os.mkfifo(pipe)
    found = said(capsys, *words, *(TODAY if "import" not in words else []))
    assert f"{pipe} cannot be read: it is a pipe, not a file" in found.replace(":1: ", ": ").replace(
        f"{pipe}: {pipe}", pipe
    ).replace(f"{pipe}: c", f"{pipe} c")


# ---------------------------------------------------------------------- what was made before
@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What was made of a matter before, by format."""
    where = tmp_path_factory.mktemp("old")
    (where / "matter.yaml").write_text(MATTER)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(where)
        for name in ("old.ics", "old.json"):
            assert run(["docket", "matter.yaml", "-o", name, *TODAY]) == 0
    return {name: (where / f"old.{name}").read_bytes().decode() for name in ("ics", "json")}


@pytest.fixture
def old(made: dict[str, str]) -> dict[str, str]:
    """A matter, and what was made of it before, by format."""
    Path("matter.yaml").write_text(MATTER)
    return made


NUMBER = "SEQUENCE should be a whole number below 2,147,483,648"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("SEQUENCE:0", "SEQUENCE:x", NUMBER),
        ("SEQUENCE:0", "SEQUENCE:-1", NUMBER),
        ("SEQUENCE:0", f"SEQUENCE:{'9' * 30}", NUMBER),
        ("SEQUENCE:0", "SEQUENCE:1\r\nSEQUENCE:2", NUMBER),
        ("DTSTAMP:2026", "DTSTAMP:x2026", "DTSTAMP should be a day and a time"),
        ("SUMMARY:", f"SUMMARY:{'x' * 70_000}", "a line has more than 65,536 bytes"),
    ],
)
def test_a_former_calendar_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], old: dict[str, str], before: str, after: str, message: str
) -> None:
    assert before in old["ics"]
    for uid in ("UID:A/", "UID:B/"):  # events that are there still, and events that are to be cancelled
        Path("old.ics").write_text(old["ics"].replace(before, after).replace("UID:A/", uid), newline="")
        found = said(capsys, "docket", "matter.yaml", "-o", "new.ics", "--update", "old.ics", *TODAY)
        assert found == f"the calendar to update cannot be read: {message}"
        assert not Path("new.ics").exists()


@pytest.mark.parametrize("value", [5, True, ["x"], {"x": 1}], ids=repr)
@pytest.mark.parametrize(
    "place", ["matter ref", "matter right", "matter events", "period", "title", "occurrence", "proceeding", "law", "law citation",
              "rulebook version", "limits 0 kind", "limits 0 date", "limits 0 act_by"],
)  # fmt: skip
def test_a_former_docket_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], old: dict[str, str], place: str, value: object
) -> None:
    if (place, value) in (("occurrence", 5), ("matter events", {"x": 1}), ("law", {"x": 1})):
        pytest.skip("as a docket has it")
    docket = json.loads(old["json"])
    at = docket["dockets"][0] if "dockets" in docket else docket
    *steps, last = place.split()
    for step in steps if place.startswith("matter") else ["deadlines", "0", *steps]:
        at = at[int(step) if step.isdigit() else step]
    at[last] = value
    Path("old.json").write_text(json.dumps(docket))
    found = said(capsys, "docket", "matter.yaml", "--against", "old.json", *TODAY)
    assert found == "old.json: this is not a docket in JSON, as ipcalc docket writes it"


@pytest.mark.parametrize(
    "words", [["-o", "new.ics", "--update", "/dev/zero"], ["--against", "/dev/zero"]], ids=" ".join
)
def test_what_was_made_before_is_no_device(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here")
    Path("matter.yaml").write_text(MATTER)
    found = said(capsys, "docket", "matter.yaml", *words, *TODAY)
    assert found == "/dev/zero cannot be read: it is a device, not a file"


# ---------------------------------------------------------------------- matters and settings
def test_an_anchor_that_repeats_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("matter.yaml").write_text("right: tm\nref: &a x\ntitle: *a\nclient: *a\nattorney: *a\n")
    assert said(capsys, "docket", "matter.yaml").endswith(": repeats an anchor: write the value out")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: !!python/object:os.system x", "title: has the tag 'tag:yaml.org,2002:python/object:os.system': leave it out"),
        ("title: !!binary aGVsbG8=", "title: has the tag 'tag:yaml.org,2002:binary': leave it out"),
        ("events: !date {filing: 2024-01-10}", "events: has the tag '!date': leave it out"),
        ("proceedings: [5]", "proceedings[0]: should have keys of its own"),
        ("proceedings: [{ref: 2024-01-01}]", "proceedings[0].ref: should be text, not 2024-01-01: write it in quotes"),
        ("proceedings: [{kind: opposition}]", "proceedings[0]: has no ref: give each proceeding a name of its own"),
        ("ref: [" + "a," * 60_000 + "]", "has more than 50,000 lines and commas"),
    ],
)  # fmt: skip
def test_one_mistake_is_one_line(capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    Path("matter.yaml").write_text(f"right: tm\n{text}\n")
    assert said(capsys, "docket", "matter.yaml").removeprefix("matter.yaml:").removeprefix("2:").strip() == message


def test_of_many_faults_of_a_matter_the_first_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("matter.yaml").write_text("right: tm\nevents:\n" + "".join(f"  event-{n}: 2024-01-10\n" for n in range(500)))
    assert run(["docket", "matter.yaml"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 51
    assert lines[0].startswith("ipcalc: matter.yaml:3: events.event-0: unknown event")
    assert lines[-1] == "ipcalc: matter.yaml:53: 450 more faults follow"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("office = " + "[" * 5000 + "]" * 5000, "is nested too deep"),
        ("x" * 2_000_000, "has more than 1,048,576 bytes"),
        ("office = \x01", "Invalid value (at line 1, column 10)"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_refused(capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    Path("ipcalc.toml").write_text(text)
    assert said(capsys, "config").removeprefix(f"{Path('ipcalc.toml').resolve()}").lstrip(": ") == message


# ---------------------------------------------------------------------- what is given empty
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["docket", ""], "RIGHT|FILE is empty: give one"),
        (["docket", "matter.yaml", " "], "RIGHT|FILE is empty: give one"),
        (["check", ""], "FILE is empty: give one"),
        (["verify", ""], "FILE is empty: give one"),
        (["import", "", "--preview"], "FILE is empty: give one"),
        (["batch", "deadlines", ""], "FILE is empty: give one"),
        (["docket", "matter.yaml", "--acting-for", ""], "--acting-for is empty: give a value, or leave the option out"),
        (["docket", "matter.yaml", "--client="], "--client is empty: give a value, or leave the option out"),
        (["docket", "matter.yaml", "-o", ""], "-o is empty: give a value, or leave the option out"),
        (["docket", "matter.yaml", "-o", "x.ics", "--remind", ""], "--remind is empty: give a value, or leave the option out"),
        (["batch", "deadlines", "in.csv", "--encoding", ""], "--encoding is empty: give a value, or leave the option out"),
        (["import", "in.csv", "--preview", "--encoding", ""], "--encoding is empty: give a value, or leave the option out"),
        (["deadline", "tm-opposition", "2026-01-05", "--data", ""], "--data is empty: give a value, or leave the option out"),
        (["record", "A", "tm-opposition", "2026-01-05", "--matters", ""], "--matters is empty: give a value, or leave the option out"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_nothing_is_no_name_and_no_value(capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    Path("matter.yaml").write_text(MATTER)
    Path("in.csv").write_text(ROWS)
    assert said(capsys, *words) == message


def test_a_former_calendar_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("matter.yaml").write_text(MATTER)
    found = said(capsys, "docket", "matter.yaml", "-o", "new.ics", "--update", "old.ics", *TODAY)
    assert found == "--update old.ics: there is no such file; leave --update out the first time"
    assert not Path("new.ics").exists()


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        ("1_0", "; did you mean TM-10 or GI-10?"),
        ("1.0", "; did you mean TM-10 or GI-10?"),
        ("1 0", "; did you mean TM-10 or GI-10?"),
        ("+1", ""),
        ("Form 1_8", "; did you mean Form 18, Form 18A or Form 8?"),
        ("form 1.0", "; did you mean Form 10, Form 1 or Form 31?"),
        ("TM.5", "; did you mean TM-5, TM-75 or TM-65?"),
    ],
)
def test_a_number_that_is_glued_is_no_form(capsys: pytest.CaptureFixture[str], form: str, meant: str) -> None:
    assert said(capsys, "fee", form) == f"unknown fee or form {form!r}{meant}"
    assert said(capsys, "forms", "show", form) == f"unknown form {form!r}{meant}"


@pytest.mark.parametrize("form", ["1", "form 1", "Form-1", "FORM1", " Form\u20131 "])
def test_a_form_has_its_number_with_or_without_spaces_and_dashes(capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert run(["forms", "show", form]) == 0
    assert capsys.readouterr().out.startswith("Form 1: ")


# ---------------------------------------------------------------------- what only one command tells
def test_verify_says_why_a_matter_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("matter.yaml").write_text("right: tm\noffice: 5\n")
    assert said(capsys, "verify", "matter.yaml") == "matter.yaml:2: office: should be text, not 5: write it in quotes"


@pytest.mark.parametrize("words", [READERS["import"], READERS["batch"], READERS["check"]], ids=" ".join)
def test_what_a_sheet_points_to_is_whole(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(ROWS.splitlines()):
        book.active.append(row)  # type: ignore[union-attr]
    book.active["A2"].hyperlink = "https://example.com"  # type: ignore[index]
    book.save("in.xlsx")
    with ZipFile("in.xlsx") as archive:
        part = archive.getinfo("xl/worksheets/_rels/sheet1.xml.rels")
    content = bytearray(Path("in.xlsx").read_bytes())
    begins = part.header_offset + 30 + len(part.filename)
    content[begins : begins + part.compress_size] = b"\x06" * part.compress_size
    Path("in.xlsx").write_bytes(content)
    assert said(capsys, *words, "in.xlsx").startswith("the workbook is damaged: Error -3 while decompressing data")


# ---------------------------------------------------------------------- workbooks as office programs write them
def share(name: str) -> None:
    """Let all texts of a workbook stand in one part that cells share, as office programs write them."""
    with ZipFile(name) as archive:
        parts = {each: archive.read(each).decode() for each in archive.namelist()}
    texts: list[str] = []

    def shared(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'{found[1]}t="s"><v>{len(texts) - 1}</v></c>'

    sheet, types, relations = "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    parts[sheet] = re.sub(r'(<c [^>]*)t="inlineStr"><is><t>([^<]*)</t></is></c>', shared, parts[sheet])
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{"".join(f"<si><t>{t}</t></si>" for t in texts)}</sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts[types] = parts[types].replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    parts[relations] = parts[relations].replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    )
    assert texts
    with ZipFile(name, "w", ZIP_DEFLATED) as archive:
        for each, text in parts.items():
            archive.writestr(each, text)


@pytest.mark.parametrize("words", [["--in-place"], ["-o", "out.xlsx"]], ids=" ".join)
def test_a_workbook_whose_cells_share_their_texts_is_answered(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(ROWS.splitlines()):
        book.active.append(row)  # type: ignore[union-attr]
    book.active.freeze_panes = "A2"  # type: ignore[union-attr]
    book.save("in.xlsx")
    share("in.xlsx")
    assert run(["batch", "deadlines", "in.xlsx", *words]) == 0
    found = openpyxl.load_workbook(words[-1] if "-o" in words else "in.xlsx").active
    rows = list(found.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [list(map(str, row[:4])) for row in rows] == list(csv.reader(ROWS.splitlines()))
    assert rows[0][-1] == "error"
    assert found.freeze_panes == "A2"  # type: ignore[union-attr]


# ---------------------------------------------------------------------- files that fail while they are read
MEMORY = "/proc/self/mem"  # a file by its kind, no byte of which can be read at its beginning


@pytest.mark.skipif(not os.path.exists(MEMORY), reason="there is no such file here")
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        pytest.param(words, kind, id=f"{' '.join(words)} {kind}")
        for words in (*READERS.values(), ["docket"], ["batch", "fees"])
        for kind in ("csv", "jsonl", "xlsx", *(() if words[0] in ("batch", "import") else ("yaml", "json")))
    ],
)
def test_a_file_that_cannot_be_read_is_named(capsys: pytest.CaptureFixture[str], words: list[str], kind: str) -> None:
    colon = ":" if kind in ("yaml", "json") or words == ["docket"] else ""
    assert said(capsys, *words, MEMORY, "--input-format", kind) == f"{MEMORY}{colon} cannot be read: Input/output error"


class Fails(io.FileIO):
    """A file that fails in its middle."""

    def readinto(self, into: Any, /) -> int | None:
        if self.tell() > 100_000:
            raise OSError(errno.EIO, "Input/output error")
        return super().readinto(into)


@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    ("name", "text"), [("in.csv", ROWS * 50_000), ("in.jsonl", '{"period": "tm-opposition", "date": "x"}\n' * 50_000)]
)
def test_a_file_that_fails_in_its_middle_is_named(
    words: list[str], name: str, text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(name).write_text(text)
    monkeypatch.setattr("ipcalc.rows.files.opened", lambda path: io.BufferedReader(Fails(path)))
    with ended_within(60):
        assert run([*words, name]) == 2
    error = capsys.readouterr().err
    assert error == f"ipcalc: {name} cannot be read: Input/output error\n"
