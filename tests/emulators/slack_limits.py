"""What Slack refuses, each rule with the page that states it. "Blocks" is https://docs.slack.dev/reference/block-kit/blocks."""

import json
import math
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.telegram_clock import Clock

JSON = dict[str, Any]

TEXT = 4_000  # chat.postMessage#truncating: the length that it asks apps to keep to; it cuts off at 40,000
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100  # Blocks: "up to 50 blocks in each message, and 100 blocks in modals or Home tabs"
SECTION, HEADER, LABEL = 3_000, 150, 2_000  # Blocks: section, header, input
ACTIONS, CONTEXT = 25, 10  # Blocks: actions, context
BUTTON, VALUE, ID = 75, 2_000, 255  # block-elements/button-element
OPTION, OPTION_VALUE, OPTIONS, GROUPS = 75, 150, 100, 100  # composition-objects/option-object, block-elements/select-menu-element
FEW = 10  # block-elements/checkboxes-element and radio-button-group-element: "A maximum of 10 options are allowed"
PLACEHOLDER, TYPED = 150, 3_000  # block-elements/plain-text-input-element
TITLE, METADATA = 24, 3_000  # reference/views/modal-views
VIEW_BYTES = 250_000  # views.open: view_too_large
TRIGGER = 3.0  # seconds: interactivity/handling-user-interaction, "trigger_id … will expire in three seconds"
ACK = 3.0  # seconds: events-api#responding
RETRIES = (0.0, 60.0, 300.0)  # events-api#retries: "nearly immediately", after 1 minute, after 5 minutes

TIERS = {  # apis/web-api/rate-limits: calls a minute for each app and workspace
    "chat.update": 50, "chat.postEphemeral": 100, "conversations.open": 50, "views.open": 100, "views.update": 100,
    "views.publish": 100,
}  # fmt: skip

_ELEMENT_KEYS = {
    "button": {"text", "value", "style", "url", "accessibility_label"},
    "static_select": {"placeholder", "options", "option_groups", "initial_option", "focus_on_load"},
    "multi_static_select": {"placeholder", "options", "option_groups", "initial_options", "max_selected_items", "focus_on_load"},
    "checkboxes": {"options", "initial_options", "focus_on_load"},
    "radio_buttons": {"options", "initial_option", "focus_on_load"},
    "plain_text_input": {"multiline", "initial_value", "min_length", "max_length", "placeholder", "focus_on_load"},
}
# Where each may stand (block-elements: "Works with block types")
_PLACES = {
    "actions": {"button", "static_select", "checkboxes", "radio_buttons"},
    "accessory": {"button", "static_select", "multi_static_select", "checkboxes", "radio_buttons"},
    "input": {"static_select", "multi_static_select", "checkboxes", "radio_buttons", "plain_text_input"},
}
_BLOCK_KEYS = {
    "section": {"text", "accessory"},
    "header": {"text"},
    "context": {"elements"},
    "actions": {"elements"},
    "input": {"label", "element", "hint", "optional"},
    "divider": set[str](),
    "image": {"image_url", "alt_text"},
}
# messaging/formatting-message-text#escaping: & < and > stand for themselves only as entities
_CONTROL = re.compile(r"<(?:https?://|mailto:|@[UW]|#C|!)[^<>]*>")
_STRAY = re.compile(r"&(?!amp;|lt;|gt;)|[<>]")


class Refusal(Exception):
    """Slack says no: its error, an HTTP status where that is not 200, and what it adds."""

    def __init__(self, error: str, *why: str, status: int = 200, retry_after: int = 0) -> None:
        super().__init__(error)
        self.error = error
        self.why = why
        self.status = status
        self.retry_after = retry_after


def check_text(text: str, *, required: bool = True) -> None:
    """Refuse a message's own text: empty (notifications and screen readers need it), too long, or not escaped."""
    if required and not text.strip():
        raise Refusal("no_text")
    if len(text) > TEXT:
        raise Refusal("msg_too_long")
    if _STRAY.search(_CONTROL.sub("", text)):
        raise Refusal("invalid_arguments", "& < > in the text are not escaped")


