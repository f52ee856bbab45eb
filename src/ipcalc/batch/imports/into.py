"""New rows laid over matters in files of their own, by the number of the matter: what else stands there stays."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipcalc.batch.imports.columns import bare
from ipcalc.batch.imports.merge import Merging, Update, as_new
from ipcalc.batch.imports.table import Table, Unread
from ipcalc.batch.matters.cells import of_matter, typed
from ipcalc.batch.matters.document import matter_of
from ipcalc.batch.matters.files import FILES, MatterFault, MatterFiles, Placed, Reading, iso_day, kind_of
from ipcalc.batch.matters.keys import ABOUT, COURSE, Notation
from ipcalc.batch.matters.table import MatterTable
from ipcalc.batch.matters.texts import Amendment, amended, appended, new_text, read_text
from ipcalc.calc.registers.journals import Journals
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple
from ipcalc.law.names import plain
from ipcalc.law.reading import dotted, parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ipcalc.calc.matters.matter import Matter
    from ipcalc.dates import Style
    from ipcalc.law.rulebook import Rulebook

_PROCEEDING = "proceeding"
_FIRST = dict.fromkeys(("ref", "number", *ABOUT))
_NAME = 100  # characters of the name of a new file
_UNFIT = re.compile(r"[^\w.-]+")  # for the name of a file


class NewFiles(NamedTuple):
    """What is to be written, by file; what changes; the rows that cannot be merged, and what else is to be said."""

    texts: dict[Path, str]
    updates: tuple[Update, ...]
    unread: tuple[Unread, ...]
    said: tuple[str, ...]


def is_of_files(path: Path) -> bool:
    """Whether a path names a matter file or a folder, not a table.

    Raises:
        BadRequest: it is not there.
    """
    if not path.exists():
        raise BadRequest(f"--into {path}: there is no such file or folder: make a new table with -o FILE, or a folder")
    return path.is_dir() or any(path.suffix.lower() in suffixes for suffixes in FILES.values())


def merged_files(book: Rulebook, style: Style, into: Path, new: Table) -> NewFiles:
    """The files of a folder, or the file, with what a table of matters says.

    Raises:
        BadRequest: a file there is at fault, or would not say what is meant; a matter that changes stands in a table; a
            new one has no place.
    """
    return _Into(book, style, into, new).run()


class _Into:
    """One run."""

    def __init__(self, book: Rulebook, style: Style, into: Path, new: Table) -> None:
        self._into, self._new = into, new
        reader = MatterFiles(book, Reading(style))
        self._merging, self._words = Merging(book, style), reader.words
        self._notation = Notation(reader.words, Journals(book, strict=False), iso_day, style.today)
        self._there = list(_matters(reader, into))
        self._expected = {id(each): each.matter.to_dict() for each in self._there}
        self._refs = {each.matter.ref for each in self._there}
        table = MatterTable(self._words, new.headings, {})
        self._own = list(table.own.values())
        self._columns = [name for place, name in enumerate(new.headings) if place in table.used]
        self._amendments: dict[str, list[Amendment]] = {}
        self._added: list[dict[str, Any]] = []

    def run(self) -> NewFiles:
        old = self._table()
        fresh = self._new.cells()
        updates: list[Update] = []
        unread: list[Unread] = []
        for there, here in self._merging.pairs(old, self._new):
            cells = {name: fresh[here].get(name, "") for name in self._columns}
            try:
                updates += self._add(cells) if there is None else self._change(self._there[there], cells)
            except _Refused as refused:
                unread.append(Unread(self._new.numbers[here], refused.column, f"{refused}: the row is not merged"))
        texts = self._texts()
        said = [*self._merging.told()]
        said += [f"new file: {path}" for path in texts if not path.exists()]
        if self._own:
            said.append(f"matter files have no place for {', '.join(map(repr, self._own))}: left out")
        return NewFiles(texts, tuple(updates), tuple(unread), tuple(said))

    def _table(self) -> Table:
        """The matters that are there, as a table.

        Raises:
            BadRequest: two have one number.
        """
        seen: dict[tuple[str, str], Placed] = {}
        for each in self._there:
            key = plain(bare(each.matter.number or "")), each.matter.right
            other = seen.setdefault(key, each)
            if key[0] and other is not each:
                where = " and ".join(f"{one.file}:{one.line}" for one in (other, each))
                raise BadRequest(
                    f"--into: the number {each.matter.number} is there twice ({where}): make it one matter"
                )
        cells = [of_matter(each.matter) for each in self._there]
        headings = list(dict.fromkeys(["number", "ref", "right", *(name for row in cells for name in row)]))
        rows = [[row.get(name, "") for name in headings] for row in cells]
        return Table(headings, rows, [*range(1, len(rows) + 1)])

    def _change(self, placed: Placed, cells: Mapping[str, str]) -> list[Update]:
        """Lay cells over a matter.

        Raises:
            _Refused: the matter would be at fault.
        """
        _refuse_proceeding(cells)
        before = of_matter(placed.matter)
        updates = list(self._merging.laid(before, cells))
        if not updates:
            return []
        changed = dict.fromkeys(each.column for each in updates)
        values = self._values({**before, **{each.column: each.after for each in updates}}, changed)
        expected = self._check(_with(self._expected[id(placed)], values)).to_dict()
        kind = kind_of(Path(placed.file), None)
        if kind not in FILES:
            what = "--into" if Path(placed.file) == self._into else f"--into {placed.file}"
            raise BadRequest(
                f"{placed.file} is a table and has the matter {placed.matter.name}: merge with {what} first"
            )
        self._expected[id(placed)] = expected
        amendment = Amendment(placed.line, values, self._words.of(placed.matter.right))
        self._amendments.setdefault(placed.file, []).append(amendment)
        return updates

    def _add(self, cells: Mapping[str, str]) -> list[Update]:
        """Add a matter.

        Raises:
            _Refused: it would be at fault.
        """
        _refuse_proceeding(cells)
        given = {name: cell for name, cell in cells.items() if cell}
        values = self._values(given, given)
        self._check(values)
        ref = given.get("ref")
        if ref is not None and ref in self._refs:
            raise _Refused("ref", f"{ref} is there twice")
        self._refs.add(ref)
        self._added.append(values)
        return [as_new(given)]

    def _values(self, cells: Mapping[str, str], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a matter file that some columns stand for, of the cells of a matter."""
        table = MatterTable(self._words, list(cells), {})
        row = table.row(0, list(cells.values()))
        raw = {key: typed(key, value) for key, value in (row.raw or {}).items()}
        found: dict[str, Any] = {}
        for place, part, name in table.columns:
            column = list(cells)[place]
            if column not in wanted:
                continue
            key = {"through": "done", "closed_as": "closed"}.get(part, part)
            if name:
                found.setdefault(key, {})[name] = raw[key][name]
            else:
                found[key] = raw[key]
        return {key: found[key] for key in (*_FIRST, *self._words.counts, *COURSE) if key in found}

    def _check(self, raw: object) -> Matter:
        """The matter of some values.

        Raises:
            _Refused: they are at fault.
        """
        faults: list[tuple[str, str]] = []
        matter = matter_of(raw, self._notation, lambda path, why: faults.append((dotted(path), why)))
        if matter is None:
            raise _Refused(*faults[0])
        return matter

    # ------------------------------------------------------------------ texts
    def _texts(self) -> dict[Path, str]:
        """The new texts of the files that change."""
        texts: dict[Path, str] = {}
        for name, amendments in self._amendments.items():
            path = Path(name)
            texts[path] = amended(path, kind_of(path, None), amendments)
        wanted = {path: [self._expected[id(e)] for e in self._there if Path(e.file) == path] for path in texts}
        for values in self._added:
            path = self._place_of(values, texts)
            before = texts.get(path) if path in texts or not path.exists() else read_text(path)
            if path not in wanted:
                wanted[path] = [self._expected[id(e)] for e in self._there if Path(e.file) == path]
            texts[path] = new_text(values) if before is None else appended(before, values)
            wanted[path].append(self._check(values).to_dict())
        for path, text in texts.items():
            self._verify(path, text, wanted[path])
        return texts

    def _place_of(self, values: Mapping[str, Any], texts: Mapping[Path, str]) -> Path:
        """The file of a new matter.

        Raises:
            BadRequest: there is none.
        """
        if not self._into.is_dir():
            if kind_of(self._into, None) == "yaml":
                return self._into
            called = values.get("number") or values.get("ref") or values["right"]
            raise BadRequest(f"--into {self._into}: a JSON file has one matter, and {called} is new: name a folder")
        stem = (
            _UNFIT.sub("-", str(values.get("ref") or values.get("number") or values["right"]))[:_NAME].strip(".-")
            or "matter"
        )
        taken = {each.stem.casefold() for each in (*self._into.iterdir(), *texts)}
        names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
        return self._into / f"{next(name for name in names if name.casefold() not in taken)}.yaml"

    def _verify(self, path: Path, text: str, wanted: Sequence[Mapping[str, Any]]) -> None:
        """Raise BadRequest where a new text is not read as it is meant."""
        found: list[Any] = []
        for document in parts(text.encode(), str(path)):
            if document.faults:
                raise BadRequest(f"--into {document.faults[0]}")
            found.append(self._check(document.data).to_dict())
        if found != list(wanted):
            raise BadRequest(f"{path}: the new file would not say what you mean: make the change by hand")


class _Refused(Exception):
    """A row that cannot be merged: the column, and why."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


def _refuse_proceeding(cells: Mapping[str, str]) -> None:
    if cells.get(_PROCEEDING):
        raise _Refused(_PROCEEDING, "write a proceeding into the file of its matter")


def _matters(reader: MatterFiles, into: Path) -> Iterator[Placed]:
    """The matters that are there.

    Raises:
        BadRequest: a file is at fault.
    """
    if into.is_dir() and not any(into.iterdir()):
        return
    for each in reader.read([into]):
        if isinstance(each, MatterFault):
            raise BadRequest(f"--into {each}")
        yield each


def _with(raw: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a matter with others."""
    found = dict(raw)
    for key, value in values.items():
        found[key] = {**(found.get(key) or {}), **value} if isinstance(value, dict) else value
    return found
