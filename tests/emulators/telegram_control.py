"""How a test or a page steers the stand-in for Telegram: people who write and press, groups, faults, knobs."""

import http.client
import json
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.emulators.telegram_http import Call, Kind
from tests.emulators.telegram_limits import JSON

Perform = Callable[..., Any]  # a verb of the control surface and its arguments: done here, or asked for over HTTP


@dataclass(frozen=True)
class Button:
    """One button under a message."""

    label: str
    data: str


@dataclass(frozen=True)
class Message:
    """One message as it stands in a chat now."""

    id: int
    ours: bool  # the bot wrote it
    text: str
    rows: tuple[tuple[Button, ...], ...]
    entities: tuple[JSON, ...]
    thread: int
    edited: bool
    raw: JSON

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All its buttons, row after row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> tuple[str, ...]:
        """What its buttons say."""
        return tuple(button.label for button in self.buttons)


def _message(raw: JSON) -> Message:
    rows = raw.get("reply_markup", {}).get("inline_keyboard", ())
    return Message(
        id=raw["message_id"],
        ours=raw["from"]["is_bot"],
        text=raw.get("text") or raw.get("caption") or "",
        rows=tuple(tuple(Button(button["text"], button.get("callback_data", "")) for button in row) for row in rows),
        entities=tuple(raw.get("entities", ())),
        thread=raw.get("message_thread_id", 0),
        edited="edit_date" in raw,
        raw=raw,
    )


@dataclass(frozen=True)
class Room:
    """A chat, to read."""

    perform: Perform
    id: int

    def messages(self) -> tuple[Message, ...]:
        """All that stands in it now."""
        return tuple(_message(raw) for raw in self.perform("messages", chat=self.id))

    def heard(self) -> tuple[Message, ...]:
        """What the bot wrote."""
        return tuple(message for message in self.messages() if message.ours)

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return self.heard()[-1]

    def wait(self, done: Callable[[Sequence[Message]], bool], timeout: float = 10) -> tuple[Message, ...]:
        """Block until `done(what the bot wrote)`, and return it; AssertionError with the whole chat after `timeout` seconds.

        From a coroutine that shares its loop with the bot: `await asyncio.to_thread(person.wait, …)`.
        """
        deadline, version = time.monotonic() + timeout, -1
        while True:
            left = max(0.0, deadline - time.monotonic())
            seen = self.perform("watch", chat=self.id, version=version, timeout=left)
            version = seen["version"]
            said = [_message(raw) for raw in seen["messages"]]
            heard = tuple(message for message in said if message.ours)
            if done(heard):
                return heard
            if not left:
                lines = "\n".join(f"{'<' if message.ours else '>'} {message.text} {list(message.labels)}" for message in said)
                raise AssertionError(f"not within {timeout} s. The chat so far:\n{lines}")

    def hears(self, words: str, timeout: float = 10) -> Message:
        """Block until the bot's newest message contains `words`."""
        return self.wait(lambda heard: bool(heard) and words in heard[-1].text, timeout)[-1]


@dataclass(frozen=True)
class Group(Room):
    """A group chat with the bot in it."""

    def topic(self, name: str) -> int:
        """A new topic of a forum: its thread id."""
        return int(self.perform("topic", chat=self.id, name=name))

    def kick(self, by: "Person") -> None:
        """`by` throws the bot out."""
        self.perform("kick", chat=self.id, by=by.id)

    def invite(self, by: "Person") -> None:
        """`by` brings the bot back in."""
        self.perform("invite", chat=self.id, by=by.id)

    def promote(self, by: "Person") -> None:
        """`by` makes the bot an administrator."""
        self.perform("promote", chat=self.id, by=by.id)

    def migrate(self, *, tell: bool = True) -> "Group":
        """Upgrade a basic group; with `tell` off the bot finds out when it writes."""
        return Group(self.perform, self.perform("migrate", chat=self.id, tell=tell))


