"""Years and numbers as people write them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

_PART = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?\Z")
_LAST = 1000


def parse(text: str) -> tuple[int, ...]:
    """The years that `text` names: `3-20` is every year from 3 to 20, `3,5,7` is these.

    Raises:
        BadRequest: the text is neither, or a span ends later than can be meant.
    """
    found: list[int] = []
    for part in text.split(","):
        match = _PART.match(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if last < first:
            raise BadRequest(f"{text!r}: write 3-20, or 3,5,7")
        if last > max(first, _LAST):
            raise BadRequest(f"{text!r}: {last} is too high")
        found += range(first, last + 1)
    return tuple(found)


def spans(numbers: Iterable[int]) -> str:
    """Numbers as people write them: `3, 5, 8 to 12`."""
    found: list[str] = []
    for _, group in groupby(enumerate(sorted(set(numbers))), lambda each: each[1] - each[0]):
        run = [number for _, number in group]
        found += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
    return ", ".join(found)
