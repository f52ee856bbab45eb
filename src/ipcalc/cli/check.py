"""`ipcalc check`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ipcalc.cli import matters
from ipcalc.cli import options as opt
from ipcalc.cli.matters import ActingOption, ClientOption, MatterFormatOption
from ipcalc.cli.progress import progress
from ipcalc.errors import BadRequest
from ipcalc.report.formats import REPORTS, Look, ReportFormat

app = opt.app()


@opt.command(app)
def check(
    file: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...",
            help="Files and folders of matters, as docket reads them, and tables with a row for each period; - is"
            " standard input.",
        ),
    ] = None,
    within: Annotated[int, typer.Option(metavar="DAYS", min=0, max=3660, help="How many days ahead to look.")] = 30,
    report: Annotated[
        ReportFormat | None,
        typer.Option("--report", "-r", "--format", "-f", help="How the findings are reported.  [default: table]"),
    ] = None,
    output: opt.OutputOption = None,
    notes: opt.NotesOption = False,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="STATUS,...", help="Which findings give exit status 1: all, if not given."),
    ] = None,
    client: ClientOption = None,
    acting_for: ActingOption = None,
    period: opt.RowPeriodOption = None,
    map_: opt.MapOption = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    applicant: opt.ApplicantOption = "other",
    mode: opt.ModeOption = "e-filing",
    today: opt.TodayOption = None,
    input_format: MatterFormatOption = None,
    encoding: opt.EncodingOption = None,
    sheet: opt.SheetNameOption = None,
    header_row: opt.HeaderRowOption = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
) -> int:
    """For cron and CI: what is lapsed, overdue, due within some days, or unanswerable. The exit status is then 1.

    Matters are read as docket reads them, with the same answers. A table with a column period (or --period) has a row
    for each period, with the columns of batch deadlines, a column ref, the name of the row, and for sums the column
    applicant, the class that pays, and columns of quantities, such as classes. A date in its column done closes the
    row, if it was in time. For a recurring period it closes the first occurrence that was open on that day, and the
    next one counts.

    The days on which to ask for an extension are checked too. The office's own times, those of the other side and the
    ends of terms are not. If nothing is found, one line says so.

    --fail-on says which findings are a failure: lapsed, overdue, due, ask, unconfirmed, unanswerable. The others are
    only reported.

    Examples:
        ipcalc check portfolio --within 30
        ipcalc check portfolio.xlsx docket.csv --client "Lotus Foods LLP" -o report.html
        ipcalc check docket.csv --within 14 --report github
        ipcalc check docket.csv --fail-on lapsed,overdue,unanswerable
        ipcalc check docket.xlsx --report junit > deadlines.xml
        ipcalc check journal.csv --period tm-opposition --map "Our Ref=ref,Advt Date=date" --dayfirst
    """
    from ipcalc.calc.matters.findings import STATUSES

    failures = matters.failures(fail_on, "status", STATUSES) if fail_on is not None else STATUSES
    if not file:
        raise BadRequest("name files or folders of matters, or of rows: ipcalc check portfolio")
    from ipcalc.batch.matters.files import MatterFault
    from ipcalc.report.findings import summary

    now = opt.or_today(today, dayfirst)
    with progress("matters or rows") as told:
        checked = opt.book(data).check(
            file,
            today=now,
            within=within,
            client=client,
            acting_for=acting_for,
            period=period,
            office=office,
            suspensions=suspensions,
            applicant=applicant,
            mode=mode,
            reading=matters.how(now, dayfirst, map_, input_format, encoding, told, (sheet, header_row)),
        )
    matters.tell((), checked.told)
    if checked.findings and not checked.rows and not checked.matters:
        matters.tell((MatterFault(each.file, each.line, each.reason or "") for each in checked.findings), ())
        return 2
    names = ", ".join("standard input" if str(each) == "-" else str(each) for each in file)
    opt.put(checked, report, output, REPORTS, Look(notes=notes, file=names, failures=tuple(failures)))
    if report == "github" or output is not None:
        print(summary(checked), file=sys.stderr)
    return 1 if any(each.status in failures for each in checked.findings) else 0
