"""One pass over a file: every row comes out once, in order."""

from __future__ import annotations

import contextlib
import gc
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ipcalc.batch.rows import Answers, Reader, Row, Writer

CHUNK = 8192
_PIECE = 1024
_REASONS = 1000
_OTHER = "other reasons"
_QUOTED = re.compile("'[^' ]*'")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@frozen
class Summary:
    """How many rows there were, how many were answered, and how many failed for which reason."""

    rows: int
    failed: Mapping[str, int]

    @property
    def answered(self) -> int:
        return self.rows - sum(self.failed.values())


def run(
    reader: Reader,
    answers: Answers,
    writer: Writer,
    errors: Writer | None = None,
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Answer all rows of `reader` and write them; those that failed to `errors` too.

    `progress` is told now and then how many rows are done.
    """
    writer.start(reader.headings, answers.adds)
    if errors:
        errors.start(reader.headings, answers.adds)
    done = 0
    reasons: Counter[str] = Counter()
    with _collector_at_rest():
        for chunk in _chunks(reader.rows()):
            cells = _answered(chunk, answers)
            for first in range(0, len(chunk), _PIECE):
                writer.write(chunk[first : first + _PIECE], cells[first : first + _PIECE])
            failed = [place for place, gained in enumerate(cells) if gained[-1]]
            for place in failed:
                reason = _alike(cells[place][-1])
                reasons[reason if reason in reasons or len(reasons) < _REASONS else _OTHER] += 1
            if errors and failed:
                errors.write([chunk[place] for place in failed], [cells[place] for place in failed])
            done += len(chunk) - len([row for row in chunk if row.blank])
            if progress:
                progress(done)
    writer.end()
    if errors:
        errors.end()
    return Summary(done, dict(reasons.most_common()))


def _answered(chunk: Sequence[Row], answers: Answers) -> Sequence[Sequence[str]]:
    """The cells of all rows of a chunk; a row that is itself at fault, or empty, is not computed."""
    odd = [row for row in chunk if row.fault is not None or row.blank]
    if not odd:
        return answers.answer([row.values for row in chunk])
    nothing = ("",) * len(answers.adds)
    found = iter(answers.answer([row.values for row in chunk if not (row.fault or row.blank)]))
    return [
        nothing if row.blank else (*nothing[:-1], row.fault) if row.fault is not None else next(found) for row in chunk
    ]


def _alike(reason: str) -> str:
    """A reason without what its row says itself, so that it can be counted together with others."""
    return _DATE.sub("...", _QUOTED.sub("...", reason) if "'" in reason else reason)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Leave out the search for cycles while rows are made and dropped by the million: they hold none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
