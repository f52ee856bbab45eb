"""The register of cooperation, as plain values and as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.money import grouped
from ipcalc.report.sheet import Cell, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.law.registers import Register
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.cooperation import CooperationEvent

INFORMATIONAL = "For information only: no deadline and no fee depends on it."


def partners(book: Rulebook, register: Register) -> dict[str, Any]:
    """The partners with the state of each memorandum and work plan; and agreements of others."""
    rows = [
        {
            "id": name,
            "title": partner.title,
            "body": partner.body,
            "country": partner.country,
            "mou": partner.mou,
            "work_plan": partner.work_plan,
            "events": sum(name in event.partners for event in register.events),
        }
        for name, partner in register.partners.items()
    ]
    foreign = [
        entry | {"sources": list(book.sources(entry.get("sources", ())))} for entry in book.raw("foreign_agreements")
    ]
    return {**_about(book, register), "partners": rows, "foreign_agreements": foreign, "notes": [INFORMATIONAL]}


def partners_sheet(book: Rulebook, register: Register) -> Sheet:
    rows = partners(book, register)["partners"]
    foreign = (
        f"{register.about.of_others}: {each.title}, {each.kind}, announced on {each.announced}: {each.state}. "
        f"{(each.note or '').rstrip('.')}. Evidence: {each.evidence}."
        for each in register.foreign
    )
    columns = ("id", "title", "body", "country", "mou", "work_plan", "events")
    return Sheet(
        f"{len(rows)} partners",
        _facts(register),
        (*columns[:5], "work plan", "events"),
        tuple(tuple(row[name] for name in columns) for row in rows),
        frozenset({"events"}),
        (INFORMATIONAL, "The page gives no day on which a memorandum or work plan was signed or ends.", *foreign),
        columns,
        whole=frozenset({"id", "title", "mou", "work plan"}),
    )


def events(book: Rulebook, register: Register, found: Sequence[CooperationEvent]) -> dict[str, Any]:
    """Events with other offices; where `exact` is false the days are those that the page's words allow."""
    rows = [
        {
            "listed": event.listed,
            "n": event.n,
            "from": event.from_.isoformat(),
            "to": event.to.isoformat(),
            "exact": event.exact,
            "partners": list(event.partners),
            "other": list(event.other),
            "what": event.what,
            "place": event.place,
            "report": event.report,
            "documents": list(event.documents),
            "doubt": event.doubt,
        }
        for event in found
    ]
    return {**_about(book, register), "events": rows, "notes": [INFORMATIONAL]}


def events_sheet(register: Register, found: Sequence[CooperationEvent]) -> Sheet:
    rows = tuple(
        (_days(event), ", ".join((*event.partners, *event.other)) or None, event.what, event.place) for event in found
    )
    records = tuple(
        (event.listed, event.n, event.from_, event.to, str(event.exact).lower(), " ".join(event.partners),
         "; ".join(event.other), event.what, event.place, str(event.report).lower(), event.doubt)
        for event in found
    )  # fmt: skip
    doubts = (f"{event.listed}, number {event.n}: {event.doubt}." for event in found if event.doubt)
    documents = (
        f"{event.listed}, number {event.n}, documents: {'; '.join(event.documents)}."
        for event in found
        if event.documents
    )
    inexact = "Days with ? are not given on the page: its words allow any between them."
    return Sheet(
        f"{len(found)} events",
        _facts(register),
        ("days", "with", "what", "place"),
        rows,
        notes=(INFORMATIONAL, *([] if all(event.exact for event in found) else [inexact]), *doubts, *documents),
        fields=("listed", "n", "from", "to", "exact", "partners", "other", "what", "place", "report", "doubt"),
        records=records,
        whole=frozenset({"days"}),
    )


def plan(book: Rulebook) -> dict[str, Any]:
    """The action plan as the data has it, with the share that each line of the budget has of the sum."""
    entry = book.raw("action_plan")
    budget = entry["budget"]
    lines = [line | {"percent_of_sum": f"{100 * line['amount'] / budget['sum']:.2f}"} for line in budget["lines"]]
    return {
        **entry,
        "budget": budget | {"lines": lines},
        "sources": list(book.sources(entry["sources"])),
        "notes": [INFORMATIONAL],
    }


def plan_sheet(register: Register) -> Sheet:
    plan = register.plan
    facts = (("years", f"{plan.from_} to {plan.to}"), ("evidence", plan.evidence))
    return Sheet(
        plan.title,
        facts,
        ("part", "id", "years", "what", "state"),
        tuple(_plan_rows(register)),
        notes=(INFORMATIONAL, plan.provenance, plan.budget.note),
        whole=frozenset({"part", "id", "years"}),
    )


def _plan_rows(register: Register) -> Iterator[tuple[Cell, ...]]:
    plan = register.plan
    for goal in plan.objectives:
        years = f"{goal.from_}-{goal.to}"
        yield "objective", goal.id, years, f"{goal.target}: {'; '.join(goal.actions)}", goal.status
    for phase in plan.phases:
        years = f"{phase.from_}-{phase.to}" if phase.from_ != phase.to else str(phase.from_)
        yield "phase", str(phase.n), years, f"{phase.title}: {'; '.join(phase.items)}", None
    for priority in plan.priorities:
        yield "priority", None, None, priority, None
    for line in plan.budget.lines:
        share = 100 * line.amount / plan.budget.sum
        amount = f"{plan.budget.currency} {grouped(line.amount)} a year, {line.percent}% ({share:.2f}% of the sum)"
        yield "budget", line.id, None, amount, None
    yield "budget", "sum", None, f"{plan.budget.currency} {grouped(plan.budget.sum)} a year", None
    for indicator in plan.indicators:
        yield "indicator", indicator.id, None, indicator.target, None
    for report in plan.reporting:
        yield "report", report.every, None, report.what, None


def faults(book: Rulebook, register: Register) -> dict[str, Any]:
    """What is wrong with the pages on which the register rests."""
    rows = [
        {"id": name, "source": book.sources([fault.source])[0], "what": fault.what}
        for name, fault in register.faults.items()
    ]
    return {"faults": rows, "notes": [INFORMATIONAL]}


def faults_sheet(book: Rulebook, register: Register) -> Sheet:
    pages = dict.fromkeys(fault.source for fault in register.faults.values())
    return Sheet(
        f"{len(register.faults)} faults of the pages that the register rests on",
        tuple((page, book.sources([page])[0]) for page in pages),
        ("page", "fault", "what"),
        tuple((fault.source, name, fault.what) for name, fault in register.faults.items()),
        notes=(INFORMATIONAL,),
        whole=frozenset({"page", "fault"}),
    )


def _days(event: CooperationEvent) -> str:
    days = f"{event.from_}" if event.from_ == event.to else f"{event.from_} to {event.to}"
    return days if event.exact else f"{days} ?"


def _about(book: Rulebook, register: Register) -> dict[str, Any]:
    about = register.about
    return {
        "checked_to": about.checked_to.isoformat(),
        "latest_event": about.latest_event.isoformat(),
        "printed_date": about.printed_date,
        "evidence": about.evidence,
        "sources": list(book.sources(about.sources)),
    }


def _facts(register: Register) -> tuple[tuple[str, str], ...]:
    about = register.about
    page = f"dated {about.printed_date}, with events to {about.latest_event}"
    return (("page", page), ("checked to", about.checked_to.isoformat()), ("evidence", about.evidence))
