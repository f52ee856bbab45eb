"""`ipcalc office`."""

from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, Format, FormatOption
from ipcalc.errors import BadRequest

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    epilog="""Examples:

    \b
    ipcalc office --right tm --state Gujarat
    ipcalc office --right patent --state Orissa --format json
    ipcalc office
    """
)
def office(
    right: Annotated[str, typer.Option(help="tm or patent.", autocompletion=opt.complete_right)] = "tm",
    state: Annotated[
        str | None,
        typer.Option(
            help="A State or Union Territory: its name, an older one, or its code.", autocompletion=opt.complete_state
        ),
    ] = None,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """In which office's territory a State or Union Territory lies; without --state, all of them."""
    from ipcalc.calc import offices
    from ipcalc.report import reference

    book = opt.book(data).rulebook
    if right not in offices.RIGHTS:
        raise BadRequest(f"territories are known for {' and '.join(offices.RIGHTS)}, not for {right!r}")
    if state is None:
        opt.show(format, lambda: reference.territories(book), lambda: [reference.territories_sheet(book)])
        return
    place = offices.territory(book, state)
    found = offices.office(place, right)
    opt.show(
        format,
        lambda: reference.office(book, place, right, found),
        lambda: [reference.office_sheet(book, place, right, found)],
    )
