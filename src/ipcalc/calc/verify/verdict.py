"""Whether a stated date is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from ipcalc.calc.plain import Plain, plain
from ipcalc.calc.verify.reasons import AnsweredQuestion, Reason, explained, is_right, is_rolled
from ipcalc.errors import IpcalcError
from ipcalc.frozen import frozen, replace

if TYPE_CHECKING:
    from ipcalc.calc.results import Deadline, LimitDate

RIGHT, ROLLED, CONTESTED, UNDECIDED, LATE, EARLY = "right", "rolled", "contested", "undecided", "late", "early"
MISSING, UNANSWERABLE = "missing", "unanswerable"
VERDICTS = (LATE, UNANSWERABLE, UNDECIDED, CONTESTED, ROLLED, MISSING, EARLY, RIGHT)
SAFE = (RIGHT, EARLY)
OVERLAY = "overlay"  # the word of what is in time by an overlay alone


@frozen
class Verified(Plain):
    """A date that a docket keeps, computed again.

    Attributes:
        verdict: `right` (from the day to docket to the last day in law), `rolled` (right only if a closed day moves the
            last day), `contested` (the day of another reading, or with an order that leaves days out, or in time by an
            overlay alone), `undecided` (it
            fits a possible day of an event that is not given, or a later occurrence), `late`, `early`, `missing`
            (nothing is stated) or `unanswerable`. For a first day, `late` is what lies before it.
        stated: the date that was verified.
        computed: the day in law; None where there is none.
        act_by: the day to docket.
        days: from `computed` to `stated`; negative where the stated day is earlier.
        reason: what explains the difference, with a word that says how it was found; empty where nothing does.
        answer: the answer with which it was compared.
    """

    verdict: str
    stated: date | None
    computed: date | None
    act_by: date | None
    days: int | None
    reason: str
    answer: Deadline | None

    @property
    def method(self) -> str:
        """The word or words with which the reason begins: by what wrong method the date was found."""
        word = self.reason.partition(":")[0] if self.verdict in (LATE, EARLY, CONTESTED) else ""
        return "" if word == OVERLAY else word

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        found = {name: plain(getattr(self, name)) for name in ("verdict", "stated", "computed", "act_by", "days")}
        answer = self.answer
        return {
            **found,
            "reason": self.reason or None,
            "period": answer.period if answer else None,
            "occurrence": answer.occurrence if answer else None,
            "law": plain(answer.law) if answer else None,
        }


def unanswerable(why: object, stated: date | None = None) -> Verified:
    """That there is nothing with which a date can be compared."""
    return Verified(UNANSWERABLE, stated, None, None, None, str(why), None)


def verify(case: AnsweredQuestion, stated: date | None, later: Iterable[Deadline] = ()) -> Verified:
    """Whether a stated date is right.

    Args:
        case: the question, its answer, and the limit that is meant.
        stated: the date; None where none is kept.
        later: the later occurrences of a recurring period, the next first.
    """
    found = _verified(case, stated, later)
    why = _by_overlay_only(case, stated) if stated is not None and found.verdict in SAFE else ""
    return replace(found, verdict=CONTESTED, reason=f"{OVERLAY}: {why}") if why else found


def _by_overlay_only(case: AnsweredQuestion, stated: date) -> str:
    """That a date is in time by an overlay, and not by the built-in rulebook; empty where that has no other answer."""
    if case.built_in is None:
        return ""
    limit, only = case.built_in.limit(case.kind), f"right by the overlay {case.engine.book.overlay} only"
    if limit is None:
        return f"{only}; the built-in rulebook has no limit {case.kind}"
    if limit.date is None or not _is_unsafe(limit, stated):
        return ""
    return f"{only}; by the built-in rulebook {case.kind} is {limit.date}"


def _is_unsafe(limit: LimitDate, stated: date) -> bool:
    """Whether a date lies after the day in law; of a first day, before it."""
    assert limit.date is not None
    return stated > limit.date if limit.kind != "opens" else stated < limit.date


def _verified(case: AnsweredQuestion, stated: date | None, later: Iterable[Deadline]) -> Verified:
    """The verdict by the rulebook as it is, with its overlay."""
    answer, limit = case.answer, case.limit
    if limit is None or limit.date is None:
        why = "nothing is due" if not answer.limits else f"there is no day for the limit {case.kind}"
        return Verified(UNANSWERABLE, stated, None, limit.act_by if limit else None, None, why, answer)
    if stated is None:
        return Verified(MISSING, None, limit.date, limit.act_by, None, "", answer)
    days = (stated - limit.date).days
    found = Verified(RIGHT, stated, limit.date, limit.act_by, days, "", answer)
    if is_right(limit, stated):
        return found
    if is_rolled(limit, stated):
        why = f"in time only if the closed day moves {limit.date} to {limit.rolls_to}; do not plan on it"
        return replace(found, verdict=ROLLED, reason=f"closed day: {why}")
    for verdict, reasons in ((CONTESTED, case.contested(stated)), (UNDECIDED, _undecided(case, stated, later))):
        for reason in reasons:
            return replace(found, verdict=verdict, reason=str(reason))
    first = next(explained(case, stated), None)
    verdict = LATE if _is_unsafe(limit, stated) else EARLY
    return replace(found, verdict=verdict, reason=str(first) if first else "")


def _undecided(case: AnsweredQuestion, stated: date, later: Iterable[Deadline]) -> Iterator[Reason]:
    """What is not given and would make a date right."""
    for answer in later:
        limit = answer.limit(case.kind)
        if limit and is_right(limit, stated):
            yield Reason("occurrence", f"it is the day of number {answer.occurrence}: say which one is meant")
    decided = case.answer.law.decided_by
    if decided is None or decided.date is not None:
        return
    known = max(case.events.values(), default=date.min)
    for day in (max(version.from_, known) for version in case.period.versions):
        with suppress(IpcalcError):
            limit = case.asked(events={**case.events, decided.event: day}).limit(case.kind)
            if limit and is_right(limit, stated):
                yield Reason(decided.event, f"right with a {decided.event} of {day} or near it: give the event")
