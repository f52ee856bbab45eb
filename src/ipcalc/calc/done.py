"""Whether an act was in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.results import Deadline, Done

if TYPE_CHECKING:
    from datetime import date

_MEANINGS = {
    "extended": "in time only with the extension, asked for in time and granted",
    "late": "in time with the surcharge",
    "restoration": "in time only for restoration",
}


def judge(answer: Deadline, done: date) -> Done:
    """Whether an act done on `done` was in time, and for which limit (General Clauses Act 1897 s 10 kept apart)."""
    opens, due = answer.limit("opens"), answer.limit("due")
    if opens and opens.date and done < opens.date:
        days = _days((opens.date - done).days)
        return Done(done, "too early", 0, f"{days} before it may be done; the office does not accept it")
    if due is None:
        return Done(done, "in time", 0, "this period has only a first day, and it has come")
    if due.date is None:
        return Done(done, "in time", 0, "nothing is due until the event that ends this time is known")
    if done <= due.date:
        return Done(done, "in time", 0, "done by the due date")
    late = (done - due.date).days
    behind = f"{_days(late)} after the due date"
    if due.rolls_to and done <= due.rolls_to:
        means = f"{behind}; in time only if section 10 of the General Clauses Act 1897 moves it to {due.rolls_to}"
        return Done(done, "section 10", late, means)
    for limit in answer.limits:
        if limit.kind not in _MEANINGS or limit.date is None or limit.rolls_to is None:
            continue
        if done <= limit.date:
            return Done(done, limit.kind, late, f"{behind}; {_MEANINGS[limit.kind]}")
        if done <= limit.rolls_to:
            means = f"{behind}; {_MEANINGS[limit.kind]}, and only if section 10 moves that day to {limit.rolls_to}"
            return Done(done, limit.kind, late, means)
    missed = f"; {answer.if_missed}" if answer.if_missed else ""
    return Done(done, "out of time", late, f"{behind}, and after every limit{missed}")


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"
