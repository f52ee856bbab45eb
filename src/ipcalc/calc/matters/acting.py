"""Whether an act of a matter can be recorded, and which occurrence it closes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.done import NOT_IN_TIME, TOO_EARLY, TOO_LATE, judge
from ipcalc.calc.deadlines.record import OnRecord
from ipcalc.calc.matters.known import Known
from ipcalc.calc.matters.matter import Act, Matter
from ipcalc.calc.matters.occasions import each_time
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.results import Deadline


class RecordableAct(NamedTuple):
    """An act that can be recorded: the period (and its number) that it closes, and what it means."""

    act: Act
    name: str
    means: str


def act_of(
    engine: Engine,
    held: Matter,
    period_id: str,
    on: date,
    options: Options,
    *,
    through: int | None = None,
    accepted: bool = False,
) -> RecordableAct:
    """The act of a period on a day, if it can be recorded.

    Args:
        engine: the engine.
        held: the matter, as the proceeding sees it to which the act belongs.
        period_id: the period.
        on: the day of the act.
        options: see `Options`.
        through: of a period that recurs, the last occurrence that was paid; without it, the one that was open.
        accepted: the office has accepted it out of time.

    Raises:
        BadRequest: the act is on record already, is out of order, or is too late and not accepted.
    """
    known, act, period = Known(engine, held, options), held.done.get(period_id), engine.book.period(period_id)
    times = list(each_time(known, period_id.partition("/")[0]))  # an act abroad has the events of all offices there
    missing = engine.wait(period_id, times[-1], options).event
    if missing is not None:
        if period.recurs is not None:
            next(engine.deadlines(period_id, times[-1], options), None)  # its own error says which events would do
        raise BadRequest(f"{period_id} waits for the event {missing}, which is not on record: --event {missing}=DATE")
    before: tuple[date, ...] = ()
    if act is not None and not act.needed:
        raise BadRequest(f"{period_id} is already not needed in the file: change it there")
    if period.recurs is None:
        before = _check_once(period_id, act, through, len(times), on)
        answer = _first_in_time([engine.deadline(period_id, events, options) for events in times], on)
    else:
        paid = _paid(engine, period_id, times[-1], options, act) if act else None
        answer = _occurrence(engine, period_id, times[-1], options, on, through, paid, accepted=accepted)
    judged = judge(answer, on)
    if judged.result == TOO_EARLY:
        raise BadRequest(f"{name_of(answer)}: {on} is too early: {judged.means}")
    if judged.result == TOO_LATE and not accepted:
        raise BadRequest(f"{name_of(answer)}: {on} is too late: {judged.means}; --accepted if the office accepted it")
    late = accepted and judged.result == TOO_LATE
    *earlier, last = sorted((*before, on))
    return RecordableAct(
        Act(last, answer.occurrence, accepted=late, earlier=tuple(earlier)),
        name_of(answer),
        f"{name_of(answer)}: {judged.result} ({judged.means})",
    )


def _first_in_time(times: Sequence[Deadline], on: date) -> Deadline:
    """Of the times that a period runs the first in which an act was in time, else the last."""
    return next((each for each in times if judge(each, on).result not in NOT_IN_TIME), times[-1])


def _check_once(period_id: str, known: Act | None, through: int | None, times: int, on: date) -> tuple[date, ...]:
    """The days of earlier acts of a period that does not recur, and runs so many times.

    Raises:
        BadRequest: it is on record for each time, or on that day; or `through` is given.
    """
    if through is not None:
        raise BadRequest(f"--through: {period_id} does not recur")
    if known is None:
        return ()
    if on in known.days or len(known.days) >= times or known.accepted:
        raise BadRequest(f"{period_id} is already done on {known.on} in the file: change it there")
    return known.days


def _paid(engine: Engine, period_id: str, events: Mapping[str, date], options: Options, act: Act) -> int | None:
    """The last occurrence that an act on record closes."""
    if act.through is not None or act.on is None:
        return act.through
    return engine.closes(period_id, events, options, OnRecord(done=act.on, accepted=act.accepted)).last


def _occurrence(
    engine: Engine,
    period_id: str,
    events: Mapping[str, date],
    options: Options,
    on: date,
    through: int | None,
    last: int | None,
    *,
    accepted: bool,
) -> Deadline:
    """The last occurrence that an act closes after the last paid one: the one that is named, else as the engine has
    it; the nearest one where it closes none.

    Raises:
        BadRequest: one before it is not on record, several were due on the same day, or the one that is named is on
            record.
    """
    if through is not None:
        if last is not None and through <= last:
            raise BadRequest(f"--through {through}: {period_id} is already paid through {last}")
        return engine.deadline(period_id, events, options, through)
    act = OnRecord(done=on, through=last, accepted=accepted)
    closed = engine.closes(period_id, events, options, act)
    if closed.last is None or closed.last == last:
        nearest = engine.owed(period_id, events, options, act)
        if nearest.occurrence == last:
            raise BadRequest(f"{period_id}: nothing comes after number {last}, which is paid")
        return nearest
    answer = engine.deadline(period_id, events, options, closed.last)
    if last is not None and closed.skipped is not None:
        why = f"number {closed.skipped} is not on record"
    elif closed.first != closed.last:
        why = f"numbers {closed.first} to {closed.last} were due on the same day"
    else:
        return answer
    raise BadRequest(f"{name_of(answer)}: {why}: say with --through which one was paid last")


def name_of(answer: Deadline) -> str:
    """A period, and its number where it comes again."""
    number = "" if answer.occurrence is None else f" ({answer.occurrence})"
    place = "" if answer.place is None else f"/{answer.place}"
    return f"{answer.period}{place}{number}"
