"""What people do on the stand-in for Telegram: write, press, edit, block, make groups. Plain values in, plain values out."""

import re
from base64 import b64decode
from collections.abc import Sequence
from typing import Any

from tests.emulators.telegram_limits import JSON, PAYLOAD, TEXT, units
from tests.emulators.telegram_world import Chat, Stored, World, spot

_FILE = {"file_id": "BQAC-stand-in", "file_unique_id": "AgAD-stand-in"}
_SIZED = _FILE | {"width": 320, "height": 240}
# What the Bot API says of each thing that is no words: API#message and the types it names.
CONTENTS: dict[str, JSON] = {
    "sticker": {"sticker": _SIZED | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}},
    "voice": {"voice": _FILE | {"duration": 4, "mime_type": "audio/ogg"}},
    "audio": {"audio": _FILE | {"duration": 180}},
    "photo": {"photo": [_SIZED]},
    "video": {"video": _SIZED | {"duration": 9}},
    "video_note": {"video_note": _FILE | {"length": 240, "duration": 9}},
    "animation": {"animation": _SIZED | {"duration": 2}, "document": _FILE},  # "the field document will also be set"
    "document": {"document": _FILE | {"file_name": "answers.pdf", "mime_type": "application/pdf"}},
    "location": {"location": {"longitude": -0.0553, "latitude": 51.545}},
    "venue": {
        "venue": {"location": {"longitude": -0.0553, "latitude": 51.545}, "title": "Town Hall", "address": "Mare Street"},
        "location": {"longitude": -0.0553, "latitude": 51.545},
    },
    "contact": {"contact": {"phone_number": "+447700900123", "first_name": "A friend"}},
    "poll": {
        "poll": {
            "id": "1", "question": "Which?", "options": [{"persistent_id": "a", "text": "This one", "voter_count": 0}],
            "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
            "allows_multiple_answers": False, "allows_revoting": True, "members_only": False,
        }
    },
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
}  # fmt: skip


