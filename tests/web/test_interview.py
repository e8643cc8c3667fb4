"""A person goes through the interview in a real browser with JavaScript switched off, on a screen 320 pixels wide."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page

from storage import interviews, responses
from surveys.interviews.model import Answer, Interview
from tests.web.conftest import PICTURES, Site

pytestmark = pytest.mark.asyncio(loop_scope="module")

# What this person answers: a choice's label, several, words, a date's parts; None skips the question.
ANSWERS: dict[int, Any] = {
    1: "Fewer than 10",
    2: ["Charity", "Something else"],
    3: "Old Town",
    4: "12",
    5: "Yes",
    6: ("1", "April", "2009"),
    7: "Agree",
    8: "Strongly agree",
    9: "Disagree",
    10: "I don't know",
    11: None,
    12: "Stop",  # a word that would be a command in a chat
    13: "Rarely",
    14: "Disagree",
    15: "Three years or more",
    16: "Shorter forms.\n\nAnd <b>fewer</b> of them & “help”.",
    17: None,
    18: "Help",
    19: ["Travel and child care paid", "Paper copies"],
    20: "By post.",
    21: None,
    22: "Diolch! Tŷ bach 👋",
}
STORED = {
    "size": "small",
    "form": "charity other",
    "area": "old_town",
    "years": "12",
    "public_money": "yes",
    "since": "2009-04-01",
    "one_network": "agree",
    "one_picture": "strongly_agree",
    "together": "disagree",
    "same_way": "dont_know",
    "users_first": "",
    "change_what": "Stop",
    "asked_early": "rarely",
    "fair": "disagree",
    "length": "three",
    "contracts": "Shorter forms.\n\nAnd <b>fewer</b> of them & “help”.",
    "paperwork": "",
    "small_help": "Help",
    "support": "travel paper",
    "asking": "By post.",
    "users": "",
    "anything": "Diolch! Tŷ bach 👋",
}


async def begin(context: BrowserContext, site: Site) -> Page:
    """From the list of consultations to the first question."""
    page = await context.new_page()
    await page.goto(site.address)
    await page.get_by_role("link", name="A fairer way to work with charities and community groups").click()
    await page.get_by_role("button", name="Start").click()
    await page.get_by_role("button", name="Yes, start").click()
    assert "Question 1 of 22" in await page.title()
    return page


async def fill(page: Page, answer: Any) -> None:
    """Put one answer into the page's form and send it."""
    match answer:
        case None:
            await page.get_by_role("button", name="Skip this question").click()
            return
        case (day, month, year):
            await page.get_by_label("Day").fill(day)
            await page.get_by_label("Month").fill(month)
            await page.get_by_label("Year").fill(year)
        case [*labels]:
            for label in labels:
                await page.get_by_label(label, exact=True).check()
        case _ if await page.get_by_role("radio").count():
            await page.get_by_label(answer, exact=True).check()
        case _:
            await page.locator("#answer").fill(answer)
    await page.get_by_role("button", name="Continue").click()


def token_of(page: Page) -> str:
    """The token in the page's address."""
    found = re.search(r"/answer/([^/?]+)", page.url)
    assert found
    return found[1]


def interview_of(site: Site, token: str) -> Interview:
    """What is stored of the interview behind a link."""
    with site.database.read() as tx:
        digest = tx.keyring.pseudonym("web", "", token)
        row = interviews.waiting(tx, [digest])[digest].row
    assert row is not None
    return row.interview


def answers_of(site: Site, token: str) -> dict[str, str]:
    """The answers stored behind a link, by question."""
    return {name: answer.value for name, answer in interview_of(site, token).answers.items()}


async def test_a_whole_interview_without_javascript(live: Site, without_script: BrowserContext) -> None:
    """Every kind of question is answered on a page of its own, and each answer is stored as it was given."""
    page = await begin(without_script, live)
    for number, answer in ANSWERS.items():
        assert (await page.title()).startswith(f"Question {number} of 22: ")
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / f"example-{number:02}-320.png", full_page=True)
        await fill(page, answer)
    await page.get_by_label("Yes").check()
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("No").check()
    await page.get_by_role("button", name="Continue").click()
    assert await page.get_by_role("heading", level=1).inner_text() == "Thank you"
    stored = answers_of(live, token_of(page))
    assert {name: stored[name] for name in STORED} == STORED
    interview = interview_of(live, token_of(page))
    assert interview.status == "finished"
    assert interview.permissions == {"take_part": True, "hear_back": True, "quote": False}
    with live.database.read() as tx:
        assert responses.participation(tx, live.example.id)["online"] == (1, 1)


