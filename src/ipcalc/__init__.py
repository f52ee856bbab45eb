"""By when, on what authority, at what cost: a rules engine for intellectual property in India.

>>> from datetime import date
>>> import ipcalc
>>> book = ipcalc.load()
>>> book.deadline("tm-opposition", date(2012, 3, 5)).limits[0].date
datetime.date(2012, 6, 5)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.errors import BadData, BadRequest, Fault, IpcalcError, NoAnswer

if TYPE_CHECKING:
    from ipcalc.batch.deadlines import DeadlineRows
    from ipcalc.book import Book, load
    from ipcalc.calc.fees.charges import Charge, Line
    from ipcalc.calc.fees.estimate import Bill
    from ipcalc.calc.matters.docket import Docket, Waiting
    from ipcalc.calc.results import Deadline, Done, EventDate, Law, LimitDate, RulebookRef, Step

__all__ = [
    "BadData",
    "BadRequest",
    "Bill",
    "Book",
    "Charge",
    "Deadline",
    "DeadlineRows",
    "Docket",
    "Done",
    "EventDate",
    "Fault",
    "IpcalcError",
    "Law",
    "LimitDate",
    "Line",
    "NoAnswer",
    "RulebookRef",
    "Step",
    "Waiting",
    "load",
]
_WHERE = {
    "ipcalc.batch.deadlines": ("DeadlineRows",),
    "ipcalc.book": ("Book", "load"),
    "ipcalc.calc.matters.docket": ("Docket", "Waiting"),
    "ipcalc.calc.fees.charges": ("Charge", "Line"),
    "ipcalc.calc.fees.estimate": ("Bill",),
    "ipcalc.calc.results": ("Deadline", "Done", "EventDate", "Law", "LimitDate", "RulebookRef", "Step"),
}


def __getattr__(name: str) -> object:
    """Import what answers only when it is asked for."""
    from importlib import import_module

    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'ipcalc' has no attribute {name!r}")
