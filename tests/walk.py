"""A page that leads through a change: its blocks of code applied in a checkout, its commands run, one after the other.

The sentence before a block says what becomes of it: "At the end of `ENTRY` in `FILE`:", "At the end of `FILE`:" or
"A new file `FILE`:". A block of `console` shows commands with what they print, one of `sh` commands that must succeed.
To write what they print into `docs/law.md` again: python -m tests.walk
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAW = ROOT / "docs" / "law.md"
WALKED = {"A fee has changed": 4, "A new right": 7}  # the sections that are followed, with their number of edits
_BLOCK = re.compile(r"(?P<before>(?:[^\n]+\n)*)\n*```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.S | re.M)
_EDIT = re.compile(r"(?:At the end of (?:`(?P<entry>[\w-]+)` in )?|A new file )`(?P<file>[^`]+)`:$")
_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "*.egg-info")


@dataclass(frozen=True)
class Block:
    """A block of code: its kind, its text, and the paragraph before it as one line."""

    kind: str
    text: str
    before: str


@dataclass(frozen=True)
class Ran:
    """A command of a page: what the page shows, what it printed, its exit status."""

    command: str
    shown: str | None
    printed: str
    status: int


def section(page: Path, title: str) -> str:
    """A section of a page, to the next heading of its level."""
    return page.read_text(encoding="utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]


def blocks(text: str) -> list[Block]:
    """The blocks of code of a text."""
    return [Block(each["kind"], each["text"], " ".join(each["before"].split())) for each in _BLOCK.finditer(text)]


def checkout(folder: Path) -> Path:
    """A copy of the project without what is made from it."""
    return shutil.copytree(ROOT, folder / "checkout", ignore=_LEFT_OUT)


def follow(text: str, root: Path) -> Iterator[Ran]:
    """Do what a text says in a checkout, and give each command with what came of it."""
    for block in blocks(text):
        if block.kind in ("console", "sh"):
            yield from (_ran(command, shown, root) for command, shown in commands(block))
        else:
            _edit(block, root)


def commands(block: Block) -> list[tuple[str, str | None]]:
    """The commands of a block, each with what the page shows of its output."""
    if block.kind == "sh":
        return [(line, None) for line in block.text.splitlines() if line]
    return re.findall(r"^\$ (.*?)\n(.*?)(?=^\$ |\Z)", block.text, re.S | re.M)


def _edit(block: Block, root: Path) -> None:
    said = _EDIT.search(block.before)
    assert said, f"nothing says what becomes of this block: {block.before!r}"
    path = root / said["file"]
    if block.before[said.start() :].startswith("A new file"):
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[end_of(lines, said["entry"]) :] = [block.text, *lines[end_of(lines, said["entry"]) :]]
    path.write_text("".join(lines), encoding="utf-8")


def end_of(lines: list[str], entry: str | None) -> int:
    """The place after the last line of an entry, the one that is indented least; of the file where none is named."""
    if entry is None:
        return len(lines)
    found = [
        (len(each) - len(each.lstrip()), at) for at, each in enumerate(lines) if each.lstrip().startswith(f"{entry}:")
    ]
    depth, begin = min(found)
    inside = [begin]
    for at in range(begin + 1, len(lines)):
        line = lines[at]
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            break
        if line.strip() and not line.lstrip().startswith("#"):
            inside.append(at)
    return inside[-1] + 1


def _ran(command: str, shown: str | None, root: Path) -> Ran:
    words = shlex.split(command)
    program = {
        "ipcalc": [sys.executable, "-c", "from ipcalc.cli import main; main()"],
        ".venv/bin/python": [sys.executable],
    }[words[0]]
    settled = {"PYTHONPATH": str(root / "src"), "XDG_CONFIG_HOME": str(root), "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    kept = {name: value for name, value in os.environ.items() if name != "COLUMNS" and not name.startswith("PYTEST_")}
    done = subprocess.run(
        [*program, *words[1:]], cwd=root, env={**kept, **settled}, capture_output=True, text=True, check=False
    )
    return Ran(command, shown, done.stdout + done.stderr, done.returncode)


def _write_again() -> None:
    page = LAW.read_text(encoding="utf-8")
    for title in WALKED:
        with tempfile.TemporaryDirectory() as folder:
            for ran in follow(section(LAW, title), checkout(Path(folder))):
                if ran.shown is not None:
                    command = f"$ {ran.command}\n"
                    page = page.replace(command + ran.shown, command + ran.printed.rstrip("\n") + "\n")
    LAW.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    _write_again()
