"""What a file of deadlines still asks for: overdue, due within some days, or unanswerable."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcalc.calc import notes
from ipcalc.calc.deadlines.done import LastAct, check_done, judge
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
    from ipcalc.calc.results import Deadline, LimitDate
    from ipcalc.rows.blocks import Reader

OFFICE = "registrar"


@frozen
class Finding(Plain):
    """Something to act on.

    Attributes:
        row: the number of the row, from 1; `line` is the line of the file on which it begins.
        ref: what the file calls the row.
        status: `overdue`, `due`, `ask` (for an extension) or `unanswerable`.
        limit: the kind of limit; `day` is the day to act by, `days_left` the days from today to it.
        then: what is left after an overdue limit.
        reason: why the row has no answer.
        layer: `built-in`, or the overlay that touched the answer.
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
            if asked.done and (asked.occurrence is not None or engine.book.period(asked.period).recurs is None):
                _check_done(engine, asked, asked.done)
                closed += 1
                continue
            about, touched = Finding(number, here, name, "", asked.period), False
            own: list[Finding] = []
            for answer in _open(engine, asked, today, within):
                own += _findings(replace(about, layer=answer.layer), answer, today, within)
                touched = touched or answer.layer != BUILT_IN
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
        found = [each for answer in _open(below, plain_, *days) for each in _findings(about, answer, *days)]
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


def _check_done(engine: Engine, asked: _Row, done: date) -> None:
    """Raise BadRequest where an act was done before it could be; one whose time has no answer is done all the same."""
    if engine.book.period(asked.period).by == OFFICE:
        return
    try:
        judged = judge(engine.deadline(asked.period, asked.events, asked.options, asked.occurrence), done)
    except IpcalcError:
        return
    if judged.result == "too early":
        raise BadRequest(f"done {done} is too early: {judged.means}")


def _open(engine: Engine, asked: _Row, today: date, within: int) -> Iterator[Deadline]:
    """The answers of a row: of a recurring period every occurrence that is still open and near."""
    period = engine.book.period(asked.period)
    if period.by == OFFICE or period.term:
        return
    done = asked.done
    if period.recurs is None or asked.occurrence is not None:
        yield engine.deadline(asked.period, asked.events, asked.options, asked.occurrence)
        return
    ahead = date.fromordinal(min(today.toordinal() + within, date.max.toordinal()))
    if done is not None:
        found = engine.series(asked.period, asked.events, asked.options)
        check_done(period.recurs, (found.start_event, found.start), done)
    act, final = LastAct(done), (date.min, 0)
    for answer in engine.deadlines(asked.period, asked.events, asked.options):
        first, last = _first(answer), answer.last_date
        if first > ahead and _own(answer) > ahead:
            return
        if last is None:
            continue
        opens = answer.limit("opens")
        closed = act.closed(opens.date if opens else None, last)
        final = max(final, (last, answer.occurrence or 0))
        if not closed and last >= today and first <= ahead:
            yield answer
    last, number = final
    if last < today and done is None:
        raise NoAnswer(notes.none_open(period.title, today, (number, last) if number else None))


def _own(answer: Deadline) -> date:
    """The own day of an occurrence, which decides its version."""
    decided = answer.law.decided_by
    return decided.date if decided and decided.date else date.min


def _first(answer: Deadline) -> date:
    """The first day on which something is to be done."""
    days = [day for limit in answer.limits if limit.kind != "opens" for day in (limit.act_by, limit.ask_by) if day]
    return min(days, default=date.min)


def _findings(about: Finding, answer: Deadline, today: date, within: int) -> Iterator[Finding]:
    about = replace(about, title=answer.title, occurrence=answer.occurrence)
    limits = [limit for limit in answer.limits if limit.kind != "opens" and limit.act_by]
    if not limits:
        return
    due, later = limits[0], limits[1:]
    yield from _of_due(replace(about, limit=due.kind, day=due.act_by), due, later, today, within)
    for limit in later:
        if limit.ask_by and limit.ask_by != due.act_by and 0 <= (days := (limit.ask_by - today).days) <= within:
            yield replace(about, status="ask", limit=limit.kind, day=limit.ask_by, days_left=days)


def _of_due(about: Finding, due: LimitDate, later: Sequence[LimitDate], today: date, within: int) -> Iterator[Finding]:
    assert due.act_by is not None
    left = (due.act_by - today).days
    if left < 0:
        yield replace(about, status="overdue", days_left=left, then=_then(due, later, today))
    elif left <= within:
        yield replace(about, status="due", days_left=left)


def _then(due: LimitDate, limits: Sequence[LimitDate], today: date) -> str:
    """What can still be done after the day to docket."""
    if due.date is None:
        return f"it lasts {due.length}, which may come any day"
    ways = []
    if due.rolls_to and due.rolls_to != due.date and due.rolls_to >= today:
        ways.append(f"in time until {due.rolls_to} only if the closed day moves it")
    elif due.date >= today:
        ways.append(f"in time until {due.date} by one reading")
    ways += [f"{limit.kind} until {limit.act_by}" for limit in limits if limit.act_by and limit.act_by >= today]
    asked = [limit for limit in limits if limit.ask_by and limit.ask_by < today]
    missed = "; the extension had to be asked for by " + str(asked[0].ask_by) if asked and ways else ""
    return (", ".join(ways) + missed) if ways else "out of time"
