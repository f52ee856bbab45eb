"""Classes of goods and services: which list applied on a day, and which class a word belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

from ipcalc.errors import BadRequest, NoAnswer
from ipcalc.frozen import frozen
from ipcalc.law.rulebook import Rulebook, in_force

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ipcalc.law.shapes.classes import Ambiguous, Edition, Move, NiceClass

_WORD = re.compile(r"[a-z0-9]+")
_SEVERAL = re.compile(r"[,;/]|\band\b", re.I)
_PARTS = re.compile(r"[,;]|\band\b")
_SPELLINGS = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("our", "or"),
    ("tre", "ter"),
    ("ae", "e"),
    ("aluminium", "aluminum"),
)
_SMALL = frozenset({"of", "for", "the", "in", "or", "not", "with", "a", "an"})
_SURE, _NEAR, _TYPO, _SHORT = 0.85, 0.6, 82, 4


@frozen
class Hit:
    """One class that a search found: how well (1 is the very word), by what words, and what must be known about it."""

    found: NiceClass
    score: float
    words: str


@frozen
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
    """The classes whose keywords or titles come nearest to `words`, on `day`; several goods may stand with commas.

    Raises:
        BadRequest: there is no word to look for.
    """
    goods = [stems for stems in map(_stems, _SEVERAL.split(words)) if stems]
    if not goods:
        raise BadRequest("give a word to look for, such as: ipcalc classes search shoes")
    listed = classes(book, day)
    found = [_one(book, wanted, listed, day) for wanted in goods]
    hits: list[Hit] = []
    for number in {number for each in found for number in each}:
        best = max((each[number] for each in found if number in each), key=lambda hit: hit.score)
        total = sum(each[number].score for each in found if number in each) / len(found)
        hits.append(Hit(best.found, total, best.words))
    hits.sort(key=lambda hit: (-hit.score, hit.found.number))
    unclear = [
        word
        for word in book.ambiguous
        if (word.since is None or day >= word.since) and any(_score(w, _stems(word.word)) >= _SURE for w in goods)
    ]
    moved = [move for move in book.moves if any(_matched(wanted, move) for wanted in goods)]
    return Search(tuple(hits), tuple(unclear), tuple(moved))


def _one(book: Rulebook, wanted: frozenset[str], listed: Sequence[NiceClass], day: date) -> dict[int, Hit]:
    """The classes for one kind of goods or services."""
    hits: dict[int, Hit] = {}
    for each in listed:
        for keyword in (*each.keywords, *_PARTS.split(each.title)):
            score = _score(wanted, _stems(keyword)) - (0 if keyword in each.keywords else 0.01)
            if score >= _NEAR and (each.number not in hits or score > hits[each.number].score):
                hits[each.number] = Hit(each, score, keyword.strip())
    for move in book.moves:
        what = _matched(wanted, move)
        if what is None:
            continue
        here, elsewhere = (move.to_class, move.from_class) if day >= move.on else (move.from_class, move.to_class)
        score = _score(wanted, _stems(what))
        if elsewhere in hits and hits[elsewhere].score <= score:
            del hits[elsewhere]
        if here is not None and here <= len(listed) and (here not in hits or hits[here].score < score):
            hits[here] = Hit(listed[here - 1], score, what)
    return hits


def _matched(wanted: frozenset[str], move: Move) -> str | None:
    """What of a move is meant by these words, or None."""
    best = max(move.what, key=lambda what: _score(wanted, _stems(what)))
    excepted = any(_score(wanted, _stems(other)) >= _SURE for other in move.except_)
    return best if _score(wanted, _stems(best)) >= _SURE and not excepted else None


def _stems(text: str) -> frozenset[str]:
    """The words of a text without case, hyphens, plural endings and British spellings."""
    found = set()
    for written in _WORD.findall(text.lower().replace("'s", "")):
        word = written
        for british, american in _SPELLINGS:
            word = word.replace(british, american)
        if len(word) > 4 and word.endswith("ies"):
            word = word[:-3] + "y"
        elif len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
            word = word[:-2]
        elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            word = word[:-1]
        if word not in _SMALL:
            found.add(word)
    return frozenset(found)


def _score(wanted: frozenset[str], offered: frozenset[str]) -> float:
    """How much of what is wanted is offered, and the other way round: 1 where both are the same words."""
    if not offered:
        return 0.0
    forward = sum(max(_alike(word, other) for other in offered) for word in wanted) / len(wanted)
    backward = sum(max(_alike(word, other) for word in wanted) for other in offered) / len(offered)
    return (forward + backward) / 2


def _alike(word: str, other: str) -> float:
    """1 for the same word, less for one with a typing error, 0 for another."""
    if word == other:
        return 1.0
    if len(word) < _SHORT or len(other) < _SHORT:
        return 0.0
    return 0.9 * ratio(word, other, score_cutoff=_TYPO) / 100
