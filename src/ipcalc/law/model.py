"""The shapes of the law as data: what an entry of `data/*.yaml` may say, and nothing else.

Each class is a frozen standard dataclass. `law.check` validates the YAML against them strictly;
at run time `law.build` makes them from the compiled rulebook. A trailing underscore stands for a
word that Python reserves: `from_` is `from` in the data.

Names that stand for days are events (`filing`), the kinds of limit already reached (`due`), or
days that the rule itself computes (its `marks` and the day of its recurrence, such as `expiry`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

Grade = Literal["text", "two", "one", "guide", "unverified"]
Kind = Literal["opens", "due", "extended", "late", "restoration"]
Place = Literal["office", "court", "wipo"]
Right = Literal["tm", "madrid", "patent", "pct", "design", "gi"]
Ending = Literal["repealed", "not known after"]
Beginning = Literal["begins with the Act", "not known before"]


def _yaml_key(name: str) -> str:
    return name.removesuffix("_")


_STRICT: dict[str, Any] = {"extra": "forbid", "strict": True, "alias_generator": _yaml_key}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A length and the day that it is counted from: the trigger unless `after`, `before` or `on` names another.

    Lengths are calendar months and years, or days; `working_days` are days on which the office is open.
    `before_expiry` marks a text that says *before the expiry*: the day before is the safe last day.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    years: int | None = None
    months: int | None = None
    weeks: int | None = None
    days: int | None = None
    working_days: int | None = None
    after: str | None = None
    before: str | None = None
    on: str | None = None
    before_expiry: bool = False

    @property
    def has_length(self) -> bool:
        """Whether the count says a length or a day of its own."""
        lengths = (self.years, self.months, self.weeks, self.days, self.working_days, self.on)
        return any(length is not None for length in lengths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Count):
    """One last day that a period gives (for `opens`, the first day)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    kind: Kind
    later_of: tuple[Count, ...] = ()
    earlier_of: tuple[Count, ...] = ()
    until: str | None = None
    safe: Count | None = None
    ask_by: Count | None = None
    fee: str | None = None
    form: str | None = None
    discretionary: bool = False
    evidence: Grade | None = None
    contested: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a branch applies: `event` is given, or lies later than a count, or not before another day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    event: str
    given: bool = True
    later_than: Count | None = None
    not_before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Other limits (or none) for the cases that `when` describes; every condition must hold."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    when: tuple[Condition, ...]
    limits: tuple[Limit, ...]
    note: str
    citation: str | None = None
    evidence: Grade | None = None
    contested: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Count):
    """One reading of a contested point. The first of a version is the safe one: it is the answer.

    Another reading may count otherwise, from another trigger, or let another event decide the version.
    `since` and `to` bound the days of the deciding event for which the point is in dispute.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    says: str
    limit: Kind = "due"
    trigger: str | None = None
    decided_by: str | None = None
    since: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """Blocks of whole years that end on one day of the year (`ends`, month-day)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    years: int
    ends: str
    begins: Literal["with the year", "after the year"]
    not_before: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A period as the law stood from one day, and the day that decides whether it applies."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    from_: date
    to: date | None = None
    ends: Ending | None = None
    reason: str | None = None
    decided_by: str | None = None
    decided_by_latest_of: tuple[str, ...] = ()
    trigger: str | None = None
    trigger_earliest_of: tuple[str, ...] = ()
    marks: Mapping[str, Count] = field(default_factory=dict)
    cycle: Cycle | None = None
    limits: tuple[Limit, ...]
    where: tuple[Branch, ...] = ()
    citation: str
    evidence: Grade
    contested: str | None = None
    readings: tuple[Reading, ...] = ()
    if_missed: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The years of a term that begins (or whose mark was registered) within these days."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    years: int
    from_: date | None = None
    to: date | None = None
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How a period comes back. `day` names the own day of each occurrence.

    Either `every_years` from one start (occurrence `first` falls `first_after_years` after it, up to `last`),
    or `terms` each from the end of the last one, or the `cycle` of each version.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    day: str
    start: str
    counted_from_earliest_of: tuple[str, ...]
    every_years: int | None = None
    first: int = 1
    first_after_years: int | None = None
    last: int | None = None
    terms: tuple[Term, ...] = ()
    term_decided_by: str | None = None
    until_years: int | None = None
    until_earliest_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A note for an answer that was computed without an event which would change it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    without: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A rule that turns an event into limits."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    title: str
    right: Right
    by: str
    at: Place = "office"
    date_is: str | None = None
    leads_to: str | None = None
    if_missed: str | None = None
    short: tuple[str, ...] = ()
    suspends: bool = True
    term: bool = False
    begins: Beginning
    asks: tuple[Ask, ...] = ()
    recurs: Recurrence | None = None
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What is paid for a quantity. `amounts` is a whole sum, `nil` or `not allowed`, or those by mode
    (`e-filing`, `paper`) and by applicant column.

    `first` (for the first `first.count`) with `amounts` for each more; `bands` by another quantity, which is at
    least `bands_from`.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    amount: Any = None
    amounts: Any = None
    first: First | None = None
    bands_by: str | None = None
    bands_from: int = 0
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first `count` units together cost `amounts` in all."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    count: int = 1
    amount: Any = None
    amounts: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Tariff):
    """A tariff for one range of the banding quantity: up to and with `up_to`, or below `below`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    up_to: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Tariff):
    """A further line of the same entry, with a unit of its own; the first `over` units are free.

    A part that stands `alone` may be asked for without the rest of the entry.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    title: str
    unit: str
    entry: str | None = None
    over: int = 0
    cap: Any = None
    alone: bool = False
    minimum: int | None = None
    evidence: Grade | None = None
    grades: Mapping[str, Grade] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """A discount in per cent on at least so many units that are paid ahead together."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    percent: int
    at_least: int
    mode: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeVersion(Tariff):
    """A fee as it stood from one day. The day of payment decides which version applies."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    from_: date
    to: date | None = None
    ends: Ending | None = None
    reason: str | None = None
    form: str | None = None
    also_forms: tuple[str, ...] = ()
    entry: str
    unit: str | None = None
    principal: bool = False
    times: str | None = None
    half_for: str | None = None
    parts: tuple[Part, ...] = ()
    plus: tuple[str, ...] = ()
    one_only: str | None = None
    at_most: int | None = None
    minimum: int | None = None
    discount: Discount | None = None
    currency: str = "INR"
    citation: str
    evidence: Grade
    grades: Mapping[str, Grade] = field(default_factory=dict)
    contested: str | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """An item of a fee schedule."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    title: str
    right: Right
    unit: str
    begins: Beginning = "not known before"
    versions: tuple[FeeVersion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which applicant column of the schedule each class of applicant pays by, from one day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    from_: date
    to: date | None = None
    pays: Mapping[str, str]
    citation: str
    evidence: Grade
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of the Rules and what it is used for; several names where the law numbered it anew."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    title: str
    right: Right
    from_: date
    to: date | None = None
    provision: str | None = None
    succeeded_by: tuple[str, ...] = ()
    evidence: Grade
    note: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """An event lies on or at most so many months after another."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    months: int
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens on a date. Where it is not given, `stands_in` names the event that stands for it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    title: str
    within: Within | None = None
    stands_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a fee is counted in, and the quantity (option, column) that gives it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    title: str
    quantity: str
    most: int
    must_be_given: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is known to be law, or a doubt, and is not encoded; and why."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    what: str
    right: Right
    why: str
    citation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A list of classes as it applied in India from one day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    from_: date
    to: date | None = None
    scheme: Literal["42", "45"]
    edition: str
    citation: str
    evidence: Grade
    note: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NiceClass:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    number: int
    kind: Literal["goods", "services"]
    title: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Goods or services that went from one class to another, from one day in India."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    what: tuple[str, ...]
    from_class: int | None = None
    to_class: int
    on: date
    evidence: Grade
    except_: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """A word that stands for goods of several classes, with what tells them apart."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    word: str
    meanings: Mapping[str, int]
    since: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A State or Union Territory and the office in whose territory it lies."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    code: str
    name: str
    type: Literal["state", "union territory"]
    tm: str
    patent: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    part_of: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    name: str
    rights: tuple[Right, ...]
    address: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """A day, or the days up to `to`, on which offices are known or believed to be closed.

    `offices` is `all` or a list. Only a day that is neither `moon` (set by the sighting) nor `verified: false`,
    in a year whose list is known, moves a last day; `confirmed` days do so in any year.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    day: date
    to: date | None = None
    name: str
    offices: str | tuple[str, ...] = "all"
    except_: tuple[str, ...] = ()
    moon: bool = False
    verified: bool = True
    confirmed: bool = False
    note: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureYear:
    """The closed days of one calendar year. `listed`: a central-government list for it was seen."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    status: Literal["listed", "estimated"]
    completeness: str
    days: tuple[ClosedDay, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedDay:
    """A holiday of every year: a `day` of the year (month-day), or days from Easter Sunday."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    name: str
    day: str | None = None
    from_easter: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Days that an order leaves out of account. Reported always, applied on request only."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    id: str
    title: str
    from_: date
    to: date
    last_day: date
    resumes: date
    citation: str
    evidence: Grade
    contested: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    weekdays: tuple[str, ...]
    citation: str
    evidence: Grade
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookFile:
    """`rulebook.yaml`: what the other files refer to, and how far the data goes."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    version: str
    checked_to: Mapping[Right, date]
    rights: Mapping[Right, str]
    applicants: Mapping[str, str]
    modes: Mapping[str, str]
    roles: Mapping[str, str]
    events: Mapping[str, Event]
    units: Mapping[str, Unit]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodsFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    periods: Mapping[str, Period]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeesFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    schedules: Mapping[Right, tuple[Columns, ...]] = field(default_factory=dict)
    fees: Mapping[str, Fee]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    forms: Mapping[str, Form]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassesFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    editions: tuple[Edition, ...]
    classes: Mapping[str, tuple[NiceClass, ...]]
    moves: tuple[Move, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficesFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    offices: Mapping[str, Office]
    territories: tuple[Territory, ...]
    which_office: Mapping[Right, tuple[str, ...]]
    office_notes: tuple[str, ...] = ()
    office_sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosuresFile:
    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    closed_day_rule: str
    weekly: Weekly
    always: tuple[FixedDay, ...]
    years: Mapping[str, ClosureYear]
    special: tuple[ClosedDay, ...] = ()
    suspensions: tuple[Suspension, ...] = ()


FILES: dict[str, type] = {
    "rulebook.yaml": RulebookFile,
    "sources.yaml": SourcesFile,
    "periods.yaml": PeriodsFile,
    "fees.yaml": FeesFile,
    "forms.yaml": FormsFile,
    "classes.yaml": ClassesFile,
    "offices.yaml": OfficesFile,
    "closures.yaml": ClosuresFile,
}

REGISTERS = ("treaties.yaml", "cooperation.yaml")
