"""A table of matters: what its columns mean, and the values of a matter that a row or several make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.batch.matters.keys import DAYS, KEYS, TEXTS
from ipcalc.calc.matters.matter import NOT_NEEDED
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import NamedTuple
from ipcalc.rows.headings import meanings, slip

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ipcalc.calc.matters.words import RightWords, Words

PREFIXES = ("done", "through", *DAYS)
FACT = "fact"
_MARKS = {"events": "", "facts": f"{FACT}:", **{mark: f"{mark}:" for mark in PREFIXES}}
ACCEPTED = "accepted"
_SEPARATOR = ";"
_OTHER = ("right", "acting_for", "applicant", "office", "closed", "closed_as", "proceeding", "kind")
_WITHIN = ("facts", "events", "done", *DAYS, "proceedings")  # keys of files alone
_NO_RIGHT = (
    "no column 'right': a table of matters gives the right of each row; ipcalc import FILE makes a table of"
    " matters from it"
)
_OF_PERIODS = "a table of periods (it has a column 'period'), not of matters: see ipcalc batch deadlines"


class MatterColumn(NamedTuple):
    """What a column of a table holds: `part` is the key of a matter, `name` the event, the period or the fact."""

    place: int
    part: str
    name: str


class TableRow(NamedTuple):
    """What a row of a table says: the values of a matter or of a proceeding, its name, and the row's other columns; or
    the fault of the row itself."""

    line: int
    raw: dict[str, Any] | None = None
    proceeding: str | None = None
    kind: str | None = None
    own: dict[str, str] | None = None
    fault: str = ""


class MatterTable:
    """The columns of a table of matters.

    Args:
        words: the names that matters use.
        headings: of the file.
        renamed: which column each heading stands for, where the file calls it otherwise.

    Raises:
        BadRequest: a column that is misspelt or is there twice; no column for the right.

    Attributes:
        faults: the columns that name a period or a fact that is not known, and those that only files have.
        used: the places of the columns that are read.
        has_proceedings: some rows may be proceedings of the matters of others.
    """

    def __init__(self, words: Words, headings: Sequence[str], renamed: Mapping[str, str]) -> None:
        self.words = words
        self.faults: list[str] = []
        self._not_events = {*KEYS, *_OTHER, *words.counts}
        names = self._names = dict.fromkeys(renamed.get(heading.strip(), heading.strip()) for heading in headings)
        marked = [name for name in (*names, *renamed.values()) if self._is_marked(name)]
        self.faults += filter(None, map(self._fault, dict.fromkeys((*names, *marked))))
        called = filter(self._is_event, names)
        known = (*TEXTS, *_OTHER, *words.counts, *words.book.events, *marked, *called)
        places = meanings(headings, known, (), renamed)
        if "right" not in places:
            raise BadRequest(_OF_PERIODS if "period" in names else _NO_RIGHT)
        self._places = places
        self.columns = [MatterColumn(place, *self._meaning(name)) for name, place in places.items()]
        self.used = frozenset(column.place for column in self.columns)
        self.own = {place: heading for place, heading in enumerate(headings) if place not in self.used}
        self.has_proceedings = "proceeding" in places
        self._right = places["right"]
        self._slips = dict(self._slipped(places))
        self._periods: dict[tuple[str, str], str] = {}

    def _slipped(self, places: Mapping[str, int]) -> Iterator[tuple[int, str]]:
        """The columns that are not read and are one slip away from one that is, with the name of that."""
        for place, heading in self.own.items():
            meant = slip(heading.strip(), places)
            if meant is not None:
                yield place, meant

    def _is_marked(self, name: str) -> bool:
        """Whether a column is one of a period or a fact, such as `done:tm-renewal`."""
        mark, _, what = name.partition(":")
        return bool(what) and (mark in PREFIXES or mark == FACT)

    def _fault(self, name: str) -> str | None:
        """What is wrong with a column, if anything is."""
        mark, _, what = name.partition(":")
        if name in _WITHIN:
            return f"the column {name!r}: a table has a separate column for each event, act and fact"
        if not self._is_marked(name):
            meant = slip(mark, (*PREFIXES, FACT)) if what else None
            return meant and f"the column {name!r} looks like a misspelt {f'{meant}:{what}'!r}: rename it"
        if mark == FACT:
            facts = self.words.book.facts
            unknown = facts and what not in facts
            return f"the column {name!r}: unknown fact{nearest(what, facts)}" if unknown else None
        known = any(self._knows(self.words.of(right), what) for right in self.words.book.rights)
        return None if known else f"the column {name!r}: unknown period{nearest(what, self.words.of(None).periods)}"

    def _knows(self, right: RightWords, name: str) -> bool:
        try:
            return bool(right.period_id(name))
        except BadRequest:
            return False

    def _meaning(self, name: str) -> tuple[str, str]:
        """The part and the name that a column stands for."""
        mark, colon, what = name.partition(":")
        if colon:
            return ("facts" if mark == FACT else mark, what)
        return ("events", name) if self._is_event(name) else (name, "")

    def _is_event(self, name: str) -> bool:
        """Whether a column is one of an event; by another name only where no column has its id."""
        if name in self._not_events:
            return False
        means = {right.event_named(name) for right in map(self.words.of, self.words.book.rights)} - {None}
        return name in means or (bool(means) and means.isdisjoint(self._names))

    def row(self, line: int, values: Sequence[str]) -> TableRow:
        """What a row says. Cells stay text; several days of one event or act are a list."""
        for place, meant in self._slips.items():
            if values[place].strip() and not values[self._places[meant]].strip():
                heading = self.own[place]
                return TableRow(line, fault=f"{heading} looks like a misspelt {meant}, which is empty in this row")
        raw: dict[str, Any] = {}
        right = values[self._right].strip().lower()
        for place, part, name in self.columns:
            cell = values[place].strip()
            if cell:
                self._put(raw, part, self._period(right, name) if part in PREFIXES else name, cell)
        closed = {key: raw.pop(column) for key, column in (("on", "closed"), ("as", "closed_as")) if column in raw}
        if closed:
            raw["closed"] = closed
        proceeding, kind = raw.pop("proceeding", None), raw.pop("kind", None)
        own = {heading: values[place] for place, heading in self.own.items() if heading.strip() and values[place]}
        return TableRow(line, raw, proceeding, kind, own)

    def _period(self, right: str, name: str) -> str:
        """The id of the period that a column names in matters of a right; as it is written where there is none."""
        key = right, name
        if key not in self._periods:
            known = right in self.words.book.rights and self._knows(self.words.of(right), name)
            self._periods[key] = self.words.of(right).period_id(name) if known else name
        return self._periods[key]

    def _put(self, raw: dict[str, Any], part: str, name: str, cell: str) -> None:
        """Put a cell into its place in the values of a matter."""
        if not name:
            raw[part] = int(cell) if part in self.words.counts and _is_number(cell) else cell
        elif part == "through":
            _act(raw, name)["through"] = int(cell) if _is_number(cell) else cell
        elif part == "done":
            _done(raw, name, cell)
        else:
            raw.setdefault(part, {})[name] = _days(cell) if part == "events" else cell


def shown(path: Sequence[str | int]) -> str:
    """The column that a path into the values of a matter stands for."""
    names = [each for each in path if isinstance(each, str) and each != "proceedings"]
    part = "through" if names[-1:] == ["through"] else "".join(names[:1])
    if names == ["ref"] and path[0] == "proceedings":
        part = "proceeding"
    elif names == ["closed", "as"]:
        part = "closed_as"
    return _MARKS[part] + names[1] if len(names) > 1 and part in _MARKS else part


def _act(raw: dict[str, Any], name: str) -> dict[str, Any]:
    """The act of a period, as a mapping to put more into."""
    acts = raw.setdefault("done", {})
    if not isinstance(acts.get(name), dict):
        acts[name] = {} if name not in acts else {"on": acts[name]}
    found: dict[str, Any] = acts[name]
    return found


def _done(raw: dict[str, Any], name: str, cell: str) -> None:
    """The day of an act, `not-needed`, or a day that the office has accepted out of time."""
    text = cell.lower()
    if text == NOT_NEEDED and name not in raw.get("done", {}):
        raw.setdefault("done", {})[name] = NOT_NEEDED
        return
    act = _act(raw, name)
    if text.endswith(ACCEPTED):
        act["accepted"], cell = True, cell[: -len(ACCEPTED)].strip()
    act["on"] = _days(cell)


def _days(cell: str) -> str | list[str]:
    return [each.strip() for each in cell.split(_SEPARATOR) if each.strip()] if _SEPARATOR in cell else cell


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9
