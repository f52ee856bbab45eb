"""Rows of deadlines: a period, the dates of a matter, and the cells that they gain."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ipcalc import dates
from ipcalc.batch.cells import COLUMNS, Cells, cells, refused
from ipcalc.batch.plan import Plan, Plans
from ipcalc.batch.tables import Unplanned, number_of
from ipcalc.calc.case import Options
from ipcalc.errors import BadRequest, IpcalcError
from ipcalc.frozen import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ipcalc.book import Book

_KEPT = 4096
_DIGITS = 9
_DATES_KEPT = 32_768


@frozen
class Settings:
    """What holds for all rows of a file: `period`, `office` and `as_of` where a row has none of its own."""

    today: date
    period: str | None = None
    office: str | None = None
    as_of: date | None = None
    suspensions: bool = False
    strict: bool = False
    dayfirst: bool = False


class Question(NamedTuple):
    """What a row asks: a period, the dates of its events, the options, and which return of it that is not `done`."""

    period: str
    events: dict[str, date]
    options: Options
    occurrence: int | None
    done: date | None


class Dates(dict[str, date]):
    """Dates by their text, of which the same come again and again."""

    def __init__(self, dayfirst: bool) -> None:
        super().__init__()
        self._dayfirst = dayfirst

    def __missing__(self, text: str) -> date:
        if len(self) >= _DATES_KEPT:
            self.clear()
        day = self[text] = dates.parse(text, dayfirst=self._dayfirst)
        return day


class Numbers(dict[str, int]):
    """The numbers of dates by their text."""

    def __init__(self, known: Dates) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, text: str) -> int:
        if len(self) >= _DATES_KEPT:
            self.clear()
        number = self[text] = number_of(self._known[text])
        return number


class DeadlineRows:
    """Answers rows of deadlines: see `Answers`."""

    adds = COLUMNS

    def __init__(self, book: Book, settings: Settings) -> None:
        self._engine = book.engine
        self._book = book.rulebook
        self._settings = settings
        if settings.period is not None:
            self._book.period_id(settings.period)
        if settings.office is not None:
            self._settings = replace(settings, office=self._book.office(settings.office))
        self._plans = Plans(self._engine, settings.today)
        self._dates = Dates(settings.dayfirst)
        self._numbers = Numbers(self._dates)
        self._uses: dict[str, tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]] = {}
        self._kept: OrderedDict[tuple[object, ...], Cells] = OrderedDict()
        self._plain: dict[str, Plan] = {}
        self._exact = not (settings.as_of or settings.suspensions or settings.strict)
        self.reads = ("period", "date", "office", "as_of", "occurrence", "done", *self._book.raw("events"))

    def use(self, columns: Mapping[str, int]) -> None:
        """Take the places of the columns of a file.

        Raises:
            BadRequest: there is no column for the period, or none for any date.
        """
        if "period" not in columns and self._settings.period is None:
            raise BadRequest("no column 'period': name it with --map HEADING=period, or give --period for all rows")
        if "date" not in columns and not any(name in columns for name in self._book.raw("events")):
            raise BadRequest("no column 'date', and none for an event: name it with --map HEADING=date")
        self._place = dict(columns)
        self._period, self._date = columns.get("period"), columns.get("date")
        self._others = tuple((name, place) for name, place in columns.items() if name not in ("period", "date"))

    def answer(self, rows: Sequence[Sequence[str]]) -> list[Cells]:
        """The cells that each row gains, in order."""
        found: list[Cells | None] = [None] * len(rows)
        same: dict[str, tuple[list[int], list[int]]] = {}
        period, fixed = self._period, self._settings.period or ""
        for number, (row, day) in enumerate(zip(rows, self._dates_alone(rows), strict=True)):
            if day is None:
                found[number] = self._one(row)
                continue
            name = row[period] if period is not None else fixed
            numbers, days = same.get(name) or same.setdefault(name, ([], []))
            numbers.append(number)
            days.append(day)
        for name, (numbers, days) in same.items():
            self._many(name, numbers, days, rows, found)
        return found  # type: ignore[return-value]

    def _dates_alone(self, rows: Sequence[Sequence[str]]) -> Sequence[int | None]:
        """The day of each row that gives the date of its period, and nothing else that matters."""
        when, others, known = self._date, [place for _, place in self._others], self._numbers
        if when is None or not self._exact:
            return [None] * len(rows)
        texts = [row[when] for row in rows]
        with contextlib.suppress(Unplanned, IpcalcError):
            if not any(row[place] for place in others for row in rows):
                return list(map(known.__getitem__, texts))
        found: list[int | None] = [None] * len(rows)
        for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
            with contextlib.suppress(Unplanned, IpcalcError):
                if not any(row[place] for place in others):
                    found[number] = known[text]
        return found

    def _many(
        self,
        name: str,
        numbers: Sequence[int],
        days: Sequence[int],
        rows: Sequence[Sequence[str]],
        found: list[Cells | None],
    ) -> None:
        """The rows of one period that give its date alone: their numbers, and the days."""
        try:
            plan = self._plain.get(name) or self._plan_of(name)
            event = self._uses[name][1][0]
            simple = plan.many(event, days)
        except (Unplanned, IpcalcError):
            for number in numbers:
                found[number] = self._one(rows[number])
            return
        given = plan.given
        for number, day, answered in zip(numbers, days, simple, strict=True):
            if answered is not None:
                found[number] = answered
                continue
            try:
                found[number] = plan.cells(dict.fromkeys(given, day))
            except (Unplanned, IpcalcError):
                found[number] = self._one(rows[number])

    def _plan_of(self, name: str) -> Plan:
        """The plan of the rows of a period that give its date alone: with the events that its date stands in for."""
        period_id, uses, stands_in = self._used(name)
        given = {uses[0]}
        given |= {event for event, other in stands_in if other in given}
        if len(self._plain) >= _KEPT:
            self._plain.clear()
        plan = self._plain[name] = self._plans.plan(period_id, frozenset(given), self._settings.office)
        return plan

    def _used(self, name: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]:
        """The id of a period, the events that it uses (that of its date first), and which stand in for which."""
        if name not in self._uses:
            if not name.strip() and self._settings.period is None:
                raise BadRequest("no period")
            period_id = self._book.period_id(name.strip() or self._settings.period or "")
            period = self._book.period(period_id)
            first = period.date_is or str(period.versions[0].trigger)
            uses = tuple(dict.fromkeys((first, *self._engine.events_of(period))))
            known = self._book.events
            stands_in = tuple((each, known[each].stands_in or "") for each in uses if known[each].stands_in)
            if len(self._uses) >= _KEPT:
                self._uses.clear()
                self._plain.clear()
            self._uses[name] = (period_id, uses, stands_in)
        return self._uses[name]

    # ------------------------------------------------------------------ one row
    def _one(self, row: Sequence[str]) -> Cells:
        try:
            return self._answer(row)
        except IpcalcError as error:
            return refused(str(error))

    def question(self, row: Sequence[str]) -> Question:
        """What a row asks.

        Raises:
            BadRequest: a cell that cannot be read, an unknown period, two dates for one event, events in an impossible
                order, or an act that is still to come.
        """
        settings = self._settings
        period_id, uses, stands_in = self._used(row[self._period] if self._period is not None else "")
        when = self._day(row, "date")
        events = {name: day for name in uses if (day := self._day(row, name)) is not None}
        if when is not None:
            if events.get(uses[0], when) != when:
                raise BadRequest(f"{period_id} has two dates for {uses[0]}: date {when} and {events[uses[0]]}")
            events[uses[0]] = when
        for name, other in stands_in:
            if name not in events and other in events:
                events[name] = events[other]
        if len(events) > 1:
            self._engine.check_order(events)
        office = self._text(row, "office")
        options = Options(
            as_of=self._day(row, "as_of") or settings.as_of,
            office=self._book.office(office) if office else settings.office,
            suspensions=settings.suspensions,
            today=settings.today,
            strict=settings.strict,
        )
        done = self._day(row, "done")
        if done is not None and done > settings.today:
            raise BadRequest(f"done {done} is after today ({settings.today}): check the dates")
        return Question(period_id, events, options, self._number(row, "occurrence"), done)

    def _answer(self, row: Sequence[str]) -> Cells:
        asked = self.question(row)
        period_id, events, options, occurrence, done = asked
        if self._exact and options.as_of is None:
            try:
                plan = self._plans.plan(period_id, frozenset(events), options.office)
                return plan.cells({name: number_of(day) for name, day in events.items()}, occurrence, done)
            except Unplanned:
                pass
        key = (period_id, tuple(sorted(events.items())), options.as_of, options.office, occurrence, done)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if self._book.period(period_id).recurs is not None and occurrence is None:
            occurrence = self._engine.current(period_id, events, options, done)
        found = cells(self._engine.deadline(period_id, events, options, occurrence))
        self._kept[key] = found
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found

    # ------------------------------------------------------------------ one cell
    def _text(self, row: Sequence[str], name: str) -> str:
        place = self._place.get(name)
        return row[place].strip() if place is not None else ""

    def _day(self, row: Sequence[str], name: str) -> date | None:
        text = self._text(row, name)
        if not text:
            return None
        try:
            return self._dates[text]
        except BadRequest as error:
            raise BadRequest(f"{name}: {error}") from error

    def _number(self, row: Sequence[str], name: str) -> int | None:
        text = self._text(row, name)
        if text and not text.isdecimal():
            raise BadRequest(f"{name}: {text!r} is not a whole number")
        if len(text) > _DIGITS:
            raise BadRequest(f"{name}: a number of {len(text):,} digits is more than can be meant")
        return int(text) if text else None
