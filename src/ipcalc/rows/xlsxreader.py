"""XLSX that is read, by way of openpyxl, a row at a time."""

from __future__ import annotations

import re
import warnings
from contextlib import AbstractContextManager, ExitStack
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import finalize

from ipcalc.errors import BadRequest
from ipcalc.rows.blocks import BLOCK, Block, Row, block_of
from ipcalc.rows.headings import without_earlier
from ipcalc.rows.xlsxarchive import AT_ONCE, TOO_LARGE, Archive, damage, opened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

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
_BLOCK = 1 << 20
_RELATION = re.compile(rb"/relationships/(\w+)[\"']")
_ELEMENT = re.compile(
    rb"<(?:\w+:)?(?:(mergeCell|dataValidation)[\s/>]|(sheetProtection)\b[^<>]*\ssheet=[\"'](?:1|true)"
    rb"|autoFilter\b[^<>]*\sref=[\"']([A-Z0-9:]+))(?:(?<=mergeCell\s)[^<>]*\bref=[\"']([A-Z]+[0-9]+:[A-Z]+[0-9]+))?"
)
_ESCAPED = re.compile(r"_x((?![dD][89a-fA-F])[0-9A-Fa-f]{4})_")


class XlsxReader:
    """Rows of a sheet of a workbook.

    A value is text as a CSV has it: dates in ISO form, whole numbers without a point, a formula as it is written.

    Args:
        path: of the workbook.
        own: the names of the columns that are added, if the file is written in place; where an earlier run has added
            them, they are the last ones, and are left out.
        sheet: its name in any case; None for the only one that holds something.
        header_row: the number of the row that has the headings.

    Attributes:
        used: the places of the columns that are read, where a formula is a fault of its row.
        width: how many columns the file has, with those that are left out.
        empty: the names of the other sheets, which hold nothing; none where the sheet is named.
        from_1904: the workbook numbers its days from 1904, not from 1900.

    Raises:
        BadRequest: the file is no workbook, is damaged, has no such sheet, or has more than one that holds
            something; it has some of `own`, but not all of them last.
    """

    def __init__(
        self, path: str | Path, own: Sequence[str] = (), sheet: str | None = None, header_row: int = 1
    ) -> None:
        self.before = header_row
        self.used: Collection[int] = ()
        with ExitStack() as stack:
            self._file = stack.enter_context(Path(path).open("rb"))
            archive = opened(self._file)
            self._lost = _lost(archive)
            self.book = _workbook(archive)
            self.sheet = _only_sheet(self.book) if sheet is None else _sheet_named(self.book, sheet)
            self.empty = self.book.sheetnames[1:] if sheet is None else []
            self._text = _Texts(self.book.epoch)
            self.from_1904 = self.book.epoch.year == 1904
            self._rest = islice(enumerate(_cells(self.sheet), 1), header_row - 1, None)
            _, first = next(self._rest, (0, ()))
            headings = [self._text(cell) for cell in first]
            while headings and not headings[-1].strip():
                headings.pop()
            if not headings:
                which = "the first row" if header_row == 1 else f"row {header_row}"
                raise BadRequest(f"{which} of the sheet is empty: it must name the columns")
            self.width = len(headings)
            self.headings = without_earlier(headings, own)
            stack.pop_all()
        finalize(self, self._file.close)
        self.heading = Row("", "", self.headings, cells=first[: len(self.headings)])

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
                            f"row {number}: column {letters_of(place)} holds {values[place]!r} and has no heading: name"
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
            for kind, protected, cells, _ in _elements(sheet):
                if kind or protected:
                    lost.add(_LOST[(kind or protected).decode()])
                elif sheet is self.sheet:
                    filtered = cells.decode()
        return sorted(lost), filtered


