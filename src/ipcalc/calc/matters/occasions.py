"""The answers of one period of a matter: one, or one for each time that its event came or that it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ipcalc.calc import notes
from ipcalc.calc.deadlines.answer import answer, trigger_of
from ipcalc.calc.deadlines.done import NOT_IN_TIME, judge
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD, OnRecord
from ipcalc.calc.deadlines.state import AWAITED, DONE, ENDED, GRACE, LAPSED, LIMIT_OF, MISSED, RESTORABLE, States
from ipcalc.calc.matters.findings import may_call
from ipcalc.calc.results import Next
from ipcalc.frozen import NamedTuple, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.calc.matters.known import Known
    from ipcalc.calc.results import Deadline, Done
    from ipcalc.law.shapes.base import Note

    T = TypeVar("T")

_OVER = (LAPSED, MISSED)


class Shown(NamedTuple):
    """What is shown.

    Attributes:
        every: with what is past and done, the office's own times and the other side's.
        within: of what comes again, all that falls due in so many days; None for the next one.
        project: take each later step on the last day of the one before (`due`, never `extended`), marked projected;
            what is optional is not taken, and nothing before today.
        calls: only what may call for something `within` so many days.
    """

    every: bool = False
    within: int | None = None
    project: bool = False
    calls: bool = False


class FirstAnswer(NamedTuple):
    """The first answer of a period: what is owed, where it comes again. `done` is the day of its act, and `over` the
    event by which nothing is owed of it, where it comes once; `together` are what is owed of it and what falls due near
    today after it, where it comes again and that is known."""

    answer: Deadline
    done: date | None = None
    over: str | None = None
    together: Sequence[Deadline] = ()


def occasions(known: Known, name: str, shown: Shown, first: FirstAnswer | None = None) -> Iterator[Deadline]:
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
    doubts = tuple(_doubts(known, name))
    for made, done, over, _ in (first,) if first else _shown_times(known, name, shown):
        judged = _judged(known, made, done)
        if every or not (_is_closed(made, judged) or _is_past(known, made)):
            said = [notes.taken_as_done(known.shown_by(over))] if over and judged is None else []
            yield replace(made, done=judged, notes=notes.ordered([*doubts, *made.notes, *said]))


def _judged(known: Known, made: Deadline, done: date | None) -> Done | None:
    """Whether an act on record was in time; nothing of one that is still to come and would not be."""
    if done is None:
        return None
    today, judged = known.options.today, judge(made, done)
    return None if judged.result in NOT_IN_TIME and today is not None and done > today else judged


def _without_office(known: Known, name: str) -> Sequence[Note]:
    """What is said where an entry abroad is on record, and no office."""
    entry = known.periods[name].leads_to
    if entry is None or entry not in known.given or any(act.partition("/")[0] == name for act in known.matter.done):
        return ()
    return [notes.entry_without_office(entry, known.given[entry], name)]


def _abroad(known: Known, name: str, *, every: bool) -> Iterator[Deadline]:
    """The answers of a period before each office abroad, the earliest first. An act is on record at one office, or at
    all of them."""
    said = _without_office(known, name)
    for made in known.engine.abroad(name, known.events_of(name), known.options):
        own = f"{name}/{made.place}"
        record = on_record(known, own if own in known.matter.done else name)
        walk = known.engine.walk(own, known.events_of(name), known.options)
        walk.acts = {0: record} if record != NOTHING_ON_RECORD else {}
        found = answer(walk, 0) if walk.acts else made
        judged = _judged(known, found, record.done)
        if every or not (_is_closed(found, judged) or _is_past(known, found)):
            yield replace(found, done=judged, notes=notes.ordered([*found.notes, *said]))


class _Time(NamedTuple):
    """One time that a period runs, what is on record of it, and the event by which nothing is owed of it."""

    walk: Walk
    record: OnRecord
    over: str | None


def _times(known: Known, name: str) -> list[_Time]:
    """Each time that a period runs. An act is on record of one time: the earliest in which it was in time, else the
    earliest that has none."""
    walks = [known.engine.walk(name, events, known.options) for events in each_time(known, name)]
    begun = [trigger_of(walk, 0).date for walk in walks]
    if len(walks) == 1:
        record, over = first_on_record(known, name, begun[0])
        return [_Time(walks[0], record, over)]
    plain = on_record(known, name)._replace(done=None)
    acts = _acts(known, name, each_act=True)
    own = _each_in_time(walks, plain, acts)
    found = []
    for number, (walk, began) in enumerate(zip(walks, begun, strict=True)):
        done = own.get(number) or _first_act(acts, began)
        over = known.over_by(name, began, again=number > 0)
        record = plain._replace(done=done, needed=plain.needed and not over, extended=_extended(walk, plain))
        found.append(_Time(walk, record, over))
    return found


def _extended(walk: Walk, record: OnRecord) -> date | None:
    """Until when this time of a period was extended: an extension that ends before it is due was of another time."""
    due = walk.dates["due"][0] if "due" in walk.dates else None
    return record.extended if record.extended and (due is None or record.extended > due) else None


def _each_in_time(walks: Sequence[Walk], plain: OnRecord, acts: list[date]) -> dict[int, date]:
    """By the number of a time that a period runs, the act that was done in it; it is then taken from `acts`."""
    found: dict[int, date] = {}
    for day in list(acts):
        free = (number for number in range(len(walks)) if number not in found)
        record = plain._replace(done=day)
        number = next((number for number in free if States(walks[number], day).is_done(record, 0)), None)
        if number is not None:
            found[number] = day
            acts.remove(day)
    return found


def _shown_times(known: Known, name: str, shown: Shown) -> Iterator[FirstAnswer]:
    """The answers of the times that a period runs, as far as they need be shown."""
    for walk, record, over in _times(known, name):
        walk.acts = {0: record} if record != NOTHING_ON_RECORD else {}
        if shown.every or (not over and may_show(walk, known.options.today, shown)):
            yield FirstAnswer(answer(walk, 0), record.done, over)


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
    return answer.state == DONE if answer.state else done is not None and done.result not in NOT_IN_TIME


def on_record(known: Known, name: str) -> OnRecord:
    """What is on record of the act of a period."""
    matter = known.matter
    act = _of_the_same(known, name, matter.done)
    asked, extended = (_of_the_same(known, name, days) for days in (matter.asked, matter.extended))
    period = known.engine.book.period(name)
    restored = matter.done.get(period.restored_by) if period.restored_by else None
    settled = known.given.get(period.settled_by) if period.settled_by else None
    found = OnRecord(asked=asked, extended=extended, restored=restored.on if restored else None, settled=settled)
    if act is None:
        return found
    return found._replace(
        done=act.on if act.through is None else None, through=act.through, accepted=act.accepted, needed=act.needed
    )


def _of_the_same(known: Known, name: str, acts: Mapping[str, T]) -> T | None:
    """What is on record of a period, else of the one whose act is the same."""
    same = known.engine.book.period(name).same_act
    return acts.get(name if same is None or name in acts else same)


def first_on_record(known: Known, name: str, began: date | None) -> tuple[OnRecord, str | None]:
    """What is on record of a period that comes once and began on a day, and the event by which nothing is owed."""
    done = _first_act(_acts(known, name), began)
    over = known.over_by(name, began)
    record = on_record(known, name)
    if done is not None or over:
        record = record._replace(done=done or record.done, needed=record.needed and not over)
    return record, over


def _first_act(acts: list[date], began: date | None) -> date | None:
    """The first act that is not taken yet, of those since a day where there is one; it is then taken."""
    if not acts:
        return None
    first = next((day for day in acts if began is None or day >= began), acts[0])
    acts.remove(first)
    return first


def _returns(known: Known, name: str, shown: Shown, first: FirstAnswer | None) -> Iterator[Deadline]:
    every = shown.every
    engine, ended, record = known.engine, _ended_on(known, name), on_record(known, name)
    if not record.needed:
        every_time = _all_times(known, name, NOTHING_ON_RECORD, shown, ended) if every else ()
        yield from (replace(each, state=DONE, next=None, unconfirmed=None) for each in every_time)
        return
    if first is None and shown.calls:
        walk = engine.walk(name, known.events_of(name), known.options, record)
        if not may_show(walk, known.options.today, shown):
            return
        first = FirstAnswer(answer(walk, 0))
    found: Sequence[Deadline]
    if every or ended or known.options.today is None:
        found = _all_times(known, name, record, shown, ended)
    elif first and first.together:
        found = first.together
    else:
        owed = first.answer if first else None
        found = engine.outstanding(name, known.events_of(name), known.options, record, shown.within, owed)
    yield from _still_there(_as_restored(known, name, record, found), ended, every=every)


def _as_restored(known: Known, name: str, record: OnRecord, found: Iterable[Deadline]) -> Iterable[Deadline]:
    """The answers, as they stand while it is not decided whether what was lost is restored. An order, or a later act of
    the period itself, shows that it was."""
    asked, order, act = record.restored, known.periods[name].settled_by, known.matter.done.get(name)
    if asked is None or order is None or record.settled or (act and act.on and act.on > asked):
        return found
    return [_until_decided(each, asked, order) for each in found]


def _until_decided(answer: Deadline, asked: date, order: str) -> Deadline:
    """An answer after a restoration was `asked` for: what fell due since is paid after the `order`, so that it is not
    lost before that, and no second restoration of it need be asked for."""
    lost, late = answer.limit("restoration"), answer.limit(LIMIT_OF[GRACE])
    last = (lost.otherwise or lost.date) if lost else None
    if answer.state not in (GRACE, RESTORABLE, LAPSED) or late is None or last is None or asked > last:
        return answer
    following = Next(late.kind, late.date, late.act_by, rolls_to=late.rolls_to, form=late.form, fee=late.fee)
    said = notes.ordered([notes.restoration_pending(asked, order), *answer.notes])
    return replace(answer, state=GRACE, next=following, notes=said)


def _still_there(found: Iterable[Deadline], ended: date | None, *, every: bool) -> Iterator[Deadline]:
    """The answers of what falls due before a period has ended, without what is over unless `every` one is wanted."""
    over = (*_OVER, DONE) if ended else (DONE,)
    for each in found:
        due = each.limit("due")
        if ended and due and due.date and due.date > ended:
            continue
        if every or each.state not in over:
            yield each


def _ended_on(known: Known, name: str) -> date | None:
    """The day after which a period does not come again: the end of the matter, or an event that closes the period and
    after which its act was not done."""
    if known.matter.closed:
        return known.matter.closed.on
    closed_by = known.periods[name].closed_by
    day = max((known.given[event] for event in closed_by if event in known.given), default=None)
    act = known.matter.done.get(name)
    if day is None or (act and act.needed and (act.on is None or act.on >= day)):
        return None
    return day


def _all_times(known: Known, name: str, record: OnRecord, shown: Shown, ended: date | None) -> Sequence[Deadline]:
    """The answers of a period that comes again, each time up to what is owed, and what is near after it."""
    events, options = known.events_of(name), known.options
    found = known.engine.open_deadlines(name, events, options, record)
    if ended or options.today is None:
        return found
    near = known.engine.outstanding(name, events, options, record, shown.within)
    last = found[-1].occurrence or 0
    return [*found, *(each for each in near if (each.occurrence or 0) > last)]


def _is_past(known: Known, answer: Deadline) -> bool:
    """Whether it is too late for what survives a matter, by every reading; of the times of the office their own last
    day tells."""
    today, last = known.options.today, answer.last_date
    if not known.is_over or today is None:
        return False
    return answer.state in (*_OVER, ENDED) or (answer.state == AWAITED and last is not None and last < today)


def _acts(known: Known, name: str, *, each_act: bool = False) -> list[date]:
    """The days of the act of a period, as its events give them, in order; with `each_act` those of its acts too."""
    given, earlier = known.given, known.matter.earlier
    days = [[*earlier.get(event, ()), given[event]] for event in known.subject.steps[name].acts if event in given]
    found = {day for each in days for day in each} if len(days) < 2 else {min(each[-1] for each in days)}
    act = _of_the_same(known, name, known.matter.done) if each_act else None
    return sorted(found.union(act.days if act else ()))


def each_time(known: Known, name: str) -> Iterator[Mapping[str, date]]:
    """The events of a period, once for each day of an event that has a period of its own each time."""
    here, earlier = known.events_of(name), known.matter.earlier
    for event in _came_again(known, name, "each")[:1]:
        yield from ({**here, event: day} for day in earlier[event])
    yield here


def _came_again(known: Known, name: str, again: str) -> list[str]:
    """The events from which a period may run that came several times, and of which the data says what this means."""
    triggers, events = known.subject.steps[name].triggers, known.engine.book.events
    came = (event for event in known.uses(name) if event in triggers and event in known.matter.earlier)
    return [event for event in came if events[event].again == again]


def _doubts(known: Known, name: str) -> Iterator[Note]:
    """For those who act against the right: the earlier days of an event that came again."""
    for event in _came_again(known, name, "doubt") if known.acting.against else ():
        yield notes.came_before(event, known.matter.earlier[event], known.given[event])
