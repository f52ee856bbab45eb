"""The parts of dockets that may call for something: for a check of many matters, whose periods are asked together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.matters.docket import Docket
from ipcalc.calc.matters.known import Known
from ipcalc.calc.matters.occasions import Shown
from ipcalc.calc.matters.together import Asked, Together
from ipcalc.errors import Ended, IpcalcError, NoAnswer
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.matters.matter import Matter, Proceeding
    from ipcalc.calc.results import Deadline


def calling(engine: Engine, asked: Sequence[tuple[Matter, Options]], within: int) -> list[Docket | IpcalcError]:
    """The part of the docket of each matter that may call for something within so many days.

    Nothing of what waits, may apply, or is not owed by the party for whom one acts; and nothing without an answer by
    which nothing could be lost. Where a matter cannot be answered, why: see `docket`.
    """
    shown = Shown(every=False, within=within, calls=True)
    periods = [_periods(engine, matter, options) for matter, options in asked]
    every = [each for some in periods if not isinstance(some, IpcalcError) for each in some]
    answers = Together(engine, every, shown)
    return [
        some if isinstance(some, IpcalcError) else _docket(matter, some, answers)
        for (matter, _), some in zip(asked, periods, strict=True)
    ]


def _periods(engine: Engine, matter: Matter, options: Options) -> list[Asked] | IpcalcError:
    found: list[Asked] = []
    try:
        for part in (None, *matter.proceedings):
            known = Known(engine, matter if part is None else matter.seen_from(part), options)
            found += [Asked(known, name, part) for name in _running(known, part)]
    except IpcalcError as error:
        return error
    return found


def _running(known: Known, part: Proceeding | None) -> Iterator[str]:
    """The periods that ask something of the party for whom one acts, and whose events are known."""
    subject = known.subject
    asked = subject.asked(known.acting)
    for name in filter(asked.__contains__, known.periods):
        own = part is None or not part.events.keys().isdisjoint(subject.uses[name])
        if own and subject.may_run(name, known.dates) and known.waits_for(name) is None:
            yield name


def _docket(matter: Matter, periods: Sequence[Asked], answers: Together) -> Docket | IpcalcError:
    deadlines: list[Deadline] = []
    refused: list[tuple[str, str]] = []
    for each in periods:
        known, name, part = each
        try:
            found = answers.of(each)
        except Ended:
            continue
        except NoAnswer as error:
            period = known.periods[name]
            refused += [(name, str(error))] if period.loses != "nothing" and not period.optional else []
            continue
        except IpcalcError as error:
            return error
        deadlines += [replace(made, proceeding=part.ref) for made in found] if part else found
    return Docket(matter, tuple(deadlines), (), tuple(refused), (), ())
