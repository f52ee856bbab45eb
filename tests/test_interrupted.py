"""A run that is stopped leaves no half file and no other trace; a long one says how far it is, on a terminal alone."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from typing import Any

import pytest

from ipcalc.batch.matters.dockets import Narrow
from ipcalc.cli import progress, run
from ipcalc.rows import output

PORTFOLIO = str(Path(__file__).parents[1] / "examples" / "portfolio")
DOCKET = ["docket", PORTFOLIO, "--today", "2026-11-28", "-o"]
FORMATS = ["txt", "json", "csv", "md", "html", "xlsx", "ics"]
HAS_PDF = importlib.util.find_spec("weasyprint") is not None


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def half(path: Path, data: bytes) -> int:
    with path.open("wb") as file:
        file.write(data[: len(data) // 2])
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "suffix", [*FORMATS, pytest.param("pdf", marks=pytest.mark.skipif(not HAS_PDF, reason="[pdf]"))]
)
@pytest.mark.parametrize("there", [True, False])
def test_no_half_file(suffix: str, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"due.{suffix}"
    if there:
        path.write_text("as before")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", half)
        assert run([*DOCKET, str(path)]) == 130
    assert [each.name for each in tmp_path.iterdir()] == [path.name] * there
    assert not there or path.read_text() == "as before"


@pytest.mark.parametrize(("owner", "name"), [(Narrow, "holds"), (output, "_sync")])
def test_stopped_while_it_computes_or_ends(
    owner: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, stop)
    assert run([*DOCKET, str(tmp_path / "due.json")]) == 130
    assert list(tmp_path.iterdir()) == []


def test_no_half_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", half)
        assert run([*DOCKET[:-1], "--within", "60", "--by", "client", "--digest", str(tmp_path / "letters")]) == 130
    assert list((tmp_path / "letters").iterdir()) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


COMMANDS = {
    "docket": (["docket", PORTFOLIO, "--format", "json"], "matters"),
    "check": (["check", PORTFOLIO, "--format", "json"], "matters or rows"),
    "verify": (["verify", str(Path(PORTFOLIO).with_name("stated.csv")), "--format", "json"], "matters or rows"),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_progress_on_a_terminal(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words, what = COMMANDS[command]
    words = [*words, "--today", "2026-11-28"]
    monkeypatch.setattr(progress, "_EVERY", 0)
    run(words)
    plain = capsys.readouterr()
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    run(words)
    assert f"2 {what}" in terminal.getvalue()
    assert capsys.readouterr().out == plain.out
    assert what not in plain.err
    assert "\x1b" not in plain.err


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(progress, "_EVERY", 3600)
    run([*COMMANDS["docket"][0], "--today", "2026-11-28"])
    assert terminal.getvalue() == ""
