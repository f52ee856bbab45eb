"""JSON Lines: every line comes out as it went in, with what it gains; what is no object is kept whole."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcalc.cli import run
from ipcalc.errors import BadRequest
from ipcalc.rows import jsonlines
from ipcalc.rows.blocks import Column, Row, rows_of
from ipcalc.rows.csvfile import CsvReader, CsvWriter
from ipcalc.rows.jsonlines import JsonReader, JsonWriter

ADDED = (Column("due", "date"), Column("total", "number"), Column("evidence", "word"), Column("error", "text"))
GAINED = ("2012-06-05", "13500", "two", 'a "quoted" § part')
AS_JSON = '"due": "2012-06-05", "total": 13500, "evidence": "two", "error": "a \\"quoted\\" § part"'
NOTHING = ("", "", "", "")
NULLS = '"due": null, "total": null, "evidence": null, "error": null'


def reader(text: str, *own: str) -> JsonReader:
    return JsonReader(io.StringIO(text, newline=""), own)


def values(text: str, *own: str) -> list[list[str]]:
    return [list(row.values) for row in rows_of(reader(text, *own))]


def written(text: str, cells: tuple[str, ...] = GAINED, own: tuple[str, ...] = ()) -> str:
    out, read = io.StringIO(newline=""), reader(text, *own)
    writer = JsonWriter(out, read)
    writer.start(read.headings, ADDED)
    for block in read.blocks(()):
        writer.write(block, [[cell] * len(block) for cell in cells])
    writer.end()
    return out.getvalue()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"a": 1.50, "b":"x"}\n', f'{{"a": 1.50, "b":"x", {AS_JSON}}}\n'),
        ('{"b":1,"a":"\\u0915\\/"}\r\n', f'{{"b":1,"a":"\\u0915\\/", {AS_JSON}}}\r\n'),
        ('  { "a" : [1, {"}": "}"}] }  \n', f'  {{ "a" : [1, {{"}}": "}}"}}] , {AS_JSON}}}  \n'),
        ('{"a": 12345678901234567890123, "b": 1E400}', f'{{"a": 12345678901234567890123, "b": 1E400, {AS_JSON}}}'),
        ("{}\n", f"{{{AS_JSON}}}\n"),
        ("{ }\n", f"{{ {AS_JSON}}}\n"),
        ('{"a": "{"}\n', f'{{"a": "{{", {AS_JSON}}}\n'),
        ('\ufeff{"a": 1}\n', f'\ufeff{{"a": 1, {AS_JSON}}}\n'),
        ('{"a": "\\ud83d\\ude00"}\n', f'{{"a": "\\ud83d\\ude00", {AS_JSON}}}\n'),
        ('\n{"a": 1}\n \t\r\n', f'\n{{"a": 1, {AS_JSON}}}\n \t\r\n'),
    ],
)
def test_a_line_is_written_as_it_was(line: str, expected: str) -> None:
    assert written(line) == expected


def test_empty_cells_are_null() -> None:
    assert written('{"a": 1}\n', NOTHING) == f'{{"a": 1, {NULLS}}}\n'


def test_the_headings_are_the_keys_of_all_lines_in_order() -> None:
    text = '{"b": "1", "a": "2"}\n[]\n{"a": "3", "c": "4"}\n{}\n'
    assert reader(text).headings == ("b", "a", "c")
    assert values(text) == [["1", "2", ""], ["[]", "", ""], ["", "3", "4"], ["", "", ""]]


def test_values_are_texts_as_they_are_and_the_json_of_others() -> None:
    line = '{"a": "x\\n\\u0915", "b": null, "c": 1.50, "d": true, "e": false, "f": [1.0, {"k": 2}], "g": { "h" : [] }, "i": -7}'
    assert values(line) == [["x\nक", "", "1.50", "true", "false", '[1.0, {"k": 2}]', '{ "h" : [] }', "-7"]]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"a": 1', "this line is not JSON: it goes wrong at character 8"),
        ("{'a': 1}", "this line is not JSON: it goes wrong at character 2"),
        ('{"a": 1} {"a": 2}', "this line is not JSON: there is more text after the value that ends at character 8"),
        ('{"a": 1},', "this line is not JSON: there is more text after the value that ends at character 8"),
        ('{"a": NaN}', "this line is not JSON: JSON has no number NaN"),
        ('{"a": -Infinity}', "this line is not JSON: JSON has no number -Infinity"),
        ("[1]", "this line is not a JSON object, but another value"),
        ("null", "this line is not a JSON object, but another value"),
        ('"text"', "this line is not a JSON object, but another value"),
        ('{"a": 1, "b": 2, "a": 1}', "the key 'a' is there twice"),
        (
            '{"a": ["\\ud83d"]}',
            "this line holds half of a character: an escape from \\ud800 to \\udfff without its other half",
        ),
        ('{"a": ' + "[" * 100_000, "lists or objects are nested too deep in this line"),
    ],
)
def test_a_line_at_fault_is_kept_whole(line: str, fault: str) -> None:
    text = f'{{"a": "1", "z": "2"}}\n{line}\r\n{{"a": "3"}}'
    rows = list(rows_of(reader(text)))
    assert rows[1] == Row(line, "\r\n", (line, ""), fault)
    assert [row.fault for row in rows] == [None, fault, None]
    again = written(text).split("\n")[1]
    assert again.endswith(f", {AS_JSON}}}\r")
    assert json.loads(again)["line"] == line


def test_a_line_at_fault_is_kept_whole_in_other_formats() -> None:
    read = reader('{"a": "1", "b": "2"}\n{"a", "b"}\n')
    out = io.StringIO(newline="")
    writer = CsvWriter(out)
    writer.start(read.headings, ADDED)
    (block,) = read.blocks((0, 1))
    writer.write(block, [["", ""]] * 4)
    assert out.getvalue() == 'a,b,due,total,evidence,error\r\n1,2,,,,\r\n"{""a"", ""b""}",,,,,\r\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty: each line must be a JSON object"),
        ("\ufeff \n\n", "the file is empty: each line must be a JSON object"),
        (
            '[\n{"a": 1},\n]\n',
            "no line of the file is a JSON object: write one object on each line (jq -c '.[]' takes an array apart)",
        ),
        ("period,date\n", "no line of the file is a JSON object: write one object on each line"),
        (
            "".join(f'{{"{number}": 1}}\n' for number in range(10_001)),
            "line 10001: more than 10,000 different keys: a key must be the name of a column, the same on every line",
        ),
    ],
)
def test_a_file_without_rows_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadRequest) as caught:
        reader(text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("line", "expected", "headings"),
    [
        ('{"a": 1.50, "due": "x", "error": null}\n', f'{{"a": 1.50, {AS_JSON}}}\n', ("a",)),
        (
            '{"b":[2.0] , "a":1.0 , "due": "x" ,"error": {"due": [1]} } \r\n',
            f'{{"b":[2.0] , "a":1.0 , {AS_JSON}}} \r\n',
            ("b", "a"),
        ),
        ('{ "a": {"due": 1}, "due":2, "error": "a, \\"due\\": 1"}', f'{{ "a": {{"due": 1}}, {AS_JSON}}}', ("a",)),
        ('{"a": "\\"due\\": 2", "\\u0064ue": 1, "error": 0}\n', f'{{"a": "\\"due\\": 2", {AS_JSON}}}\n', ("a",)),
        ('{ "due": 1, "error": 2 }\n', f"{{  {AS_JSON}}}\n", ()),
    ],
)
def test_keys_of_an_earlier_run_are_replaced(line: str, expected: str, headings: tuple[str, ...]) -> None:
    assert reader(line, "due", "error").headings == headings
    assert written(line, own=("due", "error")) == expected


def test_lines_that_no_earlier_run_answered_stay_as_they_are() -> None:
    text = '{"a": 1, "due": 2, "error": 3}\n\n{"b": {"due": 1}}\n'
    assert written(text, own=("due", "error")) == f'{{"a": 1, {AS_JSON}}}\n\n{{"b": {{"due": 1}}, {AS_JSON}}}\n'


NOT_LAST = (
    "line 2: the columns of an earlier run (due, total, error) are not the last ones, in this order: rename {} if"
    " yours, or put them all last"
)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('{"a": 1, "error": "mine"}', "'error'"),
        ('{"error": 1, "due": 2}', "'due' and 'error'"),
        ('{"a": 1, "total": 3, "error": 1}', "'total' and 'error'"),
        ('{"due": 1, "error": 1, "total": 3}', "'due' and 'total' and 'error'"),
        ('{"due": 1, "total": 1, "error": 3, "a": 4}', "'due' and 'total' and 'error'"),
    ],
)
def test_keys_that_no_earlier_run_has_written_are_not_dropped(line: str, names: str) -> None:
    with pytest.raises(BadRequest) as caught:
        reader(f'{{"a": 1}}\n{line}\n{{"due": 1}}\n', "due", "total", "error")
    assert str(caught.value) == NOT_LAST.format(names)


LEFT = "FILE is left as it was; correct the line"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"a": 1, "a": 2}', f"the key 'a' is there twice: {LEFT}, or write to another file with -o"),
        ('{"a": 1', f"this line is not JSON: it goes wrong at character 8: {LEFT}, or write to another file with -o"),
        (
            '{"line": "1;2", "due": null, "error": "the row has 2 cells"}',
            f"the row has 2 cells: {LEFT}",
        ),
    ],
)
def test_a_line_at_fault_is_not_written_in_place(line: str, message: str) -> None:
    text = f'\n{{"line": "x", "due": 1, "error": null}}\n{line}\r\n[]\n'
    with pytest.raises(BadRequest) as caught:
        reader(text, "due", "error")
    assert str(caught.value) == f"line 3: {message}"


def run_in_place(path: Path, what: str) -> int:
    return run(["batch", what, str(path), "--in-place", "--today", "2026-01-05"])


def test_in_place_what_is_the_users_own_is_not_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "n.jsonl"
    own = '{"period": "fer", "date": "2025-01-01", "notes": "call client", "error": "mine"}\n'
    path.write_text(own)
    assert run_in_place(path, "deadlines") == 2
    assert capsys.readouterr().err == (
        "ipcalc: line 1: the columns of an earlier run (opens, due, act_by, rolls_to, extended, late, restoration,"
        " citation, evidence, notes, deadline_state, error) are not the last ones, in this order: rename 'notes' and 'error' if yours,"
        " or put them all last\n"
    )
    assert (path.read_text(), [*tmp_path.iterdir()]) == (own, [path])


def test_in_place_fees_do_not_replace_deadlines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "n.jsonl"
    path.write_text('{"fee": "tm-renewal", "period": "fer", "date": "2025-01-01"}\n')
    assert run_in_place(path, "deadlines") == 0
    answered = path.read_text()
    assert run_in_place(path, "deadlines") == 0
    assert path.read_text() == answered
    capsys.readouterr()
    assert run_in_place(path, "fees") == 2
    assert capsys.readouterr().err == (
        "ipcalc: line 1: the columns of an earlier run (total, currency, citation, evidence, notes, error) are not the"
        " last ones, in this order: rename 'citation' and 'evidence' and 'notes' and 'error' if yours, or put them all"
        " last\n"
    )
    assert path.read_text() == answered


def test_in_place_the_reason_of_a_line_at_fault_is_not_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "n.jsonl", tmp_path / "out.jsonl"
    text = '{"period": "fer", "date": "2025-01-01"}\n{"period": "fer", "date": "2025-01-01", "date": "2025-02-01"}\n'
    path.write_text(text)
    assert run_in_place(path, "deadlines") == 2
    assert capsys.readouterr().err == (
        f"ipcalc: line 2: the key 'date' is there twice: {LEFT}, or write to another file with -o\n"
    )
    assert (path.read_text(), [*tmp_path.iterdir()]) == (text, [path])
    assert run(["batch", "deadlines", str(path), "-o", str(out), "--today", "2026-01-05"]) == 1
    answered = out.read_text()
    assert json.loads(answered.split("\n")[1])["error"] == "the key 'date' is there twice"
    capsys.readouterr()
    assert run_in_place(out, "deadlines") == 2
    assert capsys.readouterr().err == f"ipcalc: line 2: the key 'date' is there twice: {LEFT}\n"
    assert out.read_text() == answered


def test_rows_of_another_format_become_objects() -> None:
    text = 'a;"b ""x"""\r\n1;\r\n\r\n"two\nlines";3;4\r\n'
    read = CsvReader(io.StringIO(text, newline=""), ())
    out = io.StringIO(newline="")
    writer = JsonWriter(out)
    writer.start(read.headings, ADDED)
    (block,) = read.blocks((0, 1))
    writer.write(block, [[cell] * len(block) for cell in GAINED])
    assert out.getvalue() == (
        f'{{"a": "1", "b \\"x\\"": "", {AS_JSON}}}\n{{"line": "\\"two\\nlines\\";\\"3;4\\"", {AS_JSON}}}\n'
    )


