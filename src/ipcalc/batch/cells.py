"""The cells that a row of deadlines gains."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.rows.blocks import Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ipcalc.calc.results import Deadline


class Cells(NamedTuple):
    """The answer of one row as text, in the order of its columns; empty where there is nothing to say."""

    opens: str = ""
    due: str = ""
    act_by: str = ""
    rolls_to: str = ""
    extended: str = ""
    late: str = ""
    restoration: str = ""
    citation: str = ""
    evidence: str = ""
    notes: str = ""
    error: str = ""


def refused(why: str) -> Cells:
    """The cells of a row that is not answered (several times as quick as calling Cells)."""
    return tuple.__new__(Cells, (*_NOTHING, why))


_NOTHING = ("",) * (len(Cells._fields) - 1)
COLUMNS = (
    *(Column(name, "date") for name in Cells._fields[:7]),
    Column("citation", "text"),
    Column("evidence", "word"),
    Column("notes", "text"),
    Column("error", "text"),
)
JOIN = " | "


def cells(answer: Deadline) -> Cells:
    """The cells of a single answer."""
    days = {limit.kind: _text(limit.date) for limit in answer.limits}
    due = answer.limit("due")
    return Cells(
        opens=days.get("opens", ""),
        due=days.get("due", ""),
        act_by=_text(due.act_by) if due else "",
        rolls_to=_text(due.rolls_to) if due else "",
        extended=days.get("extended", ""),
        late=days.get("late", ""),
        restoration=days.get("restoration", ""),
        citation=answer.law.citation,
        evidence=answer.law.evidence,
        notes=JOIN.join(answer.notes),
    )


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""


class Gathered:
    """The columns of many rows, which are answered in any order."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._columns: list[list[str]] = [[] for _ in COLUMNS]

    def add(self, places: Sequence[int], columns: Iterable[Iterable[str]]) -> None:
        """Take the columns of the rows at these places."""
        self._places += places
        for gathered, more in zip(self._columns, columns, strict=True):
            gathered += more

    def put(self, place: int, cells: Cells) -> None:
        """Take the cells of one row."""
        self._places.append(place)
        for gathered, cell in zip(self._columns, cells, strict=True):
            gathered.append(cell)

    def refuse(self, places: Sequence[int], why: Sequence[str]) -> None:
        """Take the reasons why the rows at these places have no answer."""
        nothing = [""] * len(places)
        self.add(places, [*[nothing] * (len(COLUMNS) - 1), why])

    def in_order(self) -> Sequence[Sequence[str]]:
        """The columns, in the order of the rows."""
        if len(self._places) < 2:
            return self._columns
        order = [0] * len(self._places)
        for now, place in enumerate(self._places):
            order[place] = now
        return list(map(itemgetter(*order), self._columns))
