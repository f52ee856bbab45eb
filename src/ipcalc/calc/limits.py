"""From one version of a rule and the events of a matter to dates: the counting itself, without closed days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ipcalc.calc.counting import Length, add, length_of
from ipcalc.calc.results import Step
from ipcalc.frozen import frozen

if TYPE_CHECKING:
    from ipcalc.calc.closed import ClosedDays
    from ipcalc.law.shapes.periods import Branch, Condition, Count, Limit, Version

Events = Mapping[str, date]


@frozen
class Counted:
    """The outcome of one count: the day, and the lengths that were added one after the other from `start`.

    `origin` says in words where the count starts, where that is not the trigger. A day that was counted `backward`
    from an event must be kept before it: closed days never move it later.
    """

    day: date
    chain: tuple[Length, ...] = ()
    start: date | None = None
    origin: str = ""
    before_expiry: bool = False
    backward: bool = False

    @property
    def words(self) -> str:
        """How it was counted: `3 + 1 months`, `10 years + 6 months`, `12 months before expiry`."""
        lengths = _chained(self.chain) if self.chain else ""
        return " + ".join(part for part in (self.origin, lengths) if part)


@frozen
class Found:
    """A limit of the law with the day that was counted for it; None where it waits for `limit.until`."""

    limit: Limit
    counted: Counted | None
    safe: Counted | None = None
    ask_by: Counted | None = None


class Counter:
    """Counts the limits of one version for one set of events.

    `start` is the day of the trigger (None for a period that recurs), `base` the words for a recurring day.
    """

    def __init__(self, events: Events, start: date | None, closed: ClosedDays, office: str | None) -> None:
        self.days: dict[str, date] = dict(events)
        self.start = start
        self.steps: list[Step] = []
        self._closed = closed
        self._office = office
        self._reached: dict[str, Counted] = {}
        self._words: dict[str, str] = {}

    def name(self, day: str, value: date, words: str) -> None:
        """Give a computed day a name that counts can start from."""
        self.days[day] = value
        self._words[day] = words

    def marks(self, version: Version) -> None:
        """Compute the days that the version names itself."""
        for mark, count in version.marks.items():
            counted = self.count(count)
            if counted is not None:
                self.name(mark, counted.day, counted.words)

    def limits(self, limits: Sequence[Limit]) -> list[Found]:
        """Count all limits, in their order; one whose day depends on an event that is not given is left out.

        A limit after `due` that would end before it is left out too (a mark registered late: the surcharge
        period from the expiry is over before the six months from the registration are).
        """
        found: list[Found] = []
        for limit in limits:
            counted = self._limit(limit)
            safe = self.count(limit.safe) if limit.safe else None
            if counted is None and safe is None and limit.until is None:
                continue
            due = self._reached.get("due")
            if counted and due and limit.kind not in ("opens", "due") and counted.day < due.day:
                self.steps.append(Step(limit.kind, f"left out: {counted.day} is before the due date"))
                continue
            if counted:
                self._reached[limit.kind] = counted
                self.steps.append(Step(limit.kind, f"{counted.words}: {counted.day}"))
            found.append(Found(limit, counted, safe, self.count(limit.ask_by) if limit.ask_by else None))
        return found

    def _limit(self, limit: Limit) -> Counted | None:
        if limit.until is not None:
            day = self.days.get(limit.until)
            return Counted(day, (), None, f"until {limit.until}", limit.before_expiry) if day else None
        if limit.later_of:
            return self._choose(limit.later_of, later=True)
        if limit.earlier_of:
            return self._choose(limit.earlier_of, later=False)
        return self.count(limit)

    def _choose(self, counts: Sequence[Count], *, later: bool) -> Counted | None:
        outcomes = [counted for counted in map(self.count, counts) if counted is not None]
        if not outcomes:
            return None
        chosen = (max if later else min)(outcomes, key=lambda counted: counted.day)
        if len(outcomes) > 1:
            words = "; ".join(f"{counted.words}: {counted.day}" for counted in outcomes)
            self.steps.append(Step("the later of" if later else "the earlier of", words))
        return chosen

    def count(self, count: Count) -> Counted | None:
        """The day that a count gives, or None where the day that it starts from is not known."""
        origin = count.after or count.before or count.on
        reached = self._reached.get(origin) if origin else None
        start = reached.day if reached else self.days.get(origin) if origin else self.start
        if start is None:
            return None
        if count.on is not None:
            words = self._words.get(count.on, f"on the {count.on}")
            return Counted(start, (), start, words, count.before_expiry)
        length = length_of(count)
        assert length is not None
        if length.unit == "working days":
            day = self._closed.working_days_after(start, length.amount, self._office)
        else:
            day = add(start, length, -1 if count.before else 1)
        if origin is None:
            return Counted(day, (length,), start, "", count.before_expiry)
        if count.before:
            return Counted(day, (), None, f"{length} before {origin}", count.before_expiry, backward=True)
        if reached:
            return Counted(day, (*reached.chain, length), reached.start, reached.origin, count.before_expiry)
        if origin in self._words:
            return Counted(day, (length,), start, self._words[origin], count.before_expiry)
        return Counted(day, (), None, f"{length} after {origin}", count.before_expiry)

    def branch(self, branches: Sequence[Branch]) -> Branch | None:
        """The first branch all of whose conditions hold."""
        return next((branch for branch in branches if self.hold(branch.when)), None)

    def hold(self, conditions: Sequence[Condition]) -> bool:
        """Whether every condition holds."""
        return all(self._holds(condition) for condition in conditions)

    def _holds(self, condition: Condition) -> bool:
        day = self.days.get(condition.event)
        if day is None:
            return not condition.given
        if condition.since is not None and day < condition.since:
            return False
        if condition.later_than is not None:
            bound = self.count(condition.later_than)
            if bound is None or day <= bound.day:
                return False
        if condition.not_before is not None:
            other = self.days.get(condition.not_before)
            if other is None or day < other:
                return False
        return condition.given


def _chained(chain: Sequence[Length]) -> str:
    """`3 + 1 months` where the unit is the same, else `12 months + 30 days`."""
    if len(chain) > 1 and len({length.unit for length in chain}) == 1:
        return " + ".join(str(length.amount) for length in chain) + f" {chain[0].unit}"
    return " + ".join(map(str, chain))


def in_one_step(counted: Counted) -> tuple[int, date] | None:
    """All months of a count that took several steps, and the day that they give in one step; else None."""
    months = [length.in_months for length in counted.chain]
    if len(months) < 2 or None in months or counted.start is None:
        return None
    whole = Length(sum(m for m in months if m), "months")
    return whole.amount, add(counted.start, whole)
