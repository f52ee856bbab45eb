"""Faults of limits that are counted from those of other periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ipcalc.law.integrity.versions import Found, Raw
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
    for index, version in enumerate(entry["versions"]):
        if version.get("decided_by") == "due":
            here = (*path, "versions", index, "decided_by")
            yield here, "should be an event where a limit of another period counts"


def _others(entry: Raw) -> Iterator[tuple[Path_, Mapping[str, str]]]:
    """The limits of other periods that the limits of a period count from, each with its place."""
    for number, version in enumerate(entry["versions"]):
        ways: list[tuple[Path_, Any]] = [(("limits",), version["limits"])]
        ways += [(("where", n, "limits"), branch["limits"]) for n, branch in enumerate(version.get("where", ()))]
        for step, limits in ways:
            for index, limit in enumerate(limits):
                for inner, count in _counts(limit):
                    if isinstance(count.get("before"), dict):
                        yield ("versions", number, *step, index, *inner, "before"), count["before"]


def _counts(limit: Mapping[str, Any]) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
    yield (), limit
    for key in ("later_of", "earlier_of"):
        yield from (((key, n), count) for n, count in enumerate(limit.get(key, ())))


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
