"""Classes of goods and services."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from ipcalc.law.shapes.base import Grade, SourceId, shape


@shape
class Edition:
    """A list of classes as it applied in India from one day."""

    from_: date
    to: date | None = None
    scheme: Literal["42", "45"]
    edition: str
    citation: str
    evidence: Grade
    note: str | None = None
    sources: tuple[SourceId, ...] = ()


@shape
class NiceClass:
    number: int
    kind: Literal["goods", "services"]
    title: str
    keywords: tuple[str, ...] = ()


@shape
class ClassMove:
    """Goods or services that went from one class to another, from one day in India."""

    what: tuple[str, ...]
    from_class: int | None = None
    to_class: int
    on: date
    evidence: Grade
    except_: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[SourceId, ...] = ()


@shape
class Ambiguous:
    """A word that stands for goods of several classes, with what tells them apart."""

    word: str
    meanings: Mapping[str, int]
    since: date | None = None
    note: str | None = None
