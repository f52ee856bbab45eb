"""Random calls, and what is checked of each beside what must hold of every call."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from ipcalc.calc.days.counting import Length, add
from ipcalc.calc.deadlines.events import events_of
from ipcalc.calc.deadlines.rule import deciders_of
from ipcalc.errors import BadRequest
from ipcalc.law.rulebook import Rulebook

from . import properties
from .child import Outcome
from .files import Files, Row
from .table import Command, Parameter
from .values import HOSTILE, Values

TODAY = "2026-01-05"
Check = Callable[[Outcome], Iterator[str]]


class Call(NamedTuple):
    """The words of a call, and what is checked of its outcome."""

    words: list[str]
    check: Check


class Scenarios:
    """Makes the call of one number; `where` is a directory of its own. Kinds of calls, and commands, come in turn."""

    def __init__(self, chance: Random, book: Rulebook, commands: list[Command], where: Path, number: int) -> None:
        self.chance, self.book, self.commands, self.where, self.number = chance, book, commands, where, number
        self.values = Values(chance, book)
        self.files = Files(chance, self.values, where)

    def any(self) -> Call:
        """A call of some kind."""
        kinds = (self.command, self.rows, self.answers, self.command, self.answers, self.earliest)
        return kinds[self.number % len(kinds)]()

    # ------------------------------------------------------------------ any command
    def command(self) -> Call:
        """A command with some of its parameters."""
        command = self.commands[self.number // 3 % len(self.commands)]
        words = list(command.words)
        for each in command.parameters:
            words += self._given(each)
        if self.chance.random() < 0.03:
            words.insert(self.chance.randrange(len(words) + 1), self.chance.choice(HOSTILE))
        return Call([word.replace("\0", "") for word in words], lambda outcome: iter(()))

    def _given(self, each: Parameter) -> list[str]:
        likely = 0.95 if each.required or not each.words else 0.04 if each.name == "data" else 0.15
        if not self.chance.random() < likely:
            return []
        if each.kind == "flag":
            return [self.chance.choice(each.words)]
        values = [self._value(each) for _ in range(self.chance.choice((1, 1, 2)) if each.many else 1)]
        if not each.words:
            return values
        word = self.chance.choice(each.words)
        return [
            part for value in values for part in ((word, value) if self.chance.random() < 0.8 else (f"{word}={value}",))
        ]

    def _value(self, each: Parameter) -> str:
        if each.kind == "path" or each.name in ("matters", "matter", "files", "what"):
            if each.name in ("output", "errors", "into"):
                return str(
                    self.where / f"out.{self.chance.choice(('csv', 'jsonl', 'xlsx', 'json', 'md', 'ics', 'html', 'x'))}"
                )
            if self.chance.random() < 0.85:
                return str(self.files.overlay() if each.name == "data" else self.files.any())
        return self.values.of(each)

    # ------------------------------------------------------------------ rows
    def rows(self) -> Call:
        """A file of rows, answered."""
        what, kind = (
            self.chance.choice(("deadlines", "deadlines", "fees")),
            self.chance.choice(("csv", "csv", "jsonl", "xlsx")),
        )
        rows = self.files.rows(what)
        path = self.files.written(rows, kind)
        words = ["batch", what, str(path)]
        output: Path | None = None
        if kind == "xlsx" or self.chance.random() < 0.5:
            output = self.where / f"out.{kind}"
            words += ["-o", str(output)]
        if what == "deadlines":
            words += [
                "--today",
                TODAY,
                *self.chance.choice(([], [], ["--suspensions"], ["--office", "mumbai"], ["--strict"])),
            ]
        return Call(words, lambda outcome: properties.of_rows(rows, output, outcome, kind))

    # ------------------------------------------------------------------ answers
    def answers(self) -> Call:
        """One question, answered in JSON."""
        period = self.chance.choice(self.values.periods)
        words = ["deadline", period, self.values.day(), "--format", "json", "--today", TODAY]
        for event in self.chance.sample(self._events(period), self.chance.choice((0, 0, 1))):
            words += ["--event", f"{event}={self.values.day()}"]
        words += self.chance.choice(
            ([], [], ["--office", self.chance.choice(self.values.offices)], ["--suspensions"], ["--explain"])
        )
        return Call(words, lambda outcome: properties.of_answers(outcome.out) if outcome.status == 0 else iter(()))

    def _events(self, period: str) -> list[str]:
        return list(events_of(self.book, self.book.period(period)))

    # ------------------------------------------------------------------ the earliest answer
    def earliest(self) -> Call:
        """Matters in which events are not given, and the same with one of them on some days that it may have."""
        rows: list[Row] = []
        pairs: list[tuple[int, int, str]] = []
        several = [name for name in self.values.periods if len(self._events(name)) > 1]
        bounded = [name for name in several if self._bounded(name)]
        for name in (*self.chance.choices(bounded, k=6), *self.chance.sample(several, 8)):
            first, *others = self.chance.sample(self._events(name), 2)
            if name in bounded and self.chance.random() < 0.5:
                others = self._bounded(name)[:1]
                within = self.book.events[others[0]].within
                first = within.of if within else first
            given = {first: self._near_a_change(name)}
            number = "" if self.book.period(name).recurs is None else str(self.chance.randrange(1, 8))
            base = len(rows)
            rows.append(_row(name, number, given))
            for other in others:
                for day in self._allowed(other, given):
                    pairs.append((base, len(rows), other))
                    rows.append(_row(name, number, {**given, other: day}))
        names = list(dict.fromkeys(name for row in rows for name in row))
        path = self.files.written([{name: row.get(name, "") for name in names} for row in rows], "csv")
        return Call(["batch", "deadlines", str(path), "--today", TODAY], lambda outcome: _compared(outcome, pairs))

    def _near_a_change(self, name: str) -> date:
        """A day, most often within some years before or after a change of the law of a period."""
        if self.chance.random() < 0.3:
            return date(1998, 1, 1) + timedelta(self.chance.randrange(10_000))
        return self.chance.choice(self.book.period(name).versions).from_ + timedelta(self.chance.randrange(-900, 300))

    def _bounded(self, name: str) -> list[str]:
        """The events that decide which version of a period applies, and of which the data says when they can lie."""
        version = self.book.period(name).versions[0]
        return [event for event in deciders_of(version) if event in self.book.events and self.book.events[event].within]

    def _allowed(self, event: str, given: dict[str, date]) -> list[date]:
        """Some days of an event that the order of events allows."""
        ((other, day),) = given.items()
        low, high = day - timedelta(5_000), day + timedelta(5_000)
        here, there = self.book.events[event], self.book.events[other]
        if other in here.not_before or (here.within and here.within.of == other):
            low = day
        if event in there.not_before or (there.within and there.within.of == event):
            high = day
        try:
            if here.within and here.within.of == other:
                high = min(high, add(day, Length(here.within.months, "months")))
            if there.within and there.within.of == event:
                low = max(low, add(day, Length(there.within.months, "months"), -1) + timedelta(1))
        except BadRequest:
            return []
        spans = (high - low).days
        return [low, high, low + timedelta(self.chance.randrange(spans + 1))] if spans >= 0 else []


def _row(period: str, number: str, events: dict[str, date]) -> Row:
    return {"period": period, "occurrence": number, **{event: str(day) for event, day in events.items()}}


def _compared(outcome: Outcome, pairs: list[tuple[int, int, str]]) -> Iterator[str]:
    if outcome.status not in (0, 1) or not pairs:
        return
    rows = list(csv.DictReader(io.StringIO(outcome.out, newline="")))
    if len(rows) <= max(other for _, other, _ in pairs):
        yield f"{len(rows)} rows out, of more in"
        return
    for base, other, event in pairs:
        yield from properties.of_earliest(rows[base], rows[other], event)
