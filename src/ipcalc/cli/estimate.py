"""`ipcalc estimate`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc.cli import options as opt
from ipcalc.errors import BadRequest
from ipcalc.numbers import whole
from ipcalc.report.formats import Look

if TYPE_CHECKING:
    from ipcalc.book import Book
    from ipcalc.calc.fees.compare import Comparison
    from ipcalc.calc.fees.estimate import Bill

app = opt.app()


@opt.command(app)
def estimate(
    what: Annotated[
        str, typer.Argument(help="trademark, patent, pct or madrid.", autocompletion=opt.complete_estimate)
    ],
    classes: opt.ClassesOption = None,
    class_numbers: Annotated[str | None, typer.Option(metavar="N,N", help="The classes by number: 9,25,35.")] = None,
    marks: Annotated[int | None, opt.number_option("Marks of a series.")] = None,
    route: Annotated[str | None, typer.Option(help="direct, convention or national-phase (patents).")] = None,
    claims: opt.ClaimsOption = None,
    pages: opt.PagesOption = None,
    priorities: opt.PrioritiesOption = None,
    sequence_pages: opt.SequencePagesOption = None,
    members: opt.MembersOption = None,
    addition: Annotated[bool, typer.Option("--addition", help="A patent of addition.")] = False,
    with_: Annotated[
        str | None,
        typer.Option(
            "--with", metavar="STEP,STEP", help="Further steps: expedited, examination, colour, fully-coded, ..."
        ),
    ] = None,
    to: Annotated[
        str,
        typer.Option(
            metavar="STAGE", help="How far the bill for a mark goes: registration, or renewal:2 for the second renewal."
        ),
    ] = "registration",
    to_year: Annotated[int | None, opt.number_option("The last annuity of a patent to count: 3 to 20.")] = None,
    filing: Annotated[str | None, opt.date_option("Day of filing.  [default: today]")] = None,
    international_filing: Annotated[
        str | None, opt.date_option("International filing date of a national phase.")
    ] = None,
    applicant: opt.ApplicantOption = "other",
    compare: Annotated[
        bool,
        typer.Option("--compare", help="A column for each class of applicant, or for those that --applicant names."),
    ] = False,
    mode: opt.ModeOption = "e-filing",
    rate: opt.RateOption = None,
    today: Annotated[
        str | None, opt.date_option("Sums for later days use the fees of this day.  [default: today]")
    ] = None,
    strict: opt.StrictOption = False,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    notes: opt.NotesOption = False,
    format: opt.SheetOption = None,
    output: opt.OutputOption = None,
) -> None:
    """The whole bill for a mark or a patent, with total and authorities, year by year if there are several.

    Days in the past use the fees of their time, later days the fees in force today.

    Examples:
        ipcalc estimate trademark --classes 3 --applicant startup --to renewal:2
        ipcalc estimate trademark --class-numbers 9,25,35 --with expedited,opposition
        ipcalc estimate patent --route direct --claims 25 --pages 60 --with examination --to-year 20
        ipcalc estimate patent --route direct --with examination --compare
        ipcalc estimate patent --route national-phase --international-filing 2023-09-01 --filing 2025-11-03
        ipcalc estimate pct --pages 45 --applicant individual --with fully-coded
        ipcalc estimate madrid --classes 4 --members 2 --with colour --rate CHF=95.50
    """
    now = opt.or_today(today, dayfirst)
    day = opt.a_date(filing, dayfirst, "--filing") or now
    international = opt.a_date(international_filing, dayfirst, "--international-filing")
    book = opt.book(data)
    if class_numbers is not None:
        classes = _classes(book, class_numbers, classes, day)
    counts = {
        "classes": classes, "marks": marks, "claims": claims, "pages": pages, "priorities": priorities,
        "sequence_pages": sequence_pages, "members": members,
    }  # fmt: skip
    asked: dict[str, Any] = {
        "filing": day,
        "today": now,
        "mode": mode,
        "wanted": [word.strip() for word in with_.split(",")] if with_ else (),
        "to": {"year": to_year} if to_year is not None else _stage(to),
        "route": route,
        "events": {"international-filing": international} if international else None,
        "addition": addition,
        "rates": opt.rates(rate),
        "strict": strict,
        **opt.given(counts),
    }
    named = [each.strip() for each in applicant.split(",")]
    answer: Bill | Comparison = (
        book.compare(what, applicants=named if len(named) > 1 else (), **asked)
        if compare
        else book.estimate(what, applicant=applicant, **asked)
    )
    opt.put(answer, format, output, opt.SHEETS, Look(notes=notes))


def _classes(book: "Book", text: str, count: int | None, day: date) -> int:
    """The number of classes that are named; each must be in the list of the day."""
    numbers = [part.strip() for part in text.split(",")]
    for number in numbers:
        if not whole(number):
            raise BadRequest(f"--class-numbers {text!r}: write numbers with commas, such as 9,25,35")
        book.classes.show(int(number), day)
    if len({int(number) for number in numbers}) != len(numbers):
        raise BadRequest(f"--class-numbers {text!r}: a class is named twice")
    if count is not None and count != len(numbers):
        raise BadRequest(f"--classes {count}, but --class-numbers names {len(numbers)}")
    return len(numbers)


def _stage(text: str) -> dict[str, int]:
    """`renewal:2` as the second renewal; a stage without a number is reached once, registration costs nothing more."""
    word, colon, number = text.partition(":")
    if colon and not whole(number):
        raise BadRequest(f"--to {text!r}: write registration, or renewal:2")
    return {} if word == "registration" else {word: int(number) if colon else 1}
