"""Classes of goods and services: which list applied on a day, and which class a word belongs to."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rapidfuzz.fuzz import ratio

from ipcalc.calc.plain import Plain, PlainList
from ipcalc.errors import BadRequest, NoAnswer
from ipcalc.frozen import frozen, replace
from ipcalc.law.rulebook import Rulebook, in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from ipcalc.law.shapes.classes import Ambiguous, ClassMove, Edition, NiceClass

_WORD = re.compile(r"[a-z0-9]+")
_SEVERAL = re.compile(r"[,;/&+]|\band\b", re.I)
_PARTS = re.compile(r"[,;]|\band\b")
_SPELLINGS = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("our", "or"),
    ("tre", "ter"),
    ("ae", "e"),
    ("aluminium", "aluminum"),
    ("jewellery", "jewelry"),
    ("tyre", "tire"),
    ("pyjama", "pajama"),
    ("yoghurt", "yogurt"),
)
_ODD = {  # words whose plural or singular is not told by the ending
    "lens": "lense",
    "buses": "bus",
    "gases": "gas",
    "knives": "knife",
    "shelves": "shelf",
    "scarves": "scarf",
    "loaves": "loaf",
    "teeth": "tooth",
}
_SMALL = frozenset({"of", "for", "the", "in", "or", "not", "with", "a", "an"})
_SURE, _NEAR, _LIKE, _SHORT = 0.85, 0.6, 70, 4
_MOST = 3  # words that may have been meant
_PART = "No class has {} whole: what was found has only some of these words, and may be of another class."
_TRY = (
    "Nothing in the list is called that. Try the name that the trade uses, a wider word (furniture for a stool), or one"
    " kind of goods at a time; ipcalc classes list shows every class."
)


@frozen
class ClassShown(Plain):
    """One class of the list of a day, and the moves into and out of it."""

    found: NiceClass
    edition: Edition
    on: date
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {**_class(self.found), "list": _list(self.edition, self.on), "notes": list(self.notes)}


@frozen
class ClassList(PlainList):
    """All classes of the list of a day."""

    classes: tuple[NiceClass, ...]
    edition: Edition
    on: date

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        return [_class(each) for each in self.classes]


@frozen
class Hit(Plain):
    """One class that a search found: how well (1 is the very words), by what words, and in which other classes that
    were found these words stand too."""

    found: NiceClass
    score: float
    words: str
    also: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        found = self.found
        return {
            "class": found.number,
            "title": found.title,
            "match": self.words,
            "score": round(self.score, 2),
            "kind": found.kind,
            "also": list(self.also),
        }


@frozen
class ClassSearch(Plain):
    """The outcome of a search in the list of a day: classes by rank, words that stand for several, and moves.

    `did_you_mean` holds words of the list that are like the ones that were looked for: none of them is an answer.
    `in_part` holds the goods or services of which only some of the words were found.
    """

    words: str
    hits: tuple[Hit, ...]
    ambiguous: tuple[Ambiguous, ...]
    moves: tuple[ClassMove, ...]
    edition: Edition
    on: date
    did_you_mean: tuple[str, ...] = ()
    in_part: tuple[str, ...] = ()

    @property
    def missed(self) -> bool:
        """Whether nothing was found."""
        return not self.hits and not self.ambiguous

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known about the words that were looked for; where nothing was found, what to try."""
        part = map(_PART.format, map(repr, self.in_part))
        return (*part, *map(_unclear, self.ambiguous), *map(_moved, self.moves), *([_TRY] if self.missed else []))

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {
            "hits": [{**hit.to_dict(), "evidence": self.edition.evidence} for hit in self.hits],
            "did_you_mean": list(self.did_you_mean),
            "list": _list(self.edition, self.on),
            "notes": list(self.notes),
        }


