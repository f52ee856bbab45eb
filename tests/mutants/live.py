"""Mutants in a process that has collected all tests: a copy of it changes the code of functions and runs some tests.

Nothing is imported or collected again, so that a mutant costs no more than the tests that it meets. What is computed
while modules are imported cannot be changed so, and what a test module keeps from then on may hide a change: such
mutants, and the survivors, are for the slow way.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import pkgutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from _pytest.runner import runtestprotocol

from .mutations import Mutation

SECONDS = 300

Ask = Callable[["Live"], None]


class Live:
    """Runs tests in copies of a process. `ask` is called when all tests are collected.

    Attributes:
        left_out: tests that fail without any mutant.
    """

    def __init__(self, root: Path, ask: Ask) -> None:
        self._root, self._ask = root, ask
        self._good: set[str] = set()
        self.left_out: set[str] = set()

    def collect(self, files: Sequence[str]) -> int:
        """Collect the tests of some files, and call `ask`; the exit status of pytest."""
        import ipcalc

        for module in pkgutil.walk_packages(ipcalc.__path__, "ipcalc."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        return int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files], plugins=[self]))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items = {item.nodeid: item for item in session.items}
        runtestprotocol(
            session.items[0], nextitem=session.items[-1], log=False
        )  # what all tests share stands from now on
        self._ask(self)
        return True

    def kills(self, mutation: Mutation, tests: Sequence[str]) -> str | None:
        """The first of some tests that fails with a mutant, "hangs" where they take too long; None where none does, or
        the mutant cannot be put in place."""
        old, new = (compile(text, str(self._root / mutation.path), "exec", dont_inherit=True) for text in (
            (self._root / mutation.path).read_text(encoding="utf-8"), mutation.text
        ))  # fmt: skip
        if _own(old) != _own(new):
            return None
        found = self._failing(tests, lambda: _put(old, new))
        if found is None or found == "hangs" or self._is_good(found):
            return found
        return self.kills(mutation, [test for test in tests if test not in self.left_out])

    def _is_good(self, test: str) -> bool:
        """Whether a test passes without any mutant."""
        if test not in self._good:
            (self.left_out if self._failing([test], lambda: None) else self._good).add(test)
        return test in self._good

    def _failing(self, tests: Sequence[str], change: Callable[[], None]) -> str | None:
        items = [self._items[test] for test in tests if test in self._items and test not in self.left_out]
        reads, writes = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reads)
            with suppress(BaseException):
                change()
                os.write(writes, _first_failure(items).encode())
            os._exit(0)
        os.close(writes)
        status = _waited(child)
        said = os.read(reads, 1 << 16).decode()
        os.close(reads)
        if not status:
            return "hangs"
        return (said.removeprefix("failed ") or None) if said.startswith("failed ") else None


def _waited(child: int) -> bool:
    """Whether a process ended by itself."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _first_failure(items: Sequence[pytest.Item]) -> str:
    for item, after in zip(items, [*items[1:], None], strict=True):
        if any(report.failed for report in runtestprotocol(item, nextitem=after, log=False)):
            return f"failed {item.nodeid}"
    return "passed"


def _put(old: CodeType, new: CodeType) -> None:
    """Give each function of a module its new code, and forget what was kept of calls."""
    codes = {_key(was): becomes for was, becomes in zip(_codes(old), _codes(new), strict=True)}
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == old.co_filename:
            becomes = codes.get(_key(each.__code__))
            if becomes is not None:
                each.__code__ = becomes
        elif isinstance(each, functools._lru_cache_wrapper):
            each.cache_clear()


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def _key(code: CodeType) -> tuple[str, int, bytes]:
    return code.co_qualname, code.co_firstlineno, code.co_code


def _own(code: CodeType) -> list[object]:
    """What a module and its classes run when they are imported, without the functions that they make."""
    found: list[object] = [
        code.co_code,
        code.co_names,
        [each for each in code.co_consts if not isinstance(each, CodeType)],
    ]
    for each in code.co_consts:
        if isinstance(each, CodeType) and not each.co_flags & 0x0001:  # the body of a class
            found += _own(each)
    return found
