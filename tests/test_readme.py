"""The README leads to everything, and stays short. Its examples run in `test_docs.py`."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INSTALLS = "python3 -m venv .venv && .venv/bin/pip install -q "


def test_it_is_short_and_begins_with_two_commands() -> None:
    assert README.count("\n") < 200
    assert README.count(f"```sh\n{INSTALLS}") == 2
    assert re.search(r"^```sh\npython3 .*pytest -n auto$", README, re.M)
    assert "grep -m1 'pytest -n auto$' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_it_leads_to_every_page_and_picture() -> None:
    linked = set(re.findall(r"\]\(([\w./-]+)\)", README))
    assert {f"docs/{page.name}" for page in (ROOT / "docs").iterdir()} <= linked
    assert [link for link in linked if not (ROOT / link).is_file()] == []


def test_every_link_between_the_pages_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
        for link, anchor in re.findall(r"\]\((?!https?:)([\w./-]*)(?:#([\w-]+))?\)", text):
            target = page.parent / link if link else page
            assert target.is_file(), (page.name, link)
            heads = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.M) if anchor else []
            anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
            assert not anchor or anchor in anchors, (page.name, link, anchor)
