"""Every case of `cases/*.yaml` against the engine: each names its source and the answer that the source gives.

A case asks for a `deadline`, a `fee`, a `class` or an `office`; `expect` holds only what its source says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.calc.fees.items import find
from ipcalc.cases import ASKED, EXPECTED, answered
from ipcalc.errors import IpcalcError
from ipcalc.law.reading import read
from ipcalc.law.rulebook import in_force

CASES = Path(__file__).parent / "cases"


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
    if "status" in expect:
        with pytest.raises(IpcalcError) as raised:
            answered(case, book)
        assert raised.value.status == expect["status"]
        assert str(raised.value) == expect.get("error", str(raised.value))
        return
    found = answered(case, book)
    assert {key: found.get(key) for key in expect} == expect


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
    covered = _answered(list(all_cases()), book)
    rules = book.rulebook
    wanted = {(name, v.from_) for name in rules.period_ids for v in rules.period(name).versions}
    wanted |= {(name, v.from_) for name in rules.fee_ids for v in rules.fee(name).versions}
    assert sorted(wanted - covered) == []
