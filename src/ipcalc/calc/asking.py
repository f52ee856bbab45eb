"""What a question says beside the period: in the words of who asks, and by the ids of the rulebook."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict

from ipcalc.calc.deadlines.done import still_to_come
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.fees.quantities import applicants_of
from ipcalc.calc.matters.amounts import Paying
from ipcalc.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ipcalc.calc.matters.matter import Matter
    from ipcalc.law.rulebook import Rulebook

_OF_SUMS = ("applicant", "mode", "counts")


class Asking(TypedDict, total=False):
    """What changes an answer beside the events; each may be left out.

    Attributes:
        as_of: answer by the law as it stood on this day.
        office: the branch whose closed days count.
        suspensions: apply the orders that exclude days from the count.
        today: the day from which `days_left` is counted; without it there are no days left.
        strict: refuse weak evidence and contested law.
        explain: keep the working in `steps`.
        applicant: for sums, a class of applicant, or several, of whom the one with the highest fee counts.
        mode: for sums, `e-filing` or `paper`.
        counts: for sums, quantities by name, such as `classes` or `claims`.
    """

    as_of: date | None
    office: str | None
    suspensions: bool
    today: date | None
    strict: bool
    explain: bool
    applicant: str | Iterable[str]
    mode: str
    counts: Mapping[str, int]


def options_of(book: Rulebook, asking: Asking, done: date | None = None) -> Options:
    """What changes an answer beside its sums.

    Raises:
        BadRequest: an unknown office.
    """
    given = {name: value for name, value in asking.items() if name not in _OF_SUMS}
    if asking.get("office") is not None:
        given["office"] = book.office(str(asking["office"]))
    return Options(done=done, **given)  # type: ignore[arg-type]


def paying_of(book: Rulebook, asking: Asking, matter: Matter | None = None) -> Paying:
    """Who pays, how, and the quantities: those of a matter count before those that are asked for.

    Raises:
        BadRequest: an unknown class of applicant or mode.
    """
    applicants = (matter.applicant if matter else None) or asking.get("applicant", "other")
    counts = {**asking.get("counts", {}), **(matter.counts if matter else {})}
    return Paying(
        tuple(map(book.applicant, applicants_of(applicants))),
        book.mode(asking.get("mode", "e-filing")),
        tuple(sorted(counts.items())),
    )


def events_named(book: Rulebook, given: Mapping[str, date] | None, **more: date | None) -> dict[str, date]:
    """The events by their ids, whatever they are called; `more` of them by their names.

    Raises:
        BadRequest: an unknown event, or one with two dates.
    """
    found: dict[str, date] = {}
    named = [(name, day) for name, day in more.items() if day is not None]
    for name, day in (*(given or {}).items(), *named):
        event = book.event(name)
        if found.setdefault(event, day) != day:
            raise BadRequest(f"{event} is given twice, with {found[event]} and {day}")
    return found


def check_days(when: date | None, events: Mapping[str, date], options: Options) -> None:
    """Refuse what is not a day, and an act that is still to come.

    Raises:
        BadRequest: either of them.
    """
    for day in (when, *events.values(), options.as_of, options.today, options.done):
        if day is not None and type(day) is not date:
            raise BadRequest(f"{day!r} is not a datetime.date")
    if error := still_to_come(options.done, options.today, "done"):
        raise error
