"""Which occurrence of a period that comes back is owed: the search through them, in one row."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.deadlines.ends import RESTORATION, ends_of, last_of, plain_ends_of
from ipcalc.calc.deadlines.recurrence import Return, Series
from ipcalc.errors import NoAnswer
from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.periods import Period

MOST = 1000  # occurrences that are looked at
CLOSED_AT_MOST = 31  # no day to act by lies so many days before the day in law
HOLDING = ("due", "extended", "late")  # the limits of which one that is not past makes an occurrence owed


class ClosedByAct(NamedTuple):
    """Which occurrences an act on record closes, by their numbers; None where there is none.

    Attributes:
        first: the first one that its day closes.
        last: the last one; those between them fell due on the same day.
        skipped: the first one before these that is not on record.
    """

    first: int | None
    last: int | None
    skipped: int | None


class Search:
    """The search for the occurrence that is owed, in one row.

    It is the one after the last act on record, whatever day it is; where an event gives the end of the last term, the
    first; else the first of which a limit other than restoration is not past. What an order of restoration settles is
    not owed. Where nothing is lost by a missed one, the next takes its place.

    Attributes:
        passed: the latest occurrence that is past, where nothing is on record.
        instead: the answer, where it is not the occurrence that was looked at last; `closed` tells that it is done.
        closes: the last occurrence that what is on record closes; None where it closes none.
    """

    def __init__(self, period: Period, found: Series, past: date, act: OnRecord) -> None:
        self._period, self._series, self._past, self._act = period, found, past, act
        recurs = period.recurs
        self._first_is_owed = bool(recurs and recurs.terms and found.start_event == recurs.day)
        self._left = islice(found.occurrences, MOST)
        self._seen: list[Return] = []
        self._saved: Return | None = None
        self._seeks = act.done is not None
        self._same: date | None = None
        self.passed: Return | None = None
        self.instead: Return | None = None
        self.closed = False
        self.closes: Return | None = None
        self._first: Return | None = None
        self._skipped: Return | None = None

    @property
    def closed_by_act(self) -> ClosedByAct:
        """Which occurrences what is on record closes."""
        found = (self._first, self.closes, self._skipped)
        return ClosedByAct(*(each and each.occurrence.number for each in found))

    @property
    def in_vain(self) -> date | None:
        """The day of the act on record, where it closes nothing."""
        return self._act.done if self.closes is None else None

    def next(self) -> Return | None:
        """The next occurrence that may be owed; None where there is no more.

        Raises:
            NoAnswer: the end of the term that is given lies before the law that is known.
        """
        for each in self._left:
            if each.version is None:
                if self._first_is_owed and not self._seen and not self._act.tells:
                    recurs = self._period.recurs
                    raise NoAnswer(notes.before_law(self._period, each.day, recurs.day if recurs else None))
                continue
            found = Return(each, self._series.start, self._series.start_event)
            if self._act.through is not None and each.number <= self._act.through:
                self.closes = found
                continue
            self._seen.append(found)
            if each.day >= self._past:
                return found
            self.passed = found
        self._over()
        return None

    def settles(self, walk: Walk, number: int, today: date) -> bool:
        """Whether the occurrence in this row of a walk is the one that is owed."""
        ends, this = ends_of(walk), walk.returns[number]
        last = last_of(ends, HOLDING, number)
        if self._seeks:
            return self._is_next_to_the_act(walk, number)
        if self._same is not None and _due(walk, number) == self._same:
            self.closes = this
            return False
        if self._is_paid_otherwise(walk, number, last):
            self.closes = this
            return False
        if (last or this.occurrence.day) >= today or (last is not None and self._is_owed_anyway()):
            return True
        self.passed = None if self._act.tells else this
        return False

    def _is_owed_anyway(self) -> bool:
        """Whether the first occurrence after what is on record is owed, whatever day it is."""
        return self._period.loses != "nothing" and (self._act.tells or self._first_is_owed)

    def _is_paid_otherwise(self, walk: Walk, number: int, last: date | None) -> bool:
        """Whether an order of restoration settles this occurrence, or its restoration was asked for in time."""
        settled, restored, due = self._act.settled, self._act.restored, _due(walk, number)
        if settled is not None and due is not None and due <= settled:
            return True
        end = last_of(ends_of(walk), (RESTORATION,), number)
        return restored is not None and last is not None and end is not None and last < restored <= end

    def _is_next_to_the_act(self, walk: Walk, number: int) -> bool:
        """Look for the occurrence that the act on record closes: the first that was open on its day."""
        done, this = self._act.done, walk.returns[number]
        assert done is not None
        if (last_of(plain_ends_of(walk), HOLDING, number) or this.occurrence.day) < done:
            saved = last_of(ends_of(walk), (*HOLDING, RESTORATION), number)
            if self._saved is None and saved is not None and done <= saved:
                self._saved = this
            return False
        self._seeks = False
        opens = walk.dates["opens"][number] if "opens" in walk.dates else None
        if opens is None or opens <= done:
            self._close(this)
            self._same = _due(walk, number)
            return False
        return self._was_late(this)

    def _close(self, this: Return) -> None:
        """The act on record closes an occurrence."""
        self.closes = self._first = this
        self._skipped = self._seen[0] if self._seen[0] is not this else None

    def _was_late(self, following: Return | None) -> bool:
        """The act was done when no occurrence was open: it closes one that could still be restored, or none.

        Returns:
            Whether the occurrence after it is the one that is owed.
        """
        earlier = [each for each in self._seen if each is not following]
        closes = self._saved or (earlier[-1] if earlier and self._act.accepted else None)
        if closes is None:
            self.instead = earlier[-1] if earlier else None
            return self.instead is None
        self._close(closes)
        after = [*earlier[earlier.index(closes) + 1 :], *([following] if following else [])]
        self.instead, self.closed = (after[0], False) if after else (closes, True)
        if self.instead is following:
            self.instead = None
        return self.instead is None

    def _over(self) -> None:
        """There are no more occurrences."""
        if self._seeks:
            self._was_late(None)
        elif self.closes is not None:
            self.instead, self.closed = self.closes, True
        elif self._seen:
            self.instead = self._seen[-1]
            self.passed = self._seen[-2] if len(self._seen) > 1 else None


def _due(walk: Walk, number: int) -> date | None:
    return walk.dates["due"][number] if "due" in walk.dates else None
