"""Overlays: what they touch is said, with the built-in answer where that is the stricter one; `--strict` refuses it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ipcalc
from ipcalc.book import Book
from ipcalc.calc import notes
from ipcalc.calc.results import Deadline
from ipcalc.cli import run
from ipcalc.errors import BadData, BadRequest, NoAnswer
from ipcalc.law.layers import housed
from oracle import Oracle, read_yaml

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "overlays"
BUILT_IN = "built-in"
PERIOD = """
periods:
  tm-opposition:
    title: Notice of opposition
    right: tm
    by: opponent
    leads_to: opposition-filed
    begins: begins with the Act
    versions:
      - from: 2003-09-15
        decided_by: advertisement
        trigger: advertisement
        limits: [LIMITS]
        citation: Trade Marks Act 1999 s 21(1)
        evidence: text
"""
Laid = Callable[[str, str], Path]


@pytest.fixture
def laid(tmp_path: Path) -> Laid:
    """Writes a file of an overlay."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_text(text)
        return tmp_path

    return write


def opposition(limits: str) -> str:
    return PERIOD.replace("LIMITS", limits)


def doubts(answer: Any) -> list[str]:
    return [note.text for note in answer.notes if note.text.startswith("Not by the built-in law alone")]


def test_the_fee_of_what_lasts_until_an_event_says_so(laid: Laid) -> None:
    version = '{from: 2005-01-01, form: Form 18, entry: "x", amount: 100, citation: ours, evidence: house}'
    head = "title: Request for examination, right: patent, unit: application, begins: not known before"
    overlay = laid("fees.yaml", f"fees:\n  patent-examination-request: {{{head}, versions: [{version}]}}\n")
    events = {"filing": date(2022, 3, 1), "secrecy-direction": date(2022, 6, 1)}
    answer = ipcalc.load(overlay).deadline("rfe", events=events, today=date(2026, 11, 28))
    assert answer.next is not None
    assert (answer.state, answer.next.form, answer.next.amount) == ("last-days", "Form 18", 100)
    said = f"Not by the built-in law alone: the overlay {overlay} gives the fee patent-examination-request."
    assert said in doubts(answer)


@pytest.mark.parametrize(
    ("said", "graded"),
    [("text", "house"), ("one", "house"), ("house", "house"), ("guide", "guide"), ("unverified", "unverified")],
)
def test_what_an_overlay_says_is_at_best_graded_as_the_word_of_a_firm(said: str, graded: str) -> None:
    own = {"versions": [{"months": 9, "evidence": said, "grades": {"months": said}}]}
    assert housed(own, {}) == {"versions": [{"months": 9, "evidence": graded, "grades": {"months": graded}}]}
    assert housed(own, own) == own


def test_without_an_overlay_everything_is_built_in(book: Book) -> None:
    answer = book.deadline("tm-opposition", date(2026, 1, 5))
    assert answer.to_dict()["layer"] == BUILT_IN
    assert [limit["layer"] for limit in answer.to_dict()["limits"]] == [BUILT_IN]
    assert [line["layer"] for line in book.fee("tm-application", on=date(2026, 1, 5)).to_dict()["lines"]] == [BUILT_IN]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ("{kind: due, months: 9}", " The built-in answer is earlier: due Tue 5 May 2026 (here Mon 5 Oct 2026)."),
        ("{kind: due, months: 3}", ""),
        (
            "{kind: due, months: 4}, {kind: extended, months: 1, after: due}",
            " The built-in answer is earlier: no extended limit.",
        ),
        ("{kind: opens, months: 9}", " The built-in answer is earlier: due Tue 5 May 2026."),
    ],
)
def test_a_changed_period_says_so(limits: str, said: str, laid: Laid) -> None:
    overlay = laid("periods.yaml", opposition(limits))
    book = ipcalc.load(overlay)
    answer = book.deadline("tm-opposition", date(2026, 1, 5))
    assert answer.layer == str(overlay)
    assert {limit.layer for limit in answer.limits} == {str(overlay)}
    assert answer.law.evidence == "house"
    start = f"Not by the built-in law alone: the overlay {overlay} gives the period tm-opposition."
    assert doubts(answer) == [start + said]
    with pytest.raises(NoAnswer) as refused:
        book.deadline("tm-opposition", date(2026, 1, 5), strict=True)
    assert str(refused.value) == f"refused by --strict: tm-opposition rests on the overlay {overlay}"


def test_what_an_overlay_leaves_alone_is_built_in(laid: Laid, book: Book) -> None:
    house = ipcalc.load(laid("periods.yaml", opposition("{kind: due, months: 9}")))
    for asked in (("tm-non-use", date(2015, 3, 2)), ("patent-national-phase", date(2023, 7, 31))):
        assert house.deadline(*asked, strict=False).limits == book.deadline(*asked).limits
        assert house.deadline(*asked).layer == BUILT_IN


def test_a_copied_version_stays_built_in_and_a_version_that_is_left_out_does_not(tmp_path: Path, book: Book) -> None:
    entry = json.loads(json.dumps(book.rulebook.raw("periods")["patent-fer-reply"]))
    entry["title"] = "As we call it"
    last = entry["versions"][-1]
    last["limits"] = [{"kind": "due", "months": 5}]
    (tmp_path / "periods.yaml").write_text(json.dumps({"periods": {"patent-fer-reply": entry}}))
    house = ipcalc.load(tmp_path)
    first, second = (date.fromisoformat(entry["versions"][n]["from"]) for n in (-2, -1))
    assert house.deadline("patent-fer-reply", first).layer == BUILT_IN
    assert house.deadline("patent-fer-reply", first).law == book.deadline("patent-fer-reply", first).law
    assert house.deadline("patent-fer-reply", second).law.evidence == "house"
    del entry["versions"][-1]
    (tmp_path / "periods.yaml").write_text(json.dumps({"periods": {"patent-fer-reply": entry}}))
    house = ipcalc.load(tmp_path)
    answer = house.deadline("patent-fer-reply", second)
    assert answer.layer == str(tmp_path)
    assert answer.law.evidence == "house"


