"""An overlay as a subject: what it changes in the built-in rulebook, and what becomes later by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.engine import Engine
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.deadlines.overlaid import overlaid
from ipcalc.calc.deadlines.rule import deciders_of, shown
from ipcalc.calc.plain import Plain, PlainList
from ipcalc.calc.registers.words import limits_in_words, tariff_in_words
from ipcalc.frozen import frozen
from ipcalc.law.layers import BOUNDS
from ipcalc.law.rulebook import Rulebook
from ipcalc.law.shapes.base import BUILT_IN

_INDEXES = ("digest", "names", "short_names", "fees_with_form", "periods_with_form")  # what follows from the rest
_STEP = timedelta(days=31)
_ON = timedelta(days=3653)  # how far answers are compared beyond the days to which the law was checked
_RETURNS = 3  # occurrences of a period that recurs which are looked at


@frozen
class OverlayChange(Plain):
    """An entry of an overlay that is not the built-in one.

    Attributes:
        section, id: where it stands; a section that is not made of entries has its own name as id.
        change: `new` or `changed`.
        before, after: what the built-in data and what the overlay say, in one line, as far as there are words for it.
        later: what becomes later, or may; empty where nothing does.
    """

    section: str
    id: str
    change: str
    before: str
    after: str
    later: str


@frozen
class OverlayChanges(PlainList):
    """All that an overlay changes."""

    overlay: str
    changes: tuple[OverlayChange, ...]

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        return [each.to_dict() for each in self.changes]


def overlay_changes(engine: Engine) -> OverlayChanges:
    """What the overlay of a rulebook changes; nothing where it has none."""
    book = engine.book
    return OverlayChanges(book.overlay, tuple(_changes(engine, book.below)) if book.below else ())


def _changes(engine: Engine, below: Rulebook) -> Iterator[OverlayChange]:
    book = engine.book
    for section, own in book.data.items():
        if section in _INDEXES or book.layer(section) == BUILT_IN:
            continue
        other = below.data.get(section, {})
        entries = isinstance(own, Mapping) and isinstance(other, Mapping) and section != "weekly"
        for name in own if entries else [""]:
            if entries and own[name] == other.get(name):
                continue
            new = not other or (entries and name not in other)
            before, after = "" if new else _words(below, section, name), _words(book, section, name)
            change = "new" if new else "changed"
            yield OverlayChange(section, name or section, change, before, after, _later(engine, section, name))


def _words(book: Rulebook, section: str, name: str) -> str:
    """What a rulebook says of an entry, in one line."""
    if section == "periods":
        return " | ".join(f"{each.from_}: {limits_in_words(each)}" for each in book.period(name).versions)
    if section == "fees":
        return " | ".join(f"{each.from_}: {tariff_in_words(each)}" for each in book.fee(name).versions)
    if section == "checked_to":
        return str(book.raw(section)[name])
    return ""


# ---------------------------------------------------------------------- what becomes later
def _later(engine: Engine, section: str, name: str) -> str:
    book, below = engine.book, engine.book.below
    assert below is not None
    if section == "periods":
        return _period_later(engine, name) if name in below.periods else ""
    if section == "events":
        return _event_later(book.raw(section)[name], below.raw(section).get(name, {}))
    if section == "weekly":
        return _weekdays_later(book, below)
    if section in ("checked_to", "closures_checked_to"):
        return _checked_later(book.raw(section), below.raw(section), name)
    if section in ("years", "always", "special", "offices"):
        return _days_later(engine, name if section == "years" else "")
    if section in ("suspensions", "places", "journals"):
        return "may be later: see the doubts of each answer"
    return ""


def _weekdays_later(book: Rulebook, below: Rulebook) -> str:
    opened = [day for day in below.weekly.weekdays if day not in book.weekly.weekdays]
    return f"{', '.join(opened)} no longer closed: the day to act may be later in every period" if opened else ""


def _checked_later(own: Any, other: Any, name: str) -> str:
    own, other = (own[name], other.get(name, "")) if name else (own, other)
    return f"there is no longer a doubt about days from {other} to {own}" if other and own > other else ""


def _period_later(engine: Engine, name: str) -> str:
    """The first day, of many that are tried, on which the answer of a period is later than the built-in one."""
    period = engine.book.period(name)
    events = {str(shown(period)), *(event for each in period.versions for event in deciders_of(each))}
    known = events.intersection(engine.book.events)
    days = list(_tried(engine.book, name))
    numbers: Sequence[int | None] = [None]
    if period.recurs is not None:
        numbers = range(period.recurs.first, period.recurs.first + _RETURNS)
    question = engine.question(name, frozenset(known), Options())
    found: dict[date, str] = {}
    for number in numbers:
        choice = choose(question, dict.fromkeys(known, days), len(days), [number] * len(days))
        for walk in choice.walks:
            for row, each in overlaid(walk).items():
                if each.earlier:
                    found.setdefault(days[walk.rows[row]], each.earlier)
    if not found:
        return ""
    first = min(found)
    return f"for {shown(period)} {first} the built-in answer is {found[first]}"


def _tried(book: Rulebook, name: str) -> Iterator[date]:
    """Days on which answers are compared: the first days of all versions and those around them, and one a month."""
    for each in (book, book.below):
        for version in each.period(name).versions if each else ():
            yield from (version.from_ + timedelta(days=n) for n in (-1, 0, 1))
    first, last = _span(book)
    yield from (first + _STEP * n for n in range((last - first) // _STEP))


def _span(book: Rulebook) -> tuple[date, date]:
    """The days over which answers are compared: from the first version of any period on."""
    first = min(period.versions[0].from_ for period in book.periods.values())
    return first, max(map(date.fromisoformat, (book.below or book).raw("checked_to").values())) + _ON


def _event_later(own: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """What an event no longer says of others."""
    kept = own.get("not_before", ())
    said = [f"may lie before the {name}" for name in other.get("not_before", ()) if name not in kept]
    within, bound = own.get("within"), other.get("within")
    if bound and within != bound:
        said.append(f"is no longer taken to lie within {bound['months']} months after the {bound['of']}")
    if own.get("stands_in") != other.get("stands_in"):
        said.append("another event stands for it")
    return "; ".join(said) + ": answers may be later" if said and any(key in other for key in BOUNDS) else ""


def _days_later(engine: Engine, year: str) -> str:
    """The days that are closed in the built-in data and open by the overlay, and those to which a last day rolls on."""
    below = engine.below
    assert below is not None
    first, last = (date(int(year), 1, 1), date(int(year), 12, 31)) if year else _span(engine.book)
    mine, theirs = engine.calendar.closed, below.calendar.closed
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    opened = [day for day in days if theirs.closures(day) and not mine.closures(day)]
    closed = [day for day in days if mine.certainly(day, None) and not theirs.certainly(day, None)]
    said = [f"{opened[0]} is no longer closed: the day to act may be later"] if opened else []
    said += [f"{closed[0]} is closed now: a last day on it may roll on"] if closed else []
    return "; ".join(said)
