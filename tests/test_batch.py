"""Rows of deadlines and single answers are two views of one walk: the same dates and words, whatever a row gives."""

from __future__ import annotations

import gc
import random
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipcalc.batch.cells import Cells
from ipcalc.book import Book
from ipcalc.calc.deadlines.answer import answer
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.events import events_of, matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.deadlines.record import OnRecord
from ipcalc.calc.results import Deadline
from ipcalc.errors import IpcalcError

TODAY = date(2026, 11, 22)
PLACES = {"period": 0, "date": 1, "office": 2, "occurrence": 3, "done": 4, "as_of": 5}


def cells(made: Deadline) -> Cells:
    """The cells of a single answer."""
    days = {limit.kind: limit.date.isoformat() if limit.date else "" for limit in made.limits}
    due = made.limit("due")
    return Cells(
        opens=days.get("opens", ""),
        due=days.get("due", ""),
        act_by=due.act_by.isoformat() if due and due.act_by else "",
        rolls_to=due.rolls_to.isoformat() if due and due.rolls_to else "",
        extended=days.get("extended", ""),
        late=days.get("late", ""),
        restoration=days.get("restoration", ""),
        citation=made.law.citation,
        evidence=made.law.evidence,
        notes=" | ".join(note.text for note in made.notes),
        deadline_state=made.state or "",
    )


def single(
    book: Book, period: str, events: dict[str, date], options: Options, number: int | None, done: date | None
) -> Cells:
    """What one question gives."""
    try:
        filled = matter(book.rulebook, period, None, events)
        question = book._engine.question(period, frozenset(filled), options)
        choice = choose(question, {name: [day] for name, day in filled.items()}, 1, [number], [OnRecord(done)])
        for error in choice.refused.values():
            raise error
        return cells(answer(choice.walks[0], 0))
    except IpcalcError as error:
        return Cells(error=str(error))


def first_event(book: Book, period: str) -> str:
    law = book.rulebook.period(period)
    return law.date_is or str(law.versions[0].trigger)


def days_of(book: Book, period: str) -> list[date]:
    """The days around each change of the law, month ends and closed days, and others by chance."""
    chance = random.Random(period)
    days = [date(2003, 5, 20) + timedelta(chance.randrange(26 * 365)) for _ in range(12)]
    for version in book.rulebook.period(period).versions:
        days += [version.from_ - timedelta(1), version.from_, version.from_ + timedelta(1)]
    days += [date(2007, 8, 31), date(2012, 2, 29), date(2019, 10, 2), date(2020, 3, 15), date(2021, 12, 31)]
    return [*days, date(1900, 1, 31), date(2090, 5, 31), date(2600, 1, 1)]


def test_dates_alone_are_answered_as_the_engine_answers_them(book: Book) -> None:
    rows = book.deadline_rows(None, today=TODAY)
    rows.use({"period": 0, "date": 1})
    for period in book.rulebook.period_ids:
        days = days_of(book, period)
        found = rows.answer([(period, day.isoformat()) for day in days])
        event = first_event(book, period)
        for day, gained in zip(days, found, strict=True):
            assert gained == single(book, period, {event: day}, Options(today=TODAY), None, None), (period, day)


