"""`ipcalc treaties`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt

app = opt.app("treaties", "Treaties: which bind India, who is a member, and where priority may be claimed from.")
RegisterAsOf = Annotated[
    str | None, opt.date_option("As of this day.  [default: the day to which they were checked]", "--as-of")
]


@opt.command(app, "list")
def list_(
    as_of: RegisterAsOf = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """Which treaties bind India, since when, with the evidence; and which do not.

    Examples:
        ipcalc treaties list
        ipcalc treaties list --as-of 2010-01-01 --format csv
    """
    opt.show(opt.book(data).treaties.list(opt.a_date(as_of, dayfirst, "--as-of")), format)


@opt.command(app)
def show(
    country: Annotated[
        str,
        typer.Argument(help="A code of two letters, or the English name.", autocompletion=opt.complete_party),
    ],
    as_of: Annotated[
        str | None,
        opt.date_option(
            "As of this day, that of the first filing.  [default: the day to which they were checked]", "--as-of"
        ),
    ] = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """To which unions a country belongs, and whether priority may be claimed in India from an application there.

    For a country that is not known to be a member, the answer says so. Even a member may still need a notification.

    Examples:
        ipcalc treaties show GB
        ipcalc treaties show Grenada --as-of 2026-01-01
        ipcalc treaties show "South Korea" --format json
    """
    opt.show(opt.book(data).treaties.show(country, opt.a_date(as_of, dayfirst, "--as-of")), format)


@opt.command(app)
def members(
    union: Annotated[str, typer.Argument(help="paris, pct or madrid.", autocompletion=opt.complete_union)],
    as_of: RegisterAsOf = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """The members of a union, each with its first day as a member, if that is known.

    Examples:
        ipcalc treaties members madrid
        ipcalc treaties members pct --as-of 2022-03-01 --format csv
    """
    opt.show(opt.book(data).treaties.members(union, opt.a_date(as_of, dayfirst, "--as-of")), format)


@opt.command(app)
def routes(data: opt.DataOption = None, format: opt.FormatOption = "table") -> None:
    """The routes to a faster examination of a patent: grounds, steps and limits of each.

    Examples:
        ipcalc treaties routes
        ipcalc treaties routes --format json
    """
    opt.show(opt.book(data).treaties.routes(), format)
