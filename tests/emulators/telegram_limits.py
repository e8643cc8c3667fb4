"""What Telegram refuses, each rule with the vendor's page that says so.

Pages: API is https://core.telegram.org/bots/api, FAQ is https://core.telegram.org/bots/faq. Where neither gives the words of a
refusal, they are those of the vendor's own server (https://github.com/tdlib/telegram-bot-api).
"""

import math
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.telegram_clock import Clock

JSON = dict[str, Any]  # an object of the Bot API

TEXT = 4096  # API#sendmessage: text, "1-4096 characters after entities parsing"
CAPTION = 1024  # API#senddocument, API#sendphoto: caption, "0-1024 characters after entities parsing"
CALLBACK_DATA = 64  # API#inlinekeyboardbutton: callback_data, "1-64 bytes"
CALLBACK_ANSWER = 200  # API#answercallbackquery: text, "0-200 characters"
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")  # https://core.telegram.org/bots/features#deep-linking
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # API#setwebhook: secret_token
COMMAND = re.compile(r"[a-z0-9_]{1,32}")  # API#botcommand: command
DESCRIPTION = 256  # API#botcommand: description, "1-256 characters"
COMMANDS = 100  # API#setmycommands: "at most 100 commands"
DOCUMENT = 50 * 1024 * 1024  # API#senddocument: "files of any type of up to 50 MB"
DOWNLOAD = 20 * 1024 * 1024  # API#getfile: "bots can download files of up to 20MB in size"
PHOTO = 10 * 1024 * 1024  # API#sendphoto: "at most 10 MB in size"
KEPT = 24 * 3600  # API#getting-updates: updates are kept "not longer than 24 hours"
ANSWERABLE = 3600  # API#answercallbackquery gives no number; after an hour a query is surely "too old"
DELETABLE = 48 * 3600  # API#deletemessage: "only if it was sent less than 48 hours ago"

ENTITIES = frozenset(  # API#messageentity: type
    {
        "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic", "underline",
        "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre", "text_link", "text_mention",
        "custom_emoji",
    }
)  # fmt: skip
# API#inlinekeyboardbutton: "Exactly one of the fields other than text … must be used"
ACTIONS = frozenset(
    {
        "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
    }
)  # fmt: skip


class Refusal(Exception):
    """Telegram says no: an HTTP status, the words, and what API#responseparameters adds."""

    def __init__(self, status: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.parameters = parameters


def bad(words: str) -> Refusal:
    """A 400."""
    return Refusal(400, f"Bad Request: {words}")


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units: API#messageentity counts offsets and lengths in them."""
    return len(text.encode("utf-16-le")) // 2


def check_text(text: str, limit: int, *, empty: str, long: str) -> None:
    """Refuse a text that is empty (when `empty` names the refusal) or longer than `limit` UTF-16 units."""
    if empty and not text.strip():
        raise bad(empty)
    if units(text) > limit:
        raise bad(long)


def check_entities(text: str, entities: list[JSON]) -> None:
    """Refuse an entity outside the text, or one that begins or ends inside a character of two UTF-16 units."""
    borders = _borders(text)
    length = max(borders)
    for entity in entities:
        offset, size = entity.get("offset"), entity.get("length")
        if entity.get("type") not in ENTITIES:
            raise bad(f"can't parse entities: unsupported MessageEntity type {entity.get('type')!r}")
        if not isinstance(offset, int) or offset < 0:
            raise bad(f"receive an entity with incorrect offset {offset}")
        if not isinstance(size, int) or size <= 0:
            raise bad(f"receive an entity with incorrect length {size}")
        if offset >= length:
            raise bad(f"entity begins after the end of the text at UTF-16 offset {offset}")
        if offset + size > length:
            end = offset + size
            raise bad(f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}")
        if offset not in borders:
            raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {borders[offset + 1]}")
        if offset + size not in borders:
            end = borders[offset + size + 1]
            raise bad(f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol at byte offset {end}")


def _borders(text: str) -> dict[int, int]:
    """Where characters begin and end: in UTF-16 units, each with the same place in bytes of UTF-8."""
    borders, wide, narrow = {0: 0}, 0, 0
    for char in text:
        wide += units(char)
        narrow += len(char.encode())
        borders[wide] = narrow
    return borders


def check_keyboard(markup: JSON | None) -> None:
    """Refuse an inline keyboard with a button without words, without an action, or with callback data of a wrong length."""
    if markup is None:
        return
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list):
        raise bad("can't parse inline keyboard: only inline keyboards are emulated")
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise bad('can\'t parse inline keyboard button: field "text" must be a non-empty string')
        if len(ACTIONS & button.keys()) != 1:
            raise bad("text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_DATA:
            raise bad("BUTTON_DATA_INVALID")


@dataclass
class Pace:
    """How fast a bot may send.

    About one message a second in one chat ("we may allow short bursts"), no more than 20 a minute in a group, about 30 a second
    in all (FAQ#my-bot-is-hitting-limits-how-do-i-avoid-this); beyond that 429 with `retry_after` (API#responseparameters).
    """

    clock: Clock
    on: bool = True
    burst: int = 5  # how many may go to one chat at once before the pace of one a second holds
    all_a_second: int = 30
    group_a_minute: int = 20
    _recent: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)  # how many may go now, and when that was worked out

    def spend(self, chat: int, *, group: bool) -> None:
        """Count one message to `chat`, or refuse it with the seconds to wait; what is refused is not counted."""
        if not self.on:
            return
        now = self.clock.now()
        members = self._groups.setdefault(chat, deque()) if group else deque[float]()
        left, since = self._chats.get(chat, (float(self.burst), now))
        left = min(float(self.burst), left + now - since)
        wait = max(
            1 - left,
            _wait(self._recent, now, self.all_a_second, 1.0),
            _wait(members, now, self.group_a_minute, 60.0),
        )
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self._chats[chat] = left - 1, now
        self._recent.append(now)
        members.append(now)


def _wait(times: deque[float], now: float, most: int, window: float) -> float:
    """How long until one more fits, when at most `most` may fall within `window` seconds."""
    while times and times[0] <= now - window:
        times.popleft()
    return times[0] + window - now if len(times) >= most else 0.0
