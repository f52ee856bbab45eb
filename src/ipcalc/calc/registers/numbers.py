"""Numbers of journals in place of the dates of events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.deadlines.events import events_of
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from ipcalc.calc.registers.journals import Journals
    from ipcalc.calc.results import Deadline
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Note

PREFIX = "journal:"


class Numbers:
    """Numbers of journals that stand in place of the dates of events, `journal:2235`, in matters of one right."""

    def __init__(self, book: Rulebook, journals: Callable[[], Journals], right: Callable[[], str]) -> None:
        self._book, self._journals, self._right = book, journals, right
        self._doubts: dict[str, tuple[Note, ...]] = {}

    def __call__(self, event: str, text: str) -> date | None:
        """The date of an event that is written as a number; None where it is written otherwise."""
        if not is_number(text):
            return None
        event = self._book.named("events", event) or event
        issue = self._journals().of_event(event, self._right(), number_in(text))
        self._doubts[event] = tuple(map(notes.doubt, issue.doubts))
        return issue.date

    def said_with(self, answer: Deadline) -> Deadline:
        """An answer with the doubts of the numbers on which it rests, which were read before."""
        return said_with(self._book, self._doubts, answer)


def said_with(book: Rulebook, said: Mapping[str, Sequence[Note]], answer: Deadline) -> Deadline:
    """An answer with what must be said of the dates of those events on which it rests."""
    used = events_of(book, book.period(answer.period)) if said else ()
    more = [note for event in used for note in said.get(event, ())]
    return replace(answer, notes=notes.ordered([*more, *answer.notes])) if more else answer


def is_number(text: str) -> bool:
    """Whether a text in place of a date names a number of a journal."""
    return text.strip().lower().startswith(PREFIX)


def number_in(text: str) -> str:
    """The number that a text in place of a date names."""
    return text.strip()[len(PREFIX) :]
