"""Reading the questions of a survey file, one by one, and the groups that they stand in."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple, cast

import yaml

from surveys.definitions.expressions import Expression, compile_expression
from surveys.definitions.kinds import ALIASES, KEYS_UNAVAILABLE, KINDS, SECTIONS, UNAVAILABLE
from surveys.definitions.model import Choice, Kind, Question, Scale, Section, Texts
from surveys.definitions.outline import Entry, Findings, entries, items, nearest, scalar
from surveys.definitions.parameters import read_scale
from surveys.definitions.references import check_references
from surveys.definitions.texts import TextReader
from surveys.errors import DefinitionError

Lists = dict[str, tuple[tuple[Choice, ...], int]]  # a list's name → its choices, and the line it begins on

LONGEST_NAME = 64
DEEPEST = 6  # groups within each other
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")  # XLSForm's, without the letters that XML allows beyond A to Z
KEYS = (
    *("name", "type", "label", "hint", "plain", "required", "relevant"),
    *("constraint", "constraint_message", "calculation", "parameters"),
)
SECTION_KEYS = ("name", "type", "label", "relevant", "questions")
_UNFIT: Mapping[str, tuple[str, ...]] = {  # keys that a kind of question has no use for; the others have none for the last two
    "note": ("required", "constraint", "constraint_message", "calculation", "parameters"),
    "calculate": ("required", "constraint", "constraint_message", "hint", "plain", "parameters"),
    "range": ("calculation",),
}
_TRUTHS = {"yes": True, "true": True, "true()": True, "on": True, "no": False, "false": False, "false()": False, "off": False}


class _Type(NamedTuple):
    kind: Kind
    choices: tuple[Choice, ...] = ()
    list_name: str = ""


def _written_type(item: Entry) -> str:
    """The type in `item` as it is written; "" where there is none that can be read."""
    pairs = item.node.value if isinstance(item.node, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "type" and isinstance(value, yaml.ScalarNode)), "")


class QuestionReader:
    """Reads questions in order. `lists` are the lists of choices that they may use."""

    def __init__(self, lists: Lists, texts: TextReader, findings: Findings) -> None:
        self._lists = lists
        self._texts = texts
        self._findings = findings
        self._questions: list[Question] = []
        self._sections: list[Section] = []
        self._lines: dict[tuple[int, str], int] = {}  # (question's index, or -1 - a section's, and a key) → line
        self._names: dict[str, int] = {}  # a question's name → the line where it stands first
        self._used: set[str] = set()

    def read(self, entry: Entry | None) -> tuple[tuple[Question, ...], tuple[Section, ...]]:
        """All the questions, and the sections they stand in. They count only when no faults were found."""
        self._read(entry, 0)
        if entry is not None and not any(question.asks for question in self._questions):
            remedy = "Add a question that people can answer."
            self._findings.note("nothing-asked", "the survey asks nothing", remedy, line=entry.line)
        for name, (_, line) in self._lists.items():
            if name not in self._used:
                remedy = "Use it in a question's type, or take it out."
                self._findings.note("list-unused", f"no question uses the list '{name}'", remedy, line=line)
        check_references(self._questions, self._sections, self._lines, self._findings)
        return tuple(self._questions), tuple(self._sections)

    def _read(self, entry: Entry | None, depth: int) -> None:
        for item in items(entry, self._findings, "questions"):
            if _written_type(item) in SECTIONS:
                self._section(item, depth)
                continue
            keys = entries(item, self._findings, "the question", known=KEYS, instead=KEYS_UNAVAILABLE)
            if keys:  # else it was noted that this is no question at all
                self._questions.append(self._question(keys, item.line))

    def _section(self, item: Entry, depth: int) -> None:
        keys = entries(item, self._findings, "the group", known=SECTION_KEYS, instead=KEYS_UNAVAILABLE)
        at, first, name = len(self._sections), len(self._questions), self._name(keys, item.line, "group")
        for key, entry in keys.items():
            self._lines[-1 - at, key] = entry.line
        label, relevant = self._words(keys, "label", name), self._expression(keys, "relevant", name)
        section = Section(name, first, first, label, relevant, self._findings.place(item.line, name))
        self._sections.append(section)
        if depth == DEEPEST:
            what = f"more than {DEEPEST} groups lie within each other"
            self._note("group-deep", what, "Take one of them out: people see only headings.", item.line, name)
            return
        self._read(keys.get("questions"), depth + 1)
        if not items(keys.get("questions"), self._findings, "questions"):
            self._note("group-empty", "the group has no questions", "Give it questions, or take it out.", item.line, name)
        self._sections[at] = replace(section, end=len(self._questions))

    def _question(self, keys: Mapping[str, Entry], line: int) -> Question:
        index = len(self._questions)
        name = self._name(keys, line, "question")
        of_type = self._type(keys, line, name)
        for key, entry in keys.items():
            self._lines[index, key] = entry.line
        if of_type:  # else nobody knows what it needs
            self._check_keys(of_type.kind, keys, line, name)
        kind, choices, list_name = of_type or _Type("text")
        asks = kind not in ("note", "calculate")
        return Question(
            name,
            kind,
            index,
            1 + sum(question.asks for question in self._questions) if asks else 0,
            self._words(keys, "label", name),
            self._words(keys, "hint", name),
            self._words(keys, "plain", name),
            choices,
            self._required(keys.get("required"), name),
            self._expression(keys, "relevant", name),
            self._expression(keys, "constraint", name),
            self._words(keys, "constraint_message", name),
            self._expression(keys, "calculation", name),
            self._scale(keys, line, name) if kind == "range" else None,
            list_name,
            self._findings.place(line, name),
        )

    def _note(self, code: str, what: str, remedy: str, line: int, question: str) -> None:
        self._findings.note(code, what, remedy, line=line, question=question)

    def _name(self, keys: Mapping[str, Entry], line: int, what: str) -> str:
        name = scalar(keys.get("name"), self._findings, "a name")
        if not name:
            self._note("key-missing", f"a {what} has no name", "Give it a name, a short word.", line, "")
        elif not (_NAME.fullmatch(name) and len(name) <= LONGEST_NAME):
            remedy = f"Begin with a letter, then use up to {LONGEST_NAME} letters, digits, _, - and ., without a space."
            self._note("question-name", f"'{name}' cannot be the name of a {what}", remedy, keys["name"].line, name)
        elif name in self._names:
            remedy = f"Give each its own; the first is in {self._findings.spot(self._names[name])}."
            self._note("question-twice", f"two questions or groups are called '{name}'", remedy, keys["name"].line, name)
        else:
            self._names[name] = keys["name"].line
        return name

    def _type(self, keys: Mapping[str, Entry], line: int, question: str) -> _Type | None:
        """The kind of question and its choices, or None for what is no kind."""
        written = scalar(keys.get("type"), self._findings, "a type", question=question)
        kind, *rest = written.split() or [""]
        line = keys["type"].line if "type" in keys else line
        if not kind:
            self._note("key-missing", "the question has no type", f"Give it one of: {', '.join(KINDS)}.", line, question)
        elif written in UNAVAILABLE or kind in UNAVAILABLE:
            remedy = UNAVAILABLE.get(written) or UNAVAILABLE[kind]
            self._note("type-unavailable", f"questions of type '{written}' cannot be asked yet", remedy, line, question)
        elif kind not in KINDS:
            meant = f"Use '{ALIASES[kind]}'." if kind in ALIASES else nearest(kind, KINDS)
            remedy = meant or f"Use one of: {', '.join(KINDS)}."
            self._note("type-unknown", f"there is no type '{written}'", remedy, line, question)
        elif kind in ("select_one", "select_multiple", "rank"):
            return _Type(cast("Kind", kind), self._choices(kind, rest, line, question), "".join(rest[:1]))
        elif rest:
            self._note("type-unknown", f"the type '{kind}' stands alone", f"Take '{' '.join(rest)}' out.", line, question)
        else:
            return _Type(cast("Kind", kind))
        return None

    def _choices(self, kind: str, rest: list[str], line: int, question: str) -> tuple[Choice, ...]:
        match rest:
            case [name] if name in self._lists:
                self._used.add(name)
                return self._lists[name][0]
            case [name]:
                remedy = nearest(name, self._lists) or f"Write the list '{name}' under choices."
                self._note("list-unknown", f"there is no list '{name}'", remedy, line, question)
            case [name, "or_other"]:
                self._used.add(name)
                remedy = f"Add a choice 'other' to '{name}', and a text question with relevant: \"${{{question}}} = 'other'\"."
                self._note("type-unavailable", "or_other cannot be used yet", remedy, line, question)
            case _:
                self._note(
                    "list-missing", f"{kind} needs one list", f"Write '{kind} LIST', with the name of a list.", line, question
                )
        return ()

    def _check_keys(self, kind: Kind, keys: Mapping[str, Entry], line: int, question: str) -> None:
        for key in _UNFIT.get(kind, ("calculation", "parameters")):
            if key in keys:
                remedy = "Take it out." if key != "calculation" else "Take it out, or make the type calculate."
                self._note("key-unfit", f"a question of type {kind} has no use for '{key}'", remedy, keys[key].line, question)
        needed = {"calculate": "calculation"}.get(kind, "label")
        if needed not in keys:
            code = "label-missing" if needed == "label" else "key-missing"
            self._note(code, f"the question has no {needed}", f"Give it a {needed}.", line, question)
        if "constraint" in keys and "constraint_message" not in keys:
            remedy = "Give it a constraint_message, so that people know what to change."
            self._note("message-missing", "the constraint has no message", remedy, keys["constraint"].line, question)
        if "constraint_message" in keys and "constraint" not in keys:
            remedy = "Give it a constraint, or take the message out."
            self._note("constraint-missing", "the message has no constraint", remedy, keys["constraint_message"].line, question)

    def _scale(self, keys: Mapping[str, Entry], line: int, question: str) -> Scale | None:
        found = read_scale(scalar(keys.get("parameters"), self._findings, "parameters", question=question))
        if isinstance(found, Scale):
            return found
        self._note(*found, keys["parameters"].line if "parameters" in keys else line, question)
        return None

    def _words(self, keys: Mapping[str, Entry], key: str, question: str) -> Texts:
        return self._texts.read(keys[key], f"the {key}", question) if key in keys else {}

    def _required(self, entry: Entry | None, question: str) -> bool:
        written = scalar(entry, self._findings, "required", question=question).lower()
        if entry is not None and written not in _TRUTHS:
            self._note("required-unclear", "'required' is neither yes nor no", "Write 'true' or 'false'.", entry.line, question)
        return _TRUTHS.get(written, False)

    def _expression(self, keys: Mapping[str, Entry], key: str, question: str) -> Expression | None:
        if key not in keys:
            return None
        source = scalar(keys[key], self._findings, key, question=question)
        try:
            return compile_expression(source, self._findings.place(keys[key].line, question))
        except DefinitionError as error:
            self._findings.faults.extend(replace(fault, what=f"in {key}, {fault.what}") for fault in error.faults)
            return None
