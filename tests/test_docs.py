"""Every example of every page runs, and says what is so: what a kind of block is held to stands in `HELD`.

Of the page `law.md` two sections are followed in a checkout of their own (`test_walk.py`), and the examples of
`reference.md` are those of the help (`test_cli.py`).
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import yaml

from ipcalc.cli import run
from ipcalc.cli.root import COMMANDS
from walk import LAW, ROOT, WALKED, Block, blocks, commands, section

PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")} - {ROOT / "docs" / "reference.md"})
INSTALLS = "python3 -m venv .venv && .venv/bin/pip install -q "


def _text(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    for title in WALKED if page == LAW else ():
        text = text.replace(section(page, title), "")
    return text


EXAMPLES = [(page.name, number, block) for page in PAGES for number, block in enumerate(blocks(_text(page)), 1)]
CONSOLE = [
    pytest.param(*each, id=f"{name}:{each[0]}")
    for name, _, block in EXAMPLES
    if block.kind == "console"
    for each in commands(block)
]
INLINE = [
    pytest.param(" ".join(span.split()), id=f"{page.name}:{' '.join(span.split())}")
    for page in PAGES
    for span in re.findall(r"`(ipcalc(?:\s[^`]*)?)`", re.sub(r"```.*?```", "", _text(page), flags=re.S))
]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, and with the files that the pages speak of."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    examples = tmp_path / "examples"
    shutil.copy(ROOT / "tests" / "imports" / "tm-status.csv", tmp_path / "status.csv")
    shutil.copy(examples / "docket.csv", tmp_path / "docket.csv")
    shutil.copy(examples / "portfolio" / "lotus-monsoon.yaml", tmp_path / "mark.yaml")
    (tmp_path / "marks.csv").write_text("ref,right,filing\nTM-1,tm,2024-02-12\n")
    book = openpyxl.Workbook()
    book.worksheets[0].title = "TM"
    for row in (("Our Ref", "Filing", "Opp. Due"), ("TM-2", "2024-02-12", "2025-01-02")):
        book.worksheets[0].append(row)
    book.save(tmp_path / "docket.xlsx")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.mark.parametrize(("line", "shown"), CONSOLE)
def test_console_example(line: str, shown: str, capsys: pytest.CaptureFixture[str], desk: Path) -> None:
    words = shlex.split(line)
    assert words[0] == "ipcalc"
    assert run(words[1:]) in ((1,) if words[1] in ("check", "verify") else (0, 1))
    assert capsys.readouterr().out.rstrip("\n") == shown.rstrip("\n")


SHELL = {
    page.name: [line for block in blocks(_text(page)) if block.kind == "sh" for line in block.text.splitlines()]
    for page in PAGES
}


@pytest.mark.parametrize("page", [name for name, lines in SHELL.items() if lines])
def test_the_commands_of_a_page_run_one_after_the_other(page: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two that install are those of `.ci/run`."""
    for line in SHELL[page]:
        words = shlex.split(line, comments=True)
        if not words or line.startswith(INSTALLS):
            continue
        if words[-2] == "<":
            entered = SimpleNamespace(buffer=io.BytesIO(Path(words[-1]).read_bytes()), isatty=lambda: False)
            monkeypatch.setattr("sys.stdin", entered)
            words = words[:-2]
        assert words[0] == "ipcalc"
        assert run(words[1:]) in (0, 1), line


