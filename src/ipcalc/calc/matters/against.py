"""What moved in a docket since an earlier run: what appeared, vanished or has another day, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ipcalc.calc.plain import Plain, plain
from ipcalc.errors import BadRequest
from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from ipcalc.calc.matters.docket import Docket

_SHOWN = "the docket to compare with is not the JSON of ipcalc docket"


@frozen
class Move(Plain):
    """A limit that is not where it was.

    Attributes:
        change: `appeared`, `vanished` or `moved`.
        ref, proceeding, right, period, occurrence, limit: which it is.
        title: of its period.
        before, after: its day in law then and now.
        why: what explains it: an event, an act, the law, a closed day.
    """

    change: str
    ref: str | None
    proceeding: str | None
    right: str
    period: str
    title: str
    occurrence: int | None
    limit: str
    before: date | None
    after: date | None
    why: str


@frozen
class Moves(Plain):
    """All that moved, in order of date."""

    moves: tuple[Move, ...]


class _Key(NamedTuple):
    ref: str | None
    right: str
    proceeding: str | None
    period: str
    occurrence: int | None
    limit: str


class _Known(NamedTuple):
    """A limit of a docket, as its JSON has it, with the deadline and the matter that it is of."""

    limit: Mapping[str, Any]
    deadline: Mapping[str, Any]
    matter: Mapping[str, Any]

    @property
    def day(self) -> date | None:
        text = self.limit.get("date")
        return date.fromisoformat(text) if text else None


def moves(former: Any, dockets: Iterable[Docket]) -> Moves:
    """What moved from a former docket to these.

    Args:
        former: the JSON of `ipcalc docket`, read.
        dockets: the dockets of now.

    Raises:
        BadRequest: `former` is no such JSON.
    """
    new_dockets = [plain(docket) for docket in dockets]
    old, new = _limits(_dockets(former)), _limits(new_dockets)
    now = {(each["matter"].get("ref"), each["matter"]["right"]): each["matter"] for each in new_dockets}
    found = [_moved(key, old.get(key), new.get(key), now) for key in {**old, **new}]
    return Moves(tuple(sorted(filter(None, found), key=_order)))


def _dockets(former: Any) -> list[Any]:
    if isinstance(former, dict) and "dockets" in former:
        former = former["dockets"]
    elif isinstance(former, dict):
        former = [former]
    ours = isinstance(former, list) and all(isinstance(each, dict) for each in former)
    if not ours or not all({"matter", "deadlines"} <= each.keys() for each in former):
        raise BadRequest(_SHOWN)
    return list(former)


def _limits(dockets: Iterable[Mapping[str, Any]]) -> dict[_Key, _Known]:
    try:
        return dict(_each_limit(dockets))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadRequest(_SHOWN) from error


def _each_limit(dockets: Iterable[Mapping[str, Any]]) -> Iterator[tuple[_Key, _Known]]:
    for docket in dockets:
        matter = docket["matter"]
        for answer in docket["deadlines"]:
            for limit in answer["limits"]:
                key = _Key(
                    matter.get("ref"), matter["right"], answer.get("proceeding"), answer["period"],
                    answer.get("occurrence"), limit["kind"],
                )  # fmt: skip
                yield key, _Known(limit, answer, matter)


def _moved(key: _Key, old: _Known | None, new: _Known | None, now: Mapping[Any, Any]) -> Move | None:
    known = new or old
    assert known is not None
    before, after = old.day if old else None, new.day if new else None
    if old and new and (before, old.limit.get("act_by")) == (after, new.limit.get("act_by")):
        return None
    change = "moved" if old and new else "appeared" if new else "vanished"
    if old is None:
        why = _of_matter({}, known.matter) or "it was not there before"
    else:
        why = _why(old, new, now.get((key.ref, key.right)))
    return Move(
        change, key.ref, key.proceeding, key.right, key.period, str(known.deadline.get("title", key.period)),
        key.occurrence, key.limit, before, after, why,
    )  # fmt: skip


def _why(old: _Known, new: _Known | None, matter: Mapping[str, Any] | None) -> str:
    if matter is None:
        return "the matter is not there any more"
    changed = _of_matter(old.matter, matter)
    if changed:
        return changed
    if new is None:
        return "it is not to be done any more"
    if old.limit.get("date") == new.limit.get("date"):
        return "a closed day: the day to act by is another"
    if old.deadline["law"].get("citation") != new.deadline["law"].get("citation"):
        return f"the law: {new.deadline['law'].get('citation')} in place of {old.deadline['law'].get('citation')}"
    books = [str(each.deadline.get("rulebook", {}).get("version")) for each in (old, new)]
    return f"the rulebook: {books[1]} in place of {books[0]}" if books[0] != books[1] else "not known"


def _order(move: Move) -> tuple[date, str]:
    return (move.after or move.before or date.max, move.period)


def _of_matter(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Which events and acts of a matter are not what they were."""
    found = []
    for name, what in (("events", "the event"), ("done", "the act of"), ("extended", "the extension of")):
        before, after = old.get(name) or {}, new.get(name) or {}
        pairs = {key: (before.get(key), after.get(key)) for key in (*before, *after)} if old else {}
        found += [
            f"{what} {key}, {_written(was)} before and {_written(now)} now"
            for key, (was, now) in pairs.items()
            if was != now
        ]
    if old and old.get("office") != new.get("office"):
        found.append(f"the office, {old.get('office') or 'none'} before and {new.get('office') or 'none'} now")
    return "; ".join(found)


def _written(value: Any) -> str:
    return "not known" if value is None else str(value)
