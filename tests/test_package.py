"""The package: its name on the index is its own, and a plain installation reads and writes workbooks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OTHER = re.compile(
    r"(?<!--)\b(?:install|upgrade|uninstall)\b[^\n`]*?['\" ]ipcalc(?!-india)(?:\[[a-z,]*\])?(?=['\"`\s]|$)"
)


def test_the_package_has_a_name_of_its_own() -> None:
    assert PROJECT["name"] == "ipcalc-india"
    assert PROJECT["scripts"] == {"ipcalc": "ipcalc.cli:main"}


def test_workbooks_need_no_extra() -> None:
    assert any(each.startswith("openpyxl") for each in PROJECT["dependencies"])
    assert "xlsx" not in PROJECT["optional-dependencies"]


def test_nothing_says_to_install_the_other_package() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.py"), ROOT / ".ci" / "run"]
    assert {
        path.name: OTHER.findall(path.read_text("utf-8")) for path in pages if OTHER.search(path.read_text("utf-8"))
    } == {}
    assert OTHER.search("pip install 'ipcalc[xlsx]'")
    assert OTHER.search("pip install ipcalc")
    assert not OTHER.search("pip install ipcalc-india")
