"""Notes as lines of text, as they are kept and joined for many rows: the first character of a line is its kind."""

from __future__ import annotations

from collections.abc import Iterable

from ipcalc.law.shapes.base import CONDITION, DOUBT, INFORMATION, Note

LINE = "\n"  # stands between sentences
_MARKS = {DOUBT: "\1", CONDITION: "\2", INFORMATION: "\3"}
_KINDS = {mark: kind for kind, mark in _MARKS.items()}


def lines(notes: Iterable[Note]) -> str:
    """Notes as text, a line each."""
    return LINE.join(_MARKS[note.kind] + note.text for note in notes)


def notes_of(text: str) -> tuple[Note, ...]:
    """The notes that stand in lines."""
    return tuple(Note(_KINDS[line[0]], line[1:]) for line in text.split(LINE) if line)


def doubts_alone(text: str) -> bool:
    """Whether all lines are doubts."""
    return _MARKS[INFORMATION] not in text and _MARKS[CONDITION] not in text


def merged(first: Iterable[str], more: Iterable[str]) -> str:
    """Each line once: doubts first, then conditions, then information, each kind in its order."""
    every = dict.fromkeys((*first, *(line for text in more for line in text.split(LINE))))
    return LINE.join(sorted(every, key=_mark))


def joined(text: str, joint: str) -> str:
    """The sentences alone, with `joint` between them."""
    return text.replace("\n\1", joint).replace("\n\2", joint).replace("\n\3", joint)[1:]


def _mark(line: str) -> str:
    return line[:1]
