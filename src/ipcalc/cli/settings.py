"""Settings as the defaults of options: what a row says comes first, then the option, then the setting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer._click.core import ParameterSource
from typer._click.globals import get_current_context

from ipcalc.errors import BadRequest
from ipcalc.settings import Settings, settings_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipcalc.book import Book

NO_CONFIG = "--no-config"
_KEPT = "ipcalc.settings"
_FILES = "matters"
_MATTERS = ("docket", "check")  # the commands whose files are the matters of the settings where none is named


def without_no_config(context: Any, words: Sequence[str]) -> list[str]:
    """The words of a command line without --no-config, wherever it stands; it leaves the settings out."""
    end = words.index("--") if "--" in words else len(words)
    if NO_CONFIG in words[:end]:
        context.meta[_KEPT] = Settings(None, {})
    return [*(word for word in words[:end] if word != NO_CONFIG), *words[end:]]


def settings(context: Any = None) -> Settings:
    """The settings that hold for this run."""
    context = context or get_current_context(silent=True)
    if context is None:
        return Settings(None, {})
    if _KEPT not in context.meta:
        context.meta[_KEPT] = settings_in(Path.cwd(), Path(typer.get_app_dir("ipcalc")))
    found: Settings = context.meta[_KEPT]
    return found


def defaults(command: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The settings as the defaults of a command and of the commands in it."""
    inside = getattr(command, "commands", {})
    if inside:
        return {name: defaults(each, values) for name, each in inside.items()}
    options = {each.name for each in command.params if each.param_type_name == "option"}
    found = {name: value for name, value in values.items() if name != _FILES or _FILES in options}
    takes_files = command.name in _MATTERS and _FILES in values
    for files in [each for each in command.params if each.param_type_name == "argument"][: int(takes_files)]:
        found[files.name] = values[_FILES] if files.nargs == -1 else values[_FILES][0]
    return found


def used() -> dict[str, dict[str, Any]]:
    """The settings that this command took, each with its value and the file that it is from."""
    context = get_current_context(silent=True)
    found = settings(context)
    if context is None or not found.values:
        return {}
    return {
        name: {"value": value, "from": str(found.path)}
        for name, value in found.values.items()
        if context.get_parameter_source(name) is ParameterSource.DEFAULT_MAP
    }


def check(book: Book, given: Mapping[str, Mapping[str, Any]] | None = None) -> None:
    """Raise BadRequest where a setting names what the rulebook does not know: one of those that are given, or else that
    this command took."""
    rules = book.rulebook
    for name, known in (("office", rules.office), ("applicant", _applicants(book)), ("mode", rules.mode)):
        setting = (used() if given is None else given).get(name)
        if setting is not None:
            try:
                known(setting["value"])
            except BadRequest as error:
                raise BadRequest(f"{setting['from']}: {name}: {error}") from error


def _applicants(book: Book) -> Any:
    def check(text: str) -> None:
        for each in text.split(","):
            book.rulebook.applicant(each.strip())

    return check
