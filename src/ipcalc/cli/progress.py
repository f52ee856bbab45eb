"""How far a long run has come, on a terminal."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EVERY = 0.2  # seconds


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int], None] | None]:
    """Takes how many more of `what` are done, and shows how many it were, on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with contextlib.ExitStack() as shown:
        yield _Counter(what, shown)


class _Counter:
    """A line that counts, once the run takes long."""

    def __init__(self, what: str, stack: contextlib.ExitStack) -> None:
        self._what, self._stack = what, stack
        self._done, self._last = 0, time.monotonic()
        self._show: Callable[[int], None] | None = None

    def __call__(self, more: int) -> None:
        self._done += more
        now = time.monotonic()
        if now - self._last < _EVERY:
            return
        self._last = now
        if self._show is None:
            self._show = self._line()
        self._show(self._done)

    def _line(self) -> Callable[[int], None]:
        from rich.console import Console
        from rich.progress import Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn(f"{{task.completed:,.0f}} {self._what}"), TimeElapsedColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
        task = self._stack.enter_context(bar).add_task(self._what, total=None)
        return lambda done: bar.update(task, completed=done, refresh=True)
