"""The events of a matter, as a period uses them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.rule import deciders_of, limits_of_others, shown
from ipcalc.errors import BadRequest, nearest
from ipcalc.law.abroad import before

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.periods import Condition, Count, Limit, Period, Version


class Filled(dict[str, "date"]):
    """The events of a matter, with those that are not given and for which another one stands (`stood`)."""

    def __init__(self, events: Mapping[str, date], stood: Mapping[str, date]) -> None:
        super().__init__({**events, **stood})
        self.stood = frozenset(stood)


def stood_in(events: Mapping[str, date]) -> frozenset[str]:
    """The events of a matter that are not given and for which another one stands."""
    return events.stood if isinstance(events, Filled) else frozenset()


def events_of(book: Rulebook, period: Period) -> tuple[str, ...]:
    """The events that change the answer of a period, that of its trigger first."""
    names: dict[str, None] = dict.fromkeys([period.date_is] if period.date_is else [])
    recurs = period.recurs
    own: set[str] = set()
    if recurs:
        own = {recurs.start} if recurs.terms else {recurs.start, recurs.day}
        names |= dict.fromkeys((*recurs.counted_from_earliest_of, *recurs.until_earliest_of))
        names |= dict.fromkeys((recurs.term_decided_by or "", recurs.day))
    for version in period.versions:
        names |= dict.fromkeys(_names_in(version))
    names |= dict.fromkeys(event for ask in period.asks for event in ask.events)
    elsewhere = (before(period, office) for office in period.abroad)
    for other in chain(_others(book, period), elsewhere):
        names |= dict.fromkeys(events_of(book, other))
    known = book.events
    names |= dict.fromkeys(known[name].stands_in or "" for name in list(names) if name in known)
    return tuple(name for name in names if name in known and name not in own)


def matter(book: Rulebook, period_id: str, when: date | None, events: Mapping[str, date]) -> dict[str, date]:
    """The events of a matter as a period uses them: DATE put in its place, stand-ins filled.

    Raises:
        BadRequest: an event that the period does not know, DATE beside another date of its event, or events in an
            impossible order.
    """
    period = book.period(period_id)
    allowed = events_of(book, period)
    for name in events:
        if name not in book.events:
            raise BadRequest(f"unknown event {name!r}{nearest(name, book.events)}")
        if name not in allowed:
            raise BadRequest(f"{period_id} does not use the event {name}: it uses {', '.join(allowed)}")
    found = dict(events)
    if when is not None:
        name = str(shown(period))
        if found.get(name, when) != when:
            raise BadRequest(two_dates(period_id, name, "DATE", when, found[name]))
        found[name] = when
    return filled(book, allowed, found, period.right)


def filled(book: Rulebook, uses: Sequence[str], given: Mapping[str, date], right: str) -> dict[str, date]:
    """The events that are given of a matter of a right, with those for which another one stands.

    Raises:
        BadRequest: events in an impossible order.
    """
    found = Filled(given, {name: given[other] for name, other in stand_ins(book, uses, given)})
    check_order(book, found, right)
    return found


def two_dates(period_id: str, name: str, called: str, when: date, other: date) -> str:
    """That the date of a question, by the name that it is `called`, is not that of its event."""
    return f"{period_id} has two dates for {name}: {called} {when} and {other}"


def stand_ins(book: Rulebook, uses: Sequence[str], given: Collection[str]) -> Iterator[tuple[str, str]]:
    """Events that are not given, and those that are which stand for them."""
    for name in uses:
        other = book.events[name].stands_in
        if name not in given and other is not None and other in given:
            yield name, other


def check_order(book: Rulebook, events: Mapping[str, date], right: str | None = None) -> None:
    """Raise BadRequest where an event, in a matter of a right, lies before another that cannot be later."""
    for _, why in out_of_order(book, {name: (day,) for name, day in events.items()}, right):
        raise BadRequest(why)


def out_of_order(
    book: Rulebook, events: Mapping[str, Sequence[date]], right: str | None = None
) -> Iterator[tuple[int, str]]:
    """The rows in which an event lies before another that cannot be later, and why that cannot be."""
    for name in events:
        yield from too_early(book, name, events, right)


def too_early(
    book: Rulebook, name: str, events: Mapping[str, Sequence[date]], right: str | None = None
) -> Iterator[tuple[int, str]]:
    """The rows in which one of the events lies before another that cannot be later, and why that cannot be."""
    early = book.events[name].early
    tail = f"; {early.say}" if early and early.with_ in events else ""
    for other in not_before(book, name, events, right):
        for row, (day, least) in enumerate(zip(events[name], events.get(other, ()), strict=False)):
            if day < least:
                yield row, f"the {name} {day} is before the {other} {least}: check the dates{tail}"


def not_before(book: Rulebook, name: str, events: Collection[str], right: str | None) -> tuple[str, ...]:
    """The events than which one cannot be earlier: that alone to which the law dates it back, where that is given."""
    back = book.courses[right].dates_back.get(name) if right is not None and right in book.courses else None
    return (back,) if back is not None and back in events else book.events[name].not_before


def starts_of(book: Rulebook, period: Period) -> Iterator[str]:
    """The events of which one at least must be known for a period to run, with those that stand for them."""
    recurs = period.recurs
    names = [*recurs.counted_from_earliest_of, recurs.day] if recurs else []
    if recurs is None:
        names = [name for each in period.versions for name in (each.trigger or "", *each.trigger_earliest_of)]
    for name in names:
        event: str | None = name
        while event is not None and event in book.events:
            yield event
            event = book.events[event].stands_in


def _others(book: Rulebook, period: Period) -> Iterator[Period]:
    """The periods from whose limits those of a period are counted."""
    for version in period.versions:
        yield from (book.period(other.period) for other in limits_of_others(version))


def counts_from(version: Version, name: str) -> bool:
    """Whether a version counts from this event, and not merely from the earliest of several."""
    counts = [count for limit in version.limits for count in limit.every]
    return version.trigger == name or any(count.start == name for count in counts)


def _names_in(version: Version) -> Iterator[str]:
    """Every name of a day that a version uses."""
    yield from (version.trigger or "", *version.trigger_earliest_of, *deciders_of(version))
    yield from (limit.until or "" for limit in _limits_in(version))
    for condition in _conditions_in(version):
        yield from (condition.event, condition.not_before or "")
    yield from (count.start or "" for count in _counts_in(version))
    for reading in version.readings:
        yield from (reading.trigger or "", reading.decided_by or "")


def _limits_in(version: Version) -> Iterator[Limit]:
    """Every limit of a version, whatever it hangs on."""
    return chain(version.limits, *(branch.limits for branch in version.where))


def _conditions_in(version: Version) -> Iterator[Condition]:
    return chain.from_iterable(branch.when for branch in version.where)


def _counts_in(version: Version) -> Iterator[Count]:
    """Every count of a version."""
    yield from version.marks.values()
    for reading in version.readings:
        yield from reading.counts
    for limit in _limits_in(version):
        yield from limit.every
        yield from (count for count in (limit.safe, limit.ask_by) if count)
    yield from (condition.later_than for condition in _conditions_in(version) if condition.later_than)
