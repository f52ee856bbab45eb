"""The compiled rulebook: one JSON text, laid out so that a question parses only the entries that it needs.

Each section begins on a line of its own. The entries of a section whose entries are objects stand on a line each. The
first line holds the places of the sections: first and last byte, counted from the comma that ends that line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from ipcalc.law.sections import Entries

_HEAD = b'{"places":'
_ENTRY = rb'\n("(?:[^"\\]|\\.)*"):'


def laid_out(sections: Mapping[str, Any]) -> bytes:
    """The text of a rulebook."""
    text, places = b"", {}
    for name, value in sections.items():
        text += b",\n%b:" % _name(name)
        first = len(text)
        text += _section(value)
        places[name] = (first, len(text))
    return _HEAD + _line(places) + text + b"\n}\n"


def _section(value: Any) -> bytes:
    if isinstance(value, dict) and value and all(isinstance(entry, dict) for entry in value.values()):
        return b"{\n%b\n}" % b",\n".join(b"%b:%b" % (_name(name), _line(entry)) for name, entry in value.items())
    return _line(value)


def _name(name: str) -> bytes:
    return json.dumps(name).encode()


def _line(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def open_compiled(path: Path) -> Mapping[str, Any]:
    """The rulebook of a file, of which only the parts that are asked for are read."""
    with path.open("rb") as file:
        return sections_of(mmap(file.fileno(), 0, access=ACCESS_READ))


def sections_of(text: bytes | mmap) -> Mapping[str, Any]:
    """The sections of a text that `laid_out` made, each parsed when it is asked for."""
    start = text.find(b",\n")

    def section(place: list[int]) -> Any:
        first, last = (start + each for each in place)
        of_objects = text[first : first + 2] == b"{\n"
        return _LazySection(text, first, last) if of_objects else json.loads(text[first:last])

    return Entries(json.loads(text[len(_HEAD) : start]), section)


class _LazySection(Mapping[str, Any]):
    """The entries of a section, each parsed when it is asked for. To list their names parses none."""

    def __init__(self, text: bytes | mmap, first: int, last: int) -> None:
        self._text, self._first, self._last = text, first, last
        self._begins: dict[str, int] | None = None
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            begin = self._begin(name)
            if begin is None:
                raise KeyError(name)
            line = self._text[begin : self._text.find(b"\n", begin, self._last)]
            self._parsed[name] = json.loads(str(line, "utf-8").rstrip(","))
        return self._parsed[name]

    def __contains__(self, name: object) -> bool:
        return name in self._parsed or (isinstance(name, str) and self._begin(name) is not None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed())

    def __len__(self) -> int:
        return len(self._listed())

    def _begin(self, name: str) -> int | None:
        if self._begins is not None:
            return self._begins.get(name)
        key = b"\n%b:" % _name(name)
        found = self._text.find(key, self._first, self._last)
        return found + len(key) if found >= 0 else None

    def _listed(self) -> dict[str, int]:
        if self._begins is None:
            found = re.compile(_ENTRY).finditer(self._text, self._first, self._last)
            self._begins = {json.loads(entry[1]): entry.end() for entry in found}
        return self._begins
