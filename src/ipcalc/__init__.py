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
    from ipcalc.calc.results import Charge, Deadline, Done, EventDate, Law, LimitDate, Line, RulebookRef, Step

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
_BOOK = ("Book", "load")


def __getattr__(name: str) -> object:
    """Import the engine only when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'ipcalc' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("ipcalc.book" if name in _BOOK else "ipcalc.calc.results"), name)
