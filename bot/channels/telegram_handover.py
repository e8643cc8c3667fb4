"""Which of Telegram's updates have been taken, and so which may be confirmed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from traceback import extract_tb
from typing import Any

from surveys.messages import Inbound

Receive = Callable[[Inbound], Awaitable[object]]
Raw = dict[str, Any]  # an update as JSON: https://core.telegram.org/bots/api#update

ATTEMPTS = 5  # an update that failed so often while others got through is set aside

logger = logging.getLogger(__name__)


class Handover:
    """Passes updates on to `receive`: those of one chat in their order, chats side by side, and keeps count of what was taken.

    `read` makes an Inbound of an update, None of one that does not concern us. `taken` is told of each that is over and done
    with. `offset` is what the next poll is to confirm: every update below it; None when there is nothing new to confirm.
    """

    def __init__(self, read: Callable[[Raw], Inbound | None], receive: Receive, taken: Callable[[Raw], None]) -> None:
        self.offset: int | None = None
        self._read = read
        self._receive = receive
        self._taken = taken
        self._done: set[int] = set()  # taken, but not to be confirmed before an earlier one
        self._failed: dict[int, int] = {}  # how often `receive` refused an update

    async def pass_on(self, updates: list[Raw]) -> bool:
        """Pass on what Telegram gave us, and note what may be confirmed. Whether all of it was taken."""
        if not updates:
            return True
        chats = self._by_chat(updates)
        if self._failed:  # one by one, so that an update which spoils a whole batch is told from those it spoils
            passed = [await self._in_order(chat) for chat in chats]
        else:
            passed = await asyncio.gather(*(self._in_order(chat) for chat in chats))
        if any(passed):
            self._set_aside()
        left = {raw["update_id"] for raw in updates} - self._done
        self.offset = min(left, default=max(raw["update_id"] for raw in updates) + 1)
        self._done = {update for update in self._done if update >= self.offset}
        self._failed = {update: times for update, times in self._failed.items() if update in left}
        return not left

    def _by_chat(self, updates: list[Raw]) -> list[list[tuple[Raw, Inbound]]]:
        chats: dict[str, list[tuple[Raw, Inbound]]] = {}
        for raw in updates:
            if raw["update_id"] in self._done:
                continue  # taken before; it came again because an earlier one is not
            inbound = self._read(raw)
            if inbound is None:
                self._finish(raw)
            else:
                chats.setdefault(inbound.address, []).append((raw, inbound))
        return list(chats.values())

    async def _in_order(self, chat: Iterable[tuple[Raw, Inbound]]) -> bool:
        """Pass on the updates of one chat. When one fails the others wait for it, a few times. Whether any was taken."""
        passed = False
        for raw, inbound in chat:
            try:
                await self._receive(inbound)
            except Exception as error:  # noqa: BLE001  whatever is wrong with one update must not stop the others
                if self._count(raw["update_id"], error) < ATTEMPTS:
                    return passed
            else:
                passed = True
                self._finish(raw)
        return passed

    def _finish(self, raw: Raw) -> None:
        self._done.add(raw["update_id"])
        self._taken(raw)

    def _count(self, update: int, error: Exception) -> int:
        times = self._failed[update] = self._failed.get(update, 0) + 1
        # Without the error's own words: what a person wrote may be in them
        place = extract_tb(error.__traceback__)[-1]
        logger.error("update %s was not taken: %s at %s:%s", update, type(error).__name__, place.filename, place.lineno)
        return times

    def _set_aside(self) -> None:
        """Give up what failed again and again while others got through: it is at fault itself, and would block all behind it."""
        for update, times in self._failed.items():
            if times >= ATTEMPTS:
                logger.error("update %s is set aside after %s attempts", update, times)
                self._done.add(update)
