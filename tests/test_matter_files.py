"""Files of matters: what is read of them, and every fault at its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ipcalc.batch.matters.document import matter_of
from ipcalc.batch.matters.files import MatterFault, MatterFiles, Placed, Reading, iso_day
from ipcalc.batch.matters.keys import Notation
from ipcalc.book import Book
from ipcalc.calc.matters.words import Words
from ipcalc.dates import Style
from ipcalc.errors import BadRequest
from ipcalc.law.reading import read as document

TODAY = date(2026, 11, 28)
CASES = yaml.safe_load((Path(__file__).parent / "matters.yaml").read_text(encoding="utf-8"))


def read(book: Book, *paths: Path | str, dayfirst: bool = False, **how: Any) -> tuple[list[dict[str, Any]], list[str]]:
    """The matters of some files, and their faults."""
    found = list(MatterFiles(book.rulebook, Reading(Style(TODAY, dayfirst=dayfirst), **how)).read(map(Path, paths)))
    matters = [each.matter.to_dict() for each in found if isinstance(each, Placed)]
    return matters, [str(each) for each in found if isinstance(each, MatterFault)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_files_of_matters(case: dict[str, Any], book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in case["files"].items():
        Path(name).write_text(text, encoding="utf-8")
    assert read(book, *case["files"]) == (case.get("matters", []), case.get("faults", []))


def test_a_folder_has_its_files_in_order_and_nothing_hidden(book: Book, tmp_path: Path) -> None:
    (tmp_path / "marks").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.yaml", "a.yml", "marks/c.yaml", ".git/d.yaml", ".e.yaml"):
        (tmp_path / name).write_text(f"ref: {Path(name).stem}\nright: tm\n")
    (tmp_path / "table.csv").write_text("ref,right\nt,tm\n")
    (tmp_path / "README.md").write_text("A portfolio.\n")
    matters, faults = read(book, tmp_path)
    assert [each["ref"] for each in matters] == ["a", "b", "t", "c"]
    assert faults == []


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none.yaml", "none.yaml cannot be read: No such file or directory"),
        ("old.xls", "old.xls is not read: save it as XLSX or CSV"),
    ],
)
def test_a_file_that_is_not_there_or_not_read(
    path: str, message: str, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.xls").touch()
    with pytest.raises(BadRequest) as raised:
        read(book, path)
    assert str(raised.value) == message


def test_headings_of_ones_own_and_dates_with_the_day_first(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("Our Ref,IP,Advt Date,Renewed\nX,tm,05/03/2012,6 Mar 2022\n")
    new = {"Our Ref": "ref", "IP": "right", "Advt Date": "advertisement", "Renewed": "done:tm-renewal"}
    (matter,), faults = read(book, path, renamed=new, dayfirst=True)
    assert faults == []
    assert matter["events"] == {"advertisement": "2012-03-05"}
    assert matter["done"] == {"tm-renewal": "2022-03-06"}


KEYS = (
    "right", "ref", "title", "classes", "office", "facts", "events", "done", "asked", "extended", "stated", "closed",
    "proceedings", "acting_for", "continues", "on", "as", "through", "accepted", "filing", "grant", "renewal", "fer", "x",
)  # fmt: skip
PLAIN = st.sampled_from((None, True, 0, 4, "", "x", "yes", "2024-01-01", "2023-02-29", date(2025, 1, 1), "not-needed"))
PARTS = st.dictionaries(st.sampled_from(KEYS), st.one_of(PLAIN, st.lists(PLAIN, max_size=2)), max_size=3)
VALUES = st.one_of(PLAIN, PARTS, st.lists(PARTS, max_size=2))


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(raw=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6))
def test_whatever_a_file_holds_is_a_matter_or_has_faults(raw: dict[str, Any], notation: Notation) -> None:
    faults: list[str] = []
    for right in ("patent", raw.get("right")):
        faults.clear()
        matter = matter_of({**raw, "right": right}, notation, lambda path, why: faults.append(f"{path}: {why}"))
        assert (matter is None) == bool(faults)
        if matter is not None:
            again = matter_of(json.loads(json.dumps(matter.to_dict())), notation, lambda path, why: faults.append(why))
            assert faults == []
            assert again == matter


@pytest.fixture(scope="module")
def notation(book: Book) -> Notation:
    return Notation(Words(book.rulebook), book.journals, iso_day, TODAY)


PORTFOLIO = Path(__file__).parents[1] / "examples" / "portfolio"


def test_the_portfolio_is_the_same_in_files_and_in_one_workbook(book: Book) -> None:
    files, sheet = book.matters([PORTFOLIO]), book.matters([PORTFOLIO.with_suffix(".xlsx")])
    assert (files.faults, sheet.faults) == ((), ())
    assert sorted(files.matters, key=lambda each: each.ref) == sorted(sheet.matters, key=lambda each: each.ref)
    assert len(files.matters) == 12
    assert {each.right for each in files.matters} == set(book.rulebook.rights)


def test_the_portfolio_has_a_docket_for_each_matter(book: Book) -> None:
    found = book.dockets([PORTFOLIO], today=TODAY)
    assert found.faults == ()
    assert {each.ref for each in found.dockets if not each.deadlines} == {"PC-0007"}  # it ended with its entry


@pytest.mark.parametrize("right", ["tm", "madrid", "patent", "pct", "design", "gi"])
def test_a_template_is_valid_as_it_is_and_filled_in(right: str, book: Book, tmp_path: Path) -> None:
    text = book.template(right)
    filled = "\n".join(line.removeprefix("# ") for line in text.splitlines()).replace("ref:  #", "ref: A1  #")
    for name, content in (("empty", text), ("filled", filled)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(content)
        (matter,), faults = read(book, path)
        assert faults == []
        Draft202012Validator(book.schema()).validate(json.loads(json.dumps(document(path).data, default=str)))
        assert matter["right"] == right
    words = Words(book.rulebook).of(right)
    assert set(matter["events"]) == set(words.events)
    assert set(matter.get("facts", ())) == set(words.facts)
    assert set(matter["done"]) <= set(words.periods)
    assert matter["ref"] == "A1"


def test_a_template_of_an_unknown_right(book: Book) -> None:
    with pytest.raises(BadRequest, match=r"^unknown right 'patentz'; did you mean patent\? \(one of tm, "):
        book.template("patentz")


@pytest.mark.parametrize("path", sorted(PORTFOLIO.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_schema_accepts_what_is_read(path: Path, book: Book) -> None:
    Draft202012Validator(book.schema()).validate(json.loads(json.dumps(document(path).data, default=str)))


def test_the_schema_accepts_an_entry_before_one_office_abroad(book: Book, notation: Notation) -> None:
    raw = {"right": "pct", "done": {"pct-national-phase-abroad/US": "2024-01-01"}}
    faults: list[str] = []
    assert matter_of(raw, notation, lambda path, why: faults.append(why))
    assert faults == []
    Draft202012Validator(book.schema()).validate(raw)


@pytest.mark.parametrize(
    "raw",
    [
        {"events": {}},
        {"right": "trade"},
        {"right": "tm", "event": {}},
        {"right": "tm", "events": {"grant": "2024-01-01"}},
        {"right": "tm", "events": {"filing": "1 Jan 2024"}},
        {"right": "tm", "events": {"filing": "journal:2235"}},
        {"right": "tm", "facts": {"biological-material": True}},
        {"right": "patent", "done": {"tm-renewal": "2024-01-01"}},
        {"right": "pct", "done": {"pct-national-phase-abroad/ZZ": "2024-01-01"}},
        {"right": "patent", "done": {"patent-fer-reply": {"through": 3}}},
        {"right": "patent", "office": "pune"},
        {"right": "patent", "closed": {"on": "2024-01-01"}},
        {"right": "patent", "proceedings": [{"kind": "opposition"}]},
        {"right": "patent", "proceedings": [{"ref": "1", "events": {"advertisement": "2024-01-01"}}]},
    ],
    ids=str,
)
def test_the_schema_refuses_what_is_not_read(raw: dict[str, Any], book: Book, notation: Notation) -> None:
    faults: list[str] = []
    matter_of(raw, notation, lambda path, why: faults.append(why))
    assert faults
    Draft202012Validator.check_schema(book.schema())
    assert not Draft202012Validator(book.schema()).is_valid(raw)


def test_events_have_the_other_names_that_people_use_in_any_case(tmp_path: Path, book: Book) -> None:
    (tmp_path / "a.yaml").write_text(
        "right: Trademark\nref: T-1\nevents: {Filing Date: 2024-02-12, ADVERTISED ON: 2026-08-10}\n"
    )
    (tmp_path / "b.csv").write_text(
        "right,ref,Date of Filing,Publication Date,grant,Date of Grant\n"
        "tm,T-2,2024-02-12,2026-08-10,,\npatent,P-1,2012-07-30,2014-01-10,2018-01-10,10.1.18\n"
    )
    found = book.matters([tmp_path])
    assert found.faults == ()
    assert [dict(each.events) for each in found.matters] == [
        {"filing": date(2024, 2, 12), "advertisement": date(2026, 8, 10)},
        {"filing": date(2024, 2, 12), "advertisement": date(2026, 8, 10)},
        {"filing": date(2012, 7, 30), "publication": date(2014, 1, 10), "grant": date(2018, 1, 10)},
    ]
    assert found.matters[2].own == {"Date of Grant": "10.1.18"}
