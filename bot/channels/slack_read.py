"""What Slack tells us, in our words. Nothing is fetched or sent here.

https://docs.slack.dev/reference/events, https://docs.slack.dev/reference/interaction-payloads
"""

import re
from dataclasses import dataclass
from typing import Any, Literal

from bot.channels.slack_blocks import FORM, PICK, SAY, SEND, TICKS
from bot.channels.slack_text import mentions, plain
from surveys.messages import (
    Blocked,
    Comment,
    Content,
    Edit,
    Field,
    Inbound,
    Moved,
    Press,
    Sendable,
    Sent,
    Start,
    Text,
    Unblocked,
    Unreadable,
)

JSON = dict[str, Any]
NAME = "slack"

SPOKEN = ("", "file_share", "me_message", "thread_broadcast")  # subtypes of what people say; all others are not their words
_GROUPS = ("channel", "group", "mpim")
_SHUT = ("channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted", "group_deleted")
_OPENED = ("channel_unarchive", "group_unarchive")
_TOKEN = re.compile(r"start\s+([A-Za-z0-9_-]{1,64})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Visited:
    """Somebody opened the Home tab."""

    user: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Our app was taken out of the workspace, or its token was taken back."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """Somebody spoke to us in a channel, where nobody is interviewed."""

    user: str
    channel: str


Heard = Inbound | Visited | Gone | Addressed


@dataclass(frozen=True, slots=True)
class Action:
    """A button was pressed, or something picked. `content` is None where it only opens the form.

    `place` is where it stood; a modal has an id and a hash.
    """

    team: str
    user: str
    trigger: str
    place: Literal["message", "home", "modal"]
    content: Press | Field | Text | None
    view: str = ""
    hash: str = ""

    def inbound(self, *, waits: bool = False) -> Inbound:
        """As it goes on to whoever takes it. Its trigger is new for each press, and says nothing of who pressed."""
        content: Content = self.content or Start()
        return Inbound(NAME, f"{self.team}:{self.trigger}", self.user, content, account=self.team, waits=waits)


# ── events ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_event(body: JSON, bot_user: str) -> Heard | None:
    """What an event means to us, None for what does not concern us (other bots, ourselves, chatter in channels).

    `bot_user` is who we are in that workspace.
    """
    event = body["event"]
    kind = event["type"]
    match kind:
        case "message":
            return _message(body, event, bot_user)
        case "app_home_opened":
            return Visited(event["user"]) if event.get("tab") == "home" else None
        case "app_uninstalled":
            return Gone()
        case "tokens_revoked":
            return Gone() if event.get("tokens", {}).get("bot") else None
        case "member_joined_channel":
            return _group(body, event["channel"], Unblocked()) if event.get("user") == bot_user else None
        case "channel_id_changed":
            return _group(body, event["old_channel_id"], Moved(event["new_channel_id"]))
        case _:
            content = Blocked() if kind in _SHUT else Unblocked() if kind in _OPENED else None
            return _group(body, event["channel"], content) if content is not None else None


def _message(body: JSON, event: JSON, bot_user: str) -> Heard | None:
    changed = event.get("subtype") == "message_changed"
    message = event["message"] if changed else event
    before = event.get("previous_message", {}).get("text") if changed else None
    ours = "bot_id" in message or not message.get("user") or message["user"] in (bot_user, "USLACKBOT")
    # A preview that Slack adds to a link changes the message, too, but not a word of it
    if ours or message.get("subtype", "") not in SPOKEN or before == message.get("text", ""):
        return None
    if event.get("channel_type") == "im":
        content = _said(message, edited=changed)
        return _inbound(body, message["user"], content) if content is not None else None
    return _in_channel(body, event["channel"], message, bot_user, edited=changed)


def _said(message: JSON, *, edited: bool) -> Content | None:
    # The ts alone: it is compared within one conversation only
    said, text = str(message["ts"]), plain(message.get("text") or "")
    if not text.strip():
        return None if edited else _wordless(message, said)
    return Edit(text, said) if edited else Text(text, said)


def _wordless(message: JSON, said: str) -> Sent | Unreadable:
    """What was sent in the place of words. Files are not fetched from here yet."""
    if not message.get("files"):
        return Unreadable("other", said)
    mime = str(message["files"][0].get("mimetype", ""))
    kinds: dict[str, Sendable] = {"audio": "voice", "image": "photo", "video": "video"}
    return Sent(kinds.get(mime.partition("/")[0], "file"), said, mime=mime)


def _in_channel(body: JSON, channel: str, message: JSON, bot_user: str, *, edited: bool) -> Heard | None:
    text = message.get("text") or ""
    if message.get("thread_ts") and message.get("parent_user_id") == bot_user:
        if not plain(text).strip():
            return None
        comment = Comment(plain(text), str(message["ts"]), group=channel, under=str(message["thread_ts"]))
        return _inbound(body, message["user"], comment)
    return Addressed(message["user"], channel) if mentions(text, bot_user) and not edited else None


def _group(body: JSON, channel: str, content: Content) -> Inbound:
    return Inbound(NAME, body["event_id"], channel, content, account=body["team_id"], group=True)


def _inbound(body: JSON, user: str, content: Content) -> Inbound:
    return Inbound(NAME, body["event_id"], user, content, account=body["team_id"])


# ── clicks, forms, commands ─────────────────────────────────────────────────────────────────────────────────────────────


def read_action(body: JSON) -> Action | None:
    """What was pressed or picked; None for a box that was ticked, which counts only once it is handed in."""
    action, user = body["actions"][0], body["user"]["id"]
    team = body.get("team", {}).get("id") or body["user"].get("team_id", "")
    view = body.get("view") or {}
    place: Literal["message", "home", "modal"] = "modal" if view.get("type") == "modal" else "home" if view else "message"
    name = action["action_id"]
    if name == TICKS:
        return None
    content = None if name == FORM else _pressed(body, action)
    return Action(team, user, body["trigger_id"], place, content, view.get("id", ""), view.get("hash", ""))


def _pressed(body: JSON, action: JSON) -> Press | Field | Text:
    under = str(body.get("container", {}).get("message_ts", ""))
    if action["action_id"].partition(" ")[0] == SAY:
        return Text(action["value"])
    if action["action_id"] == PICK:
        return Press(action["selected_option"]["value"], under)
    if action["action_id"] == SEND:
        for block, fields in body.get("state", {}).get("values", {}).items():
            ticked = tuple(option["value"] for option in fields.get(TICKS, {}).get("selected_options") or ())
            if ticked:
                return Field(block, ticked, under)
    return Press(str(action.get("value", "")), under)


def read_submission(body: JSON) -> Inbound | None:
    """The field of a modal that was sent in; None where it had none."""
    view, user = body["view"], body["user"]["id"]
    team = body.get("team", {}).get("id") or view["team_id"]
    values = _values(view)
    if not view.get("private_metadata") or not values:
        return None
    content = Field(view["private_metadata"], values)
    return Inbound(NAME, f"{team}:{body['trigger_id']}", user, content, account=team, waits=True)


def _values(view: JSON) -> tuple[str, ...]:
    for fields in view["state"]["values"].values():
        for field in fields.values():
            if field.get("value"):
                return (field["value"],)
            if field.get("selected_option"):
                return (field["selected_option"]["value"],)
            if field.get("selected_options"):
                return tuple(option["value"] for option in field["selected_options"])
    return ()


def read_command(body: JSON) -> Inbound | None:
    """What was typed after /hearback; None where it asks for the form."""
    text = plain(body.get("text") or "").strip()
    if text.casefold() == FORM:
        return None
    linked = _TOKEN.fullmatch(text)
    content = Start(linked[1]) if linked else Text(text) if text else Start()
    return Inbound(NAME, f"{body['team_id']}:{body['trigger_id']}", body["user_id"], content, account=body["team_id"])
