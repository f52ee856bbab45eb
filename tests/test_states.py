"""Where a period stands on a day: every state in every right, and what holds on every day."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.calc.deadlines.events import events_of, matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.deadlines.record import OnRecord
from ipcalc.calc.matters.amounts import Paying, priced
from ipcalc.calc.results import Deadline
from ipcalc.cli import run
from ipcalc.errors import IpcalcError
from ipcalc.law.reading import read

DOCUMENT = read(Path(__file__).parent / "states.yaml")
CASES: list[dict[str, Any]] = DOCUMENT.data
GIVEN = {"id", "period", "events", "today", "reason"}
ON_RECORD = set(OnRecord._fields)
EXPECTED = {"state", "next", "days", "occurrence", "doubt", "unconfirmed"}
LADDER = ("open", "unconfirmed", "last-days", "extendable", "grace", "restorable", "lapsed", "missed")
FOUND = ("last-days", "lapsed", "extendable", "grace", "restorable", "unconfirmed")
YEAR = timedelta(days=365)


def answered(book: Book, case: dict[str, Any]) -> Deadline:
    events = matter(book.rulebook, case["period"], None, case["events"])
    record = OnRecord(**{name: case[name] for name in ON_RECORD & case.keys()})
    options = Options(today=case["today"])
    if "occurrence" in case and case["state"] in ("missed", "nothing"):
        made = book._engine.deadline(case["period"], events, options, case["occurrence"], record)
    else:
        made = book._engine.owed(case["period"], events, options, record)
    return priced(book.rulebook, made, Paying(), case["today"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_state(book: Book, case: dict[str, Any]) -> None:
    assert case.keys() >= GIVEN
    assert case.keys() <= GIVEN | ON_RECORD | EXPECTED
    made = answered(book, case)
    assert made.state == case["state"]
    found = made.next.to_dict() if made.next else None
    assert (found is None) == (case["next"] is None)
    if found is not None:
        wanted = {key: day.isoformat() if isinstance(day, date) else day for key, day in case["next"].items()}
        assert {key: found[key] for key in wanted} == wanted
    if "days" in case:
        assert made.next is not None
        assert made.next.act_by is not None
        assert (made.next.act_by - case["today"]).days == case["days"]
    if "occurrence" in case:
        assert made.occurrence == case["occurrence"]
    if "doubt" in case:
        assert any(note.kind == "doubt" and case["doubt"] in note.text for note in made.notes)
    if "unconfirmed" in case:
        past = made.unconfirmed
        assert past
        assert [past.occurrence, past.due, past.lapsed_on] == case["unconfirmed"]


def possible(book: Book, right: str) -> Iterator[str]:
    """The states that the periods of a right can have, by their shapes."""
    law = book.rulebook
    for period in (law.period(name) for name in law.period_ids):
        if period.right != right:
            continue
        kinds = {(limit.kind, limit.until) for version in period.versions for limit in version.limits}
        names = {kind for kind, _ in kinds}
        if law.is_offices(period):
            yield "awaited"
        elif period.term:
            yield from ("running", "ended")
        elif names == {"opens"}:
            yield "not-before"
        else:
            yield from ("done", "open", "last-days")
            yield "missed" if period.loses == "nothing" or period.optional else "lapsed"
            yield from ("standing" for kind, until in kinds if until and kind == "due")
            yield from ("extendable" for name in names if name == "extended")
            yield from ("grace" for name in names if name == "late")
            yield from ("restorable" for _ in range(1) if "restoration" in names or period.restored_by)
            yield from ("unconfirmed" for _ in range(1) if period.recurs and period.loses != "nothing")
            yield from ("nothing" for version in period.versions for way in version.where if not way.limits)


def test_every_state_that_a_right_can_have_has_a_case(book: Book) -> None:
    found = {(book.rulebook.period(case["period"]).right, case["state"]) for case in CASES}
    wanted = {(right, state) for right in book.rulebook.rights for state in possible(book, right)}
    assert not wanted - found


def test_every_period_of_a_party_says_what_is_lost(book: Book) -> None:
    raw = book.rulebook.raw("periods")
    parties = [name for name in raw if not book.rulebook.is_offices(book.rulebook.period(name))]
    assert [name for name in parties if "loses" not in raw[name]] == []


def samples(book: Book) -> Iterator[tuple[str, date]]:
    for number, name in enumerate(book.rulebook.period_ids):
        if not book.rulebook.is_offices(book.rulebook.period(name)):
            yield name, date(2006, 1, 31) + timedelta(days=317 * (number % 19))


def unpaid(book: Book, period: str, when: date, today: date) -> Deadline | None:
    law = book.rulebook.period(period)
    recurs = law.recurs
    try:
        name = recurs.day if recurs and recurs.terms else law.date_is or law.versions[0].trigger
        events = matter(book.rulebook, period, None, {str(name): when})
        return book._engine.owed(period, events, Options(today=today))
    except IpcalcError:
        return None


def test_nothing_unpaid_is_open_once_its_last_day_is_past(book: Book) -> None:
    """On no day up to fifty years after it began; those that come again owe a later occurrence where nothing is recorded."""
    for period, when in samples(book):
        law, states = book.rulebook.period(period), []
        for years in (*range(8), 10, 12, 16, 20, 25, 30, 40, 50):
            made = unpaid(book, period, when, when + years * YEAR)
            if made is None:
                break
            last = max(
                (day for limit in made.limits for day in (limit.rolls_to,) if limit.kind != "opens" and day),
                default=None,
            )
            if last is not None and made.limit("due") and when + (years - 3) * YEAR > last:
                expected = "ended" if law.term else "missed" if law.loses == "nothing" or law.optional else "lapsed"
                assert made.state == expected, (period, when, years)
            states.append(made.state)
        if law.recurs is None or law.recurs.terms:
            steps = [LADDER.index(state) for state in states if state in LADDER]
            assert all(one <= other for one, other in pairwise(steps)), (period, when, states)


def test_a_row_has_the_same_state_by_every_way(book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [case for case in CASES if not (ON_RECORD - {"done"}) & case.keys()]
    names = ["period", "occurrence", "done", *sorted({event for case in cases for event in case["events"]})]
    for case in cases:
        named = case.get("occurrence") if case["state"] in ("missed", "nothing") else None
        given = {"period": case["period"], "occurrence": named, "done": case.get("done"), **case["events"]}
        row = [str(given.get(name) or "") for name in names]
        rows = book.deadline_rows(None, today=case["today"])
        rows.use({name: place for place, name in enumerate(names)})
        (cells,) = rows.answer([row])
        assert (cells.deadline_state, cells.error) == (case["state"], ""), case["id"]
        text = io.StringIO()
        csv.writer(text).writerows([names, row])
        (tmp_path / "in.csv").write_text(text.getvalue())
        run(["check", str(tmp_path / "in.csv"), "--today", str(case["today"]), "--report", "json", "--within", "0"])
        found = json.loads(capsys.readouterr().out)["findings"]
        if case["state"] in FOUND:
            assert case["state"] in {each["state"] for each in found}, case["id"]
        elif case["state"] not in ("open", "last-days"):
            assert not found, case["id"]


OUT = ("too early", "out of time")
NOT_OF_ACTS = ("awaited", "nothing", "running", "ended")


def test_an_act_was_in_time_where_its_period_is_done(book: Book) -> None:
    """What is said of the day of an act, and the state, never differ."""
    chance = Random(5)
    seen: Counter[str] = Counter()
    ids = [each for each in book.rulebook.period_ids if book.rulebook.period(each).recurs is None]
    for _ in range(3000):
        name = chance.choice(ids)
        first, *others = events_of(book.rulebook, book.rulebook.period(name))
        base = date(1999, 1, 1) + timedelta(chance.randrange(10_000))
        events = {first: base}
        events |= {each: base + timedelta(chance.randrange(-400, 900)) for each in others if chance.random() < 0.4}
        done = base + timedelta(chance.randrange(-100, 1500))
        try:
            made = book.deadline(name, events=events, done=done, today=date(2046, 1, 1))
        except IpcalcError:
            continue
        assert made.done is not None
        if made.state not in NOT_OF_ACTS:
            assert (made.state == "done") == (made.done.result not in OUT), (name, events, done, made.done)
            seen[made.done.result] += 1
    assert seen.keys() >= {"in time", "too early", "out of time", "contested", "late", "extended"}
