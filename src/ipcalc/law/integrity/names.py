"""Faults of other names: those that are the id of another entry, or no names at all."""

from __future__ import annotations

from ipcalc.law.integrity.versions import Found, Raw
from ipcalc.law.names import SECTIONS, plain


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
