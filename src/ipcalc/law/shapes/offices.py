"""Offices and their territories."""

from datetime import date
from typing import Any, ClassVar, Literal

from ipcalc.law.shapes.base import STRICT, Right, shape


@shape
class Territory:
    """A State or Union Territory and the office in whose territory it lies."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    code: str
    name: str
    type: Literal["state", "union territory"]
    tm: str
    patent: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    part_of: str | None = None
    note: str | None = None


@shape
class Office:
    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    name: str
    rights: tuple[Right, ...]
    address: str | None = None
    note: str | None = None
