"""The working of an answer, step by step: the version, the branch, the count of each limit, closed days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.days.counting import length_of
from ipcalc.calc.deadlines.rule import START
from ipcalc.calc.notes import long
from ipcalc.calc.results import Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ipcalc.calc.days.closed import ClosedDays, Closure
    from ipcalc.calc.days.closing import Manner
    from ipcalc.calc.deadlines.rule import Path, Slot
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.calc.results import EventDate, Law
    from ipcalc.law.shapes.periods import Condition

_MOST_NAMED = 3  # days of one closure that are named one by one


def steps(walk: Walk, row: int, law: Law, trigger: EventDate) -> Iterator[Step]:
    """How the answer to one row of a walk was reached."""
    yield from _version(walk, law)
    yield from _branch(walk)
    yield Step("counted from", f"{trigger.event} {trigger.date} (that day is not counted)")
    for slot in walk.way.slots:
        yield from _count(walk, slot, row, trigger)
    for slot in walk.slots:
        if slot.path is not None:
            yield from _closed(walk, slot, row)


def _version(walk: Walk, law: Law) -> Iterator[Step]:
    as_of, decided = walk.question.options.as_of, law.decided_by
    if as_of is not None:
        yield Step("law as of", f"{as_of}, as the question asks")
    elif decided is not None and decided.date is None:
        yield Step("decided by", f"{decided.event} not given: the day that gives the earliest answer is taken")
    elif decided is not None:
        of = f", the latest of {', '.join(walk.decided_by)}" if len(walk.decided_by) > 1 else ""
        yield Step("decided by", f"{decided.event} {decided.date}{of}")
    versions = walk.rule.period.versions
    number = f" (version {walk.rule.index + 1} of {len(versions)})" if len(versions) > 1 else ""
    yield Step("version", f"{law.from_} to {law.to or 'today'}{number}", law.citation)


def _branch(walk: Walk) -> Iterator[Step]:
    branch, version = walk.way.branch, walk.rule.version
    if branch is not None:
        because = " and ".join(map(_condition, branch.when))
        yield Step("special case", f"{branch.note.text} Chosen because {because}", branch.citation)
    elif version.where:
        others = "; or ".join(" and ".join(map(_condition, other.when)) for other in version.where)
        yield Step("special case", f"none applies: one would if {others}")


def _condition(condition: Condition) -> str:
    if not condition.given:
        return f"{condition.name} is not given"
    words = f"{condition.name} is given"
    words += f", on {condition.since} or later" if condition.since else ""
    words += f", before {condition.before}" if condition.before else ""
    if (bound := condition.later_than) is not None:
        length, start = length_of(bound), bound.start or "the day counted from"
        words += (
            f", later than {length} {'before' if bound.before else 'after'} {start}"
            if length
            else f", later than {start}"
        )
    return words + (f", not before {condition.not_before}" if condition.not_before else "")


def _count(walk: Walk, slot: Slot, row: int, trigger: EventDate) -> Iterator[Step]:
    kind, own = slot.limit.kind, walk.returns[row].occurrence.words if walk.returns else ""
    if slot.path is None:
        yield Step(kind, f"until {slot.limit.until}, which is not given")
        return
    day = slot.path.days(walk.columns)[row]
    if len(slot.paths) > 1:
        outcomes = "; ".join(f"{path.words(own)}: {path.days(walk.columns)[row]}" for path in slot.paths)
        yield Step("the later of" if slot.limit.later_of else "the earlier of", outcomes)
    if slot.left_out:
        yield Step(kind, f"left out: {day} is before the due date")
        return
    yield Step(kind, f"{slot.path.words(own)}: {day}{_start(walk, slot.path, row, trigger)}")
    if (moved := walk.dates[kind][row]) != day:
        applied = walk.suspended.get((kind, row))
        yield Step(kind, f"moved to {moved}", applied.citation if applied else None)


def _start(walk: Walk, path: Path, row: int, trigger: EventDate) -> str:
    if path.plus is None:
        return ""
    name = trigger.event if path.source == START else walk.rule.called.get(path.source, path.source)
    return f" (counted {'back ' if path.backward else ''}from {name} {walk.columns[path.source][row]})"


def _closed(walk: Walk, slot: Slot, row: int) -> Iterator[Step]:
    """Why the day to plan for, or the day that section 10 may give, is not the last day itself."""
    kind, closed = slot.limit.kind, walk.question.calendar.closed
    day, closing, manner = walk.dates[kind][row], walk.closings(slot)[row], walk.manner(slot)
    if closing.act_by is None:
        return
    before_expiry = slot.path is not None and slot.path.before_expiry and closing.act_by < day
    yield from _closures(closed, manner.office, closing.act_by, max(day, closing.rolls_to))
    if before_expiry:
        yield Step("before expiry", f"{kind}: act before {day}; do not rely on that day itself")
    if closing.act_by != day:
        yield Step(
            "act by", f"{kind}: {long(closing.act_by)}, the last day in time on which no office is or may be closed"
        )
    if closing.rolls_to != day:
        yield Step(
            "rolls to", f"{kind}: {long(closing.rolls_to)}, the next day that is not certainly closed", closed.rule
        )
    elif closed.closures(day):
        yield Step("rolls to", f"{kind}: stays on {long(day)}; {_stays(manner)}")


def _closures(closed: ClosedDays, office: str | None, after: date, last: date) -> Iterator[Step]:
    """The closed days after one day, up to and with another."""
    days = sorted(each for each in closed.between(after, last) if closed.closures(each))
    for closure, found in _by_closure((each, closed.closures(each)) for each in days):
        certain = closure.certain_for == closed.offices or office in closure.certain_for
        sure = "certain" if certain else "not certain"
        yield Step("closed day", f"{_named(found)}: {closure.name} ({closure.list}; {sure})", closure.citation)


def _stays(manner: Manner) -> str:
    if manner.elsewhere:
        return f"the act is done at {manner.elsewhere}"
    if manner.term:
        return "the end of a term does not move"
    return "it is counted back" if manner.backward else "it is not certain that it is closed"


def _by_closure(days: Iterable[tuple[date, Iterable[Closure]]]) -> Iterator[tuple[Closure, list[date]]]:
    found: dict[Closure, list[date]] = {}
    for day, closures in days:
        for closure in closures:
            found.setdefault(closure, []).append(day)
    yield from found.items()


def _named(days: list[date]) -> str:
    if len(days) <= _MOST_NAMED:
        return ", ".join(map(long, days))
    return f"{len(days)} days from {long(days[0])} to {long(days[-1])}"
