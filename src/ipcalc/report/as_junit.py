"""JUnit: findings as failed test cases, or as skipped ones where they are no failure, beside one that stands for all
rows without a finding.

All is ASCII, so that it is UTF-8 in whatever encoding it is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from ipcalc.report.findings import in_xml, name_of, said

if TYPE_CHECKING:
    from ipcalc.batch.checks.finding import Checked
    from ipcalc.report.formats import Look


def text(checked: Checked, look: Look) -> str:
    """The findings of some files."""
    file = in_xml(look.file)
    what = "rows" if not checked.matters else "matters and rows" if checked.rows else "matters"
    found = len(checked.findings)
    failed = sum(look.fails(each.status) for each in checked.findings)
    every = checked.rows + checked.matters
    clean = every - len({each.row for each in checked.findings} - {0})
    counts = f'tests="{found + 1}" failures="{failed}" errors="0"'
    if failed < found:
        counts += f' skipped="{found - failed}"'
    head = f"<testsuite name={quoteattr(f'ipcalc check {file}')} {counts}>"
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", head]
    lines.append(f'  <testcase classname={quoteattr(file)} name="{clean} of {every} {what} without a finding"/>')
    for each in checked.findings:
        name, message, kind = quoteattr(name_of(each)), in_xml(said(each)), quoteattr(each.status)
        where = quoteattr(in_xml(each.file))
        lines.append(f"  <testcase classname={where} name={name} file={where}>")
        if look.fails(each.status):
            lines.append(f"    <failure type={kind} message={quoteattr(message)}>{escape(message)}</failure>")
        else:
            lines.append(f"    <skipped message={quoteattr(message)}/>")
        lines.append("  </testcase>")
    whole = "\n".join([*lines, "</testsuite>", "</testsuites>", ""])
    return whole.encode("ascii", "xmlcharrefreplace").decode("ascii")
