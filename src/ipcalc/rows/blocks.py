"""What every reader of rows gives, and every writer takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

BLOCK = 1024  # rows that are read, and written, at once


class Column(NamedTuple):
    """A column that is added: a `date` (ISO), a whole `number`, a `word` that no format must quote, or `text`.

    An empty cell says that there is nothing to say.
    """

    name: str
    kind: Literal["date", "number", "word", "text"]


class Row(NamedTuple):
    """One row of a file.

    Attributes:
        text: the row as the file has it, so that it can be written unchanged.
        end: the line end after it.
        values: its cells as text, by column; empty cells where the row is too short.
        fault: what is wrong with the row itself, if anything; such a row is not computed.
        blank: an empty line, which is written and nothing more.
        cells: the cells of a spreadsheet themselves, whose `text` is empty.
    """

    text: str
    end: str
    values: Sequence[str]
    fault: str | None = None
    blank: bool = False
    cells: Sequence[Any] = ()


@dataclass(slots=True)
class Block:
    """Some rows of a file, in order, by columns: what `Row` says of one. Far quicker than row by row.

    `columns` has the cells by the place of their column, of the columns that are kept alone, in their order; a blank
    row has empty cells. `faults` and `blanks` are places of rows.
    """

    texts: Sequence[str]
    ends: Sequence[str]
    columns: Mapping[int, Sequence[str]]
    faults: dict[int, str] = field(default_factory=dict)
    blanks: set[int] = field(default_factory=set)
    cells: Sequence[Sequence[Any]] = ()

    def __len__(self) -> int:
        return len(self.texts)

    def rows(self) -> Iterator[Row]:
        """Its rows, whose `values` are those of the columns that are kept, in order."""
        values = list(zip(*self.columns.values(), strict=True)) or [()] * len(self)
        cells = self.cells or [()] * len(self)
        for place, (text, end) in enumerate(zip(self.texts, self.ends, strict=True)):
            blank = place in self.blanks
            yield Row(text, end, () if blank else values[place], self.faults.get(place), blank, cells[place])

    def failed(self, errors: Sequence[str]) -> Block:
        """The block of the rows that have an error."""
        return self.part(list(compress(range(len(self)), errors)))

    def part(self, places: Sequence[int]) -> Block:
        """The block of some rows."""
        return Block(
            [self.texts[place] for place in places],
            [self.ends[place] for place in places],
            {key: [column[place] for place in places] for key, column in self.columns.items()},
            {new: self.faults[place] for new, place in enumerate(places) if place in self.faults},
            {new for new, place in enumerate(places) if place in self.blanks},
            [self.cells[place] for place in places] if self.cells else (),
        )


def block_of(rows: Sequence[Row], kept: Collection[int]) -> Block:
    """Rows as a block, with the columns at the places `kept`."""
    return Block(
        [row.text for row in rows],
        [row.end for row in rows],
        {place: ["" if row.blank else row.values[place] for row in rows] for place in kept},
        {place: row.fault for place, row in enumerate(rows) if row.fault is not None},
        {place for place, row in enumerate(rows) if row.blank},
        [row.cells for row in rows] if any(row.cells for row in rows) else (),
    )


class Reader(Protocol):
    """Rows of one file. `headings` are the names of its columns, without those of an earlier run that are dropped."""

    headings: Sequence[str]
    before: int
    """How many lines stand before the first row."""
    used: Collection[int]
    """The places of the columns that are read, as the caller says them."""

    def blocks(self, kept: Sequence[int]) -> Iterator[Block]:
        """All rows in order, with the columns at the places `kept`."""


def rows_of(reader: Reader) -> Iterator[Row]:
    """All rows of a reader, one by one, with all their cells."""
    for block in reader.blocks(range(len(reader.headings))):
        yield from block.rows()


class Writer(Protocol):
    """Writes rows with the cells that they gain."""

    def start(self, headings: Sequence[str], added: Sequence[Column]) -> None: ...

    def write(self, block: Block, cells: Sequence[Sequence[str]]) -> None:
        """Write rows; `cells` has a sequence for each column that is added."""

    def end(self) -> None: ...


class Answers(Protocol):
    """What answers rows: the names of the columns that it `reads`, and the columns that it `adds`, the last of which
    is `error`."""

    @property
    def reads(self) -> Sequence[str]: ...

    @property
    def adds(self) -> Sequence[Column]: ...

    def use(self, columns: Mapping[str, int]) -> None:
        """Take the places of the columns of a file; BadRequest where it cannot do with them."""

    def columns(self, given: Mapping[int, Sequence[str]], count: int) -> Sequence[Sequence[str]]:
        """The columns that `count` rows gain. `given` are those of the file by their places, of all that are used.

        What is wrong with a row stands in its last cell, `error`.
        """

    def tallied(self) -> RowTally:
        """What was counted of the rows that were answered since this was last asked."""


class RowTally(Protocol):
    """What is counted while rows are answered."""

    def add(self, other: Self) -> None:
        """Take what was counted of further rows."""

    def told(self) -> Sequence[str]:
        """What is to be said of all rows together when they are answered, in lines."""
