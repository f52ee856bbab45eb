"""Rows of deadlines: a period, the dates of a matter, and the cells that they gain."""

from __future__ import annotations

import contextlib
from collections import OrderedDict, defaultdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ipcalc import dates
from ipcalc.batch.cells import COLUMNS, Cells, Gathered, cells, refused
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
        given = {place: [row[place] for row in rows] for place in self._place.values()}
        return list(map(Cells._make, zip(*self.columns(given, len(rows)), strict=True)))

    def columns(self, given: Mapping[int, Sequence[str]], count: int) -> Sequence[Sequence[str]]:
        """See `Answers`."""
        gathered = Gathered()
        names = given[self._period] if self._period is not None else [self._settings.period or ""] * count
        days = self._dates_alone(given, count)
        left: list[int] = []
        same: defaultdict[str, list[int]] = defaultdict(list)
        for place, (name, day) in enumerate(zip(names, days, strict=True)):
            if day:
                same[name].append(place)
            else:
                left.append(place)
        for name, places in same.items():
            left += self._many(name, places, days, gathered)
        for place in left:
            gathered.put(place, self._one({column: cells[place] for column, cells in given.items()}))
        return gathered.in_order()

    def _dates_alone(self, given: Mapping[int, Sequence[str]], count: int) -> Sequence[int]:
        """The day of each row that gives the date of its period, and nothing else that matters; 0 of the others."""
        if self._date is None or not self._exact:
            return [0] * count
        texts, known = given[self._date], self._numbers
        others = [column for _, place in self._others if any(column := given[place])]
        with contextlib.suppress(Unplanned, IpcalcError):
            if not others:
                return list(map(known.__getitem__, texts))
        found = [0] * count
        for place, text in enumerate(texts):
            with contextlib.suppress(Unplanned, IpcalcError):
                if not any(column[place] for column in others):
                    found[place] = known[text]
        return found

    def _many(self, name: str, places: Sequence[int], days: Sequence[int], gathered: Gathered) -> Sequence[int]:
        """Answer the rows of one period that give its date alone; the places of those that could not be are given
        back."""
        try:
            plan = self._plain.get(name) or self._plan_of(name)
        except IpcalcError:
            return places
        left: list[int] = []
        for place in plan.many(self._uses[name][1][0], days, places, gathered):
            try:
                gathered.put(place, plan.cells(dict.fromkeys(plan.given, days[place])))
            except (Unplanned, IpcalcError):
                left.append(place)
        return left

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
    def _one(self, row: Sequence[str] | Mapping[int, str]) -> Cells:
        try:
            return self._answer(row)
        except IpcalcError as error:
            return refused(str(error))

    def question(self, row: Sequence[str] | Mapping[int, str]) -> Question:
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

    def _answer(self, row: Sequence[str] | Mapping[int, str]) -> Cells:
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
    def _text(self, row: Sequence[str] | Mapping[int, str], name: str) -> str:
        place = self._place.get(name)
        return row[place].strip() if place is not None else ""

    def _day(self, row: Sequence[str] | Mapping[int, str], name: str) -> date | None:
        text = self._text(row, name)
        if not text:
            return None
        try:
            return self._dates[text]
        except BadRequest as error:
            raise BadRequest(f"{name}: {error}") from error

    def _number(self, row: Sequence[str] | Mapping[int, str], name: str) -> int | None:
        text = self._text(row, name)
        if text and not text.isdecimal():
            raise BadRequest(f"{name}: {text!r} is not a whole number")
        if len(text) > _DIGITS:
            raise BadRequest(f"{name}: a number of {len(text):,} digits is more than can be meant")
        return int(text) if text else None
