"""What moved in a docket since an earlier run, and why."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ipcalc.cli import run

MATTER = "ref: A-1\nright: patent\noffice: {office}\nevents:\n  filing: 2024-05-10\n  fer: {fer}\n{more}"


def docket(folder: Path, fer: str = "2026-06-15", office: str = "delhi", more: str = "") -> str:
    path = folder / "matter.yaml"
    path.write_text(MATTER.format(fer=fer, office=office, more=more), encoding="utf-8")
    return str(path)


def moved(folder: Path, old: Path, capsys: pytest.CaptureFixture[str], **changes: str) -> list[dict[str, str]]:
    words = ["docket", docket(folder, **changes), "--today", "2026-07-02", "--against", str(old), "--format", "csv"]
    assert run(words) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.json"
    assert run(["docket", docket(tmp_path), "--today", "2026-07-01", "-o", str(path)]) == 0
    return path


def test_nothing_moved(tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert moved(tmp_path, old, capsys) == []
    assert run(["docket", docket(tmp_path), "--today", "2026-07-02", "--against", str(old)]) == 0
    assert capsys.readouterr().out == "Nothing moved\n"


def test_an_event_moves_its_limits(tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = moved(tmp_path, old, capsys, fer="2026-06-22")
    (due,) = [row for row in rows if row["period"] == "patent-fer-reply" and row["limit"] == "due"]
    assert (due["change"], due["before"], due["after"]) == ("moved", "2026-12-15", "2026-12-22")
    assert due["why"] == "the event fer, 2026-06-15 before and 2026-06-22 now"


def test_an_act_takes_a_limit_away(tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = moved(tmp_path, old, capsys, more="done:\n  patent-fer-reply: 2026-07-01\n")
    (due,) = [row for row in rows if row["period"] == "patent-fer-reply" and row["limit"] == "due"]
    assert (due["change"], due["before"], due["after"]) == ("vanished", "2026-12-15", "")
    assert due["why"] == "the act of patent-fer-reply, not known before and 2026-07-01 now"


def test_every_change_says_why_it_came(tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = "  grant: 2026-07-01\ndone:\n  patent-renewal: {through: 4, on: 2026-07-01}\n"
    opposed = "proceedings:\n- {ref: opp, events: {opposition-statement-received: 2026-07-01}}\n"
    rows = moved(tmp_path, old, capsys, more=more + opposed)
    why = {(row["period"], row["change"]): row["why"] for row in rows}
    paid = "the act of patent-renewal, not known before and through 4, on 2026-07-01 now"
    granted = "the event grant, not known before and 2026-07-01 now"
    assert why["patent-renewal", "appeared"] == paid
    assert why["patent-fer-reply", "vanished"] == f"{granted}; {paid}"
    received = "the event opposition-statement-received, not known before and 2026-07-01 now"
    assert why["patent-post-grant-reply", "appeared"] == received


def test_each_reason_stands_once_below_the_table(tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = docket(tmp_path, more="done:\n  patent-fer-reply: 2026-07-01\n")
    assert run(["docket", path, "--today", "2026-07-02", "--against", str(old)]) == 0
    out = capsys.readouterr().out
    assert out.count("(1)") > out.count("the act of patent-fer-reply") == 1
    assert out.endswith("- (1) the act of patent-fer-reply, not known before and 2026-07-01 now\n")


@pytest.mark.parametrize(
    "text", ["[]x", "[1]", '{"a": 1}', '[{"matter": {}, "deadlines": []}]', '[{"matter": 1, "deadlines": 2}]']
)
def test_what_is_no_docket(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "old.json"
    path.write_text(text, encoding="utf-8")
    assert run(["docket", docket(tmp_path), "--today", "2026-07-02", "--against", str(path)]) == 2
    said = f"ipcalc: {path}: this is not a docket in JSON, as ipcalc docket writes it\n"
    assert capsys.readouterr().err == said


def test_each_office_abroad_and_each_time_moves_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, former = tmp_path / "m.yaml", tmp_path / "former.json"
    text = (
        "right: pct\nref: P\nevents: {{priority: {0}, filing: 2025-05-30}}\n---\nright: tm\nref: T\n"
        "events: {{filing: 2024-01-10, advertisement: 2025-01-06, opposition-received: [{1}, 2026-06-15]}}\n"
    )
    path.write_text(text.format("2024-06-03", "2026-05-04"))
    assert run(["docket", str(path), "--today", "2026-06-16", "-o", str(former)]) == 0
    path.write_text(text.format("2024-06-04", "2026-05-05"))
    words = ["docket", str(path), "--today", "2026-06-16", "--against", str(former), "--format", "json"]
    assert run(words) == 0
    moves = json.loads(capsys.readouterr().out)["moves"]
    assert {each["change"] for each in moves} == {"moved"}
    titles = {each["title"] for each in moves if each["period"] == "pct-national-phase-abroad"}
    assert len(titles) > 10
    steps = [(each["before"], each["after"]) for each in moves if each["period"] == "tm-counter-statement"]
    assert steps == [("2026-07-04", "2026-07-05")]


@pytest.mark.parametrize(
    ("version", "why"), [("2025.1.1", "the rulebook: {now} in place of 2025.1.1"), ("", "not known")]
)
def test_a_day_that_another_rulebook_gave(
    version: str, why: str, tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    former = json.loads(old.read_text())
    (reply,) = [
        each for docket in former["dockets"] for each in docket["deadlines"] if each["period"] == "patent-fer-reply"
    ]
    now = reply["rulebook"]["version"]
    reply["limits"][0]["date"] = reply["limits"][0]["act_by"] = "2026-12-14"
    reply["rulebook"]["version"] = version or now
    old.write_text(json.dumps(former))
    (row,) = [row for row in moved(tmp_path, old, capsys) if row["limit"] == "due"]
    assert (row["before"], row["after"], row["why"]) == ("2026-12-14", "2026-12-15", why.format(now=now))


def test_an_act_that_was_accepted_is_told_in_a_word(
    tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = "done:\n  patent-fer-reply: {on: 2026-07-01, accepted: true}\n"
    rows = [row for row in moved(tmp_path, old, capsys, more=more) if row["period"] == "patent-fer-reply"]
    why = "the act of patent-fer-reply, not known before and accepted, on 2026-07-01 now"
    assert {row["why"] for row in rows} == {why}


@pytest.mark.parametrize("more", ["3", "null", '"x"', "[]", "{}"])
def test_what_is_not_a_docket_among_dockets_is_refused(
    more: str, tmp_path: Path, old: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old.write_text(f"[{old.read_text()}, {more}]")
    assert run(["docket", docket(tmp_path), "--today", "2026-07-02", "--against", str(old)]) == 2
    assert capsys.readouterr().err == f"ipcalc: {old}: this is not a docket in JSON, as ipcalc docket writes it\n"
