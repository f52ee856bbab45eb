"""Which function shows a kind of result to people."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ipcalc.report.worded import worded

if TYPE_CHECKING:
    from ipcalc.report.formats import Look
    from ipcalc.report.view import View

_SHOWN_BY = {
    "Deadline": "deadlines.deadline",
    "Agenda": "agenda.agenda",
    "Moves": "moves.moves",
    "Recorded": "files.recorded",
    "Charge": "charges.charge",
    "Bill": "charges.bill",
    "Comparison": "charges.comparison",
    "Checked": "findings.checked",
    "Verification": "verification.verification",
    "DocumentList": "documents.documents",
    "RuleList": "rules.rules",
    "PeriodShown": "rules.period",
    "FeeShown": "rules.fee",
    "FormRule": "rules.form",
    "FormShown": "rules.form",
    "ChangeList": "rules.changes",
    "OverlayChanges": "rules.overlay",
    "Coverage": "rules.coverage",
    "InstrumentList": "rules.instruments",
    "ClassShown": "registers.a_class",
    "ClassList": "registers.classes",
    "ClassSearch": "registers.class_search",
    "JournalIssue": "registers.issue",
    "JournalDay": "registers.numbers",
    "SettingsShown": "settings.settings",
    "Findings": "registers.found",
    "Imported": "files.imported",
    "TerritoryOffice": "registers.office",
    "TerritoryList": "registers.territories",
    "TreatyList": "treaties.treaties",
    "Standing": "treaties.standing",
    "MemberList": "treaties.members",
    "RouteShown": "treaties.route",
    "PartnerList": "cooperation.partners",
    "EventList": "cooperation.events",
    "PlanShown": "cooperation.plan",
    "PageFaultList": "cooperation.faults",
}
_SERIES = {"Outcome": "rules.outcomes", "Deadline": "deadlines.series"}


def views(result: Any, look: Look) -> list[View]:
    """The views of a result; of several, those of each, where they are not shown as one series."""
    shown = _views(result, look)
    return list(map(worded, shown)) if look.away else shown


def _views(result: Any, look: Look) -> list[View]:
    if not isinstance(result, tuple):
        return _call(_SHOWN_BY[type(result).__name__], result, look)
    series = _SERIES.get(type(result[0]).__name__)
    return _call(series, result, look) if series else [view for each in result for view in _views(each, look)]


def _call(function: str, result: Any, look: Look) -> list[View]:
    module, name = function.split(".")
    shown: list[View] = getattr(import_module(f"ipcalc.report.{module}"), name)(result, look)
    return shown
