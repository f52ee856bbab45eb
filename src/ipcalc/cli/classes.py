"""`ipcalc classes`."""

from datetime import date
from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption

app = typer.Typer(
    name="classes",
    help="Classes of goods and services: show, list, search.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The list for a filing of this day.  [default: today]")
]


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
    from ipcalc.calc import classes
    from ipcalc.report import reference

    book = opt.book(data).rulebook
    day = opt.a_date(as_of, dayfirst, "--as-of") or date.today()
    found, edition = classes.show(book, number, day), classes.edition(book, day)
    moves = tuple(move for move in book.moves if number in (move.from_class, move.to_class))
    opt.show(
        format,
        lambda: reference.one(found, edition, day, moves),
        lambda: [reference.one_sheet(found, edition, day, moves)],
    )


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
    from ipcalc.calc import classes
    from ipcalc.report import reference

    book = opt.book(data).rulebook
    day = opt.a_date(as_of, dayfirst, "--as-of") or date.today()
    found, edition = classes.classes(book, day), classes.edition(book, day)
    opt.show(
        format, lambda: list(map(reference.nice_class, found)), lambda: [reference.many_sheet(found, edition, day)]
    )


@app.command(
    epilog="""Examples:

    \b
    ipcalc classes search shoes
    ipcalc classes search "computer software" --format json
    ipcalc classes search sunglasses --as-of 2025-06-01
    """
)
def search(
    words: Annotated[list[str], typer.Argument(help="What is made or done, as the trade calls it.")],
    as_of: AsOf = None,
    most: Annotated[int, typer.Option(metavar="N", min=1, help="How many classes to show at most.")] = 5,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Search the classes for goods or services; the exit status is 1 where nothing is found."""
    from ipcalc.calc import classes
    from ipcalc.report import reference

    book = opt.book(data).rulebook
    day = opt.a_date(as_of, dayfirst, "--as-of") or date.today()
    text = " ".join(words)
    found, edition = classes.search(book, text, day), classes.edition(book, day)
    opt.show(
        format,
        lambda: reference.search(found, edition, day),
        lambda: [reference.search_sheet(text, found, edition, day, most)],
    )
    if not found.hits and not found.ambiguous:
        raise typer.Exit(1)
