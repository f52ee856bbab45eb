"""JSON: the plain values of a result. It is ASCII where what it is printed to is not UTF-8."""

from __future__ import annotations

import codecs
import json
import sys
from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import plain

if TYPE_CHECKING:
    from ipcalc.report.formats import Look


def text(result: Any, look: Look) -> str:
    """The result as JSON."""
    escaped = codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
    return json.dumps(_with_settings(plain(result), look), indent=2, ensure_ascii=escaped) + "\n"


def _with_settings(found: Any, look: Look) -> Any:
    """An object, or the objects of a list, with the settings that it rests on, where there are any."""
    if not look.settings:
        return found
    if isinstance(found, list):
        return [_with_settings(each, look) for each in found]
    return {**found, "settings": dict(look.settings)} if isinstance(found, dict) else found
