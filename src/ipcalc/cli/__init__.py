"""The command line: parse, ask the book, report. `main` is the console script.

Modules with commands hold their annotations as they are (no `from __future__ import annotations`): Typer would read
each of them from text four times before the command is run.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer._click.exceptions import ClickException

_PLAINLY = {  # what Typer says, and everyday words for it
    r"^Got unexpected extra argument(?:\(s\))? \((.*)\)$": (
        r"\1: more than the command takes; quote words that belong together, give other things by options (--help)"
    ),
    r"is not a valid int(?: range)?\.$": "is not a whole number.",
    r"is not in the range (\S+)<=x<=(\S+)\.$": r"is not between \1 and \2.",
    r"is not in the range x>=(\S+)\.$": r"is less than \1.",
}
_OBJECTS = 100_000  # new ones before cycles are looked for: one answer, with all that is imported for it, makes fewer


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status: 0 answered, 1 something failed or was found, 2 the request is
    wrong, 3 the rulebook cannot answer, 70 a fault of the program."""
    gc.set_threshold(_OBJECTS)
    status = run(arguments)
    gc.freeze()  # the process ends: no cycles are looked for in what is left
    sys.exit(status)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status. Errors are one line on standard error."""
    from typer import Abort
    from typer._click.exceptions import ClickException, NoArgsIsHelpError

    from ipcalc.cli.first_steps import start
    from ipcalc.cli.root import command
    from ipcalc.errors import Broken, IpcalcError, shown

    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")  # closed: what is written to it fails
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", errors="replace")  # noqa: SIM115
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    try:
        status = command().main(args=arguments, prog_name="ipcalc", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except NoArgsIsHelpError as error:
        print(start() if error.ctx is not None and error.ctx.parent is None else error.format_message())
        return 2
    except ClickException as error:
        print(f"ipcalc: {shown(_plainly(error))}", file=sys.stderr)
        return 2
    except IpcalcError as error:
        print(f"ipcalc: {error}", file=sys.stderr)
        return error.status
    except (Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        return closed_pipe()
    except OSError as error:
        if error.filename is not None:
            print(shown(f"ipcalc: {error.filename}: {error.strerror}"), file=sys.stderr)
            return 2
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"ipcalc: the answer cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    except Exception as error:
        broken = Broken(error)
        print(f"ipcalc: {broken}", file=sys.stderr)
        return broken.status


def _plainly(error: ClickException) -> str:
    import re

    said = error.format_message()
    for pattern, words in _PLAINLY.items():
        said = re.sub(pattern, words, said)
    ctx = getattr(error, "ctx", None)
    others = ", ".join(getattr(ctx.command, "commands", ())) if ctx else ""
    return re.sub(r"^No such command ('.*')\.$", rf"unknown command \1 (one of {others})", said) if others else said


def closed_pipe() -> int:
    """The status of a command whose reader has gone away; what is left to write is dropped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141
