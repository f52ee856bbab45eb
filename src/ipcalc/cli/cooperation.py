"""`ipcalc cooperation`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt

app = opt.app("cooperation", "Cooperation with other offices, for information only: partners, events, the action plan.")


@opt.command(app)
def partners(data: opt.DataOption = None, format: opt.FormatOption = "table") -> None:
    """The partners, with the state of each memorandum of understanding and work plan.

    Examples:
        ipcalc cooperation partners
        ipcalc cooperation partners --format csv
    """
    opt.show(opt.book(data).cooperation.partners(), format)


@opt.command(app)
def events(
    partner: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only those with this partner.", autocompletion=opt.complete_partner),
    ] = None,
    from_: Annotated[str | None, opt.date_option("Only those that end on this day or later.", "--from")] = None,
    to: Annotated[str | None, opt.date_option("Only those that begin by this day.")] = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> int:
    """What took place, with whom, when and where. The exit status is 1 if nothing did.

    An event without an exact day is shown if it may have taken place on one of the days asked for.

    Examples:
        ipcalc cooperation events --partner uspto
        ipcalc cooperation events --from 2024-06-01 --to 2024-06-30
        ipcalc cooperation events --format csv
    """
    first, last = opt.a_date(from_, dayfirst, "--from"), opt.a_date(to, dayfirst, "--to")
    found = opt.book(data).cooperation.events(partner, first, last)
    opt.show(found, format)
    return 0 if found.events else 1


@opt.command(app)
def plan(data: opt.DataOption = None, format: opt.FormatOption = "table") -> None:
    """The action plan for cooperation with WIPO: objectives, phases, budget, indicators.

    Examples:
        ipcalc cooperation plan
        ipcalc cooperation plan --format json
    """
    opt.show(opt.book(data).cooperation.plan(), format)


@opt.command(app)
def faults(data: opt.DataOption = None, format: opt.FormatOption = "table") -> None:
    """The known faults of the pages on which the register rests, so that nobody relies on them.

    Examples:
        ipcalc cooperation faults
        ipcalc cooperation faults --format json
    """
    opt.show(opt.book(data).cooperation.faults(), format)
