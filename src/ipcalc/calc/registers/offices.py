"""In which office's territory a place lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain, PlainList
from ipcalc.calc.registers import layers as registers
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import frozen
from ipcalc.law.names import plain
from ipcalc.law.shapes.base import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.offices import Territory


_SECTIONS = {"territories": "the territories", "offices": "the offices", "which_office": "which place decides"}


@frozen
class TerritoryOffice(Plain):
    """The office of a territory for one right; `which` says which place decides, `notes` what must be known."""

    territory: str
    code: str
    right: str
    office: str
    name: str
    address: str | None
    which: tuple[str, ...]
    notes: tuple[str, ...]
    right_title: str
    layer: str = BUILT_IN

    _hidden = ("right_title",)


@frozen
class TerritoryList(PlainList):
    """All territories, each with its offices, for the `rights` whose offices are known (with their titles)."""

    territories: tuple[Territory, ...]
    rights: Mapping[str, str]
    notes: tuple[str, ...]

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        return [
            {"code": t.code, "name": t.name, "type": t.type, **t.offices, "aliases": list(t.aliases)}
            for t in self.territories
        ]


def territories(book: Rulebook) -> TerritoryList:
    """All territories."""
    known = {right: book.rights[right] for right in _rights(book)}
    return TerritoryList(book.territories, known, (*registers.overlaid(book, _SECTIONS), *book.raw("office_notes")))


def office(book: Rulebook, state: str, right: str | None) -> TerritoryOffice:
    """The office of a State or Union Territory for a right, or for the first whose offices are known.

    Raises:
        BadRequest: there is no such territory, or the territories of that right are not known.
    """
    right = check_right(book, right)
    place = territory(book, state)
    name = place.offices[right]
    entry = book.offices[name]
    notes = [note for note in (place.note, entry.note) if note]
    return TerritoryOffice(
        territory=place.name,
        code=place.code,
        right=right,
        office=name,
        name=entry.name,
        address=entry.address,
        which=tuple(book.raw("which_office").get(right, ())),
        notes=(*registers.overlaid(book, _SECTIONS), *notes, *book.raw("office_notes")),
        right_title=book.rights[right],
        layer=registers.layer(book, _SECTIONS),
    )


def check_right(book: Rulebook, name: str | None) -> str:
    """The right that a word means; without any the first whose offices are known.

    Raises:
        BadRequest: the territories of that right are not known.
    """
    known = _rights(book)
    right = known[0] if name is None and known else book.named("rights", name or "")
    if right not in known:
        raise BadRequest(f"territories are known for {' and '.join(known)}, not for {name!r}")
    return right


def _rights(book: Rulebook) -> tuple[str, ...]:
    """The rights whose offices are known for every territory."""
    return tuple(book.territories[0].offices) if book.territories else ()


def territory(book: Rulebook, name: str) -> Territory:
    """The State or Union Territory that `name` means: a name, an older name, or an ISO 3166-2 code.

    Raises:
        BadRequest: there is none.
    """
    wanted = _plain(name)
    for each in book.territories:
        if wanted in map(_plain, (each.name, each.code, each.code.partition("-")[2], *each.aliases)):
            return each
    names = [known for each in book.territories for known in (each.name, *each.aliases)]
    raise BadRequest(f"unknown State or Union Territory {name!r}{nearest(name, names)}")


def _plain(name: str) -> str:
    return plain(name.replace("&", "and"))
