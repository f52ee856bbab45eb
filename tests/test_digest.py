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


def test_the_subject_names_the_first_day_that_can_still_be_kept(tmp_path: Path) -> None:
    subjects = {str(letter["Subject"]).strip() for letter in letters(tmp_path / "out", "--by", "client").values()}
    assert subjects == {
        "1 deadline, the first on 2026-12-10: Kaveri Weavers Society",
        "1 deadline, the first on 2026-12-10: Lotus Foods LLP",
        "2 deadlines, the first on 2026-12-02: Northlight Instruments GmbH",
        "5 deadlines, the first on 2026-12-04; 1 lapsed: Meridian Biotech Pvt Ltd",
    }


def test_a_letter_says_how_far_a_sum_grows(tmp_path: Path) -> None:
    body = letters(tmp_path / "out", "--by", "client")["meridian-biotech-pvt-ltd.eml"].get_body(("plain",))
    assert body
    assert "the sum grows to 6,000" in " ".join(body.get_content().split())


def test_a_letter_has_the_doubts_and_names_no_options(tmp_path: Path) -> None:
    letter = letters(tmp_path / "out", "--by", "client")["northlight-instruments-gmbh.eml"]
    body = letter.get_body(("plain",))
    assert body
    text = body.get_content()
    assert {"Authorities", "Doubts, conditions and notes"} <= set(text.splitlines())
    assert "If decision is given" not in text
    assert "--notes" not in text
    assert "- 2 rows marked ? have a doubt, which stands below under its number." in text.splitlines()


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


def test_a_past_renewal_that_is_not_on_record_has_a_letter(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(
        "ref: O-1\nright: tm\nclient: Old\nevents: {filing: 2006-03-14, registration: 2008-01-10}\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    words = ["docket", str(tmp_path / "old.yaml"), "--today", "2017-06-01", "--within", "30", "--by", "client"]
    assert run([*words, "--digest", str(out)]) == 0
    letter = message_from_bytes((out / "old.eml").read_bytes(), policy=default)
    assert letter["Subject"] == "1 past act to confirm: Old"
    assert isinstance(letter, EmailMessage)
    body = letter.get_body(("plain",))
    assert body is not None
    assert "no act is on record: Renewal of a registration 1 (due 2016-03-14)" in " ".join(body.get_content().split())


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


ROW = "{0},tm,{1},2016-12-10,2018-02-01\n"


def names(tmp_path: Path, clients: dict[str, str], *words: str) -> dict[str, str]:
    """The subject of each letter, by its file."""
    table = tmp_path / "marks.csv"
    rows = (ROW.format(ref, '"' + client.replace('"', '""') + '"') for ref, client in clients.items())
    table.write_text("ref,right,client,filing,registration\n" + "".join(rows), encoding="utf-8")
    out = tmp_path / "out"
    assert run(["docket", str(table), *TODAY, "--by", "client", "--digest", str(out), *words]) == 0
    read = {path.name: message_from_bytes(path.read_bytes(), policy=default) for path in out.iterdir()}
    return {name: str(letter["Subject"]).partition(": ")[2] for name, letter in read.items()}


def test_files_are_named_in_any_script(tmp_path: Path) -> None:
    clients = {"A": "कमल फूड्स प्रा. लि.", "B": "Émile & Söhne", "C": "شركة النور", "D": "../../etc/passwd", "E": "CON"}
    clients |= {"F": "क" * 200, "G": "🦚"}
    assert names(tmp_path, clients) == {
        "कमल-फूड्स-प्रा-लि.eml": clients["A"],
        "émile-söhne.eml": clients["B"],
        "شركة-النور.eml": clients["C"],
        "etc-passwd.eml": clients["D"],
        "client-con.eml": clients["E"],
        f"{'क' * 50}.eml": clients["F"],
        "no-client.eml": clients["G"],
    }


def test_the_file_of_a_client_never_becomes_that_of_another(tmp_path: Path) -> None:
    first = names(tmp_path, {"A": "A/B", "B": "A B", "C": "a-b"})
    assert sorted(first.values()) == ["A B", "A/B", "a-b"]
    for path in (tmp_path / "out").iterdir():
        path.unlink()
    for name, client in names(tmp_path, {"C": "a-b", "B": "A B"}).items():
        assert first[name] == client


@pytest.mark.parametrize(
    ("client", "to"),
    [
        ("desk@example.org", "desk@example.org"),
        ("Lotus Foods <desk@example.org>", "Lotus Foods <desk@example.org>"),
        ("कमल <desk@example.org>", "कमल <desk@example.org>"),
        ("a@example.org; b@example.org", "a@example.org, b@example.org"),
        *(
            (name, None)
            for name in ("@", "a@", "<@", "Smith @ Co, Ltd <", "a@b@c", "Q@\nBcc: a@b.org", "🦚@b", "x <a@b>")
        ),
    ],
)
def test_a_letter_has_an_address_only_where_it_is_one(client: str, to: str | None, tmp_path: Path) -> None:
    names(tmp_path, {"A": client})
    (path,) = (tmp_path / "out").iterdir()
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert letter["To"] == to
    assert letter["Bcc"] is None


def test_letters_of_an_earlier_run_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.eml").write_text("as before")
    names(tmp_path, {"A": "One"})
    assert capsys.readouterr().err == f"{tmp_path / 'out'} also has letters that were not written now: old.eml\n"
    assert (tmp_path / "out" / "old.eml").read_text() == "as before"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--format", "html"], "--digest writes letters, and has no use for --format: leave it out"),
        (["-o", "due.ics"], "--digest writes letters, and has no use for --output: leave it out"),
        (["--against", "old.json"], "--digest writes letters, and has no use for --against: leave it out"),
    ],
)
def test_what_letters_have_no_use_for(
    words: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["docket", str(PORTFOLIO), "--by", "client", "--digest", str(tmp_path / "out"), *words]) == 2
    assert capsys.readouterr().err == f"ipcalc: {says}\n"
    assert not (tmp_path / "out").exists()


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("as before")
    assert run(["docket", str(PORTFOLIO), "--by", "client", "--digest", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err == f"ipcalc: --digest {tmp_path / 'out'}: this is a file; name a folder\n"
