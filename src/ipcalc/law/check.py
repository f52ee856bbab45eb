"""Check a data directory: every fault with its file, line and path, all of them together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from ipcalc.errors import Fault, nearest
from ipcalc.frozen import NamedTuple, is_frozen
from ipcalc.law.build import hints_of
from ipcalc.law.directory import directory_faults, documents_of, together
from ipcalc.law.integrity import faults_of
from ipcalc.law.layers import house_faults, merge, renamed_faults, uncited_faults
from ipcalc.law.reading import Document, Path_
from ipcalc.law.shapes.files import FILES

_KINDS = {
    "int_type": "should be a whole number",
    "string_type": "should be text",
    "bool_type": "should be true or false",
    "date_type": "should be a date such as 2017-03-06",
    "date_from_datetime_parsing": "should be a date such as 2017-03-06",
    "date_parsing": "should be a date such as 2017-03-06",
    "tuple_type": "should be a list",
    "mapping_type": "should have keys of its own",
    "dict_type": "should have keys of its own",
    "dataclass_type": "should have keys of its own",
}


class CheckedData(NamedTuple):
    """Data directories laid over one another: the data of all as plain JSON values, that of the first one alone, and
    all faults in the order of files and lines."""

    raw: dict[str, Any]
    below: dict[str, Any]
    faults: list[Fault]


def check(directories: Sequence[Path], known: Mapping[str, Any] | None = None) -> CheckedData:
    """Read and check data directories, each laid over the one before; that of the first one is kept beside.

    Args:
        known: the data of the first directory, where it was read and found without a fault before. Its files are read
            only to say where a fault lies.
    """
    found = _checked(directories, known)
    return _checked(directories, None) if known is not None and found.faults else found


def _checked(directories: Sequence[Path], known: Mapping[str, Any] | None) -> CheckedData:
    faults: list[Fault] = []
    first: dict[str, Any] = {}
    every: list[Document] = []
    raw: dict[str, Any] = {}
    for number, directory in enumerate(directories):
        faults += directory_faults(directory, complete=number == 0)
    for name, shape in FILES.items():
        data: dict[str, Any] = {}
        documents: list[Document] = []
        for number, directory in enumerate(directories):
            if number == 0 and known is not None:
                data = {key: known[key] for key in _keys(shape, ()) if key in known}
                first |= data
                continue
            layer = documents_of(directory, name, order=_rights(raw), whole_path=number > 0)
            data = merge(data, _plain(together(layer)))
            documents += layer
            first |= data if number == 0 else {}
        found = [fault for document in documents for fault in document.faults]
        faults += found
        if documents and not found:
            faults += _shape_faults(shape, data, documents)
        raw |= data
        every += documents
    place = _placer(every)
    if not faults:
        wrong = [*faults_of(raw), *house_faults(first)]
        if not wrong and len(directories) > 1:
            wrong += [*uncited_faults(raw, first), *renamed_faults(raw, first)]
        faults = [place(path, message) for path, message in wrong]
    return CheckedData(raw, first, sorted(faults, key=lambda fault: (fault.file, fault.line, fault.path)))


def _plain(data: Any) -> Any:
    """Data as plain JSON values."""
    return json.loads(json.dumps(data, default=str))


def _rights(raw: Mapping[str, Any]) -> list[str]:
    rights = raw.get("rights")
    return list(rights) if isinstance(rights, dict) else []


def _placer(documents: Sequence[Document]) -> Callable[[Path_, str], Fault]:
    """A function that makes a fault of a path, in the last document that has the entry that the path leads to."""

    def place(path: Path_, message: str) -> Fault:
        for depth in range(len(path), 0, -1):
            for document in reversed(documents):
                if path[:depth] in document.lines:
                    return Fault(document.name, document.line(path), document.fault(path, "").path, message)
        return Fault(documents[0].name, 0, ".".join(map(str, path)), message)

    return place


def _shape_faults(shape: type, data: Mapping[str, Any], documents: Sequence[Document]) -> Iterator[Fault]:
    place = _placer(documents)
    try:
        TypeAdapter(shape).validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        for each in error.errors():
            kind, loc = each["type"], each["loc"]
            if kind == "dataclass_type" and str(loc[-1])[:1].isupper():
                continue  # of a union, whose other member says it
            if loc[-1] == "str":
                loc = loc[:-1]
                if isinstance(each["input"], dict):
                    continue
            path = _known_part(loc, data)
            if kind in ("unexpected_keyword_argument", "extra_forbidden"):
                key = str(path[-1])
                allowed = _keys(shape, path[:-1])
                yield place(path, f"unknown key{nearest(key, allowed)} (allowed: {', '.join(allowed)})")
            elif kind in ("missing", "missing_argument"):
                yield place(path[:-1], f"has no {str(path[-1]).removesuffix('_')}")
            elif kind == "literal_error":
                wanted = [word.strip("' ") for word in each["ctx"]["expected"].replace(" or ", ",").split(",")]
                found = each["input"]
                yield place(path, f"{found!r} is not one of {', '.join(wanted)}{nearest(str(found), wanted)}")
            else:
                yield place(path, f"{_KINDS.get(kind, each['msg'])}, not {each['input']!r}")


def _known_part(loc: tuple[int | str, ...], data: Any) -> Path_:
    """The location without the names of union members that pydantic puts into it."""
    path: list[str | int] = []
    for number, step in enumerate(loc):
        inside = (isinstance(data, dict) and step in data) or (isinstance(data, list) and isinstance(step, int))
        if inside:
            data = data[step]
            path.append(step)
        elif number == len(loc) - 1:
            path.append(step)
    return tuple(path)


def _keys(shape: Any, path: Path_) -> list[str]:
    """The keys that the dataclass at `path` allows."""
    for step in path:
        shape = _inner(shape)
        if is_frozen(shape):
            shape = _hints(shape)[str(step)]
        else:
            shape = get_args(shape)[-1 if get_origin(shape) is not tuple else 0]
    shape = _inner(shape)
    return sorted(_hints(shape)) if is_frozen(shape) else []


def _hints(shape: type) -> dict[str, Any]:
    """By key, the type of each field of a shape."""
    return {name.removesuffix("_"): hint for name, hint in hints_of(shape).items()}


def _inner(shape: Any) -> Any:
    if get_origin(shape) in (Union, UnionType):
        members = [arg for arg in get_args(shape) if arg is not type(None)]
        return next((arg for arg in members if is_frozen(arg)), members[0])
    return shape
