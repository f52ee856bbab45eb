"""Answers that leave the terminal: pages, workbooks, printed pages."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

import ipcalc
from ipcalc.cli import run
from ipcalc.report import as_xlsx
from ipcalc.report.drawing import drawing
from ipcalc.report.timeline import drawn, timeline
from ipcalc.report.view import View
from ipcalc.report.worded import without_options

QUESTIONS = {
    "estimate": ["estimate", "trademark", "--classes", "3", "--to", "renewal:2", "--filing", "2026-11-02"],
    "fee": ["fee", "tm-application", "--classes", "3", "--on", "2026-11-02"],
    "deadline": ["deadline", "tm-opposition", "2012-03-05", "--today", "2012-06-01"],
    "series": ["deadline", "tm-renewal", "--event", "expiry=2026-11-23", "--today", "2026-11-02"],
    "docket": ["docket", "tm", "--event", "advertisement=2024-09-02", "--today", "2024-10-01"],
}


class Page(HTMLParser):
    """What a page holds: its tags with their attributes, and whether all of them are closed in order."""

    EMPTY = frozenset({"meta", "link", "br", "hr", "img", "input", "path", "rect", "col"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def put(question: str, path: Path, *more: str) -> Path:
    assert run([*QUESTIONS[question], "-o", str(path), *more]) == 0
    return path


@pytest.mark.parametrize("question", QUESTIONS)
def test_page_stands_alone(question: str, tmp_path: Path) -> None:
    text = put(question, tmp_path / "sheet.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not page.open
    assert ("html", {"lang": "en-IN"}) in page.tags
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.tags}
    loads = [attrs[name] for tag, attrs in page.tags for name in ("src", "href") if name in attrs and tag != "a"]
    assert loads == []
    assert "url(http" not in text
    assert "@import" not in text
    heads = [attrs for tag, attrs in page.tags if tag == "th"]
    assert heads
    assert all(attrs.get("scope") in ("col", "row") for attrs in heads)
    assert "Verified by" in text


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("suffix", ["html", "xlsx", "csv", "json", "md", "txt"])
def test_same_question_same_bytes(question: str, suffix: str, tmp_path: Path) -> None:
    first = put(question, tmp_path / f"a.{suffix}").read_bytes()
    assert first == put(question, tmp_path / f"b.{suffix}").read_bytes()
    assert first
    assert suffix == "xlsx" or b"\x1b[" not in first


def test_workbook_has_dates_and_numbers(tmp_path: Path) -> None:
    book = load_workbook(put("estimate", tmp_path / "bill.xlsx"))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))
    assert row["on"].value == datetime.datetime(2026, 11, 2)
    assert row["on"].number_format == "yyyy-mm-dd"
    assert isinstance(row["amount"].value, int)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{row['on'].column_letter}{sheet.max_row}"
    assert book.sheetnames[-1] == "Notes"
    assert sheet.print_title_rows == "$1:$1"
    assert all(each.page_setup.orientation == "landscape" for each in book.worksheets)
    assert all((each.page_setup.fitToWidth, each.page_setup.fitToHeight) == (1, 0) for each in book.worksheets)
    assert all(each.sheet_properties.pageSetUpPr.fitToPage for each in book.worksheets)


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    made = written(View("=1+1", facts=(("=2", "=3"),), fields=("=4",), records=(("=5",),), notes=("=6",)), tmp_path)
    cells = [cell for sheet in load_workbook(made) for row in sheet.iter_rows() for cell in row]
    assert {cell.value for cell in cells if cell.value} == {"=1+1", "=2", "=3", "=4", "=5", "=6"}
    assert {cell.data_type for cell in cells if cell.value} == {"s"}


def written(view: View, folder: Path) -> Path:
    path = folder / "view.xlsx"
    path.write_bytes(as_xlsx.workbook([view]))
    return path


UNTOLD = "the format cannot be told from the name (.txt, .json, .csv, .md, .html, .xlsx, .pdf, .ics): give --format"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("due.docx", UNTOLD),
        (".", UNTOLD),
        ("none/due.html", "none/due.html cannot be written: No such file or directory"),
    ],
)
def test_what_cannot_be_written(
    name: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run([*QUESTIONS["deadline"], "-o", name]) == 2
    assert capsys.readouterr().err == (f"ipcalc: {says}\n" if "/" in name else f"ipcalc: {name}: {says}\n")
    assert list(tmp_path.iterdir()) == []


def test_the_sheet_of_a_check_names_its_rulebook(tmp_path: Path) -> None:
    portfolio = Path(__file__).parents[1] / "examples" / "portfolio"
    run(["check", str(portfolio), "--today", "2026-11-28", "-o", str(tmp_path / "check.html")])
    rules = ipcalc.load().rulebook
    assert f"{rules.version}, checked to " in (tmp_path / "check.html").read_text(encoding="utf-8")


def test_a_label_that_is_cut_keeps_what_tells_it_apart() -> None:
    book = ipcalc.load()
    answers = book.deadlines("pct-national-phase-abroad", datetime.date(2024, 5, 20))
    chart = timeline(((each.title, each) for each in answers), datetime.date(2026, 11, 28))
    assert chart
    lines = drawn(chart, 80)
    assert max(map(len, lines)) <= 80
    labels = [line[:26].rstrip() for line in lines[:-1]]
    assert len(set(labels)) == len(labels) == len(answers)


def test_lanes_that_differ_in_a_place_alone_are_drawn_once() -> None:
    book = ipcalc.load()
    answers = book.deadlines("pct-national-phase-abroad", datetime.date(2024, 5, 20))
    chart = timeline(((each.title, each) for each in answers), datetime.date(2026, 11, 28))
    assert chart
    made = drawing("Timeline", chart)
    ends = {tuple((limit.kind, limit.date) for limit in answer.limits) for answer in answers}
    assert len(made.strips) == len(ends) < len(answers)
    said = "; ".join(strip.words for strip in made.strips)
    assert all(f"{answer.title}: due {answer.limits[0].date}" in said for answer in answers)


def test_lanes_of_several_acts_are_drawn_each() -> None:
    book = ipcalc.load()
    answer = book.deadline("tm-opposition", datetime.date(2026, 3, 5))
    chart = timeline([("Opposition", answer), ("Opposition", answer)], None)
    assert chart
    assert len(drawing("Timeline", chart).strips) == 2


NAMES = [
    r"a|b",
    r"a\|b",
    "*x* _y_ `z`",
    "<script>",
    "[link](http://example.org)",
    "[TM-R] tm_a",
    "A & B",
    "&lt;",
    r"C:\n",
]
MARKED = [
    r"a\|b",
    r"a\\\|b",
    r"\*x\* \_y\_ \`z\`",
    "&lt;script>",
    r"[link\](http://example.org)",
    "[TM-R] tm_a",
    "A & B",
    r"\&lt;",
    r"C:\n",
]


@pytest.mark.parametrize(("name", "marked"), [*zip(NAMES, MARKED, strict=True)])
def test_a_name_is_no_markup(name: str, marked: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "marks.csv"
    table.write_text(
        f"ref,right,client,filing,registration\n{name},tm,{name},2016-12-20,2018-02-01\n", encoding="utf-8"
    )
    for by in ("date", "client"):
        assert run(["docket", str(table), "--today", "2026-11-28", "--by", by, "--format", "md"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"### Docket of {marked} (tm)\n\n- **client:** {marked}\n")
        assert f" | {marked} | " in shown
        assert (f"\n### {marked}\n" in shown) == (by == "client")


def test_each_act_stands_once_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "due.xlsx"
    assert (
        run(
            [
                "docket",
                str(Path(__file__).parents[1] / "examples" / "portfolio"),
                "--today",
                "2026-11-28",
                "-o",
                str(path),
            ]
        )
        == 0
    )
    docket, notes = load_workbook(path)
    assert notes.max_column == 2
    titles = {row[3] for row in docket.iter_rows(min_row=2, values_only=True)}
    assert not {cell for row in notes.iter_rows(values_only=True) for cell in row} & titles


def test_the_lanes_of_several_proceedings_can_be_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mark.yaml").write_text(
        "ref: A\nright: tm\nevents: {filing: 2025-01-06}\nproceedings:\n"
        "- {ref: O-1, kind: opposition, events: {opposition-received: 2026-10-05}}\n"
        "- {ref: O-2, kind: opposition, events: {opposition-received: 2026-10-19}}\n"
    )
    assert run(["docket", str(tmp_path / "mark.yaml"), "--today", "2026-11-28", "--timeline"]) == 0
    lanes = capsys.readouterr().out.partition("Timeline\n")[2].splitlines()
    assert ["O-1" in lanes[0], "O-2" in lanes[1]] == [True, True]


def test_a_timeline_has_eighty_columns(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["docket", "pct", "--event", "priority=2024-06-15", "--event", "international-filing=2025-06-14"]
    assert run([*words, "--today", "2026-11-28", "--timeline"]) == 0
    lines = capsys.readouterr().out.partition("Timeline\n")[2].splitlines()
    assert len(lines) > 10
    assert 70 < max(map(len, lines)) <= 80


def test_what_goes_into_a_letter_names_no_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["docket", "patent", "--event", "filing=2025-01-10", "--ref", "A", "--today", "2026-11-28"]
    assert run([*words, "--format", "md"]) == 0
    shown = capsys.readouterr().out
    assert "rows marked ? have a doubt.\n" in shown
    assert re.search(r"More may apply if something else is given \([0-9]+ periods\)\.\n", shown)
    assert "--" not in shown.replace("---", "")
    assert "\n\n\n" not in shown
    assert run(words) == 0
    assert "rows marked ? have a doubt: --notes says which.\n" in capsys.readouterr().out


WORDED = {
    "A: give --event filing=DATE.": "A.",
    "If there is an earlier priority or an expiry, this may end earlier: give --event priority=DATE or --event expiry=DATE.": "If there is an earlier priority or an expiry, this may end earlier.",
    "A: give --event x=DATE, --event y=DATE or --event z=DATE.": "A.",
    "fer needs the event fer: --event fer=DATE (the report)": "fer needs the event fer (the report)",
    "fer needs a date: give DATE, or --event fer=DATE (the report)": "fer needs a date (the report)",
    "tm-renewal needs a date: give DATE, or --event NAME=DATE for filing or expiry": "tm-renewal needs a date for filing or expiry",
    "A; here it is applied only with --suspensions. The offices do.": "A; here it is not applied. The offices do.",
    "refused by --strict: fer: x": "refused as not certain: fer: x",
    "The day before is the last. act_by gives the earlier day.": "The day before is the last. The day to act by is the earlier one.",
    "A client's own -- sign, and --event": "A client's own -- sign, and --event",
}


@pytest.mark.parametrize(("said", "read"), WORDED.items())
def test_what_leaves_the_command_line_names_no_options(said: str, read: str) -> None:
    assert without_options(said) == read


@pytest.mark.parametrize("suffix", ["html", "md", "xlsx", "ics", "txt"])
def test_no_note_of_a_docket_that_is_sent_names_an_option(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{suffix}"
    words = ["docket", "examples/portfolio", "--all", "--project", "--notes", "--today", "2026-11-28"]
    assert run([*words, "-o", str(path)]) == 0
    shown = text_of(path)
    assert "this may end earlier." in shown
    assert re.findall(r".*[ (`]--[a-z].*", shown) == []


@pytest.mark.parametrize("suffix", ["html", "md", "xlsx", "txt"])
def test_what_is_waited_for_is_said_in_words(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{suffix}"
    assert run(["docket", "examples/portfolio", "--today", "2026-11-28", "-o", str(path)]) == 0
    said = "Waiting for the service of the counter-statement on the opponent: Evidence in support of the opposition"
    assert said in " ".join(text_of(path).split())


@pytest.mark.parametrize(("suffix", "is_said"), [("html", True), ("txt", False), ("xlsx", False)])
def test_a_page_says_what_its_mark_means(suffix: str, is_said: bool, tmp_path: Path) -> None:
    path = tmp_path / f"out.{suffix}"
    assert run(["docket", "examples/portfolio", "--today", "2026-11-28", "-o", str(path)]) == 0
    said = re.search(r"\b[0-9]+ rows marked \? have a doubt, which stands below under its number\.", text_of(path))
    assert bool(said) is is_said


@pytest.mark.parametrize("suffix", ["html", "md", "xlsx", "txt"])
@pytest.mark.parametrize(
    "words",
    [
        ["docket", "examples/portfolio"],
        ["check", "examples/portfolio", "--within", "3000"],
        ["deadline", "patent-examination-request", "2024-03-05"],
        ["deadline", "tm-opposition", "2020-12-05", "--notes"],
        ["verify", "examples/stated.csv"],
        ["verify", "examples/stated-matters.csv"],
    ],
)
def test_nothing_that_is_sent_names_an_option(words: list[str], suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{suffix}"
    assert run([*words, "--today", "2026-11-28", "-o", str(path)]) in (0, 1)
    assert re.findall(r".*[ (`]--[a-z].*", text_of(path)) == []


def text_of(path: Path) -> str:
    """What a file says, without how it looks."""
    if path.suffix == ".xlsx":
        rows = (row for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True))
        return "\n".join(str(cell) for row in rows for cell in row)
    text = path.read_bytes().decode().replace("\r\n ", "")
    return re.sub("<style>.*?</style>", "", text, flags=re.DOTALL)
