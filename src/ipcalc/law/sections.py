"""Sections of the data as objects, made when they are first read and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, Generic, TypeVar

from ipcalc.law.build import build

T = TypeVar("T")
Make = Callable[[Any], T]


class Sections:
    """What reads checked data, plain JSON values by section, through attributes of the type `Section`."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.data = raw


class Section(Generic[T]):
    """An attribute that is a section of the data. Its shape is imported when it is first read."""

    def __init__(self, make: Callable[[Any], T], name: str | None = None) -> None:
        self._make, self._section = make, name

    def __set_name__(self, _: type, name: str) -> None:
        self._name = name

    def __get__(self, reader: Sections, _: type) -> T:
        made = self._make(reader.data.get(self._section or self._name, ()))
        vars(reader)[self._name] = made
        return made


class Entries(Mapping[str, T]):
    """Entries by name, each made an object when it is asked for."""

    def __init__(self, raw: Mapping[str, Any], make: Make[T]) -> None:
        self._raw, self._make = raw, make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            self._made[name] = self._make(self._raw[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def plain() -> Section[Any]:
    """A section as it is."""
    return Section(lambda raw: raw)


def one(shape: str, name: str | None = None) -> Section[Any]:
    """A section that is one object of a shape, such as `closures.Weekly`."""
    return Section(lambda raw: _of(shape)(raw), name)


def rows(shape: str, name: str | None = None) -> Section[Any]:
    """A section that is a list of objects, or is not there."""
    return Section(lambda raw: _rows(shape)(raw), name)


def entries(shape: str, name: str | None = None) -> Section[Any]:
    """A section of objects by name."""
    return Section(lambda raw: Entries(raw, _of(shape)), name)


def lists(shape: str, name: str | None = None) -> Section[Any]:
    """A section of lists of objects by name."""
    return Section(lambda raw: Entries(raw, _rows(shape)), name)


def _of(shape: str) -> Make[Any]:
    module, name = shape.split(".")
    cls = getattr(import_module(f"ipcalc.law.shapes.{module}"), name)
    return lambda raw: build(cls, raw)


def _rows(shape: str) -> Make[tuple[Any, ...]]:
    make = _of(shape)
    return lambda raw: tuple(map(make, raw))
