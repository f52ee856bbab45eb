"""Ten faults, put into the program of a fork, by which the search proves itself: each of them must be found.

Each is such as a change of the program might bring: it shows itself with some commands, files or dates only.
"""

from __future__ import annotations

import builtins
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import ipcalc.cli
from ipcalc.calc.deadlines import answer, earliest
from ipcalc.frozen import replace


def _around(after: Callable[[Sequence[str], int], int]) -> Callable[[], None]:
    """A fault that comes after a call that went well."""

    def plant() -> None:
        run = ipcalc.cli.run

        def faulty(arguments: Sequence[str] | None = None) -> int:
            return after(arguments or (), run(arguments))

        ipcalc.cli.run = faulty  # type: ignore[assignment]

    return plant


def _in_rows(writer: str, change: Callable[[str], str]) -> Callable[[], None]:
    """A fault in the text of the rows that a writer writes."""

    class Faulty:
        def __init__(self, out: Any) -> None:
            self._out = out

        def __getattr__(self, name: str) -> Any:
            return getattr(self._out, name)

        def write(self, text: str) -> int:
            return int(self._out.write(change(text)))

    def plant() -> None:
        from ipcalc.rows import csvfile, jsonlines

        kind: Any = {"csv": csvfile.CsvWriter, "jsonl": jsonlines.JsonWriter}[writer]
        begin = kind.__init__
        kind.__init__ = lambda self, out, *given, **options: begin(self, Faulty(out), *given, **options)

    return plant


def _without_the_last(text: str) -> str:
    return text[: text.rstrip("\n").rfind("\n") + 1] if text.count("\n") > 10 else text


def _status_5(words: Sequence[str], status: int) -> int:
    return 5 if (status == 0 and words[:1] == ["forms"]) or (status == 3 and words[:1] == ["deadline"]) else status


def _two_lines(words: Sequence[str], status: int) -> int:
    if status == 2 and words[:1] != ["deadline"]:
        print("see the manual", file=sys.stderr)
    return status


def _traceback(words: Sequence[str], status: int) -> int:
    if words[:1] == ["office"]:
        raise KeyError("Gujarat")
    return status


def _six_seconds(words: Sequence[str], status: int) -> int:
    if words[:2] == ["batch", "fees"]:
        time.sleep(6)
    return status


def _400_megabytes(words: Sequence[str], status: int) -> int:
    if words[:1] == ["check"]:
        bytearray(400 << 20)[::4096].count(1)
    return status


def _limits(change: Callable[[Any], Any]) -> Callable[[], None]:
    """A fault in the limits of answers."""

    def plant() -> None:
        limits = answer._limits
        answer._limits = lambda *given, **options: change(tuple(limits(*given, **options)))

    return plant


def _act_by_late(limits: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(
        replace(limit, act_by=limit.rolls_to)
        if limit.rolls_to and limit.act_by and limit.rolls_to > limit.date
        else limit
        for limit in limits
    )


def _out_of_order(limits: tuple[Any, ...]) -> tuple[Any, ...]:
    days = [limit.date for limit in limits]
    if len(limits) < 2 or None in days:
        return limits
    return tuple(
        replace(limit, date=day, act_by=None, rolls_to=day) for limit, day in zip(limits, reversed(days), strict=True)
    )


def _later() -> None:
    def latest(*given: Any, **options: Any) -> Any:
        return (builtins.max if "key" in options else builtins.min)(*given, **options)

    earliest.min = latest  # type: ignore[attr-defined]


FAULTS: dict[str, Callable[[], None]] = {
    "a row dropped": _in_rows("csv", _without_the_last),
    "a cell changed": _in_rows("jsonl", lambda text: text.replace('"00123"', '"123"')),
    "a traceback": _around(_traceback),
    "two lines of error": _around(_two_lines),
    "status 5": _around(_status_5),
    "six seconds": _around(_six_seconds),
    "400 MB": _around(_400_megabytes),
    "act_by after date": _limits(_act_by_late),
    "limits out of order": _limits(_out_of_order),
    "a later answer": _later,
}
