"""`ipcalc docket`."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ipcalc.cli import calendars, matters
from ipcalc.cli import options as opt
from ipcalc.cli.calendars import RemindOption, UpdateOption
from ipcalc.cli.matters import ActingOption, ClientOption, FactOption, MatterFormatOption, RefOption
from ipcalc.cli.progress import progress
from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen, replace
from ipcalc.opening import content
from ipcalc.report.formats import Look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipcalc.batch.matters.dockets import Dockets
    from ipcalc.book import Book
    from ipcalc.calc.matters.against import Moves
    from ipcalc.calc.matters.docket import Docket

app = opt.app()


By = Literal["date", "matter", "client", "attorney", "week"]


@frozen
class _How:
    """What becomes of a docket."""

    today: date
    within: int | None
    by: str
    format: str | None
    output: Path | None
    against: Path | None
    digest: Path | None


@opt.command(app)
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
        bool,
        typer.Option("--project", help="Also later steps, as if each were taken on the last day of the one before it."),
    ] = False,
    all_: Annotated[
        bool,
        typer.Option("--all", help="Also what is past or done, and the times of the office and of the other side."),
    ] = False,
    notes: opt.NotesOption = False,
    as_of: opt.AsOfOption = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    today: opt.TodayOption = None,
    strict: opt.StrictOption = False,
    applicant: opt.ApplicantOption = "other",
    mode: opt.ModeOption = "e-filing",
    classes: opt.ClassesOption = None,
    claims: opt.ClaimsOption = None,
    pages: opt.PagesOption = None,
    priorities: opt.PrioritiesOption = None,
    quantity: opt.QuantityOption = None,
    map_: opt.MapOption = None,
    input_format: MatterFormatOption = None,
    encoding: opt.EncodingOption = None,
    sheet: opt.SheetNameOption = None,
    header_row: opt.HeaderRowOption = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    within: Annotated[
        int | None, typer.Option(metavar="DAYS", min=0, max=3660, help="Only what is to be done within this many days.")
    ] = None,
    by: Annotated[
        By, typer.Option(help="How to group the answer: by how near it is, or by matter, client, attorney or week.")
    ] = "date",
    timeline: Annotated[bool, typer.Option("--timeline", help="Draw the days as a timeline.")] = False,
    remind: RemindOption = None,
    update: UpdateOption = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="OLD.json", help="An earlier docket in JSON: show what has changed since, and why."),
    ] = None,
    digest: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write a letter (.eml) for each client or attorney of --by.")
    ] = None,
    format: opt.DatedOption = None,
    output: opt.OutputOption = None,
    init: Annotated[
        str | None,
        typer.Option(
            metavar="RIGHT", help="Write a matter file to fill in, with all events.", autocompletion=opt.complete_right
        ),
    ] = None,
) -> int:
    """What is to be done in a matter, in order of date, with its law; what waits for which event; what else may apply.

    It shows what is still to be done by the party for whom you act: the owner of the right, unless --acting-for or the
    matter says otherwise. --all shows the rest.

    Give one matter on the command line, as a right and its events, or give files of matters. What a matter says in its
    file, such as its office, its applicant or its classes, overrides the option. A fault in a file is shown with its
    line; the other matters are answered, and the exit status is then 1.

    Examples:
        ipcalc docket tm --event filing=2024-01-10 --event advertisement=2024-09-02 --project
        ipcalc docket patent --event priority=2023-05-10 --event filing=2024-05-10
        ipcalc docket patent --event filing=2026-06-01 --fact biological-material --fact complete-specification
        ipcalc docket tm --event advertisement=2026-09-07 --acting-for opponent
        ipcalc docket portfolio
        ipcalc docket portfolio.xlsx --client "Lotus Foods LLP" --format csv
        ipcalc docket portfolio --within 30 --by attorney
        ipcalc docket portfolio -o due.ics --remind 30,7,1
        ipcalc docket portfolio --within 30 --by client --digest letters
        ipcalc docket --init tm -o mark.yaml
    """
    book = opt.book(data)
    if init is not None:
        return _init(book, init, output)
    if not matter:
        raise BadRequest("name a right (ipcalc docket tm --event filing=2024-01-10), or files or folders of matters")
    now = opt.or_today(today, dayfirst)
    counts = {"classes": classes, "claims": claims, "pages": pages, "priorities": priorities}
    asking: dict[str, Any] = {
        "acting_for": acting_for,
        "project": project,
        "every": all_,
        "within": within,
        "as_of": opt.a_date(as_of, dayfirst, "--as-of"),
        "office": office,
        "suspensions": suspensions,
        "today": now,
        "strict": strict,
        "applicant": applicant,
        "mode": mode,
        "counts": opt.counts(book, counts, quantity),
    }
    how = _How(now, within, by, format, output, against, digest)
    if digest is not None:
        _check_digest(how)
    is_calendar = opt.format_of(format, output, opt.DATED) == "ics" and against is None
    calendars.check(remind, update, reminds=is_calendar or digest is not None, updates=is_calendar and digest is None)
    look = Look(notes=notes, timeline=timeline, remind=calendars.days(remind), former=calendars.former(update))
    files = matters.files_in(matter, book)
    if files is None or client is not None or ref is not None:
        look = replace(look, asked=1)
    if files is None:
        if client is not None:
            raise BadRequest("--client is for files of matters")
        numbers = book.numbers(right=matter[0], strict=strict)
        held = matters.given(matter[0], ref, opt.events(event, dayfirst, numbers), fact)
        answer = book.docket(held, **asking)
        answer = replace(answer, deadlines=tuple(map(numbers.said_with, answer.deadlines)))
        _put(answer, (answer,), how, look)
        return 0
    if event or fact:
        name = "--event" if event else "--fact"
        raise BadRequest(f"{name} is for a matter on the command line: write it into the file instead")
    with progress("matters") as told:
        reading = matters.how(now, dayfirst, map_, input_format, encoding, told, (sheet, header_row))
        answers = book.dockets(files, reading=reading, client=client, ref=ref, **asking)
    matters.tell(answers.faults, answers.told)
    if answers.dockets or not answers.faults or format:
        _put(answers, answers.dockets, how, look)
    return _status(answers)


def _put(of: Any, dockets: "Sequence[Docket]", how: _How, look: Look) -> None:
    """Show what dockets ask for, what moved in them, or write the letters about them."""
    from ipcalc.calc.matters.agenda import agenda

    if how.against is not None:
        opt.put(_moves(how.against, dockets), how.format, how.output, opt.DATED, look)
        return
    found = agenda(dockets, how.today, how.within, how.by, of=of)
    if how.digest is None:
        opt.put(found, how.format, how.output, opt.DATED, look)
        return
    from ipcalc.report.digest import letters

    written = _write(how.digest, dict(letters(found, how.by, how.today, look.remind)))
    print(written or f"no letter was written: nothing is lapsed, overdue or due in {found.within} days")


def _check_digest(how: _How) -> None:
    """Refuse what letters have no use for.

    Raises:
        BadRequest: something is asked for beside letters, nobody is named who gets them, or they have no folder.
    """
    beside = {"--format": how.format, "--output": how.output, "--against": how.against}
    for name in (name for name, value in beside.items() if value is not None):
        raise BadRequest(f"--digest writes letters, and has no use for {name}: leave it out")
    if how.by not in ("client", "attorney"):
        raise BadRequest("--digest needs --by client or --by attorney, to know who gets the letters")
    if how.digest is not None and how.digest.exists() and not how.digest.is_dir():
        raise BadRequest(f"--digest {how.digest}: this is a file; name a folder")


def _write(folder: Path, letters: "Mapping[str, bytes]") -> str:
    """Write letters into a folder, all of them or none; and say which."""
    from ipcalc.rows.output import named, whole

    with named(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with whole([folder / name for name in letters]) as parts:
        for name, letter in letters.items():
            parts[folder / name].write_bytes(letter)
    old = sorted(each.name for each in folder.glob("*.eml") if each.name not in letters)
    if old:
        print(f"{folder} also has letters that were not written now: {', '.join(old)}", file=sys.stderr)
    return "\n".join(str(folder / name) for name in letters)


def _moves(path: Path, dockets: "Sequence[Docket]") -> "Moves":
    """What moved since the docket in a file."""
    import json

    from ipcalc.calc.matters.against import moves

    former = content(path, opt.FORMER)
    try:
        return moves(json.loads(former), dockets)
    except (ValueError, RecursionError, BadRequest) as error:
        raise BadRequest(f"{path}: this is not a docket in JSON, as ipcalc docket writes it") from error


def _init(book: "Book", right: str, output: Path | None) -> int:
    """Print a matter file to fill in, or write it where no file is yet."""
    text = book.template(right)
    if output is None or str(output) == "-":
        print(text, end="")
    elif output.exists():
        raise BadRequest(f"{output} exists already: --init only writes new files")
    else:
        opt.save(text, output)
    return 0


def _status(answers: "Dockets") -> int:
    """0 where all matters were answered, 1 where some were not, 2 where there is no answer at all."""
    if not answers.faults:
        return 0
    return 1 if answers.dockets else 2
