"""What matters still ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.batch.checks.finding import UNANSWERABLE, CheckFinding, earlier, findings_of
from ipcalc.errors import Broken, IpcalcError
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from ipcalc.batch.matters.files import Placed
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.results import Deadline


class Matters:
    """Matters, one after the other.

    Args:
        ask: gives the docket of a matter, without sums.
        price: gives an answer its sums.
        below: the same by the built-in rulebook, where there is an `overlay`.
        days: the day of the check, and how many days ahead are near.

    Attributes:
        touched: how many rest on the overlay.
    """

    def __init__(
        self,
        ask: Callable[[Matter], Docket],
        price: Callable[[Matter | None, Deadline], Deadline],
        days: tuple[date, int],
        below: Callable[[Matter], Docket] | None = None,
        overlay: str | None = None,
    ) -> None:
        self._price = price
        self._ask, self._days, self._below, self._overlay = ask, days, below, overlay
        self.touched = 0

    def findings(self, placed: Placed, row: int) -> list[CheckFinding]:
        """What is found in a matter, the number of which is `row`."""
        held = placed.matter
        about = CheckFinding(row, placed.line, held.name, "", "", placed.file, held)
        try:
            docket = self._ask(held)
            own = list(self._found(docket, placed, about))
            self.touched += any(each.layer != BUILT_IN for each in docket.deadlines)
            return [*own, *self._by_built_in(own, placed, about)]
        except IpcalcError as error:
            return [replace(about, status=UNANSWERABLE, reason=str(error))]
        except Exception as error:
            raise Broken(error, f"{placed.file}, line {placed.line}: ") from error

    def _found(self, docket: Docket, placed: Placed, about: CheckFinding) -> Iterator[CheckFinding]:
        for answer in docket.deadlines:
            if (answer.proceeding, answer.period) not in docket.watched:
                here = replace(about, line=placed.line_of(answer.proceeding))
                yield from findings_of(here, answer, self._days, self._price)
        for name, why in docket.refused:
            yield replace(about, status=UNANSWERABLE, period=name, reason=why)

    def _by_built_in(self, own: Sequence[CheckFinding], placed: Placed, about: CheckFinding) -> Iterator[CheckFinding]:
        """What the built-in rulebook finds earlier than the overlay does, or alone."""
        if self._below is None:
            return
        try:
            found = list(self._found(self._below(placed.matter), placed, about))
        except IpcalcError:
            return
        yield from earlier(own, (each for each in found if each.status != UNANSWERABLE), self._overlay)
