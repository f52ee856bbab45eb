"""The settings: each with its value, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain
from ipcalc.frozen import frozen
from ipcalc.report.view import View, placed, view
from ipcalc.settings import KEYS, NAME

if TYPE_CHECKING:
    from ipcalc.report.formats import Look
    from ipcalc.settings import Settings


@frozen
class SettingsShown(Plain):
    """All settings, those of a file and the defaults of the others; `file` is the one that was read."""

    file: str | None
    settings: dict[str, dict[str, Any]]


def shown_of(found: Settings) -> SettingsShown:
    """What is to be shown of settings."""
    path = None if found.path is None else str(found.path)
    values = {
        name: {"value": found.values[name], "from": path}
        if name in found.values
        else {"value": value, "from": "default"}
        for name, (_, value) in KEYS.items()
    }
    return SettingsShown(path, values)


def settings(answer: SettingsShown, look: Look) -> list[View]:
    """The settings in a table."""
    rows = [(name, _text(each["value"]), each["from"]) for name, each in answer.settings.items()]
    columns = placed("setting", "value", "from")
    notes = [] if answer.file else [f"No {NAME} is read."]
    return [view("Settings", columns, rows, facts=[("file", answer.file or "-")], notes=notes)]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list) else "-" if value is None else str(value)
