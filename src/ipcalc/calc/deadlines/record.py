"""What is on record of the act of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.frozen import NamedTuple

if TYPE_CHECKING:
    from datetime import date


class OnRecord(NamedTuple):
    """What is on record of the act that a period asks for.

    Attributes:
        done: the day on which it was done.
        through: the number of the last occurrence that it was done for, where the period recurs.
        accepted: it was done out of time, and the office took it all the same.
        needed: False where it need not be done in this matter.
        asked: the day on which an extension was asked for.
        extended: the day until which an extension was granted.
        restored: the day on which the restoration of what was lost was asked for.
        settled: the day up to which what fell due is paid with something else: that of the order of restoration.
    """

    done: date | None = None
    through: int | None = None
    accepted: bool = False
    needed: bool = True
    asked: date | None = None
    extended: date | None = None
    restored: date | None = None
    settled: date | None = None

    @property
    def tells(self) -> bool:
        """Whether it says that something was done, or need not be."""
        return self.done is not None or self.through is not None or not self.needed


NOTHING_ON_RECORD = OnRecord()