def check_message_blocks(blocks: object) -> None:
    """Refuse blocks that no message can have."""
    _check_blocks(blocks, MESSAGE_BLOCKS, "invalid_blocks")


def check_view(view: object, kind: str) -> JSON:
    """Refuse a modal or a Home tab that Slack could not show; otherwise the view itself."""
    if not isinstance(view, dict) or view.get("type") != kind:
        raise Refusal("invalid_arguments", f"the view is no {kind}")
    known = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
    _keys(view, known | ({"title", "submit", "close", "notify_on_close", "clear_on_close"} if kind == "modal" else set()))
    if len(json.dumps(view)) > VIEW_BYTES:
        raise Refusal("view_too_large")
    if kind == "modal":
        _plain(view.get("title"), TITLE, "title")
        for name in ("submit", "close"):
            if name in view:
                _plain(view[name], TITLE, name)
    if len(view.get("private_metadata", "")) > METADATA or len(view.get("callback_id", "")) > ID:
        raise Refusal("invalid_arguments", "private_metadata or callback_id is too long")
    _check_blocks(view.get("blocks"), VIEW_BLOCKS, "invalid_arguments")
    if kind == "modal" and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
        raise Refusal("invalid_arguments", "missing required field: submit")  # modal-views: with an input block it is required
    return view


def _check_blocks(blocks: object, most: int, error: str) -> None:
    if not isinstance(blocks, list) or len(blocks) > most:
        raise Refusal(error, f"no more than {most} items allowed")
    try:
        _check_ids(blocks)
        for block in blocks:
            _check_block(block)
    except Refusal as refusal:
        raise Refusal(error, *refusal.why) from refusal
    except (KeyError, TypeError, AttributeError) as fault:
        raise Refusal(error, f"missing or wrong: {fault}") from fault


def _check_ids(blocks: Sequence[JSON]) -> None:
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(names) != len(set(names)) or any(not 0 < len(name) <= ID for name in names):
        raise _bad("a block_id is used twice, or too long")


def _check_block(block: JSON) -> None:
    kind: str = block["type"]
    if kind not in _BLOCK_KEYS:
        raise _bad(f"unsupported type: {kind}")
    _keys(block, _BLOCK_KEYS[kind] | {"type", "block_id"})
    match kind:
        case "section":
            _text(block["text"], SECTION)
            for element in filter(None, [block.get("accessory")]):
                _element(element, "accessory")
        case "header":
            _plain(block["text"], HEADER, "header")
        case "context":
            _count(block["elements"], CONTEXT)
            for text in block["elements"]:
                _text(text, SECTION)
        case "actions":
            _count(block["elements"], ACTIONS)
            _row(block["elements"])
        case "input":
            _plain(block["label"], LABEL, "label")
            for hint in filter(None, [block.get("hint")]):
                _plain(hint, LABEL, "hint")
            _element(block["element"], "input")
        case "image":
            _image(block)
        case _:
            pass  # a divider has nothing that could be wrong


def _row(elements: Sequence[JSON]) -> None:
    ids = [element["action_id"] for element in elements]
    if len(ids) != len(set(ids)):
        raise _bad("an action_id is used twice in one block")
    for element in elements:
        _element(element, "actions")


def _image(block: JSON) -> None:
    """Blocks: image; the address up to 3,000 characters, the words for it 2,000, and Slack must be able to fetch it."""
    if not 0 < len(block["alt_text"]) <= LABEL or not 0 < len(block["image_url"]) <= 3_000:
        raise _bad("an image's alt_text or image_url")
    if not block["image_url"].startswith("https://"):
        raise _bad("downloading image failed")


def _element(element: JSON, place: str) -> None:
    kind = element["type"]
    if kind not in _PLACES[place]:
        raise _bad(f"{kind} cannot stand here ({place})")
    _keys(element, _ELEMENT_KEYS[kind] | {"type", "action_id"})
    if not 0 < len(element["action_id"]) <= ID:
        raise _bad("action_id is too long")
    if "placeholder" in element:
        _plain(element["placeholder"], PLACEHOLDER, "placeholder")
    if kind == "button":
        _plain(element["text"], BUTTON, "button")
        if len(element.get("value", "")) > VALUE or element.get("style", "primary") not in ("primary", "danger"):
            raise _bad("a button's value or style")
    elif kind == "plain_text_input":
        if element.get("max_length", TYPED) > TYPED or len(element.get("initial_value", "")) > element.get("max_length", TYPED):
            raise _bad("max_length")
    else:
        _options(element, FEW if kind in ("checkboxes", "radio_buttons") else OPTIONS)


