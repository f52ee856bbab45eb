"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

try:
    import fcntl
except ImportError:  # where files have no such locks, nothing is cleared
    fcntl = None  # type: ignore[assignment]


@contextlib.contextmanager
def whole(paths: Iterable[Path]) -> Iterator[dict[Path, Path]]:
    """For each path a temporary file beside it. All take their places when all are on the disk; else what stood there
    stays as it was.

    A device or a pipe has no place to take: it is written as it is.

    Raises:
        BadRequest: a path cannot be written.
    """
    with contextlib.ExitStack() as stack:
        parts: dict[Path, Path] = {}
        moves: list[tuple[Path, Path, Path]] = []
        for path in paths:
            real = Path(os.path.realpath(path))
            with named(path):
                there = _stat(path)
                if there and stat.S_ISDIR(there.st_mode):
                    raise BadRequest(f"{path} is a directory")
                if there and not stat.S_ISREG(there.st_mode):
                    parts[path] = path
                    continue
                clear(real)
                part = parts[path] = _part(real, stack)
                _take_after(there, part)
                moves.append((path, part, real))
        yield parts
        for path, part, _ in moves:
            with named(path):
                _sync(part)
        _move(moves, stack)


def _move(moves: Sequence[tuple[Path, Path, Path]], stack: contextlib.ExitStack) -> None:
    """Put files in their places; where one cannot take its place, those before it are put back as they were."""
    moved: list[tuple[Path, Path | None]] = []
    try:
        for path, part, real in moves:
            with named(path):
                before = _copy(real, stack) if len(moves) > 1 and real.exists() else None
                part.replace(real)
                moved.append((real, before))
                _sync(real.parent)
    except BaseException:
        for real, before in reversed(moved):
            if before is None:
                real.unlink()
            else:
                before.replace(real)
        raise


def _copy(real: Path, stack: contextlib.ExitStack) -> Path:
    """A copy of a file beside it, which `stack` takes away."""
    copy = _part(real, stack)
    shutil.copy2(real, copy)
    _take_after(real.stat(), copy)
    return copy


def _part(real: Path, stack: contextlib.ExitStack) -> Path:
    """A new file beside `real`, which is locked, and which `stack` takes away."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f".{real.name}.", suffix=".part", dir=real.parent)
        part = Path(name)
        stack.callback(part.unlink, missing_ok=True)
        stack.callback(os.close, handle)
        if not _locked(handle) or part.exists():
            return part


def clear(real: Path) -> None:
    """Take away what runs that were killed have left beside `real`: the files that none holds locked any more."""
    mine = re.compile(re.escape(f".{real.name}.") + r"[a-z0-9_]{8}\.part")
    for part in real.parent.iterdir() if fcntl else ():
        if mine.fullmatch(part.name):
            with contextlib.suppress(OSError):
                handle = os.open(part, os.O_RDWR)
                try:
                    if _locked(handle):
                        part.unlink()
                finally:
                    os.close(handle)


def _locked(handle: int) -> bool:
    """Lock a file for as long as it is open here; false where another has done so, or where files have no locks."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def named(path: Path) -> Iterator[None]:
    """Of what fails, say that `path` cannot be written; a closed pipe is no failure.

    Raises:
        BadRequest: it cannot.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        before = "; the old file is unchanged" if path.is_file() else ""
        raise BadRequest(f"{path} cannot be written: {error.strerror}{before}") from error


def backup(path: Path, kept: int = 1) -> None:
    """Copy a file to `.bak` beside it. Of earlier backups the latest stay, as `.bak2`, `.bak3`, ..., `kept` in all;
    with 0 none is made."""
    names = [path.with_name(f"{path.name}.bak{number if number > 1 else ''}") for number in range(1, kept + 1)]
    if not names:
        return
    with whole(names[:1]) as parts, named(names[0]):
        shutil.copy2(path, parts[names[0]])
        _take_after(path.stat(), parts[names[0]])
        for older, newer in zip(reversed(names), reversed(names[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)


def apart(files: Mapping[str, Path | int | None]) -> None:
    """Refuse two that are one file: options with their paths, standard streams with their numbers.

    Raises:
        BadRequest: which two are.
    """
    seen: dict[object, str] = {}
    for option, file in files.items():
        for key in () if file is None else _keys(file):
            other = seen.setdefault(key, option)
            if other == option:
                continue
            path = next((f": {each}" for each in (file, files[other]) if isinstance(each, Path)), "")
            own = other == "FILE" and option != "--errors"
            hint = "; use --in-place to add to the file itself" if own else ""
            raise BadRequest(f"{other} and {option} are the same file{path}{hint}")


def _keys(file: Path | int) -> Iterator[object]:
    """What tells a file: where it is and, of one that is no device or pipe, what it is on the disk."""
    if isinstance(file, Path):
        yield os.path.realpath(file)
    with contextlib.suppress(OSError):
        there = os.stat(file)
        if stat.S_ISREG(there.st_mode):
            yield there.st_dev, there.st_ino


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _take_after(old: os.stat_result | None, part: Path) -> None:
    """Give a file the permissions of another, and its owner and group where that is allowed."""
    if old is None:
        part.chmod(0o666 & ~_umask())
        return
    for owner, group in ((-1, old.st_gid), (old.st_uid, -1)) if hasattr(os, "chown") else ():
        with contextlib.suppress(OSError):
            os.chown(part, owner, group)
    part.chmod(stat.S_IMODE(old.st_mode))


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
