"""The archive that a workbook is: its parts, none of them larger than can be meant."""

from __future__ import annotations

from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Literal
from zipfile import BadZipFile, ZipFile, ZipInfo

from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS, COLUMNS, CHARACTERS = 1_048_576, 16_384, 32_767  # what a sheet and a cell take
AT_ONCE = 4 << 20  # bytes of one row, and of anything else that stands in a sheet
TOO_LARGE = f"it holds a row, or something else, of more than {AT_ONCE:,} bytes"
SMALL = 4 << 20  # bytes of a part that is read whole
TEXTS = 256 << 20  # bytes of the texts that cells share
FOLD = 200  # how many times larger than in the archive a part may be
_UNFOLDED = 1 << 20  # bytes that a part may have however small it is in the archive


class Archive(ZipFile):
    """An archive whose parts are read up to a bound: see docs/files.md."""

    def open(
        self, name: str | ZipInfo, mode: Literal["r", "w"] = "r", pwd: bytes | None = None, *, force_zip64: bool = False
    ) -> IO[bytes]:
        """Open a part.

        Raises:
            ValueError: the part is larger than can be meant.
        """
        part = name if isinstance(name, ZipInfo) else self.getinfo(name)
        most = max(_UNFOLDED, FOLD * part.compress_size)
        if part.file_size > most:
            raise ValueError(f"its part {part.filename!r} is more than {FOLD} times as large as in the archive")
        sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
        bound = None if sheet else TEXTS if part.filename.startswith("xl/sharedStrings") else SMALL
        if bound is not None and part.file_size > bound:
            raise ValueError(f"its part {part.filename!r} has {part.file_size:,} bytes, more than {bound:,}")
        return super().open(name, mode, pwd, force_zip64=force_zip64)


@contextmanager
def damage(what: str) -> Iterator[None]:
    """What goes wrong in reading a workbook, which its file is to blame for.

    Raises:
        BadRequest: anything went wrong; `what` is damaged.
    """
    try:
        yield
    except Exception as error:
        raise BadRequest(f"{what} is damaged: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """The first cause of an error in one line."""
    while isinstance(error.__cause__, Exception):
        error = error.__cause__
    if isinstance(error, EOFError):
        return "it ends too early"
    return " ".join(str(error).split()) or type(error).__name__


def opened(file: IO[bytes]) -> Archive:
    """The archive in a file.

    Raises:
        BadRequest: the file is none.
    """
    try:
        return Archive(file)
    except BadZipFile as error:
        raise BadRequest(
            "this is not an XLSX workbook: save a file of another kind (.xls, .ods), or one with a password, as .xlsx"
            " without one"
        ) from error
