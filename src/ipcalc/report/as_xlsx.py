"""XLSX: a workbook with a sheet for each table, and one for the notes and what they rest on."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ipcalc.calc.matters.agenda import Agenda
from ipcalc.errors import escaped
from ipcalc.frozen import replace
from ipcalc.report.views import views
from ipcalc.rows.xlsxarchive import CHARACTERS
from ipcalc.rows.xlsxwriter import save

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipcalc.report.formats import Look
    from ipcalc.report.view import Value, View

_WIDEST = 40
_LINES, _LINE = 4, 15  # a row shows at most so many lines, of so many points
_SHEET_NAME = 31
_MARGIN = 0.4  # in inches
_A4 = 9  # the number of this paper in workbooks
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_COLOURS = {
    "lapsed": "F8D0D0",
    "overdue": "FBE0C8",
    "due": "FFF3C4",
    "later": "DDF0E2",
    "projected": "ECECF0",
    "not yet": "ECECF0",
}


def text(result: Any, look: Look) -> bytes:
    """The workbook of a result."""
    return workbook(
        views(
            result,
            replace(look, away=True, cells=True, see=True, notes=look.notes or not isinstance(result, Agenda)),
        )
    )


def workbook(shown: Sequence[View]) -> bytes:
    """The workbook of some views: real dates and numbers, a head that stays, a filter, a colour for each state."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    for each in shown:
        if each.records:
            _table(book.create_sheet(_name(each.title, names)), each)
    _notes(book.create_sheet(_name("Notes", names)), shown)
    book.properties.creator = "ipcalc"
    out = io.BytesIO()
    save(book, out)
    return out.getvalue()


def _table(sheet: Any, view: View) -> None:
    widths = [len(name) for name in view.fields]
    for row in view.records:
        widths = [max(width, len(_written(value))) for width, value in zip(widths, row, strict=True)]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = min(width, _WIDEST) + 2
    sheet.freeze_panes = "A2"
    _on_paper(sheet)
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(view.fields))}{len(view.records) + 1}"
    sheet.append([_cell(sheet, name, bold=True) for name in view.fields])
    tones = view.tones or ("",) * len(view.records)
    for at, (row, tone) in enumerate(zip(view.records, tones, strict=False), 2):
        longest = max((len(_written(value)) for value in row), default=0)
        sheet.row_dimensions[at].height = _LINE * min(_LINES, longest // _WIDEST + 1)
        sheet.append([_cell(sheet, value, tone=tone) for value in row])


def _on_paper(sheet: Any) -> None:
    """Let a sheet be printed on A4 across, as wide as the paper."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_margins.left = sheet.page_margins.right = _MARGIN
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _notes(sheet: Any, shown: Sequence[View]) -> None:
    _on_paper(sheet)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 110
    for view in shown:
        if view.tones and not view.records:  # the rows of a table above, in groups
            continue
        sheet.append([_cell(sheet, view.title, bold=True)])
        for name, value in view.facts:
            sheet.append([_cell(sheet, name), _cell(sheet, value)])
        for row in () if view.records else view.rows:
            sheet.append([_cell(sheet, value) for value in row])
        for note in view.notes:
            sheet.append([None, _cell(sheet, note)])


def _cell(sheet: Any, value: Value, *, bold: bool = False, tone: str = "") -> Any:
    """A cell; text is text, also where it looks like a formula."""
    cell: Any = WriteOnlyCell(sheet)
    cell.value = _written(value) if isinstance(value, str) else value
    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str) and len(value) > _WIDEST)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    if tone in _COLOURS:
        cell.fill = PatternFill("solid", fgColor=_COLOURS[tone])
    return cell


def _written(value: Value) -> str:
    """A value as text that a workbook may hold: with its control characters shown, and cut where a cell ends."""
    return "" if value is None else escaped(str(value))[:CHARACTERS]


def _name(title: str, names: set[str]) -> str:
    """A name for a sheet, which no other has."""
    plain = escaped(title).translate(_NOT_IN_NAMES).strip(" '")[:_SHEET_NAME] or "Sheet"
    name, number = plain, 1
    while name.lower() in names:
        number += 1
        name = f"{plain[: _SHEET_NAME - 4]} {number}"
    names.add(name.lower())
    return name
