"""Faults of words: names that are the id of another entry, and sentences whose doubt is not said to be one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ipcalc.law.integrity.versions import Found, Raw
from ipcalc.law.names import SECTIONS, plain
from ipcalc.law.reading import Path_

_DOUBT = re.compile(r"another reading|probably|not certain", re.IGNORECASE)


def names_faults(raw: Raw) -> Found:
    """Names that never mean the entry under which they stand."""
    for section, names in SECTIONS.items():
        ids = {plain(name): name for name in raw[section]}
        for meant, others in raw.get(names, {}).items():
            for index, name in enumerate(others):
                other = ids.get(plain(name))
                if plain(name) in map(plain, (meant, *others[:index])):
                    yield (names, meant, index), f"{name!r} is there already"
                elif not plain(name):
                    yield (names, meant, index), f"{name!r} has no letters"
                elif other is not None and other != meant:
                    yield (names, meant, index), f"{name!r} is the id of {other}"


def sentences_faults(raw: Raw) -> Found:
    """Every plain sentence that has the words of a doubt."""
    for section in ("periods", "fees", "estimates"):
        for path, text in _plain(raw[section], (section,)):
            if found := _DOUBT.search(text):
                yield (
                    path,
                    f"says {found[0]!r}, which is a doubt: write it as doubt: (or condition:), or in other words",
                )


def _plain(value: Any, path: Path_, *, note: bool = False) -> Iterator[tuple[Path_, str]]:
    """The notes that are plain sentences, with their places."""
    if isinstance(value, str):
        if note:
            yield path, value
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _plain(each, (*path, index), note=note)
    elif isinstance(value, dict):
        for key, each in value.items():
            said = key in ("note", "notes") or (note and key not in ("doubt", "condition"))
            yield from _plain(each, (*path, key), note=said)
