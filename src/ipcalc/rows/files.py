"""Which format a file has, and its reader and writer."""

from __future__ import annotations

import codecs
import contextlib
import shutil
import sys
import tempfile
from functools import partial
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.opening import endless, opened, reading_of
from ipcalc.rows.csvfile import CsvReader, CsvWriter
from ipcalc.rows.lines import Lines
from ipcalc.rows.output import named

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ipcalc.rows.blocks import Block, Column, Reader, Writer

FORMATS = {"csv": (".csv", ".tsv", ".txt"), "jsonl": (".jsonl", ".ndjson"), "xlsx": (".xlsx",)}
STANDARD = Path("-")
UTF8 = "utf-8"
_MARK = 4  # bytes of the longest byte order mark
_AT_ONCE = 1 << 16
_START = 64  # bytes that tell whether ASCII is written with NULs between


class TableLocation(NamedTuple):
    """Which part of a file is the table: a sheet of a workbook, by its name, and the row that has the headings."""

    sheet: str | None = None
    header_row: int | None = None


WHOLE = TableLocation()


def format_of(path: Path, option: str, named: str | None = None) -> str:
    """The format that is named, or that the suffix of a file tells.

    Raises:
        BadRequest: neither tells, or it is a folder.
    """
    if named is not None:
        return named
    for name, suffixes in FORMATS.items():
        if path.suffix.lower() in suffixes:
            return name
    if path.is_dir():
        raise BadRequest(f"{path} is a folder: name a file")
    known = ", ".join(suffix for suffixes in FORMATS.values() for suffix in suffixes)
    say = "standard input has no suffix" if path == STANDARD else f"{path} has none of the suffixes {known}"
    advice = f"give {option} csv, jsonl or xlsx" if option == "--input-format" else f"name {option} FILE with one"
    raise BadRequest(f"{say}: {advice}")


@contextlib.contextmanager
def reading(
    path: Path,
    kind: str,
    encoding: str | None,
    known: Collection[str],
    own: Sequence[str] = (),
    part: TableLocation = WHOLE,
) -> Iterator[tuple[Reader, str]]:
    """A reader of a file, or of standard input where it is `-`, and the encoding that its text has. `own` are columns
    of an earlier run to be dropped, `part` is the part of the file that is the table.

    Raises:
        BadRequest: the file cannot be read, or is not in its encoding.
    """
    if kind == "xlsx":
        from ipcalc.rows.xlsxreader import XlsxReader

        if encoding is not None:
            raise BadRequest("--encoding is for CSV and JSON Lines: XLSX has its own")
        with _bytes(path, again=True) as file:
            yield XlsxReader(file.name, own, part.sheet, part.header_row or 1), UTF8
        return
    if part.sheet is not None:
        raise BadRequest(f"--sheet {part.sheet} is for workbooks: {_name(path)} is none")
    with opened_text(path, encoding or UTF8, again=kind == "jsonl") as text:
        if kind == "csv":
            yield CsvReader(text, known, own, part.header_row or 1), text.encoding
        else:
            if part.header_row is not None:
                raise BadRequest("--header-row is for CSV and XLSX: each line of JSON Lines names its columns")
            from ipcalc.rows.jsonlines import JsonReader

            yield JsonReader(text, own), text.encoding


@contextlib.contextmanager
def local_copy(path: Path) -> Iterator[str]:
    """The name of a file, or of a copy of standard input."""
    with _bytes(path, again=True) as file:
        yield file.name


@contextlib.contextmanager
def opened_text(path: Path, encoding: str, *, again: bool = False) -> Iterator[TextIO]:
    """The text of a file, or of standard input where it is `-`, to be read once or `again`.

    Raises:
        BadRequest: it cannot be read, is not in its encoding, or there is no such encoding.
    """
    check_encoding(encoding)
    with _bytes(path, again=again) as file:
        exact = _exact(encoding, file.peek(_START)[:_START], _name(path))
        text = TextIOWrapper(Lines(file, exact, _name(path)), exact, newline="")
        try:
            yield text
        except UnicodeError as error:
            raise BadRequest(_not_in(path, text.encoding)) from error
        finally:
            text.detach()


def check_encoding(encoding: str) -> None:
    """Refuse what is no encoding of text.

    Raises:
        BadRequest: it is none.
    """
    try:
        "".encode(encoding)
    except (LookupError, UnicodeError) as error:
        raise BadRequest(f"--encoding {encoding}: there is no such encoding of text") from error


@contextlib.contextmanager
def _bytes(path: Path, *, again: bool) -> Iterator[BufferedReader]:
    """The bytes of a file or of standard input; of a temporary copy, where what is no file is to be read `again`, or
    gives too little at once to show how it begins."""
    with contextlib.ExitStack() as stack:
        with reading_of(_name(path)):
            file = _standard() if path == STANDARD else stack.enter_context(opened(path))
            if endless(file):
                raise BadRequest(f"{_name(path)} cannot be read: it is a device, not a file")
            start = file.peek(_MARK)
            if (path == STANDARD or not path.is_file()) and (again or len(start) < _MARK):
                copy = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".copy"))
                shutil.copyfileobj(file, copy)
                copy.flush()
                file = stack.enter_context(Path(copy.name).open("rb"))
        yield file


def _standard() -> BufferedReader:
    if sys.stdin is None:
        raise BadRequest("standard input cannot be read: it is closed")
    return sys.stdin.buffer  # type: ignore[return-value]


