"""The calendar of a docket, read back by another library than the one that wrote it."""

from __future__ import annotations

import csv
import datetime
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ipcalc.cli import run

vobject = pytest.importorskip("vobject")
PORTFOLIO = str(Path(__file__).parents[1] / "examples" / "portfolio")
MARK = [
    "docket",
    "tm",
    "--event",
    "filing=2024-01-10",
    "--event",
    "advertisement=2024-09-02",
    "--ref",
    "A/1 ä",
    "--acting-for",
    "opponent",
]
OPPOSITION = ["deadline", "tm-opposition", "2024-09-02"]


def events(path: Path) -> dict[str, Any]:
    read = vobject.readOne(path.read_bytes().decode("utf-8"))
    return {event.uid.value: event for event in getattr(read, "vevent_list", [])}


def made(path: Path, *words: str) -> Path:
    assert run([*words, "-o", str(path)]) == 0
    return path


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return made(tmp_path / "due.ics", "docket", PORTFOLIO, "--today", "2026-11-28")


def test_every_event_is_a_whole_day(feed: Path) -> None:
    found = events(feed)
    assert found
    for event in found.values():
        start, end = event.dtstart.value, event.dtend.value
        assert type(start) is date
        assert end == start + timedelta(days=1)
        assert event.transp.value == "TRANSPARENT"
        assert event.dtstamp.value.date() == date(2026, 11, 28)
        assert event.sequence.value == "0"
        assert len(list(event.components())) == 1
    text = feed.read_bytes()
    assert text.count(b"METHOD:PUBLISH") == 1
    assert text.count(b"BEGIN:VCALENDAR") == 1


def test_lines_are_folded_by_bytes(tmp_path: Path) -> None:
    text = made(tmp_path / "due.ics", *MARK, "--today", "2024-10-01").read_bytes()
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert "A/1 ä".encode() in re.sub(rb"\r\n ", b"", text)


def test_same_question_same_bytes(feed: Path, tmp_path: Path) -> None:
    again = made(tmp_path / "again.ics", "docket", PORTFOLIO, "--today", "2026-11-28")
    assert again.read_bytes() == feed.read_bytes()


def test_a_day_that_moves_is_the_same_event(tmp_path: Path) -> None:
    first = made(tmp_path / "a.ics", *MARK, "--today", "2024-10-01")
    moved = [*MARK[:5], "advertisement=2024-09-09", *MARK[6:], "--today", "2024-10-02"]
    second = made(tmp_path / "b.ics", *moved, "--update", str(first))
    before, after = events(first), events(second)
    uid = next(uid for uid in before if "tm-opposition/" in uid)
    assert before[uid].dtstart.value == date(2025, 1, 2)
    assert after[uid].dtstart.value == date(2025, 1, 9)
    assert (before[uid].sequence.value, after[uid].sequence.value) == ("0", "1")
    assert not any(re.search(r"\d{4}-?\d\d-?\d\d", uid) for uid in before)


def test_what_did_not_change_keeps_its_number(tmp_path: Path) -> None:
    first = made(tmp_path / "a.ics", *MARK, "--today", "2024-10-01")
    second = made(tmp_path / "b.ics", *MARK, "--today", "2024-10-02", "--update", str(first))
    for uid, event in events(second).items():
        assert event.sequence.value == events(first)[uid].sequence.value == "0"


def test_what_is_gone_is_cancelled(tmp_path: Path) -> None:
    first = made(tmp_path / "a.ics", *MARK, "--today", "2024-10-01")
    done = [*MARK, "--event", "opposition-filed=2024-10-02", "--today", "2024-10-03"]
    second = made(tmp_path / "b.ics", *done, "--update", str(first))
    uid = next(uid for uid in events(first) if "tm-opposition/" in uid)
    event = events(second)[uid]
    assert event.status.value == "CANCELLED"
    assert event.sequence.value == "1"
    third = made(tmp_path / "c.ics", *done, "--update", str(second))
    assert events(third)[uid].sequence.value == "1"


@pytest.mark.parametrize("option", ["--remind=30", "--update=old.ics"])
@pytest.mark.parametrize(
    "words", [[*MARK], [*MARK, "--format", "csv"], ["deadline", "tm-opposition", "2026-09-07"]], ids=len
)
def test_what_only_a_calendar_has_is_refused_elsewhere(
    words: list[str], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, option]) == 2
    name = option.partition("=")[0]
    said = f"ipcalc: {name} is for a calendar: give --format ics, or -o with a file that ends in .ics\n"
    assert capsys.readouterr().err == said


