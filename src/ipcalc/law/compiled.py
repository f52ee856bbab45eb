"""The compiled rulebook: one JSON text, laid out so that a question parses only the entries that it needs.

Each section begins on a line of its own. The entries of a section whose entries are objects stand on a line each. The
first line holds the places of the sections: first and last byte, counted from the comma that ends that line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

_HEAD = b'{"places":'


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
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Compiled(Mapping[str, Any]):
    """The sections of a text that `laid_out` made, each parsed when it is asked for."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._start = text.index(b",\n")
        self._places: dict[str, list[int]] = json.loads(text[len(_HEAD) : self._start])
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            first, last = self._places[name]
            value = self._text[self._start + first : self._start + last]
            self._parsed[name] = _Section(value) if value.startswith(b"{\n") else json.loads(value)
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Section(Mapping[str, Any]):
    """The entries of a section, each parsed when it is asked for, and all together when they are listed."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed and self._text:
            key = b"\n%b:" % _name(name)
            found = self._text.find(key)
            if found >= 0:
                line = self._text[found + len(key) : self._text.index(b"\n", found + 1)]
                self._parsed[name] = json.loads(line.rstrip(b","))
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        if self._text:
            self._parsed = json.loads(self._text)
            self._text = b""
        return iter(self._parsed)

    def __len__(self) -> int:
        return sum(1 for _ in self)
