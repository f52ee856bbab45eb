"""A docket as a calendar that Outlook, Google and Thunderbird can read: a day for each act, none for what is done.

Feeds lose alarms, so reminders are events of their own. What an event is called (UID) never depends on its day: a day
that moves is the same event.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vCategory, vDDDTypes, vDuration, vText

from ipcalc.calc.matters.agenda import Agenda, agenda
from ipcalc.errors import BadRequest, escaped
from ipcalc.money import grouped
from ipcalc.report.authorities import authority
from ipcalc.report.former import OWN, cancelled, known, line, numbered
from ipcalc.report.limits import titled
from ipcalc.report.view import counted, day
from ipcalc.report.worded import without_options

if TYPE_CHECKING:
    from ipcalc.calc.matters.agenda import Entry
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.results import Deadline, LimitDate, Next
    from ipcalc.report.formats import Look

_PRODUCT = "-//ipcalc//deadlines of intellectual property in India//EN"
_SAME = {"STATUS": vText("CONFIRMED"), "TRANSP": vText("TRANSPARENT"), "X-MICROSOFT-CDO-BUSYSTATUS": vText("FREE")}
_ALARM = {"ACTION": vText("DISPLAY"), "TRIGGER": vDuration(timedelta(days=-7))}
NOT_SHOWN = ("done", "missed", "others")
_LINE = 74
_ESCAPES = b"\\^"
_ALIKE = {*_SAME, *_ALARM, "BEGIN", "END", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "DESCRIPTION", "CATEGORIES"}
_KEPT = 1 << 12
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
    today = result.today or date.today()
    if look.former is None:
        return calendar(result.entries, today, look.remind)
    return _updated(result, agenda(result.dockets, today).entries, today, look)


def calendar(entries: Iterable[Entry], today: date, remind: Sequence[int] = ()) -> bytes:
    """The calendar of a docket.

    Args:
        entries: what is to be done.
        today: the day on which it is made.
        remind: how many days before an act it is announced by an event of its own.

    Raises:
        BadRequest: a matter has no `ref`, without which its events cannot be told from others.
    """
    made = _made(entries, remind)
    stamp = _stamp(today)
    for event in made.values():
        numbered(event, None, stamp)
    return _written(made.values())


def _updated(result: Agenda, every: Iterable[Entry], today: date, look: Look) -> bytes:
    """The calendar of a docket and of what a former calendar has.

    Its events keep their number where nothing changed. What is not in the answer because it is far away stays; what
    was not asked for stays as it was; the rest is not there any more, and is cancelled.
    """
    former = known(look.former or b"")
    made = _made(result.entries, look.remind)
    made.update(_made(every, look.remind, former.keys() - made.keys()))
    stamp = _stamp(today)
    for uid, event in made.items():
        numbered(event, former.get(uid), stamp)
    asked = {name[: look.asked] for docket in result.dockets for name in _names(docket)}
    for uid, event in former.items():
        if uid not in made:
            is_asked = tuple(uid.removesuffix(OWN).split("/")[: look.asked]) in asked
            made[uid] = cancelled(event, stamp) if is_asked or not look.asked else event
    return _written(made.values())


def _made(entries: Iterable[Entry], remind: Sequence[int], wanted: Collection[str] | None = None) -> dict[str, Event]:
    """The events of entries by their UID; only those that are `wanted`, where some are."""
    return {uid: event for entry in entries for uid, event in _events(entry, remind, wanted)}


def _names(docket: Docket) -> Iterator[tuple[str, ...]]:
    """With what the UIDs of the events of a docket begin."""
    ref = docket.matter.ref or ""
    yield _name(ref)
    for answer in docket.deadlines:
        yield _name(ref, *_parts(docket.matter, answer))


def _stamp(today: date) -> datetime:
    return datetime.combine(today, time(), UTC)


def _written(events: Collection[Event]) -> bytes:
    made = Calendar()
    made.add("PRODID", _PRODUCT)
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    if len(events) > 1:
        made.add("X-WR-CALNAME", "Deadlines")
    made.subcomponents.extend(events)
    lines = _CalendarLines()
    return b"".join(lines.of(name, value) for name, value in made.property_items())


class _CalendarLines:
    """The lines of a calendar. One that many events have is made once."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, Any, str], bytes] = {}

    def of(self, name: str, value: Any) -> bytes:
        """The line of a property, folded."""
        if name not in _ALIKE:
            return _folded(line(name, value).encode())
        params = getattr(value, "params", None)
        key = name, value, str(params) if params else ""
        if key not in self._made:
            self._made[key] = _folded(line(name, value).encode())
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


def _events(entry: Entry, remind: Sequence[int], wanted: Collection[str] | None) -> Iterator[tuple[str, Event]]:
    for limit, on, days in _days(entry, remind):
        said = None
        for before in days:
            uid = _uid(entry, limit, before)
            if wanted is None or uid in wanted:
                said = said or vText("\n".join(_description(entry, limit)))
                yield uid, _event(entry, limit, uid, on, before, said)