def test_a_heading_that_is_there_twice_is_no_key() -> None:
    with pytest.raises(BadRequest) as caught:
        JsonWriter(io.StringIO()).start(("a", "b", "a"), ADDED)
    assert str(caught.value) == (
        "the column 'a' is there twice (columns 1 and 3), and an object of JSON has each key once: rename one"
    )


TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
OBJECTS = st.dictionaries(
    TEXTS.filter(lambda key: key not in ("due", "total", "evidence", "error")), VALUES, max_size=6
)


@settings(deadline=None)
@given(
    st.lists(OBJECTS, min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from([None, (",", ":"), (" ,\t", " : ")]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_objects_come_back_from_lines_in_any_spelling(
    objects: list[dict[str, Any]], ascii_: bool, separators: tuple[str, str] | None, end: str
) -> None:
    lines = [json.dumps(each, ensure_ascii=ascii_, separators=separators) for each in objects]
    out = written(end.join(lines)).split(end)
    gained = json.loads(f"{{{AS_JSON}}}")
    assert [json.loads(line) for line in out] == [each | gained for each in objects]
    assert [line.removesuffix(f", {AS_JSON}}}") for line in out if not line.startswith('{"due')] == [
        line[:-1] for line, each in zip(lines, objects, strict=True) if each
    ]
    assert written(end.join(out), own=tuple(gained)) == end.join(out)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=4, max_size=4))
def test_texts_that_are_gained_come_back(cells: list[str]) -> None:
    out, read = io.StringIO(), reader('{"a": 1}\n')
    writer = JsonWriter(out, read)
    writer.start(read.headings, [Column(name, "text") for name in "wxyz"])
    (block,) = read.blocks(())
    writer.write(block, [[cell] for cell in cells])
    assert json.loads(out.getvalue()) == {"a": 1} | dict(zip("wxyz", [cell or None for cell in cells], strict=True))


PLAIN = (
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='"\\'), max_size=6)
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
)


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(PLAIN | TEXTS | st.just([1, {"k": "}"}]), min_size=3, max_size=3), min_size=1, max_size=5),
    keys=st.lists(TEXTS, min_size=3, max_size=3, unique=True),
    end=st.sampled_from(["\n", "\r\n", "\n "]),
    kept=st.lists(st.integers(0, 2), unique=True),
)
def test_lines_that_are_alike_are_read_as_others_are(
    rows: list[list[Any]], keys: list[str], end: str, kept: list[int]
) -> None:
    """The last line has a line end, and is then the one that others are compared with, or none."""
    text = end.join(json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False) for row in rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonlines, "BLOCK", len(rows))
        (block,), (other,) = reader(text + end.strip(" ")).blocks(kept), reader(text).blocks(kept)
        out = written(text + end.strip(" ")).strip().split("\n")
    assert block.texts == other.texts
    assert [(place, list(column)) for place, column in block.columns.items()] == [*other.columns.items()]
    assert (block.faults, block.blanks) == (other.faults, other.blanks) == ({}, set())
    assert [json.loads(line) for line in out] == [
        dict(zip(keys, row, strict=True)) | json.loads(f"{{{AS_JSON}}}") for row in rows
    ]


