"""`ipcalc forms`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, Format, FormatOption
from ipcalc.errors import BadRequest, nearest

app = typer.Typer(
    name="forms",
    help="Forms: what each is for, and what took its place.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command(
    epilog="""Examples:

    \b
    ipcalc forms show TM-5
    ipcalc forms show "Form 18" --format json
    """
)
def show(
    form: Annotated[str, typer.Argument(help="The form's number.", autocompletion=opt.complete_form)],
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show a form: its title, provision, days in use, what succeeded it and since when, and the fees paid with it."""
    from ipcalc.report import rules

    book = opt.book(data).rulebook
    found = book.form_id(form)
    if found is None:
        raise BadRequest(f"unknown form {form!r}{nearest(form, book.raw('forms'))}")
    opt.show(format, lambda: rules.form(book, found), lambda: rules.entry_sheets(book, [("forms", found)]))


@app.command(
    "list",
    epilog="""Examples:

    \b
    ipcalc forms list
    ipcalc forms list --right tm --as-of 2008-01-01 --format csv
    """,
)
def list_(
    right: Annotated[
        str | None, typer.Option(help="Only those of one right.", autocompletion=opt.complete_right)
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Those in use on this day.  [default: today]")
    ] = None,
    dayfirst: opt.DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List the forms that are in use on a day."""
    from ipcalc.cli.rules import RuleKind
    from ipcalc.cli.rules import list_ as rules_list

    rules_list(RuleKind.form, right, as_of, dayfirst, data, format)
