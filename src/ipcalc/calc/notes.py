"""The sentences that stand beside an answer. They say; they decide nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ipcalc.calc.days.counting import Length, add
from ipcalc.law.rulebook import Rulebook, last_day
from ipcalc.law.shapes.base import CONDITION, DOUBT, INFORMATION, Note
from ipcalc.money import grouped

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ipcalc.law.shapes.closures import Suspension
    from ipcalc.law.shapes.fees import Fee
    from ipcalc.law.shapes.periods import Period


BY_OVERLAY = "Not by the built-in law alone"  # begins the doubt of an answer that an overlay touched

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ORDER = {DOUBT: 0, CONDITION: 1, INFORMATION: 2}
_WEAK = {"guide": "a guide alone says so", "unverified": "not verified at the source"}
_BEGINS = {"begins with the Act": "the law begins", "not known before": "the law is known only from"}
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def doubt(text: str) -> Note:
    """What could change the date or the sum."""
    return Note(DOUBT, text)


def condition(text: str) -> Note:
    """What else must hold, be filed or be paid."""
    return Note(CONDITION, text)


def information(text: str) -> Note:
    """What is good to know."""
    return Note(INFORMATION, text)


def ordered(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Each note once: doubts first, then conditions, then information, each kind in its order."""
    return tuple(sorted(dict.fromkeys(notes), key=lambda note: _ORDER[note.kind]))


