"""Estimates: the whole bill of an undertaking, at the schedules in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipcalc.calc import notes
from ipcalc.calc.deadlines.events import events_of, matter
from ipcalc.calc.deadlines.options import Options
from ipcalc.calc.fees.charges import Charge, Line, at_rates
from ipcalc.calc.fees.fee import charge
from ipcalc.calc.fees.items import knows, quantities_of
from ipcalc.calc.fees.quantities import Payer, Quantities
from ipcalc.calc.plain import Plain, plain
from ipcalc.calc.results import RulebookRef
from ipcalc.errors import BadRequest, Ended, NoAnswer, nearest
from ipcalc.frozen import frozen, replace
from ipcalc.law.rulebook import in_force
from ipcalc.law.shapes.base import BUILT_IN
from ipcalc.law.shapes.estimates import BillItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ipcalc.calc.deadlines.engine import Engine
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Note
    from ipcalc.law.shapes.estimates import Estimate, Remark


@frozen
class Undertaking:
    """What is to be estimated.

    Attributes:
        what: the bill (`trademark`, `patent`, `pct`, `madrid`).
        scheme: what the data says of it.
        today: sums of later days are those of today.
        applicants, mode: who pays, and how.
        counts: quantities by name.
        wanted: the further steps that are asked for (`expedited`, `examination`).
        to: how far the bill goes: for each word the number of the last occurrence (`renewal` 2, `year` 20).
        route: one of the routes of the bill, where it has any.
        events: its dates by event (`filing`, `international-filing`).
        case: one for which fees may be half or nothing (a patent of addition).
        strict: refuse weak evidence, contested law, and what is not known.
    """

    what: str
    scheme: Estimate
    today: date
    applicants: tuple[str, ...]
    mode: str
    counts: Mapping[str, int]
    wanted: tuple[str, ...]
    to: Mapping[str, int]
    route: str | None
    events: Mapping[str, date]
    case: str | None
    strict: bool

    @property
    def day(self) -> date:
        """The day on which it begins; today where that is not given."""
        return self.events.get(self.scheme.date_is, self.today)

    @property
    def words(self) -> frozenset[str]:
        """The words by which steps are asked for."""
        return frozenset((*self.wanted, self.case) if self.case else self.wanted)


@frozen
class Bill(Plain):
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

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line: that of a charge, with the day of each line and the sum of each year.

        Where lines are in several currencies, that of a year is an object with the sum of each. An amount that is not
        known is null, and so are the total and the sum of its year; `totals` hold what is known.
        """
        found = self.charge.to_dict()
        lines = [{**line, "on": plain(day)} for line, day in zip(found["lines"], self.days, strict=True)]
        one, short = self.charge.currency, self.incomplete_years
        by_year = {
            str(year): None if year in short else sums[one] if one else sums for year, sums in self.by_year.items()
        }
        return {**found, "lines": lines, "incomplete": self.charge.incomplete, "by_year": by_year}


def estimate(engine: Engine, asked: Undertaking, rates: Mapping[str, Decimal] | None = None) -> Bill:
    """The bill of an undertaking; its totals in rupees where there are `rates`.

    Raises:
        BadRequest: an unknown bill, route or step, a quantity that no step takes, a missing date, one that the route
            cannot have, or no line in the currency of a rate.
        NoAnswer: no sum at all is known, or `strict` refuses the evidence of one.
    """
    _check(engine, asked)
    steps = [step for step in asked.scheme.steps if _is_asked(step, asked)]
    standing = asked.words - {step.with_ for step in steps if step.with_ and not _is_known(engine, asked, step)}
    lines, days, said = _paid(engine, asked, [step for step in steps if not standing & set(step.unless)])
    if all(line.amount is None for line in lines):
        raise NoAnswer(said[0].text)
    touched = _touched(engine.book, asked, steps)
    total = Charge(
        lines=tuple(lines),
        applicant=",".join(asked.applicants),
        mode=asked.mode,
        on=asked.day,
        notes=notes.ordered([*said, *touched, *_remarks(asked)]),
        rulebook=RulebookRef(engine.book.version, engine.book.checked_to(asked.scheme.right), engine.book.digest),
        layer=engine.book.overlay if touched or any(line.layer != BUILT_IN for line in lines) else BUILT_IN,
    )
    return Bill(asked.scheme.title, at_rates(total, rates) if rates else total, tuple(days))


