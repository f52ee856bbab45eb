"""Options of the commands that read files of matters, and what is done with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ipcalc.cli import options as opt
from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ipcalc.batch.matters.files import MatterFault, Reading
    from ipcalc.book import Book
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.rows.progress import Progress

MatterFormat = Literal["yaml", "json", "csv", "jsonl", "xlsx"]
ClientOption = Annotated[str | None, typer.Option("--client", metavar="NAME", help="Only the matters of one client.")]
RefOption = Annotated[
    str | None,
    typer.Option(
        "--ref",
        metavar="REF",
        help="Only the matter with this ref or, if none has it, this number; or a name for a matter given here.",
    ),
]
FactOption = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="NAME[=no]", help="What the matter has, or does not have: sequence-listing=no."),
]
ActingOption = Annotated[
    str | None,
    typer.Option("--acting-for", metavar="PARTY", help="owner (the default), challenger, both, or a role: opponent."),
]
MatterFormatOption = Annotated[
    MatterFormat | None, typer.Option("--input-format", help="The format of the input, if its suffix does not tell it.")
]


def given(right: str, ref: str | None, events: dict[str, date], facts: Sequence[str] | None) -> Matter:
    """The matter of a command line.

    Raises:
        BadRequest: a fact is neither `NAME` nor `NAME=yes` nor `NAME=no`, or is given both ways.
    """
    from ipcalc.calc.matters.matter import Matter

    found: dict[str, bool] = {}
    for word in facts or ():
        name, _, value = word.partition("=")
        if value not in ("", "yes", "no"):
            raise BadRequest(f"--fact {word}: write {name}, {name}=yes or {name}=no")
        if found.setdefault(name, value != "no") != (value != "no"):
            raise BadRequest(f"--fact {name} is given with yes and with no")
    return Matter(right=right, ref=ref, events=events, facts=found)


def files_in(names: Sequence[str], book: Book) -> list[Path] | None:
    """The files and folders that arguments name; None where the only one is a right.

    Raises:
        BadRequest: a right stands among files.
    """
    rights = [name for name in names if name.lower() in book.rulebook.rights]
    if rights and len(names) > 1:
        raise BadRequest(f"{rights[0]} is a right, and is asked for alone: write ./{rights[0]} for a file of that name")
    if rights or (len(names) == 1 and not _is_file(names[0])):
        return None
    return [Path(name) for name in names]


def how(
    today: date,
    dayfirst: bool,
    map_: str | None,
    format_: str | None,
    encoding: str | None,
    progress: Progress | None = None,
    part: tuple[str | None, int | None] = (None, None),
) -> Reading:
    """How files of matters are read; `progress` is told how many more matters or rows are done, `part` is the sheet and
    the row of headings of tables."""
    from ipcalc.batch.matters.files import Reading
    from ipcalc.dates import Style
    from ipcalc.rows.files import TableLocation, check_encoding
    from ipcalc.rows.workers import usable

    if encoding is not None:
        check_encoding(encoding)
    style = Style(today, dayfirst, opt.serial_dates())
    return Reading(style, opt.renamed(map_), format_, encoding, TableLocation(*part), progress, usable())


def tell(faults: Iterable[MatterFault], said: Iterable[str]) -> None:
    """Say on standard error what was wrong with files of matters, and what is to be said of their dates."""
    from ipcalc.errors import shown

    for fault in faults:
        print(f"ipcalc: {fault}", file=sys.stderr)
    for line in said:
        print(shown(line), file=sys.stderr)


def failures(words: str, what: str, known: Sequence[str]) -> tuple[str, ...]:
    """The words of --fail-on, in any case.

    Raises:
        BadRequest: one of them is none of those that are known; `what` says what they are.
    """
    named = tuple(word.strip().lower() for word in words.split(","))
    for word in named:
        if word not in known:
            every = f"(one of {', '.join(known)})"
            raise BadRequest(f"--fail-on: unknown {what} {word!r}{nearest(word, known)} {every}")
    return named


def _is_file(name: str) -> bool:
    """Whether an argument is the name of a file, as it looks or as there is one."""
    return name == "-" or "/" in name or bool(Path(name).suffix) or Path(name).exists()
