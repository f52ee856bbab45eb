"""Which layer gives a register: the built-in data, or an overlay, which is then said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipcalc.law.rulebook import Rulebook


def layer(book: Rulebook, sections: Mapping[str, str]) -> str:
    """`built-in`, or the directory of the overlay that gives one of these sections."""
    return next((found for name in sections if (found := book.layer(name)) != BUILT_IN), BUILT_IN)


def overlaid(book: Rulebook, sections: Mapping[str, str]) -> tuple[str, ...]:
    """What is said of sections, each with its words, that are not the built-in ones; nothing where all are."""
    what = [words for name, words in sections.items() if book.layer(name) != BUILT_IN]
    return (f"Not by the built-in data alone: the overlay {book.overlay} gives {', '.join(what)}.",) if what else ()
