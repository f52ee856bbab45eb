"""References: every word that a shape marks as the name of an entry (`Ref`) names one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin

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
            if word not in raw[ref.section]:
                known = raw[ref.section]
                yield path, ref.unknown.format(word=word, near=nearest(word, known), all=", ".join(known))


def _words(hint: Any, value: Any, path: Path_) -> Iterator[tuple[Path_, str, Ref]]:
    """The marked words of a value of the type `hint`, each with its place and its mark."""
    if value is None or not _may_hold(hint):
        return
    origin = get_origin(hint)
    if origin is Annotated:
        yield path, value, hint.__metadata__[0]
    elif is_frozen(hint):
        for key, inner in _keys(hint).items():
            yield from _words(inner, value.get(key), (*path, key))
    elif origin is tuple:
        for index, each in enumerate(value):
            yield from _words(get_args(hint)[0], each, (*path, index))
    elif origin is Mapping:
        names, values = get_args(hint)
        for name, each in value.items():
            yield from _words(names, name, (*path, name))
            yield from _words(values, each, (*path, name))
    else:
        lists = [each for each in get_args(hint) if get_origin(each) is tuple]
        others = [each for each in get_args(hint) if each not in lists]
        yield from _words((lists if isinstance(value, list) else others)[0], value, path)


@cache
def _keys(shape: type) -> dict[str, Any]:
    """The types of a shape's fields, by their keys in the data."""
    return {name.removesuffix("_"): hint for name, hint in hints_of(shape).items() if _may_hold(hint)}


def _may_hold(hint: Any) -> bool:
    """Whether there may be a marked word in a value of this type."""
    return get_origin(hint) is Annotated or is_frozen(hint) or any(map(_may_hold, get_args(hint)))
