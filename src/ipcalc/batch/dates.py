"""The dates of a file: read once for each text, and what is to be said of them when all are read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ipcalc.calc.registers.numbers import is_number
from ipcalc.dates import NotRead, read, said_of_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from ipcalc.dates import Order, Style

KEPT = 32_768
_FORM = "2012-03-05"


class Dates(dict[str, "date"]):
    """Dates by their text, of which the same come again and again: one object a day, out of `days` by ordinal.

    Those of an event whose date may be that of a journal are read by `number` too. `numbered` tells that some were, and
    `short` has the texts whose years have two digits.
    """

    def __init__(self, days: Mapping[int, date], style: Style, number: Callable[[str], date] | None = None) -> None:
        super().__init__()
        self._days, self._style, self._number = days, style, number
        self.numbered = False
        self.short: set[str] = set()

    def __missing__(self, text: str) -> date:
        if len(self) >= KEPT:
            self.clear()
        if self._number is not None and is_number(text):
            day, self.numbered = self._number(text), True
        else:
            day, short = read(text, self._style)
            if short and len(self.short) < 8 * KEPT:
                self.short.add(text)
        day = self[text] = self._days[day.toordinal()]
        return day


class DatesSeen:
    """Counts years of two digits, and dates in numbers by column and by which part of them comes first."""

    def __init__(self, style: Style) -> None:
        self._dayfirst = style.dayfirst
        self._shorts: Counter[int] = Counter()
        self._orders: dict[str, dict[Order, tuple[int, str]]] = {}

    def short(self, days: Iterable[date]) -> None:
        """Take dates whose years had two digits."""
        self._shorts.update(day.year for day in days)

    def refused(self, column: str, text: str, error: Exception) -> None:
        """Take a cell that was not read."""
        if isinstance(error, NotRead) and error.order is not None:
            found = self._orders.setdefault(column, {})
            count, first = found.get(error.order, (0, text))
            found[error.order] = count + 1, first

    def add(self, other: DatesSeen) -> None:
        """Take what was counted elsewhere, of rows after these."""
        self._shorts.update(other._shorts)
        for column, orders in other._orders.items():
            found = self._orders.setdefault(column, {})
            for order, (more, text) in orders.items():
                count, first = found.get(order, (0, text))
                found[order] = count + more, first

    def told(self) -> Iterator[str]:
        """What is to be said, in lines."""
        if self._shorts:
            yield said_of_short(self._shorts)
        for column, orders in self._orders.items():
            yield f"{column}: {self._order(orders)}"

    def _order(self, orders: Mapping[Order, tuple[int, str]]) -> str:
        total = sum(count for count, _ in orders.values())
        these = "1 date is" if total == 1 else f"{total} dates are"
        _, month = orders.get("month", (0, ""))
        _, day = orders.get("day", (0, ""))
        if month and self._dayfirst:
            return f"{month!r} has its month first, so --dayfirst may have read others wrongly: check the column"
        if month and day:
            advice = f"--dayfirst would read some of them wrongly: write them as {_FORM}"
            return f"{these} in numbers; {day!r} has its day first and {month!r} its month first: {advice}"
        if month:
            return f"{these} in numbers; {month!r} has its month first: write them as {_FORM}, without --dayfirst"
        if day:
            return f"{these} in numbers; {day!r} shows that the day comes first: give --dayfirst"
        return f"{these} in numbers; none shows whether the day comes first: if it does, give --dayfirst"