def _days(entry: Entry, remind: Sequence[int]) -> Iterator[tuple[LimitDate, date, Sequence[int]]]:
    """The limits of an entry that have events: each with its day, and how many days before it these are."""
    if entry.group in NOT_SHOWN:
        return
    opens = entry.answer.limit("opens")
    if opens and opens.date and entry.group == "not yet":
        yield opens, opens.date, (0,)
    if entry.limit and entry.limit.kind != "opens" and entry.day:
        yield entry.limit, entry.day, (0,) if entry.group == "lapsed" else (0, *remind)


def _event(entry: Entry, limit: LimitDate, uid: str, on: date, before: int, said: vText) -> Event:
    event = Event()
    at = on - timedelta(days=before)
    event["UID"] = vText(uid)  # as `add` makes it, but for the search for the kind of each value
    event["DTSTART"] = _day(at)
    event["DTEND"] = _day(at + timedelta(days=1))
    event["SUMMARY"] = vText(_summary(entry, limit, before))
    event["DESCRIPTION"] = said
    event["CATEGORIES"] = _categories(entry.answer.right, entry.answer.state or entry.group)
    event.update(_SAME)
    if not before:
        alarm = Alarm(_ALARM)
        alarm["DESCRIPTION"] = event["SUMMARY"]
        event.add_component(alarm)
    return event


def _uid(entry: Entry, limit: LimitDate, before: int) -> str:
    matter = entry.matter
    if not matter.ref:
        raise BadRequest("a calendar needs a name for each matter, so that its events can be told apart: give --ref")
    parts = [matter.ref, *_parts(matter, entry.answer), limit.kind, *(["built-in"] if entry.answer.left_out_by else [])]
    return "/".join(_name(*parts, *([f"remind-{before}"] if before else []))) + OWN


def _parts(matter: Matter, answer: Deadline) -> tuple[str, str, str]:
    """The proceeding, the period, and which of the times of a period it is: an occurrence, an office abroad, or an
    earlier day of an event that came again."""
    which = answer.place or answer.occurrence or _time(matter, answer)
    return answer.proceeding or "", answer.period, "" if which is None else str(which)


def _time(matter: Matter, answer: Deadline) -> str | None:
    """The number of an earlier day of an event; None for the last, which may be the only one."""
    own = next((each for each in matter.proceedings if each.ref == answer.proceeding), matter)
    days = own.earlier.get(answer.trigger.event) or matter.earlier.get(answer.trigger.event, ())
    return f"time-{days.index(answer.trigger.date) + 1}" if answer.trigger.date in days else None


def _name(*parts: str) -> tuple[str, ...]:
    return tuple(quote(part, safe="") for part in parts)


@lru_cache(_KEPT)
def _day(on: date) -> vDDDTypes:
    return vDDDTypes(on)


@lru_cache(_KEPT)
def _categories(*names: str) -> vCategory:
    return vCategory(list(names))


def _summary(entry: Entry, limit: LimitDate, before: int) -> str:
    doubt = "? " if any(note.kind == "doubt" for note in entry.answer.notes) else ""
    state = "" if entry.group in ("due", "later", "not yet") else f" [{entry.answer.state or entry.group}]"
    what = _KINDS[limit.kind] if limit.date else "safe until this day"
    said = f"{doubt}{entry.matter.ref}: {titled(entry.answer)}, {what}{state}"
    return escaped(f"in {counted(before, 'day')}: {said}" if before else said)


def _description(entry: Entry, limit: LimitDate) -> Iterator[str]:
    answer = entry.answer
    for each in (limit, *(other for other in answer.limits if other is not limit)):
        if each.date:
            yield f"{_KINDS[each.kind].capitalize()}: {day(each.date)}" + _by(each)
        elif each.act_by:
            yield f"Open until an event that may come any day; safe until {day(each.act_by)} whatever happens"
    yield f"Authority: {authority(answer.law)}"
    if limit.form:
        yield f"Form: {limit.form}"
    if answer.next and answer.next.amount is not None:
        yield f"Sum: {_sum(answer.next)}"
    if answer.if_missed:
        yield f"If missed: {answer.if_missed}"
    for name in ("title", "number", "client"):
        if value := getattr(entry.matter, name):
            yield f"{name.capitalize()}: {escaped(value)}"
    for note in answer.notes:
        if note.kind == "doubt":
            yield f"Doubt: {without_options(note.text)}"
    yield f"Rulebook {answer.rulebook.version}, checked to {answer.rulebook.checked_to}. Not legal advice."


def _sum(ahead: Next) -> str:
    """What is paid, and how much it is on the last day where it grows."""
    now, last = (f"{ahead.currency} {grouped(each or 0)}" for each in (ahead.amount, ahead.amount_until))
    return now if ahead.amount_until is None else f"{now}, growing to {last} on the last day"


def _by(limit: LimitDate) -> str:
    return f", act by {day(limit.act_by)}" if limit.act_by and limit.act_by != limit.date else ""
