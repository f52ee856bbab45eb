"""The reference registers of a rulebook, treaties and cooperation, as objects."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from ipcalc.law.build import build
from ipcalc.law.shapes.cooperation import (
    ActionPlan,
    Cooperation,
    CooperationEvent,
    ForeignAgreement,
    PageFault,
    Partner,
)
from ipcalc.law.shapes.treaties import Convention, Declaration, Party, Route, Treaty, Union

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipcalc.law.rulebook import Rulebook

T = TypeVar("T")


class Treaties:
    """The register of treaties.

    `checked_to` is the last day to which it was looked for, `home` the code of the country whose register it is, and
    `convention_since` the day from which the law of priority of each right is known.
    """

    def __init__(self, book: Rulebook) -> None:
        self.checked_to = date.fromisoformat(book.raw("treaties_checked_to"))
        self.home: str = book.raw("home")
        self.treaties = _mapping(Treaty, book.raw("treaties"))
        self.unions = _mapping(Union, book.raw("unions"))
        self.conventions = _mapping(Convention, book.raw("conventions"))
        self.convention_since = {
            right: book.period(rule.period).versions[0].from_ for right, rule in self.conventions.items()
        }
        self.routes = _mapping(Route, book.raw("routes"))
        self.parties = _mapping(Party, book.raw("parties"))
        self.declarations = {
            union: tuple(build(Declaration, row) for row in rows) for union, rows in book.raw("declarations").items()
        }


class Register:
    """The register of cooperation with other offices."""

    def __init__(self, book: Rulebook) -> None:
        self.about = build(Cooperation, book.raw("cooperation"))
        self.partners = _mapping(Partner, book.raw("partners"))
        self.events = tuple(build(CooperationEvent, row) for row in book.raw("cooperation_events"))
        self.plan = build(ActionPlan, book.raw("action_plan"))
        self.foreign = tuple(build(ForeignAgreement, row) for row in book.raw("foreign_agreements"))
        self.faults = _mapping(PageFault, book.raw("page_faults"))


def _mapping(cls: type[T], entries: Mapping[str, Any]) -> dict[str, T]:
    return {name: build(cls, entry) for name, entry in entries.items()}
