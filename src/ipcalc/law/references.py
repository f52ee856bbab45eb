"""What a shape cannot say: that references lead somewhere, that versions leave no gap and do not overlap,
that every amount can be paid and every limit counted. Each check yields paths into the data with a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ipcalc.errors import nearest
from ipcalc.law.build import build
from ipcalc.law.reading import Path_
from ipcalc.law.shapes.fees import Columns

Found = Iterator[tuple[Path_, str]]
Raw = Mapping[str, Any]

LENGTHS = ("years", "months", "weeks", "days", "working_days")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEAVES = ("nil", "not allowed", "not known")


def faults_of(raw: Raw) -> Found:
    """Every fault of the merged data, as a path into it and a message."""
    yield from _rulebook(raw)
    for name in raw["periods"]:
        yield from _period(raw, name)
    for right in raw.get("schedules", {}):
        yield from _schedule(raw, right)
    for name in raw["fees"]:
        yield from _fee(raw, name)
    yield from _principals(raw)
    yield from _forms(raw)
    yield from _classes(raw)
    yield from _offices(raw)
    yield from _closures(raw)
    yield from _estimates(raw)
    yield from _instruments(raw)


def _unknown(what: str, word: str, known: Any) -> str:
    return f"unknown {what} {word!r}{nearest(word, known)}"


def _rulebook(raw: Raw) -> Found:
    for right in raw["rights"]:
        if right not in raw["checked_to"]:
            yield ("checked_to",), f"has no day for {right}"
    for name, event in raw["events"].items():
        for key, other in (("stands_in", event.get("stands_in")), ("within", event.get("within", {}).get("of"))):
            if other == name:
                yield ("events", name, key), "names the event itself"
            if other is not None and other not in raw["events"]:
                yield ("events", name, key), _unknown("event", other, raw["events"])


# ---------------------------------------------------------------------- versions
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def versions_faults(path: Path_, versions: Sequence[Raw]) -> Found:
    """Versions that are empty, out of order, overlapping, or leave a gap that no reason explains."""
    if not versions:
        yield path, "has no version"
    for index, version in enumerate(versions):
        here = (*path, index)
        first, last = _day(version["from"]), _day(version.get("to"))
        following = _day(versions[index + 1]["from"]) if index + 1 < len(versions) else None
        assert first is not None
        if last is not None and last < first:
            yield here, f"never applies: it ends on {last}, before it begins on {first}"
        if following is not None and following <= first:
            yield (*path, index + 1), f"begins on {following}, not after the version before it ({first})"
        elif last is not None and following is not None and following <= last:
            yield (*path, index + 1), f"begins on {following}, but the version before it ends on {last}: they overlap"
        ends_alone = last is not None and (following is None or following > last + timedelta(days=1))
        if ends_alone and "ends" not in version:
            until = f"up to {following}" if following else "after it"
            yield here, f"ends on {last} with nothing {until}: say why (ends: repealed or ends: not known after)"
        if "ends" in version and last is None:
            yield here, "says why it ends, but not when (to)"
        if "ends" in version and "reason" not in version:
            yield here, "ends without a reason"
        if "reason" in version and "ends" not in version:
            yield here, "has a reason for an end, but no ends"


def _common(raw: Raw, path: Path_, version: Raw) -> Found:
    if not str(version.get("citation", "")).strip():
        yield (*path, "citation"), "is empty"
    for index, key in enumerate(version.get("sources", ())):
        if key not in raw["sources"]:
            yield (*path, "sources", index), _unknown("source", key, raw["sources"])


# ---------------------------------------------------------------------- periods
def _period(raw: Raw, name: str) -> Found:
    entry = raw["periods"][name]
    path: Path_ = ("periods", name)
    events = raw["events"]
    if entry["by"] not in raw["roles"]:
        yield (*path, "by"), _unknown("role", entry["by"], raw["roles"])
    for key in ("leads_to", "date_is"):
        if entry.get(key) is not None and entry[key] not in events:
            yield (*path, key), _unknown("event", entry[key], events)
    for index, ask in enumerate(entry.get("asks", ())):
        if ask["without"] not in events:
            yield (*path, "asks", index, "without"), _unknown("event", ask["without"], events)
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
                yield (*path, key, index), _unknown("event", event, events)
    if recurs and recurs.get("else_decided_by", "filing") not in events:
        yield (*path, "else_decided_by"), _unknown("event", recurs["else_decided_by"], events)
    for key in ("every_years", "first", "last", "until_years", "first_after_years"):
        if recurs.get(key, 1) < 1:
            yield (*path, key), "should be 1 or more"
    if recurs.get("last", recurs.get("first", 1)) < recurs.get("first", 1):
        yield (*path, "last"), f"is before the first ({recurs['first']})"
    if recurs and recurs.get("term_decided_by", "filing") not in events:
        yield (*path, "term_decided_by"), _unknown("event", recurs["term_decided_by"], events)
    if "terms" in recurs:
        terms = [{"from": "0001-01-01", **term} for term in recurs["terms"]]
        yield from versions_faults((*path, "terms"), terms)


def _version(raw: Raw, path: Path_, version: Raw, recurs: Raw) -> Found:
    yield from _common(raw, path, version)
    events = raw["events"]
    own = {recurs["day"], recurs["start"]} if recurs else set()
    deciders = [version["decided_by"]] if "decided_by" in version else list(version.get("decided_by_latest_of", ()))
    if len(deciders) == 0 or ("decided_by" in version and "decided_by_latest_of" in version):
        yield path, "needs one of decided_by and decided_by_latest_of"
    for decider in deciders:
        if decider not in events and decider not in own and decider != "due":
            yield (*path, "decided_by"), _unknown("event", decider, [*events, *own, "due"])
    triggers = [version["trigger"]] if "trigger" in version else list(version.get("trigger_earliest_of", ()))
    if recurs and triggers:
        yield path, "has a trigger, but the period recurs: its days are those of recurs"
    if not recurs and (not triggers or ("trigger" in version and "trigger_earliest_of" in version)):
        yield path, "needs one of trigger and trigger_earliest_of"
    for trigger in triggers:
        if trigger not in events:
            yield (*path, "trigger"), _unknown("event", trigger, events)
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
        for number, condition in enumerate(branch["when"]):
            spot = (*here, "when", number)
            for key in ("event", "not_before"):
                if key in condition and condition[key] not in named:
                    yield (*spot, key), _unknown("event", condition[key], named)
            if "later_than" in condition:
                yield from _count((*spot, "later_than"), condition["later_than"], named)
        yield from _limits(raw, (*here, "limits"), branch["limits"], named, required=False)
    for index, reading in enumerate(version.get("readings", ())):
        here = (*path, "readings", index)
        if index and any(key in reading for key in LENGTHS):
            yield from _count(here, reading, named | {limit["kind"] for limit in version["limits"]})
        for key in ("trigger", "decided_by"):
            if key in reading and reading[key] not in named:
                yield (*here, key), _unknown("event", reading[key], named)
        if not index and any(key in reading for key in (*LENGTHS, "trigger", "decided_by")):
            yield here, "is the first reading, the answer itself: it says only what it is"
        if index and not any(key in reading for key in (*LENGTHS, "on", "trigger", "decided_by")):
            yield here, "does not say how it differs (a length, a trigger or decided_by)"


def _cycle(path: Path_, cycle: Raw) -> Found:
    if cycle["years"] < 1:
        yield (*path, "years"), "should be 1 or more"
    if not _is_day_of_every_year(cycle["ends"]):
        yield (*path, "ends"), f"should be a day of every year such as 03-31, not {cycle['ends']!r}"


def _is_day_of_every_year(text: str) -> bool:
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
                yield (*here, "until"), _unknown("event", limit["until"], named)
            if "safe" not in limit:
                yield here, "lasts until an event: it needs the day that is safe whatever happens (safe)"
        elif not parts:
            yield from _count(here, limit, known)
        elif any(key in limit for key in (*LENGTHS, "on")):
            yield here, "has a length beside later_of or earlier_of"
        if "fee" in limit and limit["fee"] not in raw["fees"]:
            yield (*here, "fee"), _unknown("fee", limit["fee"], raw["fees"])
        if "form" in limit and limit["form"] not in raw["forms"]:
            yield (*here, "form"), _unknown("form", limit["form"], raw["forms"])
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
            yield (*path, key), _unknown("event or limit", count[key], known)


# ---------------------------------------------------------------------- fees
def _schedule(raw: Raw, right: str) -> Found:
    rows = raw["schedules"][right]
    yield from versions_faults(("schedules", right), rows)
    for index, row in enumerate(rows):
        path: Path_ = ("schedules", right, index)
        yield from _common(raw, path, row)
        for applicant in row["pays"]:
            if applicant not in raw["applicants"]:
                yield (*path, "pays", applicant), _unknown("applicant", applicant, raw["applicants"])
        if "other" not in row["pays"]:
            yield (*path, "pays"), "has no column for other"


def _fee(raw: Raw, name: str) -> Found:
    entry = raw["fees"][name]
    path: Path_ = ("fees", name)
    if entry["unit"] not in raw["units"]:
        yield (*path, "unit"), _unknown("unit", entry["unit"], raw["units"])
    yield from versions_faults((*path, "versions"), entry["versions"])
    for index, version in enumerate(entry["versions"]):
        here = (*path, "versions", index)
        yield from _common(raw, here, version)
        for form in (version.get("form"), *version.get("also_forms", ())):
            if form is not None and form not in raw["forms"]:
                yield (*here, "form"), _unknown("form", form, raw["forms"])
        for key in ("unit", "times", "bands_by"):
            if key in version and version[key] not in raw["units"]:
                yield (*here, key), _unknown("unit", version[key], raw["units"])
        for fee in (*version.get("plus", ()), *((version["one_only"],) if "one_only" in version else ())):
            if fee not in raw["fees"]:
                yield here, _unknown("fee", fee, raw["fees"])
        columns = _columns_during(raw, entry["right"], entry["versions"], index)
        yield from _tariff(raw, here, version, columns)
        for number, part in enumerate(version.get("parts", ())):
            spot = (*here, "parts", number)
            if part["unit"] not in raw["units"]:
                yield (*spot, "unit"), _unknown("unit", part["unit"], raw["units"])
            yield from _tariff(raw, spot, part, columns)
            if "cap" in part:
                yield from _leaves(raw, (*spot, "cap"), part["cap"], columns)
        if "discount" in version and version["discount"]["mode"] not in raw["modes"]:
            yield (*here, "discount", "mode"), _unknown("mode", version["discount"]["mode"], raw["modes"])


def _columns_during(raw: Raw, right: str, versions: Sequence[Raw], index: int) -> set[str]:
    """The columns by which some applicant pays while this version is in force."""
    made = [build(Columns, row) for row in raw.get("schedules", {}).get(right, ())]
    begins = date.fromisoformat(versions[index]["from"])
    ends = _day(versions[index].get("to")) or (
        date.fromisoformat(versions[index + 1]["from"]) - timedelta(days=1) if index + 1 < len(versions) else date.max
    )
    columns: set[str] = set()
    for number, row in enumerate(made):
        until = made[number + 1].from_ - timedelta(days=1) if number + 1 < len(made) else date.max
        if row.from_ <= ends and until >= begins:
            columns |= set(row.pays.values())
    return columns or {"other"}


def _tariff(raw: Raw, path: Path_, tariff: Raw, columns: set[str]) -> Found:
    said = [key for key in ("amount", "amounts", "bands") if key in tariff]
    if len(said) != 1:
        yield path, "needs one of amount, amounts and bands"
    if ("bands" in tariff) != ("bands_by" in tariff):
        yield path, "needs bands and bands_by together"
    for key in ("amount", "amounts"):
        if key in tariff:
            yield from _leaves(raw, (*path, key), tariff[key], columns)
    if "first" in tariff:
        yield from _tariff(raw, (*path, "first"), tariff["first"], columns)
    bands = tariff.get("bands", ())
    for index, band in enumerate(bands):
        here = (*path, "bands", index)
        bounds = [key for key in ("up_to", "below") if key in band]
        if len(bounds) != 1 and index + 1 < len(bands):
            yield here, "needs one of up_to and below"
        if index and bounds and _bound(band) <= _bound(bands[index - 1]):
            yield here, "does not reach beyond the band before it"
        yield from _tariff(raw, here, band, columns)


def _bound(band: Raw) -> float:
    if "up_to" in band:
        return float(band["up_to"])
    return float(band["below"]) - 0.5 if "below" in band else float("inf")


def _leaves(raw: Raw, path: Path_, value: Any, columns: set[str]) -> Found:
    if isinstance(value, bool) or not isinstance(value, dict | int | str):
        yield path, f"should be a whole sum, {', '.join(LEAVES)}, or sums by mode or applicant, not {value!r}"
    elif isinstance(value, int):
        if value <= 0:
            yield path, f"should be more than 0 (where nothing is charged, say nil), not {value}"
    elif isinstance(value, str):
        if value not in LEAVES:
            yield path, f"should be a whole sum, {', '.join(LEAVES)}, or sums by mode or applicant, not {value!r}"
    else:
        keys = set(value)
        missing = (set(raw["modes"]) if keys & set(raw["modes"]) else columns) - keys
        known = {*raw["modes"], *raw["applicants"]}
        for key in value:
            if key not in known:
                yield (*path, key), _unknown("mode or applicant", key, known)
        for key in sorted(missing):
            yield path, f"says nothing for {key}: give a sum, nil, not allowed or not known"
        for key, inner in value.items():
            yield from _leaves(raw, (*path, key), inner, columns)


def _principals(raw: Raw) -> Found:
    """Two items that claim to be meant by the same form number on the same day."""
    claims: dict[str, list[tuple[date, date, Path_]]] = {}
    for name, entry in raw["fees"].items():
        versions = entry["versions"]
        for index, version in enumerate(versions):
            if not version.get("principal"):
                continue
            begins = date.fromisoformat(version["from"])
            ends = _day(version.get("to")) or (
                date.fromisoformat(versions[index + 1]["from"]) - timedelta(days=1)
                if index + 1 < len(versions)
                else date.max
            )
            if "form" not in version:
                yield ("fees", name, "versions", index), "is principal, but has no form"
            for form in (version.get("form", ""), *version.get("also_forms", ())):
                for other_begins, other_ends, other in claims.get(form, ()):
                    if begins <= other_ends and other_begins <= ends:
                        yield ("fees", name, "versions", index), f"is principal for {form}, and so is {other[1]}"
                claims.setdefault(form, []).append((begins, ends, ("fees", name, "versions", index)))


def _forms(raw: Raw) -> Found:
    for name, form in raw["forms"].items():
        path: Path_ = ("forms", name)
        for index, other in enumerate(form.get("succeeded_by", ())):
            if other not in raw["forms"]:
                yield (*path, "succeeded_by", index), _unknown("form", other, raw["forms"])
        for index, key in enumerate(form.get("sources", ())):
            if key not in raw["sources"]:
                yield (*path, "sources", index), _unknown("source", key, raw["sources"])
        if "to" in form and form["to"] < form["from"]:
            yield path, f"ends on {form['to']}, before it begins on {form['from']}"


# ---------------------------------------------------------------------- classes, offices, closed days
def _classes(raw: Raw) -> Found:
    yield from versions_faults(("editions",), raw["editions"])
    for index, edition in enumerate(raw["editions"]):
        yield from _common(raw, ("editions", index), edition)
    for scheme, rows in raw["classes"].items():
        numbers = [row["number"] for row in rows]
        if numbers != list(range(1, int(scheme) + 1)):
            yield ("classes", scheme), f"should hold the classes 1 to {scheme}, each once and in order"
    most = max(int(scheme) for scheme in raw["classes"])
    for index, move in enumerate(raw.get("moves", ())):
        for key in ("from_class", "to_class"):
            if key in move and not 1 <= move[key] <= most:
                yield ("moves", index, key), f"should be 1 to {most}, not {move[key]}"
        for number, key in enumerate(move.get("sources", ())):
            if key not in raw["sources"]:
                yield ("moves", index, "sources", number), _unknown("source", key, raw["sources"])


def _offices(raw: Raw) -> Found:
    offices = raw["offices"]
    codes = {territory["code"] for territory in raw["territories"]}
    names: dict[str, str] = {}
    for index, territory in enumerate(raw["territories"]):
        path: Path_ = ("territories", index)
        for right in ("tm", "patent"):
            if territory[right] not in offices:
                yield (*path, right), _unknown("office", territory[right], offices)
        if "part_of" in territory and territory["part_of"] not in codes:
            yield (*path, "part_of"), _unknown("territory", territory["part_of"], codes)
        for name in (territory["name"], territory["code"], *territory.get("aliases", ())):
            if names.setdefault(name.lower(), territory["code"]) != territory["code"] or (
                name != territory["name"] and name.lower() == territory["name"].lower()
            ):
                yield path, f"the name {name!r} stands for {names[name.lower()]} already"


def _closures(raw: Raw) -> Found:
    days: list[tuple[Path_, Raw]] = [
        (("years", year, "days", n), day) for year, entry in raw["years"].items() for n, day in enumerate(entry["days"])
    ]
    for year, entry in raw["years"].items():
        for index, key in enumerate(entry.get("sources", ())):
            if key not in raw["sources"]:
                yield ("years", year, "sources", index), _unknown("source", key, raw["sources"])
    for path, day in days:
        if not day["day"].startswith(str(path[1])):
            yield path, f"{day['day']} is not a day of {path[1]}"
    for path, day in [*days, *((("special", n), day) for n, day in enumerate(raw.get("special", ())))]:
        listed = day.get("offices", "all")
        for office in (*([] if listed == "all" else listed), *day.get("except", ())):
            if office not in raw["offices"]:
                yield (*path, "offices"), _unknown("office", office, raw["offices"])
        if "to" in day and day["to"] < day["day"]:
            yield path, f"ends on {day['to']}, before it begins"
    for index, fixed in enumerate(raw["always"]):
        if ("day" in fixed) == ("from_easter" in fixed):
            yield ("always", index), "needs one of day and from_easter"
        elif "day" in fixed and not _is_day_of_every_year(fixed["day"]):
            yield ("always", index, "day"), f"should be a day of every year such as 08-15, not {fixed['day']!r}"
    weekdays = raw["weekly"]["weekdays"]
    for index, name in enumerate(weekdays):
        if name not in WEEKDAYS:
            yield ("weekly", "weekdays", index), _unknown("weekday", name, WEEKDAYS)
    if len(set(weekdays)) > 6:
        yield ("weekly", "weekdays"), "leaves no day open"
    for index, suspension in enumerate(raw.get("suspensions", ())):
        yield from _common(raw, ("suspensions", index), suspension)
        if not suspension["from"] <= suspension["to"] < suspension["last_day"]:
            yield ("suspensions", index), "should end after it begins, and before its last_day"


def _estimates(raw: Raw) -> Found:
    for name, estimate in raw["estimates"].items():
        path: Path_ = ("estimates", name)
        for route, event in estimate.get("needs", {}).items():
            if route not in estimate.get("routes", ()):
                yield (*path, "needs", route), _unknown("route", route, estimate.get("routes", ()))
            if event not in raw["events"]:
                yield (*path, "needs", route), _unknown("event", event, raw["events"])
        asked = {step["with"] for step in estimate["steps"] if "with" in step}
        for index, step in enumerate(estimate["steps"]):
            here = (*path, "steps", index)
            if step["fee"] not in raw["fees"]:
                yield (*here, "fee"), _unknown("fee", step["fee"], raw["fees"])
            if "period" in step and step["period"] not in raw["periods"]:
                yield (*here, "period"), _unknown("period", step["period"], raw["periods"])
            if ("period" in step) != ("to" in step):
                yield here, "needs period and to together"
            for other in step.get("unless", ()):
                if other not in asked:
                    yield (*here, "unless"), _unknown("step", other, asked)


def _instruments(raw: Raw) -> Found:
    for index, instrument in enumerate(raw["instruments"]):
        path: Path_ = ("instruments", index)
        for number, key in enumerate(instrument.get("sources", ())):
            if key not in raw["sources"]:
                yield (*path, "sources", number), _unknown("source", key, raw["sources"])
        if "to" in instrument and instrument["to"] < instrument["from"]:
            yield path, f"ends on {instrument['to']}, before it begins"
    for name, checklist in raw["checklists"].items():
        for index, item in enumerate(checklist["items"]):
            here: Path_ = ("checklists", name, "items", index)
            if "form" in item and item["form"] not in raw["forms"]:
                yield (*here, "form"), _unknown("form", item["form"], raw["forms"])
            if "period" in item and item["period"] not in raw["periods"]:
                yield (*here, "period"), _unknown("period", item["period"], raw["periods"])
