"""What changed in the law between two days, rule by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain, PlainList
from ipcalc.calc.registers.words import limits_in_words, tariff_in_words
from ipcalc.frozen import frozen
from ipcalc.law.rulebook import in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

_IN_WORDS = {  # the keys of a version that its words tell
    "period": ("limits",),
    "fee": ("amount", "amounts", "first", "bands", "bands_by", "parts", "reductions", "plus", "currency"),
}
_QUIET = ("citation", "notes", "evidence", "sources", "from")  # told where nothing else differs, the first that does
_NOT_TOLD = ("to", "reason", "repealed")
_SENTENCES = {  # keys of which the sentences are told, and the rest only where nothing else differs
    "where": "in some cases",
    "readings": "on another reading",
    "notes": "note",
    "contested": "disputed",
    "limits": "note",
    "marks": "mark",
    "unknown": "not known",
}


@frozen
class Change(Plain):
    """A rule that is not the same on two days: it began, ended or changed. `before` and `after` say in what."""

    kind: str
    id: str
    right: str
    change: str
    before: str | None
    after: str | None
    since: date | None
    citation: str | None


@frozen
class ChangeList(PlainList):
    """What changed from one day to another."""

    first: date
    second: date
    changes: tuple[Change, ...]

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        return [change.to_dict() for change in self.changes]


def change(
    kind: str, name: str, entry: Mapping[str, Any], versions: tuple[Any, ...], days: tuple[date, date]
) -> Change | None:
    """What changed in a rule from one day to another; None where the same version is law on both.

    Args:
        kind: `period` or `fee`.
        name: its id.
        entry: what the data says of it.
        versions: its versions.
        days: the two days.
    """
    first, second = (in_force(versions, day) for day in days)
    if first == second:
        return None
    old, new = (None if index is None else versions[index] for index in (first, second))
    before, after = _sides(kind, entry["versions"], (first, second), (old, new))
    return Change(
        kind=kind,
        id=name,
        right=entry["right"],
        change="began" if old is None else "ended" if new is None else "changed",
        before=before,
        after=after,
        since=new.from_ if new is not None else None,
        citation=new.citation if new is not None else versions[-1].reason,
    )


def _sides(
    kind: str, raw: Sequence[Any], places: tuple[int | None, int | None], versions: tuple[Any, Any]
) -> tuple[str | None, str | None]:
    """What the two versions say, and in what else they differ."""
    words = limits_in_words if kind == "period" else tariff_in_words
    before, after = (None if version is None else words(version) for version in versions)
    first, second = places
    if first is None or second is None:
        return before, after
    told = () if before == after else _IN_WORDS[kind]
    gone, new = _differences(raw[first], raw[second], told, same=before == after)
    return "; ".join([str(before), *gone]), "; ".join([str(after), *new])


def _differences(
    old: Mapping[str, Any], new: Mapping[str, Any], told: Sequence[str], *, same: bool
) -> tuple[list[str], list[str]]:
    """What one version says and the other does not, in each of the two; `told` are keys that are told already."""
    keys = [key for key in {**old, **new} if key not in (*told, *_QUIET, *_NOT_TOLD)]
    found = _texts(old, new, keys, _said)
    if not any(found) and same:
        found = _texts(old, new, keys, _leaves)
    for key in _QUIET if same else ():
        if any(found):
            break
        found = _texts(old, new, [key], _leaves)
    return found


def _texts(
    old: Mapping[str, Any], new: Mapping[str, Any], keys: Sequence[str], of: Callable[[str, Any], Iterator[str]]
) -> tuple[list[str], list[str]]:
    first, second = (
        list(dict.fromkeys(leaf for key in keys for leaf in of(key, each.get(key)))) for each in (old, new)
    )
    return [text for text in first if text not in second], [text for text in second if text not in first]


def _said(key: str, value: Any) -> Iterator[str]:
    """What a key says, of those that hold rules within rules their sentences alone."""
    if key not in _SENTENCES:
        yield from _leaves(key, value)
        return
    for text in _strings(value):
        if " " in text:
            yield f"{_SENTENCES[key]}: {text}"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def _leaves(words: str, value: Any) -> Iterator[str]:
    """The single values that a value is made of, each with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{words} {key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(words, inner)
    elif value is not None and value is not False:
        yield words if value is True else f"{words.replace('_', ' ')} {value}"
