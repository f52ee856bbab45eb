"""The register of cooperation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.money import grouped
from ipcalc.report.view import ResultColumn, Value, View, named, placed, view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ipcalc.calc.registers.cooperation import EventList, PageFaultList, PartnerList, PlanShown, RegisterPage
    from ipcalc.law.shapes.cooperation import CooperationEvent
    from ipcalc.report.formats import Look

_UNSIGNED = "The page gives no day on which a memorandum or work plan was signed or ends."
_INEXACT = "Days with ? are not given on the page: its words allow any between them."
_PARTNERS = (
    *named("id", "title", "body", "country", "mou", whole=("id", "title", "mou")),
    ResultColumn("work plan", "work_plan", "work_plan", whole=True),
    *named("events", right=("events",)),
)
_EVENTS = (
    ResultColumn("days", lambda event: _days(event), whole=True),
    ResultColumn("with", lambda event: ", ".join((*event.partners, *event.other)) or None),
    *named("what", "place"),
)
_EVENT_RECORDS = (
    *named("listed", "n", "from_", "to"),
    ResultColumn("exact", lambda event: str(event.exact).lower()),
    ResultColumn("partners", lambda event: " ".join(event.partners)),
    ResultColumn("other", lambda event: "; ".join(event.other)),
    *named("what", "place"),
    ResultColumn("report", lambda event: str(event.report).lower()),
    *named("doubt"),
)
_FAULTS = (
    ResultColumn("page", "page", whole=True),
    ResultColumn("fault", "id", whole=True),
    ResultColumn("what", "what"),
)
_PLAN = placed("part", "id", "years", "what", "state", whole=("part", "id", "years"))


def partners(answer: PartnerList, look: Look) -> list[View]:
    """The partners, with the state of each memorandum and work plan."""
    foreign = [
        f"{answer.of_others}: {each.title}, {each.kind}, announced on {each.announced}: {each.state}. "
        f"{(each.note or '').rstrip('.')}. Evidence: {each.evidence}."
        for each in answer.foreign
    ]
    title, notes = f"{len(answer.partners)} partners", (*answer.notes, _UNSIGNED, *foreign)
    return [view(title, _PARTNERS, answer.partners, facts=_facts(answer.page), notes=notes)]


def events(answer: EventList, look: Look) -> list[View]:
    """What took place, with whom, when and where."""
    found = answer.events
    inexact = [] if all(event.exact for event in found) else [_INEXACT]
    doubts = [f"{event.listed}, number {event.n}: {event.doubt}." for event in found if event.doubt]
    documents = [
        f"{event.listed}, number {event.n}, documents: {'; '.join(event.documents)}."
        for event in found
        if event.documents
    ]
    notes = (*answer.notes, *inexact, *doubts, *documents)
    title = f"{len(found)} events"
    return [view(title, _EVENTS, found, facts=_facts(answer.page), notes=notes, kept=_EVENT_RECORDS)]


def plan(answer: PlanShown, look: Look) -> list[View]:
    """The action plan for cooperation."""
    found = answer.plan
    facts = (("years", f"{found.from_} to {found.to}"), ("evidence", found.evidence))
    notes = (*answer.notes, found.provenance, found.budget.note)
    return [view(found.title, _PLAN, _plan_rows(answer), facts=facts, notes=notes)]


def faults(answer: PageFaultList, look: Look) -> list[View]:
    """What is wrong with the pages on which the register rests."""
    pages = dict.fromkeys((fault.page, fault.source) for fault in answer.faults)
    title = f"{len(answer.faults)} faults of the pages that the register rests on"
    return [view(title, _FAULTS, answer.faults, facts=pages, notes=answer.notes)]


def _plan_rows(answer: PlanShown) -> Iterator[tuple[Value, ...]]:
    found, budget = answer.plan, answer.plan.budget
    for goal in found.objectives:
        yield "objective", goal.id, f"{goal.from_}-{goal.to}", f"{goal.target}: {'; '.join(goal.actions)}", goal.status
    for phase in found.phases:
        years = f"{phase.from_}-{phase.to}" if phase.from_ != phase.to else str(phase.from_)
        yield "phase", str(phase.n), years, f"{phase.title}: {'; '.join(phase.items)}", None
    for priority in found.priorities:
        yield "priority", None, None, priority, None
    for line, share in zip(budget.lines, answer.shares, strict=True):
        amount = f"{budget.currency} {grouped(line.amount)} a year, {line.percent}% ({share}% of the sum)"
        yield "budget", line.id, None, amount, None
    yield "budget", "sum", None, f"{budget.currency} {grouped(budget.sum)} a year", None
    for indicator in found.indicators:
        yield "indicator", indicator.id, None, indicator.target, None
    for report in found.reporting:
        yield "report", report.every, None, report.what, None


def _days(event: CooperationEvent) -> str:
    days = f"{event.from_}" if event.from_ == event.to else f"{event.from_} to {event.to}"
    return days if event.exact else f"{days} ?"


def _facts(page: RegisterPage) -> tuple[tuple[str, str], ...]:
    dated = f"dated {page.printed_date}, with events to {page.latest_event}"
    return (("page", dated), ("checked to", page.checked_to.isoformat()), ("evidence", page.evidence))
