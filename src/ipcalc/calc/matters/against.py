"""What moved in a docket since an earlier run: what appeared, vanished or has another day, and why."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain, plain
from ipcalc.errors import BadRequest
from ipcalc.frozen import NamedTuple, frozen

if TYPE_CHECKING:
    from ipcalc.calc.matters.docket import Docket

_SHOWN = "this is not a docket in JSON, as ipcalc docket writes it"

_PARTS = {
    "events": "the event",
    "done": "the act of",
    "asked": "the request to extend",
    "extended": "the extension of",
    "facts": "the fact",
    "closed": "the end:",
}


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


class _Answer(NamedTuple):
    """Which answer it is: of several times of a period, the `time` counts from the last one back."""

    ref: str | None
    right: str
    proceeding: str | None
    period: str
    place: str | None
    occurrence: int | None
    left_out: bool
    time: int = 0


class _Key(NamedTuple):
    answer: _Answer
    limit: str


class _LimitOfDocket(NamedTuple):
    """A limit of a docket, as its JSON has it, with the deadline and the matter that it is of."""

    limit: Mapping[str, Any]
    deadline: Mapping[str, Any]
    matter: Mapping[str, Any]

    @property
    def day(self) -> date | None:
        return _day(self.limit)


_MatterPair = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]
"""A matter as it was and as it is; None where it was not, or is not, there."""


def moves(former: Any, dockets: Iterable[Docket]) -> Moves:
    """What moved from a former docket to these.

    Args:
        former: the JSON of `ipcalc docket`, read.
        dockets: the dockets of now.

    Raises:
        BadRequest: `former` is no such JSON.
    """
    new_dockets = [plain(docket) for docket in dockets]
    former_dockets = _dockets(former)
    old, new = _limits(former_dockets), _limits(new_dockets)
    was, now = _matters(former_dockets), _matters(new_dockets)
    found = [
        _moved(key, old.get(key), new.get(key), (was.get(key.answer[:2]), now.get(key.answer[:2])))
        for key in {**old, **new}
    ]
    return Moves(tuple(sorted(filter(None, found), key=_order)))


def _dockets(former: Any) -> list[Any]:
    if isinstance(former, dict) and "dockets" in former:
        former = former["dockets"]
    elif isinstance(former, dict):
        former = [former]
    ours = isinstance(former, list) and all(isinstance(each, dict) for each in former)
    if not ours or not all({"matter", "deadlines"} <= each.keys() for each in former):
        raise BadRequest(_SHOWN)
    if not all(_is_matter(each["matter"]) for each in former):
        raise BadRequest(_SHOWN)
    return list(former)


def _is_matter(value: Any) -> bool:
    """Whether a value has the shape of a matter, as far as matters are compared."""
    if not isinstance(value, dict) or "right" not in value:
        return False
    own = value.get("proceedings") or []
    every = [value, *own] if isinstance(own, list) else [None]
    return all(isinstance(each, dict) and all(isinstance(each.get(p) or {}, dict) for p in _PARTS) for each in every)


def _matters(dockets: Iterable[Mapping[str, Any]]) -> dict[tuple[str | None, str], Mapping[str, Any]]:
    return {(each["matter"].get("ref"), each["matter"]["right"]): each["matter"] for each in dockets}


def _limits(dockets: Iterable[Mapping[str, Any]]) -> dict[_Key, _LimitOfDocket]:
    try:
        return dict(_each_limit(dockets))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadRequest(_SHOWN) from error


def _each_limit(dockets: Iterable[Mapping[str, Any]]) -> Iterator[tuple[_Key, _LimitOfDocket]]:
    for docket in dockets:
        matter, times = docket["matter"], Counter[_Answer]()
        _texts(matter, "ref", "right")
        for answer in reversed(docket["deadlines"]):
            number = answer.get("occurrence")
            if not isinstance(number, int | None) or isinstance(number, bool):
                raise TypeError("an occurrence is a number")
            _texts(answer, "period", "title", "proceeding", "place")
            _texts(answer["law"], "citation")
            _texts(answer.get("rulebook") or {}, "version")
            which = _Answer(
                matter.get("ref"), matter["right"], answer.get("proceeding"), answer["period"], answer.get("place"),
                number, bool(answer.get("left_out_by")),
            )  # fmt: skip
            for limit in answer["limits"]:
                _texts(limit, "kind", "date", "act_by")
                _day(limit)
                yield _Key(which._replace(time=times[which]), limit["kind"]), _LimitOfDocket(limit, answer, matter)
            times[which] += 1


def _day(limit: Mapping[str, Any]) -> date | None:
    text = limit.get("date")
    return date.fromisoformat(text) if text else None


def _texts(found: Mapping[str, Any], *names: str) -> None:
    """Raise TypeError where one of these is there, and is no text."""
    for name in names:
        if not isinstance(found.get(name), str | None):
            raise TypeError(f"{name} should be text")


def _moved(key: _Key, old: _LimitOfDocket | None, new: _LimitOfDocket | None, matters: _MatterPair) -> Move | None:
    known, which = new or old, key.answer
    assert known is not None
    before, after = old.day if old else None, new.day if new else None
    if old and new and (before, old.limit.get("act_by")) == (after, new.limit.get("act_by")):
        return None
    change = "moved" if old and new else "appeared" if new else "vanished"
    return Move(
        change, which.ref, which.proceeding, which.right, which.period,
        str(known.deadline.get("title", which.period)), which.occurrence, key.limit, before, after,
        _why(key, old, new, matters),
    )  # fmt: skip


def _why(key: _Key, old: _LimitOfDocket | None, new: _LimitOfDocket | None, matters: _MatterPair) -> str:
    was, now = matters
    if was is None or now is None:
        return "the matter was not there before" if was is None else "the matter is not there any more"
    changed = _changed(
        key.answer, [each for each in (old, new) if each], _held(was, key.answer), _held(now, key.answer)
    )
    if changed:
        return changed
    if old is None or new is None:
        return "it was not to be done before" if old is None else "it is not to be done any more"
    if old.limit.get("date") == new.limit.get("date"):
        return "a closed day: the day to act by has changed"
    if old.deadline["law"].get("citation") != new.deadline["law"].get("citation"):
        return f"the law: {new.deadline['law'].get('citation')} in place of {old.deadline['law'].get('citation')}"
    books = [str(each.deadline.get("rulebook", {}).get("version")) for each in (old, new)]
    return f"the rulebook: {books[1]} in place of {books[0]}" if books[0] != books[1] else "not known"


def _order(move: Move) -> tuple[date, str]:
    return (move.after or move.before or date.max, move.period)


def _held(matter: Mapping[str, Any], which: _Answer) -> Mapping[str, Any]:
    """A matter; with what one of its proceedings has of its own, where that is meant."""
    within = [matter]
    if which.proceeding is not None:
        within += [each for each in matter.get("proceedings") or () if each.get("ref") == which.proceeding]
    return {**matter, **{part: dict(ChainMap(*(each.get(part) or {} for each in reversed(within)))) for part in _PARTS}}


def _changed(which: _Answer, known: Sequence[_LimitOfDocket], was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What is not as it was in a matter: what tells of this period, if anything does, else all."""
    found = [change for part in _PARTS for change in _changed_in(part, was[part], now[part])]
    if was.get("office") != now.get("office"):
        offices = [each.get("office") or "none" for each in (was, now)]
        found.append(("", f"the office, {offices[0]} before and {offices[1]} now"))
    told = {which.period, *(event for each in known for event in _events(each.deadline))}
    about = [why for name, why in found if name in told]
    return "; ".join(about or [why for _, why in found])


def _changed_in(part: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is not as it was in a part of a matter, each with its name."""
    for name in {**was, **now}:
        old, new = was.get(name), now.get(name)
        if old != new:
            yield name, f"{_PARTS[part]} {name}, {_written(old)} before and {_written(new)} now"


def _events(deadline: Mapping[str, Any]) -> Iterator[str]:
    """The events from which a deadline counts, and which chose its law."""
    for each in (deadline.get("trigger"), deadline["law"].get("decided_by")):
        if each:
            yield each["event"]


def _written(value: Any) -> str:
    """A value of a matter file in words."""
    if isinstance(value, Mapping):
        return ", ".join(name if each is True else f"{name} {_written(each)}" for name, each in value.items())
    if isinstance(value, list):
        return " and ".join(map(_written, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not known" if value is None else str(value)
