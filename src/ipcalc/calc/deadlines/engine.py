"""The engine: questions in, answers out. One answer is a column of length one."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.calendar import Calendar
from ipcalc.calc.days.closed import ClosedDays
from ipcalc.calc.deadlines.answer import answer
from ipcalc.calc.deadlines.choose import MOST, Choice, choose
from ipcalc.calc.deadlines.done import judge
from ipcalc.calc.deadlines.events import stood_in
from ipcalc.calc.deadlines.question import Question
from ipcalc.calc.deadlines.recurrence import Return, Series, series
from ipcalc.errors import BadRequest, NoAnswer
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.results import Deadline
    from ipcalc.law.rulebook import Rulebook

_KEPT = 4096


class Engine:
    """Computes deadlines from one rulebook. It keeps rules and days, up to a bound, and nothing of any matter."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.calendar = Calendar(ClosedDays(book))
        self.below = Engine(book.below) if book.below else None
        self._questions: dict[tuple[str, frozenset[str], Options, frozenset[str]], Question] = {}

    def question(
        self, period_id: str, given: frozenset[str], options: Options, stood: frozenset[str] = frozenset()
    ) -> Question:
        """What is asked about a period, apart from the dates of the events: see `Question`."""
        key = (period_id, given, options, stood)
        if key not in self._questions:
            if len(self._questions) >= _KEPT:
                self._questions.clear()
            below = self.below.question_below(period_id, given, options, stood) if self.below else None
            self._questions[key] = Question(self.book, self.calendar, period_id, given, options, stood, below=below)
        return self._questions[key]

    def question_below(
        self, period_id: str, given: frozenset[str], options: Options, stood: frozenset[str]
    ) -> Question | None:
        """The same question, as far as this rulebook knows the period, the events and the office; None where it does
        not know the period."""
        if period_id not in self.book.periods:
            return None
        office = options.office if options.office in self.book.offices else None
        plain = replace(options, office=office, done=None, strict=False, explain=False)
        known = self.book.events
        return self.question(period_id, given.intersection(known), plain, stood.intersection(known))

    def deadline(
        self, period_id: str, events: Mapping[str, date], options: Options, occurrence: int | None = None
    ) -> Deadline:
        """The answer of one period.

        Args:
            period_id: the id of the period.
            events: the dates of the matter, as `events.matter` gives them.
            options: see `Options`.
            occurrence: which return of a recurring period.

        Raises:
            BadRequest: an event is missing, or an occurrence where none is (or none where one is needed).
            NoAnswer: no law is in force or known for the dates, or `strict` refuses the answer.
        """
        if occurrence is None and self.book.period(period_id).recurs is not None:
            raise BadRequest(f"{period_id} recurs: say which occurrence")
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        return self._answer(choose(question, {name: (day,) for name, day in events.items()}, 1, (occurrence,)))

    def owed(self, period_id: str, events: Mapping[str, date], options: Options, done: date | None = None) -> Deadline:
        """The answer of a period, of one that recurs that of the occurrence which is owed.

        Args:
            period_id: the id of the period.
            events: the dates of the matter, as `events.matter` gives them.
            options: see `Options`.
            done: the day of the last act.

        Raises:
            BadRequest: an event is missing.
            NoAnswer: no law is in force or known for the dates, or `strict` refuses the answer.
        """
        question = self.question(period_id, frozenset(events), options)
        columns = {name: (day,) for name, day in events.items()}
        return self._answer(choose(question, columns, 1, (None,), (done,)))

    def abroad(self, period_id: str, events: Mapping[str, date], options: Options) -> list[Deadline]:
        """The answers of a period before each office abroad that it has, the earliest first.

        Raises:
            BadRequest, NoAnswer: as `deadline`.
        """
        offices = self.book.period(period_id).abroad
        found = [self.deadline(f"{period_id}/{office}", events, options) for office in offices]
        return sorted(found, key=lambda answer: answer.limits[0].date or date.max)

    def deadlines(self, period_id: str, events: Mapping[str, date], options: Options) -> Iterator[Deadline]:
        """The answers for all occurrences of a recurring period, the earliest first (without end where it has none).

        Those whose own day lies before the law that the rulebook knows are left out; the first answer says so.
        """
        return self._series(period_id, events, options, self.series(period_id, events, options))

    def open_deadlines(self, period_id: str, events: Mapping[str, date], options: Options) -> list[Deadline]:
        """All occurrences up to the end of the term or, where there is none, up to the first that is not past.

        Raises:
            BadRequest: an event is missing.
            NoAnswer: no occurrence lies in the law that is known.
        """
        found = self.series(period_id, events, options)
        answers: list[Deadline] = []
        for each in islice(self._series(period_id, events, options, found), MOST):
            answers.append(each)
            past = options.today is not None and each.last_date is not None and each.last_date < options.today
            if found.end is None and not past:
                break
        if not answers:
            raise NoAnswer(notes.before_law(self.book.period(period_id), None))
        return answers

    def series(self, period_id: str, events: Mapping[str, date], options: Options) -> Series:
        """The occurrences of a recurring period, the earliest first.

        Raises:
            BadRequest: an event is missing.
            NoAnswer: no version is in force on `as_of`.
        """
        plus = self.calendar.plus
        period = self.book.period(period_id)
        return series(period_id, period, events, options.as_of, lambda day, length: plus(length)[day])

    def _series(
        self, period_id: str, events: Mapping[str, date], options: Options, found: Series
    ) -> Iterator[Deadline]:
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        columns = {name: (day,) for name, day in events.items()}
        skipped: list[int] = []
        for occurrence in found.occurrences:
            if occurrence.version is None:
                skipped.append(occurrence.number)
                continue
            choice = Choice(question, columns, 1)
            choice.walks += choice.returning({0: Return(occurrence, found.start, found.start_event)})
            made = self._answer(choice)
            if skipped:
                made = replace(made, notes=notes.ordered([*made.notes, notes.left_out(skipped, question.period)]))
                skipped = []
            yield made

    def _answer(self, choice: Choice) -> Deadline:
        """The answer to the one row of a choice."""
        for error in choice.refused.values():
            raise error
        made = answer(choice.walks[0], 0)
        done = choice.question.options.done
        return replace(made, done=judge(made, done)) if done else made
