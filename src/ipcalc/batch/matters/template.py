"""A matter file to fill in: with every key, event and act of a right, each in a line that is a comment until it is
needed. Lines with two signs are for the reader alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.matters.amounts import counts_taken
from ipcalc.calc.matters.matter import SIDES
from ipcalc.calc.matters.subject import subject
from ipcalc.calc.matters.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.periods import Period

_DAY = "2026-01-31"


def template(book: Rulebook, right: str) -> str:
    """The template of the matters of a right.

    Raises:
        BadRequest: there is no such right.
    """
    words = Words(book)
    name = words.right(right)
    return "\n".join(_lines(book, words, name)) + "\n"


def _lines(book: Rulebook, words: Words, right: str) -> Iterator[str]:
    ours, common = words.of(right), subject(book, right)
    yield f"## A matter: {book.rights[right]}. Remove the # from what you know, fill it in, and delete the rest."
    yield "ref:  # your name for it; no two matters may have the same"
    yield f"right: {right}"
    yield from _spare(_names(book, words, right))
    yield ""
    yield f"## Dates are written {_DAY}; in a list, [2026-01-31, 2026-03-02], the last day counts"
    yield "events:"
    yield from _spare(_event(book, name) for name in ours.events)
    if ours.facts:
        yield from ("", "## What the matter has (true) or does not have (false)", "facts:")
        yield from _spare((f"  {name}: false", title) for name, title in ours.facts.items())
    yield from ("", "## What was done, and on which day; not-needed if it need not be done")
    yield "done:"
    yield from _spare(_act(name, period) for name, period in common.periods.items() if common.asks(name))
    extended = next((name for name, period in common.periods.items() if _can_be_extended(period)), None)
    if extended:
        yield from ("", "## Extensions that were asked for, and until when they were granted")
        yield from ("asked:", f"#   {extended}: {_DAY}", "extended:", f"#   {extended}: {_DAY}")
    yield from _last(book)


def _last(book: Rulebook) -> Iterator[str]:
    yield from ("", "## Oppositions, rectifications and similar disputes, each with its own events and acts")
    kind = next(iter(book.proceedings), "opposition")
    yield "proceedings:"
    parts = ("  - ref: first", f"    kind: {kind}", "    acting_for: owner", "    events: {}", "    done: {}")
    yield from _spare((part, "") for part in parts)
    yield from ("", "## When the matter ended, and how", "closed:")
    yield from _spare([(f"  on: {_DAY}", ""), _one_of("  as", book.closings)])


def _names(book: Rulebook, words: Words, right: str) -> Iterator[tuple[str, str]]:
    yield 'number: "1234567"', "the number that the office gave it"
    for key in ("title", "client", "attorney"):
        yield f"{key}: A name", ""
    yield "continues: A ref", "the matter that this one continues"
    yield _one_of("acting_for", SIDES, "or a role, such as applicant")
    yield _one_of("applicant", reversed(tuple(book.applicants)), "for sums; several with commas")
    yield _one_of("office", book.raw("offices"))
    taken = counts_taken(book, right)
    yield from ((f"{count}: 1", "for sums") for count in words.counts if count in taken)


def _one_of(key: str, known: Iterable[str], more: str = "") -> tuple[str, str]:
    names = list(known)
    return f"{key}: {names[0]}", ", ".join((*names, *([more] if more else [])))


def _event(book: Rulebook, name: str) -> tuple[str, str]:
    event = book.events[name]
    numbers = "; or the number of the journal, journal:2235" if event.journals else ""
    return f"  {name}: {_DAY}", event.title + numbers


def _act(name: str, period: Period) -> tuple[str, str]:
    if period.recurs is None:
        return f"  {name}: {_DAY}", period.title
    through = f"{{through: {period.recurs.first}, on: {_DAY}}}"
    return f"  {name}: {through}", f"{period.title}; through is the last one that is paid"


def _can_be_extended(period: Period) -> bool:
    return any(limit.kind == "extended" for limit in period.versions[-1].limits)


def _spare(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Lines that are comments until they are needed, each with what it means."""
    for line, meaning in lines:
        yield f"# {line}  # {meaning}" if meaning else f"# {line}"
