"""XLSX that is written, by way of openpyxl: a cell with the value, kind and number format that it had.

Of a workbook that was read, the output keeps what its cells hold, the names that formulas use, its calendar, and of its
sheet the widths of columns, the frozen panes and over which cells there is a filter. It does not keep how it looks
otherwise (fonts, colours, heights, hidden rows), nor the results that are stored with formulas; what more would be lost
is a reason to refuse. Nothing of the clock is written: the same rows are the same bytes.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal
from weakref import finalize
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ipcalc.errors import BadRequest
from ipcalc.rows.blocks import Block, Column, Row
from ipcalc.rows.xlsxarchive import CHARACTERS, COLUMNS, ROWS
from ipcalc.rows.xlsxreader import XlsxReader, damage_of, formula_of, letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 12  # of a column, in characters, so that a date can be seen
FIRST = date(1904, 1, 2)  # before it, the two calendars of spreadsheets go wrong or end
_OTHERWISE = "write CSV or JSON Lines"
_TIME = (1980, 1, 1, 0, 0, 0)  # of all parts of a workbook: the first that an archive can hold
_TO_ESCAPE = re.compile(r"\r|_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XlsxWriter:
    """Writes a workbook of one sheet. Cells that were read from a workbook are written with value, kind and format;
    those of other formats are text.

    Raises:
        BadRequest: the workbook that was read holds what would be lost.
    """

    def __init__(self, path: str | Path, like: XlsxReader | None = None) -> None:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell

        lost, filtered = like.beside() if like else ([], None)
        if lost:
            raise BadRequest(
                f"the workbook holds {' and '.join(lost)}, which the output would lose: take them out, or {_OTHERWISE}"
            )
        self._path = path
        self._like = like
        self._cell = WriteOnlyCell
        self._book = Workbook(write_only=True)
        self._sheet: Any = self._book.create_sheet(like.sheet.title if like else "Sheet1")
        finalize(self, _close, self._sheet)
        self._sheet.sheet_format.defaultColWidth = _WIDTH
        self._names: list[str] = []
        self._kinds: list[str] = []
        self._number = 0
        if like:
            _lay_out(self._sheet, like)
            self._sheet.auto_filter.ref = filtered if like.before == 1 else None
            self._book.properties, self._book.security = like.book.properties, like.book.security
            self._book.epoch = like.book.epoch
            for title in like.empty:
                self._book.create_sheet(title)
            for name, meaning in like.book.defined_names.items():
                if not meaning.attr_text:
                    raise BadRequest(f"the workbook is damaged: its name {name!r} refers to nothing")
                if "[" not in meaning.attr_text:
                    self._book.defined_names[name] = meaning

    def start(self, headings: Sequence[str], added: Sequence[Column]) -> None:
        """Write the headings with those of the added columns.

        Raises:
            BadRequest: there are more columns than a sheet takes.
        """
        self._names = [*headings, *(column.name for column in added)]
        self._kinds = [column.kind for column in added]
        if len(self._names) > COLUMNS:
            raise BadRequest(f"{len(self._names):,} columns, and a sheet of XLSX takes {COLUMNS:,}: {_OTHERWISE}")
        row = self._like.heading if self._like else Row("", "", headings)
        self._append([*self._own(row), *(column.name for column in added)])

    def write(self, block: Block, cells: Sequence[Sequence[str]]) -> None:
        """Write rows, each with the cells that it gains.

        Raises:
            BadRequest: more rows or longer texts than XLSX takes, or a character that it cannot hold; a formula that
                needs what is not written.
        """
        for row, *gained in zip(block.rows(), *cells, strict=True):
            if not row.blank:
                own = self._own(row)
                self._append([*own, *map(self._gained, range(len(own), len(self._names)), self._kinds, gained)])
            elif self._like:
                self._append([])

    def end(self) -> None:
        """Write the workbook to its file."""
        save(self._book, self._path)

    def _append(self, cells: list[Any]) -> None:
        self._number += 1
        if self._number > ROWS:
            raise BadRequest(f"more than {ROWS:,} rows with the headings, which a sheet of XLSX takes: {_OTHERWISE}")
        self._sheet.append(cells)

    def _own(self, row: Row) -> list[Any]:
        """The cells that a row has. A row at fault that has a text of its own is that text."""
        if row.cells:
            return [self._copy(place, cell) for place, cell in enumerate(row.cells)]
        values = [row.text, *[""] * (len(row.values) - 1)] if row.fault and row.text else row.values
        return [self._written(place, value) for place, value in enumerate(values)]

    def _copy(self, place: int, cell: Any) -> Any:
        value = None if cell is None else cell.value
        if value is None:
            return None
        kind = cell.data_type
        if kind == "n":
            copy = self._of("n", repr(value))
        elif kind == "s":
            copy = self._of("s", self._checked(place, value.replace("\r", "_x000D_")))
        else:
            if kind == "f" and "[" in formula_of(value):
                raise BadRequest(
                    f"{self._where(place)}: the formula {formula_of(value)} names a table or another workbook, which"
                    f" the output would not have: put its value there, or {_OTHERWISE}"
                )
            copy = self._of(kind, value)
        if cell.number_format != "General":
            copy.number_format = cell.number_format
        return copy

    def _gained(self, place: int, kind: str, text: str) -> Any:
        if kind == "number" and text:
            return self._of("n", text)
        if kind == "date" and text and (day := date.fromisoformat(text)) >= FIRST:
            return self._of("d", day)
        return self._written(place, text)

    def _written(self, place: int, text: str) -> Any:
        """A cell that holds a text, whatever the text begins with."""
        if not text:
            return None
        if "\r" in text or "_x" in text:
            text = _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
        return self._of("s", self._checked(place, text))

    def _of(self, kind: str, value: Any) -> Any:
        """A cell of a kind of openpyxl. A number is given as text, of which no digit is lost."""
        cell: Any = self._cell(self._sheet, value)
        cell.data_type = kind
        return cell

    def _checked(self, place: int, text: str) -> str:
        if len(text) > CHARACTERS:
            raise BadRequest(
                f"{self._where(place)}: a text of {len(text):,} characters, and a cell of XLSX takes {CHARACTERS:,}:"
                f" {_OTHERWISE}"
            )
        if found := _ILLEGAL.search(text):
            raise BadRequest(
                f"{self._where(place)}: the character U+{ord(found[0]):04X}, which XLSX cannot hold: {_OTHERWISE}"
            )
        return text

    def _where(self, place: int) -> str:
        return f"row {self._number + 1}, column {self._names[place]!r}"


def save(book: Any, to: str | Path | IO[bytes]) -> None:
    """Write a workbook of openpyxl: the same cells are the same bytes. Its properties have no time of their own."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = datetime(*_TIME)
    with _ReproducibleArchive(to, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


class _ReproducibleArchive(ZipFile):
    """An archive whose parts are all of one time and mode."""

    def open(
        self, name: str | ZipInfo, mode: Literal["r", "w"] = "r", pwd: bytes | None = None, *, force_zip64: bool = False
    ) -> IO[bytes]:
        if isinstance(name, ZipInfo):
            name.date_time = _TIME
            name.external_attr = 0o600 << 16
        return super().open(name, mode, pwd, force_zip64=force_zip64)


def _close(sheet: Any) -> None:
    """Close a sheet whose workbook is never saved, which openpyxl would complain of."""
    if not sheet.closed:
        with suppress(Exception):
            sheet.close()


def _lay_out(sheet: Any, like: XlsxReader) -> None:
    """Give a sheet the frozen panes of the one that was read, and its columns their widths."""
    from openpyxl.worksheet._reader import WorkSheetParser
    from openpyxl.worksheet.dimensions import ColumnDimension

    with damage_of(like.sheet), like.sheet._get_source() as source:
        head: Any = WorkSheetParser(source, like.sheet._shared_strings)
        next(head.parse(), None)
        for letters, column in head.column_dimensions.items():
            column.pop("style", None)
            column["max"] = min(int(column["max"]), like.width)
            if int(column["min"]) <= like.width:
                sheet.column_dimensions[letters] = ColumnDimension(sheet, **column)
        for view in head.views.sheetView[:1] if hasattr(head, "views") else ():
            if view.pane is not None and view.pane.state in ("frozen", "frozenSplit"):
                above = max(int(view.pane.ySplit or 0) - like.before + 1, 0)
                sheet.freeze_panes = f"{letters_of(int(view.pane.xSplit or 0))}{above + 1}"
