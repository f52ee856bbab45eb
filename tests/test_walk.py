"""Whoever follows `docs/law.md` from a fee that has changed, or from a new right, word for word, gets to green tests."""

from __future__ import annotations

from pathlib import Path

import pytest

import walk


@pytest.mark.parametrize(("title", "edits"), walk.WALKED.items())
def test_the_page_leads_there(title: str, edits: int, tmp_path: Path) -> None:
    text = walk.section(walk.LAW, title)
    kinds = [block.kind for block in walk.blocks(text)]
    assert len([kind for kind in kinds if kind not in ("console", "sh")]) == edits
    assert {"console", "sh"} <= set(kinds)
    for ran in walk.follow(text, walk.checkout(tmp_path)):
        assert ran.status == 0, (ran.command, ran.printed)
        assert ran.shown is None or ran.printed.rstrip("\n") == ran.shown.rstrip("\n"), ran.command


def test_a_block_goes_to_the_end_of_its_entry() -> None:
    lines = ["fees:\n", "  a:\n", "    - 1\n", "\n", "  # b\n", "  b:\n", "    - 2\n", "\n", "\n", "c: 3\n"]
    assert [walk.end_of(lines, entry) for entry in ("a", "b", "c", "fees", None)] == [3, 7, 10, 7, 10]


def test_a_block_of_which_nothing_is_said_is_not_left_out(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="nothing says what becomes of this block: 'Look:'"):
        list(walk.follow("Look:\n\n```yaml\na: 1\n```\n", tmp_path))
