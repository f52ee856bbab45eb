"""Bills: the items that a whole undertaking pays."""

from collections.abc import Mapping
from typing import Literal

from ipcalc.law.shapes.base import NOTHING, EventId, FeeId, PeriodId, Right, Sentence, shape


@shape
class BillItem:
    """One item of a bill, on its `routes` alone where these are named.

    With a `period` it is paid at each of its occurrences; as a `quantity` it takes the number of each. What
    is not known does not take the place of another step.
    """

    fee: FeeId
    with_: str | None = None
    unless: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    period: PeriodId | None = None
    to: str | None = None
    quantity: Literal["year"] | None = None
    note: Sentence | None = None


@shape
class Remark:
    """A note of a bill that goes with what was asked for: `with` and not `unless`, on the `routes`, as far as `to`."""

    note: Sentence
    with_: str | None = None
    unless: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    to: str | None = None


@shape
class Estimate:
    """A bill. `date_is` names the event with which it begins: what comes with it is paid on that day, and the periods
    of its steps are counted from it. `to` says how often each stage may come, 0 for one that is only reached; `needs`
    the event that a route cannot do without, which is not after the first; `within` the period, counted from that
    event, in which a route is filed.
    """

    title: str
    right: Right
    date_is: EventId
    routes: tuple[str, ...] = ()
    needs: Mapping[str, EventId] = NOTHING
    within: Mapping[str, PeriodId] = NOTHING
    to: Mapping[str, int] = NOTHING
    steps: tuple[BillItem, ...]
    remarks: tuple[Remark, ...] = ()
