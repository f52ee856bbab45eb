"""What is said, for a reader who has no command line: what would change it stays, and how to give it is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.report.view import Value, View

_EVENT = r"--event \S+=DATE"
_WORDED = (
    (re.compile(rf":(?: give)?(?: DATE, or)? {_EVENT}(?:(?:,| or) {_EVENT})*"), ""),
    (re.compile(r"it is applied only with --suspensions"), "it is not applied"),
    (re.compile(r"act_by gives the earlier day"), "The day to act by is the earlier one"),
    (re.compile(r"refused by --strict"), "refused as not certain"),
    (re.compile(r", or give --dayfirst"), ""),
    (re.compile(r": if it is (the number of a day in a spreadsheet \([^)]*\)), give --serial-dates"), r", perhaps \1"),
)


def without_options(text: str) -> str:
    """A sentence without the options and the fields that it names."""
    if "--" in text or "act_by" in text:
        for pattern, words in _WORDED:
            text = pattern.sub(words, text)
    return text


def worded(view: View) -> View:
    """A view whose sentences are such."""
    return replace(
        view,
        facts=tuple((name, without_options(value)) for name, value in view.facts),
        rows=tuple(map(_row, view.rows)),
        records=tuple((*row[: view.own], *_row(row[view.own :])) for row in view.records),
        notes=tuple(map(without_options, view.notes)),
    )


def _row(values: Sequence[Value]) -> tuple[Value, ...]:
    return tuple(without_options(value) if isinstance(value, str) else value for value in values)
