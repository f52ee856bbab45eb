"""`ipcalc fee`."""

from typing import Annotated

import typer

from ipcalc import years as annuities
from ipcalc.cli import options as opt
from ipcalc.errors import BadRequest
from ipcalc.report.formats import Look

app = opt.app()


@opt.command(app)
def fee(
    item: Annotated[
        str, typer.Argument(help='A fee id, or a form number (TM-A, TM-5, "Form 18").', autocompletion=opt.complete_fee)
    ],
    classes: opt.ClassesOption = None,
    marks: Annotated[int | None, opt.number_option("Marks.")] = None,
    claims: opt.ClaimsOption = None,
    pages: opt.PagesOption = None,
    priorities: opt.PrioritiesOption = None,
    months: Annotated[int | None, opt.number_option("Number of months, for fees by the month.")] = None,
    year: Annotated[int | None, opt.number_option("The year of an annuity.")] = None,
    years: Annotated[str | None, typer.Option(metavar="N-N", help="Several years: 3-20, or 3,5,7.")] = None,
    advance: Annotated[bool, typer.Option("--advance", help="The years are paid ahead together.")] = False,
    late_months: Annotated[
        int | None,
        opt.number_option("Months since the due date, for a late payment with its surcharge; a month begun counts."),
    ] = None,
    count: Annotated[int | None, opt.number_option("The quantity of any other unit.")] = None,
    sequence_pages: opt.SequencePagesOption = None,
    members: opt.MembersOption = None,
    quarter_hours: Annotated[
        int | None, opt.number_option("Quarters of an hour, for a computer search of the old register.")
    ] = None,
    quantity: opt.QuantityOption = None,
    case: opt.CaseOption = None,
    addition: opt.AdditionOption = False,
    elapsed_months: Annotated[
        int | None, opt.number_option("Months that have passed, for fees that depend on them; a month begun counts.")
    ] = None,
    applicant: opt.ApplicantOption = "other",
    mode: opt.ModeOption = "e-filing",
    rate: opt.RateOption = None,
    on: Annotated[str | None, opt.date_option("Day of payment.  [default: today]")] = None,
    strict: opt.StrictOption = False,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    notes: opt.NotesOption = False,
    format: opt.SheetOption = None,
    output: opt.OutputOption = None,
) -> None:
    """What one item of a fee schedule costs on a day: each line with its entry, form and authority.

    Give whole numbers: 25 claims are --claims 25, however many of them are free. A fee's own unit, such as a
    class, is 1 if you do not give it; months and years must be given.

    Examples:
        ipcalc fee tm-application --classes 3 --applicant startup
        ipcalc fee TM-23 --elapsed-months 8 --on 2008-01-01
        ipcalc fee patent-application --claims 25 --pages 60 --priorities 2
        ipcalc fee patent-renewal --years 3-20 --advance --applicant individual
        ipcalc fee patent-renewal --year 12 --late-months 4
        ipcalc fee "Form 18" --mode paper --format json
        ipcalc fee madrid-basic-colour --classes 4 --members 2 --rate CHF=95.50
    """
    counts = {
        "classes": classes, "marks": marks, "claims": claims, "pages": pages, "priorities": priorities,
        "months": months, "count": count, "sequence_pages": sequence_pages, "elapsed_months": elapsed_months,
        "quarter_hours": quarter_hours, "members": members,
    }  # fmt: skip
    book = opt.book(data)
    answer = book.fee(
        item,
        on=opt.or_today(on, dayfirst, "--on"),
        applicant=applicant,
        mode=mode,
        year=year,
        years=_years(years),
        case=case,
        addition=addition,
        advance=advance,
        late_months=late_months,
        rates=opt.rates(rate),
        strict=strict,
        **opt.counts(book, counts, quantity),
    )
    opt.put(answer, format, output, opt.SHEETS, Look(notes=notes))


def _years(text: str | None) -> tuple[int, ...]:
    try:
        return annuities.parse(text) if text else ()
    except BadRequest as error:
        raise BadRequest(f"--years {error}") from error
