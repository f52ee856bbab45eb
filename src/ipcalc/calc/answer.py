"""One version of a period applied to one case: its limits with closed days, forms and fees, and what must be said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.closing import Manner, close
from ipcalc.calc.limits import Counted, Counter, Found, in_one_step
from ipcalc.calc.results import Deadline, EventDate, Law, LimitDate, RulebookRef
from ipcalc.calc.suspending import suspension_notes, suspension_of
from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen, replace
from ipcalc.law.rulebook import Rulebook, in_force, last_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.calc.case import Case
    from ipcalc.calc.closed import ClosedDays
    from ipcalc.law.shapes.periods import Branch, Limit, Reading, Version


def missing(book: Rulebook, case: Case, name: str) -> BadRequest:
    """The error for an event that the case does not have."""
    shown = case.period.date_is or case.period.versions[0].trigger
    title = book.events[name].title
    if name == shown:
        return BadRequest(f"{case.id} needs a date: give DATE, or --event {name}=DATE ({title})")
    return BadRequest(f"{case.id} needs the event {name}: --event {name}=DATE ({title})")


def trigger_of(book: Rulebook, case: Case, version: Version) -> EventDate:
    """The day from which a version counts: the earliest of its triggers that are given, or the start of the series.

    Raises:
        BadRequest: none of them is given.
    """
    if case.start is not None and case.start_event is not None:
        return EventDate(case.start_event, case.start)
    names = (version.trigger,) if version.trigger else version.trigger_earliest_of
    known = [(case.events[name], name) for name in names if name in case.events]
    if not known:
        raise missing(book, case, str(names[0]))
    day, name = min(known, key=lambda each: each[0])
    return EventDate(name, day)


def counter(book: Rulebook, closed: ClosedDays, case: Case, version: Version) -> Counter:
    """A counter for one version, with the days that the rule itself computes."""
    trigger = trigger_of(book, case, version)
    recurs, occurrence = case.period.recurs, case.occurrence
    if recurs is None or occurrence is None:
        made = Counter(case.events, trigger.date, closed, case.options.office)
    else:
        made = Counter(case.events, None, closed, case.options.office)
        if trigger.date is not None:
            made.name(recurs.start, trigger.date, recurs.start)
        made.name(recurs.day, occurrence.day, occurrence.words)
    made.marks(version)
    return made


@frozen
class _Answering:
    """The parts of one answer while it is made."""

    book: Rulebook
    closed: ClosedDays
    case: Case
    index: int
    decider: EventDate | None

    @property
    def version(self) -> Version:
        return self.case.period.versions[self.index]

    def made(self) -> Deadline:
        case, version, period = self.case, self.version, self.case.period
        counting = counter(self.book, self.closed, case, version)
        trigger = trigger_of(self.book, case, version)
        branch = counting.branch(version.where)
        found = counting.limits(branch.limits if branch else version.limits)
        disputes = [*self.readings(found), *contested(version, branch, [each.limit for each in found])]
        said: list[str] = list(version.notes)
        said += notes.asked(period, case.events)
        said += [branch.note] if branch else []
        said += disputes
        if case.options.office is not None and self.office is None:
            said.append(notes.not_served(self.book, case.options.office, period.right))
        if case.options.as_of is not None:
            said.append(f"Answered by the law as it stood on {case.options.as_of}.")
        began = None if period.recurs else trigger.date
        days = [(each.limit.kind, each.counted.day) for each in found if each.counted]
        if case.options.suspensions and any(suspension_of(self.book, period, began, *each) for each in days):
            disputes.append("suspension")
        limits: list[LimitDate] = []
        for each in found:
            limits.append(self.limit(each, began, limits, said))
        said += suspension_notes(self.book, period, began, days, applied=case.options.suspensions)
        said += notes.of_events(self.book, case.events)
        checked_to = self.book.checked_to(period.right)
        deciding = case.options.as_of or (self.decider.date if self.decider else None)
        if deciding is not None and deciding > checked_to:
            said.append(notes.later_than_checked(checked_to, deciding))
        said += self.opened_before(limits)
        law = Law(
            citation=version.citation + (f"; {branch.citation}" if branch and branch.citation else ""),
            from_=version.from_,
            to=last_day(period.versions, self.index),
            decided_by=self.decider,
            evidence=(branch and branch.evidence) or version.evidence,
            contested=bool(disputes),
            sources=self.book.sources(version.sources),
        )
        steps = (*notes.law_steps(law, trigger, case.options.as_of), *counting.steps) if case.options.explain else ()
        return Deadline(
            period=case.id,
            title=period.title,
            right=period.right,
            by=period.by,
            office=case.options.office,
            trigger=trigger,
            law=law,
            limits=tuple(limits),
            if_missed=version.if_missed or period.if_missed,
            notes=tuple(dict.fromkeys(said)),
            projected=False,
            rulebook=RulebookRef(self.book.version, checked_to, self.book.digest),
            occurrence=case.occurrence.number if case.occurrence else None,
            steps=steps,
        )

    @property
    def office(self) -> str | None:
        """The office whose closed days count; None where it is not given, or does not serve the right."""
        office = self.case.options.office
        serves = office is not None and self.case.period.right in self.book.offices[office].rights
        return office if serves else None

    # ------------------------------------------------------------------ one limit
    def limit(self, found: Found, began: date | None, before: list[LimitDate], said: list[str]) -> LimitDate:
        """One limit with its closed days, form and fee; adds to `said` what must be said of it."""
        limit, counted, options = found.limit, found.counted, self.case.options
        said += [limit.note] if limit.note else []
        if counted is None:
            safe = self.closed.last_open(found.safe.day) if found.safe else None
            said += [notes.until(str(limit.until), found.safe.day, found.safe.words)] if found.safe else []
            return LimitDate(limit.kind, f"until {limit.until}", None, safe, None, self.left(safe))
        applies = options.suspensions
        suspension = suspension_of(self.book, self.case.period, began, limit.kind, counted.day) if applies else None
        moved = [suspension.last_day] if suspension else []
        if applies and limit.kind not in ("opens", "due"):
            moved += [each.date for each in before if each.kind == "due" and each.date]
        day = max([counted.day, *moved])
        before_expiry = counted.before_expiry and not suspension
        act_by, rolls_to, touched = close(self.closed, self.manner(limit.kind, counted, before_expiry), day)
        said += touched
        whole = in_one_step(counted)
        if whole is not None and whole[1] > counted.day:
            said.append(notes.one_step(limit.kind, whole[0], counted.day, whole[1]))
        ask_by = None
        if limit.kind == "extended":
            due = next((each.act_by for each in before if each.kind == "due"), None)
            ask_by = self.closed.last_open(found.ask_by.day) if found.ask_by else due
        fee, form = self.fee_and_form(found, options.as_of or day, said)
        return LimitDate(
            kind=limit.kind,
            length=counted.words,
            date=day,
            act_by=act_by,
            rolls_to=rolls_to,
            days_left=self.left(act_by),
            ask_by=ask_by,
            form=form,
            fee=fee,
            discretionary=limit.discretionary,
            evidence=limit.evidence,
            before_expiry=before_expiry,
        )

    def manner(self, kind: str, counted: Counted, before_expiry: bool) -> Manner:
        period = self.case.period
        return Manner(kind, self.book.elsewhere(period), period.term, before_expiry, counted.backward, self.office)

    def left(self, act_by: date | None) -> int | None:
        today = self.case.options.today
        return None if act_by is None or today is None else (act_by - today).days

    def fee_and_form(self, found: Found, day: date, said: list[str]) -> tuple[str | None, str | None]:
        """The fee and the form as they are on the limit's day; none where the fee is not known for it."""
        limit = found.limit
        if limit.fee is None:
            return None, limit.form
        known, form = self.book.form_of_fee(limit.fee, day)
        if not known:
            said.append(notes.no_fee(limit.fee, self.book.fee(limit.fee), day, limit.kind))
            return None, limit.form
        return limit.fee, limit.form or form

    # ------------------------------------------------------------------ what must be said
    def readings(self, found: list[Found]) -> list[str]:
        """A note for each other reading of a contested point that gives another day here."""
        version = self.version
        days = {each.limit.kind: each.counted.day for each in found if each.counted}
        deciding = self.decider.date if self.decider else None
        said: list[str] = []
        for reading in version.readings[1:]:
            if deciding and not (reading.since or date.min) <= deciding <= (reading.to or date.max):
                continue
            day, answer = self.reading(reading), days.get(reading.limit)
            if day is not None and answer is not None and day != answer:
                said.append(notes.reading(version.readings[0].says, answer, reading, day))
        return said

    def reading(self, reading: Reading) -> date | None:
        """The day that another reading gives; None where it does not differ or an event of it is not given."""
        version = self.version
        if reading.decided_by is not None:
            decides = self.case.events.get(reading.decided_by)
            other = in_force(self.case.period.versions, decides) if decides else None
            if other is None or other == self.index:
                return None
            version = self.case.period.versions[other]
        counting = counter(self.book, self.closed, self.case, version)
        if reading.trigger is not None:
            if reading.trigger not in self.case.events:
                return None
            counting.start = self.case.events[reading.trigger]
        counted = {each.limit.kind: each.counted for each in counting.limits(version.limits)}.get(reading.limit)
        if reading.has_length:
            counted = counting.count(reading)
        return counted.day if counted else None

    def opened_before(self, limits: list[LimitDate]) -> list[str]:
        """Where a window opens before its own version was law: its real first day, by the version before up to then."""
        index = next((n for n, limit in enumerate(limits) if limit.kind == "opens"), None)
        opens = limits[index].date if index is not None else None
        since = self.version.from_
        if index is None or opens is None or opens >= since or self.index == 0 or self.case.options.as_of is not None:
            return []
        older = self.case.period.versions[self.index - 1]
        found = counter(self.book, self.closed, self.case, older).limits(older.limits)
        day = next((each.counted.day for each in found if each.limit.kind == "opens" and each.counted), None)
        if day is None or min(day, since) <= opens:
            return []
        real = min(day, since)
        limits[index] = replace(limits[index], date=real, rolls_to=real)
        return [notes.opened_before(opens, since, real)]


def answer(book: Rulebook, closed: ClosedDays, case: Case, index: int, decider: EventDate | None) -> Deadline:
    """The answer that the version with this index gives to a case; `decider` is what chose it."""
    return _Answering(book, closed, case, index, decider).made()


def contested(version: Version, branch: Branch | None, limits: Sequence[Limit]) -> list[str]:
    """What is in dispute whatever the dates: a note for the version, its branch and its limits."""
    texts = [version.contested, branch.contested if branch else None, *(limit.contested for limit in limits)]
    return [f"Contested: {text}" for text in texts if text]
