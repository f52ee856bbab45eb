"""`ipcalc checklist`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption
from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from ipcalc.report.sheet import Sheet

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    epilog="""Examples:

    \b
    ipcalc checklist patent --event filing=2026-03-02
    ipcalc checklist patent --event priority=2025-09-01 --event filing=2026-03-02 --format json
    ipcalc checklist patent --event international-filing=2024-03-04 --event filing=2026-03-02
    """
)
def checklist(
    what: Annotated[str, typer.Argument(help="patent.", autocompletion=opt.complete_checklist)],
    event: Annotated[
        list[str] | None,
        typer.Option(
            "--event", metavar="NAME=DATE", help="A date of the matter; repeatable.", autocompletion=opt.complete_event
        ),
    ] = None,
    today: opt.TodayOption = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """The documents of an undertaking, with the day by which each is due and its authority.

    The events say what matter it is: one with an international filing is a national phase. Without any all are listed.
    """
    from ipcalc.calc.checklist import checklist as documents
    from ipcalc.calc.deadlines.options import Options

    book = opt.book(data)
    events = opt.events(event or (), dayfirst)
    for name in events:
        if name not in book.rulebook.events:
            raise BadRequest(f"unknown event {name!r}{nearest(name, book.rulebook.events)}")
    now = opt.a_date(today, dayfirst, "--today") or date.today()
    found = documents(book.engine, what, events, Options(today=now))

    def plain() -> list[dict[str, Any]]:
        from ipcalc.report.plain import document

        return list(map(document, found))

    def sheets() -> "list[Sheet]":
        from ipcalc.report import answers

        asked = book.rulebook.checklist(what)
        return answers.documents(asked.title, found, asked.notes)

    opt.show(format, plain, sheets)
