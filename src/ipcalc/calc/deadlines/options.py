"""What changes an answer beside the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from datetime import date


@frozen
class Options:
    """What changes an answer beside the events.

    Attributes:
        as_of: answer by the law as it stood on this day, instead of by the deciding event.
        office: the branch whose closed days count; None where it is not known.
        suspensions: apply orders that leave days out of account.
        today: from which days left are counted.
        done: the day on which the act was done.
        strict: refuse answers that rest on weak evidence or contested law.
        explain: keep the working.
    """

    as_of: date | None = None
    office: str | None = None
    suspensions: bool = False
    today: date | None = None
    done: date | None = None
    strict: bool = False
    explain: bool = False
