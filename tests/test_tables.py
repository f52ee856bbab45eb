"""Tables for the terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from ipcalc.report import as_table
from ipcalc.report.view import View

WORDS = st.sampled_from(["lapsed", "a", "₹ 1,000", "日本語", "e\u0301", "—", "\u3000", "2026-11-01", "long-" * 12, ""])
CELLS = st.lists(WORDS, max_size=5).map(" ".join)
NAMES = ("status", "act by", "what")


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4),
    right=st.sets(st.sampled_from(NAMES)),
    firm=st.sets(st.sampled_from(NAMES)),
    width=st.integers(12, 140),
    alike=st.sampled_from([(), (8, 14, 60)]),
    terminal=st.booleans(),
)
def test_a_cell_is_drawn_as_rich_draws_its_text(
    rows: list[tuple[str, str, str]],
    right: set[str],
    firm: set[str],
    width: int,
    alike: tuple[int, ...],
    terminal: bool,
) -> None:
    tones = ("lapsed", "due", "", "")[: len(rows)]
    view = View("", columns=NAMES, rows=tuple(rows), right=frozenset(right), firm=frozenset(firm), tones=tones)

    def drawn() -> str:
        out = io.StringIO()
        console = Console(file=out, width=width, force_terminal=terminal, highlight=False, markup=False, emoji=False)
        console.print(as_table._table(view, width, alike))
        return out.getvalue()

    ours = drawn()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(as_table, "_Cell", Text)
        assert ours == drawn()
