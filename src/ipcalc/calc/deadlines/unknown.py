"""What an event that is not given could change: whether some day of it would make an answer less safe.

Nothing of this is said in the data. The same question is asked with the event on each of the days that can matter: the
first and the last that the order of events allows, those just before the time begins to run, and those on which another
version, another branch or another term begins to apply. Between these days an answer only moves with the event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from itertools import islice
from operator import gt, lt
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.counting import INSIDE, Length
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.edges import edges_of, matters, moves, own_days
from ipcalc.calc.deadlines.events import not_before
from ipcalc.calc.deadlines.rule import START
from ipcalc.calc.deadlines.walk import taken
from ipcalc.errors import BadRequest, NoAnswer

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.recurrence import Return
    from ipcalc.calc.deadlines.rule import DateColumn, Slot
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.base import Note

_DAY = timedelta(days=1)
_BEFORE = (5 * _DAY, _DAY)  # months that end on one day begin on at most four
_FAR = 120 * 366 * _DAY  # before and after all else

RowDays = Mapping[int, date]  # by the number of the row


def asks(walk: Walk) -> dict[int, list[Note]]:
    """For each row the note that names the events that are not given and could make its answer less safe."""
    question = walk.question.asked
    ends: defaultdict[int, list[str]] = defaultdict(list)
    opens: defaultdict[int, list[str]] = defaultdict(list)
    for event in question.open_events:
        if not matters(question, event):
            continue
        trial = Trial(walk, event)
        trial.run()
        for row in trial.ends:
            ends[row].append(event)
        for row in trial.opens - trial.ends:
            opens[row].append(event)
    note = cache(partial(notes.not_given, question.book))
    return {row: [note(tuple(ends[row]), tuple(opens[row]))] for row in {**ends, **opens}}


class Trial:
    """The rows of a walk, asked again with one more event on several days.

    Attributes:
        ends: the rows of which a last day would be earlier.
        opens: the rows of which a first day would be later.
        moves: whether the event may change the days on which the period comes back.
    """

    def __init__(self, walk: Walk, event: str) -> None:
        question = walk.question.asked
        self.walk, self.event = walk, event
        self.assumed: Question = question.assuming(event)
        self.new = self.assumed.new_in(question)
        self.columns = {name: days for name, days in walk.given.items() if name in question.given - self.new}
        self.slots = {slot.limit.kind: slot for slot in walk.slots}
        self.ends: set[int] = set()
        self.opens: set[int] = set()
        self.moves = moves(self.assumed, self.new)
        self._lows, self._highs = self._bounds()
        self._tried: defaultdict[int, set[date]] = defaultdict(set)
        self._found = self.ends if self.slots.keys() - {"opens"} else self.opens
        self._told: set[int] = set()

    def run(self) -> None:
        """Try the day that most often matters, then all others with the rows for which nothing is found yet. What tells
        one of these rows mostly tells the others too, and is tried with them first."""
        named = self.walk.before if self.event in self.walk.question.given else {}
        rows = [row for row in range(len(self.walk)) if row not in named]
        days = self._days()
        rows = self._try(rows, list(islice(days, 1)))
        others = list(days) if rows else []
        rows = [*self._try(rows[:1], others), *rows[1:]]
        first = [others.pop(min(self._told))] if self._told else []
        for some in (first, others):
            rows = self._try(rows, some)

    # ------------------------------------------------------------------ the days
    def _bounds(self) -> tuple[RowDays, RowDays]:
        """The first and the last day that the order of events allows, as far as there is any."""
        lows: list[DateColumn] = []
        highs: list[DateColumn] = []
        others = [(name, other) for name in self.new for other in self.columns]
        for name, other in others:
            column = self.columns[other]
            if other in self._not_before(name):
                lows.append(column)
            if name in self._not_before(other):
                highs.append(column)
            highs += [[self._plus(day, months) for day in column] for months in self._within_of(name, other)]
            lows += [[self._least(day, months) for day in column] for months in self._within_of(other, name)]
        return _each(max, lows), _each(min, highs)

    def _not_before(self, name: str) -> tuple[str, ...]:
        """The events that an event is not before."""
        book, within = self.assumed.book, self.assumed.book.events[name].within
        found = not_before(book, name, self.columns, self.assumed.period.right)
        return (*found, within.of) if within else found

    def _within_of(self, name: str, other: str) -> Iterator[int]:
        """Within how many months after another an event lies, where the data says so."""
        within = self.assumed.book.events[name].within
        if within and within.start(self.columns.keys() | {other}) == other:
            yield within.months

    def _plus(self, day: date, months: int, sign: int = 1) -> date:
        try:
            return self.assumed.calendar.plus(Length(months, "months"), sign)[day]
        except BadRequest:
            return date.max if sign > 0 else date.min

    def _least(self, day: date, months: int) -> date:
        """The first day to which so many months can be added without ending before `day`."""
        found = self._plus(day, months, -1)
        return found if self._plus(found, months) >= day else found + _DAY

    def _days(self) -> Iterator[RowDays]:
        """The days that can matter, those that most often do first."""
        returns = self.walk.returns
        for edge in own_days(self.assumed, self.event, self.walk):
            yield from self._beside(edge)
        begins = [each.start for each in returns] if returns else self.walk.columns[START]
        for before in _BEFORE:
            yield dict(enumerate(day - before if day > INSIDE[0] else day for day in begins))
        yield {**dict(enumerate(map(_early, begins))), **self._lows}
        if "opens" in self.slots:
            yield {**dict(enumerate(map(_late, begins))), **self._highs}
        for edge in edges_of(self.assumed, self.event, self.walk):
            yield from self._beside(edge)

    def _beside(self, edge: RowDays) -> Iterator[RowDays]:
        """Days, those after them, and where there is a first day to open also those before them."""
        yield edge
        yield {row: day + _DAY for row, day in edge.items() if day < date.max}
        if "opens" in self.slots:
            yield {row: day - _DAY for row, day in edge.items() if day > date.min}

    def _within(self, rows: Sequence[int], days: RowDays) -> Iterator[tuple[int, date]]:
        """The days of some rows within the bounds, without those that were tried."""
        lows, highs, tried = self._lows, self._highs, self._tried
        for row in rows:
            day = days.get(row)
            if day is None:
                continue
            low, high = lows.get(row), highs.get(row)
            if low is not None and day < low:
                day = low
            if high is not None and day > high:
                day = high
                if low is not None and day < low:
                    continue
            if day not in tried[row]:
                tried[row].add(day)
                yield row, day

    # ------------------------------------------------------------------ the answers
    def _try(self, rows: Sequence[int], columns: Sequence[RowDays]) -> list[int]:
        """Ask again with the event on several days of some rows.

        Returns:
            The rows for which nothing is found yet; `_told` are the places of the columns that told something.
        """
        self._told = set()
        tried = [(row, day, place) for place, days in enumerate(columns) for row, day in self._within(rows, days)]
        if not tried:
            return list(rows)
        asked, days, places = zip(*tried, strict=True)
        events = taken(self.columns, asked) | dict.fromkeys(self.new, days)
        numbers: list[int | Return] = []
        if self.walk.returns:
            returns = [self.walk.returns[row] for row in asked]
            numbers += [each.occurrence.number for each in returns] if self.moves else returns
        for other in choose(self.assumed, events, len(asked), numbers).walks:
            for slot in other.slots:
                if slot.limit.kind in self.slots:
                    for number in self._compare(slot, other, [asked[place] for place in other.rows]):
                        self._told.add(places[other.rows[number]])
        return [row for row in rows if row not in self._found]

    def _compare(self, slot: Slot, other: Walk, rows: Sequence[int]) -> set[int]:
        """Compare one limit of some rows with the same limit of another walk.

        Returns:
            The rows of the other walk, by number, that are less safe.
        """
        kind = slot.limit.kind
        mine = self.slots[kind]
        told: set[int] = set()
        if kind == "opens":
            if mine.path and slot.path:
                told = _where(gt, rows, other.dates[kind], self.walk.dates[kind])
                self.opens.update(rows[number] for number in told)
            return told if self._found is self.opens else set()
        if mine.path and slot.path:
            told |= _where(lt, rows, other.dates[kind], self.walk.dates[kind])
        if _may_be_docketed_earlier(mine, slot):
            told |= _where(lt, rows, _act_by(other, slot), _act_by(self.walk, mine))
        self.ends.update(rows[number] for number in told)
        return told


def _where(
    holds: Callable[[date, date], bool], rows: Sequence[int], days: Sequence[date | None], all_: Sequence[date | None]
) -> set[int]:
    """The numbers of the days that hold something against the day of their row among those of all rows."""
    here = ((number, day, all_[row]) for number, (row, day) in enumerate(zip(rows, days, strict=True)))
    return {number for number, day, other in here if day and other and holds(day, other)}


def _may_be_docketed_earlier(mine: Slot, other: Slot) -> bool:
    """Whether the day to docket may be earlier though the day in law is not."""
    if mine.path is None or other.path is None:
        return True
    return other.path.before_expiry and not mine.path.before_expiry


def _each(choose_of: Callable[..., date], columns: Sequence[DateColumn]) -> RowDays:
    """Of several columns the first or the last day of each row; nothing where there is no column."""
    return {row: choose_of(days) for row, days in enumerate(zip(*columns, strict=True))}


def _act_by(walk: Walk, slot: Slot) -> Sequence[date | None]:
    """The days to docket of a limit."""
    if slot.path is not None:
        try:
            return [closed.act_by for closed in walk.closings(slot)]
        except NoAnswer:
            return [None] * len(walk)
    return walk.safe_days(slot) if slot.safe else [None] * len(walk)


def _early(day: date) -> date:
    return min(day, INSIDE[0]) if day - date.min < _FAR else max(INSIDE[0], day - _FAR)


def _late(day: date) -> date:
    return max(day, INSIDE[1]) if date.max - day < _FAR else min(INSIDE[1], day + _FAR)
