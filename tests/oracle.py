"""An independent count of deadlines: the standard library alone, its own reader of the data, its own arithmetic.

It shares nothing with the program but the data and the meaning of its words, and is written to be read against the
law, not to be fast. `Oracle.ask` answers, refuses (the law gives no answer) or declines (a shape that it does not
know); it never guesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

# ---------------------------------------------------------------------------------------------------- reading the data

QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
KEY = re.compile(rf"""({QUOTED}|[^\s"'\[\]{{}},#&*!|>%@-][^#]*?|-[^\s#][^#]*?)\s*:(?:\s+(.*))?$""")
TOKEN = re.compile(rf"""\s*({QUOTED}|[{{}}\[\],]|:(?=\s)|(?:[^{{}}\[\],:]|:(?!\s))+)""")
UNCOMMENTED = re.compile(rf"""(?:{QUOTED}(?!\w)|[^#]|(?<=\S)#)*""")


def scalar(text: str) -> Any:
    """What a scalar says: text where it is quoted, else by its look a number, a day, a truth, nothing, or text."""
    if text[:1] == '"':
        return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text[1:-1])
    if text[:1] == "'":
        return text[1:-1].replace("''", "'")
    if re.fullmatch(r"[-+]?(0|[1-9]\d*)(\.\d*)?", text):
        return float(text) if "." in text else int(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return {"true": True, "false": False, "null": None, "~": None, "": None}.get(text, text)


def flow(tokens: list[str]) -> Any:
    """The value in flow style with which a reversed list of tokens begins: `{a: 1, b: [x, "y"]}`."""
    opening = tokens.pop()
    if opening not in ("{", "["):
        return scalar(opening.strip())
    entries: list[Any] = []
    while tokens[-1] not in ("}", "]"):
        if tokens[-1] == ",":
            tokens.pop()
            continue
        entry = flow(tokens)
        if opening == "{" and tokens.pop() != ":":
            raise ValueError(f"no colon after {entry}")
        entries.append((entry, flow(tokens)) if opening == "{" else entry)
    tokens.pop()
    return dict(entries) if opening == "{" else entries


class Block:
    """Lines in block style. Only what the data uses: no anchors, no tags, no second document."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.at = 0

    def indent(self) -> int:
        """How far the next line that says something is indented; -1 at the end."""
        while self.at < len(self.lines) and self.line()[:1] in ("", "#"):
            self.at += 1
        return len(self.lines[self.at]) - len(self.lines[self.at].lstrip()) if self.at < len(self.lines) else -1

    def line(self) -> str:
        found = UNCOMMENTED.match(self.lines[self.at].strip())
        return found[0].rstrip() if found else ""

    def node(self, outer: int) -> Any:
        """The value that begins on the next line, indented more than `outer`."""
        indent = self.indent()
        if self.line() == "-" or self.line().startswith("- "):
            return self.sequence(indent)
        return self.mapping(indent) if KEY.match(self.line()) else self.inline("", outer)

    def sequence(self, indent: int) -> list[Any]:
        found = []
        while self.indent() == indent and self.line()[:1] == "-":
            rest = self.line()[1:].strip()
            if rest[:1] in (">", "|"):
                found.append(self.folded(rest, indent))
            else:
                self.lines[self.at] = self.lines[self.at].replace("-", " ", 1)
                found.append(self.node(indent))
        return found

    def mapping(self, indent: int) -> dict[Any, Any]:
        found = {}
        while self.indent() == indent and (key := KEY.match(self.line())):
            found[scalar(key[1])] = self.value(key[2] or "", indent)
        return found

    def value(self, text: str, indent: int) -> Any:
        if text[:1] in (">", "|"):
            return self.folded(text, indent)
        self.at += 1
        if text:
            return self.inline(text, indent)
        deeper = self.indent()
        return self.node(indent) if deeper > indent or (deeper == indent and self.line()[:2] == "- ") else None

    def inline(self, text: str, outer: int) -> Any:
        """A scalar or a value in flow style, with the further lines that belong to it."""
        while self.indent() > outer and not complete(text):
            text = f"{text} {self.line()}".strip()
            self.at += 1
        return flow(TOKEN.findall(text)[::-1]) if text[:1] in ("{", "[") else scalar(text)

    def folded(self, mark: str, indent: int) -> str:
        lines = []
        for line in self.lines[self.at + 1 :]:
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            lines.append(line.strip())
        self.at += 1 + len(lines)
        text = "\n".join(lines).rstrip("\n")
        if mark[0] == ">":
            text = re.sub(r"\n(\n*)", lambda found: found[1] or " ", text)
        return text if mark.endswith("-") else text + "\n"


def complete(text: str) -> bool:
    """Whether no further line can belong to a value."""
    marks = re.sub(QUOTED, "", text)
    closed = sum(map(marks.count, "{[")) == sum(map(marks.count, "}]"))
    return bool(re.fullmatch(QUOTED, text)) or (text[:1] in ("{", "[") and closed)


def read_yaml(text: str) -> Any:
    """What a text in the YAML that the data uses says."""
    block = Block(text)
    found = block.node(-1)
    if block.indent() != -1:
        raise ValueError(f"line {block.at + 1} was not understood: {block.lines[block.at]}")
    return found


def read_data(directory: Path) -> dict[str, Any]:
    """What the files of a data directory say of periods, events, offices and closed days, laid together."""
    data: dict[str, Any] = {}
    for path in sorted(directory.rglob("*.yaml")):
        if (
            path.stem in ("rulebook", "events", "closures", "offices")
            or "periods" in path.relative_to(directory).as_posix()
        ):
            for key, value in read_yaml(path.read_text("utf-8")).items():
                data[key] = {**data.get(key, {}), **value} if isinstance(value, dict) else value
    return data


# ------------------------------------------------------------------------------------------------- what an answer says


class Refused(Exception):
    """The law, or what is given, allows no answer."""


class Declined(Exception):
    """The oracle does not know a shape of the data."""


@dataclass(frozen=True)
class Last:
    """One limit: its kind, its date, the day to docket, the day to which a closed day moves it."""

    kind: str
    day: date | None
    act_by: date | None
    rolls_to: date | None


@dataclass(frozen=True)
class Answer:
    """The limits by the version that begins on `version`; or None, and why: `declined` where a shape is not known.

    `assumed`: an event that decides the version is not given, and the answer is the earliest that a day of it gives.
    """

    version: date | None = None
    limits: tuple[Last, ...] | None = None
    reason: str = ""
    declined: bool = False
    assumed: bool = False

    def first_due(self) -> tuple[bool, date]:
        """The day that is due, or the safe one of what lasts until an event; after all of these the one from which the
        act may be done, where nothing is due."""
        days = {limit.kind: limit.day or (limit.act_by if limit.kind == "due" else None) for limit in self.limits or ()}
        return "due" not in days, days.get("due") or days.get("opens") or date.max


COUNT = "years months weeks days working_days after before on before_expiry short_month"
SAID = "citation evidence sources contested note notes if_missed fee form discretionary"
KNOWN = {
    "period": f"{SAID} if_early title right also_for by at date_is leads_to done_by optional where needs closed_by survives seen_by_all short suspends term begins asks "
    "recurs versions loses restored_by settled_by",
    "version": f"{SAID} from to ends reason decided_by decided_by_latest_of trigger trigger_earliest_of marks cycle "
    "limits where readings",
    "limit": f"{SAID} {COUNT} kind later_of earlier_of until safe ask_by ask_late",
    "count": COUNT,
    "branch": f"{SAID} when limits ceases_on",
    "condition": "event fact given since before later_than not_before",
    "recurrence": "day start counted_from_earliest_of latest every_years first first_after_years last else_decided_by terms "
    "term_decided_by until_years until_earliest_of",
    "term": f"{SAID} years perhaps from to",
    "cycle": "years ends begins not_before",
    "first reading": "says since to",
    "closed day": "day to name citation evidence offices except moon verified confirmed note sources",
    "event": "title where citation evidence within stands_in not_before early journals implies implies_in again",
}
KINDS = ("opens", "due", "extended", "late", "restoration")
AFTER_DUE = KINDS[2:]
ONE_DAY = timedelta(days=1)


def known(shape: str, entry: Mapping[str, Any]) -> None:
    """Decline an entry that has a key which is not known."""
    for key in entry:
        if key not in KNOWN[shape].split():
            raise Declined(f"the {shape} has the key {key}")


def easter(year: int) -> date:
    """Easter Sunday, by the rule of Gauss as completed by Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114
    return date(year, n // 31, n % 31 + 1)


# --------------------------------------------------------------------------------------------------------- closed days


class Closed:
    """The closed days: those that are certain at an office, and those that are possible anywhere."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.offices = frozenset(data["offices"])
        self.weekdays = data["weekly"]["weekdays"]
        self.always = data["always"]
        self.possible: set[date] = set()
        self.certain: dict[date, set[str]] = {}
        for year in data["years"].values():
            for entry in year["days"]:
                self.add(entry, listed=year["status"] == "listed")
        for entry in data.get("special", ()):
            self.add(entry, listed=False)
        for entry in (entry for year in data["years"].values() for entry in year["days"]):
            if entry.get("moon", False) and not entry.get("confirmed") and entry["day"] > data["closures_checked_to"]:
                self.possible |= {entry["day"] - ONE_DAY, entry["day"] + ONE_DAY}

    def add(self, entry: Mapping[str, Any], *, listed: bool) -> None:
        known("closed day", entry)
        named = entry.get("offices", "all")
        offices = (self.offices if named == "all" else set(named)) - set(entry.get("except", ()))
        sure = listed and not entry.get("moon", False) and entry.get("verified", True)
        day = entry["day"]
        while day <= entry.get("to", entry["day"]):
            self.possible.add(day)
            if sure or entry.get("confirmed", False):
                self.certain.setdefault(day, set()).update(offices)
            day += ONE_DAY

    def every_year(self, day: date) -> bool:
        if day.strftime("%A") in self.weekdays:
            return True
        return any(
            day == easter(day.year) + timedelta(days=fixed["from_easter"])
            if "from_easter" in fixed
            else f"{day:%m-%d}" == fixed["day"]
            for fixed in self.always
        )

    def certainly(self, day: date, office: str | None) -> bool:
        closed = self.certain.get(day, set())
        return self.every_year(day) or (office in closed if office else self.offices <= closed)

    def possibly(self, day: date) -> bool:
        return self.every_year(day) or day in self.possible


# -------------------------------------------------------------------------------------------------------- the counting


def length_of_month(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


@dataclass(frozen=True)
class Reached:
    """A day that a count reaches: whether the text says before the expiry, and whether it, or the limit that it follows,
    is counted back."""

    day: date
    before_expiry: bool
    back: bool = False

    @property
    def order(self) -> tuple[date, bool, bool]:
        """The safer of two equal days comes first."""
        return self.day, not self.before_expiry, not self.back


class Oracle:
    """Answers questions about the periods of a data directory. Its methods are the single steps, each to be broken."""

    def __init__(self, directory: Path) -> None:
        data = read_data(directory)
        self.periods: dict[str, Any] = data["periods"]
        self.events: dict[str, Any] = data["events"]
        self.offices: dict[str, Any] = data["offices"]
        self.closed = Closed(data)

    def ask(
        self, period: str, events: Mapping[str, date], occurrence: int | None = None, office: str | None = None
    ) -> Answer:
        """The limits of a period for the events that are given; the closed days are those of an office of its right."""
        entry = self.periods[period]
        serves = office if office and entry["right"] in self.offices[office]["rights"] else None
        try:
            known("period", entry)
            self.check_order(events)
            return Question(self, entry, events, serves).answer(occurrence)
        except Declined as why:
            return Answer(reason=str(why), declined=True)
        except Refused as why:
            return Answer(reason=str(why))

    def check_order(self, events: Mapping[str, date]) -> None:
        for name, day in events.items():
            known("event", self.events[name])
            for earlier in self.events[name].get("not_before", ()):
                if earlier in events and day < events[earlier]:
                    raise Refused(f"{name} lies before {earlier}")

    def months_after(self, day: date, months: int) -> date:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, length_of_month(year, month + 1)))

    def days_after(self, day: date, days: int) -> date:
        return day + timedelta(days=days)

    def working_days_after(self, day: date, days: int, office: str | None) -> date:
        while days:
            day += ONE_DAY
            days -= not self.closed.certainly(day, office)
        return day

    def working_days_before(self, day: date, days: int) -> date:
        """Counted back, a day on which some office may be closed is no working day: the count ends the earlier."""
        while days:
            day -= ONE_DAY
            days -= not self.closed.possibly(day)
        return day

    def open_until(self, day: date) -> date:
        """The last day up to `day` on which no office may be closed."""
        while self.closed.possibly(day):
            day -= ONE_DAY
        return day

    def open_from(self, day: date, office: str | None) -> date:
        """The first day from `day` on which the office is not certainly closed."""
        while self.closed.certainly(day, office):
            day += ONE_DAY
        return day

    def in_force(self, version: Mapping[str, Any], day: date) -> bool:
        return bool(version["from"] <= day)

    def later(self, reached: list[Reached]) -> Reached:
        latest = max(one.day for one in reached)
        return min((one for one in reached if one.day == latest), key=lambda one: one.order)

    def earlier(self, reached: list[Reached]) -> Reached:
        return min(reached, key=lambda one: one.order)

    def applies(self, conditions: list[bool]) -> bool:
        return all(conditions)

    def too_early(self, day: date, due: date) -> bool:
        """Whether a limit after `due` would end before it."""
        return day < due

    def safe_day(self, reached: Reached) -> date:
        return reached.day - ONE_DAY if reached.before_expiry else reached.day

    def nth(self, number: int) -> int:
        """The place of an occurrence, from 0, by its number."""
        return number - 1

    def deciding_day_of_term(self, begin: date, registered: date | None) -> date:
        """A term is of the law under which the mark was registered, or that of its own beginning if that is later."""
        return max(begin, registered or begin)

    def last(self, kind: str, reached: Reached, office: str | None, *, rolls: bool) -> Last:
        """A limit with its safe day. A day that is counted back is not moved: the count would be too short."""
        if kind == "opens":
            return Last(kind, reached.day, None, reached.day)
        rolls_to = self.open_from(reached.day, office) if rolls and not reached.back else reached.day
        return Last(kind, reached.day, self.open_until(self.safe_day(reached)), rolls_to)


class Question:
    """One question: the days that are known so far, by name, and what they lead to."""

    def __init__(
        self, oracle: Oracle, period: Mapping[str, Any], events: Mapping[str, date], office: str | None
    ) -> None:
        self.oracle = oracle
        self.period = period
        self.number: int | None = None
        self.asked = events
        self.versions: list[Mapping[str, Any]] = period["versions"]
        self.given = events
        self.office = office
        self.computed: dict[str, date] = {}
        self.counted_back: set[str] = set()
        self.names: set[str] = set()
        self.ceases_on: str | None = None

    def with_events(self, events: Mapping[str, date]) -> Question:
        other = Question(self.oracle, self.period, {**self.given, **events}, self.office)
        other.number, other.asked = self.number, self.asked
        other.computed.update(self.computed)
        other.counted_back |= self.counted_back
        other.names.update(self.names)
        return other

    def day(self, name: str) -> date | None:
        """The day that a name stands for, or None where it is not known."""
        found = self.computed.get(name) or self.given.get(name)
        if found is None and name in self.oracle.events:
            instead = self.oracle.events[name].get("stands_in")
            return self.day(instead) if instead else None
        if found is None and name not in self.names:
            raise Declined(f"the name {name} is not known")
        return found

    def days(self, names: Iterable[str]) -> list[date]:
        return [day for day in map(self.day, names) if day is not None]

    def earliest(self, names: Iterable[str]) -> date | None:
        return min(self.days(names), default=None)

    def answer(self, occurrence: int | None) -> Answer:
        self.number = occurrence
        if "recurs" in self.period:
            version = self.occurrence(self.period["recurs"], occurrence)
        elif occurrence is not None:
            raise Refused("the period does not recur")
        else:
            possible = self.possible()
            if possible:
                return replace(min(possible, key=Answer.first_due), assumed=True)
            version = self.chosen()
        limits = tuple(self.limits(version))
        return Answer(version["from"], (*limits, *self.restored(limits)))

    def restored(self, limits: Iterable[Last]) -> Iterator[Last]:
        """The last day of the period that restores what is lost by this one, counted from the day on which it ceased,
        which is its due date if the branch names no other."""
        due = next((limit.day for limit in limits if limit.kind == "due"), None)
        due = due and (self.day(self.ceases_on) if self.ceases_on else due)
        if "restored_by" in self.period and due:
            other = self.oracle.periods[self.period["restored_by"]]
            answer = Question(self.oracle, other, {other["versions"][0]["trigger"]: due}, self.office).answer(None)
            yield from (replace(limit, kind="restoration") for limit in answer.limits or () if limit.kind == "due")

    # ---- which version applies

    def deciding(self, version: Mapping[str, Any]) -> list[str]:
        if "decided_by" not in version and "decided_by_latest_of" not in version:
            raise Declined("what decides the version is not known")
        self.names.add("due")
        return list(version.get("decided_by_latest_of") or [version["decided_by"]])

    def chosen(self) -> Mapping[str, Any]:
        """The last version that was in force on the day that decides whether it applies."""
        for version in self.versions[::-1]:
            names = self.deciding(version)
            day = self.due(version) if names == ["due"] else max(self.days(names), default=None)
            if day is None and names == ["due"] and not list(self.with_events({}).limits(version)):
                return version  # nothing is due by it
            if day is None:
                raise Refused("what decides the version is not given")
            if self.oracle.in_force(version, day):
                if day > version.get("to", day):
                    raise Refused("the law is repealed, or not known after")
                return version
        raise Refused("no law is known")

    def due(self, version: Mapping[str, Any]) -> date | None:
        limits = self.with_events({}).limits(version)
        return next((limit.day for limit in limits if limit.kind == "due"), None)

    def possible(self) -> list[Answer]:
        """Where an event that decides the version is not given, but another bounds it: the answers for the first day
        that it can have been, and for each later one on which a version begins."""
        for name in sorted({name for version in self.versions for name in self.deciding(version)}):
            event = self.oracle.events.get(name, {})
            start = self.bounded_by(event["within"]) if "within" in event and self.day(name) is None else None
            if start is None:
                continue
            after = (
                day for other, day in self.given.items() if name in self.oracle.events[other].get("not_before", ())
            )
            first = max([start, *self.days(event.get("not_before", ()))])
            last = min([self.oracle.months_after(start, event["within"]["months"]), *after])
            begins = [version["from"] for version in self.versions if first < version["from"] <= last]
            return [self.with_events({name: day}).answer(None) for day in (first, *begins)]
        return []

    def bounded_by(self, within: Mapping[str, Any]) -> date | None:
        return self.day(within["of"]) or self.day(within.get("else_of", ""))

    # ---- which occurrence is meant: its own day, and the version that applies to it

    def occurrence(self, recurs: Mapping[str, Any], number: int | None) -> Mapping[str, Any]:
        known("recurrence", recurs)
        if number is None or not recurs.get("first", 1) <= number <= recurs.get("last", number):
            raise Refused("there is no such occurrence")
        self.names |= {recurs["day"], recurs["start"], recurs.get("latest", recurs["day"])}
        start = self.earliest(recurs["counted_from_earliest_of"])
        last_start = max(self.days(recurs["counted_from_earliest_of"]), default=None)
        place = self.oracle.nth(number)
        if "every_years" in recurs and start:
            years = recurs["first_after_years"] + (place + 1 - recurs["first"]) * recurs["every_years"]
            self.computed[recurs["start"]] = start
            day = self.oracle.months_after(start, 12 * years)
        elif "terms" in recurs:
            day = self.end_of_term(recurs, start, last_start, place)
            if "latest" in recurs:
                self.computed[recurs["latest"]] = self.end_of_term(recurs, last_start, last_start, place)
        elif start:
            self.computed[recurs["day"]], version = self.block(recurs, start, place)
            return version
        else:
            raise Refused("the beginning is not given")
        instead = self.day(recurs["else_decided_by"]) if "else_decided_by" in recurs else None
        before_all = not self.oracle.in_force(self.versions[0], day)
        self.computed[recurs["day"]] = instead if before_all and instead and instead > day else day
        version = self.chosen()
        self.computed[recurs["day"]] = day
        return version

    def end_of_term(self, recurs: Mapping[str, Any], start: date | None, last_start: date | None, place: int) -> date:
        """The end of a term: the first ends on the day that is given, or is counted from the start; the others follow.

        What is registered on a day that is not given is registered after the last day from which a term can count.
        """
        given = self.given.get(recurs["day"])
        end = given or start
        if end is None:
            raise Refused("neither the beginning nor the end of the term is given")
        registered = self.day(recurs["term_decided_by"]) if "term_decided_by" in recurs else None
        if not given and not registered and (last_start or end) <= recurs["terms"][0].get("to", date.min):
            raise Refused("how long the first term is depends on an event that is not given")
        ends, terms = [end], []
        for _ in range(place if given else place + 1):
            decides = self.oracle.deciding_day_of_term(
                ends[-1], max(filter(None, (registered, last_start)), default=None)
            )
            for term in recurs["terms"]:
                known("term", term)
            terms += [
                term for term in recurs["terms"] if term.get("from", decides) <= decides <= term.get("to", decides)
            ][:1]
            ends.append(self.oracle.months_after(ends[-1], 12 * terms[-1]["years"]))
        if (
            place
            and not given
            and registered
            and registered > ends[1]
            and not self.renewed(terms[0], ends[1], registered)
        ):
            others = (self.oracle.months_after(end, 12 * terms[0]["perhaps"] * n) for n in range(1, 200))
            return next((day for day in others if ends[-2] < day < ends[-1]), ends[-1])
        return ends[-1]

    def renewed(self, term: Mapping[str, Any], end: date, registered: date) -> bool:
        """Whether a term of the old length ended after the registration, so that the register tells it (or only those
        of that length can be)."""
        while "perhaps" in term and end <= term["to"]:
            if end >= registered:
                return True
            end = self.oracle.months_after(end, 12 * term["years"])
        return "perhaps" not in term

    def block(self, recurs: Mapping[str, Any], start: date, place: int) -> tuple[date, Mapping[str, Any]]:
        """The end of a block of years, and its version: of each version, the blocks that end while it is in force. The
        last one ends with the term."""
        until = self.earliest(recurs.get("until_earliest_of", ()))
        end = self.oracle.months_after(until, 12 * recurs["until_years"]) if until else date(2200, 1, 1)
        found: list[tuple[date, Mapping[str, Any]]] = []
        for index, version in enumerate(self.versions):
            for begins, whole in self.blocks(version["cycle"], start):
                ends = min(whole, end)
                if begins >= end or any(self.oracle.in_force(later, ends) for later in self.versions[index + 1 :]):
                    break
                if self.oracle.in_force(version, ends):
                    found.append((ends, version))
        if place >= len(found):
            raise Refused("there is no such occurrence")
        return found[place]

    def blocks(self, cycle: Mapping[str, Any], start: date) -> Iterator[tuple[date, date]]:
        known("cycle", cycle)
        if cycle["begins"] not in ("with the year", "after the year"):
            raise Declined(f"the cycle begins {cycle['begins']}")
        year_ends = date.fromisoformat(f"{start.year}-{cycle['ends']}")
        if year_ends < start:
            year_ends = self.oracle.months_after(year_ends, 12)
        begins = year_ends + ONE_DAY
        if cycle["begins"] == "with the year":
            begins = self.oracle.months_after(begins, -12)
        begins = max(begins, cycle.get("not_before", begins))
        while begins.year < 2200:
            after = self.oracle.months_after(begins, 12 * cycle["years"])
            yield begins, after - ONE_DAY
            begins = after

    # ---- what a version gives

    def limits(self, version: Mapping[str, Any]) -> Iterator[Last]:
        known("version", version)
        for reading in version.get("readings", ())[:1]:
            known("first reading", reading)
        self.names |= {*KINDS, *version.get("marks", ())}
        triggers = version.get("trigger_earliest_of") or ([version["trigger"]] if "trigger" in version else [])
        trigger = self.earliest(triggers)
        if triggers and trigger is None:
            raise Refused(f"none of {', '.join(triggers)} is given")
        for name, count in version.get("marks", {}).items():
            mark = self.count(count, trigger)
            if mark is not None:
                self.reached(name, mark)
        for limit in self.branch(version, trigger):
            last = self.limit(limit, trigger, version)
            if last is None:
                continue
            before = trigger and last.day and last.day < trigger
            if before and last.kind != "opens" and last.kind not in self.counted_back:
                raise Refused(f"{last.kind} lies before the event that it follows")
            yield last

    def branch(self, version: Mapping[str, Any], trigger: date | None) -> list[Mapping[str, Any]]:
        for branch in version.get("where", ()):
            known("branch", branch)
            if self.oracle.applies([self.holds(condition, trigger) for condition in branch["when"]]):
                self.ceases_on = branch.get("ceases_on")
                return list(branch["limits"])
        return list(version["limits"])

    def holds(self, condition: Mapping[str, Any], trigger: date | None) -> bool:
        known("condition", condition)
        day = self.day(condition["event"])
        wanted: bool = condition.get("given", True)
        if day is None or not wanted:
            return (day is not None) == wanted
        if "later_than" in condition:
            other = self.count(condition["later_than"], trigger)
            if other is None or day <= other.day:
                return False
        bound = self.day(condition["not_before"]) if "not_before" in condition else day
        since: date = condition.get("since", day)
        return bound is not None and bound <= day and since <= day < condition.get("before", date.max)

    def limit(self, limit: Mapping[str, Any], trigger: date | None, version: Mapping[str, Any]) -> Last | None:
        known("limit", limit)
        kind = limit["kind"]
        if kind not in KINDS:
            raise Declined(f"a limit of the kind {kind}")
        if "until" in limit and self.day(limit["until"]) is None:
            safe = self.count(limit["safe"], trigger) if "safe" in limit else None
            return Last(kind, None, self.oracle.open_until(safe.day) if safe else None, None)
        reached = self.reach(limit, trigger)
        due = self.computed.get("due")
        if reached is None or (due and kind in AFTER_DUE and self.oracle.too_early(reached.day, due)):
            return None
        if kind == "opens" and not self.oracle.in_force(version, reached.day):
            reached = replace(reached, day=self.opened(reached.day, version))
        self.reached(kind, reached)
        rolls = self.period.get("at", "office") == "office" and not self.period.get("term", False)
        return self.oracle.last(kind, reached, self.office, rolls=rolls)

    def reached(self, name: str, reached: Reached) -> None:
        """Keep a day by its name, and whether it was counted back."""
        self.computed[name] = reached.day
        self.counted_back.discard(name)
        if reached.back:
            self.counted_back.add(name)

    def reach(self, limit: Mapping[str, Any], trigger: date | None) -> Reached | None:
        if "until" in limit:
            return Reached(self.days([limit["until"]])[0], limit.get("before_expiry", False))
        for which, choose in (("later_of", self.oracle.later), ("earlier_of", self.oracle.earlier)):
            if which in limit:
                reached = [one for one in (self.count(count, trigger) for count in limit[which]) if one is not None]
                return choose(reached) if reached else None
        return self.count({key: limit[key] for key in COUNT.split() if key in limit}, trigger)

    def opened(self, day: date, version: Mapping[str, Any]) -> date:
        """When a window opened that by its version opened before that was in force: by the law before it, if that let
        it open by then; else with the version. The law before the first version is not known: the day stays."""
        index = self.versions.index(version)
        if index == 0:
            return day
        for before in self.with_events({}).limits(self.versions[index - 1]):
            if before.kind == "opens" and before.day and not self.oracle.in_force(version, before.day):
                return max(day, before.day)
        begins: date = version["from"]
        return max(day, begins)

    def count(self, count: Mapping[str, Any], trigger: date | None) -> Reached | None:
        """The day that a count reaches, or None where the day that it counts from is not known."""
        known("count", count)
        named = [word for word in ("after", "before", "on") if word in count]
        lengths = [word for word in ("years", "months", "weeks", "days", "working_days") if word in count]
        if len(named) > 1 or len(lengths) != ("on" not in count):
            raise Declined(f"a count of {', '.join([*lengths, *named])}")
        back = named == ["before"]
        if back and isinstance(count["before"], dict):
            day = self.of_another(count["before"])
        else:
            day = self.day(count[named[0]]) if named else trigger
        if day is None:
            return None
        follows = "on" in count or (bool(named) and not isinstance(count[named[0]], dict) and count[named[0]] in KINDS)
        was_back = follows and count[named[0]] in self.counted_back
        for unit in lengths:
            length = -count[unit] if back else count[unit]
            if unit in ("years", "months"):
                there = self.oracle.months_after(day, length * (12 if unit == "years" else 1))
                short = there.day < day.day and count.get("short_month") == "first of the next"
                day = there + ONE_DAY if short else there
            elif unit in ("weeks", "days"):
                day = self.oracle.days_after(day, length * (7 if unit == "weeks" else 1))
            elif back:
                day = self.oracle.working_days_before(day, count[unit])
            else:
                day = self.oracle.working_days_after(day, length, self.office)
        return Reached(day, count.get("before_expiry", False), back or was_back)

    def of_another(self, named: Mapping[str, str]) -> date:
        """The day of a limit of another period of the same matter, and of the same occurrence where that recurs."""
        if set(named) != {"period", "limit"}:
            raise Declined(f"a limit of another period by {', '.join(named)}")
        entry = self.oracle.periods[named["period"]]
        known("period", entry)
        other = Question(self.oracle, entry, self.asked, self.office)
        answer = other.answer(self.number if "recurs" in entry else None)
        found = next((limit.day for limit in answer.limits or () if limit.kind == named["limit"]), None)
        if found is None:
            raise Refused(f"{named['period']} has no day of the kind {named['limit']} here")
        return found
