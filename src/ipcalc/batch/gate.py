"""What a file of deadlines still asks for: lapsed, overdue, due within some days, or unanswerable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcalc.calc.deadlines.done import judge
from ipcalc.calc.deadlines.record import OnRecord
from ipcalc.calc.matters.amounts import Paying, priced
from ipcalc.calc.matters.findings import calls
from ipcalc.calc.matters.state import DONE
from ipcalc.calc.notes import BY_OVERLAY
from ipcalc.calc.plain import Plain, plain
from ipcalc.errors import BadRequest, Broken, IpcalcError, NoAnswer
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.base import BUILT_IN
from ipcalc.rows.blocks import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.batch.deadlines import Asked, DeadlineRows
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.results import Deadline
    from ipcalc.rows.blocks import Reader


@frozen
class Finding(Plain):
    """Something to act on.

    Attributes:
        row: the number of the row, from 1; `line` is the line of the file on which it begins.
        ref: what the file calls the row.
        status: `lapsed`, `overdue`, `due`, `ask` (for an extension), `unconfirmed` or `unanswerable`.
        limit: the kind of limit; `day` is the day to act by, `days_left` the days from today to it.
        then: what can still be done, or what ended.
        reason: why the row has no answer.
        layer: `built-in`, or the overlay that touched the answer.
        answer: the answer that it is about, with its state.
    """

    row: int
    line: int
    ref: str
    status: str
    period: str
    title: str = ""
    occurrence: int | None = None
    limit: str | None = None
    day: date | None = None
    days_left: int | None = None
    then: str | None = None
    reason: str | None = None
    layer: str = BUILT_IN
    answer: Deadline | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {
            "status": self.status,
            "row": self.row,
            "line": self.line,
            "ref": self.ref or None,
            "period": self.period or None,
            "title": self.title or None,
            "occurrence": self.occurrence,
            "limit": self.limit,
            "act_by": plain(self.day),
            "days_left": self.days_left,
            "state": self.answer.state if self.answer else None,
            "next": plain(self.answer.next) if self.answer else None,
            "then": self.then,
            "reason": self.reason,
            "layer": self.layer,
        }


@frozen
class Checked(Plain):
    """All findings, the overdue first, and how many rows were read; `closed` of them are done."""

    today: date
    within: int
    rows: int
    closed: int
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        found = super().to_dict()
        return {"done" if name == "closed" else name: value for name, value in found.items()}


def check(engine: Engine, reader: Reader, rows: DeadlineRows, ref: int | None, today: date, within: int) -> Checked:
    """Check every row of a file. A row with a date in `done` is closed, unless it recurs: then that occurrence is.

    Args:
        engine: which answers.
        reader: the rows.
        rows: which reads them.
        ref: the place of the column that names a row.
        today: the day of the check.
        within: how many days ahead is near.
    """
    findings: list[Finding] = []
    number = closed = 0
    line = reader.before + 1
    for row in rows_of(reader):
        here = line
        line += 1 + row.text.count("\n")
        if row.blank:
            continue
        number += 1
        name = row.values[ref].strip() if ref is not None else ""
        if row.fault is not None:
            findings.append(Finding(number, here, name, "unanswerable", "", reason=row.fault))
            continue
        try:
            asked = _Row.of(rows.question(row.values))
            about = Finding(number, here, name, "", asked.period)
            answers = _answers(engine, asked, within)
            closed += all(each.state == DONE for each in answers)
            own = [found for answer in answers for found in _findings(engine, about, answer, today, within)]
            touched = any(each.layer != BUILT_IN for each in answers)
            rows.overlaid.count([BY_OVERLAY] if touched else [])
            findings += [*own, *_by_built_in(engine, asked, own, about, (today, within))]
        except IpcalcError as error:
            findings.append(Finding(number, here, name, "unanswerable", "", reason=str(error)))
        except Exception as error:
            raise Broken(error, f"row {number}, line {here}: ") from error
    findings.sort(key=lambda each: (each.day or date.max, each.row))
    return Checked(today, within, number, closed, tuple(findings))


def _by_built_in(
    engine: Engine, asked: _Row, own: Sequence[Finding], about: Finding, days: tuple[date, int]
) -> Iterator[Finding]:
    """What the built-in rulebook finds in a row earlier than the overlay does, or alone."""
    below = engine.below
    if below is None or asked.period not in below.book.periods:
        return
    events = {name: day for name, day in asked.events.items() if name in below.book.events}
    office = asked.options.office if asked.options.office in below.book.offices else None
    plain_ = asked._replace(events=events, options=replace(asked.options, office=office))
    known = {(each.occurrence, each.limit): each.day or date.min for each in own}
    try:
        found = [each for answer in _answers(below, plain_, days[1]) for each in _findings(below, about, answer, *days)]
    except IpcalcError:
        return
    for each in found:
        other = known.get((each.occurrence, each.limit))
        if other is None or (each.day and each.day < other):
            why = f"by the built-in rulebook, not by the overlay {engine.book.overlay}"
            yield replace(each, then=f"{each.then}; {why}" if each.then else why)


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


def _findings(engine: Engine, about: Finding, answer: Deadline, today: date, within: int) -> Iterator[Finding]:
    answer = priced(engine.book, answer, Paying(), today)
    for each in calls(answer, today, within):
        yield replace(
            about,
            status=each.status,
            title=answer.title,
            occurrence=answer.occurrence,
            limit=each.limit,
            day=each.day,
            days_left=each.days_left,
            then=each.then,
            layer=answer.layer,
            answer=answer,
        )
