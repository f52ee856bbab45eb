"""The other names that people use for entries of the data."""

from collections.abc import Mapping

from ipcalc.law.shapes.base import (
    NOTHING,
    Applicant,
    EstimateId,
    EventId,
    FeeId,
    Mode,
    OfficeId,
    PeriodId,
    Right,
    shape,
)


@shape
class NamesFile:
    """`names.yaml`: for each id its other names. A name that stands under several ids is refused with all of them."""

    right_names: Mapping[Right, tuple[str, ...]] = NOTHING
    applicant_names: Mapping[Applicant, tuple[str, ...]] = NOTHING
    mode_names: Mapping[Mode, tuple[str, ...]] = NOTHING
    office_names: Mapping[OfficeId, tuple[str, ...]] = NOTHING
    estimate_names: Mapping[EstimateId, tuple[str, ...]] = NOTHING
    event_names: Mapping[EventId, tuple[str, ...]] = NOTHING
    said_of_periods: Mapping[PeriodId, tuple[str, ...]] = NOTHING
    said_of_fees: Mapping[FeeId, tuple[str, ...]] = NOTHING
    same_words: Mapping[str, tuple[str, ...]] = NOTHING
