"""What every rule has: versions that leave no gap and do not overlap, a citation, sources that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ipcalc.errors import nearest
from ipcalc.law.reading import Path_

Found = Iterator[tuple[Path_, str]]
Raw = Mapping[str, Any]


def unknown(what: str, word: str, known: Any) -> str:
    """The message for a word that nothing is called, with what may have been meant."""
    return f"unknown {what} {word!r}{nearest(word, known)}"


def unknown_faults(path: Path_, what: str, word: str, known: Any) -> Found:
    """A word that nothing is called."""
    if word not in known:
        yield path, unknown(what, word, known)


def placed(path: Path_, entry: Raw, key: str) -> Iterator[tuple[Path_, Any]]:
    """The members of a list or a mapping of an entry, each with its place; none where the entry has none."""
    found = entry.get(key, ())
    for step, each in found.items() if isinstance(found, Mapping) else enumerate(found):
        yield (*path, key, step), each


def as_date(text: str | None) -> date | None:
    """The day that a version names, if it names one."""
    return date.fromisoformat(text) if text else None


def versions_faults(path: Path_, versions: Sequence[Raw]) -> Found:
    """Versions that are empty, out of order, overlapping, or leave a gap that no reason explains."""
    if not versions:
        yield path, "has no version"
    for index, version in enumerate(versions):
        following = as_date(versions[index + 1]["from"]) if index + 1 < len(versions) else None
        yield from _order_faults((*path, index), (*path, index + 1), version, following)
        yield from _end_faults((*path, index), version, following)


def _order_faults(path: Path_, next_path: Path_, version: Raw, following: date | None) -> Found:
    first, last = date.fromisoformat(version["from"]), as_date(version.get("to"))
    if last is not None and last < first:
        yield path, f"never applies: it ends on {last}, before it begins on {first}"
    if following is not None and following <= first:
        yield next_path, f"begins on {following}, not after the version before it ({first})"
    elif last is not None and following is not None and following <= last:
        yield next_path, f"begins on {following}, but the version before it ends on {last}: they overlap"


def _end_faults(path: Path_, version: Raw, following: date | None) -> Found:
    last = as_date(version.get("to"))
    ends_alone = last is not None and (following is None or following > last + timedelta(days=1))
    if ends_alone and "ends" not in version:
        until = f"up to {following}" if following else "after it"
        yield path, f"ends on {last} with nothing {until}: say why (ends: repealed or ends: not known after)"
    if "ends" in version and last is None:
        yield path, "says why it ends, but not when (to)"
    if ("ends" in version) != ("reason" in version):
        yield path, "ends without a reason" if "ends" in version else "has a reason for an end, but no ends"


def citation_faults(path: Path_, version: Raw) -> Found:
    """A version without a citation."""
    if not str(version.get("citation", "")).strip():
        yield (*path, "citation"), "is empty"


def days_of(versions: Sequence[Raw], index: int) -> tuple[date, date]:
    """The first and last day of a version, the last that there is where it is still law."""
    own = as_date(versions[index].get("to"))
    following = as_date(versions[index + 1]["from"]) if index + 1 < len(versions) else None
    last = own or (following - timedelta(days=1) if following else date.max)
    return date.fromisoformat(versions[index]["from"]), last
