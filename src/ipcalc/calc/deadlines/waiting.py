"""What a period waits for: the event that the engine misses when it is asked for an answer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.recurrence import Return, counted_from, series
from ipcalc.calc.deadlines.version import known
from ipcalc.errors import IpcalcError, Missing
from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ipcalc.calc.deadlines.question import Question
    from ipcalc.law.shapes.periods import Recurrence


class Wait(NamedTuple):
    """The event for which a period waits; None where it waits for none.

    `alike` says that the names of the events that are given tell this, whatever their days.
    """

    event: str | None
    alike: bool


_NOTHING = Wait(None, alike=True)


def wait(question: Question, events: Mapping[str, date]) -> Wait:
    """What a period waits for in a matter with these events."""
    return _by_names(question) or Wait(_by_days(question, events), alike=False)


@lru_cache(maxsize=4096)
def _by_names(question: Question) -> Wait | None:
    """What a period waits for by the names of its events; None where their days may tell.

    It waits where no version can be computed, whether law is known of its days or not.
    """
    recurs = question.period.recurs
    try:
        found = _again(question, recurs) if recurs else _once(question)
    except Missing as error:
        return Wait(error.event, alike=True)
    return _with_others(question) if found == _NOTHING else found


def _with_others(question: Question) -> Wait | None:
    """What a period waits for that waits for nothing by itself: what those do from which it is counted."""
    others = [_by_names(question.other(other.period)) for other in question.others]
    if all(other == _NOTHING for other in others):
        return _NOTHING
    if None in others or len(question.period.versions) > 1:
        return None
    return next(other for other in reversed(others) if other != _NOTHING)


def _once(question: Question) -> Wait | None:
    """What a period that does not recur waits for, whatever those from which it is counted do."""
    if question.guesses:
        question.guessed()
        return None
    lacks = set(_lacks(question))
    return Wait(lacks.pop(), alike=True) if len(lacks) == 1 else None


def _lacks(question: Question) -> list[str | None]:
    """The event that each version waits for which may answer; all of them where none is law on the day `as_of`."""
    as_of, versions = question.options.as_of, range(len(question.period.versions))
    index = None if as_of is None else question.in_force(as_of)
    return [_lacking(question, each) for each in (versions if index is None else (index,))]


def _lacking(question: Question, index: int) -> str | None:
    try:
        question.rule(index)
    except Missing as error:
        return error.event
    return None


def _again(question: Question, recurs: Recurrence) -> Wait | None:
    """What a period that recurs waits for: its first day may depend on an event that decides on its terms."""
    counted_from(question.id, recurs, question.given)
    decides = recurs.term_decided_by
    return _NOTHING if decides is None or decides in question.given else None


def _by_days(question: Question, events: Mapping[str, date]) -> str | None:
    """What a period waits for by the days of its events."""
    error = _refused(question, events)
    if isinstance(error, Missing):
        return error.event
    lacks = [None] if question.period.recurs or question.guesses else _lacks(question)
    return lacks[0] if error is not None and None not in lacks else None


def _refused(question: Question, events: Mapping[str, date]) -> IpcalcError | None:
    """Why there is no answer; of a period that recurs, for the first time that it does."""
    returns: Sequence[Return] = ()
    if question.period.recurs is not None:
        try:
            found = series(question, events)
            first = next(found.occurrences, None)
        except IpcalcError as error:
            return error
        if first is None:
            return None
        returns = (Return(first, found.start, found.start_event),)
    return known(question, {name: (day,) for name, day in events.items()}, 1, returns).refused.get(0)
