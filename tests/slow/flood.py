"""A few million rows with faults among them, interrupted and refused in every way: is a row lost, is an answer wrong?

    python tests/slow/flood.py [--rows 3000000] [--kills 10] [--seed 1]

It takes some minutes and is run by hand. It prints rows in, rows out, rows lost, answers that differ from the single
engine, and what became of the output file where a run was killed, had no room, or met another encoding.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import ipcalc
from ipcalc.batch.cells import Cells
from ipcalc.errors import IpcalcError

TODAY = date(2026, 11, 22)
HEADINGS = ["ref", "period", "date", "filing", "note"]
COMPARED = 40  # one row in so many is asked again alone


def generated(
    book: ipcalc.Book, count: int, chance: random.Random
) -> Iterator[tuple[str, tuple[str, str, str] | None]]:
    """Each row as it stands in the file, and its period, date and filing where the row itself is sound."""
    periods = book.rulebook.period_ids
    for number in range(count):
        period = chance.choice(periods)
        day = (date(2003, 1, 1) + timedelta(chance.randrange(9000))).isoformat()
        filing = (date(2003, 1, 1) + timedelta(chance.randrange(9000))).isoformat() if chance.random() < 0.2 else ""
        note = chance.choice(["", "plain", '"with, comma"', '"a ""quote"""', '"two\nlines"'])
        fault = chance.random()
        if fault < 0.002:
            yield f"{number},{period}", None
        elif fault < 0.004:
            yield f"{number},{period},{day},{filing},a,b,c", None
        elif fault < 0.006:
            yield f'{number},"{period},{day},{filing},never closed', None
        else:
            period = chance.choice(["", "tm-oposition", "no such"]) if fault < 0.01 else period
            day = chance.choice(["05/03/2012", "2012-02-30", "soon", ""]) if 0.01 < fault < 0.014 else day
            yield f"{number},{period},{day},{filing},{note}", (period, day, filing)


def asked(book: ipcalc.Book, period: str, day: str, filing: str) -> Cells | None:
    """What a row says alone; None where the row itself cannot be read."""
    try:
        found = book.deadline_rows(("period", "date", "filing"), today=TODAY).answer([(period, day, filing)])
    except IpcalcError as error:
        return Cells(error=str(error))
    return found[0]


def program(source: Path, target: Path) -> list[str]:
    words = [sys.executable, "-m", "ipcalc", "batch", "deadlines", str(source), "-o", str(target)]
    return [*words, "--today", TODAY.isoformat()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=3_000_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    book = ipcalc.load()
    with tempfile.TemporaryDirectory(prefix="ipcalc-flood-") as folder:
        source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
        state = chance.getstate()
        with source.open("w", newline="", encoding="utf-8") as out:
            out.write(",".join(HEADINGS) + "\r\n")
            for line, _ in generated(book, options.rows, chance):
                out.write(line + "\r\n")
        begun = time.monotonic()
        done = subprocess.run(program(source, target), check=False, stderr=subprocess.PIPE, text=True)
        taken = time.monotonic() - begun
        print(f"exit status {done.returncode}; {done.stderr.splitlines()[0]}")
        chance.setstate(state)
        rows_in = rows_out = lost = different = compared = 0
        with target.open(newline="", encoding="utf-8") as text:
            found = csv.reader(text)
            next(found)
            for line, sound in generated(book, options.rows, chance):
                rows_in += 1
                row = next(found, None)
                if row is None:
                    lost += 1
                    continue
                rows_out += 1
                own = next(csv.reader([line])) if '"' not in line or sound else [line]
                last = len(HEADINGS) - 1
                if len(own) > last:  # what is too much stands in the last cell
                    own = [*own[:last], line.split(",", last)[last]] if sound is None else own
                if row[: len(own)] != own and row[0] != line:
                    lost += 1
                elif sound is None:
                    different += not row[-1]
                elif rows_in % COMPARED == 0:
                    want = asked(book, *sound)
                    compared += 1
                    different += bool(row[-1]) is False if want is None else tuple(row[len(HEADINGS) :]) != want
            rows_out += sum(1 for _ in found)
        print(f"rows in {rows_in:,}, rows out {rows_out:,}, lost {lost}, in {taken:.0f} s")
        print(f"different from the row alone {different} (of {compared:,} compared)")
        kept = target.read_bytes()
        broken = 0
        for _ in range(options.kills):
            running = subprocess.Popen(program(source, target), stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, max(taken, 1)))
            running.kill()
            running.wait()
            broken += target.read_bytes() != kept
        print(f"killed {options.kills} times: output touched {broken} times")
        size = resource.RLIMIT_FSIZE
        no_room = subprocess.run(
            program(source, target),
            preexec_fn=lambda: resource.setrlimit(size, (1 << 20, 1 << 20)),
            check=False,
            stderr=subprocess.PIPE,
            text=True,
        )
        no_room_touched = int(target.read_bytes() != kept)
        print(f"no room: exit status {no_room.returncode}, output touched {no_room_touched} times")
        print(f"  {no_room.stderr.strip()}")
        with source.open("ab") as out:
            out.write("x,tm-opposition,2012-03-05,,São\r\n".encode("cp1252"))
        foreign = subprocess.run(program(source, target), check=False, stderr=subprocess.PIPE, text=True)
        foreign_touched = int(target.read_bytes() != kept)
        print(f"encoding: exit status {foreign.returncode}, output touched {foreign_touched} times")
        print(f"  {foreign.stderr.strip()}")
        left = sorted(path.name for path in Path(folder).iterdir() if path.name.endswith(".part"))
        print(f"unfinished files beside it: {len(left)} (a killed run cannot clear its own)")
    touched = broken + no_room_touched + foreign_touched
    sys.exit(bool(rows_in != rows_out or lost or different or touched or 0 in (no_room.returncode, foreign.returncode)))


if __name__ == "__main__":
    main()
