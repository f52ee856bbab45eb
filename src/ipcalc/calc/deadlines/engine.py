"""The engine: questions in, answers out. One answer is a column of length one."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.calendar import Calendar
from ipcalc.calc.days.closed import ClosedDays
from ipcalc.calc.deadlines.answer import answer
from ipcalc.calc.deadlines.below import knows, plainly
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.done import judge
from ipcalc.calc.deadlines.events import stood_in
from ipcalc.calc.deadlines.occurrence import Occurrences
from ipcalc.calc.deadlines.outstanding import PAST, outstanding
from ipcalc.calc.deadlines.owed import MOST, ClosedByAct
from ipcalc.calc.deadlines.question import Question
from ipcalc.calc.deadlines.readings import read_otherwise
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD
from ipcalc.calc.deadlines.recurrence import Return, Series, series
from ipcalc.calc.deadlines.state import DONE, LAPSED, MISSED, OPEN, UNCONFIRMED
from ipcalc.calc.deadlines.version import Choice
from ipcalc.calc.deadlines.waiting import wait
from ipcalc.errors import BadRequest, IpcalcError, NoAnswer
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.deadlines.readings import Read
    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.deadlines.waiting import Wait
    from ipcalc.calc.deadlines.walk import Walk
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
        if not knows(self.book, period_id):
            return None
        known, plain = self.book.events.keys(), replace(plainly(self.book, options), done=None)
        return self.question(period_id, given.intersection(known), plain, stood.intersection(known))

    def wait(self, period_id: str, events: Mapping[str, date], options: Options) -> Wait:
        """What a period waits for in a matter; the arguments are those of `deadline`."""
        return wait(self.question(period_id, frozenset(events), options, stood_in(events)), events)

    def deadline(
        self,
        period_id: str,
        events: Mapping[str, date],
        options: Options,
        occurrence: int | None = None,
        act: OnRecord = NOTHING_ON_RECORD,
    ) -> Deadline:
        """The answer of one period.

        Args:
            period_id: the id of the period.
            events: the dates of the matter, as `events.matter` gives them.
            options: see `Options`.
            occurrence: which return of a recurring period.
            act: what is on record of its act; with `options.done` its day.

        Raises:
            BadRequest: an event is missing, or an occurrence where none is (or none where one is needed).
            NoAnswer: no law is in force or known for the dates, or `strict` refuses the answer.
        """
        if occurrence is None and self.book.period(period_id).recurs is not None:
            raise BadRequest(f"{period_id} recurs: say which occurrence")
        return self._asked(period_id, events, options, occurrence, act)

    def walk(
        self,
        period_id: str,
        events: Mapping[str, date],
        options: Options,
        act: OnRecord = NOTHING_ON_RECORD,
    ) -> Walk:
        """The walk of one row that answers a period; of a recurring one, of the occurrence that is owed. What can be
        told from its days needs no answer.

        Raises:
            BadRequest, NoAnswer: as for `deadline`.
        """
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        choice = choose(question, {name: (day,) for name, day in events.items()}, 1, (None,), (act,))
        for error in choice.refused.values():
            raise error
        return choice.walks[0]

    def owed(
        self, period_id: str, events: Mapping[str, date], options: Options, act: OnRecord = NOTHING_ON_RECORD
    ) -> Deadline:
        """The answer of one period, of a recurring one that of the occurrence which is owed today: see `Search`.

        Args:
            period_id, events: as for `deadline`.
            options: see `Options`; `today` must be known where the period recurs.
            act: what is on record of its act.

        Raises:
            BadRequest, NoAnswer: as for `deadline`.
        """
        return self._asked(period_id, events, options, None, act)

    def closes(self, period_id: str, events: Mapping[str, date], options: Options, act: OnRecord) -> ClosedByAct:
        """Which occurrences what is on record closes. Arguments and errors are those of `owed`."""
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        choice = Choice(question, {name: (day,) for name, day in events.items()}, 1)
        occurrences = Occurrences(choice)
        occurrences.answer((None,), (act,), looks_back=False)
        for error in choice.refused.values():
            raise error
        return occurrences.searches[0].closed_by_act

    def outstanding(
        self,
        period_id: str,
        events: Mapping[str, date],
        options: Options,
        act: OnRecord = NOTHING_ON_RECORD,
        within: int | None = None,
        owed: Deadline | None = None,
    ) -> list[Deadline]:
        """What is owed of a period, and what falls due near today after it.

        Args:
            period_id, events, options, act: as for `owed`.
            within: how many days ahead is near; None for the next occurrence alone.
            owed: the answer of `owed`, where it is known.

        Returns:
            The answer of `owed` first, and with it all that falls due on the same day. Where it is lapsed no later
            occurrence takes its place, and it stands alone.
        """
        owed = owed or self.owed(period_id, events, options, act)
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        found = outstanding(question, {name: (day,) for name, day in events.items()}, {0: owed}, within)[0]
        if isinstance(found, IpcalcError):
            raise found
        return found

    def read_otherwise(
        self, period_id: str, events: Mapping[str, date], options: Options, occurrence: int | None = None
    ) -> Sequence[Read]:
        """The days of an answer by the other readings of a contested point; the arguments are those of `deadline`."""
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        choice = choose(question, {name: (day,) for name, day in events.items()}, 1, (occurrence,))
        return [read for walk in choice.walks for reads in read_otherwise(walk).values() for read in reads]

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

    def open_deadlines(
        self, period_id: str, events: Mapping[str, date], options: Options, act: OnRecord = NOTHING_ON_RECORD
    ) -> list[Deadline]:
        """All occurrences up to the end of the term or, where there is none, up to the first that is neither past nor
        paid ahead.

        Raises:
            BadRequest: an event is missing.
            NoAnswer: no occurrence lies in the law that is known.
        """
        found = self.series(period_id, events, options)
        recurs = self.book.period(period_id).recurs
        first_is_owed = recurs is not None and bool(recurs.terms) and found.start_event == recurs.day
        owed = self.owed(period_id, events, options, act) if act.tells and options.today else None
        answers: list[Deadline] = []
        for each in islice(self._series(period_id, events, options, found), MOST):
            answers.append(_on_record(each, owed) if owed else each)
            if owed and owed.occurrence == each.occurrence and owed.state == LAPSED:
                break
            reached = owed is None or (owed.occurrence or 0) <= (each.occurrence or 0)
            if not found.ends and reached and (first_is_owed or each.state not in (LAPSED, MISSED)):
                break
        if not answers:
            raise NoAnswer(notes.before_law(self.book.period(period_id), None))
        return answers

    def series(self, period_id: str, events: Mapping[str, date], options: Options, first: int = 0) -> Series:
        """The occurrences of a recurring period from a number on, the earliest first.

        Raises:
            BadRequest: an event is missing.
            NoAnswer: no version is in force on `as_of`.
        """
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        return series(question, events, from_number=first)

    def _series(
        self, period_id: str, events: Mapping[str, date], options: Options, found: Series
    ) -> Iterator[Deadline]:
        """The answers of occurrences."""
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        skipped: list[int] = []
        passed: Return | None = None
        for occurrence in found.occurrences:
            if occurrence.version is None:
                skipped.append(occurrence.number)
                continue
            this = Return(occurrence, found.start, found.start_event)
            choice = _choice(question, events, this)
            for walk in choice.walks:
                walk.passed = {0: passed} if passed else {}
            made = self._answer(choice)
            if skipped:
                made = replace(made, notes=notes.ordered([*made.notes, notes.left_out(skipped, question.period)]))
                skipped = []
            passed = this if made.state in PAST else passed
            yield made

    def _asked(
        self, period_id: str, events: Mapping[str, date], options: Options, occurrence: int | None, act: OnRecord
    ) -> Deadline:
        question = self.question(period_id, frozenset(events), options, stood_in(events))
        if options.done is not None:
            act = act._replace(done=options.done)
        columns = {name: (day,) for name, day in events.items()}
        return self._answer(choose(question, columns, 1, (occurrence,), (act,)))

    def _answer(self, choice: Choice) -> Deadline:
        """The answer to the one row of a choice."""
        for error in choice.refused.values():
            raise error
        made = answer(choice.walks[0], 0)
        done = choice.question.options.done
        return replace(made, done=judge(made, done)) if done else made


def _choice(question: Question, events: Mapping[str, date], this: Return) -> Choice:
    """The choice of one occurrence."""
    choice = Choice(question, {name: (day,) for name, day in events.items()}, 1)
    choice.walks += choice.returning({0: this})
    return choice


def _on_record(answer: Deadline, owed: Deadline) -> Deadline:
    """An occurrence by what is on record, of which another one is owed: those before it are done."""
    number, first = answer.occurrence or 0, owed.occurrence or 0
    if number == first:
        return owed
    if number < first:
        return replace(answer, state=DONE, next=None, unconfirmed=None)
    return replace(answer, state=OPEN if answer.state == UNCONFIRMED else answer.state, unconfirmed=None)
