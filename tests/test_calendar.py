"""The calendar of a docket, read back by another library than the one that wrote it."""

from __future__ import annotations

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
        (["deadline", "tm-opposition", "2024-09-02", "-o", "due.ics"], None),
        ([*MARK, "--remind", "soon", "--format", "ics"], "--remind 'soon': write numbers of days, such as 30,7,1"),
    ],
)
def test_what_is_refused(words: list[str], says: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--today", "2024-10-01"]) == 2
    said = capsys.readouterr().err
    assert says is None or said == f"ipcalc: {says}\n"
