"""What each file of the data directory holds."""

from collections.abc import Mapping
from datetime import date

from ipcalc.law.shapes.base import NOTHING, PartyCode, Right, SourceId, UnionId, shape
from ipcalc.law.shapes.classes import Ambiguous, ClassMove, Edition, NiceClass
from ipcalc.law.shapes.closures import ClosedDay, ClosureYear, FixedDay, Suspension, Weekly
from ipcalc.law.shapes.cooperation import (
    ActionPlan,
    Cooperation,
    CooperationEvent,
    ForeignAgreement,
    PageFault,
    Partner,
)
from ipcalc.law.shapes.estimates import Estimate
from ipcalc.law.shapes.events import Closing, Course, Event
from ipcalc.law.shapes.fees import ApplicantColumns, Fee
from ipcalc.law.shapes.instruments import Checklist, Instrument
from ipcalc.law.shapes.journals import JournalsFile
from ipcalc.law.shapes.layouts import LayoutsFile
from ipcalc.law.shapes.names import NamesFile
from ipcalc.law.shapes.offices import Office, Territory
from ipcalc.law.shapes.periods import Period
from ipcalc.law.shapes.treaties import Convention, Declaration, Party, Route, Treaty, Union
from ipcalc.law.shapes.words import Form, Gap, Place, RoleEntry, Source, Unit


@shape
class RulebookFile:
    """`rulebook.yaml`: what the other files refer to, and how far the data goes."""

    version: str
    checked_to: Mapping[Right, date]
    rights: Mapping[Right, str]
    applicants: Mapping[str, str]
    modes: Mapping[str, str]
    roles: Mapping[str, RoleEntry]
    places: Mapping[str, Place]
    cases: Mapping[str, str] = NOTHING
    events: Mapping[str, Event]
    facts: Mapping[str, str] = NOTHING
    closings: Mapping[str, Closing] = NOTHING
    proceedings: Mapping[str, str] = NOTHING
    courses: Mapping[Right, Course] = NOTHING
    units: Mapping[str, Unit]
    gaps: tuple[Gap, ...] = ()


@shape
class SourcesFile:
    sources: Mapping[str, Source]


@shape
class PeriodsFile:
    periods: Mapping[str, Period]


@shape
class FeesFile:
    schedules: Mapping[Right, tuple[ApplicantColumns, ...]] = NOTHING
    fees: Mapping[str, Fee]


@shape
class FormsFile:
    forms: Mapping[str, Form]


@shape
class ClassesFile:
    editions: tuple[Edition, ...]
    classes: Mapping[str, tuple[NiceClass, ...]]
    moves: tuple[ClassMove, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()


@shape
class OfficesFile:
    offices: Mapping[str, Office]
    territories: tuple[Territory, ...]
    which_office: Mapping[Right, tuple[str, ...]]
    office_notes: tuple[str, ...] = ()
    office_sources: tuple[SourceId, ...] = ()


@shape
class ClosuresFile:
    closed_day_rule: str
    closures_checked_to: date
    weekly: Weekly
    always: tuple[FixedDay, ...]
    years: Mapping[str, ClosureYear]
    special: tuple[ClosedDay, ...] = ()
    suspensions: tuple[Suspension, ...] = ()


@shape
class EstimatesFile:
    estimates: Mapping[str, Estimate]


@shape
class InstrumentsFile:
    instruments: tuple[Instrument, ...]
    checklists: Mapping[str, Checklist]


@shape
class TreatiesFile:
    """`treaties.yaml`. `home` is the code of the country whose register it is."""

    treaties_checked_to: date
    home: PartyCode
    treaties: Mapping[str, Treaty]
    unions: Mapping[str, Union]
    declarations: Mapping[UnionId, tuple[Declaration, ...]]
    conventions: Mapping[Right, Convention]
    routes: Mapping[str, Route]
    parties: Mapping[str, Party]


@shape
class CooperationFile:
    cooperation: Cooperation
    partners: Mapping[str, Partner]
    cooperation_events: tuple[CooperationEvent, ...]
    action_plan: ActionPlan
    foreign_agreements: tuple[ForeignAgreement, ...]
    page_faults: Mapping[str, PageFault]


FILES: dict[str, type] = {
    "rulebook.yaml": RulebookFile,
    "sources.yaml": SourcesFile,
    "periods.yaml": PeriodsFile,
    "fees.yaml": FeesFile,
    "forms.yaml": FormsFile,
    "classes.yaml": ClassesFile,
    "offices.yaml": OfficesFile,
    "closures.yaml": ClosuresFile,
    "estimates.yaml": EstimatesFile,
    "instruments.yaml": InstrumentsFile,
    "journals.yaml": JournalsFile,
    "treaties.yaml": TreatiesFile,
    "cooperation.yaml": CooperationFile,
    "names.yaml": NamesFile,
    "layouts.yaml": LayoutsFile,
}