@pytest.mark.parametrize("seed", range(4))
def test_rows_with_further_events_are_answered_as_the_engine_answers_them(book: Book, seed: int) -> None:
    chance = random.Random(seed)
    places = dict(PLACES) | {name: n for n, name in enumerate(book.rulebook.raw("events"), len(PLACES))}
    rows = book.deadline_rows(None, today=TODAY)
    rows.use(places)
    asked, given_rows = [], []
    for period in book.rulebook.period_ids:
        uses = events_of(book.rulebook, book.rulebook.period(period))
        recurs = book.rulebook.period(period).recurs is not None
        for _ in range(3):
            start = date(2004, 1, 1) + timedelta(chance.randrange(24 * 365))
            events = {uses[0]: start}
            for name in uses[1:]:
                if chance.random() < 0.4:
                    events[name] = start + timedelta(chance.randrange(-400, 1500))
            if chance.random() < 0.1:
                events.pop(uses[0])
            office = chance.choice(["", "", "delhi", "Mumbai", "chennai"])
            number = chance.randrange(1, 12) if recurs and chance.random() < 0.5 else None
            done = TODAY - timedelta(chance.randrange(2500)) if recurs and chance.random() < 0.3 else None
            as_of = chance.choice([None] * 9 + [date(2010, 6, 1)])
            row = [""] * len(places)
            row[0] = period
            for name, value in (("office", office), ("occurrence", number), ("done", done), ("as_of", as_of)):
                row[places[name]] = str(value or "")
            for name, day in events.items():
                row[places[name]] = day.isoformat()
            given_rows.append(row)
            options = Options(as_of=as_of, office=office.lower() or None, today=TODAY)
            asked.append((period, events, options, number, done))
    for question, gained in zip(asked, rows.answer(given_rows), strict=True):
        assert gained == single(book, *question), question


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_options_for_all_rows_are_those_of_the_engine(book: Book, data: st.DataObject) -> None:
    period = data.draw(st.sampled_from(book.rulebook.period_ids))
    day = data.draw(st.dates(date(2003, 5, 20), date(2035, 1, 1)))
    strict, suspensions = data.draw(st.booleans()), data.draw(st.booleans())
    as_of = data.draw(st.none() | st.dates(date(2005, 1, 1), date(2026, 1, 1)))
    rows = book.deadline_rows(None, today=TODAY, period=period, as_of=as_of, suspensions=suspensions, strict=strict)
    rows.use({"date": 0})
    options = Options(as_of=as_of, suspensions=suspensions, today=TODAY, strict=strict)
    want = single(book, period, {first_event(book, period): day}, options, None, None)
    assert rows.answer([[day.isoformat()]]) == [want]


MESSAGES = {
    ("", "2012-03-05"): "no period",
    (
        "tm-oposition",
        "2012-03-05",
    ): "unknown period 'tm-oposition'; did you mean tm-opposition, opposition or gi-opposition?",
    (
        "tm-opposition",
        "",
    ): "tm-opposition needs a date: give DATE, or --event advertisement=DATE (date of the Journal in which the mark is advertised)",
    (
        "tm-opposition",
        "05/03/2012",
    ): "date: '05/03/2012' is ambiguous: write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012, or give --dayfirst",
    (
        "tm-opposition",
        "2012-02-30",
    ): "date: '2012-02-30' is not a date: February 2012 has 29 days; check which day is meant, and write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012",
    (
        "tm-opposition",
        "1999-01-01",
    ): "Notice of opposition: no law is known for advertisement 1999-01-01: the law begins 2003-09-15",
    (
        "patent-renewal",
        "1916-01-01",
    ): "Renewal fee (annuity): no occurrence is open on 2026-11-22",
}


def test_a_bad_row_says_why(book: Book) -> None:
    rows = book.deadline_rows(None, today=TODAY)
    rows.use({"period": 0, "date": 1})
    found = rows.answer(list(MESSAGES))
    assert {row: gained.error for row, gained in zip(MESSAGES, found, strict=True)} == MESSAGES
    assert all(gained[:-1] == ("",) * 11 for gained in found)


