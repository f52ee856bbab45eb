"""The occurrence of a recurring period that answers each of many rows: the one that is named, or the one that is owed.

What is on record of the act tells which is owed; `Search` finds it in one row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.counting import length_of
from ipcalc.calc.days.suspending import suspensions_of
from ipcalc.calc.deadlines.done import check_done
from ipcalc.calc.deadlines.owed import Search
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD, OnRecord
from ipcalc.calc.deadlines.recurrence import Return
from ipcalc.calc.deadlines.version import Choice
from ipcalc.errors import IpcalcError, NoAnswer
from ipcalc.law.shapes.periods import UNITS

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.base import Note
    from ipcalc.law.shapes.periods import Count, Version


class Occurrences:
    """The rows of a choice about a period that recurs, by the occurrences that answer them.

    Attributes:
        searches: by row, the search for the occurrence that is owed.
    """

    def __init__(self, choice: Choice) -> None:
        self._choice, self._question = choice, choice.question
        self.searches: dict[int, Search] = {}

    def answer(self, numbers: Sequence[int | Return | None], acts: Sequence[OnRecord], *, looks_back: bool) -> None:
        """Answer by the occurrence that is named, else the one that is owed."""
        asked = {row: number for row, number in enumerate(numbers) if number is not None}
        owed = {row: acts[row] for row, number in enumerate(numbers) if number is None}
        named = self._choice.named(asked)
        if named:
            self._named(named, {row: acts[row] for row in named}, looks_back=looks_back)
        if owed:
            self._owed(owed)

    def _owed(self, acts: Mapping[int, OnRecord]) -> None:
        """Answer by the occurrence of each row that is owed."""
        for row, search in self._searched(acts, self._choice.walks).items():
            if search.instead is None:
                occurrence = self._question.options.today or date.max
                self._choice.refused[row] = NoAnswer(notes.none_open(self._question.period.title, occurrence, None))

    def _searched(self, acts: Mapping[int, OnRecord], walks: list[Walk]) -> dict[int, Search]:
        """Search for the occurrence that is owed in each row, and add its walk to `walks`.

        Returns:
            The searches that did not end with the occurrence that was looked at last.
        """
        today = self._question.options.today
        assert today is not None
        past = _surely_past(self._question, today)
        open_: dict[int, Search] = {}
        over: dict[int, Search] = {}
        for row, act in acts.items():
            try:
                open_[row] = self.searches[row] = self._search(row, act, past)
            except IpcalcError as error:
                self._choice.refused[row] = error.alone()
        while open_:
            asked: dict[int, Return] = {}
            for row in list(open_):
                try:
                    found = open_[row].next()
                except IpcalcError as error:
                    self._choice.refused[row] = error.alone()
                    del open_[row]
                    continue
                if found is None:
                    over[row] = open_.pop(row)
                else:
                    asked[row] = found
            for walk in self._choice.returning(asked):
                settled = [n for n, row in enumerate(walk.rows) if open_[row].settles(walk, n, today)]
                if settled:
                    part = walk.part(settled)
                    part.passed = {n: passed for n, row in enumerate(part.rows) if (passed := open_[row].passed)}
                    part.acts = _extended(part, acts)
                    part.before = _in_vain(part, self.searches)
                    walks.append(part)
                for number in settled:
                    del open_[walk.rows[number]]
            for row in asked:
                if row in self._choice.refused:
                    open_.pop(row, None)
                elif row in open_ and open_[row].instead is not None:
                    over[row] = open_.pop(row)
        self._instead(over, acts, walks)
        return over

    def _instead(self, over: Mapping[int, Search], acts: Mapping[int, OnRecord], walks: list[Walk]) -> None:
        """Add the walks of the rows whose occurrence is not the one that was looked at last."""
        for walk in self._choice.returning({row: found for row, search in over.items() if (found := search.instead)}):
            searches = [over[row] for row in walk.rows]
            walk.passed = {n: search.passed for n, search in enumerate(searches) if search.passed}
            walk.acts = {n: acts[walk.rows[n]] for n, search in enumerate(searches) if search.closed}
            walk.before = _in_vain(walk, over)
            walks.append(walk)

    def _search(self, row: int, act: OnRecord, past: date) -> Search:
        """Begin the search in a row; an occurrence that lies before `past` is over, whatever limits it has."""
        period = self._question.period
        recurs = period.recurs
        assert recurs is not None
        every = act.tells or recurs.day in self._choice.events
        if every or max((days[row] for days in self._choice.events.values()), default=past) >= past:
            past = date.min
        paid = 0 if act.through is None or recurs.every_years is None else min(act.through, recurs.last or act.through)
        found = self._choice.series_of(row, past, paid)
        if act.done is not None:
            check_done(recurs, (found.start_event, found.start), act.done)
        return Search(period, found, past, act)

    def _named(self, returns: Mapping[int, Return], acts: Mapping[int, OnRecord], *, looks_back: bool) -> None:
        """Answer by the occurrence that is named; looking back tells the latest that is past if none is on record."""
        walks = list(self._choice.returning(returns))
        self._choice.walks += walks
        passed: dict[int, Return] = {}
        if self._question.options.today is not None and looks_back:
            found: list[Walk] = []
            choice = self._choice
            quiet = {row: NOTHING_ON_RECORD for row in returns if row not in choice.refused and not acts[row].tells}
            again = Occurrences(Choice(choice.question, choice.events, choice.count))
            over = again._searched(quiet, found)
            passed = {row: search.passed for row, search in over.items() if search.passed}
            for walk in found:
                passed |= {walk.rows[n]: each for n, each in walk.passed.items()}
        for walk in walks:
            walk.acts = {n: acts[row] for n, row in enumerate(walk.rows) if acts[row] != NOTHING_ON_RECORD}
            latest = {n: passed[row] for n, row in enumerate(walk.rows) if row in passed}
            walk.passed = {
                n: before
                for n, each in latest.items()
                if (before := self._before(walk.rows[n], each, walk.returns[n].occurrence.number))
            }

    def _before(self, row: int, passed: Return, number: int) -> Return | None:
        """The latest occurrence that is past before the one with this number; `passed` is the latest of all."""
        if passed.occurrence.number < number:
            return passed
        found = self._choice.series_of(row)
        known = (each for each in found.occurrences if each.version is not None)
        earlier = list(takewhile(lambda each: each.number < number, known))
        return Return(earlier[-1], found.start, found.start_event) if earlier else None


def _surely_past(question: Question, today: date) -> date:
    """What lies before this day is past, by every reading and every suspension."""
    others = [question.book.period(other.period).versions for other in question.others]
    reach = sum(max(map(_length, versions)) for versions in (question.period.versions, *others))
    if any(len(version.readings) > 1 for version in question.period.versions):
        reach += UNITS["years"]
    reach += UNITS["years"] * _perhaps_earlier(question)
    for each in suspensions_of(question.book, question.period):
        if today <= each.last_day:
            reach += (each.last_day - each.from_).days
    return date.fromordinal(max(1, today.toordinal() - reach))


def _perhaps_earlier(question: Question) -> int:
    """By how many years a term may at most end earlier than by itself."""
    recurs = question.period.recurs
    if recurs is None or recurs.term_decided_by not in question.given:
        return 0
    return max((term.perhaps or 0 for term in recurs.terms), default=0)


def _length(version: Version) -> int:
    """No limit of a version lies more days than this after the days that it counts from."""
    ways = (version.limits, *(branch.limits for branch in version.where))
    return sum(map(_days, version.marks.values())) + max(
        sum(_days(count) for limit in way for count in limit.every) for way in ways
    )


def _days(count: Count) -> int:
    length = length_of(count)
    return 0 if length is None else length.at_most


def _in_vain(walk: Walk, searches: Mapping[int, Search]) -> dict[int, Sequence[Note]]:
    """What is said of the rows of a walk in which an act on record closes nothing, with what is said before."""
    days = {n: searches[row].in_vain for n, row in enumerate(walk.rows)}
    said = {n: [*walk.before.get(n, ()), notes.closes_none(day)] for n, day in days.items() if day is not None}
    return {**walk.before, **said}


def _extended(walk: Walk, acts: Mapping[int, OnRecord]) -> dict[int, OnRecord]:
    """By the number of a row of a walk, until when its occurrence was extended; an extension that ends before it is
    due was of an earlier one."""
    if "due" not in walk.dates or "extended" not in walk.dates:
        return {}
    days = {number: acts[row].extended for number, row in enumerate(walk.rows)}
    return {n: OnRecord(extended=day) for n, day in days.items() if day is not None and day > walk.dates["due"][n]}
