"""Markdown: all views of a result, one below the other, for a letter or a page: it names no options of commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ipcalc.errors import escaped
from ipcalc.frozen import replace
from ipcalc.report.view import written
from ipcalc.report.views import views

if TYPE_CHECKING:
    from ipcalc.report.formats import Look
    from ipcalc.report.view import View


# what Markdown does not take as it stands
_SIGNS = re.compile(r"[*`|~]|\](?=[(\[])|&(?=#?\w+;)|\b_|_\b|\\(?=[!-/:-@\[-`{-~])")


def text(result: Any, look: Look) -> str:
    """The result as Markdown."""
    return "\n\n".join("\n".join(_lines(view)) for view in views(result, replace(look, away=True))) + "\n"


def _lines(view: View) -> list[str]:
    lines = [f"### {_escape(view.title)}", ""]
    lines += [f"- **{name}:** {_escape(value)}" for name, value in view.facts]
    if view.columns:
        lines += [""] if view.facts else []
        lines.append("| " + " | ".join(view.columns) + " |")
        lines.append("|" + "|".join("---:" if name in view.right else "---" for name in view.columns) + "|")
        lines += ["| " + " | ".join(_escape(written(value)) for value in row) + " |" for row in view.rows]
    if view.notes:
        lines += [*_gap(lines), *(f"- {_escape(note)}" for note in view.notes)]
    return lines


def _gap(lines: list[str]) -> list[str]:
    """An empty line, where there is none."""
    return [""] if lines[-1] else []


def _escape(value: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", escaped(value)).replace("<", "&lt;")
