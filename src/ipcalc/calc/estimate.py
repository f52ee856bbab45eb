"""Estimates: the whole bill of an undertaking, at the schedules in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipcalc.calc.charges import Charge, Line
from ipcalc.calc.deadlines.events import matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.fee import charge, knows_addition, quantities_of
from ipcalc.calc.items import Payer, Quantities
from ipcalc.calc.results import RulebookRef
from ipcalc.errors import BadRequest, Ended, NoAnswer, nearest
from ipcalc.frozen import frozen, replace
from ipcalc.law.rulebook import in_force
from ipcalc.law.shapes.estimates import Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.law.shapes.estimates import Estimate, Remark

_ADDITION = "addition"


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
        """The sum of each currency in each calendar year, over the lines that are known."""
        years: dict[int, list[Line]] = {}
        for line, day in zip(self.charge.lines, self.days, strict=True):
            years.setdefault(day.year, []).append(line)
        return {year: self.charge.totals_of(lines) for year, lines in sorted(years.items())}

    @property
    def incomplete_years(self) -> frozenset[int]:
        """The calendar years in which the amount of a line is not known."""
        return frozenset(
            day.year for line, day in zip(self.charge.lines, self.days, strict=True) if line.amount is None
        )


def estimate(engine: Engine, plan: Plan) -> Bill:
    """The bill of an undertaking.

    Raises:
        BadRequest: an unknown bill, route or step, a quantity that no step takes, a missing date, or one that the
            route cannot have.
        NoAnswer: no sum at all is known, or `strict` refuses the evidence of one.
    """
    book = engine.book
    bill = book.estimate(plan.what)
    _check(engine, plan, bill)
    words = {*plan.wanted, *((_ADDITION,) if plan.addition else ())}
    steps = [step for step in bill.steps if _asked(step, plan, words)]
    standing = words - {step.with_ for step in steps if step.with_ and not _is_known(engine, plan, step)}
    lines: list[Line] = []
    days: list[date] = []
    notes: list[str] = []
    for step in steps:
        if standing & set(step.unless):
            continue
        for day, number in _days(engine, plan, step):
            on = min(day, plan.today)
            try:
                paid = _charge(engine, plan, step, on, number)
            except Ended as error:
                if step.with_ is None or plan.strict:
                    raise
                notes.append(f"{step.with_}: {error}")
                continue
            except NoAnswer as error:
                if plan.strict:
                    raise
                found = [_not_known(engine, step, on, number)]
                notes.append(f"{step.with_}: {error}" if step.with_ else str(error))
            else:
                found = [replace(line, title=_titled(line, day, number, step)) for line in paid.lines]
                notes += [*([step.note] if step.note else []), *paid.notes]
            lines += found
            days += [day] * len(found)
            if day > plan.today:
                notes.append(f"Sums of days after {plan.today} are those in force on that day.")
    if all(line.amount is None for line in lines):
        raise NoAnswer(notes[0])
    notes += [remark.note for remark in bill.remarks if _asked(remark, plan, words) and not words & set(remark.unless)]
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


def _asked(each: Step | Remark, plan: Plan, words: set[str]) -> bool:
    far = isinstance(each, Step) or each.to is None or plan.to.get(each.to, 0) > 0
    return far and (each.with_ is None or each.with_ in words) and (not each.routes or plan.route in each.routes)


def _is_known(engine: Engine, plan: Plan, step: Step) -> bool:
    """Whether the sum of a step is known, so that it can take the place of another."""
    try:
        for day, number in _days(engine, plan, step):
            _charge(engine, plan, step, min(day, plan.today), number)
    except NoAnswer:
        return False
    return True


def _charge(engine: Engine, plan: Plan, step: Step, on: date, number: int | None) -> Charge:
    book = engine.book
    counts = {name: n for name, n in plan.counts.items() if name in quantities_of(book, step.fee, on)}
    years = (number,) if step.quantity == "year" and number is not None else ()
    wanted = Quantities(counts, years, addition=plan.addition and knows_addition(book.fee(step.fee)))
    return charge(book, step.fee, wanted, Payer(plan.applicants, plan.mode, on), strict=plan.strict)


def _not_known(engine: Engine, step: Step, on: date, number: int | None) -> Line:
    """The line of a step of which the sum is not known."""
    fee = engine.book.fee(step.fee)
    index = in_force(fee.versions, on)
    version = fee.versions[index] if index is not None else None
    return Line(
        fee=step.fee,
        title=f"{fee.title}, not known" if number is None else f"{fee.title} ({number}, {on.year}), not known",
        form=version.form if version else None,
        entry=version.entry if version else "not known",
        unit=engine.book.units[fee.unit].title,
        quantity=1,
        rate=None,
        amount=None,
        currency=(version or fee.versions[0]).currency,
        citation=version.citation if version else "not known",
        from_=version.from_ if version else None,
        evidence=version.evidence if version else "unverified",
    )


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
        if event != needed:
            raise BadRequest(f"the route {plan.route} does not use the event {event}")
    if needed and plan.events[needed] > plan.filing:
        raise BadRequest(f"the filing {plan.filing} is before the {needed} {plan.events[needed]}")
    _check_within(engine, plan, bill)
    for step in bill.steps:
        if step.with_ in plan.wanted and step.routes and plan.route not in step.routes:
            raise BadRequest(f"{step.with_} is for the route {' or '.join(step.routes)}, not {plan.route}")
    taken = {name for step in bill.steps for name in quantities_of(engine.book, step.fee, plan.today)}
    for name in plan.counts:
        if name not in taken:
            raise BadRequest(f"{plan.what} does not take {name}: it takes {', '.join(sorted(taken))}")


def _check_within(engine: Engine, plan: Plan, bill: Estimate) -> None:
    """Raise BadRequest where the filing is later than the last day of the period in which its route is filed."""
    period = bill.within.get(plan.route or "")
    if period is None:
        return
    answer = engine.deadline(period, matter(engine.book, period, None, plan.events), Options(suspensions=True))
    ends = [limit.rolls_to or limit.date for limit in answer.limits if limit.kind != "opens"]
    last = max((end for end in ends if end is not None), default=None)
    if last is not None and plan.filing > last:
        raise BadRequest(f"the filing {plan.filing} is too late for the route {plan.route}: {period} ended on {last}")


def _days(engine: Engine, plan: Plan, step: Step) -> list[tuple[date, int | None]]:
    """The days on which a step is paid, none before the filing, with the number of the occurrence where it recurs."""
    if step.period is None:
        return [(plan.filing, None)]
    last = plan.to.get(step.to or "", 0)
    found: list[tuple[date, int | None]] = []
    if last == 0:
        return found
    events = {**plan.events, "filing": plan.filing} if plan.events else {"filing": plan.filing}
    for answer in engine.deadlines(step.period, matter(engine.book, step.period, None, events), Options()):
        if answer.occurrence is None or answer.occurrence > last:
            break
        due = answer.limit("due")
        if due and due.date:
            found.append((max(due.date, plan.filing), answer.occurrence))
    if not found or found[-1][1] != last:
        raise BadRequest(f"{step.to} {last} is beyond the end: the last is {found[-1][1] if found else 'none'}")
    return found


def _titled(line: Line, day: date, number: int | None, step: Step) -> str:
    return line.title if number is None or step.quantity == "year" else f"{line.title} ({number}, {day.year})"
