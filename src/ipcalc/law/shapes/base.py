"""What all shapes share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeVar, dataclass_transform

Grade = Literal["text", "two", "one", "guide", "unverified"]
Kind = Literal["opens", "due", "extended", "late", "restoration"]
Place = Literal["office", "court", "wipo"]
Right = Literal["tm", "madrid", "patent", "pct", "design", "gi"]
Ending = Literal["repealed", "not known after"]
Beginning = Literal["begins with the Act", "not known before"]

T = TypeVar("T")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def shape(cls: type[T]) -> type[T]:
    """Make a class a frozen dataclass with slots. It is compared by identity, which saves making the methods."""
    return dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)(cls)


def _yaml_key(name: str) -> str:
    return name.removesuffix("_")


STRICT: dict[str, Any] = {"extra": "forbid", "strict": True, "alias_generator": _yaml_key}
