"""Options that several commands share, and what is done with them."""

import sys
from collections.abc import Callable, Mapping, Sequence
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from ipcalc.cli.days import a_date as a_date
from ipcalc.cli.days import check_serial_dates as check_serial_dates
from ipcalc.cli.days import event_date as event_date
from ipcalc.cli.days import events as events
from ipcalc.cli.days import or_today as or_today
from ipcalc.cli.days import serial_dates as serial_dates
from ipcalc.cli.settings import check, used
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import replace
from ipcalc.numbers import whole
from ipcalc.report.formats import DATED as DATED
from ipcalc.report.formats import SHEETS as SHEETS
from ipcalc.report.formats import DatedFormat, Format, Look, SheetFormat, by_suffix, written

if TYPE_CHECKING:
    from decimal import Decimal

    from ipcalc.book import Book
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.estimates import Estimate


Function = TypeVar("Function", bound=Callable[..., Any])
T = TypeVar("T")

FORMER = 128 << 20  # bytes of a former docket or calendar


# ---------------------------------------------------------------------- making commands
def app(name: str | None = None, help_: str | None = None) -> typer.Typer:
    """An app of one command; with a name, of several, whose help is shown where none is named."""
    common: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False, "add_completion": False}
    if name is not None:
        common |= {"name": name, "no_args_is_help": True}
    if help_ is not None:
        common |= {"help": help_}
    return typer.Typer(**common)


def command(app: typer.Typer, name: str | None = None) -> Callable[[Function], Function]:
    """Make a function a command of an app. Its docstring is the help of the command, with examples at the end."""

    def add(function: Function) -> Function:
        said, _, examples = cleandoc(function.__doc__ or "").partition("\n\nExamples:\n")
        return app.command(name, help=said, epilog=f"Examples:\n\n\b\n{cleandoc(examples)}")(function)

    return add


def date_option(help_: str, *names: str) -> Any:
    """An option that takes a date."""
    return typer.Option(*names, metavar="DATE", help=help_)


def number_option(help_: str) -> Any:
    """An option that takes a whole number."""
    return typer.Option(metavar="N", help=help_)


# ---------------------------------------------------------------------- what options say
def book(data: Path | None) -> "Book":
    """The book that the options ask for."""
    from ipcalc.book import load

    found = load(data)
    check(found)
    return found


def rates(pairs: Sequence[str] | None) -> dict[str, "Decimal"]:
    """The rates of repeated `--rate CURRENCY=RATE` options."""
    from ipcalc import money

    found: list[tuple[str, str]] = []
    for pair in pairs or ():
        currency, equals, rate = pair.partition("=")
        if not equals:
            raise BadRequest(f"--rate {pair!r}: write CURRENCY=RATE, such as CHF=95.50")
        found.append((currency.strip(), rate.strip()))
    return money.rates(found)


def counts(book: "Book", named: Mapping[str, int | None], pairs: Sequence[str] | None) -> dict[str, int]:
    """The quantities of options of their own, and those of repeated `--quantity NAME=N` options."""
    found = given(named)
    for pair in pairs or ():
        name, equals, number = (part.strip() for part in pair.partition("="))
        if not equals or not whole(number):
            raise BadRequest(f"--quantity {pair!r}: write NAME=N, such as classes=3")
        if name == "years":
            raise BadRequest("--quantity years: years are named one by one, not counted")
        if name not in (known := _quantities(book.rulebook)):
            raise BadRequest(f"--quantity {name}: no such quantity{nearest(name, known)}")
        if found.setdefault(name, int(number)) != int(number):
            raise BadRequest(f"--quantity {name} is given twice, with {found[name]} and {int(number)}")
    return found


def given(values: Mapping[str, T | None]) -> dict[str, T]:
    """Those of the quantities or the dates of some names that are given."""
    return {name: value for name, value in values.items() if value is not None}


def show(result: Any, format_: str, look: Look | None = None) -> None:
    """Print an answer."""
    answer = written(result, format_, _with_settings(look))
    if isinstance(answer, str):
        sys.stdout.write(answer)
    elif sys.stdout.isatty():
        raise BadRequest(f"{format_} is not for a terminal: give a file with -o")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(answer)


_OF_CALENDARS = frozenset({"remind"})  # settings that no answer in JSON rests on