@dataclass(frozen=True)
class Person(Room):
    """Somebody with Telegram on their phone. Read as a Room, they are their private chat with the bot."""

    name: str

    def start(self, payload: str = "", to: Group | None = None) -> int:
        """Press Start, on a deep link when there is a `payload`: the id of the message."""
        return int(self.perform("start", user=self.id, payload=payload, chat=_id(to)))

    def say(self, text: str, to: Group | None = None, *, thread: int = 0, reply_to: int = 0) -> int:
        """Write something: the id of the message (of the last, when the app had to cut it up)."""
        return int(self.perform("say", user=self.id, text=text, chat=_id(to), thread=thread, reply_to=reply_to))

    def send(
        self,
        what: str,
        to: Group | None = None,
        *,
        thread: int = 0,
        caption: str = "",
        data: bytes = b"",
        size: int = 0,
        **about: str,
    ) -> int:
        """Send a sticker, voice, audio, photo, video, video_note, animation, document, location, venue, contact, poll or dice.

        `data` is a file that the bot can ask for, `size` makes it look larger, `about` is its `file_name` and `mime_type`.
        """
        file = {"data": b64encode(data).decode(), "about": about, "size": size}
        return int(self.perform("send", user=self.id, what=what, chat=_id(to), thread=thread, caption=caption, **file))

    def sticker(self) -> int:
        """Send a sticker."""
        return self.send("sticker")

    def voice(self) -> int:
        """Send a voice note."""
        return self.send("voice")

    def edit(self, message: int, text: str, to: Group | None = None) -> None:
        """Change a message one has sent."""
        self.perform("edit", user=self.id, message=message, text=text, chat=_id(to))

    def press(self, button: str, to: Group | None = None, *, message: int = 0) -> str:
        """Press a button by its label or its data, in the newest message that has it or in `message`: the callback query's id."""
        return str(self.perform("press", user=self.id, button=button, chat=_id(to), message=message))

    def block(self) -> None:
        """Block the bot."""
        self.perform("block", user=self.id)

    def unblock(self) -> None:
        """Let the bot in again."""
        self.perform("unblock", user=self.id)

    def deactivate(self) -> None:
        """Delete one's account."""
        self.perform("deactivate", user=self.id)


def _id(group: Group | None) -> int:
    return group.id if group else 0


class Control:
    """Steers a stand-in, in this process or in another."""

    def __init__(self, perform: Perform) -> None:
        self.perform = perform

    def user(self, name: str, language: str = "en") -> Person:
        """A new person; the bot cannot write to them before they write to it."""
        return Person(self.perform, self.perform("user", name=name, language=language)["id"], name)

    def group(self, title: str, *members: Person, basic: bool = False, forum: bool = False) -> Group:
        """A new group with the bot in it: a supergroup, a `basic` one, or a `forum` with topics."""
        ids = [member.id for member in members]
        return Group(self.perform, self.perform("group", title=title, members=ids, basic=basic, forum=forum)["id"])

    def fault(self, method: str, kind: Kind, times: int = 1, *, after: bool = False, retry_after: int = 1, chat: int = 0) -> None:
        """Let the next `times` calls of `method` go wrong (see telegram_http.Fault)."""
        self.perform("fault", method=method, kind=kind, times=times, after=after, retry_after=retry_after, chat=chat)

    def calls(self, method: str = "") -> list[Call]:
        """What the bot has asked for so far, all of it or one method."""
        return [Call(**call) for call in self.perform("calls", method=method)]

    def until(self, done: Callable[[], object], timeout: float = 10) -> None:
        """Block until `done()` is true, looking whenever something changes; AssertionError after `timeout` seconds."""
        deadline, version = time.monotonic() + timeout, -1
        while True:
            left = deadline - time.monotonic()
            version = self.perform("change", version=version, timeout=max(0.0, left))
            if done():
                return
            if left <= 0:
                raise AssertionError(f"not within {timeout} s")

    def pending(self) -> list[JSON]:
        """The updates that the bot has not confirmed."""
        return list(self.perform("pending"))

    def hold(self) -> None:
        """Keep updates back from now on."""
        self.perform("hold")

    def release(self, order: Sequence[int] | None = None) -> None:
        """Give out what was held, in its own order or by place: `[1, 0, 0]` swaps two and doubles one."""
        self.perform("release", order=order)

    def repeat(self, update_id: int = 0) -> None:
        """Deliver an update once more, the newest if none is named."""
        self.perform("repeat", update_id=update_id)

    def raw(self, kind: str, body: JSON, chat: int = 0) -> None:
        """Send the bot any update at all."""
        self.perform("raw", kind=kind, body=body, chat=chat)

    def answered(self, query: str) -> bool:
        """Whether the bot has answered a callback query."""
        return bool(self.perform("answered", query=query))

    def advance(self, seconds: float) -> None:
        """Let time pass for pace limits, retries and whatever grows old."""
        self.perform("advance", seconds=seconds)

    def set(self, *, speed: float | None = None, limits: bool | None = None, privacy_mode: bool | None = None) -> None:
        """Turn a knob: how fast its clock runs, whether pace limits hold, what the bot sees of groups."""
        self.perform("set", speed=speed, limits=limits, privacy_mode=privacy_mode)


class Remote(Control):
    """A stand-in that runs in another process, at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(self._perform)

    def _perform(self, verb: str, **arguments: object) -> object:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            connection.request("POST", f"/control/{verb}", json.dumps(arguments), {"Content-Type": "application/json"})
            response = connection.getresponse()
            reply = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ValueError(reply["error"])
        return reply["result"]
