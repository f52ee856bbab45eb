"""What is refused: where no law answers, and where a last day lies before the event that gives rise to it, unless the
law counts it back from a day."""

from __future__ import annotations

from functools import lru_cache
from itertools import compress, count
from operator import lt
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.deadlines.rule import START
from ipcalc.errors import Ended, NoAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ipcalc.calc.deadlines.rule import Path, Way
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.periods import Period


def no_law(period: Period, day: date, event: str | None = None) -> NoAnswer:
    """Why no version answers for a day, which may be that of an event."""
    final = period.versions[-1]
    gone = final.ends == "repealed" and final.to is not None and day > final.to
    return (Ended if gone else NoAnswer)(notes.before_law(period, day, event))


def refusals(walk: Walk) -> dict[int, NoAnswer]:
    """The rows, by their number, in which a last day lies before the event that gives rise to it: it was over by then.

    A day that is counted on from the trigger cannot; one that is counted from another event can, or lies on it.
    """
    refused: dict[int, NoAnswer] = {}
    began = walk.columns.get(START, ())
    for kind in _elsewhere(walk.way):
        days = walk.columns[kind]
        for row in compress(count(), map(lt, days, began)):
            why = notes.over_before(walk.rule.period, kind, days[row], " or ".join(walk.rule.triggers), began[row])
            refused.setdefault(row, NoAnswer(why))
    return refused


@lru_cache(maxsize=4096)
def _elsewhere(way: Way) -> tuple[str, ...]:
    """The last days of a way that are not counted from its trigger, nor back from any day, by their kind."""
    reached: dict[str, Path] = {slot.limit.kind: slot.path for slot in way.found if slot.path}
    known = {**dict(way.rule.marks), **reached}
    paths = [(kind, tuple(_chain(known, path))) for kind, path in reached.items()]
    return tuple(
        kind
        for kind, chain in paths
        if way.rule.triggers and kind != "opens" and chain[-1].source != START and not any(p.backward for p in chain)
    )


def _chain(known: Mapping[str, Path], path: Path) -> Iterator[Path]:
    """A count, and those of the days that it starts from, one after the other."""
    following: Path | None = path
    while following is not None:
        yield following
        following = known.get(following.source)
