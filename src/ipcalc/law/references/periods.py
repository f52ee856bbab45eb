"""Faults of periods: events and fees that are not there, limits that cannot be counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ipcalc.law.reading import Path_
from ipcalc.law.references.versions import Found, Raw, common_faults, unknown, versions_faults

LENGTHS = ("years", "months", "weeks", "days", "working_days")


def period_faults(raw: Raw, name: str) -> Found:
    """Every fault of one period."""
    entry = raw["periods"][name]
    path: Path_ = ("periods", name)
    events = raw["events"]
    if entry["by"] not in raw["roles"]:
        yield (*path, "by"), unknown("role", entry["by"], raw["roles"])
    for key in ("leads_to", "date_is"):
        if entry.get(key) is not None and entry[key] not in events:
            yield (*path, key), unknown("event", entry[key], events)
    for index, event in enumerate(entry.get("done_by", ())):
        if event not in events:
            yield (*path, "done_by", index), unknown("event", event, events)
    for key in ("done_by", "optional"):
        if key in entry and "leads_to" not in entry:
            yield (*path, key), "is about the event that the period leads to, and it has no leads_to"
    for index, conditions in enumerate(entry.get("not_where", ())):
        yield from _conditions((*path, "not_where", index), conditions, set(events))
    for index, ask in enumerate(entry.get("asks", ())):
        if ("without" in ask) == ("with" in ask):
            yield (*path, "asks", index), "needs one of without and with"
        for key in ("without", "with"):
            if key in ask and ask[key] not in events:
                yield (*path, "asks", index, key), unknown("event", ask[key], events)
    recurs = entry.get("recurs", {})
    yield from _recurrence(raw, (*path, "recurs"), recurs)
    yield from versions_faults((*path, "versions"), entry["versions"])
    triggers = {v.get("trigger") for v in entry["versions"]}
    if "date_is" not in entry and (recurs or len(triggers) > 1 or None in triggers):
        yield path, "has several triggers: say which event DATE gives (date_is)"
    deciders = [
        version.get("decided_by", tuple(version.get("decided_by_latest_of", ()))) for version in entry["versions"]
    ]
    for index, decider in enumerate(deciders[1:], 1):
        if decider != deciders[0]:
            yield (*path, "versions", index), "is decided by another day than the version before it"
    for index, short in enumerate(entry.get("short", ())):
        others = [other for other, each in raw["periods"].items() if other != name and short in each.get("short", ())]
        if short in raw["periods"] or others:
            yield (
                (*path, "short", index),
                f"{short!r} is a name of {short if short in raw['periods'] else others[0]} too",
            )
    for index, version in enumerate(entry["versions"]):
        yield from _version(raw, (*path, "versions", index), version, recurs)


def _recurrence(raw: Raw, path: Path_, recurs: Raw) -> Found:
    events = raw["events"]
    for key in ("counted_from_earliest_of", "until_earliest_of"):
        for index, event in enumerate(recurs.get(key, ())):
            if event not in events:
                yield (*path, key, index), unknown("event", event, events)
    if recurs and recurs.get("else_decided_by", "filing") not in events:
        yield (*path, "else_decided_by"), unknown("event", recurs["else_decided_by"], events)
    for key in ("every_years", "first", "last", "until_years", "first_after_years"):
        if recurs.get(key, 1) < 1:
            yield (*path, key), "should be 1 or more"
    if recurs.get("last", recurs.get("first", 1)) < recurs.get("first", 1):
        yield (*path, "last"), f"is before the first ({recurs['first']})"
    if recurs and recurs.get("term_decided_by", "filing") not in events:
        yield (*path, "term_decided_by"), unknown("event", recurs["term_decided_by"], events)
    if "terms" in recurs:
        terms = [{"from": "0001-01-01", **term} for term in recurs["terms"]]
        yield from versions_faults((*path, "terms"), terms)


def _version(raw: Raw, path: Path_, version: Raw, recurs: Raw) -> Found:
    yield from common_faults(raw, path, version)
    events = raw["events"]
    own = {recurs["day"], recurs["start"]} if recurs else set()
    deciders = [version["decided_by"]] if "decided_by" in version else list(version.get("decided_by_latest_of", ()))
    if len(deciders) == 0 or ("decided_by" in version and "decided_by_latest_of" in version):
        yield path, "needs one of decided_by and decided_by_latest_of"
    for decider in deciders:
        if decider not in events and decider not in own and decider != "due":
            yield (*path, "decided_by"), unknown("event", decider, [*events, *own, "due"])
    triggers = [version["trigger"]] if "trigger" in version else list(version.get("trigger_earliest_of", ()))
    if recurs and triggers:
        yield path, "has a trigger, but the period recurs: its days are those of recurs"
    if not recurs and (not triggers or ("trigger" in version and "trigger_earliest_of" in version)):
        yield path, "needs one of trigger and trigger_earliest_of"
    for trigger in triggers:
        if trigger not in events:
            yield (*path, "trigger"), unknown("event", trigger, events)
    if "cycle" in version:
        yield from _cycle((*path, "cycle"), version["cycle"])
    if ("cycle" in version) != bool(recurs and not recurs.get("terms") and "every_years" not in recurs):
        yield path, "needs a cycle just where its period recurs without terms and without every_years"
    named = set(events) | own
    for mark, count in version.get("marks", {}).items():
        yield from _count((*path, "marks", mark), count, named)
        named = named | {mark}
    yield from _limits(raw, (*path, "limits"), version["limits"], named, required=True)
    for index, branch in enumerate(version.get("where", ())):
        here = (*path, "where", index)
        yield from _conditions((*here, "when"), branch["when"], named)
        yield from _limits(raw, (*here, "limits"), branch["limits"], named, required=False)
    for index, reading in enumerate(version.get("readings", ())):
        here = (*path, "readings", index)
        if index and any(key in reading for key in LENGTHS):
            yield from _count(here, reading, named | {limit["kind"] for limit in version["limits"]})
        for key in ("trigger", "decided_by"):
            if key in reading and reading[key] not in named:
                yield (*here, key), unknown("event", reading[key], named)
        if not index and any(key in reading for key in (*LENGTHS, "trigger", "decided_by")):
            yield here, "is the first reading, the answer itself: it says only what it is"
        if index and not any(key in reading for key in (*LENGTHS, "on", "trigger", "decided_by")):
            yield here, "does not say how it differs (a length, a trigger or decided_by)"


def _conditions(path: Path_, conditions: Sequence[Raw], named: set[str]) -> Found:
    for index, condition in enumerate(conditions):
        here = (*path, index)
        for key in ("event", "not_before"):
            if key in condition and condition[key] not in named:
                yield (*here, key), unknown("event", condition[key], named)
        if "later_than" in condition:
            yield from _count((*here, "later_than"), condition["later_than"], named)


def _cycle(path: Path_, cycle: Raw) -> Found:
    if cycle["years"] < 1:
        yield (*path, "years"), "should be 1 or more"
    if not is_day_of_every_year(cycle["ends"]):
        yield (*path, "ends"), f"should be a day of every year such as 03-31, not {cycle['ends']!r}"


def is_day_of_every_year(text: str) -> bool:
    """Whether the text is a month and day (MM-DD) that every year has."""
    try:
        return f"{date.fromisoformat(f'2001-{text}'):%m-%d}" == text
    except ValueError:
        return False


def _limits(raw: Raw, path: Path_, limits: Sequence[Raw], named: set[str], *, required: bool) -> Found:
    kinds: list[str] = []
    for index, limit in enumerate(limits):
        here = (*path, index)
        if limit["kind"] in kinds:
            yield here, f"is a second limit of the kind {limit['kind']}"
        known = named | set(kinds)
        parts = [("later_of", n, c) for n, c in enumerate(limit.get("later_of", ()))]
        parts += [("earlier_of", n, c) for n, c in enumerate(limit.get("earlier_of", ()))]
        for key, number, count in parts:
            yield from _count((*here, key, number), count, known)
        for key in ("safe", "ask_by"):
            if key in limit:
                yield from _count((*here, key), limit[key], known)
        if "until" in limit:
            if limit["until"] not in named:
                yield (*here, "until"), unknown("event", limit["until"], named)
            if "safe" not in limit:
                yield here, "lasts until an event: it needs the day that is safe whatever happens (safe)"
        elif not parts:
            yield from _count(here, limit, known)
        elif any(key in limit for key in (*LENGTHS, "on")):
            yield here, "has a length beside later_of or earlier_of"
        if "fee" in limit and limit["fee"] not in raw["fees"]:
            yield (*here, "fee"), unknown("fee", limit["fee"], raw["fees"])
        if "form" in limit and limit["form"] not in raw["forms"]:
            yield (*here, "form"), unknown("form", limit["form"], raw["forms"])
        if "ask_by" in limit and limit["kind"] != "extended":
            yield (*here, "ask_by"), "belongs to a limit of the kind extended"
        kinds.append(limit["kind"])
    if required and "due" not in kinds and "opens" not in kinds:
        yield path, "has neither a limit of the kind due nor one of the kind opens"


def _count(path: Path_, count: Raw, known: set[str]) -> Found:
    lengths = [key for key in LENGTHS if key in count]
    starts = [key for key in ("after", "before", "on") if key in count]
    if len(lengths) + ("on" in count) != 1:
        yield path, f"needs one length ({', '.join(LENGTHS)}) or on"
    for key in lengths:
        if count[key] < 1:
            yield (*path, key), "should be 1 or more"
    if len(starts) > 1:
        yield path, f"counts from more than one day ({', '.join(starts)})"
    for key in starts:
        if count[key] not in known:
            yield (*path, key), unknown("event or limit", count[key], known)
