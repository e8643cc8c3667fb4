"""A survey file (YAML in XLSForm's vocabulary) read into a `Survey`, or refused with every fault in it at once."""

import re

import yaml

from surveys.definitions.model import Choice, Survey
from surveys.definitions.outline import Entry, Findings, entries, is_nothing, read_outline, scalar
from surveys.definitions.questions import Lists, QuestionReader
from surveys.definitions.texts import TextReader, read_languages

LONGEST_NAME = 64
_SURVEY = re.compile("[A-Za-z0-9][A-Za-z0-9_-]*")
_CHOICE = re.compile("[A-Za-z0-9_.-]+")  # no space: a select_multiple's answers are parted by spaces


def read_survey(data: bytes, file: str) -> Survey:
    """The survey in `data`; `file` is what its faults call it.

    Raises DefinitionError with every fault found, each with its code, line, question and remedy.
    """
    findings = Findings(file)
    return build_survey(read_outline(data, findings), findings)


def build_survey(outline: Entry, findings: Findings) -> Survey:
    """The survey that an outline holds, whatever form of file it is of. Raises DefinitionError with every fault found."""
    known = ("survey", "title", "languages", "questions", "choices")
    top = entries(outline, findings, "the survey", known=known)
    for key in ("survey", "title", "questions"):
        if key not in top:
            findings.note("key-missing", f"the survey has no '{key}'", f"Add '{key}: …'.", line=1)
    name = scalar(top.get("survey"), findings, "survey")
    if "survey" in top and not (_SURVEY.fullmatch(name) and len(name) <= LONGEST_NAME):
        remedy = f"Use up to {LONGEST_NAME} letters, digits, - and _, like 'framework-2010'."
        findings.note("survey-name", f"'{name}' cannot be the name of a survey", remedy, line=top["survey"].line)
    languages = read_languages(top, findings)
    texts = TextReader(languages, findings)
    title = texts.read(top["title"], "the title") if "title" in top else {}
    lists = _read_lists(top.get("choices"), texts, findings)
    questions, sections = QuestionReader(lists, texts, findings).read(top.get("questions"))
    findings.refuse()
    return Survey(name, title, questions, languages, sections=sections)


def _read_lists(entry: Entry | None, texts: TextReader, findings: Findings) -> Lists:
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
    seen: dict[tuple[str, str], str] = {}
    for choice, label in entries(entry, findings, what).items():
        if not (_CHOICE.fullmatch(choice) and len(choice) <= LONGEST_NAME):
            remedy = f"Use up to {LONGEST_NAME} letters, digits, _, - and ., without a space."
            findings.note("choice-name", f"'{choice}' cannot be the name of a choice", remedy, line=label.line)
        labels = texts.read(label, f"the label of '{choice}'")
        for language, text in labels.items():
            other = seen.setdefault((language, text.casefold()), choice)
            if other != choice:
                remedy = "Nobody could tell them apart. Change one."
                findings.note("choice-same", f"'{choice}' and '{other}' have the same label", remedy, line=label.line)
        choices.append(Choice(choice, len(choices) + 1, labels))
    return tuple(choices)
