"""Notes of several occurrences of one period, each said once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from ipcalc.calc.notes import ordered
from ipcalc.frozen import NamedTuple
from ipcalc.law.shapes.base import INFORMATION, Note
from ipcalc.years import spans

if TYPE_CHECKING:
    from ipcalc.calc.results import Deadline

_MOST = 7  # notes that people read, beside the line that says how many more there are
_NUMBERS = re.compile(r" \[([\w, ]+)\]$")  # of the occurrences that have a note
_NUMBERED = re.compile(r"\]$|\(alike: [^)]*\)$")
_YEAR = re.compile(r"(\b\d{4}\b)")
_DIFFERS = re.compile(
    r" \[[\w, ]+\]$|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\d{1,2} [A-Z][a-z]{2} \d{4}"
    r"|\b\d{4}\b|\b(?:opens|due|extended|late|restoration)\b|\([^()]*\)|closed on .*"
)  # in what sentences of several occurrences may differ and say the same


def shared(answers: Sequence[Deadline], *, any_row: bool) -> tuple[Note, ...]:
    """Each note once, with the numbers of the occurrences (or the offices) that have it where these are not all."""
    said: dict[Note, list[str]] = {}
    for answer in answers:
        for note in answer.notes:
            said.setdefault(note, []).append(answer.place or str(answer.occurrence or 0))
    of_all = [note for note, numbers in said.items() if len(numbers) == len(answers)]
    if not any_row:
        return ordered(of_all)
    some = {note: f"{note.text} [{', '.join(numbers)}]" for note, numbers in said.items()}
    return ordered(note if note in of_all else note._replace(text=some[note]) for note in said)


def one_of_each(notes: Iterable[Note]) -> Iterator[Note]:
    """Of notes that differ in their dates, limits and occurrences alone the first, with the numbers of the other
    occurrences; where they differ in a year alone, one with all the years. What the same several occurrences have is
    one note; where many are left, so is what mostly the same have."""
    alike: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        alike.setdefault((note.kind, _DIFFERS.sub("", note.text)), []).append(note)
    together: dict[tuple[str, tuple[str, ...]], _Told] = {}
    for (kind, plain), group in alike.items():
        texts = [note.text for note in group]
        which = tuple(dict.fromkeys(each for text in texts for each in _numbers(text)))
        one = (_in_years(texts) or _and_others(texts)) if len(texts) > 1 else texts[0]
        key = (kind, which if len(texts) > 1 else (plain,))
        together.setdefault(key, _Told(kind, frozenset(which), [])).texts.append(one)
    for told in _few(list(together.values())):
        yield Note(told.kind, " ".join(sorted(told.texts, key=lambda text: bool(_NUMBERED.search(text)))))


class _Told(NamedTuple):
    """Sentences of one kind that are told together, and the occurrences that have them (none: all of them)."""

    kind: str
    which: frozenset[str]
    texts: list[str]


def _few(told: list[_Told]) -> list[_Told]:
    """The same sentences in at most `_MOST` notes beside mere information, as far as their kinds allow it: those are
    told together that have the most occurrences in common."""
    every = frozenset(each for one in told for each in one.which)
    while sum(one.kind != INFORMATION for one in told) > _MOST:
        pairs = [(a, b) for a, b in combinations(told, 2) if a.kind == b.kind != INFORMATION]
        if not pairs:
            break
        first, second = max(pairs, key=lambda pair: _in_common(pair[0].which or every, pair[1].which or every))
        which = first.which | second.which if first.which and second.which else frozenset()
        joined = _Told(first.kind, which, [*first.texts, *second.texts])
        told = [joined if one is first else one for one in told if one is not second]
    return told


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of occurrences that two notes have in common, of all that either has."""
    return len(one & other) / max(len(one | other), 1)


def _in_years(texts: Sequence[str]) -> str | None:
    """Sentences that differ in a year alone, as one; None where they differ otherwise."""
    parts = [_YEAR.split(_NUMBERS.sub("", text)) for text in texts]
    differ = [n for n, column in enumerate(zip(*parts, strict=False)) if len(set(column)) > 1]
    if len({len(each) for each in parts}) > 1 or len(differ) != 1 or not _YEAR.fullmatch(parts[0][differ[0]]):
        return None
    parts[0][differ[0]] = spans(int(each[differ[0]]) for each in parts)
    return "".join(parts[0])


def _and_others(texts: Sequence[str]) -> str:
    """A sentence, with the numbers (or offices) that others say the same of."""
    first, *others = map(_numbers, texts)
    left = dict.fromkeys(each for names in others for each in names if each not in first)
    named = spans(map(int, left)) if all(map(str.isdigit, left)) else ", ".join(left)
    return f"{texts[0]} (alike: {named})" if left else texts[0]


def _numbers(text: str) -> list[str]:
    """The numbers (or offices) of the occurrences that have a note."""
    found = _NUMBERS.search(text)
    return found[1].split(", ") if found else []
