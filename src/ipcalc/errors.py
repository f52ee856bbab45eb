"""The ways in which a question can fail, each with the exit status of the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class IpcalcError(Exception):
    """A failure with a one-line message that says what is wrong and what to do."""

    status = 2


class BadRequest(IpcalcError):
    """The request is wrong: an unknown id, a bad date, a missing event, a quantity that the fee does not take."""

    status = 2


class NoAnswer(IpcalcError):
    """The rulebook cannot answer: no law in force or known on the date, or `strict` refuses the evidence."""

    status = 3


class Ended(NoAnswer):
    """What is asked for was repealed: it is known that there is nothing of the kind any more."""


class Fault(NamedTuple):
    """One fault of the data: its file, line, path into the data, and what is wrong with it."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return where + (f"{self.path}: " if self.path else "") + self.message


class BadData(IpcalcError):
    """The data directory is not valid. `faults` holds all that was found."""

    status = 3

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        more = len(self.faults) - 1
        tail = f" (and {more} more: see ipcalc rules check)" if more > 0 else ""
        super().__init__(f"the data is not valid: {self.faults[0]}{tail}")


def nearest(word: str, known: Iterable[str], count: int = 3) -> str:
    """A clause that names the known words nearest to `word`, or nothing where none is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=count, cutoff=0.5)
    return (
        f"; did you mean {' or '.join(found) if len(found) < 3 else ', '.join(found[:-1]) + ' or ' + found[-1]}?"
        if found
        else ""
    )
