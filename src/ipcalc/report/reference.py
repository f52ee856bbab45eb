"""Classes and offices, as plain values and as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.report.sheet import Sheet

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.classes import Search
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.classes import Edition, Move, NiceClass
    from ipcalc.law.shapes.offices import Territory


def nice_class(each: NiceClass) -> dict[str, Any]:
    return {"class": each.number, "kind": each.kind, "title": each.title, "keywords": list(each.keywords)}


def list_of(edition: Edition, day: date) -> dict[str, Any]:
    return {
        "on": day.isoformat(),
        "edition": edition.edition,
        "citation": edition.citation,
        "evidence": edition.evidence,
    }


def one(each: NiceClass, edition: Edition, day: date, moves: tuple[Move, ...]) -> dict[str, Any]:
    """One class with the moves into and out of it."""
    return nice_class(each) | {"list": list_of(edition, day), "notes": [_move(move) for move in moves]}


def one_sheet(each: NiceClass, edition: Edition, day: date, moves: tuple[Move, ...]) -> Sheet:
    facts = [("title", each.title), ("kind", each.kind)]
    if each.keywords:
        facts.append(("keywords", ", ".join(each.keywords)))
    facts.append(("list", _edition(edition, day)))
    return Sheet(
        f"Class {each.number}",
        tuple(facts),
        ("class", "kind", "title"),
        ((each.number, each.kind, each.title),),
        notes=tuple(map(_move, moves)),
    )


def many_sheet(classes: tuple[NiceClass, ...], edition: Edition, day: date) -> Sheet:
    rows = tuple((each.number, each.kind, each.title) for each in classes)
    notes = (edition.note,) if edition.note else ()
    return Sheet(
        f"{len(classes)} classes",
        (("list", _edition(edition, day)),),
        ("class", "kind", "title"),
        rows,
        frozenset({"class"}),
        notes,
    )


def _edition(edition: Edition, day: date) -> str:
    return f"{edition.edition}, as applied on {day} ({edition.citation})"


def _move(move: Move) -> str:
    where = f"from class {move.from_class} to class {move.to_class}" if move.from_class else f"to class {move.to_class}"
    less = f", but not {', '.join(move.except_)}" if move.except_ else ""
    return f"Moved on {move.on} {where}: {', '.join(move.what)}{less} (evidence: {move.evidence})." + (
        f" {move.note}" if move.note else ""
    )


def _notes(found: Search) -> list[str]:
    said = []
    for word in found.ambiguous:
        meanings = "; ".join(f"{meaning}: class {number}" for meaning, number in word.meanings.items())
        said.append(f"{word.word!r} stands for several classes: {meanings}.")
    return [*said, *map(_move, found.moves)]


def search(found: Search, edition: Edition, day: date) -> dict[str, Any]:
    """The classes that a search found, the best first."""
    hits = [
        {"class": hit.found.number, "title": hit.found.title, "match": hit.words, "score": round(hit.score, 2)}
        for hit in found.hits
    ]
    return {"hits": hits, "list": list_of(edition, day), "notes": _notes(found)}


def search_sheet(words: str, found: Search, edition: Edition, day: date, most: int) -> Sheet:
    rows = tuple((hit.found.number, hit.words, f"{hit.score:.2f}", hit.found.title) for hit in found.hits[:most])
    return Sheet(
        f"Classes for {words!r}",
        (("list", _edition(edition, day)),),
        ("class", "found by", "score", "title"),
        rows,
        frozenset({"class", "score"}),
        tuple(_notes(found)),
    )


def office(book: Rulebook, place: Territory, right: str, office_id: str) -> dict[str, Any]:
    """The office of a territory, with the rule that says which place decides."""
    entry = book.offices[office_id]
    return {
        "territory": place.name,
        "code": place.code,
        "right": right,
        "office": office_id,
        "name": entry.name,
        "address": entry.address,
        "which": list(book.raw("which_office").get(right, ())),
        "notes": [
            *([place.note] if place.note else []),
            *([entry.note] if entry.note else []),
            *book.raw("office_notes"),
        ],
    }


def office_sheet(book: Rulebook, place: Territory, right: str, office_id: str) -> Sheet:
    found = office(book, place, right, office_id)
    facts = (
        ("office", f"{found['name']} ({office_id})"),
        ("address", found["address"] or "-"),
        *(("which place", text) for text in found["which"]),
    )
    return Sheet(
        f"{place.name}: {book.rights[right]}",
        facts,
        ("territory", "right", "office"),
        ((place.name, right, office_id),),
        notes=tuple(found["notes"]),
    )


def territories_sheet(book: Rulebook) -> Sheet:
    rows = tuple((t.code, t.name, t.type, t.tm, t.patent) for t in book.territories)
    return Sheet(
        "Territories",
        (),
        ("code", "territory", "type", "trade marks", "patents"),
        rows,
        notes=tuple(book.raw("office_notes")),
        fields=("code", "name", "type", "tm", "patent"),
    )


def territories(book: Rulebook) -> list[dict[str, Any]]:
    return [
        {"code": t.code, "name": t.name, "type": t.type, "tm": t.tm, "patent": t.patent, "aliases": list(t.aliases)}
        for t in book.territories
    ]
