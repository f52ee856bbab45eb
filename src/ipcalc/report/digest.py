"""Letters about what is due: one for each client or attorney, with its own matters alone. A mailer sends them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from ipcalc.calc.matters.agenda import Agenda, Entry
from ipcalc.errors import escaped
from ipcalc.frozen import replace
from ipcalc.report import as_html, as_ics, as_table
from ipcalc.report.formats import Look
from ipcalc.report.view import counted

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.matters.docket import Docket

_INDIA = timezone(timedelta(hours=5, minutes=30))
_URGENT = ("lapsed", "overdue", "due")
_BOUNDARY = "ipcalc-part-{}"
_MAILBOX = r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_ADDRESS = re.compile(rf"(?P<address>{_MAILBOX})|(?P<name>[^<>@]*)<(?P<own>{_MAILBOX})>")
_LONGEST = 60  # letters of the name of a file
_BYTES = 150
_TAKEN = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d")  # names that Windows keeps for its devices


def letters(agenda: Agenda, by: str, today: date, remind: Sequence[int] = ()) -> Iterator[tuple[str, bytes]]:
    """The letters with the names of their files: one for each client or attorney that has something lapsed, overdue,
    due or unconfirmed; none for the others.

    Args:
        agenda: what is to be done.
        by: `client` or `attorney`.
        today: the day of the letters.
        remind: see `as_ics.calendar`.
    """
    names = dict.fromkeys(getattr(docket.matter, by) or "" for docket in agenda.dockets)
    files = _files(names, by)
    for name in names:
        dockets = tuple(docket for docket in agenda.dockets if (getattr(docket.matter, by) or "") == name)
        entries = tuple(entry for entry in agenda.entries if (getattr(entry.matter, by) or "") == name)
        if any(entry.group in _URGENT for entry in entries) or any(map(_unconfirmed, dockets)):
            own = replace(agenda, dockets=dockets, entries=entries)
            yield files[name], bytes(_letter(own, name, today, remind))


def _letter(own: Agenda, name: str, today: date, remind: Sequence[int]) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    urgent = [entry for entry in own.entries if entry.group in _URGENT]
    letter["Subject"] = _subject(_about(urgent) if urgent else _to_confirm(own), name)
    letter["Date"] = format_datetime(datetime.combine(today, time(), _INDIA))
    if to := _addresses(name):
        letter["To"] = to
    look = Look(to_file=True, see=True)
    letter.set_content(as_table.text(own, look))
    letter.add_alternative(as_html.text(own, look), subtype="html")
    feed = as_ics.calendar(own.entries, today, remind)
    letter.add_attachment(feed, maintype="text", subtype="calendar", filename="due.ics")
    for number, part in enumerate(each for each in letter.walk() if each.is_multipart()):
        part.set_boundary(_BOUNDARY.format(number))
    return letter


def _addresses(name: str) -> tuple[Address, ...]:
    """The addresses that a name is, or has in angle brackets, with commas between them; none where a part is none."""
    parts = [_ADDRESS.fullmatch(part.strip()) for part in re.split("[,;]", name)]
    found = [
        Address(escaped((part["name"] or "").strip()), addr_spec=part["own"] or part["address"])
        for part in parts
        if part
    ]
    return tuple(found) if len(found) == len(parts) else ()


def _about(urgent: Sequence[Entry]) -> str:
    """How many deadlines there are and when the first of them is, and how many have lapsed."""
    ahead = [entry for entry in urgent if entry.group != "lapsed"]
    first = min((entry.day for entry in ahead if entry.day), default=None)
    said = [f"{counted(len(ahead), 'deadline')}{f', the first on {first}' if first else ''}"] if ahead else []
    lapsed = len(urgent) - len(ahead)
    return "; ".join([*said, *([f"{lapsed} lapsed"] if lapsed else [])])


def _to_confirm(own: Agenda) -> str:
    return f"{counted(sum(map(_unconfirmed, own.dockets)), 'past act')} to confirm"


def _unconfirmed(docket: Docket) -> int:
    """How many periods of a matter have an act that is past and not on record."""
    return len({(each.proceeding, each.period) for each in docket.deadlines if each.unconfirmed})


def _subject(what: str, name: str) -> str:
    return escaped(f"{what}{f': {name}' if name else ''}")


def _files(names: Iterable[str], by: str) -> Mapping[str, str]:
    """The file of each name. Where several names look alike in it, a part of its own tells each of them: a file never
    changes hands when another name comes or goes."""
    plain = {name: _plain(name, by) for name in names}
    alike = list(plain.values())
    return {
        name: f"{file}.eml" if alike.count(file) == 1 else f"{file}-{sha256(name.encode()).hexdigest()[:8]}.eml"
        for name, file in plain.items()
    }


def _plain(name: str, by: str) -> str:
    """A name in small letters and numbers of any script, so short that it can be that of a file."""
    small = unicodedata.normalize("NFC", name.lower())
    signs = (sign if unicodedata.category(sign)[0] in "LMN" else "-" for sign in small)
    words = "-".join(filter(None, "".join(signs).split("-")))[:_LONGEST]
    found = words.encode()[:_BYTES].decode(errors="ignore").strip("-")
    if not found:
        return f"no-{by}"
    return f"{by}-{found}" if _TAKEN.fullmatch(found) else found
