"""A table of texts, written to a file of any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.rows.blocks import Block, Row, block_of
from ipcalc.rows.files import UTF8, writing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path


class _Plain:
    """Rows that are like those of no file."""

    before = 1
    used: Collection[int] = ()

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = headings

    def blocks(self, kept: Sequence[int]) -> Iterator[Block]:  # noqa: ARG002
        yield from ()


def write(
    headings: Sequence[str], rows: Sequence[Sequence[str]], kind: str, path: Path | None, part: Path | None
) -> None:
    """Write a table to `part`, which becomes `path`, or to standard output where there is none.

    Raises:
        BadRequest: it cannot be written.
    """
    with writing(path, part, kind, _Plain(headings), UTF8) as out:
        out.start(headings, ())
        out.write(block_of([Row("", "", row) for row in rows], range(len(headings))), ())
        out.end()
