"""The periods of a right, and what their matters may hold. Made once for a right, since many matters share it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.events import events_of, starts_of
from ipcalc.calc.matters.outline import Outline
from ipcalc.errors import BadRequest, nearest
from ipcalc.law.shapes.events import Course

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from ipcalc.calc.matters.outline import Given
    from ipcalc.calc.matters.sides import Acting
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.periods import Condition, Period

_NAMES_KEPT = 256  # sets of names, each with some twenty kilobytes


class PeriodBounds:
    """What begins and what ends a period of a matter.

    Attributes:
        triggers: the events from which it may run.
        acts: those that are its act.
        closing: those that close it, and `once` those of them that come once in the course of a matter.
        ending: all of these.
        within: those triggers that are steps of a proceeding.
        again: it asks a party for something anew each time that its event comes.
    """

    def __init__(self, book: Rulebook, period: Period, course: Course) -> None:
        self.triggers = frozenset(filter(None, _starts(period)))
        self.acts = period.done_by or ((period.leads_to,) if period.leads_to else ())
        self.closing = period.closed_by
        self.once = frozenset(period.closed_by).intersection(course.usual)
        self.ending = frozenset((*self.acts, *self.closing))
        known = self.triggers & book.events.keys()
        self.within = [event for event in sorted(known) if book.events[event].implies_in]
        self.again = any(book.events[event].again == "each" for event in known) and not book.is_offices(period)


def _starts(period: Period) -> Iterator[str | None]:
    for version in period.versions:
        yield from (version.trigger, *version.trigger_earliest_of)


def tests_days(condition: Condition) -> bool:
    """Whether the days of events tell whether a condition holds, not their names alone."""
    days = (condition.since, condition.before, condition.later_than, condition.not_before)
    return any(day is not None for day in days)


def periods_of(book: Rulebook, right: str) -> tuple[str, ...]:
    """The ids of the periods that the matters of a right may have."""
    raw = book.raw("periods").items()
    return tuple(name for name, each in raw if right in (each["right"], *each.get("also_for", ())))


class Subject:
    """What all matters of a right have in common.

    Attributes:
        periods: the periods that such a matter may have, by their ids.
        uses: the events that change the answer of each.
        stand_ins: whether another event may stand for one of these.
        steps: what begins and what ends each.
        events: all events that say something of such a matter.
        facts: all facts that do.
        course: what its usual course is.
    """

    def __init__(self, book: Rulebook, right: str) -> None:
        self.book, self.right = book, right
        self.periods: Mapping[str, Period] = {name: book.period(name) for name in periods_of(book, right)}
        self.uses = {name: events_of(book, period) for name, period in self.periods.items()}
        self.stand_ins = {name: any(book.events[event].stands_in for event in uses) for name, uses in self.uses.items()}
        self._starts: dict[str, frozenset[str]] = {}
        self._in_proceedings = frozenset(name for name, event in book.events.items() if event.implies_in)
        self.course = book.courses[right] if right in book.courses else Course()
        self.steps = {name: PeriodBounds(book, period, self.course) for name, period in self.periods.items()}
        self._outlines: dict[Given, Outline] = {}
        self._asked: dict[Acting, frozenset[str]] = {}
        self._seen: dict[Acting, frozenset[str]] = {}
        self.events = frozenset(self._events())
        self.facts = frozenset(
            when.fact for period in self.periods.values() for each in period.where for when in each if when.fact
        )

    def may_run(self, name: str, events: Mapping[str, date]) -> bool:
        """Whether one of the events is known that a period cannot run without."""
        if name not in self._starts:
            self._starts[name] = frozenset(starts_of(self.book, self.periods[name]))
        starts = self._starts[name]
        return not starts or not events.keys().isdisjoint(starts)

    def asks(self, name: str) -> bool:
        """Whether a period asks something of a party: it is no term of a right, and no time of the office."""
        return not (self.periods[name].term or self.book.is_offices(self.periods[name]))

    def asked(self, acting: Acting) -> frozenset[str]:
        """The periods that ask something of a party."""
        if acting not in self._asked:
            owed = (name for name, each in self.periods.items() if self.asks(name) and acting.owes(each))
            self._asked[acting] = frozenset(owed)
        return self._asked[acting]

    def seen(self, acting: Acting) -> frozenset[str]:
        """The periods that a party has to see."""
        if acting not in self._seen:
            self._seen[acting] = frozenset(name for name, period in self.periods.items() if acting.sees(period))
        return self._seen[acting]

    def outline(self, names: Given) -> Outline:
        """What these names tell of a matter: the same for all that have them."""
        if names not in self._outlines:
            if len(self._outlines) >= _NAMES_KEPT:
                self._outlines.clear()
            self._outlines[names] = Outline(names.events, self.uses)
        return self._outlines[names]

    def _events(self) -> Iterator[str]:
        yield from (*self.course.usual, *self.course.ends_with)
        for name, period in self.periods.items():
            yield from self.uses[name]
            yield from (period.leads_to, *period.done_by) if period.leads_to else period.done_by
            yield from period.needs
            own = period.right == self.right  # what closes a step of another right is no event of this one
            if own:
                yield from period.closed_by
                yield from (when.event for each in period.where for when in each if when.event)

    def may_have(self, condition: Condition) -> bool:
        """Whether what a condition hangs on can be said of such a matter."""
        return condition.name in self.events or condition.name in self.facts

    def check(self, events: Iterable[str], facts: Iterable[str]) -> None:
        """Raise BadRequest where an event or a fact is not known, or says nothing of such a matter."""
        for event in events:
            if event not in self.book.events:
                raise BadRequest(f"unknown event {event!r}{nearest(event, self.book.events)}")
            if event not in self.events:
                raise BadRequest(f"no period of {self.right} uses the event {event}")
        for fact in facts:
            if fact not in self.book.facts:
                raise BadRequest(f"unknown fact {fact!r}{nearest(fact, self.book.facts)}")
            if fact not in self.facts:
                raise BadRequest(f"no period of {self.right} depends on the fact {fact}")

    def shown(self, events: Mapping[str, date], common: Container[str] = ()) -> dict[str, str]:
        """The events that must have come before some given ones, each with the given one that shows it, the last.

        Those that are `common` to several proceedings show nothing of the steps of one, and one that came before this
        matter (the report of a divisional's parent) nothing at all.
        """
        found: dict[str, str] = {}
        for event in events:
            early = self.book.events[event].early
            if not early or events[event] >= events.get(early.with_, events[event]):
                self._show(found, self.book.events[event].implies, event, events)
        for event in filter(self._in_proceedings.__contains__, tuple({**events, **found})):
            shows = _last(event, events, found)
            for began, steps in self.book.events[event].implies_in.items():
                known = (began in events or began in found) and shows not in common
                if known and events[_last(began, events, found)] <= events[shows]:
                    self._show(found, steps, shows, events)
        return found

    def _show(self, found: dict[str, str], names: Iterable[str], by: str, events: Mapping[str, date]) -> None:
        """Add what a given event shows to what others do, with all that this implies."""
        ahead = list(names)
        while ahead:
            before = ahead.pop()
            if before in self.events and (before not in found or events[found[before]] < events[by]):
                found[before] = by
                ahead += self.book.events[before].implies


def _last(event: str, events: Mapping[str, date], found: Mapping[str, str]) -> str:
    """The given event by which one had come at the latest: itself, or one that shows it."""
    return max((each for each in (event, found.get(event, event)) if each in events), key=lambda each: events[each])


@lru_cache(maxsize=64)
def subject(book: Rulebook, right: str) -> Subject:
    """What the matters of a right have in common.

    Raises:
        BadRequest: there is no such right.
    """
    if right not in book.rights:
        raise BadRequest(f"unknown right {right!r}{nearest(right, book.rights)} (one of {', '.join(book.rights)})")
    return Subject(book, right)
