"""Whether an act was in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.results import Deadline, Done, LimitDate
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.law.shapes.periods import Recurrence

_MEANINGS = {
    "extended": "in time only with the extension, asked for in time and granted",
    "late": "in time with the surcharge",
    "restoration": "in time only for restoration",
}


def judge(answer: Deadline, done: date) -> Done:
    """Whether an act done on `done` was in time, and for which limit, closed days kept apart."""
    due = answer.limit("due")
    early = _too_early(answer, done)
    if early:
        return Done(done, "too early", 0, early)
    if not answer.limits:
        return Done(done, "in time", 0, "nothing is due")
    if due is None:
        return Done(done, "in time", 0, "this period has only a first day, and it has come")
    if due.date is None:
        return Done(done, "in time", 0, "nothing is due until the event that ends this time is known")
    if done <= due.date:
        strictly = "done on the last day by one reading; where the text is read strictly, the day before was the last"
        on_the_day = done == due.date and due.before_expiry
        return Done(done, "in time", 0, strictly if on_the_day else "done by the due date")
    late = (done - due.date).days
    behind = f"{_days(late)} after the due date"
    if due.rolls_to and done <= due.rolls_to:
        means = f"{behind}; in time only if the closed day moves it to {due.rolls_to}"
        further = next((limit.kind for limit in answer.limits if limit.kind in _MEANINGS), None)
        means += f", else {_MEANINGS[further]}" if further else ""
        return Done(done, "section 10", late, means)
    for limit in answer.limits:
        if limit.kind in _MEANINGS and limit.date and limit.rolls_to and done <= limit.rolls_to:
            return Done(done, limit.kind, late, f"{behind}; {_in_time_for(limit, limit.date, done)}")
    missed = f"; {answer.if_missed}" if answer.if_missed else ""
    return Done(done, "out of time", late, f"{behind}, and after every limit{missed}")


def _too_early(answer: Deadline, done: date) -> str | None:
    """Why an act was too early; None where it was not."""
    opens, due, began = answer.limit("opens"), answer.limit("due"), answer.trigger.date
    if opens and opens.date and done < opens.date:
        return f"{_days((opens.date - done).days)} before it may be done; the office does not accept it"
    if began is None or done >= began or not answer.limits:
        return None
    counted_back = due and due.date and due.date < began
    return None if counted_back else f"before the {answer.trigger.event} itself: check the dates"


def _in_time_for(limit: LimitDate, last: date, done: date) -> str:
    """What it means that an act was in time for a limit after the due date, which ends on `last`."""
    means = _MEANINGS[limit.kind]
    if done == last and limit.before_expiry:
        return f"{means} by one reading; where the text is read strictly, the day before was the last"
    return means if done <= last else f"{means}, and only if the closed day moves it to {limit.rolls_to}"


def check_done(recurs: Recurrence, start: tuple[str, date], done: date) -> None:
    """Raise BadRequest where the act of a period that recurs was done before the day from which it counts."""
    event, day = start
    if done < day and event != recurs.day:
        raise BadRequest(f"done {done} is before the {event} {day}: check the dates")


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
