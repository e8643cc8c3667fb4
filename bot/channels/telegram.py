"""Telegram: python-telegram-bot carries, and nothing else of it is used.

Its own updater tells Telegram that updates have arrived before anybody has handled them, so a crash would lose them. Here they
are confirmed only once `receive` has returned, and what it takes has been committed.
"""

import asyncio
import hmac
import json
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from telegram import Bot, LinkPreviewOptions, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.telegram_files import AT_ONCE, MOST, Fetcher
from bot.channels.telegram_handover import Handover, Raw, Receive
from bot.channels.telegram_redact import keep_out_of_logs
from bot.channels.telegram_translate import NAME, Part, Reader, render
from surveys.errors import ChannelBusy, ChannelError, ConfigError, InDoubt, Unreachable
from surveys.messages import Destination, Inbound, Moved, Outgoing, Sent

# python-telegram-bot warns with every RetryAfter unless told that we know of its coming change
os.environ["PTB_TIMEDELTA"] = "true"

Told = Callable[[int, str], Awaitable[None]]
Wants = Callable[[Inbound], Awaitable[bool]]
Pictures = Callable[[str], Awaitable[bytes | None]]  # a picture's name → its bytes

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")  # the updates we ask for
LONG_POLL = 30  # seconds that Telegram may keep us waiting for updates; it allows 50
LOT = 100  # updates asked for at once, the most there are
PATIENCE = 15.0  # seconds for Telegram to answer
LONGEST_PAUSE = 30.0  # between attempts to reach Telegram
LONGEST_REST = 5.0  # between attempts to hand over what was not taken
GONE = ("chat not found", "user is deactivated", "not enough rights", "have no rights")  # refusals that mean: stop writing
SOON = 5.0  # seconds after which to try again what never left us
TOKEN_REFUSED = 60.0  # … and what cannot leave until an operator has set a right token

logger = logging.getLogger(__name__)


