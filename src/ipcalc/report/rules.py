"""The rules themselves, as listings and as whole entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ipcalc.errors import BadRequest, nearest
from ipcalc.law.rulebook import Rulebook, in_force, last_day
from ipcalc.law.shapes.base import GRADES
from ipcalc.money import HOME
from ipcalc.report.sheet import Cell, Sheet

if TYPE_CHECKING:
    from datetime import date

    from ipcalc.law.shapes.fees import FeeVersion, Reduction
    from ipcalc.law.shapes.periods import Limit, Version

_TARIFF = (
    "amount",
    "amounts",
    "first",
    "bands_by",
    "bands_from",
    "bands",
    "parts",
    "times",
    "half_for",
    "nil_for",
    "plus",
)


def listing(book: Rulebook, kind: str, right: str | None, day: date) -> list[dict[str, Any]]:
    """The rules of one kind that are law on a day, as plain objects."""
    if kind == "form":
        return [
            {"id": name, "title": form.title, "right": form.right, "from": form.from_.isoformat(),
             "to": form.to.isoformat() if form.to else None, "provision": form.provision, "evidence": form.evidence}
            for name, form in book.forms.items()
            if right in (None, form.right) and form.from_ <= day and (form.to is None or day <= form.to)
        ]  # fmt: skip
    rows: list[dict[str, Any]] = []
    for name, raw in book.raw(f"{kind}s").items():
        if right not in (None, raw["right"]):
            continue
        versions: tuple[Any, ...] = book.period(name).versions if kind == "period" else book.fee(name).versions
        index = in_force(versions, day)
        if index is not None:
            rows.append({"id": name, **(_fee if kind == "fee" else _period)(raw, raw["versions"][index])})
    return rows


def _period(entry: Mapping[str, Any], version: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": entry["title"], "right": entry["right"], "by": entry["by"], "from": version["from"],
        "limits": version["limits"], "citation": version["citation"], "evidence": version["evidence"],
    }  # fmt: skip


def _fee(entry: Mapping[str, Any], version: Mapping[str, Any]) -> dict[str, Any]:
    found = {"title": entry["title"], "right": entry["right"], "entry": version["entry"], "form": version.get("form"),
             "unit": version.get("unit", entry["unit"]), "from": version["from"]}  # fmt: skip
    amounts = {key: version[key] for key in _TARIFF if key in version}
    if "amount" not in amounts and "amounts" not in amounts:
        amounts["amounts"] = {key: amounts.pop(key) for key in ("bands_by", "bands_from", "bands") if key in amounts}
    return found | amounts | {"citation": version["citation"], "evidence": version["evidence"]}


def listing_sheet(book: Rulebook, kind: str, right: str | None, day: date) -> Sheet:
    """The same as a sheet."""
    rows = listing(book, kind, right, day)
    columns: tuple[str, ...]
    cells: list[tuple[Cell, ...]]
    if kind == "form":
        columns = ("form", "title", "from", "provision", "evidence")
        cells = [(r["id"], r["title"], r["from"], r["provision"], r["evidence"]) for r in rows]
    elif kind == "fee":
        columns = ("fee", "title", "form", "entry", "unit", "evidence")
        cells = [(r["id"], r["title"], r["form"], r["entry"], r["unit"], r["evidence"]) for r in rows]
    else:
        columns = ("period", "title", "limits", "evidence")
        cells = [
            (r["id"], r["title"], _limits_of(book, r["id"], day), r["evidence"])
            for r in rows
        ]  # fmt: skip
    return Sheet(
        f"{kind.capitalize()}s in force on {day}", columns=columns, rows=tuple(cells), whole=frozenset(columns[:1])
    )


def _limits_of(book: Rulebook, name: str, day: date) -> str:
    return limits_in_words(book.period(name).versions[_index(book, name, day)])


def _index(book: Rulebook, name: str, day: date) -> int:
    index = in_force(book.period(name).versions, day)
    assert index is not None
    return index


def find(book: Rulebook, name: str) -> list[tuple[str, str]]:
    """The entries that have this name, as section and id: an id may name both a period and a fee.

    Raises:
        BadRequest: nothing has that name.
    """
    found = [("fees", name)] if name in book.fee_ids else []
    if name in book.period_ids:
        return [("periods", name), *found]
    form = book.form_id(name)
    if form and not found:
        return [("forms", form)]
    if found:
        return found
    try:
        return [("periods", book.period_id(name))]
    except BadRequest as error:
        if "ambiguous" in str(error):
            raise
        known = dict.fromkeys([*book.period_ids, *book.fee_ids, *book.raw("forms")])
        raise BadRequest(f"unknown rule {name!r}{nearest(name, known)}") from error


def entries(book: Rulebook, found: list[tuple[str, str]]) -> Any:
    """The entries as plain values: one object, or a list where a name is of a period and of a fee."""
    objects = [{"kind": section.removesuffix("s"), "id": name, **book.raw(section)[name]} for section, name in found]
    return objects[0] if len(objects) == 1 else objects


def form(book: Rulebook, name: str) -> dict[str, Any]:
    """A form as plain values, with the days since which its successors are in use, and the fees paid with it."""
    entry = book.raw("forms")[name]
    succeeded = [
        {"form": other, "since": book.forms[other].from_.isoformat()} for other in entry.get("succeeded_by", ())
    ]
    return {"id": name, **entry, "succeeded_by": succeeded, "fees": list(book.fees_with_form(name))}


def entry_sheets(book: Rulebook, found: list[tuple[str, str]]) -> list[Sheet]:
    """The entries as sheets, one row for each version."""
    make = {"periods": _period_sheet, "fees": _fee_sheet, "forms": _form_sheet}
    return [make[section](book, name) for section, name in found]


def _period_sheet(book: Rulebook, name: str) -> Sheet:
    period = book.period(name)
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for index, version in enumerate(period.versions):
        decided = version.decided_by or "latest of " + ", ".join(version.decided_by_latest_of)
        rows.append(
            (
                version.from_,
                last_day(period.versions, index),
                decided,
                limits_in_words(version),
                version.citation,
                version.evidence,
            )
        )
        notes += [f"{version.from_}: {note}" for note in version.notes]
        notes += [f"{version.from_}: contested: {version.contested}"] if version.contested else []
        notes += [f"{version.from_}: reading: {reading.says}" for reading in version.readings]
        notes += [f"{version.from_}: source: {source}" for source in book.sources(version.sources)]
    facts = [("id", name), ("right", book.rights[period.right]), ("by", period.by)]
    if period.short:
        facts.append(("short", ", ".join(period.short)))
    if period.if_missed:
        facts.append(("if missed", period.if_missed))
    return Sheet(
        f"Period: {period.title}",
        tuple(facts),
        ("from", "to", "decided by", "limits", "citation", "evidence"),
        tuple(rows),
        notes=tuple(notes),
    )


def _fee_sheet(book: Rulebook, name: str) -> Sheet:
    fee = book.fee(name)
    rows: list[tuple[Cell, ...]] = []
    notes: list[str] = []
    for index, version in enumerate(fee.versions):
        rows.append(
            (
                version.from_,
                last_day(fee.versions, index),
                version.form,
                version.entry,
                tariff_in_words(version),
                version.citation,
                version.evidence,
            )
        )
        notes += [f"{version.from_}: not known: {version.unknown}"] if version.unknown else []
        notes += [f"{version.from_}: {note}" for note in version.notes]
        notes += [f"{version.from_}: contested: {version.contested}"] if version.contested else []
        notes += [f"{version.from_}: source: {source}" for source in book.sources(version.sources)]
    facts = (("id", name), ("right", book.rights[fee.right]), ("unit", fee.unit))
    return Sheet(
        f"Fee: {fee.title}",
        facts,
        ("from", "to", "form", "entry", "sums", "citation", "evidence"),
        tuple(rows),
        notes=tuple(notes),
    )


def _form_sheet(book: Rulebook, name: str) -> Sheet:
    form = book.forms[name]
    facts = [("form", name), ("right", book.rights[form.right]), ("in use", f"{form.from_} to {form.to or 'today'}")]
    if form.provision:
        facts.append(("provision", form.provision))
    if form.succeeded_by:
        facts.append(
            ("succeeded by", ", ".join(f"{other} (since {book.forms[other].from_})" for other in form.succeeded_by))
        )
    facts.append(("evidence", form.evidence))
    facts.append(("fees", ", ".join(book.fees_with_form(name)) or "-"))
    return Sheet(
        f"{name}: {form.title}",
        tuple(facts),
        notes=(form.note,) if form.note else (),
    )


def limits_in_words(version: Version) -> str:
    """The limits of a version in one line."""
    return "; ".join(_limit(limit) for limit in version.limits)


def _limit(limit: Limit) -> str:
    def words(count: Any) -> str:
        from ipcalc.calc.days.counting import length_of

        length = length_of(count)
        where = f" after {count.after}" if count.after else f" before {count.before}" if count.before else ""
        return f"{length}{where}" if length else f"on {count.on}"

    if limit.until:
        return f"{limit.kind} until {limit.until}"
    for key, counts in (("later", limit.later_of), ("earlier", limit.earlier_of)):
        if counts:
            return f"{limit.kind} {key} of {', '.join(map(words, counts))}"
    return f"{limit.kind} {words(limit)}"


def tariff_in_words(version: FeeVersion) -> str:
    """The sums of a version in one line."""
    parts = [_sums(version)]
    parts += [f"{part.title}: {_sums(part)}" for part in version.parts]
    parts += [f"less {_reduction(reduction)}" for reduction in version.reductions]
    parts += [f"plus {other}" for other in version.plus]
    return ("" if version.currency == HOME else f"in {version.currency}: ") + "; ".join(parts)


def _reduction(reduction: Reduction) -> str:
    off = f"{reduction.percent} %" if reduction.percent is not None else str(reduction.amount)
    whose = [*([reduction.mode] if reduction.mode else []), *reduction.applicants]
    return f"{off} ({', '.join(whose)})" if whose else off


def _sums(tariff: Any) -> str:
    if tariff.bands:
        bounds = (
            f"to {b.up_to}" if b.up_to is not None else f"below {b.below}" if b.below is not None else "above"
            for b in tariff.bands
        )
        return f"by {tariff.bands_by}: " + ", ".join(
            f"{bound} {_sums(band)}" for bound, band in zip(bounds, tariff.bands, strict=True)
        )
    each = _leaf(tariff.amount if tariff.amount is not None else tariff.amounts)
    if tariff.first:
        return f"first {tariff.first.count}: {_sums_first(tariff.first)}, each more: {each}"
    return each


def _sums_first(first: Any) -> str:
    return _leaf(first.amount if first.amount is not None else first.amounts)


def _leaf(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{key} ({_leaf(inner)})" if isinstance(inner, Mapping) else f"{key} {inner}"
            for key, inner in value.items()
        )
    return str(value)


def coverage(book: Rulebook, right: str | None) -> dict[str, Any]:
    """For each right the number of versions by grade of evidence, and what is known not to be encoded."""
    counts: dict[str, dict[str, int]] = {}
    for section in ("periods", "fees"):
        for entry in book.raw(section).values():
            if right not in (None, entry["right"]):
                continue
            row = counts.setdefault(f"{entry['right']} {section}", dict.fromkeys((*GRADES, "contested"), 0))
            for version in entry["versions"]:
                row[version["evidence"]] += 1
                row["contested"] += "contested" in version or len(version.get("readings", ())) > 1
    gaps = [gap for gap in book.raw("gaps") if right in (None, gap["right"])]
    return {"versions": counts, "not_encoded": gaps}


def coverage_sheets(book: Rulebook, right: str | None) -> list[Sheet]:
    """The same as sheets."""
    found = coverage(book, right)
    columns = ("rules", *GRADES, "contested")
    rows = tuple((name, *row.values()) for name, row in found["versions"].items())
    checked = tuple(
        (book.rights[name], f"checked to {day}")
        for name, day in book.raw("checked_to").items()
        if right in (None, name)
    )
    gaps = tuple((gap["right"], gap["what"], gap["why"], gap.get("citation")) for gap in found["not_encoded"])
    return [
        Sheet("Versions by evidence", checked, columns, rows, frozenset(columns[1:])),
        Sheet(f"Known not to be encoded ({len(gaps)})", (), ("right", "what", "why", "citation"), gaps),
    ]


def changes(book: Rulebook, right: str | None, first: date, second: date) -> list[dict[str, Any]]:
    """The rules that are not the same on two days: began, ended, or in another version."""
    found: list[dict[str, Any]] = []
    for kind in ("period", "fee"):
        for name, entry in book.raw(f"{kind}s").items():
            if right not in (None, entry["right"]):
                continue
            versions: tuple[Any, ...] = book.period(name).versions if kind == "period" else book.fee(name).versions
            before, after = in_force(versions, first), in_force(versions, second)
            if before == after:
                continue
            words = limits_in_words if kind == "period" else tariff_in_words
            later = versions[after] if after is not None else None
            found.append(
                {
                    "kind": kind,
                    "id": name,
                    "right": entry["right"],
                    "change": "began" if before is None else "ended" if later is None else "changed",
                    "before": words(versions[before]) if before is not None else None,
                    "after": words(later) if later is not None else None,
                    "since": later.from_.isoformat() if later is not None else None,
                    "citation": later.citation if later is not None else versions[-1].reason,
                }
            )
    return found


def changes_sheet(found: list[dict[str, Any]], first: date, second: date) -> Sheet:
    """The same as a sheet."""
    fields = ("kind", "id", "change", "since", "before", "after", "citation")
    rows = tuple(tuple(row[field] for field in fields) for row in found)
    return Sheet(f"Changes from {first} to {second}: {len(found)}", (), fields, rows)


def instruments(book: Rulebook, right: str | None) -> list[dict[str, Any]]:
    """Every Act and Rules with the day in force, and the rules of this rulebook that begin on that day."""
    begins: dict[tuple[str, str], list[str]] = {}
    for section in ("periods", "fees"):
        for name, entry in book.raw(section).items():
            for version in entry["versions"]:
                begins.setdefault((entry["right"], version["from"]), []).append(name)
    found = []
    for each in book.instruments:
        if right in (None, each.right):
            key = (each.right, each.from_.isoformat())
            found.append(
                {
                    "title": each.title,
                    "right": each.right,
                    "from": each.from_.isoformat(),
                    "to": each.to.isoformat() if each.to else None,
                    "evidence": each.evidence,
                    "note": each.note,
                    "changed": sorted(set(begins.get(key, ()))),
                    "sources": list(book.sources(each.sources)),
                }
            )
    return found


def instruments_sheet(book: Rulebook, right: str | None) -> Sheet:
    """The same as a sheet; of what changed, the number."""
    found = instruments(book, right)
    rows = tuple(
        (row["right"], row["from"], row["to"], row["title"], len(row["changed"]), row["evidence"]) for row in found
    )
    notes = tuple(f"{row['from']}: {row['note']}" for row in found if row["note"])
    columns = ("right", "from", "to", "instrument", "rules changed", "evidence")
    return Sheet("Acts and Rules", (), columns, rows, frozenset({"rules changed"}), notes)
