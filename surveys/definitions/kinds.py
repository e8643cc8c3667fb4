"""The types of questions, and what is said of those that XLSForm has and Hearback has not (yet).

Source of the names: https://xlsform.org/en/#question-types and pyxform's aliases for them.
"""

from collections.abc import Mapping
from typing import get_args

from surveys.definitions.model import Kind

KINDS: tuple[str, ...] = get_args(Kind)
SECTIONS = ("group", "repeat")  # what holds questions and is none

_PLACE = "Use geopoint, for one place that people choose to share."
_NESTED = "Write it as type: group, with its questions beneath it under 'questions:'."
_NESTED_REPEAT = "Write it as type: repeat, with its questions beneath it under 'questions:'."
_NO_LOOPS = "Use a repeat, or ask about each one in questions of its own."
_NOT_COLLECTED = "Take it out: nothing about a person's device or time is collected."

UNAVAILABLE: Mapping[str, str] = {
    "background-audio": _NOT_COLLECTED,
    **dict.fromkeys(("geotrace", "geoshape", "start-geopoint", "background-geopoint", "osm"), _PLACE),
    "barcode": "Use text.",
    **dict.fromkeys(("begin_group", "end_group", "begin", "begin group", "end group"), _NESTED),
    **dict.fromkeys(("begin_repeat", "end_repeat", "begin repeat", "end repeat"), _NESTED_REPEAT),
    **dict.fromkeys(("begin_loop", "end_loop", "loop", "begin loop", "end loop"), _NO_LOOPS),
    **dict.fromkeys(
        ("select_one_from_file", "select_multiple_from_file", "select_one_external"), "Write the list under choices."
    ),
    **dict.fromkeys(
        ("cascading_select", "cascading"), "Use a question for each level, with a choice_filter in those after the first."
    ),
    "include": "Write its questions out.",
    "hidden": "Use calculate.",
    **dict.fromkeys(
        ("start", "end", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email"), _NOT_COLLECTED
    ),
    "audit": _NOT_COLLECTED,
    "today": "Use calculate, with calculation: today().",
    **dict.fromkeys(("xml-external", "csv-external"), "Write the list under choices."),
}
ALIASES: Mapping[str, str] = {
    **dict.fromkeys(("int", "number", "whole"), "integer"),
    **dict.fromkeys(("float", "double"), "decimal"),
    **dict.fromkeys(("string", "str", "words"), "text"),
    **dict.fromkeys(("select", "select1", "choice", "radio", "boolean"), "select_one LIST"),
    **dict.fromkeys(("checkbox", "multiselect", "select_many"), "select_multiple LIST"),
    **dict.fromkeys(("calculation", "formula"), "calculate"),
    "trigger": "acknowledge",
    **dict.fromkeys(("photo", "picture"), "image"),
    **dict.fromkeys(("location", "gps"), "geopoint"),
    "datetime": "dateTime",
    **dict.fromkeys(("info", "information", "label"), "note"),
}
# Columns of XLSForm that are not used (yet), and what to do.
KEYS_UNAVAILABLE: Mapping[str, str] = {
    **dict.fromkeys(("rows", "autoplay"), "Take it out: each channel shows a question in its own way."),
    "disabled": "Take the whole row out.",
    **dict.fromkeys(("bind", "body", "control", "instance", "save_to"), "Take it out: it speaks to other programs."),
    "readonly": "Use read_only.",
    "repeat_count": "Write it beside a repeat.",
    **dict.fromkeys(("image", "big-image", "media"), "Use picture: it is shown beside the question in Easy Read."),
    **dict.fromkeys(("audio", "video"), "Say it in words; a film in British Sign Language goes into bsl."),
    "trigger": "Take it out.",
    **dict.fromkeys(("relevance", "skip", "if"), "Use relevant."),
    "calculate": "Use calculation.",
    **dict.fromkeys(("constraint_msg", "message"), "Use constraint_message."),
    **dict.fromkeys(("mandatory", "requires"), "Use required."),
    **dict.fromkeys(("question", "text", "title"), "Use label."),
    "choices": "Name the list in the type, like 'select_one size', and write the list under choices at the end.",
}
