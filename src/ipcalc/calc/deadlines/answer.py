"""One row of a walk as an answer: its limits with closed days, forms and fees, and what must be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.ends import ends_of, openings_of
from ipcalc.calc.deadlines.following import next_of
from ipcalc.calc.deadlines.restoring import ceases_on, restoring
from ipcalc.calc.deadlines.say import Saying
from ipcalc.calc.deadlines.state import States, said
from ipcalc.calc.lines import notes_of
from ipcalc.calc.results import Deadline, EventDate, Law, LimitDate, RulebookRef, Step
from ipcalc.errors import IpcalcError, NoAnswer
from ipcalc.frozen import once, replace
from ipcalc.law.rulebook import last_day
from ipcalc.law.shapes.base import BUILT_IN, HOUSE, WEAK, weakest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from ipcalc.calc.deadlines.rule import Slot
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.periods import Limit


def answer(walk: Walk, row: int) -> Deadline:
    """The answer to one row of a walk.

    Raises:
        NoAnswer: `strict` refuses it.
    """
    return WalkAnswers(walk).of(row)


def answers(walk: Walk, rows: Sequence[int]) -> Iterator[tuple[int, Deadline | IpcalcError]]:
    """The answers to some rows of a walk, with their numbers; where there is none, why. What is wrong with a row is
    that row's alone."""
    together = WalkAnswers(walk.part(rows)) if rows else None
    for place, row in enumerate(rows):
        assert together is not None
        try:
            yield row, together.of(place)
        except IpcalcError:
            yield row, _alone(walk, row)


def _alone(walk: Walk, row: int) -> Deadline | IpcalcError:
    try:
        return answer(walk.part([row]), 0)
    except IpcalcError as error:
        return error


class WalkAnswers:
    """The answers to the rows of a walk, with what they share."""

    def __init__(self, walk: Walk) -> None:
        question, period, version = walk.question, walk.rule.period, walk.rule.version
        book, today = question.book, question.options.today
        self.walk, self._saying = walk, Saying(walk)
        self._states = None if today is None else States(walk, today)
        self._law = Law(
            citation=citation(walk),
            from_=version.from_,
            to=last_day(period.versions, walk.rule.index),
            decided_by=None,
            evidence=evidence(walk),
            contested=False,
            sources=book.sources(version.sources),
        )
        self._rulebook = RulebookRef(book.version, book.checked_to(period.right), book.digest)

    @once
    def _said(self) -> Sequence[str]:
        return said(self.walk, self._states)

    def of(self, row: int) -> Deadline:
        """The answer to a row.

        Raises:
            NoAnswer: `strict` refuses it.
        """
        walk, states = self.walk, self._states
        question, period = walk.question, walk.rule.period
        options, saying = question.options, self._saying
        law = replace(self._law, decided_by=_decided_by(walk, row), contested=saying.contested(row))
        if options.strict:
            refuse_weak(walk, saying, (row,))
        trigger = trigger_of(walk, row)
        touched = saying.overlaid.get(row)
        limits = tuple(_limits(walk, row, touched.kinds if touched else (), states))
        own, _, place = question.id.partition("/")
        return Deadline(
            period=own,
            place=place or None,
            title=period.title,
            right=period.right,
            by=period.by,
            office=options.office,
            trigger=trigger,
            law=law,
            limits=limits,
            if_missed=walk.rule.version.if_missed or period.if_missed,
            if_early=period.if_early,
            notes=notes_of(self._said[row]),
            projected=False,
            rulebook=self._rulebook,
            occurrence=walk.returns[row].occurrence.number if walk.returns else None,
            layer=question.book.overlay if touched else BUILT_IN,
            overlaid=touched.note if touched else None,
            state=states.words[row] if states else None,
            next=next_of(states, row, limits) if states else None,
            unconfirmed=states.unconfirmed(row) if states else None,
            steps=_steps(walk, row, law, trigger) if options.explain else (),
        )


def _steps(walk: Walk, row: int, law: Law, trigger: EventDate) -> tuple[Step, ...]:
    from ipcalc.calc.deadlines.explain import steps

    return tuple(steps(walk, row, law, trigger))


def citation(walk: Walk) -> str:
    """The authority of all rows of a walk."""
    branch = walk.way.branch
    return walk.rule.version.citation + (f"; {branch.citation}" if branch and branch.citation else "")


def evidence(walk: Walk) -> str:
    """How well the law of all rows of a walk is evidenced."""
    branch = walk.way.branch
    own = (branch.evidence if branch else None) or walk.rule.version.evidence
    book = walk.question.book
    house = book.below and book.version_layer("periods", walk.question.id, walk.rule.index) != BUILT_IN
    return weakest((own, HOUSE)) if house else own


def refuse_weak(walk: Walk, saying: Saying, rows: Iterable[int]) -> None:
    """Raise NoAnswer where an answer to one of some rows rests on weak evidence, on contested law or on an overlay."""
    grades = [evidence(walk), *(slot.limit.evidence for slot in walk.slots if slot.limit.evidence and slot.path)]
    weak = next((grade for grade in grades if grade in WEAK), None)
    name = walk.question.id
    if weak:
        raise NoAnswer(f"refused by --strict: {name} rests on evidence of the grade {weak} ({citation(walk)})")
    if any(row in saying.overlaid for row in rows):
        raise NoAnswer(f"refused by --strict: {name} rests on the overlay {walk.question.book.overlay}")
    if any(map(saying.contested, rows)):
        raise NoAnswer(f"refused by --strict: the law of {name} is contested ({citation(walk)})")


