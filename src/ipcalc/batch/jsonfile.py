"""JSON Lines: an object on each line. A line is written as it was read, and what it gains before its last brace.

A line that is not an object with each key once is at fault. It is written as `{"line": "the line as it was", ...}`,
and its text is the first of its values, so that no format loses it. In place it is refused: the next run would take
what was written for an object, and lose the reason.
"""

from __future__ import annotations

import json
import re
from itertools import repeat
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any

from ipcalc.batch.columns import not_last
from ipcalc.batch.rows import Column, Row
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from typing import NoReturn, TextIO

_KEYS = 10_000
_TEXT = {str}
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_MEMBER = re.compile(rf"[ \t\r\n,]*+({_STRING})[ \t\r\n]*+:[ \t\r\n]*+({_STRING}|[^\s\"\[{{,}}]++)?")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class _NotNumber(ValueError):
    """NaN and its like, which are no JSON."""


def _not_number(name: str) -> NoReturn:
    raise _NotNumber(name)


# Numbers stay as they are written, and an object is a tuple of its members, so that a key that is there twice is seen.
_read = json.JSONDecoder(object_pairs_hook=tuple, parse_float=str, parse_int=str, parse_constant=_not_number).raw_decode


class JsonReader:
    """Objects of a text, which must be seekable and open with newline="" so that its line ends are seen.

    It is read twice: once for the keys of all its objects, which are the headings, and once for its rows. A value is
    a text as it is, nothing for null and for a key that is absent, and the JSON of all others as the file writes it.

    Args:
        text: the lines.
        own: the names of the columns that are added, if the file is written in place. A line that an earlier run
            answered has all of them, in order, as its last keys, which are left out.

    Raises:
        BadRequest: no line is an object, or there are more keys than any table has columns; in place, a line has some
            of `own` otherwise, or is at fault.
    """

    before = 0
    used: Collection[int] = ()

    def __init__(self, text: TextIO, own: Sequence[str] = ()) -> None:
        self._text = text
        self._own = tuple(own)
        self.bom = ""
        self.headings: Sequence[str] = self._keys()

    def _keys(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        first, objects, fault = "", 0, ""
        for number, line in enumerate(self._lines(), 1):
            first = first or line.strip()
            members = _object(line.rstrip("\r\n"))
            if self._own and not fault and (wrong := self._wrong(line, members)):
                fault = f"line {number}: {wrong}"
            if isinstance(members, str):
                continue
            objects += 1
            if not found.keys() >= members.keys():
                found |= dict.fromkeys(members)
                if len(found) > _KEYS:
                    raise BadRequest(
                        f"line {number}: more than {_KEYS:,} different keys: a key must be the name of a column, the"
                        " same on every line"
                    )
        if not first:
            raise BadRequest("the file is empty: each line must be a JSON object")
        if not objects:
            taken = " (jq -c '.[]' takes an array apart)" if first.startswith("[") else ""
            raise BadRequest(f"no line of the file is a JSON object: write one object on each line{taken}")
        if fault:
            raise BadRequest(fault)
        return tuple(key for key in found if key not in self._own)

    def _wrong(self, line: str, members: dict[str, Any] | str) -> str | None:
        """Why a line cannot be written in place, if it cannot: nor can one that stands for a line at fault."""
        left = "FILE is left as it was; mend the line"
        if isinstance(members, str):
            return f"{members}: {left}, or write to another file with -o" if line.strip() else None
        if members.keys().isdisjoint(self._own):
            return None
        keys = (*members,)
        if keys[-len(self._own) :] != self._own:
            return not_last(keys, self._own)
        if keys == ("line", *self._own) and [key for key in self._own if members[key]] == [self._own[-1]]:
            return f"{members[self._own[-1]]}: {left}"
        return None

    def _lines(self) -> Iterator[str]:
        self._text.seek(0)
        first = self._text.readline()
        if first.startswith("\ufeff"):
            self.bom = "\ufeff"
        if first:
            yield first.removeprefix("\ufeff")
            yield from self._text

    def rows(self) -> Iterator[Row]:
        """The rows, in order."""
        headings, last = self.headings, self._own[-1] if self._own else None
        new = tuple.__new__  # several times as quick as calling Row
        for line in self._lines():
            text = line.rstrip("\r\n")
            end = line[len(text) :]
            members = _object(text)
            if isinstance(members, str):
                if text.strip():
                    yield Row(text, end, [text, *[""] * len(headings)][: len(headings)], members)
                else:
                    yield Row(text, end, [], blank=True)
                continue
            values: list[Any] = (
                [*members.values()] if (*members,) == headings else [members.get(key) for key in headings]
            )
            if {*map(type, values)} != _TEXT:
                values = _texts(values, headings, text)
            own = text if last not in members else _without(text, len(self._own))
            yield new(Row, (own, end, values, None, False, ()))


class JsonWriter:
    """Writes an object on each line. Rows that were read as JSON are written as they were, with what they gain."""

    def __init__(self, out: TextIO, like: JsonReader | None = None) -> None:
        self._out = out
        self._like = like
        self._own: list[str] = []
        self._gained: list[tuple[str, Callable[[str], str]]] = []

    def start(self, headings: Sequence[str], added: Sequence[Column]) -> None:
        """Take the names of the columns, which are keys.

        Raises:
            BadRequest: a heading of another format is there twice.
        """
        places: dict[str, int] = {}
        for place, heading in enumerate(headings, 1):
            if heading in places:
                raise BadRequest(
                    f"the column {heading!r} is there twice (columns {places[heading]} and {place}), and an object of"
                    " JSON has each key once: rename one"
                )
            places[heading] = place
        self._own = [f"{quoted(heading)}: " for heading in headings]
        self._gained = [(f"{quoted(name)}: ", str if kind == "number" else quoted) for name, kind in added]
        if self._like:
            self._out.write(self._like.bom)

    def write(self, rows: Sequence[Row], cells: Sequence[Sequence[str]]) -> None:
        """Write rows, each with the cells that it gains: null where there is nothing to say."""
        columns = zip(*cells, strict=True)
        added = [
            [f"{key}{form(cell)}" if cell else f"{key}null" for cell in column] if any(column) else repeat(f"{key}null")
            for (key, form), column in zip(self._gained, columns, strict=True)
        ]
        lines: list[str] = []
        for row, gained in zip(rows, map(", ".join, zip(*added, strict=False)), strict=False):
            if row.blank:
                if self._like:
                    lines.append(row.text + row.end)
                continue
            end = row.end if self._like else "\n"
            head, tail = self._open(row)
            comma = "" if head.endswith("{") or head.rstrip().endswith("{") else ", "
            lines.append(f"{head}{comma}{gained}}}{tail}{end}")
        self._out.write("".join(lines))

    def _open(self, row: Row) -> tuple[str, str]:
        """The object of a row without its closing brace, and what follows that."""
        if row.fault and row.text:
            return f'{{"line": {quoted(row.text)}', ""
        if self._like:
            head, _, tail = row.text.rpartition("}")
            return head, tail
        own = [key + quoted(value) for key, value in zip(self._own, row.values, strict=True)]
        return "{" + ", ".join(own), ""

    def end(self) -> None:
        """Nothing is left to write."""


def _object(text: str) -> dict[str, Any] | str:
    """The members of the object that a line holds, or what is wrong with it."""
    start = 0 if text.startswith("{") else len(text) - len(text.lstrip(" \t"))
    try:
        found, end = _read(text, start)
    except json.JSONDecodeError as error:
        return f"this line is not JSON: it goes wrong at character {error.pos + 1}"
    except _NotNumber as error:
        return f"this line is not JSON, which knows no number {error}"
    except RecursionError:
        return "this line holds too many lists or objects in one another"
    if end != len(text) and text[end:].strip(" \t\r\n"):
        return f"this line is not JSON: more follows the value that ends at character {end}"
    if type(found) is not tuple:
        return "this line is not a JSON object, but another value"
    members = dict(found)
    if len(members) != len(found):
        keys = [key for key, _ in found]
        twice = next(key for place, key in enumerate(keys) if key in keys[:place])
        return f"the key {twice!r} is there twice"
    if "\\" in text and _HALF.search(text) and _halved(found):
        return "this line holds half of a character: an escape from \\ud800 to \\udfff without its other half"
    return members


def _halved(found: object) -> bool:
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _texts(values: Sequence[object], keys: Sequence[str], line: str) -> list[str]:
    """Values as text. Lists and objects are taken from the line itself."""
    texts: list[str] = []
    written: dict[str, str] = {}
    for value, key in zip(values, keys, strict=True):
        if isinstance(value, str):
            texts.append(value)
        elif value is None:
            texts.append("")
        else:
            written = written or {member: line[start:end] for member, _, start, end in _members(line)}
            texts.append(written[key])
    return texts


def _members(line: str) -> list[tuple[str, int, int, int]]:
    """The members of the object that a line is known to hold: the key, and where it starts, its value, and what
    follows."""
    found, at = [], line.index("{") + 1
    while member := _MEMBER.match(line, at):
        start, end = member.span(1)
        key = line[start + 1 : end - 1]
        value, at = member.span(2)
        if value < 0:
            value = member.end()
            _, at = _read(line, value)
        found.append((_read(line, start)[0] if "\\" in key else key, start, value, at))
    return found


def _without(line: str, last: int) -> str:
    """The line without the last members of its object; what stands before and after them stays."""
    members = _members(line)
    own = members[:-last]
    return line[: own[-1][3] if own else members[0][1]] + line[members[-1][3] :]
