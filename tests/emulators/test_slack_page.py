"""A person can talk to the app on the stand-in's page, on a phone: write, tick, use the form, the Home tab and a channel."""

import asyncio
import os
import shutil
from pathlib import Path

from playwright.async_api import async_playwright
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack import TOKEN, Emulator
from tests.emulators.test_slack import BUTTON, a_field, a_modal, section

AXE = Path(__file__).parents[1] / "web" / "vendor" / "axe.min.js"
BOXES = {
    "type": "checkboxes",
    "action_id": "ticks",
    "options": [{"text": {"type": "plain_text", "text": each}, "value": each} for each in ("Tea", "Milk")],
}


async def test_a_person_writes_ticks_fills_in_and_looks_at_home() -> None:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "this test needs Chromium: see scripts/install-browser"
    arguments = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with Emulator(limits=False) as slack:
        client = AsyncWebClient(TOKEN, base_url=slack.api_url)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=found, args=arguments)
            page = await browser.new_page(viewport={"width": 320, "height": 640})
            wrong: list[str] = []
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda message: wrong.append(message.text))
            await page.goto(slack.url)
            box = page.get_by_label("Write a message")
            await box.fill("hello <there>")
            await box.press("Enter")
            await page.get_by_text("hello <there>").wait_for()
            me = await page.evaluate("me")
            blocks = [section("*Which?*\nAll of them &amp; more"), {"type": "actions", "elements": [BOXES, BUTTON]}]
            await client.chat_postMessage(channel=me, text="Which?", blocks=blocks)
            await page.get_by_label("Milk").check()
            await page.get_by_role("button", name="Go").click()
            assert await page.get_by_label("Milk").is_checked(), "it stays ticked when the page is drawn anew"
            assert await page.locator("b").inner_text() == "Which?"
            pressed = slack.world.items[-1].payload
            state = next(iter(pressed["state"]["values"].values()))
            assert [option["value"] for option in state["ticks"]["selected_options"]] == ["Milk"]
            await client.views_open(trigger_id=pressed["trigger_id"], view=a_modal(a_field()))
            await page.get_by_label("Why?").fill("because")
            await page.get_by_role("dialog").get_by_role("button", name="Send").click()
            await asyncio.to_thread(slack.until, lambda: slack.world.items[-1].payload.get("type") == "view_submission")
            await page.get_by_role("dialog").get_by_role("button", name="Close").click()
            await client.views_publish(user_id=me, view={"type": "home", "blocks": [section("What is open")]})
            await page.get_by_role("button", name="Home").click()
            await page.get_by_text("What is open").wait_for()
            await page.add_script_tag(path=AXE)
            assert await page.evaluate("axe.run().then(found => found.violations.map(each => each.id))") == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320
            await page.get_by_role("button", name="Messages").click()
            await box.fill("/hearback status")
            await box.press("Enter")
            await asyncio.to_thread(slack.until, lambda: slack.world.items[-1].payload.get("text") == "status")
            await browser.close()
    assert wrong == []
