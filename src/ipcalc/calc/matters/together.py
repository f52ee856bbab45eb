"""Many periods of many matters at once: those that are alike but for their days are asked together, in columns."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.answer import answers, trigger_of
from ipcalc.calc.deadlines.apart import apart
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.events import stood_in
from ipcalc.calc.deadlines.outstanding import outstanding
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD
from ipcalc.calc.matters.occasions import FirstAnswer, first_on_record, may_show, occasions, on_record
from ipcalc.errors import IpcalcError, NoAnswer
from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.calc.matters.known import Known
    from ipcalc.calc.matters.occasions import Shown
    from ipcalc.calc.results import Deadline

    Alike = tuple[str, frozenset[str], Options, frozenset[str]]


class Asked(NamedTuple):
    """A period of a matter, or of one of its proceedings, whose events are known."""

    known: Known
    name: str

    @property
    def events(self) -> Mapping[str, date]:
        return self.known.events_of(self.name)


class Together:
    """The answers of many periods. `first` are those that were asked in columns, by the identity of the period: why
    there is none, where that is so, and None where there is nothing to show."""

    def __init__(self, engine: Engine, periods: Sequence[Asked], shown: Shown) -> None:
        self._shown = shown
        self._first: dict[int, FirstAnswer | IpcalcError | None] = {}
        alike: defaultdict[Alike, list[Asked]] = defaultdict(list)
        for each in () if shown.every else periods:
            known, name = each
            held = known.matter
            if not (known.periods[name].abroad or held.earlier or held.closed or known.options.today is None):
                stood = stood_in(each.events)
                alike[name, frozenset(each.events) if stood else known.names_of(name), known.options, stood].append(
                    each
                )
        for key, some in alike.items():
            self._first |= dict.fromkeys(map(id, some))
            firsts = partial(_firsts, engine, key, some, shown)
            self._first |= {id(some[row]): first for row, first in apart(range(len(some)), firsts)}

    def of(self, asked: Asked) -> list[Deadline]:
        """The answers of one of the periods that are to be shown.

        Raises:
            BadRequest, NoAnswer: as `occasions`.
        """
        try:
            return self._of(asked)
        except NoAnswer:
            if self._shown.every or not _is_over(asked):
                raise
            return []

    def _of(self, asked: Asked) -> list[Deadline]:
        """What `of` gives, or why there is no answer, also of what is over."""
        known, name = asked
        if id(asked) not in self._first:
            return list(occasions(known, name, self._shown))
        first = self._first[id(asked)]
        if isinstance(first, IpcalcError):
            raise first
        return [] if first is None else list(occasions(known, name, self._shown, first))


def _is_over(asked: Asked) -> bool:
    """Whether nothing is owed of a period that does not come again, whatever its days are."""
    known, name = asked
    return known.periods[name].recurs is None and known.over_by(name) is not None


def _firsts(
    engine: Engine, key: Alike, alike: Sequence[Asked], shown: Shown, rows: Sequence[int]
) -> Iterator[tuple[int, FirstAnswer | IpcalcError]]:
    """The first answers to show of some `rows` of periods that are alike but for their days, by their numbers."""
    periods = [alike[row] for row in rows]
    name, events, options, stood = key
    question = engine.question(name, events, options, stood)
    columns = {event: [each.events[event] for each in periods] for event in events}
    recurs = question.period.recurs is not None
    acts = [on_record(each.known, name) if recurs else NOTHING_ON_RECORD for each in periods]
    choice = choose(question, columns, len(periods), [None] * len(periods), acts)
    found: dict[int, FirstAnswer | IpcalcError] = dict(choice.refused)
    for walk in choice.walks:
        found |= _of_walk(walk, periods, shown)
    if recurs:
        firsts = {place: first for place, first in found.items() if isinstance(first, FirstAnswer)}
        owed = {place: first.answer for place, first in firsts.items()}
        for place, together in outstanding(question, columns, owed, shown.within).items():
            if isinstance(together, IpcalcError):
                found[place] = together
            else:
                found[place] = firsts[place]._replace(together=together)
    yield from ((rows[place], first) for place, first in found.items())


def _of_walk(walk: Walk, periods: Sequence[Asked], shown: Shown) -> Iterator[tuple[int, FirstAnswer | IpcalcError]]:
    """The first answers to show of the rows of a walk, by the numbers of their periods."""
    records = None if walk.returns else dict(_recorded(walk, periods))
    if records is not None:
        walk.acts = {number: record for number, record in records.items() if record != NOTHING_ON_RECORD}
    rows = [n for n in may_show(walk, walk.question.options.today, shown) if records is None or n in records]
    for number, made in answers(walk, rows):
        done = records[number].done if records else None
        yield walk.rows[number], made if isinstance(made, IpcalcError) else FirstAnswer(made, done)


def _recorded(walk: Walk, periods: Sequence[Asked]) -> Iterator[tuple[int, OnRecord]]:
    """What is on record of the rows of a walk of which something may be owed."""
    for number, row in enumerate(walk.rows):
        record, over = first_on_record(periods[row].known, periods[row].name, trigger_of(walk, number).date)
        if not over:
            yield number, record
