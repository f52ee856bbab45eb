"""Classes of goods and services: which list applied on a day, and which class a word belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from ipcalc.errors import BadRequest, NoAnswer
from ipcalc.law.rulebook import Rulebook, in_force
from ipcalc.law.shapes.classes import Ambiguous, Edition, Move, NiceClass

_WORD = re.compile(r"[a-z0-9]+")
_SPELLINGS = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("our", "or"),
    ("tre", "ter"),
    ("ae", "e"),
    ("aluminium", "aluminum"),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One class that a search found: how well (1 is the very word), by what words, and what must be known about it."""

    found: NiceClass
    score: float
    words: str


@dataclass(frozen=True, slots=True)
class Search:
    """The outcome of a search: classes by rank, words that stand for several classes, and moves that touch it."""

    hits: tuple[Hit, ...]
    ambiguous: tuple[Ambiguous, ...]
    moves: tuple[Move, ...]


def edition(book: Rulebook, day: date) -> Edition:
    """The list of classes that applied to a filing of `day`.

    Raises:
        NoAnswer: none is known.
    """
    index = in_force(book.editions, day)
    if index is None:
        raise NoAnswer(f"no list of classes is known for {day}: the first begins on {book.editions[0].from_}")
    return book.editions[index]


def show(book: Rulebook, number: int, day: date) -> NiceClass:
    """The class with this number.

    Raises:
        BadRequest: the list of that day has no such class.
    """
    listed = classes(book, day)
    if not 1 <= number <= len(listed):
        raise BadRequest(f"there is no class {number} on {day}: the classes are 1 to {len(listed)}")
    return listed[number - 1]


def classes(book: Rulebook, day: date) -> tuple[NiceClass, ...]:
    """All classes of the list that applied on `day`."""
    return book.classes(edition(book, day).scheme)


def search(book: Rulebook, words: str, day: date) -> Search:
    """The classes whose keywords or title come nearest to `words`, on `day`.

    Raises:
        BadRequest: there is no word to look for.
    """
    wanted = _stems(words)
    if not wanted:
        raise BadRequest("give a word to look for, such as: ipcalc classes search shoes")
    moved = [move for move in book.moves if _touches(wanted, move.what)]
    gone: set[tuple[int, str]] = set()
    hits: dict[int, Hit] = {}
    for each in classes(book, day):
        for keyword in (*each.keywords, *(part for part in re.split(r"[;,]", each.title))):
            score = _score(wanted, _stems(keyword))
            if keyword in each.keywords:
                score += 0.01
            if score >= 0.5 and (each.number not in hits or score > hits[each.number].score):
                hits[each.number] = Hit(each, min(score, 1.0), keyword.strip())
    by_number = {each.number: each for each in classes(book, day)}
    for move in moved:
        number = move.to_class if day >= move.on else move.from_class
        other = move.from_class if day >= move.on else move.to_class
        what = next(what for what in move.what if _score(wanted, _stems(what)) >= 0.5)
        if number in by_number:
            hits[number] = Hit(by_number[number], _score(wanted, _stems(what)), what)
        if other is not None and other in hits and _score(wanted, _stems(hits[other].words)) < 1:
            gone.add((other, what))
    for number, _ in gone:
        hits.pop(number, None)
    ranked = sorted(hits.values(), key=lambda hit: (-hit.score, hit.found.number))
    unclear = [
        word
        for word in book.ambiguous
        if (word.since is None or day >= word.since) and _score(wanted, _stems(word.word)) >= 0.9
    ]
    return Search(tuple(ranked), tuple(unclear), tuple(moved))


def _touches(wanted: frozenset[str], what: Iterable[str]) -> bool:
    return any(_score(wanted, _stems(each)) >= 0.75 for each in what)


def _stems(text: str) -> frozenset[str]:
    """The words of a text without case, hyphens, plural endings and British spellings."""
    found = set()
    for word in _WORD.findall(text.lower()):
        for british, american in _SPELLINGS:
            word = word.replace(british, american)
        if len(word) > 4 and word.endswith("ies"):
            word = word[:-3] + "y"
        elif len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
            word = word[:-2]
        elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
        if word not in ("and", "of", "for", "the", "in", "or", "not", "with"):
            found.add(word)
    return frozenset(found)


def _score(wanted: frozenset[str], offered: frozenset[str]) -> float:
    """How much of what is wanted is offered, and how little else: 1 where both are the same words."""
    if not offered:
        return 0.0
    total = sum(max(_alike(word, other) for other in offered) for word in wanted)
    return total / len(wanted) * (0.8 + 0.2 * min(1.0, len(wanted) / len(offered)))


def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    matcher = SequenceMatcher(None, word, other)
    if matcher.real_quick_ratio() < 0.8 or matcher.quick_ratio() < 0.8:
        return 0.0
    ratio = matcher.ratio()
    return ratio * 0.9 if ratio >= 0.8 else 0.0
