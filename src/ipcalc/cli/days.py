"""The dates that options give, and how they are read."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from typer._click.globals import get_current_context

from ipcalc.dates import Style, read, said_of_short
from ipcalc.errors import BadRequest, IpcalcError

if TYPE_CHECKING:
    from ipcalc.rows.blocks import Reader

_SERIAL, _SHORT = "ipcalc.serial_dates", "ipcalc.short_years"


def with_serial_dates(command: Any) -> None:
    """Give a command that has the option --dayfirst the option --serial-dates too."""
    from typer.core import TyperOption

    for place, parameter in enumerate(command.params, 1):
        if parameter.name == "dayfirst":
            option = TyperOption(
                param_decls=["--serial-dates"],
                is_flag=True,
                default=False,
                expose_value=False,
                callback=_keep,
                help="Read 45716 as the day that spreadsheets give this number.",
            )
            command.params.insert(place, option)
            return


def serial_dates() -> bool:
    """Whether --serial-dates is given."""
    return bool(_meta().get(_SERIAL))


def check_serial_dates(reader: Reader) -> None:
    """Raise BadRequest where --serial-dates would read the numbers of a workbook four years too early."""
    if serial_dates() and getattr(reader, "from_1904", False):
        raise BadRequest("--serial-dates: this workbook numbers its days from 1904: format its cells as dates instead")


def a_date(text: str | None, dayfirst: bool, option: str) -> date | None:
    """The date that an option gives; the error names the option."""
    return None if text is None else _date(text, dayfirst, option)


def or_today(text: str | None, dayfirst: bool, option: str = "--today") -> date:
    """The date that an option gives, or today."""
    return date.today() if text is None else _date(text, dayfirst, option)


def event_date(text: str, dayfirst: bool, option: str, event: str, numbers: Callable[[str, str], date | None]) -> date:
    """The date of an event that an option gives, or that of the number of a journal; the error names the option."""
    try:
        return numbers(event, text) or _read(text, dayfirst)
    except IpcalcError as error:
        raise type(error)(f"{option}: {error}") from error


def events(pairs: Sequence[str] | None, dayfirst: bool, numbers: Callable[[str, str], date | None]) -> dict[str, date]:
    """The events of repeated `--event NAME=DATE` options."""
    found: dict[str, date] = {}
    for pair in pairs or ():
        name, equals, written = pair.partition("=")
        if not equals:
            raise BadRequest(f"--event {pair!r}: write NAME=DATE")
        day = event_date(written, dayfirst, f"--event {name}", name.strip(), numbers)
        if found.setdefault(name.strip(), day) != day:
            raise BadRequest(f"--event {name} is given twice, with {found[name.strip()]} and {day}")
    return found


def _date(written: str, dayfirst: bool, option: str) -> date:
    try:
        return _read(written, dayfirst)
    except BadRequest as error:
        raise BadRequest(f"{option}: {error}") from error


def _read(written: str, dayfirst: bool) -> date:
    found = read(written, Style(_now(dayfirst), dayfirst, serial_dates()))
    if found.short:
        _tell_of(found.day)
    return found.day


def _now(dayfirst: bool) -> date:
    """The day of --today, where it is given and can be read."""
    context = get_current_context(silent=True)
    today = context.params.get("today") if context else None
    with suppress(BadRequest):
        return read(today, Style(date.today(), dayfirst, serial_dates())).day if today else date.today()
    return date.today()


def _tell_of(day: date) -> None:
    """Say on standard error, when the command has ended, which years were read from two digits."""
    meta = _meta()
    if _SHORT not in meta:
        short: Counter[int] = meta.setdefault(_SHORT, Counter())
        get_current_context().call_on_close(lambda: print(f"ipcalc: {said_of_short(short)}", file=sys.stderr))
    meta[_SHORT][day.year] += 1


def _keep(context: Any, _parameter: Any, given: bool) -> bool:
    context.meta[_SERIAL] = given
    return given


def _meta() -> dict[str, Any]:
    context = get_current_context(silent=True)
    return context.meta if context else {}
