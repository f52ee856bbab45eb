"""A data directory: each file of it, or in place of a file the files of a folder of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ipcalc.errors import Fault, nearest
from ipcalc.law.reading import Document, read
from ipcalc.law.shapes.files import FILES

CASES = "cases"  # the folder of what is asked of the data, and answered by its sources
_ENDINGS = (".yaml", ".yml")


def directory_faults(directory: Path, *, complete: bool) -> Iterator[Fault]:
    """What lies in a directory and is no part of a rulebook, and what is missing where it must be `complete`."""
    if not directory.is_dir():
        yield Fault(str(directory), 0, "", "is not a directory")
        return
    for path in sorted(directory.iterdir()):
        if path.suffix in _ENDINGS and path.name not in FILES:
            yield Fault(str(path), 0, "", f"is not a file of the rulebook{nearest(path.name, FILES)}")
        elif path.is_dir() and not path.name.startswith(".") and path.name != CASES:
            yield from _folder_faults(path)
    yield from _missing(directory, FILES if complete else ())


def _missing(directory: Path, names: Iterable[str]) -> Iterator[Fault]:
    inside = [path for path in (*directory.iterdir(), *directory.glob("*/*")) if path.parent.name != CASES]
    if not any(path.suffix in _ENDINGS and path.is_file() for path in inside):
        yield Fault(str(directory), 0, "", f"holds no file of the rulebook ({', '.join(FILES)})")
        return
    for name in names:
        if not _paths(directory, name):
            yield Fault(str(directory / name), 0, "", "is missing")


def _folder_faults(folder: Path) -> Iterator[Fault]:
    inside = [path for path in sorted(folder.iterdir()) if path.suffix in _ENDINGS]
    known = [_folder(name) for name in FILES]
    if inside and folder.name not in known:
        yield Fault(str(folder), 0, "", f"is not a folder of the rulebook{nearest(folder.name, known)}")
    for path in inside:
        if folder.name in known and path.suffix != ".yaml":
            yield Fault(str(path), 0, "", f"is not read: name it {path.stem}.yaml")


def documents_of(directory: Path, name: str, *, order: Sequence[str], whole_path: bool) -> list[Document]:
    """The file of that name, then the files of its folder: those named in `order` first, the others by name."""

    def place(path: Path) -> tuple[bool, int, str]:
        return path.parent != directory, order.index(path.stem) if path.stem in order else len(order), path.stem

    paths = sorted(_paths(directory, name), key=place)
    return [read(path, str(path) if whole_path else path.relative_to(directory).as_posix()) for path in paths]


def together(documents: Sequence[Document]) -> dict[str, Any]:
    """The data of files that stand beside one another. What two of them say is a fault of the second."""
    data: dict[str, Any] = {}
    said: dict[tuple[str, ...], Document] = {}
    for document in documents:
        if not isinstance(document.data, dict):
            if document.data is not None:
                document.add((), "should have keys of its own")
            continue
        for section, value in document.data.items():
            entries = isinstance(value, dict) and isinstance(data.get(section, {}), dict)
            for path in [(section, key) for key in value] if entries else [(section,)]:
                first = said.setdefault(path, document)
                if first is not document:
                    place = f"first in {first.name} on line {first.line(path)}"
                    document.add(path, f"is there twice ({place})")
            data[section] = {**data.get(section, {}), **value} if entries else value
    return data


def _folder(name: str) -> str:
    return name.removesuffix(".yaml")


def _paths(directory: Path, name: str) -> list[Path]:
    return [path for path in (directory / name, *(directory / _folder(name)).glob("*.yaml")) if path.is_file()]
