"""JSON Lines: every line comes out as it went in, with what it gains; what is no object is kept whole."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipcalc.batch.csvfile import CsvReader, CsvWriter
from ipcalc.batch.jsonfile import JsonReader, JsonWriter
from ipcalc.batch.rows import Column, Row
from ipcalc.errors import BadRequest

ADDED = (Column("due", "date"), Column("total", "number"), Column("evidence", "word"), Column("error", "text"))
GAINED = ("2012-06-05", "13500", "two", 'a "quoted" § part')
AS_JSON = '"due": "2012-06-05", "total": 13500, "evidence": "two", "error": "a \\"quoted\\" § part"'
NOTHING = ("", "", "", "")
NULLS = '"due": null, "total": null, "evidence": null, "error": null'


def reader(text: str, *dropped: str) -> JsonReader:
    return JsonReader(io.StringIO(text, newline=""), dropped)


def values(text: str, *dropped: str) -> list[list[str]]:
    return [list(row.values) for row in reader(text, *dropped).rows()]


def written(text: str, cells: tuple[str, ...] = GAINED, dropped: tuple[str, ...] = ()) -> str:
    out, read = io.StringIO(newline=""), reader(text, *dropped)
    writer = JsonWriter(out, read)
    writer.start(read.headings, ADDED)
    rows = list(read.rows())
    writer.write(rows, [cells] * len(rows))
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
        ('{"a": 1} {"a": 2}', "this line is not JSON: more follows the value that ends at character 8"),
        ('{"a": 1},', "this line is not JSON: more follows the value that ends at character 8"),
        ('{"a": NaN}', "this line is not JSON, which knows no number NaN"),
        ('{"a": -Infinity}', "this line is not JSON, which knows no number -Infinity"),
        ("[1]", "this line is not a JSON object, but another value"),
        ("null", "this line is not a JSON object, but another value"),
        ('"text"', "this line is not a JSON object, but another value"),
        ('{"a": 1, "b": 2, "a": 1}', "the key 'a' is there twice"),
        (
            '{"a": ["\\ud83d"]}',
            "this line holds half of a character: an escape from \\ud800 to \\udfff without its other half",
        ),
        ('{"a": ' + "[" * 100_000, "this line holds too many lists or objects in one another"),
    ],
)
def test_a_line_at_fault_is_kept_whole(line: str, fault: str) -> None:
    text = f'{{"a": "1", "z": "2"}}\n{line}\r\n{{"a": "3"}}'
    rows = list(reader(text).rows())
    assert rows[1] == Row(line, "\r\n", [line, ""], fault)
    assert [row.fault for row in rows] == [None, fault, None]
    again = written(text).split("\n")[1]
    assert again.endswith(f", {AS_JSON}}}\r")
    assert json.loads(again)["line"] == line


def test_a_line_at_fault_is_kept_whole_in_other_formats() -> None:
    read = reader('{"a": "1", "b": "2"}\n{"a", "b"}\n')
    out = io.StringIO(newline="")
    writer = CsvWriter(out)
    writer.start(read.headings, ADDED)
    writer.write(list(read.rows()), [NOTHING] * 2)
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
    ("line", "kept", "headings"),
    [
        ('{"a": 1.50, "due": "x", "error": null}\n', '{"a": 1.50', ("a",)),
        ('{"due": "x" , "a":1.0,"error": {"due": [1]} ,"b":[2.0] }\r\n', '{"a":1.0 ,"b":[2.0] ', ("a", "b")),
        ('{ "error": "a, \\"due\\": 1", "a": {"due": 1}}', '{ "a": {"due": 1}', ("a",)),
        ('{"\\u0064ue": 1, "a": "\\"due\\": 2"}\n', '{"a": "\\"due\\": 2"', ("a",)),
    ],
)
def test_keys_of_an_earlier_run_are_dropped(line: str, kept: str, headings: tuple[str, ...]) -> None:
    assert reader(line, "due", "error").headings == headings
    end = line[len(line.rstrip("\r\n")) :]
    assert written(line, dropped=("due", "error")) == f"{kept}, {AS_JSON}}}{end}"


def test_an_object_of_nothing_but_dropped_keys_becomes_empty() -> None:
    assert written('{"due": 1}\n{"a": 2}\n', dropped=("due",)) == f'{{{AS_JSON}}}\n{{"a": 2, {AS_JSON}}}\n'


def test_rows_of_another_format_become_objects() -> None:
    text = 'a;"b ""x"""\r\n1;\r\n\r\n"two\nlines";3;4\r\n'
    read = CsvReader(io.StringIO(text, newline=""), ())
    out = io.StringIO(newline="")
    writer = JsonWriter(out)
    writer.start(read.headings, ADDED)
    rows = list(read.rows())
    writer.write(rows, [GAINED] * len(rows))
    assert out.getvalue() == (
        f'{{"a": "1", "b \\"x\\"": "", {AS_JSON}}}\n{{"line": "\\"two\\nlines\\";3;4", {AS_JSON}}}\n'
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
    assert written(end.join(out), dropped=tuple(gained)) == end.join(out)


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=4, max_size=4))
def test_texts_that_are_gained_come_back(cells: list[str]) -> None:
    out = written('{"a": 1}\n', (cells[0], "", cells[1], cells[2]))
    expected = {"due": cells[0] or None, "total": None, "evidence": cells[1] or None, "error": cells[2] or None}
    assert json.loads(out) == {"a": 1} | expected