class Telegram:
    """One bot. `receive` is awaited for everything that comes in, and must return only when it is safe.

    `webhook` is the public address that Telegram is to post updates to, with `secret` in their header; without one they are
    polled. `wants` tells whether the file of a message is to be fetched, up to `megabytes`. `commands` are shown in people's
    menus: language → command → description, the first language for everybody else.
    `pictures` gives the bytes of the pictures that messages name.
    """

    name = NAME
    pace = 25.0  # messages a second over all chats; Telegram allows about 30 (https://core.telegram.org/bots/faq)

    def __init__(
        self,
        token: str,
        *,
        receive: Receive,
        api_url: str = "https://api.telegram.org",
        secret: str = "",
        webhook: str = "",
        commands: Mapping[str, Mapping[str, str]] | None = None,
        pictures: Pictures | None = None,
        wants: Wants | None = None,
        megabytes: int = MOST,
        patience: float = PATIENCE,
        pause: float = 1.0,
    ) -> None:
        account, _, key = token.partition(":")
        if not account.isdecimal() or not key:
            raise ConfigError("HEARBACK_TELEGRAM_TOKEN is not a token: they look like 123456:ABC-DEF")
        if webhook and not secret:
            raise ConfigError("HEARBACK_TELEGRAM_SECRET is missing: without it anybody could post updates to the webhook")
        keep_out_of_logs(key, secret)
        self._account = account
        self._receive = receive
        self._secret = secret
        self._webhook = webhook
        self._commands = commands or {}
        self._pictures = pictures
        self._patience = patience
        self._pause = pause
        self._polls = HTTPXRequest(connection_pool_size=1, read_timeout=patience)
        self._calls = HTTPXRequest(read_timeout=patience, write_timeout=patience, pool_timeout=patience)
        api = api_url.rstrip("/")
        self._bot = Bot(token, f"{api}/bot", f"{api}/file/bot", request=self._calls, get_updates_request=self._polls)
        self._wants = wants
        self._fetcher = Fetcher(self._bot, self._calls, megabytes=megabytes, pause=pause)
        self._fetching = asyncio.Semaphore(AT_ONCE)
        self._greeted = False
        self._reader = Reader(account, "")
        self._handover = Handover(self._read, self._hand_in, self._answer)
        self._listening: asyncio.Task[None] | None = None
        self._answering: set[asyncio.Task[None]] = set()

    # ── coming and going ────────────────────────────────────────────────────────────────────────────────────────────────

    async def start(self, *, listen: bool = True) -> None:
        """Make ourselves known and, unless we only send, listen until `stop`. ConfigError when the token is refused.

        Where Telegram cannot be reached now, that is tried again in the background.
        """
        try:
            await self._initialise()
        except TelegramError as error:
            logger.warning("Telegram cannot be reached yet: %s", error)
        if listen:
            self._listening = asyncio.create_task(self._greet_for_webhook() if self._webhook else self.poll())

    async def stop(self) -> None:
        """Stop listening, and close the lines."""
        tasks = [*self._answering, *filter(None, [self._listening])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._listening = None
        # Bot.shutdown leaves them open unless it was initialised
        await asyncio.gather(self._polls.shutdown(), self._calls.shutdown())

    async def _initialise(self) -> None:
        try:
            await self._bot.initialize()
        except InvalidToken:
            # Not "from": python-telegram-bot writes the token into this error
            raise ConfigError("Telegram refuses HEARBACK_TELEGRAM_TOKEN") from None
        self._reader = Reader(self._account, self._bot.username)

    async def _greet(self) -> None:
        """What is to be said once to Telegram before updates come."""
        if self._greeted:
            return
        await self._initialise()
        if self._webhook:
            await self._bot.set_webhook(self._webhook, allowed_updates=KINDS, secret_token=self._secret)
        else:
            await self._bot.delete_webhook()
        self._greeted = True
        try:
            for place, (language, menu) in enumerate(self._commands.items()):
                for code in (language, None) if place == 0 else (language,):
                    await self._bot.set_my_commands(list(menu.items()), language_code=code)
        except TelegramError as error:
            logger.warning("Telegram did not take the list of commands: %s", error)

    async def _greet_for_webhook(self) -> None:
        pause = self._pause
        while not self._greeted:
            try:
                await self._greet()
            except (TelegramError, ConfigError) as error:
                pause = await self._rest(error, pause)

    async def _rest(self, error: Exception, pause: float) -> float:
        """Wait as long as Telegram asks, else `pause`: the pause to make if it happens again."""
        seconds = _seconds(error) if isinstance(error, RetryAfter) else pause
        why = error.message if isinstance(error, TelegramError) else type(error).__name__  # others may quote what people wrote
        logger.warning("Telegram: %s; trying again in %.0f s", why, seconds)
        await asyncio.sleep(seconds)
        return min(pause * 2, LONGEST_PAUSE)

    # ── updates come in ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def poll(self) -> None:
        """Fetch updates and hand them over until cancelled, whatever becomes of the network."""
        pause = rest = self._pause
        while True:
            try:
                await self._greet()
                taken = await self._handover.pass_on(await self._fetch())
            except Exception as error:  # noqa: BLE001  whatever happens, people must go on being heard
                pause = await self._rest(error, pause)
                continue
            pause = self._pause
            if taken:
                rest = self._pause
            else:
                await asyncio.sleep(rest)
                rest = min(rest * 2, LONGEST_REST)

    async def take(self, body: bytes, secret: str) -> bool:
        """Take an update that was posted to the webhook. True: it is committed, answer 200. False: it is not from Telegram.

        What `receive` raises goes on to the caller, who answers 500, so that Telegram posts it again.
        """
        if not self._secret or not hmac.compare_digest(secret.encode(), self._secret.encode()):
            return False
        try:
            raw: Raw = json.loads(body)
            raw["update_id"] += 0
        except (ValueError, TypeError, KeyError):
            return False
        await self._initialise()  # before we know our own name nothing can be read; once done, it costs nothing
        inbound = self._read(raw)
        if inbound is not None:
            await self._hand_in(inbound)
        self._answer(raw)
        return True

    async def _fetch(self) -> list[Raw]:
        """Confirm what was handed over, and wait for more.

        As raw JSON and not by `Bot.get_updates`, which loses a whole lot when it cannot read one of it. The offset is named only
        until Telegram has heard it: after a quiet week ids start anew anywhere, also below it.
        """
        query = {"timeout": LONG_POLL, "limit": LOT, "allowed_updates": json.dumps(KINDS)}
        if self._handover.offset is not None:
            query["offset"] = self._handover.offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(query)}"
        updates = await self._polls.post(url, read_timeout=LONG_POLL + self._patience)
        self._handover.offset = None
        return cast("list[Raw]", updates)

    async def _hand_in(self, inbound: Inbound) -> None:
        """Hand a message in, with its file where one is asked for: fetched first, so that what is said to be kept is kept.

        A crash before it is committed loses nothing: Telegram has not been told, and gives the update again.
        """
        content = inbound.content
        if self._wants is None or not isinstance(content, Sent) or not await self._wants(inbound):
            await self._receive(inbound)
            return
        async with self._fetching:
            await self._receive(replace(inbound, content=await self._fetcher.fetch(content)))

    def _read(self, raw: Raw) -> Inbound | None:
        try:
            return self._reader.read(Update.de_json(raw, self._bot))
        except Exception as error:  # noqa: BLE001  Telegram grows kinds of updates that this version cannot read
            logger.error("update %s cannot be read: %s", raw["update_id"], type(error).__name__)  # noqa: TRY400
            return None

    def _answer(self, raw: Raw) -> None:
        """Tell the person's app that a button was pressed; nothing depends on whether that works."""
        if query := raw.get("callback_query", {}).get("id"):
            task = asyncio.create_task(self._answer_query(query))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer_query(self, query: str) -> None:
        with suppress(TelegramError):  # "query is too old" after an outage, above all
            await self._bot.answer_callback_query(query)

    # ── messages go out ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def send(self, to: Destination, message: Outgoing, *, already: int, sent: Told) -> str:
        """Send the parts of `message` after the first `already`, and tell `sent` of each: its place from 0, and Telegram's id.

        The id of the last one, empty when all were sent before. ChannelBusy, Unreachable, InDoubt or ChannelError.
        """
        chat, thread, last = to.address, to.thread, ""
        for place, part in enumerate(render(message)[already:], start=already):
            try:
                try:
                    last = await self._put(chat, thread, part)
                except ChatMigrated as moved:
                    chat, thread = await self._moved(chat, moved.new_chat_id), ""
                    last = await self._put(chat, thread, part)
            except TelegramError as error:
                raise _fault(error) from error
            await sent(place, last)
        return last

    async def _put(self, chat: str, thread: str, part: Part) -> str:
        if part.replaces and await self._edited(chat, part):
            return str(part.replaces)
        if part.picture:
            return await self._show(chat, thread, part)
        message = await self._bot.send_message(
            chat,
            part.text,
            entities=part.entities,
            reply_markup=part.keyboard,
            message_thread_id=int(thread) if thread else None,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return str(message.message_id)

    async def _show(self, chat: str, thread: str, part: Part) -> str:
        """Send a picture; nothing where it is gone: the words come all the same."""
        data = await self._pictures(part.picture) if self._pictures is not None else None
        if data is None:
            return ""
        topic = int(thread) if thread else None
        message = await self._bot.send_photo(chat, data, caption=part.text or None, message_thread_id=topic)
        return str(message.message_id)

    async def _edited(self, chat: str, part: Part) -> bool:
        """Put `part` in the place of an earlier message. False when that is gone or too old, so that it is sent as a new one."""
        try:
            await self._bot.edit_message_text(
                part.text,
                chat,
                part.replaces,
                entities=part.entities,
                reply_markup=part.keyboard,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        except BadRequest as error:
            return "not modified" in error.message.lower()
        except NetworkError as error:
            # An edit made twice is an edit made once: there is no doubt to keep
            raise ChannelBusy(f"Telegram did not answer: {error}", SOON) from error
        return True

    async def _moved(self, old: str, new_id: int) -> str:
        """Report that a group became a supergroup, as an update would: its new address."""
        new = str(new_id)
        event = f"{self._account}:moved:{new}"
        await self._receive(Inbound(NAME, event, old, Moved(new), account=self._account, group=True))
        return new


def _seconds(error: RetryAfter) -> float:
    return cast("timedelta", error.retry_after).total_seconds()  # see PTB_TIMEDELTA


def _fault(error: TelegramError) -> ChannelError:
    """What Telegram's error means to whoever wants to send."""
    words = error.message.lower()
    match error:
        case RetryAfter():
            return ChannelBusy("Telegram asks us to slow down", _seconds(error))
        case Forbidden():
            return Unreachable(error.message)
        case BadRequest() if any(reason in words for reason in GONE):
            return Unreachable(error.message)
        case BadRequest():
            return ChannelError(error.message)
        case InvalidToken():
            return ChannelBusy("Telegram refuses the token", TOKEN_REFUSED)
        case NetworkError() if type(error.__cause__).__name__ in ("ConnectError", "ConnectTimeout", "PoolTimeout"):
            return ChannelBusy("Telegram cannot be reached", SOON)  # httpx never sent it
        case NetworkError():
            return InDoubt(error.message)
        case _:
            return ChannelError(error.message)