def test_cells_that_are_wrong_are_named(book: Book) -> None:
    rows = book.deadline_rows(None, today=TODAY)
    rows.use({"period": 0, "date": 1, "filing": 2, "office": 3, "occurrence": 4})
    found = rows.answer(
        [
            ["rfe", "2022-06-01", "x", "", ""],
            ["rfe", "2022-06-01", "2023-05-30", "goa", ""],
            ["annuity", "2015-05-10", "2015-05-11", "", ""],
            ["annuity", "2015-05-10", "", "", "seven"],
            ["rfe", "2022-06-01", "2023-05-30", "", "2"],
            ["rfe", "2022-06-01", "2022-05-31", "", ""],
            ["annuity", "2015-05-10", "", "", "7" * 5000],
        ]
    )
    assert [gained.error for gained in found] == [
        "filing: 'x' is not a date: write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012",
        "unknown office 'goa': it is one of delhi, mumbai, kolkata, chennai, ahmedabad",
        "patent-renewal has two dates for filing: date 2015-05-10 and 2015-05-11",
        "occurrence: 'seven' is not a whole number",
        "patent-examination-request does not recur: it has no occurrence 2",
        "the filing 2022-05-31 is before the priority 2022-06-01: check the dates",
        "occurrence: a number of 5,000 digits is too long",
    ]


@pytest.mark.parametrize(
    ("row", "due", "error"),
    [
        (["tm-renewal", "2026-12-15", "2016-11-20"], "2026-12-15", ""),
        (["tm-renewal", "2026-12-15", "2025-12-14"], "2026-12-15", ""),
        (["tm-renewal", "2026-12-15", "2025-12-15"], "2036-12-15", ""),
        (
            ["gi-renewal", "2027-01-10", "2027-01-09"],
            "",
            "done 2027-01-09 is after today (2026-11-22): check the dates",
        ),
    ],
)
def test_what_was_done_before_a_window_opened_was_for_an_earlier_term(
    row: list[str], due: str, error: str, book: Book
) -> None:
    rows = book.deadline_rows(["period", "expiry", "done"], today=date(2026, 11, 22))
    (gained,) = rows.answer([row])
    assert (gained.due, gained.error) == (due, error)


def test_what_was_done_before_the_start_is_refused(book: Book) -> None:
    rows = book.deadline_rows(["period", "date", "done"], today=date(2026, 11, 22))
    (gained,) = rows.answer([["annuity", "2024-12-20", "2020-01-01"]])
    assert gained.error == "done 2020-01-01 is before the filing 2024-12-20: check the dates"


def test_rows_that_part_by_their_dates_keep_their_own_answers(book: Book) -> None:
    """The later of two counts is another one in each row, and the due date decides the version."""
    rows = book.deadline_rows(("period", "priority", "search-report-transmitted"), today=TODAY)
    asked = [("pct-demand", "2026-01-26", "2028-12-05"), ("pct-demand", "2017-07-19", "2014-11-02")]
    assert rows.answer(asked) == [rows.answer([row])[0] for row in asked]
    assert rows.answer(asked[::-1]) == rows.answer(asked)[::-1]


def test_a_limit_that_is_left_out_in_one_row_stands_in_another(book: Book) -> None:
    rows = book.deadline_rows(("period", "expiry", "registration"), today=TODAY)
    asked = [("tm-renewal", "2024-01-10", "2024-03-01"), ("tm-renewal", "2026-01-15", "2017-05-02")]
    assert rows.answer(asked) == [rows.answer([row])[0] for row in asked]
    assert [cells.late for cells in rows.answer(asked)] == ["", "2026-07-15"]


def test_rows_leave_nothing_that_refers_to_itself(book: Book) -> None:
    """The search for cycles rests while rows are answered, so that what they left would pile up."""
    names = ("period", "filing", "date", "occurrence", "office")
    asked = [("patent-renewal", "2015-02-30", "", "", ""), ("design-extension", "", "2020-01-30", "", "nowhere")]
    asked += [(name, "2015-05-10", "", "", "delhi") for name in book.rulebook.period_ids]
    asked += [(name, "", "1990-01-10", "99", "") for name in book.rulebook.period_ids]
    rows = book.deadline_rows(names, today=date(2026, 1, 5))
    for _ in range(2):  # what is made once comes with the first
        gc.collect()
        gc.disable()
        answers = rows.answer(asked)
        left = gc.collect()
        gc.enable()
    assert left == 0
    assert sum(bool(each.error) for each in answers) > 300
