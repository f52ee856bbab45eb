"""The layers of the code: nothing imports what stands above it, and no modules import each other in a circle. And
its names: a public one stands for one type.

Every import counts: those inside functions and those for types alone, too.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"
BASE = frozenset({"errors", "frozen", "money", "dates", "numbers", "opening", "settings", "years"})
MAY_IMPORT: dict[str, frozenset[str]] = {
    "base": frozenset(),
    "rows": frozenset({"base"}),
    "law": frozenset({"base"}),
    "calc": frozenset({"base", "law"}),
    "batch": frozenset({"base", "law", "calc", "rows"}),
    "book": frozenset({"base", "law", "calc", "rows", "batch"}),
    "cases": frozenset({"base", "law", "calc", "rows", "batch", "book"}),
    "report": frozenset({"base", "law", "calc", "rows", "batch", "book", "cases"}),
    "cli": frozenset({"base", "law", "calc", "rows", "batch", "book", "cases", "report"}),
    "face": frozenset({"base", "law", "calc", "rows", "batch", "book", "cases", "report", "cli"}),
}
TYPE = re.compile("[A-Z][A-Za-z]*[a-z]")  # what a type is called; constants are in capitals


def layer(module: str) -> str:
    """The layer of a module: `face` is the package itself and its `__main__`."""
    parts = module.split(".")
    if len(parts) == 1 or parts[1] == "__main__":
        return "face"
    return "base" if parts[1] in BASE else parts[1]


def modules(source: Path) -> dict[str, Path]:
    """All modules below a folder by their full names."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """All that a module imports, wherever it does so: a module, and a name in it or nothing."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}:{node.lineno}: write the full name of what is imported"
            assert not node.level, f"{path}:{node.lineno}: write the full name of what is imported"
            yield from ((node.module, alias.name) for alias in node.names)


def imports(source: Path) -> dict[str, set[str]]:
    """Which modules below a folder each of them imports."""
    paths = modules(source)
    found: dict[str, set[str]] = {}
    for module, path in paths.items():
        named = ({f"{where}.{name}", where} & paths.keys() for where, name in imported(path))
        found[module] = {max(each, key=len) for each in named if each}
    return found


def climbs(graph: dict[str, set[str]]) -> set[str]:
    return {
        f"{module} imports {other}, which stands above it"
        for module, others in graph.items()
        for other in others
        if layer(other) != layer(module) and layer(other) not in MAY_IMPORT[layer(module)]
    }


def circles(graph: dict[str, set[str]]) -> set[str]:
    """The modules that import each other, by whatever way."""
    reached = {module: _reached(graph, module) for module in graph}
    return {
        f"in a circle: {', '.join(sorted(other for other in others if module in reached[other]))}"
        for module, others in reached.items()
        if module in others
    }


def _reached(graph: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    left = [start]
    while left:
        new = graph[left.pop()] - found
        found |= new
        left += new
    return found


def test_every_module_has_a_layer() -> None:
    assert {layer(module) for module in modules(SOURCE)} == MAY_IMPORT.keys()


def test_nothing_climbs_and_nothing_goes_in_a_circle() -> None:
    graph = imports(SOURCE)
    assert not climbs(graph) | circles(graph)


def test_no_folders_go_in_a_circle() -> None:
    folders: defaultdict[str, set[str]] = defaultdict(set)
    for module, others in imports(SOURCE).items():
        here = module.rpartition(".")[0]
        for there in (other.rpartition(".")[0] for other in others):
            if not here.startswith(there) and not there.startswith(here):
                folders[here].add(there)
                folders[there] |= set()
    assert not circles(folders)


def test_months_are_added_in_one_module() -> None:
    adding = [
        module
        for module, path in modules(SOURCE).items()
        if any("relativedelta" in (*where.split("."), name) for where, name in imported(path))
    ]
    assert len(adding) == 1, adding


def named(path: Path) -> Iterator[str]:
    """The names of the classes and of the types that a module defines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (each.id for each in node.targets if isinstance(each, ast.Name) and TYPE.match(each.id))


def test_one_public_name_means_one_type() -> None:
    places: defaultdict[str, set[str]] = defaultdict(set)
    for module, path in modules(SOURCE).items():
        for name in named(path):
            places[name].add(module)
    assert {name: found for name, found in places.items() if len(found) > 1 and not name.startswith("_")} == {}


def test_late_imports_and_those_for_types_are_seen(tmp_path: Path) -> None:
    """The test would be worth little if it looked at the tops of modules alone."""
    files = {
        "__init__": "",
        "rows/__init__": "",
        "rows/files": "def read():\n    from ipcalc.law import load\n",
        "law/__init__": "",
        "law/load": "if TYPE_CHECKING:\n    from ipcalc.law.check import Fault\n",
        "law/check": "import ipcalc.law.load\nfrom ipcalc.rows.files import read\n",
    }
    for name, text in files.items():
        path = tmp_path / "ipcalc" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    graph = imports(tmp_path)
    assert climbs(graph) == {
        "ipcalc.rows.files imports ipcalc.law.load, which stands above it",
        "ipcalc.law.check imports ipcalc.rows.files, which stands above it",
    }
    assert circles(graph) == {"in a circle: ipcalc.law.check, ipcalc.law.load, ipcalc.rows.files"}
