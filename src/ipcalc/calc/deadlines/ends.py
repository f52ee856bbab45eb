"""Until when each limit of many rows can be kept: to say that it is too late, the safe side turns round.

A limit is past only after the later of its day and of the open day to which it rolls, by every reading, by every
version that an event which is not given could choose, and by every suspension.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from ipcalc.calc.days.calendar import End
from ipcalc.calc.days.suspending import suspension_of, suspensions_of
from ipcalc.calc.deadlines.readings import read_otherwise
from ipcalc.calc.deadlines.restoring import restoring, restoring_by_due
from ipcalc.frozen import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ipcalc.calc.deadlines.rule import Slot
    from ipcalc.calc.deadlines.walk import Walk

RESTORATION = "restoration"


_NEVER = End(date.max, date.max)  # of what lasts until an event that is not known yet
Ends = Mapping[str, Sequence[End]]  # for each kind of limit but `opens`, those of all rows


def ends_of(walk: Walk) -> Ends:
    """The ends of the limits of a walk, with that of its restoration elsewhere; not of a due date that waits."""
    return _ending(walk).ends


def plain_ends_of(walk: Walk) -> Ends:
    """The ends of the limits of a walk by its own answers, whatever other readings and suspensions there are."""
    return _ending(walk).plain


def openings_of(walk: Walk) -> Sequence[date]:
    """For each row of a walk with a first day the first one by any reading."""
    return _ending(walk).openings


@lru_cache(maxsize=8)
def _ending(walk: Walk) -> _Ending:
    return _Ending(walk)


class _Ending:
    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        slots = [slot for slot in walk.slots if slot.path and slot.limit.kind != "opens"]
        self._slots: dict[str, Slot] = {slot.limit.kind: slot for slot in slots}
        self._waiting = [slot.limit.kind for slot in walk.slots if slot.path is None and slot.limit.kind != "due"]

    @once
    def plain(self) -> Ends:
        """The ends by the answers themselves."""
        walk = self.walk
        found = {kind: [closed.end for closed in walk.closings(slot)] for kind, slot in self._slots.items()}
        return found | {kind: [_NEVER] * len(walk) for kind in self._waiting}

    @once
    def ends(self) -> Ends:
        found = {kind: list(ends) for kind, ends in self.plain.items()}
        for kind, row, day in self._other_days():
            closed = self.walk.question.calendar.closing(self.walk.manner(self._slots[kind]))[day]
            found[kind][row] = _later(found[kind][row], closed.end)
        for restored in {*restoring(self.walk), *restoring_by_due(self.walk)}:
            known = found.setdefault(RESTORATION, [End(date.min, date.min)] * len(self.walk))
            for row, end in zip(restored.rows, ends_of(restored).get("due", ()), strict=False):
                known[row] = _later(known[row], end)
        for row, others in self.walk.others.items():
            for walk, number in others:
                for kind, ends in ends_of(walk).items():
                    if kind in found:
                        found[kind][row] = _later(found[kind][row], ends[number])
        return found

    @once
    def openings(self) -> Sequence[date]:
        """The first days by any reading."""
        found = list(self.walk.dates["opens"])
        for row, readings in read_otherwise(self.walk).items():
            found[row] = min(found[row], *(each.days.get("opens", date.max) for each in readings))
        for row, others in self.walk.others.items():
            opens = (openings_of(walk)[number] for walk, number in others if "opens" in walk.dates)
            found[row] = min(found[row], *opens, date.max)
        return found

    def _other_days(self) -> Iterator[tuple[str, int, date]]:
        """The later days of limits: by other readings, counted in one step, and by suspensions."""
        for row, found in read_otherwise(self.walk).items():
            for each in found:
                yield from ((kind, row, day) for kind, day in each.days.items() if kind in self._slots)
        suspensions = suspensions_of(self.walk.question.book, self.walk.rule.period)
        first = min((each.from_ for each in suspensions), default=date.max)
        last = max((each.last_day for each in suspensions), default=date.min)
        began = self.walk.began
        for kind, slot in self._slots.items():
            yield from self._in_one_step(kind, slot)
            days = self.walk.columns[kind]
            for row in [row for row, day in enumerate(days) if first <= day <= last]:
                applied = suspension_of(suspensions, began[row] if began else None, kind, days[row])
                if applied:
                    yield kind, row, applied.last_day

    def _in_one_step(self, kind: str, slot: Slot) -> Iterator[tuple[str, int, date]]:
        if slot.path is not None and slot.path.whole is not None:
            _, plus = slot.path.whole
            days = self.walk.columns[kind]
            for row, start in enumerate(self.walk.columns[slot.path.start or ""]):
                if plus[start] > days[row]:
                    yield kind, row, plus[start]


def _later(one: End, other: End) -> End:
    return End(max(one.act_by, other.act_by), max(one.last, other.last))


def last_of(ends: Ends, kinds: Sequence[str], row: int) -> date | None:
    """The last of the ends of some kinds of limit in a row; None where there is none of them."""
    return max((ends[kind][row].last for kind in kinds if kind in ends), default=None)
