"""Reading the questions of a survey file, one by one, and the groups that they stand in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, NamedTuple, cast

import yaml

from surveys.definitions.kinds import ALIASES, KEYS_UNAVAILABLE, KINDS, SECTIONS, UNAVAILABLE
from surveys.definitions.lists import Lists
from surveys.definitions.model import Choice, Kind, Question, Section
from surveys.definitions.others import ask_other, with_other
from surveys.definitions.outline import Entry, Findings, entries, items, nearest, scalar
from surveys.definitions.parts import PartReader
from surveys.definitions.pictures import is_film, read_picture
from surveys.definitions.references import check_references
from surveys.definitions.texts import TextReader

DEEPEST = 6  # groups within each other
KEYS = (
    *("name", "type", "label", "hint", "plain", "required", "relevant"),
    *("constraint", "constraint_message", "calculation", "parameters"),
    *("choice_filter", "default", "required_message", "guidance_hint", "appearance", "read_only"),
    *("easy_read", "picture", "picture_alt", "bsl"),
)
SECTION_KEYS = ("name", "type", "label", "relevant", "appearance", "questions")
REPEAT_KEYS = (*SECTION_KEYS, "repeat_count")
_SELECTS = ("select_one", "select_multiple")
_ANSWERED = ("required", "required_message", "constraint", "constraint_message", "default", "parameters")
_UNFIT: Mapping[str, tuple[str, ...]] = {  # keys that a kind of question has no use for; only selects have one for choice_filter
    "note": (*_ANSWERED, "calculation"),
    "calculate": (*_ANSWERED, "hint", "plain", "guidance_hint", "easy_read", "picture", "picture_alt", "bsl"),
    "range": ("calculation",),
    "acknowledge": ("calculation", "parameters", "default"),
}


class _Type(NamedTuple):
    kind: Kind
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    or_other: bool = False


def _written_type(item: Entry) -> str:
    """The type in `item` as it is written; "" where there is none that can be read."""
    pairs = item.node.value if isinstance(item.node, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "type" and isinstance(value, yaml.ScalarNode)), "")


class QuestionReader(PartReader):
    """Reads questions in order. `lists` are the lists of choices that they may use."""

    def __init__(self, lists: Lists, texts: TextReader, findings: Findings) -> None:
        super().__init__(texts, findings)
        self._lists = lists
        self._questions: list[Question] = []
        self._sections: list[Section] = []
        self._lines: dict[tuple[int, str], int] = {}  # (question's index, or -1 - a section's, and a key) → line
        self._used: set[str] = set()
        self._repeating = ""  # the repeat that is being read

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
        self._check_columns()
        check_references(self._questions, self._sections, self._lines, self._findings)
        return tuple(self._questions), tuple(self._sections)

    def _check_columns(self) -> None:
        """A column of choices that no choice_filter looks at, and that is spelled like one of XLSForm's, is a slip of the pen."""
        used = {column for each in self._questions if each.choice_filter for column in each.choice_filter.columns}
        for name, (choices, line) in self._lists.items():
            for column in dict.fromkeys(column for choice in choices for column in choice.columns if column not in used):
                remedy = nearest(column.lower(), ("label", "list_name", "name", "order"))
                if remedy:
                    what = f"no choice_filter looks at the column '{column}' of the list '{name}'"
                    self._note("column-unused", what, remedy, line, "")

    def _read(self, entry: Entry | None, depth: int) -> None:
        for item in items(entry, self._findings, "questions"):
            kind = _written_type(item)
            if kind in SECTIONS:
                self._section(item, depth, "repeat" if kind == "repeat" else "group")
                continue
            keys = entries(item, self._findings, "the question", known=KEYS, instead=KEYS_UNAVAILABLE)
            if keys:  # else it was noted that this is no question at all
                self._questions.append(self._question(keys, item.line))
                if self._questions[-1].or_other:
                    self._ask_other(self._questions[-1], keys["type"].line)

    def _section(self, item: Entry, depth: int, kind: Literal["group", "repeat"]) -> None:
        known = REPEAT_KEYS if kind == "repeat" else SECTION_KEYS
        keys = entries(item, self._findings, f"the {kind}", known=known, instead=KEYS_UNAVAILABLE)
        at, first, name = len(self._sections), len(self._questions), self._name(keys, item.line, kind)
        for key, entry in keys.items():
            self._lines[-1 - at, key] = entry.line
        label, relevant = self._words(keys, "label", name), self._expression(keys, "relevant", name)
        appearance = self._appearance(keys, name)
        count = self._expression(keys, "repeat_count", name)
        place = self._findings.place(item.line, name)
        section = Section(name, first, first, label, relevant, appearance, kind, count, place)
        if kind == "repeat" and self._repeating:
            remedy = "Take one of them out, or ask for what is within it in one question, in people's own words."
            self._note(
                "repeat-nested", f"the repeat '{name}' stands within the repeat '{self._repeating}'", remedy, item.line, name
            )
        outer, self._repeating = self._repeating, name if kind == "repeat" else self._repeating
        self._sections.append(section)
        if depth == DEEPEST:
            what = f"more than {DEEPEST} groups lie within each other"
            self._repeating = outer
            self._note("group-deep", what, "Take one of them out: people see only headings.", item.line, name)
            return
        self._read(keys.get("questions"), depth + 1)
        self._repeating = outer
        if not items(keys.get("questions"), self._findings, "questions"):
            self._note("group-empty", f"the {kind} has no questions", "Give it questions, or take it out.", item.line, name)
        self._sections[at] = replace(section, end=len(self._questions))

    def _question(self, keys: Mapping[str, Entry], line: int) -> Question:
        index = len(self._questions)
        name = self._name(keys, line, "question")
        of_type = self._type(keys, line, name)
        for key, entry in keys.items():
            self._lines[index, key] = entry.line
        if of_type:  # else nobody knows what it needs
            self._check_keys(of_type.kind, keys, line, name)
        kind, choices, list_name, or_other = of_type or _Type("text")
        asks = kind not in ("note", "calculate")
        question = Question(
            name,
            kind,
            index,
            1 + sum(question.asks for question in self._questions) if asks else 0,
            self._words(keys, "label", name),
            self._words(keys, "hint", name),
            self._words(keys, "plain", name),
            choices,
            self._truth(keys.get("required"), "required", name),
            self._expression(keys, "relevant", name),
            self._expression(keys, "constraint", name),
            self._words(keys, "constraint_message", name),
            self._expression(keys, "calculation", name),
            self._scale(keys, line, name) if kind == "range" else None,
            list_name,
            self._findings.place(line, name),
            required_message=self._words(keys, "required_message", name),
            guidance_hint=self._words(keys, "guidance_hint", name),
            appearance=self._appearance(keys, name),
            or_other=or_other,
            easy_read=self._words(keys, "easy_read", name),
            picture=read_picture(keys.get("picture"), self._findings, name),
            picture_alt=self._words(keys, "picture_alt", name),
            bsl=self._bsl(keys.get("bsl"), name),
        )
        if of_type is None:
            return question
        return replace(question, choice_filter=self._choice_filter(keys, question), default=self._default(keys, question))

    def _bsl(self, entry: Entry | None, name: str) -> str:
        """The address of a film in British Sign Language."""
        written = scalar(entry, self._findings, "bsl", question=name)
        if entry is not None and not is_film(written):
            remedy = "Write the film's whole address, like https://www.youtube.com/watch?v=…"
            self._note("bsl-address", f"'{written}' is no address that begins with https://", remedy, entry.line, name)
        return written

    def _ask_other(self, question: Question, line: int) -> None:
        """The question for what "other" is."""
        added = ask_other(question, self._texts.languages, self._findings.place(line, question.name))
        if added.name in self._names:
            remedy = f"or_other adds a question of this name. Rename the one in {self._findings.spot(self._names[added.name])}."
            self._note("question-twice", f"two questions or groups are called '{added.name}'", remedy, line, question.name)
        self._names.setdefault(added.name, line)
        self._lines[added.index, "relevant"] = line
        self._questions.append(added)

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
            or_other = kind != "rank" and rest[1:] == ["or_other"]
            choices = self._choices(kind, rest[:1] if or_other else rest, line, question)
            if or_other and choices:
                choices = with_other(choices, self._texts.languages)
            return _Type(cast("Kind", kind), choices, "".join(rest[:1]), or_other and bool(choices))
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
            case _:
                self._note(
                    "list-missing", f"{kind} needs one list", f"Write '{kind} LIST', with the name of a list.", line, question
                )
        return ()

    def _check_keys(self, kind: Kind, keys: Mapping[str, Entry], line: int, question: str) -> None:
        for key in (*_UNFIT.get(kind, ("calculation", "parameters")), *(() if kind in _SELECTS else ("choice_filter",))):
            if key in keys:
                remedy = "Take it out." if key != "calculation" else "Take it out, or make the type calculate."
                self._note("key-unfit", f"a question of type {kind} has no use for '{key}'", remedy, keys[key].line, question)
        needed = {"calculate": "calculation"}.get(kind, "label")
        if needed not in keys:
            code = "label-missing" if needed == "label" else "key-missing"
            self._note(code, f"the question has no {needed}", f"Give it a {needed}.", line, question)
        if self._truth(keys.get("read_only"), "read_only", question) and kind not in ("note", "calculate"):
            remedy = "Make it a note, with ${name} in its label to show an answer; or take read_only out."
            self._note("read-only", "nobody could answer what can only be read", remedy, keys["read_only"].line, question)
        if "constraint_message" in keys and "constraint" not in keys:
            remedy = "Give it a constraint, or take the message out."
            self._note("constraint-missing", "the message has no constraint", remedy, keys["constraint_message"].line, question)
