"""A question about a period, apart from its dates: the events that are given, and the options."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ipcalc.calc.days.counting import Length
from ipcalc.calc.deadlines.events import events_of
from ipcalc.calc.deadlines.rule import CompiledRule, deciders_of, limits_of_others, missing
from ipcalc.frozen import once, replace
from ipcalc.law.rulebook import InForce

if TYPE_CHECKING:
    from ipcalc.calc.days.calendar import Calendar
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.periods import Period, Version


class Question:
    """All that is asked about a period but the dates, with the rules that were compiled for it.

    Attributes:
        given: the events of which the dates are given, with those for which another one stands (`stood`).
        asked: the question as it was asked, where this is the same with one more event.
        served: the office whose closed days count; None where none is given, or where it does not serve the right.
        below: the same question to the built-in rulebook, where this one has an overlay and that one has the period.
        others: the limits of other periods from which it counts.
        roots: the names of the days that are known before any is counted.
    """

    def __init__(
        self,
        book: Rulebook,
        calendar: Calendar,
        period_id: str,
        given: frozenset[str],
        options: Options,
        stood: frozenset[str] = frozenset(),
        asked: Question | None = None,
        *,
        below: Question | None = None,
    ) -> None:
        self.book, self.calendar, self.id, self.given, self.options = book, calendar, period_id, given, options
        self.stood, self.asked, self.below = stood, asked or self, below
        self.period: Period = book.period(period_id)
        office = options.office
        self.served = office if office and self.period.right in book.offices[office].rights else None
        recurs = self.period.recurs
        self.others = tuple(chain.from_iterable(map(limits_of_others, self.period.versions)))
        self.roots = self.given.union(recurs.days if recurs else (), map(str, self.others))
        self._rules: dict[tuple[int, str | None], CompiledRule] = {}
        self._assuming: dict[str, Question] = {}
        self._others: dict[str, Question] = {}

    def rule(self, index: int, trigger: str | None = None) -> CompiledRule:
        """The rule of the version with this index; counted from another `trigger` than its own, where one is named.

        Raises:
            Missing: no trigger of the version is given.
        """
        key = (index, trigger)
        if key not in self._rules:
            given = self.given.union(map(str, limits_of_others(self.period.versions[index])))
            self._rules[key] = CompiledRule(self.book, self.calendar, self.id, index, given, self.served, trigger)
        return self._rules[key]

    @once
    def in_force(self) -> InForce:
        """The version that is in force on a day."""
        return InForce(self.period.versions)

    def deciders(self, version: Version) -> tuple[str, ...]:
        """The events that are given of which the latest decides whether a version applies."""
        return tuple(name for name in deciders_of(version) if name in self.given)

    @once
    def guesses(self) -> bool:
        """Whether the event that decides between the versions is not given, and days on which it may lie decide."""
        first = self.period.versions[0]
        once_by_event = self.period.recurs is None and self.options.as_of is None and first.decided_by != "due"
        return once_by_event and not self.deciders(first)

    def guessed(self) -> tuple[str, str, Length]:
        """Where it `guesses`, the event that decides, the one that it lies on or after, and how long at most.

        Raises:
            Missing: no event is given after which it lies.
        """
        name = deciders_of(self.period.versions[0])[0]
        within = self.book.events[name].within
        start = within.start(self.given) if within else None
        if within is None or start is None:
            raise missing(self.book, self.id, name)
        return name, start, Length(within.months, "months")

    @once
    def open_events(self) -> tuple[str, ...]:
        """The events that the period uses and that are not given."""
        return tuple(name for name in events_of(self.book, self.period) if name not in self.given - self.stood)

    @once
    def restoring(self) -> Question | None:
        """The question about the period that restores what is lost by this one, counted from a day that is given."""
        name = self.period.restored_by
        if name is None:
            return None
        trigger = str(self.book.period(name).versions[0].trigger)
        return Question(self.book, self.calendar, name, frozenset({trigger}), self.options)

    def assuming(self, event: str) -> Question:
        """The same question with one more event, and with those for which it stands."""
        if event not in self._assuming:
            events = self.book.events
            follow = {name for name in self.open_events if events[name].stands_in == event and name not in self.given}
            given, stood = self.given | {event} | follow, self.stood - {event} | follow
            made = Question(self.book, self.calendar, self.id, given, self.options, stood, self, below=self.below)
            self._assuming[event] = made
        return self._assuming[event]

    def other(self, period_id: str) -> Question:
        """The question about another period of the same matter."""
        if period_id not in self._others:
            options = replace(self.options, done=None, strict=False, explain=False)
            made = Question(self.book, self.calendar, period_id, self.asked.given, options, self.asked.stood)
            self._others[period_id] = made
        return self._others[period_id]

    def new_in(self, other: Question) -> set[str]:
        """The events that are given here and not there."""
        return set((self.given - self.stood) - (other.given - other.stood)) | set(self.given - other.given)
