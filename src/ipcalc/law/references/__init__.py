"""What a shape cannot say: that references lead somewhere, that versions leave no gap and do not overlap,
that every amount can be paid and every limit counted. Each check yields paths into the data with a message."""

from __future__ import annotations

from ipcalc.law.references.fees import fee_faults, schedule_faults
from ipcalc.law.references.periods import period_faults
from ipcalc.law.references.registers import cooperation_faults, treaties_faults
from ipcalc.law.references.tables import (
    classes_faults,
    closures_faults,
    estimates_faults,
    forms_faults,
    instruments_faults,
    offices_faults,
    principals_faults,
    rulebook_faults,
)
from ipcalc.law.references.versions import Found, Raw


def faults_of(raw: Raw) -> Found:
    """Every fault of the merged data, as a path into it and a message."""
    yield from rulebook_faults(raw)
    for name in raw["periods"]:
        yield from period_faults(raw, name)
    for right in raw.get("schedules", {}):
        yield from schedule_faults(raw, right)
    for name in raw["fees"]:
        yield from fee_faults(raw, name)
    yield from principals_faults(raw)
    yield from forms_faults(raw)
    yield from classes_faults(raw)
    yield from offices_faults(raw)
    yield from closures_faults(raw)
    yield from estimates_faults(raw)
    yield from instruments_faults(raw)
    yield from treaties_faults(raw)
    yield from cooperation_faults(raw)
