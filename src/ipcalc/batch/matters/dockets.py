"""The dockets of many matters, and what is wrong with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.batch.matters.files import MatterFault, Placed
from ipcalc.calc.plain import Plain
from ipcalc.errors import BadRequest, IpcalcError, nearest
from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ipcalc.calc.matters.docket import Docket
    from ipcalc.calc.matters.matter import Matter


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

    Raises:
        BadRequest: when all matters are read, and none was of the client or had the name.
    """

    def __init__(self, client: str | None = None, ref: str | None = None) -> None:
        self._wanted = {name: value for name, value in (("client", client), ("ref", ref)) if value is not None}
        self._others: dict[str, dict[str, None]] = {name: {} for name in self._wanted}

    def __call__(self, found: Iterable[Placed | MatterFault]) -> Iterator[Placed | MatterFault]:
        """The matters that are asked for, and all faults."""
        some = not self._wanted
        for each in found:
            if isinstance(each, MatterFault):
                yield each
            elif self._fits(each.matter):
                some = True
                yield each
        if not some:
            self._refuse()

    def _fits(self, matter: Matter) -> bool:
        fits = True
        for name, wanted in self._wanted.items():
            value = getattr(matter, name) or ""
            if _plain(value) != _plain(wanted):
                self._others[name][value] = None
                fits = False
        return fits

    def _refuse(self) -> None:
        said = " and ".join(f"the {name} {wanted!r}" for name, wanted in self._wanted.items())
        near = "".join(nearest(wanted, filter(None, self._others[name])) for name, wanted in self._wanted.items())
        raise BadRequest(f"no matter has {said}{near}")


def dockets(found: Iterable[Placed | MatterFault], ask: Callable[[Matter], Docket]) -> Dockets:
    """The docket of each matter that was read; one that has no answer is a fault, and the others stand."""
    answers: list[Docket] = []
    faults: list[MatterFault] = []
    for each in found:
        if isinstance(each, MatterFault):
            faults.append(each)
            continue
        try:
            answers.append(ask(each.matter))
        except IpcalcError as error:
            faults.append(MatterFault(each.file, each.line, str(error)))
    return Dockets(tuple(answers), tuple(faults))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
