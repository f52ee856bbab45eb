"""The names that a matter may use: events and periods of its right, facts, quantities, roles, ways to end."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ipcalc.calc.fees.quantities import applicants_of
from ipcalc.calc.matters.matter import SIDES
from ipcalc.calc.matters.subject import periods_of, subject
from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ipcalc.law.rulebook import Rulebook

_COUNT = "count"  # the quantity of units that have no name of their own, which says nothing of a matter


class RightWords:
    """The names that matters of one right use.

    Attributes:
        right: the right; None where it is not known, and every name of the data is taken.
        periods: the ids of its periods.
        events: the events that say something of its matters.
    """

    def __init__(self, book: Rulebook, right: str | None) -> None:
        self.book, self.right = book, right
        self.periods = tuple(book.raw("periods")) if right is None else periods_of(book, right)

    @cached_property
    def events(self) -> tuple[str, ...]:
        """The events that say something of its matters, in the order of the data."""
        book = self.book
        if self.right is None:
            return tuple(book.events)
        used = subject(book, self.right).events
        return tuple(event for event in book.events if event in used)

    @cached_property
    def facts(self) -> Mapping[str, str]:
        """The facts that change what belongs to its matters, with what they mean."""
        every = self.book.facts
        used = every if self.right is None else subject(self.book, self.right).facts
        return {name: every[name] for name in every if name in used}

    def event_named(self, name: str) -> str | None:
        """The event of the right that `name` means; None where there is none."""
        try:
            word = self.book.named("events", name.strip(), self.events)
        except BadRequest:
            return None
        return word if word in self.events else None

    def event_id(self, name: str) -> str:
        """The event that `name` means, which some period of the right must use.

        Raises:
            BadRequest: there is no such event, or none of the right.
        """
        word = self.book.named("events", name.strip(), self.events)
        if word is None:
            raise BadRequest(f"unknown event{nearest(name, self.events)}")
        if word not in self.events:
            raise BadRequest(f"no period of {self.right} uses the event {word}")
        return word

    def period_id(self, name: str) -> str:
        """The id of a period of the right that `name` stands for: an id, a short name, or an id without the right.

        Any of them may have the code of an office abroad, as ID/OFFICE.

        Raises:
            BadRequest: there is no such period or office, or it is one of another right.
        """
        word = name.strip().lower()
        for candidate in (word, f"{self.right}-{word}"):
            if candidate in self.periods:
                return candidate
        try:
            found = self.book.period_id(name.strip())
        except BadRequest as error:
            if "ambiguous" in str(error):
                raise
            raise BadRequest(f"unknown period{nearest(word, self.periods)}") from error
        right = self.book.period(found).right
        if found.partition("/")[0] not in self.periods:
            raise BadRequest(f"{found} is a period of {right}, not of {self.right}")
        return found


class Words:
    """The names that matters use, by right where they depend on it."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._rights: dict[str | None, RightWords] = {}

    def of(self, right: str | None) -> RightWords:
        """The names of the matters of a right; of all rights where it is not known."""
        if right not in self._rights:
            self._rights[right] = RightWords(self.book, right)
        return self._rights[right]

    @cached_property
    def counts(self) -> tuple[str, ...]:
        """The quantities that a matter may give: those of fees that are not asked for each time anew."""
        units = self.book.units.values()
        names = dict.fromkeys(unit.quantity for unit in units if not unit.must_be_given)
        return tuple(name for name in names if name != _COUNT)

    @property
    def sides(self) -> tuple[str, ...]:
        """For whom one may act: a side, or the name of a role."""
        return tuple(dict.fromkeys((*SIDES, *self.book.raw("roles"))))

    def right(self, name: str) -> str:
        """The right that a word means.

        Raises:
            BadRequest: there is none.
        """
        return self.book.right(name.strip())

    def side(self, name: str) -> str:
        """The side or the role that a word means.

        Raises:
            BadRequest: there is none.
        """
        return _word("side or role", name, self.sides)

    def applicants(self, names: str) -> str:
        """The classes of applicant that a text names, by comma.

        Raises:
            BadRequest: one is not known.
        """
        return ",".join(map(self.book.applicant, applicants_of(names)))

    def closing(self, name: str) -> str:
        """The way to end that a word means.

        Raises:
            BadRequest: there is none.
        """
        return _word("way to end", name, self.book.closings)

    def kind(self, name: str) -> str:
        """The kind of proceeding that a word means; any word where the data names none.

        Raises:
            BadRequest: there is none.
        """
        known = self.book.proceedings
        return _word("kind of proceeding", name, known) if known else name


def _word(what: str, word: str, known: Iterable[str]) -> str:
    plain = word.strip().lower()
    if plain not in known:
        raise BadRequest(f"unknown {what} {word!r}{nearest(plain, known)} (one of {', '.join(known)})")
    return plain
