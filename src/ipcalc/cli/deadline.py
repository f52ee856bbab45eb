"""`ipcalc deadline`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc.cli import calendars
from ipcalc.cli import options as opt
from ipcalc.cli.calendars import RemindOption, UpdateOption
from ipcalc.errors import BadRequest
from ipcalc.report.formats import Look

if TYPE_CHECKING:
    from ipcalc.calc.asking import Asking

app = opt.app()


@opt.command(app)
def deadline(
    period: Annotated[
        str,
        typer.Argument(
            help="The period: an id or a short name (ipcalc rules list).", autocompletion=opt.complete_period
        ),
    ],
    when: Annotated[
        str | None,
        typer.Argument(metavar="[DATE]", help="The date of the event that starts the period, or journal:NUMBER."),
    ] = None,
    event: opt.EventOption = None,
    filing: Annotated[str | None, opt.date_option("Short for --event filing=DATE.")] = None,
    priority: Annotated[str | None, opt.date_option("Short for --event priority=DATE.")] = None,
    as_of: opt.AsOfOption = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    occurrence: Annotated[
        int | None,
        opt.number_option("Which occurrence of a recurring period: the year of an annuity, the number of a renewal."),
    ] = None,
    today: opt.TodayOption = None,
    done: Annotated[str | None, opt.date_option("The day of the act: was it in time?")] = None,
    applicant: opt.ApplicantOption = "other",
    mode: opt.ModeOption = "e-filing",
    classes: opt.ClassesOption = None,
    claims: opt.ClaimsOption = None,
    pages: opt.PagesOption = None,
    priorities: opt.PrioritiesOption = None,
    sequence_pages: opt.SequencePagesOption = None,
    members: opt.MembersOption = None,
    quantity: opt.QuantityOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show the working, step by step.")] = False,
    strict: opt.StrictOption = False,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    notes: opt.NotesOption = False,
    ref: Annotated[
        str | None, typer.Option("--ref", metavar="REF", help="The name of the matter, which a calendar needs.")
    ] = None,
    remind: RemindOption = None,
    update: UpdateOption = None,
    format: opt.DatedOption = None,
    output: opt.OutputOption = None,
) -> None:
    """The last days of one period: by when, on what authority, at what fee.

    `date` is the date that the law gives. `act by` is the day to docket: the last day, on or before it, on which no
    office is known or believed to be closed. `rolls to` is the next open day if the office is closed on `date`; do not
    plan on it.

    Sums are today's or, if the day is past, those of that day. If a sum depends on a number that is not given, such as
    --classes, a note says which.

    Examples:
        ipcalc deadline tm-opposition 2012-03-05
        ipcalc deadline rfe 2022-06-01 --filing 2023-05-30
        ipcalc deadline annuity 2015-05-10 --event grant=2020-06-01 --occurrence 7
        ipcalc deadline tm-renewal --event expiry=2026-11-23 --office mumbai --format json
        ipcalc deadline tm-opposition journal:2235
        ipcalc deadline fer 2026-06-15 --applicant startup
        ipcalc deadline opposition journal:2235 --ref OPP-0412 -o due.ics --remind 30,7,1
        ipcalc deadline fer "15 Mar 2023" --done "19 Sep 2023" --explain
    """
    shortcuts = [f"{name}={text}" for name, text in (("filing", filing), ("priority", priority)) if text is not None]
    book = opt.book(data)
    numbers = book.numbers(period=period, strict=strict)
    events = opt.events([*(event or ()), *shortcuts], dayfirst, numbers)
    day = None if when is None else opt.event_date(when, dayfirst, "DATE", book.trigger(period), numbers)
    done_on = opt.a_date(done, dayfirst, "--done")
    counts = {
        "classes": classes, "claims": claims, "pages": pages, "priorities": priorities,
        "sequence_pages": sequence_pages, "members": members,
    }  # fmt: skip
    now = opt.or_today(today, dayfirst)
    asking: Asking = {
        "as_of": opt.a_date(as_of, dayfirst, "--as-of"),
        "office": office,
        "suspensions": suspensions,
        "today": now,
        "strict": strict,
        "explain": explain,
        "applicant": applicant,
        "mode": mode,
        "counts": opt.counts(book, counts, quantity),
    }
    if occurrence is not None or not book.recurs(period):
        answer = book.deadline(period, day, events=events, occurrence=occurrence, done=done_on, **asking)
        shown: Any = numbers.said_with(answer)
    elif done_on is not None:
        raise BadRequest(f"{period} recurs: say with --occurrence which one was done")
    else:
        shown = tuple(map(numbers.said_with, book.deadlines(period, day, events=events, **asking)))
    chosen = opt.format_of(format, output, opt.DATED)
    is_calendar = chosen == "ics"
    if is_calendar:
        shown = calendars.of_matter(ref, shown, now)
    elif ref is not None:
        raise BadRequest("--ref names the matter in a calendar: give --format ics, or -o with a file that ends in .ics")
    calendars.check(remind, update, reminds=is_calendar, updates=is_calendar)
    asked = 3 if occurrence is None else 4
    look = Look(notes=notes, remind=calendars.days(remind), former=calendars.former(update), asked=asked)
    opt.put(shown, chosen, output, opt.DATED, look)