def a_program(block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exec(compile(block.text, "page", "exec"), {})


def some_data(block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A matter is answered, cases are right, and entries are laid over the law without a fault."""
    overlays = desk / "examples" / "overlays"
    if block.text.startswith("name:"):
        a_workflow(block, desk)
    elif block.text.startswith("- {id:"):
        both = shutil.copytree(overlays / "reminder", desk / "both")
        shutil.copytree(overlays / "service-charge", both, dirs_exist_ok=True)
        (both / "cases" / "page.yaml").write_text(block.text, encoding="utf-8")
        assert run(["rules", "test", str(both)]) == 0
    elif block.text.startswith("ref:"):
        (desk / "page.yaml").write_text(block.text, encoding="utf-8")
        assert run(["docket", "page.yaml"]) == 0
    else:
        (desk / "page").mkdir()
        (desk / "page" / f"{block.text.partition(':')[0]}.yaml").write_text(block.text, encoding="utf-8")
        assert run(["rules", "check", "page"]) == 0


def _soon(folder: Path) -> None:
    """A matter with something due in ten days, of a client with an address."""
    soon = date.today() + timedelta(days=12)
    filed = soon.replace(day=min(soon.day, 28), year=soon.year - 10)
    (folder / "soon.csv").write_text(
        f"ref,right,client,filing,registration\nS-1,tm,Soon <desk@soon.example>,{filed},{filed + timedelta(300)}\n",
        encoding="utf-8",
    )


def a_workflow(block: Block, desk: Path) -> None:
    """Its commands write the letters; what comes after them sends."""
    _soon(desk / "examples" / "portfolio")
    (desk / "portfolio").symlink_to(desk / "examples" / "portfolio")
    (job,) = yaml.safe_load(block.text)["jobs"].values()
    commands = [each["run"] for each in job["steps"] if each.get("run", "").startswith("ipcalc ")]
    for command in commands:
        assert run(shlex.split(command)[1:]) == 0
    assert commands
    assert job["steps"][-1]["name"] == "send"
    assert (desk / "letters" / "soon-desk-soon-example.eml").exists()


def settings(block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting is known, and comes from the file."""
    (desk / "ipcalc.toml").write_text(block.text, encoding="utf-8")
    shutil.copytree(desk / "examples" / "overlays" / "reminder", desk / "house-rules")
    shown = io.StringIO()
    with redirect_stdout(shown):
        assert run(["config", "--format", "json"]) == 0
    found = json.loads(shown.getvalue())["settings"]
    here = {name for name in found if found[name]["from"] == str(desk / "ipcalc.toml")}
    assert here == tomllib.loads(block.text).keys()


def a_table_of_cron(block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the five fields of the time stands a command that answers where the settings name the matters."""
    (desk / "ipcalc.toml").write_text('matters = ["examples/portfolio"]\n', encoding="utf-8")
    for line in block.text.splitlines():
        if not line.startswith("#"):
            (command,) = re.findall(r"^(?:[\d*,/-]+ +){5}cd \S+ && ipcalc ([^<>|]+)", line)
            assert run(shlex.split(command)) in (0, 1)
            if "sendmail" in line:
                _sends(line, desk)


def _sends(line: str, desk: Path) -> None:
    """What a line of cron gives the mailer: the letters that have an address, and no others."""
    _soon(desk)
    (desk / "ipcalc.toml").write_text('matters = ["examples/portfolio", "soon.csv"]\n', encoding="utf-8")
    (desk / "bin").mkdir()
    for name, does in (("ipcalc", f'exec {sys.executable} -m ipcalc "$@"'), ("sendmail", f"cat >> {desk / 'sent'}")):
        (desk / "bin" / name).write_text(f"#!/bin/sh\n{does}\n")
        (desk / "bin" / name).chmod(0o755)
    command = re.sub(r"^.*?&& ", "", line)
    paths = {**os.environ, "PATH": f"{desk / 'bin'}:{os.environ['PATH']}"}
    subprocess.run(["sh", "-c", command], cwd=desk, env=paths, check=True)
    assert re.findall("^To: (.*)$", (desk / "sent").read_text(), re.M) == ["Soon <desk@soon.example>"]


def a_part_of_an_answer(block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an answer says of its settings."""
    (desk / "ipcalc.toml").write_text('office = "mumbai"\n', encoding="utf-8")
    assert run(["deadline", "tm-opposition", "2026-01-05", "--format", "json", "-o", "shown.json"]) == 0
    found = json.loads((desk / "shown.json").read_text())
    shown = json.loads(block.text.join("{}").replace("/home/desk", str(desk)))
    assert {name: found[name] for name in shown} == shown


def a_tree(block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each folder is there, and none of the package is left out."""
    named = re.findall(r"^( *)([\w/]+)/ ", block.text, re.M)
    inside = {name for indent, name in named if indent}
    assert inside == {each.parent.name for each in (ROOT / "src" / "ipcalc").glob("*/__init__.py")}
    assert [name for indent, name in named if not indent and not (ROOT / name).is_dir()] == []


HELD: dict[str, Callable[[Block, Path, pytest.MonkeyPatch], None]] = {
    "python": a_program,
    "yaml": some_data,
    "toml": settings,
    "crontab": a_table_of_cron,
    "json": a_part_of_an_answer,
    "": a_tree,
}


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, id=f"{name}:{number}:{block.kind}")
        for name, number, block in EXAMPLES
        if block.kind not in ("console", "sh")
    ],
)
def test_example(block: Block, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    HELD[block.kind](block, desk, monkeypatch)


@pytest.mark.parametrize("line", INLINE)
def test_command_in_a_sentence(line: str, capsys: pytest.CaptureFixture[str], desk: Path) -> None:
    """It answers; one with words in capitals, which stand for something else, is a command that there is."""
    words = shlex.split(line)[1:]
    called = words[
        : 2 if words and words[0] in ("batch", "rules", "classes", "forms", "treaties", "cooperation") else 1
    ]
    if any(re.fullmatch(r"[A-Z]{3,}[A-Z-]*\.?\.*", word) for word in words) or words == called:
        named = [word for word in called if not word.isupper() and not word.startswith("-")]
        assert run([*named, "--help"]) == 0
        assert not named or named[0] in COMMANDS
        assert [word for word in words if word.startswith("--") and word not in capsys.readouterr().out] == []
    else:
        assert run(words) in (0, 1)


def test_there_are_examples_of_every_kind_on_every_page() -> None:
    assert {block.kind for _, _, block in EXAMPLES} == {*HELD, "console", "sh"}
    told = {name for name, _, _ in EXAMPLES}
    without = {"CHANGELOG.md", "CONTRIBUTING.md", "glossary.md", "release.md", "security.md"}
    assert {page.name for page in PAGES} - told == without
    for page in PAGES:
        assert page.read_text(encoding="utf-8").count("```") % 2 == 0
