"""Cases: questions with the answers that their sources give, as YAML, held against a book.

A case asks for a `deadline`, a `fee`, a `class` or an `office`; `expect` holds only what its source says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipcalc.calc.fees.quantities import case_of
from ipcalc.calc.plain import Plain, plain
from ipcalc.errors import BadData, BadRequest, Fault, IpcalcError, as_written, nearest
from ipcalc.frozen import frozen
from ipcalc.law.directory import CASES
from ipcalc.law.reading import Document, read

if TYPE_CHECKING:
    from ipcalc.book import Book
    from ipcalc.calc.results import Deadline
    from ipcalc.law.shapes.base import Note

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
        "late_by_days", "occurrences", "error", "status", "if_missed", "layer",
    },
    "fee": {"total", "totals", "currency", "lines", "law_from", "evidence", "note", "form", "error", "status", "layer"},
    "class": {"class", "title", "error", "status"},
    "office": {"office", "error", "status"},
}  # fmt: skip
_ALWAYS = ("id", "ask", "expect", "source", "note")
_WORDS = ("advance", "years", "rates")  # quantities that are no numbers
_NEEDED = {"deadline": ("period",), "fee": ("item", "on"), "class": ("on",), "office": ("right", "state")}

Case = Mapping[str, Any]


@frozen
class Outcome(Plain):
    """How a case came out: `expected` and `found` hold what it expects and what the book says of the same; where the
    book refuses, `found` holds its error and status."""

    file: str
    line: int
    id: str
    right: bool
    expected: Mapping[str, Any]
    found: Mapping[str, Any]

    def __str__(self) -> str:
        differ = [name for name, value in self.expected.items() if self.found.get(name) != value]
        parts = list(map(self._difference, differ))
        parts += [str(self.found["error"])] if "error" in self.found and "error" not in differ else []
        return f"{self.file}:{self.line}: {self.id}: {'; '.join(parts)}"

    def _difference(self, name: str) -> str:
        return f"{name}: expected {_shown(self.expected[name])}, found {_shown(self.found.get(name))}"


def run_cases(book: Book, directory: Path) -> tuple[Outcome, ...]:
    """The outcome of every case in the folder `cases` of a directory.

    Raises:
        BadRequest: there is no case.
        BadData: a case is not written as one; all faults are in the exception.
    """
    documents = [read(path, str(path)) for path in sorted((directory / CASES).glob("*.yaml"))]
    faults = [fault for document in documents for fault in (*document.faults, *_faults(document, book))]
    if faults:
        raise BadData(faults)
    if not documents:
        raise BadRequest(f"{directory / CASES} holds no case: write them into files that end in .yaml")
    return tuple(_outcome(book, document, n) for document in documents for n in range(len(document.data)))


def answered(case: Case, book: Book) -> dict[str, Any]:
    """What a book says of all that a case may expect.

    Raises:
        IpcalcError: the book refuses the question.
    """
    ask = {"deadline": _deadline, "fee": _fee, "class": _class, "office": _office}[case["ask"]]
    return ask(case, book)


def _outcome(book: Book, document: Document, number: int) -> Outcome:
    case = document.data[number]
    expect: Mapping[str, Any] = case["expect"]
    try:
        found = answered(case, book)
    except IpcalcError as error:
        found = {"error": str(error), "status": error.status}
    compared = {name: found.get(name) for name in expect} | {key: found[key] for key in ("error",) if key in found}
    right = all(found.get(name) == value for name, value in expect.items())
    return Outcome(document.name, document.line((number,)), str(case["id"]), right, expect, compared)


def _shown(value: Any) -> str:
    return "nothing" if value is None else str(plain(value)).replace("'", "")


# ---------------------------------------------------------------------- how cases are written
def _faults(document: Document, book: Book) -> Iterator[Fault]:
    if document.faults:
        return
    if not isinstance(document.data, list):
        yield document.fault((), "should be a list of cases")
        return
    seen: set[Any] = set()
    for number, case in enumerate(document.data):
        if not isinstance(case, dict) or "id" not in case or case.get("ask") not in ASKED:
            yield document.fault((number,), f"a case has an id, and asks for one of {', '.join(ASKED)}")
            continue
        yield from _typed(document, (number,), case, book.rulebook.cases)
        if case["id"] in seen:
            yield document.fault((number, "id"), f"{case['id']} is there twice")
        seen.add(case["id"])
        yield from _key_faults(document, number, case)


def _key_faults(document: Document, number: int, case: Case) -> Iterator[Fault]:
    """Keys of a case that are unknown, or missing."""
    yield from _keys(document, (number,), case, (*_ALWAYS, *ASKED[case["ask"]]))
    for key in ("expect", "source", *_NEEDED[case["ask"]]):
        if not case.get(key):
            yield document.fault((number,), f"has no {key}")
    if isinstance(case.get("expect"), dict):
        yield from _keys(document, (number, "expect"), case["expect"], EXPECTED[case["ask"]])
    elif "expect" in case:
        yield document.fault((number, "expect"), "should have keys of its own")


def _typed(document: Document, path: tuple[int | str, ...], case: Case, held: Collection[str]) -> Iterator[Fault]:
    """Values that are not of their kind: dates, numbers of things, and whether a case of a fee is `held`."""
    days = {(*path, key): case[key] for key in ("date", "on", "as_of", "today", "done") if key in case}
    numbers = {(*path, key): case[key] for key in ("occurrence", "number") if key in case}
    for key, found in (("events", days), ("quantities", numbers)):
        if isinstance(case.get(key, {}), dict):
            found |= {(*path, key, name): value for name, value in case.get(key, {}).items() if name not in _WORDS}
        else:
            yield document.fault((*path, key), "should have keys of its own")
    for place, value in days.items():
        if not isinstance(value, date):
            yield document.fault(place, f"should be a date such as 2017-03-06, not {as_written(value)}")
    for place, value in numbers.items():
        kind, called = (bool, "true or false") if place[-1] in held else (int, "a whole number")
        if type(value) is not kind:
            yield document.fault(place, f"should be {called}, not {as_written(value)}")


def _keys(document: Document, path: tuple[int | str, ...], found: Case, known: Any) -> Iterator[Fault]:
    for key in found:
        if key not in known:
            yield document.fault(
                (*path, key), f"unknown key{nearest(key, known)} (allowed: {', '.join(sorted(known))})"
            )


# ---------------------------------------------------------------------- what is asked
def _deadline(case: Case, book: Book) -> dict[str, Any]:
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
        "layer": answer.layer,
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
    return {key: getattr(limit, key, None) for key in expected} if isinstance(expected, dict) else limit.date


def _note(case: Case, notes: tuple[Note, ...]) -> str | None:
    """The note that the case expects, if some note holds it."""
    wanted = case["expect"].get("note")
    return wanted if any(wanted and wanted in note.text for note in notes) else None


def _fee(case: Case, book: Book) -> dict[str, Any]:
    given, held = case.get("quantities", {}), book.rulebook.cases
    quantities = {name: value for name, value in given.items() if name not in held}
    quantities["case"] = case_of(book.rulebook, [name for name in held if given.get(name)])
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
        "layer": charge.layer,
    }


def _class(case: Case, book: Book) -> dict[str, Any]:
    day = case["on"]
    if "number" in case:
        found = book.classes.show(case["number"], day).found
        return {"class": found.number, "title": found.title}
    hits = book.classes.search(case["words"], day).hits
    return {"class": hits[0].found.number if hits else None}


def _office(case: Case, book: Book) -> dict[str, Any]:
    return {"office": book.office(case["state"], case["right"]).office}
