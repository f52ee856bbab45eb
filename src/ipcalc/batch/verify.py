"""Dates that a docket keeps, computed again, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from ipcalc.calc.deadlines.record import OnRecord
from ipcalc.calc.plain import Plain, plain
from ipcalc.calc.verify.reasons import AnsweredQuestion, explained
from ipcalc.calc.verify.verdict import RIGHT, VERDICTS, Verified, unanswerable, verify
from ipcalc.dates import stands_for_nothing
from ipcalc.errors import BadRequest, Broken, IpcalcError
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.base import NOTHING
from ipcalc.rows.blocks import rows_of
from ipcalc.rows.headings import APPLICANT, REF, meanings, named_exactly
from ipcalc.rows.progress import counted

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.batch.deadlines import DeadlineRows
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.rows.blocks import Reader, Row
    from ipcalc.rows.progress import Progress

STATED, LIMIT = "stated", "limit"
OFTEN = 3
_LATER = 3


@frozen
class VerifiedRow(Plain):
    """A row of a docket with its verdict.

    Attributes:
        row, line: the number of the row, from 1, and the line of the file on which it begins.
        ref: what the file calls it.
        values: its own cells.
        days: those of them that are dates, by their places.
        file: the file, where several are verified.
        verified: the verdict.
        accident: the wrong method by which a right date may have been found.
    """

    row: int
    line: int
    ref: str
    values: tuple[str, ...]
    verified: Verified
    accident: str = ""
    file: str = ""
    days: Mapping[int, date] = NOTHING

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        accident = {"accident": self.accident} if self.accident else {}
        file = {"file": self.file} if self.file else {}
        return {**file, "row": self.row, "line": self.line, "ref": self.ref or None, **plain(self.verified), **accident}


@frozen
class Verification(Plain):
    """All rows of a docket, in order, and the wrong methods that come again and again.

    Attributes:
        headings: those of the file.
        today: the day on which it was verified.
        rows: with their verdicts.
        methods: wrong methods, with the numbers of the rows that they explain.
        told: what must be said of the dates of tables.
    """

    headings: tuple[str, ...]
    today: date
    rows: tuple[VerifiedRow, ...]
    methods: Mapping[str, tuple[int, ...]]
    told: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have each verdict, the dangerous ones first."""
        found = Counter(each.verified.verdict for each in self.rows)
        return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        methods = [{"method": name, "rows": list(rows)} for name, rows in self.methods.items()]
        return {"today": plain(self.today), "counts": self.counts, "methods": methods, "rows": plain(self.rows)}


def verify_rows(
    engine: Engine,
    reader: Reader,
    rows: DeadlineRows,
    renamed: Mapping[str, str],
    progress: Progress | None = None,
) -> Verification:
    """Verify every row of a file.

    Args:
        engine: which answers.
        reader: the rows.
        rows: which reads what they ask.
        renamed: which column each heading stands for, where the file calls it otherwise.
        progress: is told how many more rows are done.

    Raises:
        BadRequest: there is no column for the stated date, or none that the rows need.
    """
    own = (STATED, LIMIT, REF, *named_exactly(APPLICANT, reader.headings, renamed))
    columns = meanings(reader.headings, (*rows.reads, *own), (), renamed)
    if STATED not in columns:
        raise BadRequest("no column 'stated': name it with --map HEADING=stated")
    rows.use({name: place for name, place in columns.items() if name not in own})
    reader.used = frozenset(columns.values())
    dated = [place for name, place in columns.items() if name in (STATED, *rows.dated)]
    found: list[VerifiedRow] = []
    cases: dict[int, AnsweredQuestion] = {}
    line = reader.before + 1
    for row in counted(rows_of(reader), progress):
        here, line = line, line + 1 + row.text.count("\n")
        if row.blank or not any(value.strip() for value in row.values):
            continue
        number = len(found) + 1
        name = row.values[columns[REF]].strip() if REF in columns else ""
        try:
            verified = _verified(engine, row, rows, columns, cases, number)
        except IpcalcError as error:
            verified = unanswerable(error)
        except Exception as error:
            raise Broken(error, f"row {number}, line {here}: ") from error
        days = {place: day for place in dated if (day := rows.read(row.values[place].strip()))}
        found.append(VerifiedRow(number, here, name, tuple(row.values), verified, days=days))
    return verification(reader.headings, rows.today, found, cases)


def verification(
    headings: Sequence[str], today: date, found: Sequence[VerifiedRow], cases: Mapping[int, AnsweredQuestion]
) -> Verification:
    """Rows with their verdicts, and the wrong methods that come again and again among them."""
    methods = _methods(found)
    named = [replace(each, accident=_accident(each, cases.get(each.row), methods)) for each in found]
    return Verification(tuple(headings), today, tuple(named), methods)


def _verified(
    engine: Engine,
    row: Row,
    rows: DeadlineRows,
    columns: Mapping[str, int],
    cases: dict[int, AnsweredQuestion],
    number: int,
) -> Verified:
    if row.fault is not None:
        return unanswerable(row.fault)
    asked = rows.question(row.values)
    text = row.values[columns[STATED]].strip()
    stated = None if stands_for_nothing(text) else rows.day(STATED, text)
    kind = row.values[columns[LIMIT]].strip().lower() if LIMIT in columns else ""
    events = asked.of(0)
    occurrence, done = asked.numbers[0] if asked.numbers else None, asked.done[0] if asked.done else None
    recurs = engine.book.period(asked.period).recurs is not None
    options = replace(asked.options, done=None)
    if recurs and occurrence is None:
        answer = engine.owed(asked.period, events, options, OnRecord(done))
    else:
        answer = engine.deadline(asked.period, events, options, occurrence)
    others = _others(row, rows, columns, events)
    case = cases[number] = AnsweredQuestion(
        engine, asked.period, events, options, answer, kind=kind or "due", others=others
    )
    return verify(case, stated, later(engine, case) if recurs and occurrence is None else ())


def _others(row: Row, rows: DeadlineRows, columns: Mapping[str, int], events: Mapping[str, date]) -> dict[str, date]:
    """The dates of a row that its period does not use."""
    found = {}
    for name, place in columns.items():
        if name in rows.events and name not in events and row.values[place].strip():
            with suppress(IpcalcError):
                found[name] = rows.day(name, row.values[place].strip())
    return found


def later(engine: Engine, case: AnsweredQuestion) -> Iterator[Any]:
    """The occurrences after the one that is owed."""
    number = case.answer.occurrence or 0
    with suppress(IpcalcError):
        every = engine.deadlines(case.period_id, case.events, case.options)
        yield from islice((each for each in every if (each.occurrence or 0) > number), _LATER)


def _methods(rows: Sequence[VerifiedRow]) -> dict[str, tuple[int, ...]]:
    """The wrong methods that explain several rows."""
    found: dict[str, list[int]] = {}
    for each in rows:
        if each.verified.method:
            found.setdefault(each.verified.method, []).append(each.row)
    return {name: tuple(numbers) for name, numbers in found.items() if len(numbers) >= OFTEN}


def _accident(row: VerifiedRow, case: AnsweredQuestion | None, methods: Mapping[str, object]) -> str:
    """The method that comes again and again, and gives the right date of a row by accident."""
    stated = row.verified.stated
    if case is None or stated is None or row.verified.verdict != RIGHT or not methods:
        return ""
    return next((reason.word for reason in explained(case, stated) if reason.word in methods), "")
