"""Where an event that is not given could make an answer less safe, a doubt names it; and nowhere else.

The other side is found by search: the question is asked again with the event on thousands of days within the bounds that
the order of events allows.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest

import ipcalc
from ipcalc.calc.days.counting import Length, add
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.events import events_of, matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.results import Deadline
from ipcalc.errors import IpcalcError

BOOK = ipcalc.load()
LAW, ENGINE = BOOK.rulebook, BOOK._engine
SEVERAL = [name for name in LAW.periods if len(events_of(LAW, LAW.period(name))) > 1]
TODAY = date(2026, 1, 5)
DAY = timedelta(1)
FIRST, DAYS = date(2001, 1, 1), 27 * 365


def answers(name: str, events: Mapping[str, date]) -> list[Deadline]:
    """The answers for a matter; of a recurring period the first three occurrences."""
    try:
        here = matter(LAW, name, None, events)
        if LAW.period(name).recurs is None:
            return [ENGINE.deadline(name, here, Options(today=TODAY))]
        return [each for each, _ in zip(ENGINE.deadlines(name, here, Options(today=TODAY)), range(3), strict=False)]
    except IpcalcError:
        return []


def bounds(event: str, events: Mapping[str, date]) -> tuple[date, date]:
    """The first and the last day of an event that the data allows beside others."""
    low, high = date(1900, 1, 1), date(2120, 1, 1)
    here, names = LAW.events[event], LAW.events
    low = max([low, *(events[other] for other in here.not_before if other in events)])
    high = min([high, *(day for other, day in events.items() if event in names[other].not_before)])
    if here.within and (start := here.within.start(events)):
        low = max(low, events[start])
        high = min(high, add(events[start], Length(here.within.months, "months")))
    for other, day in events.items():
        within = names[other].within
        if within and within.start({*events, event}) == event:
            high, least = min(high, day), add(day, Length(within.months, "months"), -1)
            low = max(low, least if add(least, Length(within.months, "months")) >= day else least + DAY)
    return low, high


def tried(event: str, events: Mapping[str, date]) -> list[date]:
    """Many days of an event: all near those that are given, and every other week of sixty years."""
    low, high = bounds(event, events)
    near = {day + number * DAY for day in (*events.values(), low, high) for number in range(-12, 13)}
    begins = min(events.values())
    far = {begins + number * DAY for number in range(-11_000, 11_000, 13)}
    firsts = {date(year, month, 15) + number * DAY for year, month in ((2003, 5), (2024, 3)) for number in range(-3, 6)}
    return sorted(day for day in near | far | firsts | {low, high} if low <= day <= high)


def less_safe(name: str, base: Deadline, events: Mapping[str, date], event: str) -> date | None:
    """A day of an event on which a last day is earlier, or a first day later."""
    days = tried(event, events)
    if not days:
        return None
    stood = {other for other in events_of(LAW, LAW.period(name)) if LAW.events[other].stands_in == event}
    new = {event, *(stood - set(events))}
    given = dict(matter(LAW, name, None, events))
    columns = {**{other: [day] * len(days) for other, day in given.items()}, **dict.fromkeys(new, days)}
    question = ENGINE.question(name, frozenset(columns), Options(today=TODAY))
    for walk in choose(question, columns, len(days), [base.occurrence] * len(days)).walks:
        for slot in walk.slots:
            was = base.limit(slot.limit.kind)
            for number, row in enumerate(walk.rows if was else ()):
                if _is_less_safe(was, walk, slot, number):
                    return days[row]
    return None


def _is_less_safe(was, walk, slot, number) -> bool:
    if slot.path is None:
        return bool(was.act_by and slot.safe and walk.safe_days(slot)[number] < was.act_by)
    day, closed = walk.dates[was.kind][number], walk.closings(slot)[number]
    if was.kind == "opens":
        return day > was.date
    return bool(was.date and day < was.date) or bool(was.act_by and closed.act_by and closed.act_by < was.act_by)


def named(answer: Deadline) -> set[str]:
    """The events that the doubt of an answer names."""
    texts = [note.text for note in answer.notes if note.kind == "doubt"]
    events = events_of(LAW, LAW.period(answer.period))
    return {event for event in events if any(f"--event {event}=DATE" in text for text in texts)}


def decides(answer: Deadline, event: str) -> bool:
    """Whether the answer is said to be the earliest that any day of the event gives."""
    return any(f"Give the event {event}." in note.text for note in answer.notes if note.kind == "doubt")


def matters_of(name: str, seed: int) -> Iterator[dict[str, date]]:
    """Matters of a period: its one date alone, and with one or two others."""
    chance = random.Random(f"{name} {seed}")
    events = events_of(LAW, LAW.period(name))
    begins = FIRST + chance.randrange(DAYS) * DAY
    for first in events:
        yield {first: begins}
    for _ in range(3):
        some = chance.sample(events, min(len(events), chance.choice((2, 2, 3))))
        yield {event: begins + chance.randrange(900) * DAY * (number > 0) for number, event in enumerate(some)}


def faults_of(name: str, seed: int) -> Iterator[tuple[object, ...]]:
    """Where what is said of a matter and what the search finds differ."""
    for events in matters_of(name, seed):
        for base in answers(name, events):
            said = named(base)
            for event in events_of(LAW, LAW.period(name)):
                if event not in events:
                    day = less_safe(name, base, events, event)
                    if (day is not None) != (event in said) and not (day and decides(base, event)):
                        yield events, base.occurrence, event, day


@pytest.mark.parametrize("name", SEVERAL)
def test_what_could_end_earlier_is_named_and_nothing_else(name: str) -> None:
    assert list(faults_of(name, 0)) == []


@pytest.mark.parametrize(
    ("name", "events", "said"),
    [
        (
            "patent-term",
            {"filing": date(2015, 5, 10)},
            (
                "If there is an international filing date (of a national phase) or a main patent, of which this is an"
                " addition, this may end earlier: give --event international-filing=DATE or --event main-filing=DATE."
            ),
        ),
        (
            "patent-biological-reference",
            {"filing": date(2025, 5, 10)},
            (
                "If there is an international filing date (of a national phase) or a request for early publication, this"
                " may end earlier: give --event international-filing=DATE or --event early-publication-request=DATE."
            ),
        ),
        (
            "patent-foreign-filing",
            {"filing": date(2025, 7, 13)},
            "If there is a secrecy direction that was revoked, this may open later: give --event revocation=DATE.",
        ),
        (
            "patent-term",
            {"filing": date(2015, 5, 10), "international-filing": date(2013, 1, 1), "main-filing": date(2012, 1, 1)},
            None,
        ),
        ("pct-fees", {"pct-received": date(2024, 3, 1), "international-filing": date(2024, 3, 1)}, None),
        (
            "pct-fees",
            {"international-filing": date(2024, 3, 1)},
            "If there is an earlier receipt by the receiving office, this may end earlier: give --event pct-received=DATE.",
        ),
    ],
)
def test_one_sentence_names_them_all(name: str, events: dict[str, date], said: str | None) -> None:
    (answer,) = answers(name, events)
    found = [note.text for note in answer.notes if note.kind == "doubt" and "--event" in note.text]
    assert found == ([said] if said else [])
    rows = BOOK.deadline_rows(("period", *events), today=TODAY)
    (cells,) = rows.answer([(name, *(day.isoformat() for day in events.values()))])
    assert [text for text in cells.notes.split(" | ") if "--event" in text] == found


def test_an_event_of_an_overlay_is_called_by_its_title() -> None:
    plain = [event for event in LAW.events.values() if not event.where]
    assert plain[0].called == f"a date for this: {plain[0].title}"


def test_every_event_that_a_note_names_is_said_in_words() -> None:
    """An event that can make an answer less safe has its own words in the data."""
    names = {
        event
        for name in SEVERAL
        for events in matters_of(name, 0)
        for each in answers(name, events)
        for event in named(each)
    }
    assert {name for name in names if not LAW.events[name].where} == set()
