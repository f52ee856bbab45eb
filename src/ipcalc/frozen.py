"""Frozen dataclasses and named tuples that are quick to import.

`dataclasses.dataclass` writes and compiles half a dozen methods for every class: about a millisecond for each of
dozens of classes, before an answer is computed. The classes made here share theirs, and only a class that makes many
objects gets a constructor of its own. To `dataclasses`, to pydantic and to type checkers they are dataclasses all the
same: their fields are made when somebody asks for them.

`typing.NamedTuple` compiles each annotation and a constructor, and makes every class twice. The one of this module is
used in the same way, in modules with `from __future__ import annotations`.
"""

from __future__ import annotations

from collections import _tuplegetter, namedtuple  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from dataclasses import replace as replace
    from typing import NamedTuple as NamedTuple

T = TypeVar("T")
V = TypeVar("V")
_FEW = 20


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """What `dataclass(frozen=True)` makes of a class: compared, hashed and shown by the values of its fields."""
    return _make(cls, kw_only=False, __eq__=_eq, __hash__=_hash)


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False)
def frozen_by_name(cls: type[T]) -> type[T]:
    """What `dataclass(frozen=True, kw_only=True, eq=False)` makes of a class: compared and hashed by identity."""
    return _make(cls, kw_only=True)


def is_frozen(cls: object) -> bool:
    """Whether a class was made by this module."""
    return isinstance(cls, type) and hasattr(cls, "_names")


def made_of(cls: type[T], values: dict[str, Any]) -> T:
    """An object with these values, without its constructor: for values that have been checked before."""
    made = cls.__new__(cls)
    vars(made).update(values)
    return made


if not TYPE_CHECKING:

    def replace(made: T, **changes: Any) -> T:
        """The same object with other values, as `dataclasses.replace` gives it."""
        return type(made)(**{**vars(made), **changes})


def _make(cls: type[T], *, kw_only: bool, **methods: Any) -> type[T]:
    own = [name for name in cls.__annotations__ if not name.startswith("_")]
    if any(hasattr(vars(cls).get(name), "default_factory") for name in own):
        raise TypeError(f"{cls.__name__}: a default is one value for all objects: write the value itself")
    names = tuple(dict.fromkeys((*getattr(cls, "_names", ()), *own)))
    methods |= {
        "_names": names,
        "_kw_only": kw_only,
        "_made": 0,
        "__init__": _init,
        "__repr__": _repr,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__match_args__": () if kw_only else names,
        "__dataclass_fields__": _Fields(),
    }
    for name, value in methods.items():
        setattr(cls, name, value)
    return cls


class _Fields:
    """Stands where a dataclass has its fields, and makes them when it is read."""

    def __get__(self, made: object, cls: Any) -> Any:
        from dataclasses import dataclass

        dataclass(init=False, repr=False, eq=False, kw_only=cls._kw_only)(cls)
        return cls.__dict__["__dataclass_fields__"]


def _init(self: Any, *values: Any, **named: Any) -> None:
    """The constructor of a class that has made few objects: compiling one takes the time of dozens of calls of this.

    What it does not understand it leaves to the compiled one, which knows what to say of it.
    """
    cls = type(self)
    given = _given(cls._names, values, named)
    whole = given is not None and all(name in given or hasattr(cls, name) for name in cls._names)
    cls._made += 1
    if cls._made > _FEW or not whole or (values and cls._kw_only):
        cls.__init__ = _compiled_init(cls)
        cls.__init__(self, *values, **named)
    else:
        self.__dict__.update(given)


def _given(names: Sequence[str], values: Sequence[Any], named: dict[str, Any]) -> dict[str, Any] | None:
    """The values that a constructor is given, by their names; None where there are too many, or one is unknown."""
    given = {**dict(zip(names, values, strict=False)), **named}
    return given if len(given) == len(values) + len(named) and given.keys() <= set(names) else None


def _compiled_init(cls: Any) -> Any:
    defaults = {name: getattr(cls, name) for name in cls._names if hasattr(cls, name)}
    parameters = ", ".join(f"{name}={name}" if name in defaults else name for name in cls._names)
    kept = ", ".join(f"{name}={name}" for name in cls._names)
    made: dict[str, Any] = {}
    exec(f"def __init__(self, {'*, ' * cls._kw_only}{parameters}): self.__dict__.update({kept})", defaults, made)
    made["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return made["__init__"]


def _refuse(self: object, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"{type(self).__name__} is frozen: {name} cannot be changed")


def _values(made: Any) -> tuple[Any, ...]:
    return tuple([getattr(made, name) for name in made._names])


def _eq(self: object, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: object) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._names)})"


class once(Generic[V]):  # noqa: N801 - used as a decorator, as property is
    """A property that is computed when it is first asked for, without the lock that `cached_property` takes before
    Python 3.12."""

    def __init__(self, compute: Callable[[Any], V]) -> None:
        self._compute, self._name = compute, compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, made: Any, owner: type | None = None) -> V:
        value = made.__dict__[self._name] = self._compute(made)
        return value


if not TYPE_CHECKING:

    class _Named(type):
        """Makes classes of tuples whose members have names: those that are annotated, in their order."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
            names = tuple(body.get("__annotations__", ()))
            own = {"_fields": names, "__match_args__": names, "__slots__": (), "_made": 0}
            own["_field_defaults"] = {each: body[each] for each in names if each in body}
            members = {each: _tuplegetter(place, None) for place, each in enumerate(names)}
            return super().__new__(cls, name, bases, body | own | members)

    class NamedTuple(tuple, metaclass=_Named):
        """What `typing.NamedTuple` is."""

        def __new__(cls, *values: Any, **named: Any) -> Any:
            """As of the classes that `frozen` makes: what it does not understand it leaves to the compiled one."""
            given = _given(cls._fields, values, named)
            members = given is not None and {**cls._field_defaults, **given}
            cls._made += 1
            if cls._made > _FEW or not members or len(members) < len(cls._fields):
                twin = namedtuple(cls.__name__, cls._fields, defaults=cls._field_defaults.values())
                cls.__new__ = staticmethod(twin.__new__)
                return cls(*values, **named)
            return tuple.__new__(cls, [members[name] for name in cls._fields])

        _make = classmethod(tuple.__new__)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes: Any) -> Any:
            return type(self)(**self._asdict() | changes)

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{name}={each!r}' for name, each in self._asdict().items())})"
