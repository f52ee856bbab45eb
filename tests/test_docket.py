"""Dockets: the nine stages of an opposition in each regime, known dates in place of projected ones, what waits."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from ipcalc.book import Book
from ipcalc.calc.matters.agenda import agenda
from ipcalc.calc.matters.docket import Docket
from ipcalc.calc.matters.matter import Act, Matter
from ipcalc.cli import run
from ipcalc.errors import BadRequest
from ipcalc.report.formats import Look
from ipcalc.report.views import views

TODAY = date(2026, 11, 22)
STAGES = (
    "tm-opposition", "tm-opposition-service", "tm-counter-statement", "tm-counter-statement-service",
    "tm-opposition-evidence", "tm-application-evidence", "tm-reply-evidence", "tm-hearing-notice",
    "tm-hearing-attendance",
)  # fmt: skip


def dates(docket: Docket) -> dict[str, date | None]:
    found = {}
    for answer in docket.deadlines:
        due = answer.limit("due")
        if answer.period in STAGES and due:
            found[answer.period] = due.date
    return found


def walk(book: Book, **events: date) -> Docket:
    """The docket of a mark with all that is projected on the day of its last event."""
    given = {name.replace("_", "-"): day for name, day in events.items()}
    return book.docket("tm", given, project=True, every=True, today=max(events.values()))


def test_the_nine_stages_under_the_rules_of_2002(book: Book) -> None:
    assert dates(walk(book, filing=date(2009, 1, 10), advertisement=date(2009, 9, 2))) == {
        "tm-opposition": date(2009, 12, 2),
        "tm-opposition-service": date(2010, 3, 2),
        "tm-counter-statement": date(2010, 5, 2),
        "tm-counter-statement-service": date(2010, 7, 2),
        "tm-opposition-evidence": date(2010, 9, 2),
        "tm-application-evidence": date(2010, 11, 2),
        "tm-reply-evidence": date(2010, 12, 2),
        "tm-hearing-notice": date(2011, 3, 2),
        "tm-hearing-attendance": date(2011, 3, 16),
    }


def test_the_stages_since_2013_begin_with_four_months(book: Book) -> None:
    found = dates(walk(book, advertisement=date(2013, 7, 8)))
    assert found["tm-opposition"] == date(2013, 11, 8)
    assert found["tm-hearing-attendance"] == date(2015, 2, 22)


def test_the_stages_under_the_rules_of_2017_end_with_the_evidence(book: Book) -> None:
    docket = walk(book, advertisement=date(2024, 9, 2))
    assert dates(docket) == {
        "tm-opposition": date(2025, 1, 2),
        "tm-opposition-service": date(2025, 4, 2),
        "tm-counter-statement": date(2025, 6, 2),
        "tm-counter-statement-service": date(2025, 8, 2),
        "tm-opposition-evidence": date(2025, 10, 2),
        "tm-application-evidence": date(2025, 12, 2),
        "tm-reply-evidence": date(2026, 1, 2),
    }
    assert "tm-hearing-notice" in dict(docket.refused)


def test_each_stage_says_what_happens_if_it_is_missed(book: Book) -> None:
    docket = walk(book, advertisement=date(2024, 9, 2))
    missed = {answer.period: answer.if_missed for answer in docket.deadlines}
    for stage in ("tm-opposition", "tm-counter-statement", "tm-opposition-evidence", "tm-application-evidence"):
        assert missed[stage], stage


def test_known_dates_replace_projected_ones(book: Book) -> None:
    docket = walk(book, advertisement=date(2024, 9, 2), opposition_received=date(2025, 2, 10))
    by = {answer.period: answer for answer in docket.deadlines}
    assert not by["tm-opposition"].projected
    assert "tm-opposition-service" not in by
    assert not by["tm-counter-statement"].projected
    assert dates(docket)["tm-counter-statement"] == date(2025, 4, 10)
    assert by["tm-opposition-evidence"].projected


def test_projection_never_takes_an_extension(book: Book) -> None:
    docket = walk(book, advertisement=date(2009, 9, 2))
    assert next(a for a in docket.deadlines if a.period == "tm-opposition-service").trigger.date == date(2009, 12, 2)


def test_without_projection_later_steps_wait_for_their_event(book: Book) -> None:
    docket = book.docket("tm", {"advertisement": date(2024, 9, 2)}, today=TODAY)
    waiting = {each.period: each.event for each in docket.waiting}
    assert waiting["tm-counter-statement"] == "opposition-received"
    assert [answer.period for answer in docket.deadlines] == ["tm-opposition"]


def test_a_docket_leaves_out_past_occurrences_unless_asked(book: Book) -> None:
    events = {"filing": date(2015, 5, 11), "grant": date(2016, 1, 4)}
    open_ones = book.docket("patent", events, today=date(2026, 1, 1)).deadlines
    every = book.docket("patent", events, today=date(2026, 1, 1), every=True).deadlines
    assert [(a.occurrence, a.state) for a in open_ones if a.period == "patent-renewal"] == [(12, "unconfirmed")]
    assert [a.occurrence for a in every if a.period == "patent-renewal"] == list(range(3, 21))


def test_deadlines_are_in_order_of_date(book: Book) -> None:
    answers = book.docket("patent", {"priority": date(2023, 5, 10), "filing": date(2024, 5, 10)}, today=TODAY).deadlines
    days = [due.date or due.act_by or date.max for a in answers if (due := a.limit("due"))]
    assert days == sorted(days)


def patent(book: Book, *, project: bool = False, facts: dict[str, bool] | None = None, **events: date) -> Docket:
    """The docket of a patent, of all sides, on the day of its last event."""
    given = {name.replace("_", "-"): day for name, day in events.items()}
    return book.docket("patent", given, facts=facts, project=project, every=True, today=max(events.values()))


def due_of(docket: Docket, period: str) -> date | None:
    limit = next(answer for answer in docket.deadlines if answer.period == period).limit("due")
    return limit.date if limit else None


ROUTES = {
    "patent-complete-specification", "patent-complete-to-provisional", "patent-provisional-cancellation",
    "patent-national-phase", "patent-express-examination", "patent-divisional-reference",
}  # fmt: skip
PROVISIONAL = {"patent-complete-specification"}
NATIONAL = {"patent-national-phase", "patent-express-examination"}


@pytest.mark.parametrize(
    ("events", "belongs"),
    [
        ({"filing": date(2024, 8, 30)}, PROVISIONAL),
        ({"priority": date(2024, 8, 30), "filing": date(2024, 8, 30)}, PROVISIONAL),
        ({"priority": date(2023, 9, 1), "filing": date(2024, 8, 30)}, set()),
        ({"priority": date(2024, 8, 30)}, NATIONAL),
        ({"priority": date(2023, 9, 1), "international_filing": date(2024, 8, 30)}, NATIONAL),
        ({"international_filing": date(2024, 8, 30), "filing": date(2026, 3, 20)}, NATIONAL),
        (
            {"filing": date(2024, 8, 30), "divisional_filing": date(2026, 3, 20), "publication": date(2026, 4, 24)},
            {"patent-divisional-reference"},
        ),
    ],
)
def test_a_docket_has_the_periods_of_its_own_route(book: Book, events: dict[str, date], belongs: set[str]) -> None:
    docket = patent(book, **events)
    shown = {answer.period for answer in docket.deadlines} | {each.period for each in docket.waiting}
    assert shown & ROUTES == belongs


def test_what_is_optional_is_not_projected(book: Book) -> None:
    events = {"priority": date(2023, 9, 1), "filing": date(2024, 8, 30), "publication": date(2025, 3, 14)}
    docket = patent(book, project=True, **events, grant=date(2026, 6, 1))
    assert due_of(docket, "patent-examination-request") == date(2026, 4, 1)
    assert not any(answer.projected for answer in docket.deadlines if answer.period == "patent-renewal")
    shown = {answer.period for answer in docket.deadlines}
    assert shown & {"patent-divisional-publication", "patent-pre-grant-case"} == set()
    assert "patent-pre-grant-case" not in {each.period for each in (*docket.waiting, *docket.may_apply)}


def test_the_examination_is_projected_up_to_what_the_first_report_starts(book: Book) -> None:
    docket = patent(book, project=True, priority=date(2023, 5, 30), filing=date(2024, 5, 30))
    chain = {
        "patent-examination-request": date(2025, 12, 30),  # 31 months from the priority
        "patent-examination-reference": date(2026, 1, 30),  # a month after the request, which is later than publication
        "patent-examiner-report": date(2026, 4, 30),
        "patent-report-disposal": date(2026, 5, 30),
        "patent-fer-issue": date(2026, 6, 30),
        "patent-form-3-update": date(2026, 9, 30),
        "patent-fer-reply": date(2026, 12, 30),
        "patent-hearing-request": date(2026, 12, 19),
    }
    assert {period: due_of(docket, period) for period in chain} == chain
    shown = {answer.period for answer in docket.deadlines}
    assert "patent-expedited-fer-reply" not in shown


def test_an_expedited_examination_has_its_own_steps(book: Book) -> None:
    events = {"filing": date(2024, 5, 30), "examiner_reference": date(2025, 1, 10)}
    docket = patent(book, project=True, **events, expedited_request=date(2024, 6, 3))
    assert due_of(docket, "patent-expedited-report") == date(2025, 3, 10)
    assert due_of(docket, "patent-expedited-fer-issue") == date(2025, 4, 25)
    assert "patent-fer-issue" not in {answer.period for answer in docket.deadlines}


def test_the_priority_of_a_national_phase_is_judged_by_its_international_filing(book: Book) -> None:
    filed = {"international_filing": date(2023, 1, 9), "filing": date(2024, 8, 9)}
    done = {a.period: a.done for a in patent(book, priority=date(2022, 1, 10), **filed).deadlines}
    assert done["patent-priority"] is not None
    assert done["patent-priority"].result == "in time"
    assert done["patent-priority"].date == date(2023, 1, 9)
    assert done["patent-national-phase"] is not None
    assert done["patent-national-phase"].date == date(2024, 8, 9)


def test_an_entry_is_projected_from_the_31_months_and_not_from_the_priority_year(book: Book) -> None:
    docket = patent(book, project=True, priority=date(2024, 8, 30), international_filing=date(2025, 8, 30))
    # 31 months from 30 August 2024 end on 30 March 2027, six months more on 30 September 2027
    assert due_of(docket, "patent-form-3") == date(2027, 9, 30)


@pytest.mark.parametrize(
    ("events", "due"),
    [
        ({"international_filing": date(2024, 8, 30), "filing": date(2026, 3, 20)}, date(2026, 3, 20)),
        ({"priority": date(2023, 9, 1), "filing": date(2024, 8, 30)}, date(2024, 8, 30)),
        ({"filing": date(2024, 8, 30), "complete_filing": date(2025, 8, 1)}, date(2025, 8, 1)),
    ],
)
@pytest.mark.parametrize("project", [False, True])
def test_form_5_goes_with_the_complete_specification(
    book: Book, events: dict[str, date], due: date, project: bool
) -> None:
    assert due_of(patent(book, project=project, **events), "patent-inventorship-declaration") == due


def test_form_5_waits_for_the_complete_specification_after_a_provisional_one(book: Book) -> None:
    filed = date(2024, 8, 30)
    waiting = {each.period: each.event for each in patent(book, filing=filed).waiting}
    assert waiting["patent-inventorship-declaration"] == "complete-filing"
    assert due_of(patent(book, project=True, filing=filed), "patent-inventorship-declaration") == date(2025, 8, 30)


def test_an_event_that_no_period_of_the_right_uses_is_refused(book: Book) -> None:
    with pytest.raises(BadRequest) as raised:
        book.docket("tm", {"grant": TODAY})
    assert str(raised.value) == "no period of tm uses the event grant"


def test_a_matter_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "matter.yaml"
    path.write_text("ref: OPP/1\nright: tm\noffice: mumbai\nevents: {advertisement: 2024-09-02}\n")
    assert run(["docket", str(path), "--today", "2024-10-01", "--format", "json"]) == 0
    answers = json.loads(capsys.readouterr().out)
    assert answers["faults"] == []
    (found,) = answers["dockets"]
    assert list(found) == ["matter", "deadlines", "waiting", "refused", "may_apply"]
    events = {"advertisement": "2024-09-02"}
    assert found["matter"] == {"ref": "OPP/1", "right": "tm", "office": "mumbai", "events": events}
    assert [each["period"] for each in found["deadlines"]] == ["tm-opposition"]
    assert {"period": "tm-counter-statement", "for": "opposition-received"} in found["waiting"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("right: tm\nevent: {}\n", "matter.yaml:2: event: unknown key; did you mean events or client?"),
        (
            "right: tm\nfiling: 2024-01-01\n",
            "matter.yaml:2: filing: unknown key: it is an event, so write it under events",
        ),
        (
            "right: tm\ntm-renewal: 2024-01-01\n",
            "matter.yaml:2: tm-renewal: unknown key: tm-renewal is a period, so write it under done",
        ),
        (
            "right: tm\nevents: {filing: soon}\n",
            "matter.yaml:2: events.filing: should be a date such as 2017-03-06, not 'soon'",
        ),
        ("events: {}\n", "matter.yaml:1: has no right: it is one of tm, madrid, patent, pct, design, gi"),
        ("right: tm\nright: tm\n", "matter.yaml:2: right: is there twice (first on line 1)"),
    ],
)
def test_a_bad_matter_file(
    text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("matter.yaml").write_text(text)
    assert run(["docket", "matter.yaml"]) == 2
    assert capsys.readouterr().err == f"ipcalc: {message}\n"


def test_the_table_marks_what_rests_on_a_doubt(book: Book) -> None:
    deposit = {"biological-material": True, "sequence-listing": True}
    docket = patent(book, facts=deposit, international_filing=date(2024, 8, 30), filing=date(2026, 3, 20))
    shown = [row[2] for view in views(agenda([docket], TODAY), Look()) for row in view.rows]
    assert any(str(what).startswith("? Deposit of biological material") for what in shown)
    plain = book.docket("tm", {"advertisement": date(2026, 8, 10)}, acting_for="opponent", today=date(2026, 11, 2))
    (row,) = [row for view in views(agenda([plain], date(2026, 11, 2)), Look()) for row in view.rows]
    assert row[2] == "Notice of opposition [TM-O]"


def test_among_all_what_nothing_confirms_is_past_and_not_lapsed(book: Book) -> None:
    events = {"filing": date(2010, 1, 4), "registration": date(2012, 3, 5)}
    found = agenda([book.docket("tm", events, every=True, today=TODAY)], TODAY)
    groups = {(each.answer.period, each.answer.occurrence): each.group for each in found.entries}
    assert (groups["tm-renewal", 1], groups["tm-renewal", 2]) == ("done", "not yet")
    shown = [row[2] for view in views(found, Look(width=100)) for row in view.rows]
    assert "? Renewal of a registration (1) [TM-R]: no act on record" in shown
    expired = agenda([book.docket("tm", {"expiry": date(2020, 1, 4)}, every=True, today=TODAY)], TODAY)
    assert [each.group for each in expired.entries if each.answer.period == "tm-renewal"] == ["lapsed"]


def test_without_a_day_of_today_a_later_event_closes_what_came_before(book: Book) -> None:
    events = {"filing": date(2024, 6, 3), "examination-report-received": date(2024, 9, 2)}
    for more, shown in ({}, True), ({"advertisement": date(2026, 6, 1)}, False):
        docket = book.docket("tm", events | more)
        assert ("tm-examination-reply" in {each.period for each in docket.deadlines}) is shown


@pytest.mark.parametrize(
    ("done", "shown"), [(None, True), (date(2026, 11, 2), False), (date(2027, 5, 3), True), (date(2026, 1, 5), True)]
)
def test_without_a_day_of_today_an_act_in_time_closes_its_period(book: Book, done: date | None, shown: bool) -> None:
    events = {"filing": date(2024, 6, 3), "opposition-received": date(2026, 10, 5)}
    acts = {"tm-counter-statement": Act(done)} if done else {}
    docket = book.docket(Matter("tm", events=events, done=acts))
    assert ("tm-counter-statement" in {each.period for each in docket.deadlines}) is shown


def test_a_first_day_is_told_until_it_has_come(book: Book) -> None:
    for day, groups in ((date(2017, 6, 5), ["not yet"]), (date(2017, 6, 6), [])):
        asked = book.docket("tm", {"registration": date(2012, 3, 5)}, acting_for="challenger", every=True, today=day)
        found = agenda([asked], day)
        assert [each.group for each in found.entries if each.answer.period == "tm-non-use"] == groups


def test_a_docket_shows_its_notes_and_authorities_where_asked(book: Book) -> None:
    docket = book.docket("tm", {"advertisement": date(2012, 3, 5)}, acting_for="opponent", today=date(2012, 4, 1))
    (opposition,) = docket.deadlines
    *_, laws, notes = views(agenda([docket], date(2012, 4, 1)), Look(notes=True))
    assert laws.rows == (("A1", f"{opposition.law.citation} (two sources)"),)
    assert [text for _, text in notes.rows] == [note.text for note in opposition.notes]


@pytest.mark.parametrize(
    ("right", "events", "message"),
    [
        (
            "patent",
            {"filing": date(2020, 1, 1), "grant": date(2019, 1, 1)},
            "the grant 2019-01-01 is before the filing 2020-01-01: check the dates",
        ),
        (
            "patent",
            {"filing": date(2020, 1, 1), "main-filing": date(2021, 1, 1)},
            "the filing 2020-01-01 is before the main-filing 2021-01-01: check the dates",
        ),
    ],
)
def test_impossible_orders_of_events_are_refused(right: str, events: dict[str, date], message: str, book: Book) -> None:
    with pytest.raises(BadRequest) as raised:
        book.docket(right, events, today=TODAY)
    assert str(raised.value) == message


def test_nothing_is_projected_after_an_event_that_cannot_come_before_it(book: Book) -> None:
    events = {"disclosure": date(2026, 1, 5), "examination-report-received": date(2026, 3, 2)}
    docket = book.docket("design", events, project=True, every=True, today=date(2026, 4, 1))
    assert [(each.period, each.projected) for each in docket.deadlines] == [("design-exhibition", False)]


def test_no_step_is_projected_after_what_it_comes_before(book: Book) -> None:
    docket = patent(book, project=True, filing=date(2024, 1, 1), publication=date(2025, 7, 4), fer=date(2025, 9, 1))
    assert due_of(docket, "patent-fer-reply") == date(2026, 3, 1)
    assert "patent-examination-refund" not in {each.period for each in (*docket.waiting, *docket.may_apply)}


def test_where_nothing_is_due_the_table_says_so(book: Book) -> None:
    answers = book.deadlines("patent-renewal", date(2017, 5, 10), events={"main-filing": date(2016, 1, 1)}, today=TODAY)
    (shown,) = views(answers, Look())
    assert shown.rows == ()
    assert shown.facts[-1] == ("due", "nothing")
    assert [note for note in shown.notes if note.startswith("The law was checked")] == []


def test_a_matter_without_events_waits_for_everything(book: Book) -> None:
    waiting = {each.period for each in book.docket("patent", {}).waiting}
    assert {"patent-national-phase", "patent-complete-specification", "patent-examination-request"} <= waiting


def test_an_international_application_has_its_entry_and_its_examination_in_india_too(book: Book) -> None:
    events = {"priority": date(2025, 1, 10), "international-filing": date(2026, 1, 9)}
    found = {each.period: each for each in book.docket("pct", events).deadlines}
    for period in ("patent-national-phase", "patent-examination-request"):
        due = found[period].limit("due")
        assert due is not None
        assert due.date == date(2027, 8, 10)


def test_a_licensee_has_a_statement_of_working_where_there_is_a_licence(book: Book) -> None:
    events = {"filing": date(2019, 5, 10), "grant": date(2023, 6, 1)}
    roles = [
        {each.by for each in book.docket("patent", given).deadlines if "working-statement" in each.period}
        for given in (events, events | {"licence": date(2024, 6, 1)})
    ]
    assert roles == [{"patentee"}, {"patentee", "licensee"}]


@pytest.mark.parametrize(
    ("words", "within", "found"),
    [
        (["patent", "--event", "filing=2015-05-10", "--event", "grant=2026-06-01"], "700", ["13", "14"]),
        (["patent", "--event", "filing=2015-05-10", "--event", "grant=2026-06-01"], "300", ["13"]),
        (["tm", "--event", "registration=2019-03-04", "--event", "filing=2018-02-10"], "440", ["1"]),
        (["tm", "--event", "registration=2019-03-04", "--event", "filing=2018-02-10"], "430", []),
    ],
)
def test_within_has_all_that_comes_again(
    words: list[str], within: str, found: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["docket", *words, "--today", "2026-11-28", "--within", within, "--format", "csv"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert [row["occurrence"] for row in rows if row["period"].endswith("-renewal") and row["limit"] == "due"] == found


def beside(book: Book, matters: dict[str, tuple[str, dict[str, date]]], within: int) -> tuple[str, ...]:
    """What stands beside the rows of an agenda of some matters."""
    today = date(2025, 11, 10)
    found = [
        book.docket(Matter(ref=ref, right=right, events=events), within=within, today=today)
        for ref, (right, events) in matters.items()
    ]
    return views(agenda(found, today, within), Look())[-1].notes


def test_what_is_not_on_record_is_said_however_far_the_next_day_is(book: Book) -> None:
    registered = {"registration": date(2016, 1, 5)}
    one = {"A": ("tm", {"filing": date(2014, 11, 20), **registered})}
    two = one | {"B": ("tm", {"filing": date(2013, 11, 20), **registered})}
    said = "The time is over, but no act is on record: Renewal of a registration 1"
    assert f"{said} (due 2024-11-20). Say which was paid last (through)." in beside(book, one, 30)
    assert (
        f"{said} of A (due 2024-11-20); Renewal of a registration 1 of B (due 2023-11-20)."
        " Say which was paid last (through)."
    ) in beside(book, two, 30)


def test_reasons_that_differ_by_a_date_alone_are_one_line(book: Book) -> None:
    filed = {"P1": ("patent", {"filing": date(2006, 3, 14)}), "P2": ("patent", {"filing": date(2015, 2, 15)})}
    (line,) = [each for each in beside(book, filed, 30) if each.startswith("Authorisation of the agent")]
    assert line.endswith("no law is known as of ...: the law is known only from 2016-05-16 (2 times)")


def test_an_act_that_does_not_count_stands_in_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "m.yaml"
    events = "events: {filing: 2024-01-01, examination-report-received: 2025-01-10}"
    path.write_text(f"ref: A\nright: tm\n{events}\ndone: {{tm-examination-reply: 2025-12-01}}\n")
    assert run(["docket", str(path), "--today", "2025-12-20"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Reply to the examination report (done" in shown
    assert "2025-12-01, out of time)" in shown
    assert run(["check", str(path), "--today", "2025-12-20", "--report", "csv"]) == 1
    (found,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert found["then"] == "done 2025-12-01, out of time; extended ended on 2025-03-10"
