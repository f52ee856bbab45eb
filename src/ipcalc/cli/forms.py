"""`ipcalc forms`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt

app = opt.app("forms", "Forms: what each is for, and what took its place.")


@opt.command(app)
def show(
    form: Annotated[str, typer.Argument(help="The form's number.", autocompletion=opt.complete_form)],
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """Show a form: its title, provision, days in use, what succeeded it and since when, and the fees paid with it.

    Examples:
        ipcalc forms show TM-5
        ipcalc forms show "Form 18" --format json
    """
    opt.show(opt.book(data).form(form), format)


@opt.command(app, "list")
def list_(
    right: Annotated[
        str | None, typer.Option(help="Only those of one right.", autocompletion=opt.complete_right)
    ] = None,
    as_of: Annotated[str | None, opt.date_option("Those in use on this day.  [default: today]")] = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """List the forms that are in use on a day.

    Examples:
        ipcalc forms list
        ipcalc forms list --right tm --as-of 2008-01-01 --format csv
    """
    opt.show(opt.book(data).rules.list("form", opt.or_today(as_of, dayfirst, "--as-of"), right), format)
