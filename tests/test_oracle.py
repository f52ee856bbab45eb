"""The program held against an independent count, over all periods and the law of all days."""

from __future__ import annotations

import ast
import random
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oracle
from ipcalc import BadRequest, NoAnswer
from ipcalc.book import Book
from oracle import Answer, Last, Oracle, Reached, read_yaml

DATA = Path(__file__).parents[1] / "data"
DAY = timedelta(days=1)
NOT_EVENTS_OF_THE_COUNT = {"asks", "readings", "leads_to", "done_by", "needs", "closed_by", "settled_by"}


Question = tuple[str, Mapping[str, date], int | None, str | None]
Told = tuple[date | None, tuple[Last, ...]] | None

ORACLE = Oracle(DATA)
OFFICES = (None, *sorted(ORACLE.offices))


def told(answer: Answer) -> Told:
    return None if answer.limits is None else (answer.version, answer.limits)


def answered(book: Book, question: Question) -> Told:
    """What the program answers, or None where it refuses."""
    period, events, occurrence, office = question
    try:
        answer = book.deadline(period, events=events, occurrence=occurrence, office=office)
    except (BadRequest, NoAnswer):
        return None
    limits = (Last(limit.kind, limit.date, limit.act_by, limit.rolls_to) for limit in answer.limits)
    return answer.law.from_, tuple(limits)


def agrees(mine: Answer, theirs: Told) -> bool:
    """Whether both say the same. What the oracle declines is not compared.

    Where an event that decides the version is not given, the program may ask for it, and need not name the version.
    """
    if mine.assumed:
        return theirs is None or theirs[1] == mine.limits
    return mine.declined or theirs == told(mine)


# ------------------------------------------------------------------------------------------------------- the questions


def named(entry: Any) -> Iterator[str]:
    """The events that a part of a period names, as far as they bear on the count."""
    if isinstance(entry, dict):
        for key, value in entry.items():
            if key not in NOT_EVENTS_OF_THE_COUNT:
                yield from named(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from named(value)
    elif isinstance(entry, str) and entry in ORACLE.events:
        yield entry


def events_of(period: str) -> list[str]:
    entry = {key: value for key, value in ORACLE.periods[period].items() if key != "where"}  # which matters have it
    events = set(named(entry))
    return sorted(events | {ORACLE.events[event].get("stands_in", event) for event in events})


def months_of(entry: Any) -> Iterator[int]:
    """The lengths that a part of a period names, in months."""
    for value in entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ():
        yield from months_of(value)
    if isinstance(entry, dict):
        yield from (
            entry[unit] * size for unit, size in (("months", 1), ("years", 12)) if isinstance(entry.get(unit), int)
        )


def days_of(period: str) -> list[date]:
    """Days on which something may turn: borders of versions, days whose count ends on them, months' ends, leap days,
    closed days."""
    borders = [version["from"] for version in ORACLE.periods[period]["versions"]]
    borders += [version["to"] + DAY for version in ORACLE.periods[period]["versions"] if "to" in version]
    since = [version["since"] for version in _conditions(ORACLE.periods[period])]
    lengths = sorted(set(months_of(ORACLE.periods[period]["versions"])))
    borders += since + [ORACLE.months_after(border, -length) for border in borders for length in lengths]
    around = [border + days * DAY for border in borders for days in (-1, 0, 1)]
    ends = [
        date(2007, 8, 31),
        date(2011, 11, 30),
        date(2012, 2, 29),
        date(2016, 2, 29),
        date(2018, 1, 31),
        date(2023, 12, 31),
    ]
    closed = [
        date(2013, 5, 15),
        date(2015, 8, 11),
        date(2018, 5, 22),
        date(2024, 9, 14),
        date(2025, 11, 3),
        date(2027, 3, 29),
    ]
    return sorted({*around, *ends, *closed})


def _conditions(entry: Any) -> Iterator[dict[str, Any]]:
    if isinstance(entry, dict):
        if "since" in entry and "event" in entry:
            yield entry
        for value in entry.values():
            yield from _conditions(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from _conditions(value)


def grid(period: str) -> Iterator[Question]:
    """Fixed questions: each day alone, and as the day about which the events of the period lie."""
    events = events_of(period)
    occurrences = cycle((1, 2, 3, 4, 5, 20) if "recurs" in ORACLE.periods[period] else (None,))
    offices = cycle(OFFICES)
    chance = random.Random(period)
    for day in days_of(period):
        for _ in range(3 if "recurs" in ORACLE.periods[period] else 1):
            yield period, {chance.choice(events): day}, next(occurrences), next(offices)
            yield period, dict.fromkeys(events, day), next(occurrences), next(offices)
        for span in (5, 200, 900) if len(events) > 1 else ():
            dates = {event: day + chance.randint(-span, span) * DAY for event in events if chance.random() < 0.8}
            yield period, in_order(dates), next(occurrences), next(offices)


def in_order(dates: dict[str, date]) -> dict[str, date]:
    """The dates, each moved to those before which it cannot lie."""
    before = {name: event.get("not_before", []) for name, event in ORACLE.events.items()}
    return {
        event: max([day, *(dates[other] for other in before[event] if other in dates)]) for event, day in dates.items()
    }


# ------------------------------------------------------------------------------------------------------------ the tests


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which `on` is a word, as the data means it."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.yaml")), ids=lambda path: path.stem)
def test_reads_the_data_as_yaml_is_read(path: Path) -> None:
    text = path.read_text("utf-8")
    assert read_yaml(text) == yaml.load(text, Loader)


