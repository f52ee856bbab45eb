"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place when all is written; else `path` stays as it was.

    A device or a pipe has no place to take: it is written as it is.

    Raises:
        BadRequest: `path` cannot be written.
    """
    real = path.resolve()
    if real.exists() and not real.is_file():
        if real.is_dir():
            raise BadRequest(f"{path} is a directory")
        try:
            yield real
        except OSError as error:
            raise BadRequest(f"{path} cannot be written: {error.strerror}") from error
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{real.name}.", suffix=".part", dir=real.parent)
    except OSError as error:
        raise BadRequest(f"{path} cannot be written: {error.strerror}") from error
    os.close(handle)
    part = Path(name)
    try:
        mode = stat.S_IMODE(real.stat().st_mode) if real.exists() else 0o666 & ~_umask()
        part.chmod(mode)
        yield part
        _sync(part)
        part.replace(real)
        _sync(real.parent)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise BadRequest(f"{path} cannot be written: {error.strerror}; what stood there before is unchanged") from error
    finally:
        part.unlink(missing_ok=True)


def backup(path: Path) -> Path:
    """A copy of a file beside it, under a name that was free: `.bak`, `.bak2`, ..."""
    number = 1
    while (copy := path.with_name(f"{path.name}.bak{number if number > 1 else ''}")).exists():
        number += 1
    with whole(copy) as part:
        shutil.copy2(path, part)
    return copy


def apart(files: dict[str, Path | None]) -> None:
    """Refuse two options that name one file.

    Raises:
        BadRequest: which two do.
    """
    seen: dict[Path, str] = {}
    for option, path in files.items():
        if path is None:
            continue
        real = path.resolve()
        if real in seen:
            hint = "; use --in-place to add to the file itself" if option == "-o" and seen[real] == "FILE" else ""
            raise BadRequest(f"{seen[real]} and {option} are the same file: {path}{hint}")
        seen[real] = option


def _sync(path: Path) -> None:
    """Make sure that a file, or the names in a directory, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
