"""The rows of one sheet of a workbook, each cell in its place: what is out of order or there twice is damage."""

from __future__ import annotations

import re
from math import isfinite
from typing import IO, TYPE_CHECKING, Any

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.utils.datetime import from_ISO8601
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import (
    CELL_TAG,
    DATA_TAG,
    EXT_TAG,
    FORMULA_TAG,
    INLINE_STRING,
    ROW_TAG,
    VALUE_TAG,
    WorkSheetParser,
)
from openpyxl.xml.functions import iterparse

from ipcalc.rows.xlsxarchive import AT_ONCE, COLUMNS, ROWS, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from ipcalc.rows.xlsxarchive import Archive

_DEEP = 64  # elements in one another
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")
_DIGITS = 400  # of a number: the largest that there is has 309
_BOOLEANS = {"0": False, "1": True, "false": False, "true": True}


class Sheet(ReadOnlyWorksheet):
    """A sheet whose size is what its rows are, whatever the file says."""

    def _get_size(self) -> None:
        pass


class Workbook(ExcelReader):
    """Reads the workbook of an archive.

    Attributes:
        charts: whether a sheet is a chart.
    """

    def __init__(self, archive: Archive) -> None:
        file: Any = archive.fp
        super().__init__(file, read_only=True)
        self.archive, self.charts = archive, False

    def read_worksheets(self) -> None:
        book: Any = self.wb
        for sheet, relation in self.parser.find_sheets():
            if "chartsheet" in relation.Type:
                self.charts = True
            elif relation.target not in self.valid_files:
                raise ValueError(f"the sheet {sheet.name!r} is not in it")
            else:
                book._sheets.append(Sheet(book, sheet.name, relation.target, self.shared_strings))


