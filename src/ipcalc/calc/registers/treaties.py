"""Who belongs to which union, and whether priority may be claimed from it. A register: it computes no date."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Literal

from ipcalc.calc.plain import Plain
from ipcalc.calc.registers.layers import overlaid
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import frozen, replace
from ipcalc.law.registers import Treaties
from ipcalc.law.shapes.base import Grade, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.treaties import Convention, Declaration, Route, Treaty, Union

Status = Literal["member", "not yet", "not known", "not listed"]
Claim = Literal["yes", "if notified", "doubtful", "not known", "home"]


_SECTIONS = {
    "treaties": "the treaties",
    "unions": "the members of unions",
    "conventions": "what gives priority",
    "parties": "the countries",
    "declarations": "the declarations",
    "treaties_checked_to": "the day up to which they were checked",
}


@frozen
class TreatyOfDay(Plain):
    """A treaty, and whether it binds the home country on a day: `state` is in force, not yet or not in force."""

    id: str
    title: str
    state: str
    in_force: date | None
    status: str | None
    adopted: date | None
    ratified: date | None
    deposited: date | None
    evidence: Grade
    note: str | None
    sources: tuple[str, ...]


@frozen
class TreatyList(Plain):
    """What binds the home country on a day, and what does not."""

    country: str
    on: date
    checked_to: date
    treaties: tuple[TreatyOfDay, ...]
    notes: tuple[str, ...]
    country_name: str

    _hidden = ("country_name",)


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


@frozen
class Member(Plain):
    """A party that is listed for a union, by its code, with its membership on a day."""

    code: str
    name: str
    membership: Membership

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        found = self.membership.to_dict()
        del found["union"]
        return {"code": self.code, "name": self.name, **found}


@frozen
class Declared(Plain):
    """What the home country declared under a treaty."""

    what: str
    period: str | None
    evidence: Grade
    sources: tuple[str, ...]
    title: str

    _hidden = ("title",)

    def __str__(self) -> str:
        return f"Declared under the {self.title}: {self.what} (evidence: {self.evidence})."


@frozen
class MemberList(Plain):
    """The members of a union on a day: those that joined later are left out.

    `count` is how many are known to be members; `countries` how many countries they cover, where that is known.
    """

    union: str
    title: str
    on: date
    checked_to: date
    count: int
    countries: int | None
    members: tuple[Member, ...]
    declarations: tuple[Declared, ...]
    notes: tuple[str, ...]


@frozen
class Priority(Plain):
    """Whether priority may be claimed for a right from an application filed there on a day, and why.

    `evidence` is the weaker of that of the rule and that of the membership; None where the claim is not known.
    """

    right: str
    claim: Claim
    why: str
    evidence: Grade | None
    rule: Convention
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        rule = self.rule
        return {
            "right": self.right,
            "claim": self.claim,
            "why": self.why,
            "evidence": self.evidence,
            "period": rule.period,
            "rule": rule.rule,
            "notification": rule.notification,
            "citation": rule.citation,
            "sources": list(self.sources),
        }


@frozen
class Standing(Plain):
    """What the register knows of a party on a day. `name` is None where no register has the code; `titles` has the
    names of the unions, parties and rights that it speaks of."""

    code: str
    name: str | None
    on: date
    checked_to: date
    memberships: tuple[Membership, ...]
    priority: tuple[Priority, ...]
    notes: tuple[str, ...]
    titles: Mapping[str, str]

    _hidden = ("titles",)


@frozen
class RouteShown(Plain):
    """A route to a faster examination; `entry` is what the data says of it."""

    id: str
    entry: Mapping[str, Any]
    route: Route
    partner: str | None
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {"id": self.id, **self.entry, "sources": list(self.sources)}


class TreatyRegister:
    """The register of treaties; each answer is of a day, by default that to which the register was checked."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._register = Treaties(book)

    def list(self, on: date | None = None) -> TreatyList:
        """What binds the home country, and what does not."""
        register, day = self._register, on or self._register.checked_to
        return TreatyList(
            country=register.home,
            on=day,
            checked_to=register.checked_to,
            treaties=tuple(self._of_day(name, treaty, day) for name, treaty in register.treaties.items()),
            notes=self._said(day),
            country_name=register.parties[register.home].name,
        )

    def show(self, country: str, on: date | None = None) -> Standing:
        """To which unions a country or group belongs, and whether priority may be claimed from it.

        Raises:
            BadRequest: no party has that name.
        """
        register, day = self._register, on or self._register.checked_to
        code = code_of(register, country)
        found = {name: membership(register, name, code, day) for name in register.unions}
        party = register.parties.get(code)
        return Standing(
            code=code,
            name=party.name if party else None,
            on=day,
            checked_to=register.checked_to,
            memberships=tuple(found.values()),
            priority=tuple(self._priority(right, code, found, day) for right in register.conventions),
            notes=self._notes(code, found, day),
            titles={
                **self._book.rights,
                **{name: union.title for name, union in register.unions.items()},
                **{code: each.name for code, each in register.parties.items()},
            },
        )

    def members(self, union: str, on: date | None = None) -> MemberList:
        """The members of a union, each with the day since which it is one, where that is known.

        Raises:
            BadRequest: there is no such union.
        """
        register, day = self._register, on or self._register.checked_to
        name = union_id(register, union)
        entry = register.unions[name]
        found = members(register, name, day)
        listed = [(code, each) for code, each in found if each.status != "not yet"]
        later = len(found) - len(listed)
        unknown = sum(each.status == "not known" for _, each in listed)
        notes = [f"Of {unknown} it is not known whether they had joined by this day."] if unknown else []
        notes += [f"{later} that joined after this day are left out."] if later else []
        notes += [*(f"{text}." for text in entry.pending.values()), *entry.notes]
        return MemberList(
            union=name,
            title=entry.title,
            on=day,
            checked_to=register.checked_to,
            count=len(listed) - unknown,
            countries=entry.covers if not later and not unknown else None,
            members=tuple(Member(code, register.parties[code].name, each) for code, each in listed),
            declarations=self._declared(name),
            notes=(*notes, *self._said(day)),
        )

    def routes(self) -> tuple[RouteShown, ...]:
        """The routes to a faster examination of a patent: grounds, steps and limits of each."""
        parties, entries = self._register.parties, self._book.raw("routes")
        return tuple(
            RouteShown(
                name,
                entries[name],
                route,
                parties[route.partner].name if route.partner else None,
                self._book.sources(route.sources),
            )
            for name, route in self._register.routes.items()
        )

    def _of_day(self, name: str, treaty: Treaty, day: date) -> TreatyOfDay:
        state = "not in force" if not treaty.in_force else "in force" if treaty.in_force <= day else "not yet"
        return TreatyOfDay(
            id=name,
            title=treaty.title,
            state=state,
            in_force=treaty.in_force,
            status=treaty.status,
            adopted=treaty.adopted,
            ratified=treaty.ratified,
            deposited=treaty.deposited,
            evidence=treaty.evidence,
            note=treaty.note,
            sources=self._book.sources(treaty.sources),
        )

    def _priority(self, right: str, code: str, found: Mapping[str, Membership], day: date) -> Priority:
        rule = self._register.conventions[right]
        claim, why, evidence = _claim(self._register, right, code, found, day)
        return Priority(right, claim, why, evidence, rule, self._book.sources(rule.sources))

    def _declared(self, union: str) -> tuple[Declared, ...]:
        def declared(row: Declaration) -> Declared:
            title = self._register.unions[union].title
            return Declared(row.what, row.period, row.evidence, self._book.sources(row.sources), title)

        return tuple(map(declared, self._register.declarations.get(union, ())))

    def _said(self, day: date) -> tuple[str, ...]:
        """What is said of every answer of a day: what an overlay gives, and that the register is not so far."""
        return (*overlaid(self._book, _SECTIONS), *_later(self._register, day))

    def _notes(self, code: str, found: Mapping[str, Membership], day: date) -> tuple[str, ...]:
        register = self._register
        notes = []
        if all(each.status == "not listed" for each in found.values()):
            notes.append("Not known to be a member of any union here; that does not prove that it is not one.")
        party = register.parties.get(code)
        if party and party.states:
            notes.append(f"Its states: {', '.join(party.states)}.")
        notes += self._territories(code)
        if code == register.home:
            notes += [str(each) for union in register.declarations for each in self._declared(union)]
        return (*notes, *self._said(day))

    def _territories(self, code: str) -> Iterator[str]:
        """Where a party and others are one territory."""
        for name, group in self._register.parties.items():
            if group.one_territory and code in (name, *group.states):
                title = self._register.unions[group.one_territory].title
                yield f"{' and '.join(group.states)} ({group.name}, {name}) are one territory in the {title}."


