"""What some words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.report.view import Column, View, named, view

if TYPE_CHECKING:
    from ipcalc.calc.registers.find import Findings
    from ipcalc.report.formats import Look

_COLUMNS = (Column("kind", "kind"), Column("id", "id", whole=True), *named("title"), Column("", "right", field="right"))


def found(answer: Findings, look: Look) -> list[View]:
    """The entries, the best first."""
    hits = answer.hits if look.most is None else answer.hits[: look.most]
    left, hint = len(answer.hits) - len(hits), "" if look.away else ": --most N shows them"
    near = " or ".join(answer.did_you_mean)
    notes = [*([f"Did you mean {near}?"] if near else []), *([f"{left} more{hint}."] if left else [])]
    if not hits:
        notes = [f"Nothing was found; did you mean {near}?" if near else "Nothing was found."]
    return [view(f"Found: {answer.words}", _COLUMNS, hits, notes=notes)]
