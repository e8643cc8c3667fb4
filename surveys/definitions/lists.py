"""Reading the lists of choices of a survey file."""

import re
from collections.abc import Mapping

import yaml

from surveys.definitions.model import Choice
from surveys.definitions.outline import Entry, Findings, entries, is_nothing, nearest, scalar
from surveys.definitions.pictures import read_picture
from surveys.definitions.texts import TextReader

Lists = dict[str, tuple[tuple[Choice, ...], int]]  # a list's name → its choices, and the line it begins on

LONGEST_NAME = 64
COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
# Columns that XLSForm has or had other uses for; their names count in small letters too.
RESERVED = (
    "list_name",
    "name",
    "label",
    "list name",
    "value",
    "caption",
    "order",
    "image",
    "big-image",
    "audio",
    "video",
    "media",
    "easy_read",
    "picture",
)
_SHOWN = ("label", "easy_read", "picture")
_CHOICE = re.compile("[A-Za-z0-9_.-]+")  # no space: a select_multiple's answers are parted by spaces


def read_lists(entry: Entry | None, texts: TextReader, findings: Findings) -> Lists:
    """The lists by name; every fault is noted."""
    if entry is None or is_nothing(entry):
        return {}
    lists: Lists = {}
    for name, choices in entries(entry, findings, "choices").items():
        if not _CHOICE.fullmatch(name):
            remedy = "Use letters, digits, _, - and ., without a space."
            findings.note("list-name", f"'{name}' cannot be the name of a list", remedy, line=choices.line)
        lists[name] = (_read_choices(name, choices, texts, findings), choices.line)
    return lists


def _read_choices(name: str, entry: Entry, texts: TextReader, findings: Findings) -> tuple[Choice, ...]:
    what = f"the list '{name}'"
    if is_nothing(entry) or (isinstance(entry.node, yaml.MappingNode) and not entry.node.value):
        findings.note("list-empty", f"{what} has no choices", "Write its choices, like 'often: {en: Often}'.", line=entry.line)
        return ()
    choices: list[Choice] = []
    seen: dict[tuple[str, str, frozenset[tuple[str, str]]], str] = {}
    for choice, said in entries(entry, findings, what).items():
        if not (_CHOICE.fullmatch(choice) and len(choice) <= LONGEST_NAME):
            remedy = f"Use up to {LONGEST_NAME} letters, digits, _, - and ., without a space."
            findings.note("choice-name", f"'{choice}' cannot be the name of a choice", remedy, line=said.line)
        parts, columns = _parts(choice, said, findings)
        labels = texts.read(parts["label"], f"the label of '{choice}'")
        easy = texts.read(parts["easy_read"], f"the Easy Read of '{choice}'") if "easy_read" in parts else {}
        for language, text in labels.items():
            # what a choice_filter tells apart may be called the same: two towns in two counties
            other = seen.setdefault((language, text.casefold(), frozenset(columns.items())), choice)
            if other != choice:
                remedy = "Nobody could tell them apart. Change one."
                findings.note("choice-same", f"'{choice}' and '{other}' have the same label", remedy, line=said.line)
        picture = read_picture(parts.get("picture"), findings)
        choices.append(Choice(choice, len(choices) + 1, labels, columns, easy_read=easy, picture=picture))
    return tuple(choices)


def _parts(choice: str, said: Entry, findings: Findings) -> tuple[Mapping[str, Entry], Mapping[str, str]]:
    """The label of a choice with what Easy Read has of it, and its other columns.

    What is said of it is its label, unless that is one key among others.
    """
    pairs = said.node.value if isinstance(said.node, yaml.MappingNode) else []
    if not any(key.value == "label" for key, _ in pairs):
        return {"label": said}, {}
    found = entries(said, findings, f"the choice '{choice}'")
    columns: dict[str, str] = {}
    for column, entry in found.items():
        if column in _SHOWN:
            continue
        if not COLUMN.fullmatch(column) or column.lower() in RESERVED:
            remedy = nearest(column, ("label",)) or "Use another word of letters, digits and _."
            findings.note("column-name", f"'{column}' cannot be a column of choices", remedy, line=entry.line)
        written = scalar(entry, findings, f"'{column}' of '{choice}'")
        if written:
            columns[column] = written
    return {key: found[key] for key in _SHOWN if key in found}, columns
