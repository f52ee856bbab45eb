"""Faults of the smaller tables: events, forms, classes, offices, closures, estimates and instruments."""

from __future__ import annotations

from datetime import date, timedelta

from ipcalc.law.reading import Path_
from ipcalc.law.references.periods import is_day_of_every_year
from ipcalc.law.references.versions import Found, Raw, as_date, common_faults, unknown, versions_faults

ADDITION = "addition"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def rulebook_faults(raw: Raw) -> Found:
    for right in raw["rights"]:
        if right not in raw["checked_to"]:
            yield ("checked_to",), f"has no day for {right}"
    for name, event in raw["events"].items():
        named = [("stands_in", event.get("stands_in")), ("within", event.get("within", {}).get("of"))]
        named += [("not_before", other) for other in event.get("not_before", ())]
        for key, other in named:
            if other == name:
                yield ("events", name, key), "names the event itself"
            if other is not None and other not in raw["events"]:
                yield ("events", name, key), unknown("event", other, raw["events"])


def principals_faults(raw: Raw) -> Found:
    """Two items that claim to be meant by the same form number on the same day."""
    claims: dict[str, list[tuple[date, date, Path_]]] = {}
    for name, entry in raw["fees"].items():
        versions = entry["versions"]
        for index, version in enumerate(versions):
            if not version.get("principal"):
                continue
            begins = date.fromisoformat(version["from"])
            ends = as_date(version.get("to")) or (
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


def forms_faults(raw: Raw) -> Found:
    for name, form in raw["forms"].items():
        path: Path_ = ("forms", name)
        for index, other in enumerate(form.get("succeeded_by", ())):
            if other not in raw["forms"]:
                yield (*path, "succeeded_by", index), unknown("form", other, raw["forms"])
        if "see" in form and form["see"] not in raw["fees"]:
            yield (*path, "see"), unknown("fee", form["see"], raw["fees"])
        for index, key in enumerate(form.get("sources", ())):
            if key not in raw["sources"]:
                yield (*path, "sources", index), unknown("source", key, raw["sources"])
        if "to" in form and form["to"] < form["from"]:
            yield path, f"ends on {form['to']}, before it begins on {form['from']}"


def classes_faults(raw: Raw) -> Found:
    yield from versions_faults(("editions",), raw["editions"])
    for index, edition in enumerate(raw["editions"]):
        yield from common_faults(raw, ("editions", index), edition)
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
                yield ("moves", index, "sources", number), unknown("source", key, raw["sources"])


def offices_faults(raw: Raw) -> Found:
    offices = raw["offices"]
    codes = {territory["code"] for territory in raw["territories"]}
    names: dict[str, str] = {}
    for index, territory in enumerate(raw["territories"]):
        path: Path_ = ("territories", index)
        for right in ("tm", "patent"):
            if territory[right] not in offices:
                yield (*path, right), unknown("office", territory[right], offices)
        if "part_of" in territory and territory["part_of"] not in codes:
            yield (*path, "part_of"), unknown("territory", territory["part_of"], codes)
        for name in (territory["name"], territory["code"], *territory.get("aliases", ())):
            if names.setdefault(name.lower(), territory["code"]) != territory["code"] or (
                name != territory["name"] and name.lower() == territory["name"].lower()
            ):
                yield path, f"the name {name!r} stands for {names[name.lower()]} already"


def closures_faults(raw: Raw) -> Found:
    days: list[tuple[Path_, Raw]] = [
        (("years", year, "days", n), day) for year, entry in raw["years"].items() for n, day in enumerate(entry["days"])
    ]
    for year, entry in raw["years"].items():
        for index, key in enumerate(entry.get("sources", ())):
            if key not in raw["sources"]:
                yield ("years", year, "sources", index), unknown("source", key, raw["sources"])
    for path, day in days:
        if not day["day"].startswith(str(path[1])):
            yield path, f"{day['day']} is not a day of {path[1]}"
    for path, day in [*days, *((("special", n), day) for n, day in enumerate(raw.get("special", ())))]:
        listed = day.get("offices", "all")
        for office in (*([] if listed == "all" else listed), *day.get("except", ())):
            if office not in raw["offices"]:
                yield (*path, "offices"), unknown("office", office, raw["offices"])
        if "to" in day and day["to"] < day["day"]:
            yield path, f"ends on {day['to']}, before it begins"
    for index, fixed in enumerate(raw["always"]):
        if ("day" in fixed) == ("from_easter" in fixed):
            yield ("always", index), "needs one of day and from_easter"
        elif "day" in fixed and not is_day_of_every_year(fixed["day"]):
            yield ("always", index, "day"), f"should be a day of every year such as 08-15, not {fixed['day']!r}"
    weekdays = raw["weekly"]["weekdays"]
    for index, name in enumerate(weekdays):
        if name not in WEEKDAYS:
            yield ("weekly", "weekdays", index), unknown("weekday", name, WEEKDAYS)
    if len(set(weekdays)) > 6:
        yield ("weekly", "weekdays"), "leaves no day open"
    for index, suspension in enumerate(raw.get("suspensions", ())):
        yield from common_faults(raw, ("suspensions", index), suspension)
        if not suspension["from"] <= suspension["to"] < suspension["last_day"]:
            yield ("suspensions", index), "should end after it begins, and before its last_day"


def estimates_faults(raw: Raw) -> Found:
    for name, estimate in raw["estimates"].items():
        path: Path_ = ("estimates", name)
        for route, event in estimate.get("needs", {}).items():
            if route not in estimate.get("routes", ()):
                yield (*path, "needs", route), unknown("route", route, estimate.get("routes", ()))
            if event not in raw["events"]:
                yield (*path, "needs", route), unknown("event", event, raw["events"])
        for route, period in estimate.get("within", {}).items():
            if route not in estimate.get("needs", {}):
                yield (*path, "within", route), unknown("route with an event", route, estimate.get("needs", {}))
            if period not in raw["periods"]:
                yield (*path, "within", route), unknown("period", period, raw["periods"])
        asked = {step["with"] for step in estimate["steps"] if "with" in step} | {ADDITION}
        reach = {step["to"] for step in estimate["steps"] if "to" in step} | set(estimate.get("to", {}))
        for index, step in enumerate(estimate["steps"]):
            here = (*path, "steps", index)
            if step["fee"] not in raw["fees"]:
                yield (*here, "fee"), unknown("fee", step["fee"], raw["fees"])
            if "period" in step and step["period"] not in raw["periods"]:
                yield (*here, "period"), unknown("period", step["period"], raw["periods"])
            if ("period" in step) != ("to" in step):
                yield here, "needs period and to together"
            yield from _conditions_faults(here, step, estimate, asked)
        for index, remark in enumerate(estimate.get("remarks", ())):
            here = (*path, "remarks", index)
            yield from _conditions_faults(here, remark, estimate, asked)
            if "with" in remark and remark["with"] not in asked:
                yield (*here, "with"), unknown("step", remark["with"], asked)
            if "to" in remark and remark["to"] not in reach:
                yield (*here, "to"), unknown("stage", remark["to"], reach)


def _conditions_faults(path: Path_, each: Raw, estimate: Raw, asked: set[str]) -> Found:
    for other in each.get("unless", ()):
        if other not in asked:
            yield (*path, "unless"), unknown("step", other, asked)
    for route in each.get("routes", ()):
        if route not in estimate.get("routes", ()):
            yield (*path, "routes"), unknown("route", route, estimate.get("routes", ()))


def instruments_faults(raw: Raw) -> Found:
    for index, instrument in enumerate(raw["instruments"]):
        path: Path_ = ("instruments", index)
        for number, key in enumerate(instrument.get("sources", ())):
            if key not in raw["sources"]:
                yield (*path, "sources", number), unknown("source", key, raw["sources"])
        if "to" in instrument and instrument["to"] < instrument["from"]:
            yield path, f"ends on {instrument['to']}, before it begins"
    for name, checklist in raw["checklists"].items():
        for index, item in enumerate(checklist["items"]):
            here: Path_ = ("checklists", name, "items", index)
            if "form" in item and item["form"] not in raw["forms"]:
                yield (*here, "form"), unknown("form", item["form"], raw["forms"])
            if "period" in item and item["period"] not in raw["periods"]:
                yield (*here, "period"), unknown("period", item["period"], raw["periods"])
            for key in ("with", "unless"):
                if key in item and item[key] not in raw["events"]:
                    yield (*here, key), unknown("event", item[key], raw["events"])
            if ("period" in item) == ("citation" in item) or ("citation" in item) != ("evidence" in item):
                yield here, "needs a period, or a citation and its evidence"
