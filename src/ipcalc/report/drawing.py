"""A timeline as a drawing of a page: where its lines, marks and words stand.

What lies beside each other is in hundredths of the width, so that a drawing fits a telephone and a sheet of paper and
its words keep their size; what lies below each other is in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from ipcalc.report.timeline import Lane, Timeline

_NARROW = 310  # pixels: the narrowest drawing, in which no words may overlap
_LETTER = 6.7  # pixels of a letter of the words beside marks, at most
_ROW, _NAME, _BAR, _GAP, _FOOT = 13, 16, 10, 6, 34  # pixels of height
_FREE = 6  # pixels between two words
_COLOURS = {
    "window": "#b9d8c5",
    "opens": "#1a5632",
    "due": "#1a5632",
    "extended": "#6a5200",
    "late": "#8a3600",
    "restoration": "#8b0015",
}
_MEANS = {
    "window": "may be done",
    "due": "up to the due date",
    "extended": "with the extension",
    "late": "with surcharge",
    "restoration": "restoration",
    "closed": "closed days",
}
_BEGAN = "#1b1b1f"
_LETTERS = 46  # of a label


class Line(NamedTuple):
    """A length of a lane: from `x`, so wide; `kind` is that of its span."""

    kind: str
    x: float
    y: int
    width: float
    height: int
    colour: str


class Mark(NamedTuple):
    """A day of a lane: a stroke at `y`, and its word at `below`, to its right or `left` of it; the event has none."""

    x: float
    y: int
    text: str
    colour: str
    below: int = 0
    left: bool = False


class Drawn(NamedTuple):
    """A whole drawing: `words` say what it shows to those who do not see it. `bars` are the heights of its lanes."""

    title: str
    words: str
    height: int
    labels: tuple[tuple[int, str], ...]
    bars: tuple[int, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    today: float | None
    legend: tuple[tuple[str, str, str], ...]


class _Word(NamedTuple):
    """A word in its lane: `row` counts from 1 above the bar, and from -1 below it."""

    day: date
    text: str
    colour: str
    row: int
    left: bool


def drawing(title: str, chart: Timeline) -> Drawn:
    """The drawing of a timeline."""
    labels, bars, lines, marks, y = [], [], list[Line](), list[Mark](), 0
    for lane in chart.lanes:
        words = list(_words(lane, chart))
        bar = y + _NAME + _ROW * max((word.row for word in words), default=0)
        labels.append((y + 11, _short(lane.label)))
        bars.append(bar)
        lines += _lines(lane, bar, chart)
        marks += _marks(lane, words, bar, chart)
        y = bar + _BAR + _GAP - _ROW * min((word.row for word in words if word.row < 0), default=0)
    return Drawn(
        title=title,
        words=f"{title}, {chart.first} to {chart.last}. {'; '.join(_said(lane) for lane in chart.lanes)}",
        height=y + _FOOT,
        labels=tuple(labels),
        bars=tuple(bars),
        lines=tuple(lines),
        marks=tuple(marks),
        ticks=tuple(_ticks(chart)),
        today=_x(chart, chart.today) if chart.today else None,
        legend=tuple(_legend(chart)),
    )


def _ticks(chart: Timeline) -> Iterator[tuple[float, str]]:
    """The marks of the scale, as many as have room for their words."""
    free = 0.0
    for tick in chart.ticks:
        text = f"{tick:%b %Y}"
        half = len(text) * _LETTER / 2
        middle = chart.at(tick) * _NARROW
        if middle - half >= free and middle + half <= _NARROW:
            free = middle + half + _FREE
            yield _x(chart, tick), text


def _legend(chart: Timeline) -> Iterator[tuple[str, str, str]]:
    """The kinds of span that are drawn, each with its colour and what it means."""
    kinds = {span.kind for lane in chart.lanes for span in lane.spans}
    if any(lane.began for lane in chart.lanes):
        yield "began", _BEGAN, "the event"
    for kind, words in _MEANS.items():
        if kind in kinds:
            yield kind, _COLOURS.get(kind, ""), words


def _lines(lane: Lane, bar: int, chart: Timeline) -> Iterator[Line]:
    order = ("window", "due", "extended", "late", "restoration", "closed")
    for span in sorted(lane.spans, key=lambda each: order.index(each.kind)):
        x = _x(chart, span.start)
        width = max(round(_x(chart, span.end) - x, 2), 0.1)
        if span.kind == "closed":
            yield Line("closed", x, bar, max(width, 0.5), _BAR, "")
        elif span.kind == "window":
            yield Line("window", x, bar + 1, width, _BAR - 2, _COLOURS["window"])
        else:
            yield Line(span.kind, x, bar + 3, width, 4, _COLOURS[span.kind])


def _marks(lane: Lane, words: Iterable[_Word], bar: int, chart: Timeline) -> Iterator[Mark]:
    if lane.began:
        yield Mark(_x(chart, lane.began), bar, "", _BEGAN)
    for word in words:
        below = bar - 3 - _ROW * (word.row - 1) if word.row > 0 else bar + _BAR - 2 - _ROW * word.row
        yield Mark(_x(chart, word.day), bar, word.text, word.colour, below, word.left)


def _words(lane: Lane, chart: Timeline) -> Iterator[_Word]:
    """The words of a lane, each in the row nearest to the bar where it overlaps no other, above it before below."""
    taken: dict[int, list[tuple[float, float]]] = {}
    for span in (each for each in lane.spans if each.kind in _COLOURS):
        kind, day = ("from", span.start) if span.kind == "window" else (span.kind, span.end)
        text = f"{kind} {day}"
        size, at = len(text) * _LETTER, chart.at(day) * _NARROW
        left = at + size > _NARROW
        start, end = (at - size, at) if left else (at, at + size)
        row = next(row for each in count(1) for row in (each, -each) if _is_free(taken.get(row, ()), start, end))
        taken.setdefault(row, []).append((start, end))
        yield _Word(day, text, _COLOURS[span.kind], row, left)


def _is_free(taken: Iterable[tuple[float, float]], start: float, end: float) -> bool:
    return all(end + _FREE <= first or start >= last + _FREE for first, last in taken)


def _x(chart: Timeline, day: date) -> float:
    return round(chart.at(day) * 100, 2)


def _short(label: str) -> str:
    """A label without its middle, where it is too long: what tells lanes of one kind apart stands at the end."""
    half = _LETTERS // 2
    return label if len(label) <= _LETTERS else f"{label[: half - 1].rstrip()}…{label[-half:].lstrip()}"


def _said(lane: Lane) -> str:
    ends = [f"{span.kind} {span.end}" for span in lane.spans if span.kind not in ("window", "closed")]
    return f"{lane.label}: {', '.join(ends)}"
