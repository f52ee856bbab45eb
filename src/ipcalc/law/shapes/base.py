"""What all shapes share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NoReturn, TypeVar, dataclass_transform, get_args

from ipcalc.frozen import frozen_by_name

Grade = Literal["text", "two", "one", "guide", "unverified"]
Kind = Literal["opens", "due", "extended", "late", "restoration"]
Place = Literal["office", "court", "wipo"]
Right = Literal["tm", "madrid", "patent", "pct", "design", "gi"]
Ending = Literal["repealed", "not known after"]
Beginning = Literal["begins with the Act", "not known before"]

_STRICT = {"extra": "forbid", "strict": True, "alias_generator": lambda name: name.removesuffix("_")}

T = TypeVar("T")
G = TypeVar("G", bound=str)

GRADES: tuple[str, ...] = get_args(Grade)
WEAK = GRADES[GRADES.index("guide") :]


def weakest(grades: Iterable[G]) -> G:
    """The weakest of some grades of evidence, of which there is at least one."""
    return max(grades, key=GRADES.index)


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=False)
def shape(cls: type[T]) -> type[T]:
    """Make a class a frozen dataclass that is made from keywords, compared by identity, and validated strictly."""
    cls.__pydantic_config__ = _STRICT  # type: ignore[attr-defined]
    return frozen_by_name(cls)


class _Nothing(Mapping[Any, Any]):
    """A mapping without entries that nobody can put entries into, as the default of a field."""

    __hash__ = object.__hash__

    def __getitem__(self, key: object) -> NoReturn:
        raise KeyError(key)

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0


NOTHING: Mapping[Any, Any] = _Nothing()
