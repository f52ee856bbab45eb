"""`ipcalc classes`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.report.formats import Look

app = opt.app("classes", "Classes of goods and services: show, list, search.")
ClassesAsOf = Annotated[str | None, opt.date_option("The list for a filing of this day.  [default: today]", "--as-of")]


@opt.command(app)
def show(
    number: Annotated[int, typer.Argument(metavar="N", help="The class.")],
    as_of: ClassesAsOf = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """Show one class, with what moved into it and out of it.

    Examples:
        ipcalc classes show 25
        ipcalc classes show 42 --as-of 2008-01-01
    """
    opt.show(opt.book(data).classes.show(number, opt.or_today(as_of, dayfirst, "--as-of")), format)


@opt.command(app, "list")
def list_(
    as_of: ClassesAsOf = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """List all classes of the list that applied on a day.

    Examples:
        ipcalc classes list
        ipcalc classes list --as-of 2008-01-01 --format csv
    """
    opt.show(opt.book(data).classes.list(opt.or_today(as_of, dayfirst, "--as-of")), format)


@opt.command(app)
def search(
    words: Annotated[list[str], typer.Argument(help="The goods or services, as the trade calls them.")],
    as_of: ClassesAsOf = None,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="How many classes to show at most.")] = 5,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> int:
    """Search the classes for goods or services; the exit status is 1 if nothing is found.

    A word that is only similar to one in the list is no answer: the program asks whether you meant that one.

    Examples:
        ipcalc classes search shoes
        ipcalc classes search "computer software" --format json
        ipcalc classes search sunglasses --as-of 2025-06-01
    """
    found = opt.book(data).classes.search(" ".join(words), opt.or_today(as_of, dayfirst, "--as-of"))
    opt.show(found, format, Look(most=most))
    return 1 if found.missed else 0
