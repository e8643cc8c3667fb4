"""A whole site on a loopback port, and a real headless Chromium to look at it."""

import asyncio
import contextlib
import os
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
import sqlalchemy as sa
import uvicorn
from playwright.async_api import Browser, BrowserContext, async_playwright

from bot.app import App
from bot.clock import SimulatedClock
from bot.config import Settings
from bot.example import load, read_example
from bot.web.app import make_app
from handlers import due
from storage import consultations, schema
from storage.consultations import Held
from storage.database import Database
from storage.tables import metadata

SEPTEMBER = datetime(2010, 9, 1, 10, tzinfo=UTC)  # while the example is open
PICTURES = os.environ.get("HEARBACK_PICTURES", "")  # a folder for a person who wants to look at the pages
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Site:
    """A running site: its program and its address."""

    app: App
    clock: SimulatedClock
    address: str

    @property
    def database(self) -> Database:
        """What it keeps."""
        return self.app.database

    @property
    def example(self) -> Held:
        """The example consultation as it is held now."""
        with self.database.read() as tx:
            held = consultations.by_slug(tx, "framework-2010")
        assert held is not None
        return held

    def rows(self) -> dict[str, list[Any]]:
        """Everything in the database, table by table: to see that nothing changed."""
        with self.database.read() as tx:
            return {
                table.name: [tuple(row) for row in tx.connection.execute(sa.select(table))] for table in metadata.sorted_tables
            }


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site with the example open, in September 2010, and its writer running; not listening yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'site.db'}",
        key_file=tmp_path / "site.keys",
        bind=f"127.0.0.1:{port}",
    )
    clock = SimulatedClock(SEPTEMBER)
    app = App(settings, clock)
    schema.upgrade(app.database)
    load(app.database, *read_example())
    due.tick(app.database, clock.now())
    app.writer.start()
    yield Site(app, clock, settings.address)
    app.writer.stop()
    app.database.close()


@pytest_asyncio.fixture
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the site's application directly, as a browser without JavaScript would."""
    transport = httpx.ASGITransport(make_app(site.app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=site.address) as client:
        yield client


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the test runner's."""
        yield


@pytest_asyncio.fixture(loop_scope="module")
async def live(site: Site) -> AsyncIterator[Site]:
    """The site, listening."""
    config = uvicorn.Config(
        make_app(site.app), host="127.0.0.1", port=site.app.settings.port, log_level="warning", access_log=False, lifespan="off"
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  uvicorn offers no event for it
        await asyncio.sleep(0.01)
    yield site
    server.should_exit = True
    await task


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """The real Chromium of this machine, without a window."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "the web tests need Chromium: see scripts/install-browser"
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else list(ARGUMENTS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def without_script(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser with JavaScript switched off, as narrow as an old phone."""
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    context.set_default_timeout(10_000)  # milliseconds: nothing here waits for anything but the page
    yield context
    await context.close()
