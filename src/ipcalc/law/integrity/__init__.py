"""What a shape cannot say: that references lead somewhere, that versions leave no gap and do not overlap,
that every amount can be paid and every limit counted. Each check yields paths into the data with a message."""

from __future__ import annotations

from ipcalc.law.integrity.fees import fee_faults, schedule_faults
from ipcalc.law.integrity.matters import implied_faults
from ipcalc.law.integrity.periods import period_faults, short_names_faults
from ipcalc.law.integrity.references import reference_faults
from ipcalc.law.integrity.registers import cooperation_faults, treaties_faults
from ipcalc.law.integrity.tables import (
    classes_faults,
    closures_faults,
    dates_faults,
    estimates_faults,
    events_faults,
    instruments_faults,
    journals_faults,
    layouts_faults,
    offices_faults,
    principals_faults,
    rights_faults,
)
from ipcalc.law.integrity.versions import Found, Raw
from ipcalc.law.integrity.words import names_faults, sentences_faults


def faults_of(raw: Raw) -> Found:
    """Every fault of the merged data, as a path into it and a message."""
    yield from rights_faults(raw)
    yield from events_faults(raw)
    yield from implied_faults(raw)
    yield from short_names_faults(raw)
    for name in raw["periods"]:
        yield from period_faults(raw, name)
    for right in raw.get("schedules", {}):
        yield from schedule_faults(raw, right)
    for name in raw["fees"]:
        yield from fee_faults(raw, name)
    yield from principals_faults(raw)
    yield from sentences_faults(raw)
    yield from dates_faults(raw)
    yield from classes_faults(raw)
    yield from offices_faults(raw)
    yield from closures_faults(raw)
    yield from estimates_faults(raw)
    yield from instruments_faults(raw)
    yield from journals_faults(raw)
    yield from layouts_faults(raw)
    yield from treaties_faults(raw)
    yield from cooperation_faults(raw)
    yield from reference_faults(raw)
    yield from names_faults(raw)
