"""The examples of the documentation run, and say what is so."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from ipcalc.cli import run

DOCS = Path(__file__).parents[1] / "docs"
BLOCKS = [
    pytest.param(block, id=f"{path.name}:{number}")
    for path in sorted(DOCS.glob("*.md"))
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.S))
]

CONSOLE = [
    pytest.param(*example, id=f"{path.name}:{example[0]}")
    for path in sorted(DOCS.glob("*.md"))
    for block in re.findall(r"```console\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
    for example in re.findall(r"^\$ (.*?)\n(.*?)(?=^\$ |\Z)", block, re.S | re.M)
]


@pytest.mark.parametrize("block", BLOCKS)
def test_python_example(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent)
    exec(compile(block, "docs", "exec"), {})


@pytest.mark.parametrize(("line", "shown"), CONSOLE)
def test_console_example(
    line: str, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(DOCS.parent / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    words = shlex.split(line)[1:]
    assert run(words) == (words[0] == "check")
    assert capsys.readouterr().out.rstrip("\n") == shown.rstrip("\n")


def test_there_is_an_example() -> None:
    assert BLOCKS
    assert CONSOLE
