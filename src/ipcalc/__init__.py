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
    from ipcalc.book import Book, load
    from ipcalc.calc.charges import Charge, Line
    from ipcalc.calc.results import Deadline, Done, EventDate, Law, LimitDate, RulebookRef, Step

__all__ = [
    "BadData",
    "BadRequest",
    "Book",
    "Charge",
    "Deadline",
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
    "load",
]
_WHERE = {"Book": "ipcalc.book", "load": "ipcalc.book", "Charge": "ipcalc.calc.charges", "Line": "ipcalc.calc.charges"}


def __getattr__(name: str) -> object:
    """Import the engine only when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'ipcalc' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE.get(name, "ipcalc.calc.results")), name)
