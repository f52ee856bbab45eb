"""Tables of the terminal's width; coloured only on a terminal, and not with NO_COLOR."""

from __future__ import annotations

import io
import os
import shutil
import sys
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from ipcalc.errors import escaped
from ipcalc.frozen import replace
from ipcalc.report.view import rooms, written
from ipcalc.report.views import views

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import ConsoleOptions

    from ipcalc.report.formats import Look
    from ipcalc.report.view import View

_WIDTH = 100
_CHART = 80  # letters of a line of a timeline
_GAP = 3  # between columns
_TEXT = 40  # beyond it a longer text gets no more room than others
_STYLES = {"lapsed": "bold red", "overdue": "red", "due": "yellow", "projected": "dim", "not yet": "dim"}


def text(result: Any, look: Look) -> str:
    """All views of a result, one below the other."""
    terminal = sys.stdout.isatty() and not look.to_file
    known = terminal or "COLUMNS" in os.environ
    width = shutil.get_terminal_size((_WIDTH, 24)).columns if known else _WIDTH
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
    shown = views(result, replace(look, width=width, away=look.to_file))
    widths = rooms(shown)
    for number, view in enumerate(shown):
        if number:
            console.print()
        _print(view, console, widths)
    if look.timeline:
        _draw(result, console)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _draw(result: Any, console: Console) -> None:
    from ipcalc.report.timeline import drawn, legend, timelines

    for title, chart in timelines(result):
        console.print()
        console.print(Text(escaped(title), style="bold"))
        width = min(console.width, _CHART)
        for line in (*drawn(chart, width), legend(chart)):
            console.print(Text(escaped(line)), width=width)


def _print(view: View, console: Console, widths: Mapping[tuple[str, ...], Sequence[int]]) -> None:
    console.print(Text(escaped(view.title), style="bold"))
    if view.facts:
        facts = Table.grid(padding=(0, 2))
        facts.add_column(no_wrap=True, style="dim")
        facts.add_column()
        for name, value in view.facts:
            facts.add_row(Text(name), Text(escaped(value)))
        console.print(facts)
    if view.rows:
        console.print(_table(view, console.width, widths.get(view.columns, ())))
    for note in view.notes:
        grid = Table.grid(padding=(0, 1))
        grid.add_row(Text("-"), Text(escaped(note)))
        console.print(grid)


def _table(view: View, width: int, alike: Sequence[int]) -> Table:
    plain = "utf" not in (sys.stdout.encoding or "").lower()
    table = Table(box=box.ASCII2 if plain else box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for name, room in zip(view.columns, alike or repeat(0), strict=False):
        firm = name in view.firm
        table.add_column(
            name,
            justify="right" if name in view.right else "left",
            overflow="fold",
            no_wrap=firm or (name in view.whole and width >= _WIDTH),
            min_width=room if firm else None,
            ratio=None if firm else min(room, _TEXT),
        )
    if alike:
        table.expand, table.width = True, min(width, sum(alike) + _GAP * (len(alike) - 1))
    for row, tone in zip(view.rows, chain(view.tones, repeat("")), strict=False):
        table.add_row(*(_Cell(written(value)) for value in row), style=_STYLES.get(tone))
    return table


class _Cell:
    """The text of a cell. What fits in a line is drawn at once: to lay it out as a `Text` takes many times as long."""

    def __init__(self, text: str) -> None:
        self._text, self._width = text, cell_len(text)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(max(map(cell_len, self._text.split()), default=self._width), self._width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment | Text]:
        left = options.max_width - self._width
        if left < 0 or self._text != self._text.strip():
            yield Text(self._text)
            return
        before, after = (left, 0) if options.justify == "right" else (0, left)
        yield Segment(" " * before + self._text + " " * after)
        yield Segment.line()
