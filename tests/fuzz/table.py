"""The commands and their parameters, read from the command table itself: a new one is in it from its first day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ipcalc.cli.root import command


class Parameter(NamedTuple):
    """One argument or option of a command; `words` are its names on the command line, none for an argument."""

    name: str
    words: tuple[str, ...]
    kind: str  # flag, number, path, choice or text
    choices: tuple[str, ...]
    required: bool
    many: bool


class Command(NamedTuple):
    """One command: its words (`batch deadlines`) and its parameters."""

    words: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def commands() -> list[Command]:
    """All commands, those of groups one by one."""
    return list(_commands(command(), ()))


def _commands(each: Any, words: tuple[str, ...]) -> Iterator[Command]:
    names = each.list_commands(None) if hasattr(each, "list_commands") else ()
    for name in names:
        yield from _commands(each.get_command(None, name), (*words, name))
    if not names:
        shown = [
            parameter
            for parameter in each.params
            if parameter.name not in ("help", "install_completion", "show_completion")
        ]
        yield Command(words, tuple(map(_parameter, shown)))


def _parameter(each: Any) -> Parameter:
    options = tuple(each.opts) if each.param_type_name == "option" else ()
    choices = tuple(str(getattr(choice, "value", choice)) for choice in getattr(each.type, "choices", ()))
    many = bool(each.multiple if options else each.nargs != 1)
    return Parameter(each.name, options, _kind(each, choices), choices, each.required, many)


def _kind(each: Any, choices: tuple[str, ...]) -> str:
    if getattr(each, "is_flag", False):
        return "flag"
    if choices:
        return "choice"
    return {"integer": "number", "path": "path", "file": "path"}.get(each.type.name, "text")
