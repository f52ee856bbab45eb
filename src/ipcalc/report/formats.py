"""The formats. Each is a module `as_NAME` with a function `text(result, look)`, imported when it is asked for."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ipcalc.frozen import frozen
from ipcalc.law.shapes.base import INFORMATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ipcalc.law.shapes.base import Note


class Format(str, Enum):
    """How an answer is printed."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


class Report(str, Enum):
    """How the findings are reported."""

    table = "table"
    json = "json"
    junit = "junit"
    github = "github"


@frozen
class Look:
    """What is shown of a result: all `notes`, how many rows of a search at `most`, and the `file` that was checked."""

    notes: bool = False
    most: int | None = None
    file: str = ""

    def of(self, notes: Iterable[Note]) -> list[str]:
        """The notes that are shown: doubts and conditions alone, and how many more there are, unless all are wanted."""
        every = list(notes)
        shown = [note for note in every if self.notes or note.kind != INFORMATION]
        left = len(every) - len(shown)
        more = f"{left} more note{'s' if left > 1 else ''}: --notes shows {'them' if left > 1 else 'it'}."
        return [*(note.text for note in shown), *([more] if left else [])]


def text(result: Any, format_: Format | Report, look: Look | None = None) -> str:
    """A result, or a tuple of them, in a format."""
    written: str = import_module(f"ipcalc.report.as_{format_.value}").text(result, look or Look())
    return written
