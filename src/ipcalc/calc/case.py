"""A question about one period, as the steps of the computation hand it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.frozen import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ipcalc.calc.recurrence import Occurrence
    from ipcalc.law.shapes.periods import Period


@frozen
class Options:
    """What changes an answer beside the events.

    Attributes:
        as_of: answer by the law as it stood on this day, instead of by the deciding event.
        office: the branch whose closed days count; None where it is not known.
        suspensions: apply orders that leave days out of account.
        today: from which days left are counted.
        done: the day on which the act was done.
        strict: refuse answers that rest on weak evidence or contested law.
        explain: keep the working.
    """

    as_of: date | None = None
    office: str | None = None
    suspensions: bool = False
    today: date | None = None
    done: date | None = None
    strict: bool = False
    explain: bool = False


@frozen
class Case:
    """A period with the events of a matter, the options, and the occurrence that is asked for where it recurs."""

    id: str
    period: Period
    events: Mapping[str, date]
    options: Options
    occurrence: Occurrence | None = None
    start: date | None = None
    start_event: str | None = None

    def assuming(self, event: str, day: date) -> Case:
        """The same case with one more event."""
        return replace(self, events={**self.events, event: day})
