"""In which office's territory a place lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.offices import Territory

RIGHTS = ("tm", "patent")


def territory(book: Rulebook, name: str) -> Territory:
    """The State or Union Territory that `name` means: a name, an older name, or an ISO 3166-2 code.

    Raises:
        BadRequest: there is none.
    """
    wanted = _plain(name)
    for each in book.territories:
        if wanted in map(_plain, (each.name, each.code, *each.aliases)):
            return each
    names = [known for each in book.territories for known in (each.name, *each.aliases)]
    raise BadRequest(f"unknown State or Union Territory {name!r}{nearest(name, names)}")


def office(place: Territory, right: str) -> str:
    """The id of the office for marks (`tm`) or patents (`patent`) of a territory."""
    if right not in RIGHTS:
        raise BadRequest(f"territories are known for {' and '.join(RIGHTS)}, not for {right!r}")
    return str(getattr(place, right))


def _plain(name: str) -> str:
    return name.lower().replace("&", "and").replace("-", " ").strip()
