"""`ipcalc verify`."""

from pathlib import Path
from typing import Annotated

import typer

from ipcalc.cli import matters
from ipcalc.cli import options as opt
from ipcalc.cli.matters import ActingOption, MatterFormatOption
from ipcalc.cli.progress import progress
from ipcalc.errors import BadRequest
from ipcalc.report.formats import Look

app = opt.app()


@opt.command(app)
def verify(
    file: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...",
            help="A table with a row for each date (CSV, JSON Lines or XLSX), or files and folders of matters; - is"
            " standard input.",
        ),
    ] = None,
    period: opt.RowPeriodOption = None,
    map_: opt.MapOption = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            metavar="VERDICT,...", help="Which verdicts give exit status 1.  [default: all but right and early]"
        ),
    ] = None,
    acting_for: ActingOption = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    today: opt.TodayOption = None,
    input_format: MatterFormatOption = None,
    encoding: opt.EncodingOption = None,
    sheet: opt.SheetNameOption = None,
    header_row: opt.HeaderRowOption = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.SheetOption = None,
    output: opt.OutputOption = None,
) -> int:
    """Calculate the dates of a docket again, and say which are wrong, and why.

    It reads the columns of batch deadlines, the column stated with the date in the docket, and the column limit if that
    date is not the due date. Each row comes back as right, rolled (in time only if a closed day moves the date),
    contested, undecided (it depends on an event that is not given), late, early, missing or unanswerable, with the
    mistake that explains it.

    For matters, it verifies the dates under stated (in a table, the columns stated:PERIOD). What is still to be done
    but has no such date is missing.

    Examples:
        ipcalc verify stated.csv
        ipcalc verify annuities.csv --period annuity --dayfirst --map "Filing Dt.=date,Annuity Yr=occurrence,Due Dt.=stated"
        ipcalc verify stated-matters.csv
        ipcalc verify stated.csv -o verified.html
        ipcalc verify stated.csv --fail-on late,unanswerable
    """  # noqa: E501
    from ipcalc.calc.verify.verdict import SAFE, VERDICTS

    unsafe = tuple(each for each in VERDICTS if each not in SAFE)
    failures = matters.failures(fail_on, "verdict", VERDICTS) if fail_on is not None else unsafe
    if not file:
        raise BadRequest("name a file of rows with a column stated, or files or folders of matters")
    now = opt.or_today(today, dayfirst)
    with progress("matters or rows") as told:
        answer = opt.book(data).verify(
            file,
            today=now,
            acting_for=acting_for,
            period=period,
            office=office,
            suspensions=suspensions,
            reading=matters.how(now, dayfirst, map_, input_format, encoding, told, (sheet, header_row)),
        )
    opt.put(answer, format, output, opt.SHEETS, Look(notes=True))
    matters.tell((), answer.told)
    return 1 if any(each in failures for each in answer.counts) else 0
