"""The rulebook: all the data, read-only, with only what is asked for turned into objects."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ipcalc.errors import BadRequest, nearest
from ipcalc.law.build import build

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ipcalc.law.shapes.classes import Ambiguous, Edition, Move, NiceClass
    from ipcalc.law.shapes.closures import ClosedDay, ClosureYear, FixedDay, Suspension, Weekly
    from ipcalc.law.shapes.estimates import Estimate
    from ipcalc.law.shapes.events import Event
    from ipcalc.law.shapes.fees import Columns, Fee
    from ipcalc.law.shapes.instruments import Checklist, Instrument
    from ipcalc.law.shapes.offices import Office, Territory
    from ipcalc.law.shapes.periods import Period
    from ipcalc.law.shapes.words import Form, Gap, Unit


class Dated(Protocol):
    """Anything with a first day and, where it says so itself, a last one."""

    @property
    def from_(self) -> date: ...
    @property
    def to(self) -> date | None: ...


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


def in_force(versions: Sequence[Dated], day: date) -> int | None:
    """The index of the version that is in force on `day`, or None. Versions stand in the order of their first days."""
    return InForce(versions)(day)


def covered(versions: Sequence[Dated]) -> tuple[date, date]:
    """The first and the last of the days on each of which some version is in force, up to the first gap."""
    for index, version in enumerate(versions[:-1]):
        if version.to is not None and version.to + timedelta(days=1) != versions[index + 1].from_:
            return versions[0].from_, version.to
    return versions[0].from_, versions[-1].to or date.max


class Rulebook:
    """All the law that the data holds.

    `raw` is the checked data as plain JSON values, `digest` the SHA-256 of it. Objects are made on demand and kept.
    """

    def __init__(self, raw: Mapping[str, Any], digest: str) -> None:
        self._raw = raw
        self.digest = digest
        self.version: str = raw["version"]
        self._periods: dict[str, Period] = {}
        self._fees: dict[str, Fee] = {}
        self._years: dict[int, ClosureYear | None] = {}

    # ------------------------------------------------------------------ periods
    @property
    def period_ids(self) -> tuple[str, ...]:
        return tuple(self._raw["periods"])

    def period(self, name: str) -> Period:
        """The period with this id.

        Raises:
            BadRequest: the id is not known.
        """
        from ipcalc.law.shapes.periods import Period

        if name not in self._periods:
            self._periods[name] = build(Period, self._entry("periods", name, "period"))
        return self._periods[name]

    def period_id(self, name: str) -> str:
        """The id that `name` stands for: an id, a short name, or an id without its right where only one fits.

        Raises:
            BadRequest: nothing has that name, or several have.
        """
        periods = self._raw["periods"]
        if name in periods:
            return name
        shorts = [id_ for id_, entry in periods.items() if name in entry.get("short", ())]
        found = shorts or [id_ for id_, entry in periods.items() if id_ == f"{entry['right']}-{name}"]
        if len(found) == 1:
            return str(found[0])
        if found:
            raise BadRequest(f"period {name!r} is ambiguous: {', '.join(found)}")
        every = [*periods, *(short for entry in periods.values() for short in entry.get("short", ()))]
        raise BadRequest(f"unknown period {name!r}{nearest(name, every)}")

    # ------------------------------------------------------------------ fees and forms
    @property
    def fee_ids(self) -> tuple[str, ...]:
        return tuple(self._raw["fees"])

    def fee(self, name: str) -> Fee:
        """The fee with this id.

        Raises:
            BadRequest: the id is not known.
        """
        from ipcalc.law.shapes.fees import Fee

        if name not in self._fees:
            self._fees[name] = build(Fee, self._entry("fees", name, "fee"))
        return self._fees[name]

    def form_of_fee(self, name: str, day: date) -> tuple[bool, str | None]:
        """Whether a fee has a version on `day`, and the form of that version, without making objects of it."""
        versions = self._entry("fees", name, "fee")["versions"]
        text = day.isoformat()
        for index, version in enumerate(versions):
            ends = version.get("to", "9999-12-31")
            following = versions[index + 1]["from"] if index + 1 < len(versions) else "9999-12-31"
            if version["from"] <= text <= ends and (text < following or following == "9999-12-31"):
                return True, version.get("form")
        return False, None

    def columns(self, right: str) -> tuple[Columns, ...]:
        """The applicant columns of the schedule of `right`, by date; none where the schedule has none."""
        from ipcalc.law.shapes.fees import Columns

        return tuple(build(Columns, row) for row in self._raw["schedules"].get(right, ()))

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        from ipcalc.law.shapes.words import Form

        return {name: build(Form, entry) for name, entry in self._raw["forms"].items()}

    def form_id(self, name: str) -> str | None:
        """The form that `name` means, whatever its case and spaces; None where there is none."""
        wanted = _plain(name)
        return next((form for form in self._raw["forms"] if _plain(form) == wanted), None)

    def fees_with_form(self, form: str) -> tuple[str, ...]:
        """The ids of all fees of which some version is paid with this form."""
        return tuple(
            name
            for name, entry in self._raw["fees"].items()
            if any(form == v.get("form") or form in v.get("also_forms", ()) for v in entry["versions"])
        )

    # ------------------------------------------------------------------ words
    @cached_property
    def events(self) -> Mapping[str, Event]:
        from ipcalc.law.shapes.events import Event

        return {name: build(Event, entry) for name, entry in self._raw["events"].items()}

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        from ipcalc.law.shapes.words import Unit

        return {name: build(Unit, entry) for name, entry in self._raw["units"].items()}

    @property
    def rights(self) -> Mapping[str, str]:
        return self._raw["rights"]  # type: ignore[no-any-return]

    @property
    def applicants(self) -> Mapping[str, str]:
        return self._raw["applicants"]  # type: ignore[no-any-return]

    @property
    def modes(self) -> Mapping[str, str]:
        return self._raw["modes"]  # type: ignore[no-any-return]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        from ipcalc.law.shapes.words import Gap

        return tuple(build(Gap, entry) for entry in self._raw.get("gaps", ()))

    def checked_to(self, right: str) -> date:
        """The last day to which the law of `right` was looked for."""
        return date.fromisoformat(self._raw["checked_to"][right])

    def sources(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Each source as one line of text, with its address where it has one."""
        entries = self._raw["sources"]
        return tuple(
            entries[key]["title"] + (f" <{entries[key]['url']}>" if "url" in entries[key] else "") for key in keys
        )

    def raw(self, section: str) -> Any:
        """A whole section as plain JSON values, for listings."""
        return self._raw[section]

    # ------------------------------------------------------------------ offices and closed days
    @cached_property
    def offices(self) -> Mapping[str, Office]:
        from ipcalc.law.shapes.offices import Office

        return {name: build(Office, entry) for name, entry in self._raw["offices"].items()}

    def office(self, name: str) -> str:
        """The id of an office.

        Raises:
            BadRequest: there is no such office.
        """
        wanted = name.strip().lower()
        if wanted not in self._raw["offices"]:
            raise BadRequest(f"unknown office {name!r}: it is one of {', '.join(self._raw['offices'])}")
        return wanted

    @cached_property
    def territories(self) -> tuple[Territory, ...]:
        from ipcalc.law.shapes.offices import Territory

        return tuple(build(Territory, entry) for entry in self._raw["territories"])

    @cached_property
    def weekly(self) -> Weekly:
        from ipcalc.law.shapes.closures import Weekly

        return build(Weekly, self._raw["weekly"])

    @cached_property
    def always(self) -> tuple[FixedDay, ...]:
        from ipcalc.law.shapes.closures import FixedDay

        return tuple(build(FixedDay, entry) for entry in self._raw["always"])

    def closures(self, year: int) -> ClosureYear | None:
        """The closed days of `year`, or None where no list of it is at hand."""
        from ipcalc.law.shapes.closures import ClosureYear

        if year not in self._years:
            entry = self._raw["years"].get(str(year))
            self._years[year] = build(ClosureYear, entry) if entry else None
        return self._years[year]

    @cached_property
    def special_closures(self) -> tuple[ClosedDay, ...]:
        from ipcalc.law.shapes.closures import ClosedDay

        return tuple(build(ClosedDay, entry) for entry in self._raw.get("special", ()))

    @cached_property
    def suspensions(self) -> tuple[Suspension, ...]:
        from ipcalc.law.shapes.closures import Suspension

        return tuple(build(Suspension, entry) for entry in self._raw.get("suspensions", ()))

    def estimate(self, name: str) -> Estimate:
        """The bill with this name.

        Raises:
            BadRequest: there is none.
        """
        from ipcalc.law.shapes.estimates import Estimate

        return build(Estimate, self._entry("estimates", name, "estimate"))

    @cached_property
    def instruments(self) -> tuple[Instrument, ...]:
        from ipcalc.law.shapes.instruments import Instrument

        return tuple(build(Instrument, entry) for entry in self._raw["instruments"])

    def checklist(self, name: str) -> Checklist:
        """The checklist with this name.

        Raises:
            BadRequest: there is none.
        """
        from ipcalc.law.shapes.instruments import Checklist

        return build(Checklist, self._entry("checklists", name, "checklist"))

    # ------------------------------------------------------------------ classes
    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        from ipcalc.law.shapes.classes import Edition

        return tuple(build(Edition, entry) for entry in self._raw["editions"])

    def classes(self, scheme: str) -> tuple[NiceClass, ...]:
        from ipcalc.law.shapes.classes import NiceClass

        return tuple(build(NiceClass, entry) for entry in self._raw["classes"][scheme])

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        from ipcalc.law.shapes.classes import Move

        return tuple(build(Move, entry) for entry in self._raw.get("moves", ()))

    @cached_property
    def ambiguous(self) -> tuple[Ambiguous, ...]:
        from ipcalc.law.shapes.classes import Ambiguous

        return tuple(build(Ambiguous, entry) for entry in self._raw.get("ambiguous", ()))

    def _entry(self, section: str, name: str, what: str) -> Mapping[str, Any]:
        entries = self._raw[section]
        if name not in entries:
            raise BadRequest(f"unknown {what} {name!r}{nearest(name, entries)}")
        entry: Mapping[str, Any] = entries[name]
        return entry


def _plain(form: str) -> str:
    return form.replace(" ", "").replace("-", "").lower().removeprefix("form")
