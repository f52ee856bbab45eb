"""Who belongs to which union on a day. It computes no date: the day on which a party joined is known, or it is not."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

from ipcalc.calc.plain import Plain
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import frozen, replace

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.law.registers import Treaties
    from ipcalc.law.shapes.base import Grade
    from ipcalc.law.shapes.treaties import Union

Status = Literal["member", "not yet", "not known", "not listed"]


@frozen
class Membership(Plain):
    """Whether a party belongs to a union on a day.

    `status` is `member`; `not yet`, before it joined; `not known`, where the day on which it joined is not known and
    may be later; or `not listed`. `through` is the group by which a state belongs to it; `by_states` marks a group
    that is not listed itself, but each of its states is.
    """

    union: str
    status: Status
    since: date | None = None
    through: str | None = None
    evidence: Grade | None = None
    notes: tuple[str, ...] = ()
    by_states: bool = False

    _hidden = ("by_states",)


def code_of(register: Treaties, text: str) -> str:
    """The code that a code or an English name stands for; a code of two letters that nobody has stands for itself.

    Raises:
        BadRequest: no party has that name.
    """
    wanted = _plain(text)
    for code, party in register.parties.items():
        if wanted in (code.lower(), *map(_plain, (party.name, *party.aliases))):
            return code
    if len(wanted) == 2 and wanted.isascii() and wanted.isalpha():
        return wanted.upper()
    names = [name for party in register.parties.values() for name in (party.name, *party.aliases)]
    raise BadRequest(
        f"unknown country {text!r}: give its English name or its code of two letters{nearest(text, names)}"
    )


def union_id(register: Treaties, name: str) -> str:
    """The id of a union.

    Raises:
        BadRequest: there is none with that name.
    """
    wanted = name.strip().lower()
    if wanted not in register.unions:
        raise BadRequest(f"unknown union {name!r}: it is one of {', '.join(register.unions)}")
    return wanted


def membership(register: Treaties, union_name: str, code: str, day: date) -> Membership:
    """Whether the party with this code belongs to a union on `day`, by itself or through a group."""
    union = register.unions[union_name]
    if code in union.members:
        return _own(register, union_name, code, day)
    for group, party in register.parties.items():
        if union.covers and code in party.states and group in union.members:
            return replace(_own(register, union_name, group, day), through=group)
    notes: tuple[str, ...] = (f"{union.pending[code]}.",) if code in union.pending else ()
    states = register.parties[code].states if code in register.parties else ()
    by_states = bool(states) and all(state in union.members for state in states)
    if by_states:
        notes += (f"Not listed itself; each of its {len(states)} states is.",)
    return Membership(union_name, "not listed", by_states=by_states, notes=notes)


def members(register: Treaties, union_name: str, day: date) -> tuple[tuple[str, Membership], ...]:
    """Every party that is listed for a union, with its membership on `day`."""
    return tuple((code, _own(register, union_name, code, day)) for code in register.unions[union_name].members)


def _own(register: Treaties, union_name: str, code: str, day: date) -> Membership:
    union = register.unions[union_name]
    evidence: Grade = "unverified" if code in union.unverified else union.evidence
    joined = union.joined.get(code)
    if joined:
        status: Status = "member" if joined.since <= day else "not yet"
        notes = (joined.note,) if joined.note else ()
        return Membership(union_name, status, joined.since, evidence=joined.evidence, notes=notes)
    status, note = _undated(union, code, day, register.checked_to)
    return Membership(union_name, status, evidence=evidence, notes=(note,) if note else ())


def _undated(union: Union, code: str, day: date, checked_to: date) -> tuple[Status, str | None]:
    """The status of a member whose first day is not known, by the lists that have it and that have it not."""
    if code in union.later:
        assert union.listed_in is not None
        if day.year < union.listed_in:
            return "not yet", f"Joined after the list of {union.listed_in}; the day is not known here."
        if day < checked_to:
            return "not known", f"Joined after the list of {union.listed_in} and by {checked_to}; the day is not known."
        return "member", f"Joined after the list of {union.listed_in}; the day is not known here."
    if union.listed_in is not None:
        if day.year > union.listed_in:
            return "member", None
        return (
            "not known",
            f"A member by {union.listed_in} at the latest; the day on which it joined is not known here.",
        )
    if day >= checked_to:
        return "member", None
    return "not known", f"Listed as of {checked_to}; the day on which it joined is not known here."


def _plain(name: str) -> str:
    """A name without case, accents, hyphens, points and the ways to write `and` and apostrophes."""
    letters = unicodedata.normalize("NFKD", name.replace("&", "and").replace(".", "").replace("\u2019", "'"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().replace("-", " ").split())
