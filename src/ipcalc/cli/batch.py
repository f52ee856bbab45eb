"""`ipcalc batch`."""

import contextlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, NoReturn

import typer

from ipcalc.cli import closed_pipe
from ipcalc.cli import options as opt
from ipcalc.cli.progress import progress
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from ipcalc.rows.blocks import Answers
    from ipcalc.rows.run import Summary

app = opt.app("batch")


FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV, JSON Lines or XLSX by its suffix; - is standard input.")
]
RowsOutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Where the rows go; its suffix is the format. In FILE's own format they keep its encoding, in another they"
        " are UTF-8.  [default: standard output]",
    ),
]
InputFormat = Literal["csv", "jsonl", "xlsx"]
InputFormatOption = Annotated[
    InputFormat | None,
    typer.Option(help="The format of the input, if its suffix does not tell it."),
]
ErrorsOption = Annotated[Path | None, typer.Option(metavar="FILE", help="A file for the rows that failed.")]
InPlaceOption = Annotated[
    bool,
    typer.Option(
        "--in-place",
        help="Write to FILE itself; FILE.bak keeps the old file, and columns of an earlier run are replaced.",
    ),
]
BackupsOption = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=0, max=99, help="How many backups --in-place keeps: FILE.bak, FILE.bak2, ...  [default: 1]"
    ),
]


@app.callback()
def batch() -> None:
    """Whole files of rows: every row comes out once, in order, unchanged, with the answer in further columns.

    A bad row carries its reason in the column error, the others are answered; the exit status is then 1. A file that
    is written appears whole or not at all. Where the program itself fails, one line names the row, and the exit status
    is 70.
    """


@opt.command(app)
def deadlines(
    file: FileArgument,
    output: RowsOutputOption = None,
    period: opt.RowPeriodOption = None,
    map_: opt.MapOption = None,
    office: opt.OfficeOption = None,
    as_of: opt.AsOfOption = None,
    suspensions: opt.SuspensionsOption = False,
    today: opt.TodayOption = None,
    errors: ErrorsOption = None,
    in_place: InPlaceOption = False,
    backups: BackupsOption = None,
    input_format: InputFormatOption = None,
    encoding: opt.EncodingOption = None,
    sheet: opt.SheetNameOption = None,
    header_row: opt.HeaderRowOption = None,
    strict: opt.StrictOption = False,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
) -> int:
    """The last days of every row: adds opens, due, act_by, rolls_to, extended, late, restoration, citation, evidence,
    notes, deadline_state and error.

    Reads the columns period, date (of the period's trigger), the events that the period uses (filing, priority, ...),
    office, as_of, occurrence and done. A recurring period without an occurrence gives the first that is not done and
    whose last limit is not past.

    Examples:
        ipcalc batch deadlines docket.csv -o answered.csv --errors failed.csv
        ipcalc batch deadlines journal.csv --period tm-opposition --map "Our Ref=ref,Advt Date=date" --dayfirst
        ipcalc batch deadlines docket.xlsx -o docket.jsonl
        cat docket.jsonl | ipcalc batch deadlines - --input-format jsonl > answered.jsonl
        ipcalc batch deadlines docket.csv --in-place --office mumbai
    """
    answers = opt.book(data).deadline_rows(
        None,
        today=opt.or_today(today, dayfirst),
        period=period,
        office=office,
        as_of=opt.a_date(as_of, dayfirst, "--as-of"),
        suspensions=suspensions,
        strict=strict,
        dayfirst=dayfirst,
        serial_dates=opt.serial_dates(),
    )
    files = _Files(file, output, errors, input_format, encoding, in_place, backups, sheet, header_row)
    return _run(answers, files, map_)


@opt.command(app)
def fees(
    file: FileArgument,
    output: RowsOutputOption = None,
    fee: Annotated[
        str | None, typer.Option(help="The fee or form for rows that do not name one.", autocompletion=opt.complete_fee)
    ] = None,
    map_: opt.MapOption = None,
    applicant: opt.ApplicantOption = "other",
    mode: opt.ModeOption = "e-filing",
    on: Annotated[str | None, opt.date_option("Day of payment for rows without one.  [default: today]")] = None,
    rate: opt.RateOption = None,
    today: Annotated[
        str | None,
        opt.date_option("Day of payment if neither the row nor --on gives one.  [default: today]"),
    ] = None,
    errors: ErrorsOption = None,
    in_place: InPlaceOption = False,
    backups: BackupsOption = None,
    input_format: InputFormatOption = None,
    encoding: opt.EncodingOption = None,
    sheet: opt.SheetNameOption = None,
    header_row: opt.HeaderRowOption = None,
    strict: opt.StrictOption = False,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
) -> int:
    """What every row costs: adds total, currency, citation, evidence, notes and error.

    Reads the columns fee, the quantities (classes, claims, pages, year, years, ...), advance (yes or no), the cases of
    the data (addition: yes or no), applicant, mode and on, the day of payment.

    Examples:
        ipcalc batch fees fees.csv -o costs.csv
        ipcalc batch fees fees.csv --applicant startup --on 2026-01-05 -o costs.xlsx
        ipcalc batch fees docket.csv --fee tm-renewal --rate CHF=95.50
    """
    answers = opt.book(data).fee_rows(
        None,
        today=opt.or_today(today, dayfirst),
        fee=fee,
        applicant=applicant,
        mode=mode,
        on=opt.a_date(on, dayfirst, "--on"),
        rates=opt.rates(rate),
        strict=strict,
        dayfirst=dayfirst,
        serial_dates=opt.serial_dates(),
    )
    files = _Files(file, output, errors, input_format, encoding, in_place, backups, sheet, header_row)
    return _run(answers, files, map_)


