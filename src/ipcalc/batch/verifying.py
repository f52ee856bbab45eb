"""Which files are verified: one file of rows, or matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.batch.deadlines import DeadlineRows
from ipcalc.batch.matters.files import FILES, kind_of, named
from ipcalc.batch.matters.joining import Joining
from ipcalc.batch.matters.stated import StatedDates
from ipcalc.batch.verify import LIMIT, STATED, verify_rows
from ipcalc.frozen import replace
from ipcalc.rows.progress import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ipcalc.batch.matters.files import MatterFault, MatterFiles, Placed
    from ipcalc.batch.verify import Verification
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options


def verified(
    engine: Engine,
    files: MatterFiles,
    options: Options,
    paths: Sequence[Path],
    period: str | None,
    acting_for: str | None,
) -> Verification:
    """The dates of files, computed again.

    Args:
        engine: which answers.
        files: what reads matters.
        options: what holds for all rows and matters.
        paths: one file of rows; or files and folders of matters.
        period: that of rows that name none.
        acting_for: the party that has to act, where a matter does not say it.

    Raises:
        BadRequest: a file cannot be read, a column is missing, or no date is stated.
    """
    how, file = files.how, paths[0] if len(paths) == 1 and not paths[0].is_dir() else None

    def of_matters(placed: Iterable[Placed | MatterFault]) -> Verification:
        joining = Joining(engine.book)
        found = StatedDates(engine, options, acting_for).verify(counted(joining.all_of(placed), how.progress))
        return replace(found, told=(*files.told(), *joining.told()))

    if file is None or (kind := kind_of(file, how.format)) in FILES:
        return of_matters(files.read(paths))
    rows = DeadlineRows(engine, options, how.style, period)
    with files.opened(file, kind, (*rows.reads, STATED, LIMIT)) as reader:
        if files.is_of_matters(reader, period):
            return of_matters(files.table(reader, named(file)))
        found = verify_rows(engine, reader, rows, how.renamed or {}, how.progress)
        return replace(found, told=tuple(rows.tallied().told()))
