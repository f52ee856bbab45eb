"""`ipcalc schema`."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from ipcalc.cli import options as opt

app = opt.app()


@opt.command(app)
def schema(
    what: Annotated[Literal["matter"], typer.Argument(help="matter: a matter file.")],
    data: opt.DataOption = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A file, instead of standard output.")
    ] = None,
) -> None:
    """The JSON schema of a matter file, with which editors complete keys, events and periods, and mark mistakes.

    In an editor with the YAML language server, begin a matter file with the line
    # yaml-language-server: $schema=matter.schema.json

    Examples:
        ipcalc schema matter
        ipcalc schema matter -o matter.schema.json
    """
    assert what == "matter"
    text = json.dumps(opt.book(data).schema(), indent=2, ensure_ascii=False) + "\n"
    if output is None:
        print(text, end="")
    else:
        opt.save(text, output)
