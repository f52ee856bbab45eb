"""XLSX by way of openpyxl, a row at a time. A cell is written with the value, kind and number format that it had.

Of a workbook that is read, the output keeps what its cells hold, the names that formulas use, its calendar, and of its
sheet the widths of columns, the frozen panes and over which cells there is a filter. It does not keep how it looks
otherwise (fonts, colours, heights, hidden rows), nor the results that are stored with formulas; what more would be lost
is a reason to refuse. Nothing of the clock is written: the same rows are the same bytes.
"""

from __future__ import annotations

import re
import warnings
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal
from weakref import finalize
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from ipcalc.batch.columns import not_last
from ipcalc.batch.rows import BLOCK, Block, Column, Row, block_of
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

ROWS, COLUMNS, CHARACTERS = 1_048_576, 16_384, 32_767  # what a sheet and a cell take
_WIDTH = 12  # of a column, in characters, so that a date can be seen
_FIRST = date(1904, 1, 2)  # before it, the two calendars of spreadsheets go wrong or end
_OTHERWISE = "write CSV or JSON Lines"
_LOST = {
    "comments": "comments",
    "threadedComment": "comments",
    "drawing": "drawings",
    "hyperlink": "links",
    "oleObject": "objects",
    "pivotTable": "pivot tables",
    "mergeCell": "merged cells",
    "dataValidation": "data validation",
    "sheetProtection": "sheet protection",
}
_TIME = (1980, 1, 1, 0, 0, 0)  # of all parts of a workbook: the first that an archive can hold
_BLOCK = 1 << 20
_RELATION = re.compile(rb"/relationships/(\w+)[\"']")
_ELEMENT = re.compile(
    rb"<(?:\w+:)?(?:(mergeCell|dataValidation)[\s/>]|(sheetProtection)\b[^>]*\ssheet=[\"'](?:1|true)"
    rb"|autoFilter\b[^>]*\sref=[\"']([A-Z0-9:]+))"
)
_ESCAPED = re.compile(r"_x((?![dD][89a-fA-F])[0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"\r|_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XlsxReader:
    """Rows of the only sheet of a workbook; its first row has the headings.

    A value is text as a CSV has it: dates in ISO form, whole numbers without a point, a formula as it is written.

    Args:
        path: of the workbook.
        own: the names of the columns that are added, if the file is written in place; where an earlier run has added
            them, they are the last ones, and are left out.

    Attributes:
        used: the places of the columns that are read, where a formula is a fault of its row.
        width: how many columns the file has, with those that are left out.

    Raises:
        BadRequest: openpyxl is missing; the file is no workbook, or has more than one sheet that holds something; it
            has some of `own`, but not all of them last.
    """

    before = 1

    def __init__(self, path: str | Path, own: Sequence[str] = ()) -> None:
        _need_openpyxl()
        self.used: Collection[int] = ()
        with ExitStack() as opened:
            self._file = opened.enter_context(Path(path).open("rb"))
            self._lost = _lost(self._file)
            self.book = _workbook(self._file)
            self.sheet = _only_sheet(self.book)
            self._text = _Texts(self.book.epoch)
            self._rest = enumerate(_cells(self.sheet), 1)
            _, first = next(self._rest, (0, ()))
            headings = [self._text(cell) for cell in first]
            while headings and not headings[-1].strip():
                headings.pop()
            if not headings:
                raise BadRequest("the first row of the sheet is empty: it must name the columns")
            self.width = len(headings)
            kept = self.width
            if not set(own).isdisjoint(headings):
                kept -= len(own)
                if headings[kept:] != [*own]:
                    raise BadRequest(not_last(headings, own))
            opened.pop_all()
        finalize(self, self._file.close)
        self.headings: Sequence[str] = headings[:kept]
        self.heading = Row("", "", self.headings, cells=first[:kept])

    def blocks(self, kept: Sequence[int]) -> Iterator[Block]:
        """The rows after the headings.

        Raises:
            BadRequest: a cell has no heading; the workbook is damaged.
        """
        rows = self._rows()
        while some := list(islice(rows, BLOCK)):
            yield block_of(some, kept)

    def _rows(self) -> Iterator[Row]:
        kept, width, text = len(self.headings), self.width, self._text
        with self._file:
            for number, row in self._rest:
                values = [text(cell) for cell in row]
                if not any(values):
                    yield Row("", "", [], blank=True)
                    continue
                for place in range(width, len(values)):
                    if values[place]:
                        raise BadRequest(
                            f"row {number}: column {_letters(place)} holds {values[place]!r} and has no heading: name"
                            " it in the first row"
                        )
                short = width - len(row)
                cells = (*row, *[None] * short) if short > 0 else row
                values += [""] * short
                yield self._row(values[:kept], cells[:kept])

    def _row(self, values: list[str], cells: Sequence[Any]) -> Row:
        fault = None
        for place, cell in enumerate(cells):
            if cell is not None and cell.data_type == "f" and place in self.used:
                fault = f"the column {self.headings[place]!r} holds a formula ({values[place]}): put its value there"
                break
        return Row("", "", values, fault, cells=cells)

    def beside(self) -> tuple[list[str], str | None]:
        """What the workbook holds beside its cells that no output keeps, and the cells that have a filter."""
        lost, filtered = {*self._lost}, None
        for sheet in self.book.worksheets:
            for kind, protected, cells in _elements(sheet):
                if kind or protected:
                    lost.add(_LOST[(kind or protected).decode()])
                elif sheet is self.sheet:
                    filtered = cells.decode()
        return sorted(lost), filtered


class XlsxWriter:
    """Writes a workbook of one sheet. Cells that were read from a workbook are written with value, kind and format;
    those of other formats are text.

    Raises:
        BadRequest: openpyxl is missing, or the workbook that was read holds what would be lost.
    """

    def __init__(self, path: str | Path, like: XlsxReader | None = None) -> None:
        _need_openpyxl()
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
            self._sheet.auto_filter.ref = filtered
            self._book.properties, self._book.security = like.book.properties, like.book.security
            self._book.epoch = like.book.epoch
            for title in like.book.sheetnames[1:]:
                self._book.create_sheet(title)
            for name, meaning in like.book.defined_names.items():
                if "[" not in meaning.attr_text:
                    self._book.defined_names[name] = meaning
        self._book.properties.created = self._book.properties.modified = datetime(*_TIME)

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
        from openpyxl.writer.excel import ExcelWriter

        with _Archive(self._path, "w", ZIP_DEFLATED) as archive:
            ExcelWriter(self._book, archive).save()

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
            if kind == "f" and "[" in _formula(value):
                raise BadRequest(
                    f"{self._where(place)}: the formula {_formula(value)} names a table or another workbook, which the"
                    f" output would not have: put its value there, or {_OTHERWISE}"
                )
            copy = self._of(kind, value)
        if cell.number_format != "General":
            copy.number_format = cell.number_format
        return copy

    def _gained(self, place: int, kind: str, text: str) -> Any:
        if kind == "number" and text:
            return self._of("n", text)
        if kind == "date" and text and (day := date.fromisoformat(text)) >= _FIRST:
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


class _Archive(ZipFile):
    """An archive whose parts are all of one time and mode."""

    def open(
        self, name: str | ZipInfo, mode: Literal["r", "w"] = "r", pwd: bytes | None = None, *, force_zip64: bool = False
    ) -> IO[bytes]:
        if isinstance(name, ZipInfo):
            name.date_time = _TIME
            name.external_attr = 0o600 << 16
        return super().open(name, mode, pwd, force_zip64=force_zip64)


class _Texts:
    """The text of a cell, as a CSV has it."""

    def __init__(self, epoch: datetime) -> None:
        from openpyxl.styles.numbers import is_date_format, is_timedelta_format
        from openpyxl.utils.datetime import from_excel

        self._epoch = epoch
        self._days = from_excel
        self._is_date, self._is_span = is_date_format, is_timedelta_format
        self._formats: dict[str, tuple[bool, bool]] = {}

    def __call__(self, cell: Any) -> str:
        value = cell.value
        if value is None:
            return ""
        if cell.data_type == "f":
            return _formula(value)
        if isinstance(value, str):
            return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float):
            is_date, is_span = self._format(cell.number_format)
            if not is_date:
                return _number(value)
            try:
                value = self._days(value, self._epoch, timedelta=is_span)
            except (OverflowError, ValueError):
                return _number(value)
        return _time(value)

    def _format(self, name: str) -> tuple[bool, bool]:
        """Whether numbers of a format are dates or times, and whether they are spans of time."""
        if name not in self._formats:
            self._formats[name] = self._is_date(name), self._is_span(name)
        return self._formats[name]


