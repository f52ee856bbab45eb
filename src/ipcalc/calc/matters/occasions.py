"""The answers of one period of a matter: one, or one for each time that its event came or that it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.deadlines.answer import answer, trigger_of
from ipcalc.calc.deadlines.done import judge
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD, OnRecord
from ipcalc.calc.matters.findings import may_call
from ipcalc.calc.matters.state import DONE, LAPSED, MISSED, States
from ipcalc.frozen import NamedTuple, replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.calc.matters.known import Known
    from ipcalc.calc.results import Deadline, Done
    from ipcalc.law.shapes.base import Note

_NOT_IN_TIME = ("out of time", "too early")
_OVER = (LAPSED, MISSED)


class Shown(NamedTuple):
    """What is shown: only what is still open, unless `every` answer is wanted; of what comes again all that falls due
    `within` so many days, or the next one where that is None. With `calls` only what may call for something by then."""

    every: bool
    within: int | None = None
    calls: bool = False


class First(NamedTuple):
    """The first answer of a period: what is owed, where it comes again. `done` is the day of its act, and `over` the
    event by which nothing is owed of it, where it comes once; `together` are what is owed of it and what falls due near
    today after it, where it comes again and that is known."""

    answer: Deadline
    done: date | None = None
    over: str | None = None
    together: Sequence[Deadline] = ()


def occasions(known: Known, name: str, shown: Shown, first: First | None = None) -> Iterator[Deadline]:
    """The answers of a period whose events are known; `first` is the first of them, where it was asked already.

    Raises:
        NoAnswer: no law that is known answers.
    """
    if known.periods[name].recurs is not None:
        yield from _returns(known, name, shown, first)
        return
    every = shown.every
    if known.periods[name].abroad:
        yield from _abroad(known, name, every=every)
        return
    acts = _acts(known, name)
    doubts = tuple(_doubts(known, name))
    each_time = (_time(known, name, events, acts, shown, again=n > 0) for n, events in enumerate(_each(known, name)))
    for made, done, over, _ in (first,) if first else filter(None, each_time):
        judged = judge(made, done) if done else None
        if every or not (_is_closed(made, judged) or _is_past(known, made)):
            said = [notes.taken_as_done(known.shown_by(over))] if over and judged is None else []
            yield replace(made, done=judged, notes=notes.ordered([*doubts, *made.notes, *said]))


def _abroad(known: Known, name: str, *, every: bool) -> Iterator[Deadline]:
    """The answers of a period before each office abroad, the earliest first. An act is on record at one office, or at
    all of them."""
    for made in known.engine.abroad(name, known.events_of(name), known.options):
        own = f"{name}/{made.place}"
        record = on_record(known, own if own in known.matter.done else name)
        walk = known.engine.walk(own, known.events_of(name), known.options)
        walk.acts = {0: record} if record != NOTHING_ON_RECORD else {}
        found = answer(walk, 0) if walk.acts else made
        judged = judge(found, record.done) if record.done else None
        if every or not (_is_closed(found, judged) or _is_past(known, found)):
            yield replace(found, done=judged)


def _time(
    known: Known, name: str, events: Mapping[str, date], acts: list[date], shown: Shown, *, again: bool
) -> First | None:
    """One time that a period runs; None where it need not be shown."""
    walk = known.engine.walk(name, events, known.options)
    record, over = _recorded(known, name, trigger_of(walk, 0).date, acts, again=again)
    walk.acts = {0: record} if record != NOTHING_ON_RECORD else {}
    if not shown.every and (over or not may_show(walk, known.options.today, shown)):
        return None
    return First(answer(walk, 0), record.done, over)


def may_show(walk: Walk, today: date | None, shown: Shown) -> Sequence[int]:
    """The rows of a walk whose answers may be shown, as far as their states and their days tell."""
    if today is None:
        return range(len(walk))
    states = States(walk, today).words
    if shown.calls:
        return may_call(walk, states, today, shown.within or 0)
    return [row for row, state in enumerate(states) if state != DONE]


def _is_closed(answer: Deadline, done: Done | None) -> bool:
    """Whether the act is done; where today is not known, whether it was in time."""
    return answer.state == DONE if answer.state else done is not None and done.result not in _NOT_IN_TIME


def on_record(known: Known, name: str) -> OnRecord:
    """What is on record of the act of a period."""
    matter = known.matter
    act, asked, extended = matter.done.get(name), matter.asked.get(name), matter.extended.get(name)
    restored_by = known.engine.book.period(name).restored_by
    restored = matter.done.get(restored_by) if restored_by else None
    found = OnRecord(asked=asked, extended=extended, restored=restored.on if restored else None)
    if act is None:
        return found
    return found._replace(
        done=act.on if act.through is None else None, through=act.through, accepted=act.accepted, needed=act.needed
    )


def first_on_record(known: Known, name: str, began: date | None) -> tuple[OnRecord, str | None]:
    """What is on record of a period that comes once and began on a day, and the event by which nothing is owed."""
    return _recorded(known, name, began, _acts(known, name), again=False)


def _recorded(
    known: Known, name: str, began: date | None, acts: list[date], *, again: bool
) -> tuple[OnRecord, str | None]:
    """What is on record of one time that a period runs, with the first of `acts`, which is taken from them; and the
    event by which nothing is owed of it."""
    done = _first_act(acts, began)
    over = known.over_by(name, began, again=again)
    record = on_record(known, name)
    return record._replace(done=done or record.done, needed=record.needed and not over), over


def _first_act(acts: list[date], began: date | None) -> date | None:
    """The first act that is not taken yet, of those since a day where there is one; it is then taken."""
    if not acts:
        return None
    first = next((day for day in acts if began is None or day >= began), acts[0])
    acts.remove(first)
    return first


def _returns(known: Known, name: str, shown: Shown, first: First | None) -> Iterator[Deadline]:
    every = shown.every
    engine, closed, record = known.engine, known.matter.closed, on_record(known, name)
    if first is None and shown.calls:
        walk = engine.walk(name, known.events_of(name), known.options, record)
        if not may_show(walk, known.options.today, shown):
            return
        first = First(answer(walk, 0))
    found: Sequence[Deadline]
    if every or closed or known.options.today is None:
        found = engine.open_deadlines(name, known.events_of(name), known.options, record)
    elif first and first.together:
        found = first.together
    else:
        owed = first.answer if first else None
        found = engine.outstanding(name, known.events_of(name), known.options, record, shown.within, owed)
    for each in found:
        due = each.limit("due")
        if closed and due and due.date and due.date > closed.on:
            continue
        if every or each.state not in ((*_OVER, DONE) if closed else (DONE,)):
            yield each


def _is_past(known: Known, answer: Deadline) -> bool:
    """Whether the last day of what survives a matter is past."""
    today, last = known.options.today, answer.last_date
    return known.is_over and today is not None and last is not None and last < today


def _acts(known: Known, name: str) -> list[date]:
    """The days of the act of a period, as its events give them, in order."""
    given, earlier = known.given, known.matter.earlier
    days = [[*earlier.get(event, ()), given[event]] for event in known.subject.steps[name].acts if event in given]
    return sorted({day for each in days for day in each}) if len(days) < 2 else [min(each[-1] for each in days)]


def _each(known: Known, name: str) -> Iterator[Mapping[str, date]]:
    """The events of a period, once for each day of an event that has a period of its own each time."""
    here, events = known.events_of(name), known.engine.book.events
    several = [
        event for event in _triggers(known, name) if event in known.matter.earlier and events[event].again == "each"
    ]
    for event in several[:1]:
        for day in known.matter.earlier[event]:
            yield {**here, event: day}
    yield here


def _triggers(known: Known, name: str) -> list[str]:
    versions, uses = known.periods[name].versions, known.uses(name)
    triggers = {event for version in versions for event in (version.trigger, *version.trigger_earliest_of)}
    return [event for event in uses if event in triggers]


def _doubts(known: Known, name: str) -> Iterator[Note]:
    """For those who act against the right: the earlier days of an event that came again."""
    if not known.acting.against:
        return
    for event in _triggers(known, name):
        if event in known.matter.earlier and known.engine.book.events[event].again == "doubt":
            yield notes.came_before(event, known.matter.earlier[event], known.given[event])
