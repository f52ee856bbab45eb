"""A check of files: matter files, tables of matters, and files of rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ipcalc.batch.checks.finding import Checked, CheckFinding, in_order
from ipcalc.batch.checks.matters import CheckedMatters
from ipcalc.batch.checks.rows import CheckedRows
from ipcalc.batch.deadlines import DeadlineRows
from ipcalc.batch.matters.files import FILES, MatterFault, Placed, fault_of, named
from ipcalc.batch.matters.joining import Joining
from ipcalc.calc.matters.findings import UNANSWERABLE
from ipcalc.calc.matters.words import Words
from ipcalc.errors import BadRequest
from ipcalc.frozen import replace
from ipcalc.money import grouped
from ipcalc.rows.headings import APPLICANT, REF, meanings, named_exactly
from ipcalc.rows.progress import counted
from ipcalc.rows.workers import shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ipcalc.batch.matters.dockets import Narrow
    from ipcalc.batch.matters.files import MatterFiles
    from ipcalc.calc.matters.portfolio import Portfolio
    from ipcalc.rows.blocks import Reader

CLIENT = "client"
_TOGETHER = 1024  # matters that are asked at once


class Check:
    """A check of some files.

    Args:
        portfolio: which answers.
        files: which reads them.
        period: that of rows that name none.
        days: the day of the check, and how many days ahead are near.
        client: which matters and rows are asked for.
    """

    def __init__(
        self,
        portfolio: Portfolio,
        files: MatterFiles,
        period: str | None,
        days: tuple[date, int],
        client: Narrow,
    ) -> None:
        self._portfolio, self._files, self._period, self._client = portfolio, files, period, client
        self._days = days
        self._engine, self._matters = portfolio.engine, CheckedMatters(portfolio, days)
        self._joining = Joining(self._engine.book)
        self._rows = self._closed = self._count = self._touched = 0
        self._told: list[str] = []

    def run(self, paths: Iterable[Path]) -> Checked:
        """What is found in some files and folders.

        Raises:
            BadRequest: a file is not there, or cannot be read at all; nothing was of the client.
        """
        findings = in_order(self._findings(list(paths)))
        self._client.check()
        told = [*self._told, *self._files.told(), *self._joining.told(), *self._resting()]
        counts = self._rows, self._count, self._closed
        return Checked(*self._days, *counts, findings, tuple(dict.fromkeys(told)))

    def _findings(self, paths: Sequence[Path]) -> Iterator[CheckFinding]:
        others: list[CheckFinding] = []
        for found, touched in shared(self._matters.findings, self._together(paths, others), self._files.how.workers):
            self._touched += touched
            yield from found
        yield from others

    def _together(self, paths: Sequence[Path], others: list[CheckFinding]) -> Iterator[list[tuple[int, Placed]]]:
        """The matters of files with the numbers of their rows, so many together as are asked at once; what is found in
        rows, or wrong with a file, goes to the `others`."""
        together: list[tuple[int, Placed]] = []
        for each in self._joining.stream(self._read(paths)):
            if isinstance(each, MatterFault):
                others.append(CheckFinding(0, each.line, "", UNANSWERABLE, "", each.file, reason=each.reason))
            elif isinstance(each, CheckFinding):
                others.append(each)
            elif self._client.holds(each.matter):
                self._count += 1
                together.append((self._rows + self._count, each))
            if len(together) >= _TOGETHER:
                yield together
                together = []
        if together:
            yield together

    def _read(self, paths: Sequence[Path]) -> Iterator[Placed | MatterFault | CheckFinding]:
        for each in self._files.members(paths):
            if isinstance(each, MatterFault):
                yield each
                continue
            try:
                yield from self._of(*each)
            except BadRequest as error:
                if list(paths) == [each[0]]:
                    raise
                yield fault_of(each[0], error)

    def _of(self, file: Path, kind: str) -> Iterator[Placed | MatterFault | CheckFinding]:
        """What is in a file: its matters, or what is found in its rows."""
        files, progress = self._files, self._files.how.progress
        if kind in FILES:
            yield from counted(files.of(file, kind), progress)
            return
        with files.opened(file, kind, ("period", "date", CLIENT)) as reader:
            if files.is_of_matters(reader, self._period):
                yield from counted(files.table(reader, named(file)), progress)
            else:
                yield from self._of_rows(reader, named(file))

    def _of_rows(self, reader: Reader, file: str) -> Iterator[CheckFinding]:
        rows = DeadlineRows(self._engine, self._portfolio.options, self._files.how.style, self._period)
        renamed = self._files.how.renamed or {}
        paying = (APPLICANT, *Words(self._engine.book).counts)
        named_by = (REF, CLIENT, *(name for each in paying for name in named_exactly(each, reader.headings, renamed)))
        columns = meanings(reader.headings, (*rows.reads, *named_by), (), renamed)
        own = {name: columns.pop(name) for name in named_by if name in columns}
        if CLIENT not in own and self._client.names(CLIENT):
            raise BadRequest(f"--client: {file} has no column 'client'")
        rows.use(columns)
        reader.used = frozenset((*columns.values(), *own.values()))
        read = CheckedRows(self._portfolio, rows, self._days, file)
        before = self._rows + self._count
        for each in read.findings(reader, own, self._client, self._files.how.progress):
            yield replace(each, row=before + each.row)
        self._rows += read.count
        self._closed += read.closed
        self._told += [*rows.tallied().told(), *read.told()]

    def _resting(self) -> Iterator[str]:
        """How many matters rest on an overlay."""
        if count := self._touched:
            matters = "1 matter rests" if count == 1 else f"{grouped(count)} matters rest"
            yield f"{matters} on the overlay {self._engine.book.overlay}"
