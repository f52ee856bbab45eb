"""`ipcalc rules`."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from ipcalc.cli import options as opt
from ipcalc.errors import shown
from ipcalc.report.formats import Look

app = opt.app("rules", "What the rulebook says, and whether a data directory is valid.")
RuleKind = Literal["period", "fee", "form", "event"]


@opt.command(app, "list")
def list_(
    kind: Annotated[
        RuleKind, typer.Option(help="Only periods, fees, forms or events.  [default: periods]", show_default=False)
    ] = "period",
    right: opt.RightOption = None,
    as_of: Annotated[str | None, opt.date_option("As the law stood on this day.  [default: today]")] = None,
    dayfirst: opt.DayfirstOption = False,
    layer: Annotated[
        bool, typer.Option("--layer", help="Show whether each rule is built in or comes from an overlay.")
    ] = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """List the periods, fees or forms in force on a day, with form, citation and evidence; or the events.

    Examples:
        ipcalc rules list
        ipcalc rules list --kind fee --right tm --as-of 2008-01-01 --format json
        ipcalc rules list --kind event --right tm
        ipcalc rules list --layer --data our-data/
    """
    found = opt.book(data).rules.list(kind, opt.or_today(as_of, dayfirst, "--as-of"), right)
    opt.show(found, format, Look(layer=layer))


@opt.command(app)
def show(
    name: Annotated[str, typer.Argument(help="A period, a fee or a form.", autocompletion=opt.complete_rule)],
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """Show all versions of a period, a fee or a form, with their authority and evidence.

    Examples:
        ipcalc rules show tm-opposition
        ipcalc rules show patent-renewal-extension --format json
        ipcalc rules show TM-5
    """
    found = opt.book(data).rules.show(name)
    opt.show(found if len(found) > 1 else found[0], format)


@opt.command(app)
def check(
    directory: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", help="A directory to lay over the built-in data.  [default: the built-in data]"
        ),
    ] = None,
    format: opt.FormatOption = "table",
) -> None:
    """Check a data directory: every fault with its file, line and path. The exit status is 1 if there is one.

    For a directory that is laid over the built-in data it shows what changes, and which dates become later, by id.

    Examples:
        ipcalc rules check
        ipcalc rules check our-data/
    """
    from ipcalc.law.check import check as check_data
    from ipcalc.law.load import data_directory

    found = check_data([data_directory(), *([directory] if directory else [])])
    for fault in found.faults:
        print(fault)
    if found.faults:
        print(f"{len(found.faults)} fault{'s' if len(found.faults) != 1 else ''}", file=sys.stderr)
        raise typer.Exit(1)
    if directory or format != "table":
        opt.show(opt.book(directory).overlay(), format)
    if format == "table":
        counts = ", ".join(f"{len(found.raw[name])} {name}" for name in ("periods", "fees", "forms", "sources"))
        print(f"no faults: {counts}")


@opt.command(app)
def coverage(
    right: opt.RightOption = None,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """How good the evidence for each figure is, and what is known to be missing, with the reason.

    Examples:
        ipcalc rules coverage
        ipcalc rules coverage --right tm --format csv
    """
    opt.show(opt.book(data).rules.coverage(right), format)


@opt.command(app)
def diff(
    first: Annotated[str, typer.Argument(metavar="DATE", help="The earlier day.")],
    second: Annotated[str, typer.Argument(metavar="DATE", help="The later day.")],
    right: opt.RightOption = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """What changed in the law between two days: rules that began, ended or have another version.

    Examples:
        ipcalc rules diff 2017-03-05 2017-03-06
        ipcalc rules diff 2024-01-01 2024-12-31 --right patent --format json
    """
    since, until = opt.or_today(first, dayfirst, "DATE"), opt.or_today(second, dayfirst, "DATE")
    opt.show(opt.book(data).rules.changes(since, until, right), format)


@opt.command(app)
def instruments(
    right: opt.RightOption = None,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> None:
    """All Acts and Rules, with the day on which each came into force and what it changed in this rulebook.

    Examples:
        ipcalc rules instruments
        ipcalc rules instruments --right patent --format json
    """
    opt.show(opt.book(data).rules.instruments(right), format)


@opt.command(app, "test")
def cases(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="A directory to lay over the built-in data, with a folder cases.")
    ],
    format: opt.FormatOption = "table",
) -> int:
    """Run the cases of a directory: questions as YAML, with the answers that their sources give.

    Each file in the folder cases of DIR holds a list of cases. The exit status is 1 if an answer is wrong.

    Examples:
        ipcalc rules test our-data/
        ipcalc rules test our-data/ --format json
    """
    from ipcalc.cases import run_cases

    outcomes = run_cases(opt.book(directory), directory)
    wrong = [each for each in outcomes if not each.right]
    if format == "table":
        for each in wrong:
            print(shown(str(each)))
        print(f"{len(outcomes)} case{'s' if len(outcomes) != 1 else ''}: {len(outcomes) - len(wrong)} right")
    else:
        opt.show(outcomes, format)
    return 1 if wrong else 0