class People:
    """Every verb of the control surface. Chats and people are named by their ids; a private chat has its person's id."""

    def __init__(self, world: World) -> None:
        self.world = world

    # ── people and groups ───────────────────────────────────────────────────────────────────────────────────────────────

    def user(self, name: str, language: str = "en") -> JSON:
        """A new person. The bot cannot write to them before they write to it."""
        person: JSON = {"id": self.world.fresh_id(), "is_bot": False, "first_name": name, "language_code": language}
        self.world.users[person["id"]] = person
        chat = Chat(person["id"], "private", name, members={person["id"]})
        chat.shut = "Forbidden: bot can't initiate conversation with a user"
        self.world.chats[chat.id] = chat
        return person

    def group(self, title: str, members: Sequence[int], *, basic: bool = False, forum: bool = False) -> JSON:
        """A new group with the bot in it; the first of `members` made it. `basic` is the older kind, which may migrate."""
        number = self.world.fresh_id()
        chat = Chat(
            -number if basic else -1_000_000_000_000 - number, "group" if basic else "supergroup", title, forum, set(members)
        )
        self.world.chats[chat.id] = chat
        self._joined(chat, self.world.users[members[0]])
        return chat.json()

    def topic(self, chat: int, name: str) -> int:
        """A new topic of a forum: its thread id."""
        forum = self.world.chat(chat)
        maker = self.world.users[min(forum.members)]
        message = self.world.post(forum, maker, {"forum_topic_created": {"name": name, "icon_color": 7322096}})
        thread: int = message["message_id"]
        message |= {"message_thread_id": thread, "is_topic_message": True}
        forum.topics[thread] = name
        self.world.push("message", message, chat)
        return thread

    # ── saying things ───────────────────────────────────────────────────────────────────────────────────────────────────

    def say(self, user: int, text: str, chat: int = 0, thread: int = 0, reply_to: int = 0) -> int:
        """Write something: the id of the message. As the apps do, more than 4096 characters go as several; the last one's id."""
        said = 0
        for piece in _pieces(text):
            said = self._write(user, {"text": piece, "entities": spot(piece)}, chat, thread, reply_to)
        return said

    def start(self, user: int, payload: str = "", chat: int = 0) -> int:
        """Press Start, on a link with `payload` when there is one; a person who had blocked the bot lets it in again."""
        if not PAYLOAD.fullmatch(payload):
            raise ValueError("a deep link carries at most 64 of A-Z, a-z, 0-9, _ and -")
        if not chat and "blocked" in self.world.chat(user).shut:
            self.unblock(user)
        return self.say(user, f"/start {payload}".strip(), chat)

    def send(
        self,
        user: int,
        what: str,
        chat: int = 0,
        thread: int = 0,
        caption: str = "",
        data: str = "",
        about: JSON | None = None,
        size: int = 0,
    ) -> int:
        """Send something that is no words, one of `CONTENTS`.

        `data` are a file's bytes in base64, `about` what Telegram says of it (`file_name`, `mime_type`), `size` its size where
        that is more than its bytes.
        """
        words = {"caption": caption, "caption_entities": spot(caption)} if caption else {}
        content = CONTENTS[what]
        if data or size:
            content = {name: self._stored(what, value, b64decode(data), size, about or {}) for name, value in content.items()}
        return self._write(user, content | words, chat, thread, 0)

    def _stored(self, what: str, value: Any, data: bytes, size: int, about: JSON) -> Any:
        """API#photosize, API#document and so on, of a file that the bot can ask for; a photo comes in several sizes."""
        number = self.world.fresh_id()
        file: JSON = {"file_id": f"BQAC-{number}", "file_unique_id": f"AgAD-{number}", "file_size": size or len(data)}
        self.world.files[file["file_id"]] = Stored(f"{what}s/file_{number}", data, file["file_size"])
        if isinstance(value, list):
            small = value[0] | {"file_id": f"BQAC-small-{number}", "file_size": 100}
            return [small, value[0] | {"width": 1280, "height": 960} | file]
        return value | file | about

    def edit(self, user: int, message: int, text: str, chat: int = 0) -> None:
        """Change a message one has sent."""
        where = self.world.chat(chat or user)
        edited = where.messages[message]
        if edited["from"]["id"] != user:
            raise ValueError("people edit their own messages")
        edited |= {"text": text, "entities": spot(text), "edit_date": self.world.now()}
        if self._delivered(where, edited):
            self.world.push("edited_message", dict(edited), where.id)
        self.world.touch()

    def press(self, user: int, button: str, chat: int = 0, message: int = 0) -> str:
        """Press a button, named by its label (marks before the words do not matter) or its data: the id of the callback query.

        The newest message that has it, or `message`; there, data of a button taken away since counts too.
        """
        where = self.world.chat(chat or user)
        place, data = self._find(where, button, message)
        stood = where.messages.get(place)
        query = str(self.world.random.randrange(10**17, 10**18))
        self.world.queries[query] = self.world.clock.now()
        # API#maybeinaccessiblemessage: of a deleted message only chat and id are left, with date 0
        under = stood or {"chat": where.json(), "message_id": place, "date": 0}
        body = {"id": query, "from": self.world.users[user], "message": under, "chat_instance": str(where.id), "data": data}
        self.world.push("callback_query", body, where.id)
        return query

    # ── coming and going ────────────────────────────────────────────────────────────────────────────────────────────────

    def block(self, user: int) -> None:
        """Block the bot."""
        chat = self.world.chat(user)
        chat.shut = "Forbidden: bot was blocked by the user"
        self._membership(chat, self.world.users[user], "member", "kicked")

    def unblock(self, user: int) -> None:
        """Let the bot in again."""
        chat = self.world.chat(user)
        chat.shut = ""
        self._membership(chat, self.world.users[user], "kicked", "member")

    def deactivate(self, user: int) -> None:
        """Delete one's account: bots are not told."""
        self.world.chat(user).shut = "Forbidden: user is deactivated"

    def kick(self, chat: int, by: int) -> None:
        """Throw the bot out of a group."""
        group = self.world.chat(chat)
        group.shut = f"Forbidden: bot was kicked from the {group.kind} chat"
        self._membership(group, self.world.users[by], "member", "kicked")

    def invite(self, chat: int, by: int) -> None:
        """Bring the bot back into a group."""
        self._joined(self.world.chat(chat), self.world.users[by])

    def promote(self, chat: int, by: int) -> None:
        """Make the bot an administrator."""
        group = self.world.chat(chat)
        group.admin = True
        self._membership(group, self.world.users[by], "member", "administrator")

    def migrate(self, chat: int, *, tell: bool = True) -> int:
        """Upgrade a basic group to a supergroup: its new id. With `tell` off the bot finds out when it writes."""
        old = self.world.chat(chat)
        new = Chat(-1_000_000_000_000 - self.world.fresh_id(), "supergroup", old.name, members=set(old.members))
        self.world.chats[new.id] = new
        old.moved_to = new.id
        maker = self.world.users[min(old.members)]
        there = self.world.post(old, maker, {"migrate_to_chat_id": new.id})
        here = self.world.post(new, maker, {"migrate_from_chat_id": old.id})
        if tell:
            self.world.push("message", there, old.id)
            self.world.push("message", here, new.id)
        return new.id

    def raw(self, kind: str, body: JSON, chat: int = 0) -> None:
        """Send the bot any update at all, asked for or not, well-formed or not."""
        self.world.push(kind, body, chat, asked=True)

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def messages(self, chat: int) -> list[JSON]:
        """All that stands in a chat now."""
        return list(self.world.chat(chat).messages.values())

    def watch(self, chat: int, version: int = -1, timeout: float = 0) -> JSON:
        """Wait up to `timeout` seconds until something has changed since `version`: the new version, and the chat's messages."""
        with self.world.changed:
            return {"version": self.world.change(version, timeout), "messages": self.messages(chat)}

    def chats(self, user: int) -> list[JSON]:
        """The chats a person is in, their own with the bot first, each with the refusal the bot would get there."""
        return [
            chat.json() | {"shut": chat.shut} for chat in self.world.chats.values() if user in chat.members and not chat.moved_to
        ]

    # ── within ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _write(self, user: int, content: JSON, chat: int, thread: int, reply_to: int) -> int:
        where = self.world.chat(chat or user)
        if not where.group and "blocked" in where.shut:
            raise ValueError("a person who blocked the bot cannot write to it; unblock it first")
        if not where.group:
            where.shut = ""
        message = self.world.post(where, self.world.users[user], content, thread, reply_to)
        if self._delivered(where, message):
            self.world.push("message", message, where.id)
        return int(message["message_id"])

    def _delivered(self, chat: Chat, message: JSON) -> bool:
        """FAQ#what-messages-will-my-bot-get: administrators see all of a group, a bot with privacy mode what is meant for it."""
        if not chat.group or chat.admin or not self.world.privacy_mode:
            return not chat.shut
        username = f"@{self.world.bot['username']}".lower()
        text = str(message.get("text", ""))
        replied = message.get("reply_to_message", {}).get("from", {}).get("id") == self.world.bot["id"]
        command = re.match(r"/\w+(@\w+)?", text)
        before = [said for said in chat.messages.values() if said["message_id"] < message["message_id"]]
        ours = bool(before) and before[-1]["from"]["id"] == self.world.bot["id"]
        meant = command is not None and ((command.group(1) or "").lower() == username or (not command.group(1) and ours))
        return not chat.shut and (replied or meant)

    def _find(self, chat: Chat, button: str, message: int) -> tuple[int, str]:
        if message and button in chat.offered.get(message, ()):
            return message, button
        for stood in sorted(chat.messages.values(), key=lambda said: -int(said["message_id"])):
            if message and stood["message_id"] != message:
                continue
            for offer in (offer for row in stood.get("reply_markup", {}).get("inline_keyboard", ()) for offer in row):
                label = offer["text"]
                if button in (label, re.sub(r"^\W+", "", label), offer.get("callback_data")):
                    return stood["message_id"], offer["callback_data"]
        raise ValueError(f"there is no button {button!r} in this chat")

    def _joined(self, chat: Chat, by: JSON) -> None:
        chat.shut = ""
        self._membership(chat, by, "left", "member")
        self.world.push("message", self.world.post(chat, by, {"new_chat_members": [self.world.bot]}), chat.id)

    def _membership(self, chat: Chat, by: JSON, old: str, new: str) -> None:
        """API#chatmemberupdated, about the bot itself."""
        body = {
            "chat": chat.json(),
            "from": by,
            "date": self.world.now(),
            "old_chat_member": self._member(old),
            "new_chat_member": self._member(new),
        }
        self.world.push("my_chat_member", body, chat.id)
        self.world.touch()

    def _member(self, status: str) -> JSON:
        member: JSON = {"user": self.world.bot, "status": status}
        if status == "kicked":
            member["until_date"] = 0
        if status == "administrator":
            rights = (
                "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
                "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
                "can_edit_stories", "can_delete_stories",
            )  # fmt: skip
            member |= dict.fromkeys(rights, False)
        return member


def _pieces(text: str) -> list[str]:
    pieces, start, size = [], 0, 0
    for place, char in enumerate(text):
        size += units(char)
        if size > TEXT:
            pieces.append(text[start:place])
            start, size = place, units(char)
    return [*pieces, text[start:]]
