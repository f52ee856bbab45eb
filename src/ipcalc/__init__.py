"""By when, on what authority, at what cost: a rules engine for intellectual property in India.

>>> from datetime import date
>>> import ipcalc
>>> book = ipcalc.load()
>>> book.deadline("tm-opposition", date(2012, 3, 5)).limits[0].date
datetime.date(2012, 6, 5)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadData, BadRequest, Fault, IpcalcError, NoAnswer

if TYPE_CHECKING:
    from ipcalc.batch.cells import Cells
    from ipcalc.batch.checks.finding import Checked, CheckFinding
    from ipcalc.batch.deadlines import DeadlineRows
    from ipcalc.batch.fees import FeeCells, FeeRows
    from ipcalc.batch.imports.merge import Update
    from ipcalc.batch.imports.run import ColumnRead, Imported
    from ipcalc.batch.imports.table import Table, Unread
    from ipcalc.batch.matters.dockets import Dockets, Matters
    from ipcalc.batch.matters.files import MatterFault, Reading
    from ipcalc.batch.matters.record import Recorded, Wanted
    from ipcalc.batch.verify import Verification, VerifiedRow
    from ipcalc.book import Book, load
    from ipcalc.calc.asking import Asking
    from ipcalc.calc.fees.charges import Charge, Line
    from ipcalc.calc.fees.compare import ComparedLine, Comparison
    from ipcalc.calc.fees.estimate import Bill
    from ipcalc.calc.matters.docket import Docket, MayApply, Waiting
    from ipcalc.calc.matters.matter import Act, Closed, Matter, Proceeding
    from ipcalc.calc.registers.changes import Change, ChangeList
    from ipcalc.calc.registers.checklist import DocumentList, DueDocument
    from ipcalc.calc.registers.classes import Classes, ClassList, ClassSearch, ClassShown, Hit
    from ipcalc.calc.registers.cooperation import (
        CooperationRegister,
        EventList,
        PageFaultList,
        PageFaultShown,
        PartnerList,
        PartnerShown,
        PlanShown,
        RegisterPage,
    )
    from ipcalc.calc.registers.find import Finding, Findings
    from ipcalc.calc.registers.journals import JournalDay, JournalIssue, Journals
    from ipcalc.calc.registers.membership import Membership
    from ipcalc.calc.registers.numbers import Numbers
    from ipcalc.calc.registers.offices import TerritoryList, TerritoryOffice
    from ipcalc.calc.registers.overlay import OverlayChange, OverlayChanges
    from ipcalc.calc.registers.priority import Priority
    from ipcalc.calc.registers.treaties import (
        Declared,
        Member,
        MemberList,
        RouteShown,
        Standing,
        TreatyList,
        TreatyOfDay,
        TreatyRegister,
    )
    from ipcalc.calc.results import Deadline, Done, EventDate, Law, LimitDate, Next, RulebookRef, Step, Unconfirmed
    from ipcalc.calc.rules import (
        Coverage,
        FeeShown,
        FormRule,
        FormShown,
        InstrumentList,
        InstrumentShown,
        PeriodShown,
        Rule,
        RuleList,
        Rules,
    )
    from ipcalc.calc.verify.verdict import Verified
    from ipcalc.dates import Style
    from ipcalc.law.shapes.base import Note
    from ipcalc.rows.files import TableLocation

__all__ = [
    "Act",
    "Asking",
    "BadData",
    "BadRequest",
    "Bill",
    "Book",
    "Cells",
    "Change",
    "ChangeList",
    "Charge",
    "CheckFinding",
    "Checked",
    "ClassList",
    "ClassSearch",
    "ClassShown",
    "Classes",
    "Closed",
    "ColumnRead",
    "ComparedLine",
    "Comparison",
    "CooperationRegister",
    "Coverage",
    "Deadline",
    "DeadlineRows",
    "Declared",
    "Docket",
    "Dockets",
    "DocumentList",
    "Done",
    "DueDocument",
    "EventDate",
    "EventList",
    "Fault",
    "FeeCells",
    "FeeRows",
    "FeeShown",
    "Finding",
    "Findings",
    "FormRule",
    "FormShown",
    "Hit",
    "Imported",
    "InstrumentList",
    "InstrumentShown",
    "IpcalcError",
    "JournalDay",
    "JournalIssue",
    "Journals",
    "Law",
    "LimitDate",
    "Line",
    "Matter",
    "MatterFault",
    "Matters",
    "MayApply",
    "Member",
    "MemberList",
    "Membership",
    "Next",
    "NoAnswer",
    "Note",
    "Numbers",
    "OverlayChange",
    "OverlayChanges",
    "PageFaultList",
    "PageFaultShown",
    "PartnerList",
    "PartnerShown",
    "PeriodShown",
    "PlanShown",
    "Priority",
    "Proceeding",
    "Reading",
    "Recorded",
    "RegisterPage",
    "RouteShown",
    "Rule",
    "RuleList",
    "RulebookRef",
    "Rules",
    "Standing",
    "Step",
    "Style",
    "Table",
    "TableLocation",
    "TerritoryList",
    "TerritoryOffice",
    "TreatyList",
    "TreatyOfDay",
    "TreatyRegister",
    "Unconfirmed",
    "Unread",
    "Update",
    "Verification",
    "Verified",
    "VerifiedRow",
    "Waiting",
    "Wanted",
    "load",
]
_MODULES = (
    "ipcalc.book",
    "ipcalc.calc.asking",
    "ipcalc.calc.results",
    "ipcalc.law.shapes.base",
    "ipcalc.batch.checks.finding",
    "ipcalc.batch.deadlines",
    "ipcalc.batch.matters.dockets",
    "ipcalc.batch.matters.files",
    "ipcalc.batch.matters.record",
    "ipcalc.calc.fees.charges",
    "ipcalc.calc.fees.compare",
    "ipcalc.calc.fees.estimate",
    "ipcalc.calc.matters.docket",
    "ipcalc.calc.matters.matter",
    "ipcalc.calc.registers.checklist",
    "ipcalc.calc.registers.classes",
    "ipcalc.calc.registers.cooperation",
    "ipcalc.calc.registers.journals",
    "ipcalc.calc.registers.numbers",
    "ipcalc.calc.registers.offices",
    "ipcalc.calc.rules",
    "ipcalc.calc.registers.find",
    "ipcalc.batch.imports.run",
    "ipcalc.calc.registers.changes",
    "ipcalc.calc.registers.treaties",
    "ipcalc.calc.registers.membership",
    "ipcalc.calc.registers.priority",
    "ipcalc.calc.registers.overlay",
    "ipcalc.batch.cells",
    "ipcalc.batch.fees",
    "ipcalc.batch.imports.merge",
    "ipcalc.batch.imports.table",
    "ipcalc.batch.verify",
    "ipcalc.calc.verify.verdict",
    "ipcalc.dates",
    "ipcalc.rows.files",
)


def __getattr__(name: str) -> object:
    """Import what answers only when it is asked for."""
    from importlib import import_module

    for module in _MODULES if name in __all__ else ():
        found: object = getattr(import_module(module), name, None)
        if found is not None:
            return found
    raise AttributeError(f"module 'ipcalc' has no attribute {name!r}")
