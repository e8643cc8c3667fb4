"""What the stand-in for Telegram knows: people, chats and their messages, and the updates that wait for the bot."""

import random
import re
import threading
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Literal

from tests.emulators.telegram_clock import Clock
from tests.emulators.telegram_limits import JSON, KEPT, bad, units

WEEK = 7 * 24 * 3600
# API#getupdates: allowed_updates, "all update types except chat_member, message_reaction, and message_reaction_count (default)"
ORDINARY = frozenset({"message", "edited_message", "callback_query", "my_chat_member", "channel_post", "edited_channel_post"})
# What Telegram's own apps mark up in anybody's words (API#messageentity)
SPOTTED = (
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?")),
    ("mention", re.compile(r"(?<!\w)(?<!/)@\w{4,32}(?![\w])")),
    ("url", re.compile(r"https?://[^\s]+")),
)


@dataclass
class Chat:
    """A private chat, a basic group or a supergroup. Its message ids are its own, as they are in supergroups."""

    id: int
    kind: Literal["private", "group", "supergroup"]
    name: str
    forum: bool = False
    members: set[int] = field(default_factory=set)
    topics: dict[int, str] = field(default_factory=dict)
    admin: bool = False  # the bot is an administrator here
    shut: str = ""  # the 403 the bot gets here, empty when it may write
    moved_to: int = 0
    messages: dict[int, JSON] = field(default_factory=dict)
    offered: dict[int, set[str]] = field(default_factory=dict)  # every callback data that a message has ever carried
    last: int = 0

    @property
    def group(self) -> bool:
        """Whether several people are in it."""
        return self.kind != "private"

    def json(self) -> JSON:
        """API#chat."""
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": self.name}
        return {"id": self.id, "type": self.kind, "title": self.name} | ({"is_forum": True} if self.forum else {})


@dataclass(frozen=True)
class Update:
    """API#update: something the bot has not confirmed yet."""

    id: int
    kind: str
    body: JSON
    chat: int
    at: float

    def json(self) -> JSON:
        """As the bot gets it."""
        return {"update_id": self.id, self.kind: self.body}


@dataclass
class Webhook:
    """API#setwebhook."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    last_error: str = ""
    last_error_at: float = 0


@dataclass(frozen=True)
class Stored:
    """A file that somebody sent. `size` may be more than there are bytes: only its size is told of one that is too big."""

    path: str
    data: bytes
    size: int


class World:
    """All of it, behind one lock. `changed` is notified whenever anything moves."""

    def __init__(self, clock: Clock, bot: JSON, seed: int) -> None:
        self.clock = clock
        self.bot = bot
        self.privacy_mode = True  # FAQ#what-messages-will-my-bot-get: the default of every new bot
        self.changed = threading.Condition(threading.RLock())
        self.random = random.Random(seed)
        self.users: dict[int, JSON] = {}
        self.chats: dict[int, Chat] = {}
        self.queue: list[Update] = []
        self.given: list[Update] = []  # every update there ever was
        self.held: list[Update] | None = None
        self.allowed: frozenset[str] = ORDINARY
        self.webhook = Webhook()
        self.queries: dict[str, float] = {}  # callback queries that may still be answered, with their time
        self.answers: dict[str, JSON] = {}  # … and how they were
        self.version = 0
        self.closing = False
        self.files: dict[str, Stored] = {}  # what people sent, by file_id
        self._next_update = self.random.randrange(10_000_000, 900_000_000)
        self._last_update_at = clock.now()
        self._next_id = 1000

    # ── what everybody uses ─────────────────────────────────────────────────────────────────────────────────────────────

    def touch(self) -> None:
        """Wake whoever waits for a change."""
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def change(self, version: int, timeout: float) -> int:
        """Wait up to `timeout` seconds until something has changed since `version`: the new version."""
        with self.changed:
            self.changed.wait_for(lambda: self.version != version or self.closing, timeout)
            return self.version

    def fresh_id(self) -> int:
        """An id nobody has."""
        self._next_id += 1
        return self._next_id

    def chat(self, chat_id: int) -> Chat:
        """The chat, or KeyError: for tests, who should know."""
        return self.chats[chat_id]

    def now(self) -> int:
        """The time as the Bot API writes it."""
        return int(self.clock.now())

    def post(self, chat: Chat, sender: JSON, content: JSON, thread: int = 0, reply_to: int = 0) -> JSON:
        """Put a message into `chat` and return it (API#message)."""
        chat.last += 1
        message: JSON = {"message_id": chat.last, "from": sender, "chat": chat.json(), "date": self.now()}
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to and reply_to in chat.messages:
            replied = chat.messages[reply_to]
            message["reply_to_message"] = {key: value for key, value in replied.items() if key != "reply_to_message"}
        message |= content
        chat.messages[chat.last] = message
        self.remember_buttons(chat, message)
        self.touch()
        return message

    def remember_buttons(self, chat: Chat, message: JSON) -> None:
        """Note the buttons of a message: a person may still press one in the moment it is taken away."""
        offered = chat.offered.setdefault(message["message_id"], set())
        for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
            offered |= {button["callback_data"] for button in row if "callback_data" in button}

    # ── updates ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def push(self, kind: str, body: JSON, chat: int, *, asked: bool = False) -> None:
        """Queue an update for the bot, as things stand now, unless it did not ask for this kind."""
        if not asked and kind not in self.allowed:
            return
        now = self.clock.now()
        if now - self._last_update_at >= WEEK:
            # API#update: "If there are no new updates for at least a week, then identifier of the next update will be chosen
            # randomly instead of sequentially."
            self._next_update = self.random.randrange(10_000_000, 900_000_000)
        self._last_update_at = now
        update = Update(self._next_update, kind, deepcopy(body), chat, now)
        self._next_update += 1
        self.given.append(update)
        (self.queue if self.held is None else self.held).append(update)
        self.touch()

    def hold(self) -> None:
        """Keep updates back from now on, until `release`."""
        self.held = self.held or []

    def release(self, order: Sequence[int] | None = None) -> None:
        """Give out what was held: in its own order, or by place as in `[1, 0, 0]`, which swaps two and doubles one."""
        held, self.held = self.held or [], None
        self.queue += held if order is None else [held[place] for place in order]
        self.touch()

    def repeat(self, update_id: int = 0) -> None:
        """Queue an update once more, the newest if none is named: Telegram may deliver one twice."""
        self.queue.append(next(update for update in reversed(self.given) if update_id in (0, update.id)))
        self.touch()

    def waiting(self) -> list[Update]:
        """What the bot has not confirmed; what is older than a day is lost."""
        since = self.clock.now() - KEPT
        self.queue = [update for update in self.queue if update.at > since]
        return self.queue

    # ── finding things for the bot, refusing as Telegram does ───────────────────────────────────────────────────────────

    def open_chat(self, chat_id: int) -> Chat:
        """The chat the bot wants to write to."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad("chat not found")
        if chat.moved_to:
            refusal = bad("group chat was upgraded to a supergroup chat")
            refusal.parameters["migrate_to_chat_id"] = chat.moved_to  # API#responseparameters
            raise refusal
        return chat


def spot(text: str) -> list[JSON]:
    """The entities that Telegram finds by itself in somebody's words, in order."""
    found: list[JSON] = [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
        for kind, pattern in SPOTTED
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda entity: entity["offset"])
