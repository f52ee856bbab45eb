"""Findings of a check."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ipcalc.law.shapes.base import BUILT_IN
from ipcalc.report.view import Column, View, day, view

if TYPE_CHECKING:
    from ipcalc.batch.gate import Checked, Finding
    from ipcalc.report.formats import Look

_UNKNOWN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FINDINGS = (
    Column("status", "status"),
    Column("act by", lambda each: day(each.day), "act_by"),
    Column("days left", lambda each: "-" if each.days_left is None else str(each.days_left), "days_left", right=True),
    Column("line", "line", right=True),
    Column("ref", lambda each: each.ref or "-"),
    Column("what", lambda each: each.reason or _act(each)),
)


def checked(answer: Checked, look: Look) -> list[View]:
    """The findings as a table."""
    facts = (("today", day(answer.today)), ("within", f"{answer.within} days"))
    return [view(summary(answer), _FINDINGS, answer.findings, facts=facts)]


def summary(answer: Checked) -> str:
    """How many rows there are, and how many findings of each status."""
    counts: dict[str, int] = {}
    for each in answer.findings:
        counts[each.status] = counts.get(each.status, 0) + 1
    said = ", ".join(f"{number} {status}" for status, number in counts.items()) or "nothing overdue or near"
    rows = "1 row" if answer.rows == 1 else f"{answer.rows} rows"
    return f"{rows} ({answer.closed} done): {said}"


def name_of(each: Finding) -> str:
    """What a finding is called: its line, the name of the row, and what is to be done."""
    ref = f"{each.ref}: " if each.ref else ""
    return in_xml(f"line {each.line}: {ref}{_what(each) if each.title else each.status}")


def said(each: Finding) -> str:
    """A finding as one sentence."""
    if each.reason is not None:
        return f"unanswerable: {each.reason}"
    if each.limit is None:
        return f"{each.status}: {each.then}"
    left = each.days_left or 0
    days = "1 day" if abs(left) == 1 else f"{abs(left)} days"
    when = f"{days} ago" if left < 0 else "today" if left == 0 else f"in {days}"
    act = "ask for the extension" if each.status == "ask" else f"act ({each.limit})"
    return f"{each.status}: {act} by {day(each.day)}, {when}" + (f"; {each.then}" if each.then else "")


def in_xml(text: str) -> str:
    """Text without the characters that XML does not know."""
    return _UNKNOWN.sub("?", text)


def _what(each: Finding) -> str:
    return each.title if each.occurrence is None else f"{each.title} ({each.occurrence})"


def _act(each: Finding) -> str:
    said = [*([each.then] if each.then else []), *([f"by the overlay {each.layer}"] if each.layer != BUILT_IN else [])]
    limit = f", {each.limit}" if each.limit else ""
    return f"{_what(each)}{limit}" + (f" ({'; '.join(said)})" if said else "")
