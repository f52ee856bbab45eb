"""Recording an act or an event of a matter: what it closes, and what it opens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ipcalc.batch.matters.dockets import Narrow
from ipcalc.batch.matters.files import MatterFault, Placed
from ipcalc.batch.matters.joining import Joining
from ipcalc.batch.matters.writing import RecordEntry, write
from ipcalc.calc.deadlines.done import still_to_come
from ipcalc.calc.deadlines.events import check_order
from ipcalc.calc.matters.acting import RecordableAct, act_of, name_of
from ipcalc.calc.matters.matter import Act, Matter, Proceeding
from ipcalc.calc.plain import Plain
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.base import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from ipcalc.batch.matters.files import MatterFiles
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.results import Deadline

T = TypeVar("T", Matter, Proceeding)


@frozen
class Recorded(Plain):
    """What was written into the file of a matter.

    Attributes:
        ref: the matter; `proceeding` is that of its proceedings which is meant.
        file: where it was written.
        recorded: what was, in words.
        closed: what is closed by it.
        opened: what then is to be done, with its last day.
    """

    ref: str
    proceeding: str | None
    file: str
    recorded: tuple[str, ...]
    closed: tuple[str, ...]
    opened: tuple[str, ...]


@frozen
class Wanted:
    """What is to be recorded.

    Attributes:
        ref: the matter.
        period: what was done, and `on` which day; None where only events are recorded.
        events: what happened, by event.
        proceeding: that of the matter's proceedings which is meant.
        through, accepted: see `act_of`.
    """

    ref: str
    period: str | None = None
    on: date | None = None
    events: Mapping[str, date] = NOTHING
    proceeding: str | None = None
    through: int | None = None
    accepted: bool = False


def record(
    engine: Engine,
    files: MatterFiles,
    paths: Iterable[Path],
    wanted: Wanted,
    options: Options,
    ask: Callable[[Matter], Docket],
) -> Recorded:
    """Write into the file of a matter what was done or what happened.

    Args:
        engine: the engine.
        files: what reads the files.
        paths: the files and folders of matters.
        wanted: what is recorded.
        options: see `Options`.
        ask: gives the docket of a matter.

    Raises:
        BadRequest: there is no such matter, or what is wanted is out of order, too late, or cannot be written.
    """
    every = list(files.read(paths))
    found = _found(every, wanted.ref)
    joined = partial(_joined, engine, every, found)
    held, words = found.matter, files.words.of(found.matter.right)
    part = _part(held, wanted.proceeding)
    new = {words.event_id(name): day for name, day in wanted.events.items()}
    events = {name: days_of(part, name, day) for name, day in new.items()}
    expected = with_entry(held, wanted.proceeding, {}, events)
    check_order(engine.book, _seen(joined(expected), wanted.proceeding).events, held.right)
    said = [f"{name} {day}" for name, day in new.items()]
    acts: dict[str, Act] = {}
    closes: list[str] = []
    if wanted.period is not None and wanted.on is not None:
        period = words.period_id(wanted.period)
        done = _done(engine, _seen(joined(expected), wanted.proceeding), period, wanted, options)
        acts[period] = done.act
        closes.append(done.name)
        said.append(done.means)
        expected = with_entry(expected, wanted.proceeding, acts, {})
    before, after = ask(joined(held)), ask(joined(expected))
    write(files, found, RecordEntry(acts, events, wanted.proceeding), expected)
    closed, opened = changes(before, after)
    closes += [name for name in closed if name not in closes]
    return Recorded(held.name, wanted.proceeding, found.file, tuple(said), tuple(closes), opened)


def _done(engine: Engine, seen: Matter, period: str, wanted: Wanted, options: Options) -> RecordableAct:
    """The act that is wanted.

    Raises:
        BadRequest: it is still to come, or cannot be recorded.
    """
    assert wanted.on is not None
    if error := still_to_come(wanted.on, options.today):
        raise error
    return act_of(engine, seen, period, wanted.on, options, through=wanted.through, accepted=wanted.accepted)


def _found(read: Sequence[Placed | MatterFault], ref: str) -> Placed:
    """The matter of a name.

    Raises:
        BadRequest: there is none, or there are several; or its file is at fault.
    """
    faults = [each for each in read if isinstance(each, MatterFault)]
    try:
        found = [each for each in Narrow(ref=ref)(read) if isinstance(each, Placed)]
    except BadRequest as error:
        raise BadRequest(f"{error} (of what could be read: {faults[0]})" if faults else str(error)) from error
    return found[0]


def _joined(engine: Engine, every: Iterable[Placed | MatterFault], found: Placed, held: Matter) -> Matter:
    """A matter with what it has from the one that it continues.

    Raises:
        BadRequest: it cannot continue that one.
    """
    others = [each for each in every if each is not found]
    *_, last = Joining(engine.book).all_of([*others, found._replace(matter=held)])
    if isinstance(last, MatterFault):
        raise BadRequest(str(last))
    return last.matter


def _part(held: Matter, proceeding: str | None) -> Matter | Proceeding:
    """The matter, or that of its proceedings which is meant.

    Raises:
        BadRequest: there is no such proceeding.
    """
    refs = [each.ref for each in held.proceedings]
    if proceeding is None:
        return held
    if proceeding not in refs:
        known = f" (it has {', '.join(refs)})" if refs else " (it has none)"
        raise BadRequest(f"{held.name} has no proceeding {proceeding!r}{nearest(proceeding, refs)}{known}")
    return held.proceedings[refs.index(proceeding)]


def _seen(held: Matter, proceeding: str | None) -> Matter:
    """The matter as the proceeding that is meant has it."""
    part = _part(held, proceeding)
    return held.seen_from(part) if isinstance(part, Proceeding) else held


def days_of(held: Matter | Proceeding, event: str, day: date) -> tuple[date, ...]:
    """All days of an event, with a new one.

    Raises:
        BadRequest: the event is on record on this day, or on a later one.
    """
    known = held.events.get(event)
    if known is None:
        return (day,)
    if day <= known:
        what = "already" if day == known else f"already, on {known}, which is later: change it in the file"
        raise BadRequest(f"{event} is on record {what}")
    return (*held.earlier.get(event, ()), known, day)


def with_entry(
    held: Matter, proceeding: str | None, acts: Mapping[str, Act], events: Mapping[str, tuple[date, ...]]
) -> Matter:
    """The matter with new acts and events, of itself or of one of its proceedings."""
    if proceeding is not None:
        found = [_with(each, acts, events) if each.ref == proceeding else each for each in held.proceedings]
        return replace(held, proceedings=tuple(found))
    return _with(held, acts, events)


def _with(held: T, acts: Mapping[str, Act], events: Mapping[str, tuple[date, ...]]) -> T:
    earlier = {name: days[:-1] for name, days in events.items() if len(days) > 1}
    said = {name: notes for name, notes in held.said.items() if name not in events}
    return replace(
        held,
        done={**held.done, **acts},
        events={**held.events, **{name: days[-1] for name, days in events.items()}},
        earlier={**held.earlier, **earlier},
        said=said,
    )


def changes(before: Docket, after: Docket) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is in a docket no more, and what has come into it, with its last day."""
    old = {_key(each): each for each in before.deadlines}
    new = {_key(each): each for each in after.deadlines}
    gone = tuple(name_of(each) for key, each in old.items() if key not in new)
    return gone, tuple(f"{name_of(each)}{_until(each)}" for key, each in new.items() if key not in old)


def _key(answer: Deadline) -> tuple[object, ...]:
    return answer.period, answer.occurrence, answer.proceeding, answer.place, answer.trigger.date


def _until(answer: Deadline) -> str:
    due = answer.limit("due")
    day = due and (due.act_by or due.date)
    return f", by {day}" if day else ""