def test_a_setting_of_reminders_refuses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ipcalc.toml").write_text("remind = [30, 7]\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run([*MARK, "--format", "csv"]) == 0
    assert capsys.readouterr().err == ""


def test_reminders_are_events(tmp_path: Path) -> None:
    found = events(made(tmp_path / "a.ics", *MARK, "--today", "2024-10-01", "--remind", "30,1"))
    uid = next(uid for uid in found if "tm-opposition/" in uid and "remind" not in uid)
    act = found[uid].dtstart.value
    reminders = {uid: event for uid, event in found.items() if "tm-opposition/" in uid and "remind" in uid}
    assert sorted(act - event.dtstart.value for event in reminders.values()) == [timedelta(1), timedelta(30)]
    assert all(event.summary.value.startswith("in ") for event in reminders.values())


def test_it_says_what_is_to_be_known(tmp_path: Path) -> None:
    found = events(made(tmp_path / "a.ics", *MARK, "--today", "2024-10-01"))
    event = next(event for uid, event in found.items() if "tm-opposition/" in uid)
    assert "Notice of opposition" in event.summary.value
    said = event.description.value
    assert "Due: Thu 2025-01-02" in said
    assert "Authority: Trade Marks Act 1999 s 21(1)" in said
    assert "Form: TM-O" in said
    assert isinstance(event.dtstamp.value, datetime.datetime)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            [*MARK[:6], *MARK[8:], "--format", "ics"],
            "a calendar needs a name for each matter, so that its events can be told apart: give --ref",
        ),
        (
            [*OPPOSITION, "-o", "due.ics"],
            "a calendar needs the name of the matter, to tell its events apart: give --ref NAME",
        ),
        (
            [*OPPOSITION, "--ref", "A"],
            "--ref names the matter in a calendar: give --format ics, or -o with a file that ends in .ics",
        ),
        ([*MARK, "--remind", "soon", "--format", "ics"], "--remind 'soon': write numbers of days, such as 30,7,1"),
    ],
)
def test_what_is_refused(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--today", "2024-10-01"]) == 2
    assert capsys.readouterr().err == f"ipcalc: {says}\n"


def test_a_deadline_is_the_event_that_a_docket_has(tmp_path: Path) -> None:
    both = ["--ref", "A/1 ä", "--today", "2024-10-01", "--remind", "30"]
    one = events(made(tmp_path / "one.ics", *OPPOSITION, *both))
    docket = events(made(tmp_path / "docket.ics", *MARK, *both[2:]))
    assert len(one) == 2
    for uid, event in one.items():
        assert event.summary.value == docket[uid].summary.value
        assert event.dtstart.value == docket[uid].dtstart.value
        assert [line.split(": ")[0] for line in event.description.value.splitlines()].count("Due") == 1


def test_a_series_has_an_event_for_each(tmp_path: Path) -> None:
    words = ["deadline", "patent-renewal", "2022-05-10", "--event", "grant=2025-06-02", "--today", "2025-06-03"]
    found = events(made(tmp_path / "due.ics", *words, "--ref", "P"))
    assert sorted(int(uid.split("/")[3]) for uid in found) == list(range(3, 21))


def test_a_deadline_is_updated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = tmp_path / "old.ics", tmp_path / "new.ics"
    words = [*OPPOSITION, "--ref", "A", "--today", "2024-10-01"]
    (uid,) = events(made(old, *words))
    assert capsys.readouterr().err == ""
    (event,) = events(made(new, *words, "--done", "2024-10-01", "--update", str(old))).values()
    assert (event.uid.value, event.status.value) == (uid, "CANCELLED")
    said = "the calendar is empty: Notice of opposition is done, or has no day yet\n"
    assert capsys.readouterr().err == said


def test_the_end_of_a_term_is_entered(tmp_path: Path) -> None:
    words = ["deadline", "patent-term", "2020-05-11", "--today", "2026-11-02"]
    (event,) = events(made(tmp_path / "due.ics", *words, "--ref", "P")).values()
    assert event.dtstart.value == date(2040, 5, 10)


def test_three_updates_raise_the_number_only_where_something_changed(tmp_path: Path) -> None:
    found = []
    days = ["2024-09-02", "2024-09-09", "2024-09-09", "2024-09-16"]
    for number, day in enumerate(days):
        words = [*MARK[:5], f"advertisement={day}", *MARK[6:], "--today", f"2024-10-0{number + 1}"]
        update = ["--update", str(tmp_path / f"{number - 1}.ics")] if number else []
        read = events(made(tmp_path / f"{number}.ics", *words, *update))
        (event,) = (event for uid, event in read.items() if "tm-opposition/" in uid)
        found.append((event.sequence.value, event.dtstamp.value.day, event.status.value))
    assert found == [
        ("0", 1, "CONFIRMED"),
        ("1", 2, "CONFIRMED"),
        ("1", 2, "CONFIRMED"),
        ("2", 4, "CONFIRMED"),
    ]


TABLE = "ref,right,client,filing,registration\nA,tm,One,2016-12-20,2018-02-01\nB,tm,Two,2017-06-20,2018-02-01\n"


@pytest.mark.parametrize(
    ("narrowed", "cancelled"),
    [
        (["docket", "marks.csv"], set()),
        (["docket", "marks.csv", "--within", "30"], set()),
        (["docket", "marks.csv", "--client", "One"], set()),
        (["docket", "marks.csv", "--ref", "A"], set()),
        (["docket", "fewer.csv"], {"B"}),
        (["docket", "tm", "--ref", "A", "--event", "filing=2016-12-20", "--event", "removal=2026-11-02"], {"A"}),
        (["deadline", "tm-renewal", "2016-12-20", "--occurrence", "1", "--done", "2026-11-02", "--ref", "A"], {"A"}),
        (["deadline", "tm-renewal", "2016-12-20", "--occurrence", "2", "--ref", "A"], set()),
        (["deadline", "tm-opposition", "2026-09-07", "--ref", "A"], set()),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_was_not_asked_for_is_not_cancelled(
    narrowed: list[str], cancelled: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("marks.csv").write_text(TABLE)
    Path("fewer.csv").write_text("".join(TABLE.splitlines(keepends=True)[:2]))
    made(Path("old.ics"), "docket", "marks.csv", "--today", "2026-11-28")
    found = events(made(Path("new.ics"), *narrowed, "--today", "2026-11-28", "--update", "old.ics"))
    assert {uid.split("/")[0] for uid, event in found.items() if event.status.value == "CANCELLED"} == cancelled
    assert {uid.split("/")[0] for uid in found} == {"A", "B"}


MEETING = "BEGIN:{0}\r\nUID:meeting@office\r\nSUMMARY:Partners\r\nEND:{0}\r\n"


@pytest.mark.parametrize("kind", ["VEVENT", "VTODO", "VJOURNAL"])
def test_what_others_entered_is_not_touched(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = made(tmp_path / "old.ics", *MARK, "--today", "2024-10-01")
    text = old.read_bytes().replace(b"END:VCALENDAR", MEETING.format(kind).encode() + b"END:VCALENDAR")
    old.write_bytes(text)
    assert run([*MARK, "--today", "2024-10-02", "--update", str(old), "-o", str(old)]) == 2
    assert capsys.readouterr().err == (
        "ipcalc: the calendar to update has an entry that ipcalc has not made (meeting@office): "
        "name a calendar that ipcalc wrote\n"
    )
    assert old.read_bytes() == text


@pytest.mark.parametrize("kept", [0, 1, 400, -20])
def test_a_calendar_that_is_cut_off_is_refused(kept: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = made(tmp_path / "old.ics", *MARK, "--today", "2024-10-01")
    old.write_bytes(old.read_bytes()[:kept])
    assert run([*MARK, "--today", "2024-10-02", "--update", str(old), "--format", "ics"]) == 2
    said = "ipcalc: the calendar to update cannot be read: it is no whole calendar\n"
    assert capsys.readouterr().err == said


def test_text_comes_back_as_it_was(tmp_path: Path) -> None:
    title = 'Tea; "leaf", 50 % \\ n\\n — चाय علامة 🦚' + "ॐ" * 80
    table = tmp_path / "marks.csv"
    row = '"' + title.replace('"', '""') + '"'
    table.write_text(f"ref,right,title,filing,registration\nA,tm,{row},2016-12-20,2018-02-01\n", encoding="utf-8")
    feed = made(tmp_path / "due.ics", "docket", str(table), "--today", "2026-11-28")
    (event,) = events(feed).values()
    assert f"Title: {title}" in event.description.value.splitlines()
    for line in feed.read_bytes().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


PROCEEDINGS = """
ref: A
right: tm
events: {filing: 2025-01-06}
proceedings:
- {ref: O-1, kind: opposition, events: {opposition-received: 2026-10-05}}
- {ref: O-2, kind: opposition, events: {opposition-received: 2026-10-19}}
"""
SEVERAL = {
    "offices abroad": (
        "ref: A\nright: pct\nevents: {priority: 2024-06-15, international-filing: 2025-06-14}\n",
        "pct-national-phase-abroad",
    ),
    "directions": (
        "ref: A\nright: patent\nevents: {filing: 2025-01-10, direction: [2026-10-02, 2026-11-02, 2026-11-20]}\n",
        "patent-form-3-direction",
    ),
    "proceedings": (
        PROCEEDINGS,
        "tm-counter-statement",
    ),
}


SUMMARIES = [
    "PT-0122: Proof of the right to apply (assignment), due [lapsed]",
    "? PT-0122: Divisional application, safe until this day [standing]",
    "? TM-0267: Request to adjourn the hearing of an opposition in OPP-1204551, due",
    "? PT-0101: Statement of working (Form 27) (2), last day with the extension [extendable]",
]


@pytest.mark.parametrize("summary", SUMMARIES)
def test_a_summary_tells_one_event_from_all_others(summary: str, feed: Path) -> None:
    assert [event.summary.value for event in events(feed).values()].count(summary) == 1


def test_what_is_open_until_an_event_says_until_when_it_is_safe(feed: Path) -> None:
    said = events(feed)["PT-0122//patent-divisional//due@ipcalc"].description.value.splitlines()
    assert said[0] == "Open until an event that may come any day; safe until Fri 2025-06-06 whatever happens"


def test_a_sum_that_grows_says_how_far(feed: Path) -> None:
    said = events(feed)["PT-0101//patent-working-statement/2/extended@ipcalc"].description.value.splitlines()
    assert "Sum: INR 4,000, growing to INR 6,000 on the last day" in said


@pytest.mark.parametrize("several", SEVERAL)
def test_each_time_that_a_period_runs_has_an_event(several: str, tmp_path: Path) -> None:
    matter, period = SEVERAL[several]
    (tmp_path / "a.yaml").write_text(matter, encoding="utf-8")
    made(tmp_path / "a.csv", "docket", str(tmp_path / "a.yaml"), "--today", "2026-11-28")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        shown = [row for row in csv.DictReader(file) if row["period"] == period and row["state"] == "open"]
    found = events(made(tmp_path / "a.ics", "docket", str(tmp_path / "a.yaml"), "--today", "2026-11-28"))
    days = [event.dtstart.value.isoformat() for uid, event in found.items() if f"/{period}/" in uid]
    assert sorted(days) == sorted(row["act_by"] for row in shown)
    assert len(days) > 1


def test_a_direction_that_is_answered_leaves_the_others_their_events(tmp_path: Path) -> None:
    matter, done = SEVERAL["directions"][0], "done: {patent-form-3-direction: 2026-11-25}\n"
    path = tmp_path / "a.yaml"
    path.write_text(matter, encoding="utf-8")
    first = made(tmp_path / "a.ics", "docket", str(path), "--today", "2026-11-28")
    path.write_text(matter + done, encoding="utf-8")
    second = made(tmp_path / "b.ics", "docket", str(path), "--today", "2026-11-28", "--update", str(first))
    told = {uid: (event.status.value, event.sequence.value) for uid, event in events(second).items()}
    assert told["A//patent-form-3-direction/time-1/due@ipcalc"] == ("CANCELLED", "1")
    assert told["A//patent-form-3-direction/time-2/due@ipcalc"] == ("CONFIRMED", "0")
    assert told["A//patent-form-3-direction//due@ipcalc"] == ("CONFIRMED", "0")


def test_what_is_lapsed_is_not_announced(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "ref: A\nright: patent\nevents: {filing: 2016-03-01, grant: 2020-06-01}\n"
        "done: {patent-renewal: {through: 6, on: 2021-02-01}}\n",
        encoding="utf-8",
    )
    words = ["docket", str(tmp_path / "a.yaml"), "--today", "2026-11-28", "--remind", "30"]
    found = events(made(tmp_path / "a.ics", *words))
    lapsed = {uid for uid, event in found.items() if "lapsed" in event.categories.value}
    assert "A//patent-renewal/7/due@ipcalc" in lapsed
    assert not [uid for uid in lapsed if "remind" in uid]
