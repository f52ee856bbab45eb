"""Recording acts and events in the files of matters: what is written, what stays, what is refused."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from ipcalc import Book, Reading
from ipcalc.cli import run
from ipcalc.dates import Style

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def portfolio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def record(*words: str, where: str = "portfolio") -> int:
    return run(["record", *words, "--matters", where, "--today", str(TODAY)])


def told(words: str, capsys: pytest.CaptureFixture[str], where: str = "portfolio", status: int = 0) -> list[str]:
    assert record(*words.split(), where=where) == status
    found = capsys.readouterr()
    return (found.err if status else found.out).splitlines()


def test_an_act_is_written_and_all_else_stays(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("portfolio/meridian-vector.yaml")
    before = path.read_text()
    assert told("pt-0122 fer 2026-11-20", capsys) == [
        "PT-0122 (portfolio/meridian-vector.yaml)",
        "recorded  patent-fer-reply: in time (done by the due date)",
        "closed    patent-fer-reply",
    ]
    assert path.read_text() == f"{before}  patent-fer-reply: 2026-11-20\n"


def test_a_payment_says_which_year_it_closed(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("portfolio/meridian-enzyme.yaml")
    before = path.read_text()
    assert told("PT-0101 annuity 2026-11-20", capsys)[1:] == [
        "recorded  patent-renewal (10): late (161 days after the due date; in time with the surcharge)",
        "closed    patent-renewal (10)",
    ]
    assert path.read_text() == before.replace("{through: 9, on: 2025-05-30}", "{through: 10, on: 2026-11-20}")


def test_an_event_says_what_it_opened_and_keeps_earlier_days(capsys: pytest.CaptureFixture[str]) -> None:
    assert told("TM-0412 --event opposition-received=2026-11-16", capsys)[1:] == [
        "recorded  opposition-received 2026-11-16",
        "closed    tm-opposition",
        "opened    tm-counter-statement, by 2027-01-15",
    ]
    path = Path("portfolio/lotus-monsoon.yaml")
    before = path.read_text()
    told("TM-0267 --event hearing=2027-01-11 --proceeding OPP-1204551", capsys)
    assert path.read_text() == before.replace("[2026-10-05, 2026-12-14]", "[2026-10-05, 2026-12-14, 2027-01-11]")


def test_the_name_that_a_file_uses_stays(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("mark.yaml")
    text = "ref: 'A' # ours\nright: patent\nevents:\n    filing: 2017-06-12   # by post\n    grant: 2022-02-11\ndone: {annuity: %s}\n"
    path.write_text(text % "{through: 9, on: 2025-05-30}")
    told("A patent-renewal 2026-06-01", capsys, where="mark.yaml")
    assert path.read_text() == text % "{through: 10, on: 2026-06-01}"


def test_json_stays_json() -> None:
    Path("m.json").write_text('{\n  "ref": "A",\n  "right": "tm",\n  "events": {"advertisement": "2026-09-07"}\n}\n')
    assert record("A", "--event", "opposition-received=2026-11-16", where="m.json") == 0
    assert json.loads(Path("m.json").read_text())["events"] == {
        "advertisement": "2026-09-07",
        "opposition-received": "2026-11-16",
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_keeps_its_dialect_and_its_own_columns(end: str) -> None:
    rows = [
        "ref;right;advertisement;File note;done:tm-opposition",
        'A;tm;2026-09-07;"a ""b"";c";',
        'B;tm;07 Sep 2026;"two\nlines";',
        "",
        "C;tm;2026-09-07;;2026-11-01",
    ]
    Path("m.csv").write_bytes(end.join([*rows, ""]).encode("cp1252"))
    words = ["B", "opposition", "2026-11-20", "--event", "hearing=2026-12-01", "--encoding", "cp1252"]
    assert record(*words, where="m.csv") == 0
    rows[0] += ";hearing"
    rows[1] += ";"
    rows[2] = 'B;tm;07 Sep 2026;"two\nlines";2026-11-20;2026-12-01'
    rows[4] += ";"
    assert Path("m.csv").read_bytes() == end.join([*rows, ""]).encode("cp1252")


def test_json_lines_keep_the_other_lines_as_they_are() -> None:
    first, second = (
        '{"ref": "A", "right":"tm", "n": 1.50}',
        '{"ref": "B", "right": "tm", "advertisement": "2026-09-07"}',
    )
    Path("m.jsonl").write_text(f"{first}\n{second}\n")
    assert record("B", "opposition", "2026-11-20", where="m.jsonl") == 0
    assert Path("m.jsonl").read_text() == f'{first}\n{second[:-1]}, "done:tm-opposition": "2026-11-20"}}\n'


def test_a_workbook_keeps_its_formats(book: Book) -> None:
    where = "portfolio.xlsx"
    assert record("PT-0101", "annuity", "2026-11-20", where=where) == 0
    assert record("PT-0122", "fer", "2026-11-20", where=where) == 0
    sheet = openpyxl.load_workbook(where).active
    names = {cell.value: cell.column for cell in sheet[1]}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows()}
    paid = sheet.cell(rows["PT-0101"], names["done:patent-renewal"])
    assert (paid.value, paid.number_format) == (datetime(2026, 11, 20), "dd-mmm-yyyy")
    replied = sheet.cell(rows["PT-0122"], names["done:patent-fer-reply"])
    assert (replied.value, replied.number_format) == (datetime(2026, 11, 20), "dd-mmm-yyyy")
    assert sheet.freeze_panes == "B2"
    assert sheet.cell(1, 1).font.b
    found = book.matters([where], Reading(Style(TODAY)))
    assert found.faults == ()
    assert next(each.done["patent-renewal"].through for each in found.matters if each.ref == "PT-0101") == 10


def test_what_is_due_on_the_day_of_the_event_may_be_done_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    events = "{filing: 2026-06-01}"
    Path("m.yaml").write_text(f"ref: A\nright: patent\nfacts: {{biological-material: true}}\nevents: {events}\n")
    assert record("A", "patent-biological-deposit", "2026-05-20", where="m.yaml") == 0
    assert "patent-biological-deposit: in time (done by the due date)" in capsys.readouterr().out
    assert run(["docket", "m.yaml", "--today", "2026-11-28", "--format", "csv"]) == 0
    assert "patent-biological-deposit" not in capsys.readouterr().out


REFUSED = {
    "PT-0122 fer 2027-01-20": "2027-01-20 is after today (2026-11-28): check the dates",
    "PT-0122 fer 2026-01-20": "patent-fer-reply: 2026-01-20 is too early: before the fer itself: check the dates",
    "TM-0198 renewal 2019-01-01": "tm-renewal (1): 2019-01-01 is too early: 2635 days before it may be done; the office does not accept it",
    "TM-0412 examination-reply 2024-10-01": "tm-examination-reply is already done on 2024-09-30 in the file: change it there",
    "TM-0412 counter-statement 2026-10-01": "tm-counter-statement waits for the event opposition-received, which is not on record: --event opposition-received=DATE",
    "TM-0412 --event registration=2020-01-01": "the registration 2020-01-01 is before the filing 2024-02-12: check the dates",
    "TM-0412 --event filing=2024-02-12": "filing is on record already",
    "TM-0412 --event filing=2024-02-11": "filing is on record already, on 2024-02-12, which is later: change it in the file",
    "TM-0412 --event grant=2024-02-11": "no period of tm uses the event grant",
    "TM-0412 annuity 2024-02-11": "patent-renewal is a period of patent, not of tm",
    "TM-9999 renewal 2024-02-11": "no matter has the ref 'TM-9999'; did you mean TM-0198?",
    "TM-0267 --event hearing=2027-01-11 --proceeding OPP-1": "TM-0267 has no proceeding 'OPP-1'; did you mean OPP-1206098 or OPP-1204551? (it has OPP-1204551, OPP-1206098)",
    "TM-0412": "say what was done (PERIOD DATE), or what happened (--event NAME=DATE)",
    "TM-0412 renewal": "write both: what was done, and on which day (ipcalc record REF PERIOD DATE)",
    "PT-0101 annuity 2026-11-20 --through 8": "--through 8: patent-renewal is already paid through 9",
}  # fmt: skip


@pytest.mark.parametrize(("words", "message"), REFUSED.items(), ids=list(REFUSED))
def test_what_is_out_of_order_is_refused(words: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in Path("portfolio").iterdir()}
    assert told(words, capsys, status=2) == [f"ipcalc: {message}"]
    assert {path: path.read_bytes() for path in Path("portfolio").iterdir()} == before


def test_too_late_is_refused_unless_the_office_accepted_it(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text("ref: A\nright: tm\nevents: {advertisement: 2024-09-02}\n")
    (said,) = told("A opposition 2025-06-02", capsys, where="m.yaml", status=2)
    assert said.startswith("ipcalc: tm-opposition: 2025-06-02 is too late: 151 days after the due date")
    assert said.endswith("; --accepted if the office accepted it")
    told("A opposition 2025-06-02 --accepted", capsys, where="m.yaml")
    assert Path("m.yaml").read_text().endswith("done:\n  tm-opposition: {on: 2025-06-02, accepted: true}\n")


def test_a_year_that_is_left_out_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("m.yaml")
    path.write_text(
        "ref: A\nright: patent\nevents: {filing: 2012-06-12, grant: 2015-02-11}\ndone:\n  annuity: {through: 9, on: 2020-05-30}\n"
    )
    (said,) = told("A annuity 2024-06-01", capsys, where="m.yaml", status=2)
    assert said == "ipcalc: patent-renewal (13): number 10 is not on record: say with --through which one was paid last"


ANNUITIES = "ref: A\nright: patent\nevents: {filing: 2011-01-30, grant: 2013-01-01, recordal: 2014-08-16}\n"
RENEWAL = "ref: A\nright: tm\nevents: {expiry: 2023-08-03}\n"


@pytest.mark.parametrize(
    ("matter", "words", "through"),
    [
        (ANNUITIES, "annuity 2014-09-23 --through 4", "{through: 4, on: 2014-09-23}"),
        (ANNUITIES + "done: {annuity: 2014-09-23}\n", "annuity 2015-01-20", "{through: 5, on: 2015-01-20}"),
        (RENEWAL, "renewal 2024-05-17", "{through: 1, on: 2024-05-17}"),
        (RENEWAL, "renewal 2025-05-17 --accepted", "{through: 1, on: 2025-05-17, accepted: true}"),
    ],
    ids=["several-of-one-day", "after-a-day-alone", "what-can-be-restored", "accepted-after-every-limit"],
)
def test_an_act_closes_what_a_docket_takes_it_for(
    matter: str, words: str, through: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path("m.yaml")
    path.write_text(matter)
    told(f"A {words}", capsys, where="m.yaml")
    assert through in path.read_text()


def test_which_of_several_years_of_one_day_was_paid_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(ANNUITIES)
    assert told("A annuity 2014-09-23", capsys, where="m.yaml", status=2) == [
        "ipcalc: patent-renewal (4): numbers 3 to 4 were due on the same day: say with --through which one was paid last"
    ]


TABLE = "number,ref,right,advertisement,done:tm-opposition\n5001001,,tm,2026-09-07,\n5001002,R-2,tm,2026-09-07,\n300001,,tm,2026-09-07,\n300001,D,design,,\n5001001,5001003,tm,2026-09-07,\n"


def test_a_matter_without_a_ref_is_found_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("t.csv")
    path.write_text(TABLE)
    assert record("5001002", "opposition", "2026-11-20", where="t.csv") == 0
    assert path.read_text().splitlines()[2] == "5001002,R-2,tm,2026-09-07,2026-11-20"
    assert record("5001003", "opposition", "2026-11-20", where="t.csv") == 0
    assert path.read_text().splitlines()[5] == "5001001,5001003,tm,2026-09-07,2026-11-20"
    capsys.readouterr()
    assert run(["docket", "t.csv", "--ref", "5001002", "--today", str(TODAY), "--format", "csv", "--all"]) == 0
    assert "R-2" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["record", "{}", "opposition", "2026-11-20", "--matters", "t.csv"], ["docket", "t.csv", "--ref", "{}"]])  # fmt: skip
def test_a_number_of_several_matters_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("t.csv").write_text(TABLE)
    for name, candidates in {
        "300001": "tm number 300001 (t.csv:4), design ref D number 300001 (t.csv:5)",
        "5001001": "tm number 5001001 (t.csv:2), tm ref 5001003 number 5001001 (t.csv:6)",
    }.items():
        assert run([*(word.format(name) for word in words), "--today", str(TODAY)]) == 2
        assert capsys.readouterr().err == f"ipcalc: 2 matters are called '{name}': {candidates}\n"
    assert Path("t.csv").read_text() == TABLE
    assert run([*(word.format("5001004") for word in words), "--today", str(TODAY)]) == 2
    assert "no matter has the ref '5001004'; did you mean" in capsys.readouterr().err


OPPOSED_TWICE = """\
ref: TM-9
right: tm
events:
  filing: 2025-06-02
  advertisement: 2026-06-01
  opposition-received: [2026-09-10, 2026-10-05]
