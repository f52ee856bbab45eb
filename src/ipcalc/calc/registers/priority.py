"""Whether priority may be claimed for a right from an application that was filed elsewhere on a day, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ipcalc.calc.plain import Plain
from ipcalc.frozen import frozen
from ipcalc.law.shapes.base import weakest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ipcalc.calc.registers.membership import Membership
    from ipcalc.law.registers import Treaties
    from ipcalc.law.rulebook import Rulebook
    from ipcalc.law.shapes.base import Grade
    from ipcalc.law.shapes.treaties import Convention

Claim = Literal["yes", "if notified", "doubtful", "not known", "home"]


@frozen
class Priority(Plain):
    """Whether priority may be claimed for a right from an application filed there on a day, and why.

    `evidence` is the weaker of that of the rule and that of the membership; None where the claim is not known.
    """

    right: str
    claim: Claim
    why: str
    evidence: Grade | None
    rule: Convention
    sources: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        rule = self.rule
        return {
            "right": self.right,
            "claim": self.claim,
            "why": self.why,
            "evidence": self.evidence,
            "period": rule.period,
            "rule": rule.rule,
            "notification": rule.notification,
            "citation": rule.citation,
            "sources": list(self.sources),
        }


def priority(
    book: Rulebook, register: Treaties, right: str, code: str, found: Mapping[str, Membership], day: date
) -> Priority:
    """Whether priority may be claimed for `right` from the party with this code.

    Args:
        book: the law.
        register: the treaties.
        right: the id of the right.
        code: the code of the party.
        found: to which unions it belongs on `day`, by union.
        day: the day of the earlier application.
    """
    rule = register.conventions[right]
    claim, why, evidence = _claim(register, right, code, found, day)
    return Priority(right, claim, why, evidence, rule, book.sources(rule.sources))


def _claim(
    register: Treaties, right: str, code: str, found: Mapping[str, Membership], day: date
) -> tuple[Claim, str, Grade | None]:
    """Whether priority may be claimed, why, and the evidence."""
    rule = register.conventions[right]
    treaty = register.treaties[register.unions[rule.union].treaty]
    sure, doubtful = found[rule.union], found[rule.doubtful]

    def answer(claim: Claim, why: str, *grades: Grade | None) -> tuple[Claim, str, Grade | None]:
        known = [grade for grade in (rule.evidence, *grades) if grade]
        return claim, why, None if claim == "not known" else weakest(known)

    if code == register.home:
        return answer("home", "The home country: an earlier application there is not a convention application.")
    if day < register.convention_since[right]:
        return answer("not known", f"The law of priority is known here only from {register.convention_since[right]}.")
    if code in rule.named:
        return answer("yes", "The law itself names it.")
    if sure.status == "member" and rule.notification:
        return answer("if notified", f"A member of the {treaty.title}; it must also be notified.", sure.evidence)
    if sure.status == "member":
        return answer("yes", f"A member of the {treaty.title}, as the home country is.", sure.evidence)
    if sure.status == "not known":
        return answer("not known", f"Whether it was a member of the {treaty.title} on that day is not known here.")
    reasons = [f"each of its states is a member of the {treaty.title}"] if sure.by_states else []
    if doubtful.status != "not listed":
        reasons.append(f"it belongs to the {register.treaties[register.unions[rule.doubtful].treaty].title}")
    if reasons:
        why = f"Not itself a member of the {treaty.title}; {' and '.join(reasons)}. Whether that is enough is open."
        return answer("doubtful", why, doubtful.evidence)
    if sure.since:
        return answer("not known", f"A member of the {treaty.title} only from {sure.since}.")
    return answer("not known", f"Not known to be a member of the {treaty.title}; no other ground is known here.")