async def test_what_was_said_is_shown_on_request_only(live: Site, without_script: BrowserContext) -> None:
    """The page with the answers is behind a link of its own, and an answer can be changed from there."""
    page = await begin(without_script, live)
    await fill(page, "10 to 50")
    await fill(page, ["Charity"])
    assert "10 to 50" not in await page.content()
    await page.get_by_role("link", name="Back", exact=True).click()
    assert not await page.get_by_label("Charity", exact=True).is_checked()
    await page.goto(f"{live.address}/answer/{token_of(page)}/summary")
    assert "10 to 50" in await page.inner_text("main")
    await page.get_by_role("link", name="Change 1").click()
    await fill(page, "More than 50")
    assert answers_of(live, token_of(page))["size"] == "large"
    assert "Question 3 of 22" in await page.title()


async def test_an_answer_that_cannot_be_taken_is_asked_for_again(live: Site, without_script: BrowserContext) -> None:
    """The page says first that there is a problem, leads to the field, keeps what was typed, and stores nothing."""
    page = await begin(without_script, live)
    await page.get_by_role("button", name="Continue").click()
    assert await page.title() == "Error: Question 1 of 22: How many people does your group or organisation employ? – Hearback"
    assert await page.get_by_role("alert").inner_text() == "There is a problem\nChoose an answer."
    await page.get_by_role("link", name="Choose an answer.").click()
    assert page.url.endswith("#answer")
    await fill(page, "Fewer than 10")
    await fill(page, None)
    await fill(page, None)
    await fill(page, "900")
    assert "Please give a whole number of years, from 0 to 200." in await page.get_by_role("alert").inner_text()
    assert await page.locator("#answer").input_value() == "900"
    assert "years" not in answers_of(live, token_of(page))
    await fill(page, "9")
    assert answers_of(live, token_of(page))["years"] == "9"


async def test_what_was_probably_meant_stands_in_the_field_to_be_confirmed(live: Site, without_script: BrowserContext) -> None:
    """One press of the button that is there anyway says that it is right."""
    page = await begin(without_script, live)
    for answer in ("Fewer than 10", None, None, "nine, and two before the merger"):
        await fill(page, answer)
    alert = await page.get_by_role("alert").inner_text()
    assert "Did you mean: 9? It is in the box now. If that is right, choose “Continue”." in alert
    assert await page.locator("#answer").input_value() == "9"
    assert "years" not in answers_of(live, token_of(page))
    await page.get_by_role("button", name="Continue").click()
    assert answers_of(live, token_of(page))["years"] == "9"


async def test_a_date_that_is_none_is_asked_for_again(live: Site, without_script: BrowserContext) -> None:
    """Each of its three fields comes back as it was filled in."""
    page = await begin(without_script, live)
    for answer in ("Fewer than 10", None, None, None, "Yes", ("31", "2", "2010")):
        await fill(page, answer)
    assert (await page.title()).startswith("Error: Question 6 of 22")
    assert await page.get_by_label("Day").input_value() == "31"
    await fill(page, ("1", "", "2010"))
    assert "Write the day, the month and the year." in await page.get_by_role("alert").inner_text()
    await fill(page, ("28", "2", "2010"))
    assert answers_of(live, token_of(page))["since"] == "2010-02-28"


async def test_a_question_that_must_be_answered_cannot_be_skipped(live: Site, without_script: BrowserContext) -> None:
    """Its page offers no way to skip it."""
    page = await begin(without_script, live)
    assert await page.get_by_role("button", name="Skip this question").count() == 0


async def test_the_browsers_back_button_leads_to_the_question_before(live: Site, without_script: BrowserContext) -> None:
    """An answer given there takes the place of the old one, and the interview goes on where it was."""
    page = await begin(without_script, live)
    for answer in ("Fewer than 10", ["Charity"], "Old Town"):
        await fill(page, answer)
    await page.go_back()
    assert "Question 3 of 22" in await page.title()
    await fill(page, "Quayside")
    assert "Question 4 of 22" in await page.title()
    await page.go_back()
    await page.go_back()
    assert not await page.get_by_label("Charity", exact=True).is_checked()  # somebody else may hold the phone now
    await fill(page, ["Social enterprise"])
    assert "Question 4 of 22" in await page.title()
    assert answers_of(live, token_of(page)) | {"small_or_new": ""} == {
        "size": "small",
        "form": "social_enterprise",
        "area": "quayside",
        "small_or_new": "",
    }


