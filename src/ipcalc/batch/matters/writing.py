"""Writing into the file of a matter what was done: what else stands there stays, and the file is whole or as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ipcalc.batch.matters.cells import of_acts, of_days
from ipcalc.batch.matters.files import FILES, MatterFiles, Placed, kind_of
from ipcalc.batch.matters.keys import day_in
from ipcalc.batch.matters.texts import Amendment, amended
from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen
from ipcalc.rows.edit import edit
from ipcalc.rows.output import named, whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ipcalc.calc.matters.matter import Act, Matter


@frozen
class RecordEntry:
    """What is to be written: the act of a period, and the days of events (of each all, in order).

    `proceeding` names the proceeding of the matter to which they belong.
    """

    acts: Mapping[str, Act]
    events: Mapping[str, tuple[date, ...]]
    proceeding: str | None = None


def write(files: MatterFiles, found: Placed, entry: RecordEntry, expected: Matter) -> None:
    """Write an entry into the file in which a matter was found.

    Args:
        files: what has read the file.
        found: the matter and its place.
        entry: what is new.
        expected: the matter as it must then be read.

    Raises:
        BadRequest: the file cannot be written, or would not say what is meant.
    """
    path = Path(found.file)
    if not path.is_file():
        raise BadRequest(f"{found.file} is not a file that can be written")
    kind = kind_of(path, None)
    with whole([path]) as parts:
        part = parts[path]
        with named(path):
            if kind in FILES:
                words = files.words.of(found.matter.right)
                new = Amendment(found.line, _values(entry), words, entry.proceeding)
                part.write_text(amended(path, kind, [new]), encoding="utf-8", newline="")
            else:
                rows = {found.line_of(entry.proceeding): _cells(entry, in_workbook=kind == "xlsx")}
                edit(path, part, kind, files.how.encoding, rows)
        _check(MatterFiles(files.words.book, files.how), part, kind, found._replace(matter=expected))


def _check(reader: MatterFiles, part: Path, kind: str, expected: Placed) -> None:
    """Raise BadRequest where what was written is not read as it was meant."""
    again = (each for each in reader.of(part, kind) if isinstance(each, Placed) and each.line == expected.line)
    if [each.matter for each in again] != [expected.matter]:
        raise BadRequest(f"{expected.file}: the new file would not say what you mean: make the change by hand")


def _values(entry: RecordEntry) -> dict[str, Any]:
    """The values of a matter file that say what an entry says."""
    events = {name: days[0] if len(days) == 1 else list(days) for name, days in entry.events.items()}
    found = {"events": events, "done": {name: _act(act) for name, act in entry.acts.items()}}
    return {key: values for key, values in found.items() if values}


def _act(act: Act) -> Any:
    more: dict[str, Any] = {} if act.through is None else {"through": act.through}
    accepted = {"accepted": True} if act.accepted else {}
    on = list(act.days) if act.earlier else act.on
    return {**more, "on": on, **accepted} if more or accepted else on


def _cells(entry: RecordEntry, *, in_workbook: bool) -> dict[str, str | date]:
    """The cells of a table that say what an entry says."""
    found = {**of_days(entry.events), **of_acts(entry.acts)}
    return {name: day_in(cell) or cell for name, cell in found.items()} if in_workbook else {**found}
