"""Pages in a real browser: nothing overflows, on no screen and on no paper, and all can read them.

Needs Chromium (Debian's package, or what the variable CHROMIUM names) and the extra `browser`; without one of them these
tests are left out, but with CI they fail.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ipcalc.cli import run

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
MUST = bool(os.environ.get("BROWSER_TESTS"))
if not MUST:
    if not CHROMIUM:
        pytest.skip("no Chromium is installed", allow_module_level=True)
    pytest.importorskip("playwright", reason="the extra `browser` is not installed")
    pytest.importorskip("axe_playwright_python", reason="the extra `browser` is not installed")

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
EXAMPLES = Path(__file__).parents[2] / "examples"
A4 = {"width": 703, "height": 1009}  # its printed width and height at 96 dots an inch
WIDTHS = (360, 768, 1280)
PAGES = {
    "deadline": ["deadline", "tm-opposition", "2012-03-05", "--today", "2012-06-01"],
    "series": ["deadline", "annuity", "2015-05-10", "--today", "2026-11-02"],
    "estimate": ["estimate", "patent", "--route", "direct", "--claims", "25", "--to-year", "20", "--filing", "2026-11-02"],
    "docket": ["docket", "tm", "--event", "filing=2024-01-10", "--event", "advertisement=2024-09-02", "--project",
               "--today", "2024-10-01"],
    "portfolio": ["docket", str(EXAMPLES / "portfolio"), "--today", "2026-11-28"],
    "verify": ["verify", str(EXAMPLES / "stated.csv"), "--today", "2026-11-28"],
    "compared": ["estimate", "patent", "--route", "direct", "--to-year", "20", "--compare", "--today", "2026-11-02"],
}  # fmt: skip
OVERFLOW = """() => [...document.querySelectorAll('body *')]
  .filter(each => !each.closest('svg') && each.getClientRects().length)
  .filter(each => getComputedStyle(each).clipPath === 'none' && !each.closest('thead, .hidden'))
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(each => each.outerHTML.slice(0, 120))"""

OVERLAP = """() => [...document.querySelectorAll('figure > svg')].flatMap(drawing => {
  const within = drawing.getBoundingClientRect();
  const words = [...drawing.querySelectorAll('text')].map(each => [each.textContent, each.getBoundingClientRect()]);
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
  return words.flatMap(([text, box], place) => [
    ...(box.left < within.left - 1 || box.right > within.right + 1 ? [[text]] : []),
    ...(box.top < within.top - 2 || box.bottom > within.bottom + 2 ? [[text]] : []),
    ...words.slice(place + 1).filter(([, other]) => !apart(box, other)).map(([other]) => [text, other])]);
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {name: folder / f"{name}.html" for name in PAGES}
    for name, path in made.items():
        assert run([*PAGES[name], "-o", str(path)]) == (1 if name == "verify" else 0)
    return made


@pytest.mark.parametrize("name", PAGES)
def test_nothing_overflows(name: str, browser: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    for width in WIDTHS:
        page = browser.new_page(viewport={"width": width, "height": 900})
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(pages[name].as_uri())
        assert page.evaluate(OVERFLOW) == [], width
        assert page.evaluate(OVERLAP) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert asked == [pages[name].as_uri()]
        picture = tmp_path / f"{name}-{width}.png"
        page.screenshot(path=picture, full_page=True)
        assert picture.stat().st_size > 5_000
        page.close()


@pytest.mark.parametrize("name", PAGES)
def test_paper_holds_it(name: str, browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page(viewport=A4)
    page.goto(pages[name].as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOW) == []
    assert page.evaluate(OVERLAP) == []
    heads = page.evaluate("[...document.querySelectorAll('thead')].map(each => getComputedStyle(each).display)")
    assert set(heads) == {"table-header-group"}
    rows = page.evaluate("[...document.querySelectorAll('tr')].map(each => getComputedStyle(each).breakInside)")
    assert set(rows) == {"avoid"}
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


@pytest.mark.parametrize("name", ["series", "portfolio", "verify", "compared"])
def test_a_tablet_shows_tables(name: str, browser: Any, pages: dict[str, Path]) -> None:
    for width, display in ((768, "table-row"), (360, "block")):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(pages[name].as_uri())
        rows = "[...document.querySelectorAll('tbody tr:has(td:nth-child(3))')].map(each => getComputedStyle(each).display)"
        assert set(page.evaluate(rows)) == {display}
        page.close()


def test_a_portfolio_needs_few_sheets(browser: Any, pages: dict[str, Path]) -> None:
    pypdf = pytest.importorskip("pypdf", reason="the extra `browser` is not installed")
    page = browser.new_page()
    page.goto(pages["portfolio"].as_uri())
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    page.close()
    assert len(sheets) <= 12
    began = next(number for number, sheet in enumerate(sheets) if "Timeline of" in sheet)
    for sheet in sheets[:began]:
        assert "act by" in sheet or "no. what" in sheet.replace("\n", " ")
    assert "Timeline of" in sheets[-1]
    assert "Computed by" in sheets[-1]


def test_words_stay_whole_on_paper(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text(
        f"right,ref,filing,registration\ntm,{'R' * 60},2012-01-10,2014-02-01\ntm,T-2,2015-11-30,2018-02-01\n",
        encoding="utf-8",
    )
    assert run(["check", str(tmp_path / "marks.csv"), "--today", "2026-11-28", "-o", str(tmp_path / "a.html")]) == 1
    page = browser.new_page(viewport=A4)
    page.goto((tmp_path / "a.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOW) == []
    lines = """each => { const all = document.createRange(); all.selectNodeContents(each); return all.getClientRects().length }"""
    assert page.get_by_text("unconfirmed", exact=True).first.evaluate(lines) == 1
    page.close()


def test_printed_file_can_be_read(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="the extra `browser` is not installed")
    path = tmp_path / "bill.pdf"
    assert run([*PAGES["estimate"], "-o", str(path)]) == 0
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    assert "Estimate: A patent from filing to its last year" in text
    assert "Total \u20b9" in text


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [WIDTHS[0], WIDTHS[-1]])
def test_all_can_read_it(name: str, width: int, browser: Any, pages: dict[str, Path]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(pages[name].as_uri())
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found] == []
    page.close()
