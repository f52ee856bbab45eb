"""The check of the data: the built-in data is whole, and each kind of mistake is reported word for word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import ipcalc
from ipcalc.cli import run
from ipcalc.law.check import check
from ipcalc.law.load import data_directory
from ipcalc.law.reading import read

MALFORMED = read(Path(__file__).parent / "malformed.yaml").data


def test_the_built_in_data_has_no_fault() -> None:
    assert check([data_directory()]).faults == []


@pytest.mark.parametrize("case", MALFORMED, ids=lambda case: case["name"])
def test_malformed_data(case: dict[str, Any], tmp_path: Path, small: Path) -> None:
    (tmp_path / case["file"]).write_text(case["text"])
    faults = check([small, tmp_path]).faults
    assert [str(fault).replace(str(tmp_path), "DIR") for fault in faults] == case["faults"]


def test_a_file_in_another_encoding_is_named(tmp_path: Path, small: Path) -> None:
    (tmp_path / "forms.yaml").write_bytes("forms: {TM-5: é}".encode("latin-1"))
    faults = check([small, tmp_path]).faults
    assert [str(fault) for fault in faults] == [f"{tmp_path}/forms.yaml: is not UTF-8: byte 14 cannot be read"]


def test_rules_check_lists_all_faults_and_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "forms.yaml").write_text("forms:\n  TM-5: {title: T, right: tm, from: 2003-09-15, evidence: too}\n")
    assert run(["rules", "check", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    wanted = (
        f"{tmp_path}/forms.yaml:2: forms.TM-5.evidence: 'too' is not one of text, two, one, house, guide, unverified"
    )
    assert shown.out == f"{wanted}; did you mean two?\n"
    assert shown.err == "1 fault\n"


def test_an_answer_from_invalid_data_is_refused_with_the_first_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "forms.yaml").write_text("forms:\n  TM-5: {right: tm, from: 2003-09-15, evidence: two}\n")
    assert run(["deadline", "opposition", "2012-03-05", "--data", str(tmp_path)]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == f"ipcalc: the data is not valid: {tmp_path}/forms.yaml:2: forms.TM-5: has no title\n"


def test_an_overlay_replaces_whole_entries_and_changes_the_digest(tmp_path: Path) -> None:
    text = """
periods:
  tm-opposition:
    title: Opposition as we docket it
    right: tm
    by: opponent
    begins: begins with the Act
    versions:
      - from: 2003-09-15
        decided_by: advertisement
        trigger: advertisement
        limits: [{kind: due, weeks: 10}]
        citation: house rule
        evidence: guide
"""
    (tmp_path / "periods.yaml").write_text(text)
    from datetime import date

    over, built_in = ipcalc.load(tmp_path), ipcalc.load()
    answer = over.deadline("tm-opposition", date(2024, 1, 1))
    assert [limit.date for limit in answer.limits] == [date(2024, 3, 11)]
    assert over.rulebook.digest != built_in.rulebook.digest
    assert (
        over.deadline("tm-priority", date(2024, 1, 1)).limits
        == built_in.deadline("tm-priority", date(2024, 1, 1)).limits
    )


FORM = "  {name}: {{title: T, right: tm, from: 2003-09-15, evidence: two}}\n"


def test_a_folder_holds_what_its_file_could_and_says_nothing_twice(tmp_path: Path, small: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "house.yaml").write_text("forms:\n" + FORM.format(name="H-1") + FORM.format(name="H-2"))
    (folder / "tm.yaml").write_text("forms:\n" + FORM.format(name="H-3"))
    raw, _, faults = check([small, tmp_path])
    assert faults == []
    assert [form for form in raw["forms"] if form.startswith("H-")] == ["H-3", "H-1", "H-2"]
    (tmp_path / "forms.yaml").write_text("forms:\n" + FORM.format(name="H-4") + FORM.format(name="H-2"))
    (folder / "tm.yaml").write_text("forms:\n" + FORM.format(name="H-1") + "  H-3: {right: tm}\n")
    assert [str(fault).replace(str(tmp_path), "DIR") for fault in check([small, tmp_path]).faults] == [
        "DIR/forms/house.yaml:2: forms.H-1: is there twice (first in DIR/forms/tm.yaml on line 2)",
        "DIR/forms/house.yaml:3: forms.H-2: is there twice (first in DIR/forms.yaml on line 3)",
    ]


def test_a_fault_in_a_folder_has_the_name_of_its_file(tmp_path: Path, small: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "tm.yaml").write_text("forms:\n  H-1: {title: T, right: tm, from: 2003-09-15}\n")
    faults = check([small, tmp_path]).faults
    assert [str(fault) for fault in faults] == [f"{tmp_path}/forms/tm.yaml:2: forms.H-1: has no evidence"]


def test_a_folder_or_file_that_would_not_be_read_is_named(tmp_path: Path, small: Path) -> None:
    for name in ("period/tm.yaml", "fees/tm.yml", ".git/config.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("fees: {}\n")
    assert [str(fault).replace(str(tmp_path), "DIR") for fault in check([small, tmp_path]).faults] == [
        "DIR/fees/tm.yml: is not read: name it tm.yaml",
        "DIR/period: is not a folder of the rulebook; did you mean periods or cooperation?",
    ]
