"""The register of cooperation with other offices. No deadline and no fee depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain, plain
from ipcalc.calc.registers.layers import overlaid
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import frozen
from ipcalc.law.registers import Register

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Grade
    from ipcalc.law.shapes.cooperation import ActionPlan, CooperationEvent, ForeignAgreement

INFORMATIONAL = "For information only: no deadline and no fee depends on it."
_PAGE = {"cooperation": "what is said of the page"}
_PARTNERS = {"partners": "the partners", "foreign_agreements": "the agreements of others"}
_EVENTS = {"cooperation_events": "the events"}
_PLAN = {"action_plan": "the action plan"}
_FAULTS = {"page_faults": "the faults of the pages"}


@frozen
class RegisterPage(Plain):
    """The page that the register rests on, and how far it goes."""

    checked_to: date
    latest_event: date
    printed_date: str
    evidence: Grade
    sources: tuple[str, ...]


@frozen
class PartnerShown(Plain):
    """A partner, with the state of its memorandum of understanding and work plan, and the number of its events."""

    id: str
    title: str
    body: str | None
    country: str | None
    mou: str
    work_plan: str
    events: int


@frozen
class PartnerList(Plain):
    """All partners, and the agreements of others.

    `entries` is what the data says of these, `of_others` how they are told from the country's own.
    """

    page: RegisterPage
    partners: tuple[PartnerShown, ...]
    foreign: tuple[ForeignAgreement, ...]
    entries: tuple[Mapping[str, Any], ...]
    of_others: str
    notes: tuple[str, ...] = (INFORMATIONAL,)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        listed = {"partners": plain(self.partners), "foreign_agreements": list(self.entries)}
        return {**self.page.to_dict(), **listed, "notes": list(self.notes)}


@frozen
class EventList(Plain):
    """Events with other offices; where one is not `exact`, its days are those that the page's words allow."""

    page: RegisterPage
    events: tuple[CooperationEvent, ...]
    notes: tuple[str, ...] = (INFORMATIONAL,)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {**self.page.to_dict(), "events": [_event(each) for each in self.events], "notes": list(self.notes)}


@frozen
class PlanShown(Plain):
    """The action plan; `entry` is what the data says of it."""

    plan: ActionPlan
    entry: Mapping[str, Any]
    sources: tuple[str, ...]
    notes: tuple[str, ...] = (INFORMATIONAL,)

    @property
    def shares(self) -> tuple[str, ...]:
        """What each line of the budget is of the sum, in per cent."""
        budget = self.plan.budget
        return tuple(f"{100 * line.amount / budget.sum:.2f}" for line in budget.lines)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        budget = self.entry["budget"]
        lines = [{**line, "percent_of_sum": share} for line, share in zip(budget["lines"], self.shares, strict=True)]
        return {
            **self.entry,
            "budget": {**budget, "lines": lines},
            "sources": list(self.sources),
            "notes": list(self.notes),
        }


@frozen
class PageFaultShown(Plain):
    """What is wrong with a page; `page` is its id."""

    id: str
    source: str
    what: str
    page: str

    _hidden = ("page",)


@frozen
class PageFaultList(Plain):
    """What is wrong with the pages on which the register rests."""

    faults: tuple[PageFaultShown, ...]
    notes: tuple[str, ...] = (INFORMATIONAL,)


class CooperationRegister:
    """The register of cooperation with other offices."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        self._register = Register(book)

    def partners(self) -> PartnerList:
        """The partners with the state of each memorandum and work plan; and agreements of others."""
        register = self._register
        found = tuple(
            PartnerShown(
                id=name,
                title=partner.title,
                body=partner.body,
                country=partner.country,
                mou=partner.mou,
                work_plan=partner.work_plan,
                events=sum(name in event.partners for event in register.events),
            )
            for name, partner in register.partners.items()
        )
        entries = tuple(
            {**entry, "sources": list(self._book.sources(entry.get("sources", ())))}
            for entry in self._book.raw("foreign_agreements")
        )
        notes = self._notes(_PAGE | _PARTNERS | _EVENTS)
        return PartnerList(self._page(), found, register.foreign, entries, register.about.of_others, notes)

    def events(self, partner: str | None = None, first: date | None = None, last: date | None = None) -> EventList:
        """The events with one partner, or with any, that may have taken place from `first` to `last`.

        An event without a day counts wherever the days that its words allow touch these.

        Raises:
            BadRequest: there is no such partner, or `last` is before `first`.
        """
        register = self._register
        if partner is not None and partner not in register.partners:
            raise BadRequest(f"unknown partner {partner!r}{nearest(partner, register.partners)}")
        if first and last and last < first:
            raise BadRequest(f"the first day {first} is after the last {last}")
        found = [event for event in register.events if partner is None or partner in event.partners]
        found = [event for event in found if first is None or event.to >= first]
        found = [event for event in found if last is None or event.from_ <= last]
        return EventList(self._page(), tuple(found), self._notes(_PAGE | _PARTNERS | _EVENTS))

    def plan(self) -> PlanShown:
        """The action plan: objectives, phases, budget, indicators."""
        entry = self._book.raw("action_plan")
        return PlanShown(self._register.plan, entry, self._book.sources(entry["sources"]), self._notes(_PLAN))

    def faults(self) -> PageFaultList:
        """What is wrong with the pages on which the register rests."""
        return PageFaultList(
            tuple(
                PageFaultShown(name, self._book.sources([fault.source])[0], fault.what, fault.source)
                for name, fault in self._register.faults.items()
            ),
            self._notes(_FAULTS),
        )

    def _notes(self, sections: Mapping[str, str]) -> tuple[str, ...]:
        return (*overlaid(self._book, sections), INFORMATIONAL)

    def _page(self) -> RegisterPage:
        about = self._register.about
        sources = self._book.sources(about.sources)
        return RegisterPage(about.checked_to, about.latest_event, about.printed_date, about.evidence, sources)


def _event(event: CooperationEvent) -> dict[str, Any]:
    return {name.removesuffix("_"): plain(getattr(event, name)) for name in type(event).__annotations__}
