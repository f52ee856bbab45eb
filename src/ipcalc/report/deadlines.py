"""One deadline, and several of one period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ipcalc.calc.deadlines.state import EXTENDABLE, GRACE, LAPSED, LAST_DAYS, MISSED, OPEN, RESTORABLE, UNCONFIRMED
from ipcalc.law.shapes.base import BUILT_IN
from ipcalc.report.alike import one_of_each, shared
from ipcalc.report.authorities import EVIDENCE, authority
from ipcalc.report.limits import KEPT, columns_of, rows_of
from ipcalc.report.view import ResultColumn, View, day, view

if TYPE_CHECKING:
    from ipcalc.calc.results import Deadline
    from ipcalc.report.formats import Look

_GRADES = EVIDENCE | {"text": f"text ({EVIDENCE['text']})", "house": "house (what an overlay says)"}
_LATE = (LAPSED, LAST_DAYS, EXTENDABLE, GRACE, RESTORABLE, MISSED)
_NOTHING = ("due", "nothing")
_NUMBER = ResultColumn("no.", lambda row: row.answer.occurrence if row.first else None, right=True, firm=True)
_PLACE = ResultColumn("office", lambda row: row.answer.place if row.first else None, firm=True)


def deadline(answer: Deadline, look: Look) -> list[View]:
    """One deadline: its law as facts, its limits as rows."""
    law = answer.law
    number = f", number {answer.occurrence}" if answer.occurrence is not None else ""
    decided = f", decided by {law.decided_by.event} {law.decided_by.date or '(not given)'}" if law.decided_by else ""
    facts = [
        ("period", f"{answer.period}{number} (by {answer.by})"),
        *_state(answer),
        ("counted from", _event(answer)),
        ("law", law.citation),
        ("in force", f"{law.from_} to {law.to or 'today'}{decided}"),
        ("evidence", _graded(answer)),
        *([("layer", answer.layer)] if answer.layer != BUILT_IN else []),
        *_missed(answer, answer.limits),
    ]
    if answer.done:
        facts.append((f"done {answer.done.date}", f"{answer.done.result}: {answer.done.means}"))
    facts += [*_asks(answer), *_fees(answer)]
    facts += [(step.what, step.result + (f" [{step.authority}]" if step.authority else "")) for step in answer.steps]
    rows = rows_of([answer])
    columns = columns_of(rows, look.width)
    return [view(answer.title, columns, rows, facts=facts, notes=look.of(answer.notes), kept=KEPT)]


def series(answers: Sequence[Deadline], look: Look) -> list[View]:
    """Several occurrences of one period, as one view: what they share once, a row for each limit."""
    first, rows = answers[0], rows_of(answers)
    laws = dict.fromkeys(authority(answer.law) for answer in answers)
    fees = dict.fromkeys(fee for answer in answers for fee in _fees(answer))
    facts = [("period", f"{first.period} (by {first.by})"), *_state_of_last(answers), ("counted from", _event(first))]
    facts += [*(("law", law) for law in laws), *_missed(first, rows), *fees]
    said = shared(answers, any_row=bool(rows))
    notes = look.of(said if look.notes else one_of_each(said))
    title, which = (first.title.rpartition(": ")[0], _PLACE) if first.place else (first.title, _NUMBER)
    columns = columns_of(rows, look.width, which)
    return [view(title, columns, rows, facts=facts, notes=notes, kept=KEPT)]


def _state(answer: Deadline) -> list[tuple[str, str]]:
    """Where it stands today, once the day to act by is past; and what can still be done."""
    if answer.state == OPEN and any(limit.kind == "due" and (limit.days_left or 0) < 0 for limit in answer.limits):
        return [("state", "open: it may still be in time, as the notes say")]
    if answer.state == UNCONFIRMED and (past := answer.unconfirmed):
        due = f"was due {day(past.due)}" if past.due else "is past"
        return [("state", f"unconfirmed: number {past.occurrence} {due}, and no act is on record")]
    if answer.state not in _LATE:
        return []
    left = answer.next
    if left is None or left.kind == "due":
        return [("state", answer.state)]
    lengths = (limit.length for limit in answer.limits if limit.kind == left.kind)
    until = f"until {day(left.act_by or left.date)}" if left.date else next(lengths)  # it lasts until an event
    return [("state", f"{answer.state}: {left.kind} {until}")]


def _state_of_last(answers: Sequence[Deadline]) -> list[tuple[str, str]]:
    """Where a period that recurs stands: its first occurrence after one that nothing confirms; else its last."""
    last = next((each for each in answers if each.state == UNCONFIRMED), answers[-1])
    number = f"number {last.occurrence} is " if last.occurrence is not None else ""
    return [(word, f"{number}{means}") for word, means in _state(last)] if not last.place else []


def _missed(answer: Deadline, rows: Sequence[Any]) -> list[tuple[str, str]]:
    if not rows:
        return [_NOTHING]
    return [("if missed", answer.if_missed)] if answer.if_missed else []


def _asks(answer: Deadline) -> list[tuple[str, str]]:
    """The day to ask for an extension."""
    return [("ask by", f"{day(limit.ask_by)} (for {limit.kind})") for limit in answer.limits if limit.ask_by]


def _fees(answer: Deadline) -> list[tuple[str, str]]:
    """The fees of the limits."""
    fees = "; ".join(f"{limit.kind} {limit.fee}" for limit in answer.limits if limit.fee)
    return [("fee", fees)] if fees else []


def _event(answer: Deadline) -> str:
    return f"{answer.trigger.event} {day(answer.trigger.date)}"


def _graded(answer: Deadline) -> str:
    return _GRADES[answer.law.evidence] + ("; contested" if answer.law.contested else "")
