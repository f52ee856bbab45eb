"""What matters still ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.batch.checks.finding import CheckFinding, earlier, findings_of
from ipcalc.calc.matters.docket import Docket
from ipcalc.calc.matters.findings import UNANSWERABLE
from ipcalc.calc.matters.left_out import not_compared
from ipcalc.errors import Broken, IpcalcError
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ipcalc.batch.matters.files import Placed
    from ipcalc.calc.matters.portfolio import Portfolio


class CheckedMatters:
    """Matters, one after the other.

    Args:
        portfolio: answers them.
        days: the day of the check, and how many days ahead are near.
    """

    def __init__(self, portfolio: Portfolio, days: tuple[date, int]) -> None:
        self._portfolio, self._days, self._overlay = portfolio, days, portfolio.engine.book.overlay

    def findings(self, numbered: Sequence[tuple[int, Placed]]) -> tuple[list[CheckFinding], int]:
        """What is found in some matters, each with the number of its row; and how many of them rest on the overlay."""
        held = [placed.matter for _, placed in numbered]
        try:
            dockets = self._portfolio.calling(held, self._days[1])
            below = self._portfolio.called_below(held, self._days[1])
            found = [each for asked in zip(numbered, dockets, below, strict=True) for each in self._of(*asked)]
            return found, sum(map(_is_touched, dockets))
        except Exception as error:
            if len(numbered) == 1:
                ((_, placed),) = numbered
                raise Broken(error, f"{placed.file}, line {placed.line}: ") from error
        one_by_one = [self.findings([each]) for each in numbered]
        return [each for found, _ in one_by_one for each in found], sum(touched for _, touched in one_by_one)

    def _of(
        self, numbered: tuple[int, Placed], docket: Docket | IpcalcError, below: Docket | IpcalcError | None
    ) -> Iterator[CheckFinding]:
        row, placed = numbered
        about = CheckFinding(row, placed.line, placed.matter.name, "", "", placed.file, placed.matter)
        if isinstance(docket, IpcalcError):
            yield replace(about, status=UNANSWERABLE, reason=str(docket))
            return
        own = list(self._found(docket, placed, about))
        yield from own
        if isinstance(below, IpcalcError):
            yield replace(about, status=UNANSWERABLE, reason=not_compared(self._overlay, below))
        elif below is not None:
            by_built_in = (each for each in self._found(below, placed, about) if each.status != UNANSWERABLE)
            yield from earlier(own, by_built_in, self._overlay)

    def _found(self, docket: Docket, placed: Placed, about: CheckFinding) -> Iterator[CheckFinding]:
        for answer in docket.deadlines:
            if (answer.proceeding, answer.period) not in docket.watched:
                here = replace(about, line=placed.line_of(answer.proceeding))
                yield from findings_of(here, answer, self._days, self._portfolio.with_next_sum)
        for name, why in docket.refused:
            yield replace(about, status=UNANSWERABLE, period=name, reason=why)


def _is_touched(docket: Docket | IpcalcError) -> bool:
    """Whether an answer rests on an overlay."""
    return isinstance(docket, Docket) and any(each.layer != BUILT_IN for each in docket.deadlines)
