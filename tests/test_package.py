"""The package: its name on the index is its own, a plain installation does what most people need, a short answer loads
little, and its version of the law follows the law."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

import ipcalc
from ipcalc.law.load import compile_to, data_directory

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "pyproject.toml").read_text("utf-8")
PROJECT = tomllib.loads(TEXT)["project"]
OTHER = re.compile(
    r"(?<!--)\b(?:install|upgrade|uninstall)\b[^\n`]*?['\" ]ipcalc(?!-india)(?:\[[a-z,]*\])?(?=['\"`\s]|$)"
)
HEAVY = (
    "icalendar", "jinja2", "openpyxl", "polars", "pydantic", "rapidfuzz", "rich", "ruamel", "weasyprint",
    "yaml",
)  # fmt: skip


def test_the_package_has_a_name_of_its_own() -> None:
    assert PROJECT["name"] == "ipcalc-india"
    assert PROJECT["scripts"] == {"ipcalc": "ipcalc.cli:main"}


def test_workbooks_need_no_extra() -> None:
    assert any(each.startswith("openpyxl") for each in PROJECT["dependencies"])
    assert "xlsx" not in PROJECT["optional-dependencies"]
    assert {"pdf", "polars"} <= PROJECT["optional-dependencies"].keys()


def test_every_range_has_its_reason() -> None:
    lists = re.findall(r"^(?:dependencies|\w+) = \[\n(.*?)^\]", TEXT.partition("[project]")[2], re.S | re.M)
    lines = [line for each in lists for line in each.splitlines() if "::" not in line]
    assert len(lines) >= len(PROJECT["dependencies"]) + len(PROJECT["optional-dependencies"]["dev"])
    assert [line for line in lines if not re.search(r"#.*\w+ \w+", line)] == []


def test_the_classifiers_name_every_version_that_is_allowed() -> None:
    named = [each.rpartition(" ")[2] for each in PROJECT["classifiers"] if "Python :: 3." in each]
    assert PROJECT["requires-python"] == f">={named[0]}"
    assert named == [f"3.{minor}" for minor in range(11, 11 + len(named))]


def test_nothing_says_to_install_the_other_package() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.py"), ROOT / ".ci" / "run"]
    assert {
        path.name: OTHER.findall(path.read_text("utf-8")) for path in pages if OTHER.search(path.read_text("utf-8"))
    } == {}
    assert OTHER.search("pip install 'ipcalc[xlsx]'")
    assert OTHER.search("pip install ipcalc")
    assert not OTHER.search("pip install ipcalc-india")


@pytest.mark.parametrize(
    ("question", "needs"),
    [
        ("deadline tm-opposition 2012-03-05 --format json", set()),
        ("fee tm-application --classes 3 --on 2026-09-01 --format json", set()),
        ("deadline tm-opposition 2012-03-05", {"rich"}),
        ("docket tm --event advertisement=2026-01-05 --ref A -o due.ics", {"icalendar"}),
    ],
)
def test_a_cold_answer_loads_what_it_needs(question: str, needs: set[str], compiled: Path, tmp_path: Path) -> None:
    code = f"""
import gc, json, sys
from pathlib import Path
from ipcalc.law import load
load.COMPILED = Path({str(compiled)!r})
from ipcalc.cli import main
collections = []
gc.callbacks.append(lambda *found: collections.append(found))
try:
    main({question.split()!r})
except SystemExit as ended:
    assert not ended.code
made = [each for each in tuple.__subclasses__() if each.__module__.startswith("ipcalc.")]
slow = [each.__name__ for each in made if "__orig_bases__" in vars(each)]
print(json.dumps([sorted(sys.modules), len(collections), slow]), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded, collections, slow = json.loads(done.stderr.splitlines()[-1])
    assert "typer" in loaded
    assert {heavy for heavy in HEAVY if heavy in loaded} == needs
    assert collections == 0
    assert needs or not slow, "named tuples are those of ipcalc.frozen"


def test_what_is_heavy_is_installed_here() -> None:
    """Without it the test above could not fail. `weasyprint` is an extra."""
    assert [name for name in HEAVY if find_spec(name.partition(".")[0]) is None] in ([], ["weasyprint"])


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("periods/tm.yaml", "Notice of opposition", "Notice to oppose"),
        ("fees/tm.yaml", "{individual: 4500,", "{individual: 4600,"),
        ("closures.yaml", "closures_checked_to: 2", "closures_checked_to: 3"),
    ],
)
def test_the_version_changes_with_the_data(file: str, old: str, new: str, tmp_path: Path) -> None:
    changed = shutil.copytree(data_directory(), tmp_path / "data")
    text = (changed / file).read_text("utf-8")
    assert old in text
    (changed / file).write_text(text.replace(old, new, 1), "utf-8")
    assert _version(changed, tmp_path) != _version(data_directory(), tmp_path) == ipcalc.load().rulebook.version


def test_the_version_stays_where_only_a_comment_changes(tmp_path: Path) -> None:
    changed = shutil.copytree(data_directory(), tmp_path / "data")
    with (changed / "forms.yaml").open("a", encoding="utf-8") as forms:
        forms.write("# no law\n")
    assert _version(changed, tmp_path) == ipcalc.load().rulebook.version


def test_an_overlay_is_another_version_of_the_law() -> None:
    overlaid = ipcalc.load(ROOT / "examples" / "overlays" / "reminder")
    assert overlaid.rulebook.version != ipcalc.load().rulebook.version


def _version(directory: Path, folder: Path) -> str:
    from ipcalc.law.compiled import open_compiled
    from ipcalc.law.rulebook import Rulebook

    compile_to(folder / "rulebook.json", directory)
    return Rulebook(open_compiled(folder / "rulebook.json")).version
