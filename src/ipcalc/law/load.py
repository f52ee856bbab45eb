"""Find the data and make a rulebook of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ipcalc.errors import BadData
from ipcalc.law.rulebook import Rulebook

_PACKAGE = Path(__file__).resolve().parents[1]
COMPILED = _PACKAGE / "data" / "rulebook.json"


def data_directory() -> Path:
    """The built-in YAML: inside the installed package, or the project's own where it is installed for editing."""
    inside = _PACKAGE / "data"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "data"


def load(overlay: str | Path | None = None) -> Rulebook:
    """The rulebook, with the entries of the directory `overlay` laid over the built-in ones.

    Raises:
        BadData: the data is not valid; all faults are in the exception.
    """
    if overlay is None and COMPILED.is_file():
        compiled = _Compiled(COMPILED.read_bytes())
        return Rulebook(compiled, compiled["digest"])
    from ipcalc.law.check import check

    directories = [data_directory()] if overlay is None else [data_directory(), Path(overlay)]
    raw, faults = check(directories)
    if faults:
        raise BadData(faults)
    return Rulebook(raw, digest(raw))


class _Compiled(Mapping[str, Any]):
    """The compiled rulebook, each section parsed when it is asked for: it stands on a line of its own."""

    def __init__(self, text: bytes) -> None:
        self._lines: dict[str, bytes] = {}
        for line in text.splitlines()[1:-1]:
            name, _, value = line.partition(b":")
            self._lines[name.strip(b'"').decode()] = value.rstrip(b",")
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            self._parsed[name] = json.loads(self._lines[name])
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def digest(raw: Mapping[str, Any]) -> str:
    """The SHA-256 of the data in a canonical form."""
    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def compile_to(path: Path, directory: Path) -> None:
    """Check the YAML of `directory` and write the rulebook of it as one JSON file.

    Raises:
        BadData: the data is not valid.
    """
    from ipcalc.law.check import check

    raw, faults = check([directory])
    if faults:
        raise BadData(faults)
    path.parent.mkdir(parents=True, exist_ok=True)
    sections = {"digest": digest(raw), **raw}
    lines = (
        f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for name, value in sections.items()
    )
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
