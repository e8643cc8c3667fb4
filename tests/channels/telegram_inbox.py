"""What the tests of the Telegram channel put behind it: an inbox that keeps what comes in; and the channel, short of patience."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from bot.channels.telegram import Telegram
from surveys.messages import Content, Inbound
from tests.emulators.telegram import TOKEN, Emulator


class Inbox:
    """Takes what comes in, as the writer does, unless `refuse` raises."""

    def __init__(self) -> None:
        self.got: list[Inbound] = []
        self.tried: list[Inbound] = []
        self.refuse: Callable[[Inbound], None] = lambda inbound: None
        self.open = asyncio.Event()
        self.open.set()
        self._changed = asyncio.Condition()

    async def receive(self, inbound: Inbound) -> None:
        """Take one, once the door is open."""
        self.tried.append(inbound)
        await self._tell()
        await self.open.wait()
        self.refuse(inbound)
        self.got.append(inbound)
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def wait(self, done: Callable[[], object]) -> None:
        """Until `done()`, looked at whenever something comes in."""
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: bool(done()))

    async def first(self, count: int = 1) -> list[Content]:
        """What was in the first `count` that were taken."""
        await self.wait(lambda: len(self.got) >= count)
        return [inbound.content for inbound in self.got[:count]]


def a_channel(emulator: Emulator, inbox: Inbox, **settings: Any) -> Telegram:
    """The channel, with little patience and short pauses."""
    quick: dict[str, Any] = {"patience": 2.0, "pause": 0.001, "api_url": emulator.url}
    return Telegram(TOKEN, receive=inbox.receive, **(quick | settings))


@asynccontextmanager
async def listening(emulator: Emulator, inbox: Inbox, **settings: Any) -> AsyncIterator[Telegram]:
    """The channel while it polls."""
    channel = a_channel(emulator, inbox, **settings)
    await channel.start()
    try:
        yield channel
    finally:
        await channel.stop()


async def confirmed(emulator: Emulator) -> None:
    """Until Telegram has been told of every update that it may forget it."""
    await asyncio.to_thread(emulator.until, lambda: not emulator.pending())
