"""Dates that stand among other words in a cell, such as `Journal 2250 (02/03/2026)`."""

from __future__ import annotations

import calendar
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from ipcalc.batch.imports.names import HeadingWords
from ipcalc.calc.registers.find import stems
from ipcalc.dates import NotRead, pieces, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ipcalc.batch.dates import DatesSeen
    from ipcalc.dates import DateRead, Style
    from ipcalc.law.rulebook import Rulebook

_TIME = re.compile("[0-9]:[0-9]{2}")
_WEEKDAYS = stems(" ".join((*calendar.day_name, *calendar.day_abbr)))


class DateCells:
    """Reads the dates of cells.

    A date among other words is taken only where these say nothing but that it is the day of the column: words of its
    event, of its heading, and little ones such as `dated`.

    Args:
        book: the rulebook.
        style: how dates are read.
        seen: takes what is to be said of the dates.

    Attributes:
        taken: how many dates were taken out of other words, by heading, and `examples` the first of each.
    """

    def __init__(self, book: Rulebook, style: Style, seen: DatesSeen) -> None:
        self._style, self._seen = style, seen
        self._words = HeadingWords(book)
        self._around = self._words.of(" ".join(book.raw("words_around_dates")))
        self._names = book.raw("event_names")
        self._of_event = cache(lambda event: self._words.of(" ".join((event, *self._names.get(event, ())))))
        self.taken: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def read(self, column: str, text: str, heading: str) -> DateRead:
        """The date of a cell.

        Raises:
            NotRead: there is none, there are several, or the other words may say something else.
        """
        try:
            return read(text, self._style)
        except NotRead as error:
            piece = self._piece(column, text, heading, error)
            if piece is None:
                self._seen.refused(heading, text, error)
                raise
        try:
            found = read(piece, self._style)
        except NotRead as error:
            self._seen.refused(heading, piece, error)
            raise
        self.taken[heading] += 1
        self.examples.setdefault(heading, text)
        return found

    def told(self) -> Iterator[str]:
        """What is to be said of the dates that were taken out of other words."""
        for heading, number in self.taken.items():
            dates = "1 date is" if number == 1 else f"{number} dates are"
            yield f"{heading}: {dates} read from among other words, such as {self.examples[heading]!r}: check them"

    def _piece(self, column: str, text: str, heading: str, error: NotRead) -> str | None:
        """The date among other words; None where the text is refused for what it is."""
        found = pieces(text)
        if not found or found == [text] or _TIME.search(text):
            return None
        if len(found) > 1:
            raise NotRead(f"{text!r} holds {len(found)} dates: keep only the one that you mean") from error
        before, _, after = " ".join(text.split()).partition(found[0])
        letters = re.findall("[a-zA-Z]+", f"{before} {after}")
        rest = self._words.of(" ".join(letters)) - self._around - self._of_event(column) - self._words.of(heading)
        if rest <= _WEEKDAYS:
            return found[0] if not rest else None
        raise NotRead(f"{text!r} says more than a date: if you mean {found[0]!r}, write only that") from error
