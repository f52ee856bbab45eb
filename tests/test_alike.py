"""What several occurrences of a period say, each said once."""

from __future__ import annotations

import json
import re

import pytest

from ipcalc.cli import run
from ipcalc.law.shapes.base import Note
from ipcalc.report.alike import one_of_each
from ipcalc.years import spans


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            ["No list for 2027 is at hand. [13]", "No list for 2028 is at hand. [14]"],
            "No list for 2027, 2028 is at hand.",
        ),
        (
            [
                "No list for 2027 is at hand. [13]",
                "No list for 2028 is at hand. [14]",
                "No list for 2029 is at hand. [15]",
            ],
            "No list for 2027 to 2029 is at hand.",
        ),
        (
            [
                "Mon 1 Mar 2021 (due) is closed. [3]",
                "Tue 1 Mar 2022 (due) is closed. [4]",
                "Wed 2 Mar 2022 (late) is closed. [4]",
            ],
            "Mon 1 Mar 2021 (due) is closed. [3] (alike: 4)",
        ),
        (["It is so. [3, 5]"], "It is so. [3, 5]"),
    ],
)
def test_alike(texts: list[str], said: str) -> None:
    assert list(one_of_each(Note("doubt", text) for text in texts)) == [Note("doubt", said)]


def test_what_the_same_occurrences_have_is_one_note() -> None:
    notes = [
        Note("doubt", "Checked up to Sat 28 Nov 2026; a later day (Mon 10 May 2027). [13]"),
        Note("doubt", "No list for 2027 is at hand. [13]"),
        Note("doubt", "Checked up to Sat 28 Nov 2026; a later day (Wed 10 May 2028). [14]"),
        Note("doubt", "No list for 2028 is at hand. [14]"),
    ]
    text = "No list for 2027, 2028 is at hand. Checked up to Sat 28 Nov 2026; a later day (Mon 10 May 2027). [13] (alike: 14)"
    assert list(one_of_each(notes)) == [Note("doubt", text)]


def test_what_is_of_another_kind_is_not_alike() -> None:
    notes = [Note("doubt", "In 2027. [1]"), Note("information", "In 2028. [2]")]
    assert list(one_of_each(notes)) == notes


@pytest.mark.parametrize(("numbers", "words"), [([3], "3"), ([4, 3], "3, 4"), ([5, 3, 4, 9, 9], "3 to 5, 9"), ([], "")])
def test_spans(numbers: list[int], words: str) -> None:
    assert spans(numbers) == words


@pytest.mark.parametrize(
    "asked",
    [
        ["annuity", "2015-05-10"],
        ["annuity", "2005-02-28"],
        ["annuity", "2024-12-31"],
        ["annuity", "--event", "international-filing=2012-01-31", "--event", "recordal=2018-02-02"],
        ["tm-renewal", "2016-11-20", "--priority", "2016-05-25"],
        ["patent-working-statement", "--event", "grant=2014-03-04"],
        ["gi-renewal", "2004-10-27"],
    ],
)
def test_many_occurrences_say_little_and_hide_no_doubt(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """At most eight notes, with every sentence of every occurrence but for its days."""
    today = ["--today", "2026-11-28"]
    assert run(["deadline", *asked, *today]) == 0
    notes = capsys.readouterr().out.partition("\n- ")[2]
    assert notes.count("\n- ") < 8
    assert run(["deadline", *asked, *today, "--format", "json"]) == 0
    answers = json.loads(capsys.readouterr().out)
    said = {note["text"] for answer in answers for note in answer["notes"] if note["kind"] != "information"}
    shown = " ".join(notes.split())
    assert len(said) > 3
    assert [text for text in said if not all(part in shown for part in _whatever_the_days(text))] == []


def _whatever_the_days(text: str) -> list[str]:
    """The parts of a sentence that do not differ with its days."""
    days = r"(?:[A-Z][a-z]{2} )?\d{1,2} [A-Z][a-z]{2} \d{4}|\b\d{4}\b|\b(?:due|late|extended|restoration)\b|\([^()]*\)"
    return [part.strip(" .") for part in re.split(days + "|closed on .*", text)]


def test_few_notes_stand_each_alone() -> None:
    notes = [Note("doubt", f"It is {word}.") for word in ("so", "thus", "otherwise")]
    assert list(one_of_each(notes)) == notes


def test_of_many_notes_those_of_the_same_occurrences_are_told_together() -> None:
    words = ("so", "thus", "otherwise", "late", "early", "unknown")
    notes = [Note("doubt", f"It is {word} [{number}]") for number, word in enumerate(words)]
    notes += [Note("doubt", "It is odd [3]"), Note("condition", "It is paid."), Note("information", "It is known.")]
    texts = [note.text for note in one_of_each(notes)]
    assert texts[3] == "It is late [3] It is odd [3]"
    assert len(texts) == len(notes) - 1
