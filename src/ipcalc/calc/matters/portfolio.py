"""What is asked of many matters in the same way: their dockets, and what calls for something."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from ipcalc.calc.asking import events_named, options_of, paying_of
from ipcalc.calc.matters.amounts import priced, with_next_priced
from ipcalc.calc.matters.calling import calling
from ipcalc.calc.matters.left_out import by_built_in, dockets
from ipcalc.calc.matters.occasions import Shown
from ipcalc.calc.registers.numbers import said_with
from ipcalc.errors import IpcalcError
from ipcalc.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ipcalc.calc.asking import Asking
    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.calc.deadlines.options import Options
    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.results import Deadline
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Note

    _Ask = Callable[[Sequence[tuple[Matter, Options]]], list[Docket | IpcalcError]]

_OPEN = Shown()


class Portfolio:
    """Answers about matters.

    Args:
        engine: what counts.
        asking: what changes the answers; what a matter says of itself counts before it.
        acting_for: the party that has to act, where a matter does not say it.

    Attributes:
        options: what of it changes more than sums.

    Raises:
        BadRequest: an unknown office.
    """

    def __init__(self, engine: Engine, asking: Asking, acting_for: str | None) -> None:
        self.engine, self._book, self._asking, self._acting_for = engine, engine.book, asking, acting_for
        self.options = options_of(self._book, asking)

    def docket(self, matter: Matter, shown: Shown = _OPEN) -> Docket:
        """The docket of a matter: see `Book.docket`.

        Raises:
            IpcalcError: the matter cannot be answered.
        """
        (found,) = self.dockets([matter], shown)
        if isinstance(found, IpcalcError):
            raise found
        return found

    def dockets(self, matters: Sequence[Matter], shown: Shown) -> list[Docket | IpcalcError]:
        """The docket of each of some matters, with sums and with what must be said of the dates of its events; of one
        that cannot be answered, why."""
        found = self._asked(matters, partial(dockets, self.engine, shown=shown))
        return [
            each if isinstance(each, IpcalcError) else self._with_sums(matter, each)
            for matter, each in zip(matters, found, strict=True)
        ]

    def calling(self, matters: Sequence[Matter], within: int) -> list[Docket | IpcalcError]:
        """The parts of dockets that may call for something, without sums; of a matter that cannot be answered, why."""
        return self._asked(matters, partial(calling, self.engine, within=within))

    def called_below(self, matters: Sequence[Matter], within: int) -> Sequence[Docket | IpcalcError | None]:
        """The same by the built-in rulebook; None for each where there is no overlay."""
        if self._book.below is None:
            return [None] * len(matters)
        return self._asked(matters, partial(by_built_in, self.engine, ask=partial(calling, within=within)))

    def with_next_sum(self, matter: Matter | None, answer: Deadline) -> Deadline:
        """An answer, about a matter or a row, with the sum of what is next."""
        paying = paying_of(self._book, self._asking, matter)
        return with_next_priced(self._book_of(answer), answer, paying, self._asking.get("today"))

    def _with_sums(self, matter: Matter, found: Docket) -> Docket:
        paying, today = paying_of(self._book, self._asking, matter), self._asking.get("today")
        answers = (priced(self._book_of(each), each, paying, today) for each in found.deadlines)
        return replace(found, deadlines=tuple(answers))

    def _book_of(self, answer: Deadline) -> Rulebook:
        """The rulebook that gave an answer, by whose fees it is priced: the one below an overlay, or with it."""
        below = self._book.below
        return below if below and answer.rulebook.digest == below.digest else self._book

    def _asked(self, matters: Sequence[Matter], ask: _Ask) -> list[Docket | IpcalcError]:
        """What is asked of some matters, with what must be said of the dates of their events."""
        held: dict[int, tuple[Matter, Options]] = {}
        found: dict[int, Docket | IpcalcError] = {}
        by_office = cache(lambda office: replace(self.options, office=self._book.office(office)))
        for number, each in enumerate(matters):
            try:
                options = by_office(each.office) if each.office else self.options
                held[number] = self._held(each, options), options
            except IpcalcError as error:
                found[number] = error
        for number, docket in zip(held, ask(list(held.values())), strict=True):
            found[number] = docket if isinstance(docket, IpcalcError) else self._said(matters[number], docket)
        return [found[number] for number in range(len(matters))]

    def _held(self, held: Matter, options: Options) -> Matter:
        """A matter by the ids of all that it names; `options` are what else is asked of it."""
        return replace(
            held,
            right=self._book.right(held.right),
            events=events_named(self._book, held.events),
            office=options.office,
            acting_for=held.acting_for or self._acting_for,
        )

    def _said(self, matter: Matter, found: Docket) -> Docket:
        said: dict[str | None, Mapping[str, Sequence[Note]]] = {None: matter.said}
        said |= {each.ref: {**matter.said, **each.said} for each in matter.proceedings}
        answers = (said_with(self._book, said[each.proceeding], each) for each in found.deadlines)
        return replace(found, deadlines=tuple(answers))