def test_weekly_closed_days_that_are_open_are_told(laid: Laid) -> None:
    overlay = laid("closures.yaml", "weekly: {weekdays: [Sunday], citation: x, evidence: text}\n")
    answer = ipcalc.load(overlay).deadline("tm-opposition", date(2025, 12, 9))
    assert answer.layer == answer.limits[0].layer == str(overlay)
    assert doubts(answer) == [f"Not by the built-in law alone: the overlay {overlay} gives the weekly closed days."]
    saturday = ipcalc.load(overlay).deadline("tm-opposition", date(2026, 1, 9))
    assert saturday.limits[0].act_by == date(2026, 5, 9)
    assert doubts(saturday)[0].endswith(
        "The built-in answer is earlier: due act by Fri 8 May 2026 (here Sat 9 May 2026)."
    )


def test_an_order_of_events_that_is_loosened_is_told(laid: Laid, book: Book) -> None:
    overlay = laid("rulebook.yaml", "events:\n  advertisement: {title: a, citation: x, evidence: house}\n")
    house = ipcalc.load(overlay)
    events = {"filing": date(2026, 2, 1), "registration": date(2026, 6, 1)}
    assert house.deadline("tm-renewal", events=events, occurrence=1).layer == BUILT_IN
    overlay = laid("rulebook.yaml", "events:\n  filing: {title: f, citation: x, evidence: house}\n")
    house = ipcalc.load(overlay)
    wrong = {"priority": date(2023, 6, 1), "filing": date(2022, 5, 30)}
    with pytest.raises(BadRequest):
        book.deadline("patent-examination-request", events=wrong)
    answer = house.deadline("patent-examination-request", events=wrong)
    assert answer.layer == str(overlay)
    (said,) = doubts(answer)
    assert said == (
        f"Not by the built-in law alone: the overlay {overlay} gives the order of the event filing. The built-in rulebook"
        " refuses these dates: the filing 2022-05-30 is before the priority 2023-06-01: check the dates."
    )


def test_bounds_that_hide_an_earlier_answer_are_told(laid: Laid, book: Book) -> None:
    overlay = laid(
        "rulebook.yaml",
        "events:\n  filing: {title: f, within: {months: 1, of: priority}, citation: x, evidence: house}\n",
    )
    events = {"priority": date(2022, 6, 1)}
    assert book.deadline("patent-examination-request", events=events).limits[0].date == date(2025, 1, 1)
    answer = ipcalc.load(overlay).deadline("patent-examination-request", events=events)
    assert answer.limits[0].date == date(2026, 6, 1)
    assert answer.limits[0].layer == str(overlay)
    assert doubts(answer)[0].endswith("The built-in answer is earlier: due Wed 1 Jan 2025 (here Mon 1 Jun 2026).")


def test_a_later_day_to_which_the_law_was_checked_is_told(laid: Laid) -> None:
    overlay = laid("rulebook.yaml", "checked_to: {tm: 2031-01-01}\n")
    house = ipcalc.load(overlay)
    answer = house.deadline("tm-opposition", date(2028, 1, 5))
    what = f"Not by the built-in law alone: the overlay {overlay} gives the day up to which the law was checked (2031-01-01)."
    assert doubts(answer) == [what]
    assert (answer.layer, answer.limits[0].layer) == (str(overlay), BUILT_IN)
    assert what in [note.text for note in house.fee("tm-application", on=date(2028, 1, 5)).notes]
    assert house.deadline("patent-fer-reply", date(2026, 1, 5)).layer == BUILT_IN


def test_special_days_are_added_and_touch_what_they_move(laid: Laid, book: Book) -> None:
    day = "{day: 2026-05-05, name: Stocktaking, confirmed: true, citation: notice, evidence: house}"
    overlay = laid("closures.yaml", f"special:\n  - {day}\n")
    house = ipcalc.load(overlay)
    assert len(house.rulebook.special_closures) == len(book.rulebook.special_closures) + 1
    answer = house.deadline("tm-opposition", date(2026, 1, 5))
    assert (answer.limits[0].act_by, answer.limits[0].rolls_to) == (date(2026, 5, 4), date(2026, 5, 6))
    rolls = "The built-in answer is earlier: due rolls to Tue 5 May 2026 (here Wed 6 May 2026)."
    assert doubts(answer) == [f"Not by the built-in law alone: the overlay {overlay} gives closed days. {rolls}"]
    assert house.deadline("tm-opposition", date(2026, 1, 7)).layer == BUILT_IN


def test_closed_days_that_are_left_out_are_told(laid: Laid, book: Book) -> None:
    year = "years:\n  '2026': {status: listed, completeness: all, days: [], citation: x, evidence: house}\n"
    house = ipcalc.load(laid("closures.yaml", year))
    moved = 0
    for n in range(365):
        day = date(2025, 9, 1) + timedelta(days=n)
        plain, answer = book.deadline("tm-opposition", day).limits[0], house.deadline("tm-opposition", day)
        (limit,) = answer.limits
        same = (plain.act_by, plain.rolls_to) == (limit.act_by, limit.rolls_to)
        assert same == (answer.layer == BUILT_IN)
        if answer.limits[0].act_by != plain.act_by:
            moved += 1
            assert "due act by" in doubts(answer)[0]
    assert moved > 5


