"""Deadlines, dockets and checklists as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.report.sheet import Cell, Sheet, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.calc.checklist import Document
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.results import Deadline

_GRADES = {
    "text": "text (the enactment was read)",
    "two": "two sources",
    "one": "one source",
    "guide": "guide only",
    "unverified": "unverified",
}
_NOTHING = ("due", "nothing")
_LIMIT_FIELDS = (
    "period",
    "occurrence",
    "kind",
    "length",
    "date",
    "act_by",
    "rolls_to",
    "days_left",
    "ask_by",
    "form",
    "fee",
    "citation",
    "evidence",
    "contested",
    "done",
    "notes",
)


def deadline(answer: Deadline) -> Sheet:
    """One deadline: its law as facts, its limits as rows."""
    law = answer.law
    number = f", number {answer.occurrence}" if answer.occurrence is not None else ""
    facts = [("period", f"{answer.period}{number} (by {answer.by})"), ("counted from", _event(answer))]
    facts.append(("law", law.citation))
    in_force = f"{law.from_} to {law.to or 'today'}"
    decided = f", decided by {law.decided_by.event} {law.decided_by.date or '(not given)'}" if law.decided_by else ""
    facts.append(("in force", in_force + decided))
    facts.append(("evidence", _graded(answer)))
    if not answer.limits:
        facts.append(_NOTHING)
    elif answer.if_missed:
        facts.append(("if missed", answer.if_missed))
    if answer.done:
        facts.append((f"done {answer.done.date}", f"{answer.done.result}: {answer.done.means}"))
    facts += _asked(answer)
    facts += [(step.what, step.result + (f" [{step.authority}]" if step.authority else "")) for step in answer.steps]
    rows: list[tuple[Cell, ...]] = []
    records: list[tuple[Cell, ...]] = []
    for limit in answer.limits:
        left = "-" if limit.days_left is None else str(limit.days_left)
        rolls = "-" if limit.rolls_to == limit.date else day(limit.rolls_to)
        rows.append((limit.kind, limit.length, day(limit.date), day(limit.act_by), rolls, left, limit.form or "-"))
        records.append(
            (
                answer.period,
                answer.occurrence,
                limit.kind,
                limit.length,
                limit.date,
                limit.act_by,
                limit.rolls_to,
                limit.days_left,
                limit.ask_by,
                limit.form,
                limit.fee,
                law.citation,
                limit.evidence or law.evidence,
                "true" if law.contested else "false",
                answer.done.result if answer.done else None,
                " | ".join(answer.notes),
            )
        )
    return Sheet(
        title=answer.title,
        facts=tuple(facts),
        columns=("limit", "length", "date", "act by", "rolls to", "days left", "form"),
        rows=tuple(rows),
        right=frozenset({"days left"}),
        notes=answer.notes,
        fields=_LIMIT_FIELDS,
        records=tuple(records),
    )


def series(answers: Sequence[Deadline]) -> list[Sheet]:
    """Several occurrences of one period, as one sheet: what they share once, a row for each limit."""
    first = answers[0]
    sheets = [deadline(answer) for answer in answers]
    rows: list[tuple[Cell, ...]] = []
    for answer, sheet in zip(answers, sheets, strict=True):
        for index, row in enumerate(sheet.rows):
            rows.append((answer.occurrence if index == 0 else None, *row))
    laws = dict.fromkeys(f"{answer.law.citation} ({_GRADES[answer.law.evidence]})" for answer in answers)
    said: dict[str, list[int]] = {}
    for answer in answers:
        for note in answer.notes:
            said.setdefault(note, []).append(answer.occurrence or 0)
    notes = [
        note if len(numbers) == len(answers) else f"{note} [{', '.join(map(str, numbers))}]"
        for note, numbers in said.items()
        if rows or len(numbers) == len(answers)
    ]
    facts = [("period", f"{first.period} (by {first.by})"), ("counted from", _event(first))]
    facts += [("law", law) for law in laws]
    if not rows:
        facts.append(_NOTHING)
    elif first.if_missed:
        facts.append(("if missed", first.if_missed))
    fees = dict.fromkeys(fact for answer in answers for name, fact in _asked(answer) if name == "fee")
    facts += [("fee", fee) for fee in fees]
    records = tuple(record for sheet in sheets for record in sheet.records)
    return [
        Sheet(
            title=first.title,
            facts=tuple(facts),
            columns=("no.", *sheets[0].columns),
            rows=tuple(rows),
            right=frozenset({"no.", "days left"}),
            notes=tuple(notes),
            fields=_LIMIT_FIELDS,
            records=records,
        )
    ]


def _asked(answer: Deadline) -> list[tuple[str, str]]:
    """The day to ask for an extension, and the fees of the limits."""
    facts = [("ask by", f"{day(limit.ask_by)} (for {limit.kind})") for limit in answer.limits if limit.ask_by]
    fees = "; ".join(f"{limit.kind} {limit.fee}" for limit in answer.limits if limit.fee)
    return [*facts, ("fee", fees)] if fees else facts


def _event(answer: Deadline) -> str:
    return f"{answer.trigger.event} {day(answer.trigger.date)}"


def docket(answer: Docket, *, with_notes: bool = False) -> list[Sheet]:
    """A docket: a row for each limit, in order of date; then each law, what waits for which event, and the notes."""
    rows: list[tuple[Cell, ...]] = []
    records: list[tuple[Cell, ...]] = []
    for each in answer.deadlines:
        sheet = deadline(each)
        number = f" ({each.occurrence})" if each.occurrence is not None else ""
        marks = (
            "projected" if each.projected else each.done.result if each.done else "",
            each.law.evidence if each.law.evidence in ("guide", "unverified") else "",
            "contested" if each.law.contested else "",
        )
        state = ", ".join(mark for mark in marks if mark)
        for index, row in enumerate(sheet.rows):
            title = f"{each.title}{number}" if index == 0 else None
            rows.append((row[2], row[3], row[0], title, row[5], row[6], state if index == 0 else None))
        records += [(*record, "true" if each.projected else "false") for record in sheet.records]
    facts = [(name, day(value)) for name, value in answer.events.items()]
    waiting: dict[str, list[str]] = {}
    for each_waiting in answer.waiting:
        waiting.setdefault(each_waiting.event, []).append(each_waiting.period)
    notes = _docket_notes(answer, with_notes=with_notes)
    if waiting:
        notes.append("Waiting: " + "; ".join(f"for {event} {', '.join(names)}" for event, names in waiting.items()))
    dates = Sheet(
        title=f"Docket ({answer.right})",
        facts=tuple(facts),
        columns=("date", "act by", "limit", "what", "days left", "form", "state"),
        rows=tuple(rows),
        right=frozenset({"days left"}),
        notes=tuple(reason for _, reason in answer.refused),
        fields=(*_LIMIT_FIELDS, "projected"),
        records=tuple(records),
    )
    laws = dict.fromkeys((each.title, each.law.citation, _graded(each)) for each in answer.deadlines)
    columns = ("what", "authority", "evidence") if laws else ()
    return [dates, Sheet("Authority" if laws else "No deadline yet", (), columns, tuple(laws), notes=tuple(notes))]


def _docket_notes(answer: Docket, *, with_notes: bool) -> list[str]:
    """The notes of all deadlines, each once for its period; or what they ask for, and how many others there are."""
    said = dict.fromkeys(f"{each.title}: {note}" for each in answer.deadlines for note in each.notes)
    if with_notes:
        return list(said)
    asks = list(dict.fromkeys(f"{title}: {note}" for title, note in answer.asks))
    others = len(set(said).difference(asks))
    return [*asks, *([f"{others} more notes on these deadlines: --notes shows them."] if others else [])]


def _graded(answer: Deadline) -> str:
    return _GRADES[answer.law.evidence] + ("; contested" if answer.law.contested else "")


class Authorities:
    """The laws of a table, numbered as they first come, so that its rows need no more than the number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str | None, ...], int] = {}

    def number(self, *law: str | None) -> int:
        """The number of a law: its citation, and how it is evidenced where the table itself does not say it."""
        return self._numbers.setdefault(law, len(self._numbers) + 1)

    def sheet(self, notes: Sequence[str]) -> Sheet:
        """The laws with their numbers, and the notes of the whole."""
        rows = tuple((number, *law) for law, number in self._numbers.items())
        columns = ("law", "authority", "evidence")[: len(rows[0])]
        return Sheet("Authority", (), columns, rows, frozenset({"law"}), tuple(notes))


