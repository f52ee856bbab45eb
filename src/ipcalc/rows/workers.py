"""Work that several processes share: the results come in the order of the work, as if one had done it all."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext
    from multiprocessing.process import BaseProcess

A = TypeVar("A")
B = TypeVar("B")

_MOST = 4


def usable() -> int:
    """How many processes may share long work: one for each core that this process may use, up to four.

    One where a running process cannot be copied safely: on other systems than Linux, and where it has threads.
    """
    if sys.platform != "linux":
        return 1
    try:
        threads = len(os.listdir("/proc/self/task"))
    except OSError:
        return 1
    return min(len(os.sched_getaffinity(0)), _MOST) if threads == 1 else 1


def shared(work: Callable[[A], B], parts: Iterable[A], workers: int = 1) -> Generator[B]:
    """What `work` makes of each part, in order: as `map(work, parts)`.

    Where there are several parts and `workers`, copies of this process do the work. Parts and results are then
    pickled, and what `work` remembers from one part to the next stays in the copy. A part whose copy fails is done
    again here, so that an error is raised as it would be without copies.
    """
    if workers < 2:
        yield from map(work, parts)
        return
    drawn = _Drawn(parts)
    first = deque(islice(drawn, 2))
    if len(first) < 2:
        yield from map(work, first)
    else:
        with _Copies(work, workers) as copies:
            yield from copies.results(chain(_emptied(first), drawn))
    if drawn.error:
        raise drawn.error


def _emptied(parts: deque[A]) -> Iterator[A]:
    while parts:
        yield parts.popleft()


class _Drawn(Generic[A]):
    """Parts, up to the first that cannot be had; `error` is why. Those before it are done first."""

    def __init__(self, parts: Iterable[A]) -> None:
        self._parts = iter(parts)
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[A]:
        return self

    def __next__(self) -> A:
        try:
            return next(self._parts)
        except StopIteration:
            raise
        except Exception as error:
            self.error = error
            raise StopIteration from error


class _Copy(NamedTuple):
    """A copy of this process, and the way to it."""

    process: BaseProcess
    way: Connection


class _Copies:
    """Copies of this process that do some `work`. They end with it, however it ends."""

    def __init__(self, work: Callable[[Any], Any], count: int) -> None:
        self._work, self._count = work, count
        self._copies: list[_Copy] = []

    def __enter__(self) -> _Copies:
        from multiprocessing import get_context

        context = get_context("fork")
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])  # a copy keeps it so
        try:
            with suppress(OSError):  # no more processes or files are to be had: those that there are do the work
                for _ in range(self._count):
                    self._copies.append(self._copy(context))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return self

    def _copy(self, context: ForkContext) -> _Copy:
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(self._work, there), daemon=True)
        before = _open_files()
        try:
            process.start()
        except OSError:
            for number in _open_files() - before:  # the ways that were opened for it
                os.close(number)
            here.close()
            raise
        finally:
            there.close()
        return _Copy(process, here)

    def __exit__(self, *_: object) -> None:
        for each in self._copies:
            each.way.close()
            each.process.terminate()
        for each in self._copies:
            each.process.join()

    def results(self, parts: Iterable[Any]) -> Iterator[Any]:
        """The result of each part, in order: the copies take turns, and each has one part at a time."""
        if not self._copies:
            yield from map(self._work, parts)
        at_work: deque[tuple[_Copy, Any]] = deque()
        free = deque(self._copies)
        for part in parts:
            if not free:
                copy, given = at_work.popleft()
                yield self._result(copy, given)
                free.append(copy)
            copy = free.popleft()
            _ask(copy, part)
            at_work.append((copy, part))
        while at_work:
            yield self._result(*at_work.popleft())

    def _result(self, copy: _Copy, part: Any) -> Any:
        try:
            done, result = copy.way.recv()
        except Exception:  # the copy is gone, or its result cannot be read
            copy.way.close()
            done, result = False, None
        return result if done else self._work(part)


def _open_files() -> set[int]:
    """The numbers of the files that this process has open; of a folder that is read, one that is closed again."""
    return {int(name) for name in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{name}")}


def _ask(copy: _Copy, part: Any) -> None:
    """Send a part to a copy; where that fails, it is done here when its result is asked for."""
    try:
        copy.way.send(part)
    except Exception:
        copy.way.close()


def _serve(work: Callable[[Any], Any], way: Connection) -> None:
    """Work on what comes, until the process that sends it is gone. Nothing is read, printed or interrupted here."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in map(int, os.listdir("/proc/self/fd")):
        if number not in (nowhere, way.fileno()):  # locks, and the ends of ways, are let go
            os.dup2(nowhere, number)
    gc.freeze()
    gc.disable()  # cycles are looked for between parts, among what is new: what comes of a part is dropped as a whole
    while True:
        try:
            part = way.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, work(part)
        except Exception:
            answer = False, None
        try:
            way.send(answer)
        except OSError:
            return
        del part, answer
        gc.collect(0)
