"""The law as a subject: which rules there are on a day, what each says, what changed, and how well it is evidenced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ipcalc.calc.matters.subject import subject
from ipcalc.calc.plain import Plain, PlainList, plain
from ipcalc.calc.registers.changes import ChangeList, change
from ipcalc.calc.registers.words import limits_in_words
from ipcalc.errors import BadRequest, nearest
from ipcalc.frozen import frozen
from ipcalc.law.rulebook import Rulebook, in_force
from ipcalc.law.shapes.base import BUILT_IN, GRADES, HOUSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ipcalc.law.shapes.base import Grade
    from ipcalc.law.shapes.fees import Fee
    from ipcalc.law.shapes.periods import Period
    from ipcalc.law.shapes.words import Form

_BANDS = ("bands_by", "bands_from", "bands")
_TARIFF = ("amount", "amounts", "first", *_BANDS, "parts", "times", "half_for", "nil_for", "plus", "other_figures")


@frozen
class Rule(Plain):
    """A period, a fee or a form that is law on a day, or an event; `words` are the limits of a period in one line."""

    id: str
    entry: Mapping[str, Any]
    words: str = ""
    layer: str = BUILT_IN

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {"id": self.id, "layer": self.layer, **self.entry}


@frozen
class RuleList(PlainList):
    """The rules of one kind (`period`, `fee` or `form`) that are law on a day, or the events (`event`)."""

    kind: str
    on: date
    rules: tuple[Rule, ...]

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        return [rule.to_dict() for rule in self.rules]


@frozen
class _EntryShown(Plain):
    """A rule of a `kind`; `entry` is what the data says of it."""

    id: str
    entry: Mapping[str, Any]

    _kind: ClassVar[str]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        return {"kind": self._kind, "id": self.id, **self.entry}


@frozen
class PeriodShown(_EntryShown):
    """A period with all its versions; `sources` are those of each version."""

    rule: Period
    right: str
    sources: tuple[tuple[str, ...], ...]

    _kind = "period"


@frozen
class FeeShown(_EntryShown):
    """A fee with all its versions; `sources` are those of each version."""

    rule: Fee
    right: str
    sources: tuple[tuple[str, ...], ...]

    _kind = "fee"


@frozen
class FormRule(_EntryShown):
    """A form; `since` says from which day each form that took its place is in use, `fees` are paid with it."""

    form: Form
    right: str
    since: Mapping[str, date]
    fees: tuple[str, ...]

    _kind = "form"


@frozen
class FormShown(FormRule):
    """A form by itself."""

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of the command line."""
        succeeded = [{"form": name, "since": day.isoformat()} for name, day in self.since.items()]
        return {"id": self.id, **self.entry, "succeeded_by": succeeded, "fees": list(self.fees)}


@frozen
class Coverage(Plain):
    """For each right and section the number of versions by grade of evidence; what is known to be missing; and to
    which day each right, by its title, was checked."""

    versions: Mapping[str, Mapping[str, int]]
    not_encoded: tuple[Mapping[str, Any], ...]
    checked_to: Mapping[str, str]

    _hidden = ("checked_to",)


@frozen
class InstrumentShown(Plain):
    """An Act or Rules, and the rules that begin on the same day."""

    title: str
    right: str
    from_: date
    to: date | None
    evidence: Grade
    note: str | None
    changed: tuple[str, ...]
    sources: tuple[str, ...]


@frozen
class InstrumentList(PlainList):
    """Every Act and Rules, in order."""

    instruments: tuple[InstrumentShown, ...]

    def to_list(self) -> list[Any]:
        """The JSON list of the command line."""
        return [each.to_dict() for each in self.instruments]


