"""A matter that continues another, as a national phase does its international application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.matters.subject import subject
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.law.rulebook import Rulebook


def joined(book: Rulebook, earlier: Matter, later: Matter) -> tuple[Matter, Matter]:
    """Two matters of which the later `continues` the earlier one: each with the events of the other that say something
    of its right, and that it does not give itself; so the later one's own filing ends the earlier one."""
    first, last = subject(book, earlier.right), subject(book, later.right)
    carried = {name: day for name, day in earlier.events.items() if name in last.events}
    ending = {name: day for name, day in later.events.items() if name in first.course.ends_with}
    return (
        replace(earlier, events={**ending, **earlier.events}),
        replace(later, events={**carried, **later.events}),
    )
