"""Classes of goods and services, numbers of journals, territories of offices, and what words mean."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ipcalc.report.view import ResultColumn, View, day, named, view

if TYPE_CHECKING:
    from ipcalc.calc.registers.classes import ClassList, ClassSearch, ClassShown
    from ipcalc.calc.registers.find import Findings
    from ipcalc.calc.registers.journals import JournalDay, JournalIssue
    from ipcalc.calc.registers.offices import TerritoryList, TerritoryOffice
    from ipcalc.law.shapes.offices import Territory
    from ipcalc.report.formats import Look

_CLASS = (ResultColumn("class", "number"), *named("kind", "title"))
_HITS = (
    ResultColumn("class", "found.number", right=True),
    ResultColumn("found by", "words"),
    ResultColumn("score", lambda hit: f"{hit.score:.2f}", right=True),
    ResultColumn("title", "found.title"),
)
_JOURNALS = (
    ResultColumn("journal", "title", "journal", "journal"),
    *named("number"),
    ResultColumn("date", lambda issue: day(issue.date), record="date"),
    *named("evidence"),
    ResultColumn("", "", "readings", lambda issue: " ".join(map(str, issue.readings))),
)
_TERRITORIES = (ResultColumn("code", "code"), ResultColumn("territory", "name", "name"), ResultColumn("type", "type"))
_FOUND = (
    ResultColumn("kind", "kind"),
    ResultColumn("id", "id", whole=True),
    *named("title"),
    ResultColumn("", "right", field="right"),
)


def a_class(answer: ClassShown, look: Look) -> list[View]:
    """One class, with its moves as notes."""
    found = answer.found
    keywords = [("keywords", ", ".join(found.keywords))] if found.keywords else []
    facts = [("title", found.title), ("kind", found.kind), *keywords, _edition(answer)]
    return [view(f"Class {found.number}", _CLASS, [found], facts=facts, notes=answer.notes)]


def classes(answer: ClassList, look: Look) -> list[View]:
    """All classes of a list."""
    number, *others = _CLASS
    columns = (number._replace(right=True), *others)
    notes = [answer.edition.note] if answer.edition.note else []
    title = f"{len(answer.classes)} classes"
    return [view(title, columns, answer.classes, facts=[_edition(answer)], notes=notes)]


def class_search(answer: ClassSearch, look: Look) -> list[View]:
    """The classes that a search found, the best first."""
    hits = answer.hits[: look.most]
    meant = [f"Did you mean {' or '.join(answer.did_you_mean)}?"] if answer.did_you_mean else []
    notes = [*meant, *answer.notes]
    return [view(f"Classes for {answer.words!r}", _HITS, hits, facts=[_edition(answer)], notes=notes)]


def _edition(answer: ClassShown | ClassList | ClassSearch) -> tuple[str, str]:
    return "list", f"{answer.edition.edition}, as applied on {answer.on} ({answer.edition.citation})"


def issue(answer: JournalIssue, look: Look) -> list[View]:
    """The date of a number."""
    return [_issues(f"{answer.title} {answer.number}", (answer,))]


def numbers(answer: JournalDay, look: Look) -> list[View]:
    """The numbers of a date."""
    return [_issues(f"Journals of {day(answer.date)}", answer.issues)]


def _issues(title: str, issues: tuple[JournalIssue, ...]) -> View:
    doubts = dict.fromkeys(doubt for issue in issues for doubt in issue.doubts)
    seen = dict.fromkeys(f"{issue.title} {issue.number} was seen: {where}" for issue in issues for where in issue.seen)
    return view(title, _JOURNALS, issues, notes=(*doubts, *seen))


def office(answer: TerritoryOffice, look: Look) -> list[View]:
    """The office of a territory, with the rule that says which place decides."""
    facts = (
        ("office", f"{answer.name} ({answer.office})"),
        ("address", answer.address or "-"),
        *(("which place", text) for text in answer.which),
    )
    title = f"{answer.territory}: {answer.right_title}"
    return [view(title, named("territory", "right", "office"), [answer], facts=facts, notes=answer.notes)]


def territories(answer: TerritoryList, look: Look) -> list[View]:
    """All territories, each with its offices."""
    offices = [ResultColumn(title, partial(_office, right=right), right) for right, title in answer.rights.items()]
    return [view("Territories", [*_TERRITORIES, *offices], answer.territories, notes=answer.notes)]


def _office(territory: Territory, right: str) -> str:
    return territory.offices[right]


def found(answer: Findings, look: Look) -> list[View]:
    """The entries, the best first."""
    hits = answer.hits if look.most is None else answer.hits[: look.most]
    left, hint = len(answer.hits) - len(hits), "" if look.away else ": --most N shows them"
    near = " or ".join(answer.did_you_mean)
    notes = [*([f"Did you mean {near}?"] if near else []), *([f"{left} more{hint}."] if left else [])]
    if not hits:
        notes = [f"Nothing was found; did you mean {near}?" if near else "Nothing was found."]
    return [view(f"Found: {answer.words}", _FOUND, hits, notes=notes)]
