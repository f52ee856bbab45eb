"""Which column of a table of matters each heading of a file stands for, and how that is known."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ipcalc.batch.imports.names import ColumnNames
from ipcalc.batch.matters.table import FACT, PREFIXES
from ipcalc.calc.matters.subject import subject
from ipcalc.calc.matters.words import Words
from ipcalc.calc.registers.numbers import is_number
from ipcalc.dates import NotRead, Style, pieces, read, stands_for_nothing
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import NamedTuple
from ipcalc.law.names import plain
from ipcalc.law.shapes.layouts import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.layouts import Layout

TEXTS = ("ref", "number", "right", "title", "client", "attorney", "acting_for", "applicant", "office", "continues")
CLOSED = ("closed", "closed_as")
OF_PROCEEDINGS = ("proceeding", "kind")
MARKS = tuple(f"{each}:" for each in (*PREFIXES, FACT))
STATUS, CLASS_NUMBERS = "status", "class-numbers"  # read, and written as other columns
_OWN = (*TEXTS, *CLOSED, STATUS, CLASS_NUMBERS)
GUESS = "guess"
_OF_INDIA = re.compile(r"IN[ -]?([0-9]{6,12})(?:[ -]?[A-Z][0-9]?)?", re.IGNORECASE)
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
        of_all: the right is that of all rows, so that no column tells it.
    """

    def __init__(
        self,
        book: Rulebook,
        layout: Layout | None,
        right: str | None,
        renamed: Mapping[str, str],
        *,
        of_all: bool = True,
    ) -> None:
        self.book, self.layout, self._of_all = book, layout, right is not None and of_all
        self._counts = Words(book).counts
        self._has_proceedings = False
        self._names = _names_of(book, right)
        self._own = {plain(each): each for each in (*_OWN, *self._counts, *book.events)}
        self.renamed = {plain(heading): self.column(name) for heading, name in renamed.items()}
        self._by_layout = {plain(name): each for name, each in layout.columns.items()} if layout else {}
        self._instead: Mapping[str, str] = book.raw("columns_instead")

    def column(self, name: str) -> str:
        """The column of a table of matters that a name means.

        Raises:
            BadRequest: there is none.
        """
        known = name.strip() if name.strip() in OF_PROCEEDINGS else self._known(name)
        if known is None:
            every = [*TEXTS, *self.book.events, STATUS, CLASS_NUMBERS]
            raise BadRequest(f"--map: a table of matters has no column {name!r}{nearest(name, every)}")
        return known

    def _known(self, name: str) -> str | None:
        mark, colon, what = name.strip().partition(":")
        if mark + colon in MARKS and what:
            return name.strip() if mark == FACT else f"{mark}:{self.book.period_id(what.strip())}"
        return self._own.get(plain(name))

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
        self._has_proceedings = OF_PROCEEDINGS[0] in map(str.strip, headings)
        named = [Meant(place, heading, *self._named(heading)) for place, heading in enumerate(headings)]
        found = _once([self._borne_out(each, cells[each.place], style) for each in named], self._order)
        taken = {target.to for each in found for target in each.targets}
        return [self._guessed(each, cells[each.place], taken, style) for each in found]

    def _order(self, each: Meant) -> tuple[int, int, int]:
        ways = ("--map", "layout", "name", GUESS)
        return ways.index(each.how), self._names.rank.get(plain(each.heading), 0), each.place

    def _named(self, heading: str) -> tuple[tuple[Target, ...], str]:
        """What a heading means by itself."""
        key = plain(heading)
        if key in self.renamed:
            return (Target(to=self.renamed[key]),), "--map"
        if key in self._by_layout:
            return self._by_layout[key], "layout" if self._by_layout[key] else ""
        if self._has_proceedings and heading.strip() in OF_PROCEEDINGS:
            return _targets((heading.strip(),)), "name"
        known = self._known(heading)
        if known and known == heading.strip():
            return _targets((known,)), "name"
        if found := self._names.exact(heading) or tuple(filter(None, (known,))):
            return _targets(found), "name"
        guessed = self._names.guess(heading)
        return _targets(guessed), GUESS if guessed else ""

    def _borne_out(self, each: Meant, cells: Sequence[str], style: Style) -> Meant:
        """What a heading means where its cells do not speak against it: a guess must have the look of what is guessed,
        and of a column that has few words, one cell at least must be read."""
        filled = _filled(cells)
        said = each.how in ("--map", "layout") or self._own.get(each.heading.strip())
        if said or not each.targets or not filled or self._speaks_for(each, filled, style):
            return each
        column = each.targets[0].to
        if column in self._instead:
            return each._replace(targets=_targets((self._instead[column],)), how=GUESS)
        return each._replace(targets=(), how="" if each.how == GUESS else f"none of its cells can be read as {column}")

    def _speaks_for(self, each: Meant, cells: Sequence[str], style: Style) -> bool:
        """Whether enough cells look like the column that a heading names."""
        column = each.targets[0].to
        if column not in self.book.events:
            return any(map(self._look_of(column), cells))
        return each.how != GUESS or _share(lambda cell: _has_date(cell, style), cells) >= _HALF

    def _look_of(self, column: str) -> Callable[[str], bool]:
        """Whether a cell looks like one of a column."""
        if column == CLASS_NUMBERS or column in self._counts:
            return lambda cell: any(map(str.isdigit, cell)) and not re.search("[0-9]-[0-9]", cell)
        return self._looks().get(column, bool) if column != "number" else bool

    def _guessed(self, each: Meant, cells: Sequence[str], taken: set[str], style: Style) -> Meant:
        """What a heading that means nothing stands for by its cells."""
        filled = list(filter(None, map(str.strip, cells)))
        if each.targets or each.how or not filled or self.layout is not None:
            return each
        known = taken | ({"right"} if self._of_all else set())
        for column, look in self._looks().items():
            if column not in known and _share(look, filled) >= _MOST:
                taken.add(column)
                return each._replace(targets=(Target(to=column),), how=GUESS)
        are_dates = _share(lambda cell: _is_date(cell, style), filled) >= _HALF
        if not are_dates:
            return each
        words = re.findall("[a-z]+", each.heading.casefold())
        if set(words).isdisjoint(self.book.raw("words_of_due_dates")):
            return each._replace(how="these are dates: say with --map of which event")
        return each._replace(how="these are due dates: to verify them, map them to stated:PERIOD")

    def _looks(self) -> dict[str, Callable[[str], bool]]:
        """For some columns, whether a cell looks like one of them."""
        shapes = [shape_of(shape) for shape in self.book.raw("number_shapes")]
        return {
            "right": lambda cell: self._is("rights", cell),
            "office": lambda cell: self._is("offices", cell),
            "applicant": lambda cell: self._is("applicants", cell),
            "number": lambda cell: any(shape.fullmatch(cell) for shape in shapes),
        }

    def _is(self, section: str, cell: str) -> bool:
        try:
            return self.book.named(section, cell) is not None
        except BadRequest:
            return False


