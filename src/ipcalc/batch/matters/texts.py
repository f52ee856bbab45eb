"""The text of a matter file with other values: what else stands there stays, with its comments, quotes and indents."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ipcalc.batch.matters.keys import DAYS
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.opening import reading_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ipcalc.calc.matters.words import RightWords

BOM, CRLF = "\ufeff", "\r\n"
_NESTED = re.compile(r"^[^\s#-][^\n]*:[^\n]*\n( +)[^\s#-]", re.MULTILINE)  # the first key in another
_LISTED = re.compile(r"^[^\s#-][^\n]*:[^\n]*\n( *)- ", re.MULTILINE)  # the first member of a list
_BEGINS = re.compile(r"^---(?=\s|\Z)", re.MULTILINE)  # a document
_ALONE = re.compile(r"---[ \t]*(#.*)?(\n|\Z)")  # the line that begins one, without more of it
_HOLDS = re.compile(r"^(?!---)[^\s#%]|^(---)?[ \t]+[^\s#]", re.MULTILINE)  # more than comments


class Amendment(NamedTuple):
    """Other values of a matter in a file.

    Attributes:
        line: on which the matter begins; 1 for the first one of the file.
        values: the new values by the keys of a matter file; of a key that holds names, those names alone.
        words: the names that its right has.
        proceeding: that of its proceedings to which the values belong.
    """

    line: int
    values: Mapping[str, Any]
    words: RightWords
    proceeding: str | None = None


def read_text(path: Path) -> str:
    """The text of a file, with its line ends as they are.

    Raises:
        BadRequest: it cannot be read.
    """
    with reading_of(str(path)), path.open(encoding="utf-8", newline="") as file:
        return file.read()


def amended(path: Path, kind: str, amendments: Sequence[Amendment]) -> str:
    """The text of a file of a kind (`yaml` or `json`) with other values of some of its matters.

    Raises:
        BadRequest: a document begins on a line that holds more.
    """
    text = read_text(path)
    bom, text = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    ends, text = (CRLF, text.replace(CRLF, "\n")) if CRLF in text else ("\n", text)
    if kind == "json":
        for each in amendments:
            text = _json(text, each)
    else:
        parts = _parts(text)
        places = [_place(parts, each.line) for each in amendments]
        for place, each in zip(places, amendments, strict=True):
            if parts[place].startswith("---") and not _ALONE.match(parts[place]):
                raise BadRequest(f"{path}: a matter begins on the line of its '---': write it on the next line")
            parts[place] = _part(parts[place], each)
        text = "".join(parts)
    return bom + text.replace("\n", ends)


def appended(text: str, values: Mapping[str, Any]) -> str:
    """The text of a YAML file with one more matter at its end."""
    end = CRLF if CRLF in text else "\n"
    before = text if not text or text.endswith("\n") else text + end
    return f"{before}---{end}{new_text(values).replace(chr(10), end)}"


def new_text(values: Mapping[str, Any]) -> str:
    """The text of a YAML file of one matter."""
    return _dumped(_yaml(""), {key: _of_yaml(value, flow=False) for key, value in values.items()})


def _parts(text: str) -> list[str]:
    """The documents of a YAML text, each with the line that begins it."""
    begins = [0, *(each.start() for each in _BEGINS.finditer(text) if each.start()), len(text)]
    return [text[begin:end] for begin, end in pairwise(begins)]


def _place(parts: Sequence[str], line: int) -> int:
    """Which of the parts has the matter that begins on a line."""
    begins, found = 1, None
    for place, part in enumerate(parts):
        if _HOLDS.search(part) and (found is None or begins <= line):
            found = place
        begins += part.count("\n")
    assert found is not None
    return found


def _part(text: str, amendment: Amendment) -> str:
    """A document with other values."""
    from ruamel.yaml.comments import CommentedMap

    begin = _ALONE.match(text)
    mark = begin[0] if begin else ""
    yaml = _yaml(text)
    document: Any = yaml.load(text.removeprefix(mark))
    _put(document, amendment, CommentedMap, _of_yaml)
    return mark + _dumped(yaml, document)


def _yaml(text: str) -> Any:
    """What reads and writes YAML as a text has it."""
    from ruamel.yaml import YAML

    nested, listed = _NESTED.search(text), _LISTED.search(text)
    offset = len(listed[1]) if listed else 2
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 4096
    yaml.indent(mapping=len(nested[1]) if nested else 2, sequence=offset + 2, offset=offset)
    return yaml


def _dumped(yaml: Any, document: Any) -> str:
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _json(text: str, amendment: Amendment) -> str:
    document = json.loads(text)
    _put(document, amendment, dict, lambda value: value)
    indent = 2 if "\n" in text.strip() else None
    return json.dumps(document, indent=indent, ensure_ascii=False, default=str) + ("\n" if text.endswith("\n") else "")


def _put(document: Any, amendment: Amendment, mapping: type, shown: Callable[[Any], Any]) -> None:
    """Put values into those of a matter file, under the names that the file uses."""
    if amendment.proceeding is not None:
        document = next(each for each in document["proceedings"] if str(each.get("ref")) == amendment.proceeding)
    for key, value in amendment.values.items():
        if isinstance(value, dict):
            if not document.get(key):
                document[key] = mapping()
            _put_names(document[key], value, _meaning(key, amendment.words), shown)
        else:
            document[key] = shown(value)


def _put_names(
    there: Any, values: Mapping[str, Any], meaning: Callable[[str], str], shown: Callable[[Any], Any]
) -> None:
    for name, value in values.items():
        called = next((each for each in there if meaning(each) == name), name)
        there[called] = shown(value)


def _meaning(key: str, words: RightWords) -> Callable[[str], str]:
    """What the names in the value of a key mean."""
    if key == "events":
        return words.event_id
    return words.period_id if key in ("done", *DAYS) else str


def _of_yaml(value: Any, *, flow: bool = True) -> Any:
    """A value as YAML writes it: a mapping or a list in one line, or a mapping with its names on lines of their own."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if not isinstance(value, dict | list):
        return value
    made: Any = (
        CommentedMap((name, _of_yaml(each)) for name, each in value.items())
        if isinstance(value, dict)
        else CommentedSeq(value)
    )
    if flow:
        made.fa.set_flow_style()
    return made
