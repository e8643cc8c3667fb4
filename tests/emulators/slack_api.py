"""The methods of Slack's Web API that Hearback calls, each as https://docs.slack.dev/reference/methods describes it."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.emulators.slack_limits import JSON, Pace, Refusal, check_message_blocks, check_text, check_view
from tests.emulators.slack_world import APP, Channel, Team, View, World

SCOPE = "chat:write,im:history,im:read,im:write,commands,channels:history,groups:history,channels:read,groups:read"


@dataclass(frozen=True)
class Call:
    """One call of a method by the app, refused or not."""

    method: str
    team: str
    arguments: JSON
    error: str = ""


class Api:
    """Answers calls. `socket` gives the address of a fresh WebSocket; `client` is the app's (client id, client secret)."""

    def __init__(self, world: World, pace: Pace, app_token: str, client: tuple[str, str]) -> None:
        self.world = world
        self.pace = pace
        self.app_token = app_token
        self.client = client
        self.socket: Callable[[], str] = lambda: ""
        self.calls: list[Call] = []
        self._methods: Mapping[str, Callable[[Team, JSON], JSON]] = {
            "auth.test": self._auth_test,
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.postEphemeral": self._whisper,
            "conversations.open": self._open,
            "views.open": self._views_open,
            "views.update": self._views_update,
            "views.publish": self._views_publish,
        }

    def answer(self, method: str, token: str, arguments: JSON, basic: tuple[str, str]) -> JSON:
        """What the method gives; Refusal when Slack says no."""
        arguments = {key: _thing(value) for key, value in arguments.items() if value is not None}
        team = ""
        try:
            if method == "apps.connections.open":
                result = self._connections(token)
            elif method == "oauth.v2.access":
                result = self._oauth(arguments, basic)
            else:
                theirs = self.world.team_of(token)
                team = theirs.id
                result = self._methods.get(method, _unknown)(theirs, arguments)
        except Refusal as refusal:
            self.calls.append(Call(method, team, arguments, refusal.error))
            raise
        self.calls.append(Call(method, team, arguments))
        return {"ok": True} | result

    # ── who we are ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _auth_test(self, team: Team, _: JSON) -> JSON:
        return {"url": "https://test.slack.com/", "team": team.name, "user": "hearback", "team_id": team.id,
                "user_id": team.bot_user, "bot_id": team.bot, "is_enterprise_install": False}  # fmt: skip

    def _connections(self, token: str) -> JSON:
        if token != self.app_token:
            raise Refusal("invalid_auth" if token.startswith("xapp-") else "not_allowed_token_type")
        return {"url": self.socket()}

    def _oauth(self, arguments: JSON, basic: tuple[str, str]) -> JSON:
        client = basic if basic[0] else (arguments.get("client_id", ""), arguments.get("client_secret", ""))
        if client[0] != self.client[0]:
            raise Refusal("invalid_client_id")
        if client[1] != self.client[1]:
            raise Refusal("bad_client_secret")
        team = self.world.teams.get(self.world.codes.pop(str(arguments.get("code", "")), ""))  # a code is good once
        if team is None:
            raise Refusal("invalid_code")
        team.token = f"xoxb-{secrets.token_hex(12)}"
        self.world.touch()
        return {
            "access_token": team.token, "token_type": "bot", "scope": SCOPE, "bot_user_id": team.bot_user, "app_id": APP,
            "team": {"name": team.name, "id": team.id}, "enterprise": None, "is_enterprise_install": False,
            "authed_user": {"id": self.world.fresh("U")},
        }  # fmt: skip

    # ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _content(self, arguments: JSON) -> JSON:
        check_text(str(arguments.get("text", "")))
        check_message_blocks(arguments.get("blocks", []))
        return {"text": arguments["text"], "blocks": with_ids(arguments.get("blocks", []))}

    def _post(self, team: Team, arguments: JSON) -> JSON:
        channel = self.world.writable(team, str(arguments.get("channel", "")))
        content = self._content(arguments)
        self.pace.spend(team.id, "chat.postMessage", channel.id)
        by = {"user": team.bot_user, "bot_id": team.bot, "app_id": APP}
        message = self.world.post(channel, by | content, str(arguments.get("thread_ts", "")))
        self._tell(channel, message)
        return {"channel": channel.id, "ts": message["ts"], "message": message}

    def _tell(self, channel: Channel, message: JSON) -> None:
        """Slack tells an app of its own messages, too, in conversations whose messages it hears."""
        kind = {"im": "im", "channel": "channel", "group": "group"}[channel.kind]
        self.world.event(channel.team, message | {"channel": channel.id, "channel_type": kind})

    def _update(self, team: Team, arguments: JSON) -> JSON:
        # chat.update#arguments: the conversation's own id; a person's is no such thing
        channel = self.world.channels.get(str(arguments.get("channel", "")))
        if channel is None or channel.team != team.id:
            raise Refusal("channel_not_found")
        message = channel.messages.get(str(arguments.get("ts", "")))
        if message is None:
            raise Refusal("message_not_found")
        if message.get("bot_id") != team.bot:
            raise Refusal("cant_update_message")
        content = self._content(arguments)
        self.pace.spend(team.id, "chat.update")
        before = dict(message)
        message |= content | {"edited": {"user": team.bot_user, "ts": self.world.stamp()}}
        self.world.touch()
        changed = {"type": "message", "subtype": "message_changed", "channel": channel.id, "ts": self.world.stamp(),
                   "hidden": True, "message": message, "previous_message": before, "channel_type": channel.kind}  # fmt: skip
        self.world.event(team.id, changed)
        return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}

    def _whisper(self, team: Team, arguments: JSON) -> JSON:
        channel = self.world.writable(team, str(arguments.get("channel", "")))
        if arguments.get("user") not in channel.members:
            raise Refusal("user_not_in_channel")
        content = self._content(arguments)
        self.pace.spend(team.id, "chat.postEphemeral")
        self.world.whispers.append(content | {"channel": channel.id, "user": arguments["user"]})
        self.world.touch()
        return {"message_ts": self.world.stamp()}

    def _open(self, team: Team, arguments: JSON) -> JSON:
        channel = self.world.im(team.id, str(arguments.get("users", "")))
        self.pace.spend(team.id, "conversations.open")
        return {"channel": {"id": channel.id}}

    # ── views ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _views_open(self, team: Team, arguments: JSON) -> JSON:
        view = check_view(arguments.get("view"), "modal")
        self.pace.spend(team.id, "views.open")
        trigger = str(arguments.get("trigger_id", ""))
        user = self.world.trigger_users.get(trigger, "")
        self.world.spend_trigger(trigger)
        return {"view": self.world.show(team.id, user, with_block_ids(view)).json()}

    def _views_update(self, team: Team, arguments: JSON) -> JSON:
        view = check_view(arguments.get("view"), "modal")
        self.pace.spend(team.id, "views.update")
        shown = self.world.views.get(str(arguments.get("view_id", "")))
        if shown is None or not shown.open or shown.team != team.id:
            raise Refusal("not_found")
        if arguments.get("hash", shown.hash) != shown.hash:
            raise Refusal("hash_conflict")
        self.world.reshow(shown, with_block_ids(view))
        return {"view": shown.json()}

    def _views_publish(self, team: Team, arguments: JSON) -> JSON:
        view = check_view(arguments.get("view"), "home")
        self.pace.spend(team.id, "views.publish")
        user = str(arguments.get("user_id", ""))
        if user not in self.world.users:
            raise Refusal("user_not_found")
        if not team.home_enabled:
            raise Refusal("not_enabled")
        shown: View = self.world.show(team.id, user, with_block_ids(view))
        self.world.homes[user] = shown
        return {"view": shown.json()}


def _unknown(team: Team, arguments: JSON) -> JSON:
    raise Refusal("unknown_method")


def with_block_ids(view: JSON) -> JSON:
    """A view whose blocks all have an id: Slack gives one to those that have none."""
    return view | {"blocks": with_ids(view["blocks"])}


def with_ids(blocks: list[JSON]) -> list[JSON]:
    """Blocks that all have an id."""
    return [{"block_id": secrets.token_hex(3)} | block for block in blocks]


def _thing(value: object) -> object:
    """Forms carry objects and arrays as JSON (https://docs.slack.dev/apis/web-api/#post-bodies)."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
