"""Estimates: the whole bill of an undertaking, at the schedules in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.case import Options
from ipcalc.calc.charges import Charge, Line
from ipcalc.calc.fee import charge, quantities_of
from ipcalc.calc.items import Payer, Quantities
from ipcalc.calc.results import RulebookRef
from ipcalc.errors import BadRequest, NoAnswer, nearest
from ipcalc.frozen import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ipcalc.calc.deadline import Engine
    from ipcalc.law.shapes.estimates import Estimate, Step


@frozen
class Plan:
    """What is to be estimated.

    Attributes:
        what: the bill (`trademark`, `patent`, `pct`, `madrid`).
        filing: the day of filing.
        today: sums of later days are those of today.
        applicants, mode: who pays, and how.
        counts: quantities by name.
        wanted: the further steps that are asked for (`expedited`, `examination`).
        to: how far the bill goes: for each word the number of the last occurrence (`renewal` 2, `year` 20).
        route: one of the routes of the bill, where it has any.
        events: further dates (`international-filing`).
    """

    what: str
    filing: date
    today: date
    applicants: tuple[str, ...]
    mode: str
    counts: Mapping[str, int]
    wanted: tuple[str, ...]
    to: Mapping[str, int]
    route: str | None
    events: Mapping[str, date]
    addition: bool = False
    strict: bool = False


@frozen
class Bill:
    """An estimate: the charge with all its lines, and for each line the day on which it is paid."""

    title: str
    charge: Charge
    days: tuple[date, ...]

    @property
    def by_year(self) -> dict[int, dict[str, int]]:
        """The sum of each currency in each calendar year."""
        years: dict[int, list[Line]] = {}
        for line, day in zip(self.charge.lines, self.days, strict=True):
            years.setdefault(day.year, []).append(line)
        return {year: self.charge.totals_of(lines) for year, lines in sorted(years.items())}


def estimate(engine: Engine, plan: Plan) -> Bill:
    """The bill of an undertaking.

    Raises:
        BadRequest: an unknown bill, route or step, a quantity that no step takes, or a missing date.
        NoAnswer: a sum is not known, or `strict` refuses its evidence.
    """
    book = engine.book
    bill = book.estimate(plan.what)
    _check(engine, plan, bill)
    lines: list[Line] = []
    days: list[date] = []
    notes: list[str] = []
    for step in bill.steps:
        if (step.with_ and step.with_ not in plan.wanted) or any(other in plan.wanted for other in step.unless):
            continue
        for day, number in _days(engine, plan, step):
            on = min(day, plan.today)
            counts = {name: n for name, n in plan.counts.items() if name in quantities_of(book, step.fee, on)}
            years = (number,) if step.quantity == "year" and number is not None else ()
            addition = plan.addition and step.period is None
            try:
                wanted = Quantities(counts, years, addition=addition and _halves(engine, step.fee))
                paid = charge(book, step.fee, wanted, Payer(plan.applicants, plan.mode, on), strict=plan.strict)
            except NoAnswer as error:
                if step.with_ is None or plan.strict:
                    raise
                notes.append(f"{step.with_}: {error}")
                continue
            lines += [replace(line, title=_titled(line, day, number, step)) for line in paid.lines]
            days += [day] * len(paid.lines)
            notes += [*([step.note] if step.note else []), *paid.notes]
            if day > plan.today:
                notes.append(f"Sums of days after {plan.today} are those in force on that day.")
    checked_to = book.checked_to(bill.right)
    total = Charge(
        lines=tuple(lines),
        applicant=",".join(plan.applicants),
        mode=plan.mode,
        on=plan.filing,
        notes=tuple(dict.fromkeys(notes)),
        rulebook=RulebookRef(book.version, checked_to, book.digest),
    )
    return Bill(bill.title, total, tuple(days))


def _check(engine: Engine, plan: Plan, bill: Estimate) -> None:
    asked = [step.with_ for step in bill.steps if step.with_]
    for word in plan.wanted:
        if word not in asked:
            raise BadRequest(f"{plan.what} has no step {word!r}{nearest(word, asked)} (--with {', '.join(asked)})")
    reach = {step.to for step in bill.steps if step.to} | set(bill.to)
    for word in plan.to:
        if word not in reach:
            raise BadRequest(f"{plan.what} does not go to {word!r}{nearest(word, reach)} ({', '.join(sorted(reach))})")
    if bill.routes and plan.route not in bill.routes:
        raise BadRequest(f"{plan.what} needs a route: --route {'|'.join(bill.routes)}")
    if plan.route and not bill.routes:
        raise BadRequest(f"{plan.what} has no routes")
    needed = bill.needs.get(plan.route or "")
    if needed and needed not in plan.events:
        raise BadRequest(f"the route {plan.route} needs the event {needed}: --{needed} DATE")
    for event in plan.events:
        if event not in bill.needs.values():
            raise BadRequest(f"{plan.what} does not use the event {event}")
    taken = {name for step in bill.steps for name in quantities_of(engine.book, step.fee, plan.today)}
    for name in plan.counts:
        if name not in taken:
            raise BadRequest(f"{plan.what} does not take {name}: it takes {', '.join(sorted(taken))}")


def _days(engine: Engine, plan: Plan, step: Step) -> list[tuple[date, int | None]]:
    """The days on which a step is paid, with the number of the occurrence where it recurs."""
    if step.period is None:
        return [(plan.filing, None)]
    last = plan.to.get(step.to or "", 0)
    found: list[tuple[date, int | None]] = []
    if last == 0:
        return found
    events = {**plan.events, "filing": plan.filing} if plan.events else {"filing": plan.filing}
    for answer in engine.deadlines(step.period, engine.matter(step.period, None, events), Options()):
        if answer.occurrence is None or answer.occurrence > last:
            break
        due = answer.limit("due")
        if due and due.date:
            found.append((due.date, answer.occurrence))
    if not found or found[-1][1] != last:
        raise BadRequest(f"{step.to} {last} is beyond the end: the last is {found[-1][1] if found else 'none'}")
    return found


def _halves(engine: Engine, fee: str) -> bool:
    return any(version.half_for == "addition" for version in engine.book.fee(fee).versions)


def _titled(line: Line, day: date, number: int | None, step: Step) -> str:
    return line.title if number is None or step.quantity == "year" else f"{line.title} ({number}, {day.year})"
