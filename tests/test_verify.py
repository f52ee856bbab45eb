"""`verify`: verdicts by cases, and the mistakes by which dates were made by those very mistakes."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

import ipcalc
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.verify.reasons import AnsweredQuestion, explained
from ipcalc.calc.verify.verdict import verify
from ipcalc.cli import run
from ipcalc.errors import IpcalcError

FILES = Path(__file__).parent / "verify"
TODAY = date(2026, 6, 1)
ENGINE = ipcalc.load()._engine
DOCKET = ["verify", str(FILES / "docket.csv"), "--map", "Our ref=ref", "--today", "2026-06-01"]
ANNUITIES = ["verify", str(FILES / "annuities.csv"), "--period", "annuity", "--dayfirst", "--today", "2026-06-01", "--map",
             "Filing Dt.=filing,Grant Dt.=grant,Annuity Yr=occurrence,Due Dt.=stated,Patent No.=ref,Entity=applicant"]  # fmt: skip


def answers(words: list[str], capsys: pytest.CaptureFixture[str], status: int) -> str:
    assert run(words) == status
    return capsys.readouterr().out


@pytest.mark.parametrize("heading", ["applicant", "Applicants"])
def test_a_column_of_applicants_changes_no_verdict(
    heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "one.csv"
    file.write_text(f"period,date,stated,{heading}\ntm-opposition,2026-03-02,2026-07-02,ACME LTD\n")
    (row,) = json.loads(answers(["verify", str(file), "--today", "2026-06-01", "-f", "json"], capsys, 0))["rows"]
    assert row["verdict"] == "right"


def test_each_row_has_its_verdict_and_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(answers([*DOCKET, "--format", "csv"], capsys, 1))))
    found = {
        row["Our ref"]: (row["verdict"], row["days"], row["computed"], row["reason"].partition(":")[0]) for row in rows
    }
    assert found == {
        "A": ("right", "0", "2026-05-05", ""),
        "B": ("right", "0", "2026-06-02", ""),
        "C": ("early", "-2", "2026-07-02", "120 days"),
        "D": ("early", "-2", "2026-07-09", "120 days"),
        "E": ("early", "-2", "2026-08-06", "120 days"),
        "F": ("late", "207", "2026-05-12", "day and month exchanged"),
        "G": ("late", "1", "2026-02-28", "30 days"),
        "H": ("late", "519", "2027-09-03", "law of 2006-05-05 to 2024-03-14"),
        "I": ("undecided", "516", "2025-01-01", "filing"),
        "J": ("late", "4", "2026-07-30", "counted from examination-report-received"),
        "K": ("right", "0", "2026-05-08", ""),
        "L": ("missing", "", "2026-01-15", ""),
        "M": ("late", "1", "2026-05-15", "the day after"),
        "N": ("unanswerable", "", "", "there is no day for the limit 2026-05-19"),
        "O": ("right", "0", "2026-05-04", ""),
        "P": ("unanswerable", "", "", "unknown period 'tm-oposition'; did you mean tm-opposition, opposition or gi-opposition?"),
        "Q": ("right", "0", "2025-11-25", ""),
    }  # fmt: skip


def test_own_columns_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.reader(io.StringIO(answers([*DOCKET, "--format", "csv"], capsys, 1))))
    own = list(csv.reader(io.StringIO((FILES / "docket.csv").read_text(encoding="utf-8"))))
    assert [row[: len(own[0])] for row in rows] == own
    assert rows[0][len(own[0]) :] == ["verdict", "days", "computed", "reason"]


def test_a_method_that_comes_again_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(answers([*DOCKET, "--format", "json"], capsys, 1))
    assert found["methods"] == [{"method": "120 days", "rows": [3, 4, 5]}]
    assert [row["ref"] for row in found["rows"] if "accident" in row] == ["A", "B", "K", "O"]
    assert found["counts"] == {"late": 5, "unanswerable": 2, "undecided": 1, "missing": 1, "early": 3, "right": 5}


def test_dangerous_ones_come_first(capsys: pytest.CaptureFixture[str]) -> None:
    shown = answers(DOCKET, capsys, 1)
    assert shown.startswith("17 dates verified: 12 not right\n")
    verdicts = [line.split()[0] for line in shown.splitlines() if line.startswith(("late ", "missing ", "early "))]
    assert verdicts == ["late"] * 5 + ["missing"] + ["early"] * 3


def test_only_what_is_named_fails(capsys: pytest.CaptureFixture[str]) -> None:
    answers([*DOCKET, "--fail-on", "rolled"], capsys, 0)
    answers([*DOCKET, "--fail-on", "rolled, LATE"], capsys, 1)
    assert run([*DOCKET, "--fail-on", "wrong"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("ipcalc: --fail-on: unknown verdict 'wrong'")
    assert said.endswith("(one of late, unanswerable, undecided, contested, rolled, missing, early, right)\n")


def test_a_firms_list_of_annuities(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ANNUITIES) == 0
    said = capsys.readouterr()
    assert said.out == "2 dates verified: all right\ntoday  Mon 2026-06-01\nright  2\n"
    assert said.err == "3 years of two digits were read, as 2020 to 2025\n"


def test_dates_are_dates_in_a_workbook(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "a.xlsx"
    source.write_text(
        "ref,period,date,priority,opened,stated,remark\n"
        "A,tm-opposition,2 Mar 2026,,2026-01-05,02-Jul-2026,2026-07-02\n"
        "B,tm-opposition,2026-03-02,n/a,,05/07/2026,give --event filing=DATE.\n"
        "C,tm-term,,,,1 Jan 1903,\n"
    )
    assert run(["verify", str(source), "-o", str(target), "--today", "2026-06-01"]) == 1
    sheet = load_workbook(target).worksheets[0]
    assert [[cell.value for cell in row[:7]] for row in sheet.iter_rows(min_row=2)] == [
        ["A", "tm-opposition", datetime(2026, 3, 2), None, "2026-01-05", datetime(2026, 7, 2), "2026-07-02"],
        ["B", "tm-opposition", datetime(2026, 3, 2), "n/a", None, "05/07/2026", "give --event filing=DATE."],
        ["C", "tm-term", None, None, None, "1 Jan 1903", None],
    ]
    assert {sheet[cell].number_format for cell in ("C2", "F2", "C3")} == {"yyyy-mm-dd"}
    assert run(["verify", str(source), "-o", str(target.with_suffix(".csv")), "--today", "2026-06-01"]) == 1
    assert target.with_suffix(".csv").read_text().splitlines()[1].startswith(source.read_text().splitlines()[1])


def test_the_stated_dates_of_matters_are_dates_in_a_workbook(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    assert run(["verify", "examples/stated-matters.csv", "-o", str(target), "--today", "2026-11-28"]) == 1
    sheet = load_workbook(target).worksheets[0]
    stated = next(cell for cell in sheet[1] if cell.value == "stated").column
    found = [row[stated - 1].value for row in sheet.iter_rows(min_row=2)]
    assert any(found)
    assert {type(each) for each in found if each} == {datetime}


@pytest.mark.parametrize("name", ["patent-fer-reply", "patent-expedited-fer-reply"])
def test_a_date_may_have_the_name_of_another_period_of_the_same_act(name: str, tmp_path: Path) -> None:
    matter, target = tmp_path / "m.yaml", tmp_path / "a.json"
    events = "{filing: 2025-03-01, expedited-request: 2025-06-10, examination-requested: 2025-06-10, fer: 2026-05-11}"
    matter.write_text(f"{{ref: A, right: patent, events: {events}, stated: {{{name}: 2026-11-11}}}}\n")
    run(["verify", str(matter), "-o", str(target), "--today", "2026-11-01"])
    rows = json.loads(target.read_text())["rows"]
    replies = {row["period"]: row["verdict"] for row in rows if "fer-reply" in row["period"]}
    assert replies == {"patent-expedited-fer-reply": "right"}


def test_what_is_stated_must_be_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(FILES / "annuities.csv"), "--period", "annuity", "--map", "Filing Dt.=filing"]) == 2
    assert capsys.readouterr().err == "ipcalc: no column 'stated': name it with --map HEADING=stated\n"


CASES = [
    ("tm-renewal", {"expiry": "2026-11-22"}, "2026-11-23", "due", 1, "rolled", "closed day"),
    ("tm-renewal", {"expiry": "2026-11-22"}, "2027-05-21", "due", 1, "late", "limit late"),
    ("tm-renewal", {"expiry": "2026-11-23"}, "2026-11-20", "due", 1, "right", ""),
    ("tm-renewal", {"expiry": "2026-11-23"}, "2026-11-23", "due", 1, "right", ""),
    ("tm-renewal", {"expiry": "2026-11-23"}, "2026-11-19", "due", 1, "early", ""),
    ("tm-renewal", {"expiry": "2026-11-22"}, "2025-11-22", "opens", 1, "right", ""),
    ("tm-renewal", {"expiry": "2026-11-22"}, "2025-11-21", "opens", 1, "late", "the day before"),
    ("tm-renewal", {"expiry": "2026-11-22"}, "2025-12-09", "opens", 1, "early", ""),
    ("patent-national-phase", {"priority": "2024-06-10"}, "2026-12-10", "due", None, "early", "30 months"),
    ("patent-fer-reply", {"fer": "2025-08-31"}, "2026-03-03", "due", None, "late", "month end"),
    ("patent-fer-reply", {"fer": "2026-01-30"}, "2026-07-29", "due", None, "early", "180 days"),
    ("tm-opposition", {"advertisement": "2026-03-05"}, "2026-05-07", "due", None, "early", "day and month exchanged"),
    ("tm-opposition", {"advertisement": "2019-12-02"}, "2022-05-30", "due", None, "contested", "suspension"),
    ("tm-opposition", {"advertisement": "2026-01-05"}, "2025-05-05", "due", None, "early", "the year before"),
    ("tm-opposition", {"advertisement": "2026-01-06"}, "2026-02-05", "due", None, "early", "30 days"),
    ("tm-opposition", {"advertisement": "2026-01-05"}, "2027-05-05", "due", None, "late", "16 months"),
    ("tm-renewal", {"expiry": "2026-11-22"}, "2025-11-21", "due", 1, "early", "the year before"),
    ("tm-renewal", {"expiry": "2026-11-22"}, "2025-11-22", "due", 1, "early", "limit opens"),
    (
        "tm-renewal",
        {"filing": "2016-11-22", "registration": "2018-01-10"},
        "2025-11-22",
        "due",
        1,
        "early",
        "limit opens",
    ),
]


@pytest.mark.parametrize(("period", "events", "stated", "kind", "number", "verdict", "word"), CASES)
def test_case(
    period: str, events: dict[str, str], stated: str, kind: str, number: int | None, verdict: str, word: str
) -> None:
    dates = {name: date.fromisoformat(day) for name, day in events.items()}
    found = verify(case_of(period, dates, kind, number), date.fromisoformat(stated))
    assert (found.verdict, found.reason.partition(":")[0]) == (verdict, word)


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ("2025-05-05", "the year before: a day of 2025 in place of 2026"),
        ("2027-05-05", "16 months: the time is 4 months; or it is a day of 2027 in place of 2026"),
    ],
)
def test_a_wrong_year_is_named(stated: str, reason: str) -> None:
    case = case_of("tm-opposition", {"advertisement": date(2026, 1, 5)})
    assert verify(case, date.fromisoformat(stated)).reason == reason


def test_the_day_of_an_earlier_occurrence_is_named() -> None:
    case = case_of("tm-renewal", {"filing": date(2015, 11, 30), "registration": date(2018, 2, 1)}, number=2)
    said = "120 months: the time is 10 years from 2025-11-30; or it is the day of number 1, not of 2"
    assert verify(case, date(2025, 11, 30)).reason == said


def test_no_later_occurrence_is_named_as_an_earlier_one() -> None:
    case = case_of("tm-renewal", {"filing": date(2015, 11, 30), "registration": date(2018, 2, 1)}, number=2)
    assert "number" not in verify(case, date(2045, 11, 30)).reason


def test_the_first_day_is_not_the_last() -> None:
    case = case_of("tm-renewal", {"filing": date(2016, 11, 22), "registration": date(2018, 1, 10)}, number=1)
    said = "limit opens: it is the first day on which it may be done"
    assert verify(case, date(2025, 11, 22)).reason == said


@pytest.mark.parametrize("stated", ["", " ", "-", "----", "N/A", "n.a.", "nil", "0000-00-00"])
def test_a_word_for_no_date_is_none(stated: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(f"period,date,stated\ntm-opposition,2026-01-05,{stated}\n")
    (tmp_path / "m.csv").write_text(
        f"right,acting_for,advertisement,stated:opposition\ntm,challenger,2026-03-02,{stated}\n"
        "tm,challenger,2026-03-02,2026-07-02\n"
    )
    for file, verdicts in (("a.csv", ["missing"]), ("m.csv", ["missing", "right"])):
        found = json.loads(
            answers(["verify", str(tmp_path / file), "--today", "2026-04-01", "--format", "json"], capsys, 1)
        )
        assert [(row["verdict"], row["stated"]) for row in found["rows"] if row["period"] == "tm-opposition"] == [
            (verdict, None if verdict == "missing" else "2026-07-02") for verdict in verdicts
        ]


def case_of(period: str, events: dict[str, date], kind: str = "due", number: int | None = None) -> AnsweredQuestion:
    options = Options(today=TODAY)
    given = ipcalc.calc.deadlines.events.matter(ENGINE.book, period, None, events)
    return AnsweredQuestion(ENGINE, period, given, options, ENGINE.deadline(period, given, options, number), kind=kind)


# ---------------------------------------------------------------- mistakes that are made on purpose
COUNTED = sorted(
    name
    for name in ENGINE.book.period_ids
    if (period := ENGINE.book.period(name)).recurs is None and period.versions[-1].trigger is not None
)


def plus(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def wrong_dates(case: AnsweredQuestion) -> dict[str, date]:
    """Dates that are wrong by a method, by the word for it."""
    start, months = case.start, case.months
    assert start
    assert case.limit
    assert case.limit.date
    last = case.limit.date
    found = {"the day after": last + timedelta(days=1), "the day before": last - timedelta(days=1)}
    if months:
        found |= {f"{30 * months} days": start + timedelta(days=30 * months)}
        found |= {
            f"{other} month{'s' if other > 1 else ''}": plus(start, other)
            for other in (months - 1, months + 1, months + 7)
        }
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        found |= {"month end": date(year, month + 1, 1) + timedelta(days=start.day - 1)}
    found |= {"the year before": plus(last, -12)}
    opens = case.answer.limit("opens")
    if case.kind != "opens" and opens and opens.date:
        found |= {"limit opens": opens.date}
    if last.day <= 12:
        found |= {"day and month exchanged": date(last.year, last.day, last.month)}
    return {word: day for word, day in found.items() if word[0] != "0"}


@example("patent-restoration", date(2022, 8, 29), 7)  # the last day is 29 February
@given(st.sampled_from(COUNTED), st.dates(date(2017, 4, 1), date(2025, 12, 31)), st.integers(0, 9))
def test_the_mistake_is_named(period: str, day: date, which: int) -> None:
    trigger = ENGINE.book.period(period).versions[-1].trigger
    try:
        case = case_of(period, {str(trigger): day})
    except IpcalcError:
        assume(False)
    assume(case.limit is not None and case.limit.date is not None and case.start is not None)
    wrong = list(wrong_dates(case).items())
    word, stated = wrong[which % len(wrong)]
    found = verify(case, stated)
    assume(found.verdict in ("late", "early"))
    words = [reason.word for reason in explained(case, stated)]
    assert word in words, (period, day, stated, words)
    assert found.reason.startswith(f"{words[0]}: ")


# ------------------------------------------------------------------------------------------------------- readings
def test_the_day_of_another_reading_is_contested(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(
        "period,priority,filing,occurrence,stated\ntm-renewal,2016-01-10,2016-07-01,1,2026-07-01\n"
    )
    found = json.loads(
        answers(["verify", str(tmp_path / "a.csv"), "--today", "2026-01-01", "--format", "json"], capsys, 1)
    )
    (row,) = found["rows"]
    assert (row["verdict"], row["computed"], row["days"]) == ("contested", "2026-01-10", 172)
    assert row["reason"].startswith("another reading: right only by one that is not the safe one: ")


# ------------------------------------------------------------------------------------------------------- matters
MARK = """right: tm
ref: TM-1
events: {filing: 2024-02-12, advertisement: 2026-08-10, opposition-received: 2026-10-20}
stated: {tm-counter-statement: 2026-12-21}
proceedings:
  - {ref: OPP-2, events: {opposition-received: 2026-10-28}, stated: {counter-statement: 2026-12-28}}
