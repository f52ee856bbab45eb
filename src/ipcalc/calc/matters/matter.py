"""A matter: a right of a client, what happened in it, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain, plain
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.base import NOTHING

if TYPE_CHECKING:
    from ipcalc.law.shapes.base import Note

SIDES = ("owner", "challenger", "both")
NOT_NEEDED = "not-needed"


@frozen
class Act(Plain):
    """What is on record about the act that a period asks for.

    Attributes:
        on: the day of the act; the latest where there were several. None where it is not known, or not needed.
        through: of a period that recurs, the last occurrence that is paid (an annuity's year, a renewal's number),
            with all before it.
        accepted: the office has accepted it though it was out of time.
        needed: False where the act need not be done in this matter.
        earlier: the days of earlier acts of the same period, in order.
    """

    on: date | None = None
    through: int | None = None
    accepted: bool = False
    needed: bool = True
    earlier: tuple[date, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """All days of the act that are known, in order."""
        return (*self.earlier, self.on) if self.on else ()

    def to_file(self) -> Any:
        """The act as a matter file writes it."""
        if not self.needed:
            return NOT_NEEDED
        days = plain([*self.earlier, self.on]) if self.earlier else plain(self.on)
        more = {} if self.through is None else {"through": self.through}
        more |= {"accepted": True} if self.accepted else {}
        return {**more, **({} if self.on is None else {"on": days})} if more else days


@frozen
class Closed(Plain):
    """The end of a matter or of a proceeding, and how it ended: `withdrawn`, `abandoned`, `refused`, ..."""

    on: date
    as_: str


@frozen
class Proceeding(Plain):
    """A proceeding within a matter, such as an opposition. It has the events of the matter beside its own.

    Attributes:
        ref: its name within the matter.
        kind: what it is, in the words of the file.
        acting_for, facts, events, earlier, done, asked, extended, stated, said, closed: as of a `Matter`.
    """

    ref: str
    kind: str | None = None
    acting_for: str | None = None
    facts: Mapping[str, bool] = NOTHING
    events: Mapping[str, date] = NOTHING
    earlier: Mapping[str, tuple[date, ...]] = NOTHING
    done: Mapping[str, Act] = NOTHING
    asked: Mapping[str, date] = NOTHING
    extended: Mapping[str, date] = NOTHING
    stated: Mapping[str, date] = NOTHING
    said: Mapping[str, tuple[Note, ...]] = NOTHING
    closed: Closed | None = None

    def to_dict(self) -> dict[str, Any]:
        """The proceeding as a matter file writes it, without what is not given."""
        return _given({"ref": self.ref, "kind": self.kind, "acting_for": self.acting_for, **_course(self)})


@frozen
class Matter(Plain):
    """A right of a client, what happened in it, and what was done.

    Attributes:
        right: its right, such as `tm`.
        ref: the name that the practice gives it.
        number: the number that the office gives it.
        title, client, attorney: in the words of the file.
        acting_for: `owner`, `challenger`, `both` or the name of a role, whose side is meant; None is the owner.
        applicant: the class of applicant, for sums; several by comma, of which the one with the highest fee counts.
        office: the branch whose closed days count.
        counts: quantities by name, such as `classes` or `claims`, for sums.
        facts: what is known of the matter beside dates, such as `biological-material`; what is not named is not known.
        events: the date of each event; of several dates the last.
        earlier: the earlier dates of events that have several, in order.
        done: what is on record about the act of each period.
        asked: the day on which an extension of a period was asked for.
        extended: the day until which a period was extended.
        stated: the day that an existing docket gives for a period, to be verified.
        said: what must be said of the date of an event, such as a doubt about the number of a journal.
        proceedings: oppositions, rectifications and similar disputes.
        continues: the `ref` of the matter that this one continues.
        closed: when it ended, and how.
        own: other columns of a table, as they stand there.
        common: as one of its proceedings has it, the events that are not its own.
    """

    right: str
    ref: str | None = None
    number: str | None = None
    title: str | None = None
    client: str | None = None
    attorney: str | None = None
    acting_for: str | None = None
    applicant: str | None = None
    office: str | None = None
    counts: Mapping[str, int] = NOTHING
    facts: Mapping[str, bool] = NOTHING
    events: Mapping[str, date] = NOTHING
    earlier: Mapping[str, tuple[date, ...]] = NOTHING
    done: Mapping[str, Act] = NOTHING
    asked: Mapping[str, date] = NOTHING
    extended: Mapping[str, date] = NOTHING
    stated: Mapping[str, date] = NOTHING
    said: Mapping[str, tuple[Note, ...]] = NOTHING
    proceedings: tuple[Proceeding, ...] = ()
    continues: str | None = None
    closed: Closed | None = None
    own: Mapping[str, str] = NOTHING
    common: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What the matter is called: its `ref`, else its number, else its right."""
        return self.ref or self.number or self.right

    def parts(self) -> Iterator[tuple[Matter, Proceeding | None]]:
        """The matter, and then as each of its proceedings has it."""
        yield self, None
        for each in self.proceedings:
            yield self.seen_from(each), each

    def seen_from(self, proceeding: Proceeding) -> Matter:
        """The matter as one of its proceedings has it: with the events, facts and acts of both, its side and its end.

        Where both have an event, an act or a fact, that of the proceeding counts.
        """
        kept = {name: days for name, days in self.earlier.items() if name not in proceeding.events}
        return replace(
            self,
            acting_for=proceeding.acting_for or self.acting_for,
            facts={**self.facts, **proceeding.facts},
            events={**self.events, **proceeding.events},
            earlier={**kept, **proceeding.earlier},
            done={**self.done, **proceeding.done},
            asked={**self.asked, **proceeding.asked},
            extended={**self.extended, **proceeding.extended},
            said={**self.said, **proceeding.said},
            stated=proceeding.stated,
            proceedings=(),
            common=frozenset(self.events).difference(proceeding.events),
            closed=proceeding.closed or self.closed,
        )

    def to_dict(self) -> dict[str, Any]:
        """The matter as a matter file writes it, without what is not given but for `office` and `events`."""
        first = {"ref": self.ref, "right": self.right}
        text = ("number", "title", "client", "attorney", "acting_for", "applicant")
        last = {"proceedings": [each.to_dict() for each in self.proceedings], "continues": self.continues}
        found = _given({**first, **{name: getattr(self, name) for name in text}})
        return {**found, "office": self.office, "events": {}, **self.counts, **_course(self), **_given(last)}


def _course(of: Matter | Proceeding) -> dict[str, Any]:
    """What happened and what was done, as a matter file writes it, without what is not given."""
    events = {name: [*of.earlier[name], day] if name in of.earlier else day for name, day in of.events.items()}
    closed = {"on": of.closed.on, "as": of.closed.as_} if of.closed else None
    found = {
        "facts": of.facts,
        "events": events,
        "done": {name: act.to_file() for name, act in of.done.items()},
        "asked": of.asked,
        "extended": of.extended,
        "stated": of.stated,
        "closed": closed,
    }
    return {name: plain(value) for name, value in _given(found).items()}


def _given(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value or value is False}
