"""What a check finds: something to act on, and where it stands in a file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ipcalc.calc.deadlines.done import TOO_EARLY
from ipcalc.calc.matters.findings import UNANSWERABLE, calls
from ipcalc.calc.matters.left_out import Stand
from ipcalc.calc.plain import Plain, plain
from ipcalc.frozen import frozen, replace
from ipcalc.law.shapes.base import BUILT_IN, DOUBT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ipcalc.calc.matters.matter import Matter
    from ipcalc.calc.results import Deadline, Next, RulebookRef


@frozen
class CheckFinding(Plain):
    """Something to act on.

    Attributes:
        row: the number of the row or the matter, from 1; `line` is the line of the `file` on which it begins.
        ref: what the file calls it; `proceeding` is that of the matter's proceedings in which it is to be done.
        status: `lapsed`, `overdue`, `due`, `ask` (for an extension), `unconfirmed` or `unanswerable`.
        matter: the matter, where it is one.
        limit: the kind of limit; `day` is the day to act by, `days_left` the days from today to it.
        then: what can still be done, or what ended.
        form: what is to be filed; `next` has the sum.
        reason: why there is no answer.
        layer: `built-in`, or the overlay that touched the answer.
        state, next: of the answer that it is about.
        authority, doubts: the citation of that answer, and what is doubtful about it.
    """

    row: int
    line: int
    ref: str
    status: str
    period: str
    file: str = ""
    matter: Matter | None = None
    proceeding: str | None = None
    title: str = ""
    occurrence: int | None = None
    limit: str | None = None
    day: date | None = None
    days_left: int | None = None
    then: str | None = None
    form: str | None = None
    reason: str | None = None
    layer: str = BUILT_IN
    state: str | None = None
    next: Next | None = None
    authority: str | None = None
    doubts: tuple[str, ...] = ()

    @property
    def client(self) -> str | None:
        """The client of the matter."""
        return self.matter.client if self.matter else None

    @property
    def name(self) -> str:
        """What the row or the matter is called, with its proceeding."""
        return f"{self.ref}, {self.proceeding}" if self.proceeding else self.ref

    @property
    def what(self) -> str:
        """What is to be done, with its number where it comes again."""
        return self.title if self.occurrence is None else f"{self.title} ({self.occurrence})"

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        following = self.next
        return {
            "status": self.status,
            "file": self.file or None,
            "row": self.row,
            "line": self.line,
            "ref": self.ref or None,
            "client": self.client,
            "right": self.matter.right if self.matter else None,
            "proceeding": self.proceeding,
            "period": self.period or None,
            "title": self.title or None,
            "occurrence": self.occurrence,
            "limit": self.limit,
            "act_by": plain(self.day),
            "days_left": self.days_left,
            "state": self.state,
            "next": plain(following) if following else None,
            "then": self.then,
            "form": self.form,
            "amount": following.amount if following else None,
            "amount_until": following.amount_until if following else None,
            "currency": following.currency if following else None,
            "reason": self.reason,
            "authority": self.authority,
            "doubts": list(self.doubts),
            "layer": self.layer,
        }


@frozen
class Checked(Plain):
    """All findings, the overdue first, and how many rows and matters were read; `closed` rows are done. `rulebook` is
    that by which they were found, checked to the earliest day of its rights."""

    today: date
    within: int
    rows: int
    matters: int
    closed: int
    findings: tuple[CheckFinding, ...]
    told: tuple[str, ...] = ()
    rulebook: RulebookRef | None = None

    _hidden = ("told", "rulebook")

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        found = super().to_dict()
        return {"done" if name == "closed" else name: value for name, value in found.items()}


def findings_of(
    about: CheckFinding,
    answer: Deadline,
    days: tuple[date, int],
    price: Callable[[Matter | None, Deadline], Deadline],
) -> Iterator[CheckFinding]:
    """What an answer calls for, as findings about a row or a matter.

    Args:
        about: the row or the matter.
        answer: the answer, without sums.
        days: the day of the check, and how many days ahead are near.
        price: gives an answer the sum of what is next.
    """
    done = answer.done
    if done is not None and done.result == TOO_EARLY:
        why = f"done {done.date} is too early: {done.means}"
        yield replace(about, status=UNANSWERABLE, period=answer.period, proceeding=answer.proceeding, reason=why)
    if next(calls(answer, *days), None) is None:
        return
    answer = price(about.matter, answer)
    doubts = tuple(note.text for note in answer.notes if note.kind == DOUBT)
    for each in calls(answer, *days):
        yield replace(
            about,
            status=each.status,
            period=answer.period,
            proceeding=answer.proceeding,
            title=answer.title,
            occurrence=answer.occurrence,
            limit=each.limit,
            day=each.day,
            days_left=each.days_left,
            then=each.then,
            form=each.form,
            layer=answer.layer,
            state=answer.state,
            next=answer.next,
            authority=answer.law.citation,
            doubts=doubts,
        )


def in_order(findings: Iterable[CheckFinding]) -> tuple[CheckFinding, ...]:
    """Findings with the earliest day first, and those without a day last."""
    return tuple(sorted(findings, key=lambda each: (_day(each), each.row)))


def earlier(own: Iterable[CheckFinding], below: Iterable[CheckFinding], overlay: str | None) -> Iterator[CheckFinding]:
    """What the built-in rulebook finds earlier than an overlay does, or more urgent, or alone."""
    known: dict[_About, list[CheckFinding]] = {}
    for each in sorted(own, key=_day):
        known.setdefault(_about(each), []).append(each)
    for each in sorted(below, key=_day):
        others = known.get(_about(each), [])
        if not others or _stand(others.pop(0)).weaker_than(_stand(each)):
            why = f"by the built-in rulebook, not by the overlay {overlay}"
            yield replace(each, then=f"{each.then}; {why}" if each.then else why)


def _day(each: CheckFinding) -> date:
    return each.day or date.max


_About = tuple[str | None, str, int | None, str | None]


def _about(each: CheckFinding) -> _About:
    return each.proceeding, each.period, each.occurrence, each.limit


def _stand(each: CheckFinding) -> Stand:
    return Stand(each.state, each.day, each.next)
