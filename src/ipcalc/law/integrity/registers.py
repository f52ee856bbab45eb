"""Faults of the reference registers: treaties, their members, cooperation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ipcalc.law.integrity.versions import Found, Raw, placed
from ipcalc.law.reading import Path_

_CODE = re.compile(r"[A-Z]{2}\Z")


def treaties_faults(raw: Raw) -> Found:
    for path, treaty in placed((), raw, "treaties"):
        yield from _treaty_faults(path, treaty)
    for name in raw["unions"]:
        yield from _union_faults(raw, name)
    yield from _conventions_faults(raw)
    yield from _parties_faults(raw)
    for name in raw["routes"]:
        yield from _route_faults(raw, name)


def _treaty_faults(path: Path_, treaty: Raw) -> Found:
    if ("in_force" in treaty) == ("status" in treaty):
        yield path, "needs one of in_force and status"
    for key in ("adopted", "ratified", "deposited"):
        if treaty.get(key, "") > treaty.get("in_force", "9999-12-31"):
            yield (*path, key), f"is {treaty[key]}, after it came into force on {treaty['in_force']}"


def _conventions_faults(raw: Raw) -> Found:
    unions = raw["unions"]
    for path, convention in placed((), raw, "conventions"):
        yield from _twice((*path, "named"), convention.get("named", ()))
    for union, doubtful in {(rule["union"], rule["doubtful"]): None for rule in raw["conventions"].values()}:
        sure = unions.get(union, {}).get("members", ())
        for path, code in placed(("unions", doubtful), unions.get(doubtful, {}), "members"):
            if code in sure:
                yield path, f"{code} is a member of {union} too"


def _parties_faults(raw: Raw) -> Found:
    parties = raw["parties"]
    owners: dict[str, str] = {}
    for code, party in parties.items():
        path: Path_ = ("parties", code)
        if not _CODE.match(code):
            yield path, "should be two capital letters"
        for name in dict.fromkeys((code, party["name"], *party.get("aliases", ()))):
            other = owners.setdefault(name.casefold(), code)
            if other != code:
                yield path, f"the name {name!r} stands for {other} already"
        yield from _twice((*path, "states"), party.get("states", ()))
        yield from _counted(path, "states", party)
        for here, state in placed(path, party, "states"):
            if parties.get(state, {}).get("states"):
                yield here, f"{state} is a group itself"


def _union_faults(raw: Raw, name: str) -> Found:
    union, path = raw["unions"][name], ("unions", name)
    members = union["members"]
    yield from _twice((*path, "members"), members)
    yield from _counted(path, "members", union)
    for key in ("joined", "later", "unverified"):
        for step, code in _steps(union.get(key, ())):
            if code not in members:
                yield (*path, key, step), f"{code} is not one of the members"
    for here, code in placed(path, union, "later"):
        if code in union.get("joined", {}):
            yield here, f"{code} is one of joined too"
    if union.get("later") and "listed_in" not in union:
        yield (*path, "later"), "needs listed_in"
    for code in union.get("pending", {}):
        if code in members:
            yield (*path, "pending", code), f"{code} is one of the members"
    yield from _home_faults(raw, path, union)
    yield from _extent_faults(raw, path, union)


def _home_faults(raw: Raw, path: Path_, union: Raw) -> Found:
    """A home country that is a member from another day than its treaty binds it."""
    joined = union.get("joined", {}).get(raw["home"])
    bound = raw["treaties"].get(union["treaty"], {}).get("in_force")
    if joined and bound and bound != joined["since"]:
        yield (*path, "joined", raw["home"], "since"), f"should be the first day on which the treaty binds, {bound}"


def _extent_faults(raw: Raw, path: Path_, union: Raw) -> Found:
    """Members that the union around this one has not, and a wrong number of countries."""
    members = union["members"]
    if "within" in union:
        around = raw["unions"].get(union["within"], union)["members"]
        outside = [code for code in members if code not in around]
        if outside:
            yield (*path, "within"), f"should have every member, but not {', '.join(outside)}"
    if "covers" in union:
        states = [raw["parties"].get(code, {}).get("states") or [code] for code in members]
        found = len({code for group in states for code in group})
        if union["covers"] != found:
            yield (*path, "covers"), f"is {union['covers']}, but members and their states are {found}"


def _route_faults(raw: Raw, name: str) -> Found:
    route, path = raw["routes"][name], ("routes", name)
    yield from _twice((*path, "grounds"), [ground["id"] for ground in route.get("grounds", ())])
    for here, ground in placed(path, route, "grounds"):
        if ground["from"] < route["from"]:
            yield (*here, "from"), f"is {ground['from']}, before the route begins on {route['from']}"
    last = route["from"]
    for here, each in placed(path, route, "rounds"):
        if each.get("from", last) < last:
            yield (*here, "from"), f"is {each['from']}, before {last}"
        last = each.get("from", last)


def cooperation_faults(raw: Raw) -> Found:
    about, events = raw["cooperation"], raw["cooperation_events"]
    number: dict[str, int] = {}
    for path, event in placed((), raw, "cooperation_events"):
        yield from _twice((*path, "partners"), event.get("partners", ()))
        if event["to"] < event["from"]:
            yield (*path, "to"), f"is {event['to']}, before the event begins on {event['from']}"
        number[event["listed"]] = number.get(event["listed"], 0) + 1
        if event["n"] != number[event["listed"]]:
            yield (*path, "n"), f"should be {number[event['listed']]}, the next under {event['listed']}"
    if len(events) != about["events"]:
        yield ("cooperation", "events"), f"is {about['events']}, but there are {len(events)}"
    latest = max((event["to"] for event in events if event.get("exact", True)), default=None)
    if about["latest_event"] != latest:
        yield ("cooperation", "latest_event"), f"is {about['latest_event']}, but the latest ends on {latest}"
    yield from _plan_faults(raw)
    for path, agreement in placed((), raw, "foreign_agreements"):
        yield from _twice((*path, "countries"), agreement["countries"])


def _plan_faults(raw: Raw) -> Found:
    plan = raw["action_plan"]
    for key in ("objectives", "phases"):
        for path, row in placed(("action_plan",), plan, key):
            if not plan["from"] <= row["from"] <= row["to"] <= plan["to"]:
                years = f"{row['from']} to {row['to']}"
                yield path, f"{years} does not lie within {plan['from']} to {plan['to']}"
    budget = plan["budget"]
    amounts = sum(line["amount"] for line in budget["lines"])
    shares = sum(line["percent"] for line in budget["lines"])
    if budget["sum"] != amounts:
        yield ("action_plan", "budget", "sum"), f"is {budget['sum']}, but the lines add up to {amounts}"
    if shares != 100:
        yield ("action_plan", "budget", "lines"), f"should share out 100 per cent, not {shares}"


def _steps(codes: Raw | Sequence[str]) -> Iterable[tuple[str | int, str]]:
    """The codes of a list or of the keys of a mapping, each with the step that leads to it."""
    return enumerate(codes) if isinstance(codes, list | tuple) else ((code, code) for code in codes)


def _twice(path: Path_, words: Sequence[str]) -> Found:
    """Words of a list that are there twice."""
    for index, word in enumerate(words):
        if word in words[:index]:
            yield (*path, index), f"{word} is there twice"


def _counted(path: Path_, key: str, entry: Raw) -> Found:
    found = len(entry.get(key, ()))
    if "count" in entry and entry["count"] != found:
        yield (*path, "count"), f"is {entry['count']}, but there are {found} {key}"
