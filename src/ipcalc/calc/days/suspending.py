"""Suspensions of time: which one a limit falls into, and what must be said of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ipcalc.calc import notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Note
    from ipcalc.law.shapes.closures import Suspension
    from ipcalc.law.shapes.periods import Period


def suspension_of(suspensions: Sequence[Suspension], began: date | None, kind: str, day: date) -> Suspension | None:
    """The suspension in whose days a limit ends; `began` is the day from which it ran."""
    for each in suspensions if kind != "opens" else ():
        inside = began is not None and each.from_ <= began <= each.to
        if each.from_ <= day <= each.to or (inside and each.to < day < each.last_day):
            return each
    return None


def suspension_notes(
    suspensions: Sequence[Suspension],
    columns: Sequence[tuple[str, Sequence[date]]],
    began: Sequence[date] | None,
    *,
    applied: bool,
) -> Mapping[int, Sequence[Note]]:
    """What suspensions do, or would do, to the limits of many rows, by row.

    Args:
        suspensions: those that can apply.
        columns: the days of each kind of limit.
        began: the days from which the times ran.
        applied: whether they were applied.
    """
    if not suspensions:
        return {}
    found = _ending(suspensions, columns, began, applied=applied)
    dues = next((days for kind, days in columns if kind == "due"), ())
    if began is not None and dues:
        later = _ending_after(suspensions, began, dues)
        found |= {row: said for row, said in later.items() if row not in found}
    return found


def _ending(
    suspensions: Sequence[Suspension],
    columns: Sequence[tuple[str, Sequence[date]]],
    began: Sequence[date] | None,
    *,
    applied: bool,
) -> dict[int, list[Note]]:
    """What is said of the rows in which a limit ends in suspended days."""
    found: defaultdict[int, list[Note]] = defaultdict(list)
    first, last = min(each.from_ for each in suspensions), max(each.last_day for each in suspensions)
    ends: defaultdict[tuple[int, Suspension], list[tuple[str, date]]] = defaultdict(list)
    for kind, days in columns:
        for row in [row for row, day in enumerate(days) if first <= day <= last]:
            each = suspension_of(suspensions, began[row] if began else None, kind, days[row])
            if each:
                ends[row, each].append((kind, days[row]))
    for (row, each), limits in ends.items():
        found[row].append(notes.suspended(each, tuple(limits), applied=applied))
    return dict(found)


def _ending_after(
    suspensions: Sequence[Suspension], began: Sequence[date], dues: Sequence[date]
) -> dict[int, list[Note]]:
    """What is said of the rows in which a time ran in suspended days, and is due after them."""
    found: defaultdict[int, list[Note]] = defaultdict(list)
    for each in suspensions:
        to = each.to
        for row in [row for row, (start, due) in enumerate(zip(began, dues, strict=True)) if start <= to < due]:
            found[row].append(notes.began_suspended(each, dues[row]))
    return dict(found)


def suspensions_of(book: Rulebook, period: Period) -> Sequence[Suspension]:
    """The suspensions of time that can touch a period."""
    return book.suspensions if period.suspends and not period.term else ()