class _Files(NamedTuple):
    """The files of one run, as the options name them."""

    file: Path
    output: Path | None
    errors: Path | None
    input_format: str | None
    encoding: str | None
    in_place: bool
    backups: int | None
    sheet: str | None
    header_row: int | None

    @property
    def target(self) -> Path | None:
        """Where the rows go; None for standard output."""
        return self.file if self.in_place else self.output

    def check(self) -> None:
        """Raise BadRequest where two are one file, or standard input should be written."""
        from ipcalc.rows.files import STANDARD
        from ipcalc.rows.output import apart

        standard = self.file == STANDARD
        if self.in_place and (standard or self.output is not None):
            raise BadRequest("--in-place writes to FILE itself: not with -o, and not with standard input")
        if self.in_place and (self.sheet is not None or self.header_row is not None):
            raise BadRequest(
                "--in-place keeps the table alone: with --sheet or --header-row, name another file with -o"
            )
        if self.backups is not None and not self.in_place:
            raise BadRequest("--backups is for --in-place")
        files = {"FILE": _STDIN if standard else self.file, "-o": self.output, "--errors": self.errors}
        apart(files if self.target else files | {"standard output": _STDOUT})

    def formats(self) -> tuple[str, str, str | None]:
        """The formats of what is read, of what is written, and of the rows that failed.

        Raises:
            BadRequest: a suffix does not tell one.
        """
        from ipcalc.rows.files import format_of

        kind = format_of(self.file, "--input-format", self.input_format)
        written = kind if self.in_place or self.output is None else format_of(self.output, "-o")
        return kind, written, format_of(self.errors, "--errors") if self.errors else None


def _run(answers: "Answers", files: _Files, map_: str | None) -> int:
    files.check()
    formats = files.formats()
    new = opt.renamed(map_)
    _on_signals()
    try:
        summary = _written(answers, files, formats, new)
    except BrokenPipeError:
        return closed_pipe()
    print(_told(summary), file=sys.stderr)
    return 1 if summary.failed else 0


def _written(answers: "Answers", files: _Files, formats: tuple[str, str, str | None], new: dict[str, str]) -> "Summary":
    """Answer all rows of a file, and write them; `new` says which column each heading stands for."""
    from ipcalc.rows.files import TableLocation, reading, writing
    from ipcalc.rows.headings import meanings
    from ipcalc.rows.output import backup, whole
    from ipcalc.rows.run import run
    from ipcalc.rows.workers import usable

    kind, out_kind, bad_kind = formats
    target, errors = files.target, files.errors
    names = [column.name for column in answers.adds]
    own = names if files.in_place else ()
    with contextlib.ExitStack() as stack:
        known, part = (*answers.reads, *new), TableLocation(files.sheet, files.header_row)
        reader, encoding = stack.enter_context(reading(files.file, kind, files.encoding, known, own, part))
        opt.check_serial_dates(reader)
        columns = meanings(reader.headings, answers.reads, names, new)
        answers.use(columns)
        reader.used = frozenset(columns.values())
        parts = stack.enter_context(whole([path for path in (target, errors) if path]))
        with contextlib.ExitStack() as outputs:
            enter = outputs.enter_context
            writer = enter(writing(target, target and parts[target], out_kind, reader, encoding))
            bad = enter(writing(errors, parts[errors], bad_kind, reader, encoding)) if errors and bad_kind else None
            alike = {out_kind, bad_kind or kind} == {kind}
            kept = sorted(columns.values()) if alike else range(len(reader.headings))
            summary = run(reader, kept, answers, writer, bad, enter(progress("rows")), usable())
        if files.in_place:
            backup(files.file, 1 if files.backups is None else files.backups)
    return summary


def _on_signals() -> None:
    """Let what would end the program, and is not ignored (as under nohup), end it as an interrupt does: what was begun
    is cleared away."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def _stop(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def _told(summary: "Summary") -> str:
    """The summary: rows, answered, failed by reason, the commonest first."""
    from ipcalc.errors import shown
    from ipcalc.money import grouped

    failed = summary.rows - summary.answered
    rows = "1 row" if summary.rows == 1 else f"{grouped(summary.rows)} rows"
    lines = [f"{rows}: {grouped(summary.answered)} answered, {grouped(failed)} failed"]
    most = list(summary.failed.items())[:_SHOWN]
    lines += [f"{grouped(number):>8}  {shown(reason)}" for reason, number in most]
    rest = len(summary.failed) - len(most)
    lines += [f"          and {rest} further reasons"] if rest else []
    lines += map(shown, summary.told)
    return "\n".join(lines)


_SHOWN = 10
_STDIN, _STDOUT = 0, 1
