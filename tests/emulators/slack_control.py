"""How a test or a page steers the stand-in for Slack: people who write, press and fill in, channels, faults, knobs."""

import http.client
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.emulators.slack_api import Call
from tests.emulators.slack_limits import JSON, shown

Perform = Callable[..., Any]  # a verb of the control surface and its arguments: done here, or asked for over HTTP


def text_of(blocks: Sequence[JSON]) -> str:
    """What a person reads in blocks."""
    said = [block["text"]["text"] for block in blocks if "text" in block]
    said += [each["text"] for block in blocks if block["type"] == "context" for each in block["elements"]]
    return "\n".join(shown(text) for text in said)


def labels_of(blocks: Sequence[JSON]) -> tuple[str, ...]:
    """What can be pressed or picked in blocks, in order."""
    labels: list[str] = []
    for block in blocks:
        elements = block.get("elements", ()) if block["type"] == "actions" else (block.get("accessory"), block.get("element"))
        for element in filter(None, elements):
            if element["type"] == "button":
                labels.append(element["text"]["text"])
            groups = element.get("option_groups", [{"options": element.get("options", [])}])
            labels += [option["text"]["text"] for group in groups for option in group["options"]]
    return tuple(labels)


@dataclass(frozen=True)
class Message:
    """One message as it stands in a conversation now."""

    ts: str
    ours: bool  # the app wrote it
    text: str  # what a person reads in its blocks, or else its text
    labels: tuple[str, ...]
    thread: str
    edited: bool
    raw: JSON


def _message(raw: JSON) -> Message:
    blocks = raw.get("blocks", ())
    return Message(
        ts=raw["ts"],
        ours=raw.get("app_id") == "A0HEARBACK",
        text=text_of(blocks) or shown(raw["text"]),
        labels=labels_of(blocks),
        thread=raw.get("thread_ts", ""),
        edited="edited" in raw,
        raw=raw,
    )


@dataclass(frozen=True)
class Room:
    """A conversation, to read: a channel's id, or a person's for their direct message with the app."""

    perform: Perform
    id: str

    def messages(self) -> tuple[Message, ...]:
        """All that stands in it now."""
        return tuple(_message(raw) for raw in self.perform("messages", where=self.id))

    def heard(self) -> tuple[Message, ...]:
        """What the app wrote."""
        return tuple(message for message in self.messages() if message.ours)

    @property
    def last(self) -> Message:
        """The app's newest message."""
        return self.heard()[-1]

    def wait(self, done: Callable[[Sequence[Message]], bool], timeout: float = 10) -> tuple[Message, ...]:
        """Block until `done(what the app wrote)`, and return it; AssertionError with everything said after `timeout` seconds."""
        deadline, version = time.monotonic() + timeout, -1
        while True:
            left = max(0.0, deadline - time.monotonic())
            version = self.perform("change", version=version, timeout=left)
            heard = self.heard()
            if done(heard):
                return heard
            if not left:
                lines = "\n".join(f"{'<' if each.ours else '>'} {each.text} {list(each.labels)}" for each in self.messages())
                raise AssertionError(f"not within {timeout} s. So far:\n{lines}")

    def hears(self, words: str, timeout: float = 10) -> Message:
        """Block until the app's newest message contains `words`."""
        return self.wait(lambda heard: bool(heard) and words in heard[-1].text, timeout)[-1]


@dataclass(frozen=True)
class Channel(Room):
    """A channel."""

    def invite(self) -> None:
        """Bring the app in."""
        self.perform("invite", channel=self.id)

    def kick(self) -> None:
        """Take the app out."""
        self.perform("kick", channel=self.id)

    def archive(self, *, again: bool = False) -> None:
        """Archive it; with `again`, bring it back."""
        self.perform("archive", channel=self.id, again=again)

    def other_bot(self, text: str) -> None:
        """Another app writes here."""
        self.perform("other_bot", channel=self.id, text=text)


