"""Where in a file the headings of a table stand, and where its rows end."""

from __future__ import annotations

import re
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from ipcalc.batch.imports.columns import Columns, shape_of
from ipcalc.batch.layouts import layout_of
from ipcalc.dates import pieces
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.law.names import plain
from ipcalc.rows.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.law.rulebook import Rulebook

Numbered = tuple[int, list[str]]

_SEARCHED = 20  # rows among which the headings are looked for
_FEW = 3  # headings that make a column one of headings; times as many headings as in another sheet
_WHAT = "say which has the headings with --header-row N, and what they mean with --map"


class _HeadingRow(NamedTuple):
    """A row that may have the headings, how many of them are known, and what is to be said of it."""

    grid: Grid
    at: int
    known: int
    said: tuple[str, ...] = ()


def headings_of(
    book: Rulebook, grids: Sequence[Grid], sheet: str | None, row: int | None, right: str | None
) -> tuple[Grid, int, tuple[str, ...]]:
    """The sheet, the place of its row of headings, and what is to be said of it.

    Where the headings stand in the first column, the sheet is turned.

    Raises:
        BadRequest: no row has headings, or several sheets have; a sheet or a row that is named is not there.
    """
    named = _named_sheets(grids, sheet)
    found = list(chain.from_iterable(_places(book, grid, row, right) for grid in named))
    if not found and row is not None:
        raise BadRequest(f"no such row: {_WHAT}")
    found = found or list(chain.from_iterable(_by_cells(book, grid) for grid in named))
    most = max((place.known for place in found), default=0)
    if not most:
        raise BadRequest(f"no row whose headings are known: {_WHAT}")
    best, *others = (place for place in found if place.known * _FEW >= most)
    if others:
        names = ", ".join(repr(place.grid.name) for place in (best, *others))
        raise BadRequest(f"several sheets have headings: name one with --sheet: {names}")
    return best.grid, best.at, best.said


def without_totals(book: Rulebook, rows: Sequence[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """The rows, and the lines of totals and words that stand after them."""
    totals = set(map(plain, book.raw("words_of_totals")))
    end = len(rows)
    while end and _is_after(rows[end - 1][1], totals):
        end -= 1
    return list(rows[:end]), list(rows[end:])


def _is_after(row: Sequence[str], totals: set[str]) -> bool:
    """Whether a row is a line of totals, or holds nothing but a few words in one cell."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if any(plain(re.sub("[0-9]", "", cell)) in totals for cell in filled[:2]):
        return True
    return len(filled) == 1 and len(row) >= _FEW and len(filled[0].split()) >= _FEW


def _named_sheets(grids: Sequence[Grid], name: str | None) -> list[Grid]:
    found = [grid for grid in grids if name is None or plain(grid.name) == plain(name)]
    if not found:
        raise BadRequest(f"--sheet {name}: the sheets are {', '.join(repr(grid.name) for grid in grids)}")
    return found


def _places(book: Rulebook, grid: Grid, row: int | None, right: str | None) -> list[_HeadingRow]:
    """The row of headings: the one that is named, or that with most headings which are known; or the first column."""
    if row is not None:
        return [_HeadingRow(grid, at, 1) for at, (number, _) in enumerate(grid.rows) if number == row]
    searched = range(min(len(grid.rows), _SEARCHED))
    known, place = max((_known(book, grid.rows[at][1], right), -at) for at in searched)
    if down := _turned(book, grid, known, right):
        return [down]
    return [_HeadingRow(grid, -place, known)] if known else []


def _turned(book: Rulebook, grid: Grid, known: int, right: str | None) -> _HeadingRow | None:
    """The sheet with its columns as rows, where its first column has more than twice as many headings as a row has."""
    first = {plain(row[0]): row[0] for _, row in grid.rows[:_SEARCHED] if row}
    down = _known(book, list(first.values()), right)
    if down <= max(_FEW, 2 * known):
        return None
    columns = zip_longest(*(row for _, row in grid.rows), fillvalue="")
    turned = Grid(grid.name, [(number, list(cells)) for number, cells in enumerate(columns, 1) if any(cells)])
    return _HeadingRow(turned, 0, down, ("the headings are in the first column: each further column is a row",))


def _known(book: Rulebook, headings: Sequence[str], right: str | None) -> int:
    return Columns(book, layout_of(book, headings), right, {}).score(headings)


def _by_cells(book: Rulebook, grid: Grid) -> list[_HeadingRow]:
    """The first row of words alone, below which there are dates or numbers of the office."""
    shapes = [shape_of(shape) for shape in book.raw("number_shapes")]

    def tells(cell: str) -> bool:
        return bool(pieces(cell)) or any(shape.fullmatch(cell.strip()) for shape in shapes)

    for at, (number, row) in enumerate(grid.rows[:_SEARCHED]):
        words = [cell for cell in row if cell.strip()]
        if (
            len(words) > 1
            and not any(map(tells, words))
            and any(tells(c) for _, row in grid.rows[at + 1 :] for c in row)
        ):
            return [
                _HeadingRow(
                    grid, at, 1, (f"none of the headings in row {number} is known: say what they mean with --map",)
                )
            ]
    return []
