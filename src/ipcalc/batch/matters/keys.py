"""The keys of matter files, and what is needed to read them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from ipcalc.calc.matters.words import Words
    from ipcalc.calc.registers.journals import Journals

TEXTS = ("ref", "number", "title", "client", "attorney", "continues")
ABOUT = ("right", *TEXTS, "acting_for", "applicant", "office")  # a matter as a whole
DAYS = ("asked", "extended", "stated")  # of each period one day
COURSE = ("facts", "events", "done", *DAYS, "closed")
KEYS = (*ABOUT, *COURSE, "proceedings")
PROCEEDING_KEYS = ("ref", "kind", "acting_for", *COURSE)
ACT_KEYS = ("on", "through", "accepted")
CLOSED_KEYS = ("on", "as")


class Notation(NamedTuple):
    """How files write matters.

    Attributes:
        words: the names that they may use.
        journals: the journals whose numbers may stand in place of dates.
        day: reads a date; raises BadRequest where it is none.
        today: no act can be later; None where that is not known.
    """

    words: Words
    journals: Journals
    day: Callable[[object], date]
    today: date | None = None


ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"  # a day, as files write it


def day_in(text: str) -> date | None:
    """The day that a text writes as 2017-03-06; None where it does not."""
    with suppress(ValueError):
        return date.fromisoformat(text) if re.fullmatch(ISO, text) else None
    return None


def alike(name: str) -> str:
    """A name of a matter or of a client, as it is compared: without case, and with single spaces."""
    return " ".join(name.casefold().split())
