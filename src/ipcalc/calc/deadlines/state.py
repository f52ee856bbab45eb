"""Where a period stands on a day: what is on record, what can still be done, what is lost.

States are found for all rows of a walk at once, from the ends of their limits; the day is that of the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import TYPE_CHECKING

from ipcalc.calc import notes
from ipcalc.calc.days.calendar import End
from ipcalc.calc.deadlines.done import is_before
from ipcalc.calc.deadlines.ends import RESTORATION, Ends, ends_of, last_of, openings_of, plain_ends_of
from ipcalc.calc.deadlines.owed import HOLDING
from ipcalc.calc.deadlines.restoring import restoring
from ipcalc.calc.deadlines.say import Saying
from ipcalc.calc.deadlines.version import known
from ipcalc.calc.lines import LINE, notes_of
from ipcalc.calc.results import Unconfirmed
from ipcalc.frozen import once

if TYPE_CHECKING:
    from ipcalc.calc.deadlines.record import OnRecord
    from ipcalc.calc.deadlines.rule import Slot
    from ipcalc.calc.deadlines.walk import Walk
    from ipcalc.law.shapes.base import Note

DONE, OPEN, LAST_DAYS, EXTENDABLE, GRACE = "done", "open", "last-days", "extendable", "grace"
RESTORABLE, LAPSED, MISSED, STANDING, UNCONFIRMED = "restorable", "lapsed", "missed", "standing", "unconfirmed"
AWAITED, NOT_BEFORE, RUNNING, ENDED, NOTHING = "awaited", "not-before", "running", "ended", "nothing"
PROJECTED = "projected"

PAST_DUE = (LAST_DAYS, EXTENDABLE, GRACE, RESTORABLE)
"""The states after the day to docket in which something can still be done."""

LIMIT_OF = {
    OPEN: "due",
    LAST_DAYS: "due",
    STANDING: "due",
    UNCONFIRMED: "due",
    EXTENDABLE: "extended",
    GRACE: "late",
    RESTORABLE: RESTORATION,
    NOT_BEFORE: "opens",
}
"""The limit that is next in a state; in the others nothing is to be done."""

_EVERY = ("due", "extended", "late", RESTORATION)


class States:
    """The states of the rows of a walk on a day."""

    def __init__(self, walk: Walk, today: date) -> None:
        self.walk, self.today = walk, today
        self.period = walk.rule.period
        self._slots = {slot.limit.kind: slot for slot in walk.slots}

    @once
    def _ends(self) -> Ends:
        return ends_of(self.walk)

    # ------------------------------------------------------------------ all rows
    @once
    def words(self) -> Sequence[str]:
        """The state of each row."""
        found = self._of_all()
        for row, act in self.walk.acts.items():
            found[row] = self._with(act, row, found[row])
        for row in self.walk.passed if self.period.loses != "nothing" else ():
            if found[row] == OPEN:
                found[row] = UNCONFIRMED
        return found

    def _of_all(self) -> list[str]:
        """The states, whatever is on record."""
        rows, due = len(self.walk), self._slots.get("due")
        if self.walk.question.book.is_offices(self.period):
            return [AWAITED] * rows
        if not self._slots:
            return [NOTHING] * rows
        if self.period.term:
            return [RUNNING if self._last(row) >= self.today else ENDED for row in range(rows)]
        if due is None:
            return [NOT_BEFORE] * rows
        if due.path is None:
            return self._until_an_event(due)
        return self._by_day()

    def _until_an_event(self, due: Slot) -> list[str]:
        """The states of rows whose time lasts until an event that is not known: of what would be lost by it, once the
        safe day is past, the event may have come."""
        if self._lost != LAPSED or not due.safe:
            return [STANDING] * len(self.walk)
        return [STANDING if day >= self.today else LAST_DAYS for day in self.walk.safe_days(due)]

    def _by_day(self) -> list[str]:
        """The states of rows with a due date and nothing on record: the first step that is not past yet."""
        today = self.today
        if all(end.act_by >= today for end in plain_ends_of(self.walk)["due"]):
            return [OPEN] * len(self.walk)
        found = [self._lost] * len(self.walk)
        for word, days in reversed(self._steps()):
            found = [word if day >= today else later for day, later in zip(days, found, strict=True)]
        return found

    def _steps(self) -> list[tuple[str, Sequence[date]]]:
        """What can be done one after the other, and for each row the last day of it."""
        ends = self._ends
        steps: list[tuple[str, Sequence[date]]] = [
            (OPEN, [end.act_by for end in ends["due"]]),
            (LAST_DAYS, [end.last for end in ends["due"]]),
        ]
        if "extended" in ends:
            asking = self._asking
            steps.append((EXTENDABLE, asking if asking is not None else [end.last for end in ends["extended"]]))
        steps += [(word, [end.last for end in ends[kind]]) for word, kind in _AFTER if kind in ends]
        return steps

    @once
    def _asking(self) -> Sequence[date] | None:
        """For each row the last day to ask for an extension; None where it can be asked for until it ends itself."""
        slot = self._slots["extended"]
        if slot.limit.ask_late:
            return None
        return slot.ask_by.days(self.walk.columns) if slot.ask_by else [date.min] * len(self.walk)

    def _last(self, row: int) -> date:
        return last_of(self._ends, _EVERY, row) or date.max

    # ------------------------------------------------------------------ what is on record
    def _with(self, act: OnRecord, row: int, word: str) -> str:
        """The state of a row of which something is on record."""
        if self.is_done(act, row):
            return DONE
        if word not in _PAST:
            return word
        if act.extended is None and not ("extended" in self._ends and self._asked_in_time(act, row)):
            return word
        last = self._granted(act.extended) or self._ends["extended"][row]
        return EXTENDABLE if last.last >= self.today else self._after_extension(row)

    def _after_extension(self, row: int) -> str:
        """The state of a row whose extension is over."""
        left = (word for word, kind in _AFTER if kind in self._ends and self._ends[kind][row].last >= self.today)
        return next(left, self._lost)

    @property
    def _lost(self) -> str:
        return MISSED if self.period.loses == "nothing" or self.period.optional else LAPSED

    @property
    def over(self) -> str:
        """The state in which nothing can be done any more."""
        return ENDED if self.period.term else self._lost

    def _granted(self, day: date | None) -> End | None:
        """The end of an extension that was granted until a day."""
        if day is None:
            return None
        slot = self._slots.get("extended") or self._slots["due"]
        return self.walk.question.calendar.closing(self.walk.manner(slot))[day].end

    def _asked_in_time(self, act: OnRecord, row: int) -> bool:
        if act.asked is None or (self.walk.began is not None and act.asked < self.walk.began[row]):
            return False
        last = self._ends["extended"][row].last if self._asking is None else self._asking[row]
        return act.asked <= max(last, self._ends["due"][row].last)

    def is_done(self, act: OnRecord, row: int) -> bool:
        """Whether the act is on record, and was not too early or too late by every reading."""
        if not act.needed or (act.through is not None and self._number(row) <= act.through):
            return True
        if act.restored is not None and act.restored <= (last_of(self._ends, (RESTORATION,), row) or date.min):
            return True
        if act.done is None or self._is_too_early(act.done, row):
            return False
        granted = self._granted(act.extended) if "due" in self._ends else None
        last = max(last_of(self._ends, _EVERY, row) or date.max, granted.last if granted else date.min)
        return act.accepted or act.done <= last

    def _number(self, row: int) -> int:
        return self.walk.returns[row].occurrence.number if self.walk.returns else 0

    def _is_too_early(self, done: date, row: int) -> bool:
        """Whether an act was done before its window, or before the day from which the period counts."""
        dates = self.walk.dates
        if "opens" in dates and done < openings_of(self.walk)[row]:
            return True
        began = self.walk.began
        return began is not None and is_before(done, began[row], dates["due"][row] if "due" in dates else None)

    def asks(self, row: int) -> bool:
        """Whether an extension is still to be asked for."""
        act = self.walk.acts.get(row)
        return act is None or (act.extended is None and not self._asked_in_time(act, row))

    def ask_late(self, row: int) -> date | None:
        """The last day on which an extension can still be asked for by another reading or in discretion."""
        if self._asking is not None:
            return None
        return self.walk.question.calendar.closed.last_open(self.walk.dates["extended"][row])

    # ------------------------------------------------------------------ what must be said of it
    @once
    def doubts(self) -> Mapping[int, Sequence[Note]]:
        """What must be said of a state, by row."""
        extendable = [row for row, word in enumerate(self.words) if word == EXTENDABLE]
        found = {row: self._doubts_of_extension(row) for row in extendable}
        found |= self._doubts_of_restoration({row for row, word in enumerate(self.words) if word == RESTORABLE})
        for row, act in self.walk.acts.items():
            if self._asks_in_vain(act, row):
                assert act.asked is not None
                found[row] = [notes.asked_without_rule(act.asked), *found.get(row, ())]
            if self._is_in_vain(act, row):
                assert act.done is not None
                said = notes.in_vain(act.done, early=self._is_too_early(act.done, row))
                found[row] = [said, *found.get(row, ())]
        if self.walk.question.below is not None:
            found |= {row: [note, *found.get(row, ())] for row, note in self._worse_below()}
        return {row: said for row, said in found.items() if said}

    def _is_in_vain(self, act: OnRecord, row: int) -> bool:
        """Whether the act of a period that does not recur is on record and does not count."""
        if act.done is None or act.done > self.today or self.walk.returns or self.walk.question.options.done:
            return False
        return self.words[row] not in (DONE, AWAITED, NOTHING, RUNNING, ENDED)

    def _asks_in_vain(self, act: OnRecord, row: int) -> bool:
        """Whether an extension was asked for that no rule gives, and nothing else settles the period."""
        if act.asked is None or act.extended is not None or "due" not in self._slots or "extended" in self._slots:
            return False
        began = self.walk.began
        return self.words[row] != DONE and (began is None or act.asked >= began[row])

    def _worse_below(self) -> Iterator[tuple[int, Note]]:
        """Where an overlay gives a better state than the built-in rulebook."""
        from ipcalc.calc.deadlines.overlaid import below

        for walk, rows in below(self.walk):
            states = States(walk, self.today)
            for row, word in zip(rows, states.words, strict=True):
                own = self.words[row]
                alike = own not in _OVER or own == states.over
                if RANK[word] > RANK[own if alike else DONE]:
                    yield row, notes.worse_state(word, own)

    def _doubts_of_extension(self, row: int) -> Sequence[Note]:
        act = self.walk.acts.get(row)
        if act is not None and act.extended is not None and "extended" not in self._ends:
            return [notes.granted_without_rule(act.extended)]
        longest = self._ends["extended"][row].last
        if act is not None and act.extended is not None:
            beyond = act.extended > longest
            return [notes.granted_beyond(act.extended, self.walk.dates["extended"][row])] if beyond else []
        if self._asking is None and not (act and self._asked_in_time(act, row)):
            return [notes.asked_late(self.walk.dates["extended"][row])]
        return []

    def _doubts_of_restoration(self, rows: Set[int]) -> dict[int, Sequence[Note]]:
        """What is said of the restoration of some rows."""
        found: dict[int, Sequence[Note]] = {}
        for restored in restoring(self.walk) if rows else ():
            part = restored.part([number for number, row in enumerate(restored.rows) if row in rows])
            found |= {row: notes_of(text) for row, text in zip(part.rows, Saying(part).texts(), strict=True)}
        return found

    def unconfirmed(self, row: int) -> Unconfirmed | None:
        """The latest occurrence that is past, where nothing is on record and something is lost by it."""
        passed, recurs = self.walk.passed.get(row), self.period.recurs
        if passed is None or recurs is None or passed.occurrence.version is None or self.period.loses == "nothing":
            return None
        question = self.walk.question
        columns = {name: (self.walk.columns[name][row],) for name in question.given}
        for walk in known(question, columns, 1, [passed]).walks:
            days = walk.dates
            kept = [days[kind][0] for kind in HOLDING if kind in days]
            if kept:
                return Unconfirmed(passed.occurrence.number, days.get("due", (None,))[0], max(kept))
        return None


_RANKS = (  # the further down, the less can still be done
    (DONE, NOTHING, AWAITED),
    (OPEN, STANDING, NOT_BEFORE, RUNNING),
    (UNCONFIRMED,),
    (LAST_DAYS,),
    (EXTENDABLE,),
    (GRACE,),
    (RESTORABLE,),
    (MISSED, ENDED),
    (LAPSED,),
)
RANK = {state: rank for rank, states in enumerate(_RANKS) for state in states}
"""How little can still be done in each state."""
_OVER = (MISSED, ENDED)
_PAST = (EXTENDABLE, GRACE, RESTORABLE, LAPSED, MISSED)
_AFTER = ((GRACE, "late"), (RESTORABLE, RESTORATION))


def said(walk: Walk, states: States | None, joint: str = LINE) -> Sequence[str]:
    """Everything that is said of each row, with what must be said of its state; `joint` parts the sentences."""
    return Saying(walk).texts(joint, states.doubts if states else {})
