"""What one would otherwise say each time: the file `ipcalc.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import frozen
from ipcalc.opening import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "ipcalc.toml"
_MOST = 1 << 20  # bytes of the file
_TEXT, _YES = "text", "true or false"
_PATH, _PATHS, _DAYS = "the path of a directory", "a path, or a list of paths", "a number of days, or a list of them"
KEYS = {  # each with what it should be, and what holds without it
    "office": (_TEXT, None),
    "applicant": (_TEXT, "other"),
    "mode": (_TEXT, "e-filing"),
    "dayfirst": (_YES, False),
    "data": (_PATH, None),
    "acting_for": (_TEXT, "owner"),
    "matters": (_PATHS, None),
    "remind": (_DAYS, None),
}


@frozen
class Settings:
    """The settings of one file: its path, and their values as options take them. Without a file, there are none."""

    path: Path | None
    values: Mapping[str, Any]


def settings_in(here: Path, folder: Path) -> Settings:
    """The settings of the nearest file: in `here` or above it, else in the configuration `folder` of the user.

    Raises:
        BadRequest: the file cannot be read, a setting is not known, or is not of the kind that it should be.
    """
    path = next((each for each in _places(here, folder) if each.is_file()), None)
    return Settings(None, {}) if path is None else Settings(path, dict(_read(path)))


def _places(here: Path, folder: Path) -> Iterator[Path]:
    yield from (above / NAME for above in (here, *here.parents))
    yield folder / NAME


def _read(path: Path) -> Iterator[tuple[str, Any]]:
    import tomllib

    try:
        found = tomllib.loads(content(path, _MOST).decode())
    except RecursionError as error:
        raise BadRequest(f"{path} is nested too deep") from error
    except ValueError as error:
        raise BadRequest(f"{path}: {error}") from error
    for name, value in found.items():
        if name not in KEYS:
            raise BadRequest(f"{path}: unknown setting {name!r}{nearest(name, KEYS)} (known: {', '.join(KEYS)})")
        kind, _ = KEYS[name]
        made = _made(kind, value, path.parent)
        if made is None:
            raise BadRequest(f"{path}: {name} should be {kind}, not {value!r}")
        yield name, made


def _made(kind: str, value: Any, folder: Path) -> Any:
    """A value as an option takes it; None where it is not of its kind."""
    if kind == _YES:
        return value if isinstance(value, bool) else None
    several = value if isinstance(value, list) and kind in (_PATHS, _DAYS) else [value]
    if kind == _DAYS:
        return ",".join(map(str, several)) if _all(several, int) and min(several) >= 0 else None
    if not _all(several, str) or not all(map(str.strip, several)):
        return None
    paths = [str(folder / each) for each in several]
    return {_PATHS: paths, _PATH: paths[0]}.get(kind, value)


def _all(values: list[Any], kind: type) -> bool:
    """Whether there are values, and all of a kind."""
    return bool(values) and all(type(each) is kind for each in values)
