"""Results as plain values, in the words of the JSON contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.calc.checklist import Document
    from ipcalc.calc.docket import Docket
    from ipcalc.calc.fees.charges import Charge, Line
    from ipcalc.calc.fees.estimate import Bill
    from ipcalc.calc.results import Deadline, EventDate, LimitDate, RulebookRef


def deadline(answer: Deadline) -> dict[str, Any]:
    """The JSON object of one deadline."""
    found: dict[str, Any] = {
        "period": answer.period,
        "title": answer.title,
        "right": answer.right,
        "by": answer.by,
        "office": answer.office,
    }
    if answer.occurrence is not None:
        found["occurrence"] = answer.occurrence
    found |= {
        "trigger": _event(answer.trigger),
        "law": {
            "citation": answer.law.citation,
            "from": _date(answer.law.from_),
            "to": _date(answer.law.to),
            "decided_by": _event(answer.law.decided_by) if answer.law.decided_by else None,
            "evidence": answer.law.evidence,
            "contested": answer.law.contested,
            "sources": list(answer.law.sources),
        },
        "limits": [_limit(limit) for limit in answer.limits],
        "if_missed": answer.if_missed,
        "notes": list(answer.notes),
        "projected": answer.projected,
    }
    if answer.done:
        found["done"] = {
            "date": _date(answer.done.date),
            "result": answer.done.result,
            "late_by_days": answer.done.late_by_days,
            "means": answer.done.means,
        }
    if answer.steps:
        found["steps"] = [{"what": s.what, "result": s.result, "authority": s.authority} for s in answer.steps]
    return found | {"rulebook": _rulebook(answer.rulebook)}


def docket(answer: Docket, matter: dict[str, Any]) -> dict[str, Any]:
    """The JSON object of a docket."""
    return {
        "matter": matter,
        "deadlines": [deadline(each) for each in answer.deadlines],
        "waiting": [{"period": each.period, "for": each.event} for each in answer.waiting],
        "refused": [{"period": name, "reason": reason} for name, reason in answer.refused],
    }


def charge(answer: Charge) -> dict[str, Any]:
    """The JSON object of a charge."""
    return {
        "total": answer.total,
        "currency": answer.currency,
        "totals": answer.totals,
        "lines": [line(each) for each in answer.lines],
        "applicant": answer.applicant,
        "mode": answer.mode,
        "on": _date(answer.on),
        "notes": list(answer.notes),
        "rulebook": _rulebook(answer.rulebook),
    }


def bill(answer: Bill) -> dict[str, Any]:
    """The JSON object of an estimate: that of a charge, with the day of each line and the sum of each year.

    Where lines are in several currencies, that of a year is an object with the sum of each. An amount that is not known
    is null, and so are the total and the sum of its year; `totals` hold what is known.
    """
    found = charge(answer.charge)
    found["lines"] = [
        {**line(each), "on": _date(day)} for each, day in zip(answer.charge.lines, answer.days, strict=True)
    ]
    one = answer.charge.currency
    short = answer.incomplete_years
    by_year = {
        str(year): None if year in short else sums[one] if one else sums for year, sums in answer.by_year.items()
    }
    return found | {"incomplete": answer.charge.incomplete, "by_year": by_year}


def document(each: Document) -> dict[str, Any]:
    """The JSON object of one document of a checklist."""
    found = deadline(each.deadline) if each.deadline else None
    return {
        "what": each.what,
        "form": each.form,
        "period": each.period,
        "limits": found["limits"] if found else [],
        "waiting_for": each.waits_for,
        "refused": each.refused,
        "citation": each.citation,
        "evidence": each.evidence,
        "contested": each.deadline.law.contested if each.deadline else False,
        "notes": found["notes"] if found else [],
    }


def line(each: Line) -> dict[str, Any]:
    """The JSON object of one line of a charge."""
    return {
        "fee": each.fee,
        "title": each.title,
        "form": each.form,
        "entry": each.entry,
        "unit": each.unit,
        "quantity": each.quantity,
        "rate": each.rate,
        "amount": each.amount,
        "currency": each.currency,
        "citation": each.citation,
        "from": _date(each.from_),
        "evidence": each.evidence,
    }


def _limit(limit: LimitDate) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": limit.kind,
        "length": limit.length,
        "date": _date(limit.date),
        "act_by": _date(limit.act_by),
        "rolls_to": _date(limit.rolls_to),
        "days_left": limit.days_left,
    }
    if limit.kind == "extended":
        found["ask_by"] = _date(limit.ask_by)
    found |= {"form": limit.form, "fee": limit.fee}
    if limit.kind == "extended" or limit.discretionary:
        found["discretionary"] = limit.discretionary
    if limit.evidence:
        found["evidence"] = limit.evidence
    return found


def _event(event: EventDate) -> dict[str, str | None]:
    return {"event": event.event, "date": _date(event.date)}


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _rulebook(ref: RulebookRef) -> dict[str, str | None]:
    return {"version": ref.version, "checked_to": _date(ref.checked_to), "digest": ref.digest}
