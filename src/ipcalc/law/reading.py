"""Read YAML strictly, keeping the line of every value.

Plain scalars are whole numbers, dates, `true`, `false`, `null`, or else text: `NO` is Norway and `on` is a word.
Duplicate keys and anchors are faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ipcalc.errors import Fault
from ipcalc.opening import opened

Path_ = tuple[str | int, ...]

MOST = 1 << 20  # bytes of a file
THINGS = 50_000  # lines, members and brackets, by which a file takes time
DEEP = 50  # maps and lists in one another
_DIGITS = 18
_MARKS = (b"\n", b",", b"[", b"{")
_REPEATED = "repeats an anchor: write the value out"
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TAGS = frozenset(  # those that a value has without one
    f"tag:yaml.org,2002:{each}"
    for each in ("bool", "float", "int", "map", "merge", "null", "seq", "str", "timestamp", "value")
)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Leaves a scalar without a tag as text: `_scalar` says what it is."""

    def resolve(self, _kind: type[yaml.Node], _value: Any, _implicit: Any) -> str:
        return "tag:yaml.org,2002:str"


@dataclass
class Document:
    """One file: its data, the line of each path, and the faults found while reading it."""

    name: str
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of `path`, or of the nearest thing around it that has one."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 0)

    def fault(self, path: Path_, message: str, line: int | None = None) -> Fault:
        """A fault on the line of `path`, unless another line is given."""
        return Fault(self.name, self.line(path) if line is None else line, dotted(path), message)

    def add(self, path: Path_, message: str, line: int | None = None) -> None:
        """Note a fault of this file."""
        self.faults.append(self.fault(path, message, line))


def dotted(path: Path_) -> str:
    """`("periods", "tm-opposition", "versions", 0)` as `periods.tm-opposition.versions[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def read(path: Path, name: str | None = None) -> Document:
    """Read one YAML file. Faults are collected in the document, not raised."""
    found = _content(path, Document(name or path.name))
    return found if isinstance(found, Document) else parsed(found, name or path.name)


def read_parts(path: Path, name: str) -> list[Document]:
    """Read one YAML file as `parts` does."""
    found = _content(path, Document(name))
    return [found] if isinstance(found, Document) else parts(found, name)


def parsed(content: bytes, name: str) -> Document:
    """Read the YAML of a file. Faults are collected in the document, not raised."""
    document = Document(name)
    node = _composed(content, document, yaml.compose)
    return document if document.faults else _filled(document, node)


def parts(content: bytes, name: str) -> list[Document]:
    """Read the YAML of a file that may hold several documents, with `---` between them. One that is no YAML is one
    document, which has the fault."""
    whole = Document(name)
    nodes = _composed(content, whole, lambda text, Loader: list(yaml.compose_all(text, Loader=Loader)))  # noqa: N803
    return [whole] if whole.faults else [_filled(Document(name), node) for node in nodes or [None]]


def _content(path: Path, document: Document) -> bytes | Document:
    """The bytes of a file, or one more of them than it may have; else the document, told why there are none."""
    try:
        with opened(path) as file:
            return file.read(MOST + 1)
    except OSError as error:
        document.add((), f"cannot be read: {error.strerror}")
        return document


def _filled(document: Document, node: yaml.Node | None) -> Document:
    """A document with the values of its node."""
    if node is not None:
        document.data = _value(node, (), document, set())
    if document.data is None and not document.faults:
        document.add((), "is empty", document.line(()) or 1)
    return document


def _composed(content: bytes, document: Document, compose: Callable[..., Any]) -> Any:
    """What `compose` makes of the YAML of a file; None where the document is told why it cannot be read."""
    try:
        if why := _too_large(content):
            document.add((), why)
            return None
        return compose(content.decode(), Loader=_Loader)
    except UnicodeDecodeError as error:
        document.add((), f"is not UTF-8: byte {error.start} cannot be read")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.add((), f"is not YAML: {error.problem or error.context}", mark.line + 1 if mark else 0)
    except yaml.YAMLError as error:
        document.add((), f"is not YAML: {str(error).splitlines()[0]}")
    except (RecursionError, ValueError):
        document.add((), f"is nested more than {DEEP} deep")
    return None


def _too_large(content: bytes) -> str:
    """Why a file would take too long to read; empty where it would not."""
    if len(content) > MOST:
        return f"has more than {MOST:,} bytes"
    return f"has more than {THINGS:,} lines and commas" if sum(map(content.count, _MARKS)) > THINGS else ""


def _value(node: yaml.Node, path: Path_, document: Document, seen: set[int]) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if id(node) in seen:
        _once(document.faults, document.fault(path, _REPEATED))
        return None
    seen.add(id(node))
    if node.tag not in _TAGS:
        document.add(path, f"has the tag {node.tag!r}: leave it out")
        return None
    if len(path) > DEEP:
        document.add(path[:DEEP], f"is nested more than {DEEP} deep")
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), document, seen) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                document.add(path, "has a key that is not a word", line)
                continue
            key = str(key_node.value)
            here = (*path, key)
            if key in mapping:
                document.add(here, f"is there twice (first on line {document.lines[here]})", line)
                continue
            document.lines[here] = line
            mapping[key] = _value(value_node, here, document, seen)
        return mapping
    return _scalar(node, path, document)


def _once(faults: list[Fault], fault: Fault) -> None:
    """Add a fault, unless the same is said of another place already."""
    if all(each.message != fault.message for each in faults):
        faults.append(fault)


def _scalar(node: yaml.Node, path: Path_, document: Document) -> str | int | bool | date | None:
    text = str(node.value)
    if getattr(node, "style", None):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        if len(text) > _DIGITS:
            document.add(path, f"is a number of more than {_DIGITS} digits")
            return None
        return int(text)
    if _DATE.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            document.add(path, f"{text} is not a day of the calendar")
            return None
    return text
