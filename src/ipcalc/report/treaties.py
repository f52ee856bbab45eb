"""The register of treaties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from ipcalc.report.view import ResultColumn, Value, View, placed, view

if TYPE_CHECKING:
    from ipcalc.calc.registers.membership import Membership
    from ipcalc.calc.registers.treaties import MemberList, RouteShown, Standing, TreatyList
    from ipcalc.law.shapes.treaties import Route
    from ipcalc.report.formats import Look

_TREATIES = (
    ResultColumn("treaty", "id", whole=True),
    ResultColumn("title", "title"),
    ResultColumn("state", "state", whole=True),
    ResultColumn("since", "in_force", whole=True),
    ResultColumn("evidence", "evidence"),
)
_MEMBERS = (
    ResultColumn("code", "code", whole=True),
    ResultColumn("name", "name"),
    ResultColumn("status", "membership.status", whole=True),
    ResultColumn("since", "membership.since", whole=True),
    ResultColumn("evidence", "membership.evidence"),
)
_STANDING = placed("kind", "id", "what", "answer", "since", "evidence", "why", whole=("answer", "since"))
_ROUTE = placed("route", "item", "from", "what")


def treaties(answer: TreatyList, look: Look) -> list[View]:
    """What binds the home country on a day, and what does not."""
    said = [
        f"{each.title}: {'. '.join(text.rstrip('.') for text in (each.status, each.note) if text)}."
        for each in answer.treaties
        if each.status or each.note
    ]
    title = f"Treaties that bind {answer.country_name}, and some that do not"
    return [view(title, _TREATIES, answer.treaties, facts=_facts(answer), notes=[*said, *answer.notes])]


def members(answer: MemberList, look: Look) -> list[View]:
    """The members of a union on a day."""
    countries = [("countries", str(answer.countries))] if answer.countries else []
    facts = [("members", str(answer.count)), *countries, *_facts(answer)]
    notes = [*map(str, answer.declarations), *answer.notes]
    return [view(f"{answer.title}: members", _MEMBERS, answer.members, facts=facts, notes=notes)]


def standing(answer: Standing, look: Look) -> list[View]:
    """What is known of a country: its memberships, and whether priority may be claimed from it."""
    titles = answer.titles
    rows: list[tuple[Value, ...]] = [_membership(answer, each) for each in answer.memberships]
    rows += [
        ("priority", each.right, f"priority, {titles[each.right]}", each.claim, None, each.evidence, each.why)
        for each in answer.priority
    ]
    law = [
        (titles[each.right], f"{each.rule.citation}; time: ipcalc deadline {each.rule.period}")
        for each in answer.priority
    ]
    rules = [
        f"{titles[each.right].capitalize()}: {' '.join(filter(None, (each.rule.rule, each.rule.notification)))}"
        for each in answer.priority
    ]
    title = f"{answer.code}: {answer.name or 'in no register here'}"
    kept = [column for column in _STANDING if column.heading != "what"]
    facts, notes = [*_facts(answer), *law], [*answer.notes, *rules]
    return [view(title, _STANDING[2:], rows, facts=facts, notes=notes, kept=kept)]


def route(answer: RouteShown, look: Look) -> list[View]:
    """A route to a faster examination: its grounds, steps and rounds."""
    found = answer.route
    facts = [
        ("route", answer.id),
        *([("with", answer.partner)] if answer.partner else []),
        ("law", found.citation),
        ("from", f"{found.from_}" + (f", for {found.years} years" if found.years else "")),
        ("form", found.form),
        ("evidence", found.evidence),
        *_limits(found),
    ]
    rows = [(answer.id, *row) for row in _parts(found)]
    return [view(found.title, _ROUTE, rows, facts=facts, notes=found.notes)]


def _limits(found: Route) -> Iterator[tuple[str, str]]:
    if found.period:
        yield "time", f"ipcalc deadline {found.period}"
    if found.fee:
        yield "fee", f"ipcalc fee {found.fee}"
    for label, most in (("office", found.most_for_each_office), ("applicant", found.most_for_each_applicant)):
        if most:
            yield f"each {label}", f"at most {most} requests a year"
    if found.fields:
        yield "fields", ", ".join(found.fields)


def _parts(found: Route) -> Iterator[tuple[str, date | None, str]]:
    for ground in found.grounds:
        yield f"ground {ground.id}", ground.from_, ground.what
    for number, step in enumerate(found.steps, 1):
        yield f"step {number}", None, step
    for number, each in enumerate(found.rounds, 1):
        yield f"round {number}", each.from_, f"{each.most} requests" + (f". {each.note}" if each.note else "")


def _membership(answer: Standing, each: Membership) -> tuple[Value, ...]:
    group = [f"Through {answer.titles[each.through]} ({each.through})."] if each.through else []
    why = " ".join((*group, *each.notes)) or None
    return "membership", each.union, answer.titles[each.union], each.status, each.since, each.evidence, why


def _facts(answer: Any) -> list[tuple[str, str]]:
    return [("on", answer.on.isoformat()), ("checked to", answer.checked_to.isoformat())]
