"""What closed days make of one limit: the day to docket, the day that it rolls to, and what must be said of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.closed import day_before
from ipcalc.calc.lines import lines
from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ipcalc.calc.days.closed import ClosedDays
    from ipcalc.law.shapes.base import Note


class Manner(NamedTuple):
    """How closed days touch a limit, whatever its day.

    `elsewhere` names the place where the act is done if that is not the office, `term` marks the end of a term,
    `before_expiry` a text that says so, `backward` a day that was counted back from an event; `office` is the branch
    whose closed days count, None for all of them.
    """

    kind: str
    elsewhere: str | None
    term: bool
    before_expiry: bool
    backward: bool
    office: str | None


class OpenDays(NamedTuple):
    """A limit with closed days: see `LimitDate` for `act_by` and `rolls_to`. What must be said stands in lines."""

    act_by: date | None
    rolls_to: date
    said: str


def close(closed: ClosedDays, manner: Manner, day: date) -> OpenDays:
    """What closed days make of a limit that ends on `day`."""
    if manner.kind == "opens":
        return OpenDays(None, day, "")
    if not manner.before_expiry and not closed.closures(day):
        return OpenDays(day, day, lines(_unlisted(closed, manner, day)))
    latest = day_before(day) if manner.before_expiry else day
    act_by, rolls_to = closed.last_open(latest), day
    if manner.elsewhere is None and not manner.term and not manner.backward:
        rolls_to = closed.next_open(day, manner.office)
    said = list(_notes(closed, manner, day, latest, act_by, rolls_to))
    if manner.before_expiry:
        said.append(notes.before_expiry(manner.kind, day))
    return OpenDays(act_by, rolls_to, lines(said))


def _notes(closed: ClosedDays, manner: Manner, day: date, latest: date, act_by: date, rolls_to: date) -> Iterator[Note]:
    kind, closures = manner.kind, closed.closures(day)
    names = ", ".join([closure.name for closure in closures]) if closures else ""
    if rolls_to != day:
        yield notes.rolls(closed.rule, kind, names, manner.office, day, rolls_to)
    elif manner.elsewhere is not None and names:
        yield notes.closed_elsewhere(kind, names, manner.elsewhere, day)
    elif manner.term and names:
        yield notes.term_stays(kind, names, day)
    doubtful = act_by != latest and [
        f"{notes.long(each)} ({', '.join(closure.name for closure in closed.closures(each))})"
        for each in closed.between(act_by, latest)
        if not closed.certainly(each, None)
    ]
    if doubtful:
        yield notes.may_be_closed(kind, act_by, doubtful)
    yield from _unlisted(closed, manner, day)


def _unlisted(closed: ClosedDays, manner: Manner, day: date) -> Iterator[Note]:
    """That the closed days of a year are not known, where they would matter."""
    if manner.elsewhere is None and not manner.term and not closed.has_list(day.year):
        yield notes.no_list(day.year)
