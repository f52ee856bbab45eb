"""What falls due after the occurrence that is owed of a period that recurs, for many rows."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.answer import answers
from ipcalc.calc.deadlines.owed import CLOSED_AT_MOST, MOST
from ipcalc.calc.deadlines.recurrence import Return, series
from ipcalc.calc.deadlines.state import DONE, EXTENDABLE, GRACE, LAPSED, MISSED, RESTORABLE
from ipcalc.calc.deadlines.version import Choice
from ipcalc.errors import IpcalcError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import DateColumns
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.calc.results import Deadline

PAST = (LAPSED, MISSED, RESTORABLE)
_OVER = (EXTENDABLE, GRACE, *PAST)


def outstanding(
    question: Question, events: DateColumns, owed: Mapping[int, Deadline], within: int | None
) -> dict[int, list[Deadline] | IpcalcError]:
    """What is owed in each row, and what falls due near today after it; or why that cannot be told.

    Args:
        question: what is asked; today is known.
        events: the days of the events of all rows.
        owed: the answer that is owed in each row. Where it is lapsed no later occurrence takes its place.
        within: how many days ahead is near; None for what falls due on the same day as what is owed, and where that is
            past for the next after it.
    """
    found = _Outstanding(question, events, owed, within)
    found.run()
    return found.found


class _Outstanding:
    """The rows, of each of which one occurrence after the other is looked at until no more is near."""

    def __init__(
        self, question: Question, events: DateColumns, owed: Mapping[int, Deadline], within: int | None
    ) -> None:
        today = question.options.today
        assert today is not None
        self._question, self._events, self._owed = question, events, owed
        self._ahead = None if within is None else min(today.toordinal() + within, date.max.toordinal())
        self.found: dict[int, list[Deadline] | IpcalcError] = {row: [each] for row, each in owed.items()}
        rows = [row for row in sorted(owed) if owed[row].state not in (LAPSED, DONE)]
        self._left = {row: self._after(row, owed[row]) for row in rows}

    def _after(self, row: int, owed: Deadline) -> Iterator[Return]:
        """The occurrences after the one that is owed in a row."""
        if owed.occurrence is None:
            return
        events = {name: days[row] for name, days in self._events.items()}
        found = series(self._question, events, from_number=owed.occurrence + 1)
        for occurrence in islice(found.occurrences, MOST):
            if occurrence.version is not None:
                yield Return(occurrence, found.start, found.start_event)

    def run(self) -> None:
        """Look at the next occurrence of all rows together, as long as there is one."""
        count = len(next(iter(self._events.values())))
        while self._left:
            following = self._next()
            choice = Choice(self._question, self._events, count)
            for walk in choice.returning(following):
                wanted = [number for number in range(len(walk)) if self._is_wanted(walk, number)]
                for number, made in answers(walk, wanted):
                    self._add(walk.rows[number], made)
            for row, error in choice.refused.items():
                if self._is_past(row) if self._ahead is None else not self._is_far([following[row].occurrence.day]):
                    self.found[row] = error
                self._left.pop(row, None)

    def _next(self) -> dict[int, Return]:
        """The next occurrence of each row that has one."""
        found: dict[int, Return] = {}
        for row, occurrences in list(self._left.items()):
            try:
                following = next(occurrences, None)
            except IpcalcError as error:
                self.found[row], following = error.alone(), None
            if following is None:
                del self._left[row]
            else:
                found[row] = following
        return found

    def _is_wanted(self, walk: Walk, number: int) -> bool:
        """Whether an occurrence, with all its days but the first on which it may be done, does not lie well ahead; or
        where nothing is asked of what is ahead, whether it stands beside what is owed."""
        row = walk.rows[number]
        if self._ahead is not None:
            days = [walk.returns[number].occurrence.day]
            days += [column[number] for kind, column in walk.dates.items() if kind != "opens"]
            days += [slot.ask_by.days(walk.columns)[number] for slot in walk.slots if slot.ask_by]
            goes_on = wanted = not self._is_far(days)
        else:
            due = self._owed[row].limit("due")
            goes_on = due is not None and "due" in walk.dates and walk.dates["due"][number] == due.date
            wanted = goes_on or self._is_past(row)
        if not goes_on:
            del self._left[row]
        return wanted

    def _add(self, row: int, made: Deadline | IpcalcError) -> None:
        """Add what falls due near today; what is not near is the last that is looked at."""
        found = self.found[row]
        if isinstance(made, IpcalcError):
            self.found[row] = made
            self._left.pop(row, None)
        elif isinstance(found, IpcalcError):
            return
        elif self._ahead is None or _first(made).toordinal() <= self._ahead:
            found.append(made)
        elif _own(made).toordinal() > self._ahead:
            del self._left[row]

    def _is_past(self, row: int) -> bool:
        """Whether the day of what is owed in a row is past."""
        return self._owed[row].state in _OVER

    def _is_far(self, days: Iterable[date]) -> bool:
        assert self._ahead is not None
        return min(days).toordinal() > self._ahead + CLOSED_AT_MOST


def _own(answer: Deadline) -> date:
    """The own day of an occurrence, which decides its version."""
    decided = answer.law.decided_by
    return decided.date if decided and decided.date else date.min


def _first(answer: Deadline) -> date:
    """The first day on which something is to be done."""
    days = [day for limit in answer.limits if limit.kind != "opens" for day in (limit.act_by, limit.ask_by) if day]
    return min(days, default=date.min)