def documents(title: str, found: Sequence[Document], notes: Sequence[str] = ()) -> list[Sheet]:
    """A checklist: a row for each document, with the day by which it is due and the number of its law; the laws."""
    rows: list[tuple[Cell, ...]] = []
    records: list[tuple[Cell, ...]] = []
    laws = Authorities()
    told = list(notes)
    for each in found:
        due = each.deadline.limit("due") if each.deadline else None
        contested = ", contested" if each.deadline and each.deadline.law.contested else ""
        authority = (each.citation, f"{each.evidence}{contested}")
        when: tuple[Cell, ...]
        if due:
            when = (day(due.date), day(due.act_by), due.days_left)
        elif each.waits_for:
            when = (f"waits for {each.waits_for}", None, None)
        else:
            when = ("no answer" if each.refused else "with the filing", None, None)
        form = each.form or (due.form if due else None)
        rows.append((each.what, form, *when, laws.number(*authority)))
        records.append((each.what, form, *when, *authority))
        told += [each.refused] if each.refused else []
    columns = ("document", "form", "due", "act by", "days left")
    dates = Sheet(
        title,
        (),
        (*columns, "law"),
        tuple(rows),
        frozenset({"days left", "law"}),
        fields=(*columns, "authority", "evidence"),
        records=tuple(records),
    )
    return [dates, laws.sheet(told)]
