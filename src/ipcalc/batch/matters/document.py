"""A matter out of the plain values of a file. All that is wrong with it is said, each fault at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ipcalc.batch.matters.keys import ACT_KEYS, CLOSED_KEYS, KEYS, PROCEEDING_KEYS, TEXTS, Notation
from ipcalc.calc import notes
from ipcalc.calc.deadlines.done import still_to_come
from ipcalc.calc.deadlines.events import too_early
from ipcalc.calc.matters.amounts import check_counts_of
from ipcalc.calc.matters.matter import NOT_NEEDED, Act, Closed, Matter, Proceeding
from ipcalc.calc.registers.numbers import is_number, number_in
from ipcalc.dates import stands_for_nothing
from ipcalc.errors import BadRequest, IpcalcError, as_written, nearest

if TYPE_CHECKING:
    from ipcalc.calc.matters.words import RightWords
    from ipcalc.law.reading import Path_
    from ipcalc.law.shapes.base import Note

    Say = Callable[[Path_, str], None]

T = TypeVar("T")
V = TypeVar("V")

_MEANT = 50  # unknown keys of which it is looked what is meant
_BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}


def matter_of(raw: object, notation: Notation, say: Say, own: Mapping[str, str] | None = None) -> Matter | None:
    """The matter that the values of a file make; None where `say` was told of a fault, with the path to it."""
    reading = _MatterReader(notation, say)
    matter = reading.matter(raw, own or {})
    return None if reading.failed else matter


class _MatterReader:
    """One matter while it is read."""

    def __init__(self, notation: Notation, say: Say) -> None:
        self.notation, self._tell = notation, say
        self.failed = False

    def say(self, path: Path_, why: str) -> None:
        self.failed = True
        self._tell(path, why)

    # ------------------------------------------------------------------ the parts
    def matter(self, raw: object, own: Mapping[str, str]) -> Matter:
        words = self.notation.words
        found = self.mapping(raw, ())
        self.check_keys(found, (*KEYS, *words.counts), ())
        name = self.word(found, "right", words.right, ())
        if not found.get("right") and isinstance(raw, Mapping):
            self.say((), f"has no right: it is one of {', '.join(words.book.rights)}")
        right = words.of(name)
        course = self.course(found, (), right)
        texts: dict[str, Any] = {key: self.text(found.get(key), (key,)) for key in TEXTS}
        return Matter(
            right=name or "",
            **texts,
            acting_for=self.word(found, "acting_for", words.side, ()),
            applicant=self.word(found, "applicant", words.applicants, ()),
            office=self.word(found, "office", words.book.office, ()),
            counts=self.counts(found, right.right),
            proceedings=self.proceedings(found.get("proceedings"), right, course["events"]),
            own=own,
            **course,
        )

    def proceedings(self, raw: object, right: RightWords, events: Mapping[str, date]) -> tuple[Proceeding, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list):
            self.say(("proceedings",), "should be a list")
            return ()
        words, found, seen = self.notation.words, list[Proceeding](), set[str]()
        for place, each in enumerate(raw):
            path = ("proceedings", place)
            one = self.mapping(each, path)
            self.check_keys(one, PROCEEDING_KEYS, path)
            ref = self.text(one.get("ref"), (*path, "ref"))
            if one.get("ref") is None and isinstance(each, Mapping | None):
                self.say(path, "has no ref: give each proceeding a name of its own")
            elif ref and ref in seen:
                self.say((*path, "ref"), f"{ref} is there twice")
            seen.add(ref or "")
            kind, side = self.word(one, "kind", words.kind, path), self.word(one, "acting_for", words.side, path)
            found.append(Proceeding(ref or "", kind, side, **self.course(one, path, right, events)))
        return tuple(found)

    def course(
        self, raw: Mapping[str, Any], at: Path_, right: RightWords, before: Mapping[str, date] | None = None
    ) -> dict[str, Any]:
        """What happened and what was done; `before` are the events of the matter in a proceeding."""
        events, earlier, said = self.events(raw.get("events"), (*at, "events"), right)
        together = {name: (day,) for name, day in {**(before or {}), **events}.items()}
        for name in events:
            for _, why in too_early(self.notation.words.book, name, together, right.right):
                self.say((*at, "events", name), why)
        return {
            "facts": self.facts(raw.get("facts"), (*at, "facts"), right),
            "events": events,
            "earlier": earlier,
            "said": said,
            "done": self.by_period(raw, "done", at, right, self.act),
            "asked": self.by_period(raw, "asked", at, right, self.past_day),
            "extended": self.by_period(raw, "extended", at, right, self.any_day),
            "stated": self.by_period(raw, "stated", at, right, self.kept_day),
            "closed": self.closed(raw.get("closed"), (*at, "closed")),
        }

    def events(
        self, raw: object, path: Path_, right: RightWords
    ) -> tuple[dict[str, date], dict[str, tuple[date, ...]], dict[str, tuple[Note, ...]]]:
        """The last day of each event, the earlier ones, and what must be said of them."""
        last: dict[str, date] = {}
        earlier: dict[str, tuple[date, ...]] = {}
        said: dict[str, tuple[Note, ...]] = {}
        for key, value in self.mapping(raw, path).items():
            name = self.tried((*path, key), right.event_id, key)
            if name in last:
                self.say((*path, key), f"{name} is there twice")
            if name is None or value is None:
                continue
            doubts: list[Note] = []
            days = self.days(value, (*path, key), partial(self.event, name=name, right=right, doubts=doubts))
            if days:
                *before, last[name] = days
                earlier |= {name: tuple(before)} if before else {}
                said |= {name: tuple(doubts)} if doubts else {}
        return last, earlier, said

    def event(self, value: object, *, name: str, right: RightWords, doubts: list[Note]) -> date:
        """The day of an event, which may be written as the number of a journal."""
        if not isinstance(value, str) or not is_number(value):
            return self.notation.day(value)
        issue = self.notation.journals.of_event(name, right.right or "", number_in(value))
        doubts += [notes.doubt(each) for each in issue.doubts]
        return issue.date

    def facts(self, raw: object, path: Path_, right: RightWords) -> dict[str, bool]:
        found, known = dict[str, bool](), self.notation.words.book.facts
        for name, value in self.mapping(raw, path).items():
            word = _BOOLEANS.get(value.strip().lower(), value) if isinstance(value, str) else value
            if known and name not in known:
                self.say((*path, name), f"unknown fact{nearest(name, known)}")
            elif known and value is not None and name not in right.facts:
                self.say((*path, name), f"no period of {right.right} depends on the fact {name}")
            elif isinstance(word, bool):
                found[name] = word
            elif value is not None:
                self.say((*path, name), f"should be true or false, not {as_written(value)}")
        return found

    def closed(self, raw: object, path: Path_) -> Closed | None:
        found = self.mapping(raw, path)
        self.check_keys(found, CLOSED_KEYS, path)
        way = self.word(found, "as", self.notation.words.closing, path)
        day = None if found.get("on") is None else self.past_day(found["on"], (*path, "on"))
        if any(found.values()) and found.get("on") is None:
            self.say(path, "has no day: write on, and as")
        if any(found.values()) and not found.get("as"):
            ways = ", ".join(self.notation.words.book.closings)
            self.say(path, f"does not say how it ended: as is one of {ways}")
        return Closed(day, way) if day and way else None

    # ------------------------------------------------------------------ by period
    def by_period(
        self,
        raw: Mapping[str, Any],
        key: str,
        at: Path_,
        right: RightWords,
        read: Callable[[object, Path_, str], T | None],
    ) -> dict[str, T]:
        """What is said of periods, by their ids."""
        found: dict[str, T] = {}
        for name, value in self.mapping(raw.get(key), (*at, key)).items():
            here = (*at, key, name)
            period = self.tried(here, right.period_id, name)
            if period in found:
                self.say(here, f"{period} is there twice")
            elif period is not None and value is not None and (one := read(value, here, period)) is not None:
                found[period] = one
        return found

    def any_day(self, value: object, path: Path_, _: str = "") -> date | None:
        return self.tried(path, self.notation.day, value)

    def kept_day(self, value: object, path: Path_, _: str = "") -> date | None:
        """The day that a docket keeps; None where it keeps none, and says so in a word such as `N/A`."""
        nothing = isinstance(value, str) and stands_for_nothing(value)
        return None if nothing else self.any_day(value, path)

    def past_day(self, value: object, path: Path_, _: str = "") -> date | None:
        """The day of something that was done."""
        return self.tried(path, self.done_on, value)

    def done_on(self, value: object) -> date:
        """The day of something that was done, which cannot be still to come."""
        day = self.notation.day(value)
        if error := still_to_come(day, self.notation.today):
            raise error
        return day

    def act(self, value: object, path: Path_, period: str) -> Act | None:
        """What is on record about the act of a period."""
        if isinstance(value, str) and value.strip().lower() == NOT_NEEDED:
            return Act(needed=False)
        if not isinstance(value, Mapping):
            return self.act_on(value, path)
        self.check_keys(value, ACT_KEYS, path)
        act = self.act_on(value["on"], (*path, "on")) if value.get("on") is not None else Act()
        through, accepted = value.get("through"), value.get("accepted")
        if accepted is not None and not isinstance(accepted, bool):
            self.say((*path, "accepted"), f"should be true or false, not {accepted!r}")
        if through is not None:
            through = self.through(through, (*path, "through"), period)
        elif value.get("on") is None:
            self.say(path, "says nothing: write the day, on")
        return act and Act(act.on, through, accepted is True, True, act.earlier)

    def act_on(self, value: object, path: Path_) -> Act | None:
        """An act of which a day is known, or several days."""
        days = self.days(value, path, self.done_on)
        return Act(days[-1], earlier=tuple(days[:-1])) if days else None

    def through(self, value: object, path: Path_, period: str) -> int | None:
        """The last occurrence that is paid, which the period must have."""
        recurs = self.notation.words.book.period(period).recurs
        if recurs is None:
            self.say(path, f"{period} does not recur: write only the day of the act")
            return None
        number = self.count(value, path)
        if number is not None and (number < recurs.first or (recurs.last and number > recurs.last)):
            last = f"to {recurs.last}" if recurs.last else "on"
            self.say(path, f"{period} has no number {number}: it counts from {recurs.first} {last}")
            return None
        return number

    # ------------------------------------------------------------------ values
    def mapping(self, raw: object, path: Path_) -> Mapping[str, Any]:
        if raw is None or isinstance(raw, Mapping):
            return raw or {}
        self.say(path, "should have keys of its own" if path else "is not a matter: a matter has a right and events")
        return {}

    def check_keys(self, found: Mapping[str, Any], allowed: Iterable[str], path: Path_) -> None:
        for place, key in enumerate(key for key in found if key not in allowed):
            meant = (self._belongs(key) or nearest(key, allowed)) if place < _MEANT else ""
            self.say((*path, key), f"unknown key{meant}")

    def _belongs(self, key: str) -> str:
        """Where a key belongs that stands one level too high; nothing where it is no name of an event, fact or act."""
        words = self.notation.words.of(None)
        if words.event_named(key):
            return ": it is an event, so write it under events"
        if key in words.book.facts:
            return ": it is a fact, so write it under facts"
        with suppress(BadRequest):
            return f": {words.period_id(key)} is a period, so write it under done"
        return ""

    def text(self, value: object, path: Path_) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is None or isinstance(value, str):
            return (value or "").strip() or None
        quotes = "" if isinstance(value, dict | list) else ": write it in quotes"
        self.say(path, f"should be text, not {as_written(value)}{quotes}")
        return None

    def word(self, raw: Mapping[str, Any], key: str, known: Callable[[str], str], at: Path_) -> str | None:
        """A word that must be known."""
        value, path = raw.get(key), (*at, key)
        if isinstance(value, int):
            self.say(path, f"should be text, not {as_written(value)}: write it in quotes")
            return None
        text = self.text(value, path)
        return None if text is None else self.tried(path, known, text)

    def counts(self, raw: Mapping[str, Any], right: str | None) -> dict[str, int]:
        """The quantities that a matter gives, each of which some fee of its right takes."""
        words, found = self.notation.words, dict[str, int]()
        for key in words.counts:
            count = self.count(raw.get(key), (key,))
            if count is not None:
                found[key] = count
                if right:
                    self.tried((key,), partial(check_counts_of, words.book, right), (key,))
        return found

    def count(self, value: object, path: Path_) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if value is not None:
            self.say(path, f"should be a whole number, not {as_written(value)}")
        return None

    def days(self, value: object, path: Path_, read: Callable[[object], date]) -> list[date]:
        """One day, or a list of days in their order; nothing where one of them is at fault."""
        values = value if isinstance(value, list) else [value]
        paths = [(*path, place) for place in range(len(values))] if isinstance(value, list) else [path]
        days = [self.tried(at, read, each) for at, each in zip(paths, values, strict=True)]
        found = [day for day in days if day is not None]
        if found != sorted(set(found)):
            self.say(path, f"the days are not in order: {', '.join(map(str, found))}")
        return found if len(found) == len(values) else []

    def tried(self, path: Path_, read: Callable[[V], T], value: V) -> T | None:
        """What a reader makes of a value; None where it refuses, of which is said why."""
        try:
            return read(value)
        except IpcalcError as error:
            self.say(path, str(error))
            return None
