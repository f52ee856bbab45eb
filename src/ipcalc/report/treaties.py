"""The register of treaties, as plain values and as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.report.sheet import Cell, Sheet

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.treaties import Membership, Standing
    from ipcalc.law.registers import Treaties
    from ipcalc.law.rulebook import Rulebook

Members = tuple[tuple[str, "Membership"], ...]


def treaties(book: Rulebook, register: Treaties, day: date) -> dict[str, Any]:
    """What binds the home country on a day, and what does not."""
    rows = [
        {
            "id": name,
            "title": treaty.title,
            "state": "not in force" if not treaty.in_force else "in force" if treaty.in_force <= day else "not yet",
            "in_force": _iso(treaty.in_force),
            "status": treaty.status,
            "adopted": _iso(treaty.adopted),
            "ratified": _iso(treaty.ratified),
            "deposited": _iso(treaty.deposited),
            "evidence": treaty.evidence,
            "note": treaty.note,
            "sources": list(book.sources(treaty.sources)),
        }
        for name, treaty in register.treaties.items()
    ]
    return {"country": register.home, **_scope(register, day), "treaties": rows, "notes": _later(register, day)}


def treaties_sheet(book: Rulebook, register: Treaties, day: date) -> Sheet:
    found = treaties(book, register, day)
    rows = found["treaties"]
    said = [
        f"{row['title']}: {'. '.join(text.rstrip('.') for text in (row['status'], row['note']) if text)}."
        for row in rows
        if row["status"] or row["note"]
    ]
    return Sheet(
        f"Treaties that bind {register.parties[register.home].name}, and some that do not",
        _facts(register, day),
        ("treaty", "title", "state", "since", "evidence"),
        tuple((row["id"], row["title"], row["state"], row["in_force"], row["evidence"]) for row in rows),
        notes=(*said, *found["notes"]),
        whole=frozenset({"treaty", "state", "since"}),
    )


def members(book: Rulebook, register: Treaties, union_name: str, found: Members, day: date) -> dict[str, Any]:
    """The members of a union on a day: those that joined later are left out."""
    union = register.unions[union_name]
    listed = [(code, each) for code, each in found if each.status != "not yet"]
    notes = [f"{text}." for text in union.pending.values()] + list(union.notes)
    later = len(found) - len(listed)
    if later:
        notes.insert(0, f"{later} that joined after this day are left out.")
    unknown = sum(each.status == "not known" for _, each in listed)
    if unknown:
        notes.insert(0, f"Of {unknown} it is not known whether they had joined by this day.")
    declared = [
        {"what": row.what, "period": row.period, "evidence": row.evidence, "sources": list(book.sources(row.sources))}
        for row in register.declarations.get(union_name, ())
    ]
    return {
        "union": union_name,
        "title": union.title,
        **_scope(register, day),
        "count": len(listed) - unknown,
        "countries": union.covers if not later and not unknown else None,
        "members": [{"code": code, "name": register.parties[code].name} | _membership(each) for code, each in listed],
        "declarations": declared,
        "notes": [*notes, *_later(register, day)],
    }


def members_sheet(book: Rulebook, register: Treaties, union_name: str, found: Members, day: date) -> Sheet:
    shown = members(book, register, union_name, found, day)
    rows = tuple((row["code"], row["name"], row["status"], row["since"], row["evidence"]) for row in shown["members"])
    facts = (("members", str(shown["count"])), *_facts(register, day))
    if shown["countries"]:
        facts = (*facts[:1], ("countries", str(shown["countries"])), *facts[1:])
    return Sheet(
        f"{shown['title']}: members",
        facts,
        ("code", "name", "status", "since", "evidence"),
        rows,
        notes=(*_declared(register, union_name), *shown["notes"]),
        whole=frozenset({"code", "status", "since"}),
    )


def standing(book: Rulebook, register: Treaties, found: Standing) -> dict[str, Any]:
    """What is known of a country: its memberships, and whether priority may be claimed from it."""
    return {
        "code": found.code,
        "name": found.name,
        **_scope(register, found.day),
        "memberships": [{"union": each.union} | _membership(each) for each in found.memberships],
        "priority": [
            {
                "right": each.right,
                "claim": each.claim,
                "why": each.why,
                "evidence": each.evidence,
                "period": each.rule.period,
                "rule": each.rule.rule,
                "notification": each.rule.notification,
                "citation": each.rule.citation,
                "sources": list(book.sources(each.rule.sources)),
            }
            for each in found.priorities
        ],
        "notes": _notes(register, found),
    }


def standing_sheet(book: Rulebook, register: Treaties, found: Standing) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for each in found.memberships:
        group = (f"Through {register.parties[each.through].name} ({each.through}).",) if each.through else ()
        why = " ".join((*group, *each.notes))
        rows.append((register.unions[each.union].title, each.status, _iso(each.since), each.evidence, why or None))
    rows += [
        (f"priority, {book.rights[claim.right]}", claim.claim, None, claim.evidence, claim.why)
        for claim in found.priorities
    ]
    law = tuple(
        (book.rights[each.right], f"{each.rule.citation}; time: ipcalc deadline {each.rule.period}")
        for each in found.priorities
    )
    rules = (
        f"{book.rights[each.right].capitalize()}: {' '.join(filter(None, (each.rule.rule, each.rule.notification)))}"
        for each in found.priorities
    )
    return Sheet(
        f"{found.code}: {found.name or 'in no register here'}",
        (*_facts(register, found.day), *law),
        ("what", "answer", "since", "evidence", "why"),
        tuple(rows),
        notes=(*_notes(register, found), *rules),
        fields=("kind", "id", "answer", "since", "evidence", "why"),
        records=tuple(("membership", each.union, *row[1:]) for each, row in zip(found.memberships, rows, strict=False))
        + tuple(("priority", each.right, each.claim, None, each.evidence, each.why) for each in found.priorities),
        whole=frozenset({"answer", "since"}),
    )


def routes(book: Rulebook, register: Treaties) -> list[dict[str, Any]]:
    """The routes to a faster examination, as the data has them."""
    return [
        {"id": name, **book.raw("routes")[name], "sources": list(book.sources(route.sources))}
        for name, route in register.routes.items()
    ]


def routes_sheets(register: Treaties) -> list[Sheet]:
    sheets = []
    for name, route in register.routes.items():
        rows: list[tuple[Cell, ...]] = [(name, f"ground {row.id}", row.from_, row.what) for row in route.grounds]
        rows += [(name, f"step {number}", None, step) for number, step in enumerate(route.steps, 1)]
        rows += [
            (name, f"round {number}", row.from_, f"{row.most} requests" + (f". {row.note}" if row.note else ""))
            for number, row in enumerate(route.rounds, 1)
        ]
        facts = [
            ("route", name),
            ("law", route.citation),
            ("from", f"{route.from_}" + (f", for {route.years} years" if route.years else "")),
            ("form", route.form),
            ("evidence", route.evidence),
        ]
        if route.partner:
            facts.insert(1, ("with", register.parties[route.partner].name))
        if route.period:
            facts.append(("time", f"ipcalc deadline {route.period}"))
        if route.fee:
            facts.append(("fee", f"ipcalc fee {route.fee}"))
        for label, most in (("office", route.most_for_each_office), ("applicant", route.most_for_each_applicant)):
            if most:
                facts.append((f"each {label}", f"at most {most} requests a year"))
        if route.fields:
            facts.append(("fields", ", ".join(route.fields)))
        sheets.append(
            Sheet(route.title, tuple(facts), ("route", "item", "from", "what"), tuple(rows), notes=route.notes)
        )
    return sheets


def _membership(each: Membership) -> dict[str, Any]:
    return {
        "status": each.status,
        "since": _iso(each.since),
        "through": each.through,
        "evidence": each.evidence,
        "notes": list(each.notes),
    }


def _notes(register: Treaties, found: Standing) -> list[str]:
    notes = []
    if all(each.status == "not listed" for each in found.memberships):
        notes.append("Not known to be a member of any union here; that is no proof that it is none.")
    party = register.parties.get(found.code)
    if party and party.states:
        notes.append(f"Its states: {', '.join(party.states)}.")
    for code, group in register.parties.items():
        if group.one_territory and found.code in (code, *group.states):
            title = register.unions[group.one_territory].title
            notes.append(f"{' and '.join(group.states)} ({group.name}, {code}) are one territory in the {title}.")
    if found.code == register.home:
        notes += [text for union in register.declarations for text in _declared(register, union)]
    return [*notes, *_later(register, found.day)]


def _declared(register: Treaties, union_name: str) -> tuple[str, ...]:
    title = register.unions[union_name].title
    return tuple(
        f"Declared under the {title}: {row.what} (evidence: {row.evidence})."
        for row in register.declarations.get(union_name, ())
    )


def _later(register: Treaties, day: date) -> list[str]:
    if day <= register.checked_to:
        return []
    return [f"The register was checked to {register.checked_to}: what came later is not in it."]


def _scope(register: Treaties, day: date) -> dict[str, str]:
    return {"on": day.isoformat(), "checked_to": register.checked_to.isoformat()}


def _facts(register: Treaties, day: date) -> tuple[tuple[str, str], ...]:
    return (("on", day.isoformat()), ("checked to", register.checked_to.isoformat()))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
