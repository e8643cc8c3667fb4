"""What the stand-in for Slack knows: workspaces, people, conversations and their messages, views, and what waits for the app."""

import itertools
import secrets
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Literal

from tests.emulators.slack_limits import JSON, TRIGGER, Refusal
from tests.emulators.telegram_clock import Clock

APP = "A0HEARBACK"
Kind = Literal["events_api", "interactive", "slash_commands"]
STATEFUL = ("static_select", "multi_static_select", "checkboxes", "radio_buttons", "plain_text_input")


@dataclass
class Team:
    """A workspace. `token` is the app's there, empty while the app is not installed."""

    id: str
    name: str
    bot_user: str
    bot: str
    token: str = ""
    home_enabled: bool = True


@dataclass
class Channel:
    """A conversation: `im` with one person, or a channel."""

    id: str
    team: str
    kind: Literal["im", "channel", "group"]
    name: str
    members: set[str] = field(default_factory=set)
    archived: bool = False
    moved_to: str = ""
    messages: dict[str, JSON] = field(default_factory=dict)


@dataclass
class View:
    """A modal that stands open, or a person's Home tab. `state` is what has been put in: block_id → action_id → value."""

    id: str
    team: str
    user: str
    view: JSON
    hash: str
    state: dict[str, dict[str, JSON]] = field(default_factory=dict)
    open: bool = True

    def json(self) -> JSON:
        """As payloads and answers carry it."""
        return self.view | {
            "id": self.id, "team_id": self.team, "hash": self.hash, "app_id": APP, "root_view_id": self.id,
            "previous_view_id": None, "state": {"values": deepcopy(self.state)},
        }  # fmt: skip


@dataclass
class Item:
    """Something for the app. `status` is what became of it: "waiting", "taken", or why not."""

    kind: Kind
    payload: JSON
    key: str
    status: str = "waiting"
    attempts: int = 0
    view: View | None = None  # the one that was submitted: its answer may change it


