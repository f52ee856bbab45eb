"""`ipcalc docket`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, StrictOption
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import replace
from ipcalc.report.formats import Look

if TYPE_CHECKING:
    from ipcalc.calc.registers.journals import Numbers

app = opt.app()


@app.command(
    epilog="""Examples:

    \b
    ipcalc docket tm --event filing=2024-01-10 --event advertisement=2024-09-02 --project
    ipcalc docket patent --event priority=2023-05-10 --event filing=2024-05-10
    ipcalc docket tm --event registration=2015-03-02 --event filing=2014-01-06 --all --format csv
    """
)
def docket(
    matter: Annotated[
        str,
        typer.Argument(
            metavar="RIGHT|FILE",
            help="tm, madrid, patent, design or gi; or a YAML file with right and events.",
            autocompletion=opt.complete_right,
        ),
    ],
    event: opt.EventOption = None,
    project: Annotated[
        bool, typer.Option("--project", help="Later steps too, each taken on the last day of the one before it.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Past occurrences of recurring periods too.")] = False,
    notes: opt.NotesOption = False,
    as_of: opt.AsOfOption = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    today: opt.TodayOption = None,
    strict: StrictOption = False,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: opt.SheetOption = None,
    output: opt.OutputOption = None,
) -> None:
    """Every period of a matter whose trigger is known, in order of date, with its law, and what waits for which event.

    A matter file is YAML: `right: tm` and `events:` with a date for each event, or `journal:2235` in its place where it
    is that of a journal; `ref` and `office` may stand too.
    """
    known: dict[str, Any] = _matter(matter) if matter.endswith((".yaml", ".yml")) else {"right": matter}
    book = opt.book(data)
    numbers = book.numbers(right=known["right"])
    events = {**_dates(known.get("events", {}), matter, numbers), **opt.events(event, dayfirst, numbers)}
    place = office if office is not None else known.get("office")
    answer = book.docket(
        known["right"],
        events,
        project=project,
        every=all_,
        as_of=opt.a_date(as_of, dayfirst, "--as-of"),
        office=place,
        suspensions=suspensions,
        today=opt.or_today(today, dayfirst),
        strict=strict,
    )
    answer = replace(answer, deadlines=tuple(map(numbers.said_with, answer.deadlines)))
    opt.put(replace(answer, ref=known.get("ref"), office=place), format, output, opt.Sheet, Look(notes=notes))


def _dates(events: dict[str, date | str], path: str, numbers: "Numbers") -> dict[str, date]:
    """The events of a matter file, of which some may be numbers of a journal."""
    return {
        name: opt.event_date(day, False, f"{path}: {name}", name, numbers) if isinstance(day, str) else day
        for name, day in events.items()
    }


def _matter(path: str) -> dict[str, Any]:
    """The matter of a YAML file, checked."""
    from ipcalc.calc.registers.journals import is_number
    from ipcalc.law.reading import read

    document = read(Path(path), path)
    for fault in document.faults:
        raise BadRequest(str(fault))
    found = document.data
    if not isinstance(found, dict) or "right" not in found:
        raise BadRequest(f"{path}: a matter has a right and events")
    for key in found:
        if key not in ("ref", "right", "office", "events"):
            raise BadRequest(
                str(document.fault((key,), f"unknown key{nearest(key, ('ref', 'right', 'office', 'events'))}"))
            )
    for key in ("ref", "right", "office"):
        if key in found and not isinstance(found[key], str):
            why = f"should be text, not {found[key]}: write it in quotes"
            raise BadRequest(str(document.fault((key,), why)))
    events = found.setdefault("events", {})
    if not isinstance(events, dict):
        raise BadRequest(str(document.fault(("events",), "should have a date for each event")))
    for name, day in events.items():
        if not isinstance(day, date) and not is_number(str(day)):
            raise BadRequest(str(document.fault(("events", name), f"should be a date such as 2017-03-06, not {day!r}")))
    return found
