"""Where the days of some deadlines lie beside each other: for the drawing of a page and for that of a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ipcalc.calc.matters.agenda import Agenda
from ipcalc.calc.results import Deadline
from ipcalc.frozen import frozen
from ipcalc.report.limits import titled

if TYPE_CHECKING:
    from ipcalc.calc.matters.agenda import Entry

_NOT_DRAWN = ("done", "others")
_EDGE = 0.04
_NEAR = timedelta(days=200)  # an event that lies so near before the first day is drawn too
_STEPS = (1, 3, 6, 12, 24, 60, 120)  # months between the marks of the scale
_MARKS = 9
_ENDS = {"opens": "[", "due": "D", "extended": "E", "late": "L", "restoration": "R"}


@frozen
class Span:
    """Days from `start` to `end`: `kind` is that of the limit that ends them, `window` or `closed`."""

    kind: str
    start: date
    end: date


@frozen
class Lane:
    """One deadline: the day from which it counts, and its spans, the earliest first.

    `began` is None where that day lies before the scale, and then `since` says it.
    """

    label: str
    since: date | None
    began: date | None
    spans: tuple[Span, ...]


@frozen
class Timeline:
    """The lanes of a matter on one scale, from `first` to `last`, with marks at `ticks`; `today` where it is known."""

    first: date
    last: date
    today: date | None
    lanes: tuple[Lane, ...]

    def at(self, day: date) -> float:
        """Where a day lies on the scale: 0 is its beginning, 1 its end."""
        place = (day - self.first).days / max((self.last - self.first).days, 1)
        return min(max(place, 0.0), 1.0)

    @property
    def ticks(self) -> tuple[date, ...]:
        """First days of months, so few that they can be read."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((step for step in _STEPS if months / step <= _MARKS), _STEPS[-1])
        every = (divmod(self.first.year * 12 + self.first.month - 1 + each, 12) for each in range(months))
        days = (date(year, month + 1, 1) for year, month in every if (year * 12 + month) % step == 0)
        return tuple(day for day in days if self.first <= day <= self.last)


def timelines(result: Any) -> Iterator[tuple[str, Timeline]]:
    """The timelines of a deadline, of several, or of each matter of an agenda, with their titles."""
    if isinstance(result, Agenda):
        yield from _of_agenda(result)
    elif isinstance(result, Deadline):
        yield from _titled("Timeline", [result], today_of(result))
    elif isinstance(result, tuple) and result and isinstance(result[0], Deadline):
        yield from _titled("Timeline", result, today_of(result[0]))


def _of_agenda(agenda: Agenda) -> Iterator[tuple[str, Timeline]]:
    of: dict[str, list[Entry]] = {}
    for entry in agenda.entries:
        if entry.group not in _NOT_DRAWN:
            of.setdefault(entry.matter.name, []).append(entry)
    for name, entries in of.items():
        title = f"Timeline of {name}" if len(of) > 1 else "Timeline"
        yield from _titled(title, [entry.answer for entry in entries], agenda.today)


def _titled(title: str, answers: Any, today: date | None) -> Iterator[tuple[str, Timeline]]:
    chart = timeline([(titled(answer), answer) for answer in answers], today)
    if chart:
        yield title, chart


def today_of(answer: Deadline) -> date | None:
    """The day from which the days that are left are counted."""
    left = next(((limit.act_by, limit.days_left) for limit in answer.limits if limit.days_left is not None), None)
    return date.fromordinal(left[0].toordinal() - left[1]) if left and left[0] else None


def timeline(answers: Iterable[tuple[str, Deadline]], today: date | None) -> Timeline | None:
    """The timeline of deadlines with their labels; None where none of them has a day."""
    shown = [(label, answer) for label, answer in answers if _days(answer)]
    if not shown:
        return None
    days = [day for _, answer in shown for day in _days(answer)] + ([today] if today else [])
    first, last = min(days), max(days)
    near = max(_NEAR, (last - first) * 0.25)
    began = [answer.trigger.date for _, answer in shown if answer.trigger.date]
    first = min([first, *(day for day in began if day >= first - near)])
    edge = max(timedelta(days=3), (last - first) * _EDGE)
    first, last = _moved(first, -edge), _moved(last, edge)
    return Timeline(first, last, today, tuple(_lane(label, answer, first) for label, answer in shown))


