"""`ipcalc office`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt

app = opt.app()


@opt.command(app)
def office(
    right: Annotated[
        str | None, typer.Option(help="tm or patent.  [default: tm]", autocompletion=opt.complete_right)
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(
            help="A State or Union Territory: its name, an older one, or its code.", autocompletion=opt.complete_state
        ),
    ] = None,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """Which office serves a State or Union Territory; without --state, all of them.

    Examples:
        ipcalc office --right tm --state Gujarat
        ipcalc office --right patent --state Orissa --format json
        ipcalc office
    """
    book = opt.book(data)
    opt.show(book.territories(right) if state is None else book.office(state, right), format)
