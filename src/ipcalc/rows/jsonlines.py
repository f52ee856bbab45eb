"""JSON Lines: an object on each line. A line is written as it was read, and what it gains before its last brace.

A line that is not an object with each key once is at fault. It is written as `{"line": "the line as it was", ...}`,
and its text is the first of its values, so that no format loses it. In place it is refused: the next run would take
what was written for an object, and lose the reason.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice, repeat
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any

from ipcalc.errors import BadRequest
from ipcalc.rows.blocks import BLOCK, Block, Column, Row, block_of
from ipcalc.rows.headings import without_earlier

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import NoReturn, TextIO

_KEYS = 10_000
_TEXT = {str}
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_MEMBER = re.compile(rf"[ \t\r\n,]*+({_STRING})[ \t\r\n]*+:[ \t\r\n]*+({_STRING}|[^\s\"\[{{,}}]++)?")
# Values that are read by the thousand; %s begins the group that is the text of the value.
_PLAIN = r'(?:"%s[^"\\\x00-\x1f]*+)"|null)'
_SCALAR = r"(?:%s-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|true|false)|null)"
_ESCAPED = bytes(range(0x20)) + b"\\"  # with quotes, what no text of JSON holds as it is
_END = "\n"
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
        self._shape: _Shape | None = None
        self._own = tuple(own)
        self.bom = ""
        self.headings: Sequence[str] = self._keys()

    def _keys(self) -> tuple[str, ...]:
        seen = _Seen()
        lines, before = self._lines(), 0
        while some := list(islice(lines, BLOCK)):
            if self._shape and self._shape.all(some):
                seen.objects += len(some)
            else:
                objects = [self._see(line, number, seen) for number, line in enumerate(some, before + 1)]
                seen.objects += sum(objects)
                if objects[-1] and len(some) == BLOCK and some[-1].endswith("\n") and not self._own:
                    self._shape = _Shape(some[-1])
            before += len(some)
        seen.check()
        return tuple(key for key in seen.keys if key not in self._own)

    def _see(self, line: str, number: int, seen: _Seen) -> bool:
        """Whether a line holds an object, whose keys are added to those that were seen."""
        seen.first = seen.first or line.strip()
        members = _object(line.rstrip("\r\n"))
        if self._own and not seen.fault and (wrong := self._wrong(line, members)):
            seen.fault = f"line {number}: {wrong}"
        if isinstance(members, str):
            return False
        if not seen.keys.keys() >= members.keys():
            seen.keys |= dict.fromkeys(members)
            if len(seen.keys) > _KEYS:
                raise BadRequest(
                    f"line {number}: more than {_KEYS:,} different keys: a key must be the name of a column,"
                    " the same on every line"
                )
        return True

    def _wrong(self, line: str, members: dict[str, Any] | str) -> str | None:
        """Why a line cannot be written in place, if it cannot: nor can one that stands for a line at fault."""
        left = "FILE is left as it was; correct the line"
        if isinstance(members, str):
            return f"{members}: {left}, or write to another file with -o" if line.strip() else None
        keys = (*members,)
        try:
            without_earlier(keys, self._own)
        except BadRequest as error:
            return str(error)
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
            for line in self._text:  # noqa: UP028 (`yield from` would close the text with this generator)
                yield line

    def blocks(self, kept: Sequence[int]) -> Iterator[Block]:
        """The rows, in order."""
        lines = self._lines()
        alike = self._shape and self._shape.reader(self.headings, kept)
        while some := list(islice(lines, BLOCK)):
            yield (alike and alike(some)) or block_of(list(map(self._row, some)), kept)

    def _row(self, line: str) -> Row:
        text = line.rstrip("\r\n")
        end = line[len(text) :]
        members = _object(text)
        if isinstance(members, str):
            if text.strip():
                return Row(text, end, [text, *[""] * len(self.headings)][: len(self.headings)], members)
            return Row(text, end, [], blank=True)
        values: list[Any] = [members.get(key) for key in self.headings]
        if {*map(type, values)} != _TEXT:
            values = _texts(values, self.headings, text)
        own = _without(text, len(self._own)) if self._own and self._own[-1] in members else text
        return Row(own, end, values)


@dataclass(slots=True)
class _Seen:
    """What a first reading of all lines has found.

    Attributes:
        keys: of all objects, in order.
        first: the first line that is not empty.
        objects: how many lines hold one.
        fault: why the file cannot be written in place, if it cannot.
    """

    keys: dict[str, None] = field(default_factory=dict)
    first: str = ""
    objects: int = 0
    fault: str = ""

    def check(self) -> None:
        """Raise BadRequest where the file is at fault as a whole."""
        if not self.first:
            raise BadRequest("the file is empty: each line must be a JSON object")
        if not self.objects:
            taken = " (jq -c '.[]' takes an array apart)" if self.first.startswith("[") else ""
            raise BadRequest(f"no line of the file is a JSON object: write one object on each line{taken}")
        if self.fault:
            raise BadRequest(self.fault)


class _Shape:
    """How a line that holds an object is written, but for its values, where these are plain: by far the most lines of
    a file are alike, and then a whole block of them is read at once. It is made from the last line of a full block.

    A value is plain if it is a text without escapes, a number, true, false or null. A line is alike if it has the same
    keys in the same order and the same spaces between them, and where the one has a text, the other has one too, or
    null.
    """

    def __init__(self, line: str) -> None:
        self._end = line[len(line.rstrip("\r\n")) :]
        self._keys: list[str] = []
        self._parts: list[tuple[str, str]] = []  # what stands before each value, and the pattern of that
        at = 0
        for key, _, start, end in _members(line):
            self._keys.append(key)
            self._parts.append((re.escape(line[at:start]), _PLAIN if line[start] in '"n' else _SCALAR))
            at = end
        self._last = re.escape(line[at:])
        self._lines = re.compile(f"(?:{self._pattern(())})*+")

    def _pattern(self, kept: Collection[str]) -> str:
        """What a whole line matches; the values of the keys that are kept are groups."""
        values = (
            before + value % ("(" if key in kept else "(?:")
            for key, (before, value) in zip(self._keys, self._parts, strict=True)
        )
        return "".join(values) + self._last

    def all(self, lines: Sequence[str]) -> bool:
        """Whether all lines are alike."""
        return self._lines.fullmatch("".join(lines)) is not None

    def reader(self, headings: Sequence[str], kept: Sequence[int]) -> Callable[[Sequence[str]], Block | None]:
        """What makes a block of lines, with the columns at the places `kept`; None of lines that are not all alike."""
        places = {headings[place]: place for place in kept}
        keys = [key for key in self._keys if key in places]
        absent = [place for key, place in places.items() if key not in self._keys]
        line = re.compile(f"^{self._pattern(keys)}", re.MULTILINE)

        def block(lines: Sequence[str]) -> Block | None:
            whole = "".join(lines)
            found = line.findall(whole)
            if len(found) != len(lines):
                return None
            columns = list(zip(*found, strict=True)) if len(keys) > 1 else [found]
            held = {places[key]: column for key, column in zip(keys, columns, strict=False)}
            held |= dict.fromkeys(absent, [""] * len(lines))
            texts, ends = whole.split(self._end)[:-1], [self._end] * len(lines)
            return Block(texts, ends, {place: held[place] for place in kept})

        return block


class JsonWriter:
    """Writes an object on each line. Rows that were read as JSON are written as they were, with what they gain."""

    def __init__(self, out: TextIO, like: JsonReader | None = None) -> None:
        self._out = out
        self._like = like
        self._own: list[str] = []
        self._gained: list[tuple[str, str]] = []

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
        self._gained = [(f"{quoted(name)}: ", kind) for name, kind in added]
        if self._like:
            self._out.write(self._like.bom)

    def write(self, block: Block, cells: Sequence[Sequence[str]]) -> None:
        """Write rows, each with the cells that it gains: null where there is nothing to say."""
        gained = list(map(_members_of, self._gained, cells))
        texts, ends = block.texts, {*block.ends}
        plain = self._like and not (block.faults or block.blanks) and len(ends) == 1 and "" not in ends
        if plain and all(map(str.endswith, texts, repeat('"}'))):
            end = f"}}{ends.pop()}"
            heads = [text[:-1] for text in texts]
            self._out.write(end.join(map(", ".join, zip(heads, *gained, strict=True))) + end)
            return
        self._out.write("".join(map(self._line, block.rows(), map(", ".join, zip(*gained, strict=True)))))

    def _line(self, row: Row, gained: str) -> str:
        if row.blank:
            return row.text + row.end if self._like else ""
        head, tail = self._open(row)
        comma = "" if head.endswith("{") or head.rstrip().endswith("{") else ", "
        return f"{head}{comma}{gained}}}{tail}{row.end if self._like else _END}"

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


def _members_of(column: tuple[str, str], cells: Sequence[str]) -> Sequence[str]:
    """A key with each value that it has in a column."""
    key, kind = column
    nothing = f"{key}null"
    if not any(cells):
        return [nothing] * len(cells)
    if kind == "number":
        return [f"{key}{cell}" if cell else nothing for cell in cells]
    if kind == "text":
        return _texts_of(key, nothing, cells)
    return [f'{key}"{cell}"' if cell else nothing for cell in cells]


def _texts_of(key: str, nothing: str, cells: Sequence[str]) -> Sequence[str]:
    """A key with texts, most of which are seen to need no escape at one glance."""
    whole = "".join(cells).encode(errors="surrogatepass")
    if len(whole.translate(None, _ESCAPED)) < len(whole):
        return [f"{key}{quoted(cell)}" if cell else nothing for cell in cells]
    return [nothing if not cell else f'{key}"{cell}"' if '"' not in cell else f"{key}{quoted(cell)}" for cell in cells]


def _object(text: str) -> dict[str, Any] | str:
    """The members of the object that a line holds, or what is wrong with it."""
    start = 0 if text.startswith("{") else len(text) - len(text.lstrip(" \t"))
    try:
        found, end = _read(text, start)
    except json.JSONDecodeError as error:
        return f"this line is not JSON: it goes wrong at character {error.pos + 1}"
    except _NotNumber as error:
        return f"this line is not JSON: JSON has no number {error}"
    except RecursionError:
        return "lists or objects are nested too deep in this line"
    if end != len(text) and text[end:].strip(" \t\r\n"):
        return f"this line is not JSON: there is more text after the value that ends at character {end}"
    if type(found) is not tuple:
        return "this line is not a JSON object, but another value"
    members = dict(found)
    if len(members) != len(found):
        return f"the key {_twice([key for key, _ in found])!r} is there twice"
    if "\\" in text and _HALF.search(text) and _halved(found):
        return "this line holds half of a character: an escape from \\ud800 to \\udfff without its other half"
    return members


def _twice(keys: Sequence[str]) -> str:
    return next(key for place, key in enumerate(keys) if key in keys[:place])


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


def with_members(line: str, members: Mapping[str, str]) -> str:
    """The object that a line holds with other texts as members; the others stay as they are written."""
    for key, text in members.items():
        places = {member: (start, end) for member, _, start, end in _members(line)}
        if key in places:
            start, end = places[key]
            line = line[:start] + quoted(text) + line[end:]
        else:
            head, _, tail = line.rpartition("}")
            line = f"{head}{', ' if places else ''}{quoted(key)}: {quoted(text)}}}{tail}"
    return line


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