def _number(value: float) -> str:
    return str(int(value)) if isinstance(value, int) or value.is_integer() else repr(value)


def _time(value: date | time | timedelta) -> str:
    """A date, with a time of day only where it is not midnight; a time of day or a span of time."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)


def _formula(value: Any) -> str:
    """A formula, which openpyxl has as text, or as an object if it fills several cells."""
    return value if isinstance(value, str) else getattr(value, "text", None) or "=TABLE()"


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)


def _close(sheet: Any) -> None:
    """Close a sheet whose workbook is never saved, which openpyxl would complain of."""
    if not sheet.closed:
        with suppress(Exception):
            sheet.close()


def _need_openpyxl() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError as error:
        raise BadRequest("XLSX needs openpyxl: pip install 'ipcalc[xlsx]'") from error


def _lost(file: BinaryIO) -> list[str]:
    """What sheets hold beside their cells that the output loses, by the parts that they point to."""
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
            kinds = {
                kind.decode()
                for name in names
                if name.startswith("xl/worksheets/_rels/")
                for kind in _RELATION.findall(archive.read(name))
            }
    except BadZipFile as error:
        raise BadRequest(
            "this is not an XLSX workbook: save a file of another kind (.xls, .ods), or one with a password, as .xlsx"
            " without one"
        ) from error
    macros = {"macros"} if "xl/vbaProject.bin" in names else set()
    return sorted({_LOST[kind] for kind in kinds & _LOST.keys()} | macros)


def _elements(sheet: Any) -> Iterator[tuple[bytes, bytes, bytes]]:
    """What stands in a sheet beside its rows, of that which matters; a large sheet is never held whole."""
    with _damage(sheet), sheet._get_source() as source:
        text = b""
        while block := source.read(_BLOCK):
            text += block
            yield from _ELEMENT.findall(text)
            text = text[text.rfind(b"<") :]


def _lay_out(sheet: Any, like: XlsxReader) -> None:
    """Give a sheet the frozen panes of the one that was read, and its columns their widths."""
    from openpyxl.worksheet._reader import WorkSheetParser
    from openpyxl.worksheet.dimensions import ColumnDimension

    with _damage(like.sheet), like.sheet._get_source() as source:
        head: Any = WorkSheetParser(source, [])
        next(head.parse(), None)
    for letters, column in head.column_dimensions.items():
        column.pop("style", None)
        column["max"] = min(int(column["max"]), like.width)
        if int(column["min"]) <= like.width:
            sheet.column_dimensions[letters] = ColumnDimension(sheet, **column)
    for view in head.views.sheetView[:1] if hasattr(head, "views") else ():
        if view.pane is not None and view.pane.state in ("frozen", "frozenSplit"):
            sheet.freeze_panes = f"{_letters(int(view.pane.xSplit or 0))}{int(view.pane.ySplit or 0) + 1}"


def _workbook(file: BinaryIO) -> Any:
    """The workbook, whose dates stay the numbers that they are in the file."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: Any = load_workbook(file, read_only=True)
    except Exception as error:
        raise BadRequest(f"this is not an XLSX workbook that can be read: {error}") from error
    book._date_formats = frozenset()
    return book


def _only_sheet(book: Any) -> Any:
    """The first sheet, if the others hold nothing."""
    if not book.worksheets or book.chartsheets:
        raise BadRequest("the workbook has a sheet that is a chart: save the sheet of rows as a workbook of its own")
    first, *others = book.worksheets
    full = [sheet.title for sheet in others if any(cell.value is not None for row in _cells(sheet) for cell in row)]
    if full:
        raise BadRequest(
            f"the workbook has other sheets than {first.title!r} that hold something: {', '.join(map(repr, full))};"
            " save the one that is meant as a workbook of its own"
        )
    return first


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows of a sheet, however wide and long the file says that it is."""
    sheet.reset_dimensions()
    with _damage(sheet):
        yield from sheet.iter_rows()


@contextmanager
def _damage(sheet: Any) -> Iterator[None]:
    """What goes wrong in reading a sheet, which its file is to blame for."""
    try:
        yield
    except Exception as error:
        raise BadRequest(f"the sheet {sheet.title!r} is damaged: {error}") from error
