"""Faults of the reference registers: treaties, their members, cooperation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ipcalc.law.reading import Path_
from ipcalc.law.references.versions import Found, Raw, unknown

_CODE = re.compile(r"[A-Z]{2}\Z")


def treaties_faults(raw: Raw) -> Found:
    yield from _known(("home",), "party", [raw["home"]], raw["parties"])
    for name, treaty in raw["treaties"].items():
        path: Path_ = ("treaties", name)
        yield from _sources(raw, path, treaty)
        if ("in_force" in treaty) == ("status" in treaty):
            yield path, "needs one of in_force and status"
        for key in ("adopted", "ratified", "deposited"):
            if treaty.get(key, "") > treaty.get("in_force", "9999-12-31"):
                yield (*path, key), f"is {treaty[key]}, after it came into force on {treaty['in_force']}"
    for name in raw["unions"]:
        yield from _union_faults(raw, name)
    for name, rows in raw["declarations"].items():
        yield from _known(("declarations", name), "union", [name], raw["unions"])
        for index, row in enumerate(rows):
            here: Path_ = ("declarations", name, index)
            yield from _sources(raw, here, row)
            yield from _known((*here, "period"), "period", _given(row, "period"), raw["periods"])
    for right, convention in raw["conventions"].items():
        path = ("conventions", right)
        yield from _sources(raw, path, convention)
        yield from _known((*path, "period"), "period", [convention["period"]], raw["periods"])
        for key in ("union", "doubtful"):
            yield from _known((*path, key), "union", [convention[key]], raw["unions"])
        yield from _known_each((*path, "named"), "party", convention.get("named", ()), raw["parties"])
    for union, doubtful in {(rule["union"], rule["doubtful"]): None for rule in raw["conventions"].values()}:
        if union in raw["unions"] and doubtful in raw["unions"]:
            for index, code in enumerate(raw["unions"][doubtful]["members"]):
                if code in raw["unions"][union]["members"]:
                    yield ("unions", doubtful, "members", index), f"{code} is a member of {union} too"
    yield from _parties_faults(raw)
    for name in raw["routes"]:
        yield from _route_faults(raw, name)


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
        states = party.get("states", ())
        yield from _known_each((*path, "states"), "party", states, parties)
        yield from _counted(path, "states", party)
        for index, state in enumerate(states):
            if parties.get(state, {}).get("states"):
                yield (*path, "states", index), f"{state} is a group itself"
        yield from _known((*path, "one_territory"), "union", _given(party, "one_territory"), raw["unions"])


def _union_faults(raw: Raw, name: str) -> Found:
    union, parties, path = raw["unions"][name], raw["parties"], ("unions", name)
    members = union["members"]
    yield from _sources(raw, path, union)
    yield from _known((*path, "treaty"), "treaty", [union["treaty"]], raw["treaties"])
    yield from _known_each((*path, "members"), "party", members, parties)
    yield from _counted(path, "members", union)
    for key in ("joined", "later", "unverified"):
        for step, code in _steps(union.get(key, ())):
            if code not in members:
                yield (*path, key, step), f"{code} is not one of the members"
    for code, joined in union.get("joined", {}).items():
        yield from _sources(raw, (*path, "joined", code), joined)
        bound = raw["treaties"].get(union["treaty"], {}).get("in_force")
        if code == raw["home"] and bound and bound != joined["since"]:
            yield (*path, "joined", code, "since"), f"should be the first day on which the treaty binds, {bound}"
    for index, code in enumerate(union.get("later", ())):
        if code in union.get("joined", {}):
            yield (*path, "later", index), f"{code} is one of joined too"
    if union.get("later") and "listed_in" not in union:
        yield (*path, "later"), "needs listed_in"
    for code in union.get("pending", {}):
        if code in members:
            yield (*path, "pending", code), f"{code} is one of the members"
        yield from _known((*path, "pending", code), "party", [code], parties)
    if "within" in union:
        yield from _known((*path, "within"), "union", [union["within"]], raw["unions"])
        around = raw["unions"].get(union["within"], union)["members"]
        outside = [code for code in members if code not in around]
        if outside:
            yield (*path, "within"), f"should have every member, but not {', '.join(outside)}"
    if "covers" in union:
        states = [parties.get(code, {}).get("states") or [code] for code in members]
        found = len({code for group in states for code in group})
        if union["covers"] != found:
            yield (*path, "covers"), f"is {union['covers']}, but members and their states are {found}"


def _route_faults(raw: Raw, name: str) -> Found:
    route, path = raw["routes"][name], ("routes", name)
    yield from _sources(raw, path, route)
    for key, section in (("partner", "parties"), ("form", "forms"), ("period", "periods"), ("fee", "fees")):
        what = "party" if key == "partner" else key
        yield from _known((*path, key), what, _given(route, key), raw[section])
    seen: set[str] = set()
    for index, ground in enumerate(route.get("grounds", ())):
        if ground["id"] in seen:
            yield (*path, "grounds", index), f"{ground['id']} is there twice"
        seen.add(ground["id"])
        if ground["from"] < route["from"]:
            yield (*path, "grounds", index, "from"), f"is {ground['from']}, before the route begins on {route['from']}"
    last = route["from"]
    for index, each in enumerate(route.get("rounds", ())):
        if each.get("from", last) < last:
            yield (*path, "rounds", index, "from"), f"is {each['from']}, before {last}"
        last = each.get("from", last)


def cooperation_faults(raw: Raw) -> Found:
    about, events = raw["cooperation"], raw["cooperation_events"]
    yield from _sources(raw, ("cooperation",), about)
    for name, partner in raw["partners"].items():
        yield from _known(("partners", name, "country"), "party", _given(partner, "country"), raw["parties"])
    number: dict[str, int] = {}
    for index, event in enumerate(events):
        path: Path_ = ("cooperation_events", index)
        yield from _known_each((*path, "partners"), "partner", event.get("partners", ()), raw["partners"])
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
    for index, agreement in enumerate(raw["foreign_agreements"]):
        path = ("foreign_agreements", index)
        yield from _sources(raw, path, agreement)
        yield from _known_each((*path, "countries"), "party", agreement["countries"], raw["parties"])
    for name, fault in raw["page_faults"].items():
        yield from _known(("page_faults", name, "source"), "source", [fault["source"]], raw["sources"])


def _plan_faults(raw: Raw) -> Found:
    plan = raw["action_plan"]
    yield from _sources(raw, ("action_plan",), plan)
    for key in ("objectives", "phases"):
        for index, row in enumerate(plan[key]):
            if not plan["from"] <= row["from"] <= row["to"] <= plan["to"]:
                years = f"{row['from']} to {row['to']}"
                yield ("action_plan", key, index), f"{years} does not lie within {plan['from']} to {plan['to']}"
    budget = plan["budget"]
    amounts = sum(line["amount"] for line in budget["lines"])
    shares = sum(line["percent"] for line in budget["lines"])
    if budget["sum"] != amounts:
        yield ("action_plan", "budget", "sum"), f"is {budget['sum']}, but the lines add up to {amounts}"
    if shares != 100:
        yield ("action_plan", "budget", "lines"), f"should share out 100 per cent, not {shares}"


def _given(entry: Raw, key: str) -> list[str]:
    return [entry[key]] if key in entry else []


def _steps(codes: Raw | Sequence[str]) -> Iterable[tuple[str | int, str]]:
    """The codes of a list or of the keys of a mapping, each with the step that leads to it."""
    return enumerate(codes) if isinstance(codes, list | tuple) else ((code, code) for code in codes)


def _known(path: Path_, what: str, words: Iterable[str], section: Iterable[str]) -> Found:
    for word in words:
        if word not in section:
            yield path, f"no party has the code {word!r}" if what == "party" else unknown(what, word, section)


def _known_each(path: Path_, what: str, words: Sequence[str], section: Iterable[str]) -> Found:
    """Words of a list that nothing is called, or that are there twice."""
    for index, word in enumerate(words):
        yield from _known((*path, index), what, [word], section)
        if word in words[:index]:
            yield (*path, index), f"{word} is there twice"


def _counted(path: Path_, key: str, entry: Raw) -> Found:
    found = len(entry.get(key, ()))
    if "count" in entry and entry["count"] != found:
        yield (*path, "count"), f"is {entry['count']}, but there are {found} {key}"


def _sources(raw: Raw, path: Path_, entry: Raw) -> Found:
    for index, key in enumerate(entry.get("sources", ())):
        yield from _known((*path, "sources", index), "source", [key], raw["sources"])
