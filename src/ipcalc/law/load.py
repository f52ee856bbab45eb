"""Find the data and make a rulebook of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ipcalc.errors import BadData, shown
from ipcalc.law.compiled import laid_out, open_compiled
from ipcalc.law.names import fees_with_form, indexes, periods_with_form
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
        return Rulebook(open_compiled(COMPILED))
    from ipcalc.law.check import check
    from ipcalc.law.layers import housed

    known = json.loads(COMPILED.read_bytes()) if COMPILED.is_file() else None
    directories = [data_directory()] if overlay is None else [data_directory(), Path(overlay)]
    found = check(directories, known)
    if found.faults:
        raise BadData(found.faults)
    below = Rulebook(with_indexes(found.below) if known is None else known)
    if overlay is None:
        return below
    return Rulebook(with_indexes(housed(found.raw, found.below)), below, shown(str(overlay)))


def with_indexes(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The data with what follows from it: its digest, what each name means, and fees and periods by form."""
    return {
        "digest": digest(raw),
        "names": indexes(raw),
        "fees_with_form": fees_with_form(raw),
        "periods_with_form": periods_with_form(raw),
        **raw,
    }


def digest(raw: Mapping[str, Any]) -> str:
    """The SHA-256 of the data in a canonical form."""
    import hashlib

    text = json.dumps(raw, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def compile_to(path: Path, directory: Path) -> None:
    """Check the YAML of `directory` and write the rulebook of it as one JSON file.

    Raises:
        BadData: the data is not valid.
    """
    from ipcalc.law.check import check

    found = check([directory])
    if found.faults:
        raise BadData(found.faults)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(laid_out(with_indexes(found.raw)))
