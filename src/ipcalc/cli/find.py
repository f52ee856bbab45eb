"""`ipcalc find`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.report.formats import Look

app = opt.app()


@opt.command(app)
def find(
    words: Annotated[
        list[str], typer.Argument(help="In your own words: 'reply to examination report', TM-O, annuity.")
    ],
    most: Annotated[int, typer.Option(metavar="N", min=1, help="How many to show at most.")] = 12,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> int:
    """The periods, fees, forms, events and commands that your words mean; the exit status is 1 if there are none.

    Examples:
        ipcalc find reply to examination report
        ipcalc find TM-O
        ipcalc find annuity --format json
    """
    from ipcalc.cli.root import COMMANDS

    found = opt.book(data).find(" ".join(words), COMMANDS)
    opt.show(found, format, Look(most=most))
    return 0 if found.hits else 1
