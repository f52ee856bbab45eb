"""One call of the command line in a process of its own: what it says, how it ends, what it takes."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

SECONDS, MEGABYTES = 5.0, 300
_PATIENCE = 120.0  # seconds, however busy the machine is
_MOST = 2 << 30  # bytes of address space, so that what eats memory cannot take the machine's


class Outcome(NamedTuple):
    """How a call ended; `status` is None where it was stopped after `seconds`, negative where a signal ended it."""

    status: int | None
    out: str
    err: str
    seconds: float
    memory: float


def call(words: Sequence[str], where: Path, plant: Callable[[], None] | None = None) -> Outcome:
    """Run the command line in a fork of this process, in the directory `where`."""
    out, err = where / "stdout", where / "stderr"
    child = os.fork()
    if child == 0:
        _run(words, where, out, err, plant)
    status, seconds, kilobytes = _wait(child)
    texts = [path.read_bytes().decode("utf-8", "replace") if path.exists() else "" for path in (out, err)]
    return Outcome(status, texts[0], texts[1], seconds, kilobytes / 1024)


def _run(words: Sequence[str], where: Path, out: Path, err: Path, plant: Callable[[], None] | None) -> None:
    status = 70
    try:
        os.chdir(where)
        for path, number in ((out, 1), (err, 2)):
            os.dup2(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        resource.setrlimit(resource.RLIMIT_AS, (_MOST, _MOST))
        if plant is not None:
            plant()
        from ipcalc.cli import run

        status = run(list(words))
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        import traceback

        traceback.print_exc()
        status = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                status = 1
        os._exit(status)


def _wait(child: int) -> tuple[int | None, float, int]:
    """Wait for the child, and stop it where it takes too long; its status, its seconds and its peak memory in KB.

    The time in which it stood ready and the machine did something else is not its own.
    """
    began, pause, taken, waited = time.monotonic(), 0.001, 0.0, 0.0
    while taken < SECONDS + 0.5 and waited < _PATIENCE:
        waited = time.monotonic() - began
        taken = waited - _delay(child)
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), taken, usage.ru_maxrss
        time.sleep(pause)
        pause = min(0.02, pause * 1.5)
    os.kill(child, signal.SIGKILL)
    _, _, usage = os.wait4(child, 0)
    return None, taken, usage.ru_maxrss


def _delay(child: int) -> float:
    """For how many seconds a process stood ready without running, where the system tells it."""
    try:
        return int(Path(f"/proc/{child}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
