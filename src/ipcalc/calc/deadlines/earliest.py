"""The earliest answer of each of many rows, where the event that decides between the versions is not given.

Each version answers for the first day on which the event may lie in its time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from ipcalc.calc import notes
from ipcalc.calc.deadlines.events import counts_from, not_before
from ipcalc.calc.deadlines.rule import missing
from ipcalc.calc.deadlines.walk import Walk, latest
from ipcalc.errors import IpcalcError, Missing, NoAnswer
from ipcalc.law.rulebook import last_day

if TYPE_CHECKING:
    from ipcalc.calc.days.counting import Length
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import DateColumns
    from ipcalc.law.shapes.base import Note

    class Answered(Protocol):
        """Rows that a version answers, and why it refuses the others, by their places."""

        walks: list[Walk]
        refused: dict[int, IpcalcError]

    Assuming = Callable[[str, int, Sequence[int], Sequence[date]], Answered]


class Earliest:
    """The earliest answer that any possible day of the event that decides gives.

    Attributes:
        walks: the rows that are answered.
        refused: why the others are not, by their places.
    """

    def __init__(self, question: Question, events: DateColumns, count: int, assuming: Assuming) -> None:
        """Answer rows of a question that `guesses` the event that decides; `assuming` gives the answers of a version,
        by its index, in which that event lies on these days of these rows."""
        self.question, self.events, self._assuming = question, events, assuming
        self.walks: list[Walk] = []
        self.refused: dict[int, IpcalcError] = {}
        try:
            name, start, length = question.guessed()
        except Missing as error:
            self.refused = dict.fromkeys(range(count), error.alone())
        else:
            self._find(name, start, length, count)

    def _find(self, name: str, start: str, length: Length, count: int) -> None:
        """The earliest answer where the event that decides lies at most so long after another one, its `start`."""
        question, versions = self.question, self.question.period.versions
        lows, latest_days = self._bounds(name, start, length)
        before = {row for row, lowest in enumerate(self.events[start]) if lowest < versions[0].from_}
        self.refused |= dict.fromkeys(sorted(before), missing(question.book, question.id, name))
        found: dict[int, list[tuple[date, Walk, int]]] = {row: [] for row in range(count) if row not in before}
        later: defaultdict[int, list[tuple[Walk, int]]] = defaultdict(list)
        highs = {row: latest_days[row] for row in found}
        for index, version in enumerate(versions):
            last = last_day(versions, index) or date.max
            possible = _possible(lows, highs, version.from_, last)
            if not possible:
                continue
            rows, days = list(possible), list(possible.values())
            choice = self._assuming(name, index, rows, days)
            for walk in choice.walks:
                if counts_from(version, name):
                    _say_assumed(walk, name, days)
                walk.rows = [rows[place] for place in walk.rows]
                for number, row in enumerate(walk.rows):
                    found[row].append((_due(walk, number), walk, number))
            self.refused |= {rows[place]: error for place, error in choice.refused.items()}
            if counts_from(version, name):
                ends = [min(last, highs[row]) for row in rows]
                for walk in self._assuming(name, index, rows, ends).walks:
                    for number, place in enumerate(walk.rows):
                        later[rows[place]].append((walk, number))
        self._take_earliest(name, start, found, later)

    def _bounds(self, name: str, start: str, length: Length) -> tuple[Sequence[date], Sequence[date]]:
        """The first and the last day of each row on which the event may lie: the last lies so long after its start, and
        not after an event that cannot come before it."""
        book, right, longest = self.question.book, self.question.period.right, self.question.calendar.plus(length)
        known = {event: days for event, days in self.events.items() if event in book.events}
        lows = latest([known[bound] for bound in (start, *not_before(book, name, known, right)) if bound in known])
        after = [days for event, days in known.items() if name in not_before(book, event, known, right)]
        ends = zip([longest[day] for day in self.events[start]], *after, strict=True)
        return lows, [max(min(row), low) for row, low in zip(ends, lows, strict=True)]

    def _take_earliest(
        self,
        name: str,
        of: str,
        found: Mapping[int, list[tuple[date, Walk, int]]],
        later: Mapping[int, list[tuple[Walk, int]]],
    ) -> None:
        parts: defaultdict[int, list[int]] = defaultdict(list)
        beside: defaultdict[int, dict[int, list[tuple[Walk, int]]]] = defaultdict(dict)
        walks: dict[int, Walk] = {}
        for row, answers in found.items():
            if row in self.refused:
                continue
            if not answers:
                self.refused[row] = NoAnswer(notes.before_law(self.question.period, self.events[of][row], name))
                continue
            _, walk, number = min(answers, key=lambda each: (not _has_due(each[1]), each[0]))
            if len(answers) > 1:
                said = _earliest_of(name, answers)
                walk.before = {**walk.before, number: [said, *walk.before.get(number, ())]}
            others = [(other, n) for _, other, n in answers if other is not walk] + list(later.get(row, ()))
            beside[id(walk)][number] = others
            parts[id(walk)].append(number)
            walks[id(walk)] = walk
        for each, numbers in parts.items():
            walks[each].others = beside[each]
            self.walks.append(walks[each].part(numbers))


def _possible(lows: Sequence[date], highs: Mapping[int, date], first: date, last: date) -> dict[int, date]:
    """The rows in which an event may lie between two days, with the first day on which it may."""
    return {row: max(lows[row], first) for row, high in highs.items() if last >= lows[row] and first <= high}


def _say_assumed(walk: Walk, name: str, days: Sequence[date]) -> None:
    """Say on which day an event is taken to lie."""
    walk.before = {
        number: [notes.assumed(name, days[place]), *walk.before.get(number, ())]
        for number, place in enumerate(walk.rows)
    }


def _earliest_of(name: str, answers: Sequence[tuple[date, Walk, int]]) -> Note:
    """That of several possible answers the earliest is given, and what the others are."""
    due = [walk.dates["due"][number] for _, walk, number in answers if "due" in walk.dates]
    ends = {_has_due(walk) for _, walk, _ in answers}
    return notes.earliest_of(name, due, endless=len(ends) > 1)


def _has_due(walk: Walk) -> bool:
    """Whether something is due, and not only a first day known."""
    return any(slot.limit.kind == "due" for slot in walk.slots)


def _due(walk: Walk, number: int) -> date:
    """The day of the due date, or else of the first limit; the last of all days where there is none."""
    slot = next((slot for slot in walk.slots if slot.limit.kind == "due"), next(iter(walk.slots), None))
    if slot is None:
        return date.max
    if slot.path is not None:
        return walk.dates[slot.limit.kind][number]
    return walk.safe_days(slot)[number] if slot.safe else date.max
