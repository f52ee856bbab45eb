"""Which column of a table of matters each heading of a file stands for, and how that is known."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ipcalc.calc.deadlines.events import events_of
from ipcalc.calc.registers.find import stems
from ipcalc.dates import NotRead, Style, read
from ipcalc.errors import BadRequest, nearest
from ipcalc.law.names import plain
from ipcalc.law.shapes.layouts import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.layouts import Layout

TEXTS = ("ref", "number", "right", "title", "client", "attorney", "acting_for", "applicant", "office", "continues")
CLOSED = ("closed", "closed_as")
OF_PROCEEDINGS = ("proceeding", "kind")
MARKS = ("done:", "through:", "asked:", "extended:", "stated:", "fact:")
STATUS, CLASS_NUMBERS = "status", "class-numbers"  # read, and written as other columns
_FACT = "fact"
GUESS = "guess"
_PASSING = frozenset(stems("date dated dt day on of in india indian no"))
_LIKE = 92  # per cent of likeness of two names of which one is misspelt
_LONG = 6  # letters of a name that may be
_HALF, _MOST = 0.5, 0.8  # of the cells of a column that must look like something for it to be that


class Meant(NamedTuple):
    """What a heading stands for: the columns that it fills, none where it is carried along, and how that is known:
    `--map`, `layout`, `name`, `guess`, or a sentence for one that is carried along."""

    place: int
    heading: str
    targets: tuple[Target, ...]
    how: str


class Columns:
    """Finds what the headings of a file mean.

    Args:
        book: the rulebook.
        layout: the export that the file is, if it is one that is known.
        right: of all rows, if it is known.
        renamed: which column each heading stands for, where one has said it.
    """

    def __init__(self, book: Rulebook, layout: Layout | None, right: str | None, renamed: Mapping[str, str]) -> None:
        self.book, self.layout, self.right = book, layout, right
        self.renamed = {plain(heading): self.column(name) for heading, name in renamed.items()}
        self._events = events_used(book, right)
        self._counts = tuple(dict.fromkeys(unit.quantity for unit in book.units.values()))
        self._by_layout = {plain(name): each for name, each in layout.columns.items()} if layout else {}
        names = book.raw("heading_names")
        self._by_name = {plain(name): column for column, others in names.items() for name in others}
        self._rank = {plain(n): rank for others in names.values() for rank, n in enumerate(others)}

    def column(self, name: str) -> str:
        """The column of a table of matters that a name means.

        Raises:
            BadRequest: there is none.
        """
        known = self._known(name)
        if known is None:
            every = [*TEXTS, *self.book.events, STATUS, CLASS_NUMBERS]
            raise BadRequest(f"--map: a table of matters has no column {name!r}{nearest(name, every)}")
        return known

    def _known(self, name: str) -> str | None:
        own = {plain(each): each for each in (*TEXTS, *CLOSED, *self.book.events, STATUS, CLASS_NUMBERS)}
        counts = {plain(each): each for each in self._quantities()}
        mark, colon, what = name.strip().partition(":")
        if mark + colon in MARKS and what:
            return name.strip() if mark == _FACT else f"{mark}:{self.book.period_id(what.strip())}"
        return own.get(plain(name)) or counts.get(plain(name))

    def _quantities(self) -> Iterator[str]:
        return (name for name in dict.fromkeys(u.quantity for u in self.book.units.values()) if name != "count")

    def score(self, headings: Sequence[str]) -> int:
        """How many headings of a row are known."""
        return sum(bool(self._named(heading)[0]) for heading in headings if heading.strip())

    def meant(self, headings: Sequence[str], cells: Sequence[Sequence[str]], style: Style) -> list[Meant]:
        """What each heading means. Where two mean one column, one of them fills it, and the other is carried along.

        Raises:
            BadRequest: a heading of --map is not there.
        """
        there = [plain(heading) for heading in headings]
        for heading in self.renamed:
            if heading not in there:
                raise BadRequest(f"--map: the file has no column {heading!r}{nearest(heading, there)}")
        found = [Meant(place, heading, *self._named(heading)) for place, heading in enumerate(headings)]
        found = _once(found, self._order)
        taken = {target.to for each in found for target in each.targets}
        return [self._guessed(each, cells[each.place], taken, style) for each in found]

    def _order(self, each: Meant) -> tuple[int, int, int]:
        ways = ("--map", "layout", "name", GUESS)
        return ways.index(each.how), self._rank.get(plain(each.heading), 0), each.place

    def _named(self, heading: str) -> tuple[tuple[Target, ...], str]:
        """What a heading means by itself."""
        key = plain(heading)
        if key in self.renamed:
            return (Target(to=self.renamed[key]),), "--map"
        if key in self._by_layout:
            return self._by_layout[key], "layout"
        column = self._known(heading) or self._by_name.get(key)
        found = [column] if column else self._events_called(key)
        if found:
            return tuple(Target(to=each) for each in found), "name"
        likest = self._likest(heading)
        return ((Target(to=likest),), GUESS) if likest else ((), "")

    def _events_called(self, key: str) -> list[str]:
        """The events that have this other name: of the right or, where each row says its own, of several rights."""
        found = [event for event in self.book.data["names"]["events"].get(key, ()) if event in self._events]
        return found if len(found) == 1 or self.right is None else []

    def _likest(self, heading: str) -> str | None:
        """The column that a heading may mean: an event by its words, or what is one slip away from a name."""
        words = stems(heading) - _PASSING
        events = [event for event in self._events if words and stems(event) == words]
        if len(events) == 1:
            return events[0]
        from rapidfuzz import fuzz, process

        names = self._long_names
        found = process.extractOne(plain(heading), list(names), scorer=fuzz.ratio, score_cutoff=_LIKE)
        return names[found[0]] if found else None

    @cached_property
    def _long_names(self) -> dict[str, str]:
        """The columns by their names that are long enough to be misspelt."""
        index = self.book.data["names"]["events"]
        own = {name: found[0] for name, found in index.items() if len(found) == 1 and found[0] in self._events}
        return {name: column for name, column in {**self._by_name, **own}.items() if len(name) >= _LONG}

    def _guessed(self, each: Meant, cells: Sequence[str], taken: set[str], style: Style) -> Meant:
        """What a heading that means nothing stands for by its cells."""
        filled = list(filter(None, map(str.strip, cells)))
        if each.targets or each.how or not filled or self.layout is not None:
            return each
        for column, look in self._looks().items():
            if column not in taken and _share(look, filled) >= _MOST:
                taken.add(column)
                return each._replace(targets=(Target(to=column),), how=GUESS)
        are_dates = _share(lambda cell: _is_date(cell, style), filled) >= _HALF
        return each._replace(how="these are dates: say of which event with --map") if are_dates else each

    def _looks(self) -> dict[str, Callable[[str], bool]]:
        """For some columns, whether a cell looks like one of them."""
        shapes = [shape_of(shape) for shape in self.book.raw("number_shapes")]
        right = {} if self.right else {"right": lambda cell: self._is("rights", cell)}
        return right | {
            "office": lambda cell: self._is("offices", cell),
            "applicant": lambda cell: self._is("applicants", cell),
            "number": lambda cell: any(shape.fullmatch(cell) for shape in shapes),
        }

    def _is(self, section: str, cell: str) -> bool:
        try:
            return self.book.named(section, cell) is not None
        except BadRequest:
            return False


def _share(look: Callable[[str], bool], cells: Sequence[str]) -> float:
    """Of how many cells, of all of them, something is true."""
    return sum(map(look, cells)) / len(cells)


def layout_of(book: Rulebook, headings: Iterable[str]) -> Layout | None:
    """The export that has these headings."""
    there = set(map(plain, headings))
    fits = [each for each in book.layouts.values() if there >= set(map(plain, each.known_by))]
    return max(fits, key=lambda each: len(there & set(map(plain, each.columns))), default=None)


def shape_of(written: str) -> re.Pattern[str]:
    """The pattern of numbers that look like `written`: `9` is any digit, a capital any letter, all else itself."""
    parts = ("[0-9]" if sign == "9" else "[A-Z]" if sign.isupper() else re.escape(sign) for sign in written)
    return re.compile("".join(parts))


def _once(found: list[Meant], order: Callable[[Meant], tuple[int, int, int]]) -> list[Meant]:
    """The headings, of which only the best one fills each column."""
    best: dict[str, Meant] = {}
    for each in sorted((each for each in found if each.targets), key=order):
        for target in each.targets:
            best.setdefault(target.to, each)
    return [_best_of(each, best) for each in found]


def _best_of(each: Meant, best: Mapping[str, Meant]) -> Meant:
    kept = tuple(target for target in each.targets if best[target.to] is each)
    if not each.targets or kept:
        return each._replace(targets=kept)
    column = each.targets[0].to
    return each._replace(targets=(), how=f"{column} is taken from {best[column].heading!r}")


def events_used(book: Rulebook, right: str | None) -> tuple[str, ...]:
    """The events that the periods of a right use; all where it is not known."""
    if right is None:
        return tuple(book.events)
    used: set[str] = set()
    for name, each in book.raw("periods").items():
        if right in (each["right"], *each.get("also_for", ())):
            used |= {*events_of(book, book.period(name)), each.get("leads_to", "")}
    return tuple(event for event in book.events if event in used)


def _is_date(cell: str, style: Style) -> bool:
    try:
        return bool(read(cell, style))
    except NotRead as error:
        return error.order is not None
