"""Faults of fees: applicants, bands and units that leave an amount unpayable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ipcalc.law.build import build
from ipcalc.law.reading import Path_
from ipcalc.law.references.versions import Found, Raw, as_date, common_faults, unknown, versions_faults
from ipcalc.law.shapes.fees import Columns
from ipcalc.money import CURRENCY, HOME

LEAVES = ("nil", "not allowed", "not known")


def schedule_faults(raw: Raw, right: str) -> Found:
    """Every fault of the applicant columns of a right."""
    rows = raw["schedules"][right]
    yield from versions_faults(("schedules", right), rows)
    for index, row in enumerate(rows):
        path: Path_ = ("schedules", right, index)
        yield from common_faults(raw, path, row)
        for applicant in row["pays"]:
            if applicant not in raw["applicants"]:
                yield (*path, "pays", applicant), unknown("applicant", applicant, raw["applicants"])
        for key in row.get("notes", {}):
            if key not in row["pays"] and key not in raw["modes"]:
                yield (*path, "notes", key), unknown("applicant or mode", key, [*row["pays"], *raw["modes"]])
        if "other" not in row["pays"]:
            yield (*path, "pays"), "has no column for other"


def fee_faults(raw: Raw, name: str) -> Found:
    """Every fault of one fee."""
    entry = raw["fees"][name]
    path: Path_ = ("fees", name)
    if entry["unit"] not in raw["units"]:
        yield (*path, "unit"), unknown("unit", entry["unit"], raw["units"])
    yield from versions_faults((*path, "versions"), entry["versions"])
    for index, version in enumerate(entry["versions"]):
        here = (*path, "versions", index)
        yield from common_faults(raw, here, version)
        for form in (version.get("form"), *version.get("also_forms", ())):
            if form is not None and form not in raw["forms"]:
                yield (*here, "form"), unknown("form", form, raw["forms"])
        for key in ("unit", "times", "bands_by"):
            if key in version and version[key] not in raw["units"]:
                yield (*here, key), unknown("unit", version[key], raw["units"])
        for fee in (*version.get("plus", ()), *((version["one_only"],) if "one_only" in version else ())):
            if fee not in raw["fees"]:
                yield here, unknown("fee", fee, raw["fees"])
            elif others := {_currency(other) for other in raw["fees"][fee]["versions"]} - {_currency(version)}:
                yield here, f"is in {_currency(version)}, but goes with {fee}, which is in {', '.join(sorted(others))}"
        for number, reduction in enumerate(version.get("reductions", ())):
            yield from _reduction_faults(raw, (*here, "reductions", number), reduction)
        if not CURRENCY.match(_currency(version)):
            yield (*here, "currency"), f"should be three capital letters such as CHF, not {version['currency']!r}"
        if version.get("amount") == "not known" and "unknown" not in version:
            yield here, "does not say why its sum is not known (unknown)"
        columns = _columns_during(raw, entry["right"], entry["versions"], index)
        yield from _tariff(raw, here, version, columns)
        for number, part in enumerate(version.get("parts", ())):
            spot = (*here, "parts", number)
            if part["unit"] not in raw["units"]:
                yield (*spot, "unit"), unknown("unit", part["unit"], raw["units"])
            yield from _tariff(raw, spot, part, columns)
            if "cap" in part:
                yield from leaves_faults(raw, (*spot, "cap"), part["cap"], columns)
        if "discount" in version and version["discount"]["mode"] not in raw["modes"]:
            yield (*here, "discount", "mode"), unknown("mode", version["discount"]["mode"], raw["modes"])


def _currency(version: Raw) -> str:
    return str(version.get("currency", HOME))


def _reduction_faults(raw: Raw, path: Path_, reduction: Raw) -> Found:
    if ("amount" in reduction) == ("percent" in reduction):
        yield path, "needs one of amount and percent"
    if reduction.get("amount", 1) <= 0:
        yield (*path, "amount"), f"should be more than 0, not {reduction['amount']}"
    if not 1 <= reduction.get("percent", 1) <= 100:
        yield (*path, "percent"), f"should be 1 to 100, not {reduction['percent']}"
    if "mode" in reduction and reduction["mode"] not in raw["modes"]:
        yield (*path, "mode"), unknown("mode", reduction["mode"], raw["modes"])
    for applicant in reduction.get("applicants", ()):
        if applicant not in raw["applicants"]:
            yield (*path, "applicants"), unknown("applicant", applicant, raw["applicants"])


def _columns_during(raw: Raw, right: str, versions: Sequence[Raw], index: int) -> set[str]:
    """The columns by which some applicant pays while this version is in force."""
    made = [build(Columns, row) for row in raw.get("schedules", {}).get(right, ())]
    begins = date.fromisoformat(versions[index]["from"])
    ends = as_date(versions[index].get("to")) or (
        date.fromisoformat(versions[index + 1]["from"]) - timedelta(days=1) if index + 1 < len(versions) else date.max
    )
    columns: set[str] = set()
    for number, row in enumerate(made):
        until = made[number + 1].from_ - timedelta(days=1) if number + 1 < len(made) else date.max
        if row.from_ <= ends and until >= begins:
            columns |= set(row.pays.values())
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
    bands = tariff.get("bands", ())
    for index, band in enumerate(bands):
        here = (*path, "bands", index)
        bounds = [key for key in ("up_to", "below") if key in band]
        if len(bounds) != 1 and index + 1 < len(bands):
            yield here, "needs one of up_to and below"
        if index and bounds and _bound(band) <= _bound(bands[index - 1]):
            yield here, "does not reach beyond the band before it"
        yield from _tariff(raw, here, band, columns)


def _bound(band: Raw) -> float:
    if "up_to" in band:
        return float(band["up_to"])
    return float(band["below"]) - 0.5 if "below" in band else float("inf")


def leaves_faults(raw: Raw, path: Path_, value: Any, columns: set[str]) -> Found:
    if isinstance(value, bool) or not isinstance(value, dict | int | str):
        yield path, f"should be a whole sum, {', '.join(LEAVES)}, or sums by mode or applicant, not {value!r}"
    elif isinstance(value, int):
        if value <= 0:
            yield path, f"should be more than 0 (where nothing is charged, say nil), not {value}"
    elif isinstance(value, str):
        if value not in LEAVES:
            yield path, f"should be a whole sum, {', '.join(LEAVES)}, or sums by mode or applicant, not {value!r}"
    else:
        keys = set(value)
        missing = (set(raw["modes"]) if keys & set(raw["modes"]) else columns) - keys
        known = {*raw["modes"], *raw["applicants"]}
        for key in value:
            if key not in known:
                yield (*path, key), unknown("mode or applicant", key, known)
        for key in sorted(missing):
            yield path, f"says nothing for {key}: give a sum, nil, not allowed or not known"
        for key, inner in value.items():
            yield from leaves_faults(raw, (*path, key), inner, columns)
