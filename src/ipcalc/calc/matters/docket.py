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
    from ipcalc.law.shapes.base import Note
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
    asks: tuple[tuple[str, Note], ...]
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
    ours = _Matter(engine, right, events, options)
    if project:
        _project(ours)
    found: list[Deadline] = []
    waiting: list[Waiting] = []
    refused: list[tuple[str, str]] = []
    asks: list[tuple[str, Note]] = []
    for name, period in ours.periods.items():
        here = ours.events_of(name)
        missing = ours.waits_for(name, here)
        if missing is not None:
            waiting.append(Waiting(name, missing))
            continue
        try:
            answers = _answers(engine, name, period, here, options, every=every)
        except NoAnswer as error:
            refused.append((name, str(error)))
            continue
        asks += [(period.title, note) for note in notes.asked(period, here) if answers]
        done = _done(period, events) if period.recurs is None else None
        for answer in answers:
            judged = judge(answer, done) if done else answer.done
            found.append(replace(answer, projected=ours.is_guessed(name), done=judged))
    found.sort(key=_order)
    return Docket(right, dict(events), tuple(found), tuple(waiting), tuple(refused), tuple(asks), options.office)


class _Matter:
    """A matter with the periods that belong to it.

    Attributes:
        periods: those of its right, but for those that do not belong to such a matter.
        dates: the days of its events, with those that are projected.
    """

    def __init__(self, engine: Engine, right: str, events: Mapping[str, date], options: Options) -> None:
        book = engine.book
        if right not in book.rights:
            raise BadRequest(f"unknown right {right!r}{nearest(right, book.rights)} (one of {', '.join(book.rights)})")
        self.engine, self.options, self.events, self.dates = engine, options, events, dict(events)
        raw = book.raw("periods")
        of_right = [name for name in book.period_ids if right in (raw[name]["right"], *raw[name].get("also_for", ()))]
        every = {name: book.period(name) for name in of_right}
        self._uses = {name: events_of(book, period) for name, period in every.items()}
        self._check(right, every)
        names = Names(engine.calendar, set(events), options.office)
        self.periods = {
            name: period
            for name, period in every.items()
            if not any(names.hold(conditions, events) for conditions in period.not_where)
        }

    def _check(self, right: str, periods: Mapping[str, Period]) -> None:
        """Raise BadRequest where an event is not known, is none of this right, or lies before another one."""
        book, known = self.engine.book, {event for each in self._uses.values() for event in each}
        for period in periods.values():
            known |= {str(period.leads_to), *(when.event for each in period.not_where for when in each)}
        for event in self.events:
            if event not in book.events:
                raise BadRequest(f"unknown event {event!r}{nearest(event, book.events)}")
            if event not in known:
                raise BadRequest(f"no period of {right} uses the event {event}")
        check_order(book, self.events)

    def events_of(self, name: str) -> dict[str, date]:
        """The events that a period uses, with their days as far as these are known or projected."""
        given = {event: self.dates[event] for event in self._uses[name] if event in self.dates}
        return matter(self.engine.book, name, None, given)

    def waits_for(self, name: str, here: Mapping[str, date]) -> str | None:
        """The event that a period waits for: one that another period leads to, or the one that it counts from."""
        ahead = {period.leads_to for period in self.periods.values()} - set(self.dates)
        return next((event for event in here if event in ahead), waits_for(self.engine.book, self.periods[name], here))

    def is_guessed(self, name: str) -> bool:
        """Whether a day that a period uses is projected."""
        return any(event in self.dates and event not in self.events for event in self._uses[name])


def _done(period: Period, events: Mapping[str, date]) -> date | None:
    """The day of the act of a period; None where it is not known."""
    acts = period.done_by or (period.leads_to or "",)
    return min((events[event] for event in acts if event in events), default=None)


def _answers(
    engine: Engine, name: str, period: Period, events: Mapping[str, date], options: Options, *, every: bool
) -> list[Deadline]:
    if period.abroad:
        return engine.abroad(name, events, options)
    if period.recurs is None:
        return [engine.deadline(name, events, options)]
    answers = engine.open_deadlines(name, events, options)
    if every or options.today is None:
        return answers
    return [each for each in answers if each.last_date is None or each.last_date >= options.today]


def _project(known: _Matter) -> None:
    """Add the later events, each on the last day of the step that leads to it; the earliest of several such steps.

    A step that ends on the later of several days is not taken before all of them that are still to come; one that would
    fall after an event that it comes before is not taken at all.
    """
    while later := _next(known):
        first = min(later, key=lambda event: later[event])
        known.dates[first] = later[first]


def _next(known: _Matter) -> dict[str, date]:
    """The events to which a step leads that can be taken next."""
    engine, dates, later = known.engine, known.dates, dict[str, date]()
    steps = {name: period for name, period in known.periods.items() if period.leads_to and not period.optional}
    ahead = {period.leads_to for period in steps.values()} - set(dates)
    for name, period in steps.items():
        event = str(period.leads_to)
        if event in dates or period.recurs is not None or _done(period, dates) is not None or _later(period) & ahead:
            continue
        here = known.events_of(name)
        if waits_for(engine.book, period, here) is not None:
            continue
        try:
            due = engine.deadline(name, here, known.options).limit("due")
        except NoAnswer:
            continue
        if due and due.date and not _over(engine, event, due.date, dates):
            later[event] = min(due.date, later.get(event, due.date))
    return later


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
