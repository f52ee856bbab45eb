"""`ipcalc classes`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption
from ipcalc.report.formats import Look

app = opt.app("classes", "Classes of goods and services: show, list, search.")
AsOf = Annotated[str | None, opt.date_option("The list for a filing of this day.  [default: today]", "--as-of")]


@app.command(
    epilog="""Examples:

    \b
    ipcalc classes show 25
    ipcalc classes show 42 --as-of 2008-01-01
    """
)
def show(
    number: Annotated[int, typer.Argument(metavar="N", help="The class.")],
    as_of: AsOf = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show one class, with what moved into it and out of it."""
    opt.show(opt.book(data).classes.show(number, opt.or_today(as_of, dayfirst, "--as-of")), format)


@app.command(
    "list",
    epilog="""Examples:

    \b
    ipcalc classes list
    ipcalc classes list --as-of 2008-01-01 --format csv
    """,
)
def list_(
    as_of: AsOf = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List all classes of the list that applied on a day."""
    opt.show(opt.book(data).classes.list(opt.or_today(as_of, dayfirst, "--as-of")), format)


@app.command(
    epilog="""Examples:

    \b
    ipcalc classes search shoes
    ipcalc classes search "computer software" --format json
    ipcalc classes search sunglasses --as-of 2025-06-01
    """
)
def search(
    words: Annotated[list[str], typer.Argument(help="The goods or services, as the trade calls them.")],
    as_of: AsOf = None,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="How many classes to show at most.")] = 5,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Search the classes for goods or services; the exit status is 1 if nothing is found.

    A word that is only similar to one in the list is no answer: the program asks whether you meant that one.
    """
    found = opt.book(data).classes.search(" ".join(words), opt.or_today(as_of, dayfirst, "--as-of"))
    opt.show(found, format, Look(most=most))
    if found.missed:
        raise typer.Exit(1)