def sheets_of(path: str | Path) -> Iterator[tuple[str, list[list[str]]]]:
    """The sheets of a workbook, each with its name and the texts of its cells, row by row. What stands in cells that
    are merged over several rows stands in each of them.

    Raises:
        BadRequest: the file is no workbook, or is damaged.
    """
    with Path(path).open("rb") as file:
        archive = opened(file)
        _relations(archive)
        book = _workbook(archive)
        text = _Texts(book.epoch)
        for sheet in book.worksheets:
            rows = [[text(cell) for cell in row] for row in _cells(sheet)]
            _spread(rows, sheet)
            yield sheet.title, rows


def _spread(rows: list[list[str]], sheet: Any) -> None:
    """Write the text of merged cells into the first cell of each further row over which they are merged."""
    from openpyxl.utils import coordinate_to_tuple

    room = len(rows) * max(map(len, rows), default=0)
    for *_, merged in _elements(sheet):
        if not merged:
            continue
        with damage_of(sheet):
            (first, column), (last, _) = map(coordinate_to_tuple, merged.decode().split(":"))
            below = rows[first : min(last, len(rows))]
            room -= len(below)
            if room < 0:
                raise ValueError("merged cells overlap")
        for row in below:
            if len(rows[first - 1]) >= column:
                row += [""] * (column - len(row))
                row[column - 1] = rows[first - 1][column - 1]


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
            return formula_of(value)
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


def formula_of(value: Any) -> str:
    """A formula, which openpyxl has as text, or as an object if it fills several cells."""
    return value if isinstance(value, str) else getattr(value, "text", None) or "=TABLE()"


def letters_of(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)


def _lost(archive: Archive) -> list[str]:
    """What sheets hold beside their cells that the output loses, by the parts that they point to."""
    macros = {"macros"} if "xl/vbaProject.bin" in archive.namelist() else set()
    return sorted({_LOST[kind] for kind in _relations(archive) & _LOST.keys()} | macros)


def _relations(archive: Archive) -> set[str]:
    """The kinds of the parts that sheets point to."""
    with damage("the workbook"):
        return {
            kind.decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/_rels/")
            for kind in _RELATION.findall(archive.read(name))
        }


def _elements(sheet: Any) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """What stands in a sheet beside its rows, of that which matters; a large sheet is never held whole."""
    with damage_of(sheet), sheet._get_source() as source:
        text = b""
        while block := source.read(_BLOCK):
            text += block
            yield from _ELEMENT.findall(text)
            text = text[text.rfind(b"<") :]
            if len(text) > AT_ONCE:
                raise ValueError(TOO_LARGE)


def _workbook(archive: Archive) -> Any:
    """The workbook, whose dates stay the numbers that they are in the file."""
    from ipcalc.rows.xlsxsheet import Workbook

    with damage("the workbook"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = Workbook(archive)
        reader.read()
    if reader.charts or not reader.wb.worksheets:
        raise BadRequest("the workbook has a sheet that is a chart: save the sheet of rows as a workbook of its own")
    return reader.wb


def _only_sheet(book: Any) -> Any:
    """The first sheet, if the others hold nothing."""
    first, *others = book.worksheets
    full = [sheet.title for sheet in others if any(cell.value is not None for row in _cells(sheet) for cell in row)]
    if full:
        raise BadRequest(
            f"the workbook has other sheets than {first.title!r} that hold something: {', '.join(map(repr, full))};"
            " name the one that is meant with --sheet NAME (batch, check, docket, verify, import), or save it as a"
            " workbook of its own"
        )
    return first


def _sheet_named(book: Any, name: str) -> Any:
    """The sheet of a name, in any case."""
    for sheet in book.worksheets:
        if sheet.title.strip().casefold() == name.strip().casefold():
            return sheet
    raise BadRequest(f"--sheet {name}: the sheets are {', '.join(repr(sheet.title) for sheet in book.worksheets)}")


def _cells(sheet: Any) -> Iterator[Sequence[Any]]:
    """The rows of a sheet, however wide and long the file says that it is."""
    from ipcalc.rows.xlsxsheet import cells_of

    with damage_of(sheet):
        yield from cells_of(sheet)


def damage_of(sheet: Any) -> AbstractContextManager[None]:
    """What goes wrong in reading a sheet, which its file is to blame for."""
    return damage(f"the sheet {sheet.title!r}")
