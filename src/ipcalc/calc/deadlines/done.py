"""Whether an act was in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.notes import long
from ipcalc.calc.results import Deadline, Done, LimitDate
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ipcalc.law.shapes.periods import Recurrence

TOO_EARLY, TOO_LATE = NOT_IN_TIME = "too early", "out of time"
_MEANINGS = {
    "extended": "in time only if the extension was asked for in time and granted",
    "late": "in time with the surcharge",
    "restoration": "in time only for restoration",
}


def judge(answer: Deadline, done: date) -> Done:
    """Whether an act done on `done` was in time, and for which limit, closed days and other readings kept apart."""
    due = answer.limit("due")
    early = _too_early(answer, done)
    if early:
        return early
    if not answer.limits:
        return Done(done, "in time", 0, "nothing is due")
    if due is None:
        return Done(done, "in time", 0, "this period has only a first day, and it has come")
    if due.date is None:
        return Done(done, "in time", 0, "nothing is due until the event that ends this time is known")
    if done <= due.date:
        strictly = "done on the last day, on one reading; if the text is read strictly, the day before was the last"
        on_the_day = done == due.date and due.before_expiry
        return Done(done, "in time", 0, strictly if on_the_day else "done by the due date")
    return _after(answer, due, due.date, done)


def _after(answer: Deadline, due: LimitDate, last: date, done: date) -> Done:
    """What an act after the due date, which is `last`, was in time for."""
    late, further = (done - last).days, [limit for limit in answer.limits if limit.kind in _MEANINGS]
    behind = f"{_days(late)} after the due date"
    if due.rolls_to and done <= due.rolls_to:
        otherwise = f", else {_MEANINGS[further[0].kind]}" if further else ""
        moved = f"in time only if the closed day moves it to {due.rolls_to}"
        return Done(done, "section 10", late, f"{behind}; {moved}{otherwise}")
    return _after_closed_days(answer, (due, *further), done, late)


def _after_closed_days(answer: Deadline, limits: Sequence[LimitDate], done: date, late: int) -> Done:
    """What an act that no closed day makes timely was in time for, of the limits from the due date on."""
    behind = f"{_days(late)} after the due date"
    kept = next((limit for limit in limits[1:] if limit.rolls_to is None or done <= limit.rolls_to), None)
    otherwise = _otherwise(limits, kept, done)
    if kept and not kept.date:
        only = f"only if it was done before the event that ends this time ({kept.length})"
        return Done(done, "contested", late, f"{behind}; {_MEANINGS[kept.kind]}, {only}{otherwise}")
    if kept and kept.date:
        return Done(done, kept.kind, late, f"{behind}; {_in_time_for(kept, kept.date, done)}{otherwise}")
    if otherwise:
        return Done(done, "contested", late, f"{behind}{otherwise}")
    missed = f"; {answer.if_missed}" if answer.if_missed else ""
    return Done(done, TOO_LATE, late, f"{behind}, and after every limit{missed}")


def _otherwise(limits: Iterable[LimitDate], kept: LimitDate | None, done: date) -> str:
    """For which limit an act was in time by another reading, where that is a better one than the safe reading kept."""
    reached = next((limit for limit in limits if limit.otherwise and done <= limit.otherwise), None)
    if reached is None or reached is kept:
        return ""
    return f"; on another reading {_MEANINGS.get(reached.kind, 'still in time')}: see the doubts"


def _too_early(answer: Deadline, done: date) -> Done | None:
    """That an act was too early, by the safe reading or by all; None where it was not."""
    opens, due, began = answer.limit("opens"), answer.limit("due"), answer.trigger.date
    if opens and opens.date and done < opens.date:
        return _not_open(answer, opens, opens.date, done)
    if began is None or not answer.limits or not is_before(done, began, due.date if due else None):
        return None
    return Done(done, TOO_EARLY, 0, f"before the {answer.trigger.event} itself: check the dates")


def is_before(done: date, began: date, due: date | None) -> bool:
    """Whether an act lies before the day from which its time ran, and its due date is not counted back from that."""
    return done < began and (due is None or due > began)


def _not_open(answer: Deadline, opens: LimitDate, first: date, done: date) -> Done:
    """What an act was before the first day, which is `first`."""
    before = f"{_days((first - done).days)} before it may be done"
    if opens.otherwise is None or done < opens.otherwise:
        return Done(done, TOO_EARLY, 0, f"{before}; {answer.if_early}" if answer.if_early else before)
    by_another = f"on another reading it may be done from {long(opens.otherwise)}"
    return Done(done, "contested", 0, f"{before} without doubt; {by_another}: see the doubts")


def _in_time_for(limit: LimitDate, last: date, done: date) -> str:
    """What it means that an act was in time for a limit after the due date, which ends on `last`."""
    means = _MEANINGS[limit.kind]
    if done == last and limit.before_expiry:
        return f"{means} on one reading; if the text is read strictly, the day before was the last"
    return means if done <= last else f"{means}, and only if the closed day moves it to {limit.rolls_to}"


def check_done(recurs: Recurrence, start: tuple[str, date], done: date) -> None:
    """Raise BadRequest where the act of a period that recurs was done before the day from which it counts."""
    event, day = start
    if done < day and event != recurs.day:
        raise BadRequest(f"done {done} is before the {event} {day}: check the dates")


def still_to_come(day: date | None, today: date | None, name: str = "") -> BadRequest | None:
    """What is said of the day of an act that is after today; None where it is not, or where one is not known."""
    if day is None or today is None or day <= today:
        return None
    return BadRequest(f"{name} {day}".strip() + f" is after today ({today}): check the dates")


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
