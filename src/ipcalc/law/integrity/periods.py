"""Faults of periods: events and fees that are not there, limits that cannot be counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ipcalc.law.integrity.matters import belonging_faults, condition_faults
from ipcalc.law.integrity.others import others_faults
from ipcalc.law.integrity.versions import Found, Raw, citation_faults, placed, unknown_faults, versions_faults
from ipcalc.law.reading import Path_
from ipcalc.law.shapes.periods import UNITS

SEVERAL = ("later_of", "earlier_of")
_MOST = 10_000  # of one unit of time


def short_names_faults(raw: Raw) -> Found:
    """Short names that are the name of another period too."""
    periods = raw["periods"]
    for name, entry in periods.items():
        for path, short in placed(("periods", name), entry, "short"):
            others = [short] if short in periods else []
            others += [other for other, each in periods.items() if other != name and short in each.get("short", ())]
            if others:
                yield path, f"{short!r} is a name of {others[0]} too"


def period_faults(raw: Raw, name: str) -> Found:
    """Every fault of one period."""
    entry, path = raw["periods"][name], ("periods", name)
    if "optional" in entry and "leads_to" not in entry:
        yield (*path, "optional"), "is about the event that the period leads to, and it has no leads_to"
    for here, conditions in placed(path, entry, "where"):
        yield from _conditions(here, conditions, set(raw["events"]), of_period=True)
    yield from belonging_faults(raw, name)
    for here, ask in placed(path, entry, "asks"):
        if "without" not in ask and "with" not in ask:
            yield here, "needs without or with"
    yield from _recurrence((*path, "recurs"), entry.get("recurs", {}))
    yield from _restored(raw, path, entry)
    yield from _same_act(raw, path, entry)
    if "settled_by" in entry and not {"recurs", "restored_by"} <= entry.keys():
        yield (*path, "settled_by"), "is of a period that comes back (recurs) and can be restored (restored_by)"
    yield from versions_faults((*path, "versions"), entry["versions"])
    yield from _agreement(path, entry)
    yield from others_faults(raw, name)
    yield from _abroad(path, entry, set(raw["events"]))
    for here, version in placed(path, entry, "versions"):
        yield from _version(raw, here, version, entry.get("recurs", {}))


def _abroad(path: Path_, entry: Raw, events: set[str]) -> Found:
    """Faults of what a period is before offices abroad."""
    for here, office in placed(path, entry, "abroad"):
        if not str(here[-1]).isupper():
            yield here, "should be the code of an office in capital letters, such as EP"
        if office["evidence"] == "text":
            yield (
                (*here, "evidence"),
                "is for orientation, and at most two: the law of another country is not read here",
            )
        yield from _limits((*here, "limits"), office["limits"], events, required=True)
        for way, branch in placed(here, office, "where"):
            yield from _conditions((*way, "when"), branch["when"], events)
            yield from _limits((*way, "limits"), branch["limits"], events, required=False)


def _restored(raw: Raw, path: Path_, entry: Raw) -> Found:
    """A period that restores what is lost counts from the due date alone, and gives a due date itself."""
    name = entry.get("restored_by")
    if name is None or name not in raw["periods"]:
        return
    other = raw["periods"][name]
    triggers = {version.get("trigger") for version in other["versions"]}
    if "recurs" in other or len(triggers) != 1 or None in triggers:
        yield (*path, "restored_by"), f"should count from one event in all its versions, and {name} does not"
    if entry.get("loses") == "nothing":
        yield (*path, "restored_by"), "restores what is lost, but nothing is (loses)"


def _same_act(raw: Raw, path: Path_, entry: Raw) -> Found:
    """An act that is that of two periods, where one of them comes again."""
    other = raw["periods"].get(entry.get("same_act"), {})
    if "same_act" in entry and ("recurs" in entry or "recurs" in other):
        yield (*path, "same_act"), "is of two periods that come once each, and one of these recurs"


def _agreement(path: Path_, entry: Raw) -> Found:
    """Versions that do not agree on what a date given alone is, or on the day that decides."""
    triggers = {version.get("trigger") for version in entry["versions"]}
    if "date_is" not in entry and ("recurs" in entry or len(triggers) > 1 or None in triggers):
        yield path, "has several triggers: say which event DATE gives (date_is)"
    deciders = [v.get("decided_by", tuple(v.get("decided_by_latest_of", ()))) for v in entry["versions"]]
    for index, decider in enumerate(deciders):
        if decider != deciders[0]:
            yield (*path, "versions", index), "is decided by another day than the version before it"


def _recurrence(path: Path_, recurs: Raw) -> Found:
    for key in ("every_years", "first", "last", "until_years", "first_after_years"):
        yield from _number((*path, key), recurs.get(key, 1))
    first = recurs.get("first", 1)
    if recurs.get("last", first) < first:
        yield (*path, "last"), f"is before the first ({first})"
    if "latest" in recurs and "terms" not in recurs:
        yield (*path, "latest"), "needs terms"
    if "terms" in recurs:
        terms = [{"from": "0001-01-01", **term} for term in recurs["terms"]]
        yield from versions_faults((*path, "terms"), terms)


def _number(path: Path_, number: int) -> Found:
    if number < 1:
        yield path, "should be 1 or more"
    if number > _MOST:
        yield path, f"is too large (at most {_MOST:,})"


def _version(raw: Raw, path: Path_, version: Raw, recurs: Raw) -> Found:
    own = {recurs[key] for key in ("day", "start", "latest") if key in recurs}
    named = set(raw["events"]) | own
    yield from citation_faults(path, version)
    yield from _deciders(path, version, named | {"due"})
    yield from _triggers(path, version, recurs)
    if "cycle" in version:
        yield from _cycle((*path, "cycle"), version["cycle"])
    if ("cycle" in version) != bool(recurs and not recurs.get("terms") and "every_years" not in recurs):
        yield path, "needs a cycle just where its period recurs without terms and without every_years"
    for here, count in placed(path, version, "marks"):
        yield from _count(here, count, named)
        named = named | {str(here[-1])}
    yield from _limits((*path, "limits"), version["limits"], named, required=True)
    for here, branch in placed(path, version, "where"):
        yield from _conditions((*here, "when"), branch["when"], named)
        yield from _limits((*here, "limits"), branch["limits"], named, required=False)
        if not branch["limits"] and (isinstance(branch["note"], str) or "information" in branch["note"]):
            yield (*here, "note"), "says why there is no day: write it as condition:, so that the answer shows it"
        if "ceases_on" in branch and branch["ceases_on"] != "due":
            yield from unknown_faults((*here, "ceases_on"), "event or limit", branch["ceases_on"], named)
    kinds = {limit["kind"] for limit in version["limits"]}
    for here, reading in placed(path, version, "readings"):
        yield from _reading(here, reading, named, kinds)


def _deciders(path: Path_, version: Raw, named: set[str]) -> Found:
    deciders = [version["decided_by"]] if "decided_by" in version else version.get("decided_by_latest_of", ())
    if len(deciders) == 0 or ("decided_by" in version and "decided_by_latest_of" in version):
        yield path, "needs one of decided_by and decided_by_latest_of"
    for decider in deciders:
        yield from unknown_faults((*path, "decided_by"), "event", decider, named)


def _triggers(path: Path_, version: Raw, recurs: Raw) -> Found:
    said = [key for key in ("trigger", "trigger_earliest_of") if version.get(key)]
    if recurs and said:
        yield path, "has a trigger, but the period recurs: its days are those of recurs"
    if not recurs and len(said) != 1:
        yield path, "needs one of trigger and trigger_earliest_of"


def _reading(path: Path_, reading: Raw, named: set[str], kinds: set[str]) -> Found:
    """Faults of a reading. The first one of a version is the answer itself."""
    differs = [
        key for key in (*UNITS, *SEVERAL, "on", "trigger", "decided_by", "counted_from", "by_terms") if key in reading
    ]
    for here, count in _parts(path, reading):
        yield from _count(here, count, named | kinds)
    for key in ("trigger", "decided_by"):
        if key in reading:
            yield from unknown_faults((*path, key), "event", reading[key], named)
    if path[-1] == 0:
        if differs and differs != ["on"]:
            yield path, "is the first reading, the answer itself: it says only what it is"
    elif not differs:
        yield path, "does not say how it differs (a length, a trigger, decided_by or counted_from)"
    elif differs[0] in UNITS:
        yield from _count(path, reading, named | kinds)


def _parts(path: Path_, limit: Raw) -> list[tuple[Path_, Raw]]:
    """The counts of which a limit is the later or the earlier, each with its place."""
    return [each for key in SEVERAL for each in placed(path, limit, key)]


def _conditions(path: Path_, conditions: Sequence[Raw], named: set[str], *, of_period: bool = False) -> Found:
    for index, condition in enumerate(conditions):
        here = (*path, index)
        yield from condition_faults(here, condition, named, of_period=of_period)
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


def _limits(path: Path_, limits: Sequence[Raw], named: set[str], *, required: bool) -> Found:
    kinds: list[str] = []
    for index, limit in enumerate(limits):
        if limit["kind"] in kinds:
            yield (*path, index), f"is a second limit of the kind {limit['kind']}"
        yield from _limit((*path, index), limit, named | set(kinds))
        kinds.append(limit["kind"])
    if required and "due" not in kinds and "opens" not in kinds:
        yield path, "has neither a limit of the kind due nor one of the kind opens"


def _limit(path: Path_, limit: Raw, known: set[str]) -> Found:
    parts = _parts(path, limit)
    for here, count in parts:
        yield from _count(here, count, known, others=True)
    for key in ("safe", "ask_by"):
        if key in limit:
            yield from _count((*path, key), limit[key], known)
    if "until" in limit:
        yield from _until(path, limit, known)
    elif not parts:
        yield from _count(path, limit, known, others=True)
    elif not limit.keys().isdisjoint((*UNITS, "on")):
        yield path, "has a length beside later_of or earlier_of"
    for key in ("ask_by", "ask_late"):
        if key in limit and limit["kind"] != "extended":
            yield (*path, key), "belongs to a limit of the kind extended"


def _until(path: Path_, limit: Raw, known: set[str]) -> Found:
    yield from unknown_faults((*path, "until"), "event", limit["until"], known)
    if "safe" not in limit:
        yield path, "lasts until an event: it needs the day that is safe whatever happens (safe)"


def _count(path: Path_, count: Raw, known: set[str], *, others: bool = False) -> Found:
    """Faults of a count. With `others` it may start from the limit of another period."""
    lengths = [key for key in UNITS if key in count]
    starts = [key for key in ("after", "before", "on") if key in count]
    if len(lengths) + ("on" in count) != 1:
        yield path, f"needs one length ({', '.join(UNITS)}) or on"
    for key in lengths:
        yield from _number((*path, key), count[key])
    if len(starts) > 1:
        yield path, f"counts from more than one day ({', '.join(starts)})"
    for key in starts:
        if isinstance(count[key], dict):
            if not others:
                yield (*path, key), "is the limit of another period: only a limit itself is counted from one"
        else:
            yield from unknown_faults((*path, key), "event or limit", count[key], known)
