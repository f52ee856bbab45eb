"""The ways in which a question can fail, each with the exit status of the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from ipcalc.frozen import NamedTuple

_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_WORD = 255  # characters of a word in a message: a longer one is cut, and so is a message beyond
_MESSAGE = 2000
_LONG = rf"[^\s/]{{{_WORD + 1},}}"


def escaped(text: str) -> str:
    """Text in one line: control characters, line ends and what turns the direction of writing are shown escaped."""
    return text if text.isprintable() else re.sub(_HIDDEN, _escape, text)


def shown(text: str) -> str:
    """Text of a message: escaped, and what is too long in it cut in the middle."""
    if len(text) > _WORD:
        text = re.sub(_LONG, lambda found: cut(found[0], _WORD // 2), cut(text, 10 * _MESSAGE))
        text = cut(text, _MESSAGE)
    return escaped(text)


def as_written(value: object) -> str:
    """A value of a file in the words of the file, not in those of Python."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys of its own"
    if isinstance(value, list):
        return "a list"
    return repr(value) if isinstance(value, str) else str(value)


def cut(text: str, most: int) -> str:
    """Text of so many characters, the middle of which is left out."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half]}...{text[-half:]}"


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode("ascii")


class IpcalcError(Exception):
    """A failure with a one-line message that says what is wrong and what to do."""

    status = 2

    def __init__(self, message: str = "") -> None:
        super().__init__(shown(message))

    def alone(self) -> Self:
        """The error to be kept, without the frames that it came through and all that they hold."""
        return self.with_traceback(None)


class BadRequest(IpcalcError):
    """The request is wrong: an unknown id, a bad date, a missing event, a quantity that the fee does not take."""

    status = 2


class Missing(BadRequest):
    """An event is not given without which there is no answer: `event`, the first of those that would do."""

    def __init__(self, message: str = "", event: str = "") -> None:
        super().__init__(message)
        self.event = event


class NoAnswer(IpcalcError):
    """The rulebook cannot answer: no law in force or known on the date, or `strict` refuses the evidence."""

    status = 3


class Ended(NoAnswer):
    """What is asked for was repealed: it is known that there is nothing of the kind any more."""


class Broken(IpcalcError):
    """A fault of the program itself, not of what was asked."""

    status = 70

    def __init__(self, error: Exception, where: str = "") -> None:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
        super().__init__(f"{where}a fault of the program, please report it: {type(error).__name__}: {error}{place}")


class Fault(NamedTuple):
    """One fault of the data: its file, line, path into the data, and what is wrong with it."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.line else f"{self.file}: "
        return shown(where + (f"{self.path}: " if self.path else "") + self.message)


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
