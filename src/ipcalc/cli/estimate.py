"""`ipcalc estimate`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from ipcalc.cli import options as opt
from ipcalc.errors import BadRequest
from ipcalc.numbers import whole
from ipcalc.report.formats import Look

if TYPE_CHECKING:
    from ipcalc.calc.fees.compare import Comparison
    from ipcalc.calc.fees.estimate import Bill

app = opt.app()

T = TypeVar("T")


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
    quantity: opt.QuantityOption = None,
    case: opt.CaseOption = None,
    addition: opt.AdditionOption = False,
    with_: Annotated[
        str | None,
        typer.Option(
            "--with", metavar="STEP,STEP", help="Further steps: expedited, examination, colour, fully-coded, ..."
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STAGE",
            help="How far the bill goes: registration of a mark, or renewal:2 for its second renewal; repeatable.",
            autocompletion=opt.complete_stage,
        ),
    ] = None,
    to_year: Annotated[
        int | None, opt.number_option("The last annuity of a patent to count, 3 to 20: as --to year:N.")
    ] = None,
    filing: Annotated[str | None, opt.date_option("Day of filing: as --event filing=DATE.  [default: today]")] = None,
    international_filing: Annotated[
        str | None,
        opt.date_option("International filing date of a national phase: as --event international-filing=DATE."),
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=DATE",
            help="An event from which the bill counts, and its date; repeatable.",
            autocompletion=opt.complete_event,
        ),
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
    filed = {
        "filing": opt.a_date(filing, dayfirst, "--filing"),
        "international-filing": opt.a_date(international_filing, dayfirst, "--international-filing"),
    }
    events = _together("--event", opt.given(filed), opt.events(event, dayfirst, lambda _event, _text: None))
    book = opt.book(data)
    numbers = _class_numbers(class_numbers, classes)
    counts = {
        "classes": len(numbers) or classes, "marks": marks, "claims": claims, "pages": pages, "priorities": priorities,
        "sequence_pages": sequence_pages, "members": members,
    }  # fmt: skip
    asked: dict[str, Any] = {
        "today": opt.or_today(today, dayfirst),
        "mode": mode,
        "wanted": [word.strip() for word in with_.split(",")] if with_ else (),
        "to": _together("--to", opt.given({"year": to_year}), _stages(to)),
        "route": route,
        "events": events,
        "case": case,
        "addition": addition,
        "rates": opt.rates(rate),
        "strict": strict,
        **opt.counts(book, counts, quantity),
    }
    named = [each.strip() for each in applicant.split(",")]
    answer: Bill | Comparison = (
        book.compare(what, applicants=named if len(named) > 1 else (), **asked)
        if compare
        else book.estimate(what, applicant=applicant, **asked)
    )
    for number in numbers:
        book.classes.show(number, _first(answer).charge.on)
    opt.put(answer, format, output, opt.SHEETS, Look(notes=notes))


def _first(answer: "Bill | Comparison") -> "Bill":
    from ipcalc.calc.fees.estimate import Bill

    return answer if isinstance(answer, Bill) else answer.first


def _class_numbers(text: str | None, count: int | None) -> tuple[int, ...]:
    """The classes that are named, as many as are counted; none where they are not named."""
    if text is None:
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(map(whole, parts)):
        raise BadRequest(f"--class-numbers {text!r}: write numbers with commas, such as 9,25,35")
    numbers = tuple(map(int, parts))
    if len(set(numbers)) != len(numbers):
        raise BadRequest(f"--class-numbers {text!r}: a class is named twice")
    if count is not None and count != len(numbers):
        raise BadRequest(f"--classes {count}, but --class-numbers names {len(numbers)}")
    return numbers


def _stages(texts: Sequence[str] | None) -> dict[str, int]:
    """`renewal:2` as the second renewal; a stage without a number is reached once."""
    found: dict[str, int] = {}
    for text in texts or ():
        word, colon, number = text.partition(":")
        if colon and not whole(number):
            raise BadRequest(f"--to {text!r}: write a stage, or one with a number, such as renewal:2")
        found = _together("--to", found, {word: int(number) if colon else 1})
    return found


def _together(option: str, first: Mapping[str, T], second: Mapping[str, T]) -> dict[str, T]:
    """What two options say of the same names; each name is said once."""
    for name in first.keys() & second.keys():
        if first[name] != second[name]:
            raise BadRequest(f"{option} {name} is given twice, with {first[name]} and {second[name]}")
    return {**first, **second}
