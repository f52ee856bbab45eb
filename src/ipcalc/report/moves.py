"""What moved in a docket since an earlier run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.report.view import ResultColumn, View, view

if TYPE_CHECKING:
    from ipcalc.calc.matters.against import Move, Moves
    from ipcalc.report.formats import Look

_TONES = {"appeared": "due", "moved": "overdue", "vanished": "projected"}


def _what(move: Move) -> str:
    number = "" if move.occurrence is None else f" ({move.occurrence})"
    return f"{move.title}{number}, {move.limit}"


_MOVES = (
    ResultColumn("change", "change"),
    ResultColumn("ref", lambda move: move.ref or ""),
    ResultColumn("what", _what, "period", "period"),
    ResultColumn("", "occurrence", "occurrence"),
    ResultColumn("", "limit", "limit"),
    ResultColumn("before", "before", firm=True),
    ResultColumn("now", "after", "after", firm=True),
)
_WHY = ResultColumn("why", "why")


def moves(answer: Moves, look: Look) -> list[View]:
    """A row for each limit that is not where it was; each reason once, below them."""
    found = len(answer.moves)
    if not found:
        return [view("Nothing moved", kept=(*_MOVES, _WHY))]
    reasons = {why: f"({number})" for number, why in enumerate(dict.fromkeys(each.why for each in answer.moves), 1)}
    why = ResultColumn("why", lambda move: reasons[move.why])
    said = f"{found} {'day is' if found == 1 else 'days are'} not as before"
    notes = [f"{number} {reason}" for reason, number in reasons.items()]
    columns, kept = (*_MOVES, why), (*_MOVES, _WHY)
    return [view(said, columns, answer.moves, notes=notes, kept=kept, tone=lambda move: _TONES[move.change])]
