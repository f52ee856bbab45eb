"""Options of the commands that make calendars, and what is done with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.settings import used
from ipcalc.errors import BadRequest
from ipcalc.frozen import replace
from ipcalc.numbers import whole
from ipcalc.opening import content

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ipcalc.calc.matters.agenda import Agenda
    from ipcalc.calc.results import Deadline

RemindOption = Annotated[
    str | None,
    typer.Option("--remind", metavar="DAYS,...", help="In a calendar: remind me so many days before an act."),
]
UpdateOption = Annotated[
    Path | None,
    typer.Option(
        "--update",
        metavar="OLD.ics",
        help="Your earlier calendar: events that are no longer in the answer are cancelled.",
    ),
]


def days(written: str | None) -> tuple[int, ...]:
    """The numbers of --remind.

    Raises:
        BadRequest: they are none.
    """
    words = [word.strip() for word in written.split(",")] if written else []
    if not all(whole(word) and len(word) <= 4 for word in words):
        raise BadRequest(f"--remind {written!r}: write numbers of days, such as 30,7,1")
    return tuple(dict.fromkeys(map(int, words)))


def check(remind: str | None, update: Path | None, *, reminds: bool, updates: bool) -> None:
    """Refuse the options of calendars where none is made.

    Raises:
        BadRequest: one is given on the command line (a setting is not) that has no use.
    """
    for name, value, has_use in (("remind", remind, reminds), ("update", update, updates)):
        if value is not None and not has_use and name not in used():
            raise BadRequest(f"--{name} is for a calendar: give --format ics, or -o with a file that ends in .ics")


def former(path: Path | None) -> bytes | None:
    """The former calendar; None where none is named.

    Raises:
        BadRequest: there is no such file, or it cannot be read.
    """
    if path is None:
        return None
    if not path.exists():
        raise BadRequest(f"--update {path}: there is no such file; leave --update out the first time")
    return content(path, opt.FORMER)


def of_matter(ref: str | None, answers: Deadline | Sequence[Deadline], today: date) -> Agenda:
    """What is entered in a calendar of some deadlines, as those of the matter `ref`; where it is nothing, this is said
    on standard error.

    Raises:
        BadRequest: there is no `ref`.
    """
    from ipcalc.calc.matters.agenda import OTHERS, agenda
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.results import Deadline
    from ipcalc.report.as_ics import NOT_SHOWN

    if not ref:
        raise BadRequest("a calendar needs the name of the matter, to tell its events apart: give --ref NAME")
    asked = (answers,) if isinstance(answers, Deadline) else tuple(answers)
    found = agenda([Docket(Matter(right=asked[0].right, ref=ref), asked, (), (), (), ())], today)
    entries = tuple(replace(each, group="later") if each.group == OTHERS else each for each in found.entries)
    if all(each.day is None or each.group in NOT_SHOWN for each in entries):
        print(f"the calendar is empty: {asked[-1].title} is {asked[-1].state}, or has no day yet", file=sys.stderr)
    return replace(found, entries=entries)
