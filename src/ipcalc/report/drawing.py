"""A timeline as a drawing of a page: where its lines, marks and words stand, in units of the drawing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from ipcalc.report.timeline import Lane, Timeline

WIDTH, _LABELS, _EDGE, _LANE, _FOOT = 1000, 250, 30, 26, 36
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
_LETTERS, _WORD = 38, 120  # of a label; the room of a word


class Line(NamedTuple):
    """A length of a lane: from `x`, so wide; `kind` is that of its span."""

    kind: str
    x: float
    y: int
    width: float
    height: int
    colour: str


class Mark(NamedTuple):
    """A day of a lane with its word, to its right or `left` of it; the word is empty where there is no room for it."""

    x: float
    y: int
    text: str
    colour: str
    left: bool = False


class Drawn(NamedTuple):
    """A whole drawing: `words` say what it shows to those who do not see it."""

    title: str
    words: str
    height: int
    labels: tuple[tuple[int, str], ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    today: float | None
    legend: tuple[tuple[str, str, str], ...]


def drawing(title: str, chart: Timeline) -> Drawn:
    """The drawing of a timeline."""
    lanes = list(enumerate(chart.lanes))
    foot = f"{chart.first} to {chart.last}"
    return Drawn(
        title=title,
        words=f"{title}, {foot}. {'; '.join(_said(lane) for lane in chart.lanes)}",
        height=_LANE * len(lanes) + _FOOT,
        labels=tuple((_LANE * row + 18, _short(lane.label)) for row, lane in lanes),
        lines=tuple(line for row, lane in lanes for line in _lines(lane, row, chart)),
        marks=tuple(mark for row, lane in lanes for mark in _marks(lane, row, chart)),
        ticks=tuple((_x(chart, tick), f"{tick:%b %Y}") for tick in chart.ticks),
        today=_x(chart, chart.today) if chart.today else None,
        legend=tuple(_legend(chart)),
    )


def _legend(chart: Timeline) -> Iterator[tuple[str, str, str]]:
    """The kinds of span that are drawn, each with its colour and what it means."""
    kinds = {span.kind for lane in chart.lanes for span in lane.spans}
    if any(lane.began for lane in chart.lanes):
        yield "began", _BEGAN, "the event"
    for kind, words in _MEANS.items():
        if kind in kinds:
            yield kind, _COLOURS.get(kind, ""), words


def _lines(lane: Lane, row: int, chart: Timeline) -> Iterator[Line]:
    order = ("window", "due", "extended", "late", "restoration", "closed")
    for span in sorted(lane.spans, key=lambda each: order.index(each.kind)):
        x = _x(chart, span.start)
        width = max(_x(chart, span.end) - x, 0.5)
        if span.kind == "closed":
            yield Line("closed", x, _LANE * row + 6, max(width, 4), 16, "")
        elif span.kind == "window":
            yield Line("window", x, _LANE * row + 7, width, 14, _COLOURS["window"])
        else:
            yield Line(span.kind, x, _LANE * row + 12, width, 4, _COLOURS[span.kind])


def _marks(lane: Lane, row: int, chart: Timeline) -> Iterator[Mark]:
    free = float(_LABELS)
    if lane.began:
        yield Mark(_x(chart, lane.began), _LANE * row + 6, "", _BEGAN)
    for span in (each for each in lane.spans if each.kind in _COLOURS):
        kind, day = ("from", span.start) if span.kind == "window" else (span.kind, span.end)
        x = _x(chart, day)
        left = x >= WIDTH - _EDGE - _WORD + 10
        text = f"{kind} {day}" if x - (_WORD if left else 0) >= free else ""
        free = x + (0 if left else _WORD) if text else free
        yield Mark(x, _LANE * row + 6, text, _COLOURS[span.kind], left)


def _x(chart: Timeline, day: date) -> float:
    return round(_LABELS + chart.at(day) * (WIDTH - _LABELS - _EDGE), 1)


def _short(label: str) -> str:
    return label if len(label) <= _LETTERS else label[: _LETTERS - 1] + "…"


def _said(lane: Lane) -> str:
    ends = [f"{span.kind} {span.end}" for span in lane.spans if span.kind not in ("window", "closed")]
    return f"{lane.label}: {', '.join(ends)}"
