"""Where an event can change an answer: whether it can at all, and the days of it on which something else applies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from ipcalc.calc.days.counting import Length, length_of
from ipcalc.calc.deadlines.recurrence import series
from ipcalc.calc.deadlines.rule import START, deciders_of
from ipcalc.errors import BadRequest, IpcalcError
from ipcalc.law.shapes.periods import Count

if TYPE_CHECKING:
    from collections.abc import Container

    from ipcalc.calc.days.calendar import Calendar
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import Path
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.periods import Branch, Condition, Limit, Recurrence, Version

Lengths = tuple[Length, ...]

_SHORTLY = Length(5, "days")  # before a day, so that months counted from it end earlier too


# ---------------------------------------------------------------------- whether it can
@lru_cache(maxsize=4096)
def matters(question: Question, event: str) -> bool:
    """Whether an event that is not given may make some answer less safe: it does more than to make a day later."""
    assumed, period = question.assuming(event), question.period
    new = assumed.new_in(question)
    if moves(assumed, new):
        return True
    known = {*question.roots, *new}
    return any(_in_version(version, {*known, START}, new) for version in period.versions)


def moves(question: Question, new: Set[str]) -> bool:
    """Whether some events may change the days on which a period comes back, or the versions of these days."""
    recurs = question.period.recurs
    return recurs is not None and not new.isdisjoint(_names_of(recurs))


def _names_of(recurs: Recurrence) -> Iterator[str]:
    yield from (*recurs.counted_from_earliest_of, *recurs.until_earliest_of, recurs.day)
    yield from filter(None, (recurs.term_decided_by, recurs.else_decided_by))


def _in_version(version: Version, known: set[str], new: set[str]) -> bool:
    names = {*deciders_of(version), *version.trigger_earliest_of, version.trigger or ""}
    if new & names or any(_starts(count) in new for count in version.marks.values()):
        return True
    known = known | set(version.marks)
    return _in_limits(version.limits, new) or any(_in_branch(branch, known, new) for branch in version.where)


def _in_branch(branch: Branch, known: Container[str], new: set[str]) -> bool:
    """Whether the event lets a branch with limits apply, or lets one no longer apply."""
    if not all(_can_hold(when, known, new) for when in branch.when):
        return False
    if not branch.limits:
        return any(when.event in new and not when.given for when in branch.when)
    return any(new.intersection(_names_in(when)) for when in branch.when) or _in_limits(branch.limits, new)


def _can_hold(when: Condition, known: Container[str], new: set[str]) -> bool:
    """Whether a condition may hold, with the event or without it."""
    if not when.given:
        return when.event not in known or when.event in new
    return all(name in known for name in _names_in(when))


def _names_in(when: Condition) -> Iterator[str]:
    yield when.event
    if when.not_before:
        yield when.not_before
    if when.later_than:
        yield _starts(when.later_than) or START


def _in_limits(limits: tuple[Limit, ...], new: set[str]) -> bool:
    """Whether the event is in a limit, beyond making the due date later."""
    backward = {count.before for limit in limits for count in (limit, *limit.counts)}
    for limit in limits:
        later = limit.later_of and limit.kind != "opens" and limit.kind not in backward
        counts = [] if later else list(limit.counts)
        if limit.until in new or any(_starts(count) in new for count in (*counts, *filter(None, [limit.safe]))):
            return True
    return False


def _starts(count: Count) -> str:
    return count.start or ""


# ---------------------------------------------------------------------- on which days
def edges_of(assumed: Question, event: str, walk: Walk) -> Iterator[Mapping[int, date]]:
    """The days of an event on which another version, branch or term may begin to apply, by row, one set each."""
    rows = range(len(walk))
    for day in _fixed(assumed, event):
        yield dict.fromkeys(rows, day)
    for path in _paths(assumed, event):
        if path.source in walk.columns:
            yield _some(_reached(path, day) for day in walk.columns[path.source])
    for name, lengths in _backward(assumed, event):
        if name in walk.columns:
            yield _some(_less(assumed.calendar, day, *lengths) for day in walk.columns[name])


@lru_cache(maxsize=4096)
def _fixed(assumed: Question, event: str) -> tuple[date, ...]:
    """The days that do not depend on any other event."""
    period, recurs = assumed.period, assumed.period.recurs
    firsts = [version.from_ for version in period.versions]
    found: list[date | None] = []
    if recurs is not None and event in (recurs.day, recurs.else_decided_by):
        found += firsts
    if recurs is not None and event in (recurs.day, recurs.term_decided_by, *recurs.counted_from_earliest_of):
        found += [day for term in recurs.terms for day in (term.from_, term.to)]
    for version in period.versions:
        found += _of_version(assumed.calendar, version, event, firsts)
    return tuple(dict.fromkeys(day for day in found if day))


def _of_version(calendar: Calendar, version: Version, event: str, firsts: list[date]) -> Iterator[date | None]:
    """The days of an event from which a version, or a branch of it, may begin to apply."""
    whens = [when for branch in version.where for when in branch.when]
    yield from _turns(when for when in whens if when.event == event)
    if event in deciders_of(version):
        yield from firsts
    if event in (version.trigger, *version.trigger_earliest_of):
        days = [*_turns(whens), *(firsts if version.decided_by == "due" else ())]
        lengths = filter(None, map(length_of, _counts(version)))
        yield from (_less(calendar, day, length) for day, length in product(days, lengths))


def _turns(whens: Iterable[Condition]) -> Iterator[date]:
    """The days on which conditions begin or cease to hold."""
    yield from filter(None, (day for when in whens for day in (when.since, when.before)))


def _counts(version: Version) -> Iterator[Count]:
    yield from version.marks.values()
    for limits in (version.limits, *(branch.limits for branch in version.where)):
        for limit in limits:
            yield from limit.counts


@lru_cache(maxsize=4096)
def _paths(assumed: Question, event: str) -> tuple[Path, ...]:
    """What the event is compared with in conditions: days that other events lead to."""
    found: dict[tuple[object, ...], Path] = {}
    for index, version in enumerate(assumed.period.versions):
        try:
            rule = assumed.rule(index)
        except BadRequest:
            continue
        for branch in version.where:
            for when in branch.when:
                for count in _compared(when, event):
                    path = rule.path(count, {})
                    if path is not None:
                        found[path.source, id(path.plus)] = path
    return tuple(found.values())


def _compared(when: Condition, event: str) -> Iterator[Count]:
    if when.event == event:
        if when.not_before:
            yield Count(on=when.not_before)
        if when.later_than:
            yield when.later_than
    elif when.not_before == event:
        yield Count(on=when.event)


@lru_cache(maxsize=4096)
def _backward(assumed: Question, event: str) -> tuple[tuple[str, Lengths], ...]:
    """Days before which a count from the event makes a difference, and the lengths of the count."""
    versions = assumed.period.versions
    found = [pair for version in versions for pair in (*_compared_days(version, event), *_least_days(version, event))]
    for version in versions:
        for name, by in _moved_conditions(version, event).items():
            found += [(path.source, by) for path in _paths(assumed, name)]
    return tuple(dict.fromkeys(found))


def _compared_days(version: Version, event: str) -> Iterator[tuple[str, Lengths]]:
    moved = _moved(version, event)
    for when in (when for branch in version.where for when in branch.when):
        yield from _of_condition(when, moved)


def _least_days(version: Version, event: str) -> Iterator[tuple[str, Lengths]]:
    """No last day lies before the trigger."""
    moved = _moved(version, event)
    for count in _counts(version):
        if _starts(count) in moved:
            yield START, (*moved[_starts(count)], *_lengths(count))


def _moved_conditions(version: Version, event: str) -> dict[str, Lengths]:
    moved = _moved(version, event)
    names = [when.event for branch in version.where for when in branch.when if when.event != event]
    return {name: moved[name] for name in names if name in moved}


def _of_condition(when: Condition, moved: Mapping[str, Lengths]) -> Iterator[tuple[str, Lengths]]:
    """The day with which a condition compares a count from a day that moves."""
    if when.later_than and (name := _starts(when.later_than)) in moved:
        yield when.event, (*moved[name], *_lengths(when.later_than))


def _moved(version: Version, event: str) -> dict[str, Lengths]:
    """The names of the days that move with an event, and how far they lie after it."""
    moved: dict[str, Lengths] = {event: ()}
    if event in (version.trigger, *version.trigger_earliest_of):
        moved[START] = ()
    for mark, count in version.marks.items():
        if _starts(count) in moved:
            moved[mark] = (*moved[_starts(count)], *_lengths(count))
    return moved


def _lengths(count: Count) -> Lengths:
    length = length_of(count)
    return () if length is None else (length,)


def own_days(assumed: Question, event: str, walk: Walk) -> Iterator[Mapping[int, date]]:
    """Where a period recurs: the days of the event for which the own day of the occurrence is a first one of the law,
    and those shortly before it, or before the first one."""
    recurs = assumed.period.recurs
    if recurs is None:
        return
    if event in recurs.until_earliest_of and recurs.until_years:
        length = Length(recurs.until_years, "years")
        days = (each.occurrence.day for each in walk.returns)
        yield _some(_less(assumed.calendar, day, length, _SHORTLY) for day in days)
    if event in recurs.counted_from_earliest_of:
        yield from (_on(version.from_, walk) for version in assumed.period.versions)
    if event == recurs.day and recurs.terms:
        yield _some(_before_the_first(walk, row) for row in range(len(walk)))


def _on(day: date, walk: Walk) -> dict[int, date]:
    """When the series of each row would have to begin for the own day of its occurrence to be `day`."""
    spans = (each.occurrence.day.year - each.start.year for each in walk.returns)
    return _some(_less(walk.question.calendar, day, Length(years, "years")) for years in spans)


def _some(days: Iterable[date | None]) -> dict[int, date]:
    """The days that there are, by row."""
    return {row: day for row, day in enumerate(days) if day}


def _before_the_first(walk: Walk, row: int) -> date | None:
    """A day shortly before the own day of the first occurrence."""
    try:
        found = series(walk.question, {name: days[row] for name, days in walk.given.items()})
    except IpcalcError:
        return None
    return _less(walk.question.calendar, next(found.occurrences).day, _SHORTLY)


def _reached(path: Path, day: date) -> date | None:
    """The day to which a count leads; None where it lies outside the calendar."""
    try:
        return day if path.plus is None else path.plus[day]
    except BadRequest:
        return None


def _less(calendar: Calendar, day: date, *lengths: Length) -> date | None:
    """The day that lies lengths before another; None where it lies outside the calendar."""
    try:
        for length in lengths:
            day = calendar.plus(length, -1)[day]
    except BadRequest:
        return None
    return day
