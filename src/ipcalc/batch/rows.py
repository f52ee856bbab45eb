"""What every reader of rows gives, and every writer takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


class Row(NamedTuple):
    """One row of a file.

    Attributes:
        text: the row as the file has it, so that it can be written unchanged.
        end: the line end after it.
        values: its cells as text, by column; empty cells where the row is too short.
        fault: what is wrong with the row itself, if anything; such a row is not computed.
        blank: an empty line, which is written and nothing more.
    """

    text: str
    end: str
    values: Sequence[str]
    fault: str | None = None
    blank: bool = False


class Reader(Protocol):
    """Rows of one file. `headings` are the names of its columns."""

    headings: Sequence[str]

    def rows(self) -> Iterator[Row]: ...


class Writer(Protocol):
    """Writes rows with the cells that they gain."""

    def start(self, headings: Sequence[str], added: Sequence[str], plain: Collection[str]) -> None: ...

    def write(self, rows: Sequence[Row], cells: Sequence[Sequence[str]]) -> None: ...

    def end(self) -> None: ...
