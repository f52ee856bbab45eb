"""Rows that are asked together: what fails in one of them concerns no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from ipcalc.calc.deadlines.apart import apart
from ipcalc.errors import BadRequest, IpcalcError


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_each_row_has_its_own_error(count: int) -> None:
    def ask(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        for row in rows:
            if row % 2:
                raise BadRequest(f"row {row}")
            yield row, row * 10

    found = {row: f"{each}" if isinstance(each, IpcalcError) else each for row, each in apart(range(count), ask)}
    assert found == {row: f"row {row}" if row % 2 else row * 10 for row in range(count)}
    assert apart((), ask) == []


def test_rows_are_parted_in_the_middle() -> None:
    asked: list[list[int]] = []

    def ask(rows: Sequence[int]) -> list[tuple[int, int]]:
        asked.append(list(rows))
        if 3 in rows:
            raise BadRequest("row 3")
        return [(row, row) for row in rows]

    apart(range(8), ask)
    assert asked == [[*range(8)], [0, 1, 2, 3], [0, 1], [2, 3], [2], [3], [4, 5, 6, 7]]
