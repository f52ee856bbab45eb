"""`ipcalc checklist`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt

app = opt.app()


@opt.command(app)
def checklist(
    what: Annotated[str, typer.Argument(help="patent.", autocompletion=opt.complete_checklist)],
    event: opt.EventOption = None,
    today: opt.TodayOption = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """The documents that an application needs, with the day by which each is due and its authority.

    The events decide which documents are listed: an application with an international filing is a national phase.
    Without events, all documents are listed.

    Examples:
        ipcalc checklist patent --event filing=2026-03-02
        ipcalc checklist patent --event priority=2025-09-01 --event filing=2026-03-02 --format json
        ipcalc checklist patent --event international-filing=2024-03-04 --event filing=2026-03-02
    """
    book = opt.book(data)
    numbers = book.numbers(right=book.rulebook.checklist(what).right)
    events, now = opt.events(event, dayfirst, numbers), opt.or_today(today, dayfirst)
    opt.show(book.checklist(what, events, today=now), format)