def test_a_house_may_not_be_the_grade_of_the_built_in_data(small: Path, tmp_path: Path) -> None:
    from shutil import copytree

    from ipcalc.law.check import check

    copy = copytree(small, tmp_path / "copy")
    path = copy / "forms.yaml"
    path.write_text(path.read_text().replace("evidence: two", "evidence: house", 1))
    faults = check([copy]).faults
    assert [fault.message for fault in faults] == [
        "house is the grade of what an overlay says, not of the built-in data"
    ]


@pytest.mark.parametrize("missing", ["citation: Trade Marks Act 1999 s 21(1)", "evidence: text"])
def test_a_figure_without_a_citation_or_evidence_is_refused(missing: str, laid: Laid) -> None:
    overlay = laid("periods.yaml", opposition("{kind: due, months: 9}").replace(f"        {missing}\n", ""))
    with pytest.raises(BadData):
        ipcalc.load(overlay)


# ------------------------------------------------------------------------------------------------------- fees
def test_a_changed_fee_says_what_the_built_in_rulebook_charges() -> None:
    house = ipcalc.load(EXAMPLES / "corrected")
    charge = house.fee("tm-adjournment", on=date(2026, 6, 1))
    assert [(line.layer, line.evidence) for line in charge.lines] == [(str(EXAMPLES / "corrected"), "house")]
    (said,) = doubts(charge)
    assert said == (
        f"Not by the built-in law alone: the overlay {EXAMPLES / 'corrected'} gives the fee tm-adjournment."
        " The built-in rulebook charges INR 900."
    )
    with pytest.raises(NoAnswer):
        house.fee("tm-adjournment", on=date(2026, 6, 1), strict=True)
    assert house.fee("tm-application", on=date(2026, 6, 1)).layer == BUILT_IN


def test_the_fee_of_a_limit_touches_it(laid: Laid, book: Book) -> None:
    entry = json.loads(json.dumps(book.rulebook.raw("fees")["tm-opposition"]))
    entry["versions"][-1] |= {"amounts": {"e-filing": 1, "paper": 1}, "citation": "ours"}
    overlay = laid("fees.yaml", json.dumps({"fees": {"tm-opposition": entry}}))
    answer = ipcalc.load(overlay).deadline("tm-opposition", date(2026, 1, 5))
    assert doubts(answer) == [f"Not by the built-in law alone: the overlay {overlay} gives the fee tm-opposition."]
    assert answer.limits[0].layer == str(overlay)
    assert ipcalc.load(overlay).deadline("tm-opposition", date(2012, 1, 5)).layer == BUILT_IN


# ------------------------------------------------------------------------------------------------------- rows
ROWS = "ref,period,date\na,tm-opposition,2026-01-05\nb,tm-opposition,2012-03-05\nc,patent-fer-reply,2026-01-05\n"


def batch(capsys: pytest.CaptureFixture[str], path: Path, *options: str) -> tuple[int, list[dict[str, str]], str]:
    status = run(["batch", "deadlines", str(path), "--today", "2026-06-01", *options])
    shown = capsys.readouterr()
    return status, list(csv.DictReader(io.StringIO(shown.out))), shown.err


def test_rows_say_it_and_so_does_the_summary(laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    rows = tmp_path / "in" / "rows.csv"
    rows.write_text(ROWS)
    overlay = laid("periods.yaml", opposition("{kind: due, months: 9}"))
    status, found, told = batch(capsys, rows, "--data", str(overlay))
    assert status == 0
    assert ["the built-in answer is earlier" in row["notes"].lower() for row in found] == [True, True, False]
    assert told == f"3 rows: 3 answered, 0 failed\n2 rows rest on the overlay {overlay}\n"
    status, found, _ = batch(capsys, rows, "--data", str(overlay), "--strict")
    assert status == 1
    assert [bool(row["error"]) for row in found] == [True, True, False]


def test_rows_of_fees_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("fee,on\ntm-adjournment,2026-06-01\ntm-adjournment,2026-06-01\ntm-search,2010-06-01\n")
    assert run(["batch", "fees", str(rows), "--data", str(EXAMPLES / "corrected")]) == 0
    shown = capsys.readouterr()
    found = list(csv.DictReader(io.StringIO(shown.out)))
    assert ["charges INR 900" in row["notes"] for row in found] == [True, True, False]
    overlay = EXAMPLES / "corrected"
    assert shown.err.endswith(f"2 rows rest on the overlay {overlay}\n")


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2004, 1, 1), date(2026, 11, 1)), st.sampled_from(["tm-opposition", "tm-counter-statement"]))
def test_an_answer_that_is_later_than_the_built_in_one_says_so(
    loosened: Book, book: Book, day: date, period: str
) -> None:
    plain, answer = book.deadline(period, day), loosened.deadline(period, day)
    for limit in plain.limits:
        other = answer.limit(limit.kind)
        if other and other.date and limit.date and other.date > limit.date:
            assert f"{limit.kind} {limit.date:%a} {limit.date.day} {limit.date:%b %Y}" in doubts(answer)[0]
    same = [(x.kind, x.date, x.act_by, x.rolls_to) for x in plain.limits]
    if [(x.kind, x.date, x.act_by, x.rolls_to) for x in answer.limits] != same:
        assert answer.layer != BUILT_IN


