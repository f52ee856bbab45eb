"""How far a long run has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Progress = Callable[[int], None]

T = TypeVar("T")


def counted(items: Iterable[T], progress: Progress | None) -> Iterator[T]:
    """The same items; `progress` is told of each when it is done with."""
    for each in items:
        yield each
        if progress is not None:
            progress(1)
