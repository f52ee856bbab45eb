"""Offices and their territories."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from ipcalc.law.shapes.base import OfficeId, Right, shape


@shape
class Territory:
    """A State or Union Territory, and by right the office in whose territory it lies."""

    code: str
    name: str
    type: Literal["state", "union territory"]
    offices: Mapping[Right, OfficeId]
    aliases: tuple[str, ...] = ()
    since: date | None = None
    part_of: str | None = None
    note: str | None = None


@shape
class Office:
    name: str
    rights: tuple[Right, ...]
    address: str | None = None
    note: str | None = None
