"""Classes of goods and services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.report.view import Column, View, view

if TYPE_CHECKING:
    from ipcalc.calc.registers.classes import ClassList, ClassSearch, ClassShown
    from ipcalc.report.formats import Look

_CLASS = (Column("class", "number"), Column("kind", "kind"), Column("title", "title"))
_HITS = (
    Column("class", "found.number", right=True),
    Column("found by", "words"),
    Column("score", lambda hit: f"{hit.score:.2f}", right=True),
    Column("title", "found.title"),
)


def one(answer: ClassShown, look: Look) -> list[View]:
    """One class, with its moves as notes."""
    found = answer.found
    keywords = [("keywords", ", ".join(found.keywords))] if found.keywords else []
    facts = [("title", found.title), ("kind", found.kind), *keywords, _edition(answer)]
    return [view(f"Class {found.number}", _CLASS, [found], facts=facts, notes=answer.notes)]


def all_of(answer: ClassList, look: Look) -> list[View]:
    """All classes of a list."""
    number, *others = _CLASS
    columns = (number._replace(right=True), *others)
    notes = [answer.edition.note] if answer.edition.note else []
    title = f"{len(answer.classes)} classes"
    return [view(title, columns, answer.classes, facts=[_edition(answer)], notes=notes)]


def search(answer: ClassSearch, look: Look) -> list[View]:
    """The classes that a search found, the best first."""
    hits = answer.hits[: look.most]
    meant = [f"Did you mean {' or '.join(answer.did_you_mean)}?"] if answer.did_you_mean else []
    notes = [*meant, *answer.notes]
    return [view(f"Classes for {answer.words!r}", _HITS, hits, facts=[_edition(answer)], notes=notes)]


def _edition(answer: ClassShown | ClassList | ClassSearch) -> tuple[str, str]:
    return "list", f"{answer.edition.edition}, as applied on {answer.on} ({answer.edition.citation})"
