"""Names of entries: ids in any case, and the other names that people use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_GLUED = r"\d[^\w]+\d|[^\w\s()\u2010-\u2015-]|_"

SECTIONS = {  # where the other names of the entries of a section stand
    "rights": "right_names",
    "applicants": "applicant_names",
    "modes": "mode_names",
    "offices": "office_names",
    "estimates": "estimate_names",
    "events": "event_names",
}


def plain(name: str) -> str:
    """A name without case, spaces, dashes and points."""
    return "".join(filter(str.isalnum, name.casefold()))


def plain_form(name: str) -> str:
    """The number of a form without case, spaces, dashes, and the word `form`."""
    return plain(name).removeprefix("form")


def written_form(name: str) -> bool:
    """Whether a name may be the number of a form: of letters, digits, spaces and dashes, none between two digits."""
    return not re.search(_GLUED, name.strip())


def indexes(raw: Mapping[str, Any]) -> dict[str, dict[str, list[str]]]:
    """For each section, the ids that a plain name means. An id means itself alone."""
    found = {section: _index([ids(raw, section), others(raw, names)]) for section, names in SECTIONS.items()}
    periods = raw["periods"]
    shorts = ((short, name) for name, entry in periods.items() for short in entry.get("short", ()))
    ends = ((name.removeprefix(f"{e['right']}-"), name) for name, e in periods.items())
    found["periods"] = _index([ids(raw, "periods"), shorts, ends])
    found |= {section: _index([ids(raw, section)]) for section in ("fees", "cases")}
    return found


def ids(raw: Mapping[str, Any], section: str) -> Iterator[tuple[str, str]]:
    """The ids of a section, each as a name of itself."""
    yield from ((name, name) for name in raw[section])


def others(raw: Mapping[str, Any], section: str) -> Iterator[tuple[str, str]]:
    """The other names of a section, each with the id that it means."""
    yield from ((name, meant) for meant, names in raw.get(section, {}).items() for name in names)


def _index(ranks: Iterable[Iterable[tuple[str, str]]]) -> dict[str, list[str]]:
    """What each name means, in plain letters; where several ranks know a name, the first of them says."""
    found: dict[str, list[str]] = {}
    for rank in ranks:
        here: dict[str, list[str]] = {}
        for name, meant in rank:
            if meant not in here.setdefault(plain(name), []):
                here[plain(name)].append(meant)
        found = {**here, **found}
    return found


def fees_with_form(raw: Mapping[str, Any]) -> dict[str, list[str]]:
    """The fees that are paid with a form."""
    found: dict[str, list[str]] = {}
    for name, entry in raw["fees"].items():
        for form in dict.fromkeys(_paid_with(entry)):
            found.setdefault(form, []).append(name)
    return found


def periods_with_form(raw: Mapping[str, Any]) -> dict[str, list[str]]:
    """The periods whose act is done with a form: by its due date or, where none is, by a later one."""
    due: dict[str, list[str]] = {}
    later: dict[str, list[str]] = {}
    for name, entry in raw["periods"].items():
        for limit in _limits(entry):
            for form in _forms(raw, limit):
                into = due if limit["kind"] == "due" else later
                if name not in into.setdefault(form, []):
                    into[form].append(name)
    return {**later, **due}


def _limits(period: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for version in period["versions"]:
        yield from version["limits"]
        for branch in version.get("where", ()):
            yield from branch["limits"]


def _forms(raw: Mapping[str, Any], limit: Mapping[str, Any]) -> Iterator[str]:
    if "form" in limit:
        yield limit["form"]
    if "fee" in limit:
        yield from _paid_with(raw["fees"][limit["fee"]])


def _paid_with(fee: Mapping[str, Any]) -> Iterator[str]:
    for version in fee["versions"]:
        yield from filter(None, (version.get("form"), *version.get("also_forms", ())))
