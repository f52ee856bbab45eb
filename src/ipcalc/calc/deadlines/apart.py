"""Rows that are asked together, so that what is wrong with one is told of that one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ipcalc.errors import IpcalcError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")


def apart(
    rows: Sequence[int], ask: Callable[[Sequence[int]], Iterable[tuple[int, T]]]
) -> list[tuple[int, T | IpcalcError]]:
    """What `ask` tells of rows, each with its number. Where an error comes up among several they are asked again in
    halves."""
    if not rows:
        return []
    try:
        return list(ask(rows))
    except IpcalcError as error:
        if len(rows) == 1:
            return [(rows[0], error.alone())]
    middle = len(rows) // 2
    return [*apart(rows[:middle], ask), *apart(rows[middle:], ask)]
