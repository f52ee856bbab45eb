"""What a shape cannot say: that references lead somewhere, that versions leave no gap and do not overlap,
that every amount can be paid and every limit counted. Each check yields paths into the data with a message."""

from __future__ import annotations

from ipcalc.law.integrity import fees, matters, periods, references, registers, tables, words
from ipcalc.law.integrity.versions import Found, Raw


def faults_of(raw: Raw) -> Found:
    """Every fault of the merged data, as a path into it and a message."""
    yield from tables.rights_faults(raw)
    yield from tables.events_faults(raw)
    yield from matters.implied_faults(raw)
    yield from periods.short_names_faults(raw)
    for name in raw["periods"]:
        yield from periods.period_faults(raw, name)
    for right in raw.get("schedules", {}):
        yield from fees.schedule_faults(raw, right)
    for name in raw["fees"]:
        yield from fees.fee_faults(raw, name)
    yield from tables.principals_faults(raw)
    yield from words.sentences_faults(raw)
    yield from tables.dates_faults(raw)
    yield from tables.classes_faults(raw)
    yield from tables.offices_faults(raw)
    yield from tables.closures_faults(raw)
    yield from tables.estimates_faults(raw)
    yield from tables.instruments_faults(raw)
    yield from tables.journals_faults(raw)
    yield from tables.layouts_faults(raw)
    yield from registers.treaties_faults(raw)
    yield from registers.cooperation_faults(raw)
    yield from references.reference_faults(raw)
    yield from words.names_faults(raw)
