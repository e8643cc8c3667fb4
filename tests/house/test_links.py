"""Whatever a page of documentation points to in the project is there."""

import re
from pathlib import Path

import pytest

from tests.house.tracked import ROOT, documents

PAGES = documents()
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"")
ELSEWHERE = ("http://", "https://", "mailto:")


def links(page: Path) -> list[str]:
    """What a page points to within the project."""
    found = LINK.findall(FENCED.sub("", PAGES[page]))
    return [link for pair in found if not (link := "".join(pair)).startswith(ELSEWHERE)]


def anchors(text: str) -> set[str]:
    """The names of a page's headings, as GitHub and GitLab make them: lower case, no punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.*)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_and_heading_that_a_page_links_to_is_there(page: Path) -> None:
    missing = []
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text("utf-8"))):
            missing.append(link)

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_names_in_its_words_is_there(page: Path) -> None:
    """But for a decision's: what it binds may be still to come. NAME stands for a name."""
    if page.parent.name == "decisions":
        return
    named = re.findall(r"`((?:bot|handlers|storage|surveys|tests|docs|examples|scripts)/[\w./-]+)`", FENCED.sub("", PAGES[page]))

    assert [name for name in named if "NAME" not in name and not (ROOT / name).exists()] == []


def test_every_page_of_the_docs_is_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    waiting = list(reached)
    while waiting:
        page = waiting.pop()
        for link in links(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            inside = [target, *target.glob("*.md")] if target.is_dir() else [target]
            for each in inside:
                if each in PAGES and each not in reached:
                    reached.add(each)
                    waiting.append(each)

    assert {page for page in PAGES if page.is_relative_to(ROOT / "docs")} - reached == set()


def test_every_picture_is_shown_and_small_enough_for_a_slow_line() -> None:
    pictures = set((ROOT / "docs" / "pictures").iterdir())
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page)}

    assert pictures - shown == set()
    assert [picture.name for picture in pictures if picture.stat().st_size > 150 * 1024] == []
