"""Which format a file has, and its reader and writer."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from ipcalc.batch.csvfile import CsvReader, CsvWriter
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ipcalc.batch.rows import Reader, Writer

FORMATS = {"csv": (".csv", ".tsv", ".txt"), "jsonl": (".jsonl", ".ndjson"), "xlsx": (".xlsx",)}
STANDARD = Path("-")
UTF8 = "utf-8"


def format_of(path: Path, option: str, named: str | None = None) -> str:
    """The format that is named, or that the suffix of a file tells.

    Raises:
        BadRequest: neither tells.
    """
    if named is not None:
        return named
    for name, suffixes in FORMATS.items():
        if path.suffix.lower() in suffixes:
            return name
    known = ", ".join(suffix for suffixes in FORMATS.values() for suffix in suffixes)
    say = "standard input has no suffix" if path == STANDARD else f"{path} has none of the suffixes {known}"
    advice = f"give {option} csv, jsonl or xlsx" if option == "--input-format" else f"name {option} FILE with one"
    raise BadRequest(f"{say}: {advice}")


@contextlib.contextmanager
def reading(
    path: Path, kind: str, encoding: str | None, known: Collection[str], own: Sequence[str] = ()
) -> Iterator[Reader]:
    """A reader of a file, or of standard input where it is `-`. `own` are columns of an earlier run to be dropped.

    Raises:
        BadRequest: the file cannot be read, or is not in its encoding.
    """
    try:
        with contextlib.ExitStack() as stack:
            if kind == "xlsx":
                from ipcalc.batch.xlsxfile import XlsxReader

                if encoding is not None:
                    raise BadRequest("--encoding is for CSV and JSON Lines: XLSX has its own")
                yield XlsxReader(stack.enter_context(_local(path)), own)
                return
            text = stack.enter_context(_text(path, kind, encoding or UTF8))
            if kind == "csv":
                yield CsvReader(text, known, own)
            else:
                from ipcalc.batch.jsonfile import JsonReader

                yield JsonReader(text, own)
    except UnicodeError as error:
        raise BadRequest(_not_in(path, encoding or UTF8)) from error
    except LookupError as error:
        if encoding is None or "unknown encoding" not in str(error):
            raise
        raise BadRequest(f"--encoding {encoding}: there is no such encoding") from error


@contextlib.contextmanager
def _text(path: Path, kind: str, encoding: str) -> Iterator[TextIO]:
    if path != STANDARD:
        try:
            file = path.open(encoding=encoding, newline="")
        except OSError as error:
            raise BadRequest(f"{path} cannot be read: {error.strerror}") from error
        with file:
            yield file
    elif kind == "jsonl":
        with _local(path) as copy, copy.open(encoding=encoding, newline="") as file:
            yield file
    else:
        sys.stdin.reconfigure(encoding=encoding, newline="", errors="strict")  # type: ignore[union-attr]
        yield sys.stdin


@contextlib.contextmanager
def _local(path: Path) -> Iterator[Path]:
    """The file itself, or a temporary copy of standard input for a format that is read twice."""
    if path != STANDARD:
        if not path.is_file():
            raise BadRequest(f"{path} cannot be read: it is no file" if path.exists() else f"{path} does not exist")
        yield path
        return
    with tempfile.NamedTemporaryFile(suffix=".copy") as copy:
        while block := sys.stdin.buffer.read(1 << 20):
            copy.write(block)
        copy.flush()
        yield Path(copy.name)


@contextlib.contextmanager
def writing(path: Path | None, kind: str, encoding: str | None, like: Reader) -> Iterator[Writer]:
    """A writer to a file, or to standard output where there is none; rows of the same format stay as they were."""
    if kind == "xlsx":
        from ipcalc.batch.xlsxfile import XlsxReader, XlsxWriter

        source = like if isinstance(like, XlsxReader) else None
        if path is not None:
            yield XlsxWriter(path, source)
            return
        if sys.stdout.isatty():
            raise BadRequest("XLSX is not for a terminal: name -o FILE")
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
            yield XlsxWriter(Path(copy.name), source)
            copy.seek(0)
            while block := copy.read(1 << 20):
                sys.stdout.buffer.write(block)
        return
    with _open(path, encoding or UTF8) as out:
        if kind == "csv":
            yield CsvWriter(out, like if isinstance(like, CsvReader) else None)
        else:
            from ipcalc.batch.jsonfile import JsonReader, JsonWriter

            yield JsonWriter(out, like if isinstance(like, JsonReader) else None)


@contextlib.contextmanager
def _open(path: Path | None, encoding: str) -> Iterator[TextIO]:
    if path is not None:
        with path.open("w", encoding=encoding, newline="", errors="backslashreplace") as out:
            yield out
        return
    sys.stdout.reconfigure(encoding=encoding, newline="", errors="backslashreplace")  # type: ignore[union-attr]
    yield sys.stdout
    sys.stdout.flush()


def _not_in(path: Path, encoding: str) -> str:
    """Where a file stops being in its encoding, and what to do."""
    name = "standard input" if path == STANDARD else str(path)
    what = f"{name} is not {encoding.upper()}"
    if path != STANDARD and path.is_file():
        with path.open("rb") as file:
            what += _place(file, encoding)
    if encoding != UTF8:
        return f"{what}: give the encoding that it has with --encoding"
    return f"{what}: give its encoding, for example --encoding cp1252 (or utf-16)"


def _place(file: IO[bytes], encoding: str) -> str:
    """The first line that cannot be read, and its first bad byte."""
    for number, line in enumerate(file, 1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError as error:
            return f" (line {number}, byte 0x{line[error.start]:02x})"
        except UnicodeError:
            break
    return ""
