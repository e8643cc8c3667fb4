"""What we say, in Slack's blocks: messages, the modal that a survey moves through, the Home tab.

Every limit is Slack's: https://docs.slack.dev/reference/block-kit/blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from bot.channels.slack_text import cut, escaped, length, mrkdwn, shortened
from surveys.messages import Option, Outgoing, listed, split

JSON = dict[str, Any]

TEXT = 4_000  # characters of a message's own text, which notifications and screen readers have
TOGETHER = 12_000  # characters in the blocks of one message; Slack gives no number, and refuses far longer ones
SECTION = 3_000
ROW = 25  # buttons in a row of actions
MOST = 100  # options in a select; more go in groups
FEW = 10  # boxes, or round buttons
LABEL = 75  # characters of a button or an option
SHOWN = 30  # … of which a phone shows so many on a button
VALUE = 150  # characters that stand for an option
TITLE = 24
VIEW = 100  # blocks in a modal or a Home tab
PICTURES = 20  # at the head of a message or a view
ALT = 2_000  # characters that say what a picture shows
READ = 50  # … of which so many are words: a view holds 250 KB in all, and nothing that we say is half as long
# What elements are called that are no plain buttons
FORM, TICKS, PICK, SEND, TYPED, SAY = "form", "ticks", "pick", "send", "typed", "say"


@dataclass(frozen=True, slots=True)
class Words:
    """What the channel itself says, beside what it is given to say."""

    title: str  # of the modal, at most 24 characters, as the two below it
    send: str
    close: str
    choose: str  # in an empty select
    answer: str  # above the modal's field
    form: str  # the button that opens the modal
    back: str  # in the modal, and sent as it stands, as if it had been typed
    need_help: str  # … this one, too
    home: str  # at the top of the Home tab
    elsewhere: str  # to a command outside the direct message
    mention: str  # to whoever speaks to us in a channel
    trouble: str  # when nothing could be stored


@dataclass(frozen=True, slots=True)
class Part:
    """One message to Slack. `replaces` is the ts of ours that it takes the place of, empty for a new one."""

    text: str
    blocks: list[JSON]
    replaces: str


# ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def render(message: Outgoing, words: Words, pictures: str = "") -> tuple[Part, ...]:
    """`message` cut to what one message may hold, its options as buttons, selects or boxes under the last part.

    `pictures` is the web address below which Slack finds its pictures; empty where there is none, and none is shown.
    """
    asked = listed(message) if _long(message.options) else message
    parts = split(asked, TOGETHER, length)
    return tuple(
        Part(
            text=shortened(part.text, TEXT),
            blocks=[*(_images(message, pictures) if at == 0 else []), *sections(part), *_actions(part, words)],
            # only a ts can be one of ours: anything else was last shown on another channel
            replaces=part.replaces if part.replaces.replace(".", "", 1).isdecimal() else "",
        )
        for at, part in enumerate(parts)
    )


def _images(message: Outgoing, pictures: str) -> list[JSON]:
    shown = [each for each in message.pictures if each.alt or each.caption] if pictures else []
    return [
        {"type": "image", "image_url": f"{pictures}/{quote(each.name)}", "alt_text": cut(each.alt or each.caption, ALT)}
        for each in shown[:PICTURES]
    ]


def without_images(part: Part) -> Part:
    """The same without its pictures: where Slack cannot fetch one, it refuses the whole message."""
    return replace(part, blocks=[block for block in part.blocks if block["type"] != "image"])


def sections(message: Outgoing) -> list[JSON]:
    """The words of `message`, in as many sections as they need."""
    said: list[JSON] = []
    limit = SECTION
    while not said or any(len(block["text"]["text"]) > SECTION for block in said):  # marks take room, too
        parts = split(replace(message, options=()), limit, length)
        said = [{"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn(each.text, each.marks)}} for each in parts]
        limit //= 2
    return [block for block in said if block["text"]["text"].strip()]


def _long(options: Sequence[Option]) -> bool:
    """Whether an answer's label is too long for any element of Slack's."""
    return any(option.number and len(option.label) > LABEL for option in options)


def _actions(message: Outgoing, words: Words) -> list[JSON]:
    answers = [option for option in message.options if option.number]
    others = [option for option in message.options if not option.number]
    blocks: list[JSON] = []
    if takes_ticks(message):
        blocks.append(_boxes(answers, words, message.field))
    elif answers and all(option.ticked is None for option in answers):
        blocks += _single(answers, words)
    else:
        others = [*answers, *others]
    form = [_element("button", FORM) | {"text": _plain(words.form)}] if message.field else []
    return blocks + _rows([*map(_button, others), *form])


def takes_ticks(message: Outgoing) -> bool:
    """Whether the options are boxes that Slack keeps ticked until another button hands them in."""
    answers = [option for option in message.options if option.number]
    return bool(message.field) and any(option.ticked is not None for option in answers) and _usable(answers)


def _usable(answers: Sequence[Option]) -> bool:
    values = {option.value for option in answers}
    return len(values) == len(answers) and all(0 < len(value) <= VALUE for value in values)


def _single(answers: Sequence[Option], words: Words) -> list[JSON]:
    """One of these: buttons where they are few and short, round buttons where they are few, else a select."""
    labels = _labels(answers)
    if len(answers) <= FEW and all(len(label) <= SHOWN for label in labels):
        return _rows([_button(replace(option, label=label)) for option, label in zip(answers, labels, strict=True)])
    options = [_option(label, option.id) for option, label in zip(answers, labels, strict=True)]
    if len(answers) <= FEW:
        return [{"type": "actions", "elements": [_element("radio_buttons", PICK) | {"options": options}]}]
    return [{"type": "actions", "elements": [_menu("static_select", PICK, options, words)]}]


def _boxes(answers: Sequence[Option], words: Words, field: str) -> JSON:
    """Several of these. The block is named for the field, so that what is ticked can be handed in."""
    options = [_option(label, option.value) for option, label in zip(answers, _labels(answers), strict=True)]
    ticked = [made for option, made in zip(answers, options, strict=True) if option.ticked]
    initial = {"initial_options": ticked} if ticked else {}
    if len(options) <= FEW:
        return {
            "type": "actions",
            "block_id": field,
            "elements": [_element("checkboxes", TICKS) | {"options": options} | initial],
        }
    menu = _menu("multi_static_select", TICKS, options, words) | initial
    return {"type": "section", "block_id": field, "text": _plain(words.choose), "accessory": menu}


def _labels(answers: Sequence[Option]) -> list[str]:
    """What stands on each; where a label is too long, the numbers that are written out above."""
    return [str(option.number) if _long(answers) else option.label for option in answers]


def _menu(kind: str, action: str, options: Sequence[JSON], words: Words) -> JSON:
    menu = _element(kind, action) | {"placeholder": _plain(words.choose)}
    if len(options) <= MOST:
        return menu | {"options": list(options)}
    lots = [options[start : start + MOST] for start in range(0, len(options), MOST)]
    ends = [(at * MOST + 1, at * MOST + len(lot)) for at, lot in enumerate(lots)]
    return menu | {
        "option_groups": [
            {"label": _plain(f"{first}–{last}"), "options": list(lot)} for (first, last), lot in zip(ends, lots, strict=True)
        ]
    }


def _rows(elements: Sequence[JSON]) -> list[JSON]:
    return [{"type": "actions", "elements": list(elements[start : start + ROW])} for start in range(0, len(elements), ROW)]


def _button(option: Option) -> JSON:
    tick = {None: "", True: "☑ ", False: "☐ "}[option.ticked]
    return _element("button", SEND if option.sends else option.id) | {"text": _plain(f"{tick}{option.label}"), "value": option.id}


def _option(label: str, value: str) -> JSON:
    return {"text": _plain(label), "value": value}


def _element(kind: str, action: str) -> JSON:
    return {"type": kind, "action_id": action}


def _plain(text: str, limit: int = LABEL) -> JSON:
    return {"type": "plain_text", "text": cut(text, limit)}


# ── the modal ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def modal(message: Outgoing, words: Words, step: str, pictures: str = "") -> JSON:
    """One view of a survey: what is said, a field where there is something to fill in, and the other buttons.

    `step` is new for each view: Slack keeps what was put into a field for the field with the same block_id in the next one.
    """
    answers = [option for option in message.options if option.number]
    as_field = bool(message.field) and (not answers or _usable(answers))
    asked = listed(message) if as_field and _long(answers) else message
    blocks = [*_images(message, pictures), *sections(asked)[:READ]]
    if as_field:
        blocks.append({
            "type": "input", "block_id": step, "label": _plain(words.answer), "element": _field(answers, words)
        })  # fmt: skip
    pressed = [option for option in message.options if not option.sends and not (as_field and option.number)]
    said = [
        _element("button", f"{SAY} {at}") | {"text": _plain(each), "value": each}
        for at, each in enumerate((words.back, words.need_help))
    ]
    view = {
        "type": "modal",
        "callback_id": FORM,
        "title": _plain(words.title, TITLE),
        "close": _plain(words.close, TITLE),
        "private_metadata": message.field if as_field else "",
        "blocks": [*blocks, *_rows([*map(_button, pressed), *(said if message.options or as_field else [])])][:VIEW],
    }
    return view | ({"submit": _plain(words.send, TITLE)} if as_field else {})


def _field(answers: Sequence[Option], words: Words) -> JSON:
    if not answers:
        return _element("plain_text_input", TYPED) | {"multiline": True, "max_length": 3_000}
    options = [_option(label, option.value) for option, label in zip(answers, _labels(answers), strict=True)]
    ticked = [made for option, made in zip(answers, options, strict=True) if option.ticked]
    several = any(option.ticked is not None for option in answers)
    initial = {"initial_options": ticked} if ticked else {}
    if len(options) <= FEW:
        return _element("checkboxes" if several else "radio_buttons", PICK) | {"options": options} | initial
    return _menu("multi_static_select" if several else "static_select", PICK, options, words) | initial


# ── the Home tab ────────────────────────────────────────────────────────────────────────────────────────────────────────


def home(messages: Sequence[Outgoing], words: Words) -> JSON:
    """The Home tab: one thing after the other, each with its buttons."""
    blocks: list[JSON] = [{"type": "section", "text": {"type": "mrkdwn", "text": escaped(words.home)}}]
    for message in messages:
        more = [{"type": "divider"}, *sections(message), *_rows([_button(option) for option in message.options])]
        if len(blocks) + len(more) > VIEW - 1:
            break
        blocks += more
    if any(option.id for message in messages for option in message.options):
        blocks += [{"type": "actions", "elements": [_element("button", FORM) | {"text": _plain(words.form)}]}]
    return {"type": "home", "blocks": blocks}
