"""Settings, the words that are found, and completion for the shell that is named."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from ipcalc.book import Book
from ipcalc.cli import run
from ipcalc.settings import settings_in

FILE = """
office = "Bombay"
applicant = "startup"
mode = "paper"
dayfirst = true
acting_for = "both"
matters = ["portfolio", "more.csv"]
remind = [30, 7]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory two levels below one with a settings file; a second file is in the user's own folder."""
    own = tmp_path / "config" / "ipcalc"
    below = tmp_path / "firm" / "desk" / "today"
    own.mkdir(parents=True)
    below.mkdir(parents=True)
    (own / "ipcalc.toml").write_text('office = "delhi"\n')
    (tmp_path / "firm" / "ipcalc.toml").write_text(FILE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("typer.get_app_dir", lambda name: str(tmp_path / "config" / name))
    monkeypatch.chdir(below)
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(words) == 2
    return capsys.readouterr().err


def test_each_setting_is_shown_with_where_it_comes_from(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(here / "firm" / "ipcalc.toml")
    shown = answer(capsys, "config")
    assert shown["file"] == path
    assert shown["settings"]["office"] == {"value": "Bombay", "from": path}
    assert shown["settings"]["data"] == {"value": None, "from": "default"}
    assert shown["settings"]["matters"]["value"] == [str(here / "firm" / each) for each in ("portfolio", "more.csv")]
    assert answer(capsys, "config", "--no-config")["file"] is None
    assert answer(capsys, "--no-config", "config")["settings"]["office"] == {"value": None, "from": "default"}


def test_the_nearest_file_alone_is_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "firm" / "desk" / "ipcalc.toml").write_text('mode = "paper"\n')
    shown = answer(capsys, "config")["settings"]
    assert shown["office"]["from"] == "default"
    for path in (here / "firm" / "desk" / "ipcalc.toml", here / "firm" / "ipcalc.toml"):
        path.unlink()
    assert answer(capsys, "config")["settings"]["office"]["value"] == "delhi"


def test_an_option_comes_before_a_setting_and_a_setting_before_the_default(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(here / "firm" / "ipcalc.toml")
    found = answer(capsys, "deadline", "tm-opposition", "05/03/2012")
    assert found["office"] == "mumbai"
    assert found["trigger"]["date"] == "2012-03-05"
    given = {"office": "Bombay", "applicant": "startup", "mode": "paper", "dayfirst": True}
    assert found["settings"] == {name: {"value": value, "from": path} for name, value in given.items()}
    found = answer(capsys, "deadline", "tm-opposition", "2012-03-05", "--office", "delhi")
    assert found["office"] == "delhi"
    assert list(found["settings"]) == ["applicant", "mode", "dayfirst"]
    found = answer(capsys, "fee", "tm-application", "--on", "2026-11-21")
    assert (found["applicant"], found["mode"], found["total"]) == ("startup", "paper", 5000)
    found = answer(capsys, "fee", "tm-application", "--on", "2026-11-21", "--applicant", "llp")
    assert (found["applicant"], found["total"]) == ("other", 10000)
    found = answer(capsys, "--no-config", "fee", "tm-application", "--on", "2026-11-21")
    assert (found["applicant"], found["mode"]) == ("other", "e-filing")
    assert "settings" not in found
    assert "ambiguous" in said(capsys, "deadline", "tm-opposition", "05/03/2012", "--no-config")


def test_each_answer_of_a_list_names_its_settings(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "deadline", "annuity", "2015-05-10", "--event", "grant=2020-06-01", "--today", "2026-01-01")
    assert all(each["settings"]["office"]["value"] == "Bombay" for each in found)


def test_what_a_row_says_comes_first(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("fees.csv").write_text("fee,applicant,on\ntm-application,other,21/11/2026\ntm-application,,21/11/2026\n")
    assert run(["batch", "fees", "fees.csv"]) == 0
    assert [row["total"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["10000", "5000"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('ofice = "x"', "unknown setting 'ofice'; did you mean office? (known: office, applicant, mode, dayfirst, data, acting_for, matters, remind)"),
        ("office = 5", "office should be text, not 5"),
        ("office = ''", "office should be text, not ''"),
        ('dayfirst = "yes"', "dayfirst should be true or false, not 'yes'"),
        ('data = ["a"]', "data should be the path of a directory, not ['a']"),
        ("matters = []", "matters should be a path, or a list of paths, not []"),
        ("remind = [true]", "remind should be a number of days, or a list of them, not [True]"),
        ("remind = [30, -7]", "remind should be a number of days, or a list of them, not [30, -7]"),
        ("office = ", "Invalid value (at end of document)"),
        ('office = "Mumbay"', "office: unknown office 'Mumbay': it is one of delhi, mumbai, kolkata, chennai, ahmedabad"),
        ('applicant = "startup,nobody"', "applicant: unknown applicant 'nobody' (one of individual, startup, small, education, other)"),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong_is_refused_with_its_file(
    here: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    path = here / "firm" / "ipcalc.toml"
    path.write_text(text)
    command = "fee tm-application" if text.startswith("applicant") else "deadline tm-opposition 2012-03-05"
    assert said(capsys, *command.split()) == f"ipcalc: {path}: {message}\n"
    assert said(capsys, "config") == f"ipcalc: {path}: {message}\n"


def test_an_overlay_of_the_settings_is_relative_to_their_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = here / "firm" / "house"
    own.mkdir()
    (own / "names.yaml").write_text("office_names: {mumbai: [head office]}\n")
    (here / "firm" / "ipcalc.toml").write_text('data = "house"\noffice = "Head Office"\n')
    assert answer(capsys, "deadline", "tm-opposition", "2012-03-05")["office"] == "mumbai"


def test_python_reads_no_settings(here: Path, book: Book) -> None:
    from datetime import date

    assert book.deadline("tm-opposition", date(2012, 3, 5)).office is None
    assert settings_in(Path("/nowhere"), Path("/nowhere")).values == {}


# ---------------------------------------------------------------------- words
@pytest.mark.parametrize(
    ("words", "kind", "id_"),
    [
        ("reply to examination report", "period", "tm-examination-reply"),
        ("replies to the examination reports", "period", "tm-examination-reply"),
        ("TM-O", "period", "tm-opposition"),
        ("form 18", "form", "Form 18"),
        ("annuity", "period", "patent-renewal"),
        ("first examination report", "event", "fer"),
        ("opposition", "fee", "tm-opposition"),
        ("whole files", "command", "batch"),
        ("renew trademark", "period", "tm-renewal"),
        ("trade mark renewal fee", "fee", "tm-renewal"),
        ("form 27", "period", "patent-working-statement"),
        ("late fee annuity", "fee", "patent-renewal-extension"),
        ("response to the FER", "period", "patent-fer-reply"),
        ("renewal of design", "period", "design-extension"),
        ("reinstate my patent", "period", "patent-restoration"),
        ("postpone hearing", "period", "tm-adjournment"),
        ("when must I pay the annuity", "period", "patent-renewal"),
        ("foreign filing license", "period", "patent-foreign-filing"),
        ("appeal high court", "period", "tm-appeal"),
        ("gi opposition", "period", "gi-opposition"),
        ("GEOGRAPHICAL INDICATION RENEWAL", "period", "gi-renewal"),
    ],
)
def test_words_are_found(words: str, kind: str, id_: str, capsys: pytest.CaptureFixture[str]) -> None:
    hits = answer(capsys, "find", *words.split())["hits"]
    assert (kind, id_) in [(hit["kind"], hit["id"]) for hit in hits]


def test_a_name_itself_stands_first(capsys: pytest.CaptureFixture[str]) -> None:
    first = answer(capsys, "find", "TM-Opposition")["hits"][:2]
    assert {hit["id"] for hit in first} == {"tm-opposition"}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("pct national phase", "patent-national-phase"),
        ("oppose a trademark", "tm-opposition"),
        ("opposition counter statement", "tm-counter-statement"),
        ("restore patent", "patent-restoration"),
        ("reply to examination report", "tm-examination-reply"),
        ("affidavit evidence", "tm-opposition-evidence"),
        ("opposition", "tm-opposition"),
        ("RENEWAL", "tm-renewal"),
    ],
)
def test_what_people_say_stands_first(words: str, first: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "find", *words.split())["hits"][0]["id"] == first


def test_every_phrase_that_people_say_finds_what_it_is_said_of(book: Book) -> None:
    for section, kind in (("said_of_periods", "period"), ("said_of_fees", "fee")):
        for name, phrases in book.rulebook.raw(section).items():
            for phrase in phrases:
                assert (kind, name) in [(hit.kind, hit.id) for hit in book.find(phrase, {}).hits], phrase


def test_likeness_alone_is_never_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "anuity", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"words": "anuity", "hits": [], "did_you_mean": ["annuity"]}
    assert run(["find", "xqzw"]) == 1
    assert capsys.readouterr().out == "Found: xqzw\n- Nothing was found.\n"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("anuity fee", "annuity fee"),
        ("annuties", "annuities"),
        ("trademark renewl", "trademark renewal"),
        ("oposition evidence", "opposition evidence"),
    ],
)
def test_a_misspelt_word_is_asked_about(words: str, meant: str, book: Book) -> None:
    found = book.find(words)
    assert found.did_you_mean[0] == meant
    assert bool(found.hits) == (words == "oposition evidence")


def test_what_is_found_by_other_words_is_shown_with_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "oposition", "evidence", "--most", "1"]) == 0
    assert capsys.readouterr().out.endswith("\n- Did you mean opposition evidence?\n- 16 more: --most N shows them.\n")


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("section 39", "period", "patent-foreign-filing"),
        ("section 8", "period", "patent-form-3"),
        ("s. 25(2) patents", "period", "patent-post-grant-opposition"),
        ("rule 24B", "period", "patent-examination-request"),
        ("rule 45 evidence", "period", "tm-opposition-evidence"),
        ("rule 58", "period", "tm-renewal"),
        ("r.138", "fee", "patent-time-extension"),
    ],
)
def test_a_section_or_a_rule_finds_what_rests_on_it(words: str, kind: str, name: str, book: Book) -> None:
    found = book.find(words)
    assert (kind, name) in [(hit.kind, hit.id) for hit in found.hits]
    assert found.did_you_mean == ()