class Classes:
    """The classes of goods and services, by the list that applied on a day."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    def show(self, number: int, on: date) -> ClassShown:
        """One class, with what moved into it and out of it.

        Raises:
            BadRequest: the list of that day has no such class.
            NoAnswer: no list of that day is known.
        """
        edition = self._edition(on)
        listed = self._book.classes(edition.scheme)
        if not 1 <= number <= len(listed):
            raise BadRequest(f"there is no class {number} on {on}: the classes are 1 to {len(listed)}")
        moves = [move for move in self._book.moves if number in (move.from_class, move.to_class)]
        return ClassShown(listed[number - 1], edition, on, tuple(map(_moved, moves)))

    def list(self, on: date) -> ClassList:
        """All classes; NoAnswer where no list of that day is known."""
        edition = self._edition(on)
        return ClassList(self._book.classes(edition.scheme), edition, on)

    def search(self, words: str, on: date) -> ClassSearch:
        """The classes whose keywords or titles have `words` in them; several goods may stand with commas. A word that
        is only like one of the list finds nothing: it is asked whether that was meant.

        Raises:
            BadRequest: there is no word to look for.
            NoAnswer: no list of that day is known.
        """
        named = [each.strip() for each in _SEVERAL.split(words) if _stems(each)]
        if not named:
            raise BadRequest("give a word to look for, such as: ipcalc classes search shoes")
        edition = self._edition(on)
        listed = self._book.classes(edition.scheme)
        joined = _joined(keyword for each in listed for keyword in each.keywords)
        goods = [_stems(_as_listed(each, joined)) for each in named]
        found = [_one(self._book, wanted, listed, on) for wanted in goods]
        unclear = [
            word
            for word in self._book.ambiguous
            if (word.since is None or on >= word.since) and any(_score(w, _stems(word.word)) >= _SURE for w in goods)
        ]
        moved = [move for move in self._book.moves if any(_matched(wanted, move) for wanted in goods)]
        meant = [word for wanted in goods for word in _meant(wanted, listed)]
        part = [name for name, wanted, hits in zip(named, goods, found, strict=True) if _in_part(wanted, hits)]
        return ClassSearch(
            words, _together(found), tuple(unclear), tuple(moved), edition, on, tuple(dict.fromkeys(meant)), tuple(part)
        )

    def _edition(self, on: date) -> Edition:
        editions = self._book.editions
        index = in_force(editions, on)
        if index is None:
            raise NoAnswer(f"no list of classes is known for {on}: the first begins on {editions[0].from_}")
        return editions[index]


def _class(each: NiceClass) -> dict[str, Any]:
    return {"class": each.number, "kind": each.kind, "title": each.title, "keywords": list(each.keywords)}


def _list(edition: Edition, on: date) -> dict[str, Any]:
    about = {"edition": edition.edition, "citation": edition.citation, "evidence": edition.evidence}
    return {"on": on.isoformat(), **about}


def _moved(move: ClassMove) -> str:
    where = f"from class {move.from_class} to class {move.to_class}" if move.from_class else f"to class {move.to_class}"
    less = f", but not {', '.join(move.except_)}" if move.except_ else ""
    return f"Moved on {move.on} {where}: {', '.join(move.what)}{less} (evidence: {move.evidence})." + (
        f" {move.note}" if move.note else ""
    )


def _unclear(word: Ambiguous) -> str:
    meanings = "; ".join(f"{meaning}: class {number}" for meaning, number in word.meanings.items())
    return f"{word.word!r} stands for several classes: {meanings}."


def _together(found: Sequence[dict[int, Hit]]) -> tuple[Hit, ...]:
    """The classes for several kinds of goods or services, the best first: a class for all of them before others."""
    hits: list[Hit] = []
    for number in {number for each in found for number in each}:
        here = [each[number] for each in found if number in each]
        best = max(here, key=lambda hit: hit.score)
        hits.append(Hit(best.found, sum(hit.score for hit in here) / len(found), best.words))
    by_words: dict[str, list[int]] = {}
    for hit in hits:
        by_words.setdefault(hit.words, []).append(hit.found.number)
    hits = [replace(hit, also=_but(by_words[hit.words], hit.found.number)) for hit in hits]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.found.number)))


def _but(numbers: Sequence[int], own: int) -> tuple[int, ...]:
    return tuple(sorted(number for number in numbers if number != own))


def _meant(wanted: frozenset[str], listed: Sequence[NiceClass]) -> list[str]:
    """The keywords of which words are like those that are wanted, the likest first: none where it is there itself."""
    found: dict[str, float] = {}
    best = 0.0
    for each in listed:
        for keyword in each.keywords:
            stems = _stems(keyword)
            best = max(best, _score(wanted, stems))
            found[keyword] = _score(wanted, stems, _likeness)
    near = [word for word, score in found.items() if score >= _NEAR and score > best]
    return sorted(near, key=lambda word: -found[word])[:_MOST]


def _one(book: Rulebook, wanted: frozenset[str], listed: Sequence[NiceClass], day: date) -> dict[int, Hit]:
    """The classes for one kind of goods or services."""
    hits: dict[int, Hit] = {}
    for each in listed:
        for keyword in (*each.keywords, *_PARTS.split(each.title)):
            score = _score(wanted, _stems(keyword)) - (0 if keyword in each.keywords else 0.01)
            if score >= _NEAR and (each.number not in hits or score > hits[each.number].score):
                hits[each.number] = Hit(each, score, keyword.strip())
    for move in book.moves:
        _follow(move, wanted, listed, day, hits)
    return hits


def _follow(
    move: ClassMove, wanted: frozenset[str], listed: Sequence[NiceClass], day: date, hits: dict[int, Hit]
) -> None:
    """Put what is wanted, where it is what moved, into the class in which it is on a day."""
    what = _matched(wanted, move)
    if what is None:
        return
    here, elsewhere = (move.to_class, move.from_class) if day >= move.on else (move.from_class, move.to_class)
    score = _score(wanted, _stems(what))
    if elsewhere in hits and hits[elsewhere].score <= score:
        del hits[elsewhere]
    if here is not None and here <= len(listed) and (here not in hits or hits[here].score < score):
        hits[here] = Hit(listed[here - 1], score, what)


def _matched(wanted: frozenset[str], move: ClassMove) -> str | None:
    """What of a move is meant by these words, or None."""
    best = max(move.what, key=lambda what: _score(wanted, _stems(what)))
    excepted = any(_score(wanted, _stems(other)) >= _SURE for other in move.except_)
    return best if _score(wanted, _stems(best)) >= _SURE and not excepted else None


def _in_part(wanted: frozenset[str], hits: dict[int, Hit]) -> bool:
    """Whether classes were found, and none by all the words."""
    return bool(hits) and not any(wanted <= _stems(hit.words) for hit in hits.values())


def _joined(keywords: Iterable[str]) -> dict[str, str]:
    """How the list writes what may be written in one word or in two: `toothpaste` and `tooth paste`."""
    written: dict[str, str] = {}
    for keyword in keywords:
        words = _written_words(keyword)
        written |= {word: word for word in words} | {a + b: f"{a} {b}" for a, b in pairwise(words)}
    return written


def _as_listed(text: str, written: Mapping[str, str]) -> str:
    """A text with its words joined and parted as the list has them."""
    words, listed = _written_words(text), []
    while words:
        pair = _alone("".join(words[:2]), written) if len(words) > 1 else None
        one = _alone(words[0], written) or words[0]
        listed.append(written.get(pair or one, one))
        words = words[2 if pair else 1 :]
    return " ".join(listed)


def _alone(word: str, written: Mapping[str, str]) -> str | None:
    """A word, or its singular, as the list has it."""
    return next((each for each in (word, word.removesuffix("s")) if each in written), None)


def _written_words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text).replace("\u2019", "'").lower().replace("'s", "")
    return _WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))


def _stems(text: str) -> frozenset[str]:
    """The words of a text without case, hyphens, plural endings and British spellings."""
    found = set()
    for written in _written_words(text):
        word = _ODD.get(written, written)
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


def _same(word: str, other: str) -> float:
    return float(word == other)


def _score(wanted: frozenset[str], offered: frozenset[str], alike: Callable[[str, str], float] = _same) -> float:
    """How much of what is wanted is offered, and the other way round: 1 where both are the same words."""
    if not offered:
        return 0.0
    forward = sum(max(alike(word, other) for other in offered) for word in wanted) / len(wanted)
    backward = sum(max(alike(word, other) for word in wanted) for other in offered) / len(offered)
    return (forward + backward) / 2


def _likeness(word: str, other: str) -> float:
    """1 for the same word, less for one that is like it, 0 for another."""
    if word == other:
        return 1.0
    if len(word) < _SHORT or len(other) < _SHORT:
        return 0.0
    return ratio(word, other, score_cutoff=_LIKE) / 100