@pytest.mark.parametrize(
    ("odd", "fault"),
    [
        ('x{"a": "5", "b": 6}', "this line is not JSON: it goes wrong at character 1"),
        (
            '{"a": "5", "b": 6} {"a": "5", "b": 6}',
            "this line is not JSON: there is more text after the value that ends at character 18",
        ),
        ('{"a": "5", "b": 06}', "this line is not JSON: it goes wrong at character 18"),
        ('{"a": "5", "b": 6.}', "this line is not JSON: it goes wrong at character 18"),
        ('{"a": "5\t", "b": 6}', "this line is not JSON: it goes wrong at character 9"),
        ('{"a": "5"", "b": 6}', "this line is not JSON: it goes wrong at character 10"),
        ('{"a":"5", "b": 6}', None),
    ],
)
def test_a_line_that_is_almost_alike_is_read_for_itself(
    odd: str, fault: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonlines, "BLOCK", 3)
    found = list(rows_of(reader("\n".join(['{"a": "1", "b": 2}', odd, '{"a": "3", "b": 4}', ""]))))
    assert [row.fault for row in found] == [None, fault, None]
    assert [row.values for row in found] == [("1", "2"), (odd, "") if fault else ("5", "6"), ("3", "4")]


def test_keys_in_another_order_are_the_same_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "BLOCK", 2)
    lines = ['{"a": "1", "b": "2"}', *['{"c": "3", "b": "2", "a": "1"}'] * 3, ""]
    assert values("\n".join(lines)) == [["1", "2", ""], *[["1", "2", "3"]] * 3]


def test_a_last_line_that_lost_half_of_its_end_changes_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonlines, "BLOCK", 3)
    text = '{"a": "1"}\r\n' * 5 + '{"a": "1"}\r'
    assert written(text) == text.replace("}", f", {AS_JSON}}}")
