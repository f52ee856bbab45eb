"""A file as people have it, made a table of matters: what it is, what its headings mean, what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ipcalc.batch.dates import DatesSeen
from ipcalc.batch.imports.columns import Columns, Meant, layout_of
from ipcalc.batch.imports.table import Table, Unread, Values, missing_columns, national_phases, table_of
from ipcalc.calc.plain import Plain
from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen, replace
from ipcalc.law.names import plain
from ipcalc.law.shapes.base import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipcalc.batch.imports.merge import Update
    from ipcalc.dates import Style
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.layouts import Layout
    from ipcalc.rows.grid import Grid

_SEARCHED = 20  # rows among which the headings are looked for


@frozen
class ImportOptions:
    """What is said of a file.

    Attributes:
        style: how its dates are read, where its layout does not say it.
        right: of rows that say none.
        renamed: which column each heading stands for.
        kept: headings that are carried along although they are close to a name that is known.
        header_row: the number of the row that has the headings.
        sheet: the name of the sheet.
    """

    style: Style
    right: str | None = None
    renamed: Mapping[str, str] = NOTHING
    kept: tuple[str, ...] = ()
    header_row: int | None = None
    sheet: str | None = None


class ColumnRead(NamedTuple):
    """What became of a heading: the columns that it fills, how that is known, and its first cell."""

    heading: str
    to: str
    how: str
    example: str


@frozen
class Imported(Plain):
    """A table of matters out of a file.

    Attributes:
        layout: the title of the export that the file is, if it is one that is known.
        sheet: the sheet that was read, and `header_row` the row of its headings.
        right: that of rows which say none.
        columns: what became of each heading.
        rows: how many there are.
        unread: the cells that could not be read.
        said: what else is to be known or answered.
        updates: what changes in the table into which this one is merged.
        table: the table itself.
    """

    layout: str | None
    sheet: str
    header_row: int
    right: str | None
    columns: tuple[ColumnRead, ...]
    rows: int
    unread: tuple[Unread, ...]
    said: tuple[str, ...]
    table: Table
    updates: tuple[Update, ...] | None = None

    _hidden = ("table",)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        found = super().to_dict()
        found["columns"] = [each._asdict() for each in self.columns]
        found["unread"] = [each._asdict() for each in self.unread]
        found["updates"] = None if self.updates is None else [each._asdict() for each in self.updates]
        return found


def imported(book: Rulebook, grids: Sequence[Grid], options: ImportOptions) -> Imported:
    """The table of matters of a file.

    Raises:
        BadRequest: no row has headings that are known, or several sheets have; a sheet, a heading or a column that is
            named is not there; a column that is carried along is close to a name that is known.
    """
    right = None if options.right is None else book.right(options.right)
    grid, at = _headings(book, grids, options, right)
    layout = layout_of(book, grid.rows[at][1])
    right, how = (right, "--right") if right else _right(book, layout, grid, grid.rows[at][1])
    style = replace(options.style, dayfirst=options.style.dayfirst or bool(layout and layout.dayfirst))
    headings, body = _squared(grid.rows[at][1], grid.rows[at + 1 :])
    cells = [[row[place] for _, row in body] for place in range(len(headings))]
    meant = Columns(book, layout, right, options.renamed).meant(headings, cells, style)
    meant = _without_kept(meant, options.kept)
    seen = DatesSeen(style)
    table, unread, left = table_of(Values(book, style, seen), right, meant, body, headings if layout else options.kept)
    return Imported(
        layout=layout.title if layout else None,
        sheet=grid.name,
        header_row=grid.rows[at][0],
        right=right,
        columns=tuple(_shown(each, cells[each.place]) for each in meant),
        rows=len(body),
        unread=tuple(unread),
        said=(*_said(grid.rows[:at], right, how), *seen.told(), *left, *_asked(book, layout, table)),
        table=table,
    )


def _headings(book: Rulebook, grids: Sequence[Grid], options: ImportOptions, right: str | None) -> tuple[Grid, int]:
    """The sheet, and the place of its row of headings."""
    row = options.header_row
    found = [(grid, at) for grid in _named_sheets(grids, options.sheet) for at in _places(book, grid, row, right)]
    if not found:
        what = "no row whose headings are known" if row is None else "no such row"
        raise BadRequest(f"{what}: say which has the headings with --header-row N, and what they mean with --map")
    if len(found) > 1:
        names = ", ".join(repr(grid.name) for grid, _ in found)
        raise BadRequest(f"several sheets have headings: name one with --sheet: {names}")
    return found[0]


def _named_sheets(grids: Sequence[Grid], name: str | None) -> list[Grid]:
    found = [grid for grid in grids if name is None or plain(grid.name) == plain(name)]
    if not found:
        raise BadRequest(f"--sheet {name}: the sheets are {', '.join(repr(grid.name) for grid in grids)}")
    return found


def _places(book: Rulebook, grid: Grid, row: int | None, right: str | None) -> list[int]:
    """The place of the row of headings: the one that is named, or that with most headings which are known."""
    if row is not None:
        return [at for at, (number, _) in enumerate(grid.rows) if number == row]
    best = _likeliest(book, grid, right)
    return [] if best is None else [best]


def _likeliest(book: Rulebook, grid: Grid, right: str | None) -> int | None:
    """The row with most headings that are known, the first of several; None where no row has any."""
    places = range(min(len(grid.rows), _SEARCHED))
    best = max(((_score(book, grid, place, right), -place) for place in places), default=(0, 0))
    return -best[1] if best[0] else None


def _score(book: Rulebook, grid: Grid, place: int, right: str | None) -> int:
    headings = grid.rows[place][1]
    return Columns(book, layout_of(book, headings), right, {}).score(headings)


def _right(book: Rulebook, layout: Layout | None, grid: Grid, headings: Sequence[str]) -> tuple[str | None, str]:
    """The right of rows that say none, and how it is known: by the layout, the sheet, or the words of the headings."""
    if layout is not None:
        return layout.right, "by the layout"
    named = {right for word in grid.name.split() if (right := _named(book, word))}
    if len(named) == 1:
        return named.pop(), "by the name of the sheet"
    words = (word for heading in headings for word in heading.split())
    found = {right for word in (*headings, *words) if (right := _named(book, word))}
    return (found.pop(), "by the headings") if len(found) == 1 else (None, "")


def _named(book: Rulebook, word: str) -> str | None:
    try:
        return book.named("rights", word) if plain(word) else None
    except BadRequest:
        return None


def _squared(headings: list[str], rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Headings and rows of one width; a column without a heading is called by its number, and left out if empty."""
    width = max(map(len, (headings, *(row for _, row in rows))))
    columns = list(zip(*(_wide(row, width) for row in (headings, *(row for _, row in rows))), strict=True))
    kept = {place: name for place, (name, *cells) in enumerate(columns) if any(map(str.strip, (name, *cells)))}
    names = [name.strip() or f"column {place + 1}" for place, name in kept.items()]
    body = [(number, [_wide(row, width)[place] for place in kept]) for number, row in rows]
    return names, body


