"""Reading the parts of one question or group of a survey file: its name, words, truths and expressions."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from surveys.definitions.appearances import wrong_appearance
from surveys.definitions.defaults import read_default
from surveys.definitions.expressions import Expression, compile_expression
from surveys.definitions.lists import LONGEST_NAME
from surveys.definitions.model import Default, Question, Scale, Texts
from surveys.definitions.outline import Entry, Findings, scalar
from surveys.definitions.parameters import read_scale
from surveys.definitions.texts import TextReader
from surveys.errors import DefinitionError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")  # XLSForm's, without the letters that XML allows beyond A to Z
_TRUTHS = {"yes": True, "true": True, "true()": True, "on": True, "no": False, "false": False, "false()": False, "off": False}


class PartReader:
    """Reads what stands under one key, and notes what is wrong with it."""

    def __init__(self, texts: TextReader, findings: Findings) -> None:
        self._texts = texts
        self._findings = findings
        self._names: dict[str, int] = {}  # the name of a question or group → the line where it stands first

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

    def _scale(self, keys: Mapping[str, Entry], line: int, question: str) -> Scale | None:
        found = read_scale(scalar(keys.get("parameters"), self._findings, "parameters", question=question))
        if isinstance(found, Scale):
            return found
        self._note(*found, keys["parameters"].line if "parameters" in keys else line, question)
        return None

    def _words(self, keys: Mapping[str, Entry], key: str, question: str) -> Texts:
        return self._texts.read(keys[key], f"the {key}", question) if key in keys else {}

    def _appearance(self, keys: Mapping[str, Entry], question: str) -> str:
        written = scalar(keys.get("appearance"), self._findings, "appearance", question=question)
        wrong = wrong_appearance(written)
        if wrong is not None:
            self._note(*wrong, keys["appearance"].line, question)
        return written

    def _truth(self, entry: Entry | None, key: str, question: str) -> bool:
        written = scalar(entry, self._findings, key, question=question).lower()
        if entry is not None and written not in _TRUTHS:
            self._note("required-unclear", f"'{key}' is neither yes nor no", "Write 'true' or 'false'.", entry.line, question)
        return _TRUTHS.get(written, False)

    def _choice_filter(self, keys: Mapping[str, Entry], question: Question) -> Expression | None:
        if question.or_other and "choice_filter" in keys:
            remedy = "Write a choice 'other' in the list, which passes the filter, and a text question for it."
            self._note(
                "filter-other", "or_other has no place beside a choice_filter", remedy, keys["choice_filter"].line, question.name
            )
        columns = {column for choice in question.choices for column in choice.columns}
        return self._expression(keys, "choice_filter", question.name, {"name", *columns})

    def _default(self, keys: Mapping[str, Entry], question: Question) -> Default | None:
        if "default" not in keys or question.kind in ("note", "calculate", "acknowledge"):
            return None
        line, faults = keys["default"].line, len(self._findings.faults)
        written = scalar(keys["default"], self._findings, "default", question=question.name)
        if len(self._findings.faults) > faults:  # it is no text, as has been told
            return None
        try:
            found = read_default(written, question, self._findings.place(line, question.name))
        except DefinitionError as error:
            self._findings.faults.extend(replace(fault, what=f"in default, {fault.what}") for fault in error.faults)
            return None
        if found is None and not (question.closed and not question.choices):  # else it was told that there is no such list
            names = ", ".join(choice.name for choice in question.choices)
            remedy = f"Its choices are: {names}." if question.closed else "Take it out."
            self._note("default-unfit", f"'{written}' is no answer to this", remedy, line, question.name)
        return found

    def _expression(self, keys: Mapping[str, Entry], key: str, question: str, columns: Collection[str] = ()) -> Expression | None:
        if key not in keys:
            return None
        source = scalar(keys[key], self._findings, key, question=question)
        try:
            return compile_expression(source, self._findings.place(keys[key].line, question), columns)
        except DefinitionError as error:
            self._findings.faults.extend(replace(fault, what=f"in {key}, {fault.what}") for fault in error.faults)
            return None
