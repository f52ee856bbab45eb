"""The rules in words: the limits of a period and the sums of a fee, each in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ipcalc.money import HOME

if TYPE_CHECKING:
    from ipcalc.law.shapes.fees import Band, FeeVersion, Reduction
    from ipcalc.law.shapes.periods import Limit, Version


def limits_in_words(version: Version) -> str:
    """The limits of a version in one line."""
    return "; ".join(_limit(limit) for limit in version.limits)


def tariff_in_words(version: FeeVersion) -> str:
    """The sums of a version in one line."""
    parts = [_sums(version)]
    parts += [f"{part.title}: {_sums(part)}" for part in version.parts]
    parts += [f"less {_reduction(reduction)}" for reduction in version.reductions]
    parts += [f"plus {other}" for other in version.plus]
    return ("" if version.currency == HOME else f"in {version.currency}: ") + "; ".join(parts)


def _limit(limit: Limit) -> str:
    if limit.until:
        return f"{limit.kind} until {limit.until}"
    for key, counts in (("later", limit.later_of), ("earlier", limit.earlier_of)):
        if counts:
            return f"{limit.kind} {key} of {', '.join(map(_count, counts))}"
    return f"{limit.kind} {_count(limit)}"


def _count(count: Any) -> str:
    from ipcalc.calc.days.counting import length_of

    length = length_of(count)
    where = f" after {count.after}" if count.after else f" before {count.before}" if count.before is not None else ""
    return f"{length}{where}" if length else f"on {count.on}"


def _reduction(reduction: Reduction) -> str:
    off = f"{reduction.percent} %" if reduction.percent is not None else str(reduction.amount)
    whose = [*([reduction.mode] if reduction.mode else []), *reduction.applicants]
    return f"{off} ({', '.join(whose)})" if whose else off


def _sums(tariff: Any) -> str:
    if tariff.bands:
        return f"by {tariff.bands_by}: " + ", ".join(f"{_bound(band)} {_sums(band)}" for band in tariff.bands)
    each = _amount(tariff)
    return f"first {tariff.first.count}: {_amount(tariff.first)}, each more: {each}" if tariff.first else each


def _bound(band: Band) -> str:
    if band.up_to is not None:
        return f"to {band.up_to}"
    return "above" if band.below is None else f"below {band.below}"


def _amount(tariff: Any) -> str:
    return _leaf(tariff.amount if tariff.amount is not None else tariff.amounts)


def _leaf(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{key} ({_leaf(inner)})" if isinstance(inner, Mapping) else f"{key} {inner}"
            for key, inner in value.items()
        )
    return str(value)
