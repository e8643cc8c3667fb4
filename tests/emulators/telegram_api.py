"""The methods of the Bot API that the stand-in speaks: https://core.telegram.org/bots/api#available-methods."""

import json
import re
import time
from collections.abc import Callable
from copy import deepcopy
from urllib.parse import urlsplit

from tests.emulators import telegram_limits as limits
from tests.emulators.telegram_limits import JSON, Pace, Refusal, bad
from tests.emulators.telegram_params import File, Params
from tests.emulators.telegram_world import ORDINARY, Chat, Webhook, World, spot

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Api:
    """The methods, by their names. Each takes the request's parameters and gives the `result`, or raises Refusal."""

    def __init__(self, world: World, pace: Pace) -> None:
        self.world = world
        self.pace = pace
        self.commands: dict[tuple[str, str], list[JSON]] = {}
        self.files: dict[str, File] = {}
        self.polling = False  # whether somebody waits in getUpdates
        self._poll = 0  # the newest getUpdates; an older one gives way
        self._ended_by = "other getUpdates request; make sure that only one bot instance is running"
        methods = (
            self.get_me, self.get_updates, self.set_webhook, self.delete_webhook, self.get_webhook_info, self.send_message,
            self.edit_message_text, self.edit_message_reply_markup, self.delete_message, self.answer_callback_query,
            self.set_my_commands, self.get_my_commands, self.delete_my_commands, self.send_document, self.send_photo,
            self.send_chat_action, self.get_chat, self.leave_chat, self.get_file,
        )  # fmt: skip
        # API#making-requests: "All methods in the Bot API are case-insensitive"
        self.methods: dict[str, Callable[[Params], object]] = {method.__name__.replace("_", ""): method for method in methods}

    def get_me(self, _: Params) -> object:
        """API#getme."""
        return self.world.bot | {"can_join_groups": True, "can_read_all_group_messages": not self.world.privacy_mode}

    # ── updates ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def get_updates(self, params: Params) -> object:
        """API#getupdates. Out-of-range limits and time-outs are clamped, as the vendor's server does."""
        world = self.world
        if world.webhook.url:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        offset = params.integer("offset")
        limit = min(100, max(1, params.integer("limit", 100)))
        deadline = time.monotonic() + min(50, max(0, params.integer("timeout")))
        self._allow(params)
        self._end_poll("other getUpdates request; make sure that only one bot instance is running")
        mine = self._poll
        if offset > 0:  # "confirmed as soon as getUpdates is called with an offset higher than its update_id"
            world.queue = [update for update in world.queue if update.id >= offset]
        elif offset < 0:  # "starting from -offset update from the end …; all previous updates will be forgotten"
            world.queue = world.queue[offset:]
        world.touch()
        while True:
            if self._poll != mine:
                raise Refusal(409, f"Conflict: terminated by {self._ended_by}")
            if waiting := world.waiting():
                return [update.json() for update in waiting[:limit]]
            left = deadline - time.monotonic()
            if left <= 0 or world.closing:
                return []
            self._wait(left)

    def _wait(self, seconds: float) -> None:
        if not self.polling:
            self.polling = True
            self.world.touch()
        self.world.changed.wait(seconds)

    def set_webhook(self, params: Params) -> object:
        """API#setwebhook, but plain HTTP is allowed where it stays on this machine."""
        url, secret = params.text("url"), params.text("secret_token")
        parts = urlsplit(url)
        if not url:
            return self.delete_webhook(params)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not limits.SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        self._allow(params)
        if params.flag("drop_pending_updates"):
            self.world.queue.clear()
        self._end_poll("setWebhook request")
        self.world.webhook = Webhook(url, secret, min(100, max(1, params.integer("max_connections", 40))))
        self.world.touch()
        return True

    def delete_webhook(self, params: Params) -> object:
        """API#deletewebhook."""
        self.world.webhook = Webhook()
        if params.flag("drop_pending_updates"):
            self.world.queue.clear()
        self.world.touch()
        return True

    def get_webhook_info(self, _: Params) -> object:
        """API#webhookinfo."""
        webhook = self.world.webhook
        info: JSON = {"url": webhook.url, "has_custom_certificate": False, "pending_update_count": len(self.world.waiting())}
        if webhook.last_error:
            info |= {"last_error_date": int(webhook.last_error_at), "last_error_message": webhook.last_error}
        return info | {"allowed_updates": sorted(self.world.allowed), "max_connections": webhook.connections}

    def get_file(self, params: Params) -> object:
        """API#getfile."""
        stored = self.world.files.get(params.text("file_id"))
        if stored is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if stored.size > limits.DOWNLOAD:
            raise bad("file is too big")
        file_id = params.text("file_id")
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": stored.size, "file_path": stored.path}

    # ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def send_message(self, params: Params) -> object:
        """API#sendmessage."""
        return self._send(params, self._words(params, "text", "entities"))

    def send_document(self, params: Params) -> object:
        """API#senddocument."""
        file = self._file(params, "document", limits.DOCUMENT)
        file_id = f"BQAC{len(self.files)}"
        self.files[file_id] = file
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": file.name, "file_size": len(file.content)}
        return self._send(params, {"document": document} | self._words(params, "caption", "caption_entities"))

    def send_photo(self, params: Params) -> object:
        """API#sendphoto."""
        file = self._file(params, "photo", limits.PHOTO)
        file_id = f"AgAC{len(self.files)}"
        self.files[file_id] = file
        size = {"file_id": file_id, "file_unique_id": file_id, "width": 320, "height": 240, "file_size": len(file.content)}
        return self._send(params, {"photo": [size]} | self._words(params, "caption", "caption_entities"))

    def send_chat_action(self, params: Params) -> object:
        """API#sendchataction."""
        self._reachable(params)
        return True

    def edit_message_text(self, params: Params) -> object:
        """API#editmessagetext."""
        chat, message = self._own(params, "edit")
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        edited = self._words(params, "text", "entities")
        return self._change(chat, message, edited, params.mapping("reply_markup"))

    def edit_message_reply_markup(self, params: Params) -> object:
        """API#editmessagereplymarkup."""
        chat, message = self._own(params, "edit")
        return self._change(chat, message, {}, params.mapping("reply_markup"))

    def delete_message(self, params: Params) -> object:
        """API#deletemessage."""
        chat = self._reachable(params)
        message = chat.messages.get(params.integer("message_id"))
        if message is None:
            raise bad("message to delete not found")
        if self.world.now() - message["date"] >= limits.DELETABLE:
            raise bad("message can't be deleted for everyone")
        del chat.messages[message["message_id"]]
        self.world.touch()
        return True

    def answer_callback_query(self, params: Params) -> object:
        """API#answercallbackquery."""
        query = params.text("callback_query_id")
        if self.world.clock.now() - self.world.queries.get(query, 0) >= limits.ANSWERABLE:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        limits.check_text(params.text("text"), limits.CALLBACK_ANSWER, empty="", long="MESSAGE_TOO_LONG")
        self.world.answers[query] = {"text": params.text("text"), "show_alert": params.flag("show_alert")}
        self.world.touch()
        return True

    # ── the bot itself, and chats ───────────────────────────────────────────────────────────────────────────────────────

    def set_my_commands(self, params: Params) -> object:
        """API#setmycommands."""
        commands = params.sequence("commands")
        if len(commands) > limits.COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not limits.COMMAND.fullmatch(str(command.get("command", ""))):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= limits.units(str(command.get("description", ""))) <= limits.DESCRIPTION:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[self._scope(params)] = commands
        return True

    def get_my_commands(self, params: Params) -> object:
        """API#getmycommands."""
        return self.commands.get(self._scope(params), [])

    def delete_my_commands(self, params: Params) -> object:
        """API#deletemycommands."""
        self.commands.pop(self._scope(params), None)
        return True

    def get_chat(self, params: Params) -> object:
        """API#getchat."""
        chat = self.world.open_chat(self._chat_id(params))
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        )
        return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}

    def leave_chat(self, params: Params) -> object:
        """API#leavechat."""
        chat = self._reachable(params)
        if not chat.group:
            raise bad("chat member status can't be changed in private chats")
        chat.shut = f"Forbidden: bot is not a member of the {chat.kind} chat"
        self.world.touch()
        return True

    # ── within ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _allow(self, params: Params) -> None:
        """API#getupdates: an empty list means the ordinary kinds; "if not specified, the previous setting will be used"."""
        if (wanted := params.thing("allowed_updates")) is not None:
            self.world.allowed = frozenset(map(str, wanted if isinstance(wanted, list) else [])) or ORDINARY

    def _end_poll(self, by: str) -> None:
        self._poll += 1
        self._ended_by = by
        self.world.changed.notify_all()

    def offered(self, language: str) -> list[JSON]:
        """The commands that the apps show somebody who uses `language` (API#determining-list-of-commands)."""
        default = json.dumps({"type": "default"})
        return self.commands.get((default, language)) or self.commands.get((default, ""), [])

    def _scope(self, params: Params) -> tuple[str, str]:
        language = params.text("language_code")
        if language and not re.fullmatch(r"[a-z]{2}", language):
            raise bad("invalid language code specified")  # API#setmycommands: "a two-letter ISO 639-1 language code"
        return json.dumps(params.mapping("scope") or {"type": "default"}), language

    def _chat_id(self, params: Params) -> int:
        if not params.text("chat_id"):
            raise bad("chat_id is empty")
        try:
            return params.integer("chat_id")
        except Refusal:
            raise bad("chat not found") from None

    def _reachable(self, params: Params) -> Chat:
        chat = self.world.open_chat(self._chat_id(params))
        if chat.shut:
            raise Refusal(403, chat.shut)
        return chat

    def _words(self, params: Params, name: str, entities: str) -> JSON:
        """Text or caption with its entities, checked."""
        text = params.text(name)
        if params.text("parse_mode"):
            raise bad("unsupported parse_mode (the stand-in knows entities only)")
        if name == "text":
            limits.check_text(text, limits.TEXT, empty="message text is empty", long="message is too long")
        else:
            limits.check_text(text, limits.CAPTION, empty="", long="message caption is too long")
        marked = params.sequence(entities)
        limits.check_entities(text, marked)
        found = sorted([*marked, *spot(text)], key=lambda entity: int(entity["offset"]))
        return ({name: text} if text else {}) | ({entities: found} if found else {})

    def _file(self, params: Params, name: str, limit: int) -> File:
        file = params.files.get(name) or self.files.get(params.text(name))
        if file is None:
            raise bad(f"there is no {name} in the request")
        if len(file.content) > limit:
            raise Refusal(413, "Request Entity Too Large")
        return file

    def _send(self, params: Params, content: JSON) -> object:
        chat = self._reachable(params)
        thread = params.integer("message_thread_id")
        if thread and thread not in chat.topics:
            raise bad("message thread not found")
        reply = params.mapping("reply_parameters") or {}
        reply_to = int(reply.get("message_id", 0))
        if reply_to and reply_to not in chat.messages and not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        keyboard = params.mapping("reply_markup")
        limits.check_keyboard(keyboard)
        self.pace.spend(chat.id, group=chat.group)
        markup = {"reply_markup": keyboard} if keyboard else {}
        return deepcopy(self.world.post(chat, self.world.bot, content | markup, thread, reply_to))

    def _own(self, params: Params, verb: str) -> tuple[Chat, JSON]:
        """The chat and the bot's own message that is to be changed."""
        chat = self._reachable(params)
        if not params.text("message_id"):
            raise bad("message identifier is not specified")
        message = chat.messages.get(params.integer("message_id"))
        if message is None:
            raise bad(f"message to {verb} not found")
        if message["from"]["id"] != self.world.bot["id"]:
            raise bad("message can't be edited")
        return chat, message

    def _change(self, chat: Chat, message: JSON, edited: JSON, keyboard: JSON | None) -> object:
        limits.check_keyboard(keyboard)
        before = {key: message.get(key) for key in ("text", "entities", "reply_markup")}
        after = before | ({"entities": None} if "text" in edited else {}) | edited | {"reply_markup": keyboard}
        if after == before:
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a current "
                "content and reply markup of the message"
            )
        for key, value in after.items():
            message.pop(key, None)
            if value:
                message[key] = value
        message["edit_date"] = self.world.now()
        self.world.remember_buttons(chat, message)
        self.world.touch()
        return deepcopy(message)
