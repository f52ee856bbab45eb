"""Suspensions of time: which one a limit falls into, and what must be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc import notes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.closures import Suspension
    from ipcalc.law.shapes.periods import Period


def suspension_of(book: Rulebook, period: Period, began: date | None, kind: str, day: date) -> Suspension | None:
    """The suspension in whose days a limit ends, if it can apply to it; `began` is the day from which it ran."""
    return _suspension(book, began, kind, day) if can_apply(period) else None


def _suspension(book: Rulebook, began: date | None, kind: str, day: date) -> Suspension | None:
    for each in book.suspensions if kind != "opens" else ():
        inside = began is not None and each.from_ <= began <= each.to
        if each.from_ <= day <= each.to or (inside and each.to < day < each.last_day):
            return each
    return None


def suspension_notes(
    book: Rulebook, period: Period, began: date | None, days: Sequence[tuple[str, date]], *, applied: bool
) -> list[str]:
    """What suspensions do, or would do, to limits given by kind and day."""
    said: list[str] = []
    if not can_apply(period):
        return said
    for kind, day in days:
        suspension = _suspension(book, began, kind, day)
        if suspension:
            said.append(notes.suspended(suspension, kind, day, applied=applied))
            said += [f"{suspension.title}: {suspension.contested}"] if suspension.contested else []
    if said:
        return said
    due = next((day for kind, day in days if kind == "due"), None)
    return [notes.began_suspended(each, due) for each in book.suspensions if due and began and began <= each.to < due]


def can_apply(period: Period) -> bool:
    """Whether suspensions of time touch a period at all."""
    return period.suspends and not period.term and period.at != "wipo"
