"""Layers: the built-in rulebook, and the directory that is laid over it. What an overlay says is said by the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ipcalc.law.names import SECTIONS, indexes
from ipcalc.law.shapes.base import GRADES, HOUSE, weakest

if TYPE_CHECKING:
    from ipcalc.law.integrity.versions import Found
    from ipcalc.law.reading import Path_

ADDED = ("special",)  # sections to which an overlay adds, in place of replacing them
BOUNDS = ("within", "stands_in", "not_before")  # what an event says of other events


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the sections of one directory over those of another: an entry replaces the whole entry of the same id.

    Special closed days are added, those of the overlay first.
    """
    merged = dict(below)
    for section, entries in above.items():
        under = merged.get(section)
        if isinstance(entries, dict) and isinstance(under, dict):
            merged[section] = {**under, **entries}
        elif section in ADDED and isinstance(entries, list) and isinstance(under, list):
            merged[section] = [*entries, *(each for each in under if each not in entries)]
        else:
            merged[section] = entries
    return merged


def housed(own: Any, below: Any) -> Any:
    """What an overlay says, with the grade `house` in place of a better one wherever it is not what stands below."""
    if own == below:
        return own
    if isinstance(own, list):
        others = below if isinstance(below, list) else []
        return [each if each in others else housed(each, None) for each in own]
    if not isinstance(own, dict):
        return own
    under = below if isinstance(below, dict) else {}
    return {key: _graded(key, value, under.get(key)) for key, value in own.items()}


def _graded(key: str, value: Any, below: Any) -> Any:
    if key == "evidence" and value in GRADES:
        return weakest((value, HOUSE))
    if key == "grades" and isinstance(value, dict):
        return {name: weakest((grade, HOUSE)) for name, grade in value.items()}
    return housed(value, below)


def house_faults(raw: Any, path: Path_ = ()) -> Found:
    """Every figure of the built-in data that is graded as that of an overlay."""
    if isinstance(raw, dict):
        if raw.get("evidence") == HOUSE:
            yield (*path, "evidence"), f"{HOUSE} is the grade of what an overlay says, not of the built-in data"
        for key, value in raw.items():
            yield from house_faults(value, (*path, key))
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from house_faults(value, (*path, index))


def uncited_faults(raw: Mapping[str, Any], below: Mapping[str, Any]) -> Found:
    """The figures of an overlay that do not say on what authority they rest: citation and evidence."""
    for path, own in _figures(raw, below):
        if not _is_cited(own):
            yield path, "changes a figure: it needs citation and evidence (house, for what your firm knows itself)"
    always, under = raw.get("always", ()), below.get("always", ())
    if _left_out(always, under) and not _left_out(under, always):
        yield ("always",), "leaves out a closed day: one of those that stay needs citation and evidence, to say why"


def renamed_faults(raw: Mapping[str, Any], below: Mapping[str, Any]) -> Found:
    """The names by which an overlay means another entry than the built-in data: who asks by such a name would get the
    answer of that one."""
    above = indexes(raw)
    for section, names in indexes(below).items():
        for name, meant in names.items():
            now = above[section].get(name, meant)
            if len(meant) == 1 and meant[0] not in now:
                path = (SECTIONS.get(section, section), now[0])
                yield path, f"the name {name} means {meant[0]} in the built-in data: give it no other meaning"


def _figures(raw: Mapping[str, Any], below: Mapping[str, Any]) -> Iterator[tuple[Path_, Any]]:
    """Bounds of events and closed days that an overlay changes or adds, with their places; other figures cannot stand
    without both."""
    for name, event in raw["events"].items():
        under = below["events"].get(name, {})
        if any(event.get(key) != under.get(key) for key in BOUNDS):
            yield ("events", name), event
    for section in ("special", "always"):
        yield from _days((section,), raw.get(section, ()), below.get(section, ()))
    for year, listed in raw["years"].items():
        under = below["years"].get(year, {})
        if listed != under and not _is_cited(listed):
            known = under.get("days", ())
            yield from _days(("years", year, "days"), listed["days"], known)
            if _left_out(listed["days"], known):
                yield ("years", year), listed


def _days(path: Path_, own: Sequence[Any], below: Sequence[Any]) -> Iterator[tuple[Path_, Any]]:
    yield from (((*path, index), day) for index, day in enumerate(own) if day not in below)


def _left_out(own: Sequence[Any], below: Sequence[Any]) -> bool:
    return any(day not in own for day in below)


def _is_cited(own: Mapping[str, Any]) -> bool:
    return bool(str(own.get("citation") or "").strip() and own.get("evidence"))
