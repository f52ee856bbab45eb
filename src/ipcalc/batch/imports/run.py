"""A file as people have it, made a table of matters: what it is, what its headings mean, what could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.batch.dates import DatesSeen
from ipcalc.batch.imports.columns import Meant
from ipcalc.batch.imports.places import headings_of, without_totals
from ipcalc.batch.imports.rights import RightOfRows, meanings, of_other_countries, right_of_rows
from ipcalc.batch.imports.table import Table, Unread, Values, missing_columns, national_phases, table_of, wide
from ipcalc.batch.layouts import layout_of
from ipcalc.calc.plain import Plain
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple, frozen, replace
from ipcalc.law.names import plain
from ipcalc.law.shapes.base import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ipcalc.batch.imports.merge import Update
    from ipcalc.dates import Style
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.layouts import Layout
    from ipcalc.rows.grid import Grid

_SHOWN = 6  # names that several rows have


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
        updates: what changes in the table or in the files into which this one is merged.
        table: the table itself.
        texts: the new texts of the matter files into which it is merged.
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
    texts: Mapping[Path, str] = NOTHING

    _hidden = ("table", "texts")

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
    grid, at, of_grid = headings_of(book, grids, options.sheet, options.header_row, right)
    layout = layout_of(book, grid.rows[at][1])
    known = right_of_rows(book, layout, grid, at, options.kept)
    if right:
        known = RightOfRows(right, "--right", of_all=True)
    style = replace(options.style, dayfirst=options.style.dayfirst or bool(layout and layout.dayfirst))
    below, totals = without_totals(book, grid.rows[at + 1 :])
    headings, body = _squared(grid.rows[at][1], below)
    cells = [[row[place] for _, row in body] for place in range(len(headings))]
    meant, known = meanings(book, layout, known, (headings, cells), options.renamed, style)
    meant = _without_kept(meant, options.kept)
    seen = DatesSeen(style)
    table, unread, left = table_of(
        Values(book, style, seen),
        known.right,
        meant,
        body,
        headings if layout else options.kept,
        dict(of_other_countries(book, layout, meant, body)),
    )
    return Imported(
        layout=layout.title if layout else None,
        sheet=grid.name,
        header_row=grid.rows[at][0],
        right=known.right,
        columns=tuple(_shown(each, cells[each.place]) for each in meant),
        rows=len(body),
        unread=tuple(unread),
        said=(*of_grid, *_said(grid.rows[:at], totals, known), *seen.told(), *left, *_asked(book, layout, table)),
        table=table,
    )


def _squared(headings: list[str], rows: list[tuple[int, list[str]]]) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Headings and rows of one width; a column without a heading is called by its number, and left out if empty."""
    width = max(map(len, (headings, *(row for _, row in rows))))
    columns = list(zip(*(wide(row, width) for row in (headings, *(row for _, row in rows))), strict=True))
    kept = {place: name for place, (name, *cells) in enumerate(columns) if any(map(str.strip, (name, *cells)))}
    names = [name.strip() or f"column {place + 1}" for place, name in kept.items()]
    body = [(number, [wide(row, width)[place] for place in kept]) for number, row in rows]
    return names, body


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


def _said(
    before: Sequence[tuple[int, list[str]]], totals: Sequence[tuple[int, list[str]]], known: RightOfRows
) -> list[str]:
    found = [
        f"row {number} comes {where} and is left out: {' '.join(filter(None, row))}"
        for rows, where in ((before, "before the headings"), (totals, "after the rows"))
        for number, row in rows
    ]
    return [*found, f"rows that do not say their right are {known.right} ({known.how})"] if known.right else found


def _asked(book: Rulebook, layout: Layout | None, table: Table) -> list[str]:
    """What the table does not tell, and what it lacks."""
    found = []
    rows = national_phases(book, table, layout.national_phase if layout else book.raw("national_phase_day"))
    if rows:
        these = f"row {rows[0]}" if len(rows) == 1 else f"rows {', '.join(map(str, rows))}"
        event = book.raw("national_phase_day")
        found.append(
            f"{these}: this may be a national phase. Then {event} is the day of entry, and the term runs from the"
            " international-filing: check which of the two the file has, and add the other"
        )
    if "closed" in table.headings:
        found.append(
            "closed: the file has no day on which matters ended; replace the day of this import, given instead"
        )
    found += _twice(table, "ref", ("proceeding",))
    found += _twice(table, "number", ("right", "proceeding"))
    found += [f"{right}: the file has no {', '.join(lacking)}" for right, lacking in missing_columns(book, table)]
    return found


def _twice(table: Table, column: str, beside: Sequence[str]) -> list[str]:
    """What cells of a column several rows have that are the same in the columns `beside`, too."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for number, cells in zip(table.numbers, table.cells(), strict=True):
        if name := cells.get(column, "").strip():
            rows.setdefault((name, *(cells.get(each, "") for each in beside)), []).append(number)
    many = [f"{name} (rows {', '.join(map(str, numbers))})" for (name, *_), numbers in rows.items() if len(numbers) > 1]
    more = f" and {len(many) - _SHOWN} more" if len(many) > _SHOWN else ""
    return [f"{column}: several rows have the same: {', '.join(many[:_SHOWN])}{more}"] if many else []
