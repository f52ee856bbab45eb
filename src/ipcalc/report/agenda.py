"""What is to be done, one row an act, in groups: for the eye, and as records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from ipcalc.calc.deadlines.state import LAPSED
from ipcalc.calc.matters.findings import in_vain
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.base import DOUBT, INFORMATION
from ipcalc.money import grouped
from ipcalc.report.authorities import authority
from ipcalc.report.limits import doubted, paid, titled
from ipcalc.report.view import ResultColumn, View, counted, day, named, view

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.matters.agenda import Agenda, Entry
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.results import Deadline
    from ipcalc.report.formats import Look

K = TypeVar("K")

_TITLES = {
    "lapsed": "Lapsed",
    "overdue": "Overdue, can still be saved",
    "due": "Due in {within} days",
    "later": "Later",
    "not yet": "Not yet: may be done from a later day",
    "standing": "Open until an event that may come any day",
    "projected": "Projected",
    "missed": "Missed, but nothing is lost",
    "others": "Times of the office and of others",
    "done": "Past and done",
}
_WIDE_ENOUGH, _ROOMY = 100, 130  # for weekdays; for a column of what comes then
_SHORT = 12  # letters of a ref that is not broken
_NAMED = 5  # of what is not confirmed
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS = {
    "opens": "from",
    "due": "due",
    "extended": "with extension",
    "late": "with surcharge",
    "restoration": "restoration",
}


@frozen
class _EntryRow:
    """An entry, the numbers under which its authority and its doubts stand below, and whether the title of its group
    says where it stands."""

    entry: Entry
    see: str
    titled: bool = True


class _Footnotes:
    """Authorities and notes, each once, under a number."""

    def __init__(self, *, every: bool) -> None:
        self._numbers: dict[tuple[str, str], str] = {}
        self._every = every

    def of(self, answer: Deadline) -> str:
        """The numbers of what is said of an answer."""
        said = [("A", authority(answer.law))]
        notes = (note for note in answer.notes if self._every or note.kind != INFORMATION)
        said += [("N", f"{note.text}") for note in notes]
        return ", ".join(self._number(letter, text) for letter, text in said)

    def _number(self, letter: str, text: str) -> str:
        known = sum(1 for each, _ in self._numbers if each == letter)
        return self._numbers.setdefault((letter, text), f"{letter}{known + 1}")

    def views(self) -> Iterator[View]:
        """The authorities, and the notes."""
        for letter, title in (("A", "Authorities"), ("N", "Doubts, conditions and notes")):
            rows = tuple((number, text) for (each, text), number in self._numbers.items() if each == letter)
            if rows:
                yield View(title, columns=("no.", "what"), rows=rows, firm=frozenset({"no."}))


def agenda(answer: Agenda, look: Look) -> list[View]:
    """The groups; what waits for which event and what else may apply; authorities and notes, where they are wanted."""
    see = look.see or look.notes
    said = _Footnotes(every=look.notes)
    titled = answer.by == "date"
    rows = [
        (each.name, [_EntryRow(entry, said.of(entry.answer), titled) for entry in each.entries])
        for each in answer.groups
    ]
    columns = (*_columns(look, answer), *([_SEE] if see else []))
    groups = [_group(answer, name, some, columns) for name, some in rows]
    beside = [*_unconfirmed(answer.dockets)]
    beside += [*_waiting(answer.dockets, look), *_may_apply(answer.dockets, look), *_refused(answer.dockets)]
    beside += [*_no_sums(answer.entries), *([] if look.cells else _doubts(answer.entries, look, see=see))]
    shown = [_head(answer, whole=see), *groups, *([View("Beside these", notes=tuple(beside))] if beside else [])]
    return [*shown, *said.views()] if see else shown


def _head(answer: Agenda, *, whole: bool) -> View:
    matters = {id(docket.matter): docket.matter for docket in answer.dockets}
    facts = [("as of", day(answer.today))] if answer.today else []
    if len(matters) == 1:
        (matter,) = matters.values()
        pairs = [(name, getattr(matter, name)) for name in ("title", "number", "client", "attorney", "office")]
        facts = [*((name, value) for name, value in pairs if value), *facts]
        facts += [(name, day(on)) for name, on in matter.events.items()]
        title = (
            f"Docket of {matter.name} ({matter.right})" if matter.name != matter.right else f"Docket ({matter.name})"
        )
    else:
        title = f"Docket of {counted(len(matters), 'matter')}"
        clients = list(dict.fromkeys(matter.client for matter in matters.values() if matter.client))
        facts += [("client", ", ".join(clients))] if len(clients) == 1 or (whole and clients) else []
        facts += [("matters", ", ".join(matter.ref or matter.right for matter in matters.values()))] if whole else []
    for name, number in _counted(answer).items():
        facts.append((name, str(number)))
    rows = [_EntryRow(entry, "") for entry in answer.entries]
    return view(title, (), rows, facts=facts, kept=_FIELDS, tone=_tone)


def _counted(answer: Agenda) -> dict[str, int]:
    """How many entries the groups have that need somebody's attention."""
    counts = {name: sum(entry.group == name for entry in answer.entries) for name in ("lapsed", "overdue", "due")}
    return {_title(name, answer): number for name, number in counts.items() if number}


