"""Faults of limits that are counted from those of other periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ipcalc.law.integrity.versions import Found, Raw, placed
from ipcalc.law.reading import Path_


def others_faults(raw: Raw, name: str) -> Found:
    """Limits of other periods that are not there, that recur otherwise, or that count from this period themselves."""
    periods = raw["periods"]
    path, entry = ("periods", name), periods[name]
    for step, other in _others(entry):
        here, period = (*path, *step), periods.get(other["period"])
        if period is None:
            continue
        yield from ((here, why) for why in _unfit(other, period, entry.get("recurs")))
        if other["period"] == name:
            yield here, "counts from itself"
        elif name in _reached(periods, other["period"]):
            yield here, f"{other['period']} counts from {name} in its turn"
    if any(_others(entry)):
        yield from _decided_by_due(path, entry)


def _unfit(other: Mapping[str, str], period: Raw, recurs: Any) -> Iterator[str]:
    """Why nothing can be counted from a limit of another period."""
    if other["limit"] not in _kinds(period):
        yield f"{other['period']} has no limit of the kind {other['limit']}"
    if "recurs" in period and period["recurs"] != recurs:
        yield f"{other['period']} recurs: say the same recurs here, so that each occurrence has its own day"
    if any("cycle" in version for version in period["versions"]):
        yield f"{other['period']} recurs in blocks of years, from which nothing is counted"


def _decided_by_due(path: Path_, entry: Raw) -> Found:
    for here, version in placed(path, entry, "versions"):
        if version.get("decided_by") == "due":
            yield (*here, "decided_by"), "should be an event where a limit of another period counts"


def _others(entry: Raw) -> Iterator[tuple[Path_, Mapping[str, str]]]:
    """The limits of other periods that the limits of a period count from, each with its place."""
    for path, version in placed((), entry, "versions"):
        for way, each in ((path, version), *placed(path, version, "where")):
            for place, limit in placed(way, each, "limits"):
                for here, count in _counts(place, limit):
                    if isinstance(count.get("before"), dict):
                        yield (*here, "before"), count["before"]


def _counts(path: Path_, limit: Mapping[str, Any]) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
    yield path, limit
    for key in ("later_of", "earlier_of"):
        yield from placed(path, limit, key)


def _kinds(period: Raw) -> set[str]:
    branches = [branch for version in period["versions"] for branch in version.get("where", ())]
    return {limit["kind"] for each in (*period["versions"], *branches) for limit in each["limits"]}


def _reached(periods: Raw, first: str) -> set[str]:
    """The periods that a period counts from, by whatever way, with itself."""
    found, open_ = {first}, [first]
    while open_:
        for _, other in _others(periods[open_.pop()]):
            if other["period"] in periods and other["period"] not in found:
                found.add(other["period"])
                open_.append(other["period"])
    return found
