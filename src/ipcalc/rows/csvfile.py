"""CSV as spreadsheets write it. A row is written as it was read: delimiter, quotes, line end and all."""

from __future__ import annotations

import csv
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest
from ipcalc.rows.blocks import BLOCK, Block, Column, Row, block_of
from ipcalc.rows.headings import without_earlier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import TextIO

DELIMITERS = ",;\t|"
COLUMNS = 16_384
_VAIN = 1_000_000  # lines that may be read again for the ends of quotes, beside those of the file
LONGEST_CELL = 1 << 20  # characters of a quoted cell; beyond them the quote is taken for one that was never closed


class CsvReader:
    """Rows of a CSV text, which must be open with newline="" so that its line ends are seen.

    `known` are the names that help to find the delimiter; `header_row` is the line on which the headings begin. The
    columns `own` of an earlier run, which are the last ones, are left out.
    """

    used: Collection[int] = ()

    def __init__(self, text: TextIO, known: Collection[str], own: Sequence[str] = (), header_row: int = 1) -> None:
        csv.field_size_limit(max(LONGEST_CELL, csv.field_size_limit()))
        self._lines = _RewindableLines(text)
        self._in_place = bool(own)
        self._vain = 0
        skipped = "".join(islice(self._lines, header_row - 1))
        first = self._next_text()
        self.bom = "\ufeff" if (skipped or first).startswith("\ufeff") else ""
        first = first.removeprefix("\ufeff")
        if not first.strip():
            raise BadRequest(
                "the file is empty: its first line must name the columns"
                if header_row == 1
                else f"line {header_row} is empty: it must name the columns"
            )
        self.delimiter = _delimiter(first, known)
        self.heading = Row(*_parted(first), ())
        self._end = self.heading.end or "\n"
        try:
            headings = next(csv.reader([first], delimiter=self.delimiter, strict=True))
        except csv.Error as error:
            raise BadRequest(f"the first line is not CSV: {error}") from error
        if len(headings) > COLUMNS:
            raise BadRequest(f"the first line names {len(headings):,} columns; at most {COLUMNS:,} are allowed")
        self.before = header_row + first.rstrip("\r\n").count("\n")
        self.headings = without_earlier(headings, own)
        self._own = len(headings) - len(self.headings)
        if self._own:
            self.heading = self.heading._replace(text=_up_to(self.heading.text, self.delimiter, len(self.headings)))

    def _next_text(self) -> str:
        """The first record, over several lines where a heading holds a line end."""
        lines = iter(self._lines)
        taken = [next(lines, "")]
        quotes, length = taken[0].count('"'), len(taken[0])
        while quotes % 2 and length <= LONGEST_CELL and (more := next(lines, "")):
            taken.append(more)
            quotes, length = quotes + more.count('"'), length + len(more)
        return "".join(taken)

    def blocks(self, kept: Sequence[int]) -> Iterator[Block]:
        """The rows after the headings.

        A quote that is never closed spoils its own line alone, which becomes one cell, so that what is written is CSV.

        Raises:
            BadRequest: a row is at fault, and the file is to be replaced: the next run could not see that any more.
        """
        before = self.before
        while lines := self._lines.take(BLOCK):
            block = self._alike(lines, kept) or self._unlike(lines, kept)
            if self._in_place:
                for place, fault in block.faults.items():
                    line = before + place + "".join(block.texts[:place]).count("\n") + 1
                    raise BadRequest(
                        f"line {line}: {fault}: FILE is left as it was;"
                        " correct the line, or write to another file with -o"
                    )
                before += len(block) + "".join(block.texts).count("\n")
            yield block

    def _alike(self, lines: Sequence[str], kept: Sequence[int]) -> Block | None:
        """The rows of lines that have no quotes, all cells, and all the usual line end; None where others are there."""
        whole, end, rows = "".join(lines), self._end, len(lines)
        ends = whole.count(end), whole.count("\r"), whole.count("\n")
        if self._own or '"' in whole or ends != (rows, rows * end.count("\r"), rows * end.count("\n")):
            return None
        texts = whole.split(end)
        if texts.pop() or "" in texts:
            return None
        width, delimiter = len(self.headings), self.delimiter
        if {*map(str.count, texts, repeat(delimiter))} != {width - 1}:
            return None
        cells = whole.replace(end, delimiter).split(delimiter)[:-1]
        return Block(texts, [end] * rows, {place: cells[place::width] for place in kept})

    def _unlike(self, lines: Sequence[str], kept: Sequence[int]) -> Block:
        """As many rows as there are lines, or fewer, from these lines and those that follow."""
        self._lines.put_back(lines)
        width = len(self.headings)
        rows = [self._read(line, width) for line in islice(self._lines, len(lines))]
        return block_of(rows, kept)

    def _read(self, line: str, width: int) -> Row:
        """The row that begins with a line."""
        if '"' in line:
            return self._quoted(line, width)
        text, end = _parted(line)
        return self._row(text, end, text.split(self.delimiter), width)

    def _quoted(self, line: str, width: int) -> Row:
        taken = [line]

        def lines() -> Iterator[str]:
            length = len(line)
            yield line
            for more in self._lines:
                taken.append(more)
                length += len(more)
                if length > LONGEST_CELL:
                    raise csv.Error("unexpected end of data")
                yield more

        try:
            values = next(csv.reader(lines(), delimiter=self.delimiter, strict=True))
        except csv.Error as error:
            self._lines.put_back(taken[1:])
            self._vain += len(taken)
            if self._vain > _VAIN + 4 * self._lines.read:
                raise BadRequest("this is not CSV: too many quotes are opened and never closed") from error
            what = "a quote is opened and never closed" if "end of data" in str(error) else str(error)
            text, end = _parted(line)
            whole = '"' + text.replace('"', '""') + '"' + self.delimiter * (width - 1)
            return Row(whole, end, [text, *[""] * (width - 1)], f"this line is not CSV: {what}")
        return self._row(*_parted("".join(taken)), values, width)

    def _row(self, text: str, end: str, values: list[str], width: int) -> Row:
        """A row of cells, without those of an earlier run.

        One with too few cells gets empty ones; of one with too many, the last cell takes all that is too much.
        """
        if not text:
            return Row(text, end, [], blank=True)
        if self._own and len(values) > self._own:
            values = values[: -self._own]
            text = _up_to(text, self.delimiter, len(values))
        if len(values) == width:
            return Row(text, end, values)
        fault = f"the row has {len(values)} cells, the first line has {width}"
        missing = width - len(values)
        if missing > 0:
            return Row(text + self.delimiter * missing, end, values + [""] * missing, fault)
        kept = _up_to(text, self.delimiter, width - 1) + self.delimiter if width > 1 else ""
        rest = text[len(kept) :]
        return Row(kept + '"' + rest.replace('"', '""') + '"', end, [*values[: width - 1], rest], fault)