def _filled(cells: Iterable[str]) -> list[str]:
    """The cells that do not stand for nothing."""
    return [cell for cell in map(str.strip, cells) if cell and not stands_for_nothing(cell)]


def _targets(columns: Iterable[str]) -> tuple[Target, ...]:
    return tuple(Target(to=each) for each in columns)


def _share(look: Callable[[str], bool], cells: Sequence[str]) -> float:
    """Of how many cells, of all of them, something is true."""
    return sum(map(look, cells)) / len(cells)


def bare(number: str) -> str:
    """The number of an application or a patent without the code of India before it and the kind of publication."""
    found = _OF_INDIA.fullmatch(number.strip())
    return found[1] if found else number.strip()


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
    common = subject(book, right)
    used = {event for name, each in common.periods.items() for event in (*common.uses[name], each.leads_to)}
    return tuple(event for event in book.events if event in used)


@lru_cache(maxsize=32)
def _names_of(book: Rulebook, right: str | None) -> ColumnNames:
    return ColumnNames(book, _OWN, events_used(book, right), one_right=right is not None)


def _has_date(cell: str, style: Style) -> bool:
    """Whether a cell is a date or the number of a journal, or has a date among other words."""
    return _is_date(cell, style) or bool(pieces(cell)) or is_number(cell)


def _is_date(cell: str, style: Style) -> bool:
    try:
        return bool(read(cell, style))
    except NotRead as error:
        return error.order is not None