class Rules:
    """What the rulebook says, as a subject of its own."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book

    def list(self, kind: str, on: date, right: str | None = None) -> RuleList:
        """The rules of one kind (`period`, `fee` or `form`) that are law on a day, or the events (`event`) of matters.

        Raises:
            BadRequest: there is no such right.
        """
        right = self._right(right)
        if kind == "form":
            return RuleList(kind, on, tuple(self._forms(on, right)))
        if kind == "event":
            return RuleList(kind, on, tuple(self._events(right)))
        found = []
        for name, entry in self._entries(kind, right):
            versions = self._versions(kind, name)
            index = in_force(versions, on)
            if index is not None:
                make = _period if kind == "period" else _fee
                words = limits_in_words(versions[index]) if kind == "period" else ""
                layer = self._book.version_layer(f"{kind}s", name, index)
                found.append(Rule(name, make(entry, entry["versions"][index]), words, layer))
        return RuleList(kind, on, tuple(found))

    def show(self, name: str) -> tuple[PeriodShown | FeeShown | FormRule, ...]:
        """What has this name, with all its versions: an id may name both a period and a fee.

        Raises:
            BadRequest: nothing has that name.
        """
        book = self._book
        fee_id = book.named("fees", name)
        fees = () if fee_id is None else (self._fee(fee_id),)
        if name in book.period_ids or fee_id in book.period_ids:
            return (self._period(book.period_id(name)), *fees)
        form = book.form_id(name)
        if fees or form:
            return fees or (FormRule(**self._form(form or "")),)
        try:
            return (self._period(book.period_id(name)),)
        except BadRequest as error:
            if "ambiguous" in str(error):
                raise
            known = dict.fromkeys([*book.period_ids, *book.fee_ids, *book.raw("forms")])
            raise BadRequest(f"unknown rule {name!r}{nearest(name, known)}") from error

    def form(self, name: str) -> FormShown:
        """A form: its title, provision, days in use, what took its place, and the fees paid with it.

        Raises:
            BadRequest: there is no such form.
        """
        found = self._book.form_id(name)
        if found is None:
            raise BadRequest(f"unknown form {name!r}{nearest(name, self._book.raw('forms'))}")
        return FormShown(**self._form(found))

    def changes(self, first: date, second: date, right: str | None = None) -> ChangeList:
        """The rules that are not the same on two days: began, ended, or in another version.

        Raises:
            BadRequest: there is no such right, or `first` is after `second`.
        """
        right = self._right(right)
        if first > second:
            raise BadRequest(f"the first day {first} is after the second {second}")
        found = []
        for kind in ("period", "fee"):
            for name, entry in self._entries(kind, right):
                found.append(change(kind, name, entry, self._versions(kind, name), (first, second)))
        return ChangeList(first, second, tuple(filter(None, found)))

    def coverage(self, right: str | None = None) -> Coverage:
        """For each right the number of versions by grade of evidence, and what is known not to be encoded.

        Raises:
            BadRequest: there is no such right.
        """
        right = self._right(right)
        counts: dict[str, dict[str, int]] = {}
        grades = [grade for grade in GRADES if grade != HOUSE or self._book.below]
        for kind in ("period", "fee"):
            for _, entry in self._entries(kind, right):
                row = counts.setdefault(f"{entry['right']} {kind}s", dict.fromkeys((*grades, "contested"), 0))
                for version in entry["versions"]:
                    row[version["evidence"]] += 1
                    row["contested"] += _is_contested(version)
        gaps = tuple(gap for gap in self._book.raw("gaps") if right in (None, gap["right"]))
        checked = self._book.raw("checked_to").items()
        return Coverage(counts, gaps, {self._book.rights[name]: day for name, day in checked if right in (None, name)})

    def instruments(self, right: str | None = None) -> InstrumentList:
        """Every Act and Rules with the day in force, and the rules of this rulebook that begin on that day.

        Raises:
            BadRequest: there is no such right.
        """
        right = self._right(right)
        begins: dict[tuple[str, str], set[str]] = {}
        for kind in ("period", "fee"):
            for name, entry in self._entries(kind, right):
                for version in entry["versions"]:
                    begins.setdefault((entry["right"], version["from"]), set()).add(name)
        return InstrumentList(
            tuple(
                InstrumentShown(
                    title=each.title,
                    right=each.right,
                    from_=each.from_,
                    to=each.to,
                    evidence=each.evidence,
                    note=each.note,
                    changed=tuple(sorted(begins.get((each.right, each.from_.isoformat()), ()))),
                    sources=self._book.sources(each.sources),
                )
                for each in self._book.instruments
                if right in (None, each.right)
            )
        )

    def _right(self, name: str | None) -> str | None:
        return None if name is None else self._book.right(name)

    def _entries(self, kind: str, right: str | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for name, entry in self._book.raw(f"{kind}s").items():
            if right in (None, entry["right"]):
                yield name, entry

    def _versions(self, kind: str, name: str) -> tuple[Any, ...]:
        return self._book.period(name).versions if kind == "period" else self._book.fee(name).versions

    def _forms(self, on: date, right: str | None) -> Iterator[Rule]:
        for name, form in self._book.forms.items():
            if right in (None, form.right) and form.from_ <= on and (form.to is None or on <= form.to):
                yield Rule(
                    name,
                    {
                        "title": form.title,
                        "right": form.right,
                        "from": plain(form.from_),
                        "to": plain(form.to),
                        "provision": form.provision,
                        "evidence": form.evidence,
                    },
                    layer=self._book.layer("forms", name),
                )

    def _events(self, right: str | None) -> Iterator[Rule]:
        """The events, each with the rights whose matters may have it."""
        of_rights = {each: subject(self._book, each).events for each in self._book.rights}
        for name, event in self._book.events.items():
            rights = [each for each, events in of_rights.items() if name in events]
            if right is None or right in rights:
                entry = {"title": event.title, "rights": rights, "journals": list(event.journals)}
                yield Rule(name, entry, layer=self._book.layer("events", name))

    def _period(self, name: str) -> PeriodShown:
        period = self._book.period(name)
        sources = tuple(self._book.sources(version.sources) for version in period.versions)
        return PeriodShown(name, self._book.raw("periods")[name], period, self._book.rights[period.right], sources)

    def _fee(self, name: str) -> FeeShown:
        fee = self._book.fee(name)
        sources = tuple(self._book.sources(version.sources) for version in fee.versions)
        return FeeShown(name, self._book.raw("fees")[name], fee, self._book.rights[fee.right], sources)

    def _form(self, name: str) -> dict[str, Any]:
        form = self._book.forms[name]
        return {
            "id": name,
            "entry": self._book.raw("forms")[name],
            "form": form,
            "right": self._book.rights[form.right],
            "since": {other: self._book.forms[other].from_ for other in form.succeeded_by},
            "fees": self._book.fees_with_form(name),
        }


def _period(entry: Mapping[str, Any], version: Mapping[str, Any]) -> dict[str, Any]:
    own = {key: entry[key] for key in ("title", "right", "by")}
    here = {key: version[key] for key in ("from", "limits", "citation", "evidence")}
    return {**own, "short": list(entry.get("short", ())), **here}


def _fee(entry: Mapping[str, Any], version: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "title": entry["title"],
        "right": entry["right"],
        "entry": version["entry"],
        "form": version.get("form"),
        "unit": version.get("unit", entry["unit"]),
        "from": version["from"],
    }
    amounts = {key: version[key] for key in _TARIFF if key in version}
    if "amount" not in amounts and "amounts" not in amounts:
        amounts["amounts"] = {key: amounts.pop(key) for key in _BANDS if key in amounts}
    return found | amounts | {"citation": version["citation"], "evidence": version["evidence"]}


def _is_contested(version: Mapping[str, Any]) -> bool:
    """Whether something of a version of a period or of a fee is in dispute."""
    parts = version.get("parts", ())
    return "contested" in version or any("contested" in part for part in parts) or len(version.get("readings", ())) > 1
