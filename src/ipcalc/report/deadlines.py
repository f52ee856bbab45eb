"""Deadlines and dockets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ipcalc.frozen import frozen
from ipcalc.law.shapes.base import BUILT_IN
from ipcalc.report.alike import one_of_each, shared
from ipcalc.report.view import Column, View, day, view

if TYPE_CHECKING:
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.results import Deadline, LimitDate
    from ipcalc.report.formats import Look

_GRADES = {
    "text": "text (the enactment was read)",
    "two": "two sources",
    "one": "one source",
    "house": "house (what an overlay says)",
    "guide": "guide only",
    "unverified": "unverified",
}
_NOTHING = ("due", "nothing")


@frozen
class Row:
    """A limit with the answer to which it belongs; `first` is that of an answer."""

    answer: Deadline
    limit: LimitDate
    first: bool


def _rolls(row: Row) -> str:
    return "-" if row.limit.rolls_to == row.limit.date else day(row.limit.rolls_to)


def _left(row: Row) -> str:
    return "-" if row.limit.days_left is None else str(row.limit.days_left)


_LIMITS = (
    Column("", "answer.period", "period"),
    Column("", lambda row: row.answer.place or row.answer.occurrence, "occurrence"),
    Column("limit", "limit.kind", "kind"),
    Column("length", "limit.length"),
    Column("date", lambda row: day(row.limit.date), record="limit.date"),
    Column("act by", lambda row: day(row.limit.act_by), "act_by", "limit.act_by"),
    Column("rolls to", _rolls, "rolls_to", "limit.rolls_to"),
    Column("days left", _left, "days_left", "limit.days_left", right=True),
    Column("", "limit.ask_by", "ask_by"),
    Column("form", lambda row: row.limit.form or "-", record="limit.form"),
    Column("", "limit.fee", "fee"),
    Column("", "answer.law.citation", "citation"),
    Column("", lambda row: row.limit.evidence or row.answer.law.evidence, "evidence"),
    Column("", lambda row: _true(row.answer.law.contested), "contested"),
    Column("", lambda row: row.answer.done.result if row.answer.done else None, "done"),
    Column("", lambda row: " | ".join(note.text for note in row.answer.notes), "notes"),
)
_NUMBER = Column("no.", lambda row: row.answer.occurrence if row.first else None, right=True)
_PLACE = Column("office", lambda row: row.answer.place if row.first else None)
_PROJECTED = Column("", lambda row: _true(row.answer.projected), "projected")
_BY_HEADING = {column.heading: column for column in _LIMITS}
DOCKET = (
    *(_BY_HEADING[heading] for heading in ("date", "act by", "limit")),
    Column("what", lambda row: _title(row.answer) if row.first else None),
    *(_BY_HEADING[heading] for heading in ("days left", "form")),
    Column("state", lambda row: _marks(row.answer) if row.first else None),
)
KEPT = (*_LIMITS, _PROJECTED)


def deadline(answer: Deadline, look: Look) -> list[View]:
    """One deadline: its law as facts, its limits as rows."""
    law = answer.law
    number = f", number {answer.occurrence}" if answer.occurrence is not None else ""
    decided = f", decided by {law.decided_by.event} {law.decided_by.date or '(not given)'}" if law.decided_by else ""
    facts = [
        ("period", f"{answer.period}{number} (by {answer.by})"),
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
    return [view(answer.title, _LIMITS, limit_rows([answer]), facts=facts, notes=look.of(answer.notes))]


def series(answers: Sequence[Deadline], look: Look) -> list[View]:
    """Several occurrences of one period, as one view: what they share once, a row for each limit."""
    first, rows = answers[0], tuple(limit_rows(answers))
    laws = dict.fromkeys(f"{answer.law.citation} ({_GRADES[answer.law.evidence]})" for answer in answers)
    fees = dict.fromkeys(fee for answer in answers for fee in _fees(answer))
    facts = [("period", f"{first.period} (by {first.by})"), ("counted from", _event(first))]
    facts += [*(("law", law) for law in laws), *_missed(first, rows), *fees]
    said = shared(answers, any_row=bool(rows))
    notes = look.of(said if look.notes else one_of_each(said))
    title, which = (first.title.rpartition(": ")[0], _PLACE) if first.place else (first.title, _NUMBER)
    return [view(title, (which, *_LIMITS), rows, facts=facts, notes=notes, kept=_LIMITS)]


def docket(answer: Docket, look: Look) -> list[View]:
    """A docket: a row for each limit, in order of date; then each law, what waits for which event, and the notes."""
    dates = view(
        f"Docket ({answer.right})",
        DOCKET,
        limit_rows(answer.deadlines),
        facts=[(name, day(value)) for name, value in answer.events.items()],
        notes=[reason for _, reason in answer.refused],
        kept=KEPT,
    )
    laws = dict.fromkeys((each.title, each.law.citation, _graded(each)) for each in answer.deadlines)
    notes = (*_docket_notes(answer, all_of=look.notes), *waits(answer), *_may_apply(answer))
    columns = ("what", "authority", "evidence") if laws else ()
    title = "Authority" if laws else "No deadline yet"
    return [dates, View(title, columns=columns, rows=tuple(laws), notes=notes, fields=columns)]


def limit_rows(answers: Iterable[Deadline]) -> Iterator[Row]:
    for answer in answers:
        for number, limit in enumerate(answer.limits):
            yield Row(answer, limit, number == 0)


def _docket_notes(answer: Docket, *, all_of: bool) -> list[str]:
    """The notes of all deadlines, each once for its period; or what they ask for, and how many others there are."""
    said = dict.fromkeys(f"{each.title}: {note.text}" for each in answer.deadlines for note in each.notes)
    if all_of:
        return list(said)
    touched = (f"{each.title}: {each.overlaid.text}" for each in answer.deadlines if each.overlaid)
    asks = list(dict.fromkeys((*touched, *(f"{title}: {note.text}" for title, note in answer.asks))))
    others = len(set(said).difference(asks))
    return [*asks, *([f"{others} more notes on these deadlines: --notes shows them."] if others else [])]


def waits(answer: Docket) -> list[str]:
    waiting: dict[str, list[str]] = {}
    for each in answer.waiting:
        waiting.setdefault(each.event, []).append(each.period)
    said = "; ".join(f"for {event} {', '.join(names)}" for event, names in waiting.items())
    return [f"Waiting: {said}"] if said else []


def _may_apply(answer: Docket) -> list[str]:
    names = dict.fromkeys(name for each in answer.may_apply for name in each.where)
    return [f"More may apply, where it is given: {', '.join(names)}"] if names else []


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


def _title(answer: Deadline) -> str:
    return answer.title if answer.occurrence is None else f"{answer.title} ({answer.occurrence})"


def _marks(answer: Deadline) -> str:
    done = answer.done.result if answer.done else ""
    marks = (
        "projected" if answer.projected else done,
        answer.law.evidence if answer.law.evidence in ("guide", "unverified") else "",
        "contested" if answer.law.contested else "",
        "overlay" if answer.layer != BUILT_IN else "",
    )
    return ", ".join(mark for mark in marks if mark)


def _event(answer: Deadline) -> str:
    return f"{answer.trigger.event} {day(answer.trigger.date)}"


def _graded(answer: Deadline) -> str:
    return _GRADES[answer.law.evidence] + ("; contested" if answer.law.contested else "")


def _true(value: bool) -> str:
    return "true" if value else "false"
