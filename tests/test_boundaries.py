"""Days on which something begins or ends, from both sides, and words that stand at an edge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ipcalc.book import Book
from ipcalc.calc.fees.items import find
from ipcalc.calc.registers.classes import _stems
from ipcalc.errors import NoAnswer

DAY = timedelta(1)


@pytest.mark.parametrize("suspensions", [False, True])
def test_an_act_before_the_day_from_which_a_period_counts_is_refused_in_rows(book: Book, suspensions: bool) -> None:
    rows = book.deadline_rows(("period", "date", "done"), today=date(2026, 1, 5), suspensions=suspensions)
    before, on_the_day = rows.answer([("patent-renewal", "2015-05-10", done) for done in ("2015-05-09", "2015-05-10")])
    assert before.error == "done 2015-05-09 is before the filing 2015-05-10: check the dates"
    assert (on_the_day.error, on_the_day.due) == ("", "2018-05-10")


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("batteries", {"battery"}),
        ("ties", {"tie"}),
        ("watches", {"watch"}),
        ("boxes", {"box"}),
        ("axes", {"axe"}),
        ("glasses", {"glass"}),
        ("glass", {"glass"}),
        ("shoes", {"shoe"}),
        ("gas", {"gas"}),
        ("cars", {"car"}),
        ("men's shoes", {"men", "shoe"}),
    ],
)
def test_a_plural_is_the_word_itself(text: str, stems: set[str]) -> None:
    assert _stems(text) == stems


def test_a_form_before_its_first_day_and_on_it(book: Book) -> None:
    with pytest.raises(NoAnswer, match=r"^TM-O is in use only from 2017-03-06, not on 2017-03-05$"):
        find(book.rulebook, "TM-O", date(2017, 3, 5))
    assert find(book.rulebook, "TM-O", date(2017, 3, 6))[0] == "tm-opposition"
    assert find(book.rulebook, "TM-5", date(2017, 3, 5))[0] == "tm-opposition"


def test_each_version_of_a_fee_begins_on_its_first_day(book: Book) -> None:
    for name in book.rulebook.fees:
        versions = book.rulebook.fee(name).versions
        first, last = versions[0].from_, versions[-1].to
        assert not book.rulebook.form_of_fee(name, first - DAY)[0], name
        assert last is None or not book.rulebook.form_of_fee(name, last + DAY)[0], name
        for version in versions:
            assert book.rulebook.form_of_fee(name, version.from_) == (True, version.form), name
            assert version.to is None or book.rulebook.form_of_fee(name, version.to) == (True, version.form), name


def test_the_fee_of_an_answer_is_that_of_its_last_day(book: Book) -> None:
    """The extension of the opposition ended with 7 July 2013, and with it its form."""
    days = {due: book.deadline("tm-opposition", when) for due, when in _oppositions()}
    on_the_last, after = days[date(2013, 7, 7)], days[date(2013, 7, 8)]
    assert [limit.form for limit in on_the_last.limits] == ["TM-5", "TM-44"]
    assert [limit.form for limit in after.limits] == ["TM-5", None]
    said = [note.text for note in after.notes if "tm-opposition-extension" in note.text]
    assert said == [
        "On Mon 8 Jul 2013 (extended) there is no longer a form or fee tm-opposition-extension: it ended on Sun 7 Jul 2013."
    ]
    assert not [note for note in on_the_last.notes if "tm-opposition-extension" in note.text]


def _oppositions() -> list[tuple[date, date]]:
    """Days to which three months and one lead, and the advertisements from which they count."""
    return [(date(2013, 7, 7), date(2013, 3, 7)), (date(2013, 7, 8), date(2013, 3, 8))]


def test_a_treaty_binds_from_its_day(book: Book) -> None:
    for treaty in book.treaties.list().treaties:
        if treaty.in_force is not None:
            states = [
                next(each.state for each in book.treaties.list(day).treaties if each.id == treaty.id)
                for day in (treaty.in_force - DAY, treaty.in_force)
            ]
            assert states == ["not yet", "in force"]


def test_a_time_that_begins_on_the_last_excluded_day_ran_in_them(book: Book) -> None:
    for each in book.rulebook.suspensions:
        for day, ran in ((each.from_ - timedelta(200), False), (each.to, True), (each.to + DAY, False)):
            notes = book.deadline("tm-opposition", day, today=date(2026, 1, 5)).notes
            assert any("ran in the excluded days" in note.text for note in notes) is ran, day


def test_the_days_between_two_are_those_after_the_first_up_to_the_last(book: Book) -> None:
    between = book._engine.calendar.closed.between
    assert between(date(2026, 2, 27), date(2026, 3, 2)) == [date(2026, 3, 2), date(2026, 3, 1), date(2026, 2, 28)]
    assert between(date(2026, 3, 2), date(2026, 3, 2)) == []


def test_only_days_that_are_not_certainly_closed_are_called_doubtful(book: Book) -> None:
    def said(*asked: object, **options: object) -> list[str]:
        notes = book.deadline(*asked, today=date(2026, 1, 5), **options).notes  # type: ignore[arg-type]
        return [note.text for note in notes if "is or may be closed on" in note.text]

    assert said("tm-opposition", date(2026, 7, 15)) == []
    (one,) = said("patent-renewal", date(2015, 5, 10), occurrence=6)
    assert "(Lockdown)" in one
    assert "(Saturday)" not in one


@pytest.mark.parametrize(("period", "said"), [("madrid-renewal", False), ("gi-renewal", True)])
def test_a_missing_list_is_said_only_where_days_of_the_office_count(book: Book, period: str, said: bool) -> None:
    answer = book.deadline(period, date(2023, 5, 5), occurrence=1, today=date(2026, 1, 5))
    assert any("No list of closed days for 2033" in note.text for note in answer.notes) is said


def test_an_estimate_of_the_closed_days_of_a_year_is_no_list(book: Book) -> None:
    found = {int(year): book.rulebook.closures(int(year)) for year in book.rulebook.raw("years")}
    listed = {year for year, each in found.items() if each and each.status == "listed"}
    assert {year for year in range(1990, 2040) if book._engine.calendar.closed.has_list(year)} == listed
    assert listed < set(found)


def test_an_act_from_a_first_day_on_is_no_day_late(book: Book) -> None:
    done = book.deadline("gi-after-removal", events={"removal": date(2026, 1, 5)}, done=date(2027, 2, 1)).done
    assert done is not None
    assert (done.result, done.late_by_days, done.means) == (
        "in time",
        0,
        "this period has only a first day, and it has come",
    )
