"""The versions of every rule over a grid of all days: no gap, no overlap, each from its first day to its last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.events import events_of, matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.notes import ordered
from ipcalc.calc.results import Deadline
from ipcalc.errors import IpcalcError, NoAnswer
from ipcalc.law.rulebook import in_force, last_day
from ipcalc.law.shapes.base import WEAK

LAST = date(2031, 1, 1)
ONE = timedelta(days=1)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE


def rules(book: Book) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name in book.rulebook.period_ids:
        yield name, book.rulebook.period(name).versions
    for name in book.rulebook.fee_ids:
        yield name, book.rulebook.fee(name).versions
    for right in book.rulebook.raw("schedules"):
        yield right, book.rulebook.columns(right)
    yield "editions", book.rulebook.editions


def test_each_day_has_one_version_or_a_reason_for_none(book: Book) -> None:
    for name, versions in rules(book):
        assert in_force(versions, versions[0].from_ - ONE) is None, name
        for index, version in enumerate(versions):
            last = last_day(versions, index) or LAST
            assert in_force(versions, version.from_) == in_force(versions, last) == index, name
        for index, (older, newer) in enumerate(pairwise(versions)):
            gap = newer.from_ - (last_day(versions, index) or LAST)
            assert gap == ONE or older.ends, name
        final = last_day(versions, len(versions) - 1)
        assert final is None or (versions[-1].ends and in_force(versions, final + ONE) is None), name


def deciding_periods(book: Book) -> list[str]:
    """Periods whose version is chosen by the very event that DATE gives."""
    found = []
    for name in book.rulebook.period_ids:
        period = book.rulebook.period(name)
        version = period.versions[0]
        if period.recurs is None and version.decided_by == (period.date_is or version.trigger):
            found.append(name)
    return found


def test_every_day_is_answered_by_the_version_of_that_day(book: Book) -> None:
    """The engine itself, on the days around each change: what is answered is the version in force, or a refusal."""
    assert len(deciding_periods(book)) >= 5
    for name in deciding_periods(book):
        period = book.rulebook.period(name)
        event = period.date_is or str(period.versions[0].trigger)
        for version in period.versions:
            for day in (version.from_ - ONE, version.from_, version.from_ + ONE):
                index = in_force(period.versions, day)
                if index is None:
                    with pytest.raises(NoAnswer):
                        book._engine.deadline(name, {event: day}, Options())
                    continue
                answer = book._engine.deadline(name, {event: day}, Options())
                assert answer.law.from_ == period.versions[index].from_, (name, day)
                assert answer.law.to == last_day(period.versions, index)


def test_answers_are_safe_on_every_day(book: Book) -> None:
    """Over many days: nothing is docketed after its day in law, and an extension is asked for before it."""
    for name in deciding_periods(book):
        period = book.rulebook.period(name)
        event = period.date_is or str(period.versions[0].trigger)
        for day in [d for d in days(period.versions[0].from_, LAST) if d.day in (1, 15, 28, 29, 30, 31)][::11]:
            if in_force(period.versions, day) is None:
                continue
            answer = book._engine.deadline(name, {event: day}, Options())
            due = answer.limit("due")
            for limit in answer.limits:
                if limit.kind == "opens" or limit.date is None:
                    continue
                assert limit.act_by is not None
                assert limit.rolls_to is not None
                assert limit.act_by <= limit.date <= limit.rolls_to
                if limit.kind == "extended":
                    assert due is not None
                    assert limit.ask_by is not None
                    assert due.date is not None
                    assert limit.ask_by <= limit.date >= due.date


@pytest.mark.parametrize(
    "filing", [date(2004, 3, 1), date(2005, 6, 10), date(2020, 3, 10), date(2022, 3, 1), date(2024, 5, 10)]
)
@pytest.mark.parametrize("earlier", [None, "priority", "international-filing"])
def test_what_is_safe_while_a_secrecy_direction_stands_stays_so(filing: date, earlier: str | None, book: Book) -> None:
    """On whatever day the direction is revoked, the request is due no earlier than the day that was called safe."""
    events = {"filing": filing, "secrecy-direction": filing + 40 * ONE}
    events |= {earlier: filing - 300 * ONE} if earlier else {}
    (open_,) = book.deadline("patent-examination-request", events=events).limits
    assert open_.date is None
    assert open_.act_by
    for days_after in range(0, 1500, 30):
        revoked = events | {"revocation": filing + (41 + days_after) * ONE}
        (due,) = book.deadline("patent-examination-request", events=revoked).limits
        assert due.act_by
        assert due.act_by >= open_.act_by, revoked


def test_every_period_version_and_every_fee_version_can_be_the_answer_of_some_day(book: Book) -> None:
    for name, versions in rules(book):
        found = {in_force(versions, version.from_) for version in versions}
        assert found == set(range(len(versions))), name


def _answers(book: Book, days_after: int) -> Iterator[Deadline]:
    """An answer by each version of each period, all of whose events came so many days after it began."""
    for name in book.rulebook.period_ids:
        period = book.rulebook.period(name)
        for version in period.versions:
            day = version.from_ + timedelta(days_after)
            try:
                events = matter(book.rulebook, name, None, dict.fromkeys(events_of(book.rulebook, period), day))
                occurrence = None if period.recurs is None else (period.recurs.first or 1) + 1
                yield book._engine.deadline(name, events, Options(), occurrence)
            except IpcalcError:
                continue


@pytest.mark.parametrize("days_after", [30, 400])
def test_every_answer_that_is_not_sure_has_a_doubt(days_after: int, book: Book) -> None:
    """Weak evidence, contested law, an assumed event: each is said as a doubt, whatever the version."""
    found = 0
    for made in _answers(book, days_after):
        grades = [made.law.evidence, *(limit.evidence for limit in made.limits)]
        if made.law.contested or any(grade in WEAK for grade in grades):
            found += 1
            assert made.notes, made.period
            assert made.notes[0].kind == "doubt", made.period
        assert list(made.notes) == list(ordered(made.notes)), made.period
        assert len(made.notes) == len({note.text for note in made.notes}), made.period
    assert found > 50


@pytest.mark.parametrize("days_after", [31, 160, 405])
def test_every_day_beside_a_closed_one_has_a_doubt(days_after: int, book: Book) -> None:
    """A day that may roll is said as a doubt, with its limit."""
    found = 0
    for made in _answers(book, days_after):
        doubts = " ".join(note.text for note in made.notes if note.kind == "doubt")
        if book.rulebook.period(made.period).term:
            continue
        for limit in made.limits:
            if limit.kind == "opens" or limit.date is None or limit.before_expiry:
                continue
            if limit.rolls_to != limit.date:
                found += 1
                assert f"({limit.kind})" in doubts, (made.period, limit)
    assert found > 20


@pytest.mark.parametrize("period", ["tm-opposition", "tm-renewal"])
@pytest.mark.parametrize("given", [(), ("advertisement", "filing")])
def test_no_rows_are_answered_with_nothing(period: str, given: tuple[str, ...], book: Book) -> None:
    question = book._engine.question(period, frozenset(given), Options())
    found = choose(question, {event: [] for event in given}, 0)
    assert (found.walks, found.refused) == ([], {})
