"""A person can talk to the bot on the stand-in's page, on a phone, without harm to anybody's eyes."""

import asyncio
import os
import shutil
from pathlib import Path

import httpx
from playwright.async_api import async_playwright

from tests.emulators.telegram import TOKEN, Emulator

AXE = Path(__file__).parents[1] / "web" / "vendor" / "axe.min.js"
KEYBOARD = {"inline_keyboard": [[{"text": "☐ Opening hours", "callback_data": "a"}], [{"text": "Skip", "callback_data": "s"}]]}


async def test_a_person_starts_reads_presses_writes_edits_and_blocks() -> None:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "this test needs Chromium: see scripts/install-browser"
    arguments = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with Emulator(limits=False) as telegram:
        async with async_playwright() as playwright, httpx.AsyncClient(base_url=f"{telegram.url}/bot{TOKEN}/") as bot:
            browser = await playwright.chromium.launch(executable_path=found, args=arguments)
            page = await browser.new_page(viewport={"width": 320, "height": 640})
            wrong: list[str] = []
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", lambda message: wrong.append(message.text))

            await page.goto(f"{telegram.url}/?start=inv-1")
            await page.get_by_role("button", name="Start", exact=True).click()
            await page.get_by_text("/start inv-1").wait_for()
            person = int(await page.evaluate("me.id"))

            marked = [{"type": "bold", "offset": 3, "length": 8}]
            asked = {"chat_id": person, "text": "👉 Question 1 of 22", "entities": marked, "reply_markup": KEYBOARD}
            assert (await bot.post("sendMessage", json=asked)).status_code == 200
            await page.get_by_role("button", name="Skip").click()
            assert await page.locator("strong").inner_text() == "Question"

            box = page.get_by_label("Message", exact=True)
            await box.fill("It closes too erly")
            await box.press("Enter")
            await page.get_by_text("It closes too erly").wait_for()
            await page.get_by_role("button", name="edit").last.click()
            await box.fill("It closes too early")
            await page.get_by_role("button", name="Send").click()
            await page.get_by_text("It closes too early").wait_for()
            await page.get_by_label("Commands and things to send").select_option("sticker")
            await page.get_by_text("[sticker]").wait_for()

            await page.add_script_tag(path=AXE)
            assert await page.evaluate("axe.run().then(found => found.violations.map(each => each.id))") == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320

            await page.get_by_label("Who is talking, and where").select_option("block")
            await page.get_by_role("button", name="Start", exact=True).wait_for()
            await browser.close()
        await asyncio.to_thread(telegram.until, lambda: len(telegram.pending()) == 6)
        kinds = [next(key for key in update if key != "update_id") for update in telegram.pending()]
    assert kinds == ["message", "callback_query", "message", "edited_message", "message", "my_chat_member"]
    assert wrong == []
