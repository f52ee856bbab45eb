"""A rule walked over columns of dates: every row takes one step before any takes the next.

Rows part where their dates tell: by branch, by the count that gives a day, by a limit that is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, repeat
from operator import lt
from typing import TYPE_CHECKING, TypeVar

from ipcalc.calc.days.closing import Manner
from ipcalc.calc.days.suspending import suspension_of, suspensions_of
from ipcalc.calc.deadlines.rule import START, CompiledRule, DateColumn, DateColumns, Slot, Way, all_hold
from ipcalc.frozen import once

if TYPE_CHECKING:
    from ipcalc.calc.days.calendar import RolledDay
    from ipcalc.calc.deadlines.question import Question
    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.deadlines.recurrence import Return
    from ipcalc.law.shapes.base import Note
    from ipcalc.law.shapes.closures import Suspension

T = TypeVar("T")


class Walk:
    """Rows that went the same way through a rule to its end.

    Attributes:
        columns: the days of all rows by name, those of the events first, then those that were reached.
        rows: the places of the rows among those that were asked for.
        deciders: for each row the day that decided for this version; None where no event is known that did.
        decided_by: the names of which the latest day decided.
        returns: for each row the occurrence that is answered, where the period recurs.
        before: notes that stand before all others, by the number of the row here.
        opened: the first day on which a window really opened, by the number of the row here, where its version opens it
            on a day before it was itself law.
        others: by the number of the row here, the rows of other walks of which this one is the earliest, where an event
            that would choose between them is not given.
        passed: by the number of the row here, the latest occurrence that is past, where no act is on record.
        acts: by the number of the row here, what is on record of the very act that the row is about.
    """

    def __init__(
        self,
        question: Question,
        way: Way,
        columns: DateColumns,
        rows: Sequence[int],
        deciders: Sequence[date | None],
        decided_by: tuple[str, ...],
        returns: Sequence[Return] = (),
    ) -> None:
        self.question, self.way, self.columns, self.rows = question, way, columns, rows
        self.deciders, self.decided_by, self.returns = deciders, decided_by, returns
        self.before: Mapping[int, Sequence[Note]] = {}
        self.opened: Mapping[int, date] = {}
        self.others: Mapping[int, Sequence[tuple[Walk, int]]] = {}
        self.passed: Mapping[int, Return] = {}
        self.acts: Mapping[int, OnRecord] = {}
        self.slots = way.found
        self._closings: dict[str, Sequence[RolledDay]] = {}
        self._safe: dict[str, Sequence[date]] = {}

    @property
    def rule(self) -> CompiledRule:
        return self.way.rule

    def __len__(self) -> int:
        return len(self.rows)

    def part(self, places: Sequence[int]) -> Walk:
        """Some of the rows, by their numbers here."""
        if len(places) == len(self.rows):
            return self
        returns = [self.returns[place] for place in places] if self.returns else ()
        rows, deciders = [self.rows[place] for place in places], [self.deciders[place] for place in places]
        made = Walk(self.question, self.way, taken(self.columns, places), rows, deciders, self.decided_by, returns)
        made.before, made.opened = _renumbered(self.before, places), _renumbered(self.opened, places)
        made.others, made.passed = _renumbered(self.others, places), _renumbered(self.passed, places)
        made.acts = _renumbered(self.acts, places)
        return made

    # ------------------------------------------------------------------ days
    @once
    def given(self) -> DateColumns:
        """The days of the events that are given; where one of them is the first own day of a series, that day."""
        found = {name: self.columns[name] for name in self.question.given}
        recurs = self.rule.period.recurs
        if recurs is not None and recurs.day in found:
            found[recurs.day] = [each.start for each in self.returns]
        return found

    @property
    def began(self) -> DateColumn | None:
        """The days from which a time ran that an order may have suspended; None for a period that recurs."""
        return None if self.rule.period.recurs else self.columns[START]

    @once
    def suspended(self) -> Mapping[tuple[str, int], Suspension]:
        """The suspension that is applied to a limit, by its kind and the number of the row."""
        if not self.question.options.suspensions:
            return {}
        found: dict[tuple[str, int], Suspension] = {}
        suspensions = suspensions_of(self.question.book, self.rule.period)
        for slot in self.slots:
            kind = slot.limit.kind
            for row, day in enumerate(self.columns[kind]) if slot.path else ():
                applied = suspension_of(suspensions, self.began[row] if self.began else None, kind, day)
                if applied:
                    found[kind, row] = applied
        return found

    @once
    def dates(self) -> DateColumns:
        """The days in law of each limit that waits for nothing, by its kind: with suspensions, where they are applied,
        and the real first day of a window."""
        found: dict[str, DateColumn] = {
            slot.limit.kind: self.columns[slot.limit.kind] for slot in self.slots if slot.path
        }
        if self.question.options.suspensions:
            found |= {kind: self._moved(kind, days) for kind, days in found.items()}
            for kind in found if "due" in found else ():
                if kind not in ("opens", "due"):
                    found[kind] = list(map(max, found[kind], found["due"]))
        if self.opened:
            found["opens"] = [self.opened.get(row, day) for row, day in enumerate(found["opens"])]
        return found

    def _moved(self, kind: str, days: DateColumn) -> DateColumn:
        return [
            max(day, self.suspended[kind, row].last_day) if (kind, row) in self.suspended else day
            for row, day in enumerate(days)
        ]

    def paid_on(self, slot: Slot) -> DateColumn:
        """The days whose law says by which form, and at what fee, a limit is kept; of one that waits for its event the
        day to docket, or today where that is past or there is none."""
        kind, as_of, today = slot.limit.kind, self.question.options.as_of, self.question.options.today
        if as_of is not None:
            return [as_of] * len(self.rows)
        if slot.path is None:
            safe = self.safe_days(slot) if slot.safe else [today or date.max] * len(self.rows)
            return [max(day, today or day) for day in safe]
        return self.columns[kind] if kind == "opens" else self.dates[kind]

    # ------------------------------------------------------------------ closed days
    def closings(self, slot: Slot) -> Sequence[RolledDay]:
        """What closed days make of a limit that waits for nothing."""
        assert slot.path is not None
        kind, days = slot.limit.kind, self.dates[slot.limit.kind]
        if kind not in self._closings:
            plain = self.way.closings.get(kind)
            if plain is None:
                plain = self.way.closings[kind] = self.question.calendar.closing(self.manner(slot))
            closings = list(map(plain.__getitem__, days))
            if slot.path.before_expiry and self.suspended:
                moved = self.question.calendar.closing(self.manner(slot)._replace(before_expiry=False))
                closings = [moved[day] if (kind, row) in self.suspended else plain[day] for row, day in enumerate(days)]
            self._closings[kind] = closings
        return self._closings[kind]

    def safe_days(self, slot: Slot) -> Sequence[date]:
        """The days to docket of a limit that waits for its event: open ones on which it is safe whatever happens."""
        kind = slot.limit.kind
        if kind not in self._safe:
            assert slot.safe is not None
            self._safe[kind] = list(map(self.question.calendar.closed.last_open, slot.safe.days(self.columns)))
        return self._safe[kind]

    def manner(self, slot: Slot) -> Manner:
        """How closed days touch a limit."""
        assert slot.path is not None
        question, path = self.question, slot.path
        elsewhere, term = question.book.elsewhere(question.period), question.period.term
        return Manner(slot.limit.kind, elsewhere, term, path.before_expiry, path.backward, question.served)


def _renumbered(of_rows: Mapping[int, T], places: Sequence[int]) -> dict[int, T]:
    """What some rows have, by their new numbers."""
    return {new: of_rows[old] for new, old in enumerate(places) if old in of_rows} if of_rows else {}


def walked(
    rule: CompiledRule, columns: DateColumns, *, plain: bool = False
) -> Iterator[tuple[Way, DateColumns, Sequence[int]]]:
    """Walk a rule to its end, for rows given by the days of their events.

    Args:
        rule: the rule.
        columns: the days of all rows by name: the events that are given, and the own days of an occurrence.
        plain: the version's own limits, whatever its branches say.

    Yields:
        A way, the columns of the rows that went it, with the days that they reached, and the places of these rows.
    """
    found = dict(columns)
    if rule.triggers:
        found[START] = _earliest([columns[name] for name in rule.triggers])
    for name, path in rule.marks:
        found[name] = path.days(found)
    rows: Sequence[int] = range(len(next(iter(found.values()))))
    if plain:
        yield from _on(rule.plain, found, rows)
        return
    for way, tests in rule.branches:
        if not tests:
            yield from _on(way, found, rows)
            return
        held = all_hold(tests, found)
        if any(held):
            there = list(compress(range(len(rows)), held))
            yield from _on(way, taken(found, there), [rows[place] for place in there])
            left = [place for place, each in enumerate(held) if not each]
            if not left:
                return
            found, rows = dict(taken(found, left)), [rows[place] for place in left]


def _on(
    way: Way, columns: dict[str, DateColumn], rows: Sequence[int]
) -> Iterator[tuple[Way, DateColumns, Sequence[int]]]:
    """Walk on from one limit to the end of the way."""
    while (limit := way.limit) is not None:
        kind = limit.kind
        if not way.paths:
            way = way.after(0, left_out=False)
            continue
        outcomes = [path.days(columns) for path in way.paths]
        least = columns[way.ends_after] if way.ends_after else None
        if len(outcomes) == 1 and (least is None or not any(map(lt, outcomes[0], least))):
            columns[kind] = outcomes[0]
            way = way.after(0, left_out=False)
            continue
        parts: defaultdict[tuple[int, bool], list[int]] = defaultdict(list)
        for row, choice in enumerate(_choices(outcomes, later=bool(limit.later_of))):
            early = least is not None and outcomes[choice][row] < least[row]
            parts[choice, early].append(row)
        for (choice, early), places in parts.items():
            here = taken(columns, places)
            if not early:
                here[kind] = [outcomes[choice][place] for place in places]
            yield from _on(way.after(choice, left_out=early), here, [rows[place] for place in places])
        return
    yield way, columns, rows


def _choices(outcomes: Sequence[DateColumn], *, later: bool) -> Iterable[int]:
    """Which of several counts gives the latest (or the earliest) day, for each row; the first of equal ones."""
    if len(outcomes) == 1:
        return repeat(0, len(outcomes[0]))
    pick = max if later else min
    return [days.index(pick(days)) for days in zip(*outcomes, strict=True)]


def _earliest(columns: Sequence[DateColumn]) -> DateColumn:
    return columns[0] if len(columns) == 1 else list(map(min, *columns))


def opened(walk: Walk) -> Iterator[tuple[int, date]]:
    """Where a window opens before its own version was law: its real first day, by the version before up to then."""
    since, index = walk.rule.version.from_, walk.rule.index
    opens = next((slot for slot in walk.slots if slot.limit.kind == "opens" and slot.path), None)
    if opens is None or index == 0 or walk.question.options.as_of is not None:
        return
    days = walk.columns["opens"]
    early = [row for row, day in enumerate(days) if day < since]
    if not early:
        return
    older = walk.question.rule(index - 1)
    if not older.others.keys() <= walk.columns.keys():
        return
    names = [name for name in walk.columns if name in older.known]
    columns = {name: [walk.columns[name][row] for row in early] for name in names}
    for _, reached, places in walked(older, columns, plain=True):
        for place, day in zip(places, reached.get("opens", ()), strict=False):
            real = min(day, since)
            if real > days[early[place]]:
                yield early[place], real


def latest(columns: Sequence[DateColumn]) -> DateColumn:
    """The latest day of each row."""
    return columns[0] if len(columns) == 1 else list(map(max, *columns))


def taken(columns: DateColumns, places: Sequence[int]) -> dict[str, DateColumn]:
    """The columns of some rows."""
    return {name: [column[place] for place in places] for name, column in columns.items()}
