"""The reference registers: what they answer, and that every entry can be shown."""

from __future__ import annotations

import json
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.calc.registers.cooperation import INFORMATIONAL
from ipcalc.calc.registers.membership import code_of, members
from ipcalc.cli import run
from ipcalc.law.reading import read
from ipcalc.law.registers import Treaties

CASES = read(Path(__file__).parent / "registers.yaml").data


def at(value: Any, path: str) -> Any:
    """The value that a dotted path leads to; a step into a list is the first value of an element."""
    for step in path.split("."):
        value = (
            next(each for each in value if next(iter(each.values())) == step)
            if isinstance(value, list)
            else value[step]
        )
    return value


def answer(line: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*shlex.split(line), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert case["source"]
    found = answer(case["run"], capsys)
    wanted = {path: value.isoformat() if isinstance(value, date) else value for path, value in case["says"].items()}
    assert {path: at(found, path) for path in wanted} == wanted


def test_every_party_has_a_standing_by_its_code_and_by_each_of_its_names(book: Book) -> None:
    register = Treaties(book.rulebook)
    for code, party in register.parties.items():
        for name in (code, code.lower(), party.name, party.name.upper(), *party.aliases):
            assert code_of(register, name) == code
        found = book.treaties.show(code)
        sure = {each.union: each.status for each in found.memberships}["paris"] == "member"
        claims = {each.right: each.claim for each in found.priority}
        assert set(claims) == {"patent", "tm", "design"}
        assert (claims["patent"] in ("yes", "home")) == sure, code


def test_members_of_a_day_are_those_of_the_day_before_and_those_who_joined(book: Book) -> None:
    register = Treaties(book.rulebook)
    for name, union in register.unions.items():
        for code, joined in union.joined.items():
            before = dict(members(register, name, date.fromordinal(joined.since.toordinal() - 1)))
            on_the_day = dict(members(register, name, joined.since))
            assert (before[code].status, on_the_day[code].status) == ("not yet", "member")
            assert set(before) == set(on_the_day) == set(union.members)


def test_every_event_is_found_by_each_of_its_partners_and_by_its_days(book: Book) -> None:
    events = book.cooperation.events().events
    for event in events:
        assert event in book.cooperation.events(first=event.from_, last=event.to).events
        for partner in event.partners:
            assert event in book.cooperation.events(partner).events
    assert len([event for event in events if event.listed[:2] == "20"]) == 62
    assert sum(event.report for event in events) == 18


@pytest.mark.parametrize("command", ["partners", "events", "plan", "faults"])
def test_each_answer_on_cooperation_says_that_nothing_depends_on_it(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert INFORMATIONAL == "For information only: no deadline and no fee depends on it."
    assert INFORMATIONAL in answer(f"cooperation {command}", capsys)["notes"]
    assert run(["cooperation", command, "--format", "md"]) == 0
    assert f"- {INFORMATIONAL}\n" in capsys.readouterr().out


def test_without_an_event_the_exit_status_is_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cooperation", "events", "--partner", "italy"]) == 1
    assert capsys.readouterr().out.startswith("0 events\n")


def test_completion_offers_countries_unions_and_partners() -> None:
    from ipcalc.cli import options

    assert options.complete_party("GR") == ["GR"]
    assert options.complete_party("Gren") == ["Grenada"]
    assert options.complete_union("p") == ["paris", "pct"]
    assert options.complete_partner("inpi") == ["inpi-fr", "inpi-pt"]


@pytest.mark.parametrize(
    ("word", "meant"), [("shampu", ["shampoo"]), ("bindi", ["bidi"]), ("clothes", ["cloth", "lathe", "clothing"])]
)
def test_a_like_word_is_no_hit(word: str, meant: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classes", "search", word, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["hits", "did_you_mean", "list", "notes"]
    assert (found["hits"], found["did_you_mean"]) == ([], meant)
    assert found["notes"][-1].startswith("Nothing in the list is called that. Try the name that the trade uses")
    assert run(["classes", "search", word]) == 1
    assert f"- Did you mean {' or '.join(meant)}?\n" in capsys.readouterr().out


def test_a_word_of_three_letters_is_like_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classes", "search", "sho", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["hits"], found["did_you_mean"]) == ([], [])


def test_a_word_of_the_list_is_a_hit_and_asks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classes", "search", "chair", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(hit["class"], hit["match"], hit["kind"], hit["also"]) for hit in found["hits"]] == [
        (20, "chair", "goods", [])
    ]
    assert (found["did_you_mean"], found["notes"]) == ([], [])


def test_the_first_class_and_the_last_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for number in ("1", "45"):
        assert run(["classes", "show", number, "--as-of", "2026-02-01"]) == 0
        assert capsys.readouterr().out.startswith(f"Class {number}\n")
    assert run(["classes", "show", "0", "--as-of", "2026-02-01"]) == 2
    assert capsys.readouterr().err == "ipcalc: there is no class 0 on 2026-02-01: the classes are 1 to 45\n"


@pytest.mark.parametrize(("day", "number"), [("2025-12-31", 9), ("2026-01-01", 10)])
def test_what_moves_is_in_its_new_class_from_the_day_on(
    day: str, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["classes", "search", "sunglasses", "--as-of", day, "--format", "json"]) == 0
    assert [hit["class"] for hit in json.loads(capsys.readouterr().out)["hits"]] == [number]


@pytest.mark.parametrize(("number", "day"), [("1/2019", "2019-01-04"), ("52/2019", "2019-12-27"), ("0/2019", ""), ("53/2019", "")])  # fmt: skip
def test_a_year_has_its_first_number_and_its_last(number: str, day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journal", number, "--format", "json"]) == (0 if day else 2)
    found = capsys.readouterr()
    if day:
        assert json.loads(found.out)["date"] == day
    else:
        assert found.err == f"ipcalc: there is no number {number}: 2019 has 52 Fridays\n"


@pytest.mark.parametrize(
    ("word", "number", "match"),
    [
        ("tooth paste", 3, "toothpaste"),
        ("hand bags", 18, "handbag"),
        ("facewash", 3, "face wash"),
        ("mobileapps", 9, "mobile app"),
        ("t shirts", 25, "t-shirt"),
        ("door-mats", 27, "door mat"),
        ("knives", 8, "knife"),
        ("shelves", 20, "shelf"),
        ("buses", 12, "bus"),
        ("jewelry box", 14, "jewellery box"),
        ("tires", 12, "tyre"),
        ("café", 43, "cafe"),
        ("sabun", 3, "sabun"),
        ("chai", 30, "chai"),
        ("saris", 25, "sari"),
        ("gutkha", 34, "gutkha"),
    ],
)
def test_a_word_is_found_in_its_plural_and_joined_or_parted(word: str, number: int, match: str, book: Book) -> None:
    found = book.classes.search(word, date(2026, 11, 28))
    assert [(hit.found.number, hit.words) for hit in found.hits] == [(number, match)]
    assert found.notes == ()


def test_goods_may_stand_with_signs_between_them(book: Book) -> None:
    for words in ("soap & tea", "soap + tea", "soap/tea", "soap and tea"):
        found = book.classes.search(words, date(2026, 11, 28))
        assert [(hit.found.number, hit.words) for hit in found.hits] == [(3, "soap"), (30, "tea")]
        assert found.notes == ()


def test_a_lens_is_one_of_the_lenses(book: Book) -> None:
    (hit,) = book.classes.search("contact lens", date(2026, 1, 1)).hits
    assert hit.found.number == 10


@pytest.mark.parametrize("word", ["pan masala", "tea strainer"])
def test_what_has_only_some_of_the_words_says_so(word: str, book: Book) -> None:
    found = book.classes.search(f"{word}, soap", date(2026, 11, 28))
    assert [hit.found.number for hit in found.hits] == [3, 30]
    assert found.notes == (
        f"No class has {word!r} whole: what was found has only some of these words, and may be of another class.",
    )


def test_of_keywords_that_fit_alike_the_first_is_shown(book: Book) -> None:
    hits = [hit.to_dict() for hit in book.classes.search("artificial", date(2026, 1, 5)).hits]
    assert [hit["match"] for hit in hits if hit["class"] == 10] == ["artificial limb"]


def test_of_words_that_nothing_has_together_the_rarest_is_looked_for(book: Book) -> None:
    assert [(hit.kind, hit.id) for hit in book.find("reply annuity").hits][:2] == [
        ("fee", "patent-renewal"),
        ("period", "patent-renewal"),
    ]


def test_days_that_the_page_gives_are_exact(book: Book) -> None:
    events = {(each.listed, each.n): each for each in book.cooperation.events().events}
    assert events["2024-12", 1].exact
    assert not events["2023-10", 2].exact


@pytest.mark.parametrize(
    ("name", "code"), [("J&K", "IN-JK"), ("a & n islands", "IN-AN"), ("NCT", "IN-DL"), ("TG", "IN-TS")]
)
def test_a_territory_is_known_by_its_short_name(name: str, code: str, book: Book) -> None:
    assert book.office(name, "tm").code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("U.S.", "US"), ("u.s.a", "US"), ("America", "US"), ("U.K.", "GB"), ("England", "GB"), ("P.R.C.", "CN")],
)
def test_a_country_is_known_by_what_people_call_it(name: str, code: str, book: Book) -> None:
    assert book.treaties.show(name).code == code
