"""Search for calls of the command line that end as none may.

    python -m tests.fuzz --seconds 300 [--seed 20260105] [--call 17] [--plant "a row dropped"]
    python -m tests.fuzz --prove --seconds 20

Random calls of every command and option of the command table, with files of all formats, matters and overlays, good ones
and mutated ones, each in a process of its own. What must hold of them stands in `properties.py`. Each finding is shown
with its call, which `--call` makes again; the exit status is then 1. Without `--seed` it is that of the day. `--plant`
puts one of the faults of `planted.py` into the program, to see that the search finds it; `--prove` does so with each.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from ipcalc.law import load
from ipcalc.law.rulebook import Rulebook

from . import planted, properties
from .child import Outcome, call
from .scenarios import Call, Scenarios
from .table import commands

Plant = Callable[[], None] | None


class Finding(NamedTuple):
    """What did not hold of a call, and the words of the call."""

    call: int
    words: list[str]
    what: str


class Search:
    """Calls one after the other, each decided by the seed and its number alone."""

    def __init__(self, seed: int, where: Path, plant: Plant = None) -> None:
        self.seed, self.where, self.plant = seed, where, plant
        self.commands = Random(seed).sample(commands(), len(commands()))
        load.compile_to(where / "rulebook.json", load.data_directory())
        load.COMPILED = where / "rulebook.json"  # as it is in the wheel
        self.book: Rulebook = load.load()
        self._number = 0
        _warm()
        self.made: Counter[str] = Counter()

    def one(self, number: int) -> Iterator[Finding]:
        """The findings of one call."""
        here = self.where / str(number)
        here.mkdir()
        made = Scenarios(Random(f"{self.seed} {number}"), self.book, self.commands, here, number).any()
        outcome = call(made.words, here, self.plant)
        self.made[" ".join(made.words[: 2 if made.words[:1] == ["batch"] else 1])] += 1
        found = [Finding(number, made.words, what) for what in _what(made, outcome)]
        yield from found
        if not found:
            shutil.rmtree(here)

    def until(self, end: float) -> Iterator[Finding]:
        """The findings of as many calls as there is time for."""
        while time.monotonic() < end:
            self._number += 1
            yield from self.one(self._number)


def _what(made: Call, outcome: Outcome) -> Iterator[str]:
    files = [word for word in made.words if 0 < len(word) < 500 and Path(word).exists()]
    found = list(properties.of_call(outcome, files))
    yield from found
    if not found:
        try:
            yield from made.check(outcome)
        except (ValueError, KeyError, OSError) as error:
            yield f"what it wrote cannot be read: {type(error).__name__}: {error}"


def _warm() -> None:
    """Import what commands import late, so that each call does not begin with it."""
    from importlib import import_module

    names = [
        "ipcalc.book",
        "ipcalc.batch.deadlines",
        "ipcalc.batch.fees",
        "ipcalc.report.as_table",
        "ipcalc.law.check",
        "openpyxl",
        "yaml",
        "rich.table",
    ]
    for name in names:
        with contextlib.suppress(ImportError):
            import_module(name)
    gc.collect()
    gc.freeze()


def prove(search: Search, seconds: float) -> int:
    """Plant each fault in turn and search for it; 1 where one is not found in time."""
    missed = 0
    for name, plant in planted.FAULTS.items():
        search.plant, began = plant, time.monotonic()
        found = next(search.until(began + seconds), None)
        missed += found is None
        print(
            f"{name}: {'NOT FOUND' if found is None else found.what[:150]!r} after {time.monotonic() - began:.0f} seconds",
            flush=True,
        )
    shutil.rmtree(search.where)
    return 1 if missed else 0


def main() -> int:
    """Search for as long as is asked for; 1 where something was found."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(f"{date.today():%Y%m%d}"))
    parser.add_argument("--call", type=int, help="make this call alone, and keep its files")
    parser.add_argument("--plant", choices=planted.FAULTS)
    parser.add_argument("--prove", action="store_true", help="plant each fault in turn, and see that it is found")
    parser.add_argument("--most", type=int, default=20, help="stop after so many findings")
    given = parser.parse_args()
    where = Path(tempfile.mkdtemp(prefix="ipcalc-fuzz-"))
    print(f"seed {given.seed}", flush=True)
    search = Search(given.seed, where, planted.FAULTS[given.plant] if given.plant else None)
    if given.prove:
        return prove(search, given.seconds)
    found: list[Finding] = []
    end = time.monotonic() + given.seconds
    for each in search.one(given.call) if given.call else search.until(end):
        found.append(each)
        print(f"call {each.call}: {each.what}\n    ipcalc {shlex.join(each.words)[:1500]!r}", flush=True)
        if len(found) >= given.most:
            break
    print(
        f"{search.made.total()} calls, {len(found)} findings",
        json.dumps(dict(search.made.most_common())) if given.call is None else "",
    )
    if not found and given.call is None:
        shutil.rmtree(where)
    else:
        print(f"files: {where}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
