"""`ipcalc verify`."""

import sys
from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.batch import EncodingOption, FileArgument, InputFormatOption, MapOption, renamed
from ipcalc.cli.options import DataOption, DayfirstOption
from ipcalc.errors import BadRequest, nearest, shown
from ipcalc.report.formats import Look

app = opt.app()


@app.command(
    epilog="""Examples:

    \b
    ipcalc verify stated.csv
    ipcalc verify annuities.csv --period annuity --dayfirst --map "Filing Dt.=date,Annuity Yr=occurrence,Due Dt.=stated"
    ipcalc verify stated.csv -o verified.html
    ipcalc verify stated.csv --fail-on late,unanswerable
    """
)
def verify(
    file: FileArgument,
    period: opt.RowPeriodOption = None,
    map_: MapOption = None,
    fail_on: Annotated[
        str | None,
        typer.Option(metavar="VERDICT,...", help="Verdicts with exit status 1.  [default: all but right and early]"),
    ] = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    today: opt.TodayOption = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: opt.SheetOption = None,
    output: opt.OutputOption = None,
) -> int:
    """Compute the dates of a docket again, and say which are wrong, and why.

    Reads the columns of batch deadlines, the column stated with the date that the docket keeps, and limit where it is
    not that of the due date. Each row comes back as right, rolled (a closed day is counted on), contested, undecided
    (an event decides that is not given), late, early, missing or unanswerable, with the mistake that explains it.
    """
    from ipcalc.batch.deadlines import DeadlineRows, Settings
    from ipcalc.batch.verify import LIMIT, REF, STATED, verify_rows
    from ipcalc.calc.verify.verdict import SAFE, VERDICTS
    from ipcalc.rows.files import format_of, reading
    from ipcalc.rows.headings import meanings

    fails = [each for each in VERDICTS if each not in SAFE] if fail_on is None else _verdicts(fail_on)
    book = opt.book(data)
    settings = Settings(
        opt.or_today(today, dayfirst), period=period, office=office, suspensions=suspensions, dayfirst=dayfirst,
        serial_dates=opt.serial_dates(),
    )  # fmt: skip
    rows = DeadlineRows(book.engine, settings)
    new = renamed(map_)
    own = (STATED, LIMIT, REF)
    with reading(
        file,
        format_of(file, "--input-format", input_format and input_format.value),
        encoding,
        (*rows.reads, *own, *new),
    ) as (reader, _):
        opt.check_serial_dates(reader)
        columns = meanings(reader.headings, (*rows.reads, *own), (), new)
        if STATED not in columns:
            raise BadRequest("no column 'stated': name it with --map HEADING=stated")
        rows.use({name: place for name, place in columns.items() if name not in own})
        reader.used = frozenset(columns.values())
        answer = verify_rows(book.engine, reader, rows, columns)
    opt.put(answer, format, output, opt.Sheet, Look(notes=True))
    for line in rows.told():
        print(shown(line), file=sys.stderr)
    return 1 if any(each in fails for each in answer.counts) else 0


def _verdicts(text: str) -> list[str]:
    """The verdicts that --fail-on names."""
    from ipcalc.calc.verify.verdict import VERDICTS

    found = [word.strip() for word in text.split(",")]
    for word in found:
        if word not in VERDICTS:
            every = f"(one of {', '.join(VERDICTS)})"
            raise BadRequest(f"--fail-on: unknown verdict {word!r}{nearest(word, VERDICTS)} {every}")
    return found
