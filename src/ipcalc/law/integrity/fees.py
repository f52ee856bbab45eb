"""Faults of fees: applicants, bands and units that leave an amount unpayable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ipcalc.law.integrity.versions import Found, Raw, citation_faults, days_of, placed, unknown_faults, versions_faults
from ipcalc.law.reading import Path_
from ipcalc.money import HOME, is_currency

LEAVES = ("nil", "not allowed", "not known")


def schedule_faults(raw: Raw, right: str) -> Found:
    """Every fault of the applicant columns of a right."""
    yield from versions_faults(("schedules", right), raw["schedules"][right])
    for path, row in placed(("schedules",), raw["schedules"], right):
        yield from citation_faults(path, row)
        for key in row.get("notes", {}):
            yield from unknown_faults((*path, "notes", key), "applicant or mode", key, [*row["pays"], *raw["modes"]])
        if "other" not in row["pays"]:
            yield (*path, "pays"), "has no column for other"


def fee_faults(raw: Raw, name: str) -> Found:
    """Every fault of one fee."""
    entry = raw["fees"][name]
    path: Path_ = ("fees", name)
    yield from versions_faults((*path, "versions"), entry["versions"])
    yield from _late_faults(path, entry)
    for index, version in enumerate(entry["versions"]):
        here = (*path, "versions", index)
        yield from citation_faults(here, version)
        yield from _others_faults(raw, here, version)
        for place, reduction in placed(here, version, "reductions"):
            yield from _reduction_faults(place, reduction)
        if not is_currency(_currency(version)):
            yield (*here, "currency"), f"should be three capital letters such as CHF, not {version['currency']!r}"
        if version.get("amount") == "not known" and "unknown" not in version:
            yield here, "does not say why its sum is not known (unknown)"
        columns = _columns_during(raw, entry["right"], *days_of(entry["versions"], index))
        yield from _tariff(raw, here, version, columns)
        for place, part in placed(here, version, "parts"):
            yield from _tariff(raw, place, part, columns)
            if "cap" in part:
                yield from leaves_faults(raw, (*place, "cap"), part["cap"], columns)


def _late_faults(path: Path_, entry: Raw) -> Found:
    """Faults of what is paid after the due date."""
    if bool(entry.get("late")) != ("too_late" in entry):
        yield path, "needs late and too_late together"
    before = 0
    for here, each in placed(path, entry, "late"):
        if each["up_to"] <= before:
            yield here, f"should reach beyond month {before}, not to {each['up_to']}"
        before = each["up_to"]


def _others_faults(raw: Raw, path: Path_, version: Raw) -> Found:
    """Faults of the fees that go with a version."""
    for fee in (*version.get("plus", ()), *((version["one_only"],) if "one_only" in version else ())):
        yield from unknown_faults(path, "fee", fee, raw["fees"])
        versions = raw["fees"].get(fee, {}).get("versions", ())
        if others := set(map(_currency, versions)) - {_currency(version)}:
            yield path, f"is in {_currency(version)}, but goes with {fee}, which is in {', '.join(sorted(others))}"


def _currency(version: Raw) -> str:
    return str(version.get("currency", HOME))


def _reduction_faults(path: Path_, reduction: Raw) -> Found:
    if ("amount" in reduction) == ("percent" in reduction):
        yield path, "needs one of amount and percent"
    if reduction.get("amount", 1) <= 0:
        yield (*path, "amount"), f"should be more than 0, not {reduction['amount']}"
    if not 1 <= reduction.get("percent", 1) <= 100:
        yield (*path, "percent"), f"should be 1 to 100, not {reduction['percent']}"


def _columns_during(raw: Raw, right: str, begins: date, ends: date) -> set[str]:
    """The columns by which some applicant pays between two days."""
    rows = raw.get("schedules", {}).get(right, ())
    columns: set[str] = set()
    for index, row in enumerate(rows):
        first, last = days_of(rows, index)
        if first <= ends and last >= begins:
            columns |= set(row["pays"].values())
    return columns or {"other"}


def _tariff(raw: Raw, path: Path_, tariff: Raw, columns: set[str]) -> Found:
    said = [key for key in ("amount", "amounts", "bands") if key in tariff]
    if len(said) != 1:
        yield path, "needs one of amount, amounts and bands"
    if ("bands" in tariff) != ("bands_by" in tariff):
        yield path, "needs bands and bands_by together"
    for key in ("amount", "amounts"):
        if key in tariff:
            yield from leaves_faults(raw, (*path, key), tariff[key], columns)
    if "first" in tariff:
        yield from _tariff(raw, (*path, "first"), tariff["first"], columns)
    for here, band in placed(path, tariff, "bands"):
        yield from _tariff(raw, here, band, columns)
    yield from _bounds((*path, "bands"), tariff.get("bands", ()))


def _bounds(path: Path_, bands: Sequence[Raw]) -> Found:
    for index, band in enumerate(bands):
        bounds = [key for key in ("up_to", "below") if key in band]
        if len(bounds) != 1 and index + 1 < len(bands):
            yield (*path, index), "needs one of up_to and below"
        if index and bounds and _bound(band) <= _bound(bands[index - 1]):
            yield (*path, index), "does not reach beyond the band before it"


def _bound(band: Raw) -> float:
    if "up_to" in band:
        return float(band["up_to"])
    return float(band["below"]) - 0.5 if "below" in band else float("inf")


def leaves_faults(raw: Raw, path: Path_, value: Any, columns: set[str]) -> Found:
    """Faults of a sum, or of the sums by mode or by applicant column, of which there is one for each of `columns`."""
    if isinstance(value, dict):
        yield from _sums(raw, path, value, columns)
    elif isinstance(value, int) and not isinstance(value, bool):
        if value <= 0:
            yield path, f"should be more than 0 (where nothing is charged, say nil), not {value}"
    elif value not in LEAVES:
        yield path, f"should be a whole sum, {', '.join(LEAVES)}, or sums by mode or applicant, not {value!r}"


def _sums(raw: Raw, path: Path_, sums: Raw, columns: set[str]) -> Found:
    known = {*raw["modes"], *raw["applicants"]}
    wanted = set(raw["modes"]) if sums.keys() & raw["modes"].keys() else columns
    for key, value in sums.items():
        yield from unknown_faults((*path, key), "mode or applicant", key, known)
        yield from leaves_faults(raw, (*path, key), value, columns)
    for key in sorted(wanted - sums.keys()):
        yield path, f"says nothing for {key}: give a sum, nil, not allowed or not known"
