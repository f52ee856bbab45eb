"""What must hold of every call: each function yields what does not."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from .child import MEGABYTES, SECONDS, Outcome

STATUSES = {0, 1, 2, 3}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e]")
NOTICE = re.compile(r"ipcalc: [0-9,]+ years? of two digits (was|were) read")
_AFTER = {"due": ("opens",), "extended": ("due",), "late": ("due",), "restoration": ("due", "late")}


def of_call(outcome: Outcome, files: Collection[str] = ()) -> Iterator[str]:
    """Of any call: it ends in time, in little memory, with a status that is documented and an error of one line
    (or lines that each name one of the `files` that it was given, or a file in one of them)."""
    if outcome.status is None or outcome.seconds > SECONDS:
        yield f"took more than {SECONDS:.0f} seconds"
        return
    if outcome.memory > MEGABYTES:
        yield f"took {outcome.memory:.0f} MB"
    if outcome.status not in STATUSES:
        yield f"ended with status {outcome.status}: {outcome.err.strip()[-300:]}"
    if "Traceback (most recent" in outcome.out + outcome.err:
        yield f"a traceback: {outcome.err.strip()[-300:]}"
    if CONTROL.search(outcome.err):
        yield f"a control character in what it says: {outcome.err[:300]!r}"
    lines = [line for line in outcome.err.splitlines() if not NOTICE.match(line)]
    if (
        outcome.status in (2, 3)
        and len(lines) != 1
        and not _of_files(lines, files)
        and not outcome.out.startswith("Usage: ")
    ):
        yield f"an error of other than one line: {outcome.err[:300]!r}"


def _of_files(lines: Sequence[str], files: Collection[str]) -> bool:
    """Whether there are lines, and each is that of a fault in a file."""
    return bool(lines) and all(any(line.startswith(f"ipcalc: {file}") for file in files) for line in lines)


def of_rows(given: list[dict[str, str]], output: Path | None, outcome: Outcome, kind: str) -> Iterator[str]:
    """Of a run over rows: each comes out once, in order, its own cells unchanged."""
    if outcome.status not in (0, 1):
        return
    found = _rows(output, outcome.out, kind)
    if len(found) != len(given):
        yield f"{len(given)} rows in, {len(found)} rows out"
    for number, (row, made) in enumerate(zip(given, found, strict=False), 1):
        for name, cell in row.items():
            if (made.get(name) or "") != cell:
                yield f"row {number}: {name} was {cell!r} and is {made.get(name)!r}"
                return


def _rows(output: Path | None, text: str, kind: str) -> list[dict[str, Any]]:
    if kind == "xlsx":
        from openpyxl import load_workbook

        assert output is not None
        lines = list(load_workbook(output, read_only=True).active.values)
        return [
            {str(name): "" if cell is None else cell for name, cell in zip(lines[0], line, strict=False)}
            for line in lines[1:]
        ]
    text = output.read_bytes().decode("utf-8") if output is not None else text
    if kind == "jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def of_answers(text: str) -> Iterator[str]:
    """Of answers in JSON: each day lies where it must, and limits in the order of their kinds."""
    found = json.loads(text)
    for answer in found if isinstance(found, list) else [found]:
        yield from _of_limits(answer.get("limits", []))


def _of_limits(limits: list[dict[str, Any]]) -> Iterator[str]:
    days = {limit["kind"]: limit["date"] for limit in limits}
    for limit in limits:
        kind, day = limit["kind"], limit["date"]
        if day is None:
            continue
        if limit["act_by"] and limit["act_by"] > day:
            yield f"{kind}: act_by {limit['act_by']} is after {day}"
        if limit["rolls_to"] and limit["rolls_to"] < day:
            yield f"{kind}: rolls_to {limit['rolls_to']} is before {day}"
        for other in _AFTER.get(kind, ()):
            if days.get(other) and days[other] > day:
                yield f"{kind} {day} is before {other} {days[other]}"


def of_earliest(before: dict[str, str], after: dict[str, str], event: str) -> Iterator[str]:
    """Of an answer, and of the same with one more event: where that ends earlier, the first one names the event.

    Where the answer is said to be the earliest that any day of the event gives, none is earlier. A day on which the
    event, or what it stands for, cannot lie is told beside the second answer, and shows nothing.
    """
    if f"--event {event}=DATE" in before["notes"] or f"({after[event]}) is not within" in after["notes"]:
        return
    if before["due"] and after["due"] and after["due"] < before["due"]:
        yield f"{before['period']}: due is {before['due']}, and {after['due']} with {event} {after[event]}, which no doubt names"
