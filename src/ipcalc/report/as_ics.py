"""A docket as a calendar that Outlook, Google and Thunderbird can read: a day for each act, none for what is done.

Feeds lose alarms, so reminders are events of their own. What an event is called (UID) never depends on its day: a day
that moves is the same event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vCategory, vDDDTypes, vDuration, vInt, vText

from ipcalc.calc.matters.agenda import Agenda
from ipcalc.errors import BadRequest, escaped
from ipcalc.money import grouped

if TYPE_CHECKING:
    from ipcalc.calc.matters.agenda import Entry
    from ipcalc.calc.results import LimitDate
    from ipcalc.report.formats import Look

_PRODUCT = "-//ipcalc//deadlines of intellectual property in India//EN"
_SAME = {"STATUS": vText("CONFIRMED"), "TRANSP": vText("TRANSPARENT"), "X-MICROSOFT-CDO-BUSYSTATUS": vText("FREE")}
_ALARM = {"ACTION": vText("DISPLAY"), "TRIGGER": vDuration(timedelta(days=-7))}
NOT_SHOWN = ("done", "missed", "others")
_LINE = 74
_UNFOLDED = re.compile(rb"\r?\n(?![ \t])")
_LONGEST = 1 << 16  # bytes of a line of a former calendar, with those that continue it
_NUMBERS = 1 << 31
_ESCAPES = b"\\^"
_ALIKE = {*_SAME, *_ALARM, "BEGIN", "END", "DTSTAMP", "SEQUENCE"}
_UNSTABLE = ("DTSTAMP", "SEQUENCE", "LAST-MODIFIED")
_KINDS = {
    "opens": "may be done from",
    "due": "due",
    "extended": "last day with the extension",
    "late": "last day with surcharge",
    "restoration": "last day for restoration",
}


def text(result: Any, look: Look) -> bytes:
    """The calendar of a docket.

    Raises:
        BadRequest: it is no docket, or `calendar` refuses it.
    """
    if not isinstance(result, Agenda):
        raise BadRequest("a calendar is made of deadlines: ipcalc docket, or ipcalc deadline")
    return calendar(result.entries, result.today or date.today(), look.remind, look.former)


def calendar(entries: Iterable[Entry], today: date, remind: Sequence[int] = (), former: bytes | None = None) -> bytes:
    """The calendar of a docket.

    Args:
        entries: what is to be done.
        today: the day on which it is made.
        remind: how many days before an act it is announced by an event of its own.
        former: a calendar made before; its events keep their number where nothing changed, and are cancelled where
            they are not there any more.

    Raises:
        BadRequest: a matter has no `ref`, without which its events cannot be told from others, or `former` is no
            calendar.
    """
    made = _Feed()
    made.add("PRODID", _PRODUCT)
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    events = {str(event["UID"]): event for entry in entries for event in _events(entry, remind)}
    known = _known(former)
    stamp = datetime.combine(today, time(), UTC)
    for uid, event in events.items():
        _number(event, known.get(uid), stamp)
    for uid, event in known.items():
        if uid not in events:
            events[uid] = _cancelled(event, stamp)
    if len(events) > 1:
        made.add("X-WR-CALNAME", "Deadlines")
    for event in events.values():
        made.add_component(event)
    return b"".join(_folded(line.encode()) for line in made.content_lines() if line)


class _Feed(Calendar):
    """A calendar in which a line that each event has is made once."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[tuple[str, Any, str], Any] = {}

    def content_line(self, name: str, value: Any, sorted: bool = True) -> Any:
        if name not in _ALIKE:
            return super().content_line(name, value, sorted=sorted)
        params = getattr(value, "params", None)
        key = name, value, str(params) if params else ""
        if key not in self._made:
            self._made[key] = super().content_line(name, value, sorted=sorted)
        return self._made[key]


def _folded(line: bytes) -> bytes:
    """A line in parts of at most 75 bytes: many times quicker than the library, which counts letter by letter."""
    parts = []
    while len(line) > _LINE:
        end = _LINE
        while line[end] & 0xC0 == 0x80:  # within a letter of several bytes
            end -= 1
        end -= line[end - 1] in _ESCAPES
        parts.append(line[:end])
        line = line[end:]
    return b"\r\n ".join([*parts, line]) + b"\r\n"


def _events(entry: Entry, remind: Sequence[int]) -> Iterator[Event]:
    if entry.group in NOT_SHOWN:
        return
    opens = entry.answer.limit("opens")
    if opens and opens.date and entry.group == "not yet":
        yield _event(entry, opens, opens.date, 0)
    if entry.limit and entry.limit.kind != "opens" and entry.day:
        yield _event(entry, entry.limit, entry.day, 0)
        for days in remind:
            yield _event(entry, entry.limit, entry.day, days)


def _event(entry: Entry, limit: LimitDate, day: date, before: int) -> Event:
    event = Event()
    at = day - timedelta(days=before)
    event["UID"] = vText(_uid(entry, limit, before))  # as `add` makes it, but for the search for the kind of each value
    event["DTSTART"] = vDDDTypes(at)
    event["DTEND"] = vDDDTypes(at + timedelta(days=1))
    event["SUMMARY"] = vText(_summary(entry, limit, before))
    event["DESCRIPTION"] = vText("\n".join(_description(entry, limit)))
    event["CATEGORIES"] = vCategory([entry.answer.right, entry.answer.state or entry.group])
    event.update(_SAME)
    if not before:
        alarm = Alarm(_ALARM)
        alarm["DESCRIPTION"] = event["SUMMARY"]
        event.add_component(alarm)
    return event


