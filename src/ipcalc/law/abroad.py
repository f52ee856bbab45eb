"""What a period is before one office abroad, where it is answered by each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import replace
from ipcalc.law.shapes.base import NOTHING, Note

if TYPE_CHECKING:
    from ipcalc.law.shapes.periods import Period


def before(period: Period, office: str) -> Period:
    """The period before an office abroad, by the code of the office.

    Raises:
        BadRequest: it has no such office.
    """
    there = period.abroad.get(office)
    if there is None:
        known = f"{nearest(office, period.abroad)} (one of {', '.join(period.abroad)})" if period.abroad else ""
        raise BadRequest(f"{period.title}: no office abroad {office!r}{known}")
    looked_at = Note("information", f"The table of offices was last checked on {there.checked_to}: ask the office.")
    versions = tuple(
        replace(
            version,
            limits=there.limits,
            where=there.where,
            evidence=there.evidence,
            notes=(*version.notes, *there.notes, looked_at),
            sources=there.sources,
        )
        for version in period.versions
    )
    return replace(period, title=f"{period.title}: {there.title} ({office})", abroad=NOTHING, versions=versions)
