"""Findings of a check, for people and for CI."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ipcalc.errors import escaped
from ipcalc.report.sheet import Cell, Sheet, day

if TYPE_CHECKING:
    from ipcalc.batch.gate import Checked, Finding

_ERRORS = ("overdue", "unanswerable")
_UNKNOWN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sheet(checked: Checked) -> Sheet:
    """The findings as a table."""
    rows: list[tuple[Cell, ...]] = []
    for each in checked.findings:
        left = "-" if each.days_left is None else str(each.days_left)
        what = each.reason or f"{_what(each)}, {each.limit}" + (f" ({each.then})" if each.then else "")
        rows.append((each.status, day(each.day) if each.day else "-", left, each.line, each.ref or "-", what))
    return Sheet(
        title=summary(checked),
        facts=(("today", day(checked.today)), ("within", f"{checked.within} days")),
        columns=("status", "act by", "days left", "line", "ref", "what"),
        rows=tuple(rows),
        right=frozenset({"days left", "line"}),
        notes=(),
        fields=("status", "act_by", "days_left", "line", "ref", "what"),
        records=tuple(rows),
    )


def summary(checked: Checked) -> str:
    """How many rows there are, and how many findings of each status."""
    counts: dict[str, int] = {}
    for each in checked.findings:
        counts[each.status] = counts.get(each.status, 0) + 1
    said = ", ".join(f"{number} {status}" for status, number in counts.items()) or "nothing overdue or near"
    rows = "1 row" if checked.rows == 1 else f"{checked.rows} rows"
    return f"{rows} ({checked.closed} done): {said}"


def plain(checked: Checked) -> dict[str, Any]:
    """The findings as JSON."""
    return {
        "today": checked.today.isoformat(),
        "within": checked.within,
        "rows": checked.rows,
        "done": checked.closed,
        "findings": [
            {
                "status": each.status,
                "row": each.row,
                "line": each.line,
                "ref": each.ref or None,
                "period": each.period or None,
                "title": each.title or None,
                "occurrence": each.occurrence,
                "limit": each.limit,
                "act_by": each.day.isoformat() if each.day else None,
                "days_left": each.days_left,
                "then": each.then,
                "reason": each.reason,
            }
            for each in checked.findings
        ],
    }


def github(checked: Checked, file: str) -> str:
    """The findings as workflow commands: errors for what is overdue or unanswerable, warnings for the rest."""
    lines = []
    for each in checked.findings:
        level = "error" if each.status in _ERRORS else "warning"
        where = f"file={_property(file)},line={each.line},title={_property(_name(each))}"
        lines.append(f"::{level} {where}::{_data(_said(each))}\n")
    return "".join(lines)


def junit(checked: Checked, file: str) -> str:
    """The findings as failed test cases, beside one that stands for all rows without a finding. All is ASCII, so that
    it is UTF-8 in whatever encoding it is printed."""
    from xml.sax.saxutils import escape, quoteattr

    file = _xml(file)
    failed = len(checked.findings)
    clean = checked.rows - len({each.row for each in checked.findings})
    head = f'<testsuite name={quoteattr(f"ipcalc check {file}")} tests="{failed + 1}" failures="{failed}" errors="0">'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", head]
    lines.append(f'  <testcase classname={quoteattr(file)} name="{clean} of {checked.rows} rows without a finding"/>')
    for each in checked.findings:
        lines.append(f"  <testcase classname={quoteattr(file)} name={quoteattr(_name(each))} file={quoteattr(file)}>")
        message = _xml(_said(each))
        kind = quoteattr(each.status)
        lines.append(f"    <failure type={kind} message={quoteattr(message)}>{escape(message)}</failure>")
        lines.append("  </testcase>")
    text = "\n".join([*lines, "</testsuite>", "</testsuites>", ""])
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _what(each: Finding) -> str:
    number = f" ({each.occurrence})" if each.occurrence is not None else ""
    return f"{each.title}{number}"


def _name(each: Finding) -> str:
    ref = f"{each.ref}: " if each.ref else ""
    return _xml(f"line {each.line}: {ref}{_what(each) if each.title else each.status}")


def _said(each: Finding) -> str:
    if each.reason is not None:
        return f"unanswerable: {each.reason}"
    left = each.days_left or 0
    days = "1 day" if abs(left) == 1 else f"{abs(left)} days"
    when = f"{days} ago" if left < 0 else "today" if left == 0 else f"in {days}"
    act = "ask for the extension" if each.status == "ask" else f"act ({each.limit})"
    return f"{each.status}: {act} by {day(each.day)}, {when}" + (f"; {each.then}" if each.then else "")


def _xml(text: str) -> str:
    """Text without the characters that XML does not know."""
    return _UNKNOWN.sub("?", text)


def _data(text: str) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped(text)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