def _paid(engine: Engine, asked: Undertaking, steps: Sequence[BillItem]) -> tuple[list[Line], list[date], list[Note]]:
    """The lines of steps, the day on which each is paid, and what must be said of them."""
    lines: list[Line] = []
    days: list[date] = []
    said: list[Note] = []
    for step in steps:
        for day, number in _days(engine, asked, step):
            found, of_step = _lines(engine, asked, step, day, number)
            said += of_step
            lines += found
            days += [day] * len(found)
            if found and day > asked.today:
                text = f"Sums due after {asked.today} are given as they are in force on {asked.today}."
                said.append(notes.condition(text))
    return lines, days, said


def _remarks(asked: Undertaking) -> list[Note]:
    """What a bill says of what is asked for."""
    found = [each for each in asked.scheme.remarks if _is_asked(each, asked)]
    return [each.note for each in found if not asked.words & set(each.unless)]


def _touched(book: Rulebook, asked: Undertaking, steps: Sequence[BillItem]) -> list[Note]:
    """That an overlay gives something of a bill beside its sums; nothing where it does not.

    Raises:
        NoAnswer: `strict` refuses it.
    """
    what = list(_overlaid(book, asked.what, steps))
    if what and asked.strict:
        raise NoAnswer(f"refused by --strict: {asked.what} rests on the overlay {book.overlay}")
    return [notes.overlaid(book.overlay, what, "")] if what else []


def _overlaid(book: Rulebook, what: str, steps: Sequence[BillItem]) -> Iterator[str]:
    """What of a bill an overlay gives, beside the sums themselves."""
    if book.layer("estimates", what) != BUILT_IN:
        yield f"the steps of the bill {what}"
    for period in dict.fromkeys(step.period for step in steps if step.period):
        if book.layer("periods", period) != BUILT_IN:
            yield f"the period {period}"


# ---------------------------------------------------------------------- steps
def _is_asked(each: BillItem | Remark, asked: Undertaking) -> bool:
    far = isinstance(each, BillItem) or each.to is None or asked.to.get(each.to, 0) > 0
    return far and (each.with_ is None or each.with_ in asked.words) and (not each.routes or asked.route in each.routes)


def _is_known(engine: Engine, asked: Undertaking, step: BillItem) -> bool:
    """Whether the sum of a step is known, so that it can take the place of another."""
    try:
        for day, number in _days(engine, asked, step):
            _charge(engine, asked, step, min(day, asked.today), number)
    except NoAnswer:
        return False
    return True


def _lines(
    engine: Engine, asked: Undertaking, step: BillItem, day: date, number: int | None
) -> tuple[list[Line], list[Note]]:
    """The lines of a step that is paid on a day, and what must be said; no line where the step was repealed."""
    on = min(day, asked.today)
    try:
        paid = _charge(engine, asked, step, on, number)
    except NoAnswer as error:
        if asked.strict or (step.with_ is None and isinstance(error, Ended)):
            raise
        said = f"{step.with_}: {error}" if step.with_ else str(error)
        return [] if isinstance(error, Ended) else [_not_known(engine, step, on, number)], [notes.doubt(said)]
    lines = [replace(line, title=_titled(line, day, number, step)) for line in paid.lines]
    return lines, [*([step.note] if step.note else []), *paid.notes]


def _charge(engine: Engine, asked: Undertaking, step: BillItem, on: date, number: int | None) -> Charge:
    book = engine.book
    counts = {name: n for name, n in asked.counts.items() if name in quantities_of(book, step.fee, on)}
    years = (number,) if step.quantity == "year" and number is not None else ()
    wanted = Quantities(counts, years, case=asked.case if knows(book.fee(step.fee), asked.case) else None)
    return charge(book, step.fee, wanted, Payer(asked.applicants, asked.mode, on), strict=asked.strict)


def _not_known(engine: Engine, step: BillItem, on: date, number: int | None) -> Line:
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


def _days(engine: Engine, asked: Undertaking, step: BillItem) -> list[tuple[date, int | None]]:
    """The days on which a step is paid, none before the first, with the number of the occurrence where it recurs."""
    if step.period is None:
        return [(asked.day, None)]
    last = asked.to.get(step.to or "", 0)
    found: list[tuple[date, int | None]] = []
    if last == 0:
        return found
    used = events_of(engine.book, engine.book.period(step.period))
    given = {name: day for name, day in asked.events.items() if name in used} | {asked.scheme.date_is: asked.day}
    events = matter(engine.book, step.period, None, given)
    for answer in engine.deadlines(step.period, events, Options()):
        if answer.occurrence is None or answer.occurrence > last:
            break
        due = answer.limit("due")
        if due is None or due.date is None:
            raise NoAnswer(f"{step.period} {answer.occurrence} has no due date")
        found.append((max(due.date, asked.day), answer.occurrence))
    if not found or found[-1][1] != last:
        raise BadRequest(f"{step.to} {last} is beyond the end: the last is {found[-1][1] if found else 'none'}")
    return found