def _with_settings(look: Look | None) -> Look:
    settings = {name: each for name, each in used().items() if name not in _OF_CALENDARS}
    return replace(look or Look(), settings=settings) if settings else look or Look()


def put(result: Any, format_: str | None, output: Path | None, formats: Sequence[str], look: Look) -> None:
    """Print an answer, or write it to a file, which appears whole or not at all.

    Args:
        result: the answer.
        format_: how; None where the suffix of the file says it, else as a table.
        output: the file; None for standard output.
        formats: those that there are.
        look: what is shown.

    Raises:
        BadRequest: the format cannot be told, or the file cannot be written.
    """
    chosen = format_of(format_, output, formats)
    if output is None or str(output) == "-":
        show(result, chosen, look)
    else:
        save(written(result, chosen, replace(_with_settings(look), to_file=True)), output)


def format_of(format_: str | None, output: Path | None, formats: Sequence[str]) -> str:
    """How an answer is shown: as is asked for, else as the suffix of the file says, else as a table.

    Raises:
        BadRequest: the suffix names none of the `formats`.
    """
    if format_ is not None:
        return format_
    return "table" if output is None or str(output) == "-" else by_suffix(output, formats)


def save(answer: str | bytes, output: Path) -> None:
    """Write a file, which appears whole or not at all.

    Raises:
        BadRequest: it cannot be written.
    """
    from ipcalc.rows.output import named, whole

    with whole([output]) as parts, named(output):
        parts[output].write_bytes(answer if isinstance(answer, bytes) else answer.encode())


# ---------------------------------------------------------------------- completion
def _completer(names: Callable[["Rulebook"], Sequence[str]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        from ipcalc.law.load import load

        return [name for name in names(load()) if name.startswith(incomplete)]

    return complete


def _quantities(rules: "Rulebook") -> list[str]:
    """The names of what is counted; years are named one by one."""
    return [name for name in dict.fromkeys(unit["quantity"] for unit in rules.raw("units").values()) if name != "years"]


def _stages_of(estimate: "Estimate") -> set[str]:
    return {*estimate.to, *(step.to for step in estimate.steps if step.to)}


complete_period = _completer(
    lambda rules: [*rules.period_ids, *(s for p in rules.raw("periods").values() for s in p.get("short", ()))]
)
complete_fee = _completer(lambda rules: [*rules.fee_ids, *rules.raw("forms")])
complete_event = _completer(lambda rules: [f"{name}=" for name in rules.raw("events")])
complete_office = _completer(lambda rules: list(rules.raw("offices")))
complete_applicant = _completer(lambda rules: list(rules.applicants))
complete_mode = _completer(lambda rules: list(rules.modes))
complete_case = _completer(lambda rules: list(rules.cases))
complete_quantity = _completer(lambda rules: [f"{name}=" for name in _quantities(rules)])
complete_rule = _completer(lambda rules: [*rules.period_ids, *rules.fee_ids, *rules.raw("forms")])
complete_right = _completer(lambda rules: list(rules.rights))
complete_state = _completer(lambda rules: [territory["name"] for territory in rules.raw("territories")])
complete_form = _completer(lambda rules: list(rules.raw("forms")))
complete_rate = _completer(
    lambda rules: sorted(
        {f"{v['currency']}=" for f in rules.raw("fees").values() for v in f["versions"] if "currency" in v}
    )
)
complete_estimate = _completer(lambda rules: list(rules.raw("estimates")))
complete_stage = _completer(
    lambda rules: sorted({stage for each in rules.estimates.values() for stage in _stages_of(each)})
)
complete_checklist = _completer(lambda rules: list(rules.raw("checklists")))
complete_union = _completer(lambda rules: list(rules.raw("unions")))
complete_party = _completer(lambda rules: [*rules.raw("parties"), *(p["name"] for p in rules.raw("parties").values())])
complete_partner = _completer(lambda rules: list(rules.raw("partners")))


# ---------------------------------------------------------------------- options of every answer
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the answer is printed.")]
_HOW = "How the answer is printed.  [default: table]"
OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="The file to write; its suffix chooses the format."),
]
DatedOption = Annotated[DatedFormat | None, typer.Option("--format", "-f", help=_HOW)]
SheetOption = Annotated[SheetFormat | None, typer.Option("--format", "-f", help=_HOW)]
DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="A directory whose entries are laid over the built-in rulebook."),
]
DayfirstOption = Annotated[bool, typer.Option("--dayfirst", help="Read 05/03/2012 as 5 March 2012.")]

