"""`ipcalc import`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ipcalc.cli import options as opt
from ipcalc.cli.batch import FileArgument, InputFormatOption
from ipcalc.errors import BadRequest
from ipcalc.report.formats import Look, written

if TYPE_CHECKING:
    from ipcalc.batch.imports.run import Imported

app = opt.app()


@opt.command(app)
def import_(
    file: FileArgument,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The table of matters.  [default: standard output]"),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="MATTERS",
            help="Merge the rows, by number, into this table of matters, matter file, or folder; backups are kept.",
        ),
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
    encoding: opt.EncodingOption = None,
    dayfirst: opt.DayfirstOption = False,
    data: opt.DataOption = None,
    format: opt.FormatOption = "table",
) -> int:
    """A table of matters from a file that you have: an export from the office or a search, or your firm's own docket.

    It shows first how it understands each heading, which cells it could not read, and what the file lacks. Every row
    comes out, and what was not understood is kept as it is. The exit status is 1 if a cell could not be read.

    Examples:
        ipcalc import status.csv --preview
        ipcalc import status.csv -o matters.csv
        ipcalc import our-data.xlsx --sheet TM --map "Opp. Due=stated:tm-opposition" -o matters.csv
        ipcalc import status.csv --into matters.csv
        ipcalc import status.csv --into portfolio --preview
    """
    from ipcalc.rows.files import format_of

    if into is not None and output is not None:
        raise BadRequest("--into writes to MATTERS: not with -o")
    kind = format_of(file, "--input-format", input_format)
    book = opt.book(data)
    asked: dict[str, Any] = {"right": right, "renamed": opt.renamed(map_), "kept": keep or (), "header_row": header_row}
    asked |= {"dayfirst": dayfirst, "serial_dates": opt.serial_dates(), "today": opt.or_today(today, dayfirst)}
    found = book.import_table(file, kind=kind, encoding=encoding, sheet=sheet, into=into, **asked)
    if preview:
        opt.show(found, format)
        return 1 if found.unread else 0
    print(written(found, "table", Look()), end="", file=sys.stderr)
    if into is None:
        _write(found, output)
    else:
        _write_into(found, into)
    return 1 if found.unread else 0


def _write(found: "Imported", path: Path | None) -> None:
    """Write the table."""
    from ipcalc.rows.files import format_of
    from ipcalc.rows.output import whole
    from ipcalc.rows.plaintable import write

    kind = "csv" if path is None else format_of(path, "-o")
    with whole([path] if path else []) as parts:
        write(found.table.headings, found.table.rows, kind, path, parts[path] if path else None)


def _write_into(found: "Imported", path: Path) -> None:
    """Write what changes in the files that take the rows, all or none, each with a backup; what else stands there
    stays."""
    from ipcalc.batch.imports.merge import edit_table
    from ipcalc.rows.output import backup, named, whole

    if not found.updates:
        print("nothing changes", file=sys.stderr)
        return
    with whole(found.texts or [path]) as parts:
        for each, part in parts.items():
            with named(each):
                if found.texts:
                    part.write_text(found.texts[each], encoding="utf-8", newline="")
                else:
                    edit_table(path, part, found.table)
        for each in parts:
            if each.exists():
                backup(each)
