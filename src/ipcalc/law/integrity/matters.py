"""Faults of what belongs to a matter: events that imply each other, periods that no matter can have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ipcalc.law.integrity.versions import Found, Raw, placed, unknown_faults
from ipcalc.law.reading import Path_

_OF_DAYS = ("since", "before", "later_than", "not_before")


def implied_faults(raw: Raw) -> Found:
    """Events that are implied in a circle, and so would have to come before themselves."""
    events = raw["events"]
    for name in events:
        circle = _way_back(events, name)
        if circle is not None and name == min(circle):
            yield ("events", name, "implies"), f"comes back to the event itself: {' implies '.join((*circle, name))}"


def _way_back(events: Raw, name: str) -> list[str] | None:
    """The events that lead from one back to itself, the shortest way; None where none do."""
    ways, seen = [[name]], {name}
    for way in ways:
        event = events.get(way[-1], {})
        for other in (*event.get("implies", ()), *chain.from_iterable(event.get("implies_in", {}).values())):
            if other == name:
                return way
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return None


def belonging_faults(raw: Raw, name: str) -> Found:
    """Conditions of a period under which no matter can have it."""
    entry = raw["periods"][name]
    rights = (entry["right"], *entry.get("also_for", ()))
    ends = [set(raw.get("courses", {}).get(right, {}).get("ends_with", ())) for right in rights]
    over = {*entry.get("closed_by", ()), *entry.get("done_by", [entry.get("leads_to")])}
    for path, conditions in placed(("periods", name), entry, "where"):
        if not conditions:
            yield path, "has no condition"
        yield from _contradictions(path, conditions)
        wanted = [(number, each["event"]) for number, each in enumerate(conditions) if _wants(each) and "event" in each]
        for number, event in wanted:
            if event in over:
                yield (*path, number), f"can never be met: with {event} the period is over"
            elif all(event in each for each in ends):
                yield (*path, number), f"can never be met: with {event} the matter is over"


def _contradictions(path: Path_, conditions: Sequence[Raw]) -> Found:
    wanted = {_name(condition) for condition in conditions if _wants(condition)}
    for number, condition in enumerate(conditions):
        if not _wants(condition) and _name(condition) in wanted:
            yield (*path, number), f"can never be met: {_name(condition)} is to be given and not to be given"


def condition_faults(path: Path_, condition: Raw, events: set[str], *, of_period: bool) -> Found:
    """A condition that hangs on nothing, on two things, or on what is not known where it stands."""
    of_fact = "fact" in condition
    if of_fact and not of_period:
        yield (*path, "fact"), "belongs to where of a period: no version depends on a fact"
    elif of_fact == ("event" in condition):
        yield path, "needs one of event and fact" if of_period else "needs an event"
    elif of_fact and not condition.keys().isdisjoint(_OF_DAYS):
        yield path, "is about a fact, which has no day"
    for key in ("event", "not_before"):
        if key in condition:
            yield from unknown_faults((*path, key), "event", condition[key], events)


def _wants(condition: Raw) -> bool:
    return bool(condition.get("given", True))


def _name(condition: Raw) -> str:
    return str(condition.get("fact") or condition.get("event"))