def _titled(line: Line, day: date, number: int | None, step: BillItem) -> str:
    return line.title if number is None or step.quantity == "year" else f"{line.title} ({number}, {day.year})"


# ---------------------------------------------------------------------- checking the request
def _check(engine: Engine, asked: Undertaking) -> None:
    _check_words(asked)
    _check_case(engine.book, asked)
    _check_route(engine, asked)
    taken = {name for step in asked.scheme.steps for name in quantities_of(engine.book, step.fee, asked.today)}
    for name in asked.counts:
        if name not in taken:
            raise BadRequest(f"{asked.what} does not take {name}: it takes {', '.join(sorted(taken))}")


def _check_words(asked: Undertaking) -> None:
    """Raise BadRequest where a step or a stage that is asked for is not one of the bill."""
    words = [step.with_ for step in asked.scheme.steps if step.with_]
    for word in asked.wanted:
        if word not in words:
            raise BadRequest(f"{asked.what} has no step {word!r}{nearest(word, words)} (--with {', '.join(words)})")
    reach = {step.to for step in asked.scheme.steps if step.to} | set(asked.scheme.to)
    for word, number in asked.to.items():
        if not reach:
            raise BadRequest(f"{asked.what} has no stages: leave out --to {word}")
        if word not in reach:
            raise BadRequest(f"{asked.what} does not go to {word!r}{nearest(word, reach)} ({', '.join(sorted(reach))})")
        if asked.scheme.to.get(word) == 0 and number > 1:
            raise BadRequest(f"{word} {number} is beyond the end: {word} comes once")


def _check_case(book: Rulebook, asked: Undertaking) -> None:
    """Raise BadRequest where nothing of the bill is different in the case that is asked for."""
    scheme, case = asked.scheme, asked.case
    parts: tuple[BillItem | Remark, ...] = (*scheme.steps, *scheme.remarks)
    told = {word for each in parts for word in (each.with_, *each.unless)}
    if case is not None and case not in told and not any(knows(book.fee(step.fee), case) for step in scheme.steps):
        raise BadRequest(f"{asked.what} has no rule for a {book.cases[case]}")


def _check_route(engine: Engine, asked: Undertaking) -> None:
    """Raise BadRequest where the route is not one of the bill, or events or steps do not go with it."""
    scheme = asked.scheme
    if scheme.routes and asked.route not in scheme.routes:
        raise BadRequest(f"{asked.what} needs a route: --route {'|'.join(scheme.routes)}")
    if asked.route and not scheme.routes:
        raise BadRequest(f"{asked.what} has no routes")
    _check_events(asked, scheme.needs.get(asked.route or ""))
    _check_within(engine, asked)
    for step in scheme.steps:
        if step.with_ in asked.wanted and step.routes and asked.route not in step.routes:
            raise BadRequest(f"{step.with_} is for the route {' or '.join(step.routes)}, not {asked.route}")


def _check_events(asked: Undertaking, needed: str | None) -> None:
    """Raise BadRequest where the event that is `needed` is missing or after the first day, or another one is given."""
    first, needs = asked.scheme.date_is, asked.scheme.needs.values()
    if needed and needed not in asked.events:
        raise BadRequest(f"the route {asked.route} needs the event {needed}: --event {needed}=DATE")
    for event in asked.events:
        if event not in (first, *needs):
            used = ", ".join(dict.fromkeys((first, *needs)))
            raise BadRequest(f"{asked.what} does not use the event {event}: it uses {used}")
        if event not in (first, needed):
            raise BadRequest(f"the route {asked.route} does not use the event {event}")
    if needed and asked.events[needed] > asked.day:
        raise BadRequest(f"the {first} {asked.day} is before the {needed} {asked.events[needed]}")


def _check_within(engine: Engine, asked: Undertaking) -> None:
    """Raise BadRequest where the first day is later than the last one of the period in which its route is filed."""
    route, first = asked.route or "", asked.scheme.date_is
    period = asked.scheme.within.get(route)
    if period is None:
        return
    needed = asked.scheme.needs[route]
    events = matter(engine.book, period, None, {needed: asked.events[needed]})
    answer = engine.deadline(period, events, Options(suspensions=True))
    ends = [limit.rolls_to or limit.date for limit in answer.limits if limit.kind != "opens"]
    last = max((end for end in ends if end is not None), default=None)
    if last is not None and asked.day > last:
        raise BadRequest(f"the {first} {asked.day} is too late for the route {route}: {period} ended on {last}")
