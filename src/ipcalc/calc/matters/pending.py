"""What falls due while it is not decided whether what was lost is restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.matters.state import GRACE, LAPSED, LIMIT_OF, RESTORABLE
from ipcalc.calc.results import Next
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.matters.known import Known
    from ipcalc.calc.results import Deadline


def asked_on(known: Known, name: str, record: OnRecord) -> date | None:
    """The day on which a restoration was asked for that is not decided yet, as far as is known; None where none was.
    An order, or a later act of the period itself, shows that it was."""
    restored, act = record.restored, known.matter.done.get(name)
    if restored is None or record.settled or known.periods[name].settled_by is None:
        return None
    return None if act and act.on and act.on > restored else restored


def until_decided(answer: Deadline, asked: date, order: str) -> Deadline:
    """An answer after a restoration was `asked` for: what fell due since is paid after the `order`, so that it is not
    lost before that, and no second restoration of it need be asked for."""
    lost, late = answer.limit("restoration"), answer.limit(LIMIT_OF[GRACE])
    last = (lost.otherwise or lost.date) if lost else None
    if answer.state not in (GRACE, RESTORABLE, LAPSED) or late is None or last is None or asked > last:
        return answer
    following = Next(late.kind, late.date, late.act_by, rolls_to=late.rolls_to, form=late.form, fee=late.fee)
    said = notes.ordered([notes.restoration_pending(asked, order), *answer.notes])
    return replace(answer, state=GRACE, next=following, notes=said)
