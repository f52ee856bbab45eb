"""The period that restores what is lost by another one: its days, for the rows of a walk."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.walk import Walk, walked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.calc.deadlines.rule import Column


@lru_cache(maxsize=8)
def restoring(walk: Walk) -> Sequence[Walk]:
    """The walks of the period that restores what is lost by the one of a walk; their rows are the numbers of its rows.

    It counts from the due date of each row. Where nothing can be restored, or no law is known, there is none.
    """
    question, dues = walk.question.restoring, walk.dates.get("due")
    if question is None or dues is None:
        return ()
    parts: defaultdict[int | None, list[int]] = defaultdict(list)
    as_of = question.options.as_of
    indices = [question.in_force(as_of)] * len(walk) if as_of else question.in_force.each(dues)
    for row, index in enumerate(indices):
        parts[index].append(row)
    parts.pop(None, None)
    return [made for index, rows in parts.items() if index is not None for made in _restoring(walk, dues, index, rows)]


def _restoring(walk: Walk, dues: Column, index: int, rows: Sequence[int]) -> Iterator[Walk]:
    question = walk.question.restoring
    assert question is not None
    (name,) = question.given
    for way, columns, places in walked(question.rule(index), {name: [dues[row] for row in rows]}):
        yield Walk(question, way, columns, [rows[place] for place in places], columns[name], (name,))