def long(day: date) -> str:
    """A date with its weekday, for sentences: `Sat 28 Feb 2026`."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month]} {day.year}"


def before_law(period: Period, day: date | None, event: str | None = None) -> str:
    """Why no version answers."""
    first = period.versions[0]
    text = day.isoformat() if day else ""
    what = f" for {event} {text}" if event and day else f" as of {text}" if day else ""
    last = period.versions[-1].to
    if day is not None and last is not None and day > last:
        final = period.versions[-1]
        return f"{period.title}: no law{what}: it ended on {last} ({final.ends}: {final.reason})"
    return f"{period.title}: no law is known{what}: {_BEGINS[period.begins]} {first.from_.isoformat()}"


def which_office(period_id: str, period: Period) -> str:
    """That a period is answered by office abroad."""
    offices = list(period.abroad)
    return f"{period_id} is answered by office: say which, as {period_id}/{offices[0]} (one of {', '.join(offices)})"


def entry_without_office(event: str, on: date, period_id: str) -> Note:
    """That an entry abroad is on record, and not before which office."""
    where = f"write done, {period_id}/OFFICE: {on.isoformat()}, with its code"
    return doubt(f"The {event} of {long(on)} does not name its office, so it closes no entry: {where}.")


def over_before(period: Period, kind: str, day: date, event: str, began: date) -> str:
    """Why a last day is none: it lies before the event that gives rise to it."""
    last = f"its last day ({kind}) would be {long(day)}, before the {event} of {long(began)}"
    return f"{period.title}: {last}: that time was over by then, or a date is wrong"


def left_out(numbers: Sequence[int], period: Period) -> Note:
    """Which occurrences fell before the law that is known."""
    which = f"Number {numbers[0]}" if len(numbers) == 1 else f"Numbers {numbers[0]} to {numbers[-1]}"
    since = period.versions[0].from_
    return information(f"Left out: {which.lower()}, due before {since}. The law is known here only from that day.")


def earliest_of(name: str, due: Iterable[date], *, endless: bool) -> Note:
    """Which event would tell between several versions that are possible, and on what days each is `due`; of one that is
    `endless` nothing is due."""
    others = ", ".join(long(day) for day in sorted(set(due))[1:])
    tail = f"; under another version it would be {others}" if others else ""
    tail += "; under another version there is no last day" if endless else ""
    return doubt(
        f"The {name} decides which version of the law applies, and is not given. This is the earliest possible"
        f" answer{tail}. Give the event {name}."
    )


def not_given(book: Rulebook, ends: Sequence[str], opens: Sequence[str]) -> Note:
    """Which events that are not given could make an answer less safe: let it end earlier, or open later."""
    said = [
        f"if there is {_or(book.events[name].called for name in names)}, {what}"
        for names, what in ((ends, "this may end earlier"), (opens, "this may open later"))
        if names
    ]
    options = _or(f"--event {name}=DATE" for name in (*ends, *opens))
    text = " and ".join(said)
    return doubt(f"{text[0].upper()}{text[1:]}: give {options}.")


def _or(parts: Iterable[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *first, last = parts
    return f"{', '.join(first)} or {last}" if first else last


def assumed(name: str, day: date) -> Note:
    """That a day was counted from the earliest possible day of an event."""
    return doubt(f"The {name} is not given: its earliest possible day ({long(day)}) is used. Give the event {name}.")


def not_served(book: Rulebook, office: str, right: str) -> Note:
    """That the office that was named is not one of this right."""
    name = book.offices[office].name
    served = book.rights[right]
    return information(f"The office at {name} is not known to serve {served}: its own closed days are not used.")


def later_than_checked(checked_to: date, day: date) -> Note:
    """That the law was not looked for up to the deciding day."""
    return doubt(f"The law was checked up to {long(checked_to)}; this answer is about a later day ({long(day)}).")


def readings(safe: str, answers: Mapping[str, date], others: Mapping[str, Mapping[str, date]]) -> Note:
    """A contested point: the safe reading and the others, with the days that each gives of the limits in dispute."""

    def named(days: Mapping[str, date]) -> str:
        return ", ".join(f"{long(day)} ({kind})" if len(answers) > 1 else long(day) for kind, day in days.items())

    said = " ".join(f"Another reading: {says}: {named(days)}." for says, days in others.items())
    return doubt(f"Contested. The answer follows the safe reading ({safe}: {named(answers)}). {said}")


def restoration_contested(period_id: str) -> Note:
    """That the last day of a restoration by another period is in dispute."""
    return doubt(f"It is contested until when restoration is possible ({period_id}): the earlier day is given.")


def one_step(kind: str, months: int, day: date, longer: date) -> Note:
    """That counting the whole length in one step would give a later day."""
    one = f"Counting {months} months in one step would give {long(longer)} for {kind}"
    return doubt(f"{one}; {long(day)} is the safe day.")


def counted_from(limit: str, day: date) -> Note:
    """The day of a limit of another period, from which a limit is counted."""
    return information(f"Counted from the {limit} ({long(day)}), and the notes on that day apply here too.")


def overlaid(overlay: str, what: Sequence[str], built_in: str) -> Note:
    """What an overlay gives of what an answer rests on, and what the built-in rulebook says."""
    return doubt(f"{BY_OVERLAY}: the overlay {overlay} gives {', '.join(what)}. {built_in}".rstrip())


def worse_state(built_in: str, own: str) -> Note:
    """That the built-in rulebook gives a worse state than an overlay."""
    return doubt(f"By the built-in rulebook the state is {built_in} (here {own}).")


def weak(grade: str, citation: str, kind: str | None = None) -> Note:
    """That the figures, or those of one kind of limit, rest on weak evidence."""
    where = f" for {kind}" if kind else ""
    return doubt(f"Weak evidence{where} ({_WEAK[grade]}): {citation}.")


def onward(kind: str, start: date, day: date) -> Note:
    """That a first day which months lead to is the first of a month, since the one before has no day of the number."""
    month = _MONTHS[12 if day.month == 1 else day.month - 1]
    first = f"{kind} is {long(day)}, the first of the next month, so as not to be too early"
    return information(f"{month} has no day {start.day}: {first}.")


def none_open(title: str, today: date, last: tuple[int, date] | None) -> str:
    """That every occurrence of a period is past, or done."""
    ended = f": number {last[0]}, the last, ended on {last[1]}" if last else ""
    return f"{title}: no occurrence is open on {today}{ended}"


def before_expiry(kind: str, day: date) -> Note:
    """The two readings of *before the expiry*."""
    return doubt(
        f"The text says before the expiry: on one reading {long(day)} ({kind}) itself is in time, on the other the day"
        " before is the last. act_by gives the earlier day."
    )


def until(event: str, safe: date, words: str) -> Note:
    """A time that lasts until an event that is not known yet."""
    return information(f"The time runs until the {event}; up to {long(safe)} ({words}) you are safe whatever happens.")


def no_fee(fee_id: str, fee: Fee, day: date, kind: str) -> Note:
    """That the fee of a limit has no version on its day."""
    last = last_day(fee.versions, len(fee.versions) - 1)
    if last is not None and day > last:
        ended = f"it ended on {long(last)}"
        return information(f"On {long(day)} ({kind}) there is no longer a form or fee {fee_id}: {ended}.")
    first = f"the schedule is known from {long(fee.versions[0].from_)}"
    return information(f"No form or fee {fee_id} is known for {long(day)} ({kind}): {first}.")


def rolls(rule: str, kind: str, names: str, office: str | None, day: date, rolls_to: date) -> Note:
    """That a limit ends on a closed day and may move to the next open one."""
    where = f" at {office}" if office else ""
    return doubt(
        f"{long(day)} ({kind}) is a closed day{where} ({names}): {rule} probably allows {long(rolls_to)}."
        " Do not plan on it."
    )


def closed_elsewhere(kind: str, names: str, place: str, day: date) -> Note:
    """That a limit at another place ends on a day on which the office is, or may be, closed."""
    own = f"the office's closed days do not count at {place}"
    return information(f"{long(day)} ({kind}) may be closed ({names}); {own}.")


def term_stays(kind: str, names: str, day: date) -> Note:
    """That a term ends on a closed day all the same."""
    return information(f"{long(day)} ({kind}) is a closed day ({names}); the end of a term does not move.")


def may_be_closed(kind: str, act_by: date, doubtful: Sequence[str]) -> Note:
    """Why the day to docket lies before the day in law."""
    return doubt(f"Act by {long(act_by)} ({kind}): some office is or may be closed on {'; '.join(doubtful[:3])}.")


def no_list(year: int) -> Note:
    """That the holidays of a year are not known."""
    return doubt(
        f"No list of closed days for {year} is known: only Saturdays, Sundays and the holidays of every year"
        " are certain."
    )


@lru_cache(maxsize=4096)
def suspended(suspension: Suspension, limits: tuple[tuple[str, date], ...], *, applied: bool) -> Note:
    """What a suspension does, or would do, to the limits of an answer that end in its days."""
    ends = ", ".join(f"{kind} {long(day)}" for kind, day in limits)
    disputed = f" {suspension.contested}" if suspension.contested else ""
    if applied:
        moved = f"moved to {long(suspension.last_day)} ({suspension.citation})"
        return doubt(f"{suspension.title}: {ends} {moved}.{disputed}")
    return doubt(
        f"{suspension.title}: a last day lies in the excluded days ({ends}). {long(suspension.last_day)} was applied"
        f" to such times; here it is applied only with --suspensions.{disputed}"
    )


@lru_cache(maxsize=4096)
def began_suspended(suspension: Suspension, day: date) -> Note:
    """A time that ran in excluded days and ended after them."""
    return doubt(
        f"{suspension.title}: this time ran in the excluded days and ended after them ({long(day)})."
        " It is contested whether it is longer."
    )


def depends_on(counts: Sequence[str], least: Iterable[tuple[str, str, int]]) -> Note:
    """That sums depend on quantities which are not given; `least` has the limits with the least that they cost."""
    *others, last = [name.replace("_", " ") for name in counts]
    which = f"numbers of {', '.join(others)} and {last}, which are" if others else f"number of {last}, which is"
    sums = ", ".join(f"{currency} {grouped(amount)} ({kind})" for kind, currency, amount in least)
    return condition(f"The sum depends on the {which} not given: at least {sums}.")


def asked_late(until: date) -> Note:
    """That the day to ask for an extension is past, and it may be had all the same."""
    return doubt(
        "The safe day to ask for the extension is past. On another reading of the rule, or at the office's discretion,"
        f" it can still be asked for until {long(until)}: ask at once."
    )


def restoration_pending(asked_on: date, order: str) -> Note:
    """That a restoration was asked for and is not decided, as far as is known."""
    return doubt(
        f"Restoration was asked for on {long(asked_on)}, and its outcome is not on record. What fell due since then is"
        f" paid within the time that the order of restoration gives: give the event {order}. If restoration is refused,"
        " close the matter."
    )


def granted_without_rule(until: date) -> Note:
    """That an extension is on record of what no rule extends."""
    return doubt(
        f"An extension until {long(until)} is on record, but no rule that is known here extends this time: see that it"
        " was granted, and by whom."
    )


def in_vain(on: date, *, early: bool) -> Note:
    """That an act on record was too early or too late."""
    why = "early" if early else "late, unless it was accepted all the same"
    return doubt(f"The act of {long(on)} that is on record does not count: it was too {why}.")


def closes_none(on: date) -> Note:
    """That an act on record closes no occurrence of a period that recurs."""
    return doubt(f"The act of {long(on)} that is on record closes none: none was open on that day.")


def asked_without_rule(on: date) -> Note:
    """That an extension was asked for of what no rule extends."""
    return doubt(
        f"An extension was asked for on {long(on)}, but no rule that is known here extends this time: its last day"
        " stays as it is until an extension that was granted is on record (extended)."
    )


def granted_beyond(until: date, longest: date) -> Note:
    """That an extension was granted for longer than the law lets it be."""
    return doubt(f"The extension until {long(until)} goes beyond the longest that the law allows ({long(longest)}).")


def opened_before(opens: date, since: date, older: date) -> Note:
    """A window that opens before its own rule was law."""
    return information(
        f"Under the law since {long(since)} the window opens on {long(opens)}, before that law began."
        f" Under the earlier law it opened on {long(older)}."
    )


def asked(period: Period, given: Container[str]) -> list[Note]:
    """What a period says where an event is given, or is not."""
    return [
        ask.note
        for ask in period.asks
        if (ask.with_ is None or ask.with_ in given) and (ask.without is None or ask.without not in given)
    ]


def came_before(event: str, earlier: Sequence[date], last: date) -> Note:
    """That an event came before the day that counts, for those whom the earlier one may bind."""
    days = " and ".join(map(long, earlier))
    return doubt(
        f"Counted from the {event} of {long(last)}. There was an earlier one, on {days}. If the later one did not start"
        " the time again, it ran from the earlier day: act by that day if you can."
    )


def taken_as_done(event: str) -> Note:
    """That a later event shows that nothing is owed."""
    return information(f"Taken as done, or as no longer needed, on an unknown day: the {event} came after it.")


def of_events(book: Rulebook, events: Mapping[str, date]) -> Iterator[Note]:
    """Events that do not lie where they should after another."""
    for name, day in events.items():
        within = book.events[name].within
        start = within.start(events) if within else None
        if within and start:
            first = events[start]
            if not first <= day <= add(first, Length(within.months, "months")):
                yield doubt(
                    f"The {name} ({day}) is not within {within.months} months after the {start} ({first}):"
                    " check the dates."
                )
