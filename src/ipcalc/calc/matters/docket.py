"""The docket of a matter: every period whose trigger is known, and what waits for which event."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ipcalc.calc import notes
from ipcalc.calc.deadlines.done import judge
from ipcalc.calc.deadlines.events import check_order, events_of, matter, waits_for
from ipcalc.calc.deadlines.rule import Names
from ipcalc.calc.plain import Plain, plain
from ipcalc.errors import BadRequest, NoAnswer, nearest
from ipcalc.frozen import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.results import Deadline
    from ipcalc.law.shapes.periods import Period


@frozen
class Waiting(Plain):
    """A period that cannot be computed yet, and the event that it waits for."""

    period: str
    event: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {"period": self.period, "for": self.event}


@frozen
class Docket(Plain):
    """The deadlines of a matter in order of date, and what waits for which event.

    `refused` holds the periods that no law known here answers for these dates, with the reason; `asks` what a period,
    by its title, says where an event is given, or is not: such notes are among those of its deadlines too. `office` and
    `ref` are those of the matter, where they are given.
    """

    right: str
    events: Mapping[str, date]
    deadlines: tuple[Deadline, ...]
    waiting: tuple[Waiting, ...]
    refused: tuple[tuple[str, str], ...]
    asks: tuple[tuple[str, str], ...]
    office: str | None = None
    ref: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        ref = {} if self.ref is None else {"ref": self.ref}
        return {
            "matter": {**ref, "right": self.right, "office": self.office, "events": plain(self.events)},
            "deadlines": plain(self.deadlines),
            "waiting": plain(self.waiting),
            "refused": [{"period": name, "reason": reason} for name, reason in self.refused],
        }


def docket(
    engine: Engine,
    right: str,
    events: Mapping[str, date],
    options: Options,
    *,
    project: bool = False,
    every: bool = False,
) -> Docket:
    """Every period of `right` whose trigger is known, but for those that do not belong to such a matter.

    Args:
        engine: the engine.
        right: the right of the matter.
        events: its dates, by event.
        options: see `Options`.
        project: take each later step on the last day of the one before (`due`, never `extended`), marked projected;
            what is optional, or for others to do, is not taken.
        every: with the occurrences of recurring periods that are past.

    Raises:
        BadRequest: an unknown right or event, an event that no period of the right uses, or events in an impossible
            order.
    """
    book = engine.book
    if right not in book.rights:
        raise BadRequest(f"unknown right {right!r}{nearest(right, book.rights)} (one of {', '.join(book.rights)})")
    raw = book.raw("periods")
    periods = {
        name: book.period(name)
        for name in book.period_ids
        if right in (raw[name]["right"], *raw[name].get("also_for", ()))
    }
    uses = {name: events_of(book, period) for name, period in periods.items()}
    known = {event for each in uses.values() for event in each} | {p.leads_to for p in periods.values() if p.leads_to}
    known |= {when.event for p in periods.values() for conditions in p.not_where for when in conditions}
    for event in events:
        if event not in book.events:
            raise BadRequest(f"unknown event {event!r}{nearest(event, book.events)}")
        if event not in known:
            raise BadRequest(f"no period of {right} uses the event {event}")
    check_order(book, events)
    names = Names(engine.calendar, set(events), options.office)
    periods = {
        name: period
        for name, period in periods.items()
        if not any(names.hold(conditions, events) for conditions in period.not_where)
    }
    dates = dict(events)
    if project:
        dates |= _projected(engine, periods, uses, dates, options)
    ahead = {period.leads_to for period in periods.values() if period.leads_to}
    found: list[Deadline] = []
    waiting: list[Waiting] = []
    refused: list[tuple[str, str]] = []
    asks: list[tuple[str, str]] = []
    for name, period in periods.items():
        here = matter(engine.book, name, None, {event: dates[event] for event in uses[name] if event in dates})
        missing = next((event for event in here if event in ahead - set(dates)), waits_for(engine.book, period, here))
        if missing is not None:
            waiting.append(Waiting(name, missing))
            continue
        try:
            answers = _answers(engine, name, period, here, options, every=every)
        except NoAnswer as error:
            refused.append((name, str(error)))
            continue
        asks += [(period.title, note) for note in notes.asked(period, here) if answers]
        guessed = any(event in dates and event not in events for event in uses[name])
        for answer in answers:
            done = _done(period, events) if period.recurs is None else None
            found.append(replace(answer, projected=guessed, done=judge(answer, done) if done else answer.done))
    found.sort(key=_order)
    return Docket(right, dict(events), tuple(found), tuple(waiting), tuple(refused), tuple(asks), options.office)


def _done(period: Period, events: Mapping[str, date]) -> date | None:
    """The day of the act of a period; None where it is not known."""
    acts = period.done_by or (period.leads_to or "",)
    return min((events[event] for event in acts if event in events), default=None)


def _answers(
    engine: Engine, name: str, period: Period, events: Mapping[str, date], options: Options, *, every: bool
) -> list[Deadline]:
    if period.recurs is None:
        return [engine.deadline(name, events, options)]
    answers = engine.open_deadlines(name, events, options)
    if every or options.today is None:
        return answers
    return [each for each in answers if each.last_date is None or each.last_date >= options.today]


def _projected(
    engine: Engine,
    periods: Mapping[str, Period],
    uses: Mapping[str, tuple[str, ...]],
    events: Mapping[str, date],
    options: Options,
) -> dict[str, date]:
    """The later events, each on the last day of the step that leads to it; the earliest of several such steps.

    A step that ends on the later of several days is not taken before all of them that are still to come; one that would
    fall after an event that it comes before is not taken at all.
    """
    dates = dict(events)
    ahead = {period.leads_to for period in periods.values() if period.leads_to and not period.optional}
    while True:
        later: dict[str, date] = {}
        for name, period in periods.items():
            event = period.leads_to
            if event is None or event in dates or period.recurs is not None or period.optional:
                continue
            if _done(period, dates) is not None or _later(period) & ahead - set(dates):
                continue
            here = matter(engine.book, name, None, {each: dates[each] for each in uses[name] if each in dates})
            if waits_for(engine.book, period, here) is not None:
                continue
            try:
                due = engine.deadline(name, here, options).limit("due")
            except NoAnswer:
                continue
            if due and due.date and not _over(engine, event, due.date, dates):
                later[event] = min(due.date, later.get(event, due.date))
        if not later:
            return {event: day for event, day in dates.items() if event not in events}
        first = min(later, key=lambda event: later[event])
        dates[first] = later[first]


def _over(engine: Engine, event: str, day: date, dates: Mapping[str, date]) -> bool:
    """Whether an event cannot lie on a day, since a known one that it comes before is earlier."""
    return any(known < day and event in engine.book.events[other].not_before for other, known in dates.items())


def _later(period: Period) -> set[str | None]:
    """The events of which the later one counts."""
    limits = [limit for version in period.versions for limit in version.limits]
    return {count.after or count.on for limit in limits for count in limit.later_of}


def _order(answer: Deadline) -> tuple[date, str, int]:
    due = answer.limit("due") or (answer.limits[0] if answer.limits else None)
    day = (due.date or due.act_by) if due else None
    return (day or date.max, answer.period, answer.occurrence or 0)
