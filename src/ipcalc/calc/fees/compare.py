"""The same bill for several classes of applicant, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc import notes
from ipcalc.calc.plain import Plain, plain
from ipcalc.errors import IpcalcError
from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from ipcalc.calc.fees.charges import Line
    from ipcalc.calc.fees.estimate import Bill
    from ipcalc.law.shapes.base import Note


@frozen
class ComparedLine(Plain):
    """One item of the bills: `line` is that of the first class that pays it, `amounts` what each class pays."""

    on: date
    line: Line
    amounts: Mapping[str, int | None]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        line = self.line.to_dict()
        del line["rate"], line["amount"]
        return {**line, "on": plain(self.on), "amounts": dict(self.amounts)}


@frozen
class Comparison(Plain):
    """The bills of one undertaking by class of applicant, and why there is none for the others (`refused`)."""

    bills: Mapping[str, Bill]
    refused: Mapping[str, str]

    @property
    def applicants(self) -> tuple[str, ...]:
        """The classes that have a bill."""
        return tuple(self.bills)

    @property
    def first(self) -> Bill:
        """The bill of the first class."""
        return next(iter(self.bills.values()))

    @property
    def lines(self) -> tuple[ComparedLine, ...]:
        """Each item once, in the order of the bills, with what each class pays; one that a class does not pay is not
        among its amounts."""
        found: dict[tuple[date, str, str, int, int], tuple[Line, dict[str, int | None]]] = {}
        for applicant, bill in self.bills.items():
            seen: dict[tuple[date, str, str, int], int] = {}
            for line, on in zip(bill.charge.lines, bill.days, strict=True):
                own = (on, line.fee, line.title, line.quantity)
                seen[own] = seen.get(own, 0) + 1
                found.setdefault((*own, seen[own]), (line, {}))[1][applicant] = line.amount
        return tuple(
            ComparedLine(key[0], line, amounts)
            for key, (line, amounts) in sorted(found.items(), key=lambda each: each[0][0])
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is said of the bills, each sentence once; then which classes have none."""
        said = [note for bill in self.bills.values() for note in bill.charge.notes]
        return notes.ordered([*said, *(notes.condition(f"{name}: {why}") for name, why in self.refused.items())])

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        charge = self.first.charge
        return {
            "applicants": list(self.applicants),
            "lines": plain(self.lines),
            "total": {name: bill.charge.total for name, bill in self.bills.items()},
            "currency": charge.currency,
            "totals": {name: bill.charge.totals for name, bill in self.bills.items()},
            "refused": dict(self.refused),
            "mode": charge.mode,
            "on": plain(charge.on),
            "notes": plain(self.notes),
            "rulebook": plain(charge.rulebook),
        }


def compare(applicants: Iterable[str], bill: Callable[[str], Bill]) -> Comparison:
    """The bills of some classes of applicant.

    Args:
        applicants: the classes.
        bill: gives that of one class.

    Raises:
        IpcalcError: there is no bill for any of them.
    """
    bills: dict[str, Bill] = {}
    refused: dict[str, IpcalcError] = {}
    for applicant in applicants:
        try:
            bills[applicant] = bill(applicant)
        except IpcalcError as error:
            refused[applicant] = error
    if not bills:
        raise list(refused.values())[-1]
    return Comparison(bills, {name: str(error) for name, error in refused.items()})
