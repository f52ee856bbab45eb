"""Cooperation with other offices: partners, events, a plan, and the faults of the pages that tell of them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ipcalc.law.shapes.base import Grade, PartnerId, PartyCode, SourceId, shape

State = Literal["active", "not active"]


@shape
class Cooperation:
    """What the register rests on, and how far it goes; and what is said first of an agreement between others."""

    checked_to: date
    printed_date: str
    latest_event: date
    events: int
    of_others: str
    evidence: Grade
    sources: tuple[SourceId, ...] = ()


@shape
class Partner:
    """An office or organisation with a memorandum of understanding."""

    title: str
    body: str | None = None
    country: PartyCode | None = None
    mou: State
    work_plan: State


@shape
class CooperationEvent:
    """Something that took place, with the heading (`listed`) and number under which the page has it.

    Where the page gives no day (`exact` is false), it took place between the two days, which are those that its words
    allow.
    """

    listed: str
    n: int
    from_: date
    to: date
    exact: bool = True
    partners: tuple[PartnerId, ...] = ()
    other: tuple[str, ...] = ()
    what: str
    place: str | None = None
    report: bool = False
    documents: tuple[str, ...] = ()
    doubt: str | None = None


@shape
class Objective:
    id: str
    target: str
    from_: int
    to: int
    status: str
    actions: tuple[str, ...]


@shape
class Phase:
    n: int
    title: str
    from_: int
    to: int
    items: tuple[str, ...]


@shape
class BudgetLine:
    """A share in per cent and an amount a year, in whole units of the budget's currency."""

    id: str
    percent: int
    amount: int


@shape
class Budget:
    currency: str
    sum: int
    lines: tuple[BudgetLine, ...]
    note: str


@shape
class Indicator:
    id: str
    target: str


@shape
class Report:
    every: str
    what: str


@shape
class ActionPlan:
    """A plan with objectives by year, phases, a budget and indicators."""

    title: str
    from_: int
    to: int
    provenance: str
    evidence: Grade
    sources: tuple[SourceId, ...] = ()
    objectives: tuple[Objective, ...]
    phases: tuple[Phase, ...]
    priorities: tuple[str, ...]
    budget: Budget
    indicators: tuple[Indicator, ...]
    reporting: tuple[Report, ...]


@shape
class ForeignAgreement:
    """An agreement between others."""

    title: str
    countries: tuple[PartyCode, ...]
    kind: str
    announced: date
    state: str
    areas: tuple[str, ...]
    note: str | None = None
    evidence: Grade
    sources: tuple[SourceId, ...] = ()


@shape
class PageFault:
    """What is wrong with a page that the register rests on."""

    source: SourceId
    what: str
