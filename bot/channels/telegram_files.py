"""Files that people send on Telegram, fetched only where somebody asks for one.

Source: https://core.telegram.org/bots/api#getfile, by which a bot can have up to 20 MB.
"""

import asyncio
import logging
from dataclasses import replace

from telegram import Bot
from telegram.error import BadRequest, TelegramError
from telegram.request import BaseRequest

from surveys.messages import File, Sent

MEGABYTE = 1024 * 1024
MOST = 20  # megabytes: Telegram gives no bot more
ATTEMPTS = 3
LONGEST = 60.0  # seconds in all: other chats' next messages wait meanwhile
AT_ONCE = 3  # files in memory at the same time

logger = logging.getLogger(__name__)


class Fetcher:
    """Fetches what a message refers to. `megabytes` is the most that we keep, `pause` how long to wait between attempts."""

    def __init__(self, bot: Bot, request: BaseRequest, *, megabytes: int, pause: float) -> None:
        self._bot = bot
        self._request = request
        self._megabytes = min(megabytes, MOST)
        self._pause = pause

    async def fetch(self, sent: Sent) -> Sent:
        """`sent` with its file; with `limit` where it has more than is kept, and `lost` where Telegram does not give it."""
        if sent.size > self._megabytes * MEGABYTE:
            return replace(sent, limit=self._megabytes)
        try:
            async with asyncio.timeout(LONGEST):
                for attempt in range(ATTEMPTS):
                    if attempt:
                        await asyncio.sleep(self._pause)
                    try:
                        return await self._once(sent)
                    except BadRequest as error:
                        return replace(sent, limit=self._megabytes) if "too big" in error.message else replace(sent, lost=True)
                    except TelegramError as error:
                        logger.warning("Telegram: a file was not given: %s", type(error).__name__)
        except TimeoutError:
            logger.warning("Telegram: a file did not come in time")
        return replace(sent, lost=True)

    async def _once(self, sent: Sent) -> Sent:
        where = (await self._bot.get_file(sent.handle)).file_path or ""
        if not where.startswith(self._bot.base_file_url):
            return replace(sent, lost=True)
        data = await self._request.retrieve(where)
        if len(data) > self._megabytes * MEGABYTE:
            return replace(sent, limit=self._megabytes)
        return replace(sent, file=File(data, sent.name, sent.mime))
