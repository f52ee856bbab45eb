"""What an overlay leaves out of a docket, or makes later or less urgent there, is told: by every key that it may change."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import ipcalc
from ipcalc.book import Book
from ipcalc.calc.deadlines.state import DONE, ENDED, LAPSED, MISSED, NOTHING, OPEN, RESTORABLE
from ipcalc.calc.matters.docket import Docket
from ipcalc.calc.matters.left_out import Stand, stand_of
from ipcalc.calc.matters.matter import Act, Closed, Matter, Proceeding
from ipcalc.calc.results import Deadline, Next
from ipcalc.cli import run
from ipcalc.law.shapes.events import Closing, Course, Event
from ipcalc.law.shapes.periods import Period
from ipcalc.law.shapes.words import RoleEntry

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "overlays"
Laid = Callable[[Mapping[str, Any]], Path]
_FILES = dict.fromkeys(("events", "roles", "courses", "closings"), "rulebook.yaml")
_OVER = (DONE, MISSED, ENDED, NOTHING)


class Hides(NamedTuple):
    """A key of an entry, what an overlay says there in place of what the built-in data says, and a matter in which this
    hides an act, or makes it later or less urgent."""

    section: str
    entry: str
    key: str
    value: Any
    matter: Matter
    period: str
    today: date = date(2026, 11, 1)


def tm(**events: str) -> Matter:
    return Matter("tm", "A", events=dated(events))


def patent(**events: str) -> Matter:
    return Matter("patent", "A", events=dated(events))


def dated(events: Mapping[str, str]) -> dict[str, date]:
    return {name.replace("_", "-"): date.fromisoformat(day) for name, day in events.items()}


REPORT = tm(filing="2026-01-05", examination_report_received="2026-10-20")
HEARD = tm(filing="2026-01-05", examination_report_received="2026-10-20", hearing_notice="2026-10-25")
GRANTED = patent(filing="2015-03-02", publication="2016-10-07", grant="2020-06-01")
PAID = Matter("patent", "A", events=GRANTED.events, done={"patent-renewal": Act(through=10)})
REFUSED = Matter("tm", "A", events=REPORT.events, closed=Closed(date(2026, 10, 28), "refused"))
EXAMINED = patent(filing="2024-05-10", publication="2025-11-14")
REPLY, RENEWAL = "tm-examination-reply", "patent-renewal"
LATER = date(2027, 3, 1)
DIRECTED = Matter(
    "patent", "A", events=dated({"filing": "2024-01-10", "direction": "2026-10-20"}),
    earlier={"direction": (date(2026, 10, 1),)},
)  # fmt: skip
OPPOSED = Matter(
    "tm", "A", events=dated({"filing": "2026-01-05", "advertisement": "2026-06-01"}),
    proceedings=(Proceeding("O", events=dated({"opposition-filed": "2026-09-01", "opposition-received": "2026-09-20", "decision": "2026-10-20"})),),
)  # fmt: skip
ANSWERED = Matter("tm", "A", events=REPORT.events, done={"tm-formality-reply": Act(date(2026, 10, 26))})
SPLIT = patent(filing="2022-01-10", priority="2021-06-01", divisional_filing="2026-09-01", fer="2025-11-10")

CASES = [
    Hides("periods", REPLY, "by", "opponent", REPORT, REPLY),
    Hides("periods", REPLY, "by", "registrar", REPORT, REPLY, LATER),
    Hides("periods", REPLY, "loses", "nothing", REPORT, REPLY, LATER),
    Hides("periods", REPLY, "where", [[{"fact": "sequence-listing"}]], REPORT, REPLY),
    Hides("periods", REPLY, "where", [[{"event": "hearing-notice", "given": False}]], HEARD, REPLY),
    Hides("periods", REPLY, "needs", ["hearing"], REPORT, REPLY),
    Hides("periods", REPLY, "closed_by", ["hearing-notice"], HEARD, REPLY),
    Hides("periods", REPLY, "leads_to", "hearing-notice", HEARD, REPLY),
    Hides("periods", REPLY, "done_by", ["hearing-notice"], HEARD, REPLY),
    Hides("periods", REPLY, "same_act", "tm-formality-reply", ANSWERED, REPLY),
    Hides("periods", REPLY, "right", "madrid", REPORT, REPLY),
    Hides("periods", REPLY, "term", True, REPORT, REPLY, LATER),
    Hides("periods", "patent-national-phase", "also_for", [], Matter("pct", "A", events=dated({"priority": "2024-06-01"})), "patent-national-phase"),
    Hides("periods", "tm-counter-statement", "optional", True, tm(filing="2026-01-05", advertisement="2026-03-02", opposition_received="2026-07-01"), "tm-counter-statement", LATER),
    Hides("periods", "tm-appeal", "survives", [], REFUSED, "tm-appeal"),
    Hides("periods", RENEWAL, "restored_by", None, PAID, RENEWAL, date(2026, 9, 10)),
    Hides("periods", RENEWAL, "settled_by", "hearing", Matter("patent", "A", events={**PAID.events, "hearing": date(2026, 9, 1)}, done=PAID.done), RENEWAL, date(2026, 9, 10)),
    Hides("periods", RENEWAL, "recurs", {"last": 10}, PAID, RENEWAL, date(2025, 2, 10)),
    Hides("periods", REPLY, "versions", {"limits": [{"kind": "due", "months": 3}]}, REPORT, REPLY),
    Hides("periods", REPLY, "versions", {"to": "2026-06-30", "ends": "repealed", "reason": "made up"}, REPORT, REPLY),
    Hides("events", "publication", "implies", ["examination-requested"], EXAMINED, "patent-examination-request"),
    Hides("events", "decision", "implies_in", {"opposition-filed": ["counter-statement-filed"]}, OPPOSED, "tm-counter-statement"),
    Hides("events", "direction", "again", None, DIRECTED, "patent-form-3-direction"),
    Hides("roles", "applicant", "side", "challenger", REPORT, REPLY),
    Hides("roles", "applicant", "side", "office", REPORT, REPLY, LATER),
    Hides("roles", "applicant", "side", "other", REPORT, REPLY),
    Hides("courses", "tm", "ends_with", ["examination-report-received"], REPORT, REPLY),
    Hides("closings", "refused", "event", None, REFUSED, "tm-appeal"),
]  # fmt: skip

ELSEWHERE = {
    "asks": "sentences",
    "short": "names",
    "title": "names",
    "if_missed": "words",
    "if_early": "words",
    "begins": "says what is before the first version",
    "abroad": "orientation: each office is asked for by itself",
    "at": "closed days: tests/test_overlays.py",
    "suspends": "the orders that exclude days, which are only applied on request",
    "date_is": "which event the argument DATE means",
    "seen_by_all": "shows it to those who do not act",
}
"""The keys of a period that hide no act, and why."""


@pytest.fixture
def laid(tmp_path: Path) -> Laid:
    """Writes an overlay."""

    def write(sections: Mapping[str, Any]) -> Path:
        folder = tmp_path / "overlay"
        folder.mkdir(exist_ok=True)
        for section, entries in sections.items():
            text = entries if section == "rulebook" else {section: entries}
            (folder / _FILES.get(section, f"{section}.yaml")).write_text(json.dumps(text, default=str))
        return folder

    return write


def changed(book: Book, case: Hides) -> dict[str, Any]:
    """The section of an overlay that changes one key of an entry."""
    entry = json.loads(json.dumps(book.rulebook.raw(case.section)[case.entry]))
    if case.key == "versions":
        entry["versions"][-1] |= case.value
    elif case.key == "recurs":
        entry["recurs"] |= case.value
    elif case.value is None:
        del entry[case.key]
        if case.key == "restored_by":
            del entry["settled_by"]
    else:
        entry[case.key] = case.value
    cited = {"citation": "manual", "evidence": "house"} if case.section == "events" else {}
    return {case.section: {case.entry: {**entry, **cited}}}


def owed(found: Docket, *, left_out: bool) -> list[Deadline]:
    return [
        each
        for each in found.deadlines
        if (each.proceeding, each.period) not in found.watched
        and each.state not in _OVER
        and bool(each.left_out_by) is left_out
    ]


@pytest.mark.parametrize("case", CASES, ids=[f"{c.section}-{c.entry}-{c.key}-{n}" for n, c in enumerate(CASES)])
def test_what_is_hidden_is_told(case: Hides, book: Book, laid: Laid) -> None:
    overlay = laid(changed(book, case))
    house = ipcalc.load(overlay)
    plain, found = (each.docket(case.matter, today=case.today, within=60) for each in (book, house))
    expected = [each for each in owed(plain, left_out=False) if each.period == case.period]
    told = [each for each in owed(found, left_out=True) if each.period == case.period]
    assert expected
    assert told
    mine = [*owed(found, left_out=True), *owed(found, left_out=False)]
    for each in owed(plain, left_out=False):
        others = [other for other in mine if (other.period, other.occurrence) == (each.period, each.occurrence)]
        assert any(not stand_of(other).weaker_than(stand_of(each)) for other in others), each.period
    for each in told:
        assert each.left_out_by == str(overlay)
        assert f" by the overlay {overlay}" in each.notes[0].text
        assert each.notes[0].kind == "doubt"
        assert each.rulebook.digest == book.rulebook.digest
    strict = house.docket(case.matter, today=case.today, within=60, strict=True)
    assert case.period in [name for name, _ in strict.refused]
    assert not owed(strict, left_out=True)


@pytest.mark.parametrize("case", CASES, ids=[f"{c.section}-{c.entry}-{c.key}-{n}" for n, c in enumerate(CASES)])
def test_the_gate_finds_what_is_hidden(
    case: Hides, book: Book, laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overlay = laid(changed(book, case))
    matter = tmp_path / "a.json"
    matter.write_text(json.dumps(case.matter.to_dict(), default=str))
    words = ["check", str(matter), "--today", str(case.today), "--within", "90", "--report", "json"]
    assert run(words) == 1
    plain = [each for each in json.loads(capsys.readouterr().out)["findings"] if each["period"] == case.period]
    assert run([*words, "--data", str(overlay)]) == 1
    found = [each for each in json.loads(capsys.readouterr().out)["findings"] if each["period"] == case.period]
    by_built_in = [each for each in found if each["then"] and each["then"].endswith(f"not by the overlay {overlay}")]
    assert plain
    assert by_built_in
    assert run(["docket", str(matter), "--today", str(case.today), "--format", "csv", "--data", str(overlay)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert any(f"by the overlay {overlay}" in row["doubts"] for row in rows if row["period"] == case.period)


def test_every_key_that_may_hide_an_act_is_tried() -> None:
    tried = {section: {case.key for case in CASES if case.section == section} for section in ("periods", "events")}
    assert tried["periods"] | ELSEWHERE.keys() == set(Period.__annotations__)
    assert not tried["periods"] & ELSEWHERE.keys()
    assert tried["events"] == {"implies", "implies_in", "again"} <= set(Event.__annotations__)
    assert {"side"} <= set(RoleEntry.__annotations__)
    assert {"ends_with"} <= set(Course.__annotations__)
    assert {"event"} <= set(Closing.__annotations__)


@pytest.mark.parametrize(
    ("own", "below", "weaker"),
    [
        ((OPEN, 5), (OPEN, 5), False),
        ((OPEN, 4), (OPEN, 5), False),
        ((OPEN, 6), (OPEN, 5), True),
        ((OPEN, None), (OPEN, 5), True),
        ((OPEN, 5), (LAPSED, 5), True),
        ((LAPSED, 5), (LAPSED, 5), False),
        ((LAPSED, 5), (RESTORABLE, 5), True),
        ((RESTORABLE, 5), (OPEN, 5), False),
        ((MISSED, 5), (OPEN, 5), True),
        ((DONE, 5), (OPEN, 5), True),
        ((None, 5), (None, 5), False),
        ((None, 6), (None, 5), True),
    ],
)
def test_what_is_weaker(own: tuple[str | None, int | None], below: tuple[str | None, int | None], weaker: bool) -> None:
    def stand(state: str | None, day: int | None) -> Stand:
        return Stand(state, day and date(2026, 11, day), None)

    assert stand(*own).weaker_than(stand(*below)) is weaker


def test_a_step_that_can_be_done_longer_is_weaker() -> None:
    def stand(day: int, kind: str = "late") -> Stand:
        return Stand("grace", date(2026, 11, 1), Next(kind, None, date(2026, 11, day)))

    assert stand(6).weaker_than(stand(5))
    assert not stand(5).weaker_than(stand(5))
    assert not stand(6, "extended").weaker_than(stand(5))


def test_what_only_the_overlay_knows_of_a_matter_hides_nothing(book: Book, laid: Laid) -> None:
    reply = changed(book, Hides("periods", REPLY, "by", "opponent", REPORT, REPLY))
    overlay = laid(
        {
            "rulebook": {
                "events": {"acme-event": {"title": "an event of ours"}},
                "roles": {"acme-clerk": {"title": "our clerk", "side": "owner"}},
            },
            "offices": {"acme": {"name": "Acme", "rights": ["tm"]}},
            "periods": {
                **reply["periods"],
                "acme-own": {
                    "title": "ours", "right": "tm", "by": "acme-clerk", "begins": "not known before",
                    "versions": [
                        {
                            "from": "2003-09-15", "decided_by": "acme-event", "trigger": "acme-event",
                            "limits": [{"kind": "due", "months": 1}], "citation": "manual", "evidence": "house",
                        }
                    ],
                },
            },
        }
    )  # fmt: skip
    matter = Matter(
        "tm",
        events={**REPORT.events, "acme-event": date(2026, 10, 1)},
        earlier={"acme-event": (date(2026, 9, 1),)},
        acting_for="acme-clerk",
        office="acme",
    )
    found = ipcalc.load(overlay).docket(matter, today=date(2026, 11, 1))
    assert {each.period for each in owed(found, left_out=False)} >= {"acme-own"}
    (told,) = owed(found, left_out=True)
    assert told.period == REPLY
    assert told.notes[0].text == (
        f"Left out by the overlay {overlay}, not by the built-in rulebook: due Fri 20 Nov 2026."
    )


def test_a_matter_that_the_built_in_rulebook_refuses_is_told(
    laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overlay = laid({"events": {"filing": {"title": "filing", "citation": "manual", "evidence": "house"}}})
    matter = tmp_path / "a.yaml"
    matter.write_text("right: patent\nref: A\nevents: {priority: 2026-10-01, filing: 2026-09-01}\n")
    why = (
        f"what the overlay {overlay} leaves out is not known: the built-in rulebook refuses it:"
        " the filing 2026-09-01 is before the priority 2026-10-01: check the dates"
    )
    words = [str(matter), "--today", "2026-11-01", "--data", str(overlay)]
    assert run(["docket", *words, "--format", "json"]) == 0
    (docket,) = json.loads(capsys.readouterr().out)["dockets"]
    assert {"period": None, "reason": why} in docket["refused"]
    assert run(["check", *words, "--report", "json"]) == 1
    assert why in [each["reason"] for each in json.loads(capsys.readouterr().out)["findings"]]


def test_the_calendar_and_the_changes_keep_both_answers_apart(
    book: Book, laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = Hides("periods", REPLY, "versions", {"limits": [{"kind": "due", "months": 3}]}, REPORT, REPLY)
    overlay = laid(changed(book, later))
    matter = tmp_path / "a.json"
    matter.write_text(json.dumps(REPORT.to_dict(), default=str))
    words = ["docket", str(matter), "--today", "2026-11-01", "--data", str(overlay)]
    assert run([*words, "--format", "ics"]) == 0
    uids = [line for line in capsys.readouterr().out.splitlines() if line.startswith("UID:") and REPLY in line]
    assert len(uids) == len({*uids}) == 2
    old = tmp_path / "old.json"
    assert run([*words, "-o", str(old)]) == 0
    assert run([*words, "--against", str(old), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["moves"] == []


@pytest.mark.parametrize("overlay", sorted(path.name for path in EXAMPLES.iterdir()))
@pytest.mark.parametrize("today", [date(2026, 11, 28), date(2024, 3, 1)])
def test_useful_overlays_are_quiet(overlay: str, today: date) -> None:
    house = ipcalc.load(EXAMPLES / overlay)
    for each in house.dockets([ROOT / "examples" / "portfolio"], today=today, every=True, project=True).dockets:
        assert owed(each, left_out=True) == []


def test_another_right_has_nothing_below_it(laid: Laid) -> None:
    version = {
        "from": "2010-01-01", "decided_by": "pv-entry", "trigger": "pv-entry", "limits": [{"kind": "due", "months": 3}],
        "citation": "made up", "evidence": "house",
    }  # fmt: skip
    period = {"title": "t", "right": "pv", "by": "proprietor", "begins": "begins with the Act", "versions": [version]}
    overlay = laid(
        {
            "rulebook": {
                "rights": {"pv": "plant varieties"},
                "checked_to": {"pv": "2026-11-01"},
                "events": {"pv-entry": {"title": "entry"}},
            },
            "offices": {"pv-registry": {"name": "Registry", "rights": ["pv"]}},
            "periods": {"pv-due": period},
        }
    )
    found = ipcalc.load(overlay).docket("pv", {"pv-entry": date(2026, 10, 1)}, today=date(2026, 11, 1))
    assert [(each.period, each.left_out_by) for each in found.deadlines] == [("pv-due", None)]
    assert found.refused == ()


# ---------------------------------------------------------------------- dates that are verified
LONGER = Hides("periods", REPLY, "versions", {"limits": [{"kind": "due", "months": 3}]}, REPORT, REPLY)


@pytest.mark.parametrize(
    ("limits", "stated", "verdict", "why"),
    [
        ("due 3", "2026-11-20", "early", ""),
        ("due 3", "2026-11-21", "contested", "by the built-in rulebook due is 2026-11-20"),
        ("due 3", "2027-01-20", "contested", "by the built-in rulebook due is 2026-11-20"),
        ("due 3", "2027-01-21", "late", None),
        ("due 1", "2026-11-20", "right", ""),
        ("opens 1", "2026-11-20", "contested", "the built-in rulebook has no limit opens"),
    ],
)
def test_a_date_that_is_right_by_the_overlay_alone_is_not_right(
    limits: str, stated: str, verdict: str, why: str | None, book: Book, laid: Laid, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    kind, months = limits.split()
    overlay = laid(changed(book, LONGER._replace(value={"limits": [{"kind": kind, "months": int(months)}]})))
    rows = tmp_path / "rows.csv"
    rows.write_text(f"period,examination-report-received,stated,limit\n{REPLY},2026-10-20,{stated},{kind}\n")
    words = ["verify", str(rows), "--today", "2026-11-01", "--data", str(overlay), "--format", "json"]
    assert run(words) == (0 if verdict in ("right", "early") else 1)
    found = json.loads(capsys.readouterr().out)
    (row,) = found["rows"]
    assert row["verdict"] == verdict
    if why:
        assert row["reason"] == f"overlay: right by the overlay {overlay} only; {why}"
    assert found["methods"] == []


def test_what_only_an_overlay_knows_is_right_by_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("period,date,stated\nacme-opposition-reminder,2026-03-02,2026-06-02\n")
    assert run(["verify", str(rows), "--today", "2026-05-01", "--data", str(EXAMPLES / "reminder")]) == 0
    assert "1 date verified: all right" in capsys.readouterr().out


def test_a_period_that_an_overlay_leaves_out_misses_a_date(
    book: Book, laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overlay = laid(changed(book, Hides("periods", REPLY, "by", "opponent", REPORT, REPLY)))
    matter = tmp_path / "a.json"
    stated = {"tm-priority": "2026-01-05"}
    matter.write_text(json.dumps({**REPORT.to_dict(), "stated": stated}, default=str))
    words = ["verify", str(matter), "--today", "2026-11-01", "--data", str(overlay), "--format", "json"]
    assert run(words) == 1
    rows = {each["period"]: each for each in json.loads(capsys.readouterr().out)["rows"]}
    assert rows[REPLY]["verdict"] == "missing"
    assert rows[REPLY]["reason"] == f"overlay: left out by the overlay {overlay}"
    assert rows[REPLY]["computed"] == "2026-11-20"


CHEAPER = {
    "rows.csv": "period,date,classes\ntm-opposition,2026-09-15,2\n",
    "matter.yaml": "{right: tm, ref: A, acting_for: opponent, classes: 2, events: {advertisement: 2026-09-15}}\n",
}


@pytest.mark.parametrize("name", CHEAPER)
def test_what_the_built_in_rulebook_finds_has_its_fees(
    name: str, book: Book, laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fee = json.loads(json.dumps(book.rulebook.raw("fees")["tm-opposition"]))
    fee["versions"][-1]["amounts"] = {"e-filing": 1, "paper": 1}
    later = Hides("periods", "tm-opposition", "versions", {"limits": [{"kind": "due", "months": 5, "fee": "tm-opposition"}]}, tm(), "")  # fmt: skip
    overlay = laid({"fees": {"tm-opposition": fee}, **changed(book, later)})
    (tmp_path / name).write_text(CHEAPER[name])
    words = [str(tmp_path / name), "--today", "2026-11-28", "--data", str(overlay), "--within", "90"]
    assert run(["check", *words, "--report", "json"]) == 1
    found = [each for each in json.loads(capsys.readouterr().out)["findings"] if each["period"] == "tm-opposition"]
    assert {each["layer"]: each["amount"] for each in found} == {str(overlay): 2, "built-in": 5400}


def test_an_office_abroad_is_compared_too(
    book: Book, laid: Laid, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "pct-national-phase-abroad"
    entry = json.loads(json.dumps(book.rulebook.raw("periods")[name]))
    office = next(iter(entry["abroad"]))
    (limit,) = entry["abroad"][office]["limits"]
    limit["months"] += 12
    overlay = laid({"periods": {name: entry}})
    rows = tmp_path / "rows.csv"
    rows.write_text(f"period,priority,stated\n{name}/{office},2024-01-10,2027-07-10\n")
    due = book.deadline(f"{name}/{office}", date(2024, 1, 10)).limits[0].date
    words = [str(rows), "--today", "2026-06-30", "--data", str(overlay)]
    assert run(["verify", *words, "--format", "json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["verdict"], row["reason"]) == (
        "contested",
        f"overlay: right by the overlay {overlay} only; by the built-in rulebook due is {due}",
    )
    assert run(["check", *words, "--report", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["status"], finding["period"]) == ("due", name)
    assert finding["then"] == f"by the built-in rulebook, not by the overlay {overlay}"
