"""`ipcalc cooperation`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption

if TYPE_CHECKING:
    from ipcalc.law.registers import Register
    from ipcalc.law.rulebook import Rulebook

app = typer.Typer(
    name="cooperation",
    help="Cooperation with other offices, for information only: partners, events, the action plan.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command(
    epilog="""Examples:

    \b
    ipcalc cooperation partners
    ipcalc cooperation partners --format csv
    """
)
def partners(data: DataOption = None, format: FormatOption = Format.table) -> None:
    """The partners, with the state of each memorandum of understanding and work plan."""
    from ipcalc.report import cooperation as report

    book, register = _ask(data)
    opt.show(format, lambda: report.partners(book, register), lambda: [report.partners_sheet(book, register)])


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
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only those that end on this day or later.")
    ] = None,
    to: Annotated[str | None, typer.Option(metavar="DATE", help="Only those that begin by this day.")] = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """What took place, with whom, when and where. The exit status is 1 where nothing did.

    An event without a day counts wherever the days that the page's words allow touch those asked for.
    """
    from ipcalc.calc import cooperation
    from ipcalc.report import cooperation as report

    book, register = _ask(data)
    first, last = opt.a_date(from_, dayfirst, "--from"), opt.a_date(to, dayfirst, "--to")
    found = cooperation.events(register, partner, first, last)
    opt.show(format, lambda: report.events(book, register, found), lambda: [report.events_sheet(register, found)])
    if not found:
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
    from ipcalc.report import cooperation as report

    book, register = _ask(data)
    opt.show(format, lambda: report.plan(book), lambda: [report.plan_sheet(register)])


@app.command(
    epilog="""Examples:

    \b
    ipcalc cooperation faults
    ipcalc cooperation faults --format json
    """
)
def faults(data: DataOption = None, format: FormatOption = Format.table) -> None:
    """What is wrong with the pages that the register rests on, so that nobody relies on them unseen."""
    from ipcalc.report import cooperation as report

    book, register = _ask(data)
    opt.show(format, lambda: report.faults(book, register), lambda: [report.faults_sheet(book, register)])


def _ask(data: Path | None) -> tuple[Rulebook, Register]:
    from ipcalc.law.registers import Register

    book = opt.book(data).rulebook
    return book, Register(book)
