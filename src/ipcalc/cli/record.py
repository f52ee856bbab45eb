"""`ipcalc record`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.errors import BadRequest

app = opt.app()


@opt.command(app)
def record(
    ref: Annotated[str, typer.Argument(metavar="REF", help="The matter: its ref or, if none has it, its number.")],
    period: Annotated[
        str | None, typer.Argument(metavar="PERIOD", help="What was done.", autocompletion=opt.complete_period)
    ] = None,
    on: Annotated[str | None, typer.Argument(metavar="DATE", help="The day on which it was done.")] = None,
    event: opt.EventOption = None,
    matters: Annotated[
        list[Path] | None,
        typer.Option("--matters", metavar="PATH", help="Files or folders of matters; repeatable."),
    ] = None,
    proceeding: Annotated[
        str | None, typer.Option(metavar="REF", help="The proceeding of the matter, if you mean one.")
    ] = None,
    through: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="The last year or renewal that was paid, with all before it.")
    ] = None,
    accepted: Annotated[
        bool, typer.Option("--accepted", help="The office accepted the act although it was out of time.")
    ] = False,
    today: opt.TodayOption = None,
    encoding: opt.EncodingOption = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """Write what was done or what happened into the file of a matter, and show what that closed and opened.

    Comments, formats and other columns stay. An act out of order or too late is refused, and nothing is written.

    Examples:
        ipcalc record PT-0122 fer 2026-11-20 --matters portfolio
        ipcalc record PT-0101 annuity 2026-11-20 --through 10 --matters portfolio.xlsx
        ipcalc record TM-0412 --event opposition-received=2026-11-16 --matters portfolio
    """
    from ipcalc.batch.matters.record import Wanted
    from ipcalc.cli.matters import how

    if not matters:
        raise BadRequest("say where the matters are: --matters PATH")
    _check(period, on, event, narrowed=through is not None or accepted)
    now = opt.or_today(today, dayfirst)
    book = opt.book(data)
    pairs = _pairs(event or (), now, dayfirst)
    day = opt.a_date(on, dayfirst, "DATE")
    wanted = Wanted(ref, period, day, pairs, proceeding, through, accepted)
    answer = book.record(wanted, matters, today=now, reading=how(now, dayfirst, None, None, encoding))
    opt.show(answer, format)


def _check(period: str | None, on: str | None, event: list[str] | None, *, narrowed: bool) -> None:
    """Raise BadRequest where it is not said what is to be recorded."""
    if (period is None) != (on is None):
        raise BadRequest("write both: what was done, and on which day (ipcalc record REF PERIOD DATE)")
    if period is None and not event:
        raise BadRequest("say what was done (PERIOD DATE), or what happened (--event NAME=DATE)")
    if period is None and narrowed:
        raise BadRequest("--through and --accepted are for an act: PERIOD DATE")


def _pairs(event: Sequence[str], now: date, dayfirst: bool) -> dict[str, date]:
    """The events of repeated `--event NAME=DATE` options."""
    found: dict[str, date] = {}
    for pair in event:
        name, equals, written = pair.partition("=")
        if not equals:
            raise BadRequest(f"--event {pair!r}: write NAME=DATE")
        if name in found:
            raise BadRequest(f"--event {name} is given twice")
        found[name] = opt.a_date(written, dayfirst, f"--event {name}") or now
    return found