def _exact(encoding: str, start: bytes, name: str) -> str:
    """The encoding under which a byte order mark is a character like others, and is written as it was read."""
    plain = codecs.lookup(encoding).name
    if plain == "utf-8-sig":
        encoding = plain = UTF8
    elif plain in ("utf-16", "utf-32"):
        big = codecs.BOM_UTF16_BE if plain == "utf-16" else codecs.BOM_UTF32_BE
        encoding = plain = f"{plain}-{'be' if start.startswith(big) else 'le'}"
    even, odd = start[::2].count(0), start[1::2].count(0)
    if bool(even) != bool(odd) and even + odd > len(start) // 8:
        seems = f"utf-16-{'be' if even else 'le'}"
        if plain != seems:
            raise BadRequest(f"{name} looks like {seems.upper()}: give --encoding {seems}")
    return encoding


@contextlib.contextmanager
def writing(path: Path | None, part: Path | None, kind: str, like: Reader, encoding: str) -> Iterator[Writer]:
    """A writer to `part`, which becomes `path`, or to standard output where there is none.

    Rows of the format of `like` stay as they were, in their `encoding`; text of another format is UTF-8. All is written
    when the writer has come to its end.
    """
    if kind == "xlsx":
        with _workbook(path, part, like) as writer:
            yield writer
        return
    text_writer, same = _text_writer(kind, like)
    with _open(path, part, encoding if same else UTF8) as out:
        yield _Telling(text_writer(out), path, out.encoding, out.flush if part is None else out.close)


@contextlib.contextmanager
def _workbook(path: Path | None, part: Path | None, like: Reader) -> Iterator[Writer]:
    from ipcalc.rows.xlsxreader import XlsxReader
    from ipcalc.rows.xlsxwriter import XlsxWriter

    source = like if isinstance(like, XlsxReader) else None
    if part is not None:
        yield _Telling(XlsxWriter(part, source), path, UTF8, lambda: None)
        return
    if sys.stdout.isatty():
        raise BadRequest("XLSX is not for a terminal: name -o FILE")
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        yield _Telling(XlsxWriter(copy.name, source), path, UTF8, lambda: _send(copy))


def _text_writer(kind: str, like: Reader) -> tuple[Callable[[TextIO], Writer], bool]:
    """What makes a writer of a format of text, and whether that is the format of `like`."""
    if kind == "csv":
        rows = like if isinstance(like, CsvReader) else None
        return partial(CsvWriter, like=rows), rows is not None
    from ipcalc.rows.jsonlines import JsonReader, JsonWriter

    lines = like if isinstance(like, JsonReader) else None
    return partial(JsonWriter, like=lines), lines is not None


@contextlib.contextmanager
def _open(path: Path | None, part: Path | None, encoding: str) -> Iterator[TextIO]:
    if path is None or part is None:
        sys.stdout.reconfigure(encoding=encoding, newline="", errors="strict")  # type: ignore[union-attr]
        yield sys.stdout
        return
    with named(path):
        out = part.open("w", encoding=encoding, newline="")
    try:
        yield out
    finally:
        with contextlib.suppress(OSError):
            out.close()


def _send(copy: IO[bytes]) -> None:
    copy.seek(0)
    shutil.copyfileobj(copy, sys.stdout.buffer)
    sys.stdout.flush()


class _Telling:
    """A writer that says to which file it could not write, and that has written all when it has ended."""

    def __init__(self, writer: Writer, path: Path | None, encoding: str, finish: Callable[[], None]) -> None:
        self._writer = writer
        self._path = path
        self._encoding = encoding
        self._finish = finish

    def start(self, headings: Sequence[str], added: Sequence[Column]) -> None:
        with self._told():
            self._writer.start(headings, added)

    def write(self, block: Block, cells: Sequence[Sequence[str]]) -> None:
        with self._told():
            self._writer.write(block, cells)

    def end(self) -> None:
        with self._told():
            self._writer.end()
            self._finish()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with named(self._path) if self._path else contextlib.nullcontext():
                yield
        except UnicodeEncodeError as error:
            character = error.object[error.start]
            raise BadRequest(
                f"{self._path or 'standard output'} cannot be written in {self._encoding.upper()}, the encoding of"
                f" FILE, which has no {character!r} (U+{ord(character):04X}): make FILE UTF-8, or write another format"
            ) from error


def _name(path: Path) -> str:
    return "standard input" if path == STANDARD else str(path)


def _not_in(path: Path, encoding: str) -> str:
    """Where a file stops being in its encoding, and what to do."""
    what = f"{_name(path)} is not {encoding.upper()}"
    if path != STANDARD and path.is_file():
        with path.open("rb") as file:
            what += _place(file, encoding)
    if encoding != UTF8:
        return f"{what}: give the encoding that it has with --encoding"
    return f"{what}: give its encoding, for example --encoding cp1252 (or utf-16)"


def _place(file: IO[bytes], encoding: str) -> str:
    """The first line that cannot be read, and its first bad byte."""
    decoder = codecs.getincrementaldecoder(encoding)()
    number = 1
    try:
        while some := file.read(_AT_ONCE):
            number += decoder.decode(some).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        number += _line_ends(error.object[: error.start], encoding)
        return f" (line {number}, byte 0x{error.object[error.start]:02x})"
    except UnicodeError:
        pass
    return ""


def _line_ends(data: bytes, encoding: str) -> int:
    """How many lines end in some bytes, also where the encoding cannot say what stands for bad ones."""
    try:
        return data.decode(encoding, "replace").count("\n")
    except UnicodeError:
        return data.count(b"\n")