def _later(register: Treaties, day: date) -> tuple[str, ...]:
    if day <= register.checked_to:
        return ()
    return (f"The register was checked to {register.checked_to}: what came later is not in it.",)


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


def _claim(
    register: Treaties, right: str, code: str, found: Mapping[str, Membership], day: date
) -> tuple[Claim, str, Grade | None]:
    """Whether priority may be claimed, why, and the evidence."""
    rule = register.conventions[right]
    treaty = register.treaties[register.unions[rule.union].treaty]
    sure, doubtful = found[rule.union], found[rule.doubtful]

    def answer(claim: Claim, why: str, *grades: Grade | None) -> tuple[Claim, str, Grade | None]:
        known = [grade for grade in (rule.evidence, *grades) if grade]
        return claim, why, None if claim == "not known" else weakest(known)

    if code == register.home:
        return answer("home", "The home country: an earlier application there is not a convention application.")
    if day < register.convention_since[right]:
        return answer("not known", f"The law of priority is known here only from {register.convention_since[right]}.")
    if code in rule.named:
        return answer("yes", "The law itself names it.")
    if sure.status == "member" and rule.notification:
        return answer("if notified", f"A member of the {treaty.title}; it must also be notified.", sure.evidence)
    if sure.status == "member":
        return answer("yes", f"A member of the {treaty.title}, as the home country is.", sure.evidence)
    if sure.status == "not known":
        return answer("not known", f"Whether it was a member of the {treaty.title} on that day is not known here.")
    reasons = [f"each of its states is a member of the {treaty.title}"] if sure.by_states else []
    if doubtful.status != "not listed":
        reasons.append(f"it belongs to the {register.treaties[register.unions[rule.doubtful].treaty].title}")
    if reasons:
        why = f"Not itself a member of the {treaty.title}; {' and '.join(reasons)}. Whether that is enough is open."
        return answer("doubtful", why, doubtful.evidence)
    if sure.since:
        return answer("not known", f"A member of the {treaty.title} only from {sure.since}.")
    return answer("not known", f"Not known to be a member of the {treaty.title}; no other ground is known here.")


def _plain(name: str) -> str:
    """A name without case, accents, hyphens and the ways to write `and` and apostrophes."""
    letters = unicodedata.normalize("NFKD", name.replace("&", "and").replace("\u2019", "'"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().replace("-", " ").split())
