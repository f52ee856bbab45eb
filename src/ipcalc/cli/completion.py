"""Completion of the shell that is named."""

import os
from typing import Any, Literal

import typer

from ipcalc.errors import BadRequest

_VARIABLE = "_IPCALC_COMPLETE"
Shell = Literal["bash", "zsh", "fish", "powershell", "pwsh"]


def install(context: Any, shell: Shell | None) -> None:
    """Install completion for a shell, and end."""
    if shell is None or context.resilient_parsing:
        return
    from typer._completion_shared import install as installed

    try:
        name, path = installed(shell, "ipcalc", _VARIABLE)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
        advice = f"--show-completion {shell} prints what belongs in the profile of the shell"
        raise BadRequest(f"completion for {shell} cannot be installed ({what}): {advice}") from error
    print(f"completion for {name} is installed in {path}: it takes effect in the next shell")
    raise typer.Exit


def show(context: Any, shell: Shell | None) -> None:
    """Print the script of completion for a shell, and end."""
    if shell is None or context.resilient_parsing:
        return
    from typer._completion_shared import get_completion_script

    print(get_completion_script(prog_name="ipcalc", complete_var=_VARIABLE, shell=shell))
    raise typer.Exit


def enable_completion() -> None:
    """Let the program answer a shell that asks it how a line may go on."""
    if _VARIABLE in os.environ:
        from typer._completion_classes import completion_init

        completion_init()
