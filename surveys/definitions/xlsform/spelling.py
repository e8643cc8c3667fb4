"""The many ways in which XLSForm lets a type, a heading or an expression be spelled, brought to one.

Source: https://xlsform.org/en/ and, for what older forms wrote, the aliases that pyxform takes.
"""

import re
from collections.abc import Mapping

from surveys.definitions.questions import KEYS

TRANSLATED = (
    "label",
    "hint",
    "plain",
    "constraint_message",
    "required_message",
    "guidance_hint",
    "easy_read",
    "picture_alt",
)  # columns that may name a language
CHOICE_KEYS = ("list_name", "name", "label", "easy_read", "picture")
SETTING_KEYS = ("form_title", "title_in", "form_id", "default_language", "version", "style", "tried_by")
KNOWN: Mapping[str, tuple[str, ...]] = {
    "survey": (*KEYS, "disabled", "repeat_count"),
    "choices": CHOICE_KEYS,
    "settings": SETTING_KEYS,
}

_HEADINGS: Mapping[str, Mapping[str, str]] = {
    "survey": {
        "caption": "label",
        "relevance": "relevant",
        "command": "type",
        "tag": "name",
        "value": "name",
        "calculate": "calculation",
        "readonly": "read_only",
        **dict.fromkeys(("constraint_msg", "constraining_message", "jr:constraintmsg"), "constraint_message"),
        **dict.fromkeys(("requiredmsg", "required_msg", "jr:requiredmsg"), "required_message"),
        **dict.fromkeys(("count", "jr:count"), "repeat_count"),
    },
    "choices": {"caption": "label", "value": "name"},
    "settings": {
        **dict.fromkeys(("title", "set_form_title"), "form_title"),
        **dict.fromkeys(("id_string", "set_form_id"), "form_id"),
    },
}
_BOUND = (  # XForms' bind::relevant is relevant
    *("relevant", "required", "constraint", "calculate", "readonly"),
    *("jr:constraintmsg", "jr:requiredmsg"),
)

_SELECT = re.compile(
    r"(?:(?P<one>select1|select[ _]one(?: prompt using| from)?)"
    r"|select[ _](?:multiple(?: prompt using| from)?|all that apply(?: from)?))"
    r" (?P<list>\S+)(?P<other> (?:or_other|or other|or specify other))?"
)
_FROM_FILE = re.compile(r"select (one|multiple) from file (\S+)")
_CONTROL = re.compile(r"(begin|end)[ _](group|repeat|loop|lgroup|looped group)(?: .*)?")
_CONTROLS = {"lgroup": "repeat", "looped group": "repeat"}
_PROMPT = re.compile(r"(?:q|get|add) (.*?)(?: prompt)?")
_TYPES: Mapping[str, str] = {
    "int": "integer",
    "string": "text",
    **dict.fromkeys(("location", "gps"), "geopoint"),
    **dict.fromkeys(("date time", "datetime"), "dateTime"),
    **dict.fromkeys(("device id", "imei", "uri:deviceid"), "deviceid"),
    **dict.fromkeys(("phone number", "uri:phonenumber"), "phonenumber"),
    **dict.fromkeys(("sim id", "uri:simserial"), "simserial"),
    **dict.fromkeys(("subscriber id", "uri:subscriberid"), "subscriberid"),
    "uri:username": "username",
    "uri:email": "email",
    "start time": "start",
    "end time": "end",
    **dict.fromkeys(("photo", "picture"), "image"),
    "trigger": "acknowledge",
}

_TRUTHS = {"yes": "true()", "true": "true()", "no": "false()", "false": "false()"}
_QUOTED = re.compile(r"""(?P<straight>"[^"]*"|'[^']*')|[‘’‚](?P<single>[^‘’]*)[‘’]|[“”„](?P<double>[^“”]*)[“”]|(?P<space>\xa0)""")


def heading(written: str, sheet: str) -> tuple[str, str]:
    """The column that a heading of `sheet` means, in our words, and the language it names ("" for none).

    Languages stand after two colons, in old forms after one.
    """
    first, *rest = (part.strip() for part in re.split("::" if "::" in written else r"(?<!jr):", written.replace("\xa0", " ")))
    key = "_".join(first.lower().split())
    if key == "bind" and rest and rest[0].lower() in _BOUND:
        key, *rest = rest
        key = key.lower()
    if key in ("body", "control") and [part.lower() for part in rest] == ["appearance"]:
        key, rest = "appearance", []
    key = _HEADINGS[sheet].get(key, key)
    return key, "::".join(rest)


def question_type(written: str) -> str:
    """A type as YAML spells it: "select one from size" is "select_one size", "begin group" is "begin_group"."""
    written = " ".join(written.split())
    control = _CONTROL.fullmatch(written)
    if control:
        return f"{control[1]}_{_CONTROLS.get(control[2], control[2])}"
    prompt = _PROMPT.fullmatch(written)
    plain = prompt[1] if prompt else written
    from_file = _FROM_FILE.fullmatch(plain)
    if from_file:
        return f"select_{from_file[1]}_from_file {from_file[2]}"
    select = _SELECT.fullmatch(plain)
    if select:
        return f"select_{'one' if select['one'] else 'multiple'} {select['list']}{' or_other' if select['other'] else ''}"
    return _TYPES.get(plain, plain)


def straighten(expression: str) -> str:
    """`expression` with the curly quotes and hard spaces that a word processor put in made plain again.

    Text that stands in straight quotes keeps its own, and so does what has both kinds of straight quote in it. A bare yes, no,
    TRUE or FALSE, which a cell may hold, is the function true() or false().
    """
    if expression.lower() in _TRUTHS:
        return _TRUTHS[expression.lower()]
    return _QUOTED.sub(_straight, expression)


def _straight(found: re.Match[str]) -> str:
    if found["straight"]:
        return found[0]
    if found["space"]:
        return " "
    text = found["single"] if found["single"] is not None else found["double"]
    quote = next((quote for quote in "'\"" if quote not in text), "")
    return f"{quote}{text}{quote}" if quote else found[0]