# ---------------------------------------------------------------------- options of a question
EventOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event",
        metavar="NAME=DATE",
        help="An event of the matter and its date, or journal:NUMBER for the date of a journal; repeatable.",
        autocompletion=complete_event,
    ),
]
AsOfOption = Annotated[str | None, date_option("Answer by the law as it stood on this day.", "--as-of")]
EncodingOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="The encoding of FILE, such as cp1252 or utf-16.  [default: utf-8]")
]
MapOption = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="HEADING=COLUMN,...",
        help="Which of your headings stands for which column: 'D=date,\"Mark, class=ref\"'.",
    ),
]
SheetNameOption = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook.")]
HeaderRowOption = Annotated[
    int | None, typer.Option("--header-row", metavar="N", min=1, help="The row that has the headings.  [default: 1]")
]
OfficeOption = Annotated[
    str | None, typer.Option("--office", help="The branch whose closed days count.", autocompletion=complete_office)
]
NotesOption = Annotated[bool, typer.Option("--notes", help="Every note (JSON and CSV always have them).")]
SuspensionsOption = Annotated[
    bool, typer.Option("--suspensions", help="Apply the orders that exclude days from the count.")
]
TodayOption = Annotated[
    str | None, date_option("The day from which days left are counted.  [default: today]", "--today")
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Refuse an answer that rests on guide or unverified figures, or contested law.")
]
RowPeriodOption = Annotated[
    str | None,
    typer.Option("--period", help="The period for rows that do not name one.", autocompletion=complete_period),
]
RightOption = Annotated[str | None, typer.Option("--right", help="Only one right.", autocompletion=complete_right)]

# ---------------------------------------------------------------------- options of fees
ApplicantOption = Annotated[
    str,
    typer.Option(
        "--applicant",
        help="Class of applicant, or several with commas: the one with the highest fee counts.",
        autocompletion=complete_applicant,
    ),
]
ModeOption = Annotated[str, typer.Option("--mode", help="e-filing or paper.", autocompletion=complete_mode)]
RateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rate",
        metavar="CURRENCY=RATE",
        help="Convert a currency: the rupees for one unit of it, such as CHF=95.50; repeatable.",
        autocompletion=complete_rate,
    ),
]
QuantityOption = Annotated[
    list[str] | None,
    typer.Option(
        "--quantity",
        metavar="NAME=N",
        help="Any quantity by its name in the data, also one of your data; repeatable.",
        autocompletion=complete_quantity,
    ),
]
CaseOption = Annotated[
    str | None,
    typer.Option(
        "--case",
        metavar="NAME",
        help="A case for which a fee may be half or nothing: addition, or one of your data.",
        autocompletion=complete_case,
    ),
]
AdditionOption = Annotated[bool, typer.Option("--addition", help="For a patent of addition: as --case addition.")]
ClassesOption = Annotated[int | None, number_option("Number of classes.")]
ClaimsOption = Annotated[int | None, number_option("Number of all claims.")]
PagesOption = Annotated[int | None, number_option("Number of all sheets of the specification.")]
PrioritiesOption = Annotated[int | None, number_option("Number of priorities claimed.")]
SequencePagesOption = Annotated[int | None, number_option("Number of pages of sequence listing.")]
MembersOption = Annotated[int | None, number_option("Number of designated Madrid members that take no individual fee.")]


def renamed(text: str | None) -> dict[str, str]:
    """`Advt Date=date,Task=period` as which column each heading stands for; a pair with a comma stands in quotes."""
    import csv

    if text is None:
        return {}
    found: dict[str, str] = {}
    try:
        pairs = next(csv.reader([text], skipinitialspace=True), [""])
    except csv.Error as error:
        raise BadRequest(f"--map {text!r}: write HEADING=COLUMN, several with commas") from error
    for pair in pairs or [""]:
        heading, equals, name = (part.strip() for part in pair.rpartition("="))
        if not equals or not heading or not name:
            raise BadRequest(f"--map {pair!r}: write HEADING=COLUMN, several with commas")
        if name in found.values() or heading in found:
            raise BadRequest(f"--map {pair!r}: {name if name in found.values() else heading} is named twice")
        found[heading] = name
    return found
