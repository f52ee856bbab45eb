"""`ipcalc rules`."""

import sys
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption
from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from ipcalc.law.rulebook import Rulebook

app = typer.Typer(
    name="rules",
    help="What the rulebook says, and whether a data directory is valid.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class RuleKind(str, Enum):
    """What kinds of rule there are."""

    period = "period"
    fee = "fee"
    form = "form"


@app.command(
    "list",
    epilog="""Examples:

    \b
    ipcalc rules list
    ipcalc rules list --kind fee --right tm --as-of 2008-01-01 --format json
    """,
)
def list_(
    kind: Annotated[RuleKind | None, typer.Option(help="Only periods, fees or forms.  [default: periods]")] = None,
    right: opt.RightOption = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="As the law stood on this day.  [default: today]")
    ] = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List the periods, fees or forms that are law on a day, with form, citation and evidence."""
    book = _book(data, right)
    day = opt.a_date(as_of, dayfirst, "--as-of") or date.today()
    from ipcalc.report import rules

    chosen = (kind or RuleKind.period).value
    opt.show(
        format, lambda: rules.listing(book, chosen, right, day), lambda: [rules.listing_sheet(book, chosen, right, day)]
    )


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules show tm-opposition
    ipcalc rules show patent-renewal-extension --format json
    ipcalc rules show TM-5
    """
)
def show(
    name: Annotated[str, typer.Argument(help="A period, a fee or a form.", autocompletion=opt.complete_rule)],
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show all versions of a period, a fee or a form, with their authority and evidence."""
    book = opt.book(data).rulebook
    from ipcalc.report import rules

    found = rules.find(book, name)
    opt.show(format, lambda: rules.entries(book, found), lambda: rules.entry_sheets(book, found))


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules check
    ipcalc rules check our-data/
    """
)
def check(
    directory: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", help="A directory to lay over the built-in data.  [default: the built-in data]"
        ),
    ] = None,
) -> None:
    """Check a data directory: every fault with its file, line and path. The exit status is 1 where there is one."""
    from ipcalc.law.check import check as check_data
    from ipcalc.law.load import data_directory

    directories = [data_directory(), *([directory] if directory else [])]
    raw, faults = check_data(directories)
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} fault{'s' if len(faults) != 1 else ''}", file=sys.stderr)
        raise typer.Exit(1)
    counts = ", ".join(f"{len(raw[name])} {name}" for name in ("periods", "fees", "forms", "sources"))
    print(f"no faults: {counts}")


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules coverage
    ipcalc rules coverage --right tm --format csv
    """
)
def coverage(
    right: opt.RightOption = None,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """How well each figure is evidenced, and what is known not to be encoded, with the reason."""
    from ipcalc.report import rules

    book = _book(data, right)
    opt.show(format, lambda: rules.coverage(book, right), lambda: rules.coverage_sheets(book, right))


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules diff 2017-03-05 2017-03-06
    ipcalc rules diff 2024-01-01 2024-12-31 --right patent --format json
    """
)
def diff(
    first: Annotated[str, typer.Argument(metavar="DATE", help="The earlier day.")],
    second: Annotated[str, typer.Argument(metavar="DATE", help="The later day.")],
    right: opt.RightOption = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """What changed in the law between two days: rules that began, ended or have another version."""
    from ipcalc.report import rules

    book = _book(data, right)
    since, until = opt.a_date(first, dayfirst, "DATE"), opt.a_date(second, dayfirst, "DATE")
    assert since is not None
    assert until is not None
    if since > until:
        raise BadRequest(f"the first day {since} is after the second {until}")
    changes = rules.changes(book, right, since, until)
    opt.show(format, lambda: changes, lambda: [rules.changes_sheet(changes, since, until)])


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules instruments
    ipcalc rules instruments --right patent --format json
    """
)
def instruments(
    right: opt.RightOption = None,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Every Act and Rules with the day in force, and what it changed in this rulebook."""
    from ipcalc.report import rules

    book = _book(data, right)
    opt.show(format, lambda: rules.instruments(book, right), lambda: [rules.instruments_sheet(book, right)])


def _book(data: Path | None, right: str | None) -> "Rulebook":
    book = opt.book(data).rulebook
    if right is not None and right not in book.rights:
        raise BadRequest(f"unknown right {right!r}{nearest(right, book.rights)} (one of {', '.join(book.rights)})")
    return book