"""
TABLE = """right,ref,filing,grant,through:annuity,stated:annuity,acting_for,advertisement,stated:opposition
patent,P-1,2012-07-30,2018-01-10,14,2026-07-31,,,
tm,TM-9,,,,,challenger,2026-08-10,2026-12-10
"""


def test_the_dates_that_matters_keep_are_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.yaml").write_text(MARK)
    (tmp_path / "b.csv").write_text(TABLE)
    found = json.loads(answers(["verify", str(tmp_path), "--today", "2026-11-28", "--format", "json"], capsys, 1))
    assert [(row["line"], row["ref"], row["period"], row["verdict"], row["days"]) for row in found["rows"]] == [
        (1, "TM-1", "tm-counter-statement", "rolled", 1),
        (1, "TM-1, OPP-2", "tm-counter-statement", "right", 0),
        (2, "P-1", "patent-renewal", "late", 1),
        (2, "P-1", "patent-working-statement", "missing", None),
        (3, "TM-9", "tm-opposition", "right", 0),
    ]
    assert {Path(row["file"]).name for row in found["rows"]} == {"a.yaml", "b.csv"}


def test_a_date_of_a_period_that_cannot_be_told_is_unanswerable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text("right: tm\nevents: {filing: 2024-02-12}\nstated: {renewal: 2034-02-12}\n")
    found = json.loads(answers(["verify", str(tmp_path / "a.yaml"), "--format", "json"], capsys, 1))
    assert [(row["ref"], row["verdict"], row["reason"]) for row in found["rows"] if row["stated"]] == [
        ("tm", "unanswerable", "tm-renewal waits for the event registration, which is not given")
    ]


def test_matters_that_keep_no_date_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.yaml").write_text("right: tm\nevents: {filing: 2024-02-12}\n")
    assert run(["verify", str(tmp_path / "a.yaml")]) == 2
    said = "no matter has a date to verify: write stated: {PERIOD: DATE}, in a table a column stated:PERIOD"
    assert capsys.readouterr().err == f"ipcalc: {said}\n"


def test_a_time_in_steps_is_named_whole() -> None:
    case = case_of("tm-non-use", {"registration": date(2020, 11, 30)}, "opens")
    assert [str(reason) for reason in explained(case, date(2025, 11, 30))] == [
        "60 months: the time is 5 years + 1 day + 3 months"
    ]