def _group(answer: Agenda, name: str, rows: Sequence[_EntryRow], columns: Sequence[ResultColumn]) -> View:
    return replace(view(_title(name, answer), columns, rows, tone=_tone), fields=(), records=())


def _tone(row: _EntryRow) -> str:
    return row.entry.group


def _title(name: str, answer: Agenda) -> str:
    return _TITLES[name].format(within=answer.within) if answer.by == "date" else name


def _columns(look: Look, answer: Agenda) -> tuple[ResultColumn, ...]:
    refs = [entry.matter.ref or "" for entry in answer.entries]
    several = len(answer.dockets) > 1 or any(refs)
    ref = [_REF._replace(firm=max(map(len, refs), default=0) <= _SHORT)] if several else []
    what = _WHAT_ALL if look.away else _WHAT_THEN
    rest = [_WHAT, _LAST, _THEN, _SUM] if look.width >= _ROOMY else [what, _LAST, _SUM_NOW]
    found = (_ACT_BY, _LEFT, *ref, *rest)
    return found if look.width < _WIDE_ENOUGH else tuple(_WIDE.get(column.heading, column) for column in found)


_TOLD = ("overdue", "missed", "others", "done")  # the groups whose entries may stand in several ways


def _what(row: _EntryRow) -> str:
    entry = row.entry
    told = _TOLD if row.titled else (*_TOLD, "lapsed")
    state = f": {_state(entry)}" if entry.group in told else ""
    opens = f", from {entry.opens}" if entry.opens else ""
    act = f" ({act})" if (act := in_vain(entry.answer)) else ""
    return f"{'? ' if _doubtful(entry) else ''}{titled(entry.answer)}{_of_limit(entry)}{state}{opens}{act}"


def _state(entry: Entry) -> str | None:
    return "no act on record" if entry.group == "done" and entry.answer.state == LAPSED else entry.answer.state


def _of_limit(entry: Entry) -> str:
    """Which limit it is, where it is not the due date, and its form."""
    limit = entry.limit
    if limit is None:
        return ""
    said = f", {_KINDS[limit.kind]}" if limit.kind not in ("opens", "due") else ""
    return said + (f" [{limit.form}]" if limit.form and limit.form not in entry.answer.title else "")


def _what_then(row: _EntryRow) -> str:
    what, then = _what(row), _then(row)
    return f"{what}; then {then}" if then else what


def _what_all(row: _EntryRow) -> str:
    """What, what comes then, and how far the sum grows, which others read on a later day."""
    ahead, what = row.entry.answer.next, _what_then(row)
    if ahead is None or ahead.amount_until is None:
        return what
    return f"{what}; the sum grows to {grouped(ahead.amount_until)}"


def _then(row: _EntryRow) -> str:
    then = row.entry.then
    return f"{_KINDS[then.kind]} {then.act_by or then.date}" if then else ""


def _sum(row: _EntryRow) -> str:
    return paid(row.entry.answer.next)


def _sum_now(row: _EntryRow) -> str:
    return paid(row.entry.answer.next).partition(" to ")[0]


def _last(row: _EntryRow) -> date | None:
    limit = row.entry.limit
    return limit.date if limit and limit.kind != "opens" else None


def _left(row: _EntryRow) -> str:
    left = row.entry.limit.days_left if row.entry.limit else None
    return "" if left is None else str(left)


def _doubtful(entry: Entry) -> bool:
    return any(note.kind == DOUBT for note in entry.answer.notes)


def _waiting(dockets: Sequence[Docket], look: Look) -> Iterator[str]:
    """One line for each event: what waits for it; in words for readers who do not know the ids."""
    waiting = [each for docket in dockets for each in docket.waiting]
    if look.away:
        words = _beside((each.event_title, each.title) for each in waiting)
        yield from (f"Waiting for the {event}: {'; '.join(titles)}" for event, titles in words.items())
        return
    rights = {docket.right for docket in dockets}
    found = _beside((each.event, _short(each.period, rights)) for each in waiting)
    yield from (f"Waiting for {event}: {', '.join(names)}" for event, names in found.items())


def _beside(pairs: Iterable[tuple[K, str]]) -> Mapping[K, Iterable[str]]:
    """The first of each pair, and beside it each second that it has, once."""
    found: dict[K, dict[str, None]] = {}
    for first, second in pairs:
        found.setdefault(first, {})[second] = None
    return found


def _short(period: str, rights: Iterable[str]) -> str:
    """A period without the right to which it belongs, where that is one of some."""
    return next((period.removeprefix(f"{each}-") for each in rights if period.startswith(f"{each}-")), period)


