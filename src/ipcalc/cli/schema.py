"""`ipcalc schema`."""

import json
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.options import DataOption

app = opt.app()


class What(str, Enum):
    """What there is a schema of."""

    matter = "matter"


@app.command(
    epilog="""Examples:

    \b
    ipcalc schema matter
    ipcalc schema matter -o matter.schema.json
    """
)
def schema(
    what: Annotated[What, typer.Argument(help="matter: a matter file.")],
    data: DataOption = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A file, instead of standard output.")
    ] = None,
) -> None:
    """The JSON schema of a matter file, with which editors complete keys, events and periods, and mark mistakes.

    In an editor with the YAML language server, begin a matter file with the line
    # yaml-language-server: $schema=matter.schema.json
    """
    from ipcalc.batch.matters.schema import schema as schema_of

    assert what is What.matter
    text = json.dumps(schema_of(opt.book(data).rulebook), indent=2, ensure_ascii=False) + "\n"
    if output is None:
        print(text, end="")
    else:
        opt.save(text, output)