def test_reads_what_is_next_to_the_data() -> None:
    text = "a: \"x # y\" # z\nb:\n- >\n  one\n  two\n\n  # three\n- {c: [1, \"d: e\", -2.5], f: g:h}\n# j\nk: l\n  m\nn: 'o''p'\nq: ~\n"
    assert read_yaml(text) == yaml.load(text, Loader)


@pytest.fixture(scope="module")
def answers(book: Book) -> list[tuple[Question, Told]]:
    """What the program answers to the fixed questions."""
    return [(question, answered(book, question)) for period in ORACLE.periods for question in grid(period)]


def test_the_program_answers_as_the_oracle(answers: list[tuple[Question, Told]]) -> None:
    asked = [(question, ORACLE.ask(*question), theirs) for question, theirs in answers]
    assert [one for one in asked if not agrees(one[1], one[2])] == []


def test_no_last_day_lies_before_the_event_that_gives_rise_to_it(book: Book) -> None:
    """Of any period, unless the law counts it back from a day."""
    for period, events, occurrence, office in (question for name in ORACLE.periods for question in grid(name)):
        try:
            answer = book.deadline(period, events=events, occurrence=occurrence, office=office)
        except (BadRequest, NoAnswer):
            continue
        began = date.min if answer.occurrence else answer.trigger.date
        forward = [limit for limit in answer.limits if limit.kind != "opens" and " before " not in limit.length]
        assert [limit for limit in forward if limit.date and limit.date < began] == [], (period, events)


def test_coverage(capsys: pytest.CaptureFixture[str]) -> None:
    """How many versions the oracle answers for; the others by id, with the reason."""
    covered: set[tuple[str, date | None]] = set()
    reasons: dict[str, str] = {}
    for question in (question for period in ORACLE.periods for question in grid(period)):
        answer = ORACLE.ask(*question)
        if answer.limits is not None:
            covered.add((question[0], answer.version))
        elif answer.declined:
            reasons[question[0]] = answer.reason
    versions = [(name, version["from"]) for name, period in ORACLE.periods.items() for version in period["versions"]]
    missing = [version for version in versions if version not in covered]
    with capsys.disabled():
        print(f"\nthe oracle covers {len(versions) - len(missing)} of {len(versions)} versions")
        for name, begins in missing:
            print(f"  not {name} of {begins}: {reasons.get(name, 'no question reached it')}")
    assert len(covered) >= 0.8 * len(versions)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_question(book: Book, data: st.DataObject) -> None:
    period = data.draw(st.sampled_from(sorted(ORACLE.periods)))
    base = data.draw(st.dates(date(2002, 1, 1), date(2032, 12, 31)))
    given_events = data.draw(st.lists(st.sampled_from(events_of(period)), min_size=1, unique=True))
    dates = {event: base + data.draw(st.integers(-400, 1200)) * DAY for event in given_events}
    occurrence = data.draw(st.integers(0, 21)) if "recurs" in ORACLE.periods[period] else None
    question = period, dates, occurrence, data.draw(st.sampled_from(OFFICES))
    assert agrees(ORACLE.ask(*question), answered(book, question))


# -------------------------------------------------------------------------------------------------- the planted faults


