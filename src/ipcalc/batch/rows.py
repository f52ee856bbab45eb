"""What every reader of rows gives, and every writer takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence


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


class Reader(Protocol):
    """Rows of one file. `headings` are the names of its columns, without those of an earlier run that are dropped."""

    headings: Sequence[str]
    before: int
    """How many lines stand before the first row."""
    used: Collection[int]
    """The places of the columns that are read, as the caller says them."""

    def rows(self) -> Iterator[Row]: ...


class Writer(Protocol):
    """Writes rows with the cells that they gain."""

    def start(self, headings: Sequence[str], added: Sequence[Column]) -> None: ...

    def write(self, rows: Sequence[Row], cells: Sequence[Sequence[str]]) -> None: ...

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

    def answer(self, rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
        """The cells that each row gains, in order. What is wrong with a row stands in its last cell, `error`."""
