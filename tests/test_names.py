"""Names: ids in any case, and the other names that people use."""

from __future__ import annotations

import json
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ipcalc
from ipcalc.book import Book
from ipcalc.cli import run
from ipcalc.law.names import SECTIONS, plain

CASES = (str, str.upper, str.title, lambda text: text.replace("-", " "), lambda text: text.replace(" ", "_"))


@pytest.mark.parametrize("section", [*SECTIONS, "periods", "fees"])
def test_an_id_means_itself_in_any_case(section: str, book: Book) -> None:
    for name in book.rulebook.raw(section):
        assert {book.rulebook.named(section, case(name)) for case in CASES} == {name}


@pytest.mark.parametrize("section", SECTIONS)
def test_another_name_means_its_entry_or_is_refused_with_all_candidates(section: str, book: Book) -> None:
    names = book.rulebook.raw(SECTIONS[section])
    all_of: dict[str, list[str]] = {}
    for meant, others in names.items():
        for name in others:
            all_of.setdefault(plain(name), []).append(meant)
    for meant, others in names.items():
        for name, case in product(others, CASES):
            if all_of[plain(name)] == [meant]:
                assert book.rulebook.named(section, case(name)) == meant
                continue
            with pytest.raises(ipcalc.BadRequest) as raised:
                book.rulebook.named(section, name)
            assert str(raised.value) == f"{section[:-1]} {name!r} is ambiguous: {', '.join(all_of[plain(name)])}"


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("FER", "patent-fer-reply"),
        ("Annuity", "patent-renewal"),
        ("NPE", "patent-national-phase"),
        ("National Phase", "patent-national-phase"),
        ("tm_opposition", "tm-opposition"),
        ("TM-R", "tm-renewal"),
        ("tm r", "tm-renewal"),
    ],
)
def test_what_a_period_is_called(words: str, period: str, book: Book) -> None:
    assert book.rulebook.period_id(words) == period


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("Renewal", "period 'Renewal' is ambiguous: tm-renewal, madrid-renewal, patent-renewal, gi-renewal"),
        ("TM-O", "TM-O is the form of several periods: name one of tm-opposition, tm-counter-statement, "),
        ("TM-A", "TM-A is the form of several periods: name one of tm-priority, "),
        ("Form 30", "Form 30 is the form of "),
    ],
)
def test_a_name_or_form_of_several_periods_is_refused_with_them(words: str, start: str, book: Book) -> None:
    with pytest.raises(ipcalc.BadRequest) as raised:
        book.rulebook.period_id(words)
    assert str(raised.value).startswith(start)


def test_events_have_other_names_in_a_question(book: Book) -> None:
    day = date(2024, 9, 2)
    named = book.deadline("TM-Opposition", events={"Journal Date": day})
    assert named.limits == book.deadline("tm-opposition", day).limits
    with pytest.raises(ipcalc.BadRequest) as raised:
        book.docket("Trademark", {"advertised": day, "advertisement": date(2024, 9, 9)})
    assert str(raised.value) == "advertisement is given twice, with 2024-09-02 and 2024-09-09"
    assert book.docket("Trade Marks", {"advertised": day}).right == "tm"


def test_who_pays_and_how_have_other_names(book: Book) -> None:
    dear = book.fee("TM-Application", applicant="Company", mode="Online", on=date(2026, 11, 21))
    assert (dear.applicant, dear.mode, dear.total) == ("other", "e-filing", 9000)
    cheap = book.fee("tm-a", applicant="MSME", on=date(2026, 11, 21))
    assert (cheap.applicant, cheap.total) == ("small", 4500)
    bill = book.estimate("TM", filing=date(2026, 11, 21), today=date(2026, 11, 21), applicant="LLP", classes=1)
    assert bill.charge.applicant == "other"


@pytest.mark.parametrize("state", ["UP", "U.P.", "in-up", "Uttar-Pradesh", "uttar pradesh"])
def test_a_state_by_its_letters(state: str, book: Book) -> None:
    assert book.office(state, "Trademark").territory == "Uttar Pradesh"


def test_offices_by_their_older_names(book: Book) -> None:
    assert book.deadline("tm-opposition", date(2024, 9, 2), office="Bombay").office == "mumbai"


def test_short_names_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--format", "json"]) == 0
    shorts = {rule["id"]: rule["short"] for rule in json.loads(capsys.readouterr().out)}
    assert shorts["patent-examination-request"] == ["rfe"]
    assert shorts["tm-renewal"] == []


@pytest.mark.parametrize("words", [["-h"], ["deadline", "-h"], ["batch", "-h"], ["batch", "fees", "-h"]])
def test_help_is_asked_for_with_one_letter(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0
    short = capsys.readouterr().out
    assert run([*words[:-1], "--help"]) == 0
    assert capsys.readouterr().out == short


# ---------------------------------------------------------------------- what changed in the law
@settings(deadline=None, max_examples=30)
@given(st.dates(date(2003, 9, 15), date(2026, 11, 28)), st.dates(date(2003, 9, 15), date(2026, 11, 28)))
def test_before_and_after_differ_where_a_rule_changed(book: Book, one: date, other: date) -> None:
    for change in book.rules.changes(min(one, other), max(one, other)).changes:
        assert change.before != change.after


def test_a_change_says_in_what(book: Book) -> None:
    found = {
        change.id: change for change in book.rules.changes(date(2024, 3, 14), date(2024, 3, 15), "patents").changes
    }
    grace, update = found["patent-grace"], found["patent-form-3-update"]
    assert grace.before == "due 12 months; citation Patents Act 1970 s 31"
    assert grace.after == "due 12 months; citation Patents Act 1970 s 31; Patents Rules 2003 r 29A"
    assert update.before is not None
    assert update.after is not None
    assert update.before.endswith("; trigger foreign-filing")
    assert "; trigger fer" in update.after


def test_a_change_is_said_in_sentences(book: Book) -> None:
    changes = book.rules.changes(date(2024, 3, 14), date(2024, 3, 15), "patents").changes
    request = next(each for each in changes if (each.kind, each.id) == ("period", "patent-examination-request"))
    assert request.before is not None
    assert request.after is not None
    assert request.before.startswith(
        "due later of 48 months, 6 months after divisional-filing, 6 months after revocation; in some cases: After a"
    )
    assert "; on another reading: 31 months, or at once in a divisional" in request.after
    assert "readings" not in request.after
    assert "where" not in request.before


@pytest.mark.parametrize("format", ["table", "csv", "json", "md"])
def test_events_are_listed_with_their_titles(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--kind", "event", "--right", "gi", "--format", format]) == 0
    shown = capsys.readouterr().out
    assert "counter-statement-served" in shown
    assert "receipt of the notice" in shown
    assert "examination-requested" not in shown
    if format == "json":
        found = {each["id"]: each for each in json.loads(shown)}
        assert found["acceptance"]["rights"] == ["gi"]
