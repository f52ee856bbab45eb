"""The parts of dockets that may call for something: for a check of many matters, whose periods are asked together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.matters.docket import Docket
from ipcalc.calc.matters.known import Known
from ipcalc.calc.matters.occasions import Shown
from ipcalc.calc.matters.together import Asked, Together
from ipcalc.errors import Ended, IpcalcError, Missing, NoAnswer
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.results import Deadline


def calling(engine: Engine, asked: Sequence[tuple[Matter, Options]], within: int) -> list[Docket | IpcalcError]:
    """The part of the docket of each matter that may call for something within so many days.

    Nothing of what waits, may apply, or is not owed by the party for whom one acts; and nothing without an answer by
    which nothing could be lost. Where a matter cannot be answered, why: see `dockets`.
    """
    shown = Shown(within=within, calls=True)
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
        for seen, own in matter.parts():
            known = Known(engine, seen, options, own)
            found += [Asked(known, name) for name in _running(known)]
    except IpcalcError as error:
        return error
    return found


def _running(known: Known) -> Iterator[str]:
    """The periods that ask something of the party for whom one acts, and whose events are known."""
    subject = known.subject
    asked = subject.asked(known.acting)
    for name in filter(asked.__contains__, known.periods):
        if known.is_own(name) and subject.may_run(name, known.dates) and known.waits_for(name) is None:
            yield name


def _docket(matter: Matter, periods: Sequence[Asked], answers: Together) -> Docket | IpcalcError:
    deadlines: list[Deadline] = []
    refused: list[tuple[str, str]] = []
    for each in periods:
        known, name = each
        try:
            found = answers.of(each)
        except Ended:
            continue
        except (NoAnswer, Missing) as error:
            period = known.periods[name]
            refused += [(name, str(error))] if period.loses != "nothing" and not period.optional else []
            continue
        except IpcalcError as error:
            return error
        own = known.proceeding
        deadlines += [replace(made, proceeding=own.ref) for made in found] if own else found
    return Docket(matter, tuple(deadlines), (), tuple(refused), (), ())
