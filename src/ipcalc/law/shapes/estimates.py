"""Bills: the items that a whole undertaking pays."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ipcalc.law.shapes.base import NOTHING, STRICT, Right, shape


@shape
class Step:
    """One item of a bill. With a `period` it is paid at each of its occurrences; `quantity` takes their number."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    fee: str
    with_: str | None = None
    unless: tuple[str, ...] = ()
    period: str | None = None
    to: str | None = None
    quantity: str | None = None
    note: str | None = None


@shape
class Estimate:
    """A bill. `to` names how far it may go; `needs` the event that a route cannot do without."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    title: str
    right: Right
    routes: tuple[str, ...] = ()
    needs: Mapping[str, str] = NOTHING
    to: Mapping[str, int] = NOTHING
    steps: tuple[Step, ...]