@pytest.fixture(scope="module")
def loosened(tmp_path_factory: pytest.TempPathFactory) -> Book:
    overlay = tmp_path_factory.mktemp("loosened")
    (overlay / "periods.yaml").write_text(opposition("{kind: due, months: 5}"))
    (overlay / "closures.yaml").write_text(
        "special:\n  - {day: 2025-03-03, to: 2025-03-05, name: x, confirmed: true, citation: c, evidence: house}\n"
    )
    return ipcalc.load(overlay)


# ------------------------------------------------------------------------------------------------------- reminders
@pytest.fixture(scope="module")
def reminders() -> Book:
    return ipcalc.load(EXAMPLES / "reminder")


def oracle() -> Oracle:
    found = Oracle(ROOT / "data")
    found.periods |= read_yaml((EXAMPLES / "reminder" / "periods.yaml").read_text("utf-8"))["periods"]
    return found


def last(answer: Deadline) -> tuple[Any, ...]:
    (limit,) = answer.limits
    return limit.kind, limit.date, limit.act_by, limit.rolls_to


def test_reminders_are_counted_as_by_the_oracle(reminders: Book) -> None:
    counts = oracle()
    for day in (date(2003, 10, 31), date(2012, 3, 5), date(2013, 7, 8), date(2024, 2, 29), date(2026, 11, 2)):
        (mine,) = counts.ask("acme-opposition-reminder", {"advertisement": day}).limits or ()
        assert last(reminders.deadline("acme-opposition-reminder", day)) == (
            mine.kind,
            mine.day,
            mine.act_by,
            mine.rolls_to,
        )
    events = {"filing": date(2015, 5, 31), "grant": date(2019, 6, 1), "recordal": date(2019, 6, 1)}
    for year in range(3, 21):
        (mine,) = counts.ask("acme-annuity-reminder", events, year).limits or ()
        found = reminders.deadline("acme-annuity-reminder", events=events, occurrence=year)
        assert last(found) == (mine.kind, mine.day, mine.act_by, mine.rolls_to)


def test_a_reminder_rests_on_the_overlay_and_names_the_day_that_it_counts_from(reminders: Book) -> None:
    answer = reminders.deadline("acme-opposition-reminder", date(2026, 11, 2))
    assert answer.limits[0].length == "30 days before due of tm-opposition"
    texts = [note.text for note in answer.notes]
    assert texts[0].endswith("gives the period acme-opposition-reminder. The built-in rulebook has no such period.")
    assert (
        texts[-1] == "Counted from the due of tm-opposition (Tue 2 Mar 2027), and the notes on that day apply here too."
    )


def test_a_reminder_takes_the_earliest_answer_of_the_period_that_it_counts_from(laid: Laid, book: Book) -> None:
    text = """
periods:
  our-request:
    title: Reminder
    right: patent
    by: applicant
    begins: not known before
    versions:
      - from: 2003-05-20
        decided_by: priority
        trigger: priority
        limits: [{kind: due, working_days: 5, before: {period: patent-examination-request, limit: due}}]
        citation: manual
        evidence: house
"""
    house = ipcalc.load(laid("periods.yaml", text))
    answer = house.deadline("our-request", date(2022, 6, 1))
    assert book.deadline("patent-examination-request", date(2022, 6, 1)).limits[0].date == date(2025, 1, 1)
    assert answer.limits[0].date is not None
    assert answer.limits[0].date < date(2024, 12, 26)
    assert any(
        "The filing decides which version of the law applies, and is not given" in note.text for note in answer.notes
    )
    rows = house.deadline_rows(("period", "date"), today=date(2024, 1, 1)).answer([("our-request", "2022-06-01")] * 3)
    assert {row.due for row in rows} == {answer.limits[0].date.isoformat()}


def test_a_reminder_of_a_limit_that_is_not_there_is_refused(laid: Laid) -> None:
    text = (EXAMPLES / "reminder" / "periods.yaml").read_text("utf-8").replace("limit: due}}", "limit: extended}}", 1)
    house = ipcalc.load(laid("periods.yaml", text))
    assert house.deadline("acme-opposition-reminder", date(2012, 3, 5)).limits[0].date == date(2012, 6, 5)
    with pytest.raises(NoAnswer) as refused:
        house.deadline("acme-opposition-reminder", date(2026, 3, 5))
    assert str(refused.value) == (
        "acme-opposition-reminder counts from the extended of tm-opposition, which is not there for these dates"
    )


def test_a_reminder_waits_for_what_its_period_waits_for(reminders: Book) -> None:
    found = reminders.docket("tm", {"filing": date(2026, 1, 5)}, acting_for="opponent", today=date(2026, 11, 1))
    assert {each.period: each.event for each in found.waiting}["acme-opposition-reminder"] == "advertisement"
    found = reminders.docket("tm", {"advertisement": date(2026, 11, 2)}, acting_for="opponent", today=date(2026, 11, 3))
    assert "acme-opposition-reminder" in [each.period for each in found.deadlines]


# ------------------------------------------------------------------------------------------------------- the gate
def checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    status = run(["check", *words, "--report", "json"])
    shown = capsys.readouterr()
    return status, json.loads(shown.out)["findings"], shown.err


