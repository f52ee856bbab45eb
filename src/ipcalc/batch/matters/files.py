"""Matters out of files: matter files, tables of matters, and directories of both. A fault spoils its matter alone."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ipcalc import dates
from ipcalc.batch.dates import DatesSeen
from ipcalc.batch.layouts import layout_of
from ipcalc.batch.matters.document import matter_of
from ipcalc.batch.matters.groups import MatterRows, groups
from ipcalc.batch.matters.keys import Notation, day_in
from ipcalc.batch.matters.table import MatterTable, TableRow, shown
from ipcalc.calc.matters.words import Words
from ipcalc.calc.plain import Plain
from ipcalc.calc.registers.journals import Journals
from ipcalc.dates import NotRead, Style
from ipcalc.errors import BadRequest, as_written
from ipcalc.errors import shown as readable
from ipcalc.frozen import NamedTuple, frozen
from ipcalc.law import reading
from ipcalc.opening import reading_of
from ipcalc.rows.blocks import rows_of
from ipcalc.rows.files import FORMATS, STANDARD, WHOLE, TableLocation, format_of
from ipcalc.rows.files import reading as rows_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ipcalc.calc.matters.matter import Matter
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.rows.blocks import Reader
    from ipcalc.rows.progress import Progress

FILES = {"yaml": (".yaml", ".yml"), "json": (".json",)}
_TABLES = tuple(suffix for suffixes in FORMATS.values() for suffix in suffixes)
_OTHER_TABLES = (".xls", ".xlsm", ".ods")
_IN_FOLDERS = tuple(suffix for suffix in (*sum(FILES.values(), ()), *_TABLES, *_OTHER_TABLES) if suffix != ".txt")
_KNOWN = ", ".join((*sum(FILES.values(), ()), *_TABLES))
_DAYS_KEPT = 16_384  # dates, as tables write them
_SAID = 50  # faults of a matter file that are said one by one
_NOT_READ = "is not read: save it as XLSX or CSV"


@frozen
class MatterFault(Plain):
    """Why a matter could not be read or answered. `line` is 0 where the whole file is meant."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return readable(f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}")


class Placed(NamedTuple):
    """A matter, and where it was read. `lines` are those of the rows of its proceedings, where each has a row."""

    matter: Matter
    file: str
    line: int
    lines: tuple[int, ...] = ()

    def line_of(self, proceeding: str | None) -> int:
        """The line of the matter, or of one of its proceedings."""
        refs = [each.ref for each in self.matter.proceedings]
        return self.lines[refs.index(proceeding)] if proceeding is not None and self.lines else self.line


@frozen
class Reading:
    """How files of matters are read.

    Attributes:
        style: how dates in tables are read. Nothing was done after its `today`.
        renamed: which column each heading of a table stands for, where the table calls it otherwise.
        format: that of standard input and of files whose suffix does not tell it.
        encoding: of the text of tables.
        part: which part of each file is the table.
        progress: is told how many more matters or rows are done.
        workers: how many processes share the work that is done with what is read, where there are many matters.
        strict: refuse the date of an event by a journal of an overlay.
    """

    style: Style
    renamed: Mapping[str, str] | None = None
    format: str | None = None
    encoding: str | None = None
    part: TableLocation = WHOLE
    progress: Progress | None = None
    workers: int = 1
    strict: bool = False


