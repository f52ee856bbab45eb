"""A sheet is what every answer becomes before it is shown to a person: a heading, facts, a table, notes.

`write` renders it as a terminal table, as CSV (the table alone) or as Markdown.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from datetime import date
from typing import TYPE_CHECKING

from ipcalc.errors import escaped
from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | int | date | None

_ROOM = 100


@frozen
class Sheet:
    """One answer for the eye.

    `columns` names the columns; those in `right` hold numbers, those in `whole` are not broken where there is room.
    `records` are the rows for CSV with `fields` as their heading, where they differ from what is shown.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    right: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    records: tuple[tuple[Cell, ...], ...] = ()
    whole: frozenset[str] = frozenset()


def day(value: date | None) -> str:
    """A date for people, with its weekday: `Mon 2012-03-05`."""
    return f"{value:%a} {value.isoformat()}" if value else "-"


def as_csv(sheets: Sequence[Sheet]) -> str:
    """The records of all sheets under the heading of the first; a sheet with another heading is left out."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    fields = sheets[0].fields or sheets[0].columns
    writer.writerow(fields)
    for sheet in sheets:
        for row in (sheet.records or sheet.rows) if (sheet.fields or sheet.columns) == fields else ():
            writer.writerow(["" if cell is None else cell for cell in row])
    return out.getvalue()


def as_markdown(sheets: Sequence[Sheet]) -> str:
    """All sheets, one below the other."""
    return "\n\n".join("\n".join(_markdown(sheet)) for sheet in sheets) + "\n"


def _markdown(sheet: Sheet) -> list[str]:
    lines = [f"### {escaped(sheet.title)}", ""]
    lines += [f"- **{name}:** {_escape(value)}" for name, value in sheet.facts]
    if sheet.columns:
        lines += [""] if sheet.facts else []
        lines.append("| " + " | ".join(sheet.columns) + " |")
        lines.append("|" + "|".join("---:" if name in sheet.right else "---" for name in sheet.columns) + "|")
        lines += ["| " + " | ".join(_escape(_text(cell)) for cell in row) + " |" for row in sheet.rows]
    if sheet.notes:
        lines += ["", *(f"- {_escape(note)}" for note in sheet.notes)]
    return lines


def _escape(text: str) -> str:
    return escaped(text).replace("|", "\\|").replace("<", "&lt;")


def _text(cell: Cell) -> str:
    return "" if cell is None else escaped(str(cell))


def as_table(sheets: Sequence[Sheet]) -> str:
    """All sheets as tables of the terminal's width; coloured only on a terminal, and not with NO_COLOR."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if terminal or "COLUMNS" in os.environ else 100
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=terminal,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for number, sheet in enumerate(sheets):
        if number:
            console.print()
        console.print(Text(escaped(sheet.title), style="bold"))
        if sheet.facts:
            facts = Table.grid(padding=(0, 2))
            facts.add_column(no_wrap=True, style="dim")
            facts.add_column()
            for name, value in sheet.facts:
                facts.add_row(Text(name), Text(escaped(value)))
            console.print(facts)
        if sheet.rows:
            plain = "utf" not in (sys.stdout.encoding or "").lower()
            table = Table(box=box.ASCII2 if plain else box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
            for name in sheet.columns:
                whole = name in sheet.whole and width >= _ROOM
                table.add_column(
                    name, justify="right" if name in sheet.right else "left", overflow="fold", no_wrap=whole
                )
            for row in sheet.rows:
                table.add_row(*(Text(_text(cell)) for cell in row))
            console.print(table)
        for note in sheet.notes:
            grid = Table.grid(padding=(0, 1))
            grid.add_row(Text("-"), Text(escaped(note)))
            console.print(grid)
    return "\n".join(text.rstrip() for text in out.getvalue().splitlines()) + "\n"
