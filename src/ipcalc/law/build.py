"""Make the objects of `law.shapes` from plain JSON values that have been checked before."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def build(cls: type[T], value: Mapping[str, Any]) -> T:
    """`value`, as read from the compiled rulebook, as an object of the dataclass `cls`."""
    return cls(**{name: convert(hint, value[key]) for name, key, hint in _fields(cls) if key in value})


_FIELDS: dict[Any, tuple[tuple[str, str, Any], ...]] = {}


def _fields(cls: Any) -> tuple[tuple[str, str, Any], ...]:
    if cls in _FIELDS:
        return _FIELDS[cls]
    hints = get_type_hints(cls)
    _FIELDS[cls] = tuple((f.name, f.name.removesuffix("_"), hints[f.name]) for f in fields(cls))
    return _FIELDS[cls]


def convert(hint: Any, value: Any) -> Any:
    """`value` as the type that `hint` names: dates from ISO text, tuples from lists, dataclasses from objects."""
    if value is None or hint is Any:
        return value
    if hint is date:
        return value if isinstance(value, date) else date.fromisoformat(value)
    origin = get_origin(hint)
    if origin is None:
        return build(hint, value) if isinstance(hint, type) and is_dataclass(hint) else value
    if origin in (Union, types.UnionType):
        inner = [arg for arg in get_args(hint) if arg is not type(None)]
        if len(inner) == 1:
            return convert(inner[0], value)
        return tuple(value) if isinstance(value, list) else value
    if origin is tuple:
        item = get_args(hint)[0]
        return tuple(convert(item, each) for each in value)
    if origin is Literal:
        return value
    item = get_args(hint)[1]
    return {key: convert(item, each) for key, each in value.items()}
