"""What a period waits for: what the engine misses, asked by names and by days, in every right and by the law of a day."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

import ipcalc
from ipcalc.book import Book
from ipcalc.calc.deadlines.events import events_of, matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.matters.docket import Docket
from ipcalc.calc.matters.known import Known
from ipcalc.calc.matters.matter import Matter
from ipcalc.calc.matters.subject import subject
from ipcalc.cli import run
from ipcalc.errors import BadRequest, Missing, NoAnswer

TODAY = date(2026, 11, 28)
CHANGED = """
periods:
  our-reply:
    title: Our reply to an invitation
    right: tm
    by: applicant
    date_is: invitation
    begins: not known before
    loses: nothing
    versions:
      - {from: 2000-01-01, decided_by: invitation, trigger: filing, limits: [{kind: due, months: 1}], citation: ours, evidence: house}
      - {from: 2020-01-01, decided_by: invitation, trigger: invitation, limits: [{kind: due, months: 1}], citation: ours, evidence: house}
  our-reminder:
    title: Our reminder of the reply
    right: patent
    by: applicant
    date_is: filing
    begins: not known before
    loses: nothing
    versions:
      - {from: 2000-01-01, decided_by: filing, trigger: filing, limits: [{kind: due, months: 1, before: {period: patent-fer-reply, limit: due}}], citation: ours, evidence: house}
"""  # fmt: skip


def some_days(chance: random.Random, names: list[str]) -> dict[str, date]:
    """Days of some of the events, in any order, or on one day."""
    base, span = date(1985, 1, 1) + timedelta(chance.randrange(15500)), chance.choice((0, 400, 3000))
    return {name: base + timedelta(chance.randint(0, span)) for name in names}


def some_options(chance: random.Random) -> Options:
    as_of = date(1985 + chance.randrange(42), 6, 1) if chance.random() < 0.4 else None
    return Options(today=TODAY, as_of=as_of)


def missed(book: Book, name: str, events: Mapping[str, date], options: Options) -> str | None:
    """The event that the engine misses; "" where no law is known, None where it answers."""
    try:
        book._engine.walk(name, events, options)
    except NoAnswer:
        return ""
    except Missing as error:
        return error.event
    return None


def test_a_period_waits_for_what_the_engine_misses(book: Book) -> None:
    """Where no law is known of its days it may wait too, if no version of it could be computed."""
    chance, told = random.Random(1), set[tuple[bool, bool]]()
    names = [name for name in book.rulebook.period_ids if not book.rulebook.period(name).abroad]
    for name in names * 8:
        uses, share = events_of(book.rulebook, book.rulebook.period(name)), chance.choice((0.2, 0.6))
        days = some_days(chance, [each for each in uses if chance.random() < share])
        options = some_options(chance)
        try:
            events = matter(book.rulebook, name, None, days)
        except BadRequest:
            continue
        waits, misses = book._engine.wait(name, events, options), missed(book, name, events, options)
        assert misses in ((None, "") if waits.event is None else (waits.event, "")), (name, events, options)
        told.add((waits.alike, misses is None))
    assert told == {(True, True), (True, False), (False, True), (False, False)}


def test_no_docket_is_lost_by_one_period(book: Book) -> None:
    """What a docket says of a period is what the engine says of it alone, and what one matter waits for is found anew
    for another with the same events on other days, and by the law of another day."""
    chance, said, refused = random.Random(2), set[str](), list[str]()
    for right in book.rulebook.rights:
        about = subject(book.rulebook, right)
        used = sorted({event for uses in about.uses.values() for event in uses})
        first = [event for event in ("priority", "international-filing", "filing") if event in used]
        for _ in range(15):
            names = [*chance.sample(used, chance.randint(0, 2)), *(each for each in first if chance.random() < 0.4)]
            for _ in range(3):
                events, options = some_days(chance, names), some_options(chance)
                try:
                    known = Known(book._engine, Matter(right, events=events), options)
                except BadRequest as error:
                    refused.append(str(error))
                    continue
                docket = book.docket(right, events, every=True, today=TODAY, as_of=options.as_of)
                said |= told_of(book, known, docket)
    assert said == {"answers", "refused", "misses"}
    assert refused == [each for each in refused if " is before the " in each]


def told_of(book: Book, known: Known, docket: Docket) -> set[str]:
    """Which words the periods of a docket got; each is checked against the engine.

    A period may also wait for an event that it needs, or to which another one leads.
    """
    answered, refused, said = {each.period for each in docket.deadlines}, dict(docket.refused), set[str]()
    waits = {each.period: each.where for each in docket.may_apply}
    waits |= {each.period: (each.event,) for each in docket.waiting}
    for name, period in known.periods.items():
        if period.abroad:
            continue
        ahead = {*period.needs, *(each.leads_to for each in known.periods.values())}
        misses = missed(book, name, known.events_of(name), known.options)
        if name in answered:
            said.add("answers")
            assert misses is None, name
        elif name in refused:
            said.add("refused")
            assert misses == "", name
        elif name in waits and ahead.isdisjoint(waits[name]):
            said.add("misses")
            assert misses in ("", *waits[name]), name
    return said


def test_an_earlier_day_that_misses_an_event_loses_that_period_alone(tmp_path: Path) -> None:
    (tmp_path / "periods.yaml").write_text(CHANGED)
    house = ipcalc.load(tmp_path)
    events = {"invitation": date(2026, 11, 10)}
    held = Matter("tm", events=events, earlier={"invitation": (date(2015, 3, 2),)})
    docket = house.docket(held, today=TODAY)
    assert [each.period for each in docket.deadlines if each.period == "our-reply"] == []
    assert dict(docket.refused)["our-reply"].startswith("our-reply needs the event filing: --event filing=DATE (filing")
    assert "our-reply" in [each.period for each in house.docket("tm", events, today=TODAY).deadlines]


def test_a_period_waits_for_what_the_one_from_which_it_counts_does(tmp_path: Path) -> None:
    (tmp_path / "periods.yaml").write_text(CHANGED)
    house, events = ipcalc.load(tmp_path), {"filing": date(2025, 3, 3)}
    waiting = {each.period: each.event for each in house.docket("patent", events, today=TODAY).waiting}
    assert waiting["our-reminder"] == "fer"
    docket = house.docket("patent", {**events, "fer": date(2026, 11, 2)}, today=TODAY)
    assert "our-reminder" in [each.period for each in docket.deadlines]


@pytest.mark.parametrize(
    ("words", "period", "waits"),
    [
        ("checklist patent --event international-filing=1992-04-09", "patent-examination-request", "filing"),
        ("checklist patent --event priority=2001-09-02", "patent-form-3", "filing"),
        ("checklist patent --event priority=2022-09-02", "patent-examination-request", None),
    ],
)
def test_a_document_waits_for_what_its_period_waits_for(
    words: str, period: str, waits: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words.split(), "--today", "2022-12-01", "--format", "json"]) == 0
    found = {each["period"]: each["waiting_for"] for each in json.loads(capsys.readouterr().out)}
    assert found[period] == waits


def test_the_check_of_a_matter_is_not_lost_by_what_waits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "matters.csv"
    table.write_text("ref,right,priority\nD-1,design,2000-01-30\nP-1,patent,2001-09-02\nP-2,patent,2021-12-15\n")
    assert run(["check", str(table), "--today", "2022-12-01", "--report", "json"]) == 1
    found = [(each["ref"], each["status"], each["period"]) for each in json.loads(capsys.readouterr().out)["findings"]]
    assert not [each for each in found if each[2] is None]
    assert ("P-2", "due", "patent-priority") in found
