"""The period that restores what is lost by another one: its days, for the rows of a walk."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.walk import Walk, walked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.calc.deadlines.rule import DateColumn


@lru_cache(maxsize=8)
def restoring(walk: Walk) -> Sequence[Walk]:
    """The walks of the period that restores what is lost by the one of a walk; their rows are the numbers of its rows.

    It counts from the due date of each row, or from an earlier day on which what is lost may already have ceased.
    Where nothing can be restored, or no law is known, there is none.
    """
    ceased = ceases_on(walk)
    return _restored_from(walk, walk.columns[ceased]) if ceased else restoring_by_due(walk)


@lru_cache(maxsize=8)
def restoring_by_due(walk: Walk) -> Sequence[Walk]:
    """The same counted from the due dates, which is another reading where what is lost may have ceased before."""
    return _restored_from(walk, walk.dates.get("due"))


def ceases_on(walk: Walk) -> str | None:
    """The name of the day on which what is lost may already have ceased, where that is not the due date."""
    branch = walk.way.branch
    return branch.ceases_on if branch else None


def _restored_from(walk: Walk, dues: DateColumn | None) -> Sequence[Walk]:
    question = walk.question.restoring
    if question is None or dues is None or "due" not in walk.dates:
        return ()
    parts: defaultdict[int | None, list[int]] = defaultdict(list)
    as_of = question.options.as_of
    indices = [question.in_force(as_of)] * len(walk) if as_of else question.in_force.each(dues)
    for row, index in enumerate(indices):
        parts[index].append(row)
    parts.pop(None, None)
    return [made for index, rows in parts.items() if index is not None for made in _restoring(walk, dues, index, rows)]


def _restoring(walk: Walk, dues: DateColumn, index: int, rows: Sequence[int]) -> Iterator[Walk]:
    question = walk.question.restoring
    assert question is not None
    (name,) = question.given
    for way, columns, places in walked(question.rule(index), {name: [dues[row] for row in rows]}):
        yield Walk(question, way, columns, [rows[place] for place in places], columns[name], (name,))
