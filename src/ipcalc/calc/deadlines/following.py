"""What can still be done of a period in its state: by when, and with which form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.state import LIMIT_OF
from ipcalc.calc.results import LimitDate, Next

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.calc.deadlines.state import States


def next_of(states: States, row: int, limits: Sequence[LimitDate]) -> Next | None:
    """What can still be done of a row in its state; None where nothing can, or need be."""
    kind = LIMIT_OF.get(states.words[row])
    limit = next((limit for limit in limits if limit.kind == kind), None)
    if limit is None:
        return None
    opens = next((each.date for each in limits if each.kind == "opens"), None)
    waits = opens is not None and limit.kind in ("opens", "due") and opens > states.today
    asks = limit.kind == "extended" and states.asks(row)
    return Next(
        kind=limit.kind,
        date=limit.date,
        act_by=limit.act_by,
        from_=opens if waits else None,
        ask_by=limit.ask_by if asks else None,
        ask_late=states.ask_late(row) if asks else None,
        rolls_to=limit.rolls_to,
        discretionary=limit.discretionary,
        form=limit.form,
        fee=limit.fee,
    )
