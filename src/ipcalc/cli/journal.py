"""`ipcalc journal`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.errors import BadRequest

app = opt.app()


@opt.command(app)
def journal(
    number: Annotated[
        str | None,
        typer.Argument(metavar="[NUMBER]", help="2235 of the Trade Marks Journal, 36/2026 of the Patent Journal."),
    ] = None,
    day: Annotated[str | None, opt.date_option("The numbers of this day.", "--date")] = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """The date of a number of a journal, or the numbers of a date.

    For orientation only: it rests on numbers and dates that were seen together, not on an enactment.

    Examples:
        ipcalc journal 2235
        ipcalc journal 36/2026 --format json
        ipcalc journal --date 2026-08-17
    """
    of = opt.a_date(day, dayfirst, "--date")
    if (number is None) == (of is None):
        raise BadRequest("give a NUMBER, or --date")
    book = opt.book(data)
    opt.show(book.journals.of(of) if of else book.journal(number or ""), format)