def _uid(entry: Entry, limit: LimitDate, before: int) -> str:
    matter, answer = entry.matter, entry.answer
    if not matter.ref:
        raise BadRequest("a calendar needs a name for each matter, so that its events can be told apart: give --ref")
    number = "" if answer.occurrence is None else str(answer.occurrence)
    parts = [matter.ref, answer.proceeding or "", answer.period, number, limit.kind]
    return "/".join(quote(part, safe="") for part in [*parts, *([f"remind-{before}"] if before else [])]) + "@ipcalc"


def _summary(entry: Entry, limit: LimitDate, before: int) -> str:
    number = "" if entry.answer.occurrence is None else f" {entry.answer.occurrence}"
    doubt = "? " if any(note.kind == "doubt" for note in entry.answer.notes) else ""
    state = "" if entry.group in ("due", "later", "not yet") else f" [{entry.answer.state or entry.group}]"
    said = f"{doubt}{entry.matter.ref}: {entry.answer.title}{number}, {_KINDS[limit.kind]}{state}"
    days = "1 day" if before == 1 else f"{before} days"
    return escaped(f"in {days}: {said}" if before else said)


def _description(entry: Entry, limit: LimitDate) -> Iterator[str]:
    answer = entry.answer
    for each in (limit, *(other for other in answer.limits if other is not limit)):
        if each.date:
            yield f"{_KINDS[each.kind].capitalize()}: {each.date:%a} {each.date}" + _by(each)
    yield f"Authority: {answer.law.citation} (evidence: {answer.law.evidence})"
    if limit.form:
        yield f"Form: {limit.form}"
    if answer.next and answer.next.amount is not None:
        yield f"Sum: {answer.next.currency} {grouped(answer.next.amount)}"
    if answer.if_missed:
        yield f"If missed: {answer.if_missed}"
    for name in ("title", "number", "client"):
        if value := getattr(entry.matter, name):
            yield f"{name.capitalize()}: {escaped(value)}"
    for note in answer.notes:
        if note.kind == "doubt":
            yield f"Doubt: {note.text}"
    yield f"Rulebook {answer.rulebook.version}, checked to {answer.rulebook.checked_to}. Not legal advice."


def _by(limit: LimitDate) -> str:
    return f", act by {limit.act_by:%a} {limit.act_by}" if limit.act_by and limit.act_by != limit.date else ""


def _known(former: bytes | None) -> dict[str, Event]:
    """The events of a former calendar by their UID.

    Raises:
        BadRequest: it is no calendar, or one of its events is not as calendars have them.
    """
    if former is None:
        return {}
    try:
        if any(len(line) > _LONGEST for line in _UNFOLDED.split(former)):
            raise ValueError(f"a line has more than {_LONGEST:,} bytes")
        read = Calendar.from_ical(former)
        found = [event for event in read.walk("VEVENT") if isinstance(event, Event) and "UID" in event]
        for event in found:
            _check(event)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the calendar to update cannot be read: {error}") from error
    return {str(event["UID"]): event for event in found}


def _check(event: Event) -> None:
    """Raise ValueError where the number or the day of making of an event are not as a calendar has them."""
    number = event.get("SEQUENCE", 0)
    made: Any = event.get("DTSTAMP")
    stamp = None
    if made is not None:
        with suppress(ValueError, AttributeError):  # a broken property raises where its value is asked for
            stamp = made.dt
    if not isinstance(number, int) or not 0 <= number < _NUMBERS:
        raise ValueError(f"SEQUENCE should be a whole number below {_NUMBERS:,}")
    if made is not None and not isinstance(stamp, date):
        raise ValueError("DTSTAMP should be a day and a time")


def _number(event: Event, old: Event | None, stamp: datetime) -> None:
    """Give an event its number and day of making: those of its former self where nothing changed."""
    same = old is not None and _content(old) == _content(event)
    sequence = int(old.get("SEQUENCE", 0)) if old is not None else 0
    if old is not None and same and "DTSTAMP" in old:
        event.add("DTSTAMP", old.decoded("DTSTAMP"))
    else:
        event["DTSTAMP"] = vDDDTypes(stamp)
    event["SEQUENCE"] = vInt(sequence if same or old is None else sequence + 1)


def _cancelled(old: Event, stamp: datetime) -> Event:
    """An event that is not there any more; one that was cancelled before stays as it is."""
    if str(old.get("STATUS", "")) == "CANCELLED":
        return old
    changed = {"STATUS": "CANCELLED", "DTSTAMP": stamp, "SEQUENCE": int(old.get("SEQUENCE", 0)) + 1}
    for name, value in changed.items():
        old.pop(name, None)
        old.add(name, value)
    old.subcomponents.clear()
    return old


def _content(event: Event) -> bytes:
    lines = event.copy(recursive=True)
    for name in _UNSTABLE:
        lines.pop(name, None)
    return bytes(lines.to_ical())
