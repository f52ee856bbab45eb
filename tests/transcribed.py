"""The second transcription of fees and periods, and how its rows stand beside the data: see test_transcription.py."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from ipcalc.law.rulebook import Rulebook, in_force, last_day

HERE = Path(__file__).parent / "transcription"
NAMES: Mapping[str, Mapping[str, str]] = yaml.safe_load((HERE / "names.yaml").read_text("utf-8"))
CHECKED_TO = date(2026, 11, 28)
MODES = ("e-filing", "paper")
# The parts of an entry that have a place of their own in the data; any other may stand anywhere in its entry.
PLACES = {
    "each sheet over 30": "page",
    "each claim over 10": "claim",
    "each page of sequence listing": "sequence page",
    "cap on sequence listing": "cap of sequence page",
    "band years 3-6": "band 1",
    "band years 7-10": "band 2",
    "band years 11-15": "band 3",
    "band years 16-20": "band 4",
    "in all, with entry 3": "in all",
    "patent of addition s.54: half of entry 1 (computed)": "half",
}


@dataclass(frozen=True)
class Row:
    """A row of a transcription: its line in the file, its cells by their headings."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells[heading]

    def day(self, heading: str) -> date | None:
        return date.fromisoformat(self[heading]) if self[heading] else None


def rows(name: str) -> list[Row]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [Row(number, cells) for number, cells in enumerate(csv.DictReader(file), 2)]


# -------------------------------------------------------------------------------------------------------------- fees


@dataclass(frozen=True)
class Figure:
    """A sum of the data (or `nil`, `not allowed`, `not known`), and its place in its entry."""

    place: str
    amount: int | str


def item_of(row: Row) -> str:
    """The id in the data of the item of a row."""
    return _named("fees", row["fee"], row["part"])


def _named(section: str, name: str, part: str) -> str:
    names = NAMES[section]
    return names.get(f"{name} / {part}") or names.get(name, name)


def _values(value: Any, mode: str, column: str | None) -> Iterator[int | str]:
    if value is None:
        return
    if not isinstance(value, Mapping):
        yield value
        return
    for key, each in value.items():
        if key == mode if key in MODES else key == column:
            yield from _values(each, mode, column)


def _tariff(tariff: Any, mode: str, column: str | None, place: str) -> Iterator[Figure]:
    for value in (tariff.amount, tariff.amounts):
        yield from (Figure(place, amount) for amount in _values(value, mode, column))
    if tariff.first:
        for value in (tariff.first.amount, tariff.first.amounts):
            yield from (Figure(place, amount) for amount in _values(value, mode, column))
    for number, band in enumerate(tariff.bands, 1):
        yield from _tariff(band, mode, column, f"band {number}")


