"""What an answer calls for: what is lapsed, overdue or near, and what can still be done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ipcalc.calc.days.counting import INSIDE
from ipcalc.calc.deadlines.done import NOT_IN_TIME
from ipcalc.calc.deadlines.owed import CLOSED_AT_MOST
from ipcalc.calc.deadlines.state import DONE, EXTENDABLE, LAPSED, LAST_DAYS, OPEN, PAST_DUE, STANDING, UNCONFIRMED
from ipcalc.frozen import NamedTuple
from ipcalc.money import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.calc.results import Deadline, LimitDate, Next

OVERDUE, DUE, ASK, UNANSWERABLE = "overdue", "due", "ask", "unanswerable"
STATUSES = (LAPSED, OVERDUE, DUE, ASK, UNCONFIRMED, UNANSWERABLE)


class Call(NamedTuple):
    """What an answer calls for.

    Attributes:
        status: one of `STATUSES`.
        limit: the kind of limit that it is about; `day` is the day to act by, `days_left` the days from today to it.
        then: what can still be done, or what ended.
        form: what is to be filed for it.
    """

    status: str
    limit: str | None
    day: date | None
    days_left: int | None
    then: str | None = None
    form: str | None = None


def may_call(walk: Walk, states: Sequence[str], today: date, within: int) -> list[int]:
    """The rows of a walk that may call for something within so many days, by their states, those with an act on record
    that does not count, and those of which the days may lead out of the calendar; `calls` says what."""
    near = date.fromordinal(min(today.toordinal() + within + CLOSED_AT_MOST, date.max.toordinal()))
    days = [walk.dates["due"]] if "due" in walk.dates else []
    for slot in walk.slots:
        days += [slot.ask_by.days(walk.columns)] if slot.ask_by else []
        days += [walk.safe_days(slot)] if slot.path is None and slot.safe else []
    found = []
    for row, state in enumerate(states):
        waits = state in (OPEN, UNCONFIRMED, STANDING) and any(column[row] <= near for column in days)
        if waits or state in (LAPSED, *PAST_DUE) or row in walk.passed:
            found.append(row)
    vain = (row for row, act in walk.acts.items() if act.done is not None and states[row] != DONE)
    return sorted({*found, *vain, *_at_the_edge(walk)})


def _at_the_edge(walk: Walk) -> Iterator[int]:
    """The rows with a day so early or so late that a length may lead out of the calendar."""
    first, last = INSIDE
    for days in walk.given.values():
        if min(days) < first or max(days) > last:
            yield from (row for row, day in enumerate(days) if not first <= day <= last)


def calls(answer: Deadline, today: date, within: int) -> Iterator[Call]:
    """What an answer calls for on a day, and within so many days after it."""
    due = answer.limit("due")
    if answer.state == LAPSED:
        yield _about(due, LAPSED, _ended(answer))
    elif answer.state in PAST_DUE:
        form = answer.next.form if answer.next else None
        yield _about(due, OVERDUE, _with_act(answer, _then(answer, today)))._replace(form=form)
    elif answer.state in (OPEN, UNCONFIRMED, STANDING) and due is not None and due.days_left is not None:
        near = due.days_left <= within and (due.days_left >= 0 or answer.state != STANDING)
        if near:
            yield _about(due, DUE, _with_act(answer, _otherwise(due, today)))._replace(form=due.form)
    else:
        return
    yield from _asks(answer, due, today, within)
    if answer.unconfirmed is not None and answer.state != LAPSED:
        yield Call(UNCONFIRMED, None, None, None, _settled(answer))


def in_vain(answer: Deadline) -> str:
    """That the act on record was too early or too late; empty where it was not, or there is none."""
    done = answer.done
    return f"done {done.date}, {done.result}" if done and done.result in NOT_IN_TIME else ""


def _with_act(answer: Deadline, then: str | None) -> str | None:
    return "; ".join(filter(None, (in_vain(answer), then))) or None


def _about(limit: LimitDate | None, status: str, then: str | None) -> Call:
    if limit is None:
        return Call(status, None, None, None, then)
    return Call(status, limit.kind, limit.act_by, limit.days_left, then)


def _asks(answer: Deadline, due: LimitDate | None, today: date, within: int) -> Iterator[Call]:
    """The day to ask for an extension, where it is near and not that of the act itself."""
    for limit in answer.limits:
        if limit.ask_by is not None and (due is None or limit.ask_by != due.act_by):
            days = (limit.ask_by - today).days
            if 0 <= days <= within:
                yield Call(ASK, limit.kind, limit.ask_by, days, None, limit.form)


def _otherwise(due: LimitDate, today: date) -> str | None:
    """That a limit whose day to act by is past is kept by another reading."""
    return None if due.act_by is None or due.act_by >= today else "in time only on another reading: see the doubts"


def _settled(answer: Deadline) -> str:
    past = answer.unconfirmed
    assert past is not None
    return (
        f"no payment is on record, and the time of number {past.occurrence} (due {past.due}) ended on {past.lapsed_on}:"
        " say which is the last that is paid (through, or a day in done)"
    )


def _ended(answer: Deadline) -> str:
    """Which time ended last, and what was done too late."""
    last = answer.limits[-1]
    return _with_act(answer, None if last.kind == "due" else f"{last.kind} ended on {last.date}") or "out of time"


def _then(answer: Deadline, today: date) -> str:
    """What can still be done after the day to docket."""
    due, following = answer.limit("due"), answer.next
    ways = [_last_days(due, today)] if answer.state == LAST_DAYS and due else []
    for limit in answer.limits:
        if limit.kind in ("opens", "due") or limit.act_by is None or limit.rolls_to is None or limit.rolls_to < today:
            continue
        if limit.kind == "extended" and answer.state not in (LAST_DAYS, EXTENDABLE):
            continue
        sum_ = _sum(following) if following and following.kind == limit.kind else ""
        ways.append(f"{limit.kind} until {limit.act_by}{_asking(limit, following)}{sum_}")
    return ", ".join(ways) or "in time only on another reading: see the doubts"


def _last_days(due: LimitDate, today: date) -> str:
    if due.date is None:
        return f"in time {due.length}: record it if it has come"
    if due.date is not None and due.date >= today:
        return f"in time until {due.date} on one reading"
    if due.rolls_to is not None and due.rolls_to >= today:
        return f"in time until {due.rolls_to} only if the closed day moves it"
    return "in time only on another reading: see the doubts"


def _asking(limit: LimitDate, following: Next | None) -> str:
    """By when an extension is to be asked for."""
    if limit.kind != "extended" or following is None or following.kind != "extended":
        return ""
    if following.ask_late is not None:
        return f"; ask by {following.ask_late}, which is in time on one reading only"
    return f"; ask by {following.ask_by}" if following.ask_by else "; asked for"


def _sum(following: Next) -> str:
    said = [following.form] if following.form else []
    if following.amount is not None:
        until = f", {grouped(following.amount_until)} on the last day" if following.amount_until else ""
        said.append(f"{following.currency} {grouped(following.amount)}{until}")
    return f" ({', '.join(said)})" if said else ""
