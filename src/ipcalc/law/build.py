"""Make the objects of `law.shapes` from plain JSON values that have been checked before."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from inspect import get_annotations
from typing import Any, TypeVar, Union, get_args, get_origin

from ipcalc.frozen import is_frozen, made_of
from ipcalc.law.shapes.base import INFORMATION, Note, Said

T = TypeVar("T")
Converter = Callable[[Any], Any]


def build(cls: type[T], value: Mapping[str, Any]) -> T:
    """`value`, as read from the compiled rulebook, as an object of the shape `cls`."""
    found: dict[str, Any] = {}
    if cls not in _FIELDS:
        _FIELDS[cls] = _ShapeFields(cls)
    fields = _FIELDS[cls]
    for key, each in value.items():
        name, convert = fields[key]
        found[name] = each if each is None else convert(each)
    return made_of(cls, found)


class _ShapeFields(dict[str, tuple[str, Converter]]):
    """By key in the data: the name of the field of a shape, and what makes its value, found when it is first met."""

    def __init__(self, cls: type) -> None:
        self._hints = {name.removesuffix("_"): (name, hint) for name, hint in hints_of(cls).items()}

    def __missing__(self, key: str) -> tuple[str, Converter]:
        name, hint = self._hints[key]
        found = self[key] = (name, _converter(hint))
        return found


_FIELDS: dict[type, _ShapeFields] = {}


def hints_of(cls: type) -> dict[str, Any]:
    """By name, the type of each field of a shape."""
    hints: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        hints |= get_annotations(base, eval_str=True)
    return hints


def _converter(hint: Any) -> Converter:
    """What makes a value of the type that `hint` names: dates from ISO text, tuples from lists, shapes from objects."""
    if hint is date:
        return date.fromisoformat
    if is_frozen(hint):
        return partial(build, hint)
    origin, inner = get_origin(hint), [arg for arg in get_args(hint) if arg is not type(None)]
    if origin in (Union, types.UnionType) and Said in inner:
        return _note
    if origin in (Union, types.UnionType):
        return _converter(inner[0]) if len(inner) == 1 else _one_of(inner)
    if origin is tuple:
        return partial(_each, _converter(inner[0]))
    if origin is Mapping:
        return partial(_each_value, _converter(inner[1]))
    return _as_it_is


def _each(convert: Converter, values: list[Any]) -> tuple[Any, ...]:
    return tuple(values) if convert is _as_it_is else tuple(map(convert, values))


def _each_value(convert: Converter, values: dict[str, Any]) -> dict[str, Any]:
    return values if convert is _as_it_is else {key: convert(each) for key, each in values.items()}


def _one_of(hints: Sequence[Any]) -> Converter:
    """What makes a value of one of several types: a tuple of a list, a shape of an object, else as it is."""
    made = next((partial(build, hint) for hint in hints if is_frozen(hint)), _as_it_is)

    def convert(value: Any) -> Any:
        return tuple(value) if isinstance(value, list) else made(value) if isinstance(value, dict) else value

    return convert


def _note(value: str | Mapping[str, str]) -> Note:
    """A sentence with its kind."""
    if isinstance(value, str):
        return Note(INFORMATION, value)
    ((kind, text),) = value.items()
    return Note(kind, text)


def _as_it_is(value: Any) -> Any:
    return value
