"""Options that several commands share, and what is done with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc import dates
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from decimal import Decimal

    from ipcalc.book import Book
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.report.sheet import Sheet


class Format(str, Enum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the answer is printed.")]
DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="A directory whose entries are laid over the built-in rulebook."),
]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Refuse an answer that rests on guide or unverified figures, or contested law.")
]
DayfirstOption = Annotated[bool, typer.Option("--dayfirst", help="Read 05/03/2012 as 5 March 2012.")]


def book(data: Path | None) -> Book:
    """The book that the options ask for."""
    from ipcalc.book import load

    return load(data)


def a_date(text: str | None, dayfirst: bool, option: str) -> date | None:
    """The date that an option gives; the error names the option."""
    if text is None:
        return None
    try:
        return dates.parse(text, dayfirst=dayfirst)
    except BadRequest as error:
        raise BadRequest(f"{option}: {error}") from error


def events(pairs: Sequence[str], dayfirst: bool) -> dict[str, date]:
    """The events of repeated `--event NAME=DATE` options."""
    found: dict[str, date] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise BadRequest(f"--event {pair!r}: write NAME=DATE")
        day = a_date(text, dayfirst, f"--event {name}")
        assert day is not None
        if found.get(name.strip(), day) != day:
            raise BadRequest(f"--event {name} is given twice, with {found[name.strip()]} and {day}")
        found[name.strip()] = day
    return found


def rates(pairs: Sequence[str] | None) -> dict[str, Decimal]:
    """The rates of repeated `--rate CURRENCY=RATE` options."""
    from ipcalc import money

    found: list[tuple[str, str]] = []
    for pair in pairs or ():
        currency, equals, rate = pair.partition("=")
        if not equals:
            raise BadRequest(f"--rate {pair!r}: write CURRENCY=RATE, such as CHF=95.50")
        found.append((currency.strip(), rate.strip()))
    return money.rates(found)


def show(format_: Format, plain: Callable[[], Any], sheets: Callable[[], Sequence[Sheet]]) -> None:
    """Print an answer: `plain` gives the value for JSON, `sheets` what people read."""
    if format_ is Format.json:
        import codecs
        import json

        escaped = codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
        text = json.dumps(plain(), indent=2, ensure_ascii=escaped) + "\n"
    else:
        from ipcalc.report import sheet

        text = {Format.table: sheet.as_table, Format.csv: sheet.as_csv, Format.md: sheet.as_markdown}[format_](sheets())
    sys.stdout.write(text)


def _completer(names: Callable[[Rulebook], Sequence[str]]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        from ipcalc.law.load import load

        return [name for name in names(load()) if name.startswith(incomplete)]

    return complete


complete_period = _completer(
    lambda rules: [*rules.period_ids, *(s for p in rules.raw("periods").values() for s in p.get("short", ()))]
)
complete_fee = _completer(lambda rules: [*rules.fee_ids, *rules.raw("forms")])
complete_event = _completer(lambda rules: [f"{name}=" for name in rules.raw("events")])
complete_office = _completer(lambda rules: list(rules.raw("offices")))
complete_applicant = _completer(lambda rules: list(rules.applicants))
complete_mode = _completer(lambda rules: list(rules.modes))
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
complete_checklist = _completer(lambda rules: list(rules.raw("checklists")))
complete_union = _completer(lambda rules: list(rules.raw("unions")))
complete_party = _completer(lambda rules: [*rules.raw("parties"), *(p["name"] for p in rules.raw("parties").values())])
complete_partner = _completer(lambda rules: list(rules.raw("partners")))

EventOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event", metavar="NAME=DATE", help="A date of the matter; repeatable.", autocompletion=complete_event
    ),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Answer by the law as it stood on this day.")
]
OfficeOption = Annotated[
    str | None, typer.Option("--office", help="The branch whose closed days count.", autocompletion=complete_office)
]
SuspensionsOption = Annotated[
    bool, typer.Option("--suspensions", help="Apply the orders that leave days out of account.")
]
TodayOption = Annotated[
    str | None,
    typer.Option("--today", metavar="DATE", help="The day from which days left are counted.  [default: today]"),
]
ApplicantOption = Annotated[
    str,
    typer.Option(
        "--applicant",
        help="Class of applicant, or several by comma: the dearest pays.",
        autocompletion=complete_applicant,
    ),
]
ModeOption = Annotated[str, typer.Option("--mode", help="e-filing or paper.", autocompletion=complete_mode)]
RateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--rate",
        metavar="CURRENCY=RATE",
        help="Rupees for one unit of a currency, such as CHF=95.50: converts its total; repeatable.",
        autocompletion=complete_rate,
    ),
]
RightOption = Annotated[str | None, typer.Option("--right", help="Only one right.", autocompletion=complete_right)]
