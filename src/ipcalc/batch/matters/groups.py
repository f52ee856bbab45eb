"""The rows of a table that make one matter: its own, and one for each of its proceedings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.batch.matters.keys import COURSE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ipcalc.batch.matters.table import TableRow

_OF_PROCEEDINGS = ("acting_for", *COURSE)


class MatterRows:
    """The rows of one matter.

    Attributes:
        raw: the values of the matter, as a matter file has them; None where there are none.
        faults: what is wrong with the rows beside their values, with their lines.
        own: the other columns of the matter's own row.
    """

    def __init__(self, line: int, raw: dict[str, Any] | None, own: dict[str, str] | None = None) -> None:
        self.raw, self.own = raw, own
        self.faults: list[tuple[int, str]] = []
        self._line = line
        self._lines: list[int] = []

    @classmethod
    def of(cls, row: TableRow) -> MatterRows:
        """The group of a row that is the matter's own, or at fault."""
        group = cls(row.line, row.raw, row.own)
        if row.fault:
            group.faults.append((row.line, row.fault))
        return group

    def add(self, row: TableRow) -> None:
        """Add a proceeding."""
        own = dict(row.raw or {})
        mine = {key: own.pop(key) for key in _OF_PROCEEDINGS if key in own}
        raw = self.raw if self.raw is not None else {}
        for key, value in own.items():
            if raw.get(key) != value:
                why = f"{key}: a proceeding has that of its matter ({raw.get(key) or 'none'}): leave the cell empty"
                self.faults.append((row.line, why))
        kind = {} if row.kind is None else {"kind": row.kind}
        raw.setdefault("proceedings", []).append({"ref": row.proceeding, **kind, **mine})
        self._lines.append(row.line)

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines of its proceedings."""
        return tuple(self._lines)

    def line(self, path: Sequence[str | int]) -> int:
        """The line on which stands what a path leads to."""
        if len(path) > 1 and path[0] == "proceedings" and isinstance(path[1], int):
            return self._lines[path[1]]
        return self._line


def groups(rows: Iterable[TableRow]) -> Iterable[MatterRows]:
    """The matters of a table in the order of their first rows. A proceeding whose matter has no row of its own makes
    one, with the right and the names of its row."""
    found: list[MatterRows] = []
    by_ref: dict[str, MatterRows] = {}
    of_proceedings: list[TableRow] = []
    for row in rows:
        if row.proceeding is not None:
            of_proceedings.append(row)
            continue
        group = MatterRows.of(row)
        found.append(group)
        by_ref.setdefault((row.raw or {}).get("ref", ""), group)
    for row in of_proceedings:
        raw = row.raw or {}
        ref = raw.get("ref", "")
        if not ref:
            found.append(MatterRows(row.line, None))
            found[-1].faults.append((row.line, "ref: a row of a proceeding names its matter"))
            continue
        if ref not in by_ref:
            found.append(MatterRows(row.line, {key: value for key, value in raw.items() if key not in _OF_PROCEEDINGS}))
            by_ref[ref] = found[-1]
        by_ref[ref].add(row)
    return sorted(found, key=lambda group: group.line(()))
