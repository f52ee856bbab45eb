"""Every case of `cases/*.yaml` against the engine: each names its source and the answer that the source gives.

A case asks for a `deadline`, a `fee`, a `class` or an `office`; `expect` holds only what its source says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipcalc import Note
from ipcalc.book import Book
from ipcalc.calc.fees.items import find
from ipcalc.calc.results import Deadline
from ipcalc.errors import IpcalcError
from ipcalc.law.reading import read
from ipcalc.law.rulebook import in_force

CASES = Path(__file__).parent / "cases"
KINDS = ("opens", "due", "extended", "late", "restoration")
ASKED = {
    "deadline": {"period", "date", "events", "as_of", "office", "today", "occurrence", "suspensions", "done", "strict"},
    "fee": {"item", "on", "applicant", "mode", "quantities", "strict"},
    "class": {"words", "number", "on"},
    "office": {"right", "state"},
}
EXPECTED = {
    "deadline": {
        *KINDS, "law_from", "law_to", "evidence", "contested", "citation", "trigger", "decided_by", "note", "done",
        "late_by_days", "occurrences", "error", "status", "if_missed",
    },
    "fee": {"total", "totals", "currency", "lines", "law_from", "evidence", "note", "form", "error", "status"},
    "class": {"class", "title", "error", "status"},
    "office": {"office", "error", "status"},
}  # fmt: skip


def all_cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        document = read(path)
        assert not document.faults, document.faults
        for case in document.data:
            yield pytest.param(case, id=f"{path.stem}:{case['id']}")


def test_every_case_says_what_it_asks_and_where_its_answer_comes_from() -> None:
    seen: set[str] = set()
    for parameters in all_cases():
        case = parameters.values[0]
        kind = case["ask"]
        assert case["id"] not in seen
        seen.add(case["id"])
        assert set(case) <= {"id", "ask", "expect", "source", "note", *ASKED[kind]}, case["id"]
        assert case["expect"], case["id"]
        assert set(case["expect"]) <= EXPECTED[kind], case["id"]
        assert case["source"], case["id"]


@pytest.mark.parametrize("case", list(all_cases()))
def test_case(case: dict[str, Any], book: Book) -> None:
    expect = case["expect"]
    ask = {"deadline": _deadline, "fee": _fee, "class": _class, "office": _office}[case["ask"]]
    if "status" in expect:
        with pytest.raises(IpcalcError) as raised:
            ask(case, book)
        assert raised.value.status == expect["status"]
        assert str(raised.value) == expect.get("error", str(raised.value))
        return
    found = ask(case, book)
    assert {key: found.get(key) for key in expect} == expect


def _deadline(case: dict[str, Any], book: Book) -> dict[str, Any]:
    options = {key: case[key] for key in ("as_of", "office", "today", "suspensions", "strict") if key in case}
    when, events = case.get("date"), case.get("events", {})
    if "occurrences" in case["expect"]:
        answers = book.deadlines(case["period"], when, events=events, **options)
        wanted = case["expect"]["occurrences"]
        return {"occurrences": {str(a.occurrence): _dates(a, wanted.get(str(a.occurrence))) for a in answers}}
    options |= {key: case[key] for key in ("occurrence", "done") if key in case}
    answer = book.deadline(case["period"], when, events=events, **options)
    found: dict[str, Any] = {
        "law_from": answer.law.from_,
        "law_to": answer.law.to,
        "evidence": answer.law.evidence,
        "contested": answer.law.contested,
        "citation": answer.law.citation,
        "trigger": answer.trigger.event,
        "decided_by": answer.law.decided_by.event if answer.law.decided_by else None,
        "if_missed": answer.if_missed,
        "done": answer.done.result if answer.done else None,
        "late_by_days": answer.done.late_by_days if answer.done else None,
        "note": _note(case, answer.notes),
    }
    return found | {kind: _limit(answer, kind, case["expect"].get(kind)) for kind in KINDS}


def _dates(answer: Deadline, expected: Any) -> Any:
    if isinstance(expected, dict):
        return {kind: _limit(answer, kind, expected[kind]) for kind in expected}
    return _limit(answer, "due", expected)


def _limit(answer: Deadline, kind: str, expected: Any) -> Any:
    """The date of a limit, or those of its fields that the case speaks of; None where there is no such limit."""
    limit = answer.limit(kind)
    if limit is None:
        return None
    return {key: getattr(limit, key) for key in expected} if isinstance(expected, dict) else limit.date


def _note(case: dict[str, Any], notes: tuple[Note, ...]) -> str | None:
    """The note that the case expects, if some note holds it."""
    wanted = case["expect"].get("note")
    return wanted if any(wanted and wanted in note.text for note in notes) else None


def _fee(case: dict[str, Any], book: Book) -> dict[str, Any]:
    quantities = dict(case.get("quantities", {}))
    options = {key: case[key] for key in ("applicant", "mode", "strict") if key in case}
    charge = book.fee(case["item"], on=case["on"], **options, **quantities)
    return {
        "total": charge.total,
        "totals": charge.totals,
        "currency": charge.currency,
        "lines": [[line.fee, line.quantity, line.rate, line.amount] for line in charge.lines],
        "law_from": charge.lines[0].from_,
        "evidence": charge.lines[0].evidence,
        "form": charge.lines[0].form,
        "note": _note(case, charge.notes),
    }


def _class(case: dict[str, Any], book: Book) -> dict[str, Any]:
    day = case.get("on", date(2026, 1, 1))
    if "number" in case:
        found = book.classes.show(case["number"], day).found
        return {"class": found.number, "title": found.title}
    hits = book.classes.search(case["words"], day).hits
    return {"class": hits[0].found.number if hits else None}


def _office(case: dict[str, Any], book: Book) -> dict[str, Any]:
    return {"office": book.office(case["state"], case["right"]).office}


def _answered(cases: list[Any], book: Book) -> set[tuple[str, date]]:
    """The rule and the version by which each case is answered."""
    found: set[tuple[str, date]] = set()
    for parameters in cases:
        case = parameters.values[0]
        unknown_sum = case["ask"] == "fee" and case["expect"].get("status") == 3
        if case["ask"] not in ("deadline", "fee") or ("status" in case["expect"] and not unknown_sum):
            continue
        if case["ask"] == "fee":
            if case["item"] not in book.rulebook.fee_ids and unknown_sum:
                continue
            fee_id, _ = find(book.rulebook, case["item"], case["on"])
            versions = book.rulebook.fee(fee_id).versions
            index = in_force(versions, case["on"])
            found |= {(fee_id, versions[index].from_)} if index is not None else set()
            continue
        options = {key: case[key] for key in ("as_of", "office", "today") if key in case}
        if "occurrences" in case["expect"]:
            answers = book.deadlines(case["period"], case.get("date"), events=case.get("events", {}), **options)
        else:
            options |= {"occurrence": case["occurrence"]} if "occurrence" in case else {}
            answers = (book.deadline(case["period"], case.get("date"), events=case.get("events", {}), **options),)
        found |= {(answer.period, answer.law.from_) for answer in answers}
    return found


def test_every_version_of_every_period_and_fee_has_a_case(book: Book) -> None:
    answered = _answered(list(all_cases()), book)
    rules = book.rulebook
    wanted = {(name, v.from_) for name in rules.period_ids for v in rules.period(name).versions}
    wanted |= {(name, v.from_) for name in rules.fee_ids for v in rules.fee(name).versions}
    assert sorted(wanted - answered) == []
