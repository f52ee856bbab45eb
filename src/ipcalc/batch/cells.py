"""The cells that a row of deadlines gains."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.answer import citation, evidence, refuse_weak
from ipcalc.calc.deadlines.restoring import restoring
from ipcalc.calc.deadlines.say import Saying
from ipcalc.calc.deadlines.state import States, said
from ipcalc.errors import IpcalcError
from ipcalc.frozen import NamedTuple
from ipcalc.rows.blocks import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipcalc.calc.deadlines.walk import Walk


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
    deadline_state: str = ""
    error: str = ""


COLUMNS = (
    *(Column(name, "date") for name in Cells._fields[:7]),
    Column("citation", "text"),
    Column("evidence", "word"),
    Column("notes", "text"),
    Column("deadline_state", "word"),
    Column("error", "text"),
)
JOIN = " | "


class Gathered:
    """The columns of many rows, which are answered in any order."""

    def __init__(self) -> None:
        self._places: list[int] = []
        self._columns: list[list[str]] = [[] for _ in COLUMNS]

    def take(self, walk: Walk, places: Sequence[int]) -> None:
        """Take the answers of a walk, whose rows stand at these places of the file.

        What cannot be answered is refused, row by row.
        """
        try:
            columns = _cells(walk)
        except IpcalcError as error:
            if len(walk) == 1:
                self.refuse({places[walk.rows[0]]: error})
                return
            for rows in (range(len(walk) // 2), range(len(walk) // 2, len(walk))):
                self.take(walk.part(rows), places)
            return
        self._places += [places[row] for row in walk.rows]
        for gathered, more in zip(self._columns, columns, strict=True):
            gathered += more

    def refuse(self, errors: Mapping[int, IpcalcError]) -> None:
        """Take the reasons why the rows at these places have no answer."""
        if not errors:
            return
        self._places += errors
        for column in self._columns[:-1]:
            column += [""] * len(errors)
        self._columns[-1] += map(str, errors.values())

    def in_order(self) -> Sequence[Sequence[str]]:
        """The columns, in the order of the rows."""
        if len(self._places) < 2:
            return self._columns
        order = [0] * len(self._places)
        for now, place in enumerate(self._places):
            order[place] = now
        return list(map(itemgetter(*order), self._columns))


def _cells(walk: Walk) -> list[Sequence[str]]:
    """The columns of all rows of a walk.

    Raises:
        NoAnswer: `strict` refuses a row.
    """
    options = walk.question.options
    if options.strict:
        refuse_weak(walk, Saying(walk), range(len(walk)))
    rows, nothing, found = len(walk), [""] * len(walk), _dates(walk)
    columns = [found.get(name, nothing) for name in Cells._fields[:7]]
    states = None if options.today is None else States(walk, options.today)
    words = states.words if states else nothing
    return [*columns, [citation(walk)] * rows, [evidence(walk)] * rows, said(walk, states, JOIN), words, nothing]


def _dates(walk: Walk) -> dict[str, Sequence[str]]:
    """The columns of days, as far as there are any."""
    found: dict[str, Sequence[str]] = {}
    for slot in walk.slots:
        kind = slot.limit.kind
        if slot.path is None:
            if kind == "due" and slot.safe is not None:
                found["act_by"] = [day.isoformat() for day in walk.safe_days(slot)]
        elif kind == "due":
            due_texts = map(attrgetter("texts"), walk.closings(slot))
            found["due"], found["act_by"], found["rolls_to"] = zip(*due_texts, strict=True)
        else:
            found[kind] = [closed.texts[0] for closed in walk.closings(slot)]
    for restored in restoring(walk):
        texts = list(found.get("restoration", [""] * len(walk)))
        for slot in restored.slots:
            for row, closed in zip(restored.rows, restored.closings(slot), strict=True):
                texts[row] = closed.texts[0]
        found["restoration"] = texts
    return found