def drawn(chart: Timeline, width: int) -> list[str]:
    """The timeline in letters, a line for each lane, no line longer than `width`."""
    room = max(len(lane.label) for lane in chart.lanes)
    left = min(room, max(width // 3, 12))
    size = max(width - left - 3, 20)
    lines = [_row(lane, chart, left, size) for lane in chart.lanes]
    return [*lines, *_scale(chart, left, size)]


def _lane(label: str, answer: Deadline, first: date) -> Lane:
    began = answer.trigger.date
    start = began if began and began >= first else None
    spans: list[Span] = []
    before = start or first
    opens = answer.limit("opens")
    if opens and opens.date:
        due = answer.limit("due")
        spans.append(Span("window", opens.date, (due.date if due and due.date else None) or opens.date))
    for limit in answer.limits:
        end = limit.date or limit.act_by
        if limit.kind == "opens" or end is None:
            continue
        spans.append(Span(limit.kind, min(before, end), end))
        before = max(before, end)
        if limit.rolls_to and limit.date and limit.rolls_to > limit.date:
            spans.append(Span("closed", limit.date, limit.rolls_to))
        elif limit.act_by and limit.date and limit.act_by < limit.date:
            spans.append(Span("closed", limit.act_by, limit.date))
    return Lane(label, began, start, tuple(spans))


def _days(answer: Deadline) -> list[date]:
    return [day for limit in answer.limits for day in (limit.date or limit.act_by,) if day]


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _row(lane: Lane, chart: Timeline, left: int, size: int) -> str:
    cells = [" "] * size
    for span in sorted(lane.spans, key=lambda each: each.kind == "closed"):
        start, end = (round(chart.at(day) * (size - 1)) for day in (span.start, span.end))
        if span.kind == "closed":
            continue
        line = "=" if span.kind == "window" else "-"
        for at in range(start, end):
            cells[at] = line if cells[at] == " " else cells[at]
    if chart.today:
        cells[round(chart.at(chart.today) * (size - 1))] = "|"
    if lane.began:
        cells[round(chart.at(lane.began) * (size - 1))] = "o"
    elif lane.since:
        cells[0] = "<"
    for span in lane.spans:
        if span.kind in _ENDS:
            cells[round(chart.at(span.end) * (size - 1))] = _ENDS[span.kind]
    return f"{_cut(lane.label, left):<{left}}  {''.join(cells)}".rstrip()


def _cut(label: str, width: int) -> str:
    """A label without its middle, where it is too long: what tells lanes of one kind apart stands at the end."""
    if len(label) <= width:
        return label
    end = width // 2
    return f"{label[: width - end - 1]}~{label[-end:]}"


def _scale(chart: Timeline, left: int, size: int) -> list[str]:
    text = [" "] * size
    free = 0
    for day in chart.ticks:
        at, words = round(chart.at(day) * (size - 1)), f"{day:%Y-%m}"
        if at >= free and at + len(words) <= size:
            text[at : at + len(words)] = words
            free = at + len(words) + 1
    return [" " * (left + 2) + "".join(text).rstrip()]


def legend(chart: Timeline) -> str:
    """What the letters of the drawing mean, those that it has alone."""
    kinds: Sequence[str] = [span.kind for lane in chart.lanes for span in lane.spans]
    words = {
        "o": "the event" if any(lane.began for lane in chart.lanes) else "",
        "<": "the event is earlier" if any(lane.since and not lane.began for lane in chart.lanes) else "",
        "=": "may be done" if "window" in kinds else "",
        "D": "due" if "due" in kinds else "",
        "E": "last day with the extension" if "extended" in kinds else "",
        "L": "last day with surcharge" if "late" in kinds else "",
        "R": "last day for restoration" if "restoration" in kinds else "",
        "|": f"today, {chart.today}" if chart.today else "",
    }
    return ", ".join(f"{sign} {meaning}" for sign, meaning in words.items() if meaning)
