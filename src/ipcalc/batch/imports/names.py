"""Which columns of a table of matters a heading may name: by a name, by its words in any order, or by a part of it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from ipcalc.calc.registers.find import stems
from ipcalc.law.names import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ipcalc.law.rulebook import Rulebook

_PART = re.compile(r"[&/(),;\[\]\n]| - |\band\b|\bor\b", re.IGNORECASE)
_LIKE = 92  # per cent of likeness of two names of which one is misspelt
_LONG = 6  # letters of a name that may be


class HeadingWords:
    """The words of headings and of cells: without endings, and whole where they are abbreviated."""

    def __init__(self, book: Rulebook) -> None:
        self._whole = {word: main for main, words in book.raw("heading_words").items() for word in words}

    def of(self, text: str) -> frozenset[str]:
        """The words of a text."""
        return stems(" ".join(self._whole.get(word, word) for word in re.findall("[a-z0-9]+", text.casefold())))


class ColumnNames:
    """The names of columns.

    Args:
        book: the rulebook.
        own: the columns that are no events.
        events: those that the right of the file uses.
        one_right: every row has the same right; else a name may mean several events, of which each row takes its own.

    Attributes:
        rank: how early each other name stands in the data: of headings that mean one column, the first is taken.
    """

    def __init__(self, book: Rulebook, own: Sequence[str], events: Sequence[str], *, one_right: bool) -> None:
        self._book, self._own, self._events, self._one_right = book, own, events, one_right
        self._others = book.raw("heading_names")
        self.rank = {plain(name): rank for names in self._others.values() for rank, name in enumerate(names)}
        self._word = HeadingWords(book)
        self._passing = {use: stems(" ".join(words)) for use, words in book.raw("passing_words").items()}

    def exact(self, heading: str) -> tuple[str, ...]:
        """The columns that have this name."""
        key = plain(heading)
        if key in self._by_name:
            return (self._by_name[key],)
        called = self._book.data["names"]["events"].get(key, ())
        return self._of_one_right(tuple(event for event in called if event in self._events))

    def guess(self, heading: str) -> tuple[str, ...]:
        """The columns that a heading may mean that has no name of one."""
        return self.by_words(heading) or self.by_part(heading) or self.likest(heading)

    def by_words(self, heading: str) -> tuple[str, ...]:
        """The columns one of whose names has the same words, in any order, abbreviated or not."""
        columns, events = self._by_words
        return columns.get(self._words(heading, "columns")) or events.get(self._words(heading, "events"), ())

    def by_part(self, heading: str) -> tuple[str, ...]:
        """The columns that one part of a heading names, where no other part names others."""
        parts = [part.strip() for part in _PART.split(heading)]
        found = {self.exact(part) or self.by_words(part) for part in parts if plain(part)} - {()}
        return found.pop() if len(parts) > 1 and len(found) == 1 else ()

    def likest(self, heading: str) -> tuple[str, ...]:
        """The column of which one name is misspelt."""
        from rapidfuzz import fuzz, process

        names = self._long
        found = process.extractOne(plain(heading), list(names), scorer=fuzz.ratio, score_cutoff=_LIKE)
        return (names[found[0]],) if found else ()

    def _of_one_right(self, events: tuple[str, ...]) -> tuple[str, ...]:
        return events if len(events) == 1 or not self._one_right else ()

    @cached_property
    def _by_name(self) -> dict[str, str]:
        own = {plain(each): each for each in (*self._own, *self._book.events)}
        return own | {plain(name): column for column, others in self._others.items() for name in others}

    @cached_property
    def _long(self) -> dict[str, str]:
        """The columns by their names that are long enough to be misspelt."""
        names = {plain(name): column for column, others in self._others.items() for name in others}
        index = self._book.data["names"]["events"]
        events = {name: called[0] for name, called in index.items() if len(called) == 1 and called[0] in self._events}
        return {name: column for name, column in {**names, **events}.items() if len(name) >= _LONG}

    @cached_property
    def _by_words(self) -> tuple[dict[frozenset[str], tuple[str, ...]], dict[frozenset[str], tuple[str, ...]]]:
        """The columns, and the events, by the words of their names."""
        columns: dict[frozenset[str], tuple[str, ...]] = {}
        for column in (*self._own, *self._others):
            for name in (column, *self._others.get(column, ())):
                columns.setdefault(self._words(name, "columns"), (column,))
        events: dict[frozenset[str], list[str]] = {}
        for event in self._events:
            for words in dict.fromkeys(self._words(name, "events") for name in self._called(event)):
                events.setdefault(words, []).append(event)
        for word in (frozenset(), self._word.of("number")):
            columns.pop(word, None)
        events.pop(frozenset(), None)
        return columns, {words: self._of_one_right(tuple(found)) for words, found in events.items()}

    def _called(self, event: str) -> Iterable[str]:
        return (event, *self._book.raw("event_names").get(event, ()))

    def _words(self, text: str, use: str) -> frozenset[str]:
        """The words of a name without those that say nothing in names of this use."""
        return self._word.of(text) - self._passing[use]