def cells_of(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The cells of each row from the first one on; a row that the file leaves out has none.

    Raises:
        ValueError: rows or cells are out of order, there twice, more than a sheet has, or not to be read; the message
            names the place.
    """
    expected = 1
    with sheet.parent._archive.open(sheet._worksheet_path) as source:
        for number, row in _Rows(source, sheet).parse():
            for _ in range(expected, number):
                yield ()
            expected = number + 1
            yield sheet._get_row(row) if row else ()


class _Bounded:
    """A source that gives so many bytes and no more until it is told that they were taken."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self._given = source, 0

    def read(self, size: int = -1, /) -> bytes:
        if self._given > AT_ONCE:
            raise ValueError(TOO_LARGE)
        block = self._source.read(size)
        self._given += len(block)
        return block

    def taken(self) -> None:
        self._given = 0


class _Rows(WorkSheetParser):
    def __init__(self, source: IO[bytes], sheet: Any) -> None:
        self._bounded: Any = _Bounded(source)
        super().__init__(self._bounded, sheet._shared_strings)
        book = sheet.parent
        own = BUILTIN_FORMATS_MAX_SIZE + len(book._number_formats)
        self._texts: Sequence[str] = sheet._shared_strings
        self._styles: dict[str, int] = {}
        self._formatted = [style.numFmtId < own for style in book._cell_styles]

    def parse(self) -> Generator[Any, None, None]:
        """The numbers of the rows with their cells. Nothing is kept of what was passed."""
        above: list[Any] = []
        row = None
        for event, element in iterparse(self._bounded, ("start", "end")):
            if row is not None:
                if element is not row:
                    continue
                yield self.parse_row(row)
                row = None
            elif event == "start":
                in_data = bool(above) and above[-1].tag == DATA_TAG
                if in_data != (element.tag == ROW_TAG):
                    raise ValueError(f"{_name(element)} stands where no row, or no other element, can be")
                if in_data:
                    row = element
                    continue
                above.append(element)
                if len(above) > _DEEP:
                    raise ValueError(f"more than {_DEEP} elements stand in one another")
                continue
            else:
                above.pop()
            element.clear()
            if above:
                del above[-1][:]
            self._bounded.taken()

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        before, text = self.row_counter, row.get("r")
        self.row_counter = before + 1 if text is None else _whole(text, "number of a row")
        if self.row_counter <= before:
            raise ValueError(f"row {self.row_counter} comes after row {before}")
        if self.row_counter > ROWS:
            raise ValueError(f"row {self.row_counter} is beyond the last row of a sheet, {ROWS}")
        self.col_counter = 0
        if len(row) > COLUMNS + 1:
            raise ValueError(f"row {self.row_counter} has {len(row)} cells, and a sheet has {COLUMNS} columns")
        return self.row_counter, [self.parse_cell(each) for each in row if each.tag != EXT_TAG]

    def parse_cell(self, element: Any) -> dict[str, Any]:
        before, coordinate = self.col_counter, element.get("r")
        row, column = coordinate_to_tuple(coordinate) if coordinate else (self.row_counter, before + 1)
        if element.tag != CELL_TAG or row != self.row_counter or not before < column <= COLUMNS:
            raise ValueError(self._misplaced(element, row, column))
        self.col_counter = column
        try:
            style = self._style(element.get("s", "0"))
            kind, value = self._value(element)
        except Exception as error:
            raise ValueError(f"the cell {_place(row, column)}: {error}") from None
        return {"row": row, "column": column, "value": value, "data_type": kind, "style_id": style}

    def _misplaced(self, element: Any, row: int, column: int) -> str:
        """What is wrong with the place of a cell."""
        if element.tag != CELL_TAG:
            return f"row {self.row_counter} holds {_name(element)}, which is no cell"
        if row != self.row_counter:
            return f"the cell {_place(row, column)} stands in row {self.row_counter}"
        if column > COLUMNS:
            return f"the cell {_place(row, column)} is beyond the last column of a sheet, {get_column_letter(COLUMNS)}"
        return f"the cell {_place(row, column)} comes after {_place(row, self.col_counter)}"

    def _style(self, text: str) -> int:
        if text not in self._styles:
            style = _whole(text, "number of a style")
            if style >= len(self._formatted) or not self._formatted[style]:
                raise ValueError(f"there is no style {style}, or not its number format")
            self._styles[text] = style
        return self._styles[text]

    def _value(self, element: Any) -> tuple[str, Any]:
        """The kind of a cell, in the words of openpyxl, and its value."""
        twice = next((each for n, each in enumerate(element) if each.tag in [other.tag for other in element[:n]]), None)
        if twice is not None:
            raise ValueError(f"{_name(twice)} is there twice")
        kind, text = element.get("t", "n"), element.findtext(VALUE_TAG) or None
        if element.find(FORMULA_TAG) is not None:
            return "f", self.parse_formula(element)  # type: ignore[no-untyped-call]
        if kind == "inlineStr":
            inline = element.find(INLINE_STRING)
            whole: Any = None if inline is None else Text.from_tree(inline)
            return (kind, None) if whole is None else ("s", whole.content)
        if text is None or kind == "e":
            return kind, text
        if kind == "n":
            return kind, _number(text.strip())
        if kind == "s":
            index = _whole(text, "shared text")
            if index >= len(self._texts):
                raise ValueError(f"there is no shared text {index}")
            return kind, self._texts[index]
        if kind == "b":
            return kind, _BOOLEANS[text.strip()]
        if kind == "str":
            return "s", text
        if kind == "d":
            return kind, from_ISO8601(text)  # type: ignore[no-untyped-call]
        raise ValueError(f"{kind!r} is no kind of cell")


def _whole(text: str, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise ValueError(f"{text!r} is not the {what}")
    return int(text)


def _number(text: str) -> int | float:
    if not _NUMBER.match(text) or len(text) > _DIGITS:
        raise ValueError(f"{text!r} is not a number")
    value = float(text) if any(each in text for each in ".eE") else int(text)
    if not isfinite(value):
        raise ValueError(f"{text!r} is not a number that can be held")
    return value


def _place(row: int, column: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _name(element: Any) -> str:
    return f"<{str(element.tag).rpartition('}')[2]}>"
