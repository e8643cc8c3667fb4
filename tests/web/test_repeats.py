"""What is asked once for each, on pages: one more, one less, in a real browser and without it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import BrowserContext

from storage import consultations, responses
from tests.factories import a_consultation
from tests.web.conftest import PICTURES, Site
from tests.web.test_interview import fill
from tests.web.test_site import send

CHILDREN = Path(__file__).parents[1] / "transcripts" / "children.yaml"


def opened(site: Site) -> str:
    """A consultation about children is open. The id of its survey."""
    with site.database.write() as tx:
        about = a_consultation(slug="children", title="Holiday places")
        new = consultations.add(tx, about, [("tso", CHILDREN.read_bytes())], created_by="sam@wexmoor.example")
        consultations.set_state(tx, new, "open")
        [survey] = consultations.by_ids(tx, [new])[new].histories
        return survey


def said(site: Site) -> dict[str, str]:
    """What the one response that is finished says."""
    with site.database.read() as tx:
        held = consultations.by_slug(tx, "children")
        assert held is not None
        [found] = responses.of_consultation(tx, held.id, held.histories)
    return {name: answer.value for name, answer in found.answers.items()}


@pytest.fixture
async def go(client: httpx.AsyncClient, site: Site) -> Callable[..., Any]:
    """Sends the form on the page that is open; the page after it, or the same with what was wrong."""
    begun = await client.post("/consultations/children", data={"survey": opened(site)})
    link = str(begun.headers["location"])

    async def sent(**fields: Any) -> str:
        answer = await send(client, str((await client.get(link, follow_redirects=True)).url.path), **fields)
        return answer.text if answer.status_code == 422 else (await client.get(link, follow_redirects=True)).text

    await sent(do="yes")
    return sent


async def test_the_page_offers_one_more_and_to_take_each_out(go: Callable[..., Any], site: Site) -> None:
    """One more begins with the first question again; what is taken out goes, and those after it move up."""
    await go(do="answer", answer="yes")
    await go(do="answer", answer="Ada")
    page = await go(do="answer", answer="15")
    assert "You have told us about one. Would you like to add another?" in page
    assert "Error" not in page
    page = await go()
    assert "Error" in page
    assert "Would you like to add another?" in page
    page = await go(do="yes")
    assert "first name" in page
    assert "Ada" not in page
    await go(do="answer", answer="Ben")
    page = await go(do="answer", answer="16")
    assert "Take out (1)" in page
    assert "Take out (2)" in page
    page = await go(do="remove1-2")
    assert "You have told us about one." in page
    page = await go(do="no")
    assert "On how many days would you want a place for 1?" in page
    await go(do="answer", answer="3")
    await go(do="no")
    await go(do="no")
    assert said(site) == {"any": "yes", "name[1]": "Ben", "age[1]": "16", "young": "1", "days": "3"}


async def test_all_can_be_taken_out_and_one_added_again(go: Callable[..., Any]) -> None:
    """With none left it is asked whether to add one; a number that nobody has is said to be none."""
    for answer in ("yes", "Ada", "15"):
        await go(do="answer", answer=answer)
    assert "Would you like to add another?" in await go(do="remove7-1")
    page = await go(do="remove1-1")
    assert "Would you like to add one?" in page
    assert "Take out" not in page
    assert "first name" in await go(do="yes")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_child_is_added_in_a_browser_without_javascript(live: Site, without_script: BrowserContext) -> None:
    """On a narrow screen, with real buttons; the page that asks for another is no wider than the screen."""
    opened(live)
    page = await without_script.new_page()
    await page.goto(f"{live.address}/consultations/children")
    await page.get_by_role("button", name="Start").click()
    await page.get_by_role("button", name="Yes, start").click()
    for answer in ("Yes", "Ada", "15"):
        await fill(page, answer)
    heading = page.get_by_role("heading", level=1)
    assert await heading.inner_text() == "You have told us about one. Would you like to add another?"
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / "another-320.png", full_page=True)
    await page.get_by_label("Yes, add another").check()
    await page.get_by_role("button", name="Continue").click()
    for answer in ("Ben", "16"):
        await fill(page, answer)
    await page.get_by_role("button", name="Take out (1)").click()
    await page.get_by_label("No, that is all").check()
    await page.get_by_role("button", name="Continue").click()
    assert "for 1?" in await heading.inner_text()
