"""Every page before the eyes of a real browser: no accessibility fault that a program can find, and nothing that runs over."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Route

from bot.web.app import EVERYWHERE
from bot.web.pages import STATIC, Pages
from surveys.words.catalogue import Catalogue
from tests.web.conftest import PICTURES
from tests.web.samples import every_page

pytestmark = pytest.mark.asyncio(loop_scope="module")

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
SITE = "http://pages.example"


@pytest.fixture(scope="module")
def made(english: Catalogue) -> dict[str, str]:
    """One of every page."""
    return dict(every_page(Pages({"en": english, "ar": Catalogue("ar", english.texts)})))


@pytest_asyncio.fixture(loop_scope="module")
async def context(browser: Browser, made: dict[str, str]) -> AsyncIterator[BrowserContext]:
    """A browser for which the sample pages are a site, with the policy that the real one sends."""
    context = await browser.new_context(bypass_csp=True)  # for axe alone; nothing of a page's own needs it
    await context.add_init_script(AXE)

    async def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).lstrip("/").partition("?")[0]
        if path.startswith("static/"):
            file = STATIC / path.removeprefix("static/")
            await route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            await route.fulfill(body=made[path], content_type="text/html; charset=utf-8", headers=dict(EVERYWHERE))

    await context.route("**/*", answer)
    yield context
    await context.close()


async def faults(page: Page) -> list[str]:
    """What axe-core finds wrong on the page, rule by rule, with the element."""
    found = await page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{each['id']}: {each['help']} ({each['nodes'][0]['html'][:200]})" for each in found["violations"]]


async def test_axe_finds_no_fault_on_any_page(context: BrowserContext, made: dict[str, str]) -> None:
    """WCAG 2.2 A and AA, and axe's own advice, on a phone's width: 0 violations."""
    page = await context.new_page()
    await page.set_viewport_size({"width": 375, "height": 700})
    found = {}
    for name in made:
        await page.goto(f"{SITE}/{name}")
        if wrong := await faults(page):
            found[name] = wrong
    assert found == {}


async def test_axe_would_find_a_fault(context: BrowserContext, made: dict[str, str]) -> None:
    """The check can fail: a picture without a description and a field without a label are found."""
    made["broken"] = made["home"].replace('alt=""', "").replace("</main>", "<input></main>")
    page = await context.new_page()
    await page.goto(f"{SITE}/broken")
    found = await faults(page)
    assert {fault.partition(":")[0] for fault in found} >= {"image-alt", "label"}
    del made["broken"]


async def test_no_page_is_wider_than_its_screen(context: BrowserContext, made: dict[str, str]) -> None:
    """From 320 pixels on (which is also 1280 at 400 % zoom), and with letters at 200 %, nothing has to be scrolled sideways."""
    page = await context.new_page()
    wide = []
    for name in made:
        await page.goto(f"{SITE}/{name}")
        for width in (320, 768, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            if await page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(f"{name} at {width}")
            if PICTURES:
                await page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        await page.set_viewport_size({"width": 768, "height": 800})
        await page.add_style_tag(content="html { font-size: 200% !important; }")
        if await page.evaluate("document.documentElement.scrollWidth") > 768:
            wide.append(f"{name} with large letters")
    assert wide == []


async def test_the_keyboard_reaches_everything_and_shows_where_it_is(context: BrowserContext) -> None:
    """The first stop skips to the question; every stop after it is visibly marked."""
    page = await context.new_page()
    await page.goto(f"{SITE}/question-select_one")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent.trim()") == "Skip to the main part of this page"
    seen = []
    for _ in range(15):
        await page.keyboard.press("Tab")
        seen.append(await page.evaluate(MARK))
    assert {"Hearback", "Hide this page", "Continue", "Skip this question", "I need help"} <= {name for name, _ in seen}
    assert [name for name, marked in seen if name and not marked] == []


# A focused element is marked when its box shadow, outline or background is not what it is without the focus.
MARK = """() => {
  const at = document.activeElement;
  if (at === document.body) return ['', true];
  const shown = () => {
    const box = at.type === 'radio' ? getComputedStyle(at.nextElementSibling, '::before') : getComputedStyle(at);
    return [box.boxShadow, box.outlineStyle + box.outlineColor, box.backgroundColor].join();
  };
  const focused = shown();
  at.blur();
  const without = shown();
  at.focus();
  return [(at.innerText || at.value || '').trim(), focused !== without];
}"""


async def test_the_letters_are_our_own(context: BrowserContext) -> None:
    """The page's font is loaded from our own files; GDS Transport belongs to GOV.UK and is nowhere."""
    page = await context.new_page()
    await page.goto(f"{SITE}/home")
    await page.evaluate("document.fonts.ready")
    assert await page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")
    assert "GDS Transport" not in (STATIC / "govuk" / "govuk.css").read_text()


async def test_pages_from_right_to_left_begin_on_the_right(context: BrowserContext, made: dict[str, str]) -> None:
    """The whole page is mirrored: choices stand on the right of the screen, and nothing runs over."""
    name = "question-select_one"
    mirrored = made[name].replace('lang="en" dir="ltr"', 'lang="ar" dir="rtl"').replace("govuk/govuk.css", "govuk/govuk.rtl.css")
    made["mirrored"] = mirrored
    page = await context.new_page()
    await page.set_viewport_size({"width": 320, "height": 800})
    await page.goto(f"{SITE}/mirrored")
    box = await page.locator(".govuk-radios__item").first.bounding_box()
    dot = await page.get_by_role("radio").first.bounding_box()
    assert box is not None
    assert dot is not None
    assert dot["x"] > box["x"] + box["width"] / 2
    assert await page.evaluate("document.documentElement.scrollWidth") <= 320
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / "mirrored-320.png", full_page=True)
    del made["mirrored"]


async def test_on_paper_there_are_no_buttons_to_press(context: BrowserContext) -> None:
    """Printed, a page of results has its points and none of what only works on a screen."""
    page = await context.new_page()
    await page.goto(f"{SITE}/results")
    await page.emulate_media(media="print")
    assert not await page.locator(".hb-filter").is_visible()
    assert await page.locator("#point-3").is_visible()
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / "results-print.png", full_page=True)
