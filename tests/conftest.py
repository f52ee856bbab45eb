"""Fixtures that every test may use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import ipcalc
from ipcalc.book import Book
from ipcalc.law import load

gc.set_threshold(100_000, 50, 50)  # most of what a run of all tests makes lives long: it is looked through seldom
settings.register_profile("steady", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")  # a busy machine makes no test fail


@pytest.fixture(scope="session", autouse=True)
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rulebook compiled once, as a wheel has it, so that not every call reads the YAML."""
    path = tmp_path_factory.mktemp("compiled") / "rulebook.json"
    load.compile_to(path, load.data_directory())
    load.COMPILED = path
    return path


SMALL = Path(__file__).parent / "rulebook"


@pytest.fixture(scope="session")
def small_compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "rulebook.json"
    load.compile_to(path, SMALL)
    return path


@pytest.fixture
def small(small_compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small rulebook of the tests' own in place of the built-in one, so that what the law gains changes no message."""
    monkeypatch.setattr(load, "COMPILED", small_compiled)
    monkeypatch.setattr(load, "data_directory", lambda: SMALL)
    return SMALL


@pytest.fixture(scope="session", autouse=True)
def width() -> Iterator[None]:
    """Tables are as wide as without a terminal, whatever the terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COLUMNS", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture(scope="session")
def book(compiled: Path) -> Book:
    """The built-in rulebook."""
    return ipcalc.load()
