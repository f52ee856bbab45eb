"""`ipcalc find`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, Format, FormatOption
from ipcalc.report.formats import Look

app = opt.app()


@app.command(
    epilog="""Examples:

    \b
    ipcalc find reply to examination report
    ipcalc find TM-O
    ipcalc find annuity --format json
    """
)
def find(
    words: Annotated[
        list[str], typer.Argument(help="In your own words: 'reply to examination report', TM-O, annuity.")
    ],
    most: Annotated[int, typer.Option(metavar="N", min=1, help="How many to show at most.")] = 12,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """The periods, fees, forms, events and commands that your words mean; the exit status is 1 if there are none."""
    from ipcalc.cli.root import COMMANDS

    found = opt.book(data).find(" ".join(words), COMMANDS)
    opt.show(found, format, Look(most=most))
    if not found.hits:
        raise typer.Exit(1)