class MatterFiles:
    """Reads matters from files, and remembers which there were: none can be there twice."""

    def __init__(self, book: Rulebook, how: Reading) -> None:
        self.how, self.words = how, Words(book)
        self._dates, self._unread = DatesSeen(how.style), NotRead("")
        self._in_files = Notation(self.words, Journals(book, how.strict), iso_day, how.style.today)
        self._in_tables = self._in_files._replace(day=self._table_day)
        self._seen: dict[str, str] = {}
        self._day = lru_cache(maxsize=_DAYS_KEPT)(partial(dates.read, style=how.style))

    def read(self, paths: Iterable[Path]) -> Iterator[Placed | MatterFault]:
        """All matters of some files and directories in their order, and what is wrong with others.

        Raises:
            BadRequest: a file or a directory is not there, or holds no matters by its name.
        """
        for each in self.members(paths):
            if isinstance(each, MatterFault):
                yield each
            else:
                yield from self.of(*each)

    def members(self, paths: Iterable[Path]) -> Iterator[tuple[Path, str] | MatterFault]:
        """The files that some paths name or that lie in them, each with its format; and those that are not read.

        Raises:
            BadRequest: as `read`.
        """
        for path in paths:
            if path != STANDARD and not path.exists():
                raise BadRequest(f"{path} cannot be read: {os.strerror(errno.ENOENT)}")
            if path == STANDARD or not path.is_dir():
                yield path, kind_of(path, self.how.format)
                continue
            for file in _members(path):
                if file.suffix.lower() in _OTHER_TABLES:
                    yield MatterFault(str(file), 0, _NOT_READ)
                else:
                    yield file, kind_of(file, None)

    def of(self, file: Path, kind: str) -> Iterator[Placed | MatterFault]:
        """The matters of one file of a format."""
        if kind in FILES:
            yield from self._matters(file)
            return
        try:
            with self.opened(file, kind) as reader:
                yield from self.table(reader, named(file))
        except BadRequest as error:
            yield fault_of(file, error)

    @contextmanager
    def opened(self, file: Path, kind: str, known: Iterable[str] = ()) -> Iterator[Reader]:
        """The rows of a table. `known` are columns that it may have beside those of matters.

        Raises:
            BadRequest: it cannot be read.
        """
        how = self.how
        names = ("right", "ref", *self.words.book.events, *known, *(how.renamed or ()))
        with rows_of_file(file, kind, how.encoding, names, (), how.part) as (reader, _):
            if how.style.serial and getattr(reader, "from_1904", False):
                raise BadRequest("--serial-dates: it numbers its days from 1904: format its cells as dates instead")
            yield reader

    def is_of_matters(self, reader: Reader, period: str | None) -> bool:
        """Whether a table has a row for each matter, not for each period, which may be that of all rows; an export is
        one that is to be imported."""
        if period is not None:
            return False
        renamed = self.how.renamed or {}
        names = {renamed.get(heading.strip(), heading.strip()) for heading in reader.headings}
        return "period" not in names and ("right" in names or layout_of(self.words.book, reader.headings) is not None)

    def table(self, reader: Reader, name: str) -> Iterator[Placed | MatterFault]:
        """The matters of a table, and its faults.

        Raises:
            BadRequest: a column is misspelt, is there twice, or is missing.
        """
        table = MatterTable(self.words, reader.headings, self.how.renamed or {})
        yield from (MatterFault(name, 1, fault) for fault in table.faults)
        if table.faults:
            return
        reader.used = table.used
        rows = _rows(reader, table)
        for each in groups(rows) if table.has_proceedings else map(MatterRows.of, rows):
            yield from self._built(each, name)

    def told(self) -> Iterator[str]:
        """What is to be said of the dates of tables, in lines, when all are read."""
        return self._dates.told()

    def _twice(self, raw: object, file: str, line: int) -> str | None:
        """That the `ref` of a matter is another one's already, if it is."""
        ref, where = raw.get("ref") if isinstance(raw, Mapping) else None, f"{file}:{line}"
        if not isinstance(ref, str | int) or self._seen.setdefault(str(ref).strip(), where) == where:
            return None
        return f"{ref} is there twice (first in {self._seen[str(ref).strip()]})"

    def _matters(self, file: Path) -> Iterator[Placed | MatterFault]:
        """The matters of a file, or its faults."""
        for place, document in enumerate(_documents(file)):
            yield from self._of_document(document, document.line(()) if place else 1)

    def _of_document(self, document: reading.Document, line: int) -> Iterator[Placed | MatterFault]:
        """The matter of a document, or its faults."""
        matter = None
        if document.data is not None:
            told, name = document.faults.append, document.name
            unread = tuple(fault.path for fault in document.faults)

            def say(path: reading.Path_, why: str) -> None:
                here = reading.dotted(path)
                if not any(each == here or (here and each.startswith((f"{here}.", f"{here}["))) for each in unread):
                    told(document.fault(path, why))

            matter = matter_of(document.data, self._in_files, say)
            if twice := self._twice(document.data, name, document.line(("ref",))):
                told(document.fault(("ref",), twice))
        if matter is not None and not document.faults:
            yield Placed(matter, document.name, line)
        faults = sorted(document.faults, key=lambda each: each.line)
        for fault in faults[:_SAID]:
            reason = f"{fault.path}: {fault.message}" if fault.path else fault.message
            yield MatterFault(fault.file, fault.line, reason)
        for fault in faults[_SAID : _SAID + 1]:
            yield MatterFault(fault.file, fault.line, f"{len(faults) - _SAID:,} more faults follow")

    def _built(self, group: MatterRows, file: str) -> Iterator[Placed | MatterFault]:
        """The matter of some rows, or their faults."""
        faults = [MatterFault(file, line, why) for line, why in group.faults]

        def say(path: Sequence[str | int], why: str) -> None:
            column = shown(path)
            if why == str(self._unread):
                self._dates.refused(column, self._text, self._unread)
            faults.append(MatterFault(file, group.line(path), f"{column}: {why}" if column else why))

        if twice := self._twice(group.raw, file, group.line(())):
            say(("ref",), twice)
        matter = matter_of(group.raw, self._in_tables, say, group.own) if group.raw is not None else None
        if matter is not None and not faults:
            yield Placed(matter, file, group.line(()), group.lines)
        yield from faults

    def _table_day(self, value: object) -> date:
        """A date of a table, in every form that means one day only."""
        self._text = str(value)
        try:
            found = self._day(self._text)
        except NotRead as error:
            self._unread = error
            raise
        if found.short:
            self._dates.short([found.day])
        return found.day


