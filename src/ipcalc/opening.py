"""Files that are opened to be read: none without an end, and none on which one would wait for ever."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

_OPEN_ALREADY = ("/dev/", "/proc/")  # where the pipes are that a shell has opened: <(command)


def opened(path: Path) -> BufferedReader:
    """A file, to be read.

    Raises:
        OSError: it cannot be read, or is a pipe that one would wait for, as nothing may ever be written to it.
    """
    if path.is_fifo() and not os.path.realpath(path).startswith(_OPEN_ALREADY):
        raise OSError(errno.ESPIPE, "it is a pipe, not a file")
    return path.open("rb")


def endless(file: BufferedReader) -> bool:
    """Whether a file is a device such as /dev/zero; a terminal and /dev/null are none of these."""
    with contextlib.suppress(OSError, ValueError):
        there = os.fstat(file.fileno())
        null = os.path.exists(os.devnull) and os.path.samestat(there, os.stat(os.devnull))
        return stat.S_ISCHR(there.st_mode) and not null and not file.isatty()
    return False


@contextlib.contextmanager
def reading_of(name: str) -> Iterator[None]:
    """Of what fails, say that an input with this name cannot be read.

    Raises:
        BadRequest: it cannot.
    """
    try:
        yield
    except OSError as error:
        raise BadRequest(f"{name} cannot be read: {error.strerror or error}") from error


def content(path: Path, most: int) -> bytes:
    """All bytes of a file.

    Raises:
        BadRequest: it cannot be read, or has more than `most` bytes.
    """
    with reading_of(str(path)), opened(path) as file:
        if endless(file):
            raise BadRequest(f"{path} cannot be read: it is a device, not a file")
        found = file.read(most + 1)
    if len(found) > most:
        raise BadRequest(f"{path} has more than {most:,} bytes")
    return found
