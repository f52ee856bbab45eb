"""The formats. Each is a module `as_NAME` with a function `text(result, look)`, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, get_args

from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen
from ipcalc.law.shapes.base import INFORMATION, NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ipcalc.law.shapes.base import Note

Format = Literal["table", "json", "csv", "md"]
SheetFormat = Literal[Format, "html", "xlsx", "pdf"]  # of what leaves the terminal too
DatedFormat = Literal[SheetFormat, "ics"]
ReportFormat = Literal[SheetFormat, "junit", "github"]
SHEETS, DATED, REPORTS = get_args(SheetFormat), get_args(DatedFormat), get_args(ReportFormat)
_SUFFIXES = {".txt": "table", ".xml": "junit", ".htm": "html"}


@frozen
class Look:
    """What is shown of a result.

    Attributes:
        notes: all notes, not doubts and conditions alone.
        most: how many rows of a search.
        file: the files that were checked.
        to_file: it goes to a file, which has no colours and no width.
        cells: the records are what is shown, in cells that have types.
        away: it is read where there is no command line, and names no options.
        layer: of each rule the layer.
        settings: those of a settings file on which the answer rests, for JSON.
        remind: how many days before an act a calendar announces it.
        former: the calendar that is to be updated.
        asked: by how much an answer is narrowed, of which the calendar may have more: 0 by nothing, 1 to its matters,
            3 to its periods, 4 to its occurrences of these.
        timeline: draw where the days lie beside each other.
        width: how many letters fit in a line.
        see: with numbers for authorities and notes, which stand below.
        failures: the kinds of findings that are a failure; None where all are.
    """

    notes: bool = False
    most: int | None = None
    file: str = ""
    to_file: bool = False
    away: bool = False
    cells: bool = False
    layer: bool = False
    settings: Mapping[str, Any] = NOTHING
    remind: tuple[int, ...] = ()
    former: bytes | None = None
    asked: int = 0
    timeline: bool = False
    width: int = 1000
    see: bool = False
    failures: tuple[str, ...] | None = None

    def fails(self, status: str) -> bool:
        """Whether a kind of finding is a failure."""
        return self.failures is None or status in self.failures

    def of(self, notes: Iterable[Note]) -> list[str]:
        """The notes that are shown: doubts and conditions alone, and how many more there are, unless all are wanted."""
        every = list(notes)
        shown = [note for note in every if self.notes or note.kind != INFORMATION]
        left = len(every) - len(shown)
        return [*(note.text for note in shown), *([self._more(left)] if left else [])]

    def _more(self, left: int) -> str:
        more, it, are = ("1 more note", "it", "is") if left == 1 else (f"{left} more notes", "them", "are")
        return f"{more} {are} not shown here." if self.away else f"{more}: --notes shows {it}."


def written(result: Any, format_: str, look: Look | None = None) -> str | bytes:
    """A result, or a tuple of them, in a format: as text, or as the bytes of a file that is none."""
    found: str | bytes = import_module(f"ipcalc.report.as_{format_}").text(result, look or Look())
    return found


def by_suffix(path: Path, formats: Sequence[str]) -> str:
    """The format that the suffix of a file names.

    Raises:
        BadRequest: it names none of these.
    """
    name = _SUFFIXES.get(path.suffix.lower(), path.suffix.lower().removeprefix("."))
    if name not in formats:
        suffixes = ", ".join(f".{each}" for each in formats if each not in ("table", "github", "junit"))
        raise BadRequest(f"{path}: the format cannot be told from the name (.txt, {suffixes}): give --format")
    return name