def _decided_by(walk: Walk, row: int) -> EventDate | None:
    names, day = walk.decided_by, walk.deciders[row]
    if len(names) > 1:
        day, name = max((walk.columns[name][row], name) for name in names)
        return EventDate(name, day)
    return EventDate(names[0], day) if names else None


def trigger_of(walk: Walk, row: int) -> EventDate:
    """The day from which a version counts: the earliest of its triggers that are given, or the start of the series."""
    if walk.returns:
        return EventDate(walk.returns[row].start_event, walk.returns[row].start)
    name = min(walk.rule.triggers, key=lambda name: walk.columns[name][row])
    return EventDate(name, walk.columns[name][row])


def _own(walk: Walk, row: int) -> str:
    """The own day of the occurrence in words."""
    return walk.returns[row].occurrence.words if walk.returns else ""


def _limits(walk: Walk, row: int, overlaid: Collection[str], states: States | None) -> Iterator[LimitDate]:
    due: LimitDate | None = None
    for slot in walk.slots:
        made = _limit(walk, slot, row, due.act_by if due else None)
        if made.kind in overlaid:
            made = replace(made, layer=walk.question.book.overlay)
        if made.kind == "due":
            due = made
        elif made.kind == "extended" and _is_asked(walk, row, states):
            made = replace(made, ask_by=None, form=due.form if due else None, fee=due.fee if due else None)
        yield made
        if made is due and (granted := _granted_anyway(walk, slot, row, due)):
            yield granted
    for restored in restoring(walk):
        for slot in restored.slots if row in restored.rows else ():
            if slot.limit.kind == "due":
                made = _limit(restored, slot, restored.rows.index(row), None)
                yield replace(made, kind="restoration", length=f"{made.length} after {ceases_on(walk) or 'due'}")


def _is_asked(walk: Walk, row: int, states: States | None) -> bool:
    """Whether the extension is on record, so that only the act itself is still to be done and paid."""
    act = walk.acts.get(row)
    return act is not None and (act.extended is not None or (states is not None and not states.asks(row)))


def _granted_anyway(walk: Walk, slot: Slot, row: int, due: LimitDate) -> LimitDate | None:
    """The extension on record of what no rule extends, after the due date; None where there is none."""
    act = walk.acts.get(row)
    if act is None or act.extended is None or due.date is None or act.extended <= due.date:
        return None
    if any(each.limit.kind == "extended" for each in walk.slots):
        return None
    closed = walk.question.calendar.closing(walk.manner(slot))[act.extended]
    return replace(
        due,
        kind="extended",
        length="as granted",
        date=act.extended,
        act_by=closed.act_by,
        rolls_to=closed.rolls_to,
        days_left=_left(walk, closed.act_by),
        discretionary=True,
        before_expiry=False,
        otherwise=closed.rolls_to,
    )


def _limit(walk: Walk, slot: Slot, row: int, due: date | None) -> LimitDate:
    limit, kind = slot.limit, slot.limit.kind
    if slot.path is None:
        safe = walk.safe_days(slot)[row] if slot.safe else None
        fee, form = _paid(walk, limit, walk.paid_on(slot)[row])
        words = f"until {limit.until}"
        return LimitDate(kind, words, None, safe, None, _left(walk, safe), form=form, fee=fee)
    day, closing = walk.dates[kind][row], walk.closings(slot)[row]
    act = walk.acts.get(row)
    if kind == "extended" and act is not None and act.extended is not None:
        day, closing = act.extended, walk.question.calendar.closing(walk.manner(slot))[act.extended]
    ask_by = due if kind == "extended" else None
    if kind == "extended" and slot.ask_by:
        ask_by = walk.question.calendar.closed.last_open(slot.ask_by.days(walk.columns)[row])
    fee, form = _paid(walk, limit, walk.paid_on(slot)[row])
    return LimitDate(
        kind=kind,
        length=slot.path.words(_own(walk, row)),
        date=day,
        act_by=closing.act_by,
        rolls_to=closing.rolls_to,
        days_left=_left(walk, closing.act_by),
        ask_by=ask_by,
        form=form,
        fee=fee,
        discretionary=limit.discretionary,
        evidence=limit.evidence,
        before_expiry=slot.path.before_expiry and (kind, row) not in walk.suspended,
        otherwise=openings_of(walk)[row] if kind == "opens" else ends_of(walk)[kind][row].last,
    )


def _paid(walk: Walk, limit: Limit, on: date) -> tuple[str | None, str | None]:
    """The fee of a limit that is known on a day, and its form."""
    if limit.fee is None:
        return None, limit.form
    known, form = walk.question.book.form_of_fee(limit.fee, on)
    return limit.fee if known else None, limit.form or form


def _left(walk: Walk, act_by: date | None) -> int | None:
    today = walk.question.options.today
    return None if act_by is None or today is None else (act_by - today).days
