"""Every example of the README: what it shows is what the program prints."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from ipcalc.cli import run

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = [
    example
    for block in re.findall(r"```console\n(.*?)```", README, re.S)
    for example in re.findall(r"^\$ (.*?)\n(.*?)(?=^\$ |\Z)", block, re.S | re.M)
]


@pytest.mark.parametrize(("line", "shown"), CONSOLE, ids=[line for line, _ in CONSOLE])
def test_console_example(
    line: str, shown: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    words = shlex.split(line)
    assert words[0] == "ipcalc"
    assert run(words[1:]) in ((1,) if words[1] in ("check", "verify") else (0, 1))
    assert capsys.readouterr().out.rstrip("\n") == shown.rstrip("\n")


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", README, re.S))
def test_python_example(block: str) -> None:
    exec(compile(block, "README.md", "exec"), {})


def test_there_are_examples_of_every_kind() -> None:
    assert len(CONSOLE) >= 4
    assert README.count("```sh\npython3") == 2
    assert README.count("\n") < 200
