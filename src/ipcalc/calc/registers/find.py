"""What some words mean: periods, fees, forms, events and commands."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain
from ipcalc.frozen import NamedTuple, frozen
from ipcalc.law.names import plain, plain_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ipcalc.law.rulebook import Rulebook

_LITTLE = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"))
_ASKING = frozenset(
    ("can", "do", "does", "file", "how", "i", "me", "much", "must", "my", "need", "pay", "we", "what", "when")
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "als", "al", "es", "ed", "s", "y", "e")
_LIKE = 75  # per cent of likeness from which a name may have been meant
_SLIP = 80  # and from which a word of it may
_LONG = 5  # letters from which a word can be misspelt and still be known
_KINDS = frozenset(("fee", "form", "period", "event", "command"))
_SAID = re.compile(r"\b(s|r)(?:ection|ec|ule)?[ .-]*(\d+[a-z]*)\b")
_CITED = re.compile(r"\b([sr])\1? ((?:\d+[A-Z]*(?:\([^)]*\))*|\([^)]*\)|,| and| to| )+)")


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
    """What words mean, the best first; where they mean nothing, or one of them is unknown, what is like them."""

    words: str
    hits: tuple[Finding, ...]
    did_you_mean: tuple[str, ...]


class _Findable(NamedTuple):
    finding: Finding
    forms: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    cited: frozenset[str] = frozenset()

    @property
    def called(self) -> frozenset[str]:
        """Its names in plain letters."""
        own = (self.finding.id, *self.finding.names, *self.said)
        return frozenset((*map(plain, own), *map(plain_form, (*self.forms, self.finding.id))))

    @property
    def without_right(self) -> str:
        """Its id without the right, in plain letters."""
        return plain(self.finding.id.removeprefix(f"{self.finding.right}-"))

    @property
    def described(self) -> str:
        """All words by which it is described; a fee is also one by its kind."""
        kind = self.finding.kind if self.finding.kind == "fee" else ""
        return " ".join((kind, self.finding.id, self.finding.title, *self.finding.names, *self.forms, *self.said))


def find(book: Rulebook, words: str, commands: Mapping[str, str]) -> Findings:
    """The entries that have these words as a name first, then as their title, then those that have most of the words in
    what describes them, of several those that have the rarest of them. A section or a rule finds what the law in force
    cites it for. Words that nothing is described by say nothing; beside them a right or a kind alone finds nothing.

    Args:
        book: the rulebook.
        words: as people say them.
        commands: the commands of the program, each with what it is for.
    """
    same = _Same(book)
    entries = list(_entries(book, commands))
    described = [same.of(entry.described, entry.finding.right) for entry in entries]
    often = Counter(chain(*described, *(entry.cited for entry in entries)))
    asked, named = same.of(words) - _ASKING, {plain(words), plain_form(words)}
    wanted, mended = asked & often.keys(), _mended(words, same, entries, often)
    if wanted < asked and wanted <= _KINDS | same.rights:
        wanted = frozenset()
    scored = [
        (bool(named & entry.called), wanted & (known | entry.cited), len(known), entry)
        for entry, known in zip(entries, described, strict=True)
    ]
    most = max(len(found) for _, found, _, _ in scored)
    rarest = min(wanted, key=lambda word: (often[word], word), default="")
    enough = [each for each in scored if each[0] or (most and len(each[1]) == most and (most > 1 or rarest in each[1]))]

    def rank(each: tuple[bool, frozenset[str], int, _Findable]) -> tuple[Any, ...]:
        is_named, found, known, entry = each
        same_id = plain(entry.finding.id) == plain(words)
        other = entry.without_right != plain(words)
        another = plain(entry.finding.title) != plain(words)
        return not same_id, not is_named, other, another, -len(found), known if other else 0

    enough.sort(key=rank)
    hits = tuple(entry.finding for *_, entry in enough)
    like = () if hits else _like(words, entries)
    return Findings(words, hits, tuple(dict.fromkeys((*mended, *like))))


class _Same:
    """Words of which several mean the same, and the names of rights, which are one word each."""

    def __init__(self, book: Rulebook) -> None:
        self._rights = [
            (re.compile(rf"\b{re.escape(name)}\b"), right)
            for right, names in book.raw("right_names").items()
            for name in sorted(names, key=len, reverse=True)
        ]
        self.rights = frozenset(book.raw("right_names"))
        self.words = " ".join(chain.from_iterable((main, *others) for main, others in book.raw("same_words").items()))
        self._same = {
            stem: main for main, others in book.raw("same_words").items() for stem in stems(" ".join((main, *others)))
        }

    def of(self, text: str, right: str | None = None) -> frozenset[str]:
        """The stems of a text, and its right as a word."""
        text = _SAID.sub(r"\1\2", text.casefold())
        for name, meant in self._rights:
            text = name.sub(meant, text)
        found = frozenset(self._same.get(stem, stem) for stem in stems(text))
        return found | {right} if right else found


def stems(text: str) -> frozenset[str]:
    """The words of a text without their endings, and without little words."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return frozenset(_stem(word) for word in words if word not in _LITTLE)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _entries(book: Rulebook, commands: Mapping[str, str]) -> Iterator[_Findable]:
    with_form: dict[str, list[str]] = {}
    for form, periods in book.raw("periods_with_form").items():
        for period in periods:
            with_form.setdefault(period, []).append(form)
    for name, period in book.raw("periods").items():
        finding = Finding("period", name, period["title"], period["right"], tuple(period.get("short", ())))
        said = tuple(book.raw("said_of_periods").get(name, ()))
        yield _Findable(finding, tuple(with_form.get(name, ())), said, _provisions(period["versions"][-1]["citation"]))
    for name, fee in book.raw("fees").items():
        forms = dict.fromkeys(version["form"] for version in fee["versions"] if version.get("form"))
        finding = Finding("fee", name, fee["title"], fee["right"], ())
        said = tuple(book.raw("said_of_fees").get(name, ()))
        yield _Findable(finding, tuple(forms), said, _provisions(fee["versions"][-1]["citation"]))
    for name, form in book.raw("forms").items():
        yield _Findable(Finding("form", name, form["title"], form["right"], ()))
    others = book.raw("event_names")
    for name, event in book.raw("events").items():
        yield _Findable(Finding("event", name, event["title"], None, tuple(others.get(name, ()))))
    for name, says in commands.items():
        yield _Findable(Finding("command", name, says, None, ()))