def figures(book: Rulebook, fee: str, day: date, mode: str, applicant: str) -> list[Figure]:
    """The sums of a fee on a day, for a mode and a class of applicant; none where it has no version then."""
    entry = book.fee(fee)
    index = in_force(entry.versions, day)
    if index is None:
        return []
    version = entry.versions[index]
    pays = [columns.pays for columns in book.columns(entry.right) if columns.from_ <= day][-1:]
    column = pays[0].get(applicant) if pays else None
    found = list(_tariff(version, mode, column, "base"))
    for part in version.parts:
        unit = part.unit.replace("-", " ")
        found += _tariff(part, mode, column, unit)
        found += [Figure(f"cap of {unit}", amount) for amount in _values(part.cap, mode, column)]
        found += [Figure(f"minimum of {unit}", part.minimum)] if part.minimum else []
    found += [Figure("minimum", version.minimum)] if version.minimum else []
    found += [Figure("reduction", each.amount) for each in version.reductions if each.amount]
    found += [Figure("other figure", amount) for amount in version.other_figures.values()]
    base = [each.amount for each in found if each.place == "base" and isinstance(each.amount, int)]
    if version.plus and base:
        others = [each.amount for other in version.plus for each in figures(book, other, day, mode, applicant)[:1]]
        found.append(Figure("in all", base[0] + sum(amount for amount in others if isinstance(amount, int))))
    if version.half_for and base:
        found.append(Figure("half", base[0] // 2))
    return found


def payers(book: Rulebook, row: Row, fee: str, day: date) -> Iterator[tuple[str, str]]:
    """The modes and the classes of applicant that a row is about: all, where it names none."""
    pays = [columns.pays for columns in book.columns(book.fee(fee).right) if columns.from_ <= day][-1:]
    every = list(pays[0]) if pays else ["other"]
    for mode in [row["mode"]] if row["mode"] else MODES:
        for applicant in row["applicant"].split("/") if row["applicant"] else every:
            yield mode, applicant


def fee_fault(book: Rulebook, row: Row) -> str | None:
    """How a row of the fees differs from the data; None where it does not."""
    fee = item_of(row)
    if fee not in book.fee_ids:
        return f"the data has no item {fee}"
    versions = book.fee(fee).versions
    first = row.day("from") or versions[-1].from_
    last = row.day("to") or last_day(versions, len(versions) - 1) or max(first, CHECKED_TO)
    amount: int | str = int(row["amount"]) if row["amount"].isdigit() else row["amount"]
    place = PLACES.get(row["part"])
    for day in (first, last):
        for mode, applicant in payers(book, row, fee, day):
            found = figures(book, fee, day, mode, applicant)
            if amount not in [each.amount for each in found if place in (None, each.place)]:
                sums = ", ".join(f"{each.amount} ({each.place})" for each in found) or "nothing"
                return f"{day}, {mode}, {applicant}: {amount} is not among {sums}"
    return None


def fees_not_transcribed(book: Rulebook, transcribed: list[Row]) -> list[str]:
    """The sums of the data, by version, that no row of the transcription has: of the item, or of its entry and form.

    A sum that the data says is not known, and one that is computed, need not be there.
    """
    missing: dict[str, None] = {}
    for fee in book.fee_ids:
        entry = book.fee(fee)
        for version in entry.versions:
            day = version.from_
            pays = [columns.pays for columns in book.columns(entry.right) if columns.from_ <= day][-1:]
            told = {row["amount"] for row in transcribed if _holds(row, day) and _is_of(row, fee, version)}
            for mode, applicant in product(MODES, pays[0] if pays else ["other"]):
                for each in figures(book, fee, day, mode, applicant):
                    computed = each.place in ("in all", "half") or each.amount in ("not known", "not allowed")
                    if not computed and str(each.amount) not in told:
                        missing[f"{fee} {day} {each.place}: {each.amount}"] = None
    return list(missing)


def _is_of(row: Row, fee: str, version: Any) -> bool:
    """Whether a row is about a version of an item, or about the entry that this shares with other items."""
    form = (version.form or "").removeprefix("Form ")
    shared = (
        row["entry"] == version.entry != "" and row["form"] == form and row["fee"].split("-")[0] == fee.split("-")[0]
    )
    return item_of(row) == fee or shared


def _holds(row: Row, day: date) -> bool:
    return (row.day("from") or day) <= day <= (row.day("to") or day)


# ------------------------------------------------------------------------------------------------------------ periods

ON = "0 days"
EVERYWHERE = {"patent": "patent-rule-138", "tm": "tm-extension"}
UNITS = ("years", "months", "weeks", "days", "working_days")


def period_of(row: Row) -> str:
    """The id in the data of the period of a row."""
    return _named("periods", row["period"], row["branch"])


def lengths(book: Rulebook, period: str, day: date) -> list[str]:
    """The lengths of a period in the version of a day, as the transcription writes them."""
    entry = book.period(period)
    index = in_force(entry.versions, day)
    if index is None:
        return []
    version = entry.versions[index]
    holders = [version, *entry.abroad.values()]
    limits = [limit for each in holders for limit in each.limits]
    limits += [limit for each in holders for branch in each.where for limit in branch.limits]
    counts = [*version.marks.values(), *(condition.later_than for b in version.where for condition in b.when)]
    for each in (*limits, *version.readings):
        counts += each.counts
    counts += [limit.safe for limit in limits] + [limit.ask_by for limit in limits]
    found = [_words(count) for count in counts if count is not None and count.has_length]
    found += [f"until {limit.until}" for limit in limits if limit.until]
    recurs = entry.recurs
    if recurs is not None:
        found += [_long(term.years, "years") for term in recurs.terms]
        found += [_long(years, "years") for years in (recurs.until_years, recurs.every_years) if years]
    return list(dict.fromkeys(found))


def _words(count: Any) -> str:
    if count.on is not None:
        return ON
    unit = next(unit for unit in UNITS if getattr(count, unit) is not None)
    words = _long(getattr(count, unit), unit.replace("_", " "))
    return f"{words} before" if count.before else f"{words} after due" if count.after == "due" else words


def _long(number: int, unit: str) -> str:
    """A length in months or in days, where it can be said in them."""
    factor, unit = {"year": (12, "month"), "week": (7, "day")}.get(unit.removesuffix("s"), (1, unit.removesuffix("s")))
    return f"{number * factor} {unit}{'' if number * factor == 1 else 's'}"


def said(row: Row) -> list[tuple[str, ...]]:
    """The lengths that a row says, one after the other, in months or days; each with other words for it."""
    parts = row["length"].split(" + ")
    parts = [re.sub(r"^(\d+) (years?|weeks?)", lambda each: _long(int(each[1]), each[2]), part) for part in parts]
    return [(part, f"{part} after due") if row["counted_from"] == "due" else (part,) for part in parts]


def period_fault(book: Rulebook, row: Row) -> str | None:
    """How a row of the periods differs from the data; None where it does not."""
    period = period_of(row)
    if period not in book.period_ids:
        return f"the data has no period {period}"
    versions = book.period(period).versions
    first = row.day("from") or row.day("to") or versions[-1].from_
    last = row.day("to") or last_day(versions, len(versions) - 1) or max(first, CHECKED_TO)
    for day in (first, last):
        found = lengths(book, period, day)
        for words in said(row):
            if not set(words) & set(found):
                return f"{day}: {words[0]} is not among {', '.join(found) or 'nothing'}"
    return None


def periods_not_transcribed(book: Rulebook, transcribed: list[Row]) -> list[str]:
    """The lengths of the data, by version, that no row of the transcription has; the extension that a right has for all
    its times is transcribed once."""
    missing = []
    for period in book.period_ids:
        general = EVERYWHERE.get(book.period(period).right, period)
        rows_of = [row for row in transcribed if period_of(row) in (period, general)]
        for version in book.period(period).versions:
            held = [row for row in rows_of if _holds(row, version.from_)]
            told = {ON, *(words for row in held for every in said(row) for words in every)}
            found = lengths(book, period, version.from_)
            missing += [f"{period} {version.from_}: {length}" for length in found if length not in told]
    return missing


# --------------------------------------------------------------------------------------------------------------- rest


def key(row: Row) -> str:
    """What names a row where it differs from the data."""
    first = row["from"] or "..."
    if "fee" in row.cells:
        return f"{row['fee']} {first} [{row['part']}] {row['mode']} {row['applicant']} {row['amount']}"
    return f"{row['period']} {first} [{row['branch']}] {row['limit']} {row['length']}"


def rest(section: str) -> list[str]:
    """What is known to differ."""
    known = yaml.safe_load((HERE / "rest.yaml").read_text("utf-8"))[section]
    return sorted(row for each in known for row in each["rows"])