done: {tm-counter-statement: 2026-11-09}
# the first is answered
"""


def test_the_answer_to_a_second_opposition_is_a_second_day(capsys: pytest.CaptureFixture[str]) -> None:
    Path("portfolio/opposed.yaml").write_text(OPPOSED_TWICE)
    assert told("TM-9 counter-statement 2026-11-27", capsys)[1:] == [
        "recorded  tm-counter-statement: in time (done by the due date)",
        "closed    tm-counter-statement",
    ]
    days = "[2026-11-09, 2026-11-27]"
    assert Path("portfolio/opposed.yaml").read_text() == OPPOSED_TWICE.replace("2026-11-09", days)
    assert told("TM-9 counter-statement 2026-11-28", capsys, status=2) == [
        "ipcalc: tm-counter-statement is already done on 2026-11-27 in the file: change it there"
    ]


def test_the_reply_in_an_expedited_examination_has_the_name_of_the_ordinary_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    events = "{filing: 2025-03-01, publication: 2025-06-06, expedited-request: 2025-06-10, fer: 2026-05-29}"
    Path("m.yaml").write_text(f"ref: A\nright: patent\nevents: {events}\n")
    assert told("A fer 2026-11-27", capsys, where="m.yaml")[1:] == [
        "recorded  patent-fer-reply: in time (done by the due date)",
        "closed    patent-fer-reply",
        "closed    patent-expedited-fer-reply",
    ]


def test_what_need_not_be_done_is_not_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(
        "ref: A\nright: patent\nevents: {filing: 2017-10-10, grant: 2019-08-31}\n"
        "done: {patent-renewal: not-needed, patent-proof-of-right: not-needed}\n"
    )
    for words, period in (
        ("annuity 2026-11-20 --through 9", "renewal"),
        ("proof-of-right 2018-01-10", "proof-of-right"),
    ):
        assert told(f"A {words}", capsys, where="m.yaml", status=2) == [
            f"ipcalc: patent-{period} is already not needed in the file: change it there"
        ]


def test_a_second_opposition_opens_a_time_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    Path("portfolio/opposed.yaml").write_text(OPPOSED_TWICE)
    assert told("TM-9 --event opposition-received=2026-11-20", capsys)[1:] == [
        "recorded  opposition-received 2026-11-20",
        "opened    tm-counter-statement, by 2027-01-20",
    ]


def test_an_act_before_an_office_abroad_is_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("portfolio/northlight-sensor-pct.yaml")
    before = path.read_text()
    assert told("PC-0007 pct-national-phase-abroad/EP 2026-09-01", capsys)[1:] == [
        "recorded  pct-national-phase-abroad/EP: in time (done by the due date)",
        "closed    pct-national-phase-abroad/EP",
    ]
    assert path.read_text() == f"{before}done:\n  pct-national-phase-abroad/EP: 2026-09-01\n"
