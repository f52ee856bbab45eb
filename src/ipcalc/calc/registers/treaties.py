"""The register of treaties: what is shown of them, of the members of unions, and of a country. It computes no date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain
from ipcalc.calc.registers.layers import overlaid
from ipcalc.calc.registers.membership import code_of, members, membership, union_id
from ipcalc.calc.registers.priority import priority
from ipcalc.frozen import frozen
from ipcalc.law.registers import Treaties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ipcalc.calc.registers.membership import Membership
    from ipcalc.calc.registers.priority import Priority
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Grade
    from ipcalc.law.shapes.treaties import Declaration, Route, Treaty

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
            priority=tuple(priority(self._book, register, right, code, found, day) for right in register.conventions),
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
