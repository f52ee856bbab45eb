"""`ipcalc docket`."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption, StrictOption
from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from ipcalc.report.sheet import Sheet

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


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
    event: Annotated[
        list[str] | None,
        typer.Option(
            "--event", metavar="NAME=DATE", help="A date of the matter; repeatable.", autocompletion=opt.complete_event
        ),
    ] = None,
    project: Annotated[
        bool, typer.Option("--project", help="Later steps too, each taken on the last day of the one before it.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Past occurrences of recurring periods too.")] = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Every note of every deadline (JSON and CSV always have them).")
    ] = False,
    as_of: opt.AsOfOption = None,
    office: opt.OfficeOption = None,
    suspensions: opt.SuspensionsOption = False,
    today: opt.TodayOption = None,
    strict: StrictOption = False,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> None:
    """Every period of a matter whose trigger is known, in order of date, with its law, and what waits for which event.

    A matter file is YAML: `right: tm` and `events:` with a date for each event; `ref` and `office` may stand too.
    """
    known: dict[str, Any] = _matter(matter) if matter.endswith((".yaml", ".yml")) else {"right": matter}
    dates = {**known.get("events", {}), **opt.events(event or (), dayfirst)}
    place = office if office is not None else known.get("office")
    book = opt.book(data)
    answer = book.docket(
        known["right"],
        dates,
        project=project,
        every=all_,
        as_of=opt.a_date(as_of, dayfirst, "--as-of"),
        office=book.rulebook.office(place) if place is not None else None,
        suspensions=suspensions,
        today=opt.a_date(today, dayfirst, "--today") or date.today(),
        strict=strict,
    )

    def plain() -> Any:
        from ipcalc.report.plain import docket as as_plain

        ref = {"ref": known["ref"]} if "ref" in known else {}
        events = {name: day.isoformat() for name, day in dates.items()}
        return as_plain(answer, {**ref, "right": known["right"], "office": place, "events": events})

    def sheets() -> "list[Sheet]":
        from ipcalc.report import answers

        return answers.docket(answer, with_notes=notes)

    opt.show(format, plain, sheets)


def _matter(path: str) -> dict[str, Any]:
    """The matter of a YAML file, checked."""
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
        if not isinstance(day, date):
            raise BadRequest(str(document.fault(("events", name), f"should be a date such as 2017-03-06, not {day!r}")))
    return found
