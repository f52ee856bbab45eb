"""What is known of a matter: which periods belong to it, what they wait for, what is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.deadlines.events import check_order, filled
from ipcalc.calc.deadlines.rule import Names
from ipcalc.calc.deadlines.waiting import Wait
from ipcalc.calc.matters.outline import Belonging, Given
from ipcalc.calc.matters.sides import Acting
from ipcalc.calc.matters.subject import subject, tests_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.matters.matter import Matter, Proceeding
    from ipcalc.calc.matters.outline import Outline
    from ipcalc.law.shapes.periods import Condition, Period


class Known:
    """A matter with the periods that belong to it, or what one of its proceedings has of it.

    Attributes:
        proceeding: the proceeding, where it is one.
        given: the dates of its events; the day on which it was closed stands for the event that such an end is.
        dates: the same with those that are projected.
        implied: the events that must have come before them, with the latest day on which they had come.
        periods: those that belong to it.
        possible: those that would if some events or facts were given, with these.

    Raises:
        BadRequest: an unknown right, event, fact or party, an event or fact that says nothing of the right, or events
            in an impossible order.
    """

    def __init__(self, engine: Engine, held: Matter, options: Options, proceeding: Proceeding | None = None) -> None:
        self.engine, self.matter, self.options, self.proceeding = engine, held, options, proceeding
        self.subject = subject(engine.book, held.right)
        self.acting = Acting(engine.book, held.acting_for)
        self.subject.check(held.events, held.facts)
        check_order(engine.book, held.events, held.right)
        self.given: dict[str, date] = {**self._end(), **held.events}
        self.dates = dict(self.given)
        self._shown = self.subject.shown(self.given, held.common)
        self.implied = {event: self.given[shows] for event, shows in self._shown.items()}
        self._began_within = dict(self._in_proceedings())
        self._facts = {fact for fact, holds in held.facts.items() if holds}
        self.take({})

    def _in_proceedings(self) -> Iterator[tuple[str, date]]:
        """The steps that the party for whom one acts in the matter took or has shown in its proceedings, with their
        days."""
        for each in self.matter.proceedings:
            if Acting(self.engine.book, each.acting_for or self.matter.acting_for).sides == self.acting.sides:
                shown = self.subject.shown(each.events)
                yield from ((event, each.events[by]) for event, by in shown.items())
                yield from each.events.items()

    def take(self, projected: Mapping[str, date]) -> None:
        """Take further events for granted, and find the periods that then belong to the matter."""
        self.dates |= projected
        self._ordered = self.dates == self.matter.events  # as they were checked
        self._events: dict[str, dict[str, date]] = {}
        self._came = frozenset((*self.given, *self.implied, *self._began_within))
        dates, implied, facts, told = map(frozenset, (self.dates, self.implied, self._facts, self.matter.facts))
        self._outline = self.subject.outline(Given(dates, implied, facts, told, self._ends_as))
        found = self._belonging()
        self.periods, self.possible, self._led_to = found.periods, found.possible, found.led_to
        self._waits: dict[tuple[str, date | None], str | None] = {}
        self._over: dict[tuple[str, date | None, bool], str | None] = {}
        self._waits_by_names = found.waits if self._ordered else self._waits

    def _belonging(self) -> Belonging:
        """What belongs to the matter, which is kept for all matters with the same names of which days tell the same."""
        outline, every = self._outline, self.subject.periods
        if not outline.lacks:
            self._settle(outline)
        hanging = tuple([self._lacks(name, every[name]) for name in outline.hanging])
        if hanging not in outline.belonging:
            lacks = {**outline.lacks, **dict(zip(outline.hanging, hanging, strict=True))}
            outline.belonging[hanging] = Belonging(every, lacks)
        return outline.belonging[hanging]

    def _settle(self, outline: Outline) -> None:
        """Find what the periods lack of which names alone tell that."""
        lasting = self._lasting()
        outline.hanging = tuple(name for name, period in lasting.items() if self._hangs(name, period))
        for name in self.subject.periods:
            if name not in outline.hanging:
                outline.lacks[name] = self._lacks(name, lasting[name]) if name in lasting else None

    def _hangs(self, name: str, period: Period) -> bool:
        """Whether days may tell if a period belongs to the matter, not names alone."""
        conditions = (condition for each in period.where for condition in each)
        if any(condition.name in self.dates and tests_days(condition) for condition in conditions):
            return True
        return any(step in self.dates for step in self.subject.steps[name].within)

    def _end(self) -> dict[str, date]:
        """The event that the closing of the matter is, if it is one."""
        closed, closings = self.matter.closed, self.engine.book.closings
        event = closings[closed.as_].event if closed and closed.as_ in closings else None
        return {event: closed.on} if closed and event in self.subject.events else {}

    def _lasting(self) -> Mapping[str, Period]:
        """The periods of the right; of a matter that is over, those that survive it."""
        every, end = self.subject.periods, self._ends_as
        return every if end is None else {name: period for name, period in every.items() if end in period.survives}

    @property
    def _ends_as(self) -> str | None:
        """How the matter ended; None where it did not."""
        closed = self.matter.closed
        return None if not self.is_over else closed.as_ if closed else self.subject.course.ends_as or ""

    @property
    def is_over(self) -> bool:
        """Whether the matter has ended, so that only some periods survive it."""
        ended = any(event in self.given for event in self.subject.course.ends_with)
        return ended or self.matter.closed is not None

    # ------------------------------------------------------------------ what belongs to it
    def _lacks(self, name: str, period: Period) -> tuple[str, ...] | None:
        """What must be given for the period to belong to the matter: nothing, some names; None where nothing helps."""
        if not period.where:
            return ()
        open_ = [names for names in map(self._missing, period.where) if names is not None]
        if open_ and (earlier := self._before_all(name)):
            return (earlier,)
        if () in open_:
            return ()
        return tuple(dict.fromkeys(name for names in open_ for name in names)) or None

    def _before_all(self, name: str) -> str | None:
        """The event from which a period runs, where it is a step of a proceeding and came before all those that are
        known to have begun, so that it was a step of something else."""
        for step in self.subject.steps[name].within:
            if step in self.dates:
                came = {**self.implied, **self.dates}
                began = [came[event] for event in self.engine.book.events[step].implies_in if event in came]
                if began and self.dates[step] < min(began):
                    return step
        return None

    def _missing(self, conditions: Iterable[Condition]) -> tuple[str, ...] | None:
        """The names that are not known, of which the conditions hang; None where one does not hold."""
        names = []
        for condition in conditions:
            has = condition.name in self._facts or condition.name in self.dates or condition.name in self.implied
            if not condition.given:
                if has:
                    return None
            elif not has:
                if self.matter.facts.get(condition.name) is False or not self.subject.may_have(condition):
                    return None
                names.append(condition.name)
            elif condition.name in self.dates and not self._holds(condition):
                return None
        return tuple(names)

    def _holds(self, condition: Condition) -> bool:
        """Whether a condition on an event that is given holds."""
        known = Names(self.engine.calendar, {*self.dates, *self._facts}, self.options.office)
        return not tests_days(condition) or known.hold((condition,), self.dates)

    def names_of(self, name: str) -> frozenset[str]:
        """The events that a period uses and whose days are known or projected, without those for which others stand."""
        return self._outline.given(name)

    def uses(self, name: str) -> Sequence[str]:
        """The events that change the answer of a period."""
        return self.subject.uses[name]

    def events_of(self, name: str) -> dict[str, date]:
        """The events that a period uses, with their days as far as these are known or projected."""
        if name not in self._events:
            given = {event: self.dates[event] for event in self._outline.used(name)}
            as_it_is = self._ordered and not self.subject.stand_ins[name]
            self._events[name] = (
                given if as_it_is else filled(self.engine.book, self.uses(name), given, self.matter.right)
            )
        return self._events[name]

    def is_own(self, name: str) -> bool:
        """Whether a period is one of the matter itself, or uses an event of the proceeding itself."""
        return self.proceeding is None or not self.proceeding.events.keys().isdisjoint(self.uses(name))

    def is_guessed(self, name: str) -> bool:
        """Whether a day that a period uses is projected."""
        return any(event in self.dates and event not in self.given for event in self.uses(name))

    # ------------------------------------------------------------------ what it waits for
    def waits_for(self, name: str) -> str | None:
        """The event that a period waits for: one that it needs, that another one leads to, or that it counts from."""
        key = name, self.options.as_of
        for waits in (self._waits_by_names, self._waits):
            if key in waits:
                return waits[key]
        found = self._waiting_for(name)
        (self._waits_by_names if found.alike else self._waits)[key] = found.event
        return found.event

    def _waiting_for(self, name: str) -> Wait:
        period, here = self.periods[name], self.events_of(name)
        alike = not self.subject.stand_ins[name]  # where others stand in, the order of days is looked at each time
        if period.needs and not any(event in self.dates or event in self.implied for event in period.needs):
            return Wait(period.needs[0], alike=alike)
        ahead = next((event for event in here if event in self._led_to and event not in self.dates), None)
        found = Wait(ahead, alike=True) if ahead else self.engine.wait(name, here, self.options)
        return found._replace(alike=found.alike and alike)

    def expected(self) -> tuple[set[str], set[str]]:
        """The events that may still come after what is known (of a proceeding, after its own events), and those that
        may come in the course of things."""
        steps = [
            (name, self.waits_for(name), period.leads_to)
            for name, period in self.periods.items()
            if period.leads_to and self._leads_on(name, period)
        ]
        here = [step for step in steps if step[1] is not None or self.is_own(step[0])]
        chain = _led_to(here, ())
        return chain, chain | _led_to(steps, self.subject.course.usual)

    def _leads_on(self, name: str, period: Period) -> bool:
        if period.optional or period.leads_to in self.dates or period.leads_to in self.implied:
            return False
        return self.over_by(name) is None or self.began(name) is None

    # ------------------------------------------------------------------ what is over
    def began(self, name: str) -> date | None:
        """The day from which a period that does not recur runs, as far as it is known; the latest of several."""
        here = self.events_of(name)
        return max((here[event] for event in self.subject.steps[name].triggers if event in here), default=None)

    def over_by(self, name: str, since: date | None = None, *, again: bool = False) -> str | None:
        """The event by which nothing is owed of a period that runs `since` a day: one that closes it, or that its act
        must have come before; None where there is none.

        Where the period runs `again` beside an earlier time, a later step may belong to that: only what comes once in
        the course of the matter closes it.
        """
        step = self.subject.steps[name]
        if self._came.isdisjoint(step.ending):
            return None
        key = name, since, again
        if key not in self._over:
            self._over[key] = self._ended_by(name, since, again=again)
        return self._over[key]

    def _ended_by(self, name: str, since: date | None, *, again: bool) -> str | None:
        """What `over_by` says."""
        step = self.subject.steps[name]
        begun = since or self.began(name)
        closing = step.once if again else step.closing
        came = {**self.implied, **_of(self.given, closing), **self._begun_within(name)}
        shows = closing if again else step.ending
        back = self.subject.course.dates_back  # whose own days tell nothing of when they came
        return next(
            (each for each in came if each in shows and (begun is None or came[each] >= begun or each in back)), None
        )

    def _begun_within(self, name: str) -> dict[str, date]:
        """The days of acts that began a proceeding of the matter, where the period asks for one of the party for whom
        one acts, and runs from the usual course of the matter."""
        step, usual = self.subject.steps[name], self.subject.course.usual
        if not self._began_within or step.triggers.isdisjoint(usual):
            return {}
        if not self.acting.owes(self.subject.periods[name]):
            return {}
        return _of(self._began_within, step.acts)

    def may_come(self, name: str) -> bool:
        """Whether a period that does not belong to the matter yet could still ask for something: one whose event comes
        again and again, though its act is on record."""
        if self.subject.steps[name].again:
            return self.over_by(name, again=True) is None
        return self.over_by(name) is None and not self.is_done(name)

    def is_repealed(self, name: str) -> bool:
        """Whether what a period asks for was repealed before today, so that no event still to come begins it."""
        last, today = self.subject.periods[name].versions[-1], self.options.today
        return last.ends == "repealed" and last.to is not None and today is not None and last.to < today

    def is_done(self, name: str) -> bool:
        """Whether the day of its act is known."""
        return any(event in self.dates for event in self.subject.steps[name].acts)

    def shown_by(self, event: str) -> str:
        """The event that is given which shows that one had come: that event itself, or one that implies it."""
        return event if event in self.given else self._shown.get(event, event)


def _led_to(steps: Sequence[tuple[str, str | None, str]], first: Iterable[str]) -> set[str]:
    """The events to which steps lead from the `first` ones: a period, the event that it waits for, the one after it."""
    found: set[str | None] = {None, *first}
    while more := {event for _, before, event in steps if before in found} - found:
        found |= more
    return {event for event in found if event}


def _of(days: Mapping[str, date], events: Iterable[str]) -> dict[str, date]:
    """The days of some events, as far as they are known."""
    return {event: days[event] for event in events if event in days}
