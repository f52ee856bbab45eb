"""`ipcalc docket`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc.cli import matters
from ipcalc.cli import options as opt
from ipcalc.cli.batch import EncodingOption, MapOption
from ipcalc.cli.matters import ActingOption, ClientOption, FactOption, MatterFormatOption, RefOption
from ipcalc.cli.options import DataOption, DayfirstOption, StrictOption
from ipcalc.errors import BadRequest
from ipcalc.frozen import replace
from ipcalc.report.formats import Look

if TYPE_CHECKING:
    from ipcalc.batch.matters.dockets import Dockets
    from ipcalc.book import Book

app = opt.app()


@app.command(
    epilog="""Examples:

    \b
    ipcalc docket tm --event filing=2024-01-10 --event advertisement=2024-09-02 --project
    ipcalc docket patent --event priority=2023-05-10 --event filing=2024-05-10
    ipcalc docket patent --event filing=2026-06-01 --fact biological-material --fact complete-specification
    ipcalc docket tm --event advertisement=2026-09-07 --acting-for opponent
    ipcalc docket portfolio
    ipcalc docket portfolio.xlsx --client "Lotus Foods LLP" --format csv
    ipcalc docket --init tm > mark.yaml
    """
)
def docket(
    matter: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RIGHT|FILE...",
            help="tm, madrid, patent, pct, design or gi; or files and folders of matters: YAML or JSON with one matter"
            " each, CSV, XLSX or JSON Lines with a row for each; - is standard input.",
            autocompletion=opt.complete_right,
        ),
    ] = None,
    event: opt.EventOption = None,
    fact: FactOption = None,
    acting_for: ActingOption = None,
    ref: RefOption = None,
    client: ClientOption = None,
    project: Annotated[
        bool, typer.Option("--project", help="Later steps too, each taken on the last day of the one before it.")
    ] = False,
    all_: Annotated[
        bool, typer.Option("--all", help="What is past and done, the office's own times and the other side's too.")
    ] = False,
    notes: opt.NotesOption = False,
    as_of: opt.AsOfOption = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    today: opt.TodayOption = None,
    strict: StrictOption = False,
    map_: MapOption = None,
    input_format: MatterFormatOption = None,
    encoding: EncodingOption = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: opt.SheetOption = None,
    output: opt.OutputOption = None,
    init: Annotated[
        str | None,
        typer.Option(
            metavar="RIGHT", help="Write a matter file to fill in, with all events.", autocompletion=opt.complete_right
        ),
    ] = None,
) -> int:
    """What is to be done in a matter, in order of date, with its law; what waits for which event, and what may apply.

    Shown is what is still to be done by the party for whom one acts, the owner of the right unless --acting-for or the
    matter says otherwise; --all shows the rest.

    The matter is a right and its events on the command line, or stands in a file with others; what a matter says of
    itself, such as its office, counts before the option. What is wrong with a file is said with its line, the other
    matters are answered, and the exit status is then 1.
    """
    book = opt.book(data)
    if init is not None:
        return _init(book, init)
    if not matter:
        raise BadRequest("name a right (ipcalc docket tm --event filing=2024-01-10), or files or folders of matters")
    now = opt.or_today(today, dayfirst)
    asking: dict[str, Any] = {
        "acting_for": acting_for,
        "project": project,
        "every": all_,
        "as_of": opt.a_date(as_of, dayfirst, "--as-of"),
        "office": office,
        "suspensions": suspensions,
        "today": now,
        "strict": strict,
    }
    files = matters.files_in(matter, book)
    look = Look(notes=notes)
    if files is None:
        if client is not None:
            raise BadRequest("--client is for files of matters")
        numbers = book.numbers(right=matter[0])
        held = matters.given(matter[0], ref, opt.events(event, dayfirst, numbers), fact)
        answer = book.docket(held, **asking)
        answer = replace(answer, deadlines=tuple(map(numbers.said_with, answer.deadlines)))
        opt.put(answer, format, output, opt.Sheet, look)
        return 0
    if event or fact:
        name = "--event" if event else "--fact"
        raise BadRequest(f"{name} is for a matter on the command line: a file says it itself")
    reading = matters.how(now, dayfirst, map_, input_format, encoding)
    answers = book.dockets(files, reading=reading, client=client, ref=ref, **asking)
    matters.tell(answers.faults, answers.told)
    if answers.dockets or not answers.faults or format:
        opt.put(answers, format, output, opt.Sheet, look)
    return _status(answers)


def _init(book: "Book", right: str) -> int:
    """Print a matter file to fill in."""
    from ipcalc.batch.matters.template import template

    print(template(book.rulebook, right), end="")
    return 0


def _status(answers: "Dockets") -> int:
    """0 where all matters were answered, 1 where some were not, 2 where there is no answer at all."""
    if not answers.faults:
        return 0
    return 1 if answers.dockets else 2
