"""`ipcalc check`."""

import sys
from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.batch import EncodingOption, FileArgument, InputFormatOption, MapOption, renamed
from ipcalc.cli.options import DataOption, DayfirstOption
from ipcalc.errors import BadRequest, nearest, shown
from ipcalc.report.formats import Look, Report

app = opt.app()


@app.command(
    epilog="""Examples:

    \b
    ipcalc check docket.csv --within 30
    ipcalc check docket.csv --within 14 --report github
    ipcalc check docket.csv --fail-on lapsed,overdue,unanswerable
    ipcalc check docket.xlsx --report junit > deadlines.xml
    ipcalc check journal.csv --period tm-opposition --map "Our Ref=ref,Advt Date=date" --dayfirst
    """
)
def check(
    file: FileArgument,
    within: Annotated[int, typer.Option(metavar="DAYS", min=0, max=3660, help="How many days ahead count.")] = 30,
    report: Annotated[Report, typer.Option("--report", "-r", help="How the findings are reported.")] = Report.table,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", metavar="STATUS,...", help="What is a failure (exit status 1): all, if not given."),
    ] = None,
    period: opt.RowPeriodOption = None,
    map_: MapOption = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    today: opt.TodayOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
) -> int:
    """A gate for CI: what of a file is lapsed, overdue, due within some days, or unanswerable. With exit status 1.

    Reads the columns of batch deadlines, and ref, the name of the row. A date in the column done closes its row, if it
    was in time; of a recurring period it closes the first occurrence that was open on it, and the next one is owed. The
    day to ask for an extension counts too. The office's own times and the ends of terms are not checked.

    --fail-on names what is a failure: lapsed, overdue, due, ask, unconfirmed, unanswerable. The others are reported.
    """
    failures = _statuses(fail_on)
    from ipcalc.batch.deadlines import DeadlineRows, Settings
    from ipcalc.batch.gate import check as checked_rows
    from ipcalc.report.findings import summary
    from ipcalc.rows.files import format_of, reading
    from ipcalc.rows.headings import meanings

    now = opt.or_today(today, dayfirst)
    book = opt.book(data)
    settings = Settings(
        now,
        period=period,
        office=office,
        suspensions=suspensions,
        dayfirst=dayfirst,
        serial_dates=opt.serial_dates(),
    )
    rows = DeadlineRows(book.engine, settings)
    kind = format_of(file, "--input-format", input_format and input_format.value)
    new = renamed(map_)
    with reading(file, kind, encoding, (*rows.reads, *new)) as (reader, _):
        opt.check_serial_dates(reader)
        columns = meanings(reader.headings, (*rows.reads, "ref"), (), new)
        ref = columns.pop("ref", None)
        rows.use(columns)
        reader.used = frozenset(columns.values())
        checked = checked_rows(book.engine, reader, rows, ref, now, within)
    opt.show(checked, report, Look(file=str(file) if str(file) != "-" else "standard input"))
    for line in rows.told():
        print(shown(line), file=sys.stderr)
    if report is Report.github:
        print(summary(checked), file=sys.stderr)
    return 1 if any(each.status in failures for each in checked.findings) else 0


def _statuses(words: str | None) -> frozenset[str]:
    """The statuses that are failures."""
    from ipcalc.calc.matters.findings import STATUSES

    named = STATUSES if words is None else tuple(word.strip().lower() for word in words.split(","))
    for word in named:
        if word not in STATUSES:
            known = ", ".join(STATUSES)
            raise BadRequest(f"--fail-on: unknown status {word!r}{nearest(word, STATUSES)} (one of {known})")
    return frozenset(named)
