"""What the rows of a file of deadlines still ask for."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.batch.checks.finding import CheckFinding, earlier, findings_of
from ipcalc.batch.deadlines import part
from ipcalc.calc import notes
from ipcalc.calc.deadlines.answer import answers
from ipcalc.calc.deadlines.apart import apart
from ipcalc.calc.deadlines.below import known_of, knows, plainly
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.done import judge
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD, OnRecord
from ipcalc.calc.deadlines.state import DONE, States
from ipcalc.calc.matters.findings import UNANSWERABLE, may_call
from ipcalc.calc.matters.left_out import not_compared
from ipcalc.calc.matters.matter import Matter
from ipcalc.calc.matters.words import Words
from ipcalc.calc.notes import BY_OVERLAY
from ipcalc.errors import BadRequest, Broken, IpcalcError, NoAnswer, as_written
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import BUILT_IN
from ipcalc.money import grouped
from ipcalc.numbers import whole
from ipcalc.rows.blocks import rows_of
from ipcalc.rows.headings import APPLICANT, REF
from ipcalc.rows.progress import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.batch.deadlines import AskedRows, DeadlineRows
    from ipcalc.batch.matters.dockets import Narrow
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.calc.matters.portfolio import Portfolio
    from ipcalc.calc.results import Deadline
    from ipcalc.law.shapes.base import Note
    from ipcalc.rows.blocks import Reader, Row
    from ipcalc.rows.progress import Progress

    _Price = Callable[[Matter | None, Deadline], Deadline]
    _Answers = list[Deadline] | IpcalcError
    _Named = tuple[Row, CheckFinding, Mapping[str, str]]

_TOGETHER = 1000  # rows that are asked together


class CheckedRows:
    """The rows of one file. A date in `done` closes a row, unless it recurs: then that occurrence is.

    Args:
        portfolio: gives answers their sums, and has what answers.
        rows: which reads what rows ask.
        days: the day of the check, and how many days ahead are near.
        file: what the file is called.

    Attributes:
        count: how many rows there are, and `closed` how many of them are done.
    """

    def __init__(self, portfolio: Portfolio, rows: DeadlineRows, days: tuple[date, int], file: str) -> None:
        self._price, self._engine = portfolio.with_next_sum, portfolio.engine
        self._rows, self._days, self._file = rows, days, file
        self._words = Words(self._engine.book)
        self._unread: dict[str, tuple[str, int]] = {}  # the first such cell of a column, and how many there are
        self.count = self.closed = 0

    def findings(
        self, reader: Reader, named: Mapping[str, int], client: Narrow, progress: Progress | None = None
    ) -> Iterator[CheckFinding]:
        """What is found in each row, in their order.

        Args:
            reader: the rows.
            named: the places of the columns that name a row (`ref`), its `client`, its `applicant` and its quantities
                (`classes`), where there are any.
            client: which rows are asked for.
            progress: is told how many more rows are done.
        """
        rows = self._asked(reader, named, client, progress)
        while some := list(islice(rows, _TOGETHER)):
            try:
                yield from self._found(some)
            except Exception:
                for each in some:
                    try:
                        yield from self._found([each])
                    except Exception as error:
                        where = f"{self._file}: row {each[1].row}, line {each[1].line}: "
                        raise Broken(error, where) from error

    def _asked(
        self, reader: Reader, named: Mapping[str, int], client: Narrow, progress: Progress | None
    ) -> Iterator[_Named]:
        """The rows that are asked for, each with what names it and its cells of those columns."""
        line = reader.before + 1
        for row in counted(rows_of(reader), progress):
            here, line = line, line + 1 + row.text.count("\n")
            if row.blank or not any(map(str.strip, row.values)):
                continue
            names = {name: row.values[place].strip() for name, place in named.items()}
            if row.fault is None and not client.fits(names):
                continue
            self.count += 1
            about = CheckFinding(self.count, here, names.get(REF, ""), "", "", self._file)
            yield row, about, names

    def _found(self, some: Sequence[_Named]) -> list[CheckFinding]:
        """What is found in some rows, in their order."""
        good = [number for number, (row, _, _) in enumerate(some) if row.fault is None]
        found = {n: [_unanswerable(who, row.fault)] for n, (row, who, _) in enumerate(some) if row.fault is not None}
        closed = touched = 0
        for places, asked in self._rows.asked(self._rows.columns_of([some[n][0].values for n in good]), len(good)):
            for number, called in _answers(self._engine, asked, len(places), self._days[1]):
                place = good[places[number]]
                _, about, names = some[place]
                if isinstance(called, IpcalcError):
                    found[place] = [_unanswerable(about, str(called))]
                    continue
                closed += all(each.state == DONE for each in called)
                touched += any(each.layer != BUILT_IN for each in called)
                price = self._pricing(names, asked.said.get(number, ()))
                own = [each for answer in called for each in findings_of(about, answer, self._days, price)]
                found[place] = [*own, *self._by_built_in(part(asked, [number]), own, about, price)]
        self.closed += closed
        self._rows.tally.count([BY_OVERLAY] * touched)
        return [each for place in sorted(found) for each in found[place]]

    def _pricing(self, names: Mapping[str, str], said: Sequence[str]) -> _Price:
        """What gives the answer of a row its sum, for the class of applicant and the quantities that the row names; and
        what is `said` of its dates."""
        given = {name: names[name] for name in (APPLICANT, *self._words.counts) if names.get(name)}
        if not given and not said:
            return self._price
        unread = {name: cell for name, cell in given.items() if not self._is_read(name, cell)}
        for name, cell in unread.items():
            first, count = self._unread.get(name, (cell, 0))
            self._unread[name] = first, count + 1
        applicant = None if APPLICANT in unread else given.get(APPLICANT)
        counts = {name: int(cell) for name, cell in given.items() if name != APPLICANT and name not in unread}

        def price(_: Matter | None, answer: Deadline) -> Deadline:
            made = self._price(Matter(answer.right, applicant=applicant, counts=counts), answer)
            doubts = [*map(notes.doubt, said), *_doubts(made, unread)]
            return replace(made, notes=notes.ordered([*doubts, *made.notes]))

        return price

    def _is_read(self, name: str, cell: str) -> bool:
        """Whether a cell names a class of applicant that is known, or is a number of things."""
        if name != APPLICANT:
            return whole(cell)
        try:
            self._words.applicants(cell)
        except BadRequest:
            return False
        return True

    def told(self) -> Iterator[str]:
        """What is to be said of all rows together."""
        for column, (first, count) in self._unread.items():
            rows = "1 row has" if count == 1 else f"{grouped(count)} rows have"
            such = f"in the column {column!r}, such as {as_written(first)}"
            means = (
                "their sums are calculated without it"
                if column == APPLICANT
                else "sums that depend on it are not known"
            )
            yield f"{rows} no {_expected(column)} {such}: {means}"

    def _by_built_in(
        self, asked: AskedRows, own: Sequence[CheckFinding], about: CheckFinding, price: _Price
    ) -> Iterator[CheckFinding]:
        """What the built-in rulebook finds in a row earlier than the overlay does, or alone."""
        below = self._engine.below
        if below is None or not knows(below.book, asked.period):
            return
        for _, called in _answers(below, _plain(asked, below), 1, self._days[1]):
            if isinstance(called, BadRequest):
                yield _unanswerable(about, not_compared(self._engine.book.overlay, called))
            elif not isinstance(called, IpcalcError):
                found = (each for answer in called for each in findings_of(about, answer, self._days, price))
                yield from earlier(own, found, self._engine.book.overlay)


def _expected(column: str) -> str:
    """What a cell of a column should be that says what a sum depends on."""
    return "known class" if column == APPLICANT else "whole number"


def _doubts(answer: Deadline, unread: Mapping[str, str]) -> Iterator[Note]:
    """That cells of a row cannot be read on which the sum of what is next depends."""
    ahead = answer.next
    for column, cell in unread.items() if ahead is not None and ahead.fee else ():
        said = f"{as_written(cell)} in the column {column!r} is no {_expected(column)}"
        if column == APPLICANT:
            yield notes.doubt(f"{said}: the sum is calculated without it.")
        elif ahead is not None and column in ahead.needs:
            yield notes.doubt(f"{said}: the sum depends on it and is not known.")


def _plain(asked: AskedRows, below: Engine) -> AskedRows:
    """What is asked, as far as the built-in rulebook knows its events and its office."""
    events = known_of(below.book, asked.events)
    options, stood = plainly(below.book, asked.options), asked.stood.intersection(events)
    return replace(asked, events=events, options=options, stood=stood)


def _unanswerable(about: CheckFinding, why: str) -> CheckFinding:
    return replace(about, status=UNANSWERABLE, reason=why)


def _answers(engine: Engine, asked: AskedRows, count: int, within: int) -> Iterator[tuple[int, _Answers]]:
    """What rows that are alike call for, by their numbers, or why there is no answer: of a recurring period what is
    owed and what is near; nothing of a term, or of the office. Rows that surely call for nothing are left out."""
    yield from asked.errors.items()
    rows = [row for row in range(count) if row not in asked.errors]
    if rows and engine.book.period(asked.period).recurs is not None and not asked.numbers:
        for row in rows:
            yield row, _outstanding(engine, part(asked, [row]), within)
        return
    yield from apart(rows, lambda some: _together(engine, part(asked, some), some, within))


def _together(engine: Engine, asked: AskedRows, rows: Sequence[int], within: int) -> Iterator[tuple[int, _Answers]]:
    """What rows call for that ask for one occurrence, or for what does not recur; `rows` are their numbers."""
    acts = [OnRecord(day) for day in asked.done] or [NOTHING_ON_RECORD] * len(rows)
    question = engine.question(asked.period, frozenset(asked.events), asked.options, asked.stood)
    choice = choose(question, asked.events, len(rows), asked.numbers, acts)
    for row, error in choice.refused.items():
        yield rows[row], _refused(error, asked, row)
    judged = bool(asked.done) and not engine.book.is_offices(question.period)
    for walk in choice.walks:
        for number, made in answers(walk, _may_call(walk, engine, asked, within)):
            row = walk.rows[number]
            if isinstance(made, IpcalcError):
                yield rows[row], _refused(made, asked, row)
            else:
                yield rows[row], [_judged(made, asked.done[row]) if judged else made]


def _may_call(walk: Walk, engine: Engine, asked: AskedRows, within: int) -> Sequence[int]:
    """The rows of a walk whose answers may call for something, or tell more than that."""
    today = asked.options.today
    if asked.done or asked.options.strict or engine.below is not None or today is None:
        return range(len(walk))
    return may_call(walk, States(walk, today).words, today, within)


def _outstanding(engine: Engine, asked: AskedRows, within: int) -> _Answers:
    """What one row of a recurring period calls for."""
    if engine.book.is_offices(engine.book.period(asked.period)):
        return []
    events = asked.of(0)
    act = OnRecord(asked.done[0] if asked.done else None)
    try:
        return engine.outstanding(asked.period, events, asked.options, act, within)
    except IpcalcError as error:
        return error


def _refused(error: IpcalcError, asked: AskedRows, row: int) -> _Answers:
    """Nothing is asked of a row whose act is done and of which no law is known."""
    return [] if isinstance(error, NoAnswer) and asked.done and asked.done[row] is not None else error


def _judged(made: Deadline, done: date | None) -> Deadline:
    return made if done is None else replace(made, done=judge(made, done))
