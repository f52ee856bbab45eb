"""The reference registers of a rulebook, treaties and cooperation, as objects."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ipcalc.law.sections import Section, Sections, entries, lists, one, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.cooperation import (
        ActionPlan,
        Cooperation,
        CooperationEvent,
        ForeignAgreement,
        PageFault,
        Partner,
    )
    from ipcalc.law.shapes.treaties import Convention, Declaration, Party, Route, Treaty, Union


class Treaties(Sections):
    """The register of treaties.

    `checked_to` is the last day to which it was looked for, `home` the code of the country whose register it is, and
    `convention_since` the day from which the law of priority of each right is known.
    """

    treaties: Section[Mapping[str, Treaty]] = entries("treaties.Treaty")
    unions: Section[Mapping[str, Union]] = entries("treaties.Union")
    conventions: Section[Mapping[str, Convention]] = entries("treaties.Convention")
    routes: Section[Mapping[str, Route]] = entries("treaties.Route")
    parties: Section[Mapping[str, Party]] = entries("treaties.Party")
    declarations: Section[Mapping[str, tuple[Declaration, ...]]] = lists("treaties.Declaration")

    def __init__(self, book: Rulebook) -> None:
        super().__init__(book.data)
        self.checked_to = date.fromisoformat(book.raw("treaties_checked_to"))
        self.home: str = book.raw("home")
        self.convention_since = {
            right: book.period(rule.period).versions[0].from_ for right, rule in self.conventions.items()
        }


class Register(Sections):
    """The register of cooperation with other offices."""

    about: Section[Cooperation] = one("cooperation.Cooperation", "cooperation")
    partners: Section[Mapping[str, Partner]] = entries("cooperation.Partner")
    events: Section[tuple[CooperationEvent, ...]] = rows("cooperation.CooperationEvent", "cooperation_events")
    plan: Section[ActionPlan] = one("cooperation.ActionPlan", "action_plan")
    foreign: Section[tuple[ForeignAgreement, ...]] = rows("cooperation.ForeignAgreement", "foreign_agreements")
    faults: Section[Mapping[str, PageFault]] = entries("cooperation.PageFault", "page_faults")

    def __init__(self, book: Rulebook) -> None:
        super().__init__(book.data)
