"""Answers: frozen objects that hold dates, authority and working. How they look is the business of `report`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain, plain
from ipcalc.frozen import frozen
from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    import datetime

    from ipcalc.law.shapes.base import Note


@frozen
class RulebookRef(Plain):
    """The rulebook that an answer rests on: its version, the day to which the law was checked, its digest."""

    version: str
    checked_to: datetime.date
    digest: str


@frozen
class EventDate(Plain):
    """An event and its date; None where the date was not given and the earliest possible answer was taken."""

    event: str
    date: datetime.date | None


@frozen
class Law(Plain):
    """The version of the rule that answers: in force `from_` `to`, chosen by `decided_by`."""

    citation: str
    from_: datetime.date
    to: datetime.date | None
    decided_by: EventDate | None
    evidence: str
    contested: bool
    sources: tuple[str, ...]


@frozen
class LimitDate(Plain):
    """One last day (for `opens`, the first day).

    Attributes:
        kind: opens, due, extended, late or restoration.
        length: how it was counted, in words.
        date: the date that the law gives; None where it waits for an event.
        act_by: the day to docket: the last day, on or before `date`, on which no office is or may be closed.
        rolls_to: the next open day if the office is closed on `date` (General Clauses Act 1897 s 10).
        days_left: from today to `act_by`, negative where it is past.
        ask_by: for an extension, the last day to ask for it.
        before_expiry: the text says before the expiry: by one reading the day before `date` is the last.
        otherwise: the last day on which it is in time by any reading (for `opens`, the first day by any).
        layer: `built-in`, or the directory of the overlay that gives or changes it.
        form, fee: what is filed and paid, as in force on the date; None where there is none.
        amount: what is paid today or, where the date is past, on it; None where it is not known, as `Next.amount`.
        amount_until: what is paid on the last day, where the sum grows by the month.
        currency: that of the sums.
    """

    kind: str
    length: str
    date: datetime.date | None
    act_by: datetime.date | None
    rolls_to: datetime.date | None
    days_left: int | None = None
    ask_by: datetime.date | None = None
    form: str | None = None
    fee: str | None = None
    discretionary: bool = False
    evidence: str | None = None
    before_expiry: bool = False
    otherwise: datetime.date | None = None
    layer: str = BUILT_IN
    amount: int | None = None
    amount_until: int | None = None
    currency: str | None = None

    _hidden = ("before_expiry", "otherwise")

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        found = super().to_dict()
        if self.kind != "extended":
            del found["ask_by"]
        if self.kind != "extended" and not self.discretionary:
            del found["discretionary"]
        return {name: value for name, value in found.items() if name not in _WHERE_KNOWN or value is not None}


_WHERE_KNOWN = ("evidence", "amount", "amount_until", "currency")


@frozen
class Step(Plain):
    """One step of the working: what was done, with what result, on what authority."""

    what: str
    result: str
    authority: str | None = None


@frozen
class Done(Plain):
    """Whether an act of `date` was in time.

    `result` is `in time`, `too early`, `section 10` (in time only if the closed day moves the last day), `extended`,
    `late`, `restoration` (in time for that limit), `contested` (in time by another reading than the safe one) or
    `out of time`; `late_by_days` counts from the due date.
    """

    date: datetime.date
    result: str
    late_by_days: int
    means: str


@frozen
class Next(Plain):
    """What can still be done of a period: see `LimitDate` for what a limit has.

    Attributes:
        kind: the limit that is next.
        from_: the first day on which it may be done, where that is still to come.
        ask_late: the last day on which an extension can, by another reading or in discretion, still be asked for.
        amount: what is paid today; None where a quantity is not given, or the sum is not known.
        amount_until: what is paid on the last day, where the sum grows by the month.
        needs: the quantities that are not given, on which the sum depends.
    """

    kind: str
    date: datetime.date | None
    act_by: datetime.date | None
    from_: datetime.date | None = None
    ask_by: datetime.date | None = None
    ask_late: datetime.date | None = None
    rolls_to: datetime.date | None = None
    discretionary: bool = False
    form: str | None = None
    fee: str | None = None
    amount: int | None = None
    amount_until: int | None = None
    currency: str | None = None
    needs: tuple[str, ...] = ()

    _hidden = ("needs",)


@frozen
class Unconfirmed(Plain):
    """An occurrence that is past and of which no act is on record; `lapsed_on` is the last day on which it was kept."""

    occurrence: int
    due: datetime.date | None
    lapsed_on: datetime.date


@frozen
class Deadline(Plain):
    """The answer of one period for one matter (and one occurrence, where the period recurs).

    `state` and `next` are known where today is: where the period stands on that day, and what can still be done.
    `layer` is `built-in`, or the directory of an overlay where one touched the answer; `overlaid` is then the doubt
    that says what it changed; `left_out_by` is the overlay that leaves it out or makes it weaker, where it is an
    answer of the built-in rulebook beside those of the overlay.
    `place` is the code of the office abroad, where the period is answered by office. `if_early` is what comes of an act
    before the first day, where the law says.
    """

    period: str
    title: str
    right: str
    by: str
    office: str | None
    trigger: EventDate
    law: Law
    limits: tuple[LimitDate, ...]
    if_missed: str | None
    notes: tuple[Note, ...]
    projected: bool
    rulebook: RulebookRef
    occurrence: int | None = None
    place: str | None = None
    proceeding: str | None = None
    steps: tuple[Step, ...] = ()
    done: Done | None = None
    layer: str = BUILT_IN
    overlaid: Note | None = None
    left_out_by: str | None = None
    if_early: str | None = None
    state: str | None = None
    next: Next | None = None
    unconfirmed: Unconfirmed | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line: what there is nothing to say of is left out where it has a default."""
        found = {name: plain(getattr(self, name)) for name in _ORDER}
        if self.state is None:
            del found["next"]
        return {name: value for name, value in found.items() if name not in _LEFT_OUT or value not in (None, [])}

    def limit(self, kind: str) -> LimitDate | None:
        """The limit of this kind, or None."""
        return next((limit for limit in self.limits if limit.kind == kind), None)

    @property
    def last_date(self) -> datetime.date | None:
        """The last day of all limits but `opens`; None where a limit waits for an event."""
        dates = [limit.date for limit in self.limits if limit.kind != "opens"]
        return None if not dates or None in dates else max(d for d in dates if d is not None)


_ORDER = (
    "period",
    "title",
    "right",
    "by",
    "office",
    "place",
    "occurrence",
    "proceeding",
    "trigger",
    "law",
    "layer",
    "left_out_by",
    "limits",
    "if_missed",
    "notes",
    "projected",
    "done",
    "state",
    "next",
    "unconfirmed",
    "steps",
    "rulebook",
)
_LEFT_OUT = ("left_out_by", "place", "occurrence", "proceeding", "done", "state", "unconfirmed", "steps")
