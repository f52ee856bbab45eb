"""Rows of deadlines: a period, the dates of a matter, and the cells that they gain."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from ipcalc.batch.cells import COLUMNS, JOIN, Cells, Gathered
from ipcalc.batch.dates import Dates, DatesSeen
from ipcalc.batch.ordinals import ordinal
from ipcalc.batch.tally import Tally
from ipcalc.calc.deadlines.below import only
from ipcalc.calc.deadlines.choose import choose
from ipcalc.calc.deadlines.done import still_to_come
from ipcalc.calc.deadlines.events import Filled, events_of, out_of_order, stand_ins, two_dates
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.deadlines.record import NOTHING_ON_RECORD, OnRecord
from ipcalc.calc.deadlines.rule import shown
from ipcalc.calc.registers.journals import Journals
from ipcalc.calc.registers.numbers import is_number, number_in
from ipcalc.dates import Style
from ipcalc.errors import BadRequest, IpcalcError
from ipcalc.frozen import NamedTuple, frozen, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ipcalc.calc.deadlines.engine import Engine

_KEPT = 4096
V = TypeVar("V")

_NOTES = Cells._fields.index("notes")
_SAME = ("office", "as_of")  # what all rows that are answered together share
_NO_DAY = date.min  # stands in a column for a cell that cannot be read, whose row is refused


class Uses(NamedTuple):
    """What rows of one period say: its id and right, and the events that it uses, that of its date first."""

    period: str
    first: str
    events: tuple[str, ...]
    right: str


@frozen
class AskedRows:
    """What rows ask that are about one period and give the same events.

    Attributes:
        period: its id.
        events: the dates of all rows, by event.
        options: see `Options`.
        numbers: the occurrence that each row asks for, and `done` the day of the last act; empty where no row says.
        errors: why rows cannot be asked, by their numbers here.
        said: what must be said of rows beside their answers.
        stood: the events among them that are not given and for which another one stands.
    """

    period: str
    events: Mapping[str, Sequence[date]]
    options: Options
    numbers: Sequence[int | None]
    done: Sequence[date | None]
    errors: Mapping[int, IpcalcError]
    said: Mapping[int, tuple[str, ...]]
    stood: frozenset[str] = frozenset()

    def of(self, row: int) -> Filled:
        """The events of one row."""
        days = {name: column[row] for name, column in self.events.items()}
        return Filled(days, only(days, self.stood))


class DeadlineRows:
    """Answers rows of deadlines: see `Answers`.

    Args:
        engine: which answers.
        options: what holds for all rows; a row may have another `office` and `as_of`.
        style: how dates are read.
        period: that of rows that name none.
    """

    adds = COLUMNS

    def __init__(self, engine: Engine, options: Options, style: Style, period: str | None = None) -> None:
        self._engine, self._book = engine, engine.book
        self._options, self._style, self._period = options, style, period
        if period is not None:
            self._book.period_id(period)
        self._dates = Dates(engine.calendar.days, style)
        self.tally = self._new_tally()
        self._journals = Journals(self._book, options.strict)
        self._journal_dates: dict[tuple[str, str], Dates] = {}
        self._uses: dict[str, Uses] = {}
        self._alike: dict[tuple[date | None, str | None], Options] = {}
        self.reads = ("period", "date", "office", "as_of", "occurrence", "done", *self._book.raw("events"))
        self.dated = ("date", "as_of", "done", *self._book.raw("events"))

    def use(self, columns: Mapping[str, int]) -> None:
        """Take the places of the columns of a file.

        Raises:
            BadRequest: there is no column for the period, or none for any date.
        """
        if "period" not in columns and self._period is None:
            raise BadRequest("no column 'period': name it with --map HEADING=period, or give --period for all rows")
        if "date" not in columns and not any(name in columns for name in self._book.raw("events")):
            raise BadRequest("no column 'date', and none for an event: name it with --map HEADING=date")
        self._place = dict(columns)

    def answer(self, rows: Sequence[Sequence[str]]) -> list[Cells]:
        """The cells that each row gains, in order."""
        return list(map(Cells._make, zip(*self.columns(self.columns_of(rows), len(rows)), strict=True)))

    def columns(self, given: Mapping[int, Sequence[str]], count: int) -> Sequence[Sequence[str]]:
        """See `Answers`."""
        gathered, said = Gathered(), dict[int, tuple[str, ...]]()
        for places, asked in self.asked(given, count):
            gathered.refuse({places[row]: error for row, error in asked.errors.items()})
            said |= {places[row]: doubts for row, doubts in asked.said.items() if row not in asked.errors}
            if asked.errors:
                good = [row for row in range(len(places)) if row not in asked.errors]
                places, asked = [places[row] for row in good], part(asked, good)
            if not places:
                continue
            question = self._engine.question(asked.period, frozenset(asked.events), asked.options, asked.stood)
            acts = [OnRecord(done=day) for day in asked.done] or [NOTHING_ON_RECORD] * len(places)
            choice = choose(question, asked.events, len(places), asked.numbers, acts)
            gathered.refuse({places[row]: error for row, error in choice.refused.items()})
            for walk in choice.walks:
                gathered.take(walk, places)
        found = _with_doubts(gathered.in_order(), said)
        self.tally.count(found[_NOTES])
        return found

    @property
    def today(self) -> date:
        """The day on which the rows are answered."""
        return self._options.today or self._style.today

    @property
    def events(self) -> Collection[str]:
        """The names of all events, each of which may be a column."""
        return self._book.events

    def day(self, name: str, text: str) -> date:
        """The date in a cell of a further column.

        Raises:
            BadRequest: it is none; the column is named.
        """
        try:
            day = self._dates[text]
        except BadRequest as error:
            self.tally.dates.refused(name, text, error)
            raise BadRequest(f"{name}: {error}") from error
        if text in self._dates.short:
            self.tally.dates.short([day])
        return day

    def read(self, text: str) -> date | None:
        """The date in a cell that was answered, if it is one."""
        try:
            return self._dates[text]
        except BadRequest:
            return None

    def tallied(self) -> Tally:
        """See `Answers`."""
        so_far, self.tally = self.tally, self._new_tally()
        return so_far

    def _new_tally(self) -> Tally:
        return Tally(self._style, self._book.overlay if self._book.below else None)

    def question(self, row: Sequence[str]) -> AskedRows:
        """What one row asks.

        Raises:
            BadRequest: a cell that cannot be read, an unknown period, two dates for one event, events in an impossible
                order, or an act that is still to come.
        """
        ((_, asked),) = self.asked(self.columns_of([row]), 1)
        for error in asked.errors.values():
            raise error
        return asked

    def columns_of(self, rows: Sequence[Sequence[str]]) -> dict[int, list[str]]:
        """The columns of rows that are used, by their places."""
        return {place: [row[place] for row in rows] for place in self._place.values()}

    def asked(self, given: Mapping[int, Sequence[str]], count: int) -> Iterator[tuple[Sequence[int], AskedRows]]:
        """What the rows of a file ask, those together that are alike; and their places."""
        cells = {name: _stripped(given[place]) for name, place in self._place.items() if any(given[place])}
        names = cells.pop("period", None) or [""] * count
        same: dict[str, Sequence[str]] = {name: cells.pop(name) for name in _SAME if name in cells}
        mixed = {name: column for name, column in cells.items() if not all(column)}
        always = tuple(name for name in cells if name not in mixed)
        groups: defaultdict[tuple[str | bool, ...], list[int]] = defaultdict(list)
        keys = zip(names, *same.values(), *(map(bool, column) for column in mixed.values()), strict=False)
        for place, key in enumerate(keys):
            groups[key].append(place)
        for key, places in groups.items():
            period, *texts = key
            values = dict(zip(same, map(str, texts), strict=False))
            filled = [name for name, held in zip(mixed, texts[len(same) :], strict=True) if held]
            here = {name: [cells[name][place] for place in places] for name in (*always, *filled)}
            yield places, self._ask(str(period), values, here, len(places))

    # ------------------------------------------------------------------ the rows of one period
    def _ask(self, name: str, same: Mapping[str, str], cells: Mapping[str, Sequence[str]], count: int) -> AskedRows:
        """Read the cells of rows of one period; of several faults of a row the first one that is read tells."""
        options, errors = self._options, dict[int, IpcalcError]()
        try:
            uses = self._used(name)
        except IpcalcError as error:
            return AskedRows(name, {}, Options(), (), (), dict.fromkeys(range(count), error.alone()), {})

        said: dict[int, tuple[str, ...]] = {}

        def read(column: str, texts: Sequence[str], event: str | None = None) -> Sequence[date]:
            known = self._dates_of(event, uses.right) if event else self._dates
            found = _each(column, texts, known.__getitem__, _NO_DAY, errors, self.tally.dates)
            if known.short:
                self.tally.dates.short(known[text] for text in texts if text in known.short)
            if known.numbered:
                for row, text in enumerate(texts):
                    if is_number(text) and row not in errors:
                        said[row] = said.get(row, ()) + self._journals.issue(number_in(text)).doubts
            return found

        when = read("date", cells["date"], uses.first) if "date" in cells else None
        events = {event: read(event, cells[event], event) for event in uses.events if event in cells}
        if when is not None:
            for row, (day, other) in enumerate(zip(when, events.get(uses.first, ()), strict=False)):
                if day != other:
                    errors.setdefault(row, BadRequest(two_dates(uses.period, uses.first, "date", day, other)))
            events[uses.first] = when
        stood = {event: events[other] for event, other in stand_ins(self._book, uses.events, events)}
        events |= stood
        for row, why in out_of_order(self._book, events, uses.right):
            errors.setdefault(row, BadRequest(why))
        as_of = read("as_of", [same["as_of"]] * count) if same.get("as_of") else (options.as_of,)
        office = options.office
        if same.get("office"):
            try:
                office = self._book.office(same["office"].strip())
            except BadRequest as error:
                errors |= {row: errors.get(row, error.alone()) for row in range(count)}
        done = read("done", cells["done"]) if "done" in cells else ()
        for row, day in enumerate(done):
            if ahead := still_to_come(day, options.today, "done"):
                errors.setdefault(row, ahead)
        numbers = _each("occurrence", cells["occurrence"], ordinal, 0, errors) if "occurrence" in cells else ()
        options = self._options_of(as_of[0], office)
        return AskedRows(uses.period, events, options, numbers, done, errors, said, frozenset(stood))

    def _options_of(self, as_of: date | None, office: str | None) -> Options:
        """What holds for rows of one office and one day of the law: one object for all that are alike."""
        if (as_of, office) not in self._alike:
            if len(self._alike) >= _KEPT:
                self._alike.clear()
            self._alike[as_of, office] = replace(self._options, as_of=as_of, office=office)
        return self._alike[as_of, office]

    def _dates_of(self, event: str, right: str) -> Dates:
        """What reads the dates of an event in matters of some right."""
        if event not in self._book.events or not self._book.events[event].journals:
            return self._dates
        if (event, right) not in self._journal_dates:

            def number(text: str) -> date:
                return self._journals.of_event(event, right, number_in(text)).date

            self._journal_dates[event, right] = Dates(self._engine.calendar.days, self._style, number)
        return self._journal_dates[event, right]

    def _used(self, name: str) -> Uses:
        """The id of a period, and the events that it uses.

        Raises:
            BadRequest: there is no such period.
        """
        if name not in self._uses:
            if not name.strip() and self._period is None:
                raise BadRequest("no period")
            period_id = self._book.period_id(name.strip() or self._period or "")
            period = self._book.period(period_id)
            first = str(shown(period))
            if len(self._uses) >= _KEPT:
                self._uses.clear()
            uses = tuple(dict.fromkeys((first, *events_of(self._book, period))))
            self._uses[name] = Uses(period_id, first, uses, period.right)
        return self._uses[name]


def _with_doubts(columns: Sequence[Sequence[str]], said: Mapping[int, tuple[str, ...]]) -> Sequence[Sequence[str]]:
    """The columns with what must be said of rows first among their notes, where they have an answer."""
    if not said:
        return columns
    found = {name: list(column) for name, column in zip(Cells._fields, columns, strict=True)}
    for row, doubts in said.items():
        if not found["error"][row]:
            found["notes"][row] = JOIN.join(filter(None, (*dict.fromkeys(doubts), found["notes"][row])))
    return list(found.values())


def part(asked: AskedRows, rows: Sequence[int]) -> AskedRows:
    """What some of the rows ask."""
    return replace(
        asked,
        events={name: [days[row] for row in rows] for name, days in asked.events.items()},
        numbers=[asked.numbers[row] for row in rows] if asked.numbers else (),
        done=[asked.done[row] for row in rows] if asked.done else (),
        errors={new: asked.errors[row] for new, row in enumerate(rows) if row in asked.errors},
        said={new: asked.said[row] for new, row in enumerate(rows) if row in asked.said},
    )


def _stripped(column: Sequence[str]) -> Sequence[str]:
    """A column in which a cell with spaces alone is empty."""
    return [text.strip() for text in column] if any(map(str.isspace, column)) else column


def _each(
    name: str,
    texts: Sequence[str],
    read: Callable[[str], V],
    instead: V,
    errors: dict[int, IpcalcError],
    seen: DatesSeen | None = None,
) -> Sequence[V]:
    """Read all cells of a column; `instead` stands for those that cannot be read, whose rows are in `errors`, and
    which `seen` takes."""
    try:
        return list(map(read, texts))
    except IpcalcError:
        pass
    found: list[V] = []
    for row, text in enumerate(texts):
        try:
            found.append(read(text))
        except IpcalcError as error:
            errors.setdefault(row, type(error)(f"{name}: {error}"))
            if seen:
                seen.refused(name, text, error)
            found.append(instead)
    return found
