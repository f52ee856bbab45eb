"""The version that answers each of many rows: which one, and the rows walked through it.

It is told by the event that decides, by the due date itself, or by the occurrence that is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from ipcalc.calc import notes
from ipcalc.calc.deadlines.earliest import Earliest
from ipcalc.calc.deadlines.guard import no_law, refusals
from ipcalc.calc.deadlines.recurrence import Return, Series, nth, series
from ipcalc.calc.deadlines.walk import Walk, latest, opened, taken, walked
from ipcalc.errors import BadRequest, IpcalcError, NoAnswer

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import DateColumns
    from ipcalc.law.shapes.base import Note
    from ipcalc.law.shapes.periods import LimitOf

T = TypeVar("T")

_ANY_DAY = date.min


class Choice:
    """The rows of one question, by the walks that answer them.

    Attributes:
        walks: the rows that are answered.
        refused: why the others are not, by their places.
    """

    def __init__(self, question: Question, events: DateColumns, count: int) -> None:
        self.question, self.events, self.count = question, events, count
        self.walks: list[Walk] = []
        self.refused: dict[int, IpcalcError] = {}

    def single(self) -> None:
        """Answer a period that does not recur."""
        question, rows = self.question, range(self.count)
        if question.period.abroad:
            self._refuse(rows, BadRequest(notes.which_office(question.id, question.period)))
            return
        first, as_of = question.period.versions[0], question.options.as_of
        if as_of is not None:
            index = question.in_force(as_of)
            if index is None:
                self._refuse(rows, no_law(question.period, as_of))
                return
            names = question.deciders(question.period.versions[index])
            days = latest([self.events[each] for each in names]) if names else [None] * self.count
            self.walks += self._walk(index, rows, days, names)
        elif first.decided_by == "due":
            self._decided_by_due()
        elif question.guesses:
            earliest = Earliest(question, self.events, self.count, self._assuming)
            self.walks += earliest.walks
            self.refused |= earliest.refused
        else:
            names = question.deciders(first)
            self._by_version(latest([self.events[each] for each in names]), names)

    def named(self, numbers: Mapping[int, int | Return]) -> dict[int, Return]:
        """The occurrences that rows ask for, by their numbers; a row whose occurrence is not there is refused."""
        found: dict[int, Return] = {}
        for row, number in numbers.items():
            if isinstance(number, Return):
                found[row] = number
                continue
            try:
                found[row] = nth(self.question.id, partial(self.series_of, row, date.min), number)
            except IpcalcError as error:
                self.refused[row] = error.alone()
        return found

    def returning(self, returns: Mapping[int, Return]) -> Iterator[Walk]:
        """The walks of rows whose occurrences are known; a row whose occurrence no version answers is refused."""
        period = self.question.period
        recurs = period.recurs
        assert recurs is not None
        parts: defaultdict[int, list[int]] = defaultdict(list)
        for row, (occurrence, _, _) in returns.items():
            if occurrence.version is None:
                self.refused[row] = NoAnswer(notes.before_law(period, occurrence.day, recurs.day))
            else:
                parts[occurrence.version].append(row)
        for index, rows in parts.items():
            theirs = [returns[row] for row in rows]
            own = [each.days(recurs) for each in theirs]
            days = {**self._taken(rows), **{name: [day[name] for day in own] for name in recurs.days}}
            yield from self._walk(index, rows, None, (recurs.day,), days, theirs)

    def series_of(self, row: int, since: date = date.min, from_number: int = 0) -> Series:
        """The occurrences in the case of a row: see `series`."""
        return series(self.question, {name: days[row] for name, days in self.events.items()}, since, from_number)

    def _by_version(self, deciding: Sequence[date], names: tuple[str, ...]) -> None:
        question = self.question
        parts: defaultdict[int | None, list[int]] = defaultdict(list)
        index = question.in_force(min(deciding))
        if index is not None and index == question.in_force(max(deciding)):
            self.walks += self._walk(index, range(self.count), deciding, names)
            return
        for row, index in enumerate(question.in_force.each(deciding)):
            parts[index].append(row)
        for row in parts.pop(None, ()):
            name = max((self.events[name][row], name) for name in names)[1]
            self.refused[row] = no_law(question.period, deciding[row], name)
        for index, rows in parts.items():
            assert index is not None
            some = None if len(names) == 1 else [deciding[row] for row in rows]
            self.walks += self._walk(index, rows, some, names)

    def _decided_by_due(self) -> None:
        """The version in whose time its own due date lies."""
        question = self.question
        left: Sequence[int] = range(self.count)
        for index in range(len(question.period.versions)):
            try:
                found = self._dues(index, left)
            except BadRequest as error:
                self._refuse(left, error)
                return
            here = {row: due for row, due in found.items() if question.in_force(due) == index}
            if here:
                rows = sorted(here)
                self.walks += self._walk(index, rows, [here[row] for row in rows], ("due",))
                left = [row for row in left if row not in here]
            if not left:
                return
        for row in left:
            first = min((days[row] for days in self.events.values()), default=None)
            self.refused[row] = NoAnswer(notes.before_law(question.period, first))

    def _dues(self, index: int, rows: Sequence[int]) -> dict[int, date]:
        """The due date of rows by a version; by its own limits where nothing is due in the case of a row."""
        rule, found = self.question.rule(index), dict[int, date]()
        for plain in (True, False) if rule.version.where else (True,):
            for _, columns, places in walked(rule, self._taken(rows), plain=plain):
                found |= zip((rows[place] for place in places), columns.get("due", ()), strict=False)
        return found

    def _assuming(self, name: str, index: int, rows: Sequence[int], days: Sequence[date]) -> Choice:
        """The answers of a version where an event that is not given lies on these days."""
        choice = Choice(self.question.assuming(name), {**self._taken(rows), name: days}, len(rows))
        choice.walks += choice._walk(index, range(len(rows)), [None] * len(rows), (name,))
        return choice

    def _walk(
        self,
        index: int,
        rows: Sequence[int],
        deciders: Sequence[date | None] | None,
        names: tuple[str, ...],
        columns: DateColumns | None = None,
        returns: Sequence[Return] = (),
    ) -> Iterator[Walk]:
        """Walk rows through one version; without a trigger they are refused.

        Without `deciders` the days of the one name in `names` decided for this version.
        """
        try:
            rule = self.question.rule(index)
        except BadRequest as error:
            self._refuse(rows, error)
            return
        found = self._taken(rows) if columns is None else columns
        said: Mapping[int, Sequence[Note]] = {}
        if rule.others:
            reached = _Others(self.question, rule.others.values(), found, returns)
            self.refused |= {rows[place]: error for place, error in reached.refused.items()}
            kept = [place for place in range(len(rows)) if place not in reached.refused]
            if not kept:
                return
            found, said = taken({**found, **reached.days}, kept), {n: reached.said[at] for n, at in enumerate(kept)}
            rows, returns = _some(rows, kept), _some(returns, kept)
            deciders = None if deciders is None else _some(deciders, kept)
        for way, days, places in walked(rule, found):
            decided = days[names[0]] if deciders is None else _some(deciders, places)
            walk = Walk(self.question, way, days, _some(rows, places), decided, names, _some(returns, places))
            walk.before = {n: said[place] for n, place in enumerate(places) if said.get(place)}
            walk.opened = dict(opened(walk))
            over = refusals(walk)
            self.refused |= {walk.rows[number]: error for number, error in over.items()}
            if over:
                walk = walk.part([number for number in range(len(walk)) if number not in over])
            if walk.rows:
                yield walk

    def _taken(self, rows: Sequence[int]) -> DateColumns:
        """The events of some rows, which stand in their order."""
        return self.events if len(rows) == self.count else taken(self.events, rows)

    def _refuse(self, rows: Sequence[int], error: IpcalcError) -> None:
        self.refused |= dict.fromkeys(rows, error.alone())


class _Others:
    """The days of limits of other periods, from which the rows of a question are counted.

    Attributes:
        days: the days of all rows, by the name of the limit; any day where the row is refused.
        said: what must be said of each row.
        refused: the rows for which another period has no such day, and why.
    """

    def __init__(
        self, question: Question, others: Iterable[LimitOf], columns: DateColumns, returns: Sequence[Return]
    ) -> None:
        self.days: dict[str, list[date]] = {}
        self.refused: dict[int, IpcalcError] = {}
        self.said: defaultdict[int, list[Note]] = defaultdict(list)
        rows = len(next(iter(columns.values())))
        for other in others:
            asked = question.other(other.period)
            events = {name: columns[name] for name in asked.given}
            numbers = [each.occurrence.number for each in returns] if asked.period.recurs else ()
            choice = known(asked, events, rows, numbers)
            days = self.days[str(other)] = [_ANY_DAY] * rows
            self.refused |= choice.refused
            for walk in choice.walks:
                self._take(walk, other, days, question.id)

    def _take(self, walk: Walk, other: LimitOf, days: list[date], name: str) -> None:
        found = walk.dates.get(other.limit)
        if found is None:
            waits = next((slot.limit.until for slot in walk.slots if slot.limit.kind == other.limit), None)
            why = f"waits for the event {waits}" if waits else "is not there for these dates"
            refused = NoAnswer(f"{name} counts from the {other}, which {why}")
            self.refused |= dict.fromkeys(walk.rows, refused)
            return
        for number, row in enumerate(walk.rows):
            days[row] = found[number]
            self.said[row] += [*walk.before.get(number, ()), notes.counted_from(str(other), found[number])]


def _some(column: Sequence[T], places: Sequence[int]) -> Sequence[T]:
    """The cells at some places; all of an empty column."""
    return column if len(places) == len(column) or not column else [column[place] for place in places]


def known(question: Question, events: DateColumns, count: int, numbers: Sequence[int | Return] = ()) -> Choice:
    """Choose the version that answers each of `count` rows; of a period that recurs, that of these occurrences, or of
    those with these numbers."""

    def answer(choice: Choice, rows: slice) -> None:
        if question.period.recurs is None:
            choice.single()
        else:
            choice.walks += choice.returning(choice.named(dict(enumerate(numbers[rows]))))

    return each_alone(question, events, range(count), answer)


def each_alone(question: Question, events: DateColumns, rows: range, answer: Callable[[Choice, slice], None]) -> Choice:
    """Answer rows together; on an error in halves, so that what is wrong with a row is that row's alone.

    Args:
        question: what is asked.
        events: the days of the events of these rows.
        rows: their places among all rows.
        answer: answers some rows, which it gets as a choice and as their slice of all rows.
    """
    choice = Choice(question, events, len(rows))
    if not rows:
        return choice
    try:
        answer(choice, slice(rows.start, rows.stop))
    except IpcalcError as error:
        if len(rows) > 1:
            return _halves(question, events, rows, answer)
        choice.walks, choice.refused = [], {0: error.alone()}
    return choice


def _halves(question: Question, events: DateColumns, rows: range, answer: Callable[[Choice, slice], None]) -> Choice:
    whole = Choice(question, events, len(rows))
    for half in (range(len(rows) // 2), range(len(rows) // 2, len(rows))):
        part = each_alone(question, taken(events, half), rows[half.start : half.stop], answer)
        for walk in part.walks:
            walk.rows = [half[place] for place in walk.rows]
        whole.walks += part.walks
        whole.refused |= {half[place]: error for place, error in part.refused.items()}
    return whole
