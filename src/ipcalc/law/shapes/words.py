"""The words that the rules use: units, sources, forms; and what is known not to be encoded."""

from datetime import date
from typing import Literal

from ipcalc.law.shapes.base import FeeId, FormId, Grade, Right, SourceId, shape


@shape
class Unit:
    """What a fee is counted in, and the quantity (option, column) that gives it."""

    title: str
    quantity: str
    most: int
    must_be_given: bool = False


Side = Literal["owner", "challenger", "both", "office", "other"]


@shape
class RoleEntry:
    """Who acts, and on which `side`: `both` where either party may, `other` where it concerns neither."""

    title: str
    side: Side


@shape
class Place:
    """Where an act is done, in the words of sentences. `closes`: the closed days of the offices count there."""

    title: str
    closes: bool = False


@shape
class Source:
    title: str
    url: str | None = None


@shape
class Gap:
    """What is known to be law, or a doubt, and is not encoded; and why."""

    what: str
    right: Right
    why: str
    citation: str | None = None


@shape
class Form:
    """A form of the Rules and what it is used for; several names where the law numbered it anew.

    `no_fee` says why it has no fee of its own, and `see` which fee may be meant.
    """

    title: str
    right: Right
    from_: date
    to: date | None = None
    provision: str | None = None
    succeeded_by: tuple[FormId, ...] = ()
    evidence: Grade
    no_fee: str | None = None
    see: FeeId | None = None
    note: str | None = None
    sources: tuple[SourceId, ...] = ()
