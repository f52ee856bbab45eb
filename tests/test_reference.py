"""`docs/reference.md` is what the commands say of themselves. To write it again: python -m tests.test_reference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ipcalc.cli.root import COMMANDS, command

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"
HEAD = """# Command reference

This page is what `ipcalc COMMAND --help` shows for each command. A date may be written in any form that can mean only
one day ([files](files.md)). Every answer has an exit status ([automation](automation.md)).
"""


def reference() -> str:
    """The page."""
    root = command()
    context = root.make_context("ipcalc", [], resilient_parsing=True)
    found = [part for name in COMMANDS for part in _parts(root.get_command(context, name), f"ipcalc {name}")]
    return "\n".join([HEAD, *found])


def _parts(shown: Any, name: str) -> Iterator[str]:
    """The command, or those of a group, with their options."""
    commands = getattr(shown, "commands", None)
    if commands:
        for each in commands.values():
            yield from _parts(each, f"{name} {each.name}")
        return
    arguments = [each for each in shown.params if each.param_type_name == "argument"]
    options = [each for each in shown.params if each.param_type_name == "option" and each.name != "help"]
    usage = " ".join([name, *(f"[{_named(each)}]" if not each.required else _named(each) for each in arguments)])
    yield f"## {name}\n\n`{usage}{' [OPTIONS]' if options else ''}`\n\n{_plain(shown.help)}\n"
    rows = [(_named(each), each.help or "") for each in arguments]
    rows += [(", ".join(each.opts) + _value(each), each.help or "") for each in options]
    if rows:
        lines = [f"| `{name}` | {_plain(help_).replace('|', chr(92) + '|')} |" for name, help_ in rows]
        yield "\n".join(["| | |", "|---|---|", *lines, ""])
    if shown.epilog:
        yield f"```sh\n{_examples(shown.epilog)}\n```\n"


def _named(argument: Any) -> str:
    return (argument.metavar or argument.name.upper()).strip("[]")


def _value(option: Any) -> str:
    if option.is_flag:
        return ""
    choices = "/".join(str(getattr(each, "value", each)) for each in getattr(option.type, "choices", ()))
    return f" {option.metavar or choices or 'TEXT'}"


def _plain(text: str | None) -> str:
    paragraphs = (text or "").replace("\b", "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs).strip()


def _examples(epilog: str) -> str:
    return "\n".join(line.strip() for line in epilog.splitlines() if line.strip().startswith("ipcalc "))


def test_page_is_what_the_commands_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python -m tests.test_reference"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
