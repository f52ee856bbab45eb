"""`ipcalc rules`."""

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption
from ipcalc.errors import shown
from ipcalc.report.formats import Look

app = opt.app("rules", "What the rulebook says, and whether a data directory is valid.")


class RuleKind(str, Enum):
    """What kinds of rule there are."""

    period = "period"
    fee = "fee"
    form = "form"
    event = "event"


@app.command(
    "list",
    epilog="""Examples:

    \b
    ipcalc rules list
    ipcalc rules list --kind fee --right tm --as-of 2008-01-01 --format json
    ipcalc rules list --kind event --right tm
    ipcalc rules list --layer --data our-data/
    """,
)
def list_(
    kind: Annotated[
        RuleKind, typer.Option(help="Only periods, fees, forms or events.  [default: periods]", show_default=False)
    ] = RuleKind.period,
    right: opt.RightOption = None,
    as_of: Annotated[str | None, opt.date_option("As the law stood on this day.  [default: today]")] = None,
    dayfirst: DayfirstOption = False,
    layer: Annotated[
        bool, typer.Option("--layer", help="Show whether each rule is built in or comes from an overlay.")
    ] = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """List the periods, fees or forms in force on a day, with form, citation and evidence; or the events."""
    found = opt.book(data).rules.list(kind.value, opt.or_today(as_of, dayfirst, "--as-of"), right)
    opt.show(found, format, Look(layer=layer))


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules show tm-opposition
    ipcalc rules show patent-renewal-extension --format json
    ipcalc rules show TM-5
    """
)
def show(
    name: Annotated[str, typer.Argument(help="A period, a fee or a form.", autocompletion=opt.complete_rule)],
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Show all versions of a period, a fee or a form, with their authority and evidence."""
    found = opt.book(data).rules.show(name)
    opt.show(found if len(found) > 1 else found[0], format)


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules check
    ipcalc rules check our-data/
    """
)
def check(
    directory: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", help="A directory to lay over the built-in data.  [default: the built-in data]"
        ),
    ] = None,
    format: FormatOption = Format.table,
) -> None:
    """Check a data directory: every fault with its file, line and path. The exit status is 1 if there is one.

    For a directory that is laid over the built-in data it shows what changes, and which dates become later, by id.
    """
    from ipcalc.law.check import check_layers
    from ipcalc.law.load import data_directory

    found = check_layers([data_directory(), *([directory] if directory else [])])
    for fault in found.faults:
        print(fault)
    if found.faults:
        print(f"{len(found.faults)} fault{'s' if len(found.faults) != 1 else ''}", file=sys.stderr)
        raise typer.Exit(1)
    if directory or format is not Format.table:
        opt.show(opt.book(directory).overlay(), format)
    if format is Format.table:
        counts = ", ".join(f"{len(found.raw[name])} {name}" for name in ("periods", "fees", "forms", "sources"))
        print(f"no faults: {counts}")


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules coverage
    ipcalc rules coverage --right tm --format csv
    """
)
def coverage(
    right: opt.RightOption = None,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """How good the evidence for each figure is, and what is known to be missing, with the reason."""
    opt.show(opt.book(data).rules.coverage(right), format)


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules diff 2017-03-05 2017-03-06
    ipcalc rules diff 2024-01-01 2024-12-31 --right patent --format json
    """
)
def diff(
    first: Annotated[str, typer.Argument(metavar="DATE", help="The earlier day.")],
    second: Annotated[str, typer.Argument(metavar="DATE", help="The later day.")],
    right: opt.RightOption = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """What changed in the law between two days: rules that began, ended or have another version."""
    since, until = opt.or_today(first, dayfirst, "DATE"), opt.or_today(second, dayfirst, "DATE")
    opt.show(opt.book(data).rules.changes(since, until, right), format)


@app.command(
    epilog="""Examples:

    \b
    ipcalc rules instruments
    ipcalc rules instruments --right patent --format json
    """
)
def instruments(
    right: opt.RightOption = None,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """All Acts and Rules, with the day on which each came into force and what it changed in this rulebook."""
    opt.show(opt.book(data).rules.instruments(right), format)


@app.command(
    "test",
    epilog="""Examples:

    \b
    ipcalc rules test our-data/
    ipcalc rules test our-data/ --format json
    """,
)
def cases(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A directory to lay over the built-in data, with a folder cases.")
    ],
    format: FormatOption = Format.table,
) -> int:
    """Run the cases of a directory: questions as YAML, with the answers that their sources give.

    Each file in the folder cases of DIR holds a list of cases. The exit status is 1 if an answer is wrong.
    """
    from ipcalc.cases import run_cases

    outcomes = run_cases(opt.book(directory), directory)
    wrong = [each for each in outcomes if not each.right]
    if format is Format.table:
        for each in wrong:
            print(shown(str(each)))
        print(f"{len(outcomes)} case{'s' if len(outcomes) != 1 else ''}: {len(outcomes) - len(wrong)} right")
    else:
        opt.show(outcomes, format)
    return 1 if wrong else 0
