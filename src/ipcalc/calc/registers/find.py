"""What some words mean: periods, fees, forms, events and commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.calc.plain import Plain
from ipcalc.frozen import frozen
from ipcalc.law.names import plain, plain_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ipcalc.law.rulebook import Rulebook

_LITTLE = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"))
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "als", "al", "es", "ed", "s", "y", "e")
_LIKE = 75  # per cent of likeness from which a name may have been meant


@frozen
class Finding(Plain):
    """An entry that words mean: its kind (`period`, `fee`, `form`, `event`, `command`), id, title and other names."""

    kind: str
    id: str
    title: str
    right: str | None
    names: tuple[str, ...]


@frozen
class Findings(Plain):
    """What words mean, the best first; where they mean nothing, the names that are like them."""

    words: str
    hits: tuple[Finding, ...]
    did_you_mean: tuple[str, ...]


class _Entry(NamedTuple):
    finding: Finding
    forms: tuple[str, ...] = ()

    @property
    def called(self) -> frozenset[str]:
        """Its names in plain letters."""
        own = (self.finding.id, *self.finding.names)
        return frozenset((*map(plain, own), *map(plain_form, (*self.forms, self.finding.id))))

    @property
    def words(self) -> frozenset[str]:
        """The stems of all words by which it is described."""
        return stems(" ".join((self.finding.id, self.finding.title, *self.finding.names, *self.forms)))


def find(book: Rulebook, words: str, commands: Mapping[str, str]) -> Findings:
    """The entries that have these words as a name first, then those that have every word in what describes them; where
    there are none, those that have most of them.

    Args:
        book: the rulebook.
        words: as people say them.
        commands: the commands of the program, each with what it is for.
    """
    entries = list(_entries(book, commands))
    wanted, named = stems(words), {plain(words), plain_form(words)}
    scored = [(bool(named & entry.called), len(wanted & entry.words), entry) for entry in entries]
    most = max(count for _, count, _ in scored)
    enough = most if most > 1 else max(len(wanted), 1)
    found = [each for each in scored if each[0] or each[1] >= enough]
    found.sort(key=lambda each: (plain(each[2].finding.id) != plain(words), not each[0], -each[1], len(each[2].words)))
    hits = tuple(entry.finding for *_, entry in found)
    return Findings(words, hits, () if hits else _like(words, entries))


def stems(text: str) -> frozenset[str]:
    """The words of a text without their endings, and without little words."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return frozenset(_stem(word) for word in words if word not in _LITTLE)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _entries(book: Rulebook, commands: Mapping[str, str]) -> Iterator[_Entry]:
    with_form: dict[str, list[str]] = {}
    for form, periods in book.raw("periods_with_form").items():
        for period in periods:
            with_form.setdefault(period, []).append(form)
    for name, period in book.raw("periods").items():
        finding = Finding("period", name, period["title"], period["right"], tuple(period.get("short", ())))
        yield _Entry(finding, tuple(with_form.get(name, ())))
    for name, fee in book.raw("fees").items():
        forms = dict.fromkeys(version["form"] for version in fee["versions"] if version.get("form"))
        yield _Entry(Finding("fee", name, fee["title"], fee["right"], ()), tuple(forms))
    for name, form in book.raw("forms").items():
        yield _Entry(Finding("form", name, form["title"], form["right"], ()))
    others = book.raw("event_names")
    for name, event in book.raw("events").items():
        yield _Entry(Finding("event", name, event["title"], None, tuple(others.get(name, ()))))
    for name, says in commands.items():
        yield _Entry(Finding("command", name, says, None, ()))


def _like(words: str, entries: Sequence[_Entry]) -> tuple[str, ...]:
    """The names that are most like some words."""
    from rapidfuzz import fuzz, process

    findings = [entry.finding for entry in entries]
    names = list(dict.fromkeys(name for each in findings for name in (each.id, each.title, *each.names)))
    found = process.extract(words, names, scorer=fuzz.ratio, processor=str.casefold, limit=5, score_cutoff=_LIKE)
    return tuple(name for name, _, _ in found)
