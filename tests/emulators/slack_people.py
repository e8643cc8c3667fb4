"""What people do on the stand-in for Slack: write, press, fill in forms, open the Home tab. Plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from tests.emulators.slack_limits import JSON, escaped
from tests.emulators.slack_world import APP, STATEFUL, Channel, Item, View, World, initial


class People:
    """Every verb of the control surface. Conversations and people are named by their ids; a person's own is their message."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._filled: dict[str, dict[str, dict[str, JSON]]] = {}  # what people have put into messages: ts → block → action

    # ── people and channels ─────────────────────────────────────────────────────────────────────────────────────────────

    def user(self, name: str, team: str) -> JSON:
        """A new member of a workspace."""
        person: JSON = {"id": self.world.fresh("U"), "team_id": team, "name": name, "is_bot": False, "deleted": False}
        self.world.users[person["id"]] = person
        return person

    def channel(self, name: str, members: Sequence[str], *, private: bool = False, bot: bool = True) -> str:
        """A new channel with these members, and with the app in it unless `bot` is off: its id."""
        team = self.world.users[members[0]]["team_id"]
        channel = self.world.add_channel(team, "group" if private else "channel", name, set(members))
        if bot:
            self.invite(channel.id)
        return channel.id

    def invite(self, channel: str) -> None:
        """Bring the app into a channel."""
        where = self.world.channels[channel]
        bot = self.world.teams[where.team].bot_user
        where.members.add(bot)
        kind = "C" if where.kind == "channel" else "G"
        event = {"type": "member_joined_channel", "user": bot, "channel": channel, "channel_type": kind, "team": where.team}
        self.world.event(where.team, event)

    def kick(self, channel: str) -> None:
        """Take the app out of a channel."""
        where = self.world.channels[channel]
        where.members.discard(self.world.teams[where.team].bot_user)
        kind = "channel_left" if where.kind == "channel" else "group_left"
        self.world.event(where.team, {"type": kind, "channel": channel, "actor_id": min(where.members)})

    def archive(self, channel: str, *, again: bool = False) -> None:
        """Archive a channel, or bring it back."""
        where = self.world.channels[channel]
        where.archived = not again
        kind = "channel_unarchive" if again else "channel_archive"
        self.world.event(where.team, {"type": kind, "channel": channel, "user": min(where.members)})

    def deactivate(self, user: str) -> None:
        """Take somebody's account away."""
        self.world.users[user]["deleted"] = True

    def uninstall(self, team: str) -> None:
        """Take the app out of a workspace: its token is worth nothing, and it is told, in whichever order."""
        gone = self.world.teams[team]
        self.world.revoked.add(gone.token)
        gone.token = ""
        self.world.event(team, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [gone.bot_user]}})
        self.world.event(team, {"type": "app_uninstalled"})

    # ── saying things ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _where(self, user: str, channel: str) -> Channel:
        return self.world.channels[channel] if channel else self.world.im(self.world.users[user]["team_id"], user)

    def _heard(self, where: Channel) -> bool:
        return where.kind == "im" or self.world.teams[where.team].bot_user in where.members

    def say(self, user: str, text: str, channel: str = "", thread: str = "", subtype: str = "") -> str:
        """Write something: the message's ts. `subtype` as in message#subtypes (file_share, thread_broadcast, me_message)."""
        where = self._where(user, channel)
        content: JSON = {"user": user, "text": _typed(text)} | ({"subtype": subtype} if subtype else {})
        if subtype == "file_share":
            content["files"] = [{"id": self.world.fresh("F"), "mimetype": "audio/mp4" if "voice" in text else "image/png"}]
            content["text"] = "" if text in ("voice", "picture") else content["text"]
        message = self.world.post(where, content, thread)
        if self._heard(where):
            kind = {"im": "im", "channel": "channel", "group": "group"}[where.kind]
            self.world.event(where.team, message | {"channel": where.id, "channel_type": kind})
            bot = self.world.teams[where.team].bot_user
            if where.kind != "im" and f"<@{bot}>" in message["text"]:
                self.world.event(where.team, message | {"type": "app_mention", "channel": where.id})
        return str(message["ts"])

    def other_bot(self, channel: str, text: str) -> None:
        """Another app writes in a conversation."""
        where = self.world.channels[channel]
        message = self.world.post(where, {"user": "U0OTHERBOT", "bot_id": "B0OTHER", "app_id": "A0OTHER", "text": text})
        self.world.event(where.team, message | {"channel": channel, "channel_type": where.kind})
        old = self.world.post(where, {"subtype": "bot_message", "bot_id": "B0OLD", "text": text})
        self.world.event(where.team, old | {"channel": channel, "channel_type": where.kind})

    def edit(self, user: str, message: str, text: str, channel: str = "") -> None:
        """Change a message one has sent; with the same `text`, what Slack itself does when it adds a preview of a link."""
        where = self._where(user, channel)
        said = where.messages[message]
        before = dict(said)
        said["text"] = _typed(text)
        if said["text"] != before["text"]:
            said["edited"] = {"user": user, "ts": self.world.stamp()}
        event = {"type": "message", "subtype": "message_changed", "channel": where.id, "channel_type": where.kind, "hidden": True,
                 "ts": self.world.stamp(), "message": said, "previous_message": before}  # fmt: skip
        self.world.event(where.team, event)
        self.world.touch()

    def delete(self, user: str, message: str, channel: str = "") -> None:
        """Delete a message one has sent."""
        where = self._where(user, channel)
        gone = where.messages.pop(message)
        event = {"type": "message", "subtype": "message_deleted", "channel": where.id, "channel_type": where.kind, "hidden": True,
                 "ts": self.world.stamp(), "deleted_ts": message, "previous_message": gone}  # fmt: skip
        self.world.event(where.team, event)

    def command(self, user: str, text: str, channel: str = "", name: str = "/hearback") -> int:
        """Use the slash command: the place of what it sent in `items`."""
        where, person = self._where(user, channel), self.world.users[user]
        payload: JSON = {
            "token": "verification", "team_id": where.team, "team_domain": "test", "channel_id": where.id,
            "channel_name": "directmessage" if where.kind == "im" else where.name, "user_id": user, "user_name": person["name"],
            "command": name, "text": escaped(text), "api_app_id": APP, "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.com/commands/x", "trigger_id": self.world.trigger(where.team, user),
        }  # fmt: skip
        return self._push(Item("slash_commands", payload, payload["trigger_id"]))

    def home(self, user: str, tab: str = "home") -> int:
        """Open the app's Home tab (or "messages")."""
        where = self._where(user, "")
        event = {"type": "app_home_opened", "user": user, "channel": where.id, "tab": tab}
        self.world.event(where.team, event)
        return len(self.world.items) - 1

    # ── pressing and filling in ─────────────────────────────────────────────────────────────────────────────────────────

    def press(self, user: str, button: str, place: str = "", channel: str = "") -> int:
        """Press a button, or pick an option of a select, named by its words or its value.

        In the newest message of one's own conversation (or `channel`) that has it; `place` "home" or "modal" or a message's ts.
        """
        if place in ("home", "modal"):
            shown = self.shown(user, place)
            block, element, option = _find(shown.view["blocks"], button)
            return self._act(user, shown, block, element, option)
        where = self._where(user, channel)
        for message in [where.messages[place]] if place else reversed(where.messages.values()):
            if "bot_id" in message and (found := _search(message.get("blocks", ()), button)):
                return self._act(user, (where, message), *found)
        raise ValueError(f"there is no '{button}' to press")

    def shown(self, user: str, place: str = "modal") -> View:
        """Somebody's Home tab, or the modal that stands open before them."""
        if place == "home":
            return self.world.homes[user]
        return next(view for view in reversed(self.world.modals.get(user, ())) if view.open)

    def _act(self, user: str, where: View | tuple[Channel, JSON], block: str, element: JSON, option: JSON | None) -> int:
        person = self.world.users[user]
        action = {"type": element["type"], "action_id": element["action_id"], "block_id": block, "action_ts": self.world.stamp()}
        if element["type"] == "button":
            action |= {"text": element["text"], "value": element.get("value")}
        payload: JSON = {
            "type": "block_actions", "user": {"id": user, "team_id": person["team_id"], "name": person["name"]},
            "api_app_id": APP, "token": "verification", "team": {"id": person["team_id"], "domain": "test"}, "enterprise": None,
            "is_enterprise_install": False, "trigger_id": self.world.trigger(person["team_id"], user),
        }  # fmt: skip
        if isinstance(where, View):
            state, blocks = where.state, where.view["blocks"]
            payload["container"] = {"type": "view", "view_id": where.id}
        else:
            channel, message = where
            state, blocks = self._filled.setdefault(message["ts"], {}), message["blocks"]
            payload |= {
                "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": False},
                "channel": {"id": channel.id, "name": channel.name}, "message": message,
            }  # fmt: skip
        if option is not None:
            action |= _picked(state, block, element, option)
        payload["actions"] = [action]
        if isinstance(where, View):
            payload["view"] = where.json()
        else:
            payload["state"] = {"values": _with_rest(state, blocks)}
        return self._push(Item("interactive", payload, payload["trigger_id"]))

    def fill(self, user: str, values: str | Sequence[str]) -> None:
        """Put words into the first field of the open modal, or pick what is named there; nothing is sent yet."""
        view = self.shown(user)
        block = next(each for each in view.view["blocks"] if each["type"] == "input")
        element = block["element"]
        if element["type"] == "plain_text_input":
            words = str(values)
            if len(words) > element.get("max_length", 3000):
                raise ValueError("it does not take so much")
            view.state[block["block_id"]] = {element["action_id"]: {"type": element["type"], "value": words or None}}
            return
        several = "s" if element["type"] in ("checkboxes", "multi_static_select") else ""
        picked = [_option(element, each) for each in ([values] if isinstance(values, str) else values)]
        chosen = {"type": element["type"], f"selected_option{several}": picked if several else picked[0]}
        view.state[block["block_id"]] = {element["action_id"]: chosen}

    def submit(self, user: str) -> int:
        """Send in the open modal. Slack itself asks for a field that is needed and empty."""
        view = self.shown(user)
        if "submit" not in view.view:
            raise ValueError("there is nothing to send in")
        for block in view.view["blocks"]:
            if block["type"] == "input" and not block.get("optional") and _empty(view.state[block["block_id"]]):
                raise ValueError(f"'{block['label']['text']}' is needed")
        view.view.pop("errors", None)
        person = self.world.users[user]
        payload: JSON = {
            "type": "view_submission", "team": {"id": view.team, "domain": "test"}, "user": {"id": user, "name": person["name"],
            "team_id": view.team}, "api_app_id": APP, "token": "verification", "enterprise": None, "view": view.json(),
            "trigger_id": self.world.trigger(view.team, user), "response_urls": [], "is_enterprise_install": False,
        }  # fmt: skip
        return self._push(Item("interactive", payload, payload["trigger_id"], view=view))

    def close(self, user: str) -> None:
        """Close the open modal."""
        view = self.shown(user)
        view.open = False
        if view.view.get("notify_on_close"):
            payload = {"type": "view_closed", "team": {"id": view.team}, "user": {"id": user, "team_id": view.team},
                       "api_app_id": APP, "token": "verification", "view": view.json(), "is_cleared": False,
                       "is_enterprise_install": False, "enterprise": None}  # fmt: skip
            self._push(Item("interactive", payload, f"closed {view.id}"))
        self.world.touch()

    def shortcut(self, user: str) -> int:
        """A kind of payload that the app offers nothing for."""
        team = self.world.users[user]["team_id"]
        payload: JSON = {"type": "shortcut", "callback_id": "odd", "user": {"id": user, "team_id": team}, "team": {"id": team},
                   "trigger_id": self.world.trigger(team, user), "token": "verification", "action_ts": self.world.stamp(),
                   "is_enterprise_install": False, "enterprise": None}  # fmt: skip
        return self._push(Item("interactive", payload, payload["trigger_id"]))

    def _push(self, item: Item) -> int:
        self.world.push(item)
        return len(self.world.items) - 1


