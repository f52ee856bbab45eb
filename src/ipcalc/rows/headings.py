"""Which columns of a file mean what; every doubt is an error before anything is written."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from ipcalc.errors import BadRequest, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ipcalc.rows.blocks import Answers

A = TypeVar("A", bound="Answers")

REF = "ref"  # what a file calls its rows, which every command may name
APPLICANT = "applicant"  # the class that pays for a row; often a name, so that no heading is a misspelling of it


def named_exactly(column: str, headings: Sequence[str], renamed: Mapping[str, str]) -> tuple[str, ...]:
    """The column, if a heading of the file is its name, or is said to stand for it."""
    return (column,) if column in headings or column in renamed.values() else ()


def meanings(
    headings: Sequence[str], known: Collection[str], appended: Collection[str], renamed: Mapping[str, str]
) -> dict[str, int]:
    """The place of each known column among the headings of a file.

    Args:
        headings: as the file has them.
        known: the names of the columns that are read.
        appended: the names of the columns that are added, which the file must not bear yet.
        renamed: which known name a heading stands for, where the file calls it otherwise.

    Raises:
        BadRequest: a heading that is there twice, whatever its capitals, looks like a misspelt known one, or is an
            appended one; a heading named in `renamed` that is not there, or a known name that is not known.
    """
    _check_renamed(renamed, known, headings)
    names = [renamed.get(heading.strip(), heading.strip()) for heading in headings]
    found: dict[str, int] = {}
    for place, (heading, name) in enumerate(zip(headings, names, strict=True)):
        if name in appended:
            raise BadRequest(
                f"the file has a column {name!r} already, which is one that is added: rename it, or use --in-place"
                " to replace the columns of an earlier run"
            )
        if name in found:
            raise BadRequest(f"the column {name!r} is there twice (columns {found[name] + 1} and {place + 1})")
        if name in known:
            found[name] = place
            continue
        meant = slip(name, known)
        if meant is not None and meant in names and _plain(meant) == _plain(name):
            raise BadRequest(
                f"the columns {meant!r} and {heading!r} differ only in capitals, spaces or hyphens: rename one"
            )
        if meant is not None and meant not in names:
            raise BadRequest(
                f"the column {heading!r} looks like a misspelt {meant!r}: rename it, or say --map {heading}={meant}"
            )
    return found


def use(rows: A, columns: Sequence[str] | None) -> A:
    """What answers rows, with the places of the columns that it reads; those are not said yet where there are none."""
    if columns is not None:
        rows.use(meanings(columns, rows.reads, (), {}))
    return rows


def _check_renamed(renamed: Mapping[str, str], known: Collection[str], headings: Sequence[str]) -> None:
    for heading, name in renamed.items():
        if name not in known and name != REF:
            meant = slip(name, known)
            advice = f"; did you mean {meant}?" if meant is not None else nearest(name, known)
            raise BadRequest(f"--map {heading}={name}: no column {name!r} is read{advice}")
        if heading not in [each.strip() for each in headings]:
            raise BadRequest(f"--map {heading}={name}: the file has no column {heading!r}{nearest(heading, headings)}")


def without_earlier(headings: Sequence[str], own: Sequence[str]) -> Sequence[str]:
    """The headings without `own`, those that an earlier run has added to a file that is written in place.

    Raises:
        BadRequest: some of `own` are there, but not all of them last.
    """
    if set(own).isdisjoint(headings):
        return headings
    if tuple(headings[-len(own) :]) == tuple(own):
        return headings[: -len(own)]
    names = " and ".join(repr(name) for name in own if name in headings)
    raise BadRequest(
        f"the columns of an earlier run ({', '.join(own)}) are not the last ones, in this order: rename {names} if"
        " yours, or put them all last"
    )


def slip(name: str, known: Collection[str]) -> str | None:
    """The known name that differs from `name` in one letter, two that are swapped, or case and word joints alone."""
    plain, word = {_plain(each): each for each in known}, _plain(name)
    if word in plain:
        return plain[word]
    near = [each for each in plain if len(each) > 3 and _one_slip(word, each)]
    likest = get_close_matches(word, near, n=1, cutoff=0) if len(near) > 1 else near
    return plain[likest[0]] if likest else None


def _plain(name: str) -> str:
    return name.lower().replace(" ", "").replace("_", "").replace("-", "")


def _one_slip(word: str, other: str) -> bool:
    """Whether one letter more, less, other, or two neighbours in the other order make one word of the other."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    a, b = word[start:], other[start:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
