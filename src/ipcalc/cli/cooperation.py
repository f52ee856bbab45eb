"""`ipcalc cooperation`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption

app = opt.app("cooperation", "Cooperation with other offices, for information only: partners, events, the action plan.")


@app.command(
    epilog="""Examples:

    \b
    ipcalc cooperation partners
    ipcalc cooperation partners --format csv
    """
)
def partners(data: DataOption = None, format: FormatOption = Format.table) -> None:
    """The partners, with the state of each memorandum of understanding and work plan."""
    opt.show(opt.book(data).cooperation.partners(), format)


@app.command(
    epilog="""Examples:

    \b
    ipcalc cooperation events --partner uspto
    ipcalc cooperation events --from 2024-06-01 --to 2024-06-30
    ipcalc cooperation events --format csv
    """
)
def events(
    partner: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only those with this partner.", autocompletion=opt.complete_partner),
    ] = None,
    from_: Annotated[str | None, opt.date_option("Only those that end on this day or later.", "--from")] = None,
    to: Annotated[str | None, opt.date_option("Only those that begin by this day.")] = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """What took place, with whom, when and where. The exit status is 1 if nothing did.

    An event without an exact day is shown if it may have taken place on one of the days asked for.
    """
    first, last = opt.a_date(from_, dayfirst, "--from"), opt.a_date(to, dayfirst, "--to")
    found = opt.book(data).cooperation.events(partner, first, last)
    opt.show(found, format)
    if not found.events:
        raise typer.Exit(1)


@app.command(
    epilog="""Examples:

    \b
    ipcalc cooperation plan
    ipcalc cooperation plan --format json
    """
)
def plan(data: DataOption = None, format: FormatOption = Format.table) -> None:
    """The action plan for cooperation with WIPO: objectives, phases, budget, indicators."""
    opt.show(opt.book(data).cooperation.plan(), format)


@app.command(
    epilog="""Examples:

    \b
    ipcalc cooperation faults
    ipcalc cooperation faults --format json
    """
)
def faults(data: DataOption = None, format: FormatOption = Format.table) -> None:
    """The known faults of the pages on which the register rests, so that nobody relies on them."""
    opt.show(opt.book(data).cooperation.faults(), format)
