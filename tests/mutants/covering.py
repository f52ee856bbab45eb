"""Which tests run a line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from xml.etree import ElementTree

from coverage import CoverageData

_BELOW = 30  # lines; a default is read when its module is imported, by no test: those that run the function count
LONG = 2.0  # seconds; tests that take longer come last
DATA, TIMES = ".coverage", "times.xml"
READ_ONCE = {  # what a process reads once is run by its first test alone: these are about it
    "src/ipcalc/law/shapes/layouts.py": ["test_import"],
    "src/ipcalc/law/shapes/cooperation.py": ["test_registers"],
    "src/ipcalc/law/": ["test_check", "test_law", "test_frozen", "test_versions", "test_names", "test_compiled", "test_overlays"]
}  # fmt: skip


def measured(where: Path, root: Path) -> Path:
    """Run all tests of a checkout, and keep in a directory which lines each of them ran, and how long it took."""
    made = ["--cov=ipcalc", "--cov-context=test", "--cov-report=", f"--junitxml={where / TIMES}"]
    command = [sys.executable, "-m", "pytest", "-n", "auto", "-q", *made]
    subprocess.run(command, cwd=root, check=False, env={**os.environ, "COVERAGE_FILE": str(where / DATA)})
    return where


class Covering:
    """The tests of a run that `measured` kept in a directory."""

    def __init__(self, where: Path) -> None:
        self._data = CoverageData(str(where / DATA))
        self._data.read()
        self._files = {_inner(path): path for path in self._data.measured_files()}
        self._times = dict(_times(where / TIMES))
        self._left_out: set[str] = set()
        self._lines = cache(self._lines_of)

    def leave_out(self, tests: Iterable[str]) -> None:
        """Leave out tests that fail without any mutant."""
        self._left_out |= set(tests)

    def of(self, module: Path, line: int, seconds: float) -> list[str]:
        """The tests that run a line of a module: so many, drawn by lot, as take some seconds."""
        lines = self._lines(module.as_posix())
        ran = next((lines[each] for each in range(line, line + _BELOW) if any(lines.get(each, ()))), ())
        tests = {context.rpartition("|")[0] for context in ran} & self._times.keys()
        about = [name for part, names in READ_ONCE.items() if module.as_posix().startswith(part) for name in names]
        tests |= {test for test in self._times if test.startswith(tuple(f"tests/{name}.py::" for name in about))}
        return list(self._some(tests - self._left_out, seconds))

    def _lines_of(self, module: str) -> dict[int, list[str]]:
        return self._data.contexts_by_lineno(self._files[module]) if module in self._files else {}

    def _some(self, tests: Iterable[str], seconds: float) -> Iterator[str]:
        every = sorted(tests)
        Random(len(every)).shuffle(every)
        for test in sorted(every, key=lambda test: self._times[test] > LONG):
            yield test
            seconds -= self._times[test]
            if seconds < 0:
                return


def _inner(path: str) -> str:
    """The path of a module in its checkout."""
    return f"src/ipcalc/{path.partition('src/ipcalc/')[2]}"


def _times(path: Path) -> Iterator[tuple[str, float]]:
    """The seconds of each test that passed."""
    for case in ElementTree.parse(path).iter("testcase"):
        if not len(case):
            yield f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}", float(case.get("time", 0))
