"""What a matter says, in the cells of a table of matters; and the values that such cells are in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.batch.matters.keys import ABOUT, DAYS, day_in
from ipcalc.batch.matters.table import ACCEPTED
from ipcalc.calc.matters.matter import NOT_NEEDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ipcalc.calc.matters.matter import Act, Matter

_THROUGH = "through"  # is written first
_BOOLEANS = {"yes": True, "no": False}


def of_matter(held: Matter) -> dict[str, str]:
    """The cells of a matter, without those of its proceedings."""
    found = {name: getattr(held, name) or "" for name in ABOUT}
    found |= {name: str(count) for name, count in held.counts.items()}
    found |= of_days({name: (*held.earlier.get(name, ()), day) for name, day in held.events.items()})
    found |= of_acts(held.done)
    found |= {f"fact:{name}": "yes" if fact else "no" for name, fact in held.facts.items()}
    for mark in DAYS:
        found |= {f"{mark}:{name}": str(day) for name, day in getattr(held, mark).items()}
    return found | ({"closed": str(held.closed.on), "closed_as": held.closed.as_} if held.closed else {})


def of_days(events: Mapping[str, Iterable[date]]) -> dict[str, str]:
    """The cells of events, each with all its days."""
    return {name: "; ".join(map(str, days)) for name, days in events.items()}


def of_acts(acts: Mapping[str, Act]) -> dict[str, str]:
    """The cells of acts, by period."""
    found: dict[str, str] = {}
    for name, act in acts.items():
        days = "; ".join(map(str, act.days)) if act.needed else NOT_NEEDED
        if days:
            found[f"done:{name}"] = f"{days} {ACCEPTED}" if act.accepted else days
        if act.through is not None:
            found[f"through:{name}"] = str(act.through)
    return found


def typed(key: str, value: Any) -> Any:
    """The value of a key of a matter file, whose days and answers are text in a table."""
    if isinstance(value, dict):
        if list(value) == ["on"]:
            return typed(key, value["on"])
        first = [_THROUGH] if _THROUGH in value else []
        return {name: typed(key, value[name]) for name in dict.fromkeys((*first, *value))}
    if isinstance(value, list):
        return [typed(key, each) for each in value]
    if key == "facts":
        return _BOOLEANS.get(str(value).lower(), value)
    return day_in(value) or value if isinstance(value, str) and key not in ABOUT else value
