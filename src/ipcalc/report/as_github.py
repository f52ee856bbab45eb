"""GitHub's workflow commands: errors for what is lapsed, overdue or unanswerable, warnings for the rest, and for what
is no failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import escaped
from ipcalc.report.findings import name_of, said

if TYPE_CHECKING:
    from ipcalc.batch.checks.finding import Checked
    from ipcalc.report.formats import Look

_ERRORS = ("lapsed", "overdue", "unanswerable")


def text(checked: Checked, look: Look) -> str:
    """The findings of some files."""
    lines = []
    for each in checked.findings:
        level = "error" if look.fails(each.status) and each.status in _ERRORS else "warning"
        where = f"file={_property(each.file)},line={each.line},title={_property(name_of(each))}"
        lines.append(f"::{level} {where}::{_data(said(each))}\n")
    return "".join(lines)


def _data(value: str) -> str:
    return escaped(value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
