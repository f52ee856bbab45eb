"""The bytes of a text, no line of which is longer than can be meant."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest
from ipcalc.opening import reading_of

if TYPE_CHECKING:
    from io import BufferedReader

LONGEST = 4 << 20  # bytes of a line
_AT_ONCE = 1 << 16


class Lines(io.BufferedIOBase):
    """Reads a file as it is, and stops at a line that is too long.

    Args:
        file: the file; it stays open.
        encoding: that of the text, which says how a line ends.
        name: what the file is called in messages.
    """

    def __init__(self, file: BufferedReader, encoding: str, name: str) -> None:
        self._file, self.name = file, name
        self._ends = tuple(end.encode(encoding) for end in "\n\r")
        self._length = 0  # bytes of the line that is being read

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, place: int, whence: int = 0, /) -> int:
        self._length = 0
        return self._file.seek(place, whence)

    def read(self, size: int | None = -1, /) -> bytes:
        with reading_of(self.name):
            some = self._file.read(size)
        return self._seen(some)

    def read1(self, size: int = -1, /) -> bytes:
        with reading_of(self.name):
            some = self._file.read1(_AT_ONCE if 0 <= size < _AT_ONCE else size)
        return self._seen(some)

    def _seen(self, some: bytes) -> bytes:
        """Some bytes that were read.

        Raises:
            BadRequest: they belong to a line that is too long.
        """
        last = max(map(some.rfind, self._ends))
        self._length = len(some) - last if last >= 0 else self._length + len(some)
        if self._length > LONGEST:
            raise BadRequest(f"{self.name} has more than {LONGEST:,} bytes in {self._line()}")
        return some

    def _line(self) -> str:
        """Which line it is, where what was read can be read once more."""
        if not self._file.seekable():
            return "one line"
        end = self._file.tell() - self._length + len(self._ends[0])  # with the end of the line before
        self._file.seek(0)
        counts = [0, 0]
        while end > 0 and (some := self._file.read(min(end, LONGEST))):
            counts = [count + some.count(mark) for count, mark in zip(counts, self._ends, strict=True)]
            end -= len(some)
        return f"line {max(counts) + 1:,}"
