"""What is counted while rows are answered, to be said of them when all are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.batch.dates import DatesSeen
from ipcalc.calc.notes import BY_OVERLAY
from ipcalc.money import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ipcalc.dates import Style


class Tally:
    """Counts the dates of some rows by how they were written, and the rows that an `overlay` touched."""

    def __init__(self, style: Style, overlay: str | None) -> None:
        self.dates = DatesSeen(style)
        self._overlay, self._touched = overlay, 0

    def count(self, said: Iterable[str]) -> None:
        """Count those that the overlay touched among rows of which this is said."""
        if self._overlay is not None:
            self._touched += sum(BY_OVERLAY in text for text in said)

    def add(self, other: Tally) -> None:
        """Take what was counted of further rows."""
        self.dates.add(other.dates)
        self._touched += other._touched

    def told(self) -> Sequence[str]:
        """What is to be said of all rows together, in lines."""
        if not self._touched:
            return [*self.dates.told()]
        rows = "1 row rests" if self._touched == 1 else f"{grouped(self._touched)} rows rest"
        return [*self.dates.told(), f"{rows} on the overlay {self._overlay}"]
