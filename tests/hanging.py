"""A guard against what hangs: a test fails in place of running on without end. It measures nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_GENEROUS = 120  # seconds


@contextmanager
def ended_within(seconds: int = _GENEROUS) -> Iterator[None]:
    """Fail where what is done within has not ended after so many seconds."""

    def hangs(*_: Any) -> None:
        raise AssertionError(f"it hangs: not ended after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