def _wide(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _without_kept(meant: list[Meant], kept: tuple[str, ...]) -> list[Meant]:
    """The meanings of headings, without those of headings that are to be carried along."""
    names = set(map(plain, kept))
    for name in kept:
        if plain(name) not in [plain(each.heading) for each in meant]:
            raise BadRequest(f"--keep {name}: the file has no such column")
    return [each._replace(targets=(), how="--keep") if plain(each.heading) in names else each for each in meant]


def _shown(each: Meant, cells: Sequence[str]) -> ColumnRead:
    example = next((cell.strip() for cell in cells if cell.strip()), "")
    to = ", ".join(target.to for target in each.targets)
    return ColumnRead(each.heading, to, each.how or "carried along", example)


def _said(before: Sequence[tuple[int, list[str]]], right: str | None, how: str) -> list[str]:
    found = [
        f"row {number} stands before the headings and is left out: {' '.join(filter(None, row))}"
        for number, row in before
    ]
    return [*found, f"rows that do not say their right are {right} ({how})"] if right else found


def _asked(book: Rulebook, layout: Layout | None, table: Table) -> list[str]:
    """What the table does not tell, and what it lacks."""
    found = []
    if layout is not None and layout.national_phase:
        rows = national_phases(book, table, layout.national_phase)
        if rows:
            these = f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(map(str, rows))}"
            event = layout.national_phase
            found.append(
                f"{these}: may be a national phase, whose {event} is the day of entry and whose term runs from the"
                " international-filing: check which of the two the file has, and add the other"
            )
    if "closed" in table.headings:
        found.append("closed: the file has no day on which matters ended: put it in place of the day of this import")
    found += [f"{right}: the file has no {', '.join(lacking)}" for right, lacking in missing_columns(book, table)]
    return found