def _typed(text: str) -> str:
    """As Slack's apps send it: signs as entities, but a mention that a test writes as <@U…> is one."""
    parts = escaped(text).split("&lt;@")
    return parts[0] + "".join(f"<@{part.replace('&gt;', '>', 1)}" for part in parts[1:])


def _search(blocks: Sequence[JSON], words: str) -> tuple[str, JSON, JSON | None] | None:
    for block in blocks:
        for element in block.get("elements", [block.get("accessory", block.get("element"))]):
            if not element or "action_id" not in element:
                continue
            if element["type"] == "button" and words in (element["text"]["text"], element.get("value")):
                return block["block_id"], element, None
            for option in _every(element):
                if words in (option["text"]["text"], option["value"]):
                    return block["block_id"], element, option
    return None


def _find(blocks: Sequence[JSON], words: str) -> tuple[str, JSON, JSON | None]:
    found = _search(blocks, words)
    if found is None:
        raise ValueError(f"there is no '{words}' to press")
    return found


def _every(element: JSON) -> list[JSON]:
    groups = element.get("option_groups", [{"options": element.get("options", [])}])
    return [option for group in groups for option in group["options"]]


def _option(element: JSON, words: str) -> JSON:
    return next(option for option in _every(element) if words in (option["text"]["text"], option["value"]))


