"""Offices and their territories."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ipcalc.report.view import Column, View, named, view

if TYPE_CHECKING:
    from ipcalc.calc.registers.offices import TerritoryList, TerritoryOffice
    from ipcalc.law.shapes.offices import Territory
    from ipcalc.report.formats import Look

_TERRITORIES = (Column("code", "code"), Column("territory", "name", "name"), Column("type", "type"))


def office(answer: TerritoryOffice, look: Look) -> list[View]:
    """The office of a territory, with the rule that says which place decides."""
    facts = (
        ("office", f"{answer.name} ({answer.office})"),
        ("address", answer.address or "-"),
        *(("which place", text) for text in answer.which),
    )
    title = f"{answer.territory}: {answer.right_title}"
    return [view(title, named("territory", "right", "office"), [answer], facts=facts, notes=answer.notes)]


def territories(answer: TerritoryList, look: Look) -> list[View]:
    """All territories, each with its offices."""
    offices = [Column(title, partial(_office, right=right), right) for right, title in answer.rights.items()]
    return [view("Territories", [*_TERRITORIES, *offices], answer.territories, notes=answer.notes)]


def _office(territory: Territory, right: str) -> str:
    return territory.offices[right]
