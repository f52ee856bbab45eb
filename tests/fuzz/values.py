"""What may stand on a command line: things as people mean them, and things that nobody means."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ipcalc.law.rulebook import Rulebook

from .table import Parameter

HOSTILE = (
    "",
    " ",
    "\n",
    "a\nb",
    "\x1b[31mred\x1b[0m",
    "\u202eabc",
    "\0",
    "2012-02-30",
    "05/03/2012",
    "9999-12-31",
    "0001-01-01",
    "२०१२-०३-०५",
    "²",
    "1_0",
    "-1",
    "0",
    "99999999999999999999",
    "9" * 5000,
    "x " * 3000,
    "=",
    "a=b=c",
    "None",
    "nan",
    "1e9",
    "../../etc/passwd",
    "/dev/null",
    "/dev/zero",
    ".",
    "~",
    "--",
    "-",
    "'; drop",
    "é",
    "\udcff",
    "{}",
    "[[",
    "%s%n",
    "😀" * 50,
)
_DATES = (
    "date",
    "day",
    "today",
    "on",
    "as_of",
    "when",
    "filing",
    "priority",
    "done",
    "from",
    "to",
    "since",
    "registration",
)


class Values:
    """Random values for parameters, out of the rulebook."""

    def __init__(self, chance: Random, book: Rulebook) -> None:
        self.chance = chance
        raw = book.raw
        self.periods, self.fees, self.events = list(raw("periods")), list(raw("fees")), list(raw("events"))
        self.offices, self.rights = list(raw("offices")), list(raw("rights"))
        self.applicants, self.modes = list(raw("applicants")), list(raw("modes"))
        self.words = [
            *self.periods, *self.fees, *self.events, *self.offices, *self.rights, *self.applicants, *self.modes,
            *raw("forms"), *raw("treaties"), "soap", "software", "Gujarat", "trademark", "patent", "2235", "36/2026", "3-20", "3,5",
        ]  # fmt: skip

    def day(self) -> str:
        chance = self.chance.random()
        if chance < 0.04:
            return self.chance.choice(
                ("0001-01-01", "0001-03-01", "9999-12-31", "9998-06-30", "1900-01-01", "2200-02-28")
            )
        found = date(1990, 1, 1) + timedelta(self.chance.randrange(22_000 if chance < 0.1 else 14_000))
        return found.strftime(self.chance.choice(("%Y-%m-%d",) * 8 + ("%d %b %Y", "%Y%m%d", "%d/%m/%Y", "%d-%b-%y")))

    def of(self, parameter: Parameter) -> str:
        """A value for an argument or an option."""
        if self.chance.random() < 0.12:
            return self.chance.choice(HOSTILE)
        if parameter.kind == "choice":
            return self.chance.choice(parameter.choices)
        if parameter.kind == "number":
            return str(self.chance.choice((1, 2, 3, 5, 7, 12, 20, 25, 45, 60, 100, 0, -1, 10_000, 10**12)))
        return self._text(parameter.name)

    def _text(self, name: str) -> str:
        pools = {
            "period": self.periods, "item": self.fees, "fee": self.fees, "office": self.offices, "right": self.rights,
            "applicant": self.applicants, "mode": self.modes, "encoding": ["utf-8", "cp1252", "utf-16", "idna", "none"],
        }  # fmt: skip
        if name in pools and self.chance.random() < 0.9:
            return self.chance.choice(pools[name])
        if "event" in name:
            return f"{self.chance.choice(self.events)}={self.day()}"
        if "map" in name:
            return f"{self.chance.choice(('Ref', 'date', 'period'))}={self.chance.choice(('ref', 'date', 'filing', 'note'))}"
        if any(name == each or name.endswith("_" + each) for each in _DATES):
            return self.day()
        if "rate" in name:
            return f"CHF={self.chance.choice(('95.5', '0', 'x'))}"
        return self.chance.choice((*self.words, self.day()))
