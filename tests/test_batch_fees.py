"""Rows of fees: each gains what `book.fee` says, whatever is kept from the rows before it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import ipcalc
from ipcalc.batch import fees
from ipcalc.batch.fees import FeeCells, FeeDefaults, FeeRows
from ipcalc.book import Book
from ipcalc.calc.fees.items import quantities_of
from ipcalc.errors import BadRequest, IpcalcError
from test_cases import all_cases

TODAY = date(2026, 9, 1)
GRADES = ["text", "two", "one", "house", "guide", "unverified"]
CASES = [parameters.values[0] for parameters in all_cases() if parameters.values[0]["ask"] == "fee"]
OVERLAY = """
fees:
  house-fee:
    title: A fee of the house
    right: tm
    unit: application
    versions:
      - {from: 2019-05-02, to: 2019-06-03, ends: repealed, reason: house rule, form: HF-1, entry: "1", amount: 2000, citation: house rule, evidence: one}
"""
OVERLAY_FORM = """
forms:
  HF-1: {title: A form, right: tm, from: 2019-05-02, to: 2019-06-03, provision: house rule, evidence: one}
  HF-2: {title: A form without a fee, right: tm, from: 2018-05-02, to: 2018-06-03, provision: house rule, evidence: one}
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The built-in rulebook with a fee and forms that come and go when nothing else does."""
    path = tmp_path_factory.mktemp("house")
    (path / "fees.yaml").write_text(OVERLAY)
    (path / "forms.yaml").write_text(OVERLAY_FORM)
    return ipcalc.load(path)


def rows_of(book: Book, **options: Any) -> FeeRows:
    rows = FeeRows(book.rulebook, FeeDefaults(**{"today": TODAY, **options}))
    rows.use({name: place for place, name in enumerate(rows.reads)})
    return rows


def answers(rows: FeeRows, given: list[dict[str, str]]) -> list[FeeCells]:
    return rows.answer([[row.get(name, "") for name in rows.reads] for row in given])


def answer(book: Book, row: dict[str, str], **options: Any) -> FeeCells:
    return answers(rows_of(book, **options), [row])[0]


def said(book: Book, item: str, **asked: Any) -> FeeCells:
    """What `book.fee` says, as cells."""
    try:
        charge = book.fee(item, **asked)
    except IpcalcError as error:
        return FeeCells("", "", "", "", "", str(error))
    return FeeCells(
        str(charge.total),
        str(charge.currency),
        "; ".join(dict.fromkeys(line.citation for line in charge.lines)),
        max((line.evidence for line in charge.lines), key=GRADES.index),
        " | ".join(note.text for note in charge.notes),
        "",
    )


def written(case: dict[str, Any]) -> dict[str, str]:
    """A case as a row."""
    row = {"fee": case["item"], "on": case["on"].isoformat()}
    row |= {name: case[name] for name in ("applicant", "mode") if name in case}
    for name, value in case.get("quantities", {}).items():
        if isinstance(value, bool):
            row[name] = "yes" if value else "no"
        else:
            row[name] = ",".join(str(year) for year in value) if isinstance(value, list) else str(value)
    return row


# ---------------------------------------------------------------------- the cases of the schedules
@pytest.mark.parametrize("strict", [False, True])
def test_each_case_as_a_row_gives_what_its_source_says(strict: bool, book: Book) -> None:
    cases = [case for case in CASES if case.get("strict", False) is strict]
    found = answers(rows_of(book, strict=strict), [written(case) for case in cases])
    for case, cells in zip(cases, found, strict=True):
        expect = case["expect"]
        options = {name: case[name] for name in ("applicant", "mode") if name in case}
        whole = said(book, case["item"], on=case["on"], strict=strict, **options, **case.get("quantities", {}))
        assert cells == whole, case["id"]
        assert cells.error == expect.get("error", cells.error), case["id"]
        assert bool(cells.error) == ("status" in expect), case["id"]
        assert cells.total == str(expect.get("total", cells.total)), case["id"]
        assert cells.currency == expect.get("currency", cells.currency), case["id"]
        if "evidence" in expect:
            assert GRADES.index(cells.evidence) >= GRADES.index(expect["evidence"]), case["id"]
    assert cases


# ---------------------------------------------------------------------- every version
def least(book: Book, item: str, on: date) -> dict[str, int]:
    """The quantities that an item needs, one of each; of the years the third."""
    names = quantities_of(book.rulebook, item, on)
    needed = {unit.quantity for unit in book.rulebook.units.values() if unit.must_be_given}
    return {"year" if name == "years" else name: 3 if name == "years" else 1 for name in sorted(names & needed)}


def test_every_version_by_every_applicant_and_mode_is_as_the_engine_has_it(book: Book) -> None:
    rules = book.rulebook
    asked: list[dict[str, Any]] = []
    for item in rules.fee_ids:
        for version in rules.fee(item).versions:
            for applicant, mode in product((*rules.applicants, "startup,other"), rules.modes):
                need = least(book, item, version.from_)
                asked.append({"item": item, "on": version.from_, "applicant": applicant, "mode": mode, **need})
    rows = [{("fee" if name == "item" else name): str(value) for name, value in each.items()} for each in asked]
    found = answers(rows_of(book), rows)
    wrong = [each for each, cells in zip(asked, found, strict=True) if cells != said(book, **each)]
    assert wrong == []
    assert sum(not cells.error for cells in found) > len(found) / 2


# ---------------------------------------------------------------------- what is kept
def dated(value: Any) -> Iterator[date]:
    """Every date of some plain values that begins or ends something."""
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if name in ("from", "to"):
            yield date.fromisoformat(inner)
        elif isinstance(inner, dict | list):
            yield from dated(inner)


def turning_days(book: Book) -> list[date]:
    """The days on which anything begins, the days on which anything ends, and their neighbours."""
    raw = book.rulebook.raw
    days = {day for section in ("fees", "schedules", "forms") for day in dated(raw(section))}
    days |= {date.fromisoformat(day) for day in raw("checked_to").values()}
    return near(days)


def near(days: Iterable[date]) -> list[date]:
    """Some days with the days beside them."""
    return sorted({day + timedelta(shift) for day in days for shift in (-1, 0, 1)})


def test_no_kept_answer_outlives_a_turn_of_the_law(house: Book) -> None:
    rules = house.rulebook
    payers = list(product(rules.applicants, rules.modes))
    rows, turns, shuffled = rows_of(house), turning_days(house), random.Random(7)
    for number, item in enumerate([*rules.fee_ids, *rules.forms]):
        applicant, mode = payers[number % len(payers)]
        need = least(house, item, rules.fee(item).versions[-1].from_) if item in rules.fee_ids else {}
        entry = {section: rules.raw(section).get(item, {}) for section in ("fees", "forms")}
        days = [*near(dated(entry)), *shuffled.sample(turns, len(turns) if item.startswith("HF-") else 8)]
        shuffled.shuffle(days)
        row = {"fee": item, "applicant": applicant, "mode": mode, **{name: str(n) for name, n in need.items()}}
        found = answers(rows, [{**row, "on": day.isoformat()} for day in days])
        for day, cells in zip(days, found, strict=True):
            asked = said(house, item, on=day, applicant=applicant, mode=mode, **need)
            assert cells == asked, (item, applicant, mode, day)


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        (("2018-01-01", "2018-02-01", "1 Mar 2018"), ["2018-01-01"]),  # one span
        (("2014-07-31", "2014-08-01", "2014-07-30"), ["2014-07-31", "2014-08-01"]),  # two versions
        (("2026-11-29", "2026-11-30", "2026-11-29"), ["2026-11-29", "2026-11-30"]),  # days that are named in a note
    ],
)
def test_an_answer_is_computed_once_for_a_span_or_for_a_day_that_it_names(
    days: tuple[str, ...], asked: list[str], monkeypatch: pytest.MonkeyPatch, book: Book
) -> None:
    reckoned, seen = fees.fee, []

    def watched(rules: Any, item: str, wanted: Any, payer: Any, **options: Any) -> Any:
        seen.append(payer.on.isoformat())
        return reckoned(rules, item, wanted, payer, **options)

    monkeypatch.setattr(fees, "fee", watched)
    answers(rows_of(book), [{"fee": "tm-application", "on": day} for day in days])
    assert seen == asked


def test_what_is_kept_is_bounded_and_the_latest(monkeypatch: pytest.MonkeyPatch, book: Book) -> None:
    monkeypatch.setattr(fees, "_KEPT", 3)
    rows = rows_of(book)
    for number in (1, 2, 3, 1, 4):
        answers(rows, [{"fee": "tm-application", "classes": str(number)}])
    place = rows.reads.index("classes")
    assert [given[place] for _, given in rows._kept] == ["3", "1", "4"]


def test_days_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch, book: Book) -> None:
    monkeypatch.setattr(fees, "_DAYS_KEPT", 2)
    rows = rows_of(book)
    answers(rows, [{"fee": "tm-application", "on": f"2020-01-0{number}"} for number in range(1, 6)])
    assert list(rows._days) == ["2020-01-05"]


# ---------------------------------------------------------------------- random rows
WRITTEN_DAYS = st.sampled_from(["%Y-%m-%d", "%d %b %Y", " %d-%B-%Y "])


@cache
def built_in() -> Book:
    return ipcalc.load()


@st.composite
def asked(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, Any]]:
    """A row and the same question to `book.fee`."""
    rules = built_in().rulebook
    item = draw(st.sampled_from([*rules.fee_ids, *rules.forms, "tm-aplication"]))
    on = draw(st.dates(date(2002, 1, 1), date(2030, 12, 31)))
    counted = [name for name in dict.fromkeys(unit.quantity for unit in rules.units.values()) if name != "years"]
    drawn = draw(st.dictionaries(st.sampled_from(counted), st.integers(-1, 60), max_size=2))
    counts = {name: drawn[name] for name in counted if name in drawn}
    question: dict[str, Any] = {"item": item, "on": on, **counts}
    row = {name: str(value) for name, value in counts.items()} | {"fee": item, "on": on.strftime(draw(WRITTEN_DAYS))}
    if draw(st.booleans()):
        first, number = draw(st.integers(1, 20)), draw(st.integers(1, 5))
        question["years"] = range(first, first + number)
        row["years"] = f"{first}-{first + number - 1}"
    for name in draw(st.sets(st.sampled_from(["addition", "advance"]))):
        question[name] = draw(st.booleans())
        row[name] = draw(st.sampled_from(["Yes", "TRUE", "1"] if question[name] else ["no", "False", "0"]))
    applicants = draw(st.lists(st.sampled_from([*rules.applicants, "startups"]), max_size=2))
    if applicants:
        question["applicant"] = applicants
        row["applicant"] = ", ".join(applicants)
    if draw(st.booleans()):
        question["mode"] = row["mode"] = draw(st.sampled_from([*rules.modes, "fax"]))
    return row, question


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(pairs=st.lists(asked(), min_size=1, max_size=8))
def test_a_random_row_is_as_the_engine_has_it(pairs: list[tuple[dict[str, str], dict[str, Any]]], book: Book) -> None:
    found = answers(rows_of(book), [row for row, _ in pairs] * 2)
    assert found == [said(book, **question) for _, question in pairs] * 2


@settings(deadline=None)
@given(
    row=st.dictionaries(
        st.sampled_from(["fee", "classes", "year", "years", "advance", "applicant", "mode", "on"]), st.text()
    )
)
@example(row={"fee": "tm-application", "classes": "٣"})
@example(row={"fee": "patent-renewal", "years": "9" * 5000})
@example(row={"fee": "patent-renewal", "year": "9" * 5000})
def test_whatever_a_cell_holds_a_row_has_an_answer_or_a_reason(row: dict[str, str], book: Book) -> None:
    cells = answer(book, row)
    assert (cells.total == "") == (cells.error != "")
    assert not cells.error or cells[:-1] == ("",) * 5


# ---------------------------------------------------------------------- what is wrong with a row
@pytest.mark.parametrize(
    ("row", "error"),
    [
        ({}, "no fee"),
        ({"fee": "  "}, "no fee"),
        (
            {"fee": "tm-aplication"},
            "unknown fee or form 'tm-aplication'; did you mean tm-application, gi-application or tm-agent-application?",
        ),
        ({"fee": "tm-application", "claims": "3"}, "tm-application does not take claims: it takes classes, marks"),
        ({"fee": "tm-application", "classes": "three"}, "classes: 'three' is not a whole number"),
        ({"fee": "tm-application", "classes": "3.0"}, "classes: '3.0' is not a whole number"),
        ({"fee": "tm-application", "classes": "1_0"}, "classes: '1_0' is not a whole number"),
        ({"fee": "tm-application", "classes": "-3"}, "classes cannot be negative: -3"),
        ({"fee": "tm-application", "classes": "46"}, "classes 46 is too high (at most 45)"),
        ({"fee": "tm-application", "classes": "-" + "9" * 18}, "classes cannot be negative: -999999999999999999"),
        (
            {"fee": "tm-application", "classes": "9" * 19},
            "classes: a number of more than 18 digits is too long",
        ),
        ({"fee": "patent-renewal", "years": "20-3"}, "years '20-3': write 3-20, or 3,5,7"),
        ({"fee": "patent-renewal", "year": "3", "years": "3-6"}, "a year is named twice"),
        ({"fee": "patent-renewal"}, "patent-renewal needs years: --years N"),
        (
            {"fee": "patent-renewal", "year": "3", "advance": "perhaps"},
            "advance: 'perhaps' is neither yes nor no: write yes, no, true, false, 1 or 0",
        ),
        (
            {"fee": "patent-renewal", "year": "3", "addition": "2"},
            "addition: '2' is neither yes nor no: write yes, no, true, false, 1 or 0",
        ),
        (
            {"fee": "tm-application", "on": "05/03/2020"},
            "on: '05/03/2020' is ambiguous: write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012, or give --dayfirst",
        ),
        (
            {"fee": "tm-application", "on": "2003-09-14"},
            "tm-application: no sum is known for 2003-09-14: the schedule is known from 2003-09-15",
        ),
        (
            {"fee": "tm-application", "applicant": "startup,"},
            "unknown applicant '' (one of individual, startup, small, education, other)",
        ),
        ({"fee": "tm-application", "mode": "fax"}, "unknown mode 'fax' (one of e-filing, paper)"),
    ],
)
def test_what_is_wrong_with_a_row_stands_in_error(row: dict[str, str], error: str, book: Book) -> None:
    assert answer(book, row) == FeeCells(error=error)


def test_a_bad_row_leaves_the_others_as_they_are(book: Book) -> None:
    good = {"fee": "tm-application"}
    found = answers(rows_of(book), [good, {"fee": "tm-application", "mode": "fax"}, good])
    assert [cells.total for cells in found] == ["9000", "", "9000"]


# ---------------------------------------------------------------------- settings
def test_a_row_is_asked_with_the_settings_where_its_own_cells_are_empty(book: Book) -> None:
    options = {"fee": "TM-A", "applicant": "startup", "mode": "paper", "on": date(2020, 1, 1)}
    assert answer(book, {}, **options).total == "5000"
    assert answer(book, {"applicant": "other"}, **options).total == "10000"
    assert answer(book, {"mode": "e-filing"}, **options).total == "4500"
    assert answer(book, {"fee": "TM-O"}, **options).total == "3000"
    assert answer(book, {"on": "2010-12-29", "fee": "tm-application"}, **options).total == "3500"


def test_a_row_without_a_day_is_of_today(book: Book) -> None:
    assert answer(book, {"fee": "TM-1"}, today=date(2010, 12, 28)).total == "2500"
    assert answer(book, {"fee": "TM-1"}, today=date(2010, 12, 29)).total == "3500"


def test_days_are_read_day_first_where_that_is_set(book: Book) -> None:
    row = {"fee": "TM-1", "on": "01/08/2014"}
    assert answer(book, row, dayfirst=True).total == "4000"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"fee": "tm-aplication"},
            "unknown fee or form 'tm-aplication'; did you mean tm-application, gi-application or tm-agent-application?",
        ),
        (
            {"applicant": "startupz"},
            "unknown applicant 'startupz'; did you mean startup? (one of individual, startup, small, education, other)",
        ),
        ({"mode": "papers"}, "unknown mode 'papers'; did you mean paper? (one of e-filing, paper)"),
        ({"rates": {"USD": Decimal(83)}}, "rate of USD: no fee is in this currency: the fees are in CHF, INR"),
    ],
)
def test_a_setting_that_fits_no_row_is_refused_at_once(options: dict[str, Any], message: str, book: Book) -> None:
    with pytest.raises(BadRequest) as raised:
        FeeRows(book.rulebook, FeeDefaults(today=TODAY, **options))
    assert str(raised.value) == message


def test_a_form_that_is_no_longer_in_use_may_be_set(book: Book) -> None:
    assert answer(book, {"on": "2010-12-29"}, fee="TM-1").total == "3500"


def test_a_file_without_a_column_for_the_fee_is_refused(book: Book) -> None:
    rows = FeeRows(book.rulebook, FeeDefaults(today=TODAY))
    with pytest.raises(BadRequest) as raised:
        rows.use({"classes": 0})
    assert str(raised.value) == "no column 'fee': name it with --map HEADING=fee, or give --fee for all rows"


def test_another_file_has_its_own_columns(book: Book) -> None:
    rows = FeeRows(book.rulebook, FeeDefaults(today=TODAY))
    rows.use({"fee": 0, "classes": 1})
    assert rows.answer([["tm-application", "2"]])[0].total == "18000"
    rows.use({"fee": 0, "applicant": 1})
    assert rows.answer([["tm-application", "2"]])[0].error.startswith("unknown applicant '2'")
    rows.use({"classes": 1, "fee": 0})
    assert rows.answer([["tm-application", "2"]])[0].total == "18000"


def test_the_quantities_of_the_rulebook_are_the_columns(book: Book) -> None:
    names = {unit.quantity for unit in book.rulebook.units.values()}
    own = {"fee", "year", "years", "advance", "late_months", "addition", "applicant", "mode", "on"}
    reads = FeeRows(book.rulebook, FeeDefaults(today=TODAY)).reads
    assert set(reads) == names | own
    assert len(set(reads)) == len(reads)
    assert [column.name for column in FeeRows.adds] == list(FeeCells._fields)


# ---------------------------------------------------------------------- currencies
def test_a_rate_converts_the_rows_that_have_its_currency(book: Book) -> None:
    rows = [{"fee": "madrid-basic-colour"}, {"fee": "tm-application"}]
    swiss, home = answers(rows_of(book, rates={"CHF": Decimal("95.50")}), rows)
    assert swiss == said(book, "madrid-basic-colour", on=TODAY, rates={"CHF": "95.50"})
    assert (swiss.total, swiss.currency) == ("86237", "INR")
    assert home == said(book, "tm-application", on=TODAY)
    swiss = answer(book, rows[0])
    assert (swiss.total, swiss.currency) == ("903", "CHF")


def test_totals_in_several_currencies_stand_in_the_notes(book: Book) -> None:
    charge = book.estimate("madrid", today=TODAY, classes=4, members=2).charge
    cells = fees.cells(charge)
    assert (cells.total, cells.currency, cells.error) == ("", "", "")
    assert charge.totals == {"INR": 5000, "CHF": 953}
    assert cells.notes.split(" | ") == [
        *(note.text for note in charge.notes),
        "In several currencies: INR 5,000, CHF 953.",
    ]


def test_the_citations_stand_once_and_the_evidence_is_the_weakest(book: Book) -> None:
    swiss = answer(book, {"fee": "madrid-basic-colour", "classes": "5", "members": "2"})
    assert swiss.citation == "Common Regulations under the Madrid Protocol, Schedule of Fees, item 2"
    assert swiss.evidence == "one"  # that of its second line of three; the others are of the grade two
    late = answer(book, {"fee": "tm-renewal-late"})
    assert (
        late.citation
        == "Trade Marks Rules 2017, First Schedule, entry 4; Trade Marks Rules 2017, First Schedule, entry 3"
    )
    assert late.evidence == "text"
