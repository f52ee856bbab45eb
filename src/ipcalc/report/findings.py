"""Findings of a check."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ipcalc.calc.matters.findings import STATUSES
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import BUILT_IN
from ipcalc.report.limits import doubted, paid
from ipcalc.report.view import ResultColumn, View, counted, day, named, view

if TYPE_CHECKING:
    from ipcalc.batch.checks.finding import Checked, CheckFinding
    from ipcalc.report.formats import Look

_UNKNOWN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ROOM = 100  # letters in a line in which there is room for weekdays
_TONES = {"ask": "due", "unconfirmed": "due", "unanswerable": "overdue"}
_HEAD = (ResultColumn("status", "status"),)
_DAYS = (
    ResultColumn("act by", "day", firm=True),
    ResultColumn("days", lambda each: _left(each), right=True, firm=True),
)
_WIDE = (ResultColumn("act by", lambda each: day(each.day), firm=True), _DAYS[1])
_LINE = ResultColumn("line", "line", right=True, firm=True)
_LAST = (
    ResultColumn("ref", lambda each: each.ref or "-"),
    ResultColumn("what", lambda each: _act(each)),
    ResultColumn("rupees", lambda each: _sum(each), right=True, firm=True),
)
_DOUBTS = (
    ResultColumn("ref", lambda each: each.name or "-"),
    ResultColumn("what", "what"),
    ResultColumn("doubt", lambda each: " ".join(each.doubts)),
)
_FIELDS = (
    *named("status", "file", "line", "ref", "client"),
    *named("right", of="matter?"),
    *named("proceeding", "title", "period", "occurrence", "limit"),
    ResultColumn("act_by", "day"),
    *named("days_left", "state", "then"),
    ResultColumn("then_by", "next?.act_by"),
    *named("form"),
    *named("fee", "amount", "amount_until", "currency", of="next?"),
    *named("reason", "authority"),
    ResultColumn("doubts", lambda each: " | ".join(each.doubts)),
)


def checked(answer: Checked, look: Look) -> list[View]:
    """The findings as a table; one line where nothing is found."""
    if not answer.findings:
        return [view(summary(answer), kept=_FIELDS)]
    columns = (*_HEAD, *(_WIDE if look.width >= _ROOM else _DAYS), *_lines(answer), *_LAST)
    facts = (("today", day(answer.today)), ("within", f"{answer.within} days"))
    found = view(summary(answer), columns, answer.findings, facts=facts, kept=_FIELDS, tone=_tone)
    doubtful = [each for each in answer.findings if each.doubts]
    if not doubtful:
        return [found]
    if look.notes or look.see:
        return [found, replace(view("Doubts", _DOUBTS, doubtful), fields=(), records=())]
    hint = "" if look.away else ": --notes says which"
    return [replace(found, notes=(doubted(len(doubtful), hint),))]


def _lines(answer: Checked) -> tuple[ResultColumn, ...]:
    """The column of lines, where all findings are in one table."""
    files = {each.file for each in answer.findings}
    return (_LINE,) if len(files) == 1 and any(each.line > 1 for each in answer.findings) else ()


def summary(answer: Checked) -> str:
    """How many matters and rows there are, and how many findings of each status."""
    counts = Counter(each.status for each in answer.findings)
    said = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    near = f"within {answer.within} days of {day(answer.today)}"
    return f"{_read(answer)}: {said or f'nothing lapsed or overdue, and nothing due {near}'}"


def _read(answer: Checked) -> str:
    matters = [counted(answer.matters, "matter")] if answer.matters else []
    rows = [f"{counted(answer.rows, 'row')} ({answer.closed} done)"] if answer.rows or not matters else []
    return " and ".join((*matters, *rows))


def name_of(each: CheckFinding) -> str:
    """What a finding is called: its line, the name of the row or the matter, and what is to be done."""
    ref = f"{each.name}: " if each.name else ""
    return in_xml(f"line {each.line}: {ref}{each.what if each.title else each.status}")


def said(each: CheckFinding) -> str:
    """A finding as one sentence."""
    if each.reason is not None:
        return f"unanswerable: {each.reason}"
    if each.limit is None:
        return f"{each.status}: {each.then}"
    when = _when(each.days_left or 0)
    act = "ask for the extension" if each.status == "ask" else f"act ({each.limit})"
    form = f" with {each.form}" if each.form and each.status in ("due", "ask") else ""
    return f"{each.status}: {act} by {day(each.day)}, {when}{form}" + (f"; {each.then}" if each.then else "")


def _when(left: int) -> str:
    days = counted(abs(left), "day")
    return f"{days} ago" if left < 0 else "today" if left == 0 else f"in {days}"


def in_xml(text: str) -> str:
    """Text without the characters that XML does not know."""
    return _UNKNOWN.sub("?", text)


def _tone(each: CheckFinding) -> str:
    return _TONES.get(each.status, each.status)


def _left(each: CheckFinding) -> str:
    return "" if each.days_left is None else str(each.days_left)


def _act(each: CheckFinding) -> str:
    if each.reason is not None:
        return each.reason if each.ref or not each.file else f"{each.file}:{each.line}: {each.reason}"
    layer = f"by the overlay {each.layer}" if each.layer != BUILT_IN else ""
    said = "; ".join(filter(None, (each.then, layer)))
    return f"{'? ' if each.doubts else ''}{each.what}{_where(each)}" + (f" ({said})" if said else "")


def _where(each: CheckFinding) -> str:
    """The proceeding, the limit and the form of a finding, where they are to be said."""
    proceeding = f" in {each.proceeding}" if each.proceeding else ""
    limit = f", {each.limit}" if each.limit and each.limit != "due" else ""
    form = f" [{each.form}]" if each.form and each.status in ("due", "ask") else ""
    return f"{proceeding}{limit}{form}"


def _sum(each: CheckFinding) -> str:
    return "" if each.status == "unconfirmed" else paid(each.next)
