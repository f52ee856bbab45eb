"""Notes as lines of text, as they are kept and joined for many rows: the first character of a line is its kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter

from ipcalc.law.shapes.base import CONDITION, DOUBT, INFORMATION, Note

LINE = "\n"  # stands between sentences
_MARKS = {DOUBT: "\1", CONDITION: "\2", INFORMATION: "\3"}
_KINDS = {mark: kind for kind, mark in _MARKS.items()}
_MARK = itemgetter(0)
_KEPT = 1 << 12  # notes
_NEXT_DOUBT = LINE + _MARKS[DOUBT]


def lines(notes: Iterable[Note]) -> str:
    """Notes as text, a line each."""
    return LINE.join(_MARKS[note.kind] + note.text for note in notes)


def notes_of(text: str) -> tuple[Note, ...]:
    """The notes that stand in lines. What is said of many rows is one note, which is sent to another process once."""
    return tuple(map(_note, filter(None, text.split(LINE))))


@lru_cache(_KEPT)
def _note(line: str) -> Note:
    return Note(_KINDS[line[0]], line[1:])


def joined(text: str, joint: str) -> str:
    """The sentences of lines alone, with `joint` between them."""
    for mark in _KINDS:
        text = text.replace(LINE + mark, joint)
    return text[1:]


class Frame:
    """Notes that many rows share, among which what is said of one row finds its place.

    Args:
        shared: these notes, in order.
        joint: what stands between the sentences of a text; LINE keeps them lines.
    """

    def __init__(self, shared: Iterable[Note], joint: str) -> None:
        self._joint = joint
        self._lines = [lines([note]) for note in shared]
        self._doubts = [line for line in self._lines if line[0] == _MARKS[DOUBT]]
        self.alone = self._shown(LINE.join(self._lines))
        self._first = "".join(self._shown(line) + joint for line in self._doubts)
        self._last = "".join(joint + self._shown(line) for line in self._lines if line[0] != _MARKS[DOUBT])

    def around(self, more: Sequence[str]) -> str:
        """The text of a row of which `more` is said, in lines: doubts first, then conditions, then information, each
        sentence once."""
        text = LINE.join(more)
        if _MARKS[INFORMATION] in text or _MARKS[CONDITION] in text:
            every = dict.fromkeys((*self._lines, *text.split(LINE)))
            return self._shown(LINE.join(sorted(every, key=_MARK)))
        if len(more) > 1:
            text = LINE.join([line for line in dict.fromkeys(text.split(LINE)) if line not in self._doubts])
        if not text:
            return self.alone
        if self._joint != LINE:
            text = text[1:].replace(_NEXT_DOUBT, self._joint)
        return self._first + text + self._last

    def _shown(self, text: str) -> str:
        return text if self._joint == LINE else joined(text, self._joint)
