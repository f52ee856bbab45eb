"""What several occurrences of a period say, each said once."""

from __future__ import annotations

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


def test_many_annuities_say_little_and_hide_no_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deadline", "annuity", "2015-05-10", "--today", "2026-11-28"]) == 0
    shown = capsys.readouterr().out
    assert len([line for line in shown.splitlines() if line.startswith("- ")]) <= 13
    said = " ".join(shown.split())
    for doubt in (
        "national phase",
        "is a closed day",
        "before the expiry",
        "Covid",
        "Act by",
        "checked up to",
        "No list",
    ):
        assert doubt in said
