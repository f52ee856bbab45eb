"""Results as plain values: what JSON can hold, in the words of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from ipcalc.law.shapes.base import Note


class Plain:
    """A frozen result that is an object in JSON: its fields by name and in order (`from_` is `from`)."""

    _names: ClassVar[tuple[str, ...]] = ()
    _hidden: ClassVar[tuple[str, ...]] = ()
    """The fields that JSON does not have: how the result looks to a person depends on them."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line: days as ISO text, sums as whole numbers."""
        names = [name for name in self._names if name not in self._hidden]
        return {name.removesuffix("_"): plain(getattr(self, name)) for name in names}


class PlainList:
    """A frozen result that is a list in JSON."""

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        raise NotImplementedError


def plain(value: Any) -> Any:
    """A result, or any value in one, as JSON holds it."""
    if isinstance(value, Plain):
        return value.to_dict()
    if isinstance(value, PlainList):
        return value.to_list()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Note):
        return value._asdict()
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return value