def iso_day(value: object) -> date:
    """A date of a matter file, in quotes or not.

    Raises:
        BadRequest: it is none.
    """
    if isinstance(value, date):
        return value
    if isinstance(value, str) and (day := day_in(value.strip())):
        return day
    raise BadRequest(f"should be a date such as 2017-03-06, not {as_written(value)}")


def kind_of(file: Path, format_: str | None) -> str:
    """The format of a file: the one that is named, or that its suffix tells.

    Raises:
        BadRequest: neither tells.
    """
    if format_ is not None:
        return format_
    found = next((kind for kind, suffixes in FILES.items() if file.suffix.lower() in suffixes), None)
    if found is None and file.suffix.lower() in _OTHER_TABLES:
        raise BadRequest(f"{file} {_NOT_READ}")
    if found is None and file.suffix.lower() not in _TABLES:
        what = "standard input has no suffix" if file == STANDARD else f"{file} has none of the suffixes {_KNOWN}"
        raise BadRequest(f"{what}: give --input-format yaml, json, csv, jsonl or xlsx")
    return found or format_of(file, "")


def named(file: Path) -> str:
    """A file as it is called in messages."""
    return "standard input" if file == STANDARD else str(file)


def fault_of(file: Path, error: BadRequest) -> MatterFault:
    """Why a file could not be read, which is named once."""
    name, why = named(file), str(error)
    reason = why.removeprefix(f"{name} ")
    return MatterFault(name, 1 if reason == why else 0, reason)


def _members(folder: Path) -> list[Path]:
    """The files below a folder that may hold matters, in order of their names; hidden ones are left out.

    Raises:
        BadRequest: there are none.
    """
    found: list[Path] = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        paths = [Path(where, name) for name in sorted(names) if not name.startswith((".", "~$"))]
        found += [path for path in paths if path.suffix.lower() in _IN_FOLDERS and path.is_file()]
    if not found:
        raise BadRequest(f"{folder} holds no files of matters: their suffixes are {_KNOWN}")
    return found


def _documents(file: Path) -> list[reading.Document]:
    if file == STANDARD:
        with reading_of(named(file)):
            return reading.parts(sys.stdin.buffer.read(reading.MOST + 1), named(file))
    return reading.read_parts(file, str(file))


def _rows(reader: Reader, table: MatterTable) -> Iterator[TableRow]:
    """The rows of a table, with the lines on which they begin."""
    line = reader.before + 1
    for row in rows_of(reader):
        here, line = line, line + 1 + row.text.count("\n")
        if row.fault is not None:
            yield TableRow(here, fault=row.fault)
        elif not row.blank and any(map(str.strip, row.values)):
            yield table.row(here, row.values)
