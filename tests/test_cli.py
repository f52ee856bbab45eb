"""The command line as a user meets it: help, examples, JSON, formats, files without colour."""

from __future__ import annotations

import csv
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import typer

from ipcalc.cli import run
from ipcalc.cli.first_steps import FILES, STEPS
from ipcalc.cli.root import COMMANDS, command


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that runs something, with the words that call it."""
    root = command()
    context = typer.Context(root)
    for name in COMMANDS:
        each = root.get_command(context, name)
        inner = getattr(each, "commands", None)
        if inner is None:
            yield (name,), each
        else:
            yield from (((name, sub), found) for sub, found in inner.items())


ALL = list(commands())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the examples speak of, in every format."""
    folder = shutil.copytree(Path(__file__).parents[1] / "examples", tmp_path_factory.mktemp("files") / "examples")
    with (folder / "docket.csv").open(newline="") as text:
        rows = list(csv.DictReader(text))
    (folder / "docket.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    shutil.copy(Path(__file__).parent / "imports" / "tm-status.csv", folder / "status.csv")
    book = openpyxl.Workbook()
    for row in (rows[0].keys(), *(row.values() for row in rows)):
        book.worksheets[0].append(list(row))
    book.save(folder / "docket.xlsx")
    return folder


@pytest.mark.parametrize(("words", "found"), ALL, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_every_command_has_help_with_examples_that_run(
    words: tuple[str, ...],
    found: Any,
    capsys: pytest.CaptureFixture[str],
    files: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(shutil.copytree(files, tmp_path / "files"))
    assert run([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Examples:" in shown
    for option in found.params:
        assert getattr(option, "help", None) or option.name == "help", (words, option.name)
    examples = re.findall(r"^ +ipcalc (.+)$", shown.split("Examples:")[1], re.M)
    assert examples
    for example in examples:
        if "our-data" not in example:
            of_rows = words[0] in ("batch", "check", "verify", "import", "docket")
            assert run(shlex.split(example.partition(" > ")[0])) in ((0, 1) if of_rows else (0,)), example
    capsys.readouterr()


def test_help_of_the_root_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", shown, re.M)


def test_without_a_command_it_is_shown_what_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: ipcalc")
    assert len(STEPS) == 5
    assert re.findall(r"^  (ipcalc .*?)(?:  |$)", shown, re.M) == [*STEPS.values(), *FILES]
    assert shown.endswith(
        "ipcalc --help lists every command, and ipcalc COMMAND --help shows what it does, with examples.\n"
    )


def test_without_a_command_of_a_group_its_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 2
    assert capsys.readouterr().out.startswith("Usage: ipcalc rules")


@pytest.mark.parametrize("step", STEPS.values())
def test_what_to_try_first_runs_anywhere(
    step: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(shlex.split(step)[1:]) == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) > 3
    assert shown.err == ""


@pytest.mark.parametrize("step", FILES)
def test_what_to_try_with_files_runs(
    step: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: Path
) -> None:
    shutil.copy(files / "docket.csv", tmp_path / "rows.csv")
    shutil.copy(files / "stated.csv", tmp_path / "docket.csv")
    monkeypatch.chdir(tmp_path)
    assert run(shlex.split(step)[1:]) in (0, 1)
    assert capsys.readouterr().out or (tmp_path / "mark.yaml").is_file()


def test_a_matter_to_fill_in_never_takes_the_place_of_a_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["docket", "--init", "tm", "-o", "mark.yaml"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["docket", "--init", "tm"]) == 0
    assert (tmp_path / "mark.yaml").read_text() == capsys.readouterr().out
    assert run(["docket", "--init", "tm", "-o", "mark.yaml"]) == 2
    assert capsys.readouterr().err == "ipcalc: mark.yaml exists already: --init only writes new files\n"


def test_version_names_program_and_rulebook(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    shown = re.fullmatch(
        r"ipcalc \d+\.\d+\.\d+, rulebook \d{4}\.\d+\.\d+\+([0-9a-f]{8}) \(sha256:([0-9a-f]{12})\)\n",
        capsys.readouterr().out,
    )
    assert shown
    assert shown[2].startswith(shown[1])


def answer(line: str, capsys: pytest.CaptureFixture[str]) -> Any:
    assert run([*shlex.split(line), "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_of_a_deadline_is_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer("deadline tm-opposition 2012-03-05 --today 2012-06-01", capsys)
    assert list(found) == [
        "period", "title", "right", "by", "office", "trigger", "law", "layer", "limits", "if_missed", "notes", "projected",
        "state", "next", "rulebook",
    ]  # fmt: skip
    assert found["period"] == "tm-opposition"
    assert (found["right"], found["by"], found["office"], found["projected"]) == ("tm", "opponent", None, False)
    assert found["trigger"] == {"event": "advertisement", "date": "2012-03-05"}
    law = found["law"]
    assert list(law) == ["citation", "from", "to", "decided_by", "evidence", "contested", "sources"]
    assert (law["from"], law["to"], law["evidence"], law["contested"]) == ("2003-09-15", "2013-07-07", "two", False)
    assert law["decided_by"] == {"event": "advertisement", "date": "2012-03-05"}
    assert found["limits"] == [
        {
            "kind": "due", "length": "3 months", "date": "2012-06-05", "act_by": "2012-06-05", "rolls_to": "2012-06-05",
            "days_left": 4, "form": "TM-5", "fee": "tm-opposition", "layer": "built-in",
        },
        {
            "kind": "extended", "length": "3 + 1 months", "date": "2012-07-05", "act_by": "2012-07-05",
            "rolls_to": "2012-07-05", "days_left": 34, "ask_by": "2012-06-05", "form": "TM-44",
            "fee": "tm-opposition-extension", "discretionary": True, "layer": "built-in", "amount": 500, "currency": "INR",
        },
    ]  # fmt: skip
    assert list(found["rulebook"]) == ["version", "checked_to", "digest"]


def test_json_of_a_recurring_period_is_a_list_and_of_one_occurrence_an_object(
    capsys: pytest.CaptureFixture[str],
) -> None:
    every = answer("deadline patent-renewal 2015-05-10 --today 2026-01-01", capsys)
    assert [each["occurrence"] for each in every] == list(range(3, 21))
    assert every[4] == answer("deadline patent-renewal 2015-05-10 --today 2026-01-01 --occurrence 7", capsys)


def test_json_of_a_fee_is_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer("fee tm-application --classes 3 --applicant startup --on 2026-09-01", capsys)
    line = found["lines"][0]
    assert list(found) == ["total", "currency", "totals", "lines", "applicant", "mode", "on", "notes", "rulebook"]
    assert (found["total"], found["currency"], found["totals"]) == (13500, "INR", {"INR": 13500})
    assert (found["applicant"], found["mode"], found["on"]) == ("startup", "e-filing", "2026-09-01")
    assert list(line) == [
        "fee", "title", "form", "entry", "unit", "quantity", "rate", "amount", "currency", "citation", "from",
        "evidence", "layer",
    ]  # fmt: skip
    assert (line["form"], line["entry"], line["unit"], line["quantity"], line["rate"]) == (
        "TM-A",
        "1",
        "class",
        3,
        4500,
    )
    assert (line["amount"], line["from"], line["evidence"]) == (13500, "2017-03-06", "text")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("rfe --priority 2022-06-01 --today 2025-01-01", None),
        ("rfe --priority 2022-06-01 --today 2025-02-01", "open: it may still be in time, as the notes say"),
        ("rfe --priority 2022-06-01 --filing 2023-06-01 --today 2025-02-01", None),
        ("rfe --priority 2022-06-01 --filing 2023-06-01 --today 2026-07-01", "lapsed"),
        ("fer 2026-04-28 --today 2026-11-10", "extendable: extended until Thu 2027-01-28"),
        ("tm-renewal 2013-04-04 --event registration=2014-10-10 --today 2022-06-01", None),
        (
            "tm-renewal 2013-04-04 --event registration=2014-10-10 --today 2024-03-01",
            "number 1 is restorable: restoration until Thu 2024-04-04",
        ),
        (
            "tm-renewal 2013-04-04 --event registration=2014-10-10 --today 2024-05-01",
            "number 2 is unconfirmed: number 1 was due Tue 2023-04-04, and no act is on record",
        ),
        (
            "tm-renewal 2013-04-04 --event registration=2014-10-10 --today 2024-03-01 --occurrence 2",
            "unconfirmed: number 1 was due Tue 2023-04-04, and no act is on record",
        ),
        ("gi-renewal 2004-04-04 --event expiry=2014-04-04 --today 2024-03-01", "number 1 is lapsed"),
        ("patent-renewal 2000-04-04 --event grant=2008-01-05 --today 2024-03-01", "number 20 is lapsed"),
    ],
)
def test_a_table_says_where_a_period_stands_once_its_day_is_past(
    words: str, state: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deadline", *shlex.split(words)]) == 0
    shown = re.search(r"^state +(.*(?:\n +.*)*)$", capsys.readouterr().out, re.MULTILINE)
    assert (" ".join(shown[1].split()) if shown else None) == state


def test_explain_adds_the_working(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer("deadline tm-opposition 2012-03-05 --explain", capsys)
    assert [step["result"] for step in found["steps"]] == [
        "advertisement 2012-03-05",
        "2003-09-15 to 2013-07-07 (version 1 of 3)",
        "advertisement 2012-03-05 (that day is not counted)",
        "3 months: 2012-06-05 (counted from advertisement 2012-03-05)",
        "3 + 1 months: 2012-07-05 (counted from due 2012-06-05)",
    ]


def test_the_schedule_of_2002_has_its_87_entries(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer("rules list --kind fee --right tm --as-of 2008-01-01", capsys)
    assert sorted(int(each["entry"]) for each in found) == list(range(1, 88))
    for each in found:
        assert {"id", "entry", "form", "unit", "citation", "evidence"} <= set(each)
        assert "amount" in each or "amounts" in each
    restoration = next(each for each in found if each["entry"] == "21")
    assert (restoration["amount"], restoration["other_figures"]) == (5000, {"SEED-TM": 3000})


@pytest.mark.parametrize("format_", ["table", "csv", "md"])
def test_no_colour_codes_outside_a_terminal(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    for line in (
        "deadline annuity 2015-05-10",
        "fee TM-A --classes 2",
        "classes list",
        "office",
        "rules show TM-5",
        "treaties show GD",
        "treaties members madrid",
        "cooperation events",
    ):
        assert run([*line.split(), "--format", format_]) == 0
        shown = capsys.readouterr().out
        assert "\x1b" not in shown
        assert shown.endswith("\n")


def test_csv_holds_one_row_for_each_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deadline", "opposition", "2012-03-05", "--format", "csv", "--today", "2012-06-01"]) == 0
    head, due, extended = capsys.readouterr().out.splitlines()
    assert head.split(",")[:7] == ["period", "occurrence", "kind", "length", "date", "act_by", "rolls_to"]
    assert due.startswith("tm-opposition,,due,3 months,2012-06-05,2012-06-05,2012-06-05,4,,TM-5,tm-opposition,")
    assert extended.startswith("tm-opposition,,extended,3 + 1 months,2012-07-05,2012-07-05,2012-07-05,34,2012-06-05,")


def test_dates_may_be_written_as_people_write_them(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = answer("deadline opposition 2012-03-05 --today 2012-06-01", capsys)
    for written in ('"5 Mar 2012"', "05-Mar-2012", '"5 March 2012"', "05/03/2012 --dayfirst", "5.3.2012 --dayfirst"):
        assert answer(f"deadline opposition {written} --today 2012-06-01", capsys) == wanted


def test_completion_offers_ids(compiled: Any) -> None:
    from ipcalc.cli import options

    assert "tm-opposition" in options.complete_period("tm-opp")
    assert options.complete_event("grant") == ["grant=", "grant-publication="]
    assert options.complete_office("d") == ["delhi"]
    assert "TM-A" in options.complete_fee("TM-")


def test_a_search_without_a_hit_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classes", "search", "qqqqq"]) == 1


def test_a_fee_in_another_currency_says_so_with_what_is_taken_off(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "show", "pct-international-filing", "--format", "csv"]) == 0
    assert (
        "in CHF: 1330; Each sheet over 30: 15; less 100 (e-filing); less 90 % (individual)" in capsys.readouterr().out
    )
