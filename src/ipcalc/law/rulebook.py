"""The rulebook: all the data, read-only, with only what is asked for turned into objects."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ipcalc.errors import BadRequest, nearest
from ipcalc.law.abroad import before
from ipcalc.law.named import Named
from ipcalc.law.sections import Section, entries, lists, one, plain, rows
from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ipcalc.law.shapes.classes import Ambiguous, ClassMove, Edition, NiceClass
    from ipcalc.law.shapes.closures import ClosedDay, ClosureYear, FixedDay, Suspension, Weekly
    from ipcalc.law.shapes.estimates import Estimate
    from ipcalc.law.shapes.events import Closing, Course, Event
    from ipcalc.law.shapes.fees import ApplicantColumns, Fee
    from ipcalc.law.shapes.instruments import Checklist, Instrument
    from ipcalc.law.shapes.journals import Journal
    from ipcalc.law.shapes.layouts import Layout
    from ipcalc.law.shapes.offices import Office, Territory
    from ipcalc.law.shapes.periods import Period
    from ipcalc.law.shapes.words import Form, Gap, Place, RoleEntry, Unit


class Dated(Protocol):
    """Anything with a first day and, where it says so itself, a last one."""

    @property
    def from_(self) -> date: ...
    @property
    def to(self) -> date | None: ...


T = TypeVar("T")
V = TypeVar("V", bound=Dated)


def last_day(versions: tuple[V, ...], index: int) -> date | None:
    """The last day of a version: what it says, or the day before the next one; None where it is still law."""
    own = versions[index].to
    if own is not None:
        return own
    return versions[index + 1].from_ - timedelta(days=1) if index + 1 < len(versions) else None


class InForce:
    """Which of some versions is in force on a day. They stand in the order of their first days."""

    def __init__(self, versions: Sequence[Dated]) -> None:
        self._firsts = [version.from_ for version in versions]
        self._lasts = [version.to or date.max for version in versions]

    def __call__(self, day: date) -> int | None:
        """The index of the version that is in force on `day`, or None."""
        index = bisect_right(self._firsts, day) - 1
        return index if index >= 0 and day <= self._lasts[index] else None

    def each(self, days: Sequence[date]) -> list[int | None]:
        """The indices of the versions that are in force on these days."""
        return list(map(self, days))


def in_force(versions: Sequence[Dated], day: date) -> int | None:
    """The index of the version that is in force on `day`, or None. Versions stand in the order of their first days."""
    return InForce(versions)(day)


def covered(versions: Sequence[Dated]) -> tuple[date, date]:
    """The first and the last of the days on each of which some version is in force, up to the first gap."""
    for index, version in enumerate(versions[:-1]):
        if version.to is not None and version.to + timedelta(days=1) != versions[index + 1].from_:
            return versions[0].from_, version.to
    return versions[0].from_, versions[-1].to or date.max


class Rulebook(Named):
    """All the law that the data holds.

    Its sections are the data as objects, which are made on demand and kept; `data` is the same as plain JSON
    values, `digest` the SHA-256 of it. `version` is the release of the data and the head of its digest: it changes with
    every change of the data. Where a directory, the `overlay`, was laid over the built-in data, that data alone is the
    rulebook `below`. Who asks for an entry that is not there gets `BadRequest`.
    """

    periods: Section[Mapping[str, Period]] = entries("periods.Period")
    fees: Section[Mapping[str, Fee]] = entries("fees.Fee")
    schedules: Section[Mapping[str, tuple[ApplicantColumns, ...]]] = lists("fees.ApplicantColumns")
    forms: Section[Mapping[str, Form]] = entries("words.Form")
    events: Section[Mapping[str, Event]] = entries("events.Event")
    facts: Section[Mapping[str, str]] = plain()
    closings: Section[Mapping[str, Closing]] = entries("events.Closing")
    proceedings: Section[Mapping[str, str]] = plain()
    courses: Section[Mapping[str, Course]] = entries("events.Course")
    roles: Section[Mapping[str, RoleEntry]] = entries("words.RoleEntry")
    units: Section[Mapping[str, Unit]] = entries("words.Unit")
    rights: Section[Mapping[str, str]] = plain()
    applicants: Section[Mapping[str, str]] = plain()
    modes: Section[Mapping[str, str]] = plain()
    cases: Section[Mapping[str, str]] = plain()
    places: Section[Mapping[str, Place]] = entries("words.Place")
    gaps: Section[tuple[Gap, ...]] = rows("words.Gap")
    offices: Section[Mapping[str, Office]] = entries("offices.Office")
    territories: Section[tuple[Territory, ...]] = rows("offices.Territory")
    weekly: Section[Weekly] = one("closures.Weekly")
    always: Section[tuple[FixedDay, ...]] = rows("closures.FixedDay")
    years: Section[Mapping[str, ClosureYear]] = entries("closures.ClosureYear")
    special_closures: Section[tuple[ClosedDay, ...]] = rows("closures.ClosedDay", "special")
    suspensions: Section[tuple[Suspension, ...]] = rows("closures.Suspension")
    journals: Section[Mapping[str, Journal]] = entries("journals.Journal")
    estimates: Section[Mapping[str, Estimate]] = entries("estimates.Estimate")
    instruments: Section[tuple[Instrument, ...]] = rows("instruments.Instrument")
    checklists: Section[Mapping[str, Checklist]] = entries("instruments.Checklist")
    layouts: Section[Mapping[str, Layout]] = entries("layouts.Layout")
    editions: Section[tuple[Edition, ...]] = rows("classes.Edition")
    moves: Section[tuple[ClassMove, ...]] = rows("classes.ClassMove")
    ambiguous: Section[tuple[Ambiguous, ...]] = rows("classes.Ambiguous")

    def __init__(self, raw: Mapping[str, Any], below: Rulebook | None = None, overlay: str = BUILT_IN) -> None:
        super().__init__(raw)
        self.below, self.overlay = below, overlay
        self.digest: str = raw["digest"]
        self.version = f"{raw['version']}+{self.digest.removeprefix('sha256:')[:8]}"
        self._abroad: dict[str, Period] = {}
        self._years: dict[int, ClosureYear | None] = {}

    def raw(self, section: str) -> Any:
        """A whole section as plain JSON values, for listings."""
        return self.data[section]

    def layer(self, section: str, name: str | None = None) -> str:
        """The layer that gives a section, or an entry of it (of ID/OFFICE, ID): `built-in`, or the directory of
        the overlay where what it says is not the same."""
        if self.below is None:
            return BUILT_IN
        own, other = self.data.get(section), self.below.data.get(section)
        if name is not None:
            entry, _, _ = name.partition("/")
            own, other = (own or {}).get(entry), (other or {}).get(entry)
        return BUILT_IN if own == other else self.overlay

    def version_layer(self, section: str, name: str, index: int) -> str:
        """The layer of a version of a period or a fee, with the days on which it is law and all that is said of its
        entry as a whole."""
        if self.layer(section, name) == BUILT_IN or self.below is None:
            return BUILT_IN
        entry, _, office = name.partition("/")
        own, other = self.data[section][entry], self.below.data[section].get(entry, {"versions": ()})
        same = _whole(own, office) == _whole(other, office) and _dated(own, index) in [
            _dated(other, place) for place in range(len(other["versions"]))
        ]
        return BUILT_IN if same else self.overlay

    def period(self, name: str) -> Period:
        """The period with this id; with ID/OFFICE what it is before an office abroad."""
        own, _, office = name.partition("/")
        period = _named(self.periods, own, "period")
        if not office:
            return period
        if name not in self._abroad:
            self._abroad[name] = before(period, office)
        return self._abroad[name]

    def fee(self, name: str) -> Fee:
        """The fee with this id."""
        return _named(self.fees, name, "fee")

    def estimate(self, name: str) -> Estimate:
        """The bill with this name."""
        return _named(self.estimates, name, "estimate")

    def checklist(self, name: str) -> Checklist:
        """The checklist with this name."""
        return _named(self.checklists, name, "checklist")

    def is_offices(self, period: Period) -> bool:
        """Whether a period is a time of the office itself."""
        return self.roles[period.by].side == "office"

    def elsewhere(self, period: Period) -> str | None:
        """The words for the place where a period's act is done; None where the closed days of the offices count."""
        place = self.places[period.at] if period.at else None
        return place.title if place and not place.closes else None

    @property
    def period_ids(self) -> tuple[str, ...]:
        return tuple(self.periods)

    @property
    def fee_ids(self) -> tuple[str, ...]:
        return tuple(self.fees)

    def in_force_fee(self, name: str) -> InForce:
        """The version of a fee that is in force on a day."""
        return InForce(self.fee(name).versions)

    def form_of_fee(self, name: str, day: date) -> tuple[bool, str | None]:
        """Whether a fee has a version on `day`, and the form of that version, without making objects of it."""
        text = day.isoformat()
        begun = [version for version in self.data["fees"][name]["versions"] if version["from"] <= text]
        if not begun or begun[-1].get("to", text) < text:
            return False, None
        return True, begun[-1].get("form")

    def fees_with_form(self, form: str) -> tuple[str, ...]:
        """The ids of all fees of which some version is paid with this form."""
        return tuple(self.data["fees_with_form"].get(form, ()))

    def columns(self, right: str) -> tuple[ApplicantColumns, ...]:
        """The applicant columns of the schedule of `right`, by date; none where the schedule has none."""
        return self.schedules.get(right, ())

    def classes(self, scheme: str) -> tuple[NiceClass, ...]:
        """The classes of a scheme, such as `45`."""
        return self._classes[scheme]

    _classes: Section[Mapping[str, tuple[NiceClass, ...]]] = lists("classes.NiceClass", "classes")

    def checked_to(self, right: str) -> date:
        """The last day to which the law of `right` was looked for."""
        return date.fromisoformat(self.data["checked_to"][right])

    def sources(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Each source as one line of text, with its address where it has one."""
        entries = self.data["sources"]
        return tuple(
            entries[key]["title"] + (f" <{entries[key]['url']}>" if "url" in entries[key] else "") for key in keys
        )

    def closures(self, year: int) -> ClosureYear | None:
        """The closed days of `year`, or None where none is known."""
        if year not in self._years:
            self._years[year] = self.years.get(str(year))
        return self._years[year]


def _whole(entry: Mapping[str, Any], office: str) -> dict[str, Any]:
    """What is said of an entry as a whole, but for its names; of offices abroad only what it says of one."""
    said = {key: value for key, value in entry.items() if key not in ("title", "short", "versions")}
    return {**said, "abroad": entry.get("abroad", {}).get(office)}


def _dated(entry: Mapping[str, Any], index: int) -> tuple[Any, Any]:
    """A version, and what ends it."""
    versions = entry["versions"]
    following = versions[index + 1]["from"] if index + 1 < len(versions) else None
    return versions[index], versions[index].get("to", following)


def _named(section: Mapping[str, T], name: str, what: str) -> T:
    if name not in section:
        raise BadRequest(f"unknown {what} {name!r}{nearest(name, section)}")
    return section[name]
