"""What comes later, if each step is taken on its last day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import NoAnswer

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.matters.known import Known
    from ipcalc.law.shapes.periods import Period


def project(known: Known) -> None:
    """Add the later events, each on the last day of the step that leads to it; the earliest of several such steps.

    A step that ends on the later of several days is not taken before all of them that are still to come. None is taken
    before today, or where it would contradict what is known.
    """
    while later := _next(known):
        first = min(later, key=lambda event: later[event])
        known.take({first: later[first]})


def _next(known: Known) -> dict[str, date]:
    """The events to which a step leads that can be taken next."""
    later: dict[str, date] = {}
    steps = {name: each.leads_to for name, each in known.periods.items() if each.leads_to and not each.optional}
    ahead = set(steps.values()) - set(known.dates)
    for name, event in steps.items():
        period = known.periods[name]
        if _is_taken(known, name, period) or _later(period) & ahead or known.waits_for(name) is not None:
            continue
        day = _due(known, name)
        if day is not None and _can_come(known, event, day):
            later[event] = min(day, later.get(event, day))
    return later


def _due(known: Known, name: str) -> date | None:
    try:
        due = known.engine.deadline(name, known.events_of(name), known.options).limit("due")
    except NoAnswer:
        return None
    return due.date if due else None


def _is_taken(known: Known, name: str, period: Period) -> bool:
    """Whether a step is taken already, or no longer to be taken."""
    if period.recurs is not None or known.over_by(name) is not None:
        return True
    return any(event in known.dates for event in (period.leads_to, *known.subject.steps[name].acts))


def _can_come(known: Known, event: str, day: date) -> bool:
    """Whether an event can lie on a day: not before today, and not against the order of what is known."""
    today = known.options.today
    if (today is not None and day < today) or event in known.implied:
        return False
    events, dates = known.engine.book.events, known.dates
    if any(on < day and event in events[other].not_before for other, on in dates.items()):
        return False
    before = (*events[event].not_before, *known.subject.shown({event: day}))
    return not any(dates[other] > day for other in before if other in dates)


def _later(period: Period) -> set[str | None]:
    """The events of which the later one counts."""
    limits = [limit for version in period.versions for limit in version.limits]
    return {count.after or count.on for limit in limits for count in limit.later_of}
