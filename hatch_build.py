"""Put the checked rulebook, compiled to one JSON, into the wheel beside its YAML."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compile(BuildHookInterface):
    """An editable install reads the YAML of the checkout; a wheel carries what was compiled from it.

    The same data gives the same bytes: they hold no day of the build and no path.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from ipcalc.law.load import compile_to

        compiled = Path(tempfile.mkdtemp()) / "rulebook.json"
        compile_to(compiled, root / "data")
        build_data["force_include"][str(compiled)] = "ipcalc/data/rulebook.json"
