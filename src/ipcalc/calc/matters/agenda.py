"""What a docket asks for, one entry an act, in order of date and in groups: what a person works from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ipcalc.calc.deadlines.state import (
    AWAITED,
    DONE,
    ENDED,
    LAPSED,
    MISSED,
    NOT_BEFORE,
    NOTHING,
    PAST_DUE,
    PROJECTED,
    RUNNING,
    STANDING,
    UNCONFIRMED,
)
from ipcalc.calc.plain import Plain
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import frozen, replace

if TYPE_CHECKING:
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.results import Deadline, LimitDate

NEAR = 30
OTHERS = "others"
_STATES = {
    LAPSED: "lapsed",
    **dict.fromkeys(PAST_DUE, "overdue"),
    MISSED: "missed",
    **dict.fromkeys((AWAITED, RUNNING), OTHERS),
    **dict.fromkeys((DONE, ENDED, NOTHING), "done"),
    PROJECTED: "projected",
}
_NEAR = ("lapsed", "overdue", "due")
GROUPS = ("lapsed", "overdue", "due", "later", "standing", "not yet", "projected", "missed", "others", "done")


@frozen
class Entry:
    """One act of a docket.

    Attributes:
        matter: of which it is.
        answer: its deadline.
        limit: the limit that can still be kept, or that was missed last; None where there is none.
        then: what is left after that limit.
        group: one of `GROUPS`.
    """

    matter: Matter
    answer: Deadline
    limit: LimitDate | None
    then: LimitDate | None
    group: str

    @property
    def day(self) -> date | None:
        """The day by which it stands in a docket: that to act by, else the day in law."""
        return (self.limit.act_by or self.limit.date) if self.limit else None

    @property
    def opens(self) -> date | None:
        """The first day on which it may be done, where that is still to come."""
        ahead = self.answer.next if self.group == "not yet" else None
        return (ahead.from_ or ahead.date) if ahead else None


@frozen
class Group:
    """Entries that belong together, the earliest first."""

    name: str
    entries: tuple[Entry, ...]


@frozen
class Agenda(Plain):
    """What dockets ask for on a day.

    Attributes:
        dockets: from which it is made.
        today: the day; None where it is not known.
        within: how many days ahead an act is near.
        entries: all of it, the earliest first.
        by: by what it is grouped.
        of: the docket, or the dockets with what is wrong with other matters.
    """

    dockets: tuple[Docket, ...]
    today: date | None
    within: int
    entries: tuple[Entry, ...]
    by: str
    of: Any = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON of the dockets themselves."""
        found: dict[str, Any] = self.of.to_dict()
        return found

    @property
    def groups(self) -> tuple[Group, ...]:
        """The entries in groups: by how near they are (`date`), by `matter`, `client`, `attorney` or `week`."""
        name = BY[self.by]
        groups: dict[str, list[Entry]] = {}
        for entry in self.entries:
            groups.setdefault(name(entry), []).append(entry)
        order = [each for each in GROUPS if each in groups] if self.by == "date" else list(groups)
        return tuple(Group(each, tuple(groups[each])) for each in order)


def agenda(
    dockets: Sequence[Docket], today: date | None, within: int | None = None, by: str = "date", of: Any = None
) -> Agenda:
    """The agenda of some dockets.

    Args:
        dockets: in any order.
        today: the day on which it is made.
        within: how many days ahead an act is near; where it is given, only what is to be done by then is there, and
            what is past.
        by: by what it is grouped: `date`, `matter`, `client`, `attorney` or `week`.
        of: that of which it is the agenda, which is its JSON.

    Raises:
        BadRequest: it cannot be grouped so.
    """
    if by not in BY:
        raise BadRequest(f"unknown grouping {by!r}{nearest(by, BY)} (one of {', '.join(BY)})")
    near = NEAR if within is None else within
    found = [entry for docket in dockets for entry in _entries(docket, today, near)]
    found = [entry for entry in found if entry.group != OTHERS or entry.answer.state not in (LAPSED, MISSED)]
    found = [entry for entry in found if not (entry.group == "done" and entry.answer.state in (NOT_BEFORE, NOTHING))]
    kept = found if within is None else [entry for entry in found if entry.group in _NEAR or _ends(entry, today, near)]
    return Agenda(tuple(dockets), today, near, tuple(sorted(kept, key=_order)), by, of)


def _entries(docket: Docket, today: date | None, within: int) -> list[Entry]:
    """The entries of a docket. What would be lapsed is past where a later time is owed, unconfirmed: that no act is on
    record is said once."""
    later = {(each.proceeding, each.period) for each in docket.deadlines if each.state == UNCONFIRMED}
    found = [_entry(docket, answer, today, within) for answer in docket.deadlines]
    return [
        replace(each, group="done")
        if each.answer.state == LAPSED and (each.answer.proceeding, each.answer.period) in later
        else each
        for each in found
    ]


def _entry(docket: Docket, answer: Deadline, today: date | None, within: int) -> Entry:
    limit = _limit(answer, today)
    later = answer.limits[answer.limits.index(limit) + 1 :] if limit and answer.next else ()
    then = next((each for each in later if each.date), None)
    group = _group(answer, limit, today, within)
    if group not in ("projected", "done") and (answer.proceeding, answer.period) in docket.watched:
        group = OTHERS
    return Entry(docket.matter, answer, limit, then, group)


def _limit(answer: Deadline, today: date | None) -> LimitDate | None:
    """The limit that is next; of a term that runs the one on which it ends."""
    if answer.state == RUNNING and today is not None:
        return next((each for each in answer.limits if each.date and each.date >= today), answer.limits[-1])
    return answer.limit(answer.next.kind if answer.next else "due") or next(iter(answer.limits), None)


def _group(answer: Deadline, limit: LimitDate | None, today: date | None, within: int) -> str:
    if answer.projected:
        return "projected"
    if answer.state in _STATES:
        return _STATES[answer.state]
    if today is None or limit is None:
        return "later"
    if answer.state == NOT_BEFORE:
        return "not yet" if limit.date and limit.date > today else "done"
    if answer.next and answer.next.from_ and answer.next.from_ > today:
        return "not yet"
    day = limit.act_by or limit.date
    if answer.state == STANDING and (day is None or day < today):
        return "standing"
    return "due" if day and day <= today + timedelta(days=within) else "later"


def _ends(entry: Entry, today: date | None, within: int) -> bool:
    """Whether what cannot be done yet has its last day within so many days."""
    if entry.group != "not yet" or today is None or entry.day is None:
        return False
    return entry.limit is not None and entry.limit.kind != "opens" and entry.day <= today + timedelta(days=within)


def _order(entry: Entry) -> tuple[date, str, str, int]:
    return (entry.day or date.max, entry.matter.name, entry.answer.period, entry.answer.occurrence or 0)


def _week(entry: Entry) -> str:
    day = entry.day
    return "no day" if day is None else f"week of {day - timedelta(days=day.weekday())}"


BY: dict[str, Callable[[Entry], str]] = {
    "date": lambda entry: entry.group,
    "matter": lambda entry: entry.matter.name,
    "client": lambda entry: entry.matter.client or "no client",
    "attorney": lambda entry: entry.matter.attorney or "no attorney",
    "week": _week,
}