class CsvWriter:
    """Writes CSV. Rows that were read as CSV with the same delimiter are written as they were."""

    def __init__(self, out: TextIO, like: CsvReader | None = None) -> None:
        self._out = out
        self._like = like
        self._delimiter = like.delimiter if like else ","
        self._end = (like.heading.end or "\n") if like else "\r\n"
        self._plain = 0  # how many of the first added columns never need quotes

    def start(self, headings: Sequence[str], added: Sequence[Column]) -> None:
        """Write the headings with those of the added columns."""
        self._plain = next((place for place, column in enumerate(added) if column.kind == "text"), len(added))
        if self._like:
            self._out.write(self._like.bom + self._like.heading.text)
        else:
            self._out.write(self._delimiter.join(map(self._cell, headings)))
        self._out.write("".join(self._delimiter + column.name for column in added) + self._end)

    def write(self, block: Block, cells: Sequence[Sequence[str]]) -> None:
        """Write rows, each with the cells that it gains."""
        plain = self._plain
        gained = [*cells[:plain], *map(self._column, cells[plain:])]
        values = block.columns.values() or ([""] * len(block),)
        own = [block.texts] if self._like else map(self._column, values)
        lines = list(map(self._delimiter.join, zip(*own, *gained, strict=True)))
        ends = block.ends if self._like else [self._end]
        for place in sorted(block.blanks, reverse=True):
            if self._like:
                lines[place] = block.texts[place]
            else:
                del lines[place]
        if len({*ends}) > 1:
            self._out.write("".join(chain.from_iterable(zip(lines, (end or self._end for end in ends), strict=True))))
        elif lines:
            end = ends[0] or self._end
            self._out.write(end.join(lines) + end)

    def end(self) -> None:
        """Nothing is left to write."""

    def _column(self, texts: Sequence[str]) -> Sequence[str]:
        """Cells in quotes where they need them; most columns are seen not to at one glance."""
        whole, delimiter = "".join(texts), self._delimiter
        if '"' in whole or "\n" in whole or "\r" in whole:
            return list(map(self._cell, texts))
        if delimiter not in whole:
            return texts
        return [f'"{text}"' if delimiter in text else text for text in texts]

    def _cell(self, text: str) -> str:
        return cell_of(text, self._delimiter)


class _RewindableLines:
    """The lines of a text, some of which may be put back."""

    def __init__(self, text: Iterable[str]) -> None:
        self._text = iter(text)
        self.back: list[str] = []
        self.read = 0  # how many lines of the text were taken

    def __iter__(self) -> Iterator[str]:
        """The lines that are left; where some are put back after the last one, there are more."""
        while True:
            while self.back:
                yield self.back.pop()
            for line in self._text:
                self.read += 1
                yield line
                if self.back:
                    break
            else:
                return

    def take(self, most: int) -> list[str]:
        """The next lines, this many where there are so many."""
        if self.back:
            return list(islice(self, most))
        found = list(islice(self._text, most))
        self.read += len(found)
        return found

    def put_back(self, lines: Sequence[str]) -> None:
        self.back += reversed(lines)


def _parted(line: str) -> tuple[str, str]:
    """A record and the line end after it."""
    text = line[:-2] if line.endswith("\r\n") else line[:-1] if line.endswith(("\n", "\r")) else line
    return text, line[len(text) :]


def _up_to(text: str, delimiter: str, cells: int) -> str:
    """The first cells of a record, as they are written."""
    place = 0
    for _ in range(cells):
        if text.startswith('"', place):
            place = text.index('"', place + 1) + 1
            while text.startswith('"', place):
                place = text.index('"', place + 1) + 1
        place = text.find(delimiter, place)
        if place < 0:
            return text
        place += 1
    return text[: place - 1]


def parts_of(text: str, delimiter: str) -> list[str]:
    """The cells of a record, as they are written."""
    found: list[str] = []
    rest = text
    while True:
        cell = _up_to(rest, delimiter, 1)
        found.append(cell)
        if len(cell) == len(rest):
            return found
        rest = rest[len(cell) + 1 :]


def cell_of(text: str, delimiter: str) -> str:
    """A cell in quotes where it needs them."""
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if delimiter in text or "\n" in text or "\r" in text else text


def _delimiter(first: str, known: Collection[str]) -> str:
    """The delimiter under which most headings are known; of equals the one that makes most columns."""

    def counts(delimiter: str) -> tuple[int, int]:
        try:
            cells = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter, strict=True))]
        except csv.Error:
            cells = []
        return sum(cell in known for cell in cells), len(cells)

    return max(DELIMITERS, key=counts)