def _picked(state: dict[str, dict[str, JSON]], block: str, element: JSON, option: JSON) -> JSON:
    """Pick one, or tick and untick in a field that takes several; what the action then says."""
    fields = state.setdefault(block, {})
    if element["type"] in ("static_select", "radio_buttons"):
        fields[element["action_id"]] = {"type": element["type"], "selected_option": option}
        return {"selected_option": option}
    before = fields.get(element["action_id"], initial(element))["selected_options"]
    after = [each for each in before if each != option] if option in before else [*before, option]
    after = [each for each in _every(element) if each in after]  # in the order in which they stand
    fields[element["action_id"]] = {"type": element["type"], "selected_options": after}
    return {"selected_options": after}


def _with_rest(state: Mapping[str, Mapping[str, JSON]], blocks: Sequence[JSON]) -> JSON:
    """The state of every field of a message, also of those not touched."""
    values: JSON = {}
    for block in blocks:
        for element in block.get("elements", [block.get("accessory")]):
            if element and element.get("type") in STATEFUL:
                put = state.get(block["block_id"], {}).get(element["action_id"], initial(element))
                values.setdefault(block["block_id"], {})[element["action_id"]] = deepcopy(put)
    return values


def _empty(fields: Mapping[str, JSON]) -> bool:
    return not any(value for field in fields.values() for key, value in field.items() if key != "type")
