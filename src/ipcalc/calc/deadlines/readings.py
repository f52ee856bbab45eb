"""What the other readings of a contested point make of the limits of many rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.recurrence import Series, nth, perhaps, series
from ipcalc.calc.deadlines.walk import taken, walked
from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.rule import DateColumn, DateColumns, Path, Way
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.periods import ContestedReading, Recurrence


class Read(NamedTuple):
    """The days of one row by another reading: that of the limit that it speaks of, and those that follow from it."""

    reading: ContestedReading
    days: Mapping[str, date]

    @property
    def day(self) -> date:
        """The day of the limit that the reading speaks of."""
        return self.days[self.reading.limit]


@lru_cache(maxsize=8)
def read_otherwise(walk: Walk) -> Mapping[int, Sequence[Read]]:
    """For each row the other readings that give another day there."""
    found: defaultdict[int, list[Read]] = defaultdict(list)
    for reading in walk.rule.version.readings[1:]:
        rows = _disputed(reading, walk.deciders)
        if not rows or reading.limit not in walk.columns:
            continue
        answers = walk.columns[reading.limit]
        for row, days in _read(walk, reading, rows):
            if days[reading.limit] != answers[row]:
                found[row].append(Read(reading, days))
    return dict(found)


def _read(walk: Walk, reading: ContestedReading, rows: Sequence[int]) -> Iterator[tuple[int, Mapping[str, date]]]:
    """The days of another reading; none where an event of it is not given, or it is the same version."""
    question, index = walk.question, walk.rule.index
    if reading.counted_from is not None:
        yield from _from_another_start(walk, reading, reading.counted_from, rows)
        return
    if reading.by_terms:
        yield from _by_terms(walk, reading, rows)
        return
    if not question.given.issuperset(filter(None, (reading.decided_by, reading.trigger))):
        return
    parts = {index: rows} if reading.decided_by is None else _other_versions(walk, reading.decided_by, rows)
    roots = {name: column for name, column in walk.columns.items() if name in question.roots}
    for other, places in parts.items():
        rule = question.rule(other, reading.trigger)
        for way, columns, some in walked(rule, taken(roots, places), plain=True):
            for place, days in zip(some, _days(reading, way, columns), strict=False):
                yield places[place], days


def _other_versions(walk: Walk, event: str, rows: Sequence[int]) -> dict[int, list[int]]:
    """Rows by the version for which another event decides, where that is another one."""
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for row in rows:
        other = walk.question.in_force(walk.columns[event][row])
        if other is not None and other != walk.rule.index:
            parts[other].append(row)
    return parts


def _from_another_start(
    walk: Walk, reading: ContestedReading, event: str, rows: Sequence[int]
) -> Iterator[tuple[int, Mapping[str, date]]]:
    """The days of the same occurrence where the period counts from another event."""
    question = walk.question
    recurs = question.period.recurs
    if recurs is None or event not in question.given or recurs.day in question.given:
        return
    others = set(recurs.counted_from_earliest_of) - {event}
    given = {name: days for name, days in walk.columns.items() if name in question.given - others}
    for row in rows:
        if given[event][row] == walk.returns[row].start:
            continue
        events = {name: days[row] for name, days in given.items()}
        yield from ((row, days) for days in _of_series(walk, reading, recurs, events, row))


def _by_terms(walk: Walk, reading: ContestedReading, rows: Sequence[int]) -> Iterator[tuple[int, Mapping[str, date]]]:
    """The days of the same occurrence by the terms alone, where the register may have others."""
    question = walk.question
    recurs = question.period.recurs
    if recurs is None or recurs.term_decided_by not in question.given:
        return
    given = {name: days for name, days in walk.columns.items() if name in question.given}
    for row in rows:
        events, each = {name: days[row] for name, days in given.items()}, walk.returns[row]
        if perhaps(recurs, (each.start, each.start_event), events, question.calendar.day_after) is not None:
            yield from ((row, days) for days in _of_series(walk, reading, recurs, events, row))


def _of_series(
    walk: Walk, reading: ContestedReading, recurs: Recurrence, events: Mapping[str, date], row: int
) -> Iterator[Mapping[str, date]]:
    """The days of the same occurrence as these events give them, by terms that are settled."""
    question = walk.question
    found = nth(question.id, partial(_series, question, events), walk.returns[row].occurrence.number)
    version = found.occurrence.version
    if version is not None:
        columns = {name: (day,) for name, day in (*events.items(), *found.days(recurs).items())}
        for way, reached, _ in walked(question.rule(version), columns):
            yield from _days(reading, way, reached)


def _series(question: Question, events: Mapping[str, date], number: int) -> Series:
    return series(question, events, from_number=number, settled=True)


def _disputed(reading: ContestedReading, deciders: Sequence[date | None]) -> Sequence[int]:
    """The rows for which the point is in dispute."""
    first, last = reading.since or date.min, reading.to or date.max
    return [row for row, day in enumerate(deciders) if day is None or first <= day <= last]


def _days(reading: ContestedReading, way: Way, columns: DateColumns) -> Iterator[Mapping[str, date]]:
    """The days of a reading for rows that went a way; none where it gives none."""
    found: dict[str, DateColumn] = {}
    if any(count.has_length for count in reading.counts):
        reached: dict[str, Path] = {slot.limit.kind: slot.path for slot in way.found if slot.path}
        paths = [path for count in reading.counts if (path := way.rule.path(count, reached))]
        choose = max if reading.later_of else min
        found[reading.limit] = list(map(choose, zip(*(path.days(columns) for path in paths), strict=True)))
        for slot in way.found:
            if slot.path and slot.path.source in found:
                found.setdefault(slot.limit.kind, slot.path.days({**columns, **found}))
    elif reading.limit in columns:
        found = {slot.limit.kind: columns[slot.limit.kind] for slot in way.found if slot.path}
    for each in zip(*found.values(), strict=True):
        yield dict(zip(found, each, strict=True))