def _unconfirmed(dockets: Sequence[Docket]) -> Iterator[str]:
    """What is past and has no act on record, however far the next day is."""
    found: dict[str, None] = {}
    for docket in dockets:
        for each in docket.deadlines:
            past = each.unconfirmed
            if past is not None:
                name = f" of {docket.matter.name}" if len(dockets) > 1 else ""
                found[f"{each.title} {past.occurrence}{name} (due {past.due or past.lapsed_on})"] = None
    if found:
        more = f"; and {len(found) - _NAMED} more, which ipcalc check names" if len(found) > _NAMED else ""
        named = "; ".join(list(found)[:_NAMED])
        yield f"The time is over, but no act is on record: {named}{more}. Say which was paid last (through)."


def _may_apply(dockets: Sequence[Docket], look: Look) -> Iterator[str]:
    """What belongs to a matter only where something more is given: what may be given, or with the notes one line for
    each of these with its periods; of many matters, and for readers who cannot ask for the notes, how many periods."""
    found = _possible(dockets)
    if look.notes:
        yield from (f"If {where} is given: {', '.join(names)}" for where, names in found.items())
    elif found and len(dockets) == 1 and not look.away:
        yield f"More may apply if one of these is given: {', '.join(found)}"
    elif found:
        periods = {each.period for docket in dockets for each in docket.may_apply}
        hint = "" if look.away else ": --notes says what"
        yield f"More may apply if something else is given ({counted(len(periods), 'period')}){hint}."


def _possible(dockets: Sequence[Docket]) -> Mapping[str, Iterable[str]]:
    """For each event or fact the periods that would belong to a matter if it were given."""
    rights = {docket.right for docket in dockets}
    periods = (each for docket in dockets for each in docket.may_apply)
    return _beside((where, _short(each.period, rights)) for each in periods for where in each.where)


def _no_sums(entries: Sequence[Entry]) -> Iterator[str]:
    """Which sums are not there because a matter does not give the numbers on which they depend."""
    nexts = ((entry.answer.next, entry.matter.ref or "") for entry in entries)
    found = _beside((ahead.needs, ref) for ahead, ref in nexts if ahead and ahead.needs)
    said = (
        f"{', '.join(needs)} ({', '.join(refs)})" if any(refs) else ", ".join(needs) for needs, refs in found.items()
    )
    if found:
        yield f"Some sums are not shown, since these numbers are not given: {'; '.join(said).replace('_', ' ')}."


def _doubts(entries: Sequence[Entry], look: Look, *, see: bool) -> Iterator[str]:
    """How many rows rest on a doubt."""
    doubts = sum(map(_doubtful, entries))
    if doubts:
        hint = ", which stands below under its number" if see else "" if look.away else ": --notes says which"
        yield doubted(doubts, hint)


def _refused(dockets: Sequence[Docket]) -> Iterator[str]:
    """Why periods have no answer; what differs by its dates alone is said once, with the number of times."""
    found: dict[str, list[str]] = {}
    for reason in (reason for docket in dockets for _, reason in docket.refused):
        found.setdefault(_DATE.sub("...", reason, count=1), []).append(reason)
    for alike, reasons in found.items():
        yield f"{alike} ({counted(len(reasons), 'time')})" if len({*reasons}) > 1 else reasons[0]


_ACT_BY = ResultColumn("act by", "entry.limit?.act_by", firm=True)
_LAST = ResultColumn("last day", "entry.limit?.date", firm=True)
_LEFT = ResultColumn("days", _left, right=True, firm=True)
_REF = ResultColumn("ref", "entry.matter.name")
_WHAT = ResultColumn("what", _what)
_WHAT_THEN, _WHAT_ALL = ResultColumn("what", _what_then), ResultColumn("what", _what_all)
_THEN = ResultColumn("then", _then, firm=True)
_SUM = ResultColumn("rupees", _sum, right=True, firm=True)
_SUM_NOW = _SUM._replace(take=_sum_now)
_SEE = ResultColumn("see", "see")
_WIDE = {
    "act by": _ACT_BY._replace(take=lambda row: day(row.entry.limit.act_by) if row.entry.limit else ""),
    "last day": _LAST._replace(take=lambda row: day(row.entry.limit.date) if row.entry.limit else ""),
}
_FIELDS = (
    ResultColumn("ref", lambda row: row.entry.matter.ref or row.entry.matter.number),
    ResultColumn("client", "entry.matter.client"),
    *named("right", "title", "period", "occurrence", of="entry.answer"),
    ResultColumn("limit", "entry.limit?.kind"),
    *named("act_by", "date", "rolls_to", "days_left", of="entry.limit?"),
    ResultColumn("state", "entry.answer.state"),
    ResultColumn("then", "entry.then?.kind"),
    ResultColumn("then_by", lambda row: row.entry.then.act_by or row.entry.then.date if row.entry.then else None),
    *named("form", "fee", of="entry.limit?"),
    *named("amount", of="entry.answer.next?"),
    ResultColumn("authority", "entry.answer.law.citation"),
    ResultColumn("doubts", lambda row: " | ".join(n.text for n in row.entry.answer.notes if n.kind == DOUBT)),
)
