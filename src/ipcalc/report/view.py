"""A view is what a person reads of a result: a heading, facts, a table, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from ipcalc.errors import cut, escaped
from ipcalc.frozen import NamedTuple, frozen

Value = str | int | date | None
Take = str | Callable[[Any], Value]
_LONGEST = 4000  # characters of a cell that are shown


class ResultColumn(NamedTuple):
    """One column of a kind of result, in tables and in CSV.

    Attributes:
        heading: its name in a table; where it is empty, it is in CSV alone.
        take: the value that a row has there: the path of an attribute (with `?` after what may be None: `next?.fee`),
            or a function of the row.
        field: its name in CSV; empty where it is that of the table.
        record: the value in CSV, where it is not that of the table.
        right: it holds numbers.
        whole: it is not broken where there is room.
        firm: it is never broken.
    """

    heading: str
    take: Take
    field: str = ""
    record: Take | None = None
    right: bool = False
    whole: bool = False
    firm: bool = False


@frozen
class View:
    """One answer for the eye.

    `columns` names the columns of `rows`; those in `right` hold numbers, those in `whole` are not broken where there is
    room, those in `firm` never. `records` are the rows for CSV, with `fields` as their heading. `tones` says for each
    row how it stands, such as `overdue`: what has colours shows it by one. The first `own` fields are
    those of a file of the user, and stay as they are.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    right: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    records: tuple[tuple[Value, ...], ...] = ()
    whole: frozenset[str] = frozenset()
    firm: frozenset[str] = frozenset()
    tones: tuple[str, ...] = ()
    own: int = 0


def view(
    title: str,
    columns: Sequence[ResultColumn] = (),
    items: Iterable[Any] = (),
    *,
    facts: Iterable[tuple[str, str]] = (),
    notes: Iterable[str] = (),
    more: Iterable[tuple[Value, ...]] = (),
    kept: Sequence[ResultColumn] = (),
    tone: Callable[[Any], str] | None = None,
) -> View:
    """A view with a row for each item.

    Args:
        title: the heading.
        columns: those of the table.
        items: what the columns take their values from.
        facts: pairs of a name and a text.
        notes: sentences.
        more: rows of the table that are no items, such as totals.
        kept: the columns for CSV, where they are not those of the table.
        tone: how an item stands.
    """
    items = tuple(items)
    shown = [column for column in columns if column.heading]
    kept = kept or columns
    return View(
        title=title,
        facts=tuple(facts),
        columns=tuple(column.heading for column in shown),
        rows=(*(_rows([column.take for column in shown], items) if shown else ()), *more),
        right=frozenset(column.heading for column in shown if column.right),
        notes=tuple(notes),
        fields=tuple(column.field or column.heading for column in kept),
        records=_rows([column.record or column.take for column in kept], items),
        whole=frozenset(column.heading for column in shown if column.whole),
        firm=frozenset(column.heading for column in shown if column.firm),
        tones=tuple(map(tone, items)) if tone else (),
    )


def named(
    *names: str, of: str = "", right: Sequence[str] = (), whole: Sequence[str] = (), firm: Sequence[str] = ()
) -> tuple[ResultColumn, ...]:
    """Columns that are called as the attributes that they take, of a row or of what is on the path `of`."""
    lead = f"{of}." if of else ""
    return tuple(
        ResultColumn(name.removesuffix("_"), lead + name, right=name in right, whole=name in whole, firm=name in firm)
        for name in names
    )


def keyed(*names: str, right: Sequence[str] = ()) -> tuple[ResultColumn, ...]:
    """Columns of rows that are mappings, called as their keys."""
    return tuple(ResultColumn(name, itemgetter(name), right=name in right) for name in names)


def placed(*names: str, whole: Sequence[str] = ()) -> tuple[ResultColumn, ...]:
    """Columns of rows that are tuples, called by their places."""
    return tuple(ResultColumn(name, itemgetter(at), whole=name in whole) for at, name in enumerate(names))


def rooms(shown: Sequence[View]) -> dict[tuple[str, ...], list[int]]:
    """How wide the columns are that several tables have alike, so that these stand below each other."""
    found: dict[tuple[str, ...], list[list[int]]] = {}
    for each in shown:
        if each.rows:
            cells = zip(each.columns, *each.rows, strict=True)
            found.setdefault(each.columns, []).append([max(len(written(cell)) for cell in column) for column in cells])
    return {columns: list(map(max, *each)) for columns, each in found.items() if len(each) > 1}


def counted(number: int, what: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def day(value: date | None) -> str:
    """A date for people, with its weekday: `Mon 2012-03-05`."""
    return f"{value:%a} {value.isoformat()}" if value else "-"


def written(value: Value) -> str:
    """A value of a table as text; the middle of one that is too long to read is left out."""
    return "" if value is None else cut(escaped(str(value)), _LONGEST)


def _rows(takes: Sequence[Take], items: Sequence[Any]) -> tuple[tuple[Value, ...], ...]:
    getters = list(map(_getter, takes))
    return tuple(tuple(getter(item) for getter in getters) for item in items)


def _getter(take: Take) -> Callable[[Any], Value]:
    if not isinstance(take, str):
        return take
    path, may_be_none, rest = take.partition("?.")
    if not may_be_none:
        return attrgetter(take)
    first, then = attrgetter(path), _getter(rest)
    return lambda row: None if (found := first(row)) is None else then(found)
