"""The JSON schema of matter files, from which editors complete keys and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.batch.matters.keys import DAYS, ISO, TEXTS
from ipcalc.calc.matters.matter import NOT_NEEDED
from ipcalc.calc.matters.words import RightWords, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ipcalc.law.rulebook import Rulebook

Schema = dict[str, Any]
_TEXT: Schema = {"type": ["string", "integer", "null"]}
_MEANINGS = {
    "ref": "Your name for the matter; no two matters may have the same.",
    "number": "The number that the office gave it.",
    "continues": "The ref of the matter that this one continues.",
    "acting_for": "Whom you act for: a side, or a role, which means its side. If not given, the owner.",
    "applicant": "The class of applicant, for sums; several with commas: the one with the highest fee counts.",
    "office": "The branch whose closed days count.",
    "kind": "What the proceeding is.",
    "facts": "What the matter has (true) or does not have (false). A fact that is not given is not known.",
    "events": "What happened, and when. If there are several days in a list, the last one counts.",
    "done": "Acts, and on which day they were done.",
    "asked": "On which day an extension was asked for.",
    "extended": "Until which day an extension was granted.",
    "stated": "The day that an existing docket gives, to be verified.",
    "closed": "When the matter ended, and how.",
    "proceedings": "Oppositions, rectifications and similar disputes, each with its own events and acts.",
}


def schema(book: Rulebook) -> Schema:
    """The schema of a matter file, with the names that each right has."""
    words = Words(book)
    rights = {right: words.of(right) for right in book.rights}
    keys = {**dict.fromkeys(TEXTS, _TEXT), **_shared(words, book.facts), "proceedings": {"type": ["array", "null"]}}
    keys |= {count: {"type": ["integer", "null"], "minimum": 0} for count in words.counts}
    keys["right"] = {"enum": list(rights), "description": "The right, which says what events and periods there are."}
    keys["applicant"] = {"type": ["string", "null"], "examples": list(book.applicants)}
    keys["office"] = _one_of(book.raw("offices"))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A matter",
        "description": "A matter file of ipcalc: a right, what happened, and what was done.",
        "type": "object",
        "properties": {name: _described(name, keys[name]) for name in keys},
        "required": ["right"],
        "additionalProperties": False,
        "allOf": [
            {"if": {"properties": {"right": {"const": right}}}, "then": {"properties": _of(right)}} for right in rights
        ],
        "$defs": {**_days(), **{key: value for ours in rights.values() for key, value in _names(words, ours).items()}},
    }


def _shared(words: Words, known: Mapping[str, str]) -> Schema:
    """The keys that a matter and a proceeding have alike; the names in them are those of the right."""
    closed = {"on": {"$ref": "#/$defs/day"}, "as": {"enum": list(words.book.closings)}}
    return {
        "acting_for": _one_of(words.sides),
        "facts": _facts(known),
        **{key: {"type": ["object", "null"]} for key in ("events", "done", *DAYS)},
        "closed": {**_object(closed), "required": list(closed)},
    }


def _facts(known: Mapping[str, str]) -> Schema:
    facts = {name: {"type": ["boolean", "null"], "description": title} for name, title in known.items()}
    return _object(facts, closed=bool(facts))


def _of(right: str) -> Schema:
    """The keys whose names depend on the right."""
    names = {
        "facts": "facts",
        "events": "events",
        "done": "acts",
        **dict.fromkeys(DAYS, "days"),
    }
    keys = {key: {"$ref": f"#/$defs/{right}-{part}"} for key, part in names.items()}
    return {**keys, "proceedings": {"items": {"$ref": f"#/$defs/{right}-proceeding"}}}


def _names(words: Words, ours: RightWords) -> Schema:
    """The events, acts and periods of a right, and its proceedings."""
    book, right = words.book, ours.right
    titles = dict(_titles(book, ours.periods))
    acts = {
        name: {"$ref": f"#/$defs/{'paid' if _recurs(book, name) else 'act'}", "description": title}
        for name, title in titles.items()
    }
    events = {
        name: {
            "$ref": "#/$defs/published" if book.events[name].journals else "#/$defs/days",
            "description": book.events[name].title,
        }
        for name in ours.events
    }
    days = {name: {"$ref": "#/$defs/day", "description": title} for name, title in titles.items()}
    own = {key: value for key, value in _of(str(right)).items() if key != "proceedings"}
    kind = _one_of(book.proceedings) if book.proceedings else _TEXT
    proceeding = {"ref": _TEXT, "kind": kind, **_shared(words, ours.facts), **own}
    return {
        f"{right}-facts": _facts(ours.facts),
        f"{right}-events": _object(events),
        f"{right}-acts": _object(acts),
        f"{right}-days": _object(days),
        f"{right}-proceeding": {**_object(proceeding), "required": ["ref"]},
    }


def _titles(book: Rulebook, periods: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The periods with their titles, and one that offices abroad answer also with the code of each."""
    for name in periods:
        raw = book.raw("periods")[name]
        yield name, raw["title"]
        yield from ((f"{name}/{office}", raw["title"]) for office in raw.get("abroad") or ())


def _recurs(book: Rulebook, name: str) -> bool:
    return "recurs" in book.raw("periods")[name.partition("/")[0]]


def _days() -> Schema:
    """Days and acts, as a file writes them."""
    day = {"type": ["string", "null"], "pattern": f"^{ISO}$"}
    number = {"type": ["string", "null"], "pattern": f"^({ISO}|[Jj][Oo][Uu][Rr][Nn][Aa][Ll]:.+)$"}
    act = {"on": {"$ref": "#/$defs/days"}, "accepted": {"type": "boolean"}}
    last = {"type": "integer", "minimum": 1, "description": "The last one that is paid, with all before it."}
    plain = [{"const": NOT_NEEDED}, {"$ref": "#/$defs/days"}]
    return {
        "day": day,
        "days": {"anyOf": [day, {"type": "array", "items": day}]},
        "published": {"anyOf": [number, {"type": "array", "items": number}]},
        "act": {"anyOf": [*plain, _object(act)]},
        "paid": {"anyOf": [*plain, _object({**act, "through": last})]},
    }


def _object(properties: Schema, *, closed: bool = True) -> Schema:
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": not closed}


def _one_of(names: Iterable[str]) -> Schema:
    return {"enum": [*names, None]}


def _described(name: str, value: Schema) -> Schema:
    return {**value, "description": _MEANINGS[name]} if name in _MEANINGS else value
