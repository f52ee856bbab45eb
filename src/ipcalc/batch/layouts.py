"""Which export a table is, by its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.law.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.layouts import Layout

_FEW = 3  # headings that many exports have
_SHARE = 0.8  # of its headings by which an export is known


def layout_of(book: Rulebook, headings: Iterable[str]) -> Layout | None:
    """The export that has these headings: those by which it is known, or most of all that it has."""
    there = set(map(plain, headings))

    def columns(layout: Layout) -> int:
        return len(there & set(map(plain, layout.columns)))

    fits = [
        each
        for each in book.layouts.values()
        if there >= set(map(plain, each.known_by)) or columns(each) > max(_FEW, _SHARE * len(each.columns))
    ]
    return max(fits, key=columns, default=None)
