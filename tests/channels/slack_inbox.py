"""What the tests of the Slack channel put behind it: an inbox that keeps what comes in and answers; and the channel itself."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields
from typing import Any

from bot.channels.slack import Slack
from bot.channels.slack_blocks import Words
from bot.channels.slack_workspaces import Installed, Workspace
from surveys.messages import Content, Inbound, Outgoing
from tests.emulators.slack import APP_TOKEN, CLIENT, SECRET, TOKEN, Emulator

WORDS = Words(**{each.name: f"the {each.name.replace('_', ' ')}" for each in fields(Words)})


class Inbox:
    """Takes what comes in, as the writer does, unless `refuse` raises. `says` is what whoever waits is told, by content."""

    def __init__(self) -> None:
        self.got: list[Inbound] = []
        self.tried: list[Inbound] = []
        self.refuse: Callable[[Inbound], None] = lambda inbound: None
        self.says: Callable[[Inbound], Outgoing | None] = lambda inbound: Outgoing("Understood")
        self.pages: dict[str, Sequence[Outgoing]] = {}
        self.kept: dict[str, Workspace] = {}
        self._changed = asyncio.Condition()

    async def receive(self, inbound: Inbound) -> Outgoing | None:
        """Take one."""
        self.tried.append(inbound)
        self.refuse(inbound)
        self.got.append(inbound)
        async with self._changed:
            self._changed.notify_all()
        return self.says(inbound) if inbound.waits else None

    async def page(self, team: str, user: str) -> Sequence[Outgoing]:
        """Somebody's page."""
        return self.pages.get(user, ())

    async def find(self, team: str) -> Workspace | None:
        """A workspace that was installed."""
        return self.kept.get(team)

    async def forget(self, team: str) -> None:
        """One that is gone."""
        self.kept.pop(team, None)

    async def first(self, count: int = 1) -> list[Content]:
        """What was in the first `count` that were taken."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.got) >= count)
        return [inbound.content for inbound in self.got[:count]]


def a_channel(emulator: Emulator, inbox: Inbox, **settings: Any) -> Slack:
    """The channel, with little patience and no pause between messages."""
    quick: dict[str, Any] = {
        "receive": inbox.receive, "page": inbox.page, "words": {"en": WORDS}, "installed": Installed(inbox.find, inbox.forget),
        "token": TOKEN, "app_token": APP_TOKEN, "secret": SECRET, "client": CLIENT, "api_url": emulator.api_url,
        "patience": 1.0, "gap": 0.0, "ping": 0.5,
    }  # fmt: skip
    return Slack(**(quick | settings))


@asynccontextmanager
async def listening(emulator: Emulator, inbox: Inbox, **settings: Any) -> AsyncIterator[Slack]:
    """The channel while it listens over Socket Mode."""
    channel = a_channel(emulator, inbox, **settings)
    await channel.start()
    await asyncio.to_thread(emulator.until, emulator.connected)
    try:
        yield channel
    finally:
        await channel.stop()
