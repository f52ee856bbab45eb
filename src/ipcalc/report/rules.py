"""The rules themselves, as listings and as whole entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ipcalc.calc.registers.words import limits_in_words, tariff_in_words
from ipcalc.frozen import frozen
from ipcalc.law.rulebook import last_day
from ipcalc.law.shapes.base import GRADES, INFORMATION
from ipcalc.report.view import ResultColumn, View, keyed, named, view

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.registers.changes import ChangeList
    from ipcalc.calc.registers.overlay import OverlayChanges
    from ipcalc.calc.rules import (
        Coverage,
        FeeShown,
        FormRule,
        InstrumentList,
        PeriodShown,
        RuleList,
    )
    from ipcalc.cases import Outcome
    from ipcalc.law.shapes.base import Note
    from ipcalc.law.shapes.periods import Version
    from ipcalc.report.formats import Look


@frozen
class _VersionRow:
    """A version, and its last day."""

    version: Any
    to: date | None


_LISTED = {
    "period": (ResultColumn("short", lambda row: ", ".join(row["short"])), *keyed("title", "limits", "evidence")),
    "fee": keyed("title", "form", "entry", "unit", "evidence"),
    "form": keyed("title", "from", "provision", "evidence"),
    "event": (*keyed("title"), ResultColumn("rights", lambda row: ", ".join(row["rights"]))),
}
_DAYS = (ResultColumn("from", "version.from_"), ResultColumn("to", "to"))
_AUTHORITY = (ResultColumn("citation", "version.citation"), ResultColumn("evidence", "version.evidence"))
_PERIOD = (
    *_DAYS,
    ResultColumn("decided by", lambda row: row.version.decided_by or _latest(row.version)),
    ResultColumn("limits", lambda row: limits_in_words(row.version)),
    *_AUTHORITY,
)
_FEE = (
    *_DAYS,
    ResultColumn("form", "version.form"),
    ResultColumn("entry", "version.entry"),
    ResultColumn("sums", lambda row: tariff_in_words(row.version)),
    *_AUTHORITY,
)
_CHANGES = named("kind", "id", "change", "since", "before", "after", "citation")
_OVERLAY = named("section", "id", "change", "before", "after", "later")
_OUTCOMES = (
    *named("file", "line", "id"),
    ResultColumn("outcome", lambda each: "right" if each.right else "wrong"),
    ResultColumn("why", lambda each: "" if each.right else str(each)),
)
_INSTRUMENTS = (
    *named("right", "from_", "to"),
    ResultColumn("instrument", "title"),
    ResultColumn("rules changed", lambda each: len(each.changed), right=True),
    ResultColumn("evidence", "evidence"),
)
_GAPS = keyed("right", "what", "why", "citation")


def rules(answer: RuleList, look: Look) -> list[View]:
    """The rules of one kind that are law on a day."""
    kind = answer.kind
    rows = [{**rule.entry, kind: rule.id, **({"limits": rule.words} if rule.words else {})} for rule in answer.rules]
    columns = (ResultColumn(kind, itemgetter(kind), whole=True), *_LISTED[kind])
    if look.layer:
        columns = (*columns, ResultColumn("layer", itemgetter("layer")))
        rows = [{**row, "layer": rule.layer} for row, rule in zip(rows, answer.rules, strict=True)]
    title = "Events" if kind == "event" else f"{kind.capitalize()}s in force on {answer.on}"
    return [view(title, columns, rows)]


def overlay(answer: OverlayChanges, look: Look) -> list[View]:
    """What an overlay changes."""
    return [view(f"Changes by the overlay {answer.overlay}: {len(answer.changes)}", _OVERLAY, answer.changes)]


def outcomes(answer: Sequence[Outcome], look: Look) -> list[View]:
    """How cases came out."""
    return [view("Cases", _OUTCOMES, answer)]


def period(answer: PeriodShown, look: Look) -> list[View]:
    """A period, a row for each version."""
    found = answer.rule
    facts = [("id", answer.id), ("right", answer.right), ("by", found.by)]
    facts += [("short", ", ".join(found.short))] if found.short else []
    facts += [("if missed", found.if_missed)] if found.if_missed else []
    return [view(f"Period: {found.title}", _PERIOD, _versions(found.versions), facts=facts, notes=_notes(answer))]


def fee(answer: FeeShown, look: Look) -> list[View]:
    """A fee, a row for each version."""
    found = answer.rule
    facts = (("id", answer.id), ("right", answer.right), ("unit", found.unit))
    return [view(f"Fee: {found.title}", _FEE, _versions(found.versions), facts=facts, notes=_notes(answer))]


def form(answer: FormRule, look: Look) -> list[View]:
    """A form: facts alone."""
    found = answer.form
    later = ", ".join(f"{name} (since {day})" for name, day in answer.since.items())
    facts = [
        ("form", answer.id),
        ("right", answer.right),
        ("in use", f"{found.from_} to {found.to or 'today'}"),
        *([("provision", found.provision)] if found.provision else []),
        *([("succeeded by", later)] if later else []),
        ("evidence", found.evidence),
        ("fees", ", ".join(answer.fees) or "-"),
    ]
    return [view(f"{answer.id}: {found.title}", facts=facts, notes=[found.note] if found.note else [])]


def changes(answer: ChangeList, look: Look) -> list[View]:
    """What changed from one day to another."""
    title = f"Changes from {answer.first} to {answer.second}: {len(answer.changes)}"
    return [view(title, _CHANGES, answer.changes)]


def coverage(answer: Coverage, look: Look) -> list[View]:
    """How well each figure is evidenced, and what is known not to be encoded."""
    checked = [(title, f"checked to {day}") for title, day in answer.checked_to.items()]
    rows = [{"rules": name, **counts} for name, counts in answer.versions.items()]
    gaps = [{"citation": None, **gap} for gap in answer.not_encoded]
    grades = [grade for grade in (*GRADES, "contested") if rows and grade in rows[0]]
    return [
        view("Versions by evidence", keyed("rules", *grades, right=grades), rows, facts=checked),
        view(f"Known to be missing ({len(gaps)})", _GAPS, gaps),
    ]


def instruments(answer: InstrumentList, look: Look) -> list[View]:
    """Every Act and Rules; of what changed, the number."""
    notes = [f"{each.from_}: {each.note}" for each in answer.instruments if each.note]
    return [view("Acts and Rules", _INSTRUMENTS, answer.instruments, notes=notes)]


def _versions(versions: tuple[Any, ...]) -> Iterator[_VersionRow]:
    for number, version in enumerate(versions):
        yield _VersionRow(version, last_day(versions, number))


def _latest(version: Version) -> str:
    return "latest of " + ", ".join(version.decided_by_latest_of)


def _notes(answer: PeriodShown | FeeShown) -> Iterator[str]:
    """What is said of each version, after the day from which it is law."""
    versions: tuple[Any, ...] = answer.rule.versions
    for version, sources in zip(versions, answer.sources, strict=True):
        for said in (*_of_version(version), *(f"source: {source}" for source in sources)):
            yield f"{version.from_}: {said}"


def _of_version(version: Any) -> Iterator[str]:
    if unknown := getattr(version, "unknown", None):
        yield f"not known: {unknown}"
    yield from map(_said, version.notes)
    for case, notes in getattr(version, "notes_for", {}).items():
        yield from (f"for {case}: {_said(note)}" for note in notes)
    parts = (version, *getattr(version, "parts", ()))
    yield from (f"contested: {each.contested}" for each in parts if each.contested)
    yield from (f"reading: {reading.says}" for reading in getattr(version, "readings", ()))


def _said(note: Note) -> str:
    return note.text if note.kind == INFORMATION else f"{note.kind}: {note.text}"