def _options(element: JSON, most: int) -> None:
    groups = element.get("option_groups")
    if (groups is None) == ("options" not in element):
        raise _bad("either options or option_groups")
    lots = [element["options"]] if groups is None else [group["options"] for group in groups]
    if groups is not None:
        _count(groups, GROUPS)
        for group in groups:
            _plain(group["label"], OPTION, "label")
    for lot in lots:
        _count(lot, most)
        for option in lot:
            _keys(option, {"text", "value", "description"})
            _text(option["text"], OPTION)
            if not 0 < len(option["value"]) <= OPTION_VALUE:
                raise _bad("an option's value is too long")
    every = [option for lot in lots for option in lot]
    values = [option["value"] for option in every]
    if len(values) != len(set(values)):
        raise _bad("two options have one value")
    initial = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else None)
    if initial is not None and (not initial or any(option not in every for option in initial)):
        raise _bad("initial options must be options, word for word, and at least one")


def _text(text: JSON, most: int) -> None:
    _keys(text, {"type", "text", "emoji", "verbatim"})
    if text["type"] not in ("plain_text", "mrkdwn") or not 0 < len(text["text"]) <= most:
        raise _bad(f"a text must be more than 0 and less than {most + 1} characters")
    if text["type"] == "mrkdwn" and _STRAY.search(_CONTROL.sub("", text["text"])):
        raise _bad("& < > in a text are not escaped")


def _plain(text: Any, most: int, what: str) -> None:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        raise _bad(f"{what} must be plain_text")
    _text(text, most)


def _count(items: Sequence[object], most: int) -> None:
    if not 1 <= len(items) <= most:
        raise _bad(f"between 1 and {most} items")


def _keys(thing: Mapping[str, object], known: set[str]) -> None:
    if odd := sorted(thing.keys() - known):
        raise _bad(f"invalid additional property: {odd[0]}")


def _bad(why: str) -> Refusal:
    return Refusal("invalid_arguments", why)


@dataclass
class Pace:
    """How fast an app may call (https://docs.slack.dev/apis/web-api/rate-limits): 429 with Retry-After beyond that.

    chat.postMessage: "generally allows posting one message per second per channel", with short bursts, and "several hundred
    messages per minute" in a workspace. Here: no burst at all. Other methods have tiers, so many calls a minute.
    """

    clock: Clock
    on: bool = True
    a_minute: int = 600  # messages, in one workspace
    _posts: dict[str, float] = field(default_factory=dict)
    _calls: dict[tuple[str, str], deque[float]] = field(default_factory=dict)

    def spend(self, team: str, method: str, channel: str = "") -> None:
        """Count one call, or refuse it with the seconds to wait; what is refused is not counted."""
        if not self.on:
            return
        now = self.clock.now()
        most = TIERS.get(method, self.a_minute)
        recent = self._calls.setdefault((team, method), deque())
        wait = _wait(recent, now, most, 60.0)
        posting = method == "chat.postMessage"
        if posting:
            wait = max(wait, self._posts.get(channel, now - 1) + 1 - now)
        if wait > 0.001:
            raise Refusal("ratelimited", status=429, retry_after=max(1, math.ceil(wait)))
        recent.append(now)
        if posting:
            self._posts[channel] = now


def _wait(times: deque[float], now: float, most: int, window: float) -> float:
    while times and times[0] <= now - window:
        times.popleft()
    return times[0] + window - now if len(times) >= most else 0.0


def shown(text: str) -> str:
    """What a person reads: links as their words, entities as signs. Bold and italic marks stay as they were written."""
    words: Callable[[re.Match[str]], str] = lambda found: found.group()[1:-1].partition("|")[2] or found.group()[1:-1]  # noqa: E731
    return _CONTROL.sub(words, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """What Slack makes of what a person typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
