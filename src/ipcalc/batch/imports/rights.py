"""The right of the rows of a file that say none, and the rows that are not of India."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ipcalc.batch.imports.columns import Columns, events_used
from ipcalc.batch.imports.table import Unread
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.law.names import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ipcalc.batch.imports.columns import Meant
    from ipcalc.dates import Style
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.layouts import Layout
    from ipcalc.rows.grid import Grid

_RIGHT = "right"


class RightOfRows(NamedTuple):
    """The right of rows that say none, how that is known, and whether it is that of all rows."""

    right: str | None
    how: str
    of_all: bool = False


def right_of_rows(
    book: Rulebook, layout: Layout | None, grid: Grid, at: int, waived: Collection[str] = ()
) -> RightOfRows:
    """The right that is known by the layout, the sheet, the headings but for those that are `waived`, or the words
    before them."""
    if layout is not None:
        return RightOfRows(layout.right, "by the layout", of_all=True)
    without = set(map(plain, waived))
    headings = [heading for heading in grid.rows[at][1] if plain(heading) not in without]
    before = [cell for _, row in grid.rows[:at] for cell in row]
    sheet, words, lines = (_by_words(book, texts) for texts in ([grid.name], headings, before))
    for found, how in (
        (sheet, "by the name of the sheet"),
        (_by_headings(book, headings) | words, "by the headings"),
        (lines, "by the lines before the headings"),
    ):
        known = found - {other for right in found for other in book.raw("rights_within").get(right, ())}
        if len(known) == 1:
            return RightOfRows(known.pop(), how)
    return RightOfRows(None, "")


def meanings(
    book: Rulebook,
    layout: Layout | None,
    known: RightOfRows,
    table: tuple[Sequence[str], Sequence[Sequence[str]]],
    renamed: Mapping[str, str],
    style: Style,
) -> tuple[list[Meant], RightOfRows]:
    """What the headings of a table mean, of which the cells of each column are given, and the right of its rows, which
    may be known by the events that they mean."""

    def meant(right: str | None, *, of_all: bool) -> list[Meant]:
        return Columns(book, layout, right, renamed, of_all=of_all).meant(*table, style)

    found = meant(known.right, of_all=known.of_all)
    if known.of_all:
        return found, known
    if any(target.to == _RIGHT for each in found for target in each.targets):
        return meant(None, of_all=False), known
    if known.right is None and (right := _by_events(book, found)):
        return meant(right, of_all=True), RightOfRows(right, "by the events that the headings name", of_all=True)
    return found, known


def of_other_countries(
    book: Rulebook, layout: Layout | None, meant: Sequence[Meant], rows: Sequence[tuple[int, list[str]]]
) -> Iterator[tuple[int, Unread]]:
    """The places of rows that say of which country they are, where that is not India, and what is said of them."""
    for each in meant:
        begin = next((begin for name, begin in _of_layout(layout) if plain(name) == plain(each.heading)), None)
        guessed = layout is None and not each.targets and not each.how and _is_of_country(book, each, meant)
        if begin is None and not guessed:
            continue
        advice = f"; if the column tells something else, give --keep {each.heading}" if guessed else ""
        for place, (number, row) in enumerate(rows):
            cell = row[each.place].strip()
            if cell and not (cell.startswith(begin) if begin is not None else _is_india(book, cell)):
                why = f"{cell!r} is not India: the row gets no right, so no deadline is calculated for it{advice}"
                yield place, Unread(number, each.heading, why)


def _of_layout(layout: Layout | None) -> Iterable[tuple[str, str]]:
    return layout.of_india.items() if layout else ()


def _is_of_country(book: Rulebook, each: Meant, meant: Iterable[Meant]) -> bool:
    """Whether a column tells the country of a matter, not that of an address."""
    others = {plain(other.heading) for other in meant}
    of_address = others & set(map(plain, book.raw("headings_of_addresses")))
    return plain(each.heading) in set(map(plain, book.raw("country_headings"))) and not of_address


def _is_india(book: Rulebook, cell: str) -> bool:
    return not set(re.findall("[a-z]+", cell.casefold())).isdisjoint(book.raw("names_of_india"))


def _by_headings(book: Rulebook, headings: Iterable[str]) -> set[str]:
    """The rights that alone have some of these headings."""
    there = set(map(plain, headings))
    return {right for right, names in book.raw("headings_of_rights").items() if there & set(map(plain, names))}


def _by_words(book: Rulebook, texts: Iterable[str]) -> set[str]:
    words = (word for text in texts for word in (text, *text.split()))
    return {right for word in words if (right := _named(book, word))}


def _named(book: Rulebook, word: str) -> str | None:
    try:
        return book.named("rights", word) if plain(word) else None
    except BadRequest:
        return None


def _by_events(book: Rulebook, meant: Iterable[Meant]) -> str | None:
    """The right whose periods alone use all the events that headings mean; None where there is no such right."""
    events = {each.targets[0].to for each in meant if len(each.targets) == 1} & set(book.events)
    rights = [right for right in book.rights if events and events <= set(events_used(book, right))]
    return rights[0] if len(rights) == 1 else None
