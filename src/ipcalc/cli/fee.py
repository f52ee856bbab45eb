"""`ipcalc fee`."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption, StrictOption
from ipcalc.errors import BadRequest
from ipcalc.report import plain
from ipcalc.years import parse as years_as_written

if TYPE_CHECKING:
    from ipcalc.report.sheet import Sheet

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


@app.command(
    epilog="""Examples:

    \b
    ipcalc fee tm-application --classes 3 --applicant startup
    ipcalc fee TM-23 --elapsed-months 8 --on 2008-01-01
    ipcalc fee patent-application --claims 25 --pages 60 --priorities 2
    ipcalc fee patent-renewal --years 3-20 --advance --applicant individual
    ipcalc fee "Form 18" --mode paper --format json
    ipcalc fee madrid-basic-colour --classes 4 --members 2 --rate CHF=95.50
    """
)
def fee(
    item: Annotated[
        str, typer.Argument(help='A fee id, or a form number (TM-A, TM-5, "Form 18").', autocompletion=opt.complete_fee)
    ],
    classes: Annotated[int | None, typer.Option(metavar="N", help="Classes.")] = None,
    marks: Annotated[int | None, typer.Option(metavar="N", help="Marks.")] = None,
    claims: Annotated[int | None, typer.Option(metavar="N", help="Claims, all of them.")] = None,
    pages: Annotated[int | None, typer.Option(metavar="N", help="Sheets of the specification, all of them.")] = None,
    priorities: Annotated[int | None, typer.Option(metavar="N", help="Priorities claimed.")] = None,
    months: Annotated[int | None, typer.Option(metavar="N", help="Months, for what is charged by the month.")] = None,
    year: Annotated[int | None, typer.Option(metavar="N", help="The year of an annuity.")] = None,
    years: Annotated[str | None, typer.Option(metavar="N-N", help="Several years: 3-20, or 3,5,7.")] = None,
    advance: Annotated[bool, typer.Option("--advance", help="The years are paid ahead together.")] = False,
    count: Annotated[int | None, typer.Option(metavar="N", help="The quantity of any other unit.")] = None,
    sequence_pages: Annotated[int | None, typer.Option(metavar="N", help="Pages of sequence listing.")] = None,
    members: Annotated[
        int | None, typer.Option(metavar="N", help="Designated Madrid members that take no individual fee.")
    ] = None,
    quarter_hours: Annotated[
        int | None, typer.Option(metavar="N", help="Quarters of an hour, for a computer search of the old register.")
    ] = None,
    addition: Annotated[bool, typer.Option("--addition", help="For a patent of addition.")] = False,
    elapsed_months: Annotated[
        int | None, typer.Option(metavar="N", help="Months gone by, for banded items; a month begun counts.")
    ] = None,
    applicant: opt.ApplicantOption = "other",
    mode: opt.ModeOption = "e-filing",
    rate: opt.RateOption = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="Day of payment.  [default: today]")] = None,
    strict: StrictOption = False,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """What one item of a fee schedule costs on a day: each line with its entry, form and authority.

    Quantities are always counts of the whole: 25 claims are --claims 25, whatever number of them is free. A fee's own
    unit is 1 where it is not given; months and years must be given.
    """
    counts = {
        "classes": classes, "marks": marks, "claims": claims, "pages": pages, "priorities": priorities,
        "months": months, "count": count, "sequence_pages": sequence_pages, "elapsed_months": elapsed_months,
        "quarter_hours": quarter_hours, "members": members,
    }  # fmt: skip
    day = opt.a_date(on, dayfirst, "--on") or date.today()
    answer = opt.book(data).fee(
        item,
        on=day,
        applicant=applicant,
        mode=mode,
        year=year,
        years=_years(years),
        addition=addition,
        advance=advance,
        rates=opt.rates(rate),
        strict=strict,
        **{name: value for name, value in counts.items() if value is not None},
    )

    def sheets() -> "list[Sheet]":
        from ipcalc.report import bills

        return [bills.charge(answer)]

    opt.show(format, lambda: plain.charge(answer), sheets)


def _years(text: str | None) -> tuple[int, ...]:
    try:
        return years_as_written(text) if text else ()
    except BadRequest as error:
        raise BadRequest(f"--years {error}") from error
