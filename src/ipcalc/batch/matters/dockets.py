"""The dockets of many matters, and what is wrong with others."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from ipcalc.batch.matters.files import MatterFault, Placed
from ipcalc.batch.matters.keys import alike
from ipcalc.calc.plain import Plain
from ipcalc.errors import BadRequest, IpcalcError, nearest
from ipcalc.frozen import frozen
from ipcalc.rows.workers import shared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.matters.matter import Matter

_TOGETHER = 256  # matters that are asked at once


@frozen
class Matters(Plain):
    """The matters of some files, and what is wrong with others. `told` is what must be said of the dates of tables."""

    matters: tuple[Matter, ...]
    faults: tuple[MatterFault, ...]
    told: tuple[str, ...] = ()

    _hidden = ("told",)


@frozen
class Dockets(Plain):
    """The dockets of some matters in their order, and what is wrong with others. `told` is what must be said of the
    dates of tables."""

    dockets: tuple[Docket, ...]
    faults: tuple[MatterFault, ...]
    told: tuple[str, ...] = ()

    _hidden = ("told",)


class Narrow:
    """Which matters are asked for: those of a client, and the one of a name. Case and spaces do not matter.

    The name is the `ref` of a matter; only where none has it, it is the `number`.

    Raises:
        BadRequest: when all is read, and nothing was of the client or had the name, or several matters had it.
    """

    def __init__(self, client: str | None = None, ref: str | None = None) -> None:
        self._wanted = {name: value for name, value in (("client", client), ("ref", ref)) if value is not None}
        self._others: dict[str, dict[str, None]] = {name: {} for name in self._wanted}
        self._some = not self._wanted

    def __call__(self, found: Iterable[Placed | MatterFault]) -> Iterator[Placed | MatterFault]:
        """The matters that are asked for, and all faults."""
        if "ref" not in self._wanted:
            yield from (each for each in found if isinstance(each, MatterFault) or self.holds(each.matter))
            self.check()
            return
        named: dict[str, list[Placed]] = {"ref": [], "number": []}
        for each in found:
            if isinstance(each, MatterFault):
                yield each
            elif self.fits({"client": each.matter.client, "ref": each.matter.ref}):
                named["ref"].append(each)
            elif self.fits({"client": each.matter.client, "ref": each.matter.number or each.matter.name}):
                named["number"].append(each)
        yield from self._one(named["ref"] or named["number"])

    def holds(self, matter: Matter) -> bool:
        """Whether a matter is asked for."""
        return self.fits({"client": matter.client, "ref": matter.name})

    def _one(self, found: Sequence[Placed]) -> Sequence[Placed]:
        """The one matter that was found.

        Raises:
            BadRequest: it is none, or they are several.
        """
        self.check()
        if len(found) > 1:
            candidates = ", ".join(map(_candidate, found))
            raise BadRequest(f"{len(found)} matters are called {self._wanted['ref']!r}: {candidates}")
        return found

    def fits(self, names: Mapping[str, str | None]) -> bool:
        """Whether what has these names is asked for."""
        fits = True
        for name, wanted in self._wanted.items():
            value = names.get(name) or ""
            if alike(value) != alike(wanted):
                self._others[name][value] = None
                fits = False
        self._some |= fits
        return fits

    def names(self, what: str) -> bool:
        """Whether a `client` or a `ref` is asked for."""
        return what in self._wanted

    def check(self) -> None:
        """Raise BadRequest where nothing was asked for, when all is read."""
        if self._some:
            return
        said = " and ".join(f"the {name} {wanted!r}" for name, wanted in self._wanted.items())
        near = "".join(nearest(wanted, filter(None, self._others[name])) for name, wanted in self._wanted.items())
        raise BadRequest(f"no matter has {said}{near}")


def _candidate(placed: Placed) -> str:
    """A matter as it is named among several."""
    held = placed.matter
    words = (held.right, f"ref {held.ref}" if held.ref else "", f"number {held.number}" if held.number else "")
    where = f" ({placed.file}:{placed.line})" if placed.file else ""
    return " ".join(filter(None, words)) + where


def dockets(
    found: Iterable[Placed | MatterFault],
    ask: Callable[[Sequence[Matter]], Sequence[Docket | IpcalcError]],
    workers: int = 1,
) -> Dockets:
    """The docket of each matter that was read; one that has no answer is a fault, and the others stand.

    `workers` is how many processes share the work, where there are many matters.
    """
    answers: list[Docket] = []
    faults: list[MatterFault] = []
    every = iter(found)
    parts = iter(lambda: list(islice(every, _TOGETHER)), [])
    for some in shared(partial(_answered, ask), parts, workers):
        for each in some:
            if isinstance(each, MatterFault):
                faults.append(each)
            else:
                answers.append(each)
    return Dockets(tuple(answers), tuple(faults))


def _answered(
    ask: Callable[[Sequence[Matter]], Sequence[Docket | IpcalcError]], some: Sequence[Placed | MatterFault]
) -> list[Docket | MatterFault]:
    """The docket of each of some matters, or what is wrong with it."""
    made = iter(ask([each.matter for each in some if isinstance(each, Placed)]))
    answers = [each if isinstance(each, MatterFault) else next(made) for each in some]
    return [
        MatterFault(each.file, each.line, str(answer)) if isinstance(answer, IpcalcError) else answer
        for each, answer in zip(some, answers, strict=True)
    ]
