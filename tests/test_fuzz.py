"""The search for calls that end as none may: it knows every command, and takes what is good for good."""

from __future__ import annotations

from pathlib import Path
from random import Random

from fuzz import properties
from fuzz.child import Outcome
from fuzz.scenarios import Scenarios
from fuzz.table import commands
from ipcalc.book import Book
from ipcalc.cli.root import COMMANDS


def test_every_command_and_option_is_in_the_search(book: Book, tmp_path: Path) -> None:
    found = commands()
    assert {command.words[0] for command in found} == set(COMMANDS)
    deadline = next(command for command in found if command.words == ("deadline",))
    assert {"--event", "--as-of", "--data", "--strict"} <= {word for each in deadline.parameters for word in each.words}
    for number in range(0, 6 * len(found), 3):
        here = tmp_path / str(number)
        here.mkdir()
        assert Scenarios(Random(number), book.rulebook, found, here, number).any().words


def test_what_may_not_be_is_seen() -> None:
    good = Outcome(0, "", "", 0.1, 90)
    assert list(properties.of_call(good)) == []
    bad = [
        good._replace(status=None),
        good._replace(seconds=6.0),
        good._replace(memory=400),
        good._replace(status=5),
        good._replace(status=2, err="ipcalc: one\nipcalc: two\n"),
        good._replace(status=2, err=""),
        good._replace(status=2, err="ipcalc: \x1b[31m\n"),
        good._replace(out="Traceback (most recent call last)"),
    ]
    assert [len(list(properties.of_call(outcome))) for outcome in bad] == [1] * 8


def test_rows_are_compared_cell_by_cell(tmp_path: Path) -> None:
    given = [{"ref": "001", "date": "2012-03-05"}, {"ref": "2", "date": ""}]

    def faults(text: str) -> list[str]:
        return list(properties.of_rows(given, None, Outcome(0, text, "", 0.1, 90), "csv"))

    assert faults("ref,date,due\n001,2012-03-05,x\n2,,\n") == []
    assert faults("ref,date,due\n001,2012-03-05,x\n") == ["2 rows in, 1 rows out"]
    assert faults("ref,date,due\n1,2012-03-05,x\n2,,\n") == ["row 1: ref was '001' and is '1'"]


def test_the_order_of_days_is_seen() -> None:
    limit = '{"kind": "%s", "date": "%s", "act_by": "%s", "rolls_to": "%s"}'
    due = limit % ("due", "2012-03-05", "2012-03-06", "2012-03-04")
    late = limit % ("late", "2012-03-01", "2012-03-01", "2012-03-01")
    assert list(properties.of_answers(f'{{"limits": [{due}, {late}]}}')) == [
        "due: act_by 2012-03-06 is after 2012-03-05",
        "due: rolls_to 2012-03-04 is before 2012-03-05",
        "late 2012-03-01 is before due 2012-03-05",
    ]
