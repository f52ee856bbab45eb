"""For whom one acts, and what periods that side has to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.periods import Period

_SIDES = {"owner": ("owner", "both"), "challenger": ("challenger", "both"), "both": ("owner", "challenger", "both")}
_DEFAULT = "owner"


class Acting:
    """The party for whom one acts: `owner` (the default), `challenger`, `both`, or the name of a role.

    Raises:
        BadRequest: it is none of these.
    """

    def __init__(self, book: Rulebook, acting_for: str | None) -> None:
        self._book, self._role = book, None
        word = acting_for or _DEFAULT
        if word not in _SIDES:
            if word not in book.roles:
                near = nearest(word, (*_SIDES, *book.roles))
                raise BadRequest(f"acting_for {word!r} is not owner, challenger, both or the name of a role{near}")
            self._role, word = word, book.roles[word].side
        self.sides = _SIDES.get(word, (word,))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Acting) and (self.sides, self._role) == (other.sides, other._role)

    def __hash__(self) -> int:
        return hash((self.sides, self._role))

    @property
    def against(self) -> bool:
        """Whether one acts, or may act, against the right."""
        return "challenger" in self.sides

    def owes(self, period: Period) -> bool:
        """Whether the period asks something of this side."""
        return period.by == self._role or self._book.roles[period.by].side in self.sides

    def sees(self, period: Period) -> bool:
        """Whether the period asks something of this side, or is one that all want to see."""
        return period.seen_by_all or self.owes(period)
