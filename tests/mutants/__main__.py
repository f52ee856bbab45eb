"""Change `calc` and `law` in one place at a time, and see whether a test fails.

    python -m tests.mutants [--count 200] [--seed 1] [--only calc/fees] [--measured DIR]

First all tests run once, to learn which of them run which line (in DIR, if they did before). The places are chosen by
the seed. Each mutant meets the quickest tests that run its line, in a process that has imported all; those that survive
stand in a copy of the program, and meet more tests. Survivors are shown; those that may survive are listed in
`survivors.yaml`, each with the reason. Exit status 1 where fewer than nine of ten are killed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Collection, Sequence
from hashlib import sha256
from pathlib import Path

import yaml

from ipcalc.law.load import compile_to

from .covering import Covering, measured
from .live import Live
from .mutations import Mutation, mutations

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 900  # after which a mutant counts as killed, since it hangs
PARTS = os.cpu_count() or 1
QUICK, ALL = 30.0, 300.0  # seconds of tests that each mutant meets, and those that survive them


class Copy:
    """A copy of the program, with its data compiled as in the wheel, in which modules are changed."""

    def __init__(self, where: Path) -> None:
        self.where = where
        for name in ("src", "data", "tests", "docs", "examples"):
            shutil.copytree(ROOT / name, where / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(ROOT / name, where / name)
        shutil.copytree(where / "data", where / "src/ipcalc/data")
        compile_to(where / "src/ipcalc/data/rulebook.json", where / "data")

    def survives(self, mutation: Mutation, tests: Sequence[str]) -> bool:
        """Whether none of some tests fails."""
        path = self.where / mutation.path
        whole = path.read_text(encoding="utf-8")
        path.write_text(mutation.text, encoding="utf-8")
        try:
            return self._status(tests) == 0
        finally:
            path.write_text(whole, encoding="utf-8")

    def _status(self, tests: Sequence[str]) -> int:
        """The exit status of some tests; a process that takes too long is stopped, and has failed."""
        child = os.fork()
        if child == 0:
            self._run(tests)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 1

    def _run(self, tests: Sequence[str]) -> None:
        status = 1
        try:
            os.chdir(self.where)
            for number in (1, 2):
                os.dup2(os.open(self.where / "said", os.O_CREAT | os.O_TRUNC | os.O_WRONLY), number)
            sys.path.insert(0, str(self.where / "src"))
            for name in [name for name in sys.modules if name.partition(".")[0] == "ipcalc"]:
                del sys.modules[name]
            sys.dont_write_bytecode = True
            os.environ["PYTHONPATH"] = str(self.where / "src")
            os.environ["CI"] = "true"  # hypothesis sets no time then, and draws the same examples each time
            import pytest

            status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests])
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(int(status))


def chosen(count: int, seed: int, only: str) -> list[Mutation]:
    """Mutations of all modules, so many of them. Each has a lot of its own, so that a change of the program changes few
    of those that are chosen."""
    modules = [path for part in ("calc", "law") for path in sorted((ROOT / "src/ipcalc" / part).rglob("*.py"))]
    every = [each for path in modules if only in path.as_posix() for each in mutations(path, ROOT)]
    print(f"{len(every)} mutations of {len(modules)} modules", flush=True)
    seen: Counter[str] = Counter()
    lots: dict[bytes, Mutation] = {}
    for each in every:
        name = _without_the_line(str(each))
        seen[name] += 1
        lots[sha256(f"{seed} {name} {seen[name]}".encode()).digest()] = each
    return [lots[lot] for lot in sorted(lots)[:count]]


def main() -> int:
    """Make mutants; 1 where fewer than nine of ten are killed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="modules in whose path this stands")
    parser.add_argument("--measured", type=Path, help="where an earlier run kept which tests run which line")
    given = parser.parse_args()
    known = {each["mutant"] for each in yaml.safe_load((Path(__file__).parent / "survivors.yaml").read_text()) or ()}
    with contextlib.ExitStack() as stack:
        where = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ipcalc-mutants-")))
        covering = Covering(given.measured or measured(where, ROOT))
        every = chosen(given.count, given.seed, given.only)
        killed, left_out = _quickly(every, covering, where / "killed")
        covering.leave_out(left_out)
        print(f"{len(killed)} killed quickly", flush=True)
        survived = _slowly([each for each in every if str(each) not in killed], covering, known, where)
    print(f"{len(every)} mutants, {len(every) - survived} killed or listed")
    return int(survived > 0.1 * len(every))


def _quickly(every: Sequence[Mutation], covering: Covering, kept: Path) -> tuple[set[str], set[str]]:
    """The mutants that fall in a process that imports nothing anew, and the tests that fail without any mutant."""
    met = {str(each): covering.of(each.path, each.line, QUICK) for each in every}

    def ask(live: Live) -> None:
        killed = [str(each) for each in every if live.kills(each, met[str(each)])]
        kept.write_text(yaml.safe_dump({"killed": killed, "left out": sorted(live.left_out)}), encoding="utf-8")

    child = os.fork()
    if child == 0:
        os.environ["CI"] = "true"
        files = sorted({test.partition("::")[0] for tests in met.values() for test in tests})
        with contextlib.suppress(BaseException):
            Live(ROOT, ask).collect(files)
        os._exit(0)
    os.waitpid(child, 0)
    found = yaml.safe_load(kept.read_text(encoding="utf-8"))
    return set(found["killed"]), set(found["left out"])


def _slowly(every: Sequence[Mutation], covering: Covering, known: Collection[str], where: Path) -> int:
    """How many mutants survive in copies of the program, of which each core has one."""
    children = []
    for part in range(PARTS):
        child = os.fork()
        if child == 0:
            copy = Copy(where / f"copy{part}")
            os._exit(sum(_survived(copy, each, covering, known) for each in every[part::PARTS]))
        children.append(child)
    return sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)


def _survived(copy: Copy, mutation: Mutation, covering: Covering, known: Collection[str]) -> bool:
    """Whether a mutant survived that is not listed."""
    tests = covering.of(mutation.path, mutation.line, ALL)
    if tests and not copy.survives(mutation, tests):
        return False
    listed = _without_the_line(str(mutation)) in known
    print(f"survived {len(tests)} tests{' (listed)' if listed else ''}: {mutation}", flush=True)
    return not listed


def _without_the_line(said: str) -> str:
    path, _, rest = said.split(":", 2)
    return f"{path}:{rest}"


if __name__ == "__main__":
    sys.exit(main())
