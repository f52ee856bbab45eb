"""Change `calc` and `law` in one place at a time, and see whether a test fails.

    python -m tests.mutants [--count 200] [--seed 1] [--only calc/fees]

The places are chosen by the seed. Each mutant stands in a copy of the program and meets the tests of `TESTS` that are
about its part. Survivors are shown; those that may survive are listed in `survivors.yaml`, each with the reason. Exit
status 1 where fewer than nine of ten are killed.
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
from collections.abc import Sequence
from pathlib import Path
from random import Random

import yaml

from ipcalc.law.load import compile_to

from .mutations import Mutation, mutations

ROOT = Path(__file__).resolve().parents[2]
TESTS = {  # by the beginning of the path, the closest first; the quick tests first
    "calc/deadlines/explain": ["test_explain"],
    "calc/deadlines/overlaid": ["test_overlays"],
    "calc/deadlines/unknown": ["test_boundaries", "test_messages", "test_asks"],
    "calc/deadlines/edges": ["test_boundaries", "test_messages", "test_asks"],
    "calc/deadlines": ["test_counting", "test_messages", "test_boundaries", "test_gate", "test_states", "test_docket", "test_batch", "test_cases"],
    "calc/days": ["test_counting", "test_messages", "test_batch", "test_cases"],
    "calc/fees": ["test_boundaries", "test_messages", "test_estimate", "test_batch_fees", "test_cases", "test_cli"],
    "calc/registers/overlay": ["test_overlays"],
    "calc/registers": ["test_registers", "test_boundaries", "test_journals", "test_checklist", "test_names", "test_versions", "test_messages", "test_cli"],
    "calc/matters/against": ["test_against"],
    "calc/matters": ["test_matter", "test_states", "test_dockets", "test_docket", "test_matter_cli", "test_matter_files"],
    "calc/verify": ["test_verify"],
    "calc": ["test_boundaries", "test_messages", "test_api", "test_batch", "test_cases", "test_cli"],
    "law": ["test_check", "test_compiled", "test_frozen", "test_law", "test_versions", "test_names", "test_messages", "test_overlays", "test_cases"],
}  # fmt: skip
SECONDS = 900


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

    def survives(self, mutation: Mutation) -> bool:
        """Whether no test fails."""
        path = self.where / mutation.path
        whole = path.read_text(encoding="utf-8")
        path.write_text(mutation.text, encoding="utf-8")
        try:
            return self.passes(tests_of(mutation.path, self.where))
        finally:
            path.write_text(whole, encoding="utf-8")

    def passes(self, tests: Sequence[str]) -> bool:
        """Whether some tests pass; a process that takes too long is stopped, and has failed."""
        child = os.fork()
        if child == 0:
            self._run(tests)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status) == 0
            time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return False

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


def tests_of(module: Path, root: Path) -> list[str]:
    """The tests that are about a module, as far as there are such files."""
    part = module.as_posix().removeprefix("src/ipcalc/")
    key = next(key for key in TESTS if part.startswith(key))
    return [path for name in TESTS[key] if (root / (path := f"tests/{name}.py")).is_file()]


def chosen(count: int, seed: int, only: str) -> list[Mutation]:
    """Mutations of all modules, so many of them."""
    modules = [path for part in ("calc", "law") for path in sorted((ROOT / "src/ipcalc" / part).rglob("*.py"))]
    every = [each for path in modules if only in path.as_posix() for each in mutations(path, ROOT)]
    print(f"{len(every)} mutations of {len(modules)} modules", flush=True)
    return Random(seed).sample(every, min(count, len(every)))


def main() -> int:
    """Make mutants; 1 where fewer than nine of ten are killed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="modules in whose path this stands")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many seconds")
    given = parser.parse_args()
    known = {each["mutant"] for each in yaml.safe_load((Path(__file__).parent / "survivors.yaml").read_text()) or ()}
    end = time.monotonic() + given.seconds
    made = survived = 0
    with contextlib.ExitStack() as stack:
        copy = Copy(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ipcalc-mutants-"))))
        every = chosen(given.count, given.seed, given.only)
        for tests in {tuple(tests_of(each.path, copy.where)) for each in every}:
            if not copy.passes(tests):
                print((copy.where / "said").read_text()[-2000:])
                parser.error(f"these tests fail without any mutant: {' '.join(tests)}")
        for each in every:
            if time.monotonic() > end:
                break
            made += 1
            if copy.survives(each):
                listed = _without_the_line(str(each)) in known
                survived += not listed
                print(f"survived{' (listed)' if listed else ''}: {each}", flush=True)
    print(f"{made} mutants, {made - survived} killed or listed")
    return int(survived > 0.1 * made)


def _without_the_line(said: str) -> str:
    path, _, rest = said.split(":", 2)
    return f"{path}:{rest}"


if __name__ == "__main__":
    sys.exit(main())
