"""`ipcalc import`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.batch import EncodingOption, FileArgument, InputFormatOption, renamed
from ipcalc.cli.options import DataOption, DayfirstOption, Format, FormatOption
from ipcalc.errors import BadRequest
from ipcalc.report.formats import Look, written

if TYPE_CHECKING:
    from ipcalc.batch.imports.run import Imported

app = opt.app()
_OF_ONE = (".yaml", ".yml", ".json")


@app.command(
    epilog="""Examples:

    \b
    ipcalc import status.csv --preview
    ipcalc import status.csv -o matters.csv
    ipcalc import our-data.xlsx --sheet TM --map "Opp. Due=stated:tm-opposition" -o matters.csv
    ipcalc import status.csv --into matters.csv
    """
)
def import_(
    file: FileArgument,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The table of matters.  [default: standard output]"),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="MATTERS", help="Merge the rows into this table of matters, by number; a backup is kept."),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show what would be done, and write nothing.")] = False,
    header_row: Annotated[int | None, typer.Option(metavar="N", min=1, help="The row that has the headings.")] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="The sheet of a workbook.")] = None,
    right: Annotated[
        str | None, typer.Option(help="The right for rows that do not name one.", autocompletion=opt.complete_right)
    ] = None,
    map_: Annotated[
        str | None,
        typer.Option("--map", metavar="HEADING=NAME,...", help="Which of your headings stands for which column."),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="HEADING", help="A heading to keep as it is; repeatable."),
    ] = None,
    today: Annotated[str | None, opt.date_option("The day of the import.  [default: today]", "--today")] = None,
    input_format: InputFormatOption = None,
    encoding: EncodingOption = None,
    dayfirst: DayfirstOption = False,
    data: DataOption = None,
    format: FormatOption = Format.table,
) -> int:
    """A table of matters from a file that you have: an export from the office or a search, or your firm's own docket.

    It shows first how it understands each heading, which cells it could not read, and what the file lacks. Every row
    comes out, and what was not understood is kept as it is. The exit status is 1 if a cell could not be read.
    """
    from ipcalc.rows.files import format_of

    if into is not None:
        _check_into(into, output)
    kind = format_of(file, "--input-format", input_format and input_format.value)
    book = opt.book(data)
    asked: dict[str, Any] = {"right": right, "renamed": renamed(map_), "kept": keep or (), "header_row": header_row}
    asked |= {"dayfirst": dayfirst, "serial_dates": opt.serial_dates(), "today": opt.or_today(today, dayfirst)}
    found = book.import_table(file, kind=kind, encoding=encoding, sheet=sheet, into=into, **asked)
    if preview:
        opt.show(found, format)
        return 1 if found.unread else 0
    print(written(found, Format.table, Look()), end="", file=sys.stderr)
    _write(found, into or output, in_place=into is not None)
    return 1 if found.unread else 0


def _check_into(into: Path, output: Path | None) -> None:
    """Raise BadRequest where rows cannot be merged into what is named."""
    if output is not None:
        raise BadRequest("--into writes to MATTERS: not with -o")
    if into.is_dir() or into.suffix.lower() in _OF_ONE:
        raise BadRequest(f"--into {into}: rows are merged into a table of matters, not into files of one matter each")


def _write(found: "Imported", path: Path | None, *, in_place: bool) -> None:
    from ipcalc.rows.files import format_of
    from ipcalc.rows.output import backup, whole
    from ipcalc.rows.plaintable import write

    if in_place and not found.updates:
        print("nothing changes", file=sys.stderr)
        return
    kind = "csv" if path is None else format_of(path, "-o")
    if path and in_place and kind == "xlsx":
        _write_workbook(found, path)
        return
    with whole([path] if path else []) as parts:
        write(found.table.headings, found.table.rows, kind, path, parts[path] if path else None)
        if path and in_place:
            backup(path)


def _write_workbook(found: "Imported", path: Path) -> None:
    """Write what changes into the cells of a workbook, which keeps all else."""
    from ipcalc.batch.imports.merge import changed
    from ipcalc.batch.imports.table import read_table
    from ipcalc.rows.edit import edit_workbook
    from ipcalc.rows.output import backup, named, whole

    rows = changed(read_table(path), found.table)
    with whole([path]) as parts, named(path):
        edit_workbook(path, parts[path], rows)
        backup(path)