def test_an_overlay_does_not_turn_the_gate_green(
    laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    rows = tmp_path / "in" / "rows.csv"
    rows.write_text("ref,period,date\na,tm-opposition,2026-01-05\nb,patent-fer-reply,2026-05-20\n")
    overlay = laid("periods.yaml", opposition("{kind: due, months: 9}"))
    status, found, told = checked(capsys, str(rows), "--today", "2026-05-20", "--data", str(overlay))
    assert status == 1
    why = f"by the built-in rulebook, not by the overlay {overlay}"
    assert [(each["ref"], each["status"], each["act_by"], each["layer"]) for each in found] == [
        ("a", "lapsed", "2026-05-05", BUILT_IN)
    ]
    assert found[0]["then"].endswith(why)
    assert told == f"1 row rests on the overlay {overlay}\n"
    status, found, _ = checked(capsys, str(rows), "--today", "2026-09-20", "--data", str(overlay))
    assert {(each["act_by"], each["layer"]) for each in found if each["ref"] == "a"} == {
        ("2026-05-05", BUILT_IN),
        ("2026-10-05", str(overlay)),
    }


# ------------------------------------------------------------------------------------------------------- the law as a subject
def changes(capsys: pytest.CaptureFixture[str], overlay: Path) -> tuple[int, list[Any]]:
    status = run(["rules", "check", str(overlay), "--format", "json"])
    out = capsys.readouterr().out
    return status, json.loads(out[out.index("[") if status == 0 else out.index("\n[") :])


def test_rules_check_says_what_changes_and_what_becomes_later(laid: Laid, capsys: pytest.CaptureFixture[str]) -> None:
    laid("periods.yaml", opposition("{kind: due, months: 9}"))
    laid("closures.yaml", "weekly: {weekdays: [Sunday], citation: x, evidence: house}\n")
    overlay = laid(
        "rulebook.yaml",
        "checked_to: {tm: 2031-01-01}\nevents:\n  advertisement: {title: a, citation: x, evidence: house}\n",
    )
    status, found = changes(capsys, overlay)
    assert status == 0
    later = {(each["section"], each["id"]): each["later"] for each in found}
    assert set(later) == {
        ("checked_to", "tm"),
        ("events", "advertisement"),
        ("periods", "tm-opposition"),
        ("weekly", "weekly"),
    }
    assert later["periods", "tm-opposition"] == (
        "for advertisement 2003-09-15 the built-in answer is due Mon 15 Dec 2003 (here Tue 15 Jun 2004);"
        " extended Thu 15 Jan 2004"
    ) or later["periods", "tm-opposition"].startswith(
        "for advertisement 2003-09-15 the built-in answer is due Mon 15 Dec 2003"
    )
    assert later["weekly", "weekly"] == "Saturday no longer closed: the day to act may be later in every period"
    assert later["events", "advertisement"] == "may lie before the filing: answers may be later"
    assert later["checked_to", "tm"].endswith("to 2031-01-01")


@pytest.mark.parametrize("name", ["reminder", "service-charge", "branch", "corrected"])
def test_the_examples_make_nothing_later_and_their_cases_hold(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = changes(capsys, EXAMPLES / name)
    assert status == 0
    assert found
    assert [each["later"] for each in found] == [""] * len(found)
    assert run(["rules", "test", str(EXAMPLES / name)]) == 0


UNCITED = "changes a figure: it needs citation and evidence (house, for what your firm knows itself)"


@pytest.mark.parametrize(
    ("name", "text", "place", "why"),
    [
        ("closures.yaml", "special:\n  - {day: 2026-05-05, name: x}\n", "2: special[0]", UNCITED),
        (
            "closures.yaml",
            "special: [{day: 2026-05-05, name: x, citation: ' ', evidence: two}]",
            "1: special[0]",
            UNCITED,
        ),
        ("closures.yaml", "special:\n  - {day: 2026-05-05, name: x, citation: c}\n", "2: special[0]", UNCITED),
        ("closures.yaml", "always:\n  - {name: x, day: 05-05}\n", "2: always[0]", UNCITED),
        (
            "closures.yaml",
            "always:\n  - {name: Republic Day, day: 01-26}\n",
            "1: always",
            "leaves out a closed day: one of those that stay needs citation and evidence, to say why",
        ),
        ("closures.yaml", "years: {'2026': {status: listed, completeness: all, days: []}}", "1: years.2026", UNCITED),
        ("rulebook.yaml", "events:\n  advertisement: {title: a}\n", "2: events.advertisement", UNCITED),
        ("rulebook.yaml", "events:\n  filing: {title: a, evidence: house}\n", "2: events.filing", UNCITED),
    ],
)
def test_a_figure_without_an_authority_is_refused_by_every_command(
    name: str, text: str, place: str, why: str, laid: Laid, capsys: pytest.CaptureFixture[str]
) -> None:
    overlay = laid(name, text)
    fault = f"{overlay}/{name}:{place}: {why}"
    assert run(["rules", "check", str(overlay)]) == 1
    first, *others = capsys.readouterr().out.splitlines()
    assert first == fault
    more = f" (and {len(others)} more: see ipcalc rules check)" if others else ""
    for words in (["deadline", "tm-opposition", "2026-01-05"], ["docket", "tm", "--event", "filing=2026-01-05"]):
        assert run([*words, "--data", str(overlay)]) == 3
        assert capsys.readouterr().err == f"ipcalc: the data is not valid: {fault}{more}\n"
    with pytest.raises(BadData):
        ipcalc.load(overlay)


def test_rules_list_says_the_layer(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["rules", "list", "--right", "tm", "--data", str(EXAMPLES / "reminder")]
    assert run([*words, "--format", "json"]) == 0
    layers = {each["id"]: each["layer"] for each in json.loads(capsys.readouterr().out)}
    assert layers["acme-opposition-reminder"] == str(EXAMPLES / "reminder")
    assert layers["tm-opposition"] == BUILT_IN
    assert run([*words, "--layer", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["period"]: row["layer"] for row in rows} == layers


def test_cases_of_an_overlay_that_fail_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from shutil import copytree

    overlay = copytree(EXAMPLES / "reminder", tmp_path / "ours")
    path = overlay / "cases" / "reminders.yaml"
    path.write_text(path.read_text("utf-8").replace("due: 2027-01-31", "due: 2027-02-01"), "utf-8")
    assert run(["rules", "test", str(overlay)]) == 1
    assert capsys.readouterr().out == (
        f"{path}:1: opposition: due: expected 2027-02-01, found 2027-01-31\n3 cases: 2 right\n"
    )
    path.write_text("- {id: a, ask: deadline, period: tm-opposition, date: soon, expect: {duw: 1}}\n")
    assert run(["rules", "test", str(overlay)]) == 3
    assert f"{path}:1: [0].date: should be a date such as 2017-03-06, not 'soon'" in capsys.readouterr().err
    path.unlink()
    assert run(["rules", "test", str(overlay)]) == 2
    assert (
        capsys.readouterr().err == f"ipcalc: {overlay}/cases holds no case: write them into files that end in .yaml\n"
    )


def test_the_last_day_of_a_leap_year_is_looked_at(laid: Laid, capsys: pytest.CaptureFixture[str]) -> None:
    day = "  - {day: 2032-12-31, name: Move, confirmed: true, citation: Notice of the firm, evidence: house}\n"
    _, found = changes(capsys, laid("closures.yaml", f"special:\n{day}"))
    assert [each["later"] for each in found] == ["2032-12-31 is closed now: a last day on it may roll on"]


# ---------------------------------------------------------------------- registers
def test_an_office_abroad_that_an_overlay_changes_is_said(laid: Laid, book: Book) -> None:
    name = "pct-national-phase-abroad"
    entry = json.loads(json.dumps(book.rulebook.raw("periods")[name]))
    office, other = list(entry["abroad"])[:2]
    entry["abroad"][office]["limits"] = [{"kind": "due", "months": 40}]
    overlay = laid("periods.yaml", json.dumps({"periods": {name: entry}}))
    house = ipcalc.load(overlay)
    events = {"priority": date(2024, 1, 10), "international-filing": date(2025, 1, 10)}
    answer = house.deadline(f"{name}/{office}", events=events)
    assert answer.layer == str(overlay)
    (said,) = doubts(answer)
    assert said.startswith(f"Not by the built-in law alone: the overlay {overlay} gives the period {name}/{office}.")
    assert " The built-in answer is earlier: due " in said
    with pytest.raises(NoAnswer):
        house.deadline(f"{name}/{office}", events=events, strict=True)
    assert house.deadline(f"{name}/{other}", events=events).layer == BUILT_IN


def test_a_journal_of_an_overlay_is_said(laid: Laid, book: Book) -> None:
    entry = json.loads(json.dumps(book.rulebook.raw("journals")["tm"]))
    plain = book.journal("2270")
    entry["seen"] = [{**entry["seen"][0], "number": 2270, "day": "2027-01-04"}]
    overlay = laid("journals.yaml", json.dumps({"journals": {"tm": entry}}))
    found = ipcalc.load(overlay).journal("2270")
    assert (found.layer, plain.layer) == (str(overlay), BUILT_IN)
    assert found.doubts[0] == (
        f"Not by the built-in data alone: the overlay {overlay} gives the numbers of the Trade Marks Journal. By the"
        f" built-in data it is of {notes.long(plain.date)}. Events are counted from that earlier day."
    )
    assert ipcalc.load(overlay).journal("36/2026").layer == BUILT_IN


def test_territories_and_treaties_of_an_overlay_are_said(laid: Laid, book: Book) -> None:
    raw = read_yaml((ROOT / "data" / "offices.yaml").read_text("utf-8"))["territories"]
    raw[0]["offices"] = dict.fromkeys(raw[0]["offices"], "mumbai")
    unions = read_yaml((ROOT / "data" / "treaties.yaml").read_text("utf-8"))["unions"]
    name = next(iter(unions))
    unions[name]["title"] = "As we call it"
    laid("offices.yaml", json.dumps({"territories": raw}, default=str))
    overlay = laid("treaties.yaml", json.dumps({"unions": {name: unions[name]}}, default=str))
    house = ipcalc.load(overlay)
    place = house.office(raw[0]["name"], right="tm")
    assert place.layer == str(overlay)
    assert place.notes[0] == f"Not by the built-in data alone: the overlay {overlay} gives the territories."
    said = f"Not by the built-in data alone: the overlay {overlay} gives the members of unions."
    assert said in house.treaties.list().notes
    assert said in house.treaties.members(name).notes
    assert said in house.treaties.show("FR").notes
    assert book.treaties.list().notes == ()


@pytest.mark.parametrize(
    ("section", "what", "ask"),
    [
        ("partners", "the partners", "partners"),
        ("partners", "the partners", "events"),
        ("cooperation_events", "the events", "events"),
        ("action_plan", "the action plan", "plan"),
        ("page_faults", "the faults of the pages", "faults"),
        ("cooperation", "what is said of the page", "partners"),
    ],
)
def test_cooperation_of_an_overlay_is_said(
    laid: Laid, book: Book, capsys: pytest.CaptureFixture[str], section: str, what: str, ask: str
) -> None:
    raw = read_yaml((ROOT / "data" / "cooperation.yaml").read_text("utf-8"))[section]
    changed(raw)
    overlay = laid("cooperation.yaml", json.dumps({section: raw}, default=str))
    said = f"Not by the built-in data alone: the overlay {overlay} gives {what}."
    assert said in getattr(ipcalc.load(overlay).cooperation, ask)().notes
    assert said not in getattr(book.cooperation, ask)().notes
    assert run(["cooperation", ask, "--data", str(overlay)]) == 0
    assert said.split(":")[0] in capsys.readouterr().out


def changed(raw: Any) -> None:
    """Change the first word that says nothing but words."""
    places = raw if isinstance(raw, list) else [raw, *(each for each in raw.values() if isinstance(each, dict))]
    for each in places:
        for name in ("what", "title", "of_others", "note"):
            if name in each:
                each[name] = "As we call it"
                return
    raise AssertionError("nothing to change")


def test_strict_refuses_a_day_of_a_journal_of_an_overlay(
    laid: Laid, book: Book, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    entry = json.loads(json.dumps(book.rulebook.raw("journals")["tm"]))
    entry["seen"] = [{**entry["seen"][0], "number": 2270, "day": "2027-01-04"}]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    laid("own/journals.yaml", json.dumps({"journals": {"tm": entry}}))
    laid("in.csv", "period,date\ntm-opposition,journal:2270\ntm-opposition,2026-01-05\n")
    laid("m.yaml", "right: tm\nref: A\nacting_for: challenger\nevents: {advertisement: 'journal:2270'}\n")
    why = "refused by --strict: Trade Marks Journal 2270 rests on the overlay own"
    strict = ["--data", "own", "--strict", "--today", "2027-01-10"]
    for words in (["deadline", "tm-opposition"], ["docket", "tm"]):
        assert run([*words, "--event", "advertisement=journal:2270", *strict]) == 3
        assert capsys.readouterr().err == f"ipcalc: --event advertisement: {why}\n"
        assert run([*words, "--event", "advertisement=journal:2270", *strict[:2], *strict[3:]]) == 0
        capsys.readouterr()
    assert run(["deadline", "tm-opposition", "journal:2270", *strict]) == 3
    assert capsys.readouterr().err == f"ipcalc: DATE: {why}\n"
    assert run(["docket", "m.yaml", *strict]) == 2
    assert why in capsys.readouterr().err
    assert run(["batch", "deadlines", "in.csv", *strict]) == 1
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["error"] for row in rows] == [f"date: {why}", ""]


@pytest.mark.parametrize("overlay", sorted(path.name for path in EXAMPLES.iterdir()))
@pytest.mark.parametrize("command", [("check",), ("docket", "--all", "--project")])
def test_the_examples_answer_for_the_portfolio(
    command: tuple[str, ...], overlay: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *more = command
    portfolio, data = str(ROOT / "examples" / "portfolio"), str(EXAMPLES / overlay)
    assert run([name, portfolio, "--today", "2026-11-28", "--data", data, *more]) == (1 if name == "check" else 0)
    assert "a fault of the program" not in "".join(capsys.readouterr())


# ---------------------------------------------------------------------- a state that is worse by the built-in rulebook
def later(**counts: int) -> dict[str, Any]:
    return {"limits": [{"kind": "due", **counts}]}


REPLY, RENEWAL = "tm-examination-reply", "patent-renewal"
OPPOSITION, GROUNDS = "tm-opposition", "tm-grounds-of-decision"
RECEIVED = {"examination-report-received": "2026-07-20"}
GRANTED = {"filing": "2015-03-02", "grant": "2020-06-01"}
STATES = [
    (REPLY, later(months=3), RECEIVED, "2026-08-01", "", ""),
    (REPLY, later(months=3), RECEIVED, "2026-08-20", "", ""),
    (REPLY, later(months=3), RECEIVED, "2026-08-21", "", "extendable (here open)"),
    (REPLY, later(months=3), RECEIVED, "2026-10-16", "", "lapsed (here open)"),
    (REPLY, later(months=3), RECEIVED, "2026-10-20", "", "lapsed (here last-days)"),
    (REPLY, later(months=3), RECEIVED, "2026-11-02", "", ""),
    (REPLY, later(months=3), RECEIVED, "2026-11-02", "2026-10-15", "lapsed (here done)"),
    (REPLY, later(months=3), RECEIVED, "2026-11-02", "2026-08-15", ""),
    (REPLY, later(days=7), RECEIVED, "2026-08-01", "", ""),
    (REPLY, {"loses": "nothing"}, RECEIVED, "2026-11-02", "", "lapsed (here missed)"),
    (REPLY, {"term": True}, RECEIVED, "2026-11-02", "", "lapsed (here ended)"),
    (REPLY, {"by": "registrar"}, RECEIVED, "2026-08-01", "", "open (here awaited)"),
    (OPPOSITION, later(months=9), {"advertisement": "2026-01-05"}, "2026-03-01", "", ""),
    (OPPOSITION, later(months=9), {"advertisement": "2026-01-05"}, "2026-06-01", "", "lapsed (here open)"),
    (GROUNDS, later(months=9), {"decision-communicated": "2026-01-05"}, "2026-06-01", "", "missed (here open)"),
    (GROUNDS, {"loses": None}, {"decision-communicated": "2026-01-05"}, "2026-06-01", "", ""),
    (RENEWAL, {"loses": "nothing", "restored_by": None, "settled_by": None}, GRANTED, "2026-11-01", "", "unconfirmed (here open)"),
    (RENEWAL, {"restored_by": None, "settled_by": None}, GRANTED, "2026-11-01", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("period", "change", "events", "today", "done", "said"), STATES)
def test_a_worse_state_by_the_built_in_rulebook_is_told(
    period: str, change: dict[str, Any], events: dict[str, str], today: str, done: str, said: str, book: Book,
    laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    entry = json.loads(json.dumps(book.rulebook.raw("periods")[period]))
    (entry["versions"][-1] if "limits" in change else entry).update(change)
    overlay = laid("periods.yaml", json.dumps({"periods": {period: {k: v for k, v in entry.items() if v is not None}}}))
    expected = [f"By the built-in rulebook the state is {said}."] if said else []
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "rows.csv"
    cells = {"period": period, **events, **({"done": done} if done else {})}
    path.write_text(",".join(cells) + "\n" + ",".join(cells.values()) + "\n")
    assert run(["batch", "deadlines", str(path), "--data", str(overlay), "--today", today]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert [each for each in row["notes"].split(" | ") if each.startswith("By the built-in rulebook")] == expected
    assert not said or said.endswith(f"(here {row['deadline_state']})")
    days = {name: date.fromisoformat(day) for name, day in events.items()}
    on = {"done": date.fromisoformat(done)} if done else {}
    if period != RENEWAL:
        answer = ipcalc.load(overlay).deadline(period, events=days, today=date.fromisoformat(today), **on)
        assert [note.text for note in answer.notes if note.text.startswith("By the built-in rulebook")] == expected
        assert answer.state == row["deadline_state"]


# ---------------------------------------------------------------------- names that an overlay gives another meaning
FIRM = ["person", "company"]
RENAMED = [
    ("applicant_names.individual: the name company means other in the built-in data", {"names": {"applicant_names": {"individual": FIRM, "other": ["firm"]}}}),
    ("office_names.delhi: the name bombay means mumbai in the built-in data", {"names": {"office_names": {"mumbai": [], "delhi": ["Bombay"]}}}),
    ("periods.tm-non-use: the name opposition means tm-opposition in the built-in data", {"periods": {"tm-opposition": [], "tm-non-use": ["opposition"]}}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "change"), RENAMED)
def test_a_name_has_no_other_meaning_by_an_overlay(
    fault: str, change: dict[str, Any], book: Book, laid: Laid, capsys: pytest.CaptureFixture[str]
) -> None:
    sections = change
    if "periods" in change:
        known = {name: json.loads(json.dumps(book.rulebook.raw("periods")[name])) for name in change["periods"]}
        sections = {
            "periods": {"periods": {name: {**known[name], "short": s} for name, s in change["periods"].items()}}
        }
    for name, data in sections.items():
        overlay = laid(f"{name}.yaml", json.dumps(data))
    assert run(["fee", "tm-application", "--applicant", "company", "--data", str(overlay)]) == 3
    assert f"{fault}: give it no other meaning" in capsys.readouterr().err


def test_a_name_that_an_overlay_adds_may_be_used(laid: Laid) -> None:
    names = {"applicant_names": {"individual": ["person", "a human being"]}}
    overlay = laid("names.yaml", json.dumps(names))
    assert ipcalc.load(overlay).fee("tm-application", applicant="a human being").applicant == "individual"


@pytest.mark.parametrize(("day", "due"), [("2026-09-28", "2026-11-20"), ("2026-07-13", "2026-11-13")])
def test_an_event_is_never_counted_from_a_later_day_of_a_journal(
    day: str, due: str, book: Book, laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The built-in data has number 2270 of 20 July 2026."""
    entry = json.loads(json.dumps(book.rulebook.raw("journals")["tm"]))
    entry["seen"] = [{**entry["seen"][0], "number": 2270, "day": day}]
    overlay = tmp_path / "own"
    overlay.mkdir()
    laid("own/journals.yaml", json.dumps({"journals": {"tm": entry}}))
    counts = " Events are counted from that earlier day." if day > "2026-07-20" else ""
    doubt = (
        f"Not by the built-in data alone: the overlay {overlay} gives the numbers of the Trade Marks Journal."
        f" By the built-in data it is of Mon 20 Jul 2026.{counts}"
    )
    rows, matter = tmp_path / "rows.csv", tmp_path / "m.yaml"
    rows.write_text("period,advertisement,stated\ntm-opposition,journal:2270,2027-01-28\n")
    matter.write_text(
        "{right: tm, ref: A, acting_for: opponent, events: {advertisement: 'journal:2270'},"
        " stated: {tm-opposition: 2027-01-28}}\n"
    )
    more = ["--today", "2026-11-01", "--data", str(overlay), "--format", "json"]
    for file in (rows, matter):
        assert run(["check", str(file), *more]) == 1
        (found,) = json.loads(capsys.readouterr().out)["findings"]
        assert (found["act_by"], doubt in found["doubts"]) == (due, True)
        assert run(["verify", str(file), *more]) == 1
        (row,) = json.loads(capsys.readouterr().out)["rows"]
        assert (row["verdict"], row["act_by"]) == ("late", due)
    assert run(["deadline", "tm-opposition", "journal:2270", *more]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert doubt in [note["text"] for note in answer["notes"]]
    assert answer["limits"][0]["act_by"] == due
    assert run(["batch", "deadlines", str(rows), *more[:-2]]) == 0
    (cells,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (cells["act_by"], doubt in cells["notes"]) == (due, True)


def test_a_later_restoration_is_told(book: Book, laid: Laid) -> None:
    entry = json.loads(json.dumps(book.rulebook.raw("periods")["patent-restoration"]))
    (limit,) = (each for each in entry["versions"][-1]["limits"] if each["kind"] == "due")
    limit["months"] += 12
    overlay = laid("periods.yaml", json.dumps({"periods": {"patent-restoration": entry}}))
    events = {"filing": date(2015, 3, 2), "grant": date(2020, 6, 1)}
    (said,) = doubts(ipcalc.load(overlay).deadline("patent-renewal", events=events, occurrence=10))
    assert said == (
        f"Not by the built-in law alone: the overlay {overlay} gives the period patent-restoration. The built-in answer"
        " is earlier: restoration Tue 2 Sep 2025 (here Wed 2 Sep 2026)."
    )