async def test_a_remark_is_kept_beside_its_choice(live: Site, without_script: BrowserContext) -> None:
    """What is added in one's own words belongs to the choice."""
    page = await begin(without_script, live)
    await page.get_by_text("Add something in your own words").click()
    await page.locator("#remark").fill("and two volunteers")
    await fill(page, "Fewer than 10")
    assert interview_of(live, token_of(page)).answers["size"] == Answer("small", "and two volunteers")


async def test_the_link_resumes_the_interview_elsewhere(live: Site, without_script: BrowserContext) -> None:
    """The page tells the link to keep; opened by another browser it leads to where the person was."""
    page = await begin(without_script, live)
    await fill(page, "Fewer than 10")
    await page.get_by_role("link", name="Save and come back later").click()
    link = await page.locator(".hb-address").inner_text()
    assert without_script.browser is not None
    elsewhere = await without_script.browser.new_context(java_script_enabled=False)
    other = await elsewhere.new_page()
    await other.goto(link.strip())
    assert "Question 2 of 22" in await other.title()
    assert await elsewhere.cookies() == []
    await elsewhere.close()


async def test_no_thanks_is_respected_and_can_be_taken_back(live: Site, without_script: BrowserContext) -> None:
    """Whoever declines sees no question, and may still begin later."""
    page = await without_script.new_page()
    await page.goto(f"{live.address}/consultations/framework-2010")
    await page.get_by_role("button", name="Start").click()
    await page.get_by_role("button", name="No, thanks").click()
    assert await page.get_by_role("heading", level=1).inner_text() == "That is fine"
    await page.get_by_role("button", name="Take part after all").click()
    assert "Question 1 of 22" in await page.title()


async def test_stopping_and_going_on(live: Site, without_script: BrowserContext) -> None:
    """Who stops sees no question until they choose to go on; what they said is kept."""
    page = await begin(without_script, live)
    await fill(page, "Fewer than 10")
    await page.get_by_role("link", name="Stop or delete").click()
    await page.get_by_role("button", name="Stop", exact=True).click()
    assert await page.get_by_role("heading", level=1).inner_text() == "You have stopped"
    await page.goto(f"{live.address}/answer/{token_of(page)}/questions/2")
    assert await page.get_by_role("heading", level=1).inner_text() == "You have stopped"
    await page.get_by_role("button", name="Go on").click()
    assert "Question 2 of 22" in await page.title()
    assert answers_of(live, token_of(page))["size"] == "small"


async def test_deleting_asks_once_more_and_then_leaves_nothing(live: Site, without_script: BrowserContext) -> None:
    """After the second yes the answers are gone, and the link shows nothing of them."""
    page = await begin(without_script, live)
    await fill(page, "Fewer than 10")
    await page.get_by_role("link", name="Stop or delete").click()
    await page.get_by_role("button", name="Delete what I said").click()
    await page.get_by_role("button", name="No, keep it").click()
    assert "Question 2 of 22" in await page.title()
    await page.get_by_role("link", name="Stop or delete").click()
    await page.get_by_role("button", name="Delete what I said").click()
    await page.get_by_role("button", name="Yes, delete it all").click()
    assert await page.get_by_role("heading", level=1).inner_text() == "It is deleted"
    rows = live.rows()
    assert rows["responses"] == []
    assert rows["answers"] == []


async def test_help_and_the_way_out_are_on_every_page_of_the_interview(live: Site, without_script: BrowserContext) -> None:
    """The links for help and for hiding the page are a tap away, from the first page to the last."""
    page = await begin(without_script, live)
    path = f"{live.address}/answer/{token_of(page)}"
    for name in ("", "/questions/1", "/keep", "/questions", "/privacy", "/leave", "/summary", "/help"):
        await page.goto(path + name)
        assert await page.get_by_role("link", name="I need help").count() == 1, name
        away = page.get_by_role("button", name="Hide this page")
        assert (await away.get_attribute("href")) == "https://www.bbc.co.uk/weather", name
    assert "0800 1111" in await page.inner_text("main")