def _provisions(citation: str) -> frozenset[str]:
    """The sections and rules that a citation names, as `find` reads them: s53, r80."""
    found: set[str] = set()
    for kind, run in _CITED.findall(citation):
        found |= {f"{kind}{number.lower()}" for number in re.findall(r"\b\d+[A-Z]*", run)}
        for first, last in re.findall(r"(\d+) to (\d+)", run):
            found |= {f"{kind}{number}" for number in range(int(first), int(last))}
    return frozenset(found)


def _mended(words: str, same: _Same, entries: Sequence[_Findable], known: Mapping[str, int]) -> tuple[str, ...]:
    """The words with those that nothing is described by written as one that is like them; nothing if there is none."""
    written = re.findall(r"[a-z]+", _SAID.sub("", words.casefold()))
    slips = [word for word in written if len(word) >= _LONG and not (same.of(word) - _ASKING) & known.keys()]
    if not slips:
        return ()
    from rapidfuzz import fuzz, process

    said = set(re.findall(r"[a-z]+", " ".join((same.words, *(entry.described for entry in entries))).casefold()))
    right = {slip: process.extractOne(slip, sorted(said), scorer=fuzz.ratio, score_cutoff=_SLIP) for slip in slips}
    if not any(right.values()):
        return ()
    return (" ".join(found[0] if (found := right.get(word)) else word for word in words.casefold().split()),)


def _like(words: str, entries: Sequence[_Findable]) -> tuple[str, ...]:
    """The names that are most like some words."""
    from rapidfuzz import fuzz, process

    findings = [entry.finding for entry in entries]
    names = list(dict.fromkeys(name for each in findings for name in (each.id, each.title, *each.names)))
    found = process.extract(words, names, scorer=fuzz.ratio, processor=str.casefold, limit=5, score_cutoff=_LIKE)
    return tuple(name for name, _, _ in found)