@dataclass(frozen=True)
class Person(Room):
    """A member of a workspace. Read as a Room, they are their direct message with the app."""

    name: str
    team: str

    def say(self, text: str, to: Channel | None = None, *, thread: str = "", subtype: str = "") -> str:
        """Write something: the message's ts."""
        return str(self.perform("say", user=self.id, text=text, channel=_id(to), thread=thread, subtype=subtype))

    def edit(self, message: str, text: str, to: Channel | None = None) -> None:
        """Change a message one has sent."""
        self.perform("edit", user=self.id, message=message, text=text, channel=_id(to))

    def delete(self, message: str, to: Channel | None = None) -> None:
        """Delete a message one has sent."""
        self.perform("delete", user=self.id, message=message, channel=_id(to))

    def press(self, button: str, place: str = "", to: Channel | None = None) -> int:
        """Press a button or pick an option, by its words or value: the place of what was sent, for `status`."""
        return int(self.perform("press", user=self.id, button=button, place=place, channel=_id(to)))

    def command(self, text: str = "", to: Channel | None = None) -> int:
        """Use /hearback."""
        return int(self.perform("command", user=self.id, text=text, channel=_id(to)))

    def open_home(self, tab: str = "home") -> int:
        """Open the Home tab."""
        return int(self.perform("home", user=self.id, tab=tab))

    def fill(self, values: str | Sequence[str]) -> None:
        """Fill in the open modal's field."""
        self.perform("fill", user=self.id, values=values)

    def submit(self) -> int:
        """Send in the open modal."""
        return int(self.perform("submit", user=self.id))

    def close(self) -> None:
        """Close the open modal."""
        self.perform("close", user=self.id)

    def view(self, place: str = "modal") -> JSON | None:
        """The modal that stands open, or the Home tab; None when there is none."""
        found: JSON | None = self.perform("view", user=self.id, place=place)
        return found

    def sees(self, words: str, place: str = "modal", timeout: float = 10) -> JSON:
        """Block until the modal (or the Home tab) says `words`."""
        deadline, version = time.monotonic() + timeout, -1
        while True:
            left = max(0.0, deadline - time.monotonic())
            version = self.perform("change", version=version, timeout=left)
            view = self.view(place)
            if view is not None and words in seen(view):
                return view
            if not left:
                raise AssertionError(f"not within {timeout} s: {words!r} in\n{seen(view) if view else 'no view'}")

    def whispers(self) -> tuple[str, ...]:
        """What only this person was shown."""
        return tuple(self.perform("whispers", user=self.id))

    def deactivate(self) -> None:
        """Lose one's account."""
        self.perform("deactivate", user=self.id)


def seen(view: JSON) -> str:
    """All that a person reads in a view."""
    words = [text_of(view["blocks"]), *labels_of(view["blocks"]), *view.get("errors", {}).values()]
    words += [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]
    words += [view[part]["text"] for part in ("title", "submit", "close") if part in view]
    return "\n".join(words)


def _id(channel: Channel | None) -> str:
    return channel.id if channel else ""


class Control:
    """Steers a stand-in, in this process or in another."""

    def __init__(self, perform: Perform) -> None:
        self.perform = perform

    def team(self, name: str, *, token: str = "") -> str:
        """A new workspace: its id. With a `token` the app is installed in it."""
        return str(self.perform("team", name=name, token=token))

    def user(self, name: str, team: str = "") -> Person:
        """A new member of a workspace, the first when none is named."""
        made = self.perform("user", name=name, team=team)
        return Person(self.perform, made["id"], name, made["team_id"])

    def channel(self, name: str, *members: Person, private: bool = False, bot: bool = True) -> Channel:
        """A new channel with the app in it, unless `bot` is off."""
        ids = [member.id for member in members]
        return Channel(self.perform, self.perform("channel", name=name, members=ids, private=private, bot=bot))

    def uninstall(self, team: str) -> None:
        """Take the app out of a workspace."""
        self.perform("uninstall", team=team)

    def fault(
        self, method: str, kind: str, times: int = 1, *, after: bool = False, retry_after: int = 1, channel: str = ""
    ) -> None:
        """Let the next `times` calls of `method` go wrong (see slack_http.Fault)."""
        self.perform("fault", method=method, kind=kind, times=times, after=after, retry_after=retry_after, channel=channel)

    def calls(self, method: str = "") -> list[Call]:
        """What the app has asked for so far, all of it or one method."""
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
                raise AssertionError(f"not within {timeout} s; waiting: {self.waiting()}")

    def waiting(self) -> list[str]:
        """What the app has not taken yet, each with what became of it."""
        return list(self.perform("waiting"))

    def taken(self, timeout: float = 10) -> None:
        """Block until the app has taken everything."""
        self.until(lambda: not self.waiting(), timeout)

    def status(self, item: int) -> str:
        """What became of something that was sent to the app."""
        return str(self.perform("status", item=item))

    def hold(self) -> None:
        """Keep back what is for the app from now on."""
        self.perform("hold")

    def release(self, order: Sequence[int] | None = None) -> None:
        """Give out what was held, in its own order or by place: `[1, 0, 0]` swaps two and doubles one."""
        self.perform("release", order=order)

    def repeat(self, item: int = -1) -> None:
        """Deliver something once more: the newest, or the one at this place."""
        self.perform("repeat", item=item)

    def raw(self, event: JSON, team: str = "") -> None:
        """Send the app any event at all."""
        self.perform("raw", event=event, team=team)

    def disconnect(self, reason: str = "warning") -> None:
        """Ask the app to connect anew; with "drop", hang up without a word."""
        self.perform("disconnect", reason=reason)

    def connected(self) -> int:
        """How many WebSockets the app has open."""
        return int(self.perform("connected"))

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.perform("advance", seconds=seconds)

    def set(self, **knobs: object) -> None:
        """Turn a knob: `speed` of its clock, whether `limits` hold, the `url` it posts to (empty: Socket Mode)."""
        self.perform("set", **knobs)


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
