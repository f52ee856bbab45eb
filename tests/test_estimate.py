"""Estimates: the lines of a bill, its total and its years."""

from __future__ import annotations

import json
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ipcalc.book import Book
from ipcalc.calc.fees.compare import compare
from ipcalc.calc.fees.estimate import Bill
from ipcalc.cli import run
from ipcalc.errors import BadRequest


def texts(found: dict[str, Any]) -> list[str]:
    """The sentences of a bill."""
    return [note["text"] for note in found["notes"]]


def bill(line: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*shlex.split(line), "--today", "2026-09-01", "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_mark_to_its_second_renewal(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill(
        "estimate trademark --classes 3 --applicant startup --to renewal:2 --with expedited,opposition", capsys
    )
    assert [(line["fee"], line["on"], line["amount"]) for line in found["lines"]] == [
        ("tm-application", "2026-09-01", 13500),
        ("tm-expedited", "2026-09-01", 60000),
        ("tm-counter-statement", "2026-09-01", 2700),
        ("tm-renewal", "2036-09-01", 27000),
        ("tm-renewal", "2046-09-01", 27000),
    ]
    assert found["total"] == 130200
    assert found["by_year"] == {"2026": 76200, "2036": 27000, "2046": 27000}


def test_a_mark_of_2008_pays_the_schedule_of_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate trademark --classes 3 --filing 2008-05-05 --with search --to renewal:1", capsys)
    assert [(line["fee"], line["amount"]) for line in found["lines"]] == [
        ("tm-search", 1500),
        ("tm-multi-class-application", 7500),
        ("tm-renewal", 27000),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trademark --filing 2008-05-05 --to renewal:2", "trademark --event filing=2008-05-05 --to renewal:2"),
        ("trademark --to registration", "trademark"),
        ("patent --route direct --to-year 5", "patent --route direct --to year:5"),
        (
            "patent --route national-phase --filing 2026-01-05 --international-filing 2024-06-03",
            "patent --route national-phase --event filing=2026-01-05 --event international-filing=2024-06-03",
        ),
    ],
)
def test_an_option_of_its_own_is_short_for_one_that_names_an_event_or_a_stage(
    one: str, other: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bill(f"estimate {one}", capsys) == bill(f"estimate {other}", capsys)


def test_class_numbers_are_counted_and_must_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert bill("estimate trademark --class-numbers 9,25,35", capsys)["total"] == 27000
    assert run(["estimate", "trademark", "--class-numbers", "9,46"]) == 2
    assert "there is no class 46" in capsys.readouterr().err


def test_a_search_that_is_no_longer_charged_is_a_note(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate trademark --with search", capsys)
    assert [line["fee"] for line in found["lines"]] == ["tm-application"]
    assert any(note.startswith("search: tm-search: there is no such fee on 2026-09-01") for note in texts(found))


def test_a_patent_to_its_last_year(capsys: pytest.CaptureFixture[str]) -> None:
    line = "estimate patent --route convention --claims 25 --pages 60 --priorities 2 --filing 2026-03-02 --to-year 20"
    found = bill(line + " --with examination,early-publication", capsys)
    assert [(each["fee"], each["amount"]) for each in found["lines"][:5]] == [
        ("patent-application", 16000),
        ("patent-application", 24000),
        ("patent-application", 24000),
        ("patent-early-publication", 12500),
        ("patent-examination-request", 20000),
    ]
    annuities = 4 * 4000 + 4 * 12000 + 5 * 24000 + 5 * 40000
    assert found["total"] == 96500 + annuities
    assert len(found["by_year"]) == 19
    assert found["by_year"]["2045"] == 40000


def test_a_national_phase_counts_its_years_from_the_international_filing(book: Book) -> None:
    made = book.estimate(
        "patent",
        route="national-phase",
        filing=date(2026, 1, 5),
        today=date(2026, 9, 1),
        events={"international-filing": date(2024, 6, 3)},
        to={"year": 4},
        applicant="individual",
    )
    assert [(day.isoformat(), line.amount) for line, day in zip(made.charge.lines, made.days, strict=True)] == [
        ("2026-01-05", 1600),
        ("2026-06-03", 800),
        ("2027-06-03", 800),
    ]


NOTHING_BEFORE_GRANT = (
    "Nothing is payable before the grant. Years that fell due before the patent was recorded in the register are paid "
    "within three months of the recording, extendable to nine (section 142(4)); the bill puts each year on its own "
    "day, and those of days before the filing on the filing."
)


def test_years_that_fell_due_before_the_entry_stand_on_the_entry_and_a_note_says_when_they_are_paid(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = "estimate patent --route national-phase --international-filing 2021-02-01 --filing 2023-09-01 --to-year"
    found = bill(line + " 5", capsys)
    assert [(each["on"], each["title"]) for each in found["lines"][1:]] == [
        ("2023-09-01", "Renewal fee, year 3"),
        ("2024-02-01", "Renewal fee, year 4"),
        ("2025-02-01", "Renewal fee, year 5"),
    ]
    assert NOTHING_BEFORE_GRANT in texts(found)
    assert NOTHING_BEFORE_GRANT not in texts(bill(line + " 0", capsys))


EXPRESS_TOO = (
    "If the 31 months are still running, the express request (Form 18, rule 20(4)(ii)) is paid besides the expedited "
    "one: add the step express (Manual of 2019, 07.03.02(14))."
)


@pytest.mark.parametrize(
    ("route", "steps", "total", "told"),
    [
        ("national-phase --international-filing 2024-02-01", "express,expedited", 108500, False),
        ("national-phase --international-filing 2024-02-01", "express,examination", 36000, False),
        ("national-phase --international-filing 2024-02-01", "expedited", 80500, True),
        ("direct", "expedited", 80500, False),
        ("direct", "expedited,early-publication", 80500, False),
    ],
)
def test_before_the_31_months_end_express_and_expedited_are_both_paid(
    route: str, steps: str, total: int, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    found = bill(f"estimate patent --route {route} --filing 2026-03-01 --with {steps}", capsys)
    assert (found["total"], EXPRESS_TOO in texts(found)) == (total, told)


def test_a_patent_of_addition_pays_no_year(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate patent --route direct --filing 2026-03-01 --addition --to-year 6", capsys)
    assert [line["fee"] for line in found["lines"]] == ["patent-application"]
    assert (found["total"], found["incomplete"]) == (4000, False)
    assert any(note.startswith("A patent of addition pays no renewal fee") for note in texts(found))
    assert NOTHING_BEFORE_GRANT not in texts(found)


def test_what_is_not_known_is_a_line_and_leaves_no_total(capsys: pytest.CaptureFixture[str]) -> None:
    line = "estimate patent --route direct --filing 2015-03-01 --applicant small --mode paper --with examination"
    found = bill(line, capsys)
    assert [(each["fee"], each["rate"], each["amount"]) for each in found["lines"]] == [
        ("patent-application", 4400, 4400),
        ("patent-examination-request", None, None),
    ]
    assert (found["total"], found["totals"], found["incomplete"]) == (None, {"INR": 4400}, True)
    assert found["by_year"] == {"2015": None}
    why = "examination: patent-examination-request (Request for examination)"
    assert f"{why}: the sum for small, paper, on 2015-03-01 is not known" in texts(found)
    assert run([*shlex.split(line), "--today", "2026-09-01", "--format", "md"]) == 0
    rows = [[cell.strip() for cell in row.split("|")[1:7]] for row in capsys.readouterr().out.splitlines()[5:]]
    assert [row[1] + " " + row[5] for row in rows if len(row) == 6 and row[1]][2:] == [
        "Application for a patent 4,400",
        "Request for examination, not known -",
        "Total INR without the sums that are not known 4,400",
    ]
    assert run([*shlex.split(line), "--strict"]) == 3


def test_the_sum_of_a_year_with_an_unknown_line_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    line = "estimate patent --route direct --filing 2014-03-01 --applicant small --mode paper --to-year 8"
    found = bill(line, capsys)
    assert [(each["title"], each["amount"]) for each in found["lines"][-2:]] == [
        ("Renewal fee (7, 2020), not known", None),
        ("Renewal fee, year 8", 2650),
    ]
    assert (found["by_year"]["2019"], found["by_year"]["2020"], found["by_year"]["2021"]) == (2200, None, 2650)
    assert (found["total"], found["totals"]) == (None, {"INR": 4400 + 4 * 2200 + 2650})


def test_a_step_that_is_not_known_does_not_take_the_place_of_one_that_is(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate patent --route direct --filing 2010-03-01 --with examination,expedited", capsys)
    assert [(line["fee"], line["amount"]) for line in found["lines"]] == [
        ("patent-application", 4000),
        ("patent-early-publication", 10000),
        ("patent-examination-request", 10000),
        ("patent-expedited-examination", None),
    ]
    assert (found["total"], found["totals"]) == (None, {"INR": 24000})


def test_a_bill_of_which_nothing_is_known_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split("estimate patent --route direct --filing 2004-03-01 --today 2026-09-01")) == 3
    assert capsys.readouterr().err == (
        "ipcalc: patent-application: no sum is known for 2004-03-01: the schedule is known from 2005-01-01\n"
    )


def test_expedited_takes_the_place_of_the_ordinary_request(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate patent --route direct --with examination,expedited --applicant startup", capsys)
    fees = ["patent-application", "patent-early-publication", "patent-expedited-examination"]
    assert [line["fee"] for line in found["lines"]] == fees
    assert any("asks for it with Form 18A" in note for note in texts(found))


@pytest.mark.parametrize(
    ("line", "lines", "totals"),
    [
        ("pct", [("patent-pct-transmittal", 16000, "INR"), ("pct-international-filing", 1330, "CHF"),
                 ("pct-international-filing", -100, "CHF"), ("pct-search", 10000, "INR")],
         {"INR": 26000, "CHF": 1230}),
        ("pct --mode paper --applicant individual", [("patent-pct-transmittal", 3500, "INR"),
          ("pct-international-filing", 1330, "CHF"), ("pct-international-filing", -1197, "CHF"),
          ("pct-search", 2500, "INR")],
         {"INR": 6000, "CHF": 133}),
        ("pct --pages 45 --applicant startup --with epct,request-coded,examination",
         [("patent-pct-transmittal-epct", 0, "INR"), ("pct-international-filing-request-coded", 1330, "CHF"),
          ("pct-international-filing-request-coded", 225, "CHF"),
          ("pct-international-filing-request-coded", -200, "CHF"), ("pct-search", 2500, "INR"),
          ("pct-preliminary-examination-own-search", 2500, "INR"), ("pct-handling", 200, "CHF")],
         {"INR": 5000, "CHF": 1555}),
        ("pct --applicant individual --with request-coded,fully-coded",
         [("patent-pct-transmittal", 3200, "INR"), ("pct-international-filing-fully-coded", 1330, "CHF"),
          ("pct-international-filing-fully-coded", -300, "CHF"), ("pct-international-filing-fully-coded", -927, "CHF"),
          ("pct-search", 2500, "INR")],
         {"INR": 5700, "CHF": 103}),
        ("madrid", [("tm-madrid-handling", 5000, "INR"), ("madrid-basic", 653, "CHF")], {"INR": 5000, "CHF": 653}),
        ("madrid --class-numbers 9,25,35,42 --members 2 --with colour",
         [("tm-madrid-handling", 5000, "INR"), ("madrid-basic-colour", 903, "CHF"), ("madrid-basic-colour", 100, "CHF"),
          ("madrid-basic-colour", 200, "CHF")],
         {"INR": 5000, "CHF": 1203}),
    ],
)  # fmt: skip
def test_bills_in_two_currencies_stand_by_currency(
    line: str, lines: list[tuple[str, int, str]], totals: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    found = bill(f"estimate {line}", capsys)
    assert [(each["fee"], each["amount"], each["currency"]) for each in found["lines"]] == lines
    assert (found["total"], found["currency"], found["totals"]) == (None, None, totals)
    assert found["by_year"] == {"2026": totals}


def test_an_estimate_says_that_individual_fees_are_not_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    note = "Individual fees of designated members are not in this bill: their sums are not known here, add them."
    assert note in texts(bill("estimate madrid", capsys))


def test_at_a_rate_the_total_is_in_rupees_and_the_lines_keep_their_currency(capsys: pytest.CaptureFixture[str]) -> None:
    found = bill("estimate madrid --with colour --rate CHF=95.50", capsys)
    assert [(each["amount"], each["currency"]) for each in found["lines"]] == [(5000, "INR"), (903, "CHF")]
    assert (found["total"], found["currency"], found["totals"]) == (91237, "INR", {"INR": 91237})
    assert found["by_year"] == {"2026": 91237}
    assert texts(found)[-1] == "CHF 903 at 95.50 is INR 86,237 (rounded up)."


def test_the_table_has_a_total_for_each_currency_and_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "estimates.yaml").write_text(
        "estimates:\n  both:\n    title: Abroad and at home\n    right: tm\n    date_is: filing\n    to: {renewal: 100}\n    steps:\n"
        "      - {fee: madrid-basic}\n      - {fee: tm-application}\n"
        "      - {fee: tm-renewal, period: tm-renewal, to: renewal}\n"
    )
    line = ["estimate", "both", "--to", "renewal:1", "--today", "2026-09-01", "--data", str(tmp_path), "--format", "md"]
    assert run(line) == 0
    rows = [[cell.strip() for cell in row.split("|")] for row in capsys.readouterr().out.splitlines() if "| " in row]
    rows = [row for row in rows if len(row) == 10]
    shown = [(row[2], row[6]) for row in rows[1:]]
    assert [amount for _, amount in shown] == [
        "CHF 653", "INR 9,000", "INR 9,000", "653", "9,000", "9,000", "653", "18,000",
    ]  # fmt: skip
    assert [what for what, _ in shown[3:]] == ["In 2026, CHF", "In 2026, INR", "In 2036, INR", "Total CHF", "Total INR"]
    assert run([*line, "--rate", "CHF=95"]) == 0
    shown = [
        row.split("|")[2].strip() + " " + row.split("|")[6].strip()
        for row in capsys.readouterr().out.splitlines()
        if row.count("|") == 9 and "---" not in row
    ][4:]
    assert shown == ["In 2026 71,035", "In 2036 9,000", "Total INR 80,035"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("patent", "patent needs a route: --route direct|convention|national-phase"),
        ("trademark --route direct", "trademark has no routes"),
        ("trademark --claims 3", "trademark does not take claims: it takes classes, count, marks"),
        ("trademark --with expedite", "trademark has no step 'expedite'; did you mean expedited? (--with search, expedited, opposition)"),
        ("trademark --to renewals", "trademark does not go to 'renewals'; did you mean renewal? (registration, renewal)"),
        ("trademark --to renewal:x", "--to 'renewal:x': write a stage, or one with a number, such as renewal:2"),
        ("trademark --to renewal:2 --to renewal", "--to renewal is given twice, with 2 and 1"),
        ("trademark --to registration:2", "registration 2 is beyond the end: registration comes once"),
        ("trademark --to-year 3", "trademark does not go to 'year' (registration, renewal)"),
        ("trademark --event grant=2026-03-01", "trademark does not use the event grant: it uses filing"),
        ("trademark --filing 2026-03-01 --event filing=2026-03-02", "--event filing is given twice, with 2026-03-01 and 2026-03-02"),
        ("trademark --event filing=journal:2277", "--event filing: 'journal:2277' is not a date: write it like 2012-03-05, 5 Mar 2012 or 05-Mar-2012"),
        ("patent --route direct --to-year 21", "year 21 is beyond the end: the last is 20"),
        ("copyright", "unknown estimate 'copyright'"),
        ("madrid --members 201", "members 201 is too high (at most 200)"),
        ("madrid --mode paper --today 2026-09-01", "tm-madrid-handling (Handling fee for an international application of Indian origin) is not allowed by paper on 2026-09-01"),
        ("pct --members 2", "pct does not take members: it takes count, pages"),
        ("pct --rate USD=80", "rate of USD: no line is in this currency: the lines are in CHF, INR"),
        ("patent --route national-phase", "the route national-phase needs the event international-filing: --event international-filing=DATE"),
        ("patent --route national-phase --filing 2026-03-01 --international-filing 2027-03-01", "the filing 2026-03-01 is before the international-filing 2027-03-01"),
        ("patent --route national-phase --filing 2028-03-01 --international-filing 2024-03-01", "the filing 2028-03-01 is too late for the route national-phase: patent-national-phase ended on 2026-10-01"),
        ("patent --route direct --filing 2026-03-01 --international-filing 2024-03-01", "the route direct does not use the event international-filing"),
        ("patent --route direct --with express", "express is for the route national-phase, not direct"),
        ("trademark --class-numbers 9,9", "--class-numbers '9,9': a class is named twice"),
        ("trademark --class-numbers 9,25 --classes 3", "--classes 3, but --class-numbers names 2"),
    ],
)  # fmt: skip
def test_a_bill_that_cannot_be_made(line: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["estimate", *shlex.split(line)]) == 2
    assert capsys.readouterr().err == f"ipcalc: {message}\n"


COMPARED = "estimate patent --route direct --claims 15 --with examination --to-year 3"


def test_a_column_for_each_class_of_applicant(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    found = bill(f"{COMPARED} --compare", capsys)
    classes = list(book.rulebook.applicants)
    assert found["applicants"] == classes
    for applicant in classes:
        own = bill(f"{COMPARED} --applicant {applicant}", capsys)
        assert found["total"][applicant] == own["total"]
        assert [line["amounts"][applicant] for line in found["lines"]] == [line["amount"] for line in own["lines"]]
    assert run([*shlex.split(COMPARED), "--compare", "--today", "2026-09-01"]) == 0
    (head,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("on ")]
    assert head.split() == ["on", "item", "form", *classes, "law"]


@pytest.mark.parametrize("suffix", ["csv", "md", "html", "xlsx"])
def test_a_comparison_in_every_format(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"bill.{suffix}"
    assert (
        run(
            [
                *shlex.split(COMPARED),
                "--compare",
                "--applicant",
                "startup,other",
                "--today",
                "2026-09-01",
                "-o",
                str(path),
            ]
        )
        == 0
    )
    shown = str(list(openpyxl.load_workbook(path).worksheets[0].values)) if suffix == "xlsx" else path.read_text()
    assert "startup" in shown
    assert "individual" not in shown
    assert "20,000" in shown or "20000" in shown


def test_a_class_without_a_bill_is_named(book: Book) -> None:
    def one(applicant: str) -> Bill:
        if applicant == "other":
            raise BadRequest("not for others")
        return book.estimate(
            "trademark", filing=date(2026, 9, 1), today=date(2026, 9, 1), applicant=applicant, classes=1
        )

    found = compare(("other", "startup"), one)
    assert (found.applicants, dict(found.refused)) == (("startup",), {"other": "not for others"})
    assert "other: not for others" in [note.text for note in found.notes]
    with pytest.raises(BadRequest, match="not for others"):
        compare(("other",), one)
