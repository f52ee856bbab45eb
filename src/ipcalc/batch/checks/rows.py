"""What the rows of a file of deadlines still ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ipcalc.batch.checks.finding import UNANSWERABLE, CheckFinding, earlier, findings_of
from ipcalc.calc.deadlines.done import judge
from ipcalc.calc.deadlines.record import OnRecord
from ipcalc.calc.matters.state import DONE
from ipcalc.calc.notes import BY_OVERLAY
from ipcalc.errors import BadRequest, Broken, IpcalcError, NoAnswer
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import BUILT_IN
from ipcalc.rows.blocks import rows_of
from ipcalc.rows.headings import REF
from ipcalc.rows.progress import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.batch.deadlines import Asked, DeadlineRows
    from ipcalc.batch.matters.dockets import Narrow
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.results import Deadline
    from ipcalc.rows.blocks import Reader, Row
    from ipcalc.rows.progress import Progress


class Rows:
    """The rows of one file. A date in `done` closes a row, unless it recurs: then that occurrence is.

    Args:
        engine: which answers.
        rows: which reads what rows ask.
        price: gives an answer its sums.
        days: the day of the check, and how many days ahead are near.
        file: what the file is called.

    Attributes:
        count: how many rows there are, and `closed` how many of them are done.
    """

    def __init__(
        self,
        engine: Engine,
        rows: DeadlineRows,
        price: Callable[[Matter | None, Deadline], Deadline],
        days: tuple[date, int],
        file: str,
    ) -> None:
        self._price = price
        self._engine, self._rows, self._days, self._file = engine, rows, days, file
        self.count = self.closed = 0

    def findings(
        self, reader: Reader, named: Mapping[str, int], client: Narrow, progress: Progress | None = None
    ) -> Iterator[CheckFinding]:
        """What is found in each row, in their order.

        Args:
            reader: the rows.
            named: the places of the columns that name a row (`ref`) and its `client`, where there are any.
            client: which rows are asked for.
            progress: is told how many more rows are done.
        """
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
            try:
                yield from self._of(row, about) if row.fault is None else _unanswerable(about, row.fault)
            except IpcalcError as error:
                yield from _unanswerable(about, str(error))
            except Exception as error:
                raise Broken(error, f"{self._file}: row {self.count}, line {here}: ") from error

    def _of(self, row: Row, about: CheckFinding) -> list[CheckFinding]:
        asked = _Row.of(self._rows.question(row.values))
        answers = _answers(self._engine, asked, self._days[1])
        self.closed += all(each.state == DONE for each in answers)
        own = [found for answer in answers for found in findings_of(about, answer, self._days, self._price)]
        touched = any(each.layer != BUILT_IN for each in answers)
        self._rows.overlaid.count([BY_OVERLAY] if touched else [])
        return [*own, *_by_built_in(self._engine, asked, own, about, self._days, self._price)]


def _unanswerable(about: CheckFinding, why: str) -> Iterator[CheckFinding]:
    yield replace(about, status=UNANSWERABLE, reason=why)


def _by_built_in(
    engine: Engine,
    asked: _Row,
    own: Sequence[CheckFinding],
    about: CheckFinding,
    days: tuple[date, int],
    price: Callable[[Matter | None, Deadline], Deadline],
) -> Iterator[CheckFinding]:
    """What the built-in rulebook finds in a row earlier than the overlay does, or alone."""
    below = engine.below
    if below is None or asked.period not in below.book.periods:
        return
    events = {name: day for name, day in asked.events.items() if name in below.book.events}
    office = asked.options.office if asked.options.office in below.book.offices else None
    plain_ = asked._replace(events=events, options=replace(asked.options, office=office))
    try:
        answers = _answers(below, plain_, days[1])
    except IpcalcError:
        return
    found = (each for answer in answers for each in findings_of(about, answer, days, price))
    yield from earlier(own, found, engine.book.overlay)


class _Row(NamedTuple):
    """What one row asks."""

    period: str
    events: dict[str, date]
    options: Options
    occurrence: int | None
    done: date | None

    @classmethod
    def of(cls, asked: Asked) -> _Row:
        events = {name: days[0] for name, days in asked.events.items()}
        number, done = asked.numbers[0] if asked.numbers else None, asked.done[0] if asked.done else None
        return cls(asked.period, events, asked.options, number, done)


def _answers(engine: Engine, asked: _Row, within: int) -> list[Deadline]:
    """What a row calls for: of a recurring period what is owed and what is near; nothing of a term, or of the office.

    Raises:
        BadRequest: the act was done before it could be.
    """
    period, act = engine.book.period(asked.period), OnRecord(asked.done)
    if period.recurs is not None and asked.occurrence is None:
        return (
            []
            if engine.book.is_offices(period)
            else engine.outstanding(asked.period, asked.events, asked.options, act, within)
        )
    try:
        answer = engine.deadline(asked.period, asked.events, asked.options, asked.occurrence, act)
    except NoAnswer:
        if asked.done is None:
            raise
        return []
    if asked.done is not None and not engine.book.is_offices(period):
        judged = judge(answer, asked.done)
        if judged.result == "too early":
            raise BadRequest(f"done {asked.done} is too early: {judged.means}")
    return [answer]
