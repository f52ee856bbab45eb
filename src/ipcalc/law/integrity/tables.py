"""Faults of the smaller tables: events, forms, classes, offices, closures, estimates and instruments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ipcalc.law.integrity.periods import is_day_of_every_year
from ipcalc.law.integrity.versions import (
    Found,
    Raw,
    citation_faults,
    days_of,
    placed,
    unknown,
    unknown_faults,
    versions_faults,
)
from ipcalc.law.reading import Path_

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_SCHEME = re.compile(r"[1-9][0-9]{0,2}\Z")


def rights_faults(raw: Raw) -> Found:
    """Rights of which it is not said how far their law was checked."""
    for right in raw["rights"]:
        if right not in raw["checked_to"]:
            yield ("checked_to",), f"has no day for {right}"


def events_faults(raw: Raw) -> Found:
    """Events that are described by themselves."""
    for name, event in raw["events"].items():
        within = event.get("within", {})
        named = {"stands_in": [event.get("stands_in")], "within": [within.get("of"), within.get("else_of")]}
        for key, others in {**named, "not_before": event.get("not_before", ())}.items():
            if name in others:
                yield ("events", name, key), "names the event itself"


def layouts_faults(raw: Raw) -> Found:
    """Patterns of layouts that cannot be read."""
    for name, layout in raw.get("layouts", {}).items():
        for heading in layout["columns"]:
            for path, target in placed(("layouts", name, "columns"), layout["columns"], heading):
                for here, pattern in placed(path, target, "where"):
                    try:
                        re.compile(pattern)
                    except re.error as error:
                        yield here, f"is no pattern: {error}"


def principals_faults(raw: Raw) -> Found:
    """Two items that claim to be meant by the same form number on the same day."""
    claims: dict[str, list[tuple[date, date, str]]] = {}
    for name, entry in raw["fees"].items():
        for index, version in enumerate(entry["versions"]):
            if not version.get("principal"):
                continue
            path: Path_ = ("fees", name, "versions", index)
            begins, ends = days_of(entry["versions"], index)
            if "form" not in version:
                yield path, "is principal, but has no form"
            for form in (version.get("form", ""), *version.get("also_forms", ())):
                others = claims.setdefault(form, [])
                for other_begins, other_ends, other in others:
                    if begins <= other_ends and other_begins <= ends:
                        yield path, f"is principal for {form}, and so is {other}"
                others.append((begins, ends, name))


def dates_faults(raw: Raw) -> Found:
    """Forms and instruments that end before they begin."""
    for section in ("forms", "instruments"):
        for path, entry in placed((), raw, section):
            if "to" in entry and entry["to"] < entry["from"]:
                yield path, f"ends on {entry['to']}, before it begins on {entry['from']}"


def classes_faults(raw: Raw) -> Found:
    yield from versions_faults(("editions",), raw["editions"])
    for path, edition in placed((), raw, "editions"):
        yield from citation_faults(path, edition)
    for scheme, rows in raw["classes"].items():
        numbers = [row["number"] for row in rows]
        if not _SCHEME.match(scheme):
            yield ("classes", scheme), "should be the number of its last class"
        elif numbers != list(range(1, int(scheme) + 1)):
            yield ("classes", scheme), f"should hold the classes 1 to {scheme}, each once and in order"
    most = max((int(scheme) for scheme in raw["classes"] if _SCHEME.match(scheme)), default=0)
    for path, move in placed((), raw, "moves"):
        for key in ("from_class", "to_class"):
            if key in move and not 1 <= move[key] <= most:
                yield (*path, key), f"should be 1 to {most}, not {move[key]}"


def offices_faults(raw: Raw) -> Found:
    codes = {territory["code"] for territory in raw["territories"]}
    rights = raw["territories"][0]["offices"] if raw["territories"] else {}
    for path, territory in placed((), raw, "territories"):
        if "part_of" in territory:
            yield from unknown_faults((*path, "part_of"), "territory", territory["part_of"], codes)
        if territory["offices"].keys() != rights.keys():
            yield (*path, "offices"), f"should hold the rights of the first territory ({', '.join(rights)})"
    yield from _names_of_territories(raw)


def _names_of_territories(raw: Raw) -> Found:
    """Names that stand for two territories, or that a territory has twice."""
    names: dict[str, str] = {}
    for path, territory in placed((), raw, "territories"):
        for name in (territory["name"], territory["code"], *territory.get("aliases", ())):
            if names.setdefault(name.lower(), territory["code"]) != territory["code"] or (
                name != territory["name"] and name.lower() == territory["name"].lower()
            ):
                yield path, f"the name {name!r} stands for {names[name.lower()]} already"


def closures_faults(raw: Raw) -> Found:
    for year, entry in raw["years"].items():
        for path, day in placed(("years", year), entry, "days"):
            if not day["day"].startswith(year):
                yield path, f"{day['day']} is not a day of {year}"
            yield from _closed_day_faults(raw, path, day)
    for path, day in placed((), raw, "special"):
        yield from _closed_day_faults(raw, path, day)
    yield from _every_year_faults(raw)
    for path, suspension in placed((), raw, "suspensions"):
        yield from citation_faults(path, suspension)
        if not suspension["from"] <= suspension["to"] < suspension["last_day"]:
            yield path, "should end after it begins, and before its last_day"


def journals_faults(raw: Raw) -> Found:
    ways: dict[bool, str] = {}
    for name, journal in raw["journals"].items():
        path, weekly = ("journals", name), journal.get("weekly", ())
        if bool(weekly) == ("yearly" in journal):
            yield path, "needs one of weekly and yearly"
        other = ways.setdefault(bool(weekly), name)
        if other != name:
            yield path, f"is numbered as {other} is, so that a number does not say which is meant"
        for index, (run, following) in enumerate(pairwise(weekly)):
            if not run["from"] < following["from"]:
                yield (*path, "weekly", index + 1, "from"), "should come after that of the entry before"
        for here, odd in placed(path, journal, "exceptions"):
            if len(odd["days"]) < 2 or odd["days"] != sorted(odd["days"]):
                yield (*here, "days"), "should be several days, the earliest first"


def _every_year_faults(raw: Raw) -> Found:
    """Faults of the days that are closed in every year, and in every week."""
    for path, fixed in placed((), raw, "always"):
        if ("day" in fixed) == ("from_easter" in fixed):
            yield path, "needs one of day and from_easter"
        elif "day" in fixed and not is_day_of_every_year(fixed["day"]):
            yield (*path, "day"), f"should be a day of every year such as 08-15, not {fixed['day']!r}"
    for path, name in placed(("weekly",), raw["weekly"], "weekdays"):
        yield from unknown_faults(path, "weekday", name, WEEKDAYS)
    if len(set(raw["weekly"]["weekdays"])) > 6:
        yield ("weekly", "weekdays"), "leaves no day open"


def _closed_day_faults(raw: Raw, path: Path_, day: Raw) -> Found:
    offices = day.get("offices", "all")
    if isinstance(offices, str) and offices != "all":
        yield (*path, "offices"), unknown("office", offices, raw["offices"])
    if "to" in day and day["to"] < day["day"]:
        yield path, f"ends on {day['to']}, before it begins"


def estimates_faults(raw: Raw) -> Found:
    for path, estimate in placed((), raw, "estimates"):
        yield from _routes_faults(path, estimate)
        asked = {step["with"] for step in estimate["steps"] if "with" in step} | set(raw["cases"])
        reach = {step["to"] for step in estimate["steps"] if "to" in step} | set(estimate.get("to", {}))
        for here, step in placed(path, estimate, "steps"):
            if ("period" in step) != ("to" in step):
                yield here, "needs period and to together"
            yield from _recurring_faults((*here, "period"), raw, step, estimate["date_is"])
            yield from _conditions_faults(here, step, estimate, asked)
        for here, remark in placed(path, estimate, "remarks"):
            yield from _conditions_faults(here, remark, estimate, asked)
            for key, what, known in (("with", "step", asked), ("to", "stage", reach)):
                if key in remark:
                    yield from unknown_faults((*here, key), what, remark[key], known)


def _recurring_faults(path: Path_, raw: Raw, step: Raw, event: str) -> Found:
    """A step is paid at each occurrence of its period, which must be counted from the event of the bill."""
    period = raw["periods"].get(step.get("period"))
    if period is None:
        return
    if "recurs" not in period:
        yield path, f"should recur, and {step['period']} comes once"
    elif event in raw["events"] and event not in (starts := list(_starts(raw, period["recurs"]))):
        yield path, f"should count from {event} (date_is), and {step['period']} counts from {' or '.join(starts)}"


def _starts(raw: Raw, recurs: Raw) -> Iterator[str]:
    """The events from which a period that recurs may be counted, with those that stand for them."""
    for first in (*recurs["counted_from_earliest_of"], *([recurs["day"]] if "terms" in recurs else [])):
        name = first
        while name in raw["events"]:
            yield name
            name = raw["events"][name].get("stands_in", "")


def _routes_faults(path: Path_, estimate: Raw) -> Found:
    routes, needs = estimate.get("routes", ()), estimate.get("needs", {})
    for route in needs:
        yield from unknown_faults((*path, "needs", route), "route", route, routes)
    for route in estimate.get("within", {}):
        yield from unknown_faults((*path, "within", route), "route with an event", route, needs)


def _conditions_faults(path: Path_, each: Raw, estimate: Raw, asked: set[str]) -> Found:
    for other in each.get("unless", ()):
        yield from unknown_faults((*path, "unless"), "step", other, asked)
    for route in each.get("routes", ()):
        yield from unknown_faults((*path, "routes"), "route", route, estimate.get("routes", ()))


def instruments_faults(raw: Raw) -> Found:
    for path, checklist in placed((), raw, "checklists"):
        for here, item in placed(path, checklist, "items"):
            if ("period" in item) == ("citation" in item) or ("citation" in item) != ("evidence" in item):
                yield here, "needs a period, or a citation and its evidence"