class World:
    """All of it, behind one lock. `changed` is notified whenever anything moves; `send` hands an item to the courier."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.changed = threading.Condition(threading.RLock())
        self.teams: dict[str, Team] = {}
        self.users: dict[str, JSON] = {}
        self.channels: dict[str, Channel] = {}
        self.ims: dict[str, Channel] = {}
        self.revoked: set[str] = set()
        self.views: dict[str, View] = {}
        self.modals: dict[str, list[View]] = {}  # a person's, the newest last
        self.homes: dict[str, View] = {}
        self.whispers: list[JSON] = []  # ephemeral messages
        self.triggers: dict[str, tuple[str, float]] = {}
        self.trigger_users: dict[str, str] = {}
        self.codes: dict[str, str] = {}  # OAuth codes that wait to be exchanged: code → team
        self.items: list[Item] = []
        self.held: list[Item] | None = None
        self.send: Callable[[Item], None] = lambda item: None
        self.version = 0
        self.closing = False
        self._count = itertools.count(1)

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

    def fresh(self, prefix: str) -> str:
        """An id nobody has."""
        return f"{prefix}0{next(self._count):08X}"

    def stamp(self) -> str:
        """A message's ts, later than every one before."""
        return f"{int(self.clock.now())}.{next(self._count):06}"

    # ── workspaces ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def team(self, name: str, token: str = "") -> Team:
        """A new workspace; with a `token` the app is installed in it."""
        team = Team(self.fresh("T"), name, self.fresh("U"), self.fresh("B"), token)
        self.teams[team.id] = team
        self.users[team.bot_user] = {"id": team.bot_user, "team_id": team.id, "name": "hearback", "is_bot": True}
        return team

    def team_of(self, token: str) -> Team:
        """Whose token this is, refusing as Slack does."""
        if not token:
            raise Refusal("not_authed")
        found = next((team for team in self.teams.values() if team.token == token), None)
        if found is None:
            raise Refusal("token_revoked" if token in self.revoked else "invalid_auth")
        return found

    def code(self, team: str) -> str:
        """An OAuth code, as an administrator's consent gives it."""
        code = secrets.token_hex(8)
        self.codes[code] = team
        return code

    def trigger(self, team: str, user: str) -> str:
        """A trigger id: something that a person just did."""
        trigger = f"{next(self._count)}.{int(team[1:], 16)}.{secrets.token_hex(16)}"
        self.triggers[trigger] = (team, self.clock.now())
        self.trigger_users[trigger] = user
        return trigger

    def spend_trigger(self, trigger: str) -> None:
        """Use a trigger id, once and within three seconds."""
        if trigger not in self.triggers:
            raise Refusal("invalid_trigger_id")
        team, since = self.triggers[trigger]
        if not team:
            raise Refusal("exchanged_trigger_id")
        if self.clock.now() - since > TRIGGER:
            raise Refusal("expired_trigger_id")
        self.triggers[trigger] = ("", since)

    # ── conversations ───────────────────────────────────────────────────────────────────────────────────────────────────

    def im(self, team: str, user: str) -> Channel:
        """The direct message of the app and a person; refuses who is not there."""
        person = self.users.get(user)
        if person is None or person["team_id"] != team:
            raise Refusal("user_not_found")
        if person["is_bot"]:
            raise Refusal("cannot_dm_bot")
        if user not in self.ims:
            self.ims[user] = self.add_channel(team, "im", "", {user})
        return self.ims[user]

    def add_channel(self, team: str, kind: Literal["im", "channel", "group"], name: str, members: set[str]) -> Channel:
        """A new conversation."""
        channel = Channel(self.fresh({"im": "D", "channel": "C", "group": "G"}[kind]), team, kind, name, members)
        self.channels[channel.id] = channel
        return channel

    def writable(self, team: Team, channel_id: str) -> Channel:
        """Where the app wants to post: a conversation's id, or a person's (chat.postMessage#channels)."""
        if channel_id in self.users:
            person = self.users[channel_id]
            if person.get("deleted"):
                raise Refusal("user_disabled")
            return self.im(team.id, channel_id)
        channel = self.channels.get(channel_id)
        if channel is None or channel.team != team.id:
            raise Refusal("channel_not_found")
        if channel.archived:
            raise Refusal("is_archived")
        if channel.kind == "im":
            if any(self.users[member].get("deleted") for member in channel.members):
                raise Refusal("user_disabled")
        elif team.bot_user not in channel.members:
            raise Refusal("not_in_channel")
        return channel

    def post(self, channel: Channel, message: JSON, thread: str = "") -> JSON:
        """Put a message into a conversation and return it."""
        message = {"type": "message", "ts": self.stamp(), "team": channel.team} | message
        if thread:
            parent = channel.messages.get(thread)
            if parent is None:
                raise Refusal("thread_not_found")
            message |= {"thread_ts": thread, "parent_user_id": parent["user"]}
        channel.messages[message["ts"]] = message
        self.touch()
        return message

    # ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, team: str, user: str, view: JSON) -> View:
        """Open a modal, or put a new Home tab in place."""
        shown = View(self.fresh("V"), team, user, view, secrets.token_hex(6))
        shown.state = dict(_initial(view))
        self.views[shown.id] = shown
        if view["type"] == "modal":
            self.modals.setdefault(user, []).append(shown)
        self.touch()
        return shown

    def reshow(self, shown: View, view: JSON) -> None:
        """Put another view in the place of one. What was put into a field stays where block_id and action_id stay the same."""
        before, shown.view, shown.hash = shown.state, view, secrets.token_hex(6)
        fields = dict(_initial(view))
        shown.state = {
            block: {action: before.get(block, {}).get(action, value) for action, value in actions.items()}
            for block, actions in fields.items()
        }
        self.touch()

    # ── for the app ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def push(self, item: Item) -> Item:
        """Something for the app, now or when it is released."""
        self.items.append(item)
        if self.held is None:
            self.send(item)
        else:
            self.held.append(item)
        self.touch()
        return item

    def event(self, team: str, event: JSON) -> Item:
        """An event of the Events API (events-api#callback-field-overview)."""
        event_id = f"Ev{secrets.token_hex(5).upper()}"
        payload = {
            "token": "verification", "team_id": team, "api_app_id": APP, "type": "event_callback", "event_id": event_id,
            "event_time": int(self.clock.now()), "is_ext_shared_channel": False,
            "authorizations": [{"team_id": team, "user_id": self.teams[team].bot_user, "is_bot": True}],
            "event": deepcopy(event) | {"event_ts": event.get("event_ts", self.stamp())},
        }  # fmt: skip
        return self.push(Item("events_api", payload, event_id))


def _initial(view: JSON) -> Iterator[tuple[str, dict[str, JSON]]]:
    """The fields of a view and what stands in them at first."""
    for block in view["blocks"]:
        elements = block.get("elements", [block.get("element", block.get("accessory"))])
        fields = {each["action_id"]: initial(each) for each in elements if each and each.get("type") in STATEFUL}
        if fields:
            yield block["block_id"], fields


def initial(element: JSON) -> JSON:
    """What stands in a field at first, as `state.values` tells it."""
    match element["type"]:
        case "plain_text_input":
            return {"type": element["type"], "value": element.get("initial_value")}
        case "checkboxes" | "multi_static_select":
            return {"type": element["type"], "selected_options": element.get("initial_options", [])}
        case kind:
            return {"type": kind, "selected_option": element.get("initial_option")}