@pytest.mark.parametrize("words", ["section 999", "rule 999", "trademark vakalatnama", "vakalatnama fee"])
def test_a_word_that_stands_nowhere_is_not_answered_by_the_others_alone(words: str, book: Book) -> None:
    assert (book.find(words).hits, book.find(words).did_you_mean) == ((), ())


# ---------------------------------------------------------------------- completion
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_for_the_shell_that_is_named(
    shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run(["--install-completion", shell]) == 0
    assert capsys.readouterr().out.startswith(f"completion for {shell} is installed in {tmp_path}")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("IPCALC_COMPLETE" in path.read_text() for path in written)
    assert run(["--show-completion", shell]) == 0
    assert "_IPCALC_COMPLETE=" in capsys.readouterr().out


def test_a_shell_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert said(capsys, "--install-completion", "powershell") == (
        "ipcalc: completion for powershell cannot be installed (powershell: No such file or directory):"
        " --show-completion powershell prints what belongs in the profile of the shell\n"
    )


def test_completion_needs_the_name_of_a_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "--install-completion") == "ipcalc: Option '--install-completion' requires an argument.\n"


def test_a_line_is_completed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in {
        "COMP_WORDS": "ipcalc deadline tm-oppo",
        "COMP_CWORD": "2",
        "_IPCALC_COMPLETE": "complete_bash",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        run([])
    assert ended.value.code == 0
    assert "tm-opposition\n" in capsys.readouterr().out


def test_what_has_the_words_as_its_title_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["find", "Notice of opposition", "--format", "json"]) == 0
    titles = [hit["title"] for hit in json.loads(capsys.readouterr().out)["hits"]]
    same = [title == "Notice of opposition" for title in titles]
    assert same == sorted(same, reverse=True)
    assert sum(same) >= 3
