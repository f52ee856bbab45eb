"""Letters about what is due: one for each client or attorney, with its own matters alone. A mailer sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from ipcalc.calc.matters.agenda import Agenda, Entry
from ipcalc.errors import escaped
from ipcalc.frozen import replace
from ipcalc.report import as_html, as_ics, as_table
from ipcalc.report.formats import Look

if TYPE_CHECKING:
    from datetime import date

_INDIA = timezone(timedelta(hours=5, minutes=30))
_URGENT = ("lapsed", "overdue", "due")
_BOUNDARY = "ipcalc-part-{}"
_NAME = re.compile(r"[^a-z0-9]+")


def letters(agenda: Agenda, by: str, today: date, remind: Sequence[int] = ()) -> Iterator[tuple[str, bytes]]:
    """The letters with the names of their files: one for each client or attorney that has something lapsed, overdue or
    due; none for the others.

    Args:
        agenda: what is to be done.
        by: `client` or `attorney`.
        today: the day of the letters.
        remind: see `as_ics.calendar`.
    """
    names = dict.fromkeys(getattr(docket.matter, by) or "" for docket in agenda.dockets)
    taken: set[str] = set()
    for name in names:
        dockets = tuple(docket for docket in agenda.dockets if (getattr(docket.matter, by) or "") == name)
        entries = tuple(entry for entry in agenda.entries if (getattr(entry.matter, by) or "") == name)
        if any(entry.group in _URGENT for entry in entries):
            own = replace(agenda, dockets=dockets, entries=entries)
            yield _file(name, by, taken), bytes(_letter(own, name, today, remind))


def _letter(own: Agenda, name: str, today: date, remind: Sequence[int]) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    urgent = [entry for entry in own.entries if entry.group in _URGENT]
    letter["Subject"] = _subject(urgent, name)
    letter["Date"] = format_datetime(datetime.combine(today, time(), _INDIA))
    if "@" in name:
        letter["To"] = escaped(name)
    look = Look(to_file=True, notes=True)
    letter.set_content(as_table.text(own, look))
    letter.add_alternative(as_html.text(own, look), subtype="html")
    feed = as_ics.calendar(own.entries, today, remind)
    letter.add_attachment(feed, maintype="text", subtype="calendar", filename="due.ics")
    for number, part in enumerate(each for each in letter.walk() if each.is_multipart()):
        part.set_boundary(_BOUNDARY.format(number))
    return letter


def _subject(urgent: Sequence[Entry], name: str) -> str:
    first = min((entry.day for entry in urgent if entry.day), default=None)
    acts = "1 deadline" if len(urgent) == 1 else f"{len(urgent)} deadlines"
    return escaped(f"{acts}{f', the first on {first}' if first else ''}{f': {name}' if name else ''}")


def _file(name: str, by: str, taken: set[str]) -> str:
    plain = _NAME.sub("-", name.lower()).strip("-")[:60] or f"no-{by}"
    file, number = plain, 1
    while file in taken:
        number += 1
        file = f"{plain}-{number}"
    taken.add(file)
    return f"{file}.eml"
