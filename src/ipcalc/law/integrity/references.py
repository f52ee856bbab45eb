"""References: every word that a shape marks as the name of an entry (`Ref`) names one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from ipcalc.errors import nearest
from ipcalc.frozen import is_frozen
from ipcalc.law.build import hints_of
from ipcalc.law.integrity.versions import Found, Raw
from ipcalc.law.reading import Path_
from ipcalc.law.shapes.base import Ref
from ipcalc.law.shapes.files import FILES


def reference_faults(raw: Raw) -> Found:
    """Every word of the data that should name an entry, and names none."""
    for shape in FILES.values():
        for path, word, ref in _words(shape, raw, ()):
            known = raw.get(ref.section, ())
            if word not in known:
                yield path, ref.unknown.format(word=word, near=nearest(word, known), all=", ".join(known))


def _words(hint: Any, value: Any, path: Path_) -> Iterator[tuple[Path_, str, Ref]]:
    """The marked words of a value of the type `hint`, each with its place and its mark."""
    if value is None:
        return
    if get_origin(hint) is Annotated:
        yield path, value, hint.__metadata__[0]
    for inner, each, step in _parts(hint, value):
        if _may_hold(inner):
            yield from _words(inner, each, (*path, *step))


def _parts(hint: Any, value: Any) -> Iterator[tuple[Any, Any, Path_]]:
    """What a value is made of: each part with its type, and the step that leads to it."""
    origin, inner = get_origin(hint), get_args(hint)
    if is_frozen(hint):
        yield from ((each, value.get(key), (key,)) for key, each in _keys(hint).items())
    elif origin is tuple:
        yield from ((inner[0], each, (index,)) for index, each in enumerate(value))
    elif origin is Mapping:
        for name, each in value.items():
            yield inner[0], name, (name,)
            yield inner[1], each, (name,)
    elif origin in (Union, UnionType):
        yield from ((each, value, ()) for each in inner if _is_of(each, value))


def _is_of(hint: Any, value: Any) -> bool:
    """Whether a member of a union is the one of which a value is: a list, a shape, or anything else."""
    return (get_origin(hint) is tuple) == isinstance(value, list) and is_frozen(hint) == isinstance(value, dict)


@cache
def _keys(shape: type) -> dict[str, Any]:
    """The types of a shape's fields, by their keys in the data."""
    return {name.removesuffix("_"): hint for name, hint in hints_of(shape).items() if _may_hold(hint)}


@cache
def _may_hold(hint: Any) -> bool:
    """Whether there may be a marked word in a value of this type."""
    return get_origin(hint) is Annotated or is_frozen(hint) or any(map(_may_hold, get_args(hint)))
