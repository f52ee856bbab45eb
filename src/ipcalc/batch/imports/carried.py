"""Columns that are carried along, and the headings that they get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.batch.imports.columns import CLASS_NUMBERS, GUESS, STATUS
from ipcalc.errors import BadRequest
from ipcalc.law.names import plain
from ipcalc.rows.headings import slip

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ipcalc.batch.imports.columns import Meant
    from ipcalc.law.rulebook import Rulebook


def is_own(each: Meant) -> bool:
    """Whether a column is carried along, since it fills none, or says more than those that it fills."""
    more = any(target.to in (STATUS, CLASS_NUMBERS) or target.after or target.before for target in each.targets)
    return more or not each.targets or len(each.targets) > 1 or each.how == GUESS


def own_headings(
    book: Rulebook, own: Sequence[Meant], known: Sequence[str], every: Sequence[str], kept: Collection[str]
) -> list[str]:
    """The headings under which columns are carried along: no two the same, and none that a table of matters would read,
    such as another name of an event.

    Args:
        book: the rulebook.
        own: the columns.
        known: the columns of the table of matters that are filled.
        every: all columns of a table of matters.
        kept: headings that may be close to one of them.

    Raises:
        BadRequest: another one is close to the name of a column that is not filled.
    """
    events, may_be_close = book.data["names"]["events"], set(map(plain, kept))

    def apart_from_known(each: Meant) -> str:
        heading, name = each.heading, each.heading.strip()
        near = heading if heading in every else slip(heading, every)
        if near is None and name not in known:
            return f"{name} (file)" if not each.targets and plain(heading) in events else name
        if not each.targets and near not in (None, heading, *known) and plain(heading) not in may_be_close:
            advice = f"if it is that, say --map {heading}={near}, else --keep {heading}"
            raise BadRequest(f"the column {heading!r} is close to {near!r}: {advice}")
        return f"{name} (file)"

    return _apart(list(map(apart_from_known, own)))


def _apart(headings: Sequence[str]) -> list[str]:
    """Headings of which no two are the same."""
    found: list[str] = []
    for heading in headings:
        name, number = heading, 1
        while name in found:
            number += 1
            name = f"{heading} {number}"
        found.append(name)
    return found
