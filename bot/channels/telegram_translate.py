"""What Telegram says, in our words, and what we say, in Telegram's. Nothing is fetched or sent here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    Update,
    User,
)

from surveys.messages import (
    Blocked,
    Content,
    Edit,
    Inbound,
    Mark,
    Moved,
    Option,
    Outgoing,
    Place,
    Press,
    Sendable,
    Sent,
    Start,
    Text,
    Unblocked,
    Unreadable,
    Unreadables,
    listed,
    rounded_place,
    split,
    utf16,
)

NAME = "telegram"
LIMIT = 4096  # https://core.telegram.org/bots/api#sendmessage, in UTF-16 units
CAPTION = 1000  # characters; https://core.telegram.org/bots/api#sendphoto allows 1024
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # https://core.telegram.org/bots/features#deep-linking
_GROUPS = ("group", "supergroup")
_OUT = ("left", "kicked")
# The first that a message has, in this order: an animation is a document too.
_SENDABLE: tuple[tuple[str, Sendable], ...] = (
    ("voice", "voice"),
    ("photo", "photo"),
    ("video", "video"),
    ("video_note", "video"),
    ("animation", "video"),
    ("audio", "audio"),
    ("document", "file"),
)
_UNREADABLE: tuple[tuple[str, Unreadables], ...] = (
    ("sticker", "sticker"),
    ("contact", "contact"),
    ("poll", "poll"),
    ("dice", "other"),
    ("game", "other"),
    ("story", "other"),
    ("checklist", "other"),
    ("paid_media", "other"),
)


# ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads updates for one bot: `account` is its id, `username` its name without the @."""

    account: str
    username: str

    def read(self, update: Update) -> Inbound | None:
        """What an update means to us; None for what does not concern us (channels, other bots, service messages, chatter)."""
        if update.callback_query is not None:
            return self._press(update.update_id, update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(update.update_id, update.my_chat_member)
        if update.message is not None:
            return self._message(update.update_id, update.message, edited=False)
        if update.edited_message is not None:
            return self._message(update.update_id, update.edited_message, edited=True)
        return None

    def _message(self, update: int, message: Message, *, edited: bool) -> Inbound | None:
        if message.migrate_to_chat_id is not None:
            return self._inbound(update, message.chat, Moved(str(message.migrate_to_chat_id)))
        sender = message.from_user
        if sender is None or sender.is_bot or message.is_automatic_forward:
            return None
        content = self._content(message, edited=edited)
        return self._inbound(update, message.chat, content, sender, _thread(message)) if content is not None else None

    def _content(self, message: Message, *, edited: bool) -> Content | None:
        # The message's id alone: it is compared within one chat only, and must not carry the chat's id to where answers are kept
        said, text = str(message.message_id), self._text(message)
        if text is None:
            if edited or message.chat.type in _GROUPS:
                return None
            if message.location is not None:  # a venue has one too
                return Place(rounded_place(message.location.latitude, message.location.longitude), said)
            return _sent(message) or _unreadable(message)
        if edited:
            return Edit(text, said)
        head, *rest = text.split(maxsplit=1)
        if head.lower() == "/start":
            return Start(rest[0] if rest and _PAYLOAD.fullmatch(rest[0]) else "")
        return Text(text, said)

    def _text(self, message: Message) -> str | None:
        """The words that are meant for us: all of a private chat; commands and mentions, without our name, in a group."""
        if not message.text:
            return None
        group = message.chat.type in _GROUPS
        for entity, words in message.parse_entities(["bot_command", "mention"]).items():
            command, _, name = words.partition("@")
            ours = name.lower() == self.username.lower()
            if entity.type == "bot_command" and entity.offset == 0 and (ours or not name):
                return message.text.replace(words, command, 1)
            if entity.type == "mention" and group and ours:
                return message.text.replace(words, "", 1).strip() or message.text
        return None if group else message.text

    def _press(self, update: int, query: CallbackQuery) -> Inbound | None:
        message = query.message
        if message is None or not query.data:
            return None  # of a message sent in somebody else's name, or of a game: we offer neither
        thread = _thread(message) if isinstance(message, Message) else ""
        return self._inbound(update, message.chat, Press(query.data, str(message.message_id)), query.from_user, thread)

    def _membership(self, update: int, change: ChatMemberUpdated) -> Inbound | None:
        was_out, is_out = change.old_chat_member.status in _OUT, change.new_chat_member.status in _OUT
        if was_out == is_out or change.chat.type == "channel":
            return None
        return self._inbound(update, change.chat, Blocked() if is_out else Unblocked(), change.from_user)

    def _inbound(self, update: int, chat: Chat, content: Content, sender: User | None = None, thread: str = "") -> Inbound:
        return Inbound(
            channel=NAME,
            external_id=f"{self.account}:{update}",
            address=str(chat.id),
            content=content,
            account=self.account,
            thread=thread,
            language=(sender and sender.language_code) or "",
            group=chat.type in _GROUPS,
        )


def _sent(message: Message) -> Sent | None:
    """What was sent to be looked at or listened to, with Telegram's handle of it; of a photo's several sizes, the largest."""
    for name, what in _SENDABLE:
        given = getattr(message, name)
        if given:
            file = given[-1] if isinstance(given, tuple) else given
            mime = (
                "image/jpeg" if what == "photo" else getattr(file, "mime_type", None) or ""
            )  # Telegram makes JPEG of every photo
            called = getattr(file, "file_name", None) or ""
            size = file.file_size or 0
            return Sent(what, str(message.message_id), message.caption or "", called, mime, size, file.file_id)
    return None


def _unreadable(message: Message) -> Unreadable | None:
    for field, what in _UNREADABLE:
        if getattr(message, field):
            return Unreadable(what, str(message.message_id))
    return None  # a service message


def _thread(message: Message) -> str:
    # In groups without topics Telegram fills message_thread_id for replies, too
    return str(message.message_thread_id) if message.is_topic_message else ""


# ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

WIDE = 40  # UTF-16 units: a phone cuts longer labels off, so they are written out in the message and numbered
_ROW = 24  # units of labels that share a row …
_BESIDE = 4  # … and at most so many of them
_KINDS: dict[Literal["bold", "italic", "quote", "link"], str] = {
    "bold": MessageEntity.BOLD,
    "italic": MessageEntity.ITALIC,
    "quote": MessageEntity.BLOCKQUOTE,
    "link": MessageEntity.TEXT_LINK,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One message to Telegram. `replaces` is the id of ours that it takes the place of, 0 for a new one."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None
    replaces: int
    picture: str = ""  # what to ask for its bytes by; its text is then the caption


def render(message: Outgoing) -> tuple[Part, ...]:
    """`message` cut to Telegram's limit, marks as entities, options as buttons under the last part; its pictures come first."""
    numbered = any(option.number and utf16(_label(option, numbered=False)) > WIDE for option in message.options)
    shown = tuple(Part(picture.caption[:CAPTION], (), None, 0, picture.name) for picture in message.pictures)
    return shown + tuple(
        Part(
            text=part.text,
            entities=tuple(_entity(part.text, mark) for mark in part.marks if mark.start < mark.end),
            keyboard=_keyboard(part.options, numbered=numbered),
            # An id that is no number is not Telegram's: the message was last shown on another channel
            replaces=int(part.replaces) if part.replaces.isdecimal() else 0,
        )
        for part in split(listed(message) if numbered else message, LIMIT)
    )


def _entity(text: str, mark: Mark) -> MessageEntity:
    offset, length = utf16(text[: mark.start]), utf16(text[mark.start : mark.end])
    return MessageEntity(_KINDS[mark.kind], offset, length, url=mark.url or None)


def _keyboard(options: Sequence[Option], *, numbered: bool) -> InlineKeyboardMarkup | None:
    if not options:
        return None
    return InlineKeyboardMarkup(list(_rows(options, numbered=numbered)))


def _rows(options: Iterable[Option], *, numbered: bool) -> Iterable[list[InlineKeyboardButton]]:
    """Short labels side by side, long ones alone; boxes to tick, unless they are but numbers, one beneath the other."""
    row: list[InlineKeyboardButton] = []
    width, kind = 0, None
    for option in options:
        label = _label(option, numbered=numbered)
        group = (option.number > 0, option.ticked is not None)
        alone = option.ticked is not None and not numbered
        width += utf16(label)
        if row and (alone or group != kind or width > _ROW or len(row) == _BESIDE):
            yield row
            row, width = [], utf16(label)
        kind = group
        row.append(InlineKeyboardButton(label, callback_data=option.id))
    yield row


def _label(option: Option, *, numbered: bool) -> str:
    words = str(option.number) if numbered and option.number else option.label
    return words if option.ticked is None else f"{'✓' if option.ticked else '☐'} {words}"
