"""Fee schedules: what is paid, for what quantity, by whom and how."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from ipcalc.law.shapes.base import (
    NOTHING,
    Applicant,
    Beginning,
    CaseId,
    Ending,
    FeeId,
    FormId,
    Grade,
    Mode,
    Right,
    Sentence,
    SourceId,
    UnitId,
    shape,
)
from ipcalc.money import HOME


@shape
class First:
    """The first `count` units together cost `amounts` in all."""

    count: int = 1
    amount: Any = None
    amounts: Any = None


@shape
class Disputed:
    """What is in dispute of a sum. It bears on what is paid up to `contested_to`, for more than `contested_over` units,
    and on `contested_amounts` alone, each a column, a mode or MODE/COLUMN, where these are named.
    """

    contested: str | None = None
    contested_amounts: tuple[str, ...] = ()
    contested_to: date | None = None
    contested_over: int = 0

    def disputes(self, on: date, keys: Collection[str], units: int) -> str | None:
        """What is in dispute of a sum paid on a day for some units; `keys` are its column, its mode and MODE/COLUMN."""
        late = self.contested_to is not None and on > self.contested_to
        other = bool(self.contested_amounts) and not set(self.contested_amounts) & set(keys)
        return None if late or other or units <= self.contested_over else self.contested


@shape
class Tariff:
    """What is paid for a quantity. `amounts` is a whole sum, `nil`, `not allowed` or `not known`, or those by mode
    (`e-filing`, `paper`) and by applicant column.

    `first` (for the first `first.count`) with `amounts` for each more; `bands` by another quantity, which is at
    least `bands_from`.
    """

    amount: Any = None
    amounts: Any = None
    first: First | None = None
    bands_by: UnitId | None = None
    bands_from: int = 0
    bands: "tuple[Band, ...]" = ()


@shape
class Band(Tariff):
    """A tariff for one range of the banding quantity: up to and with `up_to`, or below `below`."""

    up_to: int | None = None
    below: int | None = None


@shape
class Part(Tariff, Disputed):
    """A further line of the same entry, with a unit of its own; the first `over` units are free.

    A part that stands `alone` may be asked for without the rest of the entry.
    """

    title: str
    unit: UnitId
    entry: str | None = None
    over: int = 0
    cap: Any = None
    alone: bool = False
    minimum: int | None = None
    evidence: Grade | None = None
    grades: Mapping[str, Grade] = NOTHING
    note: Sentence | None = None


@shape
class Discount:
    """A discount in per cent on at least so many units that are paid ahead together."""

    percent: int
    at_least: int
    mode: Mode
    citation: str


@shape
class Reduction:
    """What is taken off an entry with its parts: a sum, or so many per cent, rounded so that no less than due is paid.

    It is given by one `mode`, and to some `applicants`, where these are named.
    """

    title: str
    entry: str
    amount: int | None = None
    percent: int | None = None
    mode: Mode | None = None
    applicants: tuple[Applicant, ...] = ()
    citation: str
    evidence: Grade


@shape
class FeeVersion(Tariff, Disputed):
    """A fee as it stood from one day. The day of payment decides which version applies.

    `half_for` and `nil_for` name the case that pays half, or nothing.
    `reductions` are taken off one after the other; `unknown` says why a sum is not known. `other_figures` are the sums
    that sources print in place of the one that is charged. `notes_for` are those for a case that is asked for.
    """

    from_: date
    to: date | None = None
    ends: Ending | None = None
    reason: str | None = None
    form: FormId | None = None
    also_forms: tuple[FormId, ...] = ()
    entry: str
    unit: UnitId | None = None
    principal: bool = False
    times: UnitId | None = None
    half_for: CaseId | None = None
    nil_for: CaseId | None = None
    parts: tuple[Part, ...] = ()
    plus: tuple[str, ...] = ()
    one_only: str | None = None
    at_most: int | None = None
    minimum: int | None = None
    discount: Discount | None = None
    reductions: tuple[Reduction, ...] = ()
    currency: str = HOME
    citation: str
    evidence: Grade
    grades: Mapping[str, Grade] = NOTHING
    other_figures: Mapping[SourceId, int] = NOTHING
    unknown: str | None = None
    notes: tuple[Sentence, ...] = ()
    notes_for: Mapping[CaseId, tuple[Sentence, ...]] = NOTHING
    sources: tuple[SourceId, ...] = ()


@shape
class LateFee:
    """What is paid where another fee was not paid when it was due: `fee`, in place of that one or `beside` it.

    It is taken up to `up_to` months after the due date, of which a month that has begun counts in full.
    """

    fee: FeeId
    up_to: int
    beside: bool = False
    note: Sentence | None = None


@shape
class Fee:
    """An item of a fee schedule. `late` says what is paid after its due date, the nearest first; `too_late` what is
    left after all of that."""

    title: str
    right: Right
    unit: UnitId
    begins: Beginning = "not known before"
    late: tuple[LateFee, ...] = ()
    too_late: str | None = None
    versions: tuple[FeeVersion, ...]


@shape
class ApplicantColumns:
    """Which applicant column of the schedule each class of applicant pays by, from one day.

    `notes` go with what the columns price apart, by the class of applicant or the mode that they are meant for.
    """

    from_: date
    to: date | None = None
    pays: Mapping[Applicant, str]
    citation: str
    evidence: Grade
    notes: Mapping[str, tuple[Sentence, ...]] = NOTHING
    sources: tuple[SourceId, ...] = ()
