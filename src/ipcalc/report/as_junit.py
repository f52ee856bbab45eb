"""JUnit: findings as failed test cases, beside one that stands for all rows without a finding.

All is ASCII, so that it is UTF-8 in whatever encoding it is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ipcalc.report.findings import in_xml, name_of, said

if TYPE_CHECKING:
    from ipcalc.batch.gate import Checked
    from ipcalc.report.formats import Look


def text(checked: Checked, look: Look) -> str:
    """The findings of a file."""
    file = in_xml(look.file)
    failed = len(checked.findings)
    clean = checked.rows - len({each.row for each in checked.findings})
    head = f'<testsuite name={quoteattr(f"ipcalc check {file}")} tests="{failed + 1}" failures="{failed}" errors="0">'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", head]
    lines.append(f'  <testcase classname={quoteattr(file)} name="{clean} of {checked.rows} rows without a finding"/>')
    for each in checked.findings:
        name, message, kind = quoteattr(name_of(each)), in_xml(said(each)), quoteattr(each.status)
        lines.append(f"  <testcase classname={quoteattr(file)} name={name} file={quoteattr(file)}>")
        lines.append(f"    <failure type={kind} message={quoteattr(message)}>{escape(message)}</failure>")
        lines.append("  </testcase>")
    whole = "\n".join([*lines, "</testsuite>", "</testsuites>", ""])
    return whole.encode("ascii", "xmlcharrefreplace").decode("ascii")
