"""One pass over a file: every row comes out once, in order."""

from __future__ import annotations

import contextlib
import gc
import re
from collections import Counter, deque
from functools import partial
from itertools import chain, compress, islice, product
from typing import TYPE_CHECKING

from ipcalc.errors import Broken, IpcalcError
from ipcalc.frozen import NamedTuple, frozen
from ipcalc.rows.blocks import BLOCK
from ipcalc.rows.workers import shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ipcalc.rows.blocks import Answers, Block, Reader, RowTally, Writer
    from ipcalc.rows.progress import Progress

CHUNK = 16384
_REASONS = 1000
_OTHER = "other reasons"
_QUOTED = re.compile("'[^' ]*'")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@frozen
class Summary:
    """How many rows there were, how many were answered, how many failed for which reason, and what is `told` of all."""

    rows: int
    failed: Mapping[str, int]
    told: Sequence[str] = ()

    @property
    def answered(self) -> int:
        return self.rows - sum(self.failed.values())


def run(
    reader: Reader,
    kept: Sequence[int],
    answers: Answers,
    writer: Writer,
    errors: Writer | None = None,
    progress: Progress | None = None,
    workers: int = 1,
) -> Summary:
    """Answer all rows of `reader` and write them; those that failed to `errors` too.

    `kept` are the places of the columns that the answers use or a writer writes. `progress` is told now and then how
    many more rows are done. `workers` is how many processes share the work, where there are many rows.

    Raises:
        Broken: the program fails on a row; those before it are written.
    """
    writer.start(reader.headings, answers.adds)
    if errors:
        errors.start(reader.headings, answers.adds)
    rows = 0
    reasons: Counter[str] = Counter()
    tally = answers.tallied()
    chunks: deque[Sequence[Block]] = deque()
    with _collector_at_rest():
        made = shared(partial(_made, answers), _parts(reader.blocks(kept), chunks), workers)
        with contextlib.closing(made):
            try:
                for gained, counted in made:
                    tally.add(counted)
                    chunk = chunks.popleft()
                    _write(chunk, gained, writer, errors, reasons)
                    done = sum(map(_rows, chunk))
                    rows += done
                    del chunk, gained  # nothing of them is held when the next ones are read
                    if progress:
                        progress(done)
            except Broken:
                _up_to_fault(chunks[0], answers, writer, rows)
                raise
    writer.end()
    if errors:
        errors.end()
    return Summary(rows, dict(reasons.most_common()), tally.told())


class _RowsToAnswer(NamedTuple):
    """What is asked of the rows of some blocks: the columns that are used by their places, and how many rows there are.

    `odd` are the rows that are not computed: blank ones, and those that are themselves at fault, with that.
    """

    given: Mapping[int, Sequence[str]]
    rows: int
    odd: Mapping[int, str]


def _parts(blocks: Iterator[Block], chunks: deque[Sequence[Block]]) -> Iterator[_RowsToAnswer]:
    """The rows of blocks, so many together as are answered at once; the blocks themselves are put into `chunks`."""
    while chunk := list(islice(blocks, CHUNK // BLOCK)):
        chunks.append(chunk)
        part = _part(chunk)
        del chunk
        yield part


def _part(chunk: Sequence[Block]) -> _RowsToAnswer:
    given = {place: list(chain.from_iterable(block.columns[place] for block in chunk)) for place in chunk[0].columns}
    odd: dict[int, str] = {}
    rows = 0
    for block in chunk:
        odd |= {rows + place: block.faults.get(place, "") for place in (*block.faults, *block.blanks)}
        rows += len(block)
    for place, column in product(odd, given.values()):
        column[place] = ""
    return _RowsToAnswer(given, rows, odd)


def _made(answers: Answers, part: _RowsToAnswer) -> tuple[Sequence[Sequence[str]], RowTally]:
    """The columns that rows gain, and what was counted of them.

    Raises:
        Broken: the program fails on one of them.
    """
    answers.tallied()  # of a part that failed half-way, and is done elsewhere
    try:
        return _answered(answers, part), answers.tallied()
    except IpcalcError:
        raise
    except Exception as error:
        raise Broken(error) from error


def _write(
    chunk: Sequence[Block],
    gained: Sequence[Sequence[str]],
    writer: Writer,
    errors: Writer | None,
    reasons: Counter[str],
) -> None:
    """Write some blocks with what they gained, and count why rows failed."""
    for block, cells in zip(chunk, _by_block(chunk, gained), strict=True):
        writer.write(block, cells)
        if errors and any(cells[-1]):
            errors.write(block.failed(cells[-1]), [list(compress(column, cells[-1])) for column in cells])
    for reason, times in Counter(filter(None, gained[-1])).items():
        alike = _alike(reason)
        reasons[alike if alike in reasons or len(reasons) < _REASONS else _OTHER] += times


def _up_to_fault(chunk: Sequence[Block], answers: Answers, writer: Writer, before: int) -> None:
    """Write the rows before the first one that the program fails on.

    Raises:
        Broken: that row, by its number.
    """
    for block in chunk:
        for place in range(len(block)):
            row = block.part([place])
            try:
                gained = _answered(answers, _part([row]))
            except Exception as error:
                raise Broken(error, f"row {before + 1}: ") from error
            writer.write(row, gained)
            before += _rows(row)


def _rows(block: Block) -> int:
    return len(block) - len(block.blanks)


def _answered(answers: Answers, part: _RowsToAnswer) -> Sequence[Sequence[str]]:
    """The columns that rows gain; a row that is itself at fault has nothing but that, a blank one nothing."""
    gained = answers.columns(part.given, part.rows)
    if not part.odd:
        return gained
    columns = list(map(list, gained))
    for place, fault in part.odd.items():
        for column in columns:
            column[place] = ""
        columns[-1][place] = fault
    return columns


def _by_block(chunk: Sequence[Block], gained: Sequence[Sequence[str]]) -> Iterator[Sequence[Sequence[str]]]:
    """The columns of each block."""
    first = 0
    for block in chunk:
        yield [column[first : first + len(block)] for column in gained]
        first += len(block)


def _alike(reason: str) -> str:
    """A reason without what its row says itself, so that it can be counted together with others."""
    return _DATE.sub("...", _QUOTED.sub("...", reason) if "'" in reason else reason)


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
