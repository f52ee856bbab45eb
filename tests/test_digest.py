"""Letters about what is due: one for each client or attorney, with its own matters alone."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from ipcalc.cli import run

PORTFOLIO = Path(__file__).parents[1] / "examples" / "portfolio"
TODAY = ["--today", "2026-11-28", "--within", "60"]
REFS = {
    client: {
        line.removeprefix("ref: ").strip()
        for path in PORTFOLIO.glob(f"{client}-*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("ref: ")
    }
    for client in ("kaveri", "lotus", "meridian", "northlight")
}


def letters(folder: Path, *words: str) -> dict[str, EmailMessage]:
    assert run(["docket", str(PORTFOLIO), *TODAY, *words, "--digest", str(folder)]) == 0
    read = {path.name: message_from_bytes(path.read_bytes(), policy=default) for path in folder.iterdir()}
    return {name: letter for name, letter in read.items() if isinstance(letter, EmailMessage)}


def test_each_client_has_its_own_matters_alone(tmp_path: Path) -> None:
    found = letters(tmp_path / "out", "--by", "client")
    assert found
    for name, letter in found.items():
        client = name.partition("-")[0]
        bodies = [part.get_content() for part in letter.walk() if part.get_content_maintype() == "text"]
        whole = "\n".join(each if isinstance(each, str) else each.decode() for each in bodies)
        assert any(ref in whole for ref in REFS[client])
        for other, refs in REFS.items():
            assert other == client or not any(ref in whole for ref in refs), (name, other)


def test_a_letter_has_text_page_and_calendar(tmp_path: Path) -> None:
    for letter in letters(tmp_path / "out", "--by", "client").values():
        kinds = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
        assert kinds == ["text/plain", "text/html", "text/calendar"]
        (feed,) = letter.iter_attachments()
        assert feed.get_filename() == "due.ics"
        assert "deadline" in letter["Subject"]
        assert letter["To"] is None


def test_the_same_letters_are_the_same_bytes(tmp_path: Path) -> None:
    letters(tmp_path / "a", "--by", "attorney")
    letters(tmp_path / "b", "--by", "attorney")
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "ab")
    assert first == second


def test_nothing_due_no_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "quiet.yaml").write_text(
        "ref: Q-1\nright: tm\nclient: Quiet\nevents: {filing: 2026-11-02}\n", encoding="utf-8"
    )
    words = ["docket", str(tmp_path / "quiet.yaml"), *TODAY, "--by", "client", "--digest", str(tmp_path / "out")]
    assert run(words) == 0
    assert not list((tmp_path / "out").iterdir())
    assert capsys.readouterr().out == "no letter was written: nothing is lapsed, overdue or due in 60 days\n"


def test_it_is_for_clients_or_attorneys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["docket", str(PORTFOLIO), *TODAY, "--digest", str(tmp_path / "out")]) == 2
    assert (
        capsys.readouterr().err == "ipcalc: --digest needs --by client or --by attorney, to know who gets the letters\n"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("by", ["date", "matter", "client", "attorney", "week"])
def test_groups(by: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["docket", str(PORTFOLIO), *TODAY, "--by", by]) == 0
    assert capsys.readouterr().out.startswith("Docket of 12 matters\n")


def test_where_clients_are_the_groups_a_row_says_that_it_is_lapsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "late.yaml").write_text(
        "right: tm\nref: A\nclient: One\nevents: {filing: 2025-06-02, opposition-received: 2026-09-18}\n"
    )
    row = "? Counter-statement to an opposition [TM-O]"
    for by, what in (("date", row), ("client", f"{row}: lapsed")):
        assert run(["docket", str(tmp_path / "late.yaml"), "--today", "2026-11-28", "--by", by, "-f", "md"]) == 0
        assert f"| {what} |" in capsys.readouterr().out
