"""Dates that matters keep of their periods (`stated`), computed again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ipcalc.batch.matters.files import MatterFault
from ipcalc.batch.verify import Verification, VerifiedRow, later, verification
from ipcalc.calc.matters.known import Known
from ipcalc.calc.matters.left_out import as_built_in
from ipcalc.calc.matters.occasions import Shown, occasions, on_record
from ipcalc.calc.verify.reasons import AnsweredQuestion
from ipcalc.calc.verify.verdict import OVERLAY, Verified, unanswerable, verify
from ipcalc.errors import BadRequest, Broken, IpcalcError, Missing, NoAnswer
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ipcalc.batch.matters.files import Placed
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.results import Deadline

HEADINGS = ("ref", "client", "right", "proceeding", "period", "occurrence", "stated")


class StatedDates:
    """Verifies the dates that matters keep.

    Args:
        engine: which answers.
        options: see `Options`; `today` must be known.
        acting_for: the party that has to act, where a matter does not say it.
    """

    def __init__(self, engine: Engine, options: Options, acting_for: str | None = None) -> None:
        self._engine, self._options, self._acting_for = engine, options, acting_for
        self._rows: list[VerifiedRow] = []
        self._cases: dict[int, AnsweredQuestion] = {}

    def verify(self, found: Iterable[Placed | MatterFault]) -> Verification:
        """The verdicts of all dates that some matters keep, and of their open periods of which none is kept.

        Raises:
            BadRequest: no matter keeps a date; where one could not be read, why.
        """
        assert self._options.today is not None
        unread: list[str] = []
        for each in found:
            if isinstance(each, MatterFault):
                self._add((), each.file, each.line, "", unanswerable(each))
                unread.append(str(each))
                continue
            try:
                self._matter(each)
            except Exception as error:
                raise Broken(error, f"{each.file}, line {each.line}: ") from error
        if not any(row.verified.stated for row in self._rows):
            if unread:
                raise BadRequest(unread[0])
            raise BadRequest(
                "no matter has a date to verify: write stated: {PERIOD: DATE}, in a table a column stated:PERIOD"
            )
        return verification(HEADINGS, self._options.today, self._rows, self._cases)

    def _matter(self, placed: Placed) -> None:
        held = replace(placed.matter, acting_for=placed.matter.acting_for or self._acting_for)
        options = replace(self._options, office=held.office or self._options.office)
        for seen, part in held.parts():
            try:
                known = Known(self._engine, seen, options, part)
                stated = _by_act(known, seen.stated)
                missing = [name for name in _open(known) if name not in stated]
            except IpcalcError as error:
                self._add((), placed.file, placed.line, held.name, unanswerable(error))
                continue
            for name in (*stated, *missing):
                self._one(placed, known, name, stated.get(name))
            for below, name in self._left_out(known):
                if name not in stated and name not in missing:
                    self._one(placed, below, name, None)

    def _left_out(self, known: Known) -> Iterator[tuple[Known, str]]:
        """The open periods of a matter by the built-in rulebook, where there is an overlay that may leave them out."""
        below, matter = self._engine.below, known.matter
        if below is None or matter.right not in below.book.rights:
            return
        with suppress(IpcalcError):
            plain = Known(below, *as_built_in(self._engine.book, below.book, matter, known.options), known.proceeding)
            yield from ((plain, name) for name in _open(plain))

    def _one(self, placed: Placed, known: Known, period: str, stated: date | None) -> None:
        """Add what a matter or one of its proceedings keeps of one period."""
        held, ref = placed.matter, known.proceeding.ref if known.proceeding else None
        try:
            verified = self._verified(known, period, stated)
        except IpcalcError as error:
            verified = unanswerable(error, stated)
        occurrence = verified.answer.occurrence if verified.answer else None
        cells = (held.name, held.client, held.right, ref, period, occurrence, stated)
        values = tuple("" if cell is None else str(cell) for cell in cells)
        days = {} if stated is None else {HEADINGS.index("stated"): stated}
        self._add(values, placed.file, placed.line_of(ref), f"{held.name}, {ref}" if ref else held.name, verified, days)

    def _verified(self, known: Known, period: str, stated: date | None) -> Verified:
        if period not in known.periods:
            lacks = known.possible.get(period, ())
            why = f": it depends on {' or '.join(lacks)}" if lacks else ""
            raise BadRequest(f"{period} does not belong to this matter{why}")
        missing = known.waits_for(period)
        if missing is not None:
            raise BadRequest(f"{period} waits for the event {missing}, which is not given")
        events, engine = known.events_of(period), known.engine
        answer = _answer(known, period, events)
        others = {name: day for name, day in known.given.items() if name not in events}
        case = self._cases[len(self._rows) + 1] = AnsweredQuestion(
            engine, period, events, known.options, answer, others=others
        )
        found = verify(case, stated, later(engine, case) if known.periods[period].recurs is not None else ())
        if engine is self._engine:
            return found
        return replace(found, reason=f"{OVERLAY}: left out by the overlay {self._engine.book.overlay}")

    def _add(
        self,
        values: tuple[str, ...],
        file: str,
        line: int,
        ref: str,
        verified: Verified,
        days: Mapping[int, date] = NOTHING,
    ) -> None:
        values = values or (ref, *[""] * (len(HEADINGS) - 1))
        self._rows.append(VerifiedRow(len(self._rows) + 1, line, ref, values, verified, file=file, days=days))


def _by_act(known: Known, stated: Mapping[str, date]) -> Mapping[str, date]:
    """What is stated, by the period of this matter where it has one of the same act instead."""
    own = {each.same_act: name for name, each in known.periods.items() if each.same_act and name not in stated}
    return {name if name in known.periods else own.get(name, name): day for name, day in stated.items()}


def _answer(known: Known, period: str, events: Mapping[str, date]) -> Deadline:
    """The answer of a period, of what comes again that of the occurrence that is owed."""
    if known.periods[period].recurs is None:
        return known.engine.deadline(period, events, known.options)
    return known.engine.owed(period, events, known.options, on_record(known, period))


def _open(known: Known) -> Iterator[str]:
    """The periods of which something is still to be done on a day by the party for whom one acts."""
    for name, period in known.periods.items():
        asked = known.is_own(name) and known.acting.owes(period) and not period.abroad
        if not asked or known.waits_for(name) is not None:
            continue
        with suppress(NoAnswer, Missing):
            if any(map(_is_kept, occasions(known, name, Shown()))):
                yield name


def _is_kept(answer: Deadline) -> bool:
    """Whether a docket should keep a day for an answer."""
    due = answer.limit("due")
    return answer.next is not None and answer.next.kind != "opens" and due is not None and due.date is not None
