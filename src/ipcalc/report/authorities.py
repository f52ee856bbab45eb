"""The laws of a table, numbered as they first come, so that its rows need no more than the number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ipcalc.report.view import View

if TYPE_CHECKING:
    from ipcalc.calc.results import Law

EVIDENCE = {
    "text": "the enactment was read",
    "two": "two sources",
    "one": "one source",
    "house": "an overlay",
    "guide": "guide only",
    "unverified": "unverified",
}


class Authorities:
    """Laws with their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str | None, ...], int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, *law: str | None) -> int:
        """The number of a law: its citation, and how it is evidenced where the table itself does not say it."""
        return self._numbers.setdefault(law, len(self._numbers) + 1)

    def view(self, notes: Iterable[str]) -> View:
        """The laws with their numbers, and the notes of the whole."""
        rows = tuple((number, *law) for law, number in self._numbers.items())
        columns = ("law", "authority", "evidence")[: len(rows[0])]
        return View("Authority", columns=columns, rows=rows, right=frozenset({"law"}), notes=tuple(notes))


def authority(law: Law) -> str:
    """A law as it is cited, with how it is evidenced in words."""
    return f"{law.citation} ({EVIDENCE[law.evidence]})"
