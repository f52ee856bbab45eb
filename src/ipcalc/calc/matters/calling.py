"""The parts of dockets that may call for something: for a check of many matters, whose periods are sifted together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.calc.deadlines.answer import trigger_of
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.events import stood_in
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD
from ipcalc.calc.matters.docket import Docket
from ipcalc.calc.matters.findings import may_call
from ipcalc.calc.matters.known import Known
from ipcalc.calc.matters.occasions import Shown, first_on_record, occasions, on_record
from ipcalc.calc.matters.state import States
from ipcalc.errors import Ended, IpcalcError, NoAnswer
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.calc.matters.matter import Matter, Proceeding
    from ipcalc.calc.results import Deadline

    Alike = tuple[str, frozenset[str], Options, frozenset[str]]


class _Period(NamedTuple):
    """A period of a matter, or of one of its proceedings, whose events are known."""

    known: Known
    name: str
    part: Proceeding | None

    @property
    def events(self) -> Mapping[str, date]:
        return self.known.events_of(self.name)


def calling(engine: Engine, asked: Sequence[tuple[Matter, Options]], within: int) -> list[Docket | IpcalcError]:
    """The part of the docket of each matter that may call for something within so many days.

    Nothing of what waits, may apply, or is not owed by the party for whom one acts; and nothing without an answer by
    which nothing could be lost. Where a matter cannot be answered, why: see `docket`.
    """
    periods = [_periods(engine, matter, options) for matter, options in asked]
    kept = _sifted(engine, [each for some in periods if not isinstance(some, IpcalcError) for each in some], within)
    return [
        some if isinstance(some, IpcalcError) else _docket(matter, [each for each in some if id(each) in kept], within)
        for (matter, _), some in zip(asked, periods, strict=True)
    ]


def _periods(engine: Engine, matter: Matter, options: Options) -> list[_Period] | IpcalcError:
    found: list[_Period] = []
    try:
        for part in (None, *matter.proceedings):
            known = Known(engine, matter if part is None else matter.seen_from(part), options)
            found += [_Period(known, name, part) for name in _running(known, part)]
    except IpcalcError as error:
        return error
    return found


def _running(known: Known, part: Proceeding | None) -> Iterator[str]:
    """The periods that ask something of the party for whom one acts, and whose events are known."""
    book, subject = known.engine.book, known.subject
    for name, period in known.periods.items():
        if period.term or book.is_offices(period) or not known.acting.owes(period):
            continue
        own = part is None or not part.events.keys().isdisjoint(subject.uses[name])
        if own and subject.may_run(name, known.dates) and known.waits_for(name) is None:
            yield name


def _docket(matter: Matter, periods: Sequence[_Period], within: int) -> Docket:
    deadlines: list[Deadline] = []
    refused: list[tuple[str, str]] = []
    for known, name, part in periods:
        try:
            found = list(occasions(known, name, Shown(every=False, within=within, calls=True)))
        except Ended:
            continue
        except NoAnswer as error:
            period = known.periods[name]
            refused += [(name, str(error))] if period.loses != "nothing" and not period.optional else []
            continue
        deadlines += [replace(each, proceeding=part.ref if part else None) for each in found]
    return Docket(matter, tuple(deadlines), (), tuple(refused), (), ())


# ---------------------------------------------------------------------- many matters at once
def _sifted(engine: Engine, periods: Sequence[_Period], within: int) -> set[int]:
    """The identities of those that may call for something, or that must be asked one by one to know."""
    alike: defaultdict[Alike, list[_Period]] = defaultdict(list)
    kept: set[int] = set()
    for each in periods:
        known, name, _ = each
        if known.periods[name].abroad or known.matter.earlier or known.matter.closed or known.options.today is None:
            kept.add(id(each))
        else:
            alike[name, frozenset(each.events), known.options, stood_in(each.events)].append(each)
    for key, some in alike.items():
        kept |= {id(some[row]) for row in _calling_rows(engine, key, some, within)}
    return kept


def _calling_rows(engine: Engine, key: Alike, periods: Sequence[_Period], within: int) -> Iterator[int]:
    """The places of the periods, all alike but for their days, that may call for something or cannot be answered."""
    name, events, options, stood = key
    question = engine.question(name, events, options, stood)
    columns = {event: [each.events[event] for each in periods] for event in events}
    recurs = question.period.recurs is not None
    acts = [on_record(each.known, name) if recurs else NOTHING_ON_RECORD for each in periods]
    choice = choose(question, columns, len(periods), [None] * len(periods), acts)
    yield from choice.refused
    assert options.today is not None
    for walk in choice.walks:
        over = set() if recurs else _recorded(walk, periods)
        words = States(walk, options.today).words
        for number in may_call(walk, words, options.today, within):
            if number not in over:
                yield walk.rows[number]


def _recorded(walk: Walk, periods: Sequence[_Period]) -> set[int]:
    """Give a walk what is on record of each row; the rows of which nothing is owed any more."""
    over: set[int] = set()
    acts: dict[int, OnRecord] = {}
    walk.acts = acts
    for number, row in enumerate(walk.rows):
        record, by = first_on_record(periods[row].known, periods[row].name, trigger_of(walk, number).date)
        if record != NOTHING_ON_RECORD:
            acts[number] = record
        if by:
            over.add(number)
    return over
