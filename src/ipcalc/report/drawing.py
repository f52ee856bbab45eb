"""A timeline as a drawing of a page: where its lines, marks and words stand.

What lies beside each other is in hundredths of the width, so that a drawing fits a telephone and a sheet of paper and
its words keep their size; what lies below each other is in pixels. Each lane is a drawing of its own, so that a long
timeline may go on on the next sheet of paper.
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
_LABEL = 7.4  # pixels of a letter of a label, at most
_ROW, _NAME, _TOP, _BAR, _GAP = 12, 15, 2, 8, 4  # pixels of height
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


class Bar(NamedTuple):
    """A length of a lane: from `x`, so wide; `kind` is that of its span."""

    kind: str
    x: float
    y: int
    width: float
    height: int
    colour: str


class Mark(NamedTuple):
    """A day of a lane: a stroke, and its word at `below`, to its right or `left` of it; the event has none."""

    x: float
    text: str
    colour: str
    below: int = 0
    left: bool = False


class Strip(NamedTuple):
    """The drawing of a lane, with its bar at `bar`: `words` say what it shows to those who do not see it."""

    label: str
    words: str
    height: int
    bar: int
    lines: tuple[Bar, ...]
    marks: tuple[Mark, ...]


class Drawn(NamedTuple):
    """A whole timeline: `words` say which days its scale has."""

    title: str
    words: str
    bar: int
    strips: tuple[Strip, ...]
    ticks: tuple[tuple[float, str], ...]
    today: float | None
    legend: tuple[tuple[str, str, str], ...]


class _Word(NamedTuple):
    """A word in its lane, from `start` in the narrowest drawing: `row` counts from 1 above the bar, -1 is below it."""

    day: date
    text: str
    colour: str
    row: int
    left: bool
    start: float


def drawing(title: str, chart: Timeline) -> Drawn:
    """The drawing of a timeline."""
    return Drawn(
        title=title,
        words=f"{title}: the scale, {chart.first} to {chart.last}",
        bar=_BAR,
        strips=tuple(_strip(lanes, chart) for lanes in _alike(chart.lanes)),
        ticks=tuple(_ticks(chart)),
        today=_x(chart, chart.today) if chart.today else None,
        legend=tuple(_legend(chart)),
    )


def _alike(lanes: Iterable[Lane]) -> Iterable[list[Lane]]:
    """Lanes in groups: those that differ in what stands after the colon of their labels alone are one."""
    found: dict[object, list[Lane]] = {}
    for number, lane in enumerate(lanes):
        kind, colon, _ = lane.label.partition(": ")
        key = (kind, lane.since, lane.spans) if colon else number
        found.setdefault(key, []).append(lane)
    return found.values()


def _strip(lanes: list[Lane], chart: Timeline) -> Strip:
    lane = lanes[0]
    label = lane.label if len(lanes) == 1 else f"{lane.label.partition(': ')[0]}: {len(lanes)} alike"
    label = _short(label)
    words = list(_words(lane, chart))
    top = max((word.row for word in words), default=0)
    beside = top > 0 and all(word.start >= len(label) * _LABEL + _FREE for word in words if word.row == top)
    bar = _ROW * top + (_TOP if beside else _NAME)
    return Strip(
        label=label,
        words="; ".join(map(_said, lanes)),
        height=bar + _BAR + _GAP - _ROW * min((word.row for word in words if word.row < 0), default=0),
        bar=bar,
        lines=tuple(_lines(lane, bar, chart)),
        marks=tuple(_marks(lane, words, bar, chart)),
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


def _lines(lane: Lane, bar: int, chart: Timeline) -> Iterator[Bar]:
    order = list(_MEANS)
    for span in sorted(lane.spans, key=lambda each: order.index(each.kind)):
        x = _x(chart, span.start)
        width = max(round(_x(chart, span.end) - x, 2), 0.1)
        if span.kind == "closed":
            yield Bar("closed", x, bar, max(width, 0.5), _BAR, "")
        elif span.kind == "window":
            yield Bar("window", x, bar + 1, width, _BAR - 2, _COLOURS["window"])
        else:
            yield Bar(span.kind, x, bar + 2, width, 4, _COLOURS[span.kind])


def _marks(lane: Lane, words: Iterable[_Word], bar: int, chart: Timeline) -> Iterator[Mark]:
    if lane.began:
        yield Mark(_x(chart, lane.began), "", _BEGAN)
    for word in words:
        below = bar - 3 - _ROW * (word.row - 1) if word.row > 0 else bar + _BAR - 2 - _ROW * word.row
        yield Mark(_x(chart, word.day), word.text, word.colour, below, word.left)


def _words(lane: Lane, chart: Timeline) -> Iterator[_Word]:
    """The words of a lane, each in the row nearest to the bar where it overlaps no other, above it before below."""
    taken: dict[int, list[tuple[float, float]]] = {}
    for span in (each for each in lane.spans if each.kind in _COLOURS):
        is_window = span.kind == "window"
        day, colour = (span.start, _COLOURS["opens"]) if is_window else (span.end, _COLOURS[span.kind])
        text = f"{'from' if is_window else span.kind} {day}"
        size, at = len(text) * _LETTER, chart.at(day) * _NARROW
        left = at + size > _NARROW
        start, end = (at - size, at) if left else (at, at + size)
        row = next(row for each in count(1) for row in (each, -each) if _is_free(taken.get(row, ()), start, end))
        taken.setdefault(row, []).append((start, end))
        yield _Word(day, text, colour, row, left, start)


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
