"""`ipcalc treaties`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.law.registers import Treaties
    from ipcalc.law.rulebook import Rulebook

app = typer.Typer(
    name="treaties",
    help="Treaties: what binds India, who is a member, from where priority may be claimed.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="As of this day.  [default: the day to which they were checked]"),
]


@app.command(
    "list",
    epilog="""Examples:

    \b
    ipcalc treaties list
    ipcalc treaties list --as-of 2010-01-01 --format csv
    """,
)
def list_(
    as_of: AsOf = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Which treaties bind India, since when and how well that is evidenced; and which do not."""
    from ipcalc.report import treaties as report

    book, register, day = _ask(data, as_of, dayfirst)
    opt.show(
        format,
        lambda: report.treaties(book, register, day),
        lambda: [report.treaties_sheet(book, register, day)],
    )


@app.command(
    epilog="""Examples:

    \b
    ipcalc treaties show GB
    ipcalc treaties show Grenada --as-of 2026-01-01
    ipcalc treaties show "South Korea" --format json
    """
)
def show(
    country: Annotated[
        str,
        typer.Argument(help="A code of two letters, or the English name.", autocompletion=opt.complete_party),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="As of this day, that of the first filing.  [default: the day to which they were checked]",
        ),
    ] = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """To which unions a country belongs, and whether priority may be claimed in India from an application there.

    What is not known to be a member is answered so. A member by the register may still need a notification.
    """
    from ipcalc.calc import treaties
    from ipcalc.report import treaties as report

    book, register, day = _ask(data, as_of, dayfirst)
    found = treaties.standing(register, country, day)
    opt.show(
        format,
        lambda: report.standing(book, register, found),
        lambda: [report.standing_sheet(book, register, found)],
    )


@app.command(
    epilog="""Examples:

    \b
    ipcalc treaties members madrid
    ipcalc treaties members pct --as-of 2022-03-01 --format csv
    """
)
def members(
    union: Annotated[str, typer.Argument(help="paris, pct or madrid.", autocompletion=opt.complete_union)],
    as_of: AsOf = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """The members of a union, each with the day since which it is one, where that is known."""
    from ipcalc.calc import treaties
    from ipcalc.report import treaties as report

    book, register, day = _ask(data, as_of, dayfirst)
    name = treaties.union_id(register, union)
    found = treaties.members(register, name, day)
    opt.show(
        format,
        lambda: report.members(book, register, name, found, day),
        lambda: [report.members_sheet(book, register, name, found, day)],
    )


@app.command(
    epilog="""Examples:

    \b
    ipcalc treaties routes
    ipcalc treaties routes --format json
    """
)
def routes(data: DataOption = None, format: FormatOption = Format.table) -> None:
    """The routes to a faster examination of a patent: grounds, steps and limits of each."""
    from ipcalc.report import treaties as report

    book, register, _ = _ask(data, None, False)
    opt.show(format, lambda: report.routes(book, register), lambda: report.routes_sheets(register))


def _ask(data: Path | None, as_of: str | None, dayfirst: bool) -> tuple[Rulebook, Treaties, date]:
    from ipcalc.law.registers import Treaties

    book = opt.book(data).rulebook
    register = Treaties(book)
    return book, register, opt.a_date(as_of, dayfirst, "--as-of") or register.checked_to