class ADayMore(Oracle):
    def days_after(self, day: date, days: int) -> date:
        return super().days_after(day, days) + DAY


class ClampsForward(Oracle):
    def months_after(self, day: date, months: int) -> date:
        found = super().months_after(day, months)
        return found if found.day == day.day else found + DAY


class ActsAfterTheClosedDay(Oracle):
    def open_until(self, day: date) -> date:
        while self.closed.possibly(day):
            day += DAY
        return day


class BorderADayLate(Oracle):
    def in_force(self, version: Mapping[str, Any], day: date) -> bool:
        return super().in_force(version, day - DAY)


class AnyConditionWillDo(Oracle):
    def applies(self, conditions: list[bool]) -> bool:
        return any(conditions)


class LaterForEarlier(Oracle):
    def earlier(self, reached: list[Reached]) -> Reached:
        return self.later(reached)


class EarlierForLater(Oracle):
    def later(self, reached: list[Reached]) -> Reached:
        return self.earlier(reached)


class OpenOnSaturdays(Oracle):
    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.closed.weekdays = ["Sunday"]


class NextOccurrence(Oracle):
    def nth(self, number: int) -> int:
        return number


class OpensRolls(Oracle):
    def last(self, kind: str, reached: Reached, office: str | None, *, rolls: bool) -> Last:
        found = super().last(kind, reached, office, rolls=rolls)
        return Last(kind, found.day, None, self.open_from(reached.day, office)) if kind == "opens" else found


class ForgetsBeforeTheExpiry(Oracle):
    def safe_day(self, reached: Reached) -> date:
        return reached.day


class KeepsLimitsBeforeDue(Oracle):
    def too_early(self, day: date, due: date) -> bool:
        return False


class AnyOfficeMovesTheDay(Oracle):
    def open_from(self, day: date, office: str | None) -> date:
        while self.closed.possibly(day):
            day += DAY
        return day


class RollsWhatIsCountedBack(Oracle):
    def last(self, kind: str, reached: Reached, office: str | None, *, rolls: bool) -> Last:
        return super().last(kind, replace(reached, back=False), office, rolls=rolls)


FAULTS = Oracle.__subclasses__()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(answers: list[tuple[Question, Told]], fault: type[Oracle]) -> None:
    planted = fault(DATA)
    assert any(not agrees(planted.ask(*question), theirs) for question, theirs in answers)


def test_the_oracle_imports_the_standard_library_alone() -> None:
    tree = ast.parse(Path(oracle.__file__).read_text("utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names


def test_an_unknown_word_is_declined() -> None:
    unknowing = Oracle(DATA)
    events = {"advertisement": date(2020, 1, 1)}
    assert unknowing.ask("tm-opposition", events).limits
    unknowing.periods["tm-opposition"]["versions"][-1]["limits"][0]["fortnights"] = 2
    assert unknowing.ask("tm-opposition", events) == Answer(reason="the limit has the key fortnights", declined=True)


# ------------------------------------------------------------------------------------------------------- rows of a file


def test_n_rows_are_n_times_one_row(book: Book) -> None:
    """What a row is answered does not depend on the rows beside it."""
    chance = random.Random(1)
    events = sorted({event for period in ORACLE.periods for event in events_of(period)})
    columns = ["period", "date", "office", "occurrence", *events]
    rows = []
    for period in [*ORACLE.periods, *ORACLE.periods]:
        day = date(2003, 1, 1) + chance.randint(0, 9000) * DAY
        row = {"period": period, "office": chance.choice(OFFICES) or ""}
        if chance.random() < 0.3:
            row["date"] = day.isoformat()
        if "recurs" in ORACLE.periods[period] and chance.random() < 0.7:
            row["occurrence"] = str(chance.randint(1, 20))
        for event in events_of(period):
            if chance.random() < 0.6:
                row[event] = (day + chance.randint(-50, 900) * DAY).isoformat()
        rows.append(tuple(row.get(column, "") for column in columns))
    today = date(2026, 11, 22)
    one, together = (book.deadline_rows(columns, today=today) for _ in range(2))
    alone = [answer for row in rows for answer in one.answer([row])]
    assert list(together.answer(rows)) == alone
    order = chance.sample(range(len(rows)), len(rows))
    assert list(together.answer([rows[index] for index in order])) == [alone[index] for index in order]
